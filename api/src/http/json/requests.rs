//! Requests to change a record: decided by who owns the fields, taken back by who asked.

use std::sync::Arc;

use axum::Json as Answered;
use axum::extract::State;
use domain::access::{Action, permit};
use domain::words::RequestId;
use store::ops::record::{self, RequestEvent};
use store::read::request::{RequestRecord, RequestRow};
use store::read::{self, Page};

use super::checks::{Checks, ListQuery};
use super::event::{Events, Moved, Step};
use super::mine::OwnQuery;
use super::shown::Shown;
use crate::App;
use crate::http::access::{Permitted, Routes};
use crate::http::body::{Named, Query};
use crate::http::caller::Caller;
use crate::http::openapi::{RequestEventShape, RequestPage, RequestShown};
use crate::http::problem::{Code, Problem, ProblemBody};
use crate::text::Lang;

/// Registers the routes.
pub(super) fn register(routes: &mut Routes) {
    routes
        .needs(Action::ReadOwn)
        .get("/api/v1/my/requests", own)
        .get("/api/v1/my/requests/{id}", own_one)
        .get("/api/v1/my/requests/{id}/events", own_events)
        .done();
    routes
        .needs(Action::KeepOwnRecord)
        .post("/api/v1/my/requests/{id}/events", own_event)
        .done();
    routes
        .needs(Action::ReadDesk)
        .get("/api/v1/desk/requests", list)
        .get("/api/v1/desk/requests/{id}", one)
        .get("/api/v1/desk/requests/{id}/events", events)
        // Who decides hangs on the fields: an officer, or a lead officer.
        .post("/api/v1/desk/requests/{id}/events", event)
        .done();
}

/// The states that a list may name: `open` waits for the authority, `waiting` for the institution.
pub(crate) const STATES: &[&str] = &["open", "waiting", "approved", "refused", "withdrawn"];

