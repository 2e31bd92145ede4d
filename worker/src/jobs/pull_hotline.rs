//! Pulls the hotline's feed page by page: each item is filed once, or kept aside with the reason.

use std::time::Duration;

use domain::access::{Actor, Grant, decide, permit};
use domain::complaint::{Channel, Draft, DraftContact};
use domain::words::FieldFault;
use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use store::Fault;
use store::ops::complaint::{self, FileComplaint};
use store::ops::source;
use store::queue::Claimed;
use tokio::time::Instant;

use super::JobFault;
use crate::runner::House;
use crate::sources::{Feed, Page};

/// Name of the source in cursors and among the items kept aside.
const SOURCE: &str = "hotline";

/// Pages of one run; what is left waits for the next.
const PAGES: u32 = 50;

/// No page is asked for after so long: the rest of a job's time is enough for every try of one more.
const PULLING: Duration = Duration::from_secs(4);

/// Longest number of an item, in characters.
const NUMBER_CHARS_MAX: usize = 64;

/// One item of the feed. Fields of no meaning to us are left out, since the feed is not ours.
#[derive(Deserialize)]
struct Item {
    number: String,
    #[serde(default)]
    institution_number: Option<String>,
    #[serde(default)]
    institution_name: Option<String>,
    #[serde(default)]
    place: Option<String>,
    #[serde(default)]
    district: Option<String>,
    subject: String,
    body: String,
    #[serde(default)]
    happened_on: Option<String>,
    #[serde(default)]
    amount_fen: Option<i64>,
    #[serde(default)]
    anonymous: bool,
    #[serde(default)]
    contact: Option<Contact>,
}

#[derive(Deserialize)]
struct Contact {
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    telephone: Option<String>,
    #[serde(default)]
    email: Option<String>,
}

/// The name of a caller who gave none to the hotline.
const NAMELESS: &str = "（热线未提供姓名）";

impl Contact {
    /// Whether there is any way to reach the person.
    fn reaches(&self) -> bool {
        [&self.telephone, &self.email]
            .into_iter()
            .any(|way| way.as_deref().is_some_and(|text| !text.trim().is_empty()))
    }

    fn into_draft(self) -> DraftContact {
        DraftContact {
            name: self
                .name
                .filter(|name| !name.trim().is_empty())
                .or_else(|| Some(NAMELESS.to_owned())),
            telephone: self.telephone,
            email: self.email,
        }
    }
}

impl Item {
    fn into_draft(self) -> Draft {
        let anonymous = self.anonymous;
        let contact = self
            .contact
            .filter(|contact| !anonymous && contact.reaches());
        Draft {
            institution_number: self.institution_number,
            institution_name: self.institution_name,
            place: self.place,
            district: self.district,
            subject: self.subject,
            body: self.body,
            happened_on: self.happened_on,
            amount_fen: self.amount_fen,
            // An item without a way to reach its sender is an anonymous one.
            anonymous: contact.is_none(),
            contact: contact.map(Contact::into_draft),
        }
    }
}

pub(super) async fn perform(house: &House, job: &Claimed) -> Result<(), JobFault> {
    let feed = house.feed.as_ref().ok_or(JobFault::Setting)?;
    let store = &house.store;
    if job.attempt > 1 && is_overtaken(house, job) {
        // The pull of a later instant goes on from the same cursor.
        return Ok(source::finish(store, job, store.now()).await?);
    }
    let actor = Actor::System("pull_hotline");
    let grant = decide::<permit::FileComplaint>(&actor, store.today())
        .map_err(|denied| JobFault::Right(denied.code))?;
    pull(house, feed, &grant).await?;
    source::finish(store, job, store.now()).await?;
    Ok(())
}

/// Whether the pull of the next instant is already due.
fn is_overtaken(house: &House, job: &Claimed) -> bool {
    let (Some(due), Some(hotline)) = (
        job.payload.get("due").and_then(Value::as_i64),
        &house.settings.hotline,
    ) else {
        return false;
    };
    let every = i64::try_from(hotline.every.as_millis()).unwrap_or(i64::MAX);
    house.store.now().millis() >= due.saturating_add(every)
}

