//! Staff leads and the bar list on the officers' desk.

use std::sync::Arc;

use axum::Json as Answered;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use domain::access::{Action, permit};
use domain::pii::Pii;
use domain::staff::IdentityNumber;
use domain::staff::lead::Event;
use domain::words::{BarId, Day, StaffLeadId};
use serde::{Deserialize, Serialize};
use store::Fault;
use store::ops::staff::{self, BarEvent, NewBar};
use store::read::Page;
use store::read::staff::bar::{self, BarQuery, BarRecord, BarShown};
use store::read::staff::lead::{self, StaffLeadRecord, StaffLeadRow};
use utoipa::{IntoParams, ToSchema};

use super::checks::{Checks, ListQuery};
use super::complaints::idempotency_key;
use super::event::{Events, Moved, Step};
use super::shown::Shown;
use crate::App;
use crate::http::access::{Permitted, Routes};
use crate::http::body::{Json, Named, Query};
use crate::http::caller::Caller;
use crate::http::openapi::{
    BarEventShape, BarIdShape, BarPage, BarShape, StaffLeadEventShape, StaffLeadPage,
    StaffLeadShown,
};
use crate::http::problem::{Problem, ProblemBody};
use crate::text::Lang;

/// Registers the routes.
pub(super) fn register(routes: &mut Routes) {
    routes
        .needs(Action::ReadDesk)
        .get("/api/v1/desk/staff-leads", leads)
        .get("/api/v1/desk/staff-leads/{id}", one_lead)
        .get("/api/v1/desk/staff-leads/{id}/events", lead_events)
        .get("/api/v1/desk/barred", bars)
        .get("/api/v1/desk/barred/{id}", one_bar)
        .done();
    routes
        .needs(Action::JudgeLead)
        .post("/api/v1/desk/staff-leads/{id}/events", judge)
        .done();
    routes
        .needs(Action::KeepBars)
        .post("/api/v1/desk/barred", bar_person)
        .post("/api/v1/desk/barred/{id}/events", bar_event)
        .done();
}

