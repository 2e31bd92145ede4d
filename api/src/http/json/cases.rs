//! Violation cases on the officers' desk.

use std::sync::Arc;

use axum::Json as Answered;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use domain::access::{Action, permit};
use domain::words::{AccountId, CaseNumber, ComplaintNumber, EvidenceId, PlaceNumber};
use serde::{Deserialize, Serialize};
use store::ops::case::{self, CaseEvent, OpenCase, Origin};
use store::ops::evidence;
use store::read::case::{CaseRecord, CaseRow};
use store::read::{self, Page};
use utoipa::ToSchema;

use super::checks::{Checks, ListQuery};
use super::complaints::idempotency_key;
use super::event::{Events, Moved, Step};
use super::shown::Shown;
use crate::App;
use crate::http::access::{Permitted, Routes};
use crate::http::body::{Json, Named, Query};
use crate::http::caller::Caller;
use crate::http::download;
use crate::http::openapi::{CaseEventShape, CasePage, CaseShown};
use crate::http::problem::{Code, Problem, ProblemBody};
use crate::text::Lang;

/// Registers the routes.
pub(super) fn register(routes: &mut Routes) {
    routes
        .needs(Action::OpenCase)
        .post("/api/v1/desk/cases", open)
        .done();
    routes
        .needs(Action::ReadDesk)
        .get("/api/v1/desk/cases", list)
        .get("/api/v1/desk/cases/{number}", one)
        .get("/api/v1/desk/cases/{number}/events", events)
        .post("/api/v1/desk/cases/{number}/events", event)
        .get("/api/v1/desk/evidence/{id}", file)
        .done();
}

const STATES: &[&str] = &[
    "open",
    "filed",
    "found",
    "ordered",
    "closure_proposed",
    "closed",
];

