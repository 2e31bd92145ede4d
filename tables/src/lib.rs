//! Tables in files: rows of cells as CSV or XLSX. What the rows mean is the business of others.
//!
//! Written: [`Writer`] takes rows one after the other and holds none of them. Read: [`read`] gives them one after the other,
//! of a file that may be anything.

mod read;
mod write;

pub use read::{COLUMNS_MAX, CellFault, ROWS_MAX, ReadFault, Row, letters, read};
pub use write::{Cell, Column, Format, WriteFault, Writer};
