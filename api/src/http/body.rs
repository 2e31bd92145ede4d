//! Bodies and queries, read strictly: a wrong one names each wrong field.

use std::error::Error;

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use serde::de::DeserializeOwned;

use super::problem::{Code, Problem};
use crate::App;

/// A JSON body. Unknown fields are refused by the types themselves (`deny_unknown_fields`).
#[derive(Debug, Clone)]
pub struct Json<T>(pub T);

impl<T: DeserializeOwned> FromRequest<App> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        if !is_json(request.headers()) {
            return Err(Problem::new(Code::UnsupportedMediaType).because(
                "请以 application/json 提交",
                "Send the body as application/json",
            ));
        }
        let bytes = read(request, app.body_bytes_max()).await?;
        parse(&bytes).map(Self)
    }
}

/// The whole body, which after decompression is no larger than `bytes_max`.
///
/// # Errors
/// [`Code::TooLarge`], or [`Code::BodyBroken`] where it ends early or does not decompress.
pub async fn read(request: Request, bytes_max: usize) -> Result<Bytes, Problem> {
    match Limited::new(request.into_body(), bytes_max).collect().await {
        Ok(body) => Ok(body.to_bytes()),
        Err(fault) if is_limit(fault.as_ref()) => Err(Problem::new(Code::TooLarge)),
        Err(_) => Err(Problem::new(Code::BodyBroken)),
    }
}

/// The whole of a plain form, as [`read`] reads a body, and its escapes are text.
///
/// # Errors
/// Those of [`read`]; [`Code::InvalidEncoding`].
pub async fn read_form(content: Body, bytes_max: usize) -> Result<Bytes, Problem> {
    let bytes = read(Request::new(content), bytes_max).await?;
    escapes_are_text(&bytes)?;
    Ok(bytes)
}

/// Whether a length limit lies at the root of this error.
#[must_use]
pub fn is_limit(fault: &(dyn Error + 'static)) -> bool {
    let mut next = Some(fault);
    while let Some(fault) = next {
        if fault.is::<LengthLimitError>() {
            return true;
        }
        next = fault.source();
    }
    false
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    kind == "application/json" || (kind.starts_with("application/") && kind.ends_with("+json"))
}

/// A value from JSON bytes.
///
/// # Errors
/// [`Code::InvalidEncoding`], [`Code::InvalidJson`], or [`Code::InvalidInput`] with the field.
pub fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let text = std::str::from_utf8(bytes).map_err(|_| Problem::new(Code::InvalidEncoding))?;
    let mut reader = serde_json::Deserializer::from_str(text);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|fault| {
        let path = fault.path().to_string();
        json_problem(&path, fault.inner())
    })?;
    reader.end().map_err(|fault| json_problem("", &fault))?;
    Ok(value)
}

/// What serde says about a value, as a problem with the field.
pub(crate) fn json_problem(path: &str, fault: &serde_json::Error) -> Problem {
    if fault.classify() != serde_json::error::Category::Data {
        let (line, column) = (fault.line(), fault.column());
        return Problem::new(Code::InvalidJson).because(
            format!("第 {line} 行第 {column} 列不是有效的 JSON"),
            format!("Not valid JSON at line {line}, column {column}"),
        );
    }
    let words = fault.to_string();
    let words = words
        .rsplit_once(" at line ")
        .map_or(words.as_str(), |(before, _)| before);
    field_problem(Code::InvalidInput, path, words)
}

/// One wrong field from serde's words. The code is one of a few; the detail is serde's own text, cut.
fn field_problem(code: Code, path: &str, words: &str) -> Problem {
    let quoted = words.split('`').nth(1).unwrap_or_default();
    let here = if path == "." { "" } else { path };
    let (field, kind) = if words.starts_with("unknown field") {
        (within(here, quoted), "unknown_field")
    } else if words.starts_with("missing field") {
        (within(here, quoted), "missing_field")
    } else if words.starts_with("duplicate field") {
        (within(here, quoted), "duplicate_field")
    } else if words.starts_with("unknown variant") {
        (here.to_owned(), "unknown_value")
    } else if words.starts_with("invalid type") {
        (here.to_owned(), "wrong_type")
    } else if is_code(words) {
        (here.to_owned(), words)
    } else {
        (here.to_owned(), "invalid_value")
    };
    let detail: String = words.chars().take(200).collect();
    Problem::new(code).field(&field, kind, detail)
}

/// The words of a domain type that refuses a text are its code alone.
fn is_code(words: &str) -> bool {
    !words.is_empty()
        && words
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

/// The last part of the path is the field itself where serde has entered it already.
fn within(path: &str, field: &str) -> String {
    if path.is_empty() || path == field || path.ends_with(&format!(".{field}")) {
        if path.is_empty() {
            field.to_owned()
        } else {
            path.to_owned()
        }
    } else {
        format!("{path}.{field}")
    }
}

/// Query parameters. Unknown ones are refused like unknown fields.
#[derive(Debug, Clone)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned> FromRequestParts<App> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _app: &App) -> Result<Self, Problem> {
        escapes_are_text(parts.uri.query().unwrap_or_default().as_bytes())?;
        if holds_control(parts.uri.query().unwrap_or_default()) {
            return Err(Problem::new(Code::InvalidQuery).field("", "text_control", "text control"));
        }
        axum::extract::Query::<T>::try_from_uri(&parts.uri)
            .map(|query| Self(query.0))
            .map_err(|rejection| {
                let words = rejection
                    .source()
                    .map(ToString::to_string)
                    .unwrap_or_default();
                let (field, words) = words.split_once(": ").unwrap_or(("", &words));
                field_problem(Code::InvalidQuery, field, words)
            })
    }
}

