//! Sessions of programs: sign in, look, sign out.

use std::sync::Arc;

use axum::Json as Answer;
use axum::extract::State;
use axum::http::StatusCode;
use domain::access::permit;
use domain::words::Instant;
use serde::{Deserialize, Serialize};
use store::ops::account;
use store::ops::session::{self, SignedIn};
use utoipa::ToSchema;

use crate::App;
use crate::http::access::{Permitted, Routes};
use crate::http::body::Json;
use crate::http::caller::Caller;
use crate::http::problem::{Problem, ProblemBody};

/// Registers the routes.
pub(super) fn register(routes: &mut Routes) {
    routes
        .public("whoever signs in has no session yet")
        .post("/api/v1/sessions", sign_in)
        .done();
    routes
        .signed_in()
        .get("/api/v1/sessions", own)
        .delete("/api/v1/sessions", sign_out_everywhere)
        .delete("/api/v1/sessions/current", sign_out)
        .post("/api/v1/password", change_password)
        .done();
}

/// Login and password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// The login.
    login: String,
    /// The password.
    password: String,
    /// The code of a second factor; read only for accounts that have one.
    #[serde(default)]
    #[allow(
        dead_code,
        reason = "no account has a second factor; clients may send the field all the same"
    )]
    code: Option<String>,
}

/// An open session.
#[derive(Serialize, ToSchema)]
pub struct Opened {
    /// Show it as `Authorization: Bearer …`. It is told this once.
    token: String,
    /// What its holder may do.
    role: &'static str,
    /// When it ends in any case; it ends earlier after 30 minutes without a request.
    #[schema(value_type = String, format = DateTime)]
    expires_at: Instant,
}

impl Opened {
    fn of(opened: SignedIn) -> Result<Self, Problem> {
        let Some(role) = opened.actor.role() else {
            return Err(Problem::internal("a session was opened for nobody"));
        };
        Ok(Self {
            token: opened.token,
            role: role.code(),
            expires_at: opened.expires_at,
        })
    }
}

/// One open session of the caller.
#[derive(Serialize, ToSchema)]
pub struct OwnSession {
    /// Its id.
    id: String,
    /// When it was opened.
    #[schema(value_type = String, format = DateTime)]
    created_at: Instant,
    /// When it was last used, to the minute.
    #[schema(value_type = String, format = DateTime)]
    seen_at: Instant,
}

/// Sign in.
#[utoipa::path(post, path = "/api/v1/sessions", tag = "sessions", request_body = SignIn,
    responses((status = 201, body = Opened), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn sign_in(
    State(app): State<App>,
    caller: Arc<Caller>,
    Json(body): Json<SignIn>,
) -> Result<(StatusCode, Answer<Opened>), Problem> {
    app.limits().sign_in(caller.peer, &body.login, None)?;
    let now = app.store().now();
    let opened = session::sign_in(app.store(), &body.login, &body.password, None, now).await?;
    Ok((StatusCode::CREATED, Answer(Opened::of(opened)?)))
}

/// Another password for one's own account.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPassword {
    /// The one in use.
    current: String,
    /// The one from now on, 10 to 200 characters.
    password: String,
}

/// Change the caller's own password. All sessions of the account end; the answer opens a new one.
#[utoipa::path(post, path = "/api/v1/password", tag = "sessions", security(("session" = [])), request_body = NewPassword,
    responses((status = 200, body = Opened), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn change_password(
    State(app): State<App>,
    caller: Arc<Caller>,
    Permitted(grant): Permitted<permit::ChangeOwnPassword>,
    Json(body): Json<NewPassword>,
) -> Result<Answer<Opened>, Problem> {
    let login = &caller.signed_in()?.login;
    app.limits().sign_in(caller.peer, login, None)?;
    let (store, now) = (app.store(), app.store().now());
    account::change_own_password(store, &grant, &body.current, &body.password, now).await?;
    let opened = session::sign_in(store, login, &body.password, None, now).await?;
    Opened::of(opened).map(Answer)
}

/// The caller's open sessions, newest first.
#[utoipa::path(get, path = "/api/v1/sessions", tag = "sessions", security(("session" = [])),
    responses((status = 200, body = Vec<OwnSession>), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn own(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::EndOwnSessions>,
) -> Result<Answer<Vec<OwnSession>>, Problem> {
    let sessions = session::own(app.store(), &grant, app.store().now()).await?;
    let shown = sessions.into_iter().map(|session| OwnSession {
        id: session.id,
        created_at: Instant::from_millis(session.created_at),
        seen_at: Instant::from_millis(session.seen_at),
    });
    Ok(Answer(shown.collect()))
}

/// End the session of the token.
#[utoipa::path(delete, path = "/api/v1/sessions/current", tag = "sessions", security(("session" = [])),
    responses((status = 204), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn sign_out(
    State(app): State<App>,
    caller: Arc<Caller>,
    Permitted(grant): Permitted<permit::EndOwnSessions>,
) -> Result<StatusCode, Problem> {
    let current = caller.signed_in()?.id;
    session::sign_out(app.store(), &grant, current, app.store().now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// End all sessions of the caller, on every device.
#[utoipa::path(delete, path = "/api/v1/sessions", tag = "sessions", security(("session" = [])),
    responses((status = 204), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn sign_out_everywhere(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::EndOwnSessions>,
) -> Result<StatusCode, Problem> {
    session::sign_out_everywhere(app.store(), &grant, app.store().now()).await?;
    Ok(StatusCode::NO_CONTENT)
}
