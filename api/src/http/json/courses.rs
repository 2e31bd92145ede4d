//! Courses: the institution's own, the officers' desk, and the published list of fees.

use std::sync::Arc;

use axum::Json as Answered;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use domain::access::{Action, permit};
use domain::course::Course;
use domain::words::{CourseId, CourseNumber, InstitutionNumber};
use serde::Deserialize;
use store::ops::course::{self, Begun, CourseEvent};
use store::read::course::{self as read, CourseRecord, CourseRow, DeskRecord};
use store::read::{DueQuery, Page};
use utoipa::ToSchema;

use super::checks::{Checks, ListQuery};
use super::complaints::idempotency_key;
use super::event::{Events, Moved, Step};
use super::institutions::{leads, moved};
use super::mine::OwnQuery;
use super::shown::Shown;
use crate::App;
use crate::http::access::{Permitted, Routes};
use crate::http::body::{Json, Named, Query};
use crate::http::caller::Caller;
use crate::http::openapi::{
    CourseDeskShown, CourseEventShape, CourseFormShape, CourseNumberShape, CoursePage, CourseShown,
    PublicCoursePage,
};
use crate::http::problem::{Code, Problem, ProblemBody};
use crate::text::Lang;

/// Registers the routes.
pub(super) fn register(routes: &mut Routes) {
    routes
        .public("parents look up what a course costs and has cost")
        .get("/api/v1/institutions/{number}/courses", public)
        .done();
    routes
        .needs(Action::ReadOwn)
        .get("/api/v1/my/courses", own)
        .get("/api/v1/my/courses/{number}", own_one)
        .get("/api/v1/my/courses/{number}/events", own_events)
        .done();
    routes
        .needs(Action::FileCourse)
        .post("/api/v1/my/courses", begin)
        .post("/api/v1/my/courses/{number}/form", save)
        .post("/api/v1/my/courses/{number}/events", own_event)
        .done();
    routes
        .needs(Action::ReadDesk)
        .get("/api/v1/desk/courses", list)
        .get("/api/v1/desk/courses/{number}", one)
        .get("/api/v1/desk/courses/{number}/events", events)
        .done();
    routes
        .needs(Action::JudgeCourse)
        .post("/api/v1/desk/courses/{number}/events", event)
        .done();
}

impl ListQuery {
    /// The list of courses that is asked for.
    ///
    /// # Errors
    /// Every wrong parameter.
    pub(crate) fn of_courses(&self) -> Result<DueQuery, Problem> {
        self.by_due(read::STATES)
    }
}