/// Cases by due day, earliest first; `state=open` stands for all that are not closed.
#[utoipa::path(get, path = "/api/v1/desk/cases", tag = "desk", params(ListQuery), security(("session" = [])),
    responses((status = 200, body = CasePage), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn list(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Query(query): Query<ListQuery>,
) -> Result<Shown<Page<CaseRow>>, Problem> {
    let wanted = query.by_due(STATES)?;
    let page = read::case::list(app.store(), &grant, &wanted).await?;
    Ok(Shown(page))
}

/// One case with its findings, order, steps, notices and acts.
#[utoipa::path(get, path = "/api/v1/desk/cases/{number}", tag = "desk", security(("session" = [])), params(("number" = String, Path)),
    responses((status = 200, body = CaseShown), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn one(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Named(number): Named<CaseNumber>,
) -> Result<Shown<CaseRecord>, Problem> {
    let today = app.store().today();
    Ok(Shown(
        read::case::by_number(app.store(), &grant, number, today).await?,
    ))
}

/// Which steps the caller may take in a case now.
#[utoipa::path(get, path = "/api/v1/desk/cases/{number}/events", tag = "desk", security(("session" = [])), params(("number" = String, Path)),
    responses((status = 200, body = Events), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn events(
    State(app): State<App>,
    lang: Lang,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Named(number): Named<CaseNumber>,
) -> Result<Answered<Events>, Problem> {
    let today = app.store().today();
    let record = read::case::by_number(app.store(), &grant, number, today).await?;
    Ok(Answered(Events::of(
        record.offers,
        record.row.version,
        lang,
    )))
}

/// A case to file from a complaint, or from an unlicensed place: one of the two.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCase {
    /// The complaint it grows from; it must have been accepted, or its lead confirmed.
    #[schema(value_type = Option<String>)]
    #[serde(default)]
    complaint_number: Option<ComplaintNumber>,
    /// The place it grows from; it must be neither shut nor joined nor set aside, and have no open case.
    #[schema(value_type = Option<String>)]
    #[serde(default)]
    place_number: Option<PlaceNumber>,
    /// Account of the second officer; the first is who files it.
    #[schema(value_type = String)]
    second_officer: AccountId,
    /// The party's name, where the complaint names none; of a place, where it is another than the name on its sign.
    #[serde(default)]
    party_name: Option<String>,
    /// Why it is filed: what the first check found. At most 2,000 characters.
    #[schema(max_length = 2000)]
    reason: String,
}

impl NewCase {
    fn origin(&self) -> Result<Origin, Problem> {
        match (self.complaint_number, self.place_number) {
            (Some(complaint), None) => Ok(Origin::Complaint(complaint)),
            (None, Some(place)) => Ok(Origin::Place(place)),
            (None, None) => Err(Checks::of_body().only("complaint_number", "missing_field")),
            (Some(_), Some(_)) => Err(Checks::of_body().only("place_number", "one_of_two")),
        }
    }
}

/// A case that was filed.
#[derive(Serialize, ToSchema)]
pub struct FiledCase {
    /// Number to read out.
    #[schema(value_type = String)]
    number: CaseNumber,
}

/// File a case from a complaint or an unlicensed place, with a second certified officer. A complaint makes one case at most,
/// a place one at a time.
#[utoipa::path(post, path = "/api/v1/desk/cases", tag = "desk", security(("session" = [])), request_body = NewCase,
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key with the same body answers with the case filed before")),
    responses((status = 201, body = FiledCase), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn open(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::OpenCase>,
    headers: HeaderMap,
    Json(new): Json<NewCase>,
) -> Result<(StatusCode, Answered<FiledCase>), Problem> {
    let key = idempotency_key(&headers)?;
    let command = OpenCase {
        from: new.origin()?,
        second_officer: new.second_officer,
        party_name: new.party_name.unwrap_or_default(),
        reason: new.reason,
    };
    let opened = case::open(
        app.store(),
        &grant,
        &command,
        key.as_ref(),
        app.store().now(),
    )
    .await?;
    let filed = FiledCase {
        number: opened.number,
    };
    Ok((StatusCode::CREATED, Answered(filed)))
}

/// Take a step in a case. Each event needs a right of its own; `GET` on the same path says which are allowed now.
#[utoipa::path(post, path = "/api/v1/desk/cases/{number}/events", tag = "desk", security(("session" = [])), request_body = CaseEventShape,
    params(("number" = String, Path)),
    responses((status = 200, body = Moved), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn event(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(desk): Permitted<permit::ReadDesk>,
    Named(number): Named<CaseNumber>,
    step: Step<CaseEvent>,
) -> Result<Answered<Moved>, Problem> {
    match take(&app, &caller, number, &step.event, step.version).await {
        Ok(version) => Ok(Answered(Moved { version })),
        Err(problem) if problem.code == Code::Refused => {
            let today = app.store().today();
            let record = read::case::by_number(app.store(), &desk, number, today).await?;
            Err(Events::of(record.offers, record.row.version, lang).beside(problem))
        }
        Err(problem) => Err(problem),
    }
}

/// Takes a step by the right that its event needs, and answers the new version.
///
/// # Errors
/// As the use cases of [`case`]; [`crate::http::problem::Code::Forbidden`] without the right.
pub async fn take(
    app: &App,
    caller: &Caller,
    number: CaseNumber,
    event: &CaseEvent,
    version: i64,
) -> Result<i64, Problem> {
    let (store, now) = (app.store(), app.store().now());
    let today = now.day();
    let moved = match event {
        CaseEvent::RecordFinding { .. } | CaseEvent::ProposeClosure { .. } => {
            let grant = caller.grant::<permit::InvestigateCase>(today)?;
            case::investigate(store, &grant, number, event, version, now).await
        }
        CaseEvent::OrderCorrection { .. } | CaseEvent::ChangeDue { .. } => {
            let grant = caller.grant::<permit::OrderCorrection>(today)?;
            case::order(store, &grant, number, event, version, now).await
        }
        CaseEvent::RecordService { .. } => {
            let grant = caller.grant::<permit::ServeDocument>(today)?;
            case::serve(store, &grant, number, event, version, now).await
        }
        CaseEvent::ApproveClosure {} | CaseEvent::ReturnForMore { .. } => {
            let grant = caller.grant::<permit::ApproveClosure>(today)?;
            case::approve(store, &grant, number, event, version, now).await
        }
    };
    Ok(moved?)
}

/// A file of a case.
#[utoipa::path(get, path = "/api/v1/desk/evidence/{id}", tag = "desk", security(("session" = [])), params(("id" = String, Path)),
    responses((status = 200, description = "The file", content_type = "application/octet-stream"), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn file(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Named(id): Named<EvidenceId>,
) -> Result<Response, Problem> {
    download::file(evidence::read_for_desk(app.store(), &grant, id).await?)
}
