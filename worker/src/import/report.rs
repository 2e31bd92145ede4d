//! What a check found, in the form in which it is kept.

use domain::institution::report::{Line, Report, Stop};
use tables::ReadFault;

use super::ImportFault;
use super::check::{Checked, Found, Told};

/// Signs of a cell that are shown beside its column.
const CELL_MAX: usize = 40;

impl From<&Checked> for Report {
    fn from(checked: &Checked) -> Self {
        let codes = checked.codes.iter();
        Self {
            stop: None,
            headings: checked.headings.iter().map(|cell| short(cell)).collect(),
            samples: checked
                .samples
                .iter()
                .map(|row| row.iter().map(|cell| short(cell)).collect())
                .collect(),
            unread: checked.unread.clone(),
            seen: checked.seen,
            enters: checked.rows.count(),
            known: checked.known,
            unsure: checked.unsure,
            faulty: checked.faulty,
            uncoded: checked.uncoded,
            codes: codes
                .map(|(code, count)| ((*code).to_owned(), *count))
                .collect(),
            told: checked.told.iter().map(line).collect(),
            answered: checked.answered.iter().map(line).collect(),
        }
    }
}

fn short(cell: &str) -> String {
    cell.chars().take(CELL_MAX).collect()
}

fn line(told: &Told) -> Line {
    let (other_row, other_number) = match &told.found {
        Found::Fault(_) => (None, None),
        Found::Again { row, .. } => (Some(*row), None),
        Found::Unsure(number) => (None, Some(number.clone())),
    };
    Line {
        row: told.row,
        column: told.column.clone(),
        field: told.field,
        code: told.found.code().to_owned(),
        other_row,
        other_number,
        question: told.question.clone(),
        says: told.says.clone(),
        other_says: told.other_says.clone(),
    }
}

/// The report of a list that cannot be read as it is; none for what is no fault of the list.
pub(crate) fn stopped(fault: &ImportFault) -> Option<Report> {
    let stop = |row| {
        Some(Stop {
            code: fault.code().to_owned(),
            row,
        })
    };
    match fault {
        ImportFault::Read(ReadFault::Unclosed(row)) => Some(Report {
            stop: stop(Some(*row)),
            ..Report::default()
        }),
        ImportFault::Read(_) => Some(Report {
            stop: stop(None),
            ..Report::default()
        }),
        ImportFault::Columns(_, checked) => Some(Report {
            stop: stop(None),
            ..Report::from(checked.as_ref())
        }),
        _ => None,
    }
}
