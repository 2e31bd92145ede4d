//! What happens to every request and answer, whatever the route.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{self, HeaderName};
use axum::http::{HeaderMap, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::time::Instant;

use super::pages::NEAR_PATH;
use super::problem::{Asked, Code, Problem, ProblemPages};
use super::reference::References;

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
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
];

/// No page uses anything of the telephone...
const NO_DEVICES: &str = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
/// ...but for the one that looks for what is near.
const POSITION_ALONE: &str = "camera=(), geolocation=(self), microphone=(), payment=(), usb=()";

/// What all requests share.
pub struct Frame {
    /// Gives each request its reference.
    pub references: References,
    /// Writes the pages of problems.
    pub pages: Arc<dyn ProblemPages>,
    /// Time limit of an answer.
    pub limit: Duration,
    /// The routes that take files.
    pub uploads: Vec<&'static str>,
    /// Whether people reach us by TLS.
    pub tls: bool,
}

/// All that happens around every request: reference, time limit, body of a problem, headers, line of the log.
///
/// It is one layer, because the router boxes each of its layers and copies it with all that lies inside for every
/// request: seven layers cost as much as a look-up in the database.
pub async fn frame(State(frame): State<Arc<Frame>>, mut request: Request, next: Next) -> Response {
    let reference = frame.references.give(&mut request);
    let line = LogLine::begin(&request);
    let asked = Asked::of(&request);
    let headers = Headers::of(&request);
    let limit = limit_of(&request, &frame);
    let answering = tokio::time::timeout(limit, next.run(request));
    let (answered, queries) = store::counted(answering).await;
    let response =
        answered.unwrap_or_else(|_| Problem::new(Code::TimeLimit).after(5).into_response());
    let mut response = asked.present(response, frame.pages.as_ref(), reference.text());
    headers.put(response.headers_mut(), frame.tls);
    reference.put(response.headers_mut());
    line.end(&response, reference.text(), queries);
    response
}

/// The security and cache headers of an answer, from its request.
struct Headers {
    policy: &'static str,
    devices: &'static str,
    cache: &'static str,
}

impl Headers {
    fn of(request: &Request) -> Self {
        let docs = request.uri().path().starts_with("/api/docs/");
        Self {
            policy: if docs { DOCS_POLICY } else { PAGE_POLICY },
            devices: match request.uri().path() {
                NEAR_PATH => POSITION_ALONE,
                _ => NO_DEVICES,
            },
            cache: if is_private(request) {
                "no-store"
            } else {
                "no-cache"
            },
        }
    }

    fn put(self, headers: &mut HeaderMap, tls: bool) {
        headers.reserve(12);
        for (name, value) in FIXED {
            headers.insert(
                HeaderName::from_static(name),
                HeaderValue::from_static(value),
            );
        }
        headers.insert(
            HeaderName::from_static("permissions-policy"),
            HeaderValue::from_static(self.devices),
        );
        headers
            .entry(header::CONTENT_SECURITY_POLICY)
            .or_insert(HeaderValue::from_static(self.policy));
        headers
            .entry(header::CACHE_CONTROL)
            .or_insert(HeaderValue::from_static(self.cache));
        headers.append(
            header::VARY,
            HeaderValue::from_static("accept, accept-language, cookie, authorization"),
        );
        if tls {
            headers.insert(
                header::STRICT_TRANSPORT_SECURITY,
                HeaderValue::from_static("max-age=31536000"),
            );
        }
    }
}

/// Where every page belongs to one person.
const PRIVATE: &[&str] = &[
    "/desk",
    "/my",
    "/follow",
    "/complaints/receipt",
    "/reports",
    "/sign-in",
    "/api/v1/complaints",
    "/api/v1/reports",
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

/// Twenty megabytes over a telephone take minutes: a form with files has this many times the limit, where files are
/// taken at all.
const UPLOAD_TIMES: u32 = 10;

fn limit_of(request: &Request, frame: &Frame) -> Duration {
    let taken = request
        .extensions()
        .get::<MatchedPath>()
        .is_some_and(|path| frame.uploads.contains(&path.as_str()));
    if taken && has_files(request.headers()) {
        frame.limit.saturating_mul(UPLOAD_TIMES)
    } else {
        frame.limit
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

/// The line of the log and the figures of one request: the matched path, never the path itself, because it may hold a
/// number that belongs to a person.
struct LogLine {
    method: &'static str,
    path: Arc<str>,
    start: Instant,
}

impl LogLine {
    fn begin(request: &Request) -> Self {
        Self {
            method: method(request.method()),
            path: request
                .extensions()
                .get::<MatchedPath>()
                .map_or("(none)".into(), |path| path.as_str().into()),
            start: Instant::now(),
        }
    }

    fn end(self, response: &Response, reference: &str, queries: u32) {
        let Self {
            method,
            path,
            start,
        } = self;
        let elapsed = start.elapsed();
        let status = response.status().as_u16();
        let millis = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX);
        tracing::info!(
            target: "hongjian::request",
            reference, method, path = &*path, status, ms = millis, queries,
        );
        metrics::counter!("hongjian_requests_total",
            "method" => method, "path" => Arc::clone(&path), "status" => status.to_string())
        .increment(1);
        metrics::histogram!("hongjian_request_seconds", "path" => path)
            .record(elapsed.as_secs_f64());
    }
}

/// The method in the log and the figures. A caller may make up methods; they are all one, or each would be a line of
/// the figures for ever.
fn method(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}
