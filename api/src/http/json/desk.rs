//! Complaints and leads on the officers' desk.

use std::sync::Arc;

use axum::Json as Answered;
use axum::extract::State;
use domain::access::{Action, permit};
use domain::lead::Verdict;
use domain::words::{ComplaintNumber, LeadId};
use serde::Deserialize;
use store::Fault;
use store::ops::complaint::{self, ComplaintEvent};
use store::ops::lead;
use store::read::complaint::{ComplaintRecord, ComplaintRow};
use store::read::lead::LeadRow;
use store::read::{self, Page};

use super::checks::ListQuery;
use super::event::{Events, Moved, Step};
use super::shown::Shown;
use crate::App;
use crate::http::access::{Permitted, Routes};
use crate::http::body::{Named, Query};
use crate::http::caller::Caller;
use crate::http::openapi::{
    ComplaintEventShape, ComplaintPage, ComplaintShown, LeadEventShape, LeadLine, LeadPage,
};
use crate::http::problem::{Problem, ProblemBody};
use crate::text::Lang;

/// Registers the routes.
pub(super) fn register(routes: &mut Routes) {
    routes
        .needs(Action::ReadDesk)
        .get("/api/v1/desk/complaints", complaints)
        .get("/api/v1/desk/complaints/{number}", one_complaint)
        .get("/api/v1/desk/complaints/{number}/events", complaint_events)
        .get("/api/v1/desk/leads", leads)
        .get("/api/v1/desk/leads/{id}", one_lead)
        .get("/api/v1/desk/leads/{id}/events", lead_events)
        .done();
    routes
        .needs(Action::HandleComplaint)
        .post("/api/v1/desk/complaints/{number}/events", complaint_event)
        .done();
    routes
        .needs(Action::JudgeLead)
        .post("/api/v1/desk/leads/{id}/events", lead_event)
        .done();
}

const COMPLAINT_STATES: &[&str] = &[
    "open",
    "received",
    "accepted",
    "declined",
    "answered",
    "closed",
    "withdrawn",
];
const LEAD_STATES: &[&str] = &["open", "new", "confirmed", "dismissed"];

/// Complaints by due day, earliest first; `state=open` stands for all that are owed an answer.
#[utoipa::path(get, path = "/api/v1/desk/complaints", tag = "desk", params(ListQuery), security(("session" = [])),
    responses((status = 200, body = ComplaintPage), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn complaints(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Query(query): Query<ListQuery>,
) -> Result<Shown<Page<ComplaintRow>>, Problem> {
    let wanted = query.by_due(COMPLAINT_STATES)?;
    Ok(Shown(
        read::complaint::list(app.store(), &grant, &wanted).await?,
    ))
}

/// One complaint with its screening, contact, steps, notices and acts.
#[utoipa::path(get, path = "/api/v1/desk/complaints/{number}", tag = "desk", security(("session" = [])), params(("number" = String, Path)),
    responses((status = 200, body = ComplaintShown), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn one_complaint(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Named(number): Named<ComplaintNumber>,
) -> Result<Shown<ComplaintRecord>, Problem> {
    Ok(Shown(
        read::complaint::by_number(app.store(), &grant, number).await?,
    ))
}

/// Which steps may be taken on a complaint now.
#[utoipa::path(get, path = "/api/v1/desk/complaints/{number}/events", tag = "desk", security(("session" = [])), params(("number" = String, Path)),
    responses((status = 200, body = Events), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn complaint_events(
    State(app): State<App>,
    lang: Lang,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Named(number): Named<ComplaintNumber>,
) -> Result<Answered<Events>, Problem> {
    let record = read::complaint::by_number(app.store(), &grant, number).await?;
    Ok(Answered(Events::of(
        record.offers,
        record.row.version,
        lang,
    )))
}

/// Take a step on a complaint.
#[utoipa::path(post, path = "/api/v1/desk/complaints/{number}/events", tag = "desk", security(("session" = [])), request_body = ComplaintEventShape,
    params(("number" = String, Path)),
    responses((status = 200, body = Moved), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn complaint_event(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::HandleComplaint>,
    Named(number): Named<ComplaintNumber>,
    step: Step<ComplaintEvent>,
) -> Result<Answered<Moved>, Problem> {
    let (store, now) = (app.store(), app.store().now());
    match complaint::event(store, &grant, number, &step.event, step.version, now).await {
        Ok(version) => Ok(Answered(Moved { version })),
        Err(fault @ Fault::Refused(_)) => {
            let desk = caller.grant::<permit::ReadDesk>(now.day())?;
            let record = read::complaint::by_number(store, &desk, number).await?;
            Err(Events::of(record.offers, record.row.version, lang).beside(fault.into()))
        }
        Err(fault) => Err(fault.into()),
    }
}

/// Leads by due day, earliest first; `state=open` stands for those that wait for an officer.
#[utoipa::path(get, path = "/api/v1/desk/leads", tag = "desk", params(ListQuery), security(("session" = [])),
    responses((status = 200, body = LeadPage), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn leads(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Query(query): Query<ListQuery>,
) -> Result<Shown<Page<LeadRow>>, Problem> {
    let wanted = query.by_due(LEAD_STATES)?;
    let page = read::lead::list(app.store(), &grant, &wanted).await?;
    Ok(Shown(page))
}

/// One lead.
#[utoipa::path(get, path = "/api/v1/desk/leads/{id}", tag = "desk", security(("session" = [])), params(("id" = String, Path)),
    responses((status = 200, body = LeadLine), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn one_lead(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Named(id): Named<LeadId>,
) -> Result<Shown<LeadRow>, Problem> {
    Ok(Shown(read::lead::by_id(app.store(), &grant, id).await?))
}

/// Whether a lead may be judged now.
#[utoipa::path(get, path = "/api/v1/desk/leads/{id}/events", tag = "desk", security(("session" = [])), params(("id" = String, Path)),
    responses((status = 200, body = Events), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn lead_events(
    State(app): State<App>,
    lang: Lang,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Named(id): Named<LeadId>,
) -> Result<Answered<Events>, Problem> {
    let record = read::lead::whole(app.store(), &grant, id).await?;
    Ok(Answered(Events::of(
        record.offers,
        record.row.version,
        lang,
    )))
}

/// What an officer does with a lead.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum LeadEvent {
    /// Judge it.
    Judge {
        /// Whether there is something to it.
        verdict: Verdict,
        /// Why; needed for a dismissal.
        #[serde(default)]
        reason: String,
    },
}

/// Judge a lead.
#[utoipa::path(post, path = "/api/v1/desk/leads/{id}/events", tag = "desk", security(("session" = [])), request_body = LeadEventShape,
    params(("id" = String, Path)),
    responses((status = 200, body = Moved), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn lead_event(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::JudgeLead>,
    Named(id): Named<LeadId>,
    step: Step<LeadEvent>,
) -> Result<Answered<Moved>, Problem> {
    let LeadEvent::Judge { verdict, reason } = step.event;
    let (store, now) = (app.store(), app.store().now());
    match lead::judge(store, &grant, id, verdict, &reason, step.version, now).await {
        Ok(version) => Ok(Answered(Moved { version })),
        Err(fault @ Fault::Refused(_)) => {
            let desk = caller.grant::<permit::ReadDesk>(now.day())?;
            let record = read::lead::whole(store, &desk, id).await?;
            Err(Events::of(record.offers, record.row.version, lang).beside(fault.into()))
        }
        Err(fault) => Err(fault.into()),
    }
}
