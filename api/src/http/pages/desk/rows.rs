//! Short lists that come as a file: read as a whole, by the place of their columns, and entered whole or not at all.

use std::io::Cursor;
use std::ops::ControlFlow;

use domain::words::FieldFault;

use crate::http::problem::{Code, Problem};
use crate::http::upload::{SentFile, Upload};
use crate::text::{self, Lang};

/// The first row says what stands in the columns; more rows than these are no list of an office.
const ROWS_MAX: usize = 1_000;

/// The rows below the first, each with its number in the file.
///
/// # Errors
/// [`Code::InvalidInput`] at the field `list`.
pub(super) fn rows(upload: &Upload) -> Result<Vec<(u64, Vec<String>)>, Problem> {
    let wrong = |code: &str| Problem::new(Code::InvalidInput).field("list", code, "");
    if let Some(left) = upload.left_out.first() {
        return Err(wrong(left.code));
    }
    let file: &SentFile = upload.file("list")?;
    let mut rows = Vec::new();
    let mut unread = None;
    let read = tables::read(Cursor::new(&file.bytes), &mut |row| {
        let cells: Result<Vec<String>, _> = row.cells.into_iter().collect();
        match cells {
            Ok(cells) => rows.push((row.number, cells)),
            Err(fault) => unread = Some(fault.code()),
        }
        if unread.is_some() || rows.len() > ROWS_MAX {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    });
    read.map_err(|fault| wrong(fault.code()))?;
    if let Some(code) = unread {
        return Err(wrong(code));
    }
    if rows.len() > ROWS_MAX {
        return Err(wrong("list_too_long"));
    }
    rows.remove(0);
    if rows.is_empty() {
        return Err(wrong("file_empty"));
    }
    Ok(rows)
}

/// What is wrong with the rows, in words: the row of the file, what it is about, and what to do.
pub(super) fn wrong(problem: &Problem, numbers: &[u64], lang: Lang) -> Vec<String> {
    let line = |error: &crate::http::problem::FieldProblem| {
        let mut parts = error.field.splitn(3, '.').skip(1);
        let place: Option<usize> = parts.next().and_then(|place| place.parse().ok());
        let number = place.and_then(|place| numbers.get(place)).copied();
        let words = text::fault(lang, &error.code, &error.detail);
        let row = number.and_then(|number| i64::try_from(number).ok());
        match row {
            Some(row) => lang.t2("list-row-wrong", "row", row, "words", words),
            None => words,
        }
    };
    problem.errors.iter().map(line).collect()
}

/// The faults of a row as one problem with those of the others.
pub(super) fn at_row(place: usize, field: &str, code: &'static str) -> FieldFault {
    FieldFault {
        field: format!("rows.{place}.{field}").into(),
        code: code.into(),
        detail: String::new(),
    }
}