async fn pull(
    house: &House,
    feed: &Feed,
    grant: &Grant<permit::FileComplaint>,
) -> Result<(), JobFault> {
    let store = &house.store;
    let mut cursor = source::cursor(store, SOURCE).await?;
    let begun = Instant::now();
    for _ in 0..PAGES {
        // A long backlog is taken in several pulls: a job that ran out of its time would count as failed.
        if house.stop.is_cancelled() || begun.elapsed() >= PULLING {
            break;
        }
        let jitter = || {
            let [byte] = store.random::<1>();
            byte
        };
        let Page { items, next } = feed.page(cursor.as_deref(), jitter).await?;
        for item in &items {
            take(house, grant, item).await?;
        }
        // A feed that leads back to where we are would be read for ever.
        let Some(next) = next.filter(|next| Some(next) != cursor.as_ref()) else {
            break;
        };
        source::advance(store, SOURCE, &next, None, store.now()).await?;
        cursor = Some(next);
    }
    Ok(())
}

/// Files one item, or keeps it aside.
async fn take(
    house: &House,
    grant: &Grant<permit::FileComplaint>,
    value: &Value,
) -> Result<(), JobFault> {
    let outcome = match Item::deserialize(value) {
        Err(_) => Err("item_form_invalid".to_owned()),
        Ok(item) if !is_number(&item.number) => Err("item_number_invalid".to_owned()),
        Ok(item) => {
            let number = item.number.clone();
            file(house, grant, item.into_draft(), number).await?
        }
    };
    let counted = match outcome {
        Ok(filed) => filed,
        Err(reason) => {
            let store = &house.store;
            source::keep_aside(
                store,
                SOURCE,
                &number_of(value),
                &reason,
                &value.to_string(),
                store.now(),
            )
            .await?;
            tracing::warn!(reason, "an item of the hotline was kept aside");
            "kept_aside"
        }
    };
    metrics::counter!("hongjian_source_items_total", "source" => SOURCE, "outcome" => counted)
        .increment(1);
    Ok(())
}

fn is_number(number: &str) -> bool {
    let length = number.chars().count();
    (1..=NUMBER_CHARS_MAX).contains(&length) && !number.chars().any(char::is_control)
}

/// The number an item bears, or a digest of it where it bears none that can be used.
fn number_of(value: &Value) -> String {
    value
        .get("number")
        .and_then(Value::as_str)
        .filter(|number| is_number(number))
        .map_or_else(
            || {
                let digest = Sha256::digest(value.to_string().as_bytes());
                format!("sha256:{}", hex::encode(digest))
            },
            str::to_owned,
        )
}

/// What became of an item: the word for the count, or the reason for which it is kept aside.
type Taken = Result<&'static str, String>;

async fn file(
    house: &House,
    grant: &Grant<permit::FileComplaint>,
    mut draft: Draft,
    number: String,
) -> Result<Taken, JobFault> {
    let store = &house.store;
    loop {
        let filing = match draft.check(store.today()) {
            Ok(filing) => filing,
            Err(faults) => return Ok(Err(reason(&faults))),
        };
        let command = FileComplaint {
            filing,
            channel: Channel::Hotline,
            source_number: Some(number.clone()),
            language: "zh",
        };
        match complaint::file(store, grant, &command, None, store.now()).await {
            // A number that was filed before is answered as before: the worker died in the middle
            // of a page, or the feed sends it again.
            Ok(_) => return Ok(Ok("filed")),
            // The hotline's clerk named a number we do not have: the complaint stands without it.
            Err(Fault::Input(_)) if draft.institution_number.take().is_some() => {}
            Err(Fault::Input(faults)) => return Ok(Err(reason(&faults))),
            Err(fault) => return Err(fault.into()),
        }
    }
}

/// Field names and codes, without values.
fn reason(faults: &[FieldFault]) -> String {
    faults
        .iter()
        .map(|fault| format!("{}:{}", fault.field, fault.code))
        .collect::<Vec<_>>()
        .join(",")
}
