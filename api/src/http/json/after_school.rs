//! After-school providers: the dynamic list, the institution's own, and the officers' desk.

use std::sync::Arc;

use axum::Json as Answered;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use domain::access::{Action, permit};
use domain::after_school::{Agreed, Form, SchoolYear, Score, Term};
use domain::words::{AfterSchoolId, AfterSchoolNumber, District, SchoolNumber};
use serde::{Deserialize, Serialize};
use store::ops::after_school::{self, AfterSchoolEvent, Begun, Scored};
use store::read::after_school::{
    self as read, DeskRecord, Part, ProviderRecord, ProviderRow, PublicQuery,
};
use store::read::{DueQuery, Page};
use utoipa::{IntoParams, ToSchema};

use super::checks::{Checks, ListQuery};
use super::complaints::idempotency_key;
use super::event::{Events, Moved, Step};
use super::mine::OwnQuery;
use super::shown::Shown;
use crate::App;
use crate::http::access::{Permitted, Routes};
use crate::http::body::{Json, Named, Query};
use crate::http::caller::Caller;
use crate::http::export::{self, Shape, Words};
use crate::http::openapi::{
    AfterSchoolDeskShown, AfterSchoolEventShape, AfterSchoolFormShape, AfterSchoolListShown,
    AfterSchoolNumberShape, AfterSchoolPage, AfterSchoolShown, ScoreShape, ScoredShape,
};
use crate::http::problem::{Code, Problem, ProblemBody};
use crate::text::Lang;

/// Registers the routes.
pub(super) fn register(routes: &mut Routes) {
    routes
        .public("parents look up who serves the school of their child, and for how much")
        .get("/api/v1/after-school", whole)
        .done();
    routes
        .needs(Action::ReadOwn)
        .get("/api/v1/my/after-school", own)
        .get("/api/v1/my/after-school/{number}", own_one)
        .get("/api/v1/my/after-school/{number}/events", own_events)
        .done();
    routes
        .needs(Action::ApplyAfterSchool)
        .post("/api/v1/my/after-school", begin)
        .post("/api/v1/my/after-school/{number}/form", save)
        .post("/api/v1/my/after-school/{number}/events", own_event)
        .done();
    routes
        .needs(Action::ReadDesk)
        .get("/api/v1/desk/after-school", list)
        .get("/api/v1/desk/after-school/{number}", one)
        .get("/api/v1/desk/after-school/{number}/events", events)
        // Examining and approving are rights of their own, which only the event names.
        .post("/api/v1/desk/after-school/{number}/events", event)
        .done();
    routes
        .needs(Action::KeepAfterSchool)
        .post("/api/v1/desk/after-school/{number}/agreements", agree)
        .post("/api/v1/desk/after-school/{number}/scores", score)
        .post("/api/v1/desk/after-school-scores", score_all)
        .done();
}

impl ListQuery {
    /// The list of providers that is asked for.
    ///
    /// # Errors
    /// Every wrong parameter.
    pub(crate) fn of_providers(&self) -> Result<DueQuery, Problem> {
        self.by_due(read::STATES)
    }
}

/// Which part of the dynamic list.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DynamicListQuery {
    /// `listed`, `publicised`, `exited` or `all`; `listed` where left out.
    pub part: Option<String>,
    /// A GB/T 2260 code or a zone.
    pub district: Option<String>,
}

