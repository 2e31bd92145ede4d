//! Workbooks (XLSX, ISO/IEC 29500).

use std::io::{ErrorKind, Read, Seek, SeekFrom};
use std::ops::ControlFlow;

use calamine::{
    DataRef, Dimensions, ExcelDateTime, Reader as _, SheetType, SheetVisible, Xlsx, XlsxError,
};

use super::scan::Scan;
use super::{
    BOOK_BYTES_MAX, COLUMNS_MAX, CellFault, MERGED_CELLS_MAX, MERGED_MAX, PART_BYTES_MAX,
    ReadFault, Row, cell, row,
};

/// Whole numbers up to here are exact in a sheet, and shown as they are.
const NUMBER_MAX: f64 = 1e15;

type Cell = Result<String, CellFault>;

pub(super) fn read<R: Read + Seek>(
    mut file: R,
    each: &mut dyn FnMut(Row) -> ControlFlow<()>,
) -> Result<Vec<String>, ReadFault> {
    unpacks(&mut file)?;
    file.seek(SeekFrom::Start(0))?;
    let mut book: Xlsx<_> = Xlsx::new(file).map_err(|fault| told(&fault))?;
    let seen = book.sheets_metadata().iter().filter(|sheet| {
        sheet.visible == SheetVisible::Visible && sheet.typ == SheetType::WorkSheet
    });
    let mut others: Vec<String> = seen.map(|sheet| sheet.name.clone()).collect();
    if others.is_empty() {
        return Err(ReadFault::Broken(
            "it has no sheet that can be seen".to_owned(),
        ));
    }
    let sheet = others.remove(0);
    let merged = book.merge_cells_by_sheet_name(&sheet);
    let mut merged = Merged::of(merged.map_err(|fault| told(&fault))?)?;
    let mut cells = book
        .worksheet_cells_reader(&sheet)
        .map_err(|fault| told(&fault))?;
    let mut line: Option<(u32, Vec<Cell>)> = None;
    let mut last = 0;
    loop {
        let next = cells.next_cell_with_formula_metadata();
        let next = next.map_err(|fault| told(&fault))?;
        let place = next.as_ref().map(|next| next.pos.0);
        if place.is_some_and(|row| row < last) {
            return Err(ReadFault::Broken("its rows are out of order".to_owned()));
        }
        last = place.unwrap_or(last);
        let ended = line
            .as_ref()
            .is_some_and(|(at, _)| place.is_none_or(|row| row > *at));
        if ended && let Some((at, mut cells)) = line.take() {
            merged.mark(at, &mut cells);
            if let Some(row) = row(u64::from(at) + 1, cells)
                && each(row).is_break()
            {
                return Ok(others);
            }
        }
        let Some(next) = next else {
            return Ok(others);
        };
        let value = match next.formula {
            Some(_) => Err(CellFault::Formula),
            None => value(&next.value),
        };
        if value.as_ref().is_ok_and(String::is_empty) {
            continue;
        }
        let (_, cells) = line.get_or_insert_with(|| (next.pos.0, Vec::new()));
        put(cells, next.pos.1, value)?;
    }
}

fn put(cells: &mut Vec<Cell>, column: u32, value: Cell) -> Result<(), ReadFault> {
    let column = usize::try_from(column)
        .ok()
        .filter(|one| *one < COLUMNS_MAX);
    let column = column.ok_or(ReadFault::TooLarge("more than 200 columns"))?;
    while cells.len() <= column {
        cells.push(Ok(String::new()));
    }
    if let Some(cell) = cells.get_mut(column) {
        *cell = value;
    }
    Ok(())
}