/// The pairs of a page's query. What a person typed there is told beside its field, so only what is no text at all is
/// refused.
#[derive(Debug, Clone, Default)]
pub struct Pairs(pub Vec<(String, String)>);

impl FromRequestParts<App> for Pairs {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _app: &App) -> Result<Self, Problem> {
        escapes_are_text(parts.uri.query().unwrap_or_default().as_bytes())?;
        axum::extract::Query::try_from_uri(&parts.uri)
            .map(|query| Self(query.0))
            .map_err(|_| Problem::new(Code::InvalidQuery))
    }
}

/// Refuses what a query or a form escapes into bytes that are no text: decoding would put other characters in their place.
fn escapes_are_text(sent: &[u8]) -> Result<(), Problem> {
    percent_encoding::percent_decode(sent)
        .decode_utf8()
        .map(|_| ())
        .map_err(|_| Problem::new(Code::InvalidEncoding))
}

/// Whether a query holds a control character, which no parameter of ours has: PostgreSQL takes no NUL in a text.
fn holds_control(query: &str) -> bool {
    query.split('%').skip(1).any(|after| {
        let code = after
            .get(..2)
            .and_then(|code| u8::from_str_radix(code, 16).ok());
        code.is_some_and(|code| code.is_ascii_control())
    })
}

/// A path parameter that is a checked word of the domain (a number with its check digit, an id). A text that
/// cannot be one is answered like one that is not there: 404.
#[derive(Debug, Clone, Copy)]
pub struct Named<T>(pub T);

impl<T: std::str::FromStr + Send> FromRequestParts<App> for Named<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let text = axum::extract::Path::<String>::from_request_parts(parts, app)
            .await
            .map_err(|_| Problem::new(Code::NotFound))?;
        if text.0.chars().any(char::is_control) {
            return Err(Problem::new(Code::NotFound));
        }
        text.0
            .parse()
            .map(Self)
            .map_err(|_| Problem::new(Code::NotFound))
    }
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::indexing_slicing,
        reason = "a test stops at the first wrong value"
    )]

    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code, reason = "only read by serde")]
    struct Outer {
        name: String,
        count: i64,
        inner: Option<Inner>,
        kind: Option<Kind>,
    }
    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code, reason = "only read by serde")]
    struct Inner {
        email: String,
    }
    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Kind {
        One,
    }

    fn refused(text: &str) -> (Code, String, String) {
        let problem = parse::<Outer>(text.as_bytes()).unwrap_err();
        let first = problem.errors.first();
        (
            problem.code,
            first.map(|e| e.field.clone()).unwrap_or_default(),
            first.map(|e| e.code.clone()).unwrap_or_default(),
        )
    }

    fn input(field: &str, code: &str) -> (Code, String, String) {
        (Code::InvalidInput, field.to_owned(), code.to_owned())
    }

    #[test]
    fn a_wrong_field_is_named_by_its_path() {
        assert_eq!(
            refused(r#"{"name":1,"count":1}"#),
            input("name", "wrong_type")
        );
        assert_eq!(refused(r#"{"name":"a"}"#), input("count", "missing_field"));
        assert_eq!(
            refused(r#"{"name":"a","count":1,"x":1}"#),
            input("x", "unknown_field")
        );
        assert_eq!(
            refused(r#"{"name":"a","count":1,"inner":{"email":"a","y":1}}"#),
            input("inner.y", "unknown_field")
        );
        assert_eq!(
            refused(r#"{"name":"a","count":1,"inner":{}}"#),
            input("inner.email", "missing_field")
        );
        assert_eq!(
            refused(r#"{"name":"a","name":"b","count":1}"#),
            input("name", "duplicate_field")
        );
        assert_eq!(
            refused(r#"{"name":"a","count":1,"kind":"two"}"#),
            input("kind", "unknown_value")
        );
        assert_eq!(
            refused(r#"{"name":"a","count":99999999999999999999}"#),
            input("count", "wrong_type")
        );
        assert_eq!(refused("[1]").0, Code::InvalidInput);
    }

    #[test]
    fn what_is_not_json_says_where() {
        for text in [
            "",
            "{",
            "{\"name\":\"a\",}",
            "{} x",
            "\u{0}",
            r#"{"name":"\ud800"}"#,
        ] {
            let (code, ..) = refused(text);
            assert!(
                matches!(code, Code::InvalidJson | Code::InvalidInput),
                "{text}: {code:?}"
            );
        }
        assert_eq!(refused(r#"{"name":"a","count":1} x"#).0, Code::InvalidJson);
        assert_eq!(refused(&"[".repeat(100_000)).0, Code::InvalidInput);
    }

    #[test]
    fn a_control_character_in_a_query_is_seen_in_its_escape() {
        for query in ["q=%00", "a=1&q=%E4%B8%9C%0a", "%7F=1"] {
            assert!(holds_control(query), "{query}");
        }
        for query in ["", "q=%E4%B8%9C%20a", "q=100%", "q=%", "q=%zz", "q=a%2Bb"] {
            assert!(!holds_control(query), "{query}");
        }
    }

    #[test]
    fn broken_utf8_is_its_own_fault() {
        assert_eq!(
            parse::<Outer>(b"{\"name\":\"\xff\"}").unwrap_err().code,
            Code::InvalidEncoding
        );
    }
}
