//! Screens name and description of a course. The result, what becomes of the course, and the end of the job are one commit.

use domain::access::{Actor, decide, permit};
use domain::screening::{Kind, Text};
use serde_json::Value;
use store::Fault;
use store::ops::course::{self, Wanted};
use store::queue::Claimed;

use super::JobFault;
use crate::runner::House;

pub(super) async fn perform(house: &House, job: &Claimed) -> Result<(), JobFault> {
    let id = job.payload.get("course").and_then(Value::as_str);
    let edition = job.payload.get("edition").and_then(Value::as_i64);
    let wanted = id
        .and_then(|text| text.parse().ok())
        .zip(edition)
        .map(|(course, edition)| Wanted { course, edition })
        .ok_or(JobFault::Payload)?;
    let store = &house.store;
    let actor = Actor::System("screen_course");
    let grant = decide::<permit::RunSystem>(&actor, store.today())
        .map_err(|denied| JobFault::Right(denied.code))?;
    let text = course::text(store, &grant, wanted).await?;
    let (subject, body) = text.ok_or(Fault::NotFound)?;
    let text = Text {
        subject,
        body,
        happened_on: None,
        kind: Kind::Course,
    };
    let screener = house.screener;
    // Pure computing: not on a thread that serves sockets.
    let found = tokio::task::spawn_blocking(move || screener.screen(&text))
        .await
        .map_err(|_| JobFault::Stopped)?;
    course::record(store, &grant, job, wanted, &found, store.now()).await?;
    Ok(())
}