/// What a cell shows. A date is written as in GB/T 7408, whatever its format in the sheet.
fn value(value: &DataRef<'_>) -> Cell {
    Ok(match value {
        DataRef::Empty => String::new(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) if number.fract() != 0.0 => number.to_string(),
        DataRef::Float(number) if number.abs() < NUMBER_MAX => format!("{number:.0}"),
        DataRef::Float(_) => return Err(CellFault::LongNumber),
        DataRef::String(text) => cell(text)?,
        DataRef::SharedString(text) => cell(text)?,
        DataRef::Bool(is) => is.to_string().to_uppercase(),
        DataRef::DateTime(when) => day(when),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(_) => return Err(CellFault::Error),
    })
}

fn day(when: &ExcelDateTime) -> String {
    if !when.is_datetime() {
        return when.as_f64().to_string();
    }
    let (year, month, day, hour, minute, second, _) = when.to_ymd_hms_milli();
    if (hour, minute, second) == (0, 0, 0) {
        format!("{year:04}-{month:02}-{day:02}")
    } else {
        format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
    }
}

/// The merged regions of a sheet, by the row in which they begin.
struct Merged {
    coming: Vec<Dimensions>,
}

impl Merged {
    fn of(mut regions: Vec<Dimensions>) -> Result<Self, ReadFault> {
        let cells = |region: &Dimensions| {
            let over = |first: u32, last: u32| u64::from(last.saturating_sub(first)) + 1;
            over(region.start.0, region.end.0) * over(region.start.1, region.end.1)
        };
        let all = regions
            .iter()
            .fold(0_u64, |sum, one| sum.saturating_add(cells(one)));
        if u64::try_from(regions.len()).unwrap_or(u64::MAX) > MERGED_MAX || all > MERGED_CELLS_MAX {
            return Err(ReadFault::TooLarge(
                "more than 1,000 merged regions, or 1,000,000 merged cells",
            ));
        }
        regions.sort_unstable_by_key(|region| std::cmp::Reverse(region.start));
        Ok(Self { coming: regions })
    }

    /// Marks the cells of the row `at` that belong to a region. Rows come in order.
    fn mark(&mut self, at: u32, cells: &mut Vec<Cell>) {
        self.coming.retain(|region| region.end.0 >= at);
        let here = self.coming.iter().rev();
        for region in here.take_while(|region| region.start.0 <= at) {
            for column in region.start.1..=region.end.1 {
                if put(cells, column, Err(CellFault::Merged)).is_err() {
                    break;
                }
            }
        }
    }
}

/// Sees that the workbook unpacks to what can be held, before anything of it is held. What its folder says of the lengths
/// is not believed.
fn unpacks<R: Read + Seek>(file: &mut R) -> Result<(), ReadFault> {
    let broken = |fault: zip::result::ZipError| ReadFault::Broken(fault.to_string());
    let mut archive = zip::ZipArchive::new(file).map_err(broken)?;
    let mut left = BOOK_BYTES_MAX;
    for place in 0..archive.len() {
        let entry = archive.by_index(place).map_err(broken)?;
        // Sheets are read row by row; everything else is held.
        let held = !entry.name().map_err(broken)?.starts_with("xl/worksheets/");
        let most = if held { left.min(PART_BYTES_MAX) } else { left };
        let mut part = Scan::default();
        match std::io::copy(&mut entry.take(most + 1), &mut part) {
            Ok(length) if length > most => {
                return Err(ReadFault::TooLarge("a workbook of more than 1 GB unpacked"));
            }
            Ok(length) => left -= length,
            Err(fault) if fault.kind() == ErrorKind::FileTooLarge => {
                return Err(ReadFault::TooLarge(
                    "a cell of more than 1 MB, or too many merged regions",
                ));
            }
            Err(fault) => return Err(ReadFault::Broken(fault.to_string())),
        }
        if part.claims_too_much() {
            return Err(ReadFault::Broken(
                "it claims more texts than it has".to_owned(),
            ));
        }
    }
    Ok(())
}

fn told(fault: &XlsxError) -> ReadFault {
    match fault {
        XlsxError::Password => ReadFault::OldBook,
        other => ReadFault::Broken(other.to_string()),
    }
}
