//! An institution's own desk for programs: orders to correct, answers and proof.

use axum::Json as Answered;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use domain::access::{Action, Grant, Scope, permit};
use domain::words::{EvidenceId, OrderId};
use serde::Deserialize;
use store::ops::evidence::{self, Added};
use store::ops::order;
use store::read::institution::InstitutionRecord;
use store::read::order::{OrderRecord, OrderRow, OwnAfter};
use store::read::{self, Page};
use utoipa::{IntoParams, ToSchema};

use super::checks::Checks;
use super::complaints::idempotency_key;
use super::shown::Shown;
use crate::App;
use crate::http::access::{Permitted, Routes};
use crate::http::body::{Json, Named, Query};
use crate::http::download;
use crate::http::openapi::{AddedShape, OrderPage, OrderShown, UploadShape};
use crate::http::problem::{Code, Problem, ProblemBody};
use crate::http::sheet;
use crate::http::upload::Upload;

/// Registers the routes.
pub(super) fn register(routes: &mut Routes) {
    routes
        .needs(Action::AnswerOrder)
        .post("/api/v1/my/orders/{id}/answers", answer)
        .post_files("/api/v1/my/orders/{id}/evidence", add)
        .done();
    routes
        .needs(Action::ReadOwn)
        .get("/api/v1/my/orders", list)
        .get("/api/v1/my/orders/{id}", one)
        .get("/api/v1/my/evidence/{id}", file)
        .get("/api/v1/my/licence/pdf", licence)
        .done();
}

/// Which part of a list of one's own.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct OwnQuery {
    /// The `next` of the page before.
    pub after: Option<String>,
    /// Rows of a page, 1 to 100; 20 where left out.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100)]
    pub limit: Option<String>,
}

/// The orders of one's own institution: those of open cases first, and of each part the one due first.
#[utoipa::path(get, path = "/api/v1/my/orders", tag = "my", params(OwnQuery), security(("session" = [])),
    responses((status = 200, body = OrderPage), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn list(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::ReadOwn>,
    Query(query): Query<OwnQuery>,
) -> Result<Shown<Page<OrderRow>>, Problem> {
    let mut checks = Checks::of_query();
    let limit = checks.limit(query.limit.as_deref());
    let after: Option<OwnAfter> = checks.optional("after", query.after.as_deref());
    checks.done()?;
    let page = read::order::own(app.store(), &grant, limit, after.as_ref()).await?;
    Ok(Shown(page))
}

/// One order with its answers, files and services.
#[utoipa::path(get, path = "/api/v1/my/orders/{id}", tag = "my", security(("session" = [])), params(("id" = String, Path)),
    responses((status = 200, body = OrderShown), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn one(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::ReadOwn>,
    Named(id): Named<OrderId>,
) -> Result<Shown<OrderRecord>, Problem> {
    Ok(Shown(
        read::order::own_by_id(app.store(), &grant, id).await?,
    ))
}

/// What was done about an order.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OrderAnswer {
    /// In words.
    #[schema(min_length = 1, max_length = 5000)]
    body: String,
}

/// Answer an order. Several answers may follow each other.
#[utoipa::path(post, path = "/api/v1/my/orders/{id}/answers", tag = "my", security(("session" = [])), request_body = OrderAnswer,
    params(("id" = String, Path), ("Idempotency-Key" = Option<String>, Header, description = "The same key with the same text is one answer")),
    responses((status = 204), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn answer(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::AnswerOrder>,
    Named(id): Named<OrderId>,
    headers: HeaderMap,
    Json(body): Json<OrderAnswer>,
) -> Result<StatusCode, Problem> {
    let key = idempotency_key(&headers)?;
    let now = app.store().now();
    order::answer(app.store(), &grant, id, &body.body, key.as_ref(), now).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Add a file as proof to the answer: PDF or picture by its content, at most 20 MB. The same content twice is one file.
#[utoipa::path(post, path = "/api/v1/my/orders/{id}/evidence", tag = "my", security(("session" = [])),
    request_body(content = UploadShape, content_type = "multipart/form-data"), params(("id" = String, Path)),
    responses((status = 201, body = AddedShape), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn add(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::AnswerOrder>,
    Named(id): Named<OrderId>,
    upload: Upload,
) -> Result<(StatusCode, Answered<Added>), Problem> {
    let sent = upload.file("file")?;
    let (name, bytes) = (sent.name.as_str(), sent.bytes.clone());
    let now = app.store().now();
    let added = evidence::add_to_order(app.store(), &grant, id, name, bytes, now).await?;
    Ok((StatusCode::CREATED, Answered(added)))
}

/// A file of one's own.
#[utoipa::path(get, path = "/api/v1/my/evidence/{id}", tag = "my", security(("session" = [])), params(("id" = String, Path)),
    responses((status = 200, description = "The file", content_type = "application/octet-stream"), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn file(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::ReadOwn>,
    Named(id): Named<EvidenceId>,
) -> Result<Response, Problem> {
    download::file(evidence::read_own(app.store(), &grant, id).await?)
}

/// The caller's institution as the register has it.
///
/// # Errors
/// [`Code::NotFound`] where the register no longer has it.
pub(crate) async fn own_institution(
    app: &App,
    grant: &Grant<permit::ReadOwn>,
) -> Result<InstitutionRecord, Problem> {
    let Scope::Own(id) = grant.scope() else {
        return Err(Problem::new(Code::NotFound));
    };
    read::institution::by_id(app.store(), *id, app.store().today())
        .await?
        .ok_or_else(|| Problem::new(Code::NotFound))
}

/// The licence of one's own institution as a sheet to hang up.
#[utoipa::path(get, path = "/api/v1/my/licence/pdf", tag = "my", security(("session" = [])),
    responses((status = 200, description = "The sheet", content_type = "application/pdf"), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn licence(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::ReadOwn>,
) -> Result<Response, Problem> {
    sheet::of(&app, &own_institution(&app, &grant).await?).await
}
