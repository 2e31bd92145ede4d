//! What happens to jobs besides their work: failure, retry, recurring work and the tally.

use domain::access::{Grant, permit};
use domain::words::{Instant, JobId};
use sea_orm::FromQueryResult;
use serde::Serialize;
use serde_json::{Value, json};

use super::{ATTEMPTS_MAX, Claimed, JobKind, NewJob};
use crate::Fault;
use crate::audit::{Act, Subject};
use crate::connect::Store;
use crate::tx::Upkeep;

/// How many jobs are in which state.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Due or waiting for their time.
    pub ready: i64,
    /// Under a lease.
    pub running: i64,
    /// Given up; a person has to look.
    pub dead: i64,
    /// Ready, but of a kind this program does not know.
    pub unknown: i64,
}

/// Gives a job back after a failure: it is due again after a pause that doubles, or dead after
/// the last attempt. Does nothing where the lease has passed to another worker.
///
/// # Errors
/// Faults of the database.
pub async fn fail(store: &Store, job: &Claimed, code: &str, now: Instant) -> Result<(), Fault> {
    let last = job.attempt >= ATTEMPTS_MAX;
    let state = if last { "dead" } else { "ready" };
    let seconds = 2_i64 << job.attempt.clamp(0, 10);
    let run_at = now.plus_seconds(seconds);
    release(store, job, (state, job.attempt, Some(code)), run_at, now).await
}

/// Gives a job back that was cut off by a worker that stops: it is due at once, and that was no attempt.
///
/// # Errors
/// Faults of the database.
pub async fn give_back(store: &Store, job: &Claimed, now: Instant) -> Result<(), Fault> {
    release(store, job, ("ready", job.attempt - 1, None), now, now).await
}

/// Does nothing where the lease has passed to another worker.
async fn release(
    store: &Store,
    job: &Claimed,
    (state, attempt, code): (&str, i64, Option<&str>),
    run_at: Instant,
    now: Instant,
) -> Result<(), Fault> {
    store
        .run(now, |tx| async move {
            tx.execute(
                "UPDATE job SET state = $1, run_at = $2, last_error_code = $3, attempt = $4, lease_owner = NULL, lease_until = NULL \
                 WHERE id = $5 AND state = 'running' AND lease_owner = $6 AND attempt = $7",
                [
                    state.into(),
                    run_at.millis().into(),
                    code.into(),
                    attempt.into(),
                    job.id.to_string().into(),
                    job.owner.clone().into(),
                    job.attempt.into(),
                ],
            )
            .await?;
            tx.commit_upkeep(Upkeep::Lease, ()).await
        })
        .await
}

/// Declares dead the jobs whose last lease ran out without a word: their worker died each time.
/// Answers how many.
///
/// # Errors
/// Faults of the database.
pub async fn sweep(store: &Store, now: Instant) -> Result<u64, Fault> {
    store
        .run(now, |tx| async move {
            let swept = tx
                .execute(
                    "UPDATE job SET state = 'dead', last_error_code = 'worker_died', lease_owner = NULL, lease_until = NULL \
                     WHERE state = 'running' AND lease_until <= $1 AND attempt >= $2",
                    [now.millis().into(), ATTEMPTS_MAX.into()],
                )
                .await?;
            tx.commit_upkeep(Upkeep::Lease, swept.rows_affected()).await
        })
        .await
}

/// Makes the job of a recurring kind that falls due at `due`, once however many workers ask: the
/// due instant is part of its key.
///
/// # Errors
/// Faults of the database.
pub async fn schedule(
    store: &Store,
    kind: JobKind,
    payload: &Value,
    due: Instant,
    now: Instant,
) -> Result<(), Fault> {
    store
        .run(now, |tx| async move {
            tx.enqueue(NewJob {
                kind,
                key: format!("{}@{}", kind.code(), due.millis()),
                payload: payload.clone(),
                run_at: due,
            })
            .await?;
            tx.commit_upkeep(Upkeep::Lease, ()).await
        })
        .await
}

/// Puts a dead job back to work with its attempts counted anew.
///
/// # Errors
/// [`Fault::NotFound`] where there is no dead job with this id.
pub async fn retry(
    store: &Store,
    grant: &Grant<permit::RetryJob>,
    id: JobId,
    now: Instant,
) -> Result<(), Fault> {
    store
        .run(now, |tx| async move {
            let revived = tx
                .execute(
                    "UPDATE job SET state = 'ready', attempt = 0, run_at = $1 WHERE id = $2 AND state = 'dead'",
                    [now.millis().into(), id.to_string().into()],
                )
                .await?;
            if revived.rows_affected() != 1 {
                return Err(Fault::NotFound);
            }
            let act = Act::by(grant, Subject::new("job", id), "retry", json!({}));
            tx.commit(act, ()).await
        })
        .await
}

/// Counts the jobs.
///
/// # Errors
/// Faults of the database.
pub async fn tally(store: &Store) -> Result<Tally, Fault> {
    #[derive(FromQueryResult)]
    struct Group {
        kind: String,
        state: String,
        count: i64,
    }
    let groups: Vec<Group> = store
        .rows(
            "SELECT kind, state, COUNT(*) AS count FROM job WHERE state <> 'done' GROUP BY kind, state",
            [],
        )
        .await?;
    let mut tally = Tally::default();
    for group in groups {
        let count = match group.state.as_str() {
            "ready" if JobKind::from_code(&group.kind).is_none() => &mut tally.unknown,
            "ready" => &mut tally.ready,
            "running" => &mut tally.running,
            _ => &mut tally.dead,
        };
        *count += group.count;
    }
    Ok(tally)
}
