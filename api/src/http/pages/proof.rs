//! The answers to an order with their proof, as the institution and the desk read them.

use domain::words::{Day, Instant};
use store::Fault;
use store::read::order::{FileRow, OrderRecord};

use crate::text::{self, Lang, show};
use crate::view::my::Answer;
use crate::view::piece::{self, Badge, Tone};

/// Who reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reader {
    /// The institution's agent.
    Agent,
    /// Those who read the desk; they also see the first digits of a file's SHA-256.
    Desk,
}

/// The answers, newest first, each with the files that came with it or since the one before.
pub(super) fn answers(record: &OrderRecord, reader: Reader, lang: Lang, today: Day) -> Vec<Answer> {
    let mut files = record.files.iter().peekable();
    let last = record.responses.len().saturating_sub(1);
    let mut answers: Vec<Answer> = Vec::new();
    for (at, response) in record.responses.iter().enumerate() {
        let mut with = Vec::new();
        // Files handed in after the last answer stand with it: they add to it.
        while let Some(file) =
            files.next_if(|file| at == last || file.created_at <= response.created_at)
        {
            with.push(file_row(file, reader, lang));
        }
        let when = show::near_instant(lang, Instant::from_millis(response.created_at), today);
        answers.push(Answer {
            by: format!("{} · {when}", response.answered_by),
            lines: lines(&response.body),
            files: with,
        });
    }
    answers.reverse();
    let early: Vec<piece::FileRow> = files.map(|file| file_row(file, reader, lang)).collect();
    if !early.is_empty() {
        answers.push(Answer {
            by: lang.t("files-only"),
            lines: Vec::new(),
            files: early,
        });
    }
    answers
}

/// What is wrong with a file that was not kept; none where it is no file that is at fault.
pub(super) fn file_fault(fault: &Fault) -> Option<String> {
    match fault {
        Fault::TooLarge { .. } => Some("file_too_large".to_owned()),
        Fault::MediaType => Some("media_type".to_owned()),
        Fault::Input(faults) => faults.first().map(|fault| fault.code.clone().into_owned()),
        _ => None,
    }
}

/// What is wrong with a file, with its name.
pub(super) fn named(lang: Lang, name: &str, code: &str) -> String {
    let shown: String = name.chars().take(40).collect();
    let words = text::fault(lang, code, "");
    lang.t2("my-file-wrong", "name", shown, "text", words)
}

/// The paragraphs of a text.
pub(super) fn lines(text: &str) -> Vec<String> {
    text.lines()
        .filter(|line| !line.trim().is_empty())
        .map(str::to_owned)
        .collect()
}

/// A file with its type and size.
pub(super) fn file_row(file: &FileRow, reader: Reader, lang: Lang) -> piece::FileRow {
    let (door, digest) = match reader {
        Reader::Agent => ("/my", String::new()),
        Reader::Desk => {
            let short: String = file.sha256.chars().take(8).collect();
            ("/desk", format!(" · SHA-256 {short}"))
        }
    };
    let named = (
        file.id.as_str(),
        file.file_name.as_str(),
        file.media_type.as_str(),
    );
    let mut row = kept_file(named, file.size_bytes, door, lang);
    row.detail.push_str(&digest);
    row
}

/// A file that is kept, by its id, name and type; `door` is the desk that reads it.
pub(super) fn kept_file(
    (id, name, media_type): (&str, &str, &str),
    size_bytes: i64,
    door: &str,
    lang: Lang,
) -> piece::FileRow {
    let kind = media_type
        .rsplit('/')
        .next()
        .unwrap_or_default()
        .to_ascii_uppercase();
    let size = show::size(u64::try_from(size_bytes).unwrap_or(0));
    piece::FileRow {
        name: name.to_owned(),
        detail: format!("{kind}, {size}"),
        href: Some(format!("{door}/evidence/{id}")),
        picture: media_type.starts_with("image/"),
        badge: Badge::new(Tone::Good, lang.t("file-kept")),
    }
}
