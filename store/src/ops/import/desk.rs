//! A list that comes in through the page: kept, checked by a worker, read in another way, and decided.

use bytes::Bytes;
use domain::access::{Grant, permit};
use domain::institution::import::{RUNNING, Rows, State};
use domain::institution::listed::Reading;
use domain::institution::report::{Report, Stop};
use domain::words::{ImportId, Instant};
use sea_orm::FromQueryResult;
use serde_json::json;

use super::{file_row, keep, one_at_a_time, place, take, turn};
use crate::Fault;
use crate::audit::{Act, Subject, actor};
use crate::connect::Store;
use crate::evidence::digest;
use crate::queue::{Claimed, JobKind, NewJob};
use crate::read::import::{self as read, Mark, report_place};
use crate::repo;
use crate::tx::{Tx, Upkeep};

/// A list as it comes in.
#[derive(Debug, Clone)]
pub struct SentList {
    /// Name of the file as it is shown.
    pub file_name: String,
    /// Its type.
    pub media_type: &'static str,
    /// Its bytes.
    pub bytes: Bytes,
    /// How it is to be read; without columns by its headings.
    pub reading: Reading,
}

/// Keeps the file and has it checked; answers the id of the list.
///
/// # Errors
/// [`Fault::TooLarge`], [`Fault::Evidence`].
pub async fn receive(
    store: &Store,
    grant: &Grant<permit::ManageRegister>,
    list: &SentList,
    now: Instant,
) -> Result<ImportId, Fault> {
    let kept = keep(store, &list.bytes, now).await?;
    let (id, kept, reading) = (kept.id, &kept, repo::written(&list.reading)?);
    let reading = reading.as_str();
    store
        .run(now, |tx| async move {
            let (by, _) = actor(grant);
            file_row(&tx, kept, (&list.file_name, list.media_type), &by).await?;
            let file = kept.file.to_string();
            insert(&tx, id, (&file, &kept.sha256, reading), &by).await?;
            work(&tx, id, 1).await?;
            let change = json!({"sha256": kept.sha256, "bytes": kept.length});
            let act = Act::by(grant, Subject::new("import", id), "send", change);
            tx.commit(act, id).await
        })
        .await
}

/// A list without places in the register: the run of them is empty.
async fn insert(
    tx: &Tx,
    id: ImportId,
    (file, sha256, reading): (&str, &str, &str),
    by: &str,
) -> Result<(), Fault> {
    tx.execute(
        "INSERT INTO register_import (id, file_id, sha256, reading, file_rows, first_seq, last_seq, entered, state, hidden, \
         begun_by, begun_at, version) VALUES ($1, $2, $3, $4, '', 1, 0, 0, $5, FALSE, $6, $7, 1)",
        [
            id.to_string().into(),
            file.into(),
            sha256.into(),
            reading.into(),
            State::Checking.code().into(),
            by.into(),
            tx.now().millis().into(),
        ],
    )
    .await
    .map(drop)
}

/// Has a worker do what the state of the list asks for.
pub(super) async fn work(tx: &Tx, id: ImportId, version: i64) -> Result<(), Fault> {
    tx.enqueue(NewJob {
        kind: JobKind::WorkOnList,
        key: format!("list:{id}:{version}"),
        payload: json!({"list": id.to_string()}),
        run_at: tx.now(),
    })
    .await
}

/// Writes down what a check found, and ends its job.
///
/// # Errors
/// [`Fault::Refused`] where the list is not being checked, [`Fault::LeaseLost`].
pub async fn report(
    store: &Store,
    _grant: &Grant<permit::ManageRegister>,
    id: ImportId,
    found: &Finding,
    job: &Claimed,
    now: Instant,
) -> Result<(), Fault> {
    let row = id.to_string();
    let sealed = sealed(store, &row, &found.report)?;
    let reading = repo::written(&found.reading)?;
    let (row, reading, sealed) = (row.as_str(), reading.as_str(), &sealed);
    store
        .run(now, |tx| async move {
            let list = take(&tx, id).await?;
            let state = list.state.report().map_err(Fault::Refused)?;
            turn(&tx, id, state, None).await?;
            tx.execute(
                "UPDATE register_import SET report_sealed = $1, reading = $2, file_rows = $3, marked_numbers = $4, \
                 marked_lists = $5, checked_at = $6 WHERE id = $7",
                [
                    sealed.clone().into(),
                    reading.into(),
                    found.rows.to_string().into(),
                    found.mark.numbers.into(),
                    found.mark.lists.into(),
                    found.at.millis().into(),
                    row.into(),
                ],
            )
            .await?;
            tx.finish(job).await?;
            tx.commit_upkeep(Upkeep::Unseen, ()).await
        })
        .await
}

