//! Tells officers what is due and what is late, once a working day.

use domain::access::{self, Actor, permit};
use store::ops::{reminder, source};
use store::queue::Claimed;

use super::JobFault;
use crate::runner::House;

pub(super) async fn perform(house: &House, job: &Claimed) -> Result<(), JobFault> {
    let store = &house.store;
    let grant = access::decide::<permit::RunSystem>(&Actor::System("reminders"), store.today())
        .map_err(|denied| JobFault::Right(denied.code))?;
    let told = reminder::send(store, &grant, store.now()).await?;
    tracing::info!(told, "officers were told what is due");
    source::finish(store, job, store.now()).await?;
    Ok(())
}
