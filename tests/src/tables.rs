//! Workbooks as a program of tables reads them.

use std::io::Cursor;

use calamine::{Reader as _, Xlsx};

/// The cells of the first sheet as texts, row by row; an empty one is an empty text.
///
/// # Panics
/// Where this is no workbook.
#[must_use]
pub fn first_sheet(bytes: &[u8]) -> Vec<Vec<String>> {
    let mut book = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    let sheet = book.worksheet_range_at(0).expect("a sheet");
    let sheet = sheet.expect("a sheet that can be read");
    sheet
        .rows()
        .map(|row| row.iter().map(ToString::to_string).collect())
        .collect()
}
