//! Files as answers: always to be saved, never to be shown as a page of ours.

use axum::body::Bytes;
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use store::ops::evidence::File;

use super::problem::Problem;

/// A file, under the name it was given.
///
/// # Errors
/// [`super::problem::Code::Internal`] where the stored type is no media type.
pub fn file(file: File) -> Result<Response, Problem> {
    bytes(&file.media_type, &file.file_name, file.bytes)
}

/// Bytes as a file of this type, under this name.
///
/// # Errors
/// [`super::problem::Code::Internal`] where the type is no media type.
pub fn bytes(media_type: &str, name: &str, bytes: impl Into<Bytes>) -> Result<Response, Problem> {
    let kind = HeaderValue::from_str(media_type)
        .map_err(|_| Problem::internal("a stored file has no media type"))?;
    let name = disposition(name)?;
    let mut response = bytes.into().into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, kind);
    headers.insert(CONTENT_DISPOSITION, name);
    // Should a browser show it all the same, nothing in it runs.
    headers.insert(
        CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("sandbox; default-src 'none'"),
    );
    Ok(response)
}

/// RFC 6266: the name in UTF-8, percent-encoded, so that no character of it can end the header.
pub(crate) fn disposition(name: &str) -> Result<HeaderValue, Problem> {
    let mut text = String::from("attachment; filename*=UTF-8''");
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.') {
            text.push(char::from(byte));
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
    HeaderValue::from_str(&text).map_err(|_| Problem::internal("a file name is no header"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops at the first wrong value")]

    use super::*;

    #[test]
    fn a_name_cannot_end_the_header() {
        let written = disposition("整改\"\r\nSet-Cookie: a=b.pdf").unwrap();
        assert_eq!(
            written,
            "attachment; filename*=UTF-8''%E6%95%B4%E6%94%B9%22%0D%0ASet-Cookie%3A%20a%3Db.pdf"
        );
    }
}
