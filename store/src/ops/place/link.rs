//! Complaints that tell of a place.

use domain::access::{Grant, permit};
use domain::place::complaint_refusal;
use domain::refusal::Refusal;
use domain::words::{ComplaintNumber, Instant, PlaceNumber};
use sea_orm::FromQueryResult;
use serde_json::json;

use super::load::held;
use crate::Fault;
use crate::audit::{Act, Subject};
use crate::connect::Store;
use crate::ops::complaint;
use crate::repo;
use crate::tx::{Committed, Tx, Upkeep};

const LINKED: Refusal = Refusal {
    code: "complaint_linked_elsewhere",
    article: None,
    zh: "投诉已经关联到另一处无证场所，先在那里解除",
    en: "the complaint is linked to another place: take it off there first",
};

/// Links a further complaint to a place. Once more is done already.
///
/// # Errors
/// [`Fault::NotFound`] where the place or the complaint is outside the scope; [`Fault::Refused`] with
/// `complaint_of_institution` or `complaint_linked_elsewhere`.
pub async fn link(
    store: &Store,
    grant: &Grant<permit::KeepPlaces>,
    number: PlaceNumber,
    complaint: ComplaintNumber,
    now: Instant,
) -> Result<(), Fault> {
    store
        .run(now, |tx| link_once(tx, grant, number, complaint))
        .await
}

async fn link_once(
    tx: Tx,
    grant: &Grant<permit::KeepPlaces>,
    number: PlaceNumber,
    complaint: ComplaintNumber,
) -> Result<Committed<()>, Fault> {
    let place = held(&tx, number).await?;
    repo::within(grant.scope(), &place.authority_id)?;
    let linked = of_complaint(&tx, complaint).await?;
    if linked.as_deref() == Some(place.id.as_str()) {
        return tx.commit_upkeep(Upkeep::Replay, ()).await;
    }
    let act = told(&tx, grant, complaint, (&place.id, number)).await?;
    tx.also(act).await?;
    let change = json!({"complaint": complaint});
    let subject = Subject::new("place", &place.id);
    tx.commit(Act::by(grant, subject, "link_complaint", change), ())
        .await
}

async fn of_complaint(tx: &Tx, complaint: ComplaintNumber) -> Result<Option<String>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        place_id: String,
    }
    let row: Option<Row> = tx
        .one(
            "SELECT l.place_id FROM place_complaint l JOIN complaint c ON c.id = l.complaint_id WHERE c.number = $1",
            [complaint.to_string().into()],
        )
        .await?;
    Ok(row.map(|row| row.place_id))
}

/// Writes that a complaint tells of this place, and answers the act on the complaint.
pub(super) async fn told(
    tx: &Tx,
    grant: &Grant<permit::KeepPlaces>,
    complaint: ComplaintNumber,
    (place, number): (&str, PlaceNumber),
) -> Result<Act, Fault> {
    let stored = complaint::load(tx, complaint).await?;
    repo::within(grant.scope(), &stored.authority_id)?;
    if let Some(refusal) = complaint_refusal(stored.institution_id.is_some()) {
        return Err(Fault::Refused(refusal));
    }
    let linked = tx
        .execute(
            "INSERT INTO place_complaint (complaint_id, place_id, linked_at) VALUES ($1, $2, $3) ON CONFLICT (complaint_id) DO NOTHING",
            [
                stored.id.as_str().into(),
                place.into(),
                tx.now().millis().into(),
            ],
        )
        .await?;
    if linked.rows_affected() == 0 {
        return Err(Fault::Refused(LINKED));
    }
    let subject = Subject::new("complaint", &stored.id);
    let change = json!({"place": number});
    Ok(Act::by(grant, subject, "link_place", change))
}

/// Takes a complaint off a place to which it was linked by mistake. One that is not linked to it is off already.
///
/// # Errors
/// [`Fault::NotFound`] where the place is outside the scope, or there is no such complaint.
pub async fn unlink(
    store: &Store,
    grant: &Grant<permit::KeepPlaces>,
    number: PlaceNumber,
    complaint: ComplaintNumber,
    now: Instant,
) -> Result<(), Fault> {
    store
        .run(now, |tx| async move {
            let place = held(&tx, number).await?;
            repo::within(grant.scope(), &place.authority_id)?;
            let stored = complaint::load(&tx, complaint).await?;
            let gone = tx
                .execute(
                    "DELETE FROM place_complaint WHERE complaint_id = $1 AND place_id = $2",
                    [stored.id.as_str().into(), place.id.as_str().into()],
                )
                .await?;
            if gone.rows_affected() == 0 {
                return tx.commit_upkeep(Upkeep::Replay, ()).await;
            }
            let of_complaint = Subject::new("complaint", &stored.id);
            let change = json!({"place": number});
            tx.also(Act::by(grant, of_complaint, "unlink_place", change))
                .await?;
            let subject = Subject::new("place", &place.id);
            let change = json!({"complaint": complaint});
            tx.commit(Act::by(grant, subject, "unlink_complaint", change), ())
                .await
        })
        .await
}
