//! Reading a place for a step, and writing it back.

use domain::place::{Compared, Facts, Seen, Way};
use domain::words::{Day, District, PlaceId, PlaceNumber};
use sea_orm::FromQueryResult;

use crate::Fault;
use crate::repo;
use crate::tx::Tx;

/// A place as it is stored.
#[derive(FromQueryResult)]
pub(crate) struct Stored {
    pub(crate) id: String,
    pub(crate) number: String,
    pub(crate) authority_id: String,
    pub(crate) name: String,
    seen: String,
    facts: String,
    seen_on: String,
    pub(crate) version: i64,
}

/// The columns of [`Stored`].
pub(crate) const STORED: &str = "SELECT p.id, p.number, p.authority_id, p.name, p.seen, p.facts, p.seen_on, p.version FROM place p";

impl Stored {
    pub(crate) fn way(&self) -> Result<Way, Fault> {
        repo::read(&self.facts, "place", &self.id)
    }

    pub(crate) fn seen(&self) -> Result<Seen, Fault> {
        repo::read(&self.seen, "place", &self.id)
    }

    pub(super) fn facts(&self, today: Day) -> Result<Facts, Fault> {
        let seen_on = repo::id(&self.seen_on)?;
        Ok(Facts { seen_on, today })
    }

    pub(crate) fn place_id(&self) -> Result<PlaceId, Fault> {
        repo::id(&self.id)
    }
}

/// The place, held as it is: nobody else writes it before this write ends.
pub(crate) async fn held(tx: &Tx, number: PlaceNumber) -> Result<Stored, Fault> {
    let number = number.to_string();
    tx.execute(
        "UPDATE place SET version = version WHERE number = $1",
        [number.as_str().into()],
    )
    .await?;
    tx.one(&format!("{STORED} WHERE p.number = $1"), [number.into()])
        .await?
        .ok_or(Fault::NotFound)
}

/// The id of the place to which a complaint is linked, held as it is.
pub(crate) async fn of_complaint(tx: &Tx, complaint: &str) -> Result<Option<String>, Fault> {
    #[derive(FromQueryResult)]
    struct Linked {
        id: String,
    }
    let sql = "UPDATE place SET version = version WHERE id IN (SELECT l.place_id FROM place_complaint l WHERE l.complaint_id = $1) \
         RETURNING id";
    let linked: Option<Linked> = tx.one(sql, [complaint.into()]).await?;
    Ok(linked.map(|place| place.id))
}

/// Writes where a place stands over what was read.
pub(super) async fn write(tx: &Tx, stored: &Stored, way: &Way) -> Result<(), Fault> {
    let (today, id) = (tx.now().day(), stored.id.as_str());
    let shut_on = match way {
        Way::Shut { shut, .. } => Some(shut.on.to_string()),
        _ => None,
    };
    let since_on = match way {
        Way::Confirmed { check, .. } => check.on.to_string(),
        _ => shut_on.clone().unwrap_or_else(|| today.to_string()),
    };
    let institution = match way {
        Way::Joined { joined, .. } => Some(joined.institution.to_string()),
        _ => None,
    };
    let written = tx
        .execute(
            "UPDATE place SET state = $1, facts = $2, since_on = $3, shut_on = $4, \
             institution_id = (SELECT i.id FROM institution i WHERE i.number = $5), updated_at = $6, version = version + 1 \
             WHERE id = $7 AND version = $8",
            [
                way.code().into(),
                repo::written(way)?.into(),
                since_on.into(),
                shut_on.into(),
                institution.into(),
                tx.now().millis().into(),
                id.into(),
                stored.version.into(),
            ],
        )
        .await?;
    repo::one_row(&written, stored.version)
}

/// So many places of a district are compared, the newest first: more of one bureau's district would be a fault of ours.
const COMPARED_MAX: i64 = 20_000;

/// What is compared of a place that is known.
#[derive(FromQueryResult)]
pub(crate) struct Known {
    pub(crate) number: String,
    pub(crate) name: String,
    pub(crate) address: String,
}

/// The places of a district, newest first, as a statement with its values.
pub(crate) fn known(district: District) -> (&'static str, [sea_orm::Value; 2]) {
    let sql = "SELECT p.number, p.name, p.address FROM place p WHERE p.district = $1 ORDER BY p.number DESC LIMIT $2";
    (sql, [district.code().into(), COMPARED_MAX.into()])
}

impl Known {
    /// In what it is like `other`; nothing where it is not.
    pub(crate) fn alike(
        &self,
        other: &Compared,
        district: District,
    ) -> Option<domain::place::Alike> {
        Compared::of(district, &self.name, &self.address).alike(other)
    }
}
