//! A place that is entered, alone or from a complaint, and what was seen of it put right.

use domain::access::{Grant, permit};
use domain::place::{ALIKE, Compared, OUT_OF_AREA, Seen, Way};
use domain::words::{ComplaintNumber, FieldFault, Instant, PlaceId, PlaceNumber};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::link::told;
use super::load::{Known, Stored, held, known};
use crate::Fault;
use crate::audit::{Act, Subject};
use crate::connect::Store;
use crate::ops::IdempotencyKey;
use crate::ops::authority::Responsible;
use crate::ops::idempotency::digest;
use crate::ops::sign::text_digest;
use crate::repo;
use crate::tx::{Committed, Tx, Upkeep};

/// A place to enter.
#[derive(Debug, Clone, Serialize)]
pub struct NewPlace {
    /// What was seen of it.
    pub seen: Seen,
    /// The complaint that told of it.
    pub complaint: Option<ComplaintNumber>,
    /// Whether the places that are alike were looked at, and it is another one.
    pub another: bool,
}

/// A place that was entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entered {
    /// Number to read out.
    pub number: PlaceNumber,
}

/// Enters a place. The same `key` with the same content is one place.
///
/// # Errors
/// [`Fault::Input`] for what is impossible; [`Fault::KeyReused`]; [`Fault::NotFound`] for a complaint outside the scope;
/// [`Fault::Refused`] with `place_out_of_area` for a district of another authority, with `place_known_already` where one
/// like it is known and `another` does not say otherwise, with `complaint_of_institution` or `complaint_linked_elsewhere`
/// where the complaint tells of no place, or of another one.
pub async fn enter(
    store: &Store,
    grant: &Grant<permit::KeepPlaces>,
    new: &NewPlace,
    key: Option<&IdempotencyKey>,
    now: Instant,
) -> Result<Entered, Fault> {
    let asked = &digest(new)?;
    let seen = &new.seen.checked(now.day()).map_err(Fault::Input)?;
    store
        .run(now, |tx| enter_once(tx, grant, (new, seen), (key, asked)))
        .await
}

async fn enter_once(
    tx: Tx,
    grant: &Grant<permit::KeepPlaces>,
    (new, seen): (&NewPlace, &Seen),
    (key, asked): (Option<&IdempotencyKey>, &str),
) -> Result<Committed<Entered>, Fault> {
    // Keys are each officer's own: nobody is answered with what another was told.
    let actor = grant.actor().account().ok_or(Fault::NotFound)?;
    let scope = format!("place:{actor}");
    if let Some(before) = tx.replayed(&scope, key, asked).await? {
        let entered = serde_json::from_value(before)
            .map_err(|_| Fault::Integrity("a kept answer is no place".to_owned()))?;
        return tx.commit_upkeep(Upkeep::Replay, entered).await;
    }
    let authority = responsible(&tx, grant, seen).await?;
    // The counter is taken first: of two who enter the same place at once, the second waits here and then finds the first.
    let entered = Entered {
        number: next_number(&tx).await?,
    };
    if !new.another && is_known(&tx, seen).await? {
        return Err(Fault::Refused(ALIKE));
    }
    let id = PlaceId::new(tx.now(), tx.store().id_bits(tx.now()));
    insert(&tx, (id, entered.number), &authority, seen).await?;
    tx.keep_answer(&scope, key, asked, &json!(entered)).await?;
    if let Some(complaint) = new.complaint {
        let act = told(&tx, grant, complaint, (&id.to_string(), entered.number)).await?;
        tx.also(act).await?;
    }
    let change = json!({
        "number": entered.number,
        "source": seen.source,
        "complaint": new.complaint,
        "seen": seen_digest(seen)?,
    });
    let act = Act::by(grant, Subject::new("place", id), "enter", change);
    tx.commit(act, entered).await
}

/// The authority of the district, where it is one of the caller's.
async fn responsible(
    tx: &Tx,
    grant: &Grant<permit::KeepPlaces>,
    seen: &Seen,
) -> Result<String, Fault> {
    let areas = Responsible::read(tx).await?;
    let own = areas.own(grant.scope(), seen.district, OUT_OF_AREA)?;
    Ok(own.to_owned())
}

