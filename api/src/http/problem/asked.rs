//! How a request wants to be told of a problem, and the body that its answer gets.

use std::sync::Arc;

use axum::Json;
use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{ACCEPT, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse, Response};

use super::{Code, Problem, ProblemBody};
use crate::http::lang::{self, Lang};

/// Writes the page of a problem. The pages' side plugs in here.
pub trait ProblemPages: Send + Sync {
    /// The whole HTML page.
    fn page(&self, problem: &Problem, lang: Lang, reference: &str, path: &str) -> String;
}

/// How a request wants to be told of a problem.
pub struct Asked {
    lang: Lang,
    uri: Uri,
    as_page: bool,
}

impl Asked {
    /// What the head of the request says.
    #[must_use]
    pub fn of(request: &Request) -> Self {
        let uri = request.uri().clone();
        Self {
            lang: lang::asked(request.headers()),
            as_page: wants_page(uri.path(), request.headers()),
            uri,
        }
    }

    /// Gives an answer that is a problem its body; leaves any other as it is.
    pub fn present(
        self,
        response: Response,
        pages: &dyn ProblemPages,
        reference: &str,
    ) -> Response {
        let Some(problem) = problem_of(&response) else {
            return response;
        };
        let mut answer = if self.as_page {
            let html = pages.page(&problem, self.lang, reference, self.uri.path());
            let kind = (CONTENT_TYPE, "text/html; charset=utf-8");
            (problem.code.status(), [kind], html).into_response()
        } else {
            let body = ProblemBody::of(&problem, self.lang, reference);
            let kind = (CONTENT_TYPE, "application/problem+json");
            (problem.code.status(), [kind], Json(body)).into_response()
        };
        keep_headers(&problem, response, &mut answer);
        answer
    }
}

/// What the inner answer set is kept (`Allow`, cookies), but for what described its body.
fn keep_headers(problem: &Problem, inner: Response<Body>, answer: &mut Response) {
    for (name, value) in inner.headers() {
        if name != CONTENT_TYPE && name != axum::http::header::CONTENT_LENGTH {
            answer.headers_mut().append(name, value.clone());
        }
    }
    if let Some(seconds) = problem.retry_after_seconds {
        answer
            .headers_mut()
            .insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    if problem.code.status() == StatusCode::UNAUTHORIZED {
        answer.headers_mut().insert(
            axum::http::header::WWW_AUTHENTICATE,
            HeaderValue::from_static("Bearer"),
        );
    }
}

fn problem_of(response: &Response) -> Option<Arc<Problem>> {
    if let Some(problem) = response.extensions().get::<Arc<Problem>>() {
        return Some(problem.clone());
    }
    let status = response.status();
    let written = response.headers().contains_key(CONTENT_TYPE) && !is_plain(response.headers());
    if written || !(status.is_client_error() || status.is_server_error()) {
        return None;
    }
    // A refusal of the framework: it has a status and at most a line of plain text.
    Some(Arc::new(Problem::new(match status {
        StatusCode::NOT_FOUND => Code::NotFound,
        StatusCode::METHOD_NOT_ALLOWED => Code::MethodNotAllowed,
        StatusCode::PAYLOAD_TOO_LARGE => Code::TooLarge,
        StatusCode::UNSUPPORTED_MEDIA_TYPE => Code::UnsupportedMediaType,
        StatusCode::UNPROCESSABLE_ENTITY => Code::InvalidInput,
        StatusCode::SERVICE_UNAVAILABLE => Code::Unavailable,
        status if status.is_client_error() => Code::BadRequest,
        _ => Code::Internal,
    })))
}

fn is_plain(headers: &HeaderMap) -> bool {
    headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|kind| kind.starts_with("text/plain"))
}

/// Programs get JSON: everything below `/api`, and callers that ask for JSON and not for HTML.
#[must_use]
pub fn wants_page(path: &str, headers: &HeaderMap) -> bool {
    if path.starts_with("/api/") || path == "/api" || path.starts_with("/health") {
        return false;
    }
    let accept = headers
        .get(ACCEPT)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    accept.contains("text/html") || !accept.contains("json")
}
