//! What would come of each row.

use std::collections::BTreeSet;
use std::time::Duration;

use bytes::Bytes;
use domain::access::{Actor, Grant, decide, permit};
use domain::institution::NewInstitution;
use domain::institution::import::Rows as Numbers;
use domain::institution::listed::{self, Field, Reading, RowFault};
use domain::institution::met::{Before, Meeting, in_file, meet_as_said, question};
use domain::institution::report::{Line, Report, article};
use domain::listed::HEADING_WITHIN;
use domain::words::{Day, District, InputFault};
use store::ops::search_index;
use store::read::import::{self as lists, Acquaintance, Mark};
use store::{Fault, Store};
use tables::{CellFault, Row, letters};

use super::rows::{Rows, of_fields};
use super::{ImportFault, Progress, Step, Wish};

/// Faults, and questions, that are told one by one; of further ones the number alone.
pub const TOLD_MAX: usize = 1_000;

/// Rows that are shown beside the columns.
const SAMPLES: usize = 3;

/// Between two looks at what another worker does.
const PAUSE: Duration = Duration::from_millis(200);

/// Signs of a cell that are shown beside its column.
const CELL_MAX: usize = 40;

/// A row whose name stands above it at another address.
const NAME_TWICE: &str = "name_twice";

/// What a check found.
#[derive(Debug, Clone, Default)]
pub struct Checked {
    /// The register before the first row was compared with it.
    pub(crate) mark: Mark,
    /// How the list was read.
    pub reading: Reading,
    /// The rows that would enter.
    pub rows: Numbers,
    /// What is told of it.
    pub report: Report,
}

pub(super) async fn run(
    store: &Store,
    grant: &Grant<permit::ManageRegister>,
    bytes: Bytes,
    wish: &Wish,
    today: Day,
    progress: &mut Progress<'_>,
) -> Result<Checked, ImportFault> {
    renewed(store, today).await?;
    let mark = lists::mark(store, grant).await?;
    let districts = lists::districts(store, grant).await?;
    let mut rows = Rows::open(bytes);
    let mut slice = rows.next().await?.unwrap_or_default();
    let mut check = Check::begin(&mut slice, wish, today, districts)?;
    check.checked.mark = mark;
    loop {
        check.slice(store, grant, &slice).await?;
        let (read, length) = rows.progress();
        match rows.next().await? {
            Some(next) => {
                progress(Step::Check, read.min(length.saturating_sub(1)), length);
                slice = next;
            }
            None => {
                progress(Step::Check, length, length);
                let mut checked = check.checked;
                checked.report.unread = rows.others();
                checked.report.enters = checked.rows.count();
                return Ok(checked);
            }
        }
    }
}

/// The register knows its names in the form in which they are compared once all are indexed in the present one. Right after
/// an upgrade that is still to do; a worker may be at it, and then this waits for its slice.
async fn renewed(store: &Store, today: Day) -> Result<(), ImportFault> {
    let system = decide::<permit::RunSystem>(&Actor::System("import"), today);
    let system = system.map_err(Fault::Denied)?;
    while search_index::is_behind(store).await? {
        if search_index::renew(store, &system, store.now()).await? == 0 {
            tokio::time::sleep(PAUSE).await;
        }
    }
    Ok(())
}

struct Check {
    checked: Checked,
    before: Before,
    districts: BTreeSet<District>,
    today: Day,
    fault_count: usize,
    asked_count: usize,
}

impl Check {
    /// Reads the headings, and takes them and what stands above them from the first rows.
    fn begin(
        first: &mut Vec<Row>,
        wish: &Wish,
        today: Day,
        districts: BTreeSet<District>,
    ) -> Result<Self, ImportFault> {
        let is_merged = |row: &Row| row.cells.contains(&Err(CellFault::Merged));
        let merged = first.iter().take(HEADING_WITHIN).any(is_merged);
        let texts: Vec<Vec<String>> = first.iter().take(HEADING_WITHIN).map(texts).collect();
        let (place, found) = listed::headings(&texts);
        let headings = texts.into_iter().nth(place).unwrap_or_default();
        if !wish.headless {
            first.drain(..first.len().min(place + 1));
        }
        let columns = wish.columns.clone().unwrap_or(found);
        let columned = listed::check_columns(&columns);
        let samples = first.iter().take(SAMPLES);
        let report = Report {
            headings: shown(headings),
            samples: samples.map(|row| shown(self::texts(row))).collect(),
            ..Report::default()
        };
        let checked = Checked {
            report,
            reading: Reading {
                columns,
                defaults: wish.defaults,
                doubles: wish.doubles,
                headless: wish.headless,
                answers: wish.answers.clone(),
            },
            ..Checked::default()
        };
        // A heading over two rows or two columns is no heading that could be read.
        let fault = match columned {
            Err(fault) if fault.code == "name_column_missing" && merged => {
                Some(InputFault::new("headings_merged"))
            }
            columned => columned.err(),
        };
        if let Some(fault) = fault {
            return Err(ImportFault::Columns(fault, Box::new(checked)));
        }
        Ok(Self {
            checked,
            before: Before::default(),
            districts,
            today,
            fault_count: 0,
            asked_count: 0,
        })
    }

