//! Applications for a licence: the institution's own, and the officers' desk.

use std::sync::Arc;

use axum::Json as Answered;
use axum::extract::State;
use axum::http::StatusCode;
use domain::access::{Action, permit};
use domain::application::{Form, Kind, Paper};
use domain::words::{ApplicationId, ApplicationNumber, EvidenceId};
use serde::Deserialize;
use store::ops::application::{self, ApplicationEvent, Begun};
use store::ops::evidence::Added;
use store::read::application::{self as read, ApplicationRecord, ApplicationRow, DeskRecord};
use store::read::{DueQuery, Page};
use utoipa::ToSchema;

use super::checks::{Checks, ListQuery};
use super::event::{Events, Moved, Step};
use super::mine::OwnQuery;
use super::shown::Shown;
use crate::App;
use crate::http::access::{Permitted, Routes};
use crate::http::body::{Json, Named, Query};
use crate::http::caller::Caller;
use crate::http::openapi::{
    AddedShape, ApplicationDeskShown, ApplicationEventShape, ApplicationFormShape,
    ApplicationNumberShape, ApplicationPage, ApplicationShown, PaperUploadShape,
};
use crate::http::problem::{Code, Problem, ProblemBody};
use crate::http::upload::Upload;
use crate::text::Lang;

/// Registers the routes.
pub(super) fn register(routes: &mut Routes) {
    routes
        .needs(Action::ReadOwn)
        .get("/api/v1/my/applications", own)
        .get("/api/v1/my/applications/{number}", own_one)
        .get("/api/v1/my/applications/{number}/events", own_events)
        .done();
    routes
        .needs(Action::ApplyForLicence)
        .post("/api/v1/my/applications", begin)
        .post("/api/v1/my/applications/{number}/form", save)
        .post("/api/v1/my/applications/{number}/events", own_event)
        .post_files("/api/v1/my/applications/{number}/papers", add)
        .post(
            "/api/v1/my/applications/{number}/papers/withdrawal",
            take_back,
        )
        .done();
    routes
        .needs(Action::ReadDesk)
        .get("/api/v1/desk/applications", list)
        .get("/api/v1/desk/applications/{number}", one)
        .get("/api/v1/desk/applications/{number}/events", events)
        // Examining, deciding and giving more time are rights of their own, which only the event names.
        .post("/api/v1/desk/applications/{number}/events", event)
        .done();
}

impl ListQuery {
    /// The list of applications that is asked for.
    ///
    /// # Errors
    /// Every wrong parameter.
    pub(crate) fn of_applications(&self) -> Result<DueQuery, Problem> {
        self.by_due(read::STATES)
    }
}