async fn is_known(tx: &Tx, seen: &Seen) -> Result<bool, Fault> {
    let (sql, values) = known(seen.district);
    let rows: Vec<Known> = tx.all(sql, values).await?;
    let new = Compared::of(seen.district, &seen.name, &seen.address);
    Ok(rows
        .iter()
        .any(|row| row.alike(&new, seen.district).is_some()))
}

async fn next_number(tx: &Tx) -> Result<PlaceNumber, Fault> {
    let year = tx.now().day().year();
    let sequence = tx.next(&format!("place:{year}")).await?;
    let used_up = |_| Fault::Setting("the numbers of places of the year are used up".to_owned());
    let year = u16::try_from(year).unwrap_or_default();
    PlaceNumber::new(year, u32::try_from(sequence).unwrap_or(u32::MAX)).map_err(used_up)
}

async fn insert(
    tx: &Tx,
    (id, number): (PlaceId, PlaceNumber),
    authority: &str,
    seen: &Seen,
) -> Result<(), Fault> {
    let way = Way::FIRST;
    tx.execute(
        "INSERT INTO place (id, number, authority_id, district, name, address, source, class, seen, state, facts, seen_on, since_on, \
         created_at, updated_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14, 1)",
        [
            id.to_string().into(),
            number.to_string().into(),
            authority.into(),
            seen.district.code().into(),
            seen.name.as_str().into(),
            seen.address.as_str().into(),
            seen.source.code().into(),
            seen.class.map(domain::words::Class::code).into(),
            repo::written(seen)?.into(),
            way.code().into(),
            repo::written(&way)?.into(),
            seen.seen_on.to_string().into(),
            tx.now().day().to_string().into(),
            tx.now().millis().into(),
        ],
    )
    .await?;
    Ok(())
}

/// What was seen may name a person, so acts hold its digest.
fn seen_digest(seen: &Seen) -> Result<String, Fault> {
    Ok(text_digest(&[&repo::written(seen)?]))
}

/// Puts right what was seen of a place, and answers the new version.
///
/// # Errors
/// [`Fault::NotFound`] outside the scope; [`Fault::Stale`]; [`Fault::Input`] for what is impossible, a first day after the
/// check among it; [`Fault::Refused`] where the place ended, and for a district of another authority.
pub async fn correct(
    store: &Store,
    grant: &Grant<permit::KeepPlaces>,
    number: PlaceNumber,
    seen: &Seen,
    version: i64,
    now: Instant,
) -> Result<i64, Fault> {
    let seen = &seen.checked(now.day()).map_err(Fault::Input)?;
    store
        .run(now, |tx| correct_once(tx, grant, number, seen, version))
        .await
}

async fn correct_once(
    tx: Tx,
    grant: &Grant<permit::KeepPlaces>,
    number: PlaceNumber,
    seen: &Seen,
    version: i64,
) -> Result<Committed<i64>, Fault> {
    let stored = held(&tx, number).await?;
    repo::within(grant.scope(), &stored.authority_id)?;
    repo::fresh(stored.version, version)?;
    let way = stored.way()?;
    if let Some(refusal) = way.writing_refusal() {
        return Err(Fault::Refused(refusal));
    }
    if way.check().is_some_and(|check| check.on < seen.seen_on) {
        let fault = FieldFault::new("seen_on", "day_after_check");
        return Err(Fault::Input(vec![fault]));
    }
    let authority = responsible(&tx, grant, seen).await?;
    update(&tx, &stored, &authority, seen).await?;
    let change = json!({"seen": seen_digest(seen)?});
    let act = Act::by(grant, Subject::new("place", &stored.id), "correct", change);
    tx.commit(act, version + 1).await
}

async fn update(tx: &Tx, stored: &Stored, authority: &str, seen: &Seen) -> Result<(), Fault> {
    let written = tx
        .execute(
            "UPDATE place SET authority_id = $1, district = $2, name = $3, address = $4, source = $5, class = $6, seen = $7, seen_on = $8, \
             updated_at = $9, version = version + 1 WHERE id = $10 AND version = $11",
            [
                authority.into(),
                seen.district.code().into(),
                seen.name.as_str().into(),
                seen.address.as_str().into(),
                seen.source.code().into(),
                seen.class.map(domain::words::Class::code).into(),
                repo::written(seen)?.into(),
                seen.seen_on.to_string().into(),
                tx.now().millis().into(),
                stored.id.as_str().into(),
                stored.version.into(),
            ],
        )
        .await?;
    repo::one_row(&written, stored.version)
}
