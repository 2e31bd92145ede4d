//! The sealer: links committed acts into the chain and publishes its head.

use domain::words::{Day, Instant};
use sea_orm::FromQueryResult;
use sha2::{Digest as _, Sha256};

use crate::Fault;
use crate::connect::Store;
use crate::tx::{Tx, Upkeep};

/// How many acts one round seals at most: a round holds SQLite's single writer.
const ROUND: i64 = 500;

/// The chain before its first link.
pub(super) const BEGINNING: &str = "hongjian";

/// The next link: SHA-256 over the link before, the number and the act's digest.
pub(super) fn link(before: &str, number: i64, act_id: &str, digest: &str) -> String {
    let mut hash = Sha256::new();
    for part in [before, &number.to_string(), act_id, digest] {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    hex::encode(hash.finalize())
}

#[derive(FromQueryResult)]
struct Head {
    number: i64,
    chain: String,
}

#[derive(FromQueryResult)]
struct Unsealed {
    id: String,
    digest: String,
}

/// Seals up to 500 committed acts, oldest id first, and answers how many.
///
/// # Errors
/// Faults of the database. A sealer that met another one answers 0.
pub async fn seal_some(store: &Store, now: Instant) -> Result<usize, Fault> {
    // Most rounds find nothing: that is seen without a write.
    if waiting(store).await? == 0 {
        return Ok(0);
    }
    let sealed = store
        .run(now, |tx| async move {
            let count = seal_round(&tx).await?;
            tx.commit_upkeep(Upkeep::Seal, count).await
        })
        .await;
    match sealed {
        Err(Fault::Duplicate { .. }) => Ok(0),
        other => other,
    }
}

/// How many acts are committed and not yet sealed.
pub(super) async fn waiting(store: &Store) -> Result<i64, Fault> {
    #[derive(FromQueryResult)]
    struct Count {
        count: i64,
    }
    let row: Option<Count> = store
        .row("SELECT COUNT(*) AS count FROM act_unsealed", [])
        .await?;
    Ok(row.map_or(0, |row| row.count))
}

async fn seal_round(tx: &Tx) -> Result<usize, Fault> {
    let head: Option<Head> = tx
        .one(
            "SELECT number, chain FROM seal ORDER BY number DESC LIMIT 1",
            [],
        )
        .await?;
    let (mut number, mut chain) =
        head.map_or((0, BEGINNING.to_owned()), |head| (head.number, head.chain));
    let acts: Vec<Unsealed> = tx
        .all(
            "SELECT act.id, act.digest FROM act_unsealed JOIN act ON act.id = act_unsealed.act_id \
             ORDER BY act.id LIMIT $1",
            [ROUND.into()],
        )
        .await?;
    for act in &acts {
        number += 1;
        chain = link(&chain, number, &act.id, &act.digest);
        tx.execute(
            "INSERT INTO seal (number, act_id, digest, chain) VALUES ($1, $2, $3, $4)",
            [
                number.into(),
                act.id.clone().into(),
                act.digest.clone().into(),
                chain.clone().into(),
            ],
        )
        .await?;
        tx.execute(
            "DELETE FROM act_unsealed WHERE act_id = $1",
            [act.id.clone().into()],
        )
        .await?;
    }
    Ok(acts.len())
}

/// Writes down the head of the chain for `day`, once, so that a cut tail shows later. Answers the
/// number and the link of the head, or nothing where the chain is empty.
///
/// # Errors
/// Faults of the database.
pub async fn publish_head(
    store: &Store,
    day: Day,
    now: Instant,
) -> Result<Option<(i64, String)>, Fault> {
    store
        .run(now, |tx| async move {
            let head: Option<Head> = tx
                .one(
                    "SELECT number, chain FROM seal ORDER BY number DESC LIMIT 1",
                    [],
                )
                .await?;
            let Some(head) = head else {
                return tx.commit_upkeep(Upkeep::Seal, None).await;
            };
            tx.execute(
                "INSERT INTO audit_head (day, number, chain, published_at) VALUES ($1, $2, $3, $4) \
                 ON CONFLICT (day) DO NOTHING",
                [
                    day.to_string().into(),
                    head.number.into(),
                    head.chain.clone().into(),
                    tx.now().millis().into(),
                ],
            )
            .await?;
            tx.commit_upkeep(Upkeep::Seal, Some((head.number, head.chain)))
                .await
        })
        .await
}
