//! A reference for each request: people say it on the telephone, the log line has it.

use std::sync::atomic::{AtomicU64, Ordering};

use axum::extract::{Request, State};
use axum::http::HeaderValue;
use axum::middleware::Next;
use axum::response::Response;
use std::sync::Arc;

/// The reference of one request: the process's random start and a count, in hexadecimal.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reference(Arc<str>);

impl Reference {
    /// Its text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }
}

/// Makes references that differ between processes and requests.
#[derive(Debug)]
pub struct References {
    start: u32,
    count: AtomicU64,
}

impl References {
    /// References of a process that drew this number at its start.
    #[must_use]
    pub fn new(start: u32) -> Self {
        Self {
            start,
            count: AtomicU64::new(1),
        }
    }

    fn next(&self) -> Reference {
        let count = self.count.fetch_add(1, Ordering::Relaxed);
        Reference(format!("{:08x}-{count:06x}", self.start).into())
    }
}

/// Name of the answer's header.
pub const HEADER: &str = "x-request-id";

/// The layer that gives the request its reference and the answer its header. A reference sent by the
/// caller is not taken over: it could carry anything into the log.
pub async fn give(
    State(references): State<Arc<References>>,
    mut request: Request,
    next: Next,
) -> Response {
    let reference = references.next();
    request.extensions_mut().insert(reference.clone());
    let mut response = next.run(request).await;
    if let Ok(value) = HeaderValue::from_str(reference.text()) {
        response.headers_mut().insert(HEADER, value);
    }
    response
}
