//! Whole lists as files: CSV and XLSX for people, JSON for programs.
//!
//! A list is written to a file without a name before the first byte of the answer goes out: what can fail has failed by
//! then, a slow reader holds no connection to the database, and no list is in memory as a whole.

mod after_school;
mod institution;
mod paged;
mod spool;

use axum::http::header::{ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use store::Fault;

use super::problem::{Code, Problem};
use crate::App;
use crate::app::Hall;

use spool::Spool;

pub(crate) use after_school::after_school;
pub(crate) use institution::white_list;
pub(crate) use paged::Paged;
pub(crate) use spool::{Exported, Shape, table};

/// Seconds after which a list may be asked for again where too many are being written.
const RETRY_SECONDS: u64 = 10;

/// Where the rows of a list come from, part after part.
pub(crate) trait Source {
    /// One row.
    type Row: Exported;

    /// The next part; none after the last.
    fn next(&mut self) -> impl Future<Output = Result<Option<Vec<Self::Row>>, Fault>> + Send;
}

/// What a list is called.
pub(crate) struct Words {
    /// Name of the sheet.
    pub(crate) title: String,
    /// Name of the file, without its ending.
    pub(crate) name: String,
}

/// A whole list as a file.
///
/// # Errors
/// Faults of the database and of the disk; unavailable where too many lists are being written.
pub(crate) async fn whole(
    app: &App,
    hall: Hall,
    source: impl Source,
    shape: Shape,
    words: &Words,
) -> Result<Response, Problem> {
    let _turn = app.export_turn(hall).await.ok_or_else(busy)?;
    spooled(app, source, shape, words)
        .await?
        .answer(&words.name)
        .await
}

async fn spooled<S: Source>(
    app: &App,
    mut source: S,
    shape: Shape,
    words: &Words,
) -> Result<Spool, Problem> {
    let folder = &app.settings().data_dir;
    let as_of = app.store().now().to_string();
    let mut spool = Spool::begin::<S::Row>(shape, &words.title, &as_of, folder)?;
    while let Some(rows) = source.next().await? {
        spool = spool.write(rows).await?;
    }
    Ok(spool)
}

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
