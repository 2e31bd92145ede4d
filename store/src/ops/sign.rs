//! Signs of life, and digests of texts for acts.

use domain::words::Instant;
use sea_orm::FromQueryResult;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::Fault;
use crate::connect::Store;
use crate::tx::Upkeep;

/// A worker that is, or was, at work.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize)]
pub struct Worker {
    /// Host, process and a random part.
    pub name: String,
    /// When it started, in milliseconds since 1970.
    pub started_at: i64,
    /// When it last gave a sign of life.
    pub beat_at: i64,
    /// When it said that it stops.
    pub stopped_at: Option<i64>,
}

/// A worker that has been silent for longer than this is taken for dead.
pub const SILENT_SECONDS_MAX: i64 = 60;

/// Gives a worker's sign of life.
///
/// # Errors
/// Faults of the database.
pub async fn beat(
    store: &Store,
    name: &str,
    started_at: Instant,
    stopping: bool,
    now: Instant,
) -> Result<(), Fault> {
    let stopped_at = stopping.then_some(now.millis());
    store
        .run(now, |tx| async move {
            tx.execute(
                "INSERT INTO worker_heartbeat (name, started_at, beat_at, stopped_at) VALUES ($1, $2, $3, $4) \
                 ON CONFLICT (name) DO UPDATE SET beat_at = $3, stopped_at = $4",
                [
                    name.into(),
                    started_at.millis().into(),
                    now.millis().into(),
                    stopped_at.into(),
                ],
            )
            .await?;
            tx.commit_upkeep(Upkeep::Sign, ()).await
        })
        .await
}

/// The workers that gave a sign of life within the last day, latest first.
///
/// # Errors
/// Faults of the database.
pub async fn workers(store: &Store, now: Instant) -> Result<Vec<Worker>, Fault> {
    store
        .rows(
            "SELECT name, started_at, beat_at, stopped_at FROM worker_heartbeat WHERE beat_at > $1 ORDER BY beat_at DESC, name",
            [now.plus_seconds(-24 * 60 * 60).millis().into()],
        )
        .await
}

/// SHA-256 over texts, for acts: a change of the text shows, and erasing the text keeps the chain.
pub(super) fn text_digest(texts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for text in texts {
        hash.update(text.as_bytes());
        hash.update([0]);
    }
    hex::encode(hash.finalize())
}
