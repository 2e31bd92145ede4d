//! What would come of each row.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use bytes::Bytes;
use domain::access::{Actor, Grant, decide, permit};
use domain::institution::NewInstitution;
use domain::institution::import::Rows as Numbers;
use domain::institution::listed::{self, Field, HEADING_WITHIN, Reading, RowFault};
use domain::institution::met::{Before, Meeting, in_file, meet_as_said, question};
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

/// What a check found.
#[derive(Debug, Clone, Default)]
pub struct Checked {
    /// The register before the first row was compared with it.
    pub(crate) mark: Option<Mark>,
    /// Names of the sheets that were not read.
    pub unread: Vec<String>,
    /// How the list was read.
    pub reading: Reading,
    /// What stands above the columns.
    pub headings: Vec<String>,
    /// The first rows below the headings, cell by cell.
    pub samples: Vec<Vec<String>>,
    /// Rows below the headings.
    pub seen: u64,
    /// The rows that would enter.
    pub rows: Numbers,
    /// Rows that the register has already, and those that a row before them says.
    pub known: u64,
    /// Rows of which a person has to say whether the register has them.
    pub unsure: u64,
    /// Rows at fault.
    pub faulty: u64,
    /// Rows that would enter without a credit code: nobody has verified who they are.
    pub uncoded: u64,
    /// How often each fault was found.
    pub codes: BTreeMap<&'static str, u64>,
    /// The first faults and doubts, in the order of the file; what a list has no column for is told once.
    pub told: Vec<Told>,
    /// The first doubts that a person has answered.
    pub answered: Vec<Told>,
}

impl Checked {
    /// Whether every row would enter or is known.
    #[must_use]
    pub const fn is_clean(&self) -> bool {
        self.unsure == 0 && self.faulty == 0
    }
}

/// A fault or a doubt, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Number of the row, as a program of tables shows it.
    pub row: u64,
    /// Letters of the column, where the field has one.
    pub column: Option<String>,
    /// The field.
    pub field: Field,
    /// What was found.
    pub found: Found,
    /// The question that a person answers, where there is one.
    pub question: Option<String>,
    /// Who the row says it is, where a question is asked.
    pub says: Vec<String>,
    /// Who the other one is.
    pub other_says: Vec<String>,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// The rule that is broken.
    Fault(&'static str),
    /// The rule that is broken with a row before this one.
    Again {
        /// The rule.
        code: &'static str,
        /// The other row.
        row: u64,
    },
    /// Perhaps the institution of the register with this number.
    Unsure(String),
}

