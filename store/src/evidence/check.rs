//! What a file really is: its type by its content, its size and its digest.

use bytes::Bytes;
use domain::words::FieldFault;
use sha2::{Digest as _, Sha256};

use crate::Fault;

/// The longest file that is accepted, in bytes (20 MB).
pub const FILE_BYTES_MAX: u64 = 20 * 1024 * 1024;

/// The longest file name that is kept, in characters.
const NAME_CHARS_MAX: usize = 120;

/// Accepted types by content, with the extension a stored name ends in.
pub const ACCEPTED: [(&str, &str); 5] = [
    ("image/jpeg", "jpg"),
    ("image/png", "png"),
    ("image/webp", "webp"),
    ("image/heif", "heic"),
    ("application/pdf", "pdf"),
];

/// A file that may be stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// The name to show: without folders, control characters or a false extension.
    pub file_name: String,
    /// The type by content.
    pub media_type: &'static str,
    /// Length in bytes.
    pub size_bytes: i64,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
}

/// By what a file is known again: its SHA-256 in hexadecimal.
#[must_use]
pub fn digest(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// Judges a file by its content; the name and type its sender gave are only words.
///
/// # Errors
/// [`Fault::TooLarge`], [`Fault::MediaType`], or [`Fault::Input`] for an empty file.
pub fn check(name: &str, bytes: &[u8]) -> Result<Checked, Fault> {
    let size_bytes = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > FILE_BYTES_MAX {
        return Err(Fault::TooLarge {
            limit_bytes: FILE_BYTES_MAX,
        });
    }
    if bytes.is_empty() {
        return Err(Fault::Input(vec![FieldFault::new("file", "file_empty")]));
    }
    let kind = infer::get(bytes).ok_or(Fault::MediaType)?;
    let (media_type, extension) = ACCEPTED
        .into_iter()
        .find(|(media_type, _)| *media_type == kind.mime_type())
        .ok_or(Fault::MediaType)?;
    Ok(Checked {
        file_name: shown_name(name, extension),
        media_type,
        size_bytes,
        sha256: digest(bytes),
    })
}

/// A file that was judged, with its bytes: the only form in which a file is handed in with others.
#[derive(Debug, Clone)]
pub struct Proof {
    pub(crate) checked: Checked,
    pub(crate) bytes: Bytes,
}

impl Proof {
    /// Judges a file by its content, as [`check`] does.
    ///
    /// # Errors
    /// As [`check`].
    pub fn of(name: &str, bytes: Bytes) -> Result<Self, Fault> {
        Ok(Self {
            checked: check(name, &bytes)?,
            bytes,
        })
    }
}

/// The last part of a path, without control or direction characters, ending in the extension of
/// the true type.
fn shown_name(name: &str, extension: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = last.rsplit_once('.').map_or(last, |(stem, _)| stem);
    let kept: String = stem
        .chars()
        .filter(|sign| !sign.is_control() && !"\"<>:|?*%;".contains(*sign))
        .filter(|sign| !matches!(sign, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}'))
        .take(NAME_CHARS_MAX)
        .collect();
    let kept = kept.trim_matches(['.', ' ']);
    let stem = if kept.is_empty() { "file" } else { kept };
    format!("{stem}.{extension}")
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test stops where it fails")]
mod tests {
    use super::*;

    const PNG: &[u8] = &[0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0];

    #[test]
    fn the_content_decides_the_type_and_the_ending() {
        let checked = check("证据.exe", PNG).unwrap();
        assert_eq!(checked.media_type, "image/png");
        assert_eq!(checked.file_name, "证据.png");
    }

    #[test]
    fn a_page_that_calls_itself_a_picture_is_refused() {
        let refused = check("a.png", b"<html><script>alert(1)</script></html>");
        assert!(matches!(refused, Err(Fault::MediaType)));
    }

    #[test]
    fn a_compressed_archive_is_refused_unopened() {
        let refused = check("a.pdf", b"PK\x03\x04aaaaaaaaaaaaaaaaaaaaaaaa");
        assert!(matches!(refused, Err(Fault::MediaType)));
    }

    #[test]
    fn path_tricks_leave_only_a_name() {
        assert_eq!(
            check("../../etc/passwd", PNG).unwrap().file_name,
            "passwd.png"
        );
        assert_eq!(
            check("..\\..\\a\u{202e}gnp.exe", PNG).unwrap().file_name,
            "agnp.png"
        );
        assert_eq!(check("", PNG).unwrap().file_name, "file.png");
    }

    #[test]
    fn a_file_over_the_limit_is_refused() {
        let long = vec![0_u8; 20 * 1024 * 1024 + 1];
        assert!(matches!(check("a.png", &long), Err(Fault::TooLarge { .. })));
    }
}
