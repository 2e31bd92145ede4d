//! Lists are taken back.

use domain::access::{Grant, permit};
use domain::institution::import::IN_USE;
use domain::words::{ImportId, Instant};
use sea_orm::{DbBackend, FromQueryResult};
use serde_json::json;

use super::desk::{stop, work};
use super::{Taken, one_at_a_time, take, turn};
use crate::Fault;
use crate::audit::{Act, Subject};
use crate::connect::Store;
use crate::ops::{search_index, texts};
use crate::tx::{Committed, Tx, Upkeep};

/// Institutions of one write: others must not wait for long.
const SLICE: i64 = 200;
/// Characters of why a list is taken back.
const REASON_CHARS_MAX: usize = 500;

/// What refers to an institution at the places `$1` to `$2`. What only the list itself brought is none of it.
const USES: &[&str] = &[
    "SELECT 1 FROM complaint u JOIN institution i ON i.id = u.institution_id",
    "SELECT 1 FROM violation_case u JOIN institution i ON i.id = u.institution_id",
    "SELECT 1 FROM application u JOIN institution i ON i.id = u.institution_id",
    "SELECT 1 FROM course u JOIN institution i ON i.id = u.institution_id",
    "SELECT 1 FROM after_school u JOIN institution i ON i.id = u.institution_id",
    "SELECT 1 FROM place u JOIN institution i ON i.id = u.institution_id",
    "SELECT 1 FROM account u JOIN institution i ON i.id = u.institution_id",
    "SELECT 1 FROM electronic_consent u JOIN institution i ON i.id = u.institution_id",
    "SELECT 1 FROM change_request u JOIN institution i ON i.id = u.institution_id",
    "SELECT 1 FROM institution_identity u JOIN institution i ON i.id = u.institution_id AND u.confirmed_at IS NOT NULL",
    "SELECT 1 FROM entry_report u JOIN institution i ON i.id = u.institution_id",
    "SELECT 1 FROM institution_merge u JOIN institution i ON i.id = u.institution_id",
    "SELECT 1 FROM institution_merge u JOIN institution i ON i.id = u.kept_id",
    "SELECT 1 FROM institution_link u JOIN institution i ON i.id = u.predecessor_id",
    "SELECT 1 FROM institution_link u JOIN institution i ON i.id = u.successor_id",
    "SELECT 1 FROM staff_member u JOIN institution i ON i.id = u.institution_id",
    "SELECT 1 FROM staff_pupils u JOIN institution i ON i.id = u.institution_id",
    "SELECT 1 FROM institution_past u JOIN institution i ON i.id = u.institution_id",
    "SELECT 1 FROM licence u JOIN institution i ON i.id = u.institution_id AND (u.version > 1 OR i.licence_id <> u.id)",
    "SELECT 1 FROM notice u JOIN institution i ON i.id = u.subject_id AND u.subject_kind = 'institution'",
    "SELECT 1 FROM notice u JOIN institution i ON i.licence_id = u.subject_id AND u.subject_kind = 'licence'",
];

