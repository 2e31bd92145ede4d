//! Photographs and papers of a place.

use bytes::Bytes;
use domain::access::{Grant, permit};
use domain::words::{Instant, PlaceId, PlaceNumber};
use sea_orm::FromQueryResult;

use super::load::held;
use crate::Fault;
use crate::connect::Store;
use crate::evidence::Proof;
use crate::ops::evidence::{self, Added, Kept, Shelf, keep};
use crate::repo;
use crate::tx::{Committed, Tx, Upkeep};

/// Adds a photograph or a paper to a place, wherever it stands. The same content twice is one file.
///
/// # Errors
/// [`Fault::NotFound`] outside the scope; [`Fault::TooLarge`], [`Fault::MediaType`], [`Fault::Input`] for an empty file and
/// for one more than a place keeps, [`Fault::Evidence`].
pub async fn add_file(
    store: &Store,
    grant: &Grant<permit::KeepPlaces>,
    number: PlaceNumber,
    (name, bytes): (&str, Bytes),
    now: Instant,
) -> Result<Added, Fault> {
    let proof = Proof::of(name, bytes)?;
    let id = reached(store, grant, number).await?;
    let kept = &keep(store, Shelf::Place(id), proof, now).await?;
    store.run(now, |tx| add_once(tx, grant, number, kept)).await
}

/// The place, where it is within the scope: no bytes are stored for another one.
async fn reached(
    store: &Store,
    grant: &Grant<permit::KeepPlaces>,
    number: PlaceNumber,
) -> Result<PlaceId, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        id: String,
        authority_id: String,
    }
    let row: Option<Row> = store
        .row(
            "SELECT id, authority_id FROM place WHERE number = $1",
            [number.to_string().into()],
        )
        .await?;
    let row = row.ok_or(Fault::NotFound)?;
    repo::within(grant.scope(), &row.authority_id)?;
    repo::id(&row.id)
}

async fn add_once(
    tx: Tx,
    grant: &Grant<permit::KeepPlaces>,
    number: PlaceNumber,
    kept: &Kept,
) -> Result<Committed<Added>, Fault> {
    let stored = held(&tx, number).await?;
    repo::within(grant.scope(), &stored.authority_id)?;
    let shelf = Shelf::Place(stored.place_id()?);
    let (added, act) = evidence::write(&tx, grant, shelf, kept).await?;
    match act {
        Some(act) => tx.commit(act, added).await,
        None => tx.commit_upkeep(Upkeep::Replay, added).await,
    }
}