/// The applications of one's own institution, newest first.
#[utoipa::path(get, path = "/api/v1/my/applications", tag = "my", params(OwnQuery), security(("session" = [])),
    responses((status = 200, body = ApplicationPage), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn own(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::ReadOwn>,
    Query(query): Query<OwnQuery>,
) -> Result<Shown<Page<ApplicationRow>>, Problem> {
    let mut checks = Checks::of_query();
    let limit = checks.limit(query.limit.as_deref());
    let after: Option<ApplicationId> = checks.after(query.after.as_deref());
    checks.done()?;
    Ok(Shown(read::own(app.store(), &grant, limit, after).await?))
}

/// One application of one's own: what is filled in, what is missing, how each condition stands, what may be done now.
#[utoipa::path(get, path = "/api/v1/my/applications/{number}", tag = "my", security(("session" = [])), params(("number" = String, Path)),
    responses((status = 200, body = ApplicationShown), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn own_one(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::ReadOwn>,
    Named(number): Named<ApplicationNumber>,
) -> Result<Shown<ApplicationRecord>, Problem> {
    let today = app.store().today();
    let record = read::own_by_number(app.store(), &grant, number, today).await?;
    Ok(Shown(record))
}

/// Which steps the applicant may take now.
#[utoipa::path(get, path = "/api/v1/my/applications/{number}/events", tag = "my", security(("session" = [])), params(("number" = String, Path)),
    responses((status = 200, body = Events), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn own_events(
    State(app): State<App>,
    lang: Lang,
    Permitted(grant): Permitted<permit::ReadOwn>,
    Named(number): Named<ApplicationNumber>,
) -> Result<Answered<Events>, Problem> {
    let today = app.store().today();
    let record = read::own_by_number(app.store(), &grant, number, today).await?;
    Ok(Answered(Events::of(
        record.offers,
        record.row.version,
        lang,
    )))
}

/// What is asked for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BeginApplication {
    /// `establish`, `renew` or `change`.
    #[schema(value_type = String)]
    kind: Kind,
}

/// Begin an application for one's own institution, filled in with what the register says. An institution has one open
/// application at a time; beginning again what is a draft still answers with that draft.
#[utoipa::path(post, path = "/api/v1/my/applications", tag = "my", security(("session" = [])), request_body = BeginApplication,
    responses((status = 201, body = ApplicationNumberShape), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn begin(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::ApplyForLicence>,
    Json(body): Json<BeginApplication>,
) -> Result<(StatusCode, Answered<Begun>), Problem> {
    let now = app.store().now();
    let begun = application::begin(app.store(), &grant, body.kind, now).await?;
    Ok((StatusCode::CREATED, Answered(begun)))
}

/// The whole form, over the version that was read.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SaveApplication {
    /// What is filled in; a field that is left out says nothing.
    #[schema(value_type = ApplicationFormShape)]
    form: Form,
    /// The version that was read.
    version: i64,
}

/// Save what is filled in. A draft may be incomplete; what is filled in must be possible.
#[utoipa::path(post, path = "/api/v1/my/applications/{number}/form", tag = "my", security(("session" = [])), request_body = SaveApplication,
    params(("number" = String, Path)),
    responses((status = 200, body = Moved), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn save(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::ApplyForLicence>,
    Named(number): Named<ApplicationNumber>,
    Json(body): Json<SaveApplication>,
) -> Result<Answered<Moved>, Problem> {
    let now = app.store().now();
    let version =
        application::save(app.store(), &grant, number, &body.form, body.version, now).await?;
    Ok(Answered(Moved { version }))
}

/// Hand an application of one's own in, or take it back.
#[utoipa::path(post, path = "/api/v1/my/applications/{number}/events", tag = "my", security(("session" = [])), request_body = ApplicationEventShape,
    params(("number" = String, Path)),
    responses((status = 200, body = Moved), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn own_event(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::ApplyForLicence>,
    Named(number): Named<ApplicationNumber>,
    step: Step<ApplicationEvent>,
) -> Result<Answered<Moved>, Problem> {
    let (store, now) = (app.store(), app.store().now());
    let moved = application::step(store, &grant, number, &step.event, step.version, now).await;
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

/// Add a file as a paper: PDF or picture by its content, at most 20 MB. The same content twice is one file.
#[utoipa::path(post, path = "/api/v1/my/applications/{number}/papers", tag = "my", security(("session" = [])),
    request_body(content = PaperUploadShape, content_type = "multipart/form-data"), params(("number" = String, Path)),
    responses((status = 201, body = AddedShape), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn add(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::ApplyForLicence>,
    Named(number): Named<ApplicationNumber>,
    upload: Upload,
) -> Result<(StatusCode, Answered<Added>), Problem> {
    let mut checks = Checks::of_body();
    let paper: Option<Paper> = checks.optional("paper", Some(upload.get("paper")));
    checks.done()?;
    let paper = paper.ok_or_else(|| Checks::of_body().only("paper", "paper_unknown"))?;
    let sent = upload.file("file")?;
    let file = (sent.name.as_str(), sent.bytes.clone());
    let now = app.store().now();
    let added = application::add_paper(app.store(), &grant, number, paper, file, now).await?;
    Ok((StatusCode::CREATED, Answered(added)))
}

/// A file that is to be no paper any more.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TakePaperBack {
    /// Which paper it is.
    #[schema(value_type = String)]
    paper: Paper,
    /// Id of the file.
    #[schema(value_type = String)]
    file: EvidenceId,
}

/// Take a paper back before the application is handed in. Taking back what is none is done already.
#[utoipa::path(post, path = "/api/v1/my/applications/{number}/papers/withdrawal", tag = "my", security(("session" = [])), request_body = TakePaperBack,
    params(("number" = String, Path)),
    responses((status = 204), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn take_back(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::ApplyForLicence>,
    Named(number): Named<ApplicationNumber>,
    Json(body): Json<TakePaperBack>,
) -> Result<StatusCode, Problem> {
    let now = app.store().now();
    let (paper, file) = (body.paper, body.file);
    application::take_paper_back(app.store(), &grant, number, paper, file, now).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Applications that were handed in, the one due first at the head. `state` is a state, `open` for all
/// that wait for the authority, or `overdue` for those of them whose last day is past.
#[utoipa::path(get, path = "/api/v1/desk/applications", tag = "desk", params(ListQuery), security(("session" = [])),
    responses((status = 200, body = ApplicationPage), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn list(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Query(query): Query<ListQuery>,
) -> Result<Shown<Page<ApplicationRow>>, Problem> {
    let wanted = query.of_applications()?;
    let today = app.store().today();
    let page = read::list(app.store(), &grant, &wanted, today).await?;
    Ok(Shown(page))
}

/// One application with its form, papers, conditions, steps, notices and acts.
#[utoipa::path(get, path = "/api/v1/desk/applications/{number}", tag = "desk", security(("session" = [])), params(("number" = String, Path)),
    responses((status = 200, body = ApplicationDeskShown), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn one(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Named(number): Named<ApplicationNumber>,
) -> Result<Shown<DeskRecord>, Problem> {
    let today = app.store().today();
    let record = read::by_number(app.store(), &grant, number, today).await?;
    Ok(Shown(record))
}

/// Which steps the caller may take on an application now.
#[utoipa::path(get, path = "/api/v1/desk/applications/{number}/events", tag = "desk", security(("session" = [])), params(("number" = String, Path)),
    responses((status = 200, body = Events), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn events(
    State(app): State<App>,
    lang: Lang,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Named(number): Named<ApplicationNumber>,
) -> Result<Answered<Events>, Problem> {
    let today = app.store().today();
    let record = read::by_number(app.store(), &grant, number, today).await?;
    let record = record.record;
    Ok(Answered(Events::of(
        record.offers,
        record.row.version,
        lang,
    )))
}

/// Take a step on an application.
#[utoipa::path(post, path = "/api/v1/desk/applications/{number}/events", tag = "desk", security(("session" = [])), request_body = ApplicationEventShape,
    params(("number" = String, Path)),
    responses((status = 200, body = Moved), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn event(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(desk): Permitted<permit::ReadDesk>,
    Named(number): Named<ApplicationNumber>,
    step: Step<ApplicationEvent>,
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
/// As the use cases of [`application`]; [`Code::Forbidden`] without the right.
pub async fn take(
    app: &App,
    caller: &Caller,
    number: ApplicationNumber,
    event: &ApplicationEvent,
    version: i64,
) -> Result<i64, Problem> {
    let (store, now) = (app.store(), app.store().now());
    let today = now.day();
    let moved = match event.action() {
        Action::DecideLicence => {
            let grant = caller.grant::<permit::DecideLicence>(today)?;
            application::step(store, &grant, number, event, version, now).await
        }
        Action::ExtendApplication => {
            let grant = caller.grant::<permit::ExtendApplication>(today)?;
            application::step(store, &grant, number, event, version, now).await
        }
        Action::ApplyForLicence => return Err(Problem::new(Code::Forbidden)),
        _ => {
            let grant = caller.grant::<permit::ExamineApplication>(today)?;
            application::step(store, &grant, number, event, version, now).await
        }
    };
    Ok(moved?)
}