/// Requests about one's own institution, newest first.
#[utoipa::path(get, path = "/api/v1/my/requests", tag = "my", params(OwnQuery), security(("session" = [])),
    responses((status = 200, body = RequestPage), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn own(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::ReadOwn>,
    Query(query): Query<OwnQuery>,
) -> Result<Shown<Page<RequestRow>>, Problem> {
    let mut checks = Checks::of_query();
    let limit = checks.limit(query.limit.as_deref());
    let after: Option<RequestId> = checks.after(query.after.as_deref());
    checks.done()?;
    let page = read::request::own(app.store(), &grant, limit, after).await?;
    Ok(Shown(page))
}

/// One request about one's own institution.
#[utoipa::path(get, path = "/api/v1/my/requests/{id}", tag = "my", security(("session" = [])), params(("id" = String, Path)),
    responses((status = 200, body = RequestShown), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn own_one(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::ReadOwn>,
    Named(id): Named<RequestId>,
) -> Result<Shown<RequestRecord>, Problem> {
    let record = read::request::own_by_id(app.store(), &grant, id).await?;
    Ok(Shown(record))
}

/// Which steps the institution may take on a request now.
#[utoipa::path(get, path = "/api/v1/my/requests/{id}/events", tag = "my", security(("session" = [])), params(("id" = String, Path)),
    responses((status = 200, body = Events), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn own_events(
    State(app): State<App>,
    lang: Lang,
    Permitted(grant): Permitted<permit::ReadOwn>,
    Named(id): Named<RequestId>,
) -> Result<Answered<Events>, Problem> {
    let record = read::request::own_by_id(app.store(), &grant, id).await?;
    Ok(Answered(allowed(record, lang)))
}

/// Agree to what the authority asked for, refuse it, or take one's own request back.
#[utoipa::path(post, path = "/api/v1/my/requests/{id}/events", tag = "my", security(("session" = [])), request_body = RequestEventShape,
    params(("id" = String, Path)),
    responses((status = 200, body = Moved), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn own_event(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::KeepOwnRecord>,
    Named(id): Named<RequestId>,
    step: Step<RequestEvent>,
) -> Result<Answered<Moved>, Problem> {
    let (store, now) = (app.store(), app.store().now());
    let taken = record::step(store, &grant, id, &step.event, step.version, now).await;
    match taken.map_err(Problem::from) {
        Ok(version) => Ok(Answered(Moved { version })),
        Err(problem) if problem.code == Code::Refused => {
            let reader = caller.grant::<permit::ReadOwn>(now.day())?;
            let record = read::request::own_by_id(store, &reader, id).await?;
            Err(allowed(record, lang).beside(problem))
        }
        Err(problem) => Err(problem),
    }
}

fn allowed(record: RequestRecord, lang: Lang) -> Events {
    Events::of(record.offers, record.row.version, lang)
}

/// Requests to change a record by due day, earliest first. `state` is `open` (waits for the authority), `waiting` (for the
/// institution), `approved`, `refused` or `withdrawn`.
#[utoipa::path(get, path = "/api/v1/desk/requests", tag = "desk", params(ListQuery), security(("session" = [])),
    responses((status = 200, body = RequestPage), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn list(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Query(query): Query<ListQuery>,
) -> Result<Shown<Page<RequestRow>>, Problem> {
    let wanted = query.by_due(STATES)?;
    let page = read::request::list(app.store(), &grant, &wanted).await?;
    Ok(Shown(page))
}

/// One request with what is asked for, field by field, its steps and acts.
#[utoipa::path(get, path = "/api/v1/desk/requests/{id}", tag = "desk", security(("session" = [])), params(("id" = String, Path)),
    responses((status = 200, body = RequestShown), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn one(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Named(id): Named<RequestId>,
) -> Result<Shown<RequestRecord>, Problem> {
    let record = read::request::by_id(app.store(), &grant, id).await?;
    Ok(Shown(record))
}

/// Which steps the caller may take on a request now.
#[utoipa::path(get, path = "/api/v1/desk/requests/{id}/events", tag = "desk", security(("session" = [])), params(("id" = String, Path)),
    responses((status = 200, body = Events), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn events(
    State(app): State<App>,
    lang: Lang,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Named(id): Named<RequestId>,
) -> Result<Answered<Events>, Problem> {
    let record = read::request::by_id(app.store(), &grant, id).await?;
    Ok(Answered(allowed(record, lang)))
}

/// Decide on a request, or take back what the authority asked for.
#[utoipa::path(post, path = "/api/v1/desk/requests/{id}/events", tag = "desk", security(("session" = [])), request_body = RequestEventShape,
    params(("id" = String, Path)),
    responses((status = 200, body = Moved), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn event(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(desk): Permitted<permit::ReadDesk>,
    Named(id): Named<RequestId>,
    step: Step<RequestEvent>,
) -> Result<Answered<Moved>, Problem> {
    match take(&app, &caller, id, &step.event, step.version).await {
        Ok(version) => Ok(Answered(Moved { version })),
        Err(problem) if problem.code == Code::Refused => {
            let record = read::request::by_id(app.store(), &desk, id).await?;
            Err(allowed(record, lang).beside(problem))
        }
        Err(problem) => Err(problem),
    }
}

/// Takes a step by the right that it needs on this request, and answers the new version.
///
/// # Errors
/// As [`record::step`]; [`Code::Forbidden`] without the right.
pub(crate) async fn take(
    app: &App,
    caller: &Caller,
    id: RequestId,
    event: &RequestEvent,
    version: i64,
) -> Result<i64, Problem> {
    let (store, now) = (app.store(), app.store().now());
    let desk = caller.grant::<permit::ReadDesk>(now.day())?;
    let row = read::request::by_id(store, &desk, id).await?.row;
    let taken = match row.right(event.step())? {
        Action::DecideLicence => {
            let grant = caller.grant::<permit::DecideLicence>(now.day())?;
            record::step(store, &grant, id, event, version, now).await
        }
        Action::KeepRegister => {
            let grant = caller.grant::<permit::KeepRegister>(now.day())?;
            record::step(store, &grant, id, event, version, now).await
        }
        // The institution decides on what it answers for, and officers have no right to.
        _ => {
            let grant = caller.grant::<permit::KeepOwnRecord>(now.day())?;
            record::step(store, &grant, id, event, version, now).await
        }
    };
    taken.map_err(Problem::from)
}
