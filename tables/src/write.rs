//! Writing: rows one after the other, none of them held.

use std::borrow::Cow;
use std::io::{Seek, Write};
use std::path::Path;

use rust_xlsxwriter::{Format as Look, Workbook, Worksheet, XlsxError};

/// Rows that a sheet holds at most, its headings among them.
const SHEET_ROWS: u32 = 1_048_576;
/// Signs that a cell of a sheet holds at most, in the units of UTF-16.
const CELL_CHARS: usize = 32_767;
/// Signs that the name of a sheet has at most.
const NAME_CHARS: usize = 31;
/// Signs with which a program of tables takes a text for a formula, also in their wide forms.
const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
/// So that a spreadsheet program reads UTF-8 and not the code page of its machine.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated values in UTF-8 with a byte order mark.
    Csv,
    /// A workbook with one sheet.
    Xlsx,
}

impl Format {
    /// Every kind.
    pub const ALL: [Self; 2] = [Self::Csv, Self::Xlsx];

    /// The kind with this ending of a file name, in small or capital letters.
    #[must_use]
    pub fn from_ending(ending: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|format| format.ending().eq_ignore_ascii_case(ending))
    }

    /// The kind of a file with this content; what is no workbook is read as a text.
    #[must_use]
    pub fn of_content(bytes: &[u8]) -> Self {
        match bytes.starts_with(b"PK") {
            true => Self::Xlsx,
            false => Self::Csv,
        }
    }

    /// The ending of its file names, without the dot.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }

    /// Its media type.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

/// A column.
#[derive(Debug, Clone, Copy)]
pub struct Column<'a> {
    /// What stands above it.
    pub heading: &'a str,
    /// Its width in a sheet, in characters; a Chinese one counts as two.
    pub width: u8,
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// A text, which is never a formula.
    Text(String),
    /// A whole number, exact up to 2⁵³ in a sheet.
    Number(i64),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        match text {
            "" => Self::Empty,
            _ => Self::Text(text.to_owned()),
        }
    }
}

impl From<Option<&str>> for Cell {
    fn from(text: Option<&str>) -> Self {
        text.map_or(Self::Empty, Self::from)
    }
}

/// Why a table cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteFault {
    /// The file cannot be written.
    #[error("the file cannot be written: {0}")]
    Io(#[from] std::io::Error),
    /// A sheet holds no more rows.
    #[error("a sheet holds no more than {SHEET_ROWS} rows; CSV holds any number")]
    TooManyRows,
    /// A cell of a sheet holds no such text.
    #[error(
        "row {row}, column {column}: a cell holds no more than {CELL_CHARS} characters; CSV holds any number"
    )]
    TooLong {
        /// Row of the sheet, from 1.
        row: u32,
        /// Column of the sheet, from 1.
        column: u16,
    },
    /// The workbook cannot be made.
    #[error("the workbook cannot be made: {0}")]
    Book(String),
}

impl From<XlsxError> for WriteFault {
    fn from(fault: XlsxError) -> Self {
        match fault {
            XlsxError::IoError(fault) => Self::Io(fault),
            other => Self::Book(other.to_string()),
        }
    }
}

impl From<csv::Error> for WriteFault {
    fn from(fault: csv::Error) -> Self {
        match fault.into_kind() {
            csv::ErrorKind::Io(fault) => Self::Io(fault),
            other => Self::Book(format!("{other:?}")),
        }
    }
}

/// A table that is being written to `W`.
pub struct Writer<W: Write + Seek + Send>(Kind<W>);

enum Kind<W: Write> {
    Csv(Box<csv::Writer<W>>),
    Xlsx(Box<Sheet<W>>),
}

struct Sheet<W> {
    book: Workbook,
    out: W,
    next: u32,
}