/// Writes down why something did not come of the list.
pub(super) async fn stop(tx: &Tx, id: ImportId, code: &str) -> Result<(), Fault> {
    let mut report = read::report_in(tx, id).await?.unwrap_or_default();
    report.stop = Some(Stop {
        code: code.to_owned(),
        row: None,
    });
    let row = id.to_string();
    let sealed = sealed(tx.store(), &row, &report)?;
    tx.execute(
        "UPDATE register_import SET report_sealed = $1 WHERE id = $2",
        [sealed.into(), row.into()],
    )
    .await
    .map(drop)
}

fn sealed(store: &Store, row: &str, report: &Report) -> Result<Vec<u8>, Fault> {
    let text = repo::written(report)?;
    store.keys().seal(report_place(row), &text, store.entropy())
}

/// What a check found, and how the list was read.
#[derive(Debug, Clone)]
pub struct Finding {
    /// What is shown of it.
    pub report: Report,
    /// How the list was read.
    pub reading: Reading,
    /// The rows that would enter.
    pub rows: Rows,
    /// The register before the first row was compared with it.
    pub mark: Mark,
    /// When the check began: the rows are read as of that day.
    pub at: Instant,
}

/// Says how much of the present step is done.
///
/// # Errors
/// Faults of the database.
pub async fn progress(
    store: &Store,
    _grant: &Grant<permit::ManageRegister>,
    id: ImportId,
    (done, all): (u64, u64),
    now: Instant,
) -> Result<(), Fault> {
    let count = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    store
        .run(now, |tx| async move {
            tx.execute(
                "UPDATE register_import SET step_done = $1, step_all = $2 WHERE id = $3",
                [count(done).into(), count(all).into(), id.to_string().into()],
            )
            .await?;
            tx.commit_upkeep(Upkeep::Unseen, ()).await
        })
        .await
}

/// Has the list checked once more, read in another way.
///
/// # Errors
/// [`Fault::Stale`] where another has changed it since `version`, [`Fault::Refused`] where nobody has to decide on it.
pub async fn amend(
    store: &Store,
    _grant: &Grant<permit::ManageRegister>,
    id: ImportId,
    version: i64,
    reading: &Reading,
    now: Instant,
) -> Result<(), Fault> {
    let reading = repo::written(reading)?;
    let reading = reading.as_str();
    store
        .run(now, |tx| async move {
            let list = take(&tx, id).await?;
            let state = list.state.amend().map_err(Fault::Refused)?;
            list.unchanged_since(version)?;
            turn(&tx, id, state, None).await?;
            tx.execute(
                "UPDATE register_import SET reading = $1 WHERE id = $2",
                [reading.into(), id.to_string().into()],
            )
            .await?;
            work(&tx, id, list.version).await?;
            tx.commit_upkeep(Upkeep::Unseen, ()).await
        })
        .await
}

/// Takes a run of places in the register for the rows of the list, and has them entered.
///
/// # Errors
/// [`Fault::Stale`] where another has changed the list since `version`; [`Fault::Refused`] with `import_unclean` where rows
/// are at fault or unsure, with `import_register_moved` where something was entered since it was checked, with
/// `import_running` while another list is entered or taken back.
pub async fn start(
    store: &Store,
    grant: &Grant<permit::ManageRegister>,
    id: ImportId,
    version: i64,
    now: Instant,
) -> Result<(), Fault> {
    if read::hidden(store, grant).await?.is_some() {
        return Err(Fault::Refused(RUNNING));
    }
    let clean = read::report(store, grant, id).await?;
    let clean = clean.is_some_and(|report| report.may_enter());
    // The answers in it name institutions; the act keeps their digest.
    let reading = read::by_id(store, grant, id).await?.reading;
    let read_as = digest(repo::written(&reading)?.as_bytes());
    let read_as = read_as.as_str();
    store
        .run(now, |tx| async move {
            let list = take(&tx, id).await?;
            let state = list.state.begin(clean).map_err(Fault::Refused)?;
            list.unchanged_since(version)?;
            let (count, mark) = checked(&tx, id).await?;
            let (first, last) = place(&tx, count, mark).await?;
            let turned = turn(&tx, id, state, None).await;
            turned.map_err(one_at_a_time)?;
            tx.execute(
                "UPDATE register_import SET first_seq = $1, last_seq = $2 WHERE id = $3",
                [first.into(), last.into(), id.to_string().into()],
            )
            .await?;
            work(&tx, id, list.version).await?;
            let change = json!({"first": first, "count": count, "sha256": list.sha256, "reading_sha256": read_as});
            let act = Act::by(grant, Subject::new("import", id), "enter", change);
            tx.commit(act, ()).await
        })
        .await
}