async fn in_use(tx: &Tx, first: i64, last: i64) -> Result<bool, Fault> {
    for uses in USES {
        let sql = format!("{uses} WHERE i.seq BETWEEN $1 AND $2 LIMIT 1");
        if tx.has(&sql, [first.into(), last.into()]).await? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Takes a list back: from this commit on nobody sees its institutions, and a worker takes them away ([`remove`]), if the
/// caller does not.
///
/// # Errors
/// [`Fault::Input`] for a reason that says nothing; [`Fault::Refused`] with `import_in_use` where a complaint, a case, an
/// application, a course, an account, a consent, a change, a report, a merge or a link refers to one of them, with `import_past_this` where it was taken back
/// before, with `import_running` while another list is entered or taken back.
pub async fn withdraw(
    store: &Store,
    grant: &Grant<permit::ManageRegister>,
    id: ImportId,
    reason: &str,
    now: Instant,
) -> Result<(), Fault> {
    let reason = texts::prose("reason", reason, REASON_CHARS_MAX)?;
    let reason = reason.as_str();
    store
        .run(now, |tx| back(tx, grant, id, (reason, None)))
        .await
}

/// Takes a list back that cannot be entered to its end, and writes down the code of why.
///
/// # Errors
/// As [`withdraw`].
pub async fn give_up(
    store: &Store,
    grant: &Grant<permit::ManageRegister>,
    id: ImportId,
    code: &str,
    now: Instant,
) -> Result<(), Fault> {
    store
        .run(now, |tx| back(tx, grant, id, (code, Some(code))))
        .await
}

async fn back(
    tx: Tx,
    grant: &Grant<permit::ManageRegister>,
    id: ImportId,
    (reason, code): (&str, Option<&str>),
) -> Result<Committed<()>, Fault> {
    let list = take(&tx, id).await?;
    let used = in_use(&tx, list.first, list.last).await?;
    let state = list.state.withdraw(used).map_err(Fault::Refused)?;
    let turned = turn(&tx, id, state, None).await;
    turned.map_err(one_at_a_time)?;
    if let Some(code) = code {
        stop(&tx, id, code).await?;
    }
    work(&tx, id, list.version).await?;
    let act = Act::by(
        grant,
        Subject::new("import", id),
        "withdraw",
        json!({"first": list.first, "count": list.count(), "entered": list.entered}),
    );
    tx.commit(act.because(reason), ()).await
}

/// How far the removal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Removal {
    /// So many are gone in this step, and others are left.
    More(u64),
    /// All are gone.
    Ended,
    /// A complaint came in while the list was taken back: what is left of it is visible again.
    InUse,
}

/// Takes away the next institutions of a list that was taken back. Their numbers are never used again.
///
/// # Errors
/// [`Fault::Refused`] where the list was not taken back.
pub async fn remove(
    store: &Store,
    grant: &Grant<permit::ManageRegister>,
    id: ImportId,
    now: Instant,
) -> Result<Removal, Fault> {
    store
        .run(now, |tx| async move {
            let list = take(&tx, id).await?;
            let ended = list.state.end().map_err(Fault::Refused)?;
            let slice = slice(&tx, &list).await?;
            let (Some(first), Some(last)) = (slice.first(), slice.last()) else {
                turn(&tx, id, ended, Some("withdrawn_at")).await?;
                return tx.commit_upkeep(Upkeep::Unseen, Removal::Ended).await;
            };
            let used = if left(&tx, &list).await? == list.entered {
                // Before the first is gone all are looked at. A filing that had read one of them before it was hidden holds
                // its row until it commits.
                hold(&tx, &list).await?;
                in_use(&tx, list.first, list.last).await?
            } else {
                in_use(&tx, first.seq, last.seq).await?
            };
            if used {
                return put_back(tx, grant, id, &list).await;
            }
            search_index::leave(&tx, (first.seq, last.seq)).await?;
            drop_rows(&tx, first.seq, last.seq).await?;
            let gone = u64::try_from(slice.len()).unwrap_or(0);
            tx.commit_upkeep(Upkeep::Unseen, Removal::More(gone)).await
        })
        .await
}

#[derive(FromQueryResult)]
struct Count {
    count: i64,
}

/// How many institutions of the list are there.
async fn left(tx: &Tx, list: &Taken) -> Result<i64, Fault> {
    let row: Option<Count> = tx
        .one(
            "SELECT COUNT(*) AS count FROM institution WHERE seq BETWEEN $1 AND $2",
            [list.first.into(), list.last.into()],
        )
        .await?;
    Ok(row.map_or(0, |row| row.count))
}

/// Waits for everybody who holds one of them.
async fn hold(tx: &Tx, list: &Taken) -> Result<(), Fault> {
    if tx.store().backend() == DbBackend::Postgres {
        let sql = "SELECT COUNT(*) AS count FROM (SELECT 1 FROM institution WHERE seq BETWEEN $1 AND $2 FOR UPDATE) held";
        let _held: Option<Count> = tx.one(sql, [list.first.into(), list.last.into()]).await?;
    }
    Ok(())
}

#[derive(FromQueryResult)]
struct At {
    seq: i64,
}

/// The next institutions that are left, held for the rest of the write.
async fn slice(tx: &Tx, list: &Taken) -> Result<Vec<At>, Fault> {
    let held = match tx.store().backend() {
        DbBackend::Postgres => " FOR UPDATE",
        _ => "",
    };
    let sql = format!(
        "SELECT seq FROM institution WHERE seq BETWEEN $1 AND $2 ORDER BY seq LIMIT {SLICE}{held}"
    );
    tx.all(&sql, [list.first.into(), list.last.into()]).await
}

async fn drop_rows(tx: &Tx, first: i64, last: i64) -> Result<(), Fault> {
    for sql in [
        // The licence names its institution without a constraint, the institution its licence with one.
        "UPDATE institution SET licence_id = NULL WHERE seq BETWEEN $1 AND $2",
        "DELETE FROM licence WHERE institution_id IN (SELECT id FROM institution WHERE seq BETWEEN $1 AND $2)",
        "DELETE FROM institution_identity WHERE institution_id IN (SELECT id FROM institution WHERE seq BETWEEN $1 AND $2)",
        "DELETE FROM institution WHERE seq BETWEEN $1 AND $2",
    ] {
        tx.execute(sql, [first.into(), last.into()]).await?;
    }
    Ok(())
}

async fn put_back(
    tx: Tx,
    grant: &Grant<permit::ManageRegister>,
    id: ImportId,
    list: &Taken,
) -> Result<Committed<Removal>, Fault> {
    let state = list.state.put_back(list.shown).map_err(Fault::Refused)?;
    turn(&tx, id, state, None).await?;
    stop(&tx, id, IN_USE.code).await?;
    let act = Act::by(
        grant,
        Subject::new("import", id),
        "put_back",
        json!({"first": list.first, "count": list.count(), "left": left(&tx, list).await?}),
    );
    tx.commit(act, Removal::InUse).await
}
