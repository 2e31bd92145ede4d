//! What the institution answered to an order, with its proof.

use domain::words::{Day, Instant};
use store::read::order::{FileRow, OrderRecord};

use super::words::lines;
use crate::text::{Lang, show};
use crate::view::desk::case::Response;
use crate::view::piece::{self, Badge, Tone};

/// The answers, newest first, each with the files that came with it or since the one before.
pub(super) fn responses(order: Option<&OrderRecord>, lang: Lang, today: Day) -> Vec<Response> {
    let Some(order) = order else {
        return Vec::new();
    };
    let mut files = order.files.iter().peekable();
    let last = order.responses.len().saturating_sub(1);
    let mut responses: Vec<Response> = Vec::new();
    for (at, response) in order.responses.iter().enumerate() {
        let mut with = Vec::new();
        // Files handed in after the last answer stand with it: they add to it.
        while let Some(file) =
            files.next_if(|file| at == last || file.created_at <= response.created_at)
        {
            with.push(row(file, lang));
        }
        let when = show::near_instant(lang, Instant::from_millis(response.created_at), today);
        responses.push(Response {
            by: format!("{} · {when}", response.answered_by),
            lines: lines(&response.body),
            files: with,
        });
    }
    responses.reverse();
    let early: Vec<piece::FileRow> = files.map(|file| row(file, lang)).collect();
    if !early.is_empty() {
        responses.push(Response {
            by: lang.t("files-without-answer"),
            lines: Vec::new(),
            files: early,
        });
    }
    responses
}

/// A file with its type, its size and the first digits of its SHA-256.
fn row(file: &FileRow, lang: Lang) -> piece::FileRow {
    let kind = file
        .media_type
        .rsplit('/')
        .next()
        .unwrap_or_default()
        .to_ascii_uppercase();
    let size = show::size(u64::try_from(file.size_bytes).unwrap_or(0));
    let digest: String = file.sha256.chars().take(8).collect();
    piece::FileRow {
        name: file.file_name.clone(),
        detail: format!("{kind}, {size} · SHA-256 {digest}"),
        href: Some(format!("/desk/evidence/{}", file.id)),
        picture: file.media_type.starts_with("image/"),
        badge: Badge::new(Tone::Good, lang.t("file-kept")),
    }
}
