//! The screening of older complaints, as a worker would have done it on their day.

use domain::access::permit;
use domain::screening::{Kind, Screener, Text};
use domain::words::{ComplaintId, Instant};
use serde_json::Value;
use store::ops::screening;
use store::{Fault, Store, queue};

use crate::SeedFault;
use crate::fault::at;
use crate::office::by_seeds;

/// How long a claim holds; nobody else claims while the town is made.
const LEASE_MS: i64 = 60_000;

/// Reads complaints with the rules that are built in.
pub(crate) struct Reader {
    screener: &'static Screener,
}

impl Reader {
    /// Loads the rules.
    pub(crate) fn new() -> Self {
        Self {
            screener: Screener::built_in(),
        }
    }

    /// Screens the complaint whose job has waited longest.
    pub(crate) async fn screen(&self, store: &Store, now: Instant) -> Result<(), SeedFault> {
        self.screen_one(store, now).await.map_err(at("screening"))
    }

    async fn screen_one(&self, store: &Store, now: Instant) -> Result<(), Fault> {
        let Some(job) = queue::claim(store, "seeds", LEASE_MS, false, now).await? else {
            return Ok(());
        };
        let damaged = || Fault::Integrity("the payload of a screening job".to_owned());
        let id: ComplaintId = job
            .payload
            .get("complaint")
            .and_then(Value::as_str)
            .and_then(|text| text.parse().ok())
            .ok_or_else(damaged)?;
        let grant = by_seeds::<permit::RunSystem>(now.day());
        let text = screening::text(store, &grant, id)
            .await?
            .ok_or(Fault::NotFound)?;
        let outcome = self.screener.screen(&Text {
            subject: text.subject,
            body: text.body,
            happened_on: text.happened_on,
            kind: Kind::Complaint,
        });
        let outcome = serde_json::to_value(&outcome)
            .map_err(|_| Fault::Integrity("a screening that is no JSON".to_owned()))?;
        screening::record(store, &grant, &job, id, &outcome, now).await
    }
}
