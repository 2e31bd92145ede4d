//! The router that cannot forget a right: every route says who may call it, and the table of all routes is
//! committed in `docs/access.md`.
//!
//! There is no plain `route`. [`Routes::public`] wants a reason, [`Routes::signed_in`] a session,
//! [`Routes::needs`] an action that the caller's role has. A handler gets its [`Grant`] by the
//! extractor [`Permitted`], which gives none but for the action that the route was registered with.

use std::sync::Arc;

use axum::Router;
use axum::extract::{FromRequestParts, Request, State};
use axum::handler::Handler;
use axum::http::header::{CONTENT_TYPE, SET_COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, StatusCode, Uri};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{MethodRouter, delete, get, post};
use domain::access::{Action, Actor, Grant, Permission, decide, may};
use domain::words::{AccountId, Instant};

use super::caller::{Caller, caller_of};
use super::cookies;
use super::problem::{Code, Problem, wants_page};
use crate::App;

/// Who may call a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Everybody, for this reason.
    Public {
        /// Why nobody needs to sign in.
        reason: &'static str,
    },
    /// Everybody with a session.
    SignedIn,
    /// Roles that have this action.
    Needs(Action),
}

/// What a form sent to a route may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sent {
    /// Words.
    Fields,
    /// Words and files. The handler takes an [`super::upload::Upload`], which checks the token.
    Files,
}

/// One line of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Route {
    /// `GET`, `POST` or `DELETE`.
    pub method: &'static str,
    /// The path with its parameters in braces.
    pub path: &'static str,
    /// Who may call it.
    pub access: Access,
    /// What its form may hold.
    pub(super) sent: Sent,
}

/// The routes of the application, with their access.
#[derive(Default)]
pub struct Routes {
    router: Router<App>,
    table: Vec<Route>,
    app: Option<App>,
}

impl std::fmt::Debug for Routes {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Routes")
            .field("table", &self.table)
            .finish_non_exhaustive()
    }
}

/// Routes of one access, being registered.
pub struct Group<'a> {
    routes: &'a mut Routes,
    access: Access,
}

impl Routes {
    /// No routes yet, for this application.
    #[must_use]
    pub fn new(app: &App) -> Self {
        Self {
            app: Some(app.clone()),
            ..Self::default()
        }
    }

    /// Routes for everybody; `reason` says why.
    pub fn public(&mut self, reason: &'static str) -> Group<'_> {
        self.group(Access::Public { reason })
    }

    /// Routes for everybody with a session.
    pub fn signed_in(&mut self) -> Group<'_> {
        self.group(Access::SignedIn)
    }

    /// Routes for the roles that have `action`.
    pub fn needs(&mut self, action: Action) -> Group<'_> {
        self.group(Access::Needs(action))
    }

    fn group(&mut self, access: Access) -> Group<'_> {
        Group {
            routes: self,
            access,
        }
    }

    /// Every route, in the order of path and method.
    #[must_use]
    pub fn table(&self) -> Vec<Route> {
        let mut table = self.table.clone();
        table.sort_by_key(|route| (route.path, route.method));
        table
    }

    /// The paths that take files.
    pub(super) fn uploads(&self) -> Vec<&'static str> {
        let takes_files = |route: &&Route| route.sent == Sent::Files;
        self.table
            .iter()
            .filter(takes_files)
            .map(|route| route.path)
            .collect()
    }

    /// The router itself.
    pub fn into_router(self) -> Router<App> {
        self.router
    }
}

impl Group<'_> {
    /// A route that reads.
    #[must_use]
    pub fn get<H, T>(self, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add("GET", path, Sent::Fields, get(handler))
    }

    /// A route that changes something.
    #[must_use]
    pub fn post<H, T>(self, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add("POST", path, Sent::Fields, post(handler))
    }

    /// A route that changes something and takes files. No other takes any: the token of a form with files is
    /// checked by the handler's extractor alone, and a handler without one would not check it.
    #[must_use]
    pub fn post_files<H, T>(self, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add("POST", path, Sent::Files, post(handler))
    }

    /// A route that ends something.
    #[must_use]
    pub fn delete<H, T>(self, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add("DELETE", path, Sent::Fields, delete(handler))
    }

    /// Ends the group. Its routes are registered already; this only drops the value that chaining gave.
    pub fn done(self) {}

    fn add(
        self,
        method: &'static str,
        path: &'static str,
        sent: Sent,
        handler: MethodRouter<App>,
    ) -> Self {
        let access = self.access;
        self.routes.table.push(Route {
            method,
            path,
            access,
            sent,
        });
        let guarded = match &self.routes.app {
            Some(app) => {
                handler.route_layer(from_fn_with_state((app.clone(), access, sent), guard))
            }
            None => handler,
        };
        let router = std::mem::take(&mut self.routes.router);
        self.routes.router = router.route(path, guarded);
        self
    }
}

/// The access of the route that a request has reached, for [`Permitted`].
#[derive(Debug, Clone, Copy)]
struct Reached(Access);

/// Path of the page people sign in on.
pub const SIGN_IN_PAGE: &str = "/sign-in";

