//! Indexes again what an older program left in the search index, once a day and at the first start of a newer program.

use domain::access::{self, Actor, permit};
use store::ops::{search_index, source};
use store::queue::Claimed;

use super::JobFault;
use crate::runner::House;

pub(super) async fn perform(house: &House, job: &Claimed) -> Result<(), JobFault> {
    let store = &house.store;
    let grant = access::decide::<permit::RunSystem>(&Actor::System("search"), store.today())
        .map_err(|denied| JobFault::Right(denied.code))?;
    let renewed = search_index::renew(store, &grant, store.now()).await?;
    tracing::info!(renewed, "the search index was looked at");
    source::finish(store, job, store.now()).await?;
    Ok(())
}
