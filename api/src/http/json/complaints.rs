//! Complaints, as the public files and follows them.

use std::sync::Arc;

use axum::Json as Answer;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use domain::access::permit;
use domain::complaint::{Channel, Draft};
use domain::words::{ComplaintNumber, Day, ReceiptCode};
use serde::Serialize;
use store::ops::IdempotencyKey;
use store::ops::complaint::{self, FileComplaint};
use store::read::{self, follow::FollowRecord};
use utoipa::ToSchema;

use super::shown::Shown;
use crate::App;
use crate::http::access::{Permitted, Routes};
use crate::http::body::{Json, Named};
use crate::http::caller::Caller;
use crate::http::openapi::{DraftShape, FollowShape};
use crate::http::problem::{Code, Problem, ProblemBody};
use crate::text::Lang;

/// Registers the routes.
pub(super) fn register(routes: &mut Routes) {
    routes
        .public("anybody may complain, by name or anonymously")
        .post("/api/v1/complaints", file)
        .done();
    routes
        .public("the receipt code opens one's own complaint")
        .get("/api/v1/complaints/{number}", follow)
        .post("/api/v1/complaints/{number}/withdrawal", withdraw)
        .done();
}

/// What the complainant is told.
#[derive(Serialize, ToSchema)]
pub struct Filed {
    /// Number of the complaint, to read out on the telephone.
    #[schema(value_type = String, example = "TS1234567890")]
    number: ComplaintNumber,
    /// 16 digits, told this once. With the number it opens the complaint.
    receipt: String,
    /// The last day for the answer, by the rule of the channel.
    #[schema(value_type = String, format = Date)]
    due_on: Day,
}

/// The header that makes a repeated request harmless.
///
/// # Errors
/// [`Code::InvalidInput`] for a key of a wrong form.
pub fn idempotency_key(headers: &HeaderMap) -> Result<Option<IdempotencyKey>, Problem> {
    let Some(value) = headers.get("idempotency-key") else {
        return Ok(None);
    };
    value
        .to_str()
        .map_err(|_| "idempotency_key_invalid")
        .and_then(IdempotencyKey::parse)
        .map(Some)
        .map_err(|code| Problem::new(Code::InvalidInput).field("Idempotency-Key", code, code))
}

/// The language notices are written in.
#[must_use]
pub fn language(lang: Lang) -> &'static str {
    lang.pick("zh", "en")
}

/// File a complaint.
#[utoipa::path(post, path = "/api/v1/complaints", tag = "complaints", request_body = DraftShape,
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key with the same content answers as before and files nothing")),
    responses((status = 201, body = Filed), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn file(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::FileComplaint>,
    headers: HeaderMap,
    Json(draft): Json<Draft>,
) -> Result<(StatusCode, Answer<Filed>), Problem> {
    app.limits().filing(caller.peer)?;
    let now = app.store().now();
    let command = FileComplaint {
        filing: draft.check(now.day())?,
        channel: Channel::Api,
        source_number: None,
        language: language(lang),
    };
    let key = idempotency_key(&headers)?;
    let filed = complaint::file(app.store(), &grant, &command, key.as_ref(), now).await?;
    let answer = Filed {
        number: filed.number,
        receipt: filed.receipt.digits(),
        due_on: filed.due_on,
    };
    Ok((StatusCode::CREATED, Answer(answer)))
}

/// The receipt code of the header. A code of a wrong form is answered like a wrong code.
pub(super) fn receipt(headers: &HeaderMap) -> Result<ReceiptCode, Problem> {
    headers
        .get("receipt")
        .and_then(|value| value.to_str().ok())
        .and_then(|text| text.parse().ok())
        .ok_or_else(|| Problem::new(Code::NotFound))
}

/// One's own complaint: state, dates, answer, and what became of the mails. A wrong code and an unknown number are the
/// same 404.
#[utoipa::path(get, path = "/api/v1/complaints/{number}", tag = "complaints",
    params(("number" = String, Path), ("Receipt" = String, Header, description = "16 digits")),
    responses((status = 200, body = FollowShape), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn follow(
    State(app): State<App>,
    caller: Arc<Caller>,
    Permitted(grant): Permitted<permit::FollowComplaint>,
    Named(number): Named<ComplaintNumber>,
    headers: HeaderMap,
) -> Result<Shown<FollowRecord>, Problem> {
    app.limits().receipt(caller.peer)?;
    let follow = async {
        let code = receipt(&headers)?;
        let record = read::follow::follow(app.store(), &grant, number, &code).await?;
        Ok(Shown(record))
    };
    app.limits().receipt_answer(number, follow.await)
}

/// Take one's own complaint back.
#[utoipa::path(post, path = "/api/v1/complaints/{number}/withdrawal", tag = "complaints",
    params(("number" = String, Path), ("Receipt" = String, Header, description = "16 digits")),
    responses((status = 204), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn withdraw(
    State(app): State<App>,
    caller: Arc<Caller>,
    Permitted(grant): Permitted<permit::FollowComplaint>,
    Named(number): Named<ComplaintNumber>,
    headers: HeaderMap,
) -> Result<StatusCode, Problem> {
    app.limits().receipt(caller.peer)?;
    let withdraw = async {
        let code = receipt(&headers)?;
        complaint::withdraw(app.store(), &grant, number, &code, app.store().now()).await?;
        Ok(StatusCode::NO_CONTENT)
    };
    app.limits().receipt_answer(number, withdraw.await)
}