/// Finds out who calls and whether the route is for them, before the handler sees the request.
async fn guard(
    State((app, access, sent)): State<(App, Access, Sent)>,
    request: Request,
    next: Next,
) -> Response {
    let back = wants_page(request.uri().path(), request.headers())
        .then(|| (request.method().clone(), request.uri().clone()));
    match admit(&app, access, sent, request).await {
        Ok((request, cookie)) => with_cookie(next.run(request).await, cookie),
        Err(problem) => match back {
            Some((method, uri)) if problem.code.status() == StatusCode::UNAUTHORIZED => {
                to_sign_in(&app, &method, &uri, &problem)
            }
            _ => problem.into_response(),
        },
    }
}

/// Pages carry forms, so a browser that gets its first page gets the cookie their tokens are bound to.
fn with_cookie(mut response: Response, cookie: Option<HeaderValue>) -> Response {
    let is_page = response
        .headers()
        .get(CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if let Some(cookie) = cookie
        && is_page
    {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}

/// A person without a session is led to the page where one gets one, and back afterwards.
fn to_sign_in(app: &App, method: &Method, uri: &Uri, problem: &Problem) -> Response {
    let back = match uri.path_and_query() {
        Some(path) if *method == Method::GET => path.as_str(),
        _ => "/",
    };
    let ended = if problem.code == Code::SessionEnded {
        "&ended=1"
    } else {
        ""
    };
    let address = format!("{SIGN_IN_PAGE}?next={}{ended}", escaped(back));
    let mut response = Redirect::to(&address).into_response();
    if let Some(cookie) = app.jar().clear(cookies::SESSION) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}

/// A text as the value of a query parameter.
pub(crate) fn escaped(path: &str) -> String {
    path.bytes().fold(String::new(), |mut text, byte| {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' => {
                text.push(char::from(byte));
            }
            _ => text.push_str(&format!("%{byte:02X}")),
        }
        text
    })
}

async fn admit(
    app: &App,
    access: Access,
    sent: Sent,
    request: Request,
) -> Result<(Request, Option<HeaderValue>), Problem> {
    // A body cannot be shared between threads, so only the head is looked at while waiting.
    let (parts, body) = request.into_parts();
    let lenient = matches!(access, Access::Public { .. });
    let caller = caller_of(app, &parts, lenient).await?;
    match access {
        Access::Public { .. } => {}
        Access::SignedIn => {
            caller.signed_in()?;
        }
        Access::Needs(action) => {
            caller.signed_in()?;
            if !may(&caller.actor, action) {
                return Err(Problem::new(Code::Forbidden));
            }
        }
    }
    let request = Request::from_parts(parts, body);
    let mut request = super::csrf::check(app, &caller, sent, request).await?;
    let cookie = caller.form_cookie.clone();
    request.extensions_mut().insert(Arc::new(caller));
    request.extensions_mut().insert(Reached(access));
    Ok((request, cookie))
}

/// The caller's right to the route's action.
pub struct Permitted<A: Permission>(pub Grant<A>);

impl<A: Permission + Send + Sync> FromRequestParts<App> for Permitted<A> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let reached = parts.extensions.get::<Reached>().map(|reached| reached.0);
        let declared = match reached {
            Some(Access::Needs(action)) => action == A::ACTION,
            Some(Access::Public { .. }) => may(&Actor::Public, A::ACTION),
            Some(Access::SignedIn) => {
                A::ACTION == Action::EndOwnSessions || A::ACTION == Action::ChangeOwnPassword
            }
            None => false,
        };
        if !declared {
            return Err(Problem::internal(
                "a handler asks for a right its route does not declare",
            ));
        }
        let caller = caller_in(parts)?;
        decide::<A>(&caller.actor, app.store().today())
            .map(Self)
            .map_err(Problem::from)
    }
}

impl FromRequestParts<App> for Arc<Caller> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _app: &App) -> Result<Self, Problem> {
        caller_in(parts)
    }
}

/// The caller that the guard found.
pub(super) fn caller_in(parts: &Parts) -> Result<Arc<Caller>, Problem> {
    parts
        .extensions
        .get::<Arc<Caller>>()
        .cloned()
        .ok_or_else(|| Problem::internal("a handler stands outside the guarded routes"))
}

/// The table in Markdown: the text of `docs/access.md`.
#[must_use]
pub fn markdown(table: &[Route]) -> String {
    use domain::access::Role;
    let holder = |role| Actor::Account {
        id: AccountId::new(Instant::from_millis(0), [0; 10]),
        role,
        name: String::new(),
        authorities: Vec::new(),
        institution: None,
        certificate: None,
    };
    let mut text = String::from(
        "# Who may call what\n\nMade from the router by a test; a route that is not here does not exist.\n\n\
         | method | path | access | roles |\n|---|---|---|---|\n",
    );
    for route in table {
        let (access, roles) = match route.access {
            Access::Public { reason } => (format!("public: {reason}"), "everybody".to_owned()),
            Access::SignedIn => ("a session".to_owned(), "every role".to_owned()),
            Access::Needs(action) => {
                let roles: Vec<&str> = Role::ALL
                    .iter()
                    .filter(|role| may(&holder(**role), action))
                    .map(|role| role.code())
                    .collect();
                (format!("`{}`", action.code()), roles.join(", "))
            }
        };
        text.push_str(&format!(
            "| {} | `{}` | {access} | {roles} |\n",
            route.method, route.path
        ));
    }
    text
}
