//! Text: values between commas, semicolons or tabs.

use std::io::{BufReader, Read, Seek, SeekFrom};
use std::ops::ControlFlow;

use encoding_rs::{Encoding, GB18030, UTF_8};
use encoding_rs_io::DecodeReaderBytesBuilder;

use super::{COLUMNS_MAX, CellFault, PART_BYTES_MAX, ROWS_MAX, ReadFault, Row, fill, row};

/// What stands between values; the one that the first line has most of is taken.
const BETWEEN: [u8; 3] = [b',', b';', b'\t'];
/// What a decoder puts where bytes are no text.
const UNDECODABLE: char = '\u{fffd}';

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
    let mut rows = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(between)
        // The last line ends like the others, so that its number is counted as theirs.
        .from_reader(decoded(&mut file, encoding)?.chain(&b"\n"[..]));
    let mut record = csv::StringRecord::new();
    let mut number = 0;
    while rows.read_record(&mut record).map_err(told)? {
        // The record says where the empty lines before it begin; of its own lines the last is the one before the next.
        let within = record
            .iter()
            .flat_map(str::bytes)
            .filter(|sign| *sign == b'\n');
        let within = u64::try_from(within.count()).unwrap_or(u64::MAX);
        let first = rows
            .position()
            .line()
            .saturating_sub(within.saturating_add(1));
        // Lines that end in a carriage return alone are counted by nobody but us.
        number = first.max(number + 1);
        if number > ROWS_MAX {
            return Err(ReadFault::TooLarge("more lines than a sheet has rows"));
        }
        if record.len() > COLUMNS_MAX {
            return Err(ReadFault::TooLarge("more than 200 columns"));
        }
        let cells = record.iter().map(|text| {
            if text.contains(UNDECODABLE) {
                Err(CellFault::Undecodable)
            } else {
                Ok(unguarded(text.trim()).to_owned())
            }
        });
        if let Some(row) = row(number, cells.collect())
            && each(row).is_break()
        {
            break;
        }
    }
    Ok(())
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

/// UTF-8 where every byte fits it, else the encoding of Chinese programs of tables.
fn encoding(file: &mut impl Read) -> Result<&'static Encoding, ReadFault> {
    let mut decoder = UTF_8.new_decoder_without_bom_handling();
    let mut bytes = vec![0; 1 << 16];
    let mut text = String::with_capacity(1 << 18);
    loop {
        let length = fill(file, &mut bytes)?;
        let part = bytes.get(..length).unwrap_or_default();
        let last = length < bytes.len();
        let (_, _, wrong) = decoder.decode_to_string(part, &mut text, last);
        if wrong {
            return Ok(GB18030);
        }
        text.clear();
        if last {
            return Ok(UTF_8);
        }
    }
}

/// What stands between the values of the first line that is not empty.
fn between(text: &mut impl Read) -> Result<u8, ReadFault> {
    let mut start = vec![0; 1 << 16];
    let length = fill(text, &mut start)?;
    let start = start.get(..length).unwrap_or_default();
    let is_blank = |line: &&[u8]| line.iter().all(u8::is_ascii_whitespace);
    let line = start
        .split(|byte| *byte == b'\n')
        .find(|line| !is_blank(line));
    let line = line.unwrap_or_default();
    let count = |sign: u8| line.iter().filter(|byte| **byte == sign).count();
    // Of two that are there equally often, as where none is, the comma goes first.
    let most = BETWEEN.into_iter().rev().max_by_key(|sign| count(*sign));
    Ok(most.unwrap_or(b','))
}
