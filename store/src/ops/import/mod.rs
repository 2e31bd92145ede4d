//! Lists of institutions are entered in slices that nobody sees, become visible with one step, and can be taken back.
//!
//! A list takes a run of places in the register when it is begun. The row of the list counts how many rows have been
//! entered in the same commit as the rows, so that work that was cut off goes on where it stopped.

mod desk;
mod withdraw;

use bytes::Bytes;
use domain::access::{Grant, permit};
use domain::institution::NewInstitution;
use domain::institution::import::{MOVED, RUNNING, Rows, State};
use domain::institution::listed::Reading;
use domain::words::{EvidenceId, ImportId, Instant, Line};
use sea_orm::{ActiveValue::Set, EntityTrait as _, FromQueryResult};
use serde_json::json;

use super::institution::{number_of, put};
use crate::Fault;
use crate::audit::{Act, Subject, actor};
use crate::connect::Store;
use crate::evidence::digest;
use crate::read::import::{self as read, ImportRow, Mark};
use crate::repo;
use crate::table::evidence_file;
use crate::terms::BLOCK;
use crate::tx::{Tx, Upkeep};

pub use desk::{
    Finding, SentList, again, amend, discard, progress, receive, report, resume, start,
};
pub use withdraw::{Removal, give_up, remove, withdraw};

/// The longest file that is kept, in bytes (50 MB): some hundred thousand rows.
pub const FILE_BYTES_MAX: u64 = 50 << 20;
/// Characters of the name of a file.
const NAME_MAX: usize = 120;

/// A list before it is entered.
#[derive(Debug, Clone)]
pub struct NewImport {
    /// Name of the file as it is shown.
    pub file_name: String,
    /// Its type.
    pub media_type: &'static str,
    /// Its bytes, which are kept as evidence of what was entered.
    pub bytes: Bytes,
    /// How it is read.
    pub reading: Reading,
    /// The rows of it that enter.
    pub rows: Rows,
    /// The register before the rows were compared with it.
    pub mark: Mark,
}

/// Keeps the file, takes a run of places in the register for its rows, and answers the id of the list. Nothing of it is
/// visible.
///
/// # Errors
/// [`Fault::Refused`] with `import_running` while another list is entered or taken back, with `import_register_moved` where
/// something was entered since the mark of the list, [`Fault::TooLarge`],
/// [`Fault::Evidence`], [`Fault::Setting`] where the numbers are used up.
pub async fn begin(
    store: &Store,
    grant: &Grant<permit::ManageRegister>,
    list: &NewImport,
    now: Instant,
) -> Result<ImportId, Fault> {
    if read::hidden(store, grant).await?.is_some() {
        return Err(Fault::Refused(RUNNING));
    }
    let kept = keep(store, &list.bytes, now).await?;
    let (id, kept, reading) = (kept.id, &kept, repo::written(&list.reading)?);
    let reading = reading.as_str();
    store
        .run(now, |tx| async move {
            let count = i64::try_from(list.rows.count()).unwrap_or(i64::MAX);
            let (first, last) = place(&tx, count, list.mark).await?;
            let (by, _) = actor(grant);
            file_row(&tx, kept, (&list.file_name, list.media_type), &by).await?;
            let begun = tx.execute(
                "INSERT INTO register_import (id, file_id, sha256, reading, file_rows, first_seq, last_seq, entered, state, hidden, \
                 begun_by, begun_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8, TRUE, $9, $10, 1)",
                [
                    id.to_string().into(),
                    kept.file.to_string().into(),
                    kept.sha256.as_str().into(),
                    reading.into(),
                    list.rows.to_string().into(),
                    first.into(),
                    last.into(),
                    State::Entering.code().into(),
                    by.into(),
                    now.millis().into(),
                ],
            );
            begun.await.map_err(one_at_a_time)?;
            tx.commit_upkeep(Upkeep::Unseen, id).await
        })
        .await
}