impl Found {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Fault(code) | Self::Again { code, .. } => code,
            Self::Unsure(_) => "name_known",
        }
    }
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
    check.checked.mark = Some(mark);
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
                check.checked.unread = rows.others();
                return Ok(check.checked);
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
        first.drain(..first.len().min(place + 1));
        let columns = wish.columns.clone().unwrap_or(found);
        let columned = listed::check_columns(&columns);
        let checked = Checked {
            headings,
            samples: first.iter().take(SAMPLES).map(self::texts).collect(),
            reading: Reading {
                columns,
                defaults: wish.defaults,
                doubles: wish.doubles,
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
            self.checked.seen += 1;
            let cells = of_fields(row, &reading.columns);
            match listed::read(cells, &reading.defaults, self.today) {
                // Nobody would answer for it.
                Ok(entry) if !self.districts.contains(&entry.district) => {
                    let code = "district_without_authority";
                    self.fault(row.number, Field::District, Found::Fault(code));
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
        self.checked.told.sort_by_key(|told| told.row);
        Ok(())
    }

    fn row(&mut self, number: u64, entry: &NewInstitution, known: &Acquaintance) {
        match self.before.take(number, entry, &self.checked.reading) {
            Err((RowFault { field, code }, row)) => {
                let found = Found::Again { code, row };
                let asked = (code == "name_twice").then(|| self.asked_of_row(number, entry, row));
                return match asked {
                    Some(asked) => self.doubt(number, found, asked),
                    None => self.fault(number, field, found),
                };
            }
            Ok(taken) => {
                if let Some(row) = taken.namesake {
                    let code = "name_twice";
                    let asked = self.asked_of_row(number, entry, row);
                    self.answered(number, Found::Again { code, row }, asked);
                }
                if taken.repeats.is_some() {
                    self.checked.known += 1;
                    return;
                }
            }
        }
        let met = meet_as_said(number, entry, &known.of(entry), &self.checked.reading);
        let (meeting, asked) = match met {
            Err(fault) => return self.fault(number, fault.field, Found::Fault(fault.code)),
            Ok(met) => (met.meeting, met.question),
        };
        let asked = asked.map(|(question, other)| Asked {
            question,
            says: says(&entry.name, &entry.address, entry.uscc.as_ref()),
            other: says(&other.name, &other.address, other.uscc.as_ref()),
            number: other.number,
        });
        match (&meeting, asked) {
            (Meeting::Unsure(other), Some(asked)) => {
                return self.doubt(number, Found::Unsure(other.clone()), asked);
            }
            (_, Some(asked)) => self.answered(number, Found::Unsure(asked.number.clone()), asked),
            (_, None) => {}
        }
        match meeting {
            Meeting::New if known.has_licence_of(entry) => {
                let found = Found::Fault("licence_number_taken");
                self.fault(number, Field::LicenceNumber, found);
            }
            Meeting::New => {
                self.checked.rows.push(number);
                self.checked.uncoded += u64::from(entry.uscc.is_none());
            }
            Meeting::Same(_) | Meeting::Unsure(_) => self.checked.known += 1,
        }
    }

    fn asked_of_row(&self, number: u64, entry: &NewInstitution, row: u64) -> Asked {
        let (address, code) = self.before.says(&entry.name, row).unwrap_or_default();
        Asked {
            question: question(number, &[in_file(row)], &entry.name),
            says: says(&entry.name, &entry.address, entry.uscc.as_ref()),
            other: says(&entry.name, address, code),
            number: String::new(),
        }
    }

    /// A person has to say what it is.
    fn doubt(&mut self, row: u64, found: Found, asked: Asked) {
        self.checked.unsure += 1;
        self.tell(row, Field::Name, found, asked);
    }

    /// A person has said what it is, in this very row.
    fn answered(&mut self, row: u64, found: Found, asked: Asked) {
        let is_said = self.checked.reading.answers.contains_key(&asked.question);
        if is_said && self.checked.answered.len() < TOLD_MAX {
            let told = self.told(row, Field::Name, found, asked);
            self.checked.answered.push(told);
        }
    }

    fn faults(&mut self, row: u64, faults: &[RowFault]) {
        self.checked.faulty += 1;
        for fault in faults {
            self.tell(row, fault.field, Found::Fault(fault.code), Asked::default());
        }
    }

    fn fault(&mut self, row: u64, field: Field, found: Found) {
        self.checked.faulty += 1;
        self.tell(row, field, found, Asked::default());
    }

    fn tell(&mut self, row: u64, field: Field, found: Found, asked: Asked) {
        let count = self.checked.codes.entry(found.code()).or_default();
        *count += 1;
        let (again, asks) = (*count > 1, !asked.question.is_empty());
        let told = self.told(row, field, found, asked);
        // What no column says is missing in every row alike: once is enough.
        let is_told = told.column.is_none() && again;
        // Faults leave room for questions, and questions for faults.
        let told_before = if asks {
            &mut self.asked_count
        } else {
            &mut self.fault_count
        };
        if !is_told && *told_before < TOLD_MAX {
            *told_before += 1;
            self.checked.told.push(told);
        }
    }

    fn told(&self, row: u64, field: Field, found: Found, asked: Asked) -> Told {
        let columns = &self.checked.reading.columns;
        let place = columns.iter().position(|one| *one == Some(field));
        Told {
            row,
            column: place.map(letters),
            field,
            found,
            question: Some(asked.question).filter(|question| !question.is_empty()),
            says: asked.says,
            other_says: asked.other,
        }
    }
}

/// A question, and both sides of it.
#[derive(Default)]
struct Asked {
    question: String,
    says: Vec<String>,
    other: Vec<String>,
    /// Number of the other one, where the register has it.
    number: String,
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
