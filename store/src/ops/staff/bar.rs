//! The bar list: persons who may not be employed, with source and last day.

use domain::access::{Grant, permit};
use domain::pii::{Pii, Purpose};
use domain::refusal::Refusal;
use domain::staff::IdentityNumber;
use domain::staff::lead::Ground;
use domain::words::{BarId, Day, FieldFault, Instant};
use sea_orm::FromQueryResult;
use serde::Deserialize;
use serde_json::json;

use super::met::{employed, one_at_a_time, raise};
use super::{index_of, sealed};
use crate::Fault;
use crate::audit::{Act, Subject};
use crate::connect::Store;
use crate::ops::idempotency::digest;
use crate::ops::sign::text_digest;
use crate::ops::{IdempotencyKey, texts};
use crate::repo;
use crate::tx::{Committed, Tx, Upkeep};
use crate::vault::Place;

const BARRED_ALREADY: Refusal = Refusal {
    code: "barred_already",
    article: None,
    zh: "该人员已经在黑名单内，期限未满",
    en: "this person is on the list already, and the last day has not passed",
};

const LIFTED_ALREADY: Refusal = Refusal {
    code: "bar_lifted_already",
    article: None,
    zh: "该记录已经解除",
    en: "this entry was lifted already",
};

/// No bar is longer, in days: a slip of the pen in the year is told.
const DAYS_MAX: i64 = 100 * 366;

/// A person to put on the list.
#[derive(Debug, Clone)]
pub struct NewBar {
    /// Number of the identity card.
    pub identity: Pii<IdentityNumber>,
    /// Name.
    pub name: Pii<String>,
    /// Where it was decided: the document with its number.
    pub source: String,
    /// First day.
    pub from_on: Day,
    /// Last day.
    pub last_on: Day,
}

/// What is done with an entry of the list.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum BarEvent {
    /// Take the person off before the last day.
    Lift {
        /// Why.
        #[serde(default)]
        reason: String,
    },
}

/// Where a sealed value of an entry lies.
pub(crate) const fn bar_place<'a>(column: &'static str, id: &'a str) -> Place<'a> {
    Place {
        table: "barred_person",
        column,
        row: id,
    }
}

/// Puts a person on the list. Whoever employs them is not acted upon: a lead is raised for each institution. The same `key`
/// with the same command answers with the same entry.
///
/// # Errors
/// [`Fault::Input`]; [`Fault::Refused`] with `barred_already`; [`Fault::KeyReused`].
pub async fn bar(
    store: &Store,
    grant: &Grant<permit::KeepBars>,
    new: &NewBar,
    key: Option<&IdempotencyKey>,
    now: Instant,
) -> Result<BarId, Fault> {
    let (name, source) = checked(new, now.day())?;
    let texts = (name.as_str(), source.as_str());
    store
        .run(now, |tx| bar_once(tx, grant, new, texts, key))
        .await
}

/// The texts of an entry, where nothing is wrong with it.
fn checked(new: &NewBar, today: Day) -> Result<(String, String), Fault> {
    let mut faults = Vec::new();
    let mut line = |field, text: &str, most| {
        texts::line(field, text, most).unwrap_or_else(|fault| {
            if let Fault::Input(wrong) = fault {
                faults.extend(wrong);
            }
            String::new()
        })
    };
    let name = line("name", new.name.expose(Purpose::Seal), 50);
    let source = line("source", &new.source, 200);
    let mut wrong = |field, code| faults.push(FieldFault::new(field, code));
    if !new.identity.expose(Purpose::Match).is_possible_on(today) {
        wrong("identity_number", "identity_number_invalid");
    }
    if new.from_on > today {
        wrong("from_on", "day_in_future");
    }
    if new.from_on.days_until(today) > DAYS_MAX {
        wrong("from_on", "day_out_of_range");
    }
    if new.last_on < today {
        wrong("last_on", "day_too_early");
    }
    if today.days_until(new.last_on) > DAYS_MAX {
        wrong("last_on", "day_out_of_range");
    }
    if faults.is_empty() {
        Ok((name, source))
    } else {
        Err(Fault::Input(faults))
    }
}

