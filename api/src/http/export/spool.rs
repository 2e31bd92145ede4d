//! The file that a list is written to.

use std::fs::File;
use std::io::{BufWriter, Seek, SeekFrom, Write};
use std::path::Path;

use axum::body::Body;
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE};
use axum::response::Response;
use serde::Serialize;
use tables::{Cell, Column, Format, WriteFault, Writer};
use tokio_util::io::ReaderStream;

use crate::http::download::disposition;
use crate::http::problem::{Code, Problem};
use crate::text::Lang;

/// In which shape a list is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// `{"as_of":…,"items":[…]}`.
    Json,
    /// A table with headings in a language.
    Table(Format, Lang),
}

/// A row of a list, in every shape.
pub(crate) trait Exported: Serialize + Send + 'static {
    /// What stands above its cells, and how wide they are.
    fn columns(lang: Lang) -> Vec<(String, u8)>;

    /// Its cells, one for each column.
    fn cells(&self, lang: Lang) -> Vec<Cell>;
}

/// Begins a table of `T` with its headings.
///
/// # Errors
/// As [`Writer::begin`].
pub(crate) fn table<T: Exported, W: Write + Seek + Send>(
    format: Format,
    lang: Lang,
    out: W,
    title: &str,
    aside: &Path,
) -> Result<Writer<W>, WriteFault> {
    let columns = T::columns(lang);
    let columns: Vec<Column<'_>> = columns
        .iter()
        .map(|(heading, width)| Column {
            heading,
            width: *width,
        })
        .collect();
    Writer::begin(format, out, title, &columns, aside)
}

type Out = BufWriter<File>;

enum Kind {
    Json { out: Out, is_first: bool },
    Table(Writer<Out>, Lang),
}

/// A list that is being written.
pub(super) struct Spool(Kind);

fn failed(fault: &WriteFault) -> Problem {
    // What a sheet cannot hold is no fault of ours, and CSV can.
    if matches!(fault, WriteFault::TooManyRows | WriteFault::TooLong { .. }) {
        let zh = "XLSX 装不下这份列表，请下载 CSV";
        return Problem::new(Code::TooLarge).because(zh, fault.to_string());
    }
    Problem::internal(&format!("a list cannot be written: {fault}"))
}

impl Spool {
    /// Begins a list of `T` as it stood at `as_of`, in a file without a name in the folder `aside`.
    pub(super) fn begin<T: Exported>(
        shape: Shape,
        title: &str,
        as_of: &str,
        aside: &Path,
    ) -> Result<Self, Problem> {
        let file = tempfile::tempfile_in(aside).map_err(|fault| failed(&fault.into()))?;
        let mut out = BufWriter::new(file);
        let kind = match shape {
            Shape::Json => {
                let begun = write!(out, "{{\"as_of\":\"{as_of}\",\"items\":[");
                begun.map_err(|fault| failed(&fault.into()))?;
                Kind::Json {
                    out,
                    is_first: true,
                }
            }
            Shape::Table(format, lang) => {
                let writer = table::<T, _>(format, lang, out, title, aside);
                Kind::Table(writer.map_err(|fault| failed(&fault))?, lang)
            }
        };
        Ok(Self(kind))
    }

    /// Writes these rows, on a thread where it keeps nobody waiting.
    pub(super) async fn write<T: Exported>(self, rows: Vec<T>) -> Result<Self, Problem> {
        aside(move || self.rows(&rows)).await
    }

    fn rows<T: Exported>(mut self, rows: &[T]) -> Result<Self, WriteFault> {
        for row in rows {
            match &mut self.0 {
                Kind::Json { out, is_first } => {
                    if !std::mem::replace(is_first, false) {
                        out.write_all(b",")?;
                    }
                    serde_json::to_writer(&mut *out, row).map_err(std::io::Error::from)?;
                }
                Kind::Table(writer, lang) => writer.row(&row.cells(*lang))?,
            }
        }
        Ok(self)
    }

    /// Ends the list and answers with it.
    pub(super) async fn answer(self, name: &str) -> Result<Response, Problem> {
        let kind = match &self.0 {
            Kind::Json { .. } => None,
            Kind::Table(writer, _) => Some(writer.format()),
        };
        let (file, length) = aside(move || self.end()).await?;
        let mut response = Response::new(Body::from_stream(ReaderStream::new(
            tokio::fs::File::from_std(file),
        )));
        let headers = response.headers_mut();
        headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
        let Some(format) = kind else {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
            return Ok(response);
        };
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(format.media_type()));
        let name = format!("{name}.{}", format.ending());
        headers.insert(CONTENT_DISPOSITION, disposition(&name)?);
        Ok(response)
    }

    fn end(self) -> Result<(File, u64), WriteFault> {
        let mut out = match self.0 {
            Kind::Json { mut out, .. } => {
                out.write_all(b"]}")?;
                out
            }
            Kind::Table(writer, _) => writer.end()?,
        };
        let length = out.stream_position()?;
        let mut file = out
            .into_inner()
            .map_err(std::io::IntoInnerError::into_error)?;
        file.seek(SeekFrom::Start(0))?;
        Ok((file, length))
    }
}

async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, WriteFault> + Send + 'static,
) -> Result<T, Problem> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|_| Problem::internal("a list was not written to its end"))?
        .map_err(|fault| failed(&fault))
}
