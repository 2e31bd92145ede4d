//! What nobody needs any more is taken away: sessions that are over, keys of requests that nobody sends again, recurring
//! jobs that are done and workers that are gone. What a person or an institution did is never part of it; that stays in
//! records and acts. Files of evidence are never taken away, not even bytes whose request ended before their record was
//! written: a program that cannot remove evidence needs no right to.

use domain::words::Instant;
use serde::Serialize;

use crate::Fault;
use crate::connect::Store;
use crate::tx::Upkeep;

const DAY_SECONDS: i64 = 24 * 60 * 60;
/// A session that ended, and a key of a request, are kept for so long: whoever looks into a complaint about a sign-in
/// or an answer that was sent twice finds them.
const KEPT_DAYS: i64 = 30;
/// Recurring jobs that are done are kept for so long.
const JOB_DAYS: i64 = 90;
/// Rows of one write: others must not wait for long.
const SLICE: i64 = 500;

/// How much was taken away.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct TakenAway {
    /// Sessions.
    pub sessions: u64,
    /// Keys of requests.
    pub keys: u64,
    /// Jobs.
    pub jobs: u64,
    /// Workers.
    pub workers: u64,
}

/// Takes away what nobody needs any more. What was not reached goes the next time.
///
/// # Errors
/// Faults of the database.
pub async fn keep_house(store: &Store, now: Instant) -> Result<TakenAway, Fault> {
    let before = |days: i64| now.plus_seconds(-days * DAY_SECONDS);
    let old = before(KEPT_DAYS);
    let key = "scope || ' ' || request_key";
    // The last sign-in of each account stays: the list of accounts shows it.
    let over = "EXISTS (SELECT 1 FROM session later WHERE later.account_id = session.account_id \
                AND later.created_at > session.created_at) AND expires_at";
    let done = "state = 'done' AND kind <> 'screen_complaint' AND finished_at";
    Ok(TakenAway {
        sessions: remove(store, "session", "id", over, old, now).await?,
        keys: remove(store, "idempotency_key", key, "created_at", old, now).await?,
        jobs: remove(store, "job", "id", done, before(JOB_DAYS), now).await?,
        workers: remove(store, "worker_heartbeat", "name", "beat_at", old, now).await?,
    })
}

/// Removes the rows of `table` whose instant lies before `before`. `key` names a row; `instant` is the column, with
/// what else must hold before it. All of them are words of this file.
async fn remove(
    store: &Store,
    table: &str,
    key: &str,
    instant: &str,
    before: Instant,
    now: Instant,
) -> Result<u64, Fault> {
    let sql = &format!(
        "DELETE FROM {table} WHERE {key} IN (SELECT {key} FROM {table} WHERE {instant} < $1 LIMIT {SLICE})"
    );
    let mut removed = 0;
    loop {
        let slice = store
            .run(now, |tx| async move {
                let gone = tx.execute(sql, [before.millis().into()]).await?;
                tx.commit_upkeep(Upkeep::House, gone.rows_affected()).await
            })
            .await?;
        removed += slice;
        if i64::try_from(slice).unwrap_or(i64::MAX) < SLICE {
            return Ok(removed);
        }
    }
}
