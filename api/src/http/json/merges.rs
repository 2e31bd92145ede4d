//! Merges of entries, and links between institutions.

use std::sync::Arc;

use axum::Json as Answered;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use domain::access::{Action, permit};
use domain::institution::link::Kind;
use domain::words::{Day, InstitutionNumber, LinkId, MergeId, ReportNumber};
use serde::Deserialize;
use store::ops::link::{self, Entered, NewLink};
use store::ops::merge::{self, MergeEvent, Propose, Proposed};
use store::read::merge::{MergeQuery, MergeRecord, MergeRow, STATES};
use store::read::{self, Page};
use utoipa::{IntoParams, ToSchema};

use super::checks::Checks;
use super::complaints::idempotency_key;
use super::event::{Events, Moved, Step};
use super::shown::Shown;
use crate::App;
use crate::http::access::{Permitted, Routes};
use crate::http::body::{Json, Named, Query};
use crate::http::caller::Caller;
use crate::http::openapi::{
    MadeIdShape, MergeEventShape, MergePage, MergeShown, NewLinkShape, NewMergeShape,
};
use crate::http::problem::{Code, Problem, ProblemBody};
use crate::text::Lang;

/// Registers the routes.
pub(super) fn register(routes: &mut Routes) {
    routes
        .needs(Action::ReadDesk)
        .get("/api/v1/desk/merges", list)
        .get("/api/v1/desk/merges/{id}", one)
        .get("/api/v1/desk/merges/{id}/events", events)
        // Proposing and approving are rights of their own, which only the event names.
        .post("/api/v1/desk/merges/{id}/events", event)
        .done();
    routes
        .needs(Action::ProposeMerge)
        .post("/api/v1/desk/merges", propose)
        .done();
    routes
        .needs(Action::KeepLinks)
        .post("/api/v1/desk/links", enter)
        .post("/api/v1/desk/links/{id}/undo", undo)
        .done();
}

/// Which merges to list.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct MergesQuery {
    /// `open` (waits for a lead officer), `merged`, `parted`, `refused` or `withdrawn`.
    pub state: Option<String>,
    /// The `next` of the page before.
    pub after: Option<String>,
    /// Rows of a page, 1 to 100; 20 where left out.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100)]
    pub limit: Option<String>,
}

impl MergesQuery {
    fn checked(&self) -> Result<MergeQuery, Problem> {
        let mut checks = Checks::of_query();
        let state = checks.state(self.state.as_deref(), STATES);
        let query = MergeQuery {
            state: state.unwrap_or_default().to_owned(),
            limit: checks.limit(self.limit.as_deref()),
            after: checks.after(self.after.as_deref()),
        };
        checks.done()?;
        Ok(query)
    }
}

