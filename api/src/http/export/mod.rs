//! Whole lists as files: CSV and XLSX for people, JSON for programs.
//!
//! A list is written to a file without a name before the first byte of the answer goes out: what can fail has failed by
//! then, a slow reader holds no connection to the database, and no list is in memory as a whole.

mod institution;
mod spool;

use axum::http::header::{ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};

use super::problem::{Code, Problem};

pub(crate) use institution::{Words, listed, white_list};
pub(crate) use spool::Shape;

/// Seconds after which a list may be asked for again where too many are being written.
const RETRY_SECONDS: u64 = 10;

fn busy() -> Problem {
    Problem::new(Code::Unavailable).after(RETRY_SECONDS)
}

/// The tag of an answer, from words of figures, letters, dots and hyphens.
fn tag(words: &str) -> Result<HeaderValue, Problem> {
    HeaderValue::from_str(&format!("W/\"{words}\""))
        .map_err(|_| Problem::internal("the tag of an answer is no header"))
}

/// Whether the caller has the answer with this tag already (RFC 9110, 13.1.2).
fn has(headers: &HeaderMap, tag: &HeaderValue) -> bool {
    let opaque = |text: &str| text.trim().trim_start_matches("W/").to_owned();
    let wanted = tag.to_str().map(opaque).unwrap_or_default();
    headers
        .get_all(IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|known| known.trim() == "*" || opaque(known) == wanted)
}

fn not_modified(tag: HeaderValue) -> Response {
    (StatusCode::NOT_MODIFIED, [(ETAG, tag)]).into_response()
}
