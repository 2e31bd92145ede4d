//! Forms as pages send them, and forms with files.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{DefaultBodyLimit, FromRequest, Request};
use axum::http::StatusCode;
use bytes::BytesMut;
use http_body_util::Limited;
use tokio::sync::OwnedSemaphorePermit;

use super::access::caller_in;
use super::body;
use super::caller::for_programs;
use super::csrf;
use super::problem::{Code, Problem};
use crate::App;

/// The fields of a plain form, in the order sent. Its token was checked before the handler was reached.
#[derive(Debug, Clone, Default)]
pub struct Form(pub Vec<(String, String)>);

impl Form {
    /// The first value of this field; empty where it was not sent.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        first(&self.0, name)
    }
}

fn first<'a>(fields: &'a [(String, String)], name: &str) -> &'a str {
    fields
        .iter()
        .find(|(field, _)| field == name)
        .map_or("", |(_, value)| value.as_str())
}

impl FromRequest<App> for Form {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        let (parts, content) = request.into_parts();
        let bytes = body::read_form(content, app.body_bytes_max()).await?;
        let request = Request::from_parts(parts, Body::from(bytes));
        axum::Form::<Vec<(String, String)>>::from_request(request, &())
            .await
            .map(|form| Self(form.0))
            .map_err(|_| Problem::new(Code::BadRequest))
    }
}

/// One file of a form.
#[derive(Debug, Clone)]
pub struct SentFile {
    /// Name of the field.
    pub field: String,
    /// Name the sender gave; only words, never a path.
    pub name: String,
    /// The content.
    pub bytes: Bytes,
}

/// A form with files. From a page its first field must be the token: nothing else is read before it was found good.
#[derive(Debug, Clone, Default)]
pub struct Upload {
    /// The plain fields.
    pub fields: Vec<(String, String)>,
    /// The files; a file field left empty is none.
    pub files: Vec<SentFile>,
    /// Files of a page's form that were not kept. The form comes back with what was typed, so a page refuses no form
    /// for a file; a program is refused once its form was read.
    pub left_out: Vec<LeftOut>,
    /// Held as long as the files are.
    _turn: Option<Arc<OwnedSemaphorePermit>>,
}

/// A file that was read past and not kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// Name of the field.
    pub field: String,
    /// Name the sender gave.
    pub name: String,
    /// `file_too_large`, `files_too_large` or `too_many_files`.
    pub code: &'static str,
}

/// Files of one request.
const FILES_MAX: usize = 5;
/// All files of a form together may be so many times as long as one, and are in memory meanwhile.
const TOGETHER_TIMES: usize = 2;
/// A form is read to its end up to so many times the length of one file: a browser that is answered while it still sends
/// shows no answer at all, and a program finds its connection broken.
const READ_TIMES: usize = 8;
/// When to come again where too many forms with files are under way.
const UPLOAD_RETRY_SECONDS: u64 = 30;
/// Room for the plain fields and the form's own lines beside the files.
const REST_BYTES_MAX: usize = 256 * 1024;

impl Upload {
    /// The first value of this field; empty where it was not sent.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        first(&self.fields, name)
    }

    /// The only file of this field.
    ///
    /// # Errors
    /// [`Code::InvalidInput`] where there is none.
    pub fn file(&self, field: &str) -> Result<&SentFile, Problem> {
        self.files
            .iter()
            .find(|file| file.field == field)
            .ok_or_else(|| {
                Problem::new(Code::InvalidInput).field(field, "file_missing", "file missing")
            })
    }
}

