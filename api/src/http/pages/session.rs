//! Signing in and out, for people.

use std::sync::Arc;

use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::access::{Actor, Role, permit};
use domain::words::FieldFault;
use serde::Deserialize;
use store::Fault;
use store::ops::{account, session};

use super::{Html, own_path};
use crate::App;
use crate::http::access::{Permitted, Routes, SIGN_IN_PAGE};
use crate::http::body::Query;
use crate::http::caller::Caller;
use crate::http::cookies;
use crate::http::csrf::DEVICE_SECONDS;
use crate::http::problem::{Code, Problem};
use crate::http::upload::Form;
use crate::text::{self, Lang};
use crate::view::field::{Errors, Values};
use crate::view::piece::{Note, Tone};
use crate::view::portal::sign_in::{OwnPassword, SignIn};
use crate::view::shell::{Door, Portal};

pub(super) fn register(routes: &mut Routes) {
    routes
        .public("whoever signs in has no session yet")
        .get(SIGN_IN_PAGE, show)
        .post(SIGN_IN_PAGE, sign_in)
        .done();
    routes
        .signed_in()
        .get(PASSWORD_PAGE, show_password)
        .post(PASSWORD_PAGE, change_password)
        .post("/sign-out", sign_out)
        .post("/desk/sessions/end", sign_out_everywhere)
        .post("/my/sessions/end", sign_out_everywhere)
        .done();
}

/// Where one changes one's own password, whatever one's role.
const PASSWORD_PAGE: &str = "/password";

/// Where one wants to go after signing in.
#[derive(Debug, Clone, Default, Deserialize)]
struct Wish {
    #[serde(default)]
    next: String,
    /// Set where a session has ended.
    ended: Option<String>,
}

async fn show(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Query(wish): Query<Wish>,
) -> Response {
    if let Some(session) = &caller.session {
        return Redirect::to(home(&session.actor, &wish.next)).into_response();
    }
    let note = wish
        .ended
        .is_some()
        .then(|| Note::new(Tone::Neutral, "", lang.t("sign-in-ended")));
    Html(page(&app, &caller, lang, &wish.next, note)).into_response()
}

fn frame(app: &App, caller: &Caller, lang: Lang, path: &str) -> Portal {
    Portal {
        lang,
        csrf: caller.form_token.clone(),
        path: path.to_owned(),
        here: Door::Elsewhere,
        as_of: String::new(),
        demo: app.settings().is_demo(),
        flash: None,
        answers: None,
    }
}

fn page(app: &App, caller: &Caller, lang: Lang, next: &str, note: Option<Note>) -> SignIn {
    SignIn {
        shell: frame(app, caller, lang, SIGN_IN_PAGE),
        values: Values::default(),
        errors: Errors::default(),
        note,
        next: own_path(next).unwrap_or_default().to_owned(),
    }
}

async fn sign_in(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, Problem> {
    let (login, next) = (form.get("login").trim(), form.get("next"));
    let jar = app.jar();
    let known = known_device(&app, &headers, login);
    app.limits().sign_in(caller.peer, login, known)?;
    let old = jar.read(&headers, cookies::SESSION);
    let now = app.store().now();
    match session::sign_in(app.store(), login, form.get("password"), old, now).await {
        Ok(opened) => {
            let mut response = Redirect::to(home(&opened.actor, next)).into_response();
            keep_session(&app, &mut response, &opened.token);
            // A browser that is known already stays the one it is, with what it has used up.
            if known.is_none() {
                let device = app.form_key().device(login, app.store().random());
                let age = Some(DEVICE_SECONDS);
                if let Some(cookie) = jar.write(cookies::DEVICE, &device, true, age) {
                    response.headers_mut().append(SET_COOKIE, cookie);
                }
            }
            Ok(response)
        }
        Err(Fault::SignInRefused) => {
            let mut page = page(&app, &caller, lang, next, None);
            page.values = Values::from_pairs([("login", login)]);
            page.errors.add("password", lang.t("fault-sign-in-wrong"));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response())
        }
        Err(fault) => Err(fault.into()),
    }
}