    async fn slice(
        &mut self,
        store: &Store,
        grant: &Grant<permit::ManageRegister>,
        slice: &[Row],
    ) -> Result<(), ImportFault> {
        let reading = self.checked.reading.clone();
        let mut numbers = Vec::with_capacity(slice.len());
        let mut entries = Vec::with_capacity(slice.len());
        for row in slice {
            self.checked.report.seen += 1;
            let cells = of_fields(row, &reading.columns);
            match listed::read(cells, &reading.defaults, self.today) {
                // Nobody would answer for it.
                Ok(entry) if !self.districts.contains(&entry.district) => {
                    let code = "district_without_authority";
                    let line = self.line(row.number, Field::District, code);
                    self.fault(line);
                }
                Ok(entry) => {
                    numbers.push(row.number);
                    entries.push(entry);
                }
                Err(faults) => self.faults(row.number, &faults),
            }
        }
        let known = lists::acquaintance(store, grant, &entries, None).await?;
        for (number, entry) in numbers.into_iter().zip(&entries) {
            self.row(number, entry, &known);
        }
        // Faults of the reading were told before those of the comparison.
        self.checked.report.told.sort_by_key(|line| line.row);
        Ok(())
    }

    fn row(&mut self, number: u64, entry: &NewInstitution, known: &Acquaintance) {
        match self.before.take(number, entry, &self.checked.reading) {
            Err((fault, row)) if fault.code == NAME_TWICE => {
                let line = self.twice(number, entry, row);
                return self.doubt(line);
            }
            Err((RowFault { field, code }, row)) => {
                let line = self.line(number, field, code);
                let other_row = Some(row);
                return self.fault(Line { other_row, ..line });
            }
            Ok(taken) => {
                if let Some(row) = taken.namesake {
                    let line = self.twice(number, entry, row);
                    self.answered(line);
                }
                if taken.repeats.is_some() {
                    self.checked.report.known += 1;
                    return;
                }
            }
        }
        let met = match meet_as_said(number, entry, &known.of(entry), &self.checked.reading) {
            Ok(met) => met,
            Err(clash) => {
                let line = self.line(number, clash.fault.field, clash.fault.code);
                let other_number = Some(clash.number);
                return self.fault(Line {
                    other_number,
                    ..line
                });
            }
        };
        if let Some((question, other)) = met.question {
            let line = Line {
                question: Some(question),
                says: says(&entry.name, &entry.address, entry.uscc.as_ref()),
                other_says: says(&other.name, &other.address, other.uscc.as_ref()),
                other_number: Some(other.number),
                ..self.line(number, Field::Name, "name_known")
            };
            if matches!(met.meeting, Meeting::Unsure(_)) {
                return self.doubt(line);
            }
            self.answered(line);
        }
        match met.meeting {
            Meeting::New if known.has_licence_of(entry) => {
                let line = self.line(number, Field::LicenceNumber, "licence_number_taken");
                self.fault(line);
            }
            Meeting::New => {
                self.checked.rows.push(number);
                self.checked.report.uncoded += u64::from(entry.uscc.is_none());
            }
            Meeting::Same(_) | Meeting::Unsure(_) => self.checked.report.known += 1,
        }
    }

    /// What is told of a row whose name stands in the row `row` before it.
    fn twice(&self, number: u64, entry: &NewInstitution, row: u64) -> Line {
        let (address, code) = self.before.says(&entry.name, row).unwrap_or_default();
        Line {
            other_row: Some(row),
            question: Some(question(number, &[in_file(row)], &entry.name)),
            says: says(&entry.name, &entry.address, entry.uscc.as_ref()),
            other_says: says(&entry.name, address, code),
            ..self.line(number, Field::Name, NAME_TWICE)
        }
    }

    fn line(&self, row: u64, field: Field, code: &str) -> Line {
        let columns = &self.checked.reading.columns;
        let place = columns.iter().position(|one| *one == Some(field));
        Line {
            row,
            column: place.map(letters),
            field,
            code: code.to_owned(),
            article: article(code),
            other_row: None,
            other_number: None,
            question: None,
            says: Vec::new(),
            other_says: Vec::new(),
        }
    }

    /// A person has to say what it is.
    fn doubt(&mut self, line: Line) {
        self.checked.report.unsure += 1;
        self.tell(line);
    }

    /// A person has said what it is, in this very row.
    fn answered(&mut self, line: Line) {
        let answers = &self.checked.reading.answers;
        let question = line.question.as_ref();
        let is_said = question.is_some_and(|question| answers.contains_key(question));
        let answered = &mut self.checked.report.answered;
        if is_said && answered.len() < TOLD_MAX {
            answered.push(line);
        }
    }

    fn faults(&mut self, row: u64, faults: &[RowFault]) {
        self.checked.report.faulty += 1;
        for fault in faults {
            let line = self.line(row, fault.field, fault.code);
            self.tell(line);
        }
    }

    fn fault(&mut self, line: Line) {
        self.checked.report.faulty += 1;
        self.tell(line);
    }

    fn tell(&mut self, line: Line) {
        let report = &mut self.checked.report;
        let count = report.codes.entry(line.code.clone()).or_default();
        *count += 1;
        // What no column says is missing in every row alike: once is enough.
        let is_told = line.column.is_none() && *count > 1;
        // Faults leave room for questions, and questions for faults.
        let told_before = match line.question {
            Some(_) => &mut self.asked_count,
            None => &mut self.fault_count,
        };
        if !is_told && *told_before < TOLD_MAX {
            *told_before += 1;
            report.told.push(line);
        }
    }
}

/// Name, address and code, where they are said.
fn says(name: &str, address: &str, code: Option<impl ToString>) -> Vec<String> {
    let code = code.map(|code| code.to_string()).unwrap_or_default();
    let all = [name.to_owned(), address.to_owned(), code];
    all.into_iter().filter(|word| !word.is_empty()).collect()
}

/// A row as headings: what cannot be read is none.
fn texts(row: &Row) -> Vec<String> {
    let cells = row.cells.iter().cloned();
    cells.map(Result::unwrap_or_default).collect()
}

/// Cells cut to what is shown of them.
fn shown(cells: Vec<String>) -> Vec<String> {
    let cells = cells.into_iter();
    cells
        .map(|cell| cell.chars().take(CELL_MAX).collect())
        .collect()
}
