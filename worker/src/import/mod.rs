//! Lists of institutions from offices: read, checked row by row against the law and the register, and entered.
//!
//! [`check`] changes nothing and says of each row what would come of it. [`enter`] does it: all rows or none. A list that
//! was cut off goes on with [`go_on`], and is found again by the digest of its file.

mod check;
mod rows;

use std::path::Path;

use bytes::Bytes;
use domain::access::{Grant, permit};
use domain::institution::NewInstitution;
use domain::institution::import::{IN_USE, MOVED, RUNNING, State};
use domain::institution::listed::{self, Answers, Columns, Defaults, Reading};
use domain::institution::met::{Doubles, Meeting, meet_as_said};
use domain::institution::report::{Report, Stop};
use domain::words::{Day, ImportId, InputFault};
use store::evidence::digest;
use store::ops::import::{self as ops, NewImport, Removal};
use store::read::import::{self as lists, ImportRow};
use store::{Fault, Store};
use tables::{Format, ReadFault};

pub use check::{Checked, TOLD_MAX};

use rows::{Rows, of_fields};

/// How a list is to be read and entered.
#[derive(Debug, Clone, Default)]
pub struct Wish {
    /// Which column means what; by the headings where nothing is said.
    pub columns: Option<Columns>,
    /// What holds for rows that do not say it themselves.
    pub defaults: Defaults,
    /// What a name means that is known already.
    pub doubles: Doubles,
    /// Whether the first row is an institution already.
    pub headless: bool,
    /// What a person has said of single rows.
    pub answers: Answers,
}

impl Wish {
    /// A list is read once more as it was read before.
    #[must_use]
    pub fn again(reading: &Reading) -> Self {
        let columns = Some(&reading.columns).filter(|columns| !columns.is_empty());
        Self {
            columns: columns.cloned(),
            defaults: reading.defaults,
            doubles: reading.doubles,
            headless: reading.headless,
            answers: reading.answers.clone(),
        }
    }

    /// Whether a list that is read so was begun with this wish.
    fn is_of(&self, reading: &Reading) -> bool {
        let same_columns = self
            .columns
            .as_ref()
            .is_none_or(|columns| *columns == reading.columns);
        same_columns
            && self.defaults == reading.defaults
            && self.doubles == reading.doubles
            && self.headless == reading.headless
            && self.answers == reading.answers
    }
}

/// A part of the work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Rows are read and compared with the register; measured in bytes of the file.
    Check,
    /// Rows are written; measured in rows.
    Enter,
    /// Rows of a list that was taken back are taken away; measured in rows.
    Remove,
}

/// Is told how much of a step is done, and how much it has.
pub type Progress<'a> = dyn FnMut(Step, u64, u64) + Send + 'a;

/// Why a list was not entered. Nothing of it is visible.
#[derive(Debug, thiserror::Error)]
pub enum ImportFault {
    /// The file cannot be read.
    #[error(transparent)]
    Read(#[from] ReadFault),
    /// Its columns do not say enough; what was read of it until then.
    #[error("the columns cannot be read: {}", .0.code)]
    Columns(InputFault, Box<Checked>),
    /// Rows are at fault, or unsure.
    #[error("some rows are at fault or unsure; none is entered")]
    Rows(Box<Checked>),
    /// The register has every row already.
    #[error("the list has nothing that the register does not have")]
    NothingNew(Box<Checked>),
    /// Another list is being entered or taken back.
    #[error("list {} ({}) is being entered or taken back; wait for it, go on with it, or take it back", .0.id, .0.file_name)]
    Running(Box<ImportRow>),
    /// The list was begun with other words.
    #[error("list {} was begun with other words; take it back first, or say the same", .0.id)]
    BegunOtherwise(Box<ImportRow>),
    /// The file was changed while it was read, or is not the one that was begun with.
    #[error("the file is not the one that was checked")]
    Changed,
    /// Something came into the register after the list was checked: the list is taken back.
    #[error("the register has changed since the list was checked; check it again")]
    Overtaken,
    /// The store refused.
    #[error(transparent)]
    Store(#[from] Fault),
}

impl ImportFault {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Read(fault) => fault.code(),
            Self::Columns(fault, _) => fault.code,
            Self::Rows(_) => "rows_at_fault",
            Self::NothingNew(_) => "nothing_new",
            Self::Running(_) => RUNNING.code,
            Self::BegunOtherwise(_) => "import_begun_otherwise",
            Self::Changed => "file_changed",
            Self::Overtaken => "register_overtaken",
            Self::Store(fault) => fault.code(),
        }
    }
}

impl ImportFault {
    /// The report of a list that cannot be read as it is; none for what is no fault of the list.
    pub(crate) fn report(&self) -> Option<Report> {
        let (row, report) = match self {
            Self::Read(ReadFault::Unclosed(row)) => (Some(*row), Report::default()),
            Self::Read(_) => (None, Report::default()),
            Self::Columns(_, checked) => (None, checked.report.clone()),
            _ => return None,
        };
        let code = self.code().to_owned();
        Some(Report {
            stop: Some(Stop { code, row }),
            ..report
        })
    }
}

