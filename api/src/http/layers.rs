//! What happens to every request and answer, whatever the route.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{self, HeaderName};
use axum::http::{HeaderMap, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::time::Instant;

use super::problem::{Code, Problem};
use super::reference::Reference;

/// Nothing is loaded but from this server; nothing runs inline; nobody frames a page.
const PAGE_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
    font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The API documents set styles from script and show images as data.
const DOCS_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data:; font-src 'self' data:; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

const FIXED: &[(&str, &str)] = &[
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    // With `no-referrer` browsers send `Origin: null` with our own forms, and the origin check would refuse them.
    ("referrer-policy", "same-origin"),
    (
        "permissions-policy",
        "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
];

/// Puts the security and cache headers on an answer. `tls` says whether people reach us by TLS.
pub async fn headers(State(tls): State<bool>, request: Request, next: Next) -> Response {
    let docs = request.uri().path().starts_with("/api/docs");
    let private = is_private(&request);
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in FIXED {
        headers.insert(
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        );
    }
    let policy = if docs { DOCS_POLICY } else { PAGE_POLICY };
    headers
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static(policy));
    let cache = if private { "no-store" } else { "no-cache" };
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static(cache));
    vary(headers);
    if tls {
        headers.insert(
            header::STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static("max-age=31536000"),
        );
    }
    response
}

/// Where every page belongs to one person.
const PRIVATE: &[&str] = &[
    "/desk",
    "/my",
    "/follow",
    "/complaints/receipt",
    "/sign-in",
    "/api/v1/complaints",
];

/// Answers that belong to one person are kept nowhere: all that come with a cookie, a token or a receipt, and
/// all that change something.
fn is_private(request: &Request) -> bool {
    let headers = request.headers();
    !matches!(*request.method(), Method::GET | Method::HEAD)
        || headers.contains_key(header::AUTHORIZATION)
        || headers.contains_key("receipt")
        || super::cookies::has_session(headers)
        || PRIVATE
            .iter()
            .any(|start| request.uri().path().starts_with(start))
}

fn vary(headers: &mut HeaderMap) {
    headers.append(
        header::VARY,
        HeaderValue::from_static("accept, accept-language, cookie, authorization"),
    );
}

/// Twenty megabytes over a telephone take minutes: a form with files has this many times the limit.
const UPLOAD_TIMES: u32 = 10;

/// Answers with a problem where the handler takes longer than `limit`.
pub async fn time_limit(State(limit): State<Duration>, request: Request, next: Next) -> Response {
    let limit = if has_files(request.headers()) {
        limit.saturating_mul(UPLOAD_TIMES)
    } else {
        limit
    };
    match tokio::time::timeout(limit, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Problem::new(Code::TimeLimit).after(5).into_response(),
    }
}

fn has_files(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .is_some_and(|kind| kind.starts_with("multipart/form-data"))
}

/// A panic is a fault of the program: the caller gets a problem, the log no words of it, because they may
/// hold a person's facts. The place of the panic is logged by the hook of `main`.
pub fn panicked(_words: Box<dyn std::any::Any + Send + 'static>) -> Response {
    Problem::internal("a handler panicked").into_response()
}

/// Writes one line for each request: the matched path, never the path itself, because it may hold a number that
/// belongs to a person.
pub async fn log_line(request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let matched: Arc<str> = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("(none)".into(), |path| path.as_str().into());
    let reference = request
        .extensions()
        .get::<Reference>()
        .cloned()
        .unwrap_or_default();
    let start = Instant::now();
    let (response, queries) = store::counted(next.run(request)).await;
    let elapsed = start.elapsed();
    let status = response.status().as_u16();
    let millis = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX);
    tracing::info!(
        target: "hongjian::request",
        reference = reference.text(), %method, path = &*matched, status, ms = millis, queries,
    );
    let labels = [
        ("method", method.to_string()),
        ("path", matched.to_string()),
        ("status", status.to_string()),
    ];
    metrics::counter!("hongjian_requests_total", &labels).increment(1);
    metrics::histogram!("hongjian_request_seconds", "path" => matched.to_string())
        .record(elapsed.as_secs_f64());
    response
}
