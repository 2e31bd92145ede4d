//! Reading: rows one after the other, of a file that may be anything.

mod book;
mod lines;
mod scan;
mod text;

use std::io::{Read, Seek, SeekFrom};
use std::ops::ControlFlow;

/// Columns that are looked at. No list of ours has a tenth of them.
pub const COLUMNS_MAX: usize = 200;
/// Rows that a file has at most: those of a sheet.
pub const ROWS_MAX: u64 = 1_048_576;
/// Bytes of a text file, and of one part of a workbook that has to be in memory as a whole.
const PART_BYTES_MAX: u64 = 100 << 20;
/// Bytes of a workbook once it is unpacked.
const BOOK_BYTES_MAX: u64 = 1 << 30;
/// Merged regions of a sheet. A list has none.
const MERGED_MAX: u64 = 1_000;
/// Cells of a sheet that are merged with others.
const MERGED_CELLS_MAX: u64 = 1_000_000;
/// Signs of a cell, as a sheet has them at most.
const CELL_CHARS_MAX: usize = 32_767;
/// Lines of a cell. A text with more is a quotation mark that nobody closed.
const CELL_LINES_MAX: usize = 100;

/// A row in which something stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its number as a program of tables shows it, from 1; of a text file the line on which it begins.
    pub number: u64,
    /// What stands in its cells, trimmed, up to the last that is not empty.
    pub cells: Vec<Result<String, CellFault>>,
}

/// Why a cell cannot be taken as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CellFault {
    /// It holds a formula: what it shows depends on the program that opens it.
    Formula,
    /// It shows an error, such as `#N/A`.
    Error,
    /// It is merged with others, so that it cannot be said in which of them its value stands.
    Merged,
    /// It is a number of more than 15 digits, of which a program of tables keeps only so many.
    LongNumber,
    /// Its bytes are no text in the encoding of the file.
    Undecodable,
    /// It is longer than a cell of a sheet can be.
    TooLong,
}

impl CellFault {
    /// Every fault.
    pub const ALL: [Self; 6] = [
        Self::Formula,
        Self::Error,
        Self::Merged,
        Self::LongNumber,
        Self::Undecodable,
        Self::TooLong,
    ];

    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Formula => "cell_formula",
            Self::Error => "cell_error",
            Self::Merged => "cell_merged",
            Self::LongNumber => "cell_number_long",
            Self::Undecodable => "cell_undecodable",
            Self::TooLong => "cell_too_long",
        }
    }
}

/// Why a file cannot be read as a table.
#[derive(Debug, thiserror::Error)]
pub enum ReadFault {
    /// The bytes cannot be had.
    #[error("the file cannot be read: {0}")]
    Io(#[from] std::io::Error),
    /// Nothing stands in it.
    #[error("the file is empty")]
    Empty,
    /// A workbook of before 2007, or one with a password.
    #[error("an old or locked workbook; save it as .xlsx without a password, or as .csv")]
    OldBook,
    /// It has the beginning of a workbook, and is none.
    #[error("the workbook is damaged: {0}")]
    Broken(String),
    /// A quotation mark is opened in this row and never closed: what follows would be taken for one cell.
    #[error("a quotation mark that is opened in row {0} is not closed")]
    Unclosed(u64),
    /// More rows, columns, merged regions or bytes than are looked at.
    #[error("the file is too large: {0}")]
    TooLarge(&'static str),
}

impl ReadFault {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Io(_) => "file_unreadable",
            Self::Empty => "file_empty",
            Self::OldBook => "file_old_workbook",
            Self::Broken(_) => "file_broken",
            Self::Unclosed(_) => "file_quote_open",
            Self::TooLarge(_) => "table_too_large",
        }
    }
}

/// Gives each row of `file` in which something stands to `each`, until it breaks off. A workbook is told by its content;
/// everything else is a text of values between commas, semicolons or tabs, in UTF-8, UTF-16 with its mark, or GB18030.
/// Of a workbook the first sheet that can be seen is read; the names of the others are answered.
///
/// # Errors
/// [`ReadFault`]: what was given to `each` before stays given.
pub fn read<R: Read + Seek>(
    mut file: R,
    each: &mut dyn FnMut(Row) -> ControlFlow<()>,
) -> Result<Vec<String>, ReadFault> {
    let mut first = [0; 4];
    let length = fill(&mut file, &mut first)?;
    file.seek(SeekFrom::Start(0))?;
    let mut seen = false;
    let mut each = |row: Row| {
        seen = true;
        each(row)
    };
    let others = match first.get(..length).unwrap_or_default() {
        b"PK\x03\x04" => book::read(file, &mut each)?,
        b"\xD0\xCF\x11\xE0" => return Err(ReadFault::OldBook),
        _ => {
            text::read(file, &mut each)?;
            Vec::new()
        }
    };
    if seen {
        Ok(others)
    } else {
        Err(ReadFault::Empty)
    }
}

/// Reads until the buffer is full or the file ends, and answers how much there is.
fn fill(file: &mut impl Read, buffer: &mut [u8]) -> Result<usize, std::io::Error> {
    let mut length = 0;
    while let Some(rest) = buffer.get_mut(length..).filter(|rest| !rest.is_empty()) {
        match file.read(rest) {
            Ok(0) => break,
            Ok(more) => length += more,
            Err(fault) if fault.kind() == std::io::ErrorKind::Interrupted => {}
            Err(fault) => return Err(fault),
        }
    }
    Ok(length)
}

/// Cuts the empty cells at the end of a row; nothing where all are.
fn row(number: u64, mut cells: Vec<Result<String, CellFault>>) -> Option<Row> {
    let is_empty = |cell: &Result<String, CellFault>| cell.as_ref().is_ok_and(String::is_empty);
    while cells.last().is_some_and(is_empty) {
        cells.pop();
    }
    (!cells.is_empty()).then_some(Row { number, cells })
}

/// The text of a cell, trimmed; a fault where no sheet could hold it.
fn cell(text: &str) -> Result<String, CellFault> {
    let text = text.trim();
    // The first comparison spares counting the signs of every cell.
    if text.len() > CELL_CHARS_MAX && text.chars().count() > CELL_CHARS_MAX {
        return Err(CellFault::TooLong);
    }
    Ok(text.to_owned())
}

/// The letters of a column, counted from nought, as a program of tables shows them.
#[must_use]
pub fn letters(mut place: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'A' + u8::try_from(place % 26).unwrap_or(0)));
        match (place / 26).checked_sub(1) {
            Some(next) => place = next,
            None => break,
        }
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn columns_have_the_letters_of_a_sheet() {
        for (place, expected) in [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (199, "GR")] {
            assert_eq!(letters(place), expected);
        }
    }
}
