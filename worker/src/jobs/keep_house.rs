//! Takes away, once a day, what nobody needs any more.

use store::ops::{housekeeping, source};
use store::queue::Claimed;

use super::JobFault;
use crate::runner::House;

pub(super) async fn perform(house: &House, job: &Claimed) -> Result<(), JobFault> {
    let store = &house.store;
    let taken = housekeeping::keep_house(store, store.now()).await?;
    tracing::info!(
        sessions = taken.sessions,
        keys = taken.keys,
        jobs = taken.jobs,
        workers = taken.workers,
        "the house was kept"
    );
    source::finish(store, job, store.now()).await?;
    Ok(())
}