/// What was entered.
#[derive(Debug, Clone)]
pub struct Entered {
    /// The list.
    pub list: ImportRow,
    /// What the check said; nothing where a list that was cut off went on.
    pub checked: Option<Checked>,
}

/// Says of each row what would come of it. Nothing is changed.
///
/// # Errors
/// [`ImportFault::Read`], [`ImportFault::Columns`], faults of the database.
pub async fn check(
    store: &Store,
    grant: &Grant<permit::ManageRegister>,
    bytes: Bytes,
    wish: &Wish,
    progress: &mut Progress<'_>,
) -> Result<Checked, ImportFault> {
    let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if length > ops::FILE_BYTES_MAX {
        return Err(ImportFault::Store(Fault::TooLarge {
            limit_bytes: ops::FILE_BYTES_MAX,
        }));
    }
    if let Some(list) = lists::hidden(store, grant).await? {
        return Err(ImportFault::Running(Box::new(list)));
    }
    check_beside(store, grant, bytes, (wish, store.today()), progress).await
}

/// As [`check`], also while another list is entered or taken back: what was found holds if the register has not moved
/// when the entry begins.
///
/// # Errors
/// As [`check`].
pub(crate) async fn check_beside(
    store: &Store,
    grant: &Grant<permit::ManageRegister>,
    bytes: Bytes,
    (wish, today): (&Wish, Day),
    progress: &mut Progress<'_>,
) -> Result<Checked, ImportFault> {
    check::run(store, grant, bytes, wish, today, progress).await
}

/// Enters every row that the register does not have: all or none. A list of the same file that was cut off goes on where
/// it stopped, as it was begun.
///
/// # Errors
/// As [`check`]; [`ImportFault::Rows`], [`ImportFault::NothingNew`], [`ImportFault::Overtaken`], and those of
/// [`store::ops::import`].
pub async fn enter(
    store: &Store,
    grant: &Grant<permit::ManageRegister>,
    file: (&Path, Bytes),
    wish: &Wish,
    progress: &mut Progress<'_>,
) -> Result<Entered, ImportFault> {
    let (path, bytes) = file;
    let before = lists::of_file(store, grant, &digest(&bytes)).await?;
    let begun = |list: &ImportRow| list.state == State::Entering;
    if let Some(list) = before.into_iter().find(begun) {
        if !wish.is_of(&list.reading) {
            return Err(ImportFault::BegunOtherwise(Box::new(list)));
        }
        let list = go_on(store, grant, list.id, bytes, progress).await?;
        let checked = None;
        return Ok(Entered { list, checked });
    }
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned());
    let name = name.unwrap_or_default();
    for _ in 0..CHECKS {
        let checked = check(store, grant, bytes.clone(), wish, progress).await?;
        if !checked.report.is_clean() {
            return Err(ImportFault::Rows(Box::new(checked)));
        }
        if checked.report.seen == 0 {
            return Err(ImportFault::Read(ReadFault::Empty));
        }
        if checked.report.enters == 0 {
            return Err(ImportFault::NothingNew(Box::new(checked)));
        }
        let list = NewImport {
            file_name: name.clone(),
            media_type: Format::of_content(&bytes).media_type(),
            bytes: bytes.clone(),
            reading: checked.reading.clone(),
            rows: checked.rows.clone(),
            mark: checked.mark,
        };
        match ops::begin(store, grant, &list, store.now()).await {
            // Somebody entered an institution meanwhile: it may be one of the list.
            Err(Fault::Refused(refusal)) if refusal == MOVED => {}
            begun => {
                let list = lists::by_id(store, grant, begun?).await?;
                let list = finish(store, grant, list, (bytes, false), progress).await?;
                let checked = Some(checked);
                return Ok(Entered { list, checked });
            }
        }
    }
    Err(ImportFault::Store(Fault::Refused(MOVED)))
}

/// A list is checked so often where others enter institutions all the while.
const CHECKS: u32 = 3;

/// Enters what is left of a list that was begun, and shows it.
///
/// # Errors
/// [`ImportFault::Changed`] for another file than the one it was begun with, [`ImportFault::Overtaken`],
/// those of [`store::ops::import`].
pub async fn go_on(
    store: &Store,
    grant: &Grant<permit::ManageRegister>,
    id: ImportId,
    bytes: Bytes,
    progress: &mut Progress<'_>,
) -> Result<ImportRow, ImportFault> {
    let list = lists::by_id(store, grant, id).await?;
    if digest(&bytes) != list.sha256 {
        return Err(ImportFault::Changed);
    }
    // Since it was cut off days may have gone by, and others have entered institutions.
    finish(store, grant, list, (bytes, true), progress).await
}