impl FromRequest<App> for Upload {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        let (parts, content) = request.into_parts();
        let from_page = !for_programs(parts.uri.path());
        let caller = caller_in(&parts)?;
        let file_bytes_max = app.upload_bytes_max();
        let limit = file_bytes_max
            .saturating_mul(READ_TIMES)
            .saturating_add(REST_BYTES_MAX);
        let mut request = Request::from_parts(parts, Body::new(Limited::new(content, limit)));
        // Our own limit stands above; the framework's would be smaller.
        DefaultBodyLimit::disable().apply(&mut request);
        let mut form = multipart(request).await?;
        // Memory is for a few at a time; nothing of this one is read before its turn.
        let turn = app.upload_turn().await;
        let turn =
            turn.ok_or_else(|| Problem::new(Code::Unavailable).after(UPLOAD_RETRY_SECONDS))?;
        let mut upload = Self {
            _turn: Some(Arc::new(turn)),
            ..Self::default()
        };
        let mut token_good = !from_page;
        while let Some(field) = form.next_field().await.map_err(broken)? {
            let name = field.name().unwrap_or_default().to_owned();
            if !token_good {
                let sent = if name == csrf::FIELD {
                    read_text(field).await?
                } else {
                    String::new()
                };
                csrf::verify(app, &caller, &sent)?;
                token_good = true;
                continue;
            }
            upload.take(name, field, file_bytes_max).await?;
        }
        if !token_good {
            // A form without a single field holds no token either.
            csrf::verify(app, &caller, "")?;
        }
        match upload.left_out.first() {
            // Its form was read to the end all the same: who is still sending would not hear the answer.
            Some(file) if !from_page => Err(refused(&file.field, file.code)),
            _ => Ok(upload),
        }
    }
}

impl Upload {
    async fn take(
        &mut self,
        name: String,
        field: Field<'_>,
        file_bytes_max: usize,
    ) -> Result<(), Problem> {
        let Some(file_name) = field.file_name().map(str::to_owned) else {
            let text = read_text(field).await?;
            self.fields.push((name, text));
            return Ok(());
        };
        let kept: usize = self.files.iter().map(|file| file.bytes.len()).sum();
        let together = file_bytes_max.saturating_mul(TOGETHER_TIMES);
        let left = together.saturating_sub(kept);
        let (bytes, length) = read_file(field, file_bytes_max.min(left)).await?;
        if file_name.is_empty() && length == 0 {
            return Ok(());
        }
        let code = if self.files.len() >= FILES_MAX {
            "too_many_files"
        } else if length > file_bytes_max {
            "file_too_large"
        } else if length > left {
            "files_too_large"
        } else {
            self.files.push(SentFile {
                field: name,
                name: file_name,
                bytes,
            });
            return Ok(());
        };
        self.left_out.push(LeftOut {
            field: name,
            name: file_name,
            code,
        });
        Ok(())
    }
}

fn refused(field: &str, code: &str) -> Problem {
    if code == "too_many_files" {
        Problem::new(Code::InvalidInput).field(field, code, "too many files")
    } else {
        Problem::new(Code::TooLarge)
    }
}

async fn read_text(field: Field<'_>) -> Result<String, Problem> {
    let (bytes, length) = read_file(field, REST_BYTES_MAX).await?;
    if length > REST_BYTES_MAX {
        return Err(Problem::new(Code::TooLarge));
    }
    String::from_utf8(bytes.into()).map_err(|_| Problem::new(Code::InvalidEncoding))
}

/// Reads a field to its end and keeps at most `bytes_max` of it; answers the bytes and its whole length.
async fn read_file(mut field: Field<'_>, bytes_max: usize) -> Result<(Bytes, usize), Problem> {
    let mut bytes = BytesMut::new();
    let mut length: usize = 0;
    while let Some(chunk) = field.chunk().await.map_err(broken)? {
        length = length.saturating_add(chunk.len());
        if length <= bytes_max {
            bytes.extend_from_slice(&chunk);
        } else {
            // What is too long is not kept, not even in part.
            bytes = BytesMut::new();
        }
    }
    Ok((bytes.freeze(), length))
}

async fn multipart(request: Request) -> Result<axum::extract::Multipart, Problem> {
    axum::extract::Multipart::from_request(request, &())
        .await
        .map_err(|_| Problem::new(Code::UnsupportedMediaType))
}

fn broken(fault: MultipartError) -> Problem {
    if fault.status() == StatusCode::PAYLOAD_TOO_LARGE || body::is_limit(&fault) {
        Problem::new(Code::TooLarge)
    } else {
        Problem::new(Code::BodyBroken)
    }
}
