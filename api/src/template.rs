//! The empty table that offices fill in, under the headings that are known.

use std::io::{Seek, Write};

use domain::institution::listed::Field;
use tables::{Column, Format, WriteFault, Writer};

use crate::text::Lang;

/// Writes the empty table to `out` and gives it back.
///
/// # Errors
/// It cannot be written.
pub(crate) fn write<W: Write + Seek + Send>(
    format: Format,
    out: W,
    lang: Lang,
) -> Result<W, WriteFault> {
    let headings = Field::ALL
        .iter()
        .map(|field| lang.pick(field.zh(), field.en()));
    let columns: Vec<Column<'_>> = headings
        .map(|heading| Column { heading, width: 18 })
        .collect();
    let title = lang.t("import-template-title");
    Writer::begin(format, out, &title, &columns, &std::env::temp_dir())?.end()
}
