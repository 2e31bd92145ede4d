//! The list of schools.

use axum::Json as Answered;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use domain::access::{Action, permit};
use domain::after_school::School;
use domain::words::{District, SchoolNumber};
use serde::{Deserialize, Serialize};
use store::ops::school::{self, Entered};
use store::read::Page;
use store::read::school::{self as read, SchoolQuery, SchoolRow};
use utoipa::{IntoParams, ToSchema};

use super::checks::Checks;
use super::complaints::idempotency_key;
use super::event::Moved;
use super::shown::Shown;
use crate::App;
use crate::http::access::{Permitted, Routes};
use crate::http::body::{Json, Named, Query};
use crate::http::openapi::{SchoolNumberShape, SchoolPage, SchoolShape, SchoolShown};
use crate::http::problem::{Problem, ProblemBody};

/// Registers the routes.
pub(super) fn register(routes: &mut Routes) {
    routes
        .needs(Action::ReadDesk)
        .get("/api/v1/desk/schools", list)
        .get("/api/v1/desk/schools/{number}", one)
        .done();
    routes
        .needs(Action::ReadOwn)
        .get("/api/v1/my/schools", choices)
        .done();
    routes
        .needs(Action::KeepAfterSchool)
        .post("/api/v1/desk/schools", add)
        .post("/api/v1/desk/schools/{number}", change)
        .post("/api/v1/desk/school-lists", add_all)
        .done();
}

/// Which schools.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SchoolsQuery {
    /// A GB/T 2260 code or a zone.
    pub district: Option<String>,
    /// The `next` of the page before.
    pub after: Option<String>,
    /// Rows of a page, 1 to 100; 20 where left out.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100)]
    pub limit: Option<String>,
}

/// Schools of one's authorities, by number, each with how many providers serve it in this school year.
#[utoipa::path(get, path = "/api/v1/desk/schools", tag = "desk", params(SchoolsQuery), security(("session" = [])),
    responses((status = 200, body = SchoolPage), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn list(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Query(asked): Query<SchoolsQuery>,
) -> Result<Shown<Page<SchoolRow>>, Problem> {
    let mut checks = Checks::of_query();
    let district: Option<District> = checks.optional("district", asked.district.as_deref());
    let query = SchoolQuery {
        district,
        limit: checks.limit(asked.limit.as_deref()),
        after: checks.after(asked.after.as_deref()),
    };
    checks.done()?;
    let today = app.store().today();
    Ok(Shown(read::list(app.store(), &grant, &query, today).await?))
}

/// One school.
#[utoipa::path(get, path = "/api/v1/desk/schools/{number}", tag = "desk", security(("session" = [])), params(("number" = String, Path)),
    responses((status = 200, body = SchoolShown), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn one(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Named(number): Named<SchoolNumber>,
) -> Result<Shown<SchoolRow>, Problem> {
    let today = app.store().today();
    Ok(Shown(
        read::by_number(app.store(), &grant, number, today).await?,
    ))
}

/// A school that may be proposed.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SchoolChoice {
    /// Its number.
    number: String,
    /// Its name.
    name: String,
}

/// Schools that may be proposed.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SchoolChoices {
    items: Vec<SchoolChoice>,
}

/// The schools of the authority that is responsible for one's own institution.
#[utoipa::path(get, path = "/api/v1/my/schools", tag = "my", security(("session" = [])),
    responses((status = 200, body = SchoolChoices), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn choices(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::ReadOwn>,
) -> Result<Answered<SchoolChoices>, Problem> {
    let schools = read::of_own_authority(app.store(), &grant).await?;
    let choice = |(number, name)| SchoolChoice { number, name };
    let items = schools.into_iter().map(choice).collect();
    Ok(Answered(SchoolChoices { items }))
}

/// Enter a school.
#[utoipa::path(post, path = "/api/v1/desk/schools", tag = "desk", security(("session" = [])), request_body = SchoolShape,
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key with the same content is one school")),
    responses((status = 201, body = SchoolNumberShape), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn add(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::KeepAfterSchool>,
    headers: HeaderMap,
    Json(body): Json<School>,
) -> Result<(StatusCode, Answered<Entered>), Problem> {
    let (key, now) = (idempotency_key(&headers)?, app.store().now());
    let entered = school::add(app.store(), &grant, &body, key.as_ref(), now).await?;
    Ok((StatusCode::CREATED, Answered(entered)))
}

/// What is said of a school, over the version that was read.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeSchool {
    /// All of it.
    #[schema(value_type = SchoolShape)]
    school: School,
    /// The version that was read.
    version: i64,
}

/// Change what is said of a school.
#[utoipa::path(post, path = "/api/v1/desk/schools/{number}", tag = "desk", security(("session" = [])), request_body = ChangeSchool,
    params(("number" = String, Path)),
    responses((status = 200, body = Moved), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn change(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::KeepAfterSchool>,
    Named(number): Named<SchoolNumber>,
    Json(body): Json<ChangeSchool>,
) -> Result<Answered<Moved>, Problem> {
    let now = app.store().now();
    let (school, version) = (&body.school, body.version);
    let version = school::change(app.store(), &grant, number, school, version, now).await?;
    Ok(Answered(Moved { version }))
}

/// A list of schools.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SchoolList {
    /// At most a thousand.
    #[schema(value_type = Vec<SchoolShape>, max_items = 1000)]
    rows: Vec<School>,
}

/// What became of a list.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct SchoolsEntered {
    /// Schools that are new.
    entered: u64,
    /// Schools that were on the list, of which another thing is said now.
    changed: u64,
}

/// Enter a whole list of schools, or none of it: a row that is wrong is told by its place.
#[utoipa::path(post, path = "/api/v1/desk/school-lists", tag = "desk", security(("session" = [])), request_body = SchoolList,
    responses((status = 200, body = SchoolsEntered), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn add_all(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::KeepAfterSchool>,
    Json(body): Json<SchoolList>,
) -> Result<Answered<SchoolsEntered>, Problem> {
    let now = app.store().now();
    let (entered, changed) = school::add_all(app.store(), &grant, &body.rows, now).await?;
    Ok(Answered(SchoolsEntered { entered, changed }))
}
