//! Licences on the officers' desk.

use std::sync::Arc;

use axum::Json as Answered;
use axum::extract::State;
use axum::response::Response;
use domain::access::{Action, permit};
use domain::words::{District, LicenceNumber};
use store::ops::licence::{self, LicenceEvent};
use store::read::licence::{LicenceQuery, LicenceRecord, LicenceRow, Part};
use store::read::{self, Page, institution};

use super::checks::{Checks, ListQuery};
use super::event::{Events, Moved, Step};
use super::shown::Shown;
use crate::App;
use crate::http::access::{Permitted, Routes};
use crate::http::body::{Named, Query};
use crate::http::caller::Caller;
use crate::http::openapi::{LicenceEventShape, LicencePage, LicenceShown};
use crate::http::problem::{Code, Problem, ProblemBody};
use crate::http::sheet;
use crate::text::Lang;

/// Registers the routes.
pub(super) fn register(routes: &mut Routes) {
    routes
        .needs(Action::ReadDesk)
        .get("/api/v1/desk/licences", list)
        .get("/api/v1/desk/licences/{number}", one)
        .get("/api/v1/desk/licences/{number}/events", events)
        .get("/api/v1/desk/licences/{number}/pdf", pdf)
        // Proposing and approving are rights of their own, which only the event names.
        .post("/api/v1/desk/licences/{number}/events", event)
        .done();
}

impl ListQuery {
    /// The list of licences that is asked for.
    ///
    /// # Errors
    /// Every wrong parameter.
    pub(crate) fn of_licences(&self) -> Result<LicenceQuery, Problem> {
        let mut checks = Checks::of_query();
        let query = LicenceQuery {
            part: checks.optional::<Part>("state", self.state.as_deref()),
            district: checks.optional::<District>("district", self.district.as_deref()),
            limit: checks.limit(self.limit.as_deref()),
            after: checks.after(self.after.as_deref()),
        };
        checks.done()?;
        Ok(query)
    }
}

/// Licences by their last day, earliest first. `state` is one of `valid`, `expired`, `suspended`, `revoked`, `cancelled`,
/// or `expiring` (valid, with its last day within 90 days), or `change_proposed`.
#[utoipa::path(get, path = "/api/v1/desk/licences", tag = "desk", params(ListQuery), security(("session" = [])),
    responses((status = 200, body = LicencePage), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn list(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Query(query): Query<ListQuery>,
) -> Result<Shown<Page<LicenceRow>>, Problem> {
    let (wanted, today) = (query.of_licences()?, app.store().today());
    let page = read::licence::list(app.store(), &grant, &wanted, today).await?;
    Ok(Shown(page))
}

/// One licence with the change that waits, its steps, notices and acts. The number may be given by its digits alone.
#[utoipa::path(get, path = "/api/v1/desk/licences/{number}", tag = "desk", security(("session" = [])), params(("number" = String, Path)),
    responses((status = 200, body = LicenceShown), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn one(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Named(number): Named<LicenceNumber>,
) -> Result<Shown<LicenceRecord>, Problem> {
    let today = app.store().today();
    let record = read::licence::by_number(app.store(), &grant, &number, today).await?;
    Ok(Shown(record))
}

/// The licence as a sheet to hang up, with a square that leads to its verification page.
#[utoipa::path(get, path = "/api/v1/desk/licences/{number}/pdf", tag = "desk", security(("session" = [])), params(("number" = String, Path)),
    responses((status = 200, description = "The sheet", content_type = "application/pdf"), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn pdf(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Named(number): Named<LicenceNumber>,
) -> Result<Response, Problem> {
    let (store, today) = (app.store(), app.store().today());
    read::licence::by_number(store, &grant, &number, today).await?;
    let record = institution::by_licence(store, &number, today).await?;
    let record = record.ok_or_else(|| Problem::new(Code::NotFound))?;
    sheet::of(&app, &record).await
}

/// Which steps the caller may take on a licence now.
#[utoipa::path(get, path = "/api/v1/desk/licences/{number}/events", tag = "desk", security(("session" = [])), params(("number" = String, Path)),
    responses((status = 200, body = Events), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn events(
    State(app): State<App>,
    lang: Lang,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Named(number): Named<LicenceNumber>,
) -> Result<Answered<Events>, Problem> {
    let today = app.store().today();
    let record = read::licence::by_number(app.store(), &grant, &number, today).await?;
    Ok(Answered(Events::of(
        record.offers,
        record.row.version,
        lang,
    )))
}

/// Take a step on a licence: an officer proposes a change, another person approves it or sends it back.
#[utoipa::path(post, path = "/api/v1/desk/licences/{number}/events", tag = "desk", security(("session" = [])), request_body = LicenceEventShape,
    params(("number" = String, Path)),
    responses((status = 200, body = Moved), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn event(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(desk): Permitted<permit::ReadDesk>,
    Named(number): Named<LicenceNumber>,
    step: Step<LicenceEvent>,
) -> Result<Answered<Moved>, Problem> {
    match take(&app, &caller, &number, &step.event, step.version).await {
        Ok(version) => Ok(Answered(Moved { version })),
        Err(problem) if problem.code == Code::Refused => {
            let today = app.store().today();
            let record = read::licence::by_number(app.store(), &desk, &number, today).await?;
            Err(Events::of(record.offers, record.row.version, lang).beside(problem))
        }
        Err(problem) => Err(problem),
    }
}

/// Takes a step by the right that its event needs, and answers the new version.
///
/// # Errors
/// As the use cases of [`licence`]; [`Code::Forbidden`] without the right.
pub async fn take(
    app: &App,
    caller: &Caller,
    number: &LicenceNumber,
    event: &LicenceEvent,
    version: i64,
) -> Result<i64, Problem> {
    let (store, now) = (app.store(), app.store().now());
    let moved = match event {
        LicenceEvent::Propose { .. } => {
            let grant = caller.grant::<permit::ProposeLicenceChange>(now.day())?;
            licence::propose(store, &grant, number, event, version, now).await
        }
        LicenceEvent::Approve {} | LicenceEvent::SendBack { .. } => {
            let grant = caller.grant::<permit::DecideLicence>(now.day())?;
            licence::decide(store, &grant, number, event, version, now).await
        }
    };
    Ok(moved?)
}