async fn bar_once(
    tx: Tx,
    grant: &Grant<permit::KeepBars>,
    new: &NewBar,
    (name, source): (&str, &str),
    key: Option<&IdempotencyKey>,
) -> Result<Committed<BarId>, Fault> {
    let by = grant.actor().account().ok_or(Fault::NotFound)?;
    let index = index_of(tx.store(), &new.identity);
    let scope = format!("bar:{by}");
    // Keyed, since a name can be guessed from a plain digest.
    let named = tx.store().keys().blind_index("barred_person.name", name);
    let request = digest(
        &json!({"identity": index, "name": named, "source": source, "from": new.from_on, "last": new.last_on}),
    )?;
    if let Some(before) = tx.replayed(&scope, key, &request).await? {
        let id = serde_json::from_value(before)
            .map_err(|_| Fault::Integrity("a kept answer cannot be read".to_owned()))?;
        return tx.commit_upkeep(Upkeep::Replay, id).await;
    }
    one_at_a_time(&tx).await?;
    let running = "SELECT 1 FROM barred_person WHERE identity_index = $1 AND lifted_on IS NULL AND last_on >= $2";
    let today = tx.now().day().to_string();
    if tx
        .has(running, [index.as_str().into(), today.into()])
        .await?
    {
        return Err(Fault::Refused(BARRED_ALREADY));
    }
    let id = BarId::new(tx.now(), tx.store().id_bits(tx.now()));
    insert(&tx, (id, by.to_string()), new, (name, source), &index).await?;
    let mut leads = Vec::new();
    for one in employed(&tx, &index).await? {
        leads.extend(raise(&tx, Ground::Barred, &one, &id.to_string()).await?);
    }
    tx.keep_answer(&scope, key, &request, &json!(id)).await?;
    let change = json!({"source": text_digest(&[source]), "from": new.from_on, "last": new.last_on, "leads": leads});
    let act = Act::by(grant, Subject::new("bar", id), "bar", change);
    tx.commit(act, id).await
}

async fn insert(
    tx: &Tx,
    (id, by): (BarId, String),
    new: &NewBar,
    (name, source): (&str, &str),
    index: &str,
) -> Result<(), Fault> {
    let (store, row) = (tx.store(), id.to_string());
    let number = new.identity.expose(Purpose::Seal).as_str();
    tx.execute(
        "INSERT INTO barred_person (id, name_sealed, identity_sealed, identity_index, source, from_on, last_on, barred_by, created_at, version) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)",
        [
            row.as_str().into(),
            sealed(store, bar_place("name", &row), name)?.into(),
            sealed(store, bar_place("identity", &row), number)?.into(),
            index.into(),
            source.into(),
            new.from_on.to_string().into(),
            new.last_on.to_string().into(),
            by.into(),
            tx.now().millis().into(),
        ],
    )
    .await?;
    Ok(())
}

/// Takes a person off the list before the last day; the entry was read at `version`, and the new one is answered.
///
/// # Errors
/// [`Fault::NotFound`]; [`Fault::Stale`]; [`Fault::Input`] for a reason that says nothing; [`Fault::Refused`] with
/// `bar_lifted_already`.
pub async fn lift(
    store: &Store,
    grant: &Grant<permit::KeepBars>,
    id: BarId,
    reason: &str,
    version: i64,
    now: Instant,
) -> Result<i64, Fault> {
    let reason = texts::prose("reason", reason, 500)?;
    let reason = reason.as_str();
    store
        .run(now, |tx| lift_once(tx, grant, id, reason, version))
        .await
}

async fn lift_once(
    tx: Tx,
    grant: &Grant<permit::KeepBars>,
    id: BarId,
    reason: &str,
    version: i64,
) -> Result<Committed<i64>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        lifted_on: Option<String>,
        version: i64,
    }
    let by = grant.actor().account().ok_or(Fault::NotFound)?;
    let row: Option<Row> = tx
        .one(
            "SELECT lifted_on, version FROM barred_person WHERE id = $1",
            [id.to_string().into()],
        )
        .await?;
    let row = row.ok_or(Fault::NotFound)?;
    repo::fresh(row.version, version)?;
    if row.lifted_on.is_some() {
        return Err(Fault::Refused(LIFTED_ALREADY));
    }
    let written = tx
        .execute(
            "UPDATE barred_person SET lifted_on = $1, lifted_by = $2, lift_reason = $3, version = version + 1 WHERE id = $4 AND version = $5",
            [
                tx.now().day().to_string().into(),
                by.to_string().into(),
                reason.into(),
                id.to_string().into(),
                version.into(),
            ],
        )
        .await?;
    repo::one_row(&written, version)?;
    let change = json!({"reason": text_digest(&[reason])});
    let act = Act::by(grant, Subject::new("bar", id), "lift", change);
    tx.commit(act, version + 1).await
}
