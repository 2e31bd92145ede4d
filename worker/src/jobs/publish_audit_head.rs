//! Publishes the head of the audit chain of a day, so that a cut tail shows.

use domain::words::Day;
use store::audit;
use store::ops::source;
use store::queue::Claimed;

use super::JobFault;
use crate::runner::House;

pub(super) async fn perform(house: &House, job: &Claimed) -> Result<(), JobFault> {
    let day = job
        .payload
        .get("day")
        .and_then(serde_json::Value::as_str)
        .and_then(|text| text.parse::<Day>().ok())
        .ok_or(JobFault::Payload)?;
    let store = &house.store;
    // The acts of the day are linked before its head is written down.
    while audit::seal_some(store, store.now()).await? > 0 {}
    let head = audit::publish_head(store, day, store.now()).await?;
    if let Some((number, chain)) = head {
        // The log leaves the machine by another way than the database does.
        tracing::info!(%day, number, chain, "head of the audit chain");
    }
    source::finish(store, job, store.now()).await?;
    Ok(())
}
