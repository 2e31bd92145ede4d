//! Tables as programs of tables read them.

use std::io::Cursor;

use calamine::{Reader as _, Xlsx};

/// The rows of a CSV of ours, its headings first.
///
/// # Panics
/// Where it has no byte order mark, or cannot be read.
#[must_use]
pub fn csv(bytes: &[u8]) -> Vec<Vec<String>> {
    let bytes = bytes
        .strip_prefix("\u{feff}".as_bytes())
        .expect("a byte order mark");
    let rows = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(bytes)
        .into_records();
    rows.map(|row| {
        let row = row.expect("a row as long as the others");
        row.iter().map(ToOwned::to_owned).collect()
    })
    .collect()
}

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
