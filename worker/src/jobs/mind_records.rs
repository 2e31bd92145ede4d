//! Asks institutions whether what the register says of them is right, in each round once.

use domain::access::{self, Actor, permit};
use store::ops::{record, source};
use store::queue::Claimed;

use super::JobFault;
use crate::runner::House;

pub(super) async fn perform(house: &House, job: &Claimed) -> Result<(), JobFault> {
    let store = &house.store;
    let grant = access::decide::<permit::RunSystem>(&Actor::System("records"), store.today())
        .map_err(|denied| JobFault::Right(denied.code))?;
    let asked = record::ask_to_confirm(store, &grant, store.now()).await?;
    tracing::info!(asked, "institutions were asked to confirm their records");
    source::finish(store, job, store.now()).await?;
    Ok(())
}