/// The courses that an institution has published, each with what it cost from when until when. One without a licence in
/// force has none. The number of an entry that was merged leads to those of the one that is kept.
#[utoipa::path(get, path = "/api/v1/institutions/{number}/courses", tag = "register", params(("number" = String, Path), OwnQuery),
    responses((status = 200, body = PublicCoursePage), (status = 308, description = "It was merged into the entry of this address", headers(("Location" = String))),
        (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn public(
    State(app): State<App>,
    Named(number): Named<InstitutionNumber>,
    Query(query): Query<OwnQuery>,
) -> Result<Response, Problem> {
    if let Some(kept) = leads(&app, number, None).await? {
        return Ok(moved(&format!("/api/v1/institutions/{kept}/courses"), None));
    }
    let mut checks = Checks::of_query();
    let limit = checks.limit(query.limit.as_deref());
    let after: Option<CourseNumber> = checks.after(query.after.as_deref());
    checks.done()?;
    let today = app.store().today();
    let page = read::published(app.store(), number, limit, after, today).await?;
    Ok(Shown(page).into_response())
}

/// The courses of one's own institution, newest first.
#[utoipa::path(get, path = "/api/v1/my/courses", tag = "my", params(OwnQuery), security(("session" = [])),
    responses((status = 200, body = CoursePage), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn own(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::ReadOwn>,
    Query(query): Query<OwnQuery>,
) -> Result<Shown<Page<CourseRow>>, Problem> {
    let mut checks = Checks::of_query();
    let limit = checks.limit(query.limit.as_deref());
    let after: Option<CourseId> = checks.after(query.after.as_deref());
    checks.done()?;
    Ok(Shown(read::own(app.store(), &grant, limit, after).await?))
}

/// One course of one's own: what it says, what is missing, what the rules find, what may be done now.
#[utoipa::path(get, path = "/api/v1/my/courses/{number}", tag = "my", security(("session" = [])), params(("number" = String, Path)),
    responses((status = 200, body = CourseShown), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn own_one(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::ReadOwn>,
    Named(number): Named<CourseNumber>,
) -> Result<Shown<CourseRecord>, Problem> {
    let today = app.store().today();
    let record = read::own_by_number(app.store(), &grant, number, today).await?;
    Ok(Shown(record))
}

/// Which steps the institution may take now.
#[utoipa::path(get, path = "/api/v1/my/courses/{number}/events", tag = "my", security(("session" = [])), params(("number" = String, Path)),
    responses((status = 200, body = Events), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn own_events(
    State(app): State<App>,
    lang: Lang,
    Permitted(grant): Permitted<permit::ReadOwn>,
    Named(number): Named<CourseNumber>,
) -> Result<Answered<Events>, Problem> {
    let today = app.store().today();
    let record = read::own_by_number(app.store(), &grant, number, today).await?;
    let version = record.row.version;
    Ok(Answered(Events::of(record.offers, version, lang)))
}

/// A course to begin.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BeginCourse {
    /// What is filled in; all of it may be left out.
    #[schema(value_type = Option<CourseFormShape>)]
    #[serde(default)]
    form: Course,
}

/// Begin a course of one's own institution. Without a key, a draft of the same content that nobody has saved since is
/// answered again.
#[utoipa::path(post, path = "/api/v1/my/courses", tag = "my", security(("session" = [])), request_body = BeginCourse,
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key with the same content is one course")),
    responses((status = 201, body = CourseNumberShape), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn begin(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::FileCourse>,
    headers: HeaderMap,
    Json(body): Json<BeginCourse>,
) -> Result<(StatusCode, Answered<Begun>), Problem> {
    let key = idempotency_key(&headers)?;
    let now = app.store().now();
    let begun = course::begin(app.store(), &grant, &body.form, key.as_ref(), now).await?;
    Ok((StatusCode::CREATED, Answered(begun)))
}

/// The whole course, over the version that was read.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SaveCourse {
    /// What is filled in; a field that is left out says nothing.
    #[schema(value_type = CourseFormShape)]
    form: Course,
    /// The version that was read.
    version: i64,
}

/// Save what is filled in. A draft may be incomplete; what it says must be possible.
#[utoipa::path(post, path = "/api/v1/my/courses/{number}/form", tag = "my", security(("session" = [])), request_body = SaveCourse,
    params(("number" = String, Path)),
    responses((status = 200, body = Moved), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn save(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::FileCourse>,
    Named(number): Named<CourseNumber>,
    Json(body): Json<SaveCourse>,
) -> Result<Answered<Moved>, Problem> {
    let now = app.store().now();
    let version = course::save(app.store(), &grant, number, &body.form, body.version, now).await?;
    Ok(Answered(Moved { version }))
}

/// File a course of one's own, change it, give the change up, or take the course back. What keeps it from being filed is
/// told field by field, with the rule.
#[utoipa::path(post, path = "/api/v1/my/courses/{number}/events", tag = "my", security(("session" = [])), request_body = CourseEventShape,
    params(("number" = String, Path)),
    responses((status = 200, body = Moved), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn own_event(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::FileCourse>,
    Named(number): Named<CourseNumber>,
    step: Step<CourseEvent>,
) -> Result<Answered<Moved>, Problem> {
    let (store, now) = (app.store(), app.store().now());
    let moved = course::step(store, &grant, number, &step.event, step.version, now).await;
    match moved.map_err(Problem::from) {
        Ok(version) => Ok(Answered(Moved { version })),
        Err(problem) if problem.code == Code::Refused => {
            let reader = caller.grant::<permit::ReadOwn>(now.day())?;
            let record = read::own_by_number(store, &reader, number, now.day()).await?;
            Err(Events::of(record.offers, record.row.version, lang).beside(problem))
        }
        Err(problem) => Err(problem),
    }
}

/// Courses that were filed: those whose flag waits for an officer first, then by the day they were filed.
#[utoipa::path(get, path = "/api/v1/desk/courses", tag = "desk", params(ListQuery), security(("session" = [])),
    responses((status = 200, body = CoursePage), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn list(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Query(query): Query<ListQuery>,
) -> Result<Shown<Page<CourseRow>>, Problem> {
    let wanted = query.of_courses()?;
    Ok(Shown(read::list(app.store(), &grant, &wanted).await?))
}

/// One course with what the rules and the screening find in it, its steps, fees and acts.
#[utoipa::path(get, path = "/api/v1/desk/courses/{number}", tag = "desk", security(("session" = [])), params(("number" = String, Path)),
    responses((status = 200, body = CourseDeskShown), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn one(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Named(number): Named<CourseNumber>,
) -> Result<Shown<DeskRecord>, Problem> {
    let today = app.store().today();
    let record = read::by_number(app.store(), &grant, number, today).await?;
    Ok(Shown(record))
}

/// Which steps the caller may take on a course now.
#[utoipa::path(get, path = "/api/v1/desk/courses/{number}/events", tag = "desk", security(("session" = [])), params(("number" = String, Path)),
    responses((status = 200, body = Events), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn events(
    State(app): State<App>,
    lang: Lang,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Named(number): Named<CourseNumber>,
) -> Result<Answered<Events>, Problem> {
    let today = app.store().today();
    let record = read::by_number(app.store(), &grant, number, today).await?;
    let (offers, version) = (record.record.offers, record.record.row.version);
    Ok(Answered(Events::of(offers, version, lang)))
}

/// Judge the flag of a course: publish it, or not.
#[utoipa::path(post, path = "/api/v1/desk/courses/{number}/events", tag = "desk", security(("session" = [])), request_body = CourseEventShape,
    params(("number" = String, Path)),
    responses((status = 200, body = Moved), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn event(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::JudgeCourse>,
    Named(number): Named<CourseNumber>,
    step: Step<CourseEvent>,
) -> Result<Answered<Moved>, Problem> {
    let (store, now) = (app.store(), app.store().now());
    let moved = course::step(store, &grant, number, &step.event, step.version, now).await;
    match moved.map_err(Problem::from) {
        Ok(version) => Ok(Answered(Moved { version })),
        Err(problem) if problem.code == Code::Refused => {
            let desk = caller.grant::<permit::ReadDesk>(now.day())?;
            let record = read::by_number(store, &desk, number, now.day()).await?;
            let record = record.record;
            Err(Events::of(record.offers, record.row.version, lang).beside(problem))
        }
        Err(problem) => Err(problem),
    }
}