/// The browser, where somebody has signed in to this account with it before.
fn known_device<'a>(app: &App, headers: &'a HeaderMap, login: &str) -> Option<&'a str> {
    let cookie = app.jar().read(headers, cookies::DEVICE)?;
    app.form_key().known_device(login, cookie)
}

fn keep_session(app: &App, response: &mut Response, token: &str) {
    if let Some(cookie) = app.jar().write(cookies::SESSION, token, false, None) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
}

/// Whether the password was just changed.
#[derive(Debug, Clone, Default, Deserialize)]
struct Changed {
    changed: Option<String>,
}

async fn show_password(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Query(asked): Query<Changed>,
) -> Result<Html<OwnPassword>, Problem> {
    let mut page = password_page(&app, &caller, lang)?;
    page.note = asked
        .changed
        .map(|_| Note::new(Tone::Good, "", lang.t("password-changed")));
    Ok(Html(page))
}

/// The new password ends all sessions; this browser gets one of its own.
async fn change_password(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::ChangeOwnPassword>,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, Problem> {
    let login = &caller.signed_in()?.login;
    let known = known_device(&app, &headers, login);
    app.limits().sign_in(caller.peer, login, known)?;
    let (store, now) = (app.store(), app.store().now());
    let (current, new) = (form.get("current"), form.get("password"));
    let mut errors = Errors::default();
    if new != form.get("repeat") {
        errors.add("repeat", lang.t("fault-password-repeat"));
    } else {
        match account::change_own_password(store, &grant, current, new, now).await {
            Ok(()) => {}
            Err(Fault::Input(faults)) => errors = told(&faults, lang),
            Err(fault) => return Err(fault.into()),
        }
    }
    if !errors.none() {
        let mut page = password_page(&app, &caller, lang)?;
        page.errors = errors;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response());
    }
    let opened = session::sign_in(store, login, new, None, now).await?;
    let mut response = Redirect::to(&format!("{PASSWORD_PAGE}?changed=1")).into_response();
    keep_session(&app, &mut response, &opened.token);
    Ok(response)
}

fn told(faults: &[FieldFault], lang: Lang) -> Errors {
    let mut errors = Errors::default();
    for fault in faults {
        let words = text::fault(lang, &fault.code, &fault.detail);
        errors.add(fault.field.as_ref(), words);
    }
    errors
}

fn password_page(app: &App, caller: &Caller, lang: Lang) -> Result<OwnPassword, Problem> {
    let session = caller.signed_in()?;
    Ok(OwnPassword {
        shell: frame(app, caller, lang, PASSWORD_PAGE),
        login: session.login.clone(),
        errors: Errors::default(),
        note: None,
        desk: home(&session.actor, ""),
    })
}

/// Where one goes after signing in: where one wanted to, if that desk is one's own.
fn home<'a>(actor: &Actor, next: &'a str) -> &'a str {
    let (desk, door) = match actor.role() {
        Some(Role::InstitutionAgent) => ("/my", "/my"),
        Some(Role::Administrator) => ("/desk/jobs", "/desk"),
        _ => ("/desk", "/desk"),
    };
    match own_path(next) {
        Some(path) if path.starts_with(door) => path,
        _ => desk,
    }
}

async fn sign_out(
    State(app): State<App>,
    caller: Arc<Caller>,
    Permitted(grant): Permitted<permit::EndOwnSessions>,
) -> Result<Response, Problem> {
    let current = caller.signed_in()?.id;
    session::sign_out(app.store(), &grant, current, app.store().now()).await?;
    signed_out(&app)
}

async fn sign_out_everywhere(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::EndOwnSessions>,
) -> Result<Response, Problem> {
    session::sign_out_everywhere(app.store(), &grant, app.store().now()).await?;
    signed_out(&app)
}

fn signed_out(app: &App) -> Result<Response, Problem> {
    let cookie = app
        .jar()
        .clear(cookies::SESSION)
        .ok_or_else(|| Problem::new(Code::Internal))?;
    let mut response = Redirect::to("/").into_response();
    response.headers_mut().append(SET_COOKIE, cookie);
    Ok(response)
}