impl<W: Write + Seek + Send> Writer<W> {
    /// Begins a table named `title` with these columns. A sheet keeps its rows in the folder `aside` until it ends.
    ///
    /// # Errors
    /// The file cannot be written; a sheet cannot have this name.
    pub fn begin(
        format: Format,
        mut out: W,
        title: &str,
        columns: &[Column<'_>],
        aside: &Path,
    ) -> Result<Self, WriteFault> {
        let headings = columns.iter().map(|column| column.heading);
        match format {
            Format::Csv => {
                out.write_all(BYTE_ORDER_MARK)?;
                let mut rows = csv::Writer::from_writer(out);
                rows.write_record(headings)?;
                Ok(Self(Kind::Csv(Box::new(rows))))
            }
            Format::Xlsx => {
                let mut book = Workbook::new();
                book.set_tempdir(aside)?;
                let sheet = book.add_worksheet_with_constant_memory()?;
                sheet.set_name(sheet_name(title))?;
                sheet.set_freeze_panes(1, 0)?;
                let strong = Look::new().set_bold();
                for (place, column) in (0_u16..).zip(columns) {
                    sheet.set_column_width(place, f64::from(column.width))?;
                    sheet.write_string_with_format(0, place, column.heading, &strong)?;
                }
                Ok(Self(Kind::Xlsx(Box::new(Sheet { book, out, next: 1 }))))
            }
        }
    }

    /// The kind of file it becomes.
    #[must_use]
    pub const fn format(&self) -> Format {
        match &self.0 {
            Kind::Csv(_) => Format::Csv,
            Kind::Xlsx(_) => Format::Xlsx,
        }
    }

    /// Writes one row.
    ///
    /// # Errors
    /// The file cannot be written; a sheet holds no such row or cell.
    pub fn row(&mut self, cells: &[Cell]) -> Result<(), WriteFault> {
        match &mut self.0 {
            Kind::Csv(rows) => {
                for cell in cells {
                    match cell {
                        Cell::Empty => rows.write_field("")?,
                        Cell::Text(text) => rows.write_field(guarded(text).as_ref())?,
                        Cell::Number(number) => rows.write_field(number.to_string())?,
                    }
                }
                // A record of no more fields ends the line.
                Ok(rows.write_record(None::<&[u8]>)?)
            }
            Kind::Xlsx(sheet) => sheet.row(cells),
        }
    }

    /// Ends the table and gives the file back, standing at its end.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn end(self) -> Result<W, WriteFault> {
        match self.0 {
            Kind::Csv(rows) => rows
                .into_inner()
                .map_err(|fault| WriteFault::Io(fault.into_error())),
            Kind::Xlsx(sheet) => {
                let Sheet {
                    mut book, mut out, ..
                } = *sheet;
                book.save_to_writer(&mut out)?;
                Ok(out)
            }
        }
    }
}

impl<W> Sheet<W> {
    fn row(&mut self, cells: &[Cell]) -> Result<(), WriteFault> {
        let row = self.next;
        if row >= SHEET_ROWS {
            return Err(WriteFault::TooManyRows);
        }
        let sheet: &mut Worksheet = self.book.worksheet_from_index(0)?;
        for (column, cell) in (0_u16..).zip(cells) {
            match cell {
                Cell::Empty => {}
                Cell::Text(text) if text.encode_utf16().count() > CELL_CHARS => {
                    return Err(WriteFault::TooLong {
                        row: row + 1,
                        column: column + 1,
                    });
                }
                Cell::Text(text) => {
                    sheet.write_string(row, column, text)?;
                }
                Cell::Number(number) => {
                    sheet.write_number(row, column, wide(*number))?;
                }
            }
        }
        self.next += 1;
        Ok(())
    }
}

/// The title as a sheet can bear it: without the signs that its program keeps for itself, and no longer than it allows.
fn sheet_name(title: &str) -> String {
    let fit = |sign: &char| !sign.is_control() && !"[]:*?/\\".contains(*sign);
    let name: String = title.chars().filter(fit).take(NAME_CHARS).collect();
    let name = name.trim_matches([' ', '\'']);
    if name.is_empty() {
        "1".to_owned()
    } else {
        name.to_owned()
    }
}

/// The number as a sheet holds it. Going by its text rounds it once, to the nearest.
fn wide(number: i64) -> f64 {
    i32::try_from(number).map_or_else(
        |_| number.to_string().parse().unwrap_or(f64::MAX),
        f64::from,
    )
}

/// A text that a program of tables would take for a formula is led by an apostrophe, which shows it as the text that it is.
fn guarded(text: &str) -> Cow<'_, str> {
    if is_formula(text) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Whether a program of tables would take this text for a formula.
pub(crate) fn is_formula(text: &str) -> bool {
    text.starts_with(FORMULA)
}