/// Staff leads by due day, earliest first; `state=open` stands for those with which something is to be done.
#[utoipa::path(get, path = "/api/v1/desk/staff-leads", tag = "desk", params(ListQuery), security(("session" = [])),
    responses((status = 200, body = StaffLeadPage), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn leads(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Query(query): Query<ListQuery>,
) -> Result<Shown<Page<StaffLeadRow>>, Problem> {
    let wanted = query.by_due(lead::STATES)?;
    Ok(Shown(lead::list(app.store(), &grant, &wanted).await?))
}

/// One staff lead with what the person was met with.
#[utoipa::path(get, path = "/api/v1/desk/staff-leads/{id}", tag = "desk", security(("session" = [])), params(("id" = String, Path)),
    responses((status = 200, body = StaffLeadShown), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn one_lead(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Named(id): Named<StaffLeadId>,
) -> Result<Shown<StaffLeadRecord>, Problem> {
    Ok(Shown(lead::by_id(app.store(), &grant, id).await?))
}

/// Which steps may be taken on a staff lead now.
#[utoipa::path(get, path = "/api/v1/desk/staff-leads/{id}/events", tag = "desk", security(("session" = [])), params(("id" = String, Path)),
    responses((status = 200, body = Events), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn lead_events(
    State(app): State<App>,
    lang: Lang,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Named(id): Named<StaffLeadId>,
) -> Result<Answered<Events>, Problem> {
    let record = lead::by_id(app.store(), &grant, id).await?;
    Ok(Answered(Events::of(
        record.offers,
        record.row.version,
        lang,
    )))
}

/// Judge a staff lead, refer it, or record what came of that. Nobody is acted upon by it.
#[utoipa::path(post, path = "/api/v1/desk/staff-leads/{id}/events", tag = "desk", security(("session" = [])), request_body = StaffLeadEventShape,
    params(("id" = String, Path)),
    responses((status = 200, body = Moved), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn judge(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::JudgeLead>,
    Named(id): Named<StaffLeadId>,
    step: Step<Event>,
) -> Result<Answered<Moved>, Problem> {
    let (store, now) = (app.store(), app.store().now());
    match staff::judge(store, &grant, id, &step.event, step.version, now).await {
        Ok(version) => Ok(Answered(Moved { version })),
        Err(fault @ Fault::Refused(_)) => {
            let desk = caller.grant::<permit::ReadDesk>(now.day())?;
            let record = lead::by_id(store, &desk, id).await?;
            Err(Events::of(record.offers, record.row.version, lang).beside(fault.into()))
        }
        Err(fault) => Err(fault.into()),
    }
}

/// Which part of the bar list.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct BarListQuery {
    /// `in_force`, `over`, `lifted` or `all`, which is meant where nothing is said.
    pub state: Option<String>,
    /// The `next` of the page before.
    pub after: Option<String>,
    /// Rows of a page, 1 to 100; 20 where left out.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100)]
    pub limit: Option<String>,
}

/// The bar list (从业人员黑名单), newest first.
#[utoipa::path(get, path = "/api/v1/desk/barred", tag = "desk", params(BarListQuery), security(("session" = [])),
    responses((status = 200, body = BarPage), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn bars(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Query(query): Query<BarListQuery>,
) -> Result<Shown<Page<BarShown>>, Problem> {
    let mut checks = Checks::of_query();
    let wanted = BarQuery {
        state: checks
            .state(query.state.as_deref(), bar::STATES)
            .map(str::to_owned),
        limit: checks.limit(query.limit.as_deref()),
        after: checks.after(query.after.as_deref()),
    };
    checks.done()?;
    let today = app.store().today();
    Ok(Shown(bar::list(app.store(), &grant, &wanted, today).await?))
}

/// One entry of the bar list.
#[utoipa::path(get, path = "/api/v1/desk/barred/{id}", tag = "desk", security(("session" = [])), params(("id" = String, Path)),
    responses((status = 200, body = BarShape), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn one_bar(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Named(id): Named<BarId>,
) -> Result<Shown<BarRecord>, Problem> {
    let today = app.store().today();
    Ok(Shown(bar::by_id(app.store(), &grant, id, today).await?))
}

/// A person to bar.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BarBody {
    /// The 18 characters of the identity card; sealed, and shown masked ever after.
    identity_number: String,
    /// Name.
    #[schema(min_length = 1, max_length = 50)]
    name: String,
    /// Where it was decided: the document with its number.
    #[schema(min_length = 1, max_length = 200)]
    source: String,
    /// First day.
    #[schema(value_type = String, format = Date)]
    from_on: Day,
    /// Last day.
    #[schema(value_type = String, format = Date)]
    last_on: Day,
}

/// An entry that was made.
#[derive(Debug, Serialize)]
pub struct Barred {
    id: BarId,
}

/// Put a person on the bar list. For each institution that employs them a staff lead is raised.
#[utoipa::path(post, path = "/api/v1/desk/barred", tag = "desk", security(("session" = [])), request_body = BarBody,
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key with the same person is one entry")),
    responses((status = 201, body = BarIdShape), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn bar_person(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::KeepBars>,
    headers: HeaderMap,
    Json(body): Json<BarBody>,
) -> Result<(StatusCode, Answered<Barred>), Problem> {
    let key = idempotency_key(&headers)?;
    let identity: IdentityNumber =
        body.identity_number
            .parse()
            .map_err(|fault: domain::words::InputFault| {
                Checks::of_body().only("identity_number", fault.code)
            })?;
    let new = NewBar {
        identity: Pii::new(identity),
        name: Pii::new(body.name),
        source: body.source,
        from_on: body.from_on,
        last_on: body.last_on,
    };
    let id = staff::bar(app.store(), &grant, &new, key.as_ref(), app.store().now()).await?;
    Ok((StatusCode::CREATED, Answered(Barred { id })))
}

/// Take a person off the bar list before the last day.
#[utoipa::path(post, path = "/api/v1/desk/barred/{id}/events", tag = "desk", security(("session" = [])), request_body = BarEventShape,
    params(("id" = String, Path)),
    responses((status = 200, body = Moved), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn bar_event(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::KeepBars>,
    Named(id): Named<BarId>,
    step: Step<BarEvent>,
) -> Result<Answered<Moved>, Problem> {
    let BarEvent::Lift { reason } = step.event;
    let now = app.store().now();
    let version = staff::lift(app.store(), &grant, id, &reason, step.version, now).await?;
    Ok(Answered(Moved { version }))
}