/// The dynamic list (动态名单) of after-school providers: who is admitted until when, with services, schools, fees, scores and
/// warnings; who is before the public; who left in this school year or the one before, and on what ground. Send the `ETag` of
/// the last answer in `If-None-Match`: 304 says that nothing has changed.
#[utoipa::path(get, path = "/api/v1/after-school", tag = "register", params(DynamicListQuery),
    responses((status = 200, body = AfterSchoolListShown), (status = 304, description = "Nothing has changed."),
        (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn whole(
    State(app): State<App>,
    headers: HeaderMap,
    Query(asked): Query<DynamicListQuery>,
) -> Result<Response, Problem> {
    let mut checks = Checks::of_query();
    let district: Option<District> = checks.optional("district", asked.district.as_deref());
    let part = checks.optional_by(
        "part",
        asked.part.as_deref(),
        "part_unknown",
        Part::from_code,
    );
    checks.done()?;
    let query = PublicQuery {
        district,
        part: part.unwrap_or_default(),
        ..PublicQuery::default()
    };
    // JSON has no sheet and no file name.
    let words = Words {
        title: String::new(),
        name: String::new(),
    };
    export::after_school(&app, &headers, query, Shape::Json, &words).await
}

/// The after-school applications and admissions of one's own institution, newest first.
#[utoipa::path(get, path = "/api/v1/my/after-school", tag = "my", params(OwnQuery), security(("session" = [])),
    responses((status = 200, body = AfterSchoolPage), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn own(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::ReadOwn>,
    Query(query): Query<OwnQuery>,
) -> Result<Shown<Page<ProviderRow>>, Problem> {
    let mut checks = Checks::of_query();
    let limit = checks.limit(query.limit.as_deref());
    let after: Option<AfterSchoolId> = checks.after(query.after.as_deref());
    checks.done()?;
    Ok(Shown(read::own(app.store(), &grant, limit, after).await?))
}

/// One of one's own: what it says, what is missing, how the conditions stand, schools and scores, what may be done now.
#[utoipa::path(get, path = "/api/v1/my/after-school/{number}", tag = "my", security(("session" = [])), params(("number" = String, Path)),
    responses((status = 200, body = AfterSchoolShown), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn own_one(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::ReadOwn>,
    Named(number): Named<AfterSchoolNumber>,
) -> Result<Shown<ProviderRecord>, Problem> {
    let today = app.store().today();
    let record = read::own_by_number(app.store(), &grant, number, today).await?;
    Ok(Shown(record))
}

/// Which steps the institution may take now.
#[utoipa::path(get, path = "/api/v1/my/after-school/{number}/events", tag = "my", security(("session" = [])), params(("number" = String, Path)),
    responses((status = 200, body = Events), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn own_events(
    State(app): State<App>,
    lang: Lang,
    Permitted(grant): Permitted<permit::ReadOwn>,
    Named(number): Named<AfterSchoolNumber>,
) -> Result<Answered<Events>, Problem> {
    let today = app.store().today();
    let record = read::own_by_number(app.store(), &grant, number, today).await?;
    let version = record.row.version;
    Ok(Answered(Events::of(record.offers, version, lang)))
}

/// An application to begin.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BeginAfterSchool {
    /// The calendar year in which the school year begins: the present one or the next.
    #[schema(value_type = String, example = "2026")]
    school_year: SchoolYear,
    /// What is filled in; all of it may be left out.
    #[schema(value_type = Option<AfterSchoolFormShape>)]
    #[serde(default)]
    form: Form,
}

/// Begin an application of one's own institution for a school year. Without a key, a draft of the same content that nobody
/// has saved since is answered again.
#[utoipa::path(post, path = "/api/v1/my/after-school", tag = "my", security(("session" = [])), request_body = BeginAfterSchool,
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key with the same content is one application")),
    responses((status = 201, body = AfterSchoolNumberShape), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn begin(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::ApplyAfterSchool>,
    headers: HeaderMap,
    Json(body): Json<BeginAfterSchool>,
) -> Result<(StatusCode, Answered<Begun>), Problem> {
    let key = idempotency_key(&headers)?;
    let (now, said) = (app.store().now(), (body.school_year, &body.form));
    let begun = after_school::begin(app.store(), &grant, said, key.as_ref(), now).await?;
    Ok((StatusCode::CREATED, Answered(begun)))
}

/// The whole application, over the version that was read.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SaveAfterSchool {
    /// What is filled in; a field that is left out says nothing.
    #[schema(value_type = AfterSchoolFormShape)]
    form: Form,
    /// The version that was read.
    version: i64,
}

/// Save what is filled in. A draft may be incomplete; what it says must be possible.
#[utoipa::path(post, path = "/api/v1/my/after-school/{number}/form", tag = "my", security(("session" = [])), request_body = SaveAfterSchool,
    params(("number" = String, Path)),
    responses((status = 200, body = Moved), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn save(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::ApplyAfterSchool>,
    Named(number): Named<AfterSchoolNumber>,
    Json(body): Json<SaveAfterSchool>,
) -> Result<Answered<Moved>, Problem> {
    let now = app.store().now();
    let (form, version) = (&body.form, body.version);
    let version = after_school::save(app.store(), &grant, number, form, version, now).await?;
    Ok(Answered(Moved { version }))
}

/// File an application of one's own, or take it back. What keeps it from being filed is told field by field.
#[utoipa::path(post, path = "/api/v1/my/after-school/{number}/events", tag = "my", security(("session" = [])), request_body = AfterSchoolEventShape,
    params(("number" = String, Path)),
    responses((status = 200, body = Moved), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn own_event(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::ApplyAfterSchool>,
    Named(number): Named<AfterSchoolNumber>,
    step: Step<AfterSchoolEvent>,
) -> Result<Answered<Moved>, Problem> {
    let (store, now) = (app.store(), app.store().now());
    let moved = after_school::step(store, &grant, number, &step.event, step.version, now).await;
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

/// Providers that were filed: those that wait for an officer or for a second person first, then by the day they were filed.
#[utoipa::path(get, path = "/api/v1/desk/after-school", tag = "desk", params(ListQuery), security(("session" = [])),
    responses((status = 200, body = AfterSchoolPage), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn list(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Query(query): Query<ListQuery>,
) -> Result<Shown<Page<ProviderRow>>, Problem> {
    let wanted = query.of_providers()?;
    Ok(Shown(read::list(app.store(), &grant, &wanted).await?))
}

/// One provider with its application, conditions, agreements, scores, steps and acts.
#[utoipa::path(get, path = "/api/v1/desk/after-school/{number}", tag = "desk", security(("session" = [])), params(("number" = String, Path)),
    responses((status = 200, body = AfterSchoolDeskShown), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn one(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Named(number): Named<AfterSchoolNumber>,
) -> Result<Shown<DeskRecord>, Problem> {
    let today = app.store().today();
    let record = read::by_number(app.store(), &grant, number, today).await?;
    Ok(Shown(record))
}

/// Which steps the caller may take on a provider now.
#[utoipa::path(get, path = "/api/v1/desk/after-school/{number}/events", tag = "desk", security(("session" = [])), params(("number" = String, Path)),
    responses((status = 200, body = Events), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn events(
    State(app): State<App>,
    lang: Lang,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Named(number): Named<AfterSchoolNumber>,
) -> Result<Answered<Events>, Problem> {
    let today = app.store().today();
    let record = read::by_number(app.store(), &grant, number, today).await?;
    let (offers, version) = (record.record.offers, record.record.row.version);
    Ok(Answered(Events::of(offers, version, lang)))
}

/// Take a step on a provider.
#[utoipa::path(post, path = "/api/v1/desk/after-school/{number}/events", tag = "desk", security(("session" = [])), request_body = AfterSchoolEventShape,
    params(("number" = String, Path)),
    responses((status = 200, body = Moved), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn event(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(desk): Permitted<permit::ReadDesk>,
    Named(number): Named<AfterSchoolNumber>,
    step: Step<AfterSchoolEvent>,
) -> Result<Answered<Moved>, Problem> {
    match take(&app, &caller, number, &step.event, step.version).await {
        Ok(version) => Ok(Answered(Moved { version })),
        Err(problem) if problem.code == Code::Refused => {
            let today = app.store().today();
            let record = read::by_number(app.store(), &desk, number, today).await?;
            let record = record.record;
            Err(Events::of(record.offers, record.row.version, lang).beside(problem))
        }
        Err(problem) => Err(problem),
    }
}

/// Takes a step of the desk by the right that its event needs, and answers the new version.
///
/// # Errors
/// As [`after_school::step`]; [`Code::Forbidden`] without the right.
pub async fn take(
    app: &App,
    caller: &Caller,
    number: AfterSchoolNumber,
    event: &AfterSchoolEvent,
    version: i64,
) -> Result<i64, Problem> {
    let (store, now) = (app.store(), app.store().now());
    let today = now.day();
    let moved = match event.action() {
        Action::DecideAfterSchool => {
            let grant = caller.grant::<permit::DecideAfterSchool>(today)?;
            after_school::step(store, &grant, number, event, version, now).await
        }
        Action::ApplyAfterSchool => return Err(Problem::new(Code::Forbidden)),
        _ => {
            let grant = caller.grant::<permit::KeepAfterSchool>(today)?;
            after_school::step(store, &grant, number, event, version, now).await
        }
    };
    Ok(moved?)
}

/// What was agreed with a school.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Agree {
    /// The school's number.
    #[schema(value_type = String)]
    school: SchoolNumber,
    /// First day.
    #[schema(value_type = String, format = Date)]
    first_day: domain::words::Day,
    /// Last day.
    #[schema(value_type = String, format = Date)]
    last_day: domain::words::Day,
    /// The services by their names in the admission.
    services: Vec<String>,
    /// Fee for a pupil and a lesson.
    #[schema(value_type = i64, minimum = 0)]
    fee_fen: domain::words::Fen,
    /// The version of the provider that was read.
    version: i64,
}

/// Enter what was agreed with a school, over what was agreed with it before.
#[utoipa::path(post, path = "/api/v1/desk/after-school/{number}/agreements", tag = "desk", security(("session" = [])), request_body = Agree,
    params(("number" = String, Path)),
    responses((status = 200, body = Moved), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn agree(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::KeepAfterSchool>,
    Named(number): Named<AfterSchoolNumber>,
    Json(body): Json<Agree>,
) -> Result<Answered<Moved>, Problem> {
    let (store, now, place) = (app.store(), app.store().now(), (number, body.school));
    let agreed = Agreed {
        first_day: body.first_day,
        last_day: body.last_day,
        services: body.services,
        fee_fen: body.fee_fen,
    };
    let version = after_school::agree(store, &grant, place, &agreed, body.version, now).await?;
    Ok(Answered(Moved { version }))
}

/// What a school and its parents say of a term.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GiveScore {
    /// The school's number.
    #[schema(value_type = String)]
    school: SchoolNumber,
    /// The term, such as `2026-autumn`.
    #[schema(value_type = String)]
    term: Term,
    /// The scores.
    #[schema(value_type = ScoreShape)]
    score: Score,
    /// The version of the provider that was read.
    version: i64,
}

/// Enter what a school and its parents say of a term, over what was entered before.
#[utoipa::path(post, path = "/api/v1/desk/after-school/{number}/scores", tag = "desk", security(("session" = [])), request_body = GiveScore,
    params(("number" = String, Path)),
    responses((status = 200, body = Moved), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn score(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::KeepAfterSchool>,
    Named(number): Named<AfterSchoolNumber>,
    Json(body): Json<GiveScore>,
) -> Result<Answered<Moved>, Problem> {
    let scored = Scored {
        number,
        school: body.school,
        term: body.term,
        score: body.score,
    };
    let now = app.store().now();
    let version = after_school::score(app.store(), &grant, &scored, body.version, now).await?;
    Ok(Answered(Moved { version }))
}

/// A list of scores.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ScoreList {
    /// At most a thousand.
    #[schema(value_type = Vec<ScoredShape>, max_items = 1000)]
    rows: Vec<Scored>,
}

/// How many scores of a list were new.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct ScoresEntered {
    /// Those that say what was entered already are not counted.
    entered: u64,
}

/// Enter a whole list of scores, or none of it: a row that is wrong is told by its place.
#[utoipa::path(post, path = "/api/v1/desk/after-school-scores", tag = "desk", security(("session" = [])), request_body = ScoreList,
    responses((status = 200, body = ScoresEntered), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn score_all(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::KeepAfterSchool>,
    Json(body): Json<ScoreList>,
) -> Result<Answered<ScoresEntered>, Problem> {
    let now = app.store().now();
    let entered = after_school::score_all(app.store(), &grant, &body.rows, now).await?;
    Ok(Answered(ScoresEntered { entered }))
}