/// Enters what is left of the list, each row compared once more where `again` says so, and shows it.
async fn finish(
    store: &Store,
    grant: &Grant<permit::ManageRegister>,
    list: ImportRow,
    (bytes, again): (Bytes, bool),
    progress: &mut Progress<'_>,
) -> Result<ImportRow, ImportFault> {
    let id = list.id;
    match left(store, grant, &list, (bytes, again), progress).await {
        // What another has entered keeps it out: what is there goes, and the file may be checked again.
        Err(ImportFault::Store(Fault::Duplicate { .. }) | ImportFault::Overtaken) => {
            let code = ImportFault::Overtaken.code();
            ops::give_up(store, grant, id, code, store.now()).await?;
            remove(store, grant, id, progress).await?;
            Err(ImportFault::Overtaken)
        }
        Err(fault) => Err(fault),
        Ok(()) => {
            ops::show(store, grant, id, store.now()).await?;
            Ok(lists::by_id(store, grant, id).await?)
        }
    }
}

async fn left(
    store: &Store,
    grant: &Grant<permit::ManageRegister>,
    list: &ImportRow,
    (bytes, again): (Bytes, bool),
    progress: &mut Progress<'_>,
) -> Result<(), ImportFault> {
    let mut done = list.entered;
    let mut skip = list.entered;
    let mut rows = Rows::open(bytes);
    let mut waiting: Vec<(u64, NewInstitution)> = Vec::new();
    loop {
        let slice = rows.next().await?;
        let at_end = slice.is_none();
        for row in slice.unwrap_or_default() {
            if !list.rows.contains(row.number) {
                continue;
            }
            if skip > 0 {
                skip -= 1;
                continue;
            }
            // It was read without a fault before, with the same reading and the same day.
            let cells = of_fields(&row, &list.reading.columns);
            let read = listed::read(cells, &list.reading.defaults, list.read_on);
            waiting.push((row.number, read.map_err(|_| ImportFault::Changed)?));
        }
        loop {
            let room = ops::slice_rows(store, list, done);
            if waiting.is_empty() || (waiting.len() < room && !at_end) {
                break;
            }
            let rest = waiting.split_off(room.min(waiting.len()));
            let (numbers, entries): (Vec<u64>, Vec<NewInstitution>) =
                std::mem::replace(&mut waiting, rest).into_iter().unzip();
            if again {
                still_new(store, grant, list, (&numbers, &entries)).await?;
            }
            done = ops::enter(store, grant, list.id, done, &entries, store.now()).await?;
            progress(Step::Enter, done, list.count);
        }
        if at_end {
            return Ok(());
        }
    }
}

/// Compares rows once more with what has come into the register since they were checked.
async fn still_new(
    store: &Store,
    grant: &Grant<permit::ManageRegister>,
    list: &ImportRow,
    (numbers, entries): (&[u64], &[NewInstitution]),
) -> Result<(), ImportFault> {
    let known = lists::acquaintance(store, grant, entries, Some(list)).await?;
    let is_new = |(entry, number): (_, &u64)| {
        let met = meet_as_said(*number, entry, &known.of(entry), &list.reading);
        met.is_ok_and(|met| met.meeting == Meeting::New)
    };
    if entries.iter().zip(numbers).all(is_new) {
        Ok(())
    } else {
        Err(ImportFault::Overtaken)
    }
}

/// Takes a list back and its institutions away.
///
/// # Errors
/// Those of [`store::ops::import::withdraw`]; `import_in_use` also where a complaint came in meanwhile.
pub async fn withdraw(
    store: &Store,
    grant: &Grant<permit::ManageRegister>,
    id: ImportId,
    reason: &str,
    progress: &mut Progress<'_>,
) -> Result<(), Fault> {
    let list = lists::by_id(store, grant, id).await?;
    // One that was cut off in the middle goes on.
    if list.state != State::Withdrawing {
        ops::withdraw(store, grant, id, reason, store.now()).await?;
    }
    remove(store, grant, id, progress).await
}

/// Takes the institutions away of a list that was taken back. Several may be at it.
///
/// # Errors
/// [`Fault::Refused`] with `import_in_use` where a complaint came in meanwhile, and where the list was not taken back.
pub(crate) async fn remove(
    store: &Store,
    grant: &Grant<permit::ManageRegister>,
    id: ImportId,
    progress: &mut Progress<'_>,
) -> Result<(), Fault> {
    let list = lists::by_id(store, grant, id).await?;
    let mut gone = 0;
    loop {
        match ops::remove(store, grant, id, store.now()).await {
            Ok(Removal::More(more)) => {
                gone += more;
                progress(Step::Remove, gone, list.entered.max(gone));
            }
            Ok(Removal::Ended) => return Ok(()),
            Ok(Removal::InUse) => return Err(Fault::Refused(IN_USE)),
            Err(fault @ Fault::Refused(_)) => {
                // Another has taken the last of them away, or found one in use.
                return match lists::by_id(store, grant, id).await?.state {
                    State::Withdrawn => Ok(()),
                    State::Shown => Err(Fault::Refused(IN_USE)),
                    _ => Err(fault),
                };
            }
            Err(fault) => return Err(fault),
        }
    }
}
