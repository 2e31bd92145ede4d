//! The law desk: what the law says about given facts, worked out step by step.

use axum::Json as Answered;
use domain::law::{Answer, Request, deadline};

use crate::http::access::Routes;
use crate::http::body::Json;
use crate::http::openapi::{DeadlineAnswer, DeadlineRequest};
use crate::http::problem::{Code, Problem, ProblemBody};

/// Registers the routes.
pub(super) fn register(routes: &mut Routes) {
    routes
        .public("the law is for everybody")
        .post("/api/v1/law/deadline", by_when)
        .done();
}

/// The answer to a question about a period.
///
/// # Errors
/// [`Code::LawRefused`] with the code and article of the refusal.
pub fn answer(request: &Request) -> Result<Answer, Problem> {
    deadline(request).map_err(|refusal| Problem {
        code: Code::LawRefused,
        ..Problem::from(refusal)
    })
}

/// When is it due?
#[utoipa::path(post, path = "/api/v1/law/deadline", tag = "law", request_body = DeadlineRequest,
    responses((status = 200, body = DeadlineAnswer), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn by_when(Json(request): Json<Request>) -> Result<Answered<Answer>, Problem> {
    answer(&request).map(Answered)
}
