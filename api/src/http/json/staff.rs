//! The staff of institutions: their own list, and the officers' view of it.

use axum::Json as Answered;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use domain::access::{Action, Grant, Permission, Scope, permit};
use domain::pii::Pii;
use domain::staff::{
    Certificate, Draft, Engagement, EntryCheck, Finding, IdentityNumber, NewMember, Post, Pupils,
    Rule,
};
use domain::words::{Day, FieldFault, InstitutionId, InstitutionNumber, StaffId};
use serde::{Deserialize, Serialize};
use store::ops::staff::{self, Entered, StaffEvent};
use store::read::Page;
use store::read::staff::{self as read, StaffQuery, StaffShown, TeamShown};
use utoipa::{IntoParams, ToSchema};

use super::checks::Checks;
use super::complaints::idempotency_key;
use super::event::{Moved, Step};
use super::shown::Shown;
use crate::App;
use crate::http::access::{Permitted, Routes};
use crate::http::body::{Json, Named, Query};
use crate::http::openapi::{StaffEnteredShape, StaffEventShape, StaffLine, StaffPage, TeamShape};
use crate::http::problem::{Code, Problem, ProblemBody};

/// Registers the routes.
pub(super) fn register(routes: &mut Routes) {
    routes
        .needs(Action::ReadOwn)
        .get("/api/v1/my/staff", own)
        .get("/api/v1/my/staff/{id}", own_one)
        .get("/api/v1/my/team", own_team)
        .done();
    routes
        .needs(Action::KeepStaff)
        .post("/api/v1/my/staff", enter)
        .post("/api/v1/my/staff/{id}/events", event)
        .post("/api/v1/my/team", state_pupils)
        .done();
    routes
        .needs(Action::ReadDesk)
        .get("/api/v1/desk/institutions/{number}/staff", of_institution)
        .get(
            "/api/v1/desk/institutions/{number}/team",
            team_of_institution,
        )
        .done();
}

/// Which part of a list of staff.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct StaffListQuery {
    /// `at_work`, which is meant where nothing is said, `left` or `all`.
    pub state: Option<String>,
    /// The `next` of the page before.
    pub after: Option<String>,
    /// Rows of a page, 1 to 100; 20 where left out.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100)]
    pub limit: Option<String>,
}

impl StaffListQuery {
    fn checked(&self) -> Result<StaffQuery, Problem> {
        let mut checks = Checks::of_query();
        let query = StaffQuery {
            state: checks
                .state(self.state.as_deref(), read::STATES)
                .map(str::to_owned),
            limit: checks.limit(self.limit.as_deref()),
            after: checks.after(self.after.as_deref()),
        };
        checks.done()?;
        Ok(query)
    }
}

