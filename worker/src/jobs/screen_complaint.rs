//! Screens the text of a complaint. The result, the lead a flag makes, and the end of the job are
//! one commit, so that each complaint is screened once.

use domain::access::{Actor, decide, permit};
use domain::screening::{Kind, Text};
use domain::words::ComplaintId;
use serde_json::Value;
use store::Fault;
use store::ops::{screening, source};
use store::queue::Claimed;

use super::JobFault;
use crate::runner::House;

pub(super) async fn perform(house: &House, job: &Claimed) -> Result<(), JobFault> {
    let id = job
        .payload
        .get("complaint")
        .and_then(Value::as_str)
        .and_then(|text| text.parse::<ComplaintId>().ok())
        .ok_or(JobFault::Payload)?;
    let store = &house.store;
    let actor = Actor::System("screen_complaint");
    let grant = decide::<permit::RunSystem>(&actor, store.today())
        .map_err(|denied| JobFault::Right(denied.code))?;
    let text = screening::text(store, &grant, id)
        .await?
        .ok_or(Fault::NotFound)?;
    let text = Text {
        subject: text.subject,
        body: text.body,
        happened_on: text.happened_on,
        kind: Kind::Complaint,
    };
    let screener = house.screener;
    // Reading a long text takes milliseconds of pure computing: not on a thread that serves sockets.
    let outcome = tokio::task::spawn_blocking(move || screener.screen(&text))
        .await
        .map_err(|_| JobFault::Stopped)?;
    let outcome = serde_json::to_value(&outcome).map_err(|_| JobFault::Stopped)?;
    match screening::record(store, &grant, job, id, &outcome, store.now()).await {
        // It was screened by a job that was retried by hand: one screening is enough.
        Err(Fault::Duplicate { .. }) => Ok(source::finish(store, job, store.now()).await?),
        recorded => Ok(recorded?),
    }
}
