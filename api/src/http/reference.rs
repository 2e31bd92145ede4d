//! A reference for each request: people say it on the telephone, the log line has it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue};

/// The answer's header.
pub const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// The reference of one request: the process's random start and a count, in hexadecimal.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reference(Arc<str>);

impl Reference {
    /// Its text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }

    /// Puts it into the answer's header.
    pub fn put(&self, headers: &mut HeaderMap) {
        if let Ok(value) = HeaderValue::from_str(&self.0) {
            headers.insert(HEADER, value);
        }
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

    /// Gives the request its reference. One sent by the caller is not taken over: it could carry anything into the log.
    pub fn give(&self, request: &mut Request) -> Reference {
        let count = self.count.fetch_add(1, Ordering::Relaxed);
        let reference = Reference(format!("{:08x}-{count:06x}", self.start).into());
        request.extensions_mut().insert(reference.clone());
        reference
    }
}