/// The staff of one's own institution, in the order in which they were entered, each with the rules that are not kept.
#[utoipa::path(get, path = "/api/v1/my/staff", tag = "my", params(StaffListQuery), security(("session" = [])),
    responses((status = 200, body = StaffPage), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn own(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::ReadOwn>,
    Query(query): Query<StaffListQuery>,
) -> Result<Shown<Page<StaffShown>>, Problem> {
    let (query, today) = (query.checked()?, app.store().today());
    Ok(Shown(read::own(app.store(), &grant, &query, today).await?))
}

/// One person of one's own staff.
#[utoipa::path(get, path = "/api/v1/my/staff/{id}", tag = "my", security(("session" = [])), params(("id" = String, Path)),
    responses((status = 200, body = StaffLine), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn own_one(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::ReadOwn>,
    Named(id): Named<StaffId>,
) -> Result<Shown<StaffShown>, Problem> {
    let today = app.store().today();
    Ok(Shown(
        read::own_by_id(app.store(), &grant, id, today).await?,
    ))
}

/// How one's own institution is staffed, and how the ratios of the measures stand.
#[utoipa::path(get, path = "/api/v1/my/team", tag = "my", security(("session" = [])),
    responses((status = 200, body = TeamShape), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn own_team(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::ReadOwn>,
) -> Result<Answered<TeamShown>, Problem> {
    let today = app.store().today();
    Ok(Answered(read::own_team(app.store(), &grant, today).await?))
}

/// What is said of a person.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StaffMember {
    /// Name; published for those who teach.
    #[schema(min_length = 1, max_length = 50)]
    name: String,
    /// `teacher`, `research`, `manager` or `other`.
    #[schema(value_type = String)]
    post: Post,
    /// `full_time` or `part_time`.
    #[schema(value_type = String)]
    engagement: Engagement,
    /// What is taught; needed for `teacher` and `research`.
    #[serde(default)]
    #[schema(max_length = 60)]
    subject: String,
    /// `teacher` or `professional`.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    certificate: Option<Certificate>,
    /// Its number; needed where a certificate is named.
    #[serde(default)]
    #[schema(max_length = 40)]
    certificate_number: String,
    /// What the entry check found: `unchecked`, which is meant where nothing is said, `clear` or `found`.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    entry_check: Option<EntryCheck>,
    /// The day of the entry check.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    checked_on: Option<Day>,
    /// Whether a photograph of the person is shown.
    #[serde(default)]
    photo_shown: bool,
    /// The day on which the person agreed to that.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    photo_consent_on: Option<Day>,
    /// First day at the institution.
    #[schema(value_type = String, format = Date)]
    employed_on: Day,
}

impl From<StaffMember> for Draft {
    fn from(body: StaffMember) -> Self {
        Self {
            name: body.name,
            post: Some(body.post),
            engagement: Some(body.engagement),
            subject: body.subject,
            certificate: body.certificate,
            certificate_number: body.certificate_number,
            entry_check: body.entry_check,
            checked_on: body.checked_on,
            photo_shown: body.photo_shown,
            photo_consent_on: body.photo_consent_on,
            employed_on: Some(body.employed_on),
        }
    }
}

/// A person to enter.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewStaff {
    /// The 18 characters of the identity card; sealed, and shown masked ever after.
    identity_number: String,
    member: StaffMember,
}

/// A person with the faults of every field, each under its path in the body.
fn checked(number: &str, draft: &Draft, today: Day) -> Result<NewMember, Problem> {
    let mut checks = Checks::of_body();
    let identity = number.parse::<IdentityNumber>();
    if let Err(fault) = &identity {
        checks.wrong("identity_number", fault.code);
    }
    let member = draft.check(today);
    for fault in member.as_ref().err().into_iter().flatten() {
        checks.wrong(&format!("member.{}", fault.field), &fault.code);
    }
    checks.done()?;
    match (identity, member) {
        (Ok(identity), Ok(member)) => Ok(NewMember {
            identity: Pii::new(identity),
            member,
        }),
        _ => Err(Problem::new(Code::InvalidInput)),
    }
}

/// The institution that an agent speaks for.
///
/// # Errors
/// [`Code::NotFound`] for whoever speaks for none.
pub(crate) fn own_id<A: Permission>(grant: &Grant<A>) -> Result<InstitutionId, Problem> {
    match grant.scope() {
        Scope::Own(id) => Ok(*id),
        _ => Err(Problem::new(Code::NotFound)),
    }
}

/// Somebody who was entered.
#[derive(Debug, Serialize)]
pub struct StaffEntered {
    id: StaffId,
    warnings: Vec<Finding>,
}

impl From<Entered> for StaffEntered {
    fn from(entered: Entered) -> Self {
        Self {
            id: entered.id,
            warnings: entered.warnings.into_iter().map(Rule::finding).collect(),
        }
    }
}

/// Enter a person on the staff of one's own institution. A person of the bar list is refused; `warnings` names what an
/// officer will look at: the number is on a list of in-service teachers, or at another institution.
#[utoipa::path(post, path = "/api/v1/my/staff", tag = "my", security(("session" = [])), request_body = NewStaff,
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key with the same person is one entry")),
    responses((status = 201, body = StaffEnteredShape), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn enter(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::KeepStaff>,
    headers: HeaderMap,
    Json(body): Json<NewStaff>,
) -> Result<(StatusCode, Answered<StaffEntered>), Problem> {
    let key = idempotency_key(&headers)?;
    let now = app.store().now();
    let new = checked(&body.identity_number, &body.member.into(), now.day())?;
    let own = own_id(&grant)?;
    let entered = staff::enter(app.store(), &grant, own, &new, key.as_ref(), now).await?;
    Ok((StatusCode::CREATED, Answered(entered.into())))
}

/// What is done with a person.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum StaffEventBody {
    /// Something else is said of them.
    Change {
        /// All that is said.
        member: Box<StaffMember>,
    },
    /// They leave.
    Leave {
        /// Last day at the institution.
        on: Day,
    },
}

impl From<StaffEventBody> for StaffEvent {
    fn from(body: StaffEventBody) -> Self {
        match body {
            StaffEventBody::Change { member } => Self::Change(Box::new((*member).into())),
            StaffEventBody::Leave { on } => Self::Leave { on },
        }
    }
}

/// Change what is said of a person, or record that they leave.
#[utoipa::path(post, path = "/api/v1/my/staff/{id}/events", tag = "my", security(("session" = [])), request_body = StaffEventShape,
    params(("id" = String, Path)),
    responses((status = 200, body = Moved), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn event(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::KeepStaff>,
    Named(id): Named<StaffId>,
    step: Step<StaffEventBody>,
) -> Result<Answered<Moved>, Problem> {
    let (event, now): (StaffEvent, _) = (step.event.into(), app.store().now());
    let moved = staff::step(app.store(), &grant, id, &event, step.version, now).await;
    let version = moved.map_err(|fault| within_member(fault.into()))?;
    Ok(Answered(Moved { version }))
}

/// The faults of a change under their paths in the body.
fn within_member(mut problem: Problem) -> Problem {
    for error in &mut problem.errors {
        error.field = format!("member.{}", error.field);
    }
    problem
}

/// How many pupils an institution has.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PupilsBody {
    /// All of them.
    #[schema(minimum = 0, maximum = 1_000_000)]
    pupils: i64,
    /// Of them, preschool children.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 1_000_000)]
    preschool_pupils: i64,
}

/// State how many pupils one's own institution has, by which its teachers are counted.
#[utoipa::path(post, path = "/api/v1/my/team", tag = "my", security(("session" = [])), request_body = PupilsBody,
    responses((status = 204), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn state_pupils(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::KeepStaff>,
    Json(body): Json<PupilsBody>,
) -> Result<StatusCode, Problem> {
    let pupils: Result<Pupils, Vec<FieldFault>> = Pupils::check(body.pupils, body.preschool_pupils);
    let (pupils, own) = (pupils.map_err(Problem::from)?, own_id(&grant)?);
    staff::state_pupils(app.store(), &grant, own, pupils, app.store().now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The staff of an institution, as officers see it.
#[utoipa::path(get, path = "/api/v1/desk/institutions/{number}/staff", tag = "desk", security(("session" = [])),
    params(("number" = String, Path), StaffListQuery),
    responses((status = 200, body = StaffPage), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn of_institution(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Named(number): Named<InstitutionNumber>,
    Query(query): Query<StaffListQuery>,
) -> Result<Shown<Page<StaffShown>>, Problem> {
    let (query, today) = (query.checked()?, app.store().today());
    let page = read::of_institution(app.store(), &grant, number, &query, today).await?;
    Ok(Shown(page))
}

/// How an institution is staffed, as officers see it.
#[utoipa::path(get, path = "/api/v1/desk/institutions/{number}/team", tag = "desk", security(("session" = [])),
    params(("number" = String, Path)),
    responses((status = 200, body = TeamShape), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn team_of_institution(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Named(number): Named<InstitutionNumber>,
) -> Result<Answered<TeamShown>, Problem> {
    let today = app.store().today();
    let team = read::team_of_institution(app.store(), &grant, number, today).await?;
    Ok(Answered(team))
}
