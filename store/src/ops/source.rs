//! Sources of complaints that are pulled, such as the hotline: where the last pull ended, and the
//! items that could not be filed.

use domain::words::Instant;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::Fault;
use crate::connect::Store;
use crate::queue::Claimed;
use crate::tx::Upkeep;
use crate::vault::Place;

/// Where the last pull of `source` ended; nothing before the first.
///
/// # Errors
/// Faults of the database.
pub async fn cursor(store: &Store, source: &str) -> Result<Option<String>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        position: String,
    }
    let row: Option<Row> = store
        .row(
            "SELECT position FROM source_cursor WHERE source = $1",
            [source.into()],
        )
        .await?;
    Ok(row.map(|row| row.position))
}

/// Moves the cursor of `source` on once all items before it are filed or kept aside. With `job`,
/// the job ends in the same commit.
///
/// # Errors
/// Faults of the database; [`Fault::LeaseLost`].
pub async fn advance(
    store: &Store,
    source: &str,
    position: &str,
    job: Option<&Claimed>,
    now: Instant,
) -> Result<(), Fault> {
    store
        .run(now, |tx| async move {
            tx.execute(
                "INSERT INTO source_cursor (source, position, pulled_at) VALUES ($1, $2, $3) \
                 ON CONFLICT (source) DO UPDATE SET position = $2, pulled_at = $3",
                [source.into(), position.into(), now.millis().into()],
            )
            .await?;
            if let Some(job) = job {
                tx.finish(job).await?;
            }
            tx.commit_upkeep(Upkeep::Sign, ()).await
        })
        .await
}

/// Ends a job that had nothing more to do.
///
/// # Errors
/// Faults of the database; [`Fault::LeaseLost`].
pub async fn finish(store: &Store, job: &Claimed, now: Instant) -> Result<(), Fault> {
    store
        .run(now, |tx| async move {
            tx.finish(job).await?;
            tx.commit_upkeep(Upkeep::Lease, ()).await
        })
        .await
}

/// Keeps an item aside that could not be filed, sealed as it came, with the reason. The same item
/// is kept once.
///
/// # Errors
/// Faults of the database.
pub async fn keep_aside(
    store: &Store,
    source: &str,
    source_number: &str,
    reason: &str,
    item: &str,
    now: Instant,
) -> Result<(), Fault> {
    store
        .run(now, |tx| async move {
            let id = format!("sik_{}", Uuid::from_bytes(tx.store().random()).simple());
            let place = Place {
                table: "source_item_kept",
                column: "item",
                row: &id,
            };
            let sealed = tx
                .store()
                .keys()
                .seal(place, item, tx.store().entropy())?;
            tx.execute(
                "INSERT INTO source_item_kept (id, source, source_number, reason, item_sealed, created_at) \
                 VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (source, source_number) DO NOTHING",
                [
                    id.clone().into(),
                    source.into(),
                    source_number.into(),
                    reason.into(),
                    sealed.into(),
                    now.millis().into(),
                ],
            )
            .await?;
            tx.commit_upkeep(Upkeep::Sign, ()).await
        })
        .await
}
