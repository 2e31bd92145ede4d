//! Tables in files: rows of cells as CSV or XLSX. What the rows mean is the business of others.
//!
//! Written: [`Writer`] takes rows one after the other and holds none of them.

mod write;

pub use write::{Cell, Column, Format, WriteFault, Writer};