/// Merges, newest first.
#[utoipa::path(get, path = "/api/v1/desk/merges", tag = "desk", params(MergesQuery), security(("session" = [])),
    responses((status = 200, body = MergePage), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn list(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Query(query): Query<MergesQuery>,
) -> Result<Shown<Page<MergeRow>>, Problem> {
    let wanted = query.checked()?;
    Ok(Shown(
        read::merge::list(app.store(), &grant, &wanted).await?,
    ))
}

/// One merge: what belongs to both, what stands against it, its steps and acts.
#[utoipa::path(get, path = "/api/v1/desk/merges/{id}", tag = "desk", security(("session" = [])), params(("id" = String, Path)),
    responses((status = 200, body = MergeShown), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn one(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Named(id): Named<MergeId>,
) -> Result<Shown<MergeRecord>, Problem> {
    let today = app.store().today();
    Ok(Shown(
        read::merge::by_id(app.store(), &grant, id, today).await?,
    ))
}

/// Which steps the caller may take on a merge now.
#[utoipa::path(get, path = "/api/v1/desk/merges/{id}/events", tag = "desk", security(("session" = [])), params(("id" = String, Path)),
    responses((status = 200, body = Events), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn events(
    State(app): State<App>,
    lang: Lang,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Named(id): Named<MergeId>,
) -> Result<Answered<Events>, Problem> {
    let today = app.store().today();
    let record = read::merge::by_id(app.store(), &grant, id, today).await?;
    Ok(Answered(allowed(record, lang)))
}

fn allowed(record: MergeRecord, lang: Lang) -> Events {
    Events::of(record.offers, record.row.version, lang)
}

/// A merge to propose.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewMerge {
    hidden: InstitutionNumber,
    kept: InstitutionNumber,
    reason: String,
    #[serde(default)]
    report: Option<ReportNumber>,
    #[serde(default)]
    report_version: Option<i64>,
}

impl NewMerge {
    fn command(self) -> Result<Propose, Problem> {
        let wrong = || Checks::of_body().only("report_version", "missing_field");
        let report = match (self.report, self.report_version) {
            (None, _) => None,
            (Some(number), Some(version)) => Some((number, version)),
            (Some(_), None) => return Err(wrong()),
        };
        Ok(Propose {
            hidden: self.hidden,
            kept: self.kept,
            reason: self.reason,
            report,
        })
    }
}

/// Propose to merge two entries of one institution, and accept the report that said so.
#[utoipa::path(post, path = "/api/v1/desk/merges", tag = "desk", security(("session" = [])), request_body = NewMergeShape,
    params(("Idempotency-Key" = Option<String>, Header)),
    responses((status = 201, body = MadeIdShape), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn propose(
    State(app): State<App>,
    caller: Arc<Caller>,
    Permitted(grant): Permitted<permit::ProposeMerge>,
    headers: HeaderMap,
    Json(body): Json<NewMerge>,
) -> Result<(StatusCode, Answered<Proposed>), Problem> {
    let now = app.store().now();
    let judges = caller.grant::<permit::JudgeReport>(now.day())?;
    let key = idempotency_key(&headers)?;
    let command = body.command()?;
    let made = merge::propose(
        app.store(),
        &grant,
        Some(&judges),
        &command,
        key.as_ref(),
        now,
    );
    Ok((StatusCode::CREATED, Answered(made.await?)))
}

/// Approve a merge or its end, refuse it, take it back, or propose to part the two.
#[utoipa::path(post, path = "/api/v1/desk/merges/{id}/events", tag = "desk", security(("session" = [])), request_body = MergeEventShape,
    params(("id" = String, Path)),
    responses((status = 200, body = Moved), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn event(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(desk): Permitted<permit::ReadDesk>,
    Named(id): Named<MergeId>,
    step: Step<MergeEvent>,
) -> Result<Answered<Moved>, Problem> {
    match take(&app, &caller, id, &step.event, step.version).await {
        Ok(version) => Ok(Answered(Moved { version })),
        Err(problem) if problem.code == Code::Refused => {
            let today = app.store().today();
            let record = read::merge::by_id(app.store(), &desk, id, today).await?;
            Err(allowed(record, lang).beside(problem))
        }
        Err(problem) => Err(problem),
    }
}

/// Takes a step by the right that it needs, and answers the new version.
///
/// # Errors
/// As [`merge::step`]; [`Code::Forbidden`] without the right.
pub(crate) async fn take(
    app: &App,
    caller: &Caller,
    id: MergeId,
    event: &MergeEvent,
    version: i64,
) -> Result<i64, Problem> {
    let (store, now) = (app.store(), app.store().now());
    let taken = match event.action() {
        Action::DecideMerge => {
            let grant = caller.grant::<permit::DecideMerge>(now.day())?;
            merge::step(store, &grant, id, event, version, now).await
        }
        _ => {
            let grant = caller.grant::<permit::ProposeMerge>(now.day())?;
            merge::step(store, &grant, id, event, version, now).await
        }
    };
    taken.map_err(Problem::from)
}

/// A link to enter.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkFields {
    predecessor: InstitutionNumber,
    successor: InstitutionNumber,
    kind: Kind,
    since_on: Day,
    basis: String,
}

/// Enter which institution came out of which.
#[utoipa::path(post, path = "/api/v1/desk/links", tag = "desk", security(("session" = [])), request_body = NewLinkShape,
    params(("Idempotency-Key" = Option<String>, Header)),
    responses((status = 201, body = MadeIdShape), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn enter(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::KeepLinks>,
    headers: HeaderMap,
    Json(body): Json<LinkFields>,
) -> Result<(StatusCode, Answered<Entered>), Problem> {
    let new = NewLink {
        predecessor: body.predecessor,
        successor: body.successor,
        kind: body.kind,
        since: body.since_on,
        basis: body.basis,
    };
    let key = idempotency_key(&headers)?;
    let now = app.store().now();
    let entered = link::enter(app.store(), &grant, &new, key.as_ref(), now).await?;
    Ok((StatusCode::CREATED, Answered(entered)))
}

/// Why a link is undone.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Undo {
    /// Why.
    #[schema(max_length = 500)]
    reason: String,
    /// The version that was read.
    version: i64,
}

/// Undo a link.
#[utoipa::path(post, path = "/api/v1/desk/links/{id}/undo", tag = "desk", security(("session" = [])), request_body = Undo,
    params(("id" = String, Path)),
    responses((status = 200, body = Moved), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn undo(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::KeepLinks>,
    Named(id): Named<LinkId>,
    Json(body): Json<Undo>,
) -> Result<Answered<Moved>, Problem> {
    let (store, now) = (app.store(), app.store().now());
    let version = link::undo(store, &grant, id, &body.reason, body.version, now).await?;
    Ok(Answered(Moved { version }))
}