/// Takes a run of `count` places in the register, where nothing was entered since `mark`.
async fn place(tx: &Tx, count: i64, mark: Mark) -> Result<(i64, i64), Fault> {
    let first = tx.take("institution", count).await?;
    let last = first.saturating_add(count) - 1;
    // The counter is held from here on, so that nobody enters anything between the comparison and the commit.
    if (first - 1, lists(tx).await?) != (mark.numbers, mark.lists) {
        return Err(Fault::Refused(MOVED));
    }
    number_of(last)?;
    Ok((first, last))
}

/// The index by which one list at a time is hidden.
fn one_at_a_time(fault: Fault) -> Fault {
    if fault.is_duplicate_of("register_import", "hidden") {
        Fault::Refused(RUNNING)
    } else {
        fault
    }
}

/// Rises with every step of any list.
async fn lists(tx: &Tx) -> Result<i64, Fault> {
    #[derive(FromQueryResult)]
    struct Lists {
        lists: i64,
    }
    let sql = format!("SELECT {} AS lists", read::LISTS);
    let row: Option<Lists> = tx.one(&sql, []).await?;
    Ok(row.map_or(0, |row| row.lists))
}

/// The file of a list, kept under the id that the list will have. Where the list does not come about nothing names it.
struct KeptFile {
    id: ImportId,
    file: EvidenceId,
    key: String,
    sha256: String,
    length: usize,
}

async fn keep(store: &Store, bytes: &Bytes, now: Instant) -> Result<KeptFile, Fault> {
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > FILE_BYTES_MAX {
        return Err(Fault::TooLarge {
            limit_bytes: FILE_BYTES_MAX,
        });
    }
    let id = ImportId::new(now, store.id_bits(now));
    let file = EvidenceId::new(now, store.id_bits(now));
    let key = format!("import/{id}/{file}");
    store.files().put(&key, bytes.clone()).await?;
    Ok(KeptFile {
        id,
        file,
        key,
        sha256: digest(bytes),
        length: bytes.len(),
    })
}

async fn file_row(
    tx: &Tx,
    kept: &KeptFile,
    (name, media_type): (&str, &str),
    by: &str,
) -> Result<(), Fault> {
    let shown: String = name.chars().take(NAME_MAX).collect();
    let file_name =
        Line::parse(&shown, NAME_MAX).map_or_else(|_| "list".to_owned(), Line::into_string);
    let row = evidence_file::ActiveModel {
        id: Set(kept.file.to_string()),
        subject_kind: Set("import".to_owned()),
        subject_id: Set(kept.id.to_string()),
        file_name: Set(file_name),
        media_type: Set(media_type.to_owned()),
        size_bytes: Set(i64::try_from(kept.length).unwrap_or(i64::MAX)),
        sha256: Set(kept.sha256.clone()),
        storage_key: Set(kept.key.clone()),
        added_by: Set(by.to_owned()),
        created_at: Set(tx.now().millis()),
    };
    evidence_file::Entity::insert(row)
        .exec_without_returning(tx.rows())
        .await?;
    Ok(())
}

/// A list as its row has it, taken for the rest of the write.
struct Taken {
    state: State,
    first: i64,
    last: i64,
    entered: i64,
    /// Whether it was visible before.
    shown: bool,
    sha256: String,
    /// The version that this write makes.
    version: i64,
}

impl Taken {
    /// Whether nobody has changed the list since a person saw it at `version`.
    fn unchanged_since(&self, version: i64) -> Result<(), Fault> {
        let current = self.version - 1;
        if current == version {
            Ok(())
        } else {
            Err(Fault::Stale { current })
        }
    }

    fn count(&self) -> i64 {
        self.last - self.first + 1
    }
}

