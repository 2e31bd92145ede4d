//! A register of many institutions, the same each time.

use domain::words::Day;
use seeds::{OnProgress, World, world};
use store::Store;

use crate::bureau::PASSWORD;

/// Fills the empty store with a world of this seed, without complaints. Its accounts have [`PASSWORD`].
///
/// # Panics
/// Where the store holds something already.
pub async fn fill(store: &Store, seed: u64, anchor: Day, institutions: u64) {
    fill_shown(store, seed, anchor, institutions, &mut |_, _, _| {}).await;
}

/// As [`fill`], showing how far it is.
///
/// # Panics
/// As [`fill`].
pub async fn fill_shown(
    store: &Store,
    seed: u64,
    anchor: Day,
    institutions: u64,
    on_progress: OnProgress<'_>,
) {
    let plan = World {
        seed,
        anchor,
        institutions,
        complaints: 0,
        password: PASSWORD.to_owned(),
    };
    world(store, &plan, on_progress)
        .await
        .expect("an empty database is filled");
}
