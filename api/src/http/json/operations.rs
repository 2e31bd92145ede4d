//! Notices, jobs and the audit log, for those who keep the system running.

use std::str::FromStr;

use axum::extract::State;
use axum::http::StatusCode;
use domain::access::{Action, permit};
use domain::notice::Instead;
use domain::words::{JobId, NoticeId};
use serde::Deserialize;
use store::read::act::{self, ActRow};
use store::read::job::{self, JobRow};
use store::read::notice::{self, Letter, NoticeRow};
use store::read::{Limit, Page};
use store::{outbox, queue};
use utoipa::{IntoParams, ToSchema};

use super::checks::Checks;
use super::shown::Shown;
use crate::App;
use crate::http::access::{Permitted, Routes};
use crate::http::body::{Json, Named, Query};
use crate::http::openapi::{ActPage, JobPage, NoticeDetail, NoticePage};
use crate::http::problem::{Problem, ProblemBody};

/// Registers the routes.
pub(super) fn register(routes: &mut Routes) {
    routes
        .needs(Action::ReadNotices)
        .get("/api/v1/desk/notices", notices)
        .done();
    routes
        .needs(Action::ReadDesk)
        .get("/api/v1/desk/notices/{id}", notice)
        .done();
    routes
        .needs(Action::RetryNotice)
        .post("/api/v1/desk/notices/{id}/retry", retry_notice)
        .post("/api/v1/desk/notices/{id}/set-aside", set_notice_aside)
        .done();
    routes
        .needs(Action::ReadJobs)
        .get("/api/v1/desk/jobs", jobs)
        .done();
    routes
        .needs(Action::RetryJob)
        .post("/api/v1/desk/jobs/{id}/retry", retry_job)
        .done();
    routes
        .needs(Action::ReadAudit)
        .get("/api/v1/desk/acts", acts)
        .done();
}

type Checked<T> = (Option<&'static str>, Limit, Option<T>);

/// The query of a list of the system's own records.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct StateQuery {
    /// Only records in this state.
    pub state: Option<String>,
    /// The `next` of the page before.
    pub after: Option<String>,
    /// Rows of a page, 1 to 100; 20 where left out.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100)]
    pub limit: Option<String>,
}

const NOTICE_STATES: &[&str] = &[
    "pending",
    "sending",
    "sent",
    "refused",
    "unsure",
    "dead",
    "set_aside",
];
const JOB_STATES: &[&str] = &["ready", "running", "done", "dead"];

impl StateQuery {
    /// State, rows, and the id of type `T` after which the page begins.
    fn checked<T: FromStr>(&self, states: &[&'static str]) -> Result<Checked<T>, Problem> {
        let mut checks = Checks::of_query();
        let state = checks.state(self.state.as_deref(), states);
        let limit = checks.limit(self.limit.as_deref());
        let after = checks.after(self.after.as_deref());
        checks.done()?;
        Ok((state, limit, after))
    }
}

/// Notices, newest first.
#[utoipa::path(get, path = "/api/v1/desk/notices", tag = "operations", params(StateQuery), security(("session" = [])),
    responses((status = 200, body = NoticePage), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn notices(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::ReadNotices>,
    Query(query): Query<StateQuery>,
) -> Result<Shown<Page<NoticeRow>>, Problem> {
    let (state, limit, after) = query.checked(NOTICE_STATES)?;
    let page = notice::list(app.store(), &grant, state, limit, after).await?;
    Ok(Shown(page))
}

/// One notice and its words as they went out.
#[utoipa::path(get, path = "/api/v1/desk/notices/{id}", tag = "operations", params(("id" = String, Path)), security(("session" = [])),
    responses((status = 200, body = NoticeDetail), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn notice(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Named(id): Named<NoticeId>,
) -> Result<Shown<Letter>, Problem> {
    Ok(Shown(notice::letter(app.store(), &grant, id).await?))
}

/// Send a notice again that was refused, unsure or given up.
#[utoipa::path(post, path = "/api/v1/desk/notices/{id}/retry", tag = "operations", security(("session" = [])),
    params(("id" = String, Path)),
    responses((status = 204), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn retry_notice(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::RetryNotice>,
    Named(id): Named<NoticeId>,
) -> Result<StatusCode, Problem> {
    outbox::retry(app.store(), &grant, id, app.store().now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What was done instead of a mail that did not arrive.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetAside {
    /// `telephone`, `other_way`, `no_address` or `not_wanted`.
    #[schema(value_type = String)]
    instead: Instead,
}

/// Set a notice aside that was refused, unsure or given up, since somebody has seen to it in another way.
#[utoipa::path(post, path = "/api/v1/desk/notices/{id}/set-aside", tag = "operations", security(("session" = [])),
    request_body = SetAside, params(("id" = String, Path)),
    responses((status = 204), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn set_notice_aside(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::RetryNotice>,
    Named(id): Named<NoticeId>,
    Json(aside): Json<SetAside>,
) -> Result<StatusCode, Problem> {
    outbox::set_aside(app.store(), &grant, id, aside.instead, app.store().now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Jobs in one state, newest first; dead ones where no state is named.
#[utoipa::path(get, path = "/api/v1/desk/jobs", tag = "operations", params(StateQuery), security(("session" = [])),
    responses((status = 200, body = JobPage), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn jobs(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::ReadJobs>,
    Query(query): Query<StateQuery>,
) -> Result<Shown<Page<JobRow>>, Problem> {
    let (state, limit, after) = query.checked(JOB_STATES)?;
    let state = state.unwrap_or("dead");
    let page = job::list(app.store(), &grant, state, limit, after).await?;
    Ok(Shown(page))
}

/// Put a dead job back to work.
#[utoipa::path(post, path = "/api/v1/desk/jobs/{id}/retry", tag = "operations", security(("session" = [])),
    params(("id" = String, Path)),
    responses((status = 204), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn retry_job(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::RetryJob>,
    Named(id): Named<JobId>,
) -> Result<StatusCode, Problem> {
    queue::retry(app.store(), &grant, id, app.store().now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Acts of the audit log, newest first.
#[utoipa::path(get, path = "/api/v1/desk/acts", tag = "operations", params(StateQuery), security(("session" = [])),
    responses((status = 200, body = ActPage), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn acts(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::ReadAudit>,
    Query(query): Query<StateQuery>,
) -> Result<Shown<Page<ActRow>>, Problem> {
    let (_, limit, after) = query.checked(&[])?;
    let page = act::list(app.store(), &grant, limit, after).await?;
    Ok(Shown(page))
}