/// How many rows of the list would enter, and the register when it was checked.
async fn checked(tx: &Tx, id: ImportId) -> Result<(i64, Mark), Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        file_rows: String,
        marked_numbers: i64,
        marked_lists: i64,
    }
    let row: Option<Row> = tx
        .one(
            "SELECT file_rows, marked_numbers, marked_lists FROM register_import WHERE id = $1",
            [id.to_string().into()],
        )
        .await?;
    let row = row.ok_or(Fault::NotFound)?;
    let rows: Rows = repo::id(&row.file_rows)?;
    let mark = Mark {
        numbers: row.marked_numbers,
        lists: row.marked_lists,
    };
    Ok((i64::try_from(rows.count()).unwrap_or(i64::MAX), mark))
}

/// Nothing comes of the list. What was found in it goes; the file is kept.
///
/// # Errors
/// [`Fault::Stale`] where another has changed it since `version`, [`Fault::Refused`] where it is being entered or was.
pub async fn discard(
    store: &Store,
    grant: &Grant<permit::ManageRegister>,
    id: ImportId,
    version: i64,
    now: Instant,
) -> Result<(), Fault> {
    store
        .run(now, |tx| async move {
            let list = take(&tx, id).await?;
            let state = list.state.discard().map_err(Fault::Refused)?;
            list.unchanged_since(version)?;
            turn(&tx, id, state, None).await?;
            let sql = "UPDATE register_import SET report_sealed = NULL WHERE id = $1";
            tx.execute(sql, [id.to_string().into()]).await?;
            let change = json!({"sha256": list.sha256});
            let act = Act::by(grant, Subject::new("import", id), "discard", change);
            tx.commit(act, ()).await
        })
        .await
}

/// Has the file of a list that came to nothing checked anew, as a list of its own; answers its id.
///
/// # Errors
/// [`Fault::NotFound`], [`Fault::Stale`] where that was asked for since `version`, [`Fault::Refused`] where the list is not
/// discarded and was not taken back.
pub async fn again(
    store: &Store,
    grant: &Grant<permit::ManageRegister>,
    id: ImportId,
    version: i64,
    now: Instant,
) -> Result<ImportId, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        file_id: String,
        sha256: String,
        reading: String,
    }
    let next = ImportId::new(now, store.id_bits(now));
    store
        .run(now, |tx| async move {
            let list = take(&tx, id).await?;
            list.state.again().map_err(Fault::Refused)?;
            list.unchanged_since(version)?;
            let row: Option<Row> = tx
                .one(
                    "SELECT file_id, sha256, reading FROM register_import WHERE id = $1",
                    [id.to_string().into()],
                )
                .await?;
            let row = row.ok_or(Fault::NotFound)?;
            let (by, _) = actor(grant);
            let file = (
                row.file_id.as_str(),
                row.sha256.as_str(),
                row.reading.as_str(),
            );
            insert(&tx, next, file, &by).await?;
            work(&tx, next, 1).await?;
            let change = json!({"sha256": row.sha256, "again": id.to_string()});
            let act = Act::by(grant, Subject::new("import", next), "send", change);
            tx.commit(act, next).await
        })
        .await
}

/// Has a worker go on with a list that was begun at the console and cut off. Where one is at it nothing is changed.
///
/// # Errors
/// [`Fault::Refused`] where nothing of it is left to do.
pub async fn resume(
    store: &Store,
    _grant: &Grant<permit::ManageRegister>,
    id: ImportId,
    now: Instant,
) -> Result<(), Fault> {
    store
        .run(now, |tx| async move {
            let list = take(&tx, id).await?;
            list.state.resume().map_err(Fault::Refused)?;
            let key = [format!("list:{id}:%").into()];
            if !tx.has(read::WORKED_ON, key).await? {
                work(&tx, id, list.version).await?;
            }
            tx.commit_upkeep(Upkeep::Unseen, ()).await
        })
        .await
}
