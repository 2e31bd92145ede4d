//! Text: values between commas, semicolons or tabs.

use std::io::{BufReader, ErrorKind, Read, Seek, SeekFrom};
use std::ops::ControlFlow;

use encoding_rs::{Encoding, GB18030, UTF_8};
use encoding_rs_io::DecodeReaderBytesBuilder;

use super::lines::Lines;
use super::{
    CELL_LINES_MAX, COLUMNS_MAX, CellFault, PART_BYTES_MAX, ROWS_MAX, ReadFault, Row, cell, fill,
    row,
};

/// Stands behind the text on a line of its own, where no quotation mark is open: a text that is cut off within a cell is told
/// from one that ends. The last line of the text itself ends like the others.
const END: &[u8] = b"\n\x01\n";
const END_SIGN: &str = "\x01";
/// What a cell ends with that is open to the end.
const OPEN: &str = "\n\x01\n";
/// Lines at the top by which it is seen what stands between values: titles stand there as well.
const LOOKED_AT: usize = 10;

/// What may stand between values.
const BETWEEN: [u8; 3] = [b',', b';', b'\t'];
/// What a decoder puts where bytes are no text.
const UNDECODABLE: char = '\u{fffd}';
/// So many signs beyond ASCII that fit UTF-8, for each that does not, make a text one of UTF-8 that is spoilt.
const FITS_FOR_EACH_SPOILT: usize = 10;

pub(super) fn read<R: Read + Seek>(
    mut file: R,
    each: &mut dyn FnMut(Row) -> ControlFlow<()>,
) -> Result<(), ReadFault> {
    if file.seek(SeekFrom::End(0))? > PART_BYTES_MAX {
        return Err(ReadFault::TooLarge("text of more than 100 MB"));
    }
    file.seek(SeekFrom::Start(0))?;
    let encoding = encoding(&mut file)?;
    let between = between(&mut decoded(&mut file, encoding)?)?;
    let text = Lines::of(decoded(&mut file, encoding)?, between);
    let mut rows = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(between)
        .from_reader(text.chain(END));
    let mut record = csv::StringRecord::new();
    let mut last = 1;
    while rows.read_record(&mut record).map_err(told)? {
        if record.iter().eq([END_SIGN]) {
            return Ok(());
        }
        let lines = |text: &str| text.bytes().filter(|sign| *sign == b'\n').count();
        let within: usize = record.iter().map(lines).sum();
        // What the parser calls the place of a record is that of the empty lines before it; where it ends is certain.
        let within = u64::try_from(within).unwrap_or(u64::MAX);
        let number = rows
            .position()
            .line()
            .saturating_sub(within.saturating_add(1));
        last = number;
        if number > ROWS_MAX {
            return Err(ReadFault::TooLarge("more lines than a sheet has rows"));
        }
        if record.len() > COLUMNS_MAX {
            return Err(ReadFault::TooLarge("more than 200 columns"));
        }
        // Nothing ends the last record where a mark is open, and so it is counted one line short.
        if record.iter().any(|text| text.ends_with(OPEN)) {
            return Err(ReadFault::Unclosed(number + 1));
        }
        if record.iter().any(|text| lines(text) > CELL_LINES_MAX) {
            return Err(ReadFault::Unclosed(number));
        }
        let cells = record.iter().map(|text| {
            if text.contains(UNDECODABLE) {
                Err(CellFault::Undecodable)
            } else {
                cell(unguarded(text.trim()))
            }
        });
        if let Some(row) = row(number, cells.collect())
            && each(row).is_break()
        {
            return Ok(());
        }
    }
    Err(ReadFault::Unclosed(last))
}

/// The apostrophe with which our own lists lead a text that would be taken for a formula is not part of it.
fn unguarded(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if crate::write::is_formula(rest) => rest,
        _ => text,
    }
}

fn told(fault: csv::Error) -> ReadFault {
    match fault.into_kind() {
        csv::ErrorKind::Io(fault) if fault.kind() == ErrorKind::FileTooLarge => {
            ReadFault::TooLarge("more than 200 columns")
        }
        csv::ErrorKind::Io(fault) => ReadFault::Io(fault),
        other => ReadFault::Broken(format!("{other:?}")),
    }
}

/// The text from its beginning. A mark at the beginning goes before `encoding`.
fn decoded<'a, R: Read + Seek>(
    file: &'a mut R,
    encoding: &'static Encoding,
) -> Result<impl Read + use<'a, R>, ReadFault> {
    file.seek(SeekFrom::Start(0))?;
    let read = DecodeReaderBytesBuilder::new()
        .encoding(Some(encoding))
        .bom_override(true)
        .strip_bom(true)
        .build(file);
    Ok(BufReader::new(read))
}

/// UTF-8 where the bytes fit it, or where only some are spoilt: else the encoding of Chinese programs of tables, of whose
/// signs hardly any are signs of UTF-8 by chance.
fn encoding(file: &mut impl Read) -> Result<&'static Encoding, ReadFault> {
    let mut decoder = UTF_8.new_decoder_without_bom_handling();
    let mut bytes = vec![0; 1 << 16];
    let mut text = String::with_capacity(1 << 18);
    let (mut fits, mut spoilt, mut whole) = (0_usize, 0_usize, true);
    loop {
        let length = fill(file, &mut bytes)?;
        let part = bytes.get(..length).unwrap_or_default();
        let last = length < bytes.len();
        let (_, _, wrong) = decoder.decode_to_string(part, &mut text, last);
        whole &= !wrong;
        for sign in text.chars().filter(|sign| !sign.is_ascii()) {
            *(if sign == UNDECODABLE {
                &mut spoilt
            } else {
                &mut fits
            }) += 1;
        }
        text.clear();
        if last {
            let mostly = fits >= spoilt.saturating_mul(FITS_FOR_EACH_SPOILT);
            return Ok(if whole || mostly { UTF_8 } else { GB18030 });
        }
    }
}

/// What stands between the values: of the signs, the one that the first lines have most of.
fn between(text: &mut impl Read) -> Result<u8, ReadFault> {
    let mut start = vec![0; 1 << 16];
    let length = fill(text, &mut start)?;
    let start = start.get(..length).unwrap_or_default();
    let is_blank = |line: &&[u8]| line.iter().all(u8::is_ascii_whitespace);
    let lines: Vec<&[u8]> = start
        .split(|byte| matches!(byte, b'\n' | b'\r'))
        .filter(|line| !is_blank(line))
        .take(LOOKED_AT)
        .collect();
    let count = |sign: u8| {
        let of_line = |line: &&[u8]| line.iter().filter(|byte| **byte == sign).count();
        lines.iter().map(of_line).sum::<usize>()
    };
    // Of two that are there equally often, as where none is, the comma goes first.
    let most = BETWEEN.into_iter().rev().max_by_key(|sign| count(*sign));
    Ok(most.unwrap_or(b','))
}
