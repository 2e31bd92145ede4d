//! Forms as pages send them, and forms with files.

use axum::body::{Body, Bytes};
use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use http_body_util::Limited;

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
        let bytes = body::read(Request::new(content), app.body_bytes_max()).await?;
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
}

/// Files of one request.
const FILES_MAX: usize = 5;
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
        let limit = app.upload_bytes_max().saturating_add(REST_BYTES_MAX);
        let mut request = Request::from_parts(parts, Body::new(Limited::new(content, limit)));
        // Our own limit stands above; the framework's would be smaller.
        request
            .extensions_mut()
            .insert(axum::extract::DefaultBodyLimit::disable());
        let mut form = multipart(request).await?;
        let mut upload = Self::default();
        let mut token_good = !from_page;
        while let Some(field) = form.next_field().await.map_err(broken)? {
            let name = field.name().unwrap_or_default().to_owned();
            if !token_good {
                let sent = if name == csrf::FIELD {
                    field.text().await.map_err(broken)?
                } else {
                    String::new()
                };
                csrf::verify(app, &caller, &sent)?;
                token_good = true;
                continue;
            }
            upload.take(name, field).await?;
        }
        Ok(upload)
    }
}

impl Upload {
    async fn take(&mut self, name: String, field: Field<'_>) -> Result<(), Problem> {
        let Some(file_name) = field.file_name().map(str::to_owned) else {
            let text = field.text().await.map_err(broken)?;
            self.fields.push((name, text));
            return Ok(());
        };
        let bytes = field.bytes().await.map_err(broken)?;
        if file_name.is_empty() && bytes.is_empty() {
            return Ok(());
        }
        if self.files.len() >= FILES_MAX {
            return Err(Problem::new(Code::InvalidInput).field(
                &name,
                "too_many_files",
                "too many files",
            ));
        }
        self.files.push(SentFile {
            field: name,
            name: file_name,
            bytes,
        });
        Ok(())
    }
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
