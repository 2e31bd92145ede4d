//! Taking a job under a lease.

use domain::words::{Instant, JobId};
use sea_orm::FromQueryResult;
use serde_json::Value;

use super::{ATTEMPTS_MAX, JobKind};
use crate::Fault;
use crate::connect::Store;
use crate::tx::Upkeep;

/// A job that this worker holds until its lease ends.
#[derive(Debug, Clone)]
pub struct Claimed {
    /// Its id.
    pub id: JobId,
    /// What is to be done.
    pub kind: JobKind,
    /// What it is to be done with; the shape is told at the kind.
    pub payload: Value,
    /// Which attempt this is, starting at 1.
    pub attempt: i64,
    /// Until when no other worker takes it.
    pub lease_until: Instant,
    pub(super) owner: String,
}

/// How many candidates are looked at before giving up until the next call.
const CANDIDATES: i64 = 16;

#[derive(FromQueryResult)]
struct Candidate {
    id: String,
    kind: String,
    payload: String,
    attempt: i64,
}

/// Claims one job that is due, or whose lease has run out, for `lease_ms` milliseconds; a long one only where `long` says so.
///
/// # Errors
/// Faults of the database.
pub async fn claim(
    store: &Store,
    owner: &str,
    lease_ms: i64,
    long: bool,
    now: Instant,
) -> Result<Option<Claimed>, Fault> {
    let kinds = JobKind::ALL.into_iter();
    let kinds: Vec<String> = kinds
        .filter(|kind| long || !kind.is_long())
        .map(|kind| format!("'{}'", kind.code()))
        .collect();
    let kinds = kinds.join(", ");
    let due = format!(
        "SELECT id, kind, payload, attempt FROM job WHERE kind IN ({kinds}) AND attempt < $1 \
         AND ((state = 'ready' AND run_at <= $2) OR (state = 'running' AND lease_until <= $2)) \
         ORDER BY run_at, id LIMIT $3"
    );
    let mut candidates: Vec<Candidate> = store
        .rows(
            &due,
            [ATTEMPTS_MAX.into(), now.millis().into(), CANDIDATES.into()],
        )
        .await?;
    // Workers that start at different candidates seldom want the same row.
    let turn = owner.bytes().map(usize::from).sum::<usize>();
    if !candidates.is_empty() {
        let shift = turn % candidates.len();
        candidates.rotate_left(shift);
    }
    for candidate in candidates {
        if let Some(claimed) = take(store, candidate, owner, lease_ms, now).await? {
            return Ok(Some(claimed));
        }
    }
    Ok(None)
}

/// The compare-and-set: the row must still be as it was read.
async fn take(
    store: &Store,
    candidate: Candidate,
    owner: &str,
    lease_ms: i64,
    now: Instant,
) -> Result<Option<Claimed>, Fault> {
    let (Some(kind), Ok(id)) = (
        JobKind::from_code(&candidate.kind),
        candidate.id.parse::<JobId>(),
    ) else {
        return Err(Fault::Integrity(format!(
            "the job {} cannot be read",
            candidate.id
        )));
    };
    let lease_until = now.plus_millis(lease_ms);
    let (row, before) = (candidate.id.as_str(), candidate.attempt);
    let taken = store
        .run(now, |tx| async move {
            let taken = tx
                .execute(
                    "UPDATE job SET state = 'running', attempt = attempt + 1, lease_owner = $1, lease_until = $2 \
                     WHERE id = $3 AND attempt = $4 AND ((state = 'ready' AND run_at <= $5) OR (state = 'running' AND lease_until <= $5))",
                    [
                        owner.into(),
                        lease_until.millis().into(),
                        row.into(),
                        before.into(),
                        now.millis().into(),
                    ],
                )
                .await?
                .rows_affected();
            tx.commit_upkeep(Upkeep::Lease, taken == 1).await
        })
        .await?;
    if !taken {
        return Ok(None);
    }
    let payload = serde_json::from_str(&candidate.payload)
        .map_err(|_| Fault::Integrity(format!("the payload of job {id} is not JSON")))?;
    Ok(Some(Claimed {
        id,
        kind,
        payload,
        attempt: before + 1,
        lease_until,
        owner: owner.to_owned(),
    }))
}

/// Prolongs the lease of a job that goes on, to `lease_ms` milliseconds from now.
///
/// # Errors
/// [`Fault::LeaseLost`] where another worker has the job.
pub async fn prolong(
    store: &Store,
    job: &Claimed,
    lease_ms: i64,
    now: Instant,
) -> Result<(), Fault> {
    store
        .run(now, |tx| async move {
            let held = tx
                .execute(
                    "UPDATE job SET lease_until = $1 WHERE id = $2 AND state = 'running' AND lease_owner = $3 AND attempt = $4",
                    [
                        now.plus_millis(lease_ms).millis().into(),
                        job.id.to_string().into(),
                        job.owner.clone().into(),
                        job.attempt.into(),
                    ],
                )
                .await?;
            if held.rows_affected() != 1 {
                return Err(Fault::LeaseLost);
            }
            tx.commit_upkeep(Upkeep::Lease, ()).await
        })
        .await
}