async fn take(tx: &Tx, id: ImportId) -> Result<Taken, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        state: String,
        first_seq: i64,
        last_seq: i64,
        entered: i64,
        shown_at: Option<i64>,
        sha256: String,
        version: i64,
    }
    let row: Option<Row> = tx
        .one(
            "UPDATE register_import SET version = version + 1 WHERE id = $1 \
             RETURNING state, first_seq, last_seq, entered, shown_at, sha256, version",
            [id.to_string().into()],
        )
        .await?;
    let row = row.ok_or(Fault::NotFound)?;
    Ok(Taken {
        state: repo::id(&row.state)?,
        first: row.first_seq,
        last: row.last_seq,
        entered: row.entered,
        shown: row.shown_at.is_some(),
        sha256: row.sha256,
        version: row.version,
    })
}

async fn turn(tx: &Tx, id: ImportId, state: State, at: Option<&str>) -> Result<(), Fault> {
    let at = at.map(|column| format!(", {column} = {}", tx.now().millis()));
    let sql = format!(
        "UPDATE register_import SET state = $1, hidden = $2, step_done = 0, step_all = 0{} WHERE id = $3",
        at.unwrap_or_default()
    );
    let values = [
        state.code().into(),
        state.is_hidden().into(),
        id.to_string().into(),
    ];
    tx.execute(&sql, values).await.map(drop)
}

/// Blocks of the search index that PostgreSQL writes at once; of SQLite, where nobody else writes meanwhile, it is one.
const BLOCKS: i64 = 4;

/// How many rows the next slice of a list has of which `done` are there already: up to the end of a block of the search
/// index, which is written fastest as a whole, or of some that follow each other.
#[must_use]
pub fn slice_rows(store: &Store, list: &ImportRow, done: u64) -> usize {
    let next = list.places.0 + i64::try_from(done).unwrap_or(0);
    let most = match store.backend() {
        sea_orm::DbBackend::Sqlite => BLOCK,
        _ => BLOCK * BLOCKS,
    };
    usize::try_from(most - next % most).unwrap_or(1)
}

/// Enters the next rows of a list, of which `done` are there already, and answers how many are there then.
///
/// # Errors
/// [`Fault::Stale`] where another has entered some of them meanwhile; [`Fault::Refused`] where the list is past this;
/// [`Fault::Duplicate`] for a credit code or licence number that has come into the register since the list was checked.
pub async fn enter(
    store: &Store,
    _grant: &Grant<permit::ManageRegister>,
    id: ImportId,
    done: u64,
    entries: &[NewInstitution],
    now: Instant,
) -> Result<u64, Fault> {
    store
        .run(now, |tx| async move {
            let list = take(&tx, id).await?;
            list.state.enter().map_err(Fault::Refused)?;
            if u64::try_from(list.entered) != Ok(done) {
                return Err(Fault::Stale {
                    current: list.entered,
                });
            }
            let entered = list.entered + i64::try_from(entries.len()).unwrap_or(i64::MAX);
            if entered > list.count() {
                return Err(Fault::Integrity(format!(
                    "list {id} has more rows than places"
                )));
            }
            put(&tx, entries, list.first + list.entered).await?;
            tx.execute(
                "UPDATE register_import SET entered = $1 WHERE id = $2",
                [entered.into(), id.to_string().into()],
            )
            .await?;
            let entered = u64::try_from(entered).unwrap_or(0);
            tx.commit_upkeep(Upkeep::Unseen, entered).await
        })
        .await
}

/// Makes every institution of the list visible at once.
///
/// # Errors
/// [`Fault::Refused`] with `import_unfinished`, `import_past_this`.
pub async fn show(
    store: &Store,
    grant: &Grant<permit::ManageRegister>,
    id: ImportId,
    now: Instant,
) -> Result<(), Fault> {
    store
        .run(now, |tx| async move {
            let list = take(&tx, id).await?;
            let left = u64::try_from(list.count() - list.entered).unwrap_or(0);
            let state = list.state.show(left).map_err(Fault::Refused)?;
            turn(&tx, id, state, Some("shown_at")).await?;
            let act = Act::by(
                grant,
                Subject::new("import", id),
                "show",
                json!({"first": list.first, "count": list.count(), "sha256": list.sha256}),
            );
            tx.commit(act, ()).await
        })
        .await
}
