//! Unlicensed places, for the desk alone: no list, look-up or export of the public reads from here.

mod figures;
mod list;

use domain::access::{Grant, permit};
use domain::law::Due;
use domain::place::{Alike, Compared, Seen, Step, Way, case_refusal};
use domain::words::{Day, District, PlaceNumber};
use sea_orm::FromQueryResult;
use serde::Serialize;

pub use figures::{Figures, figures};
pub use list::{After, PlaceQuery, STATES, list};

use super::act::{self, ActRow};
use super::complaint::OfferShown;
use super::institution::is_of;
use super::order::FileRow;
use super::remark::{self, Remark};
use crate::Fault;
use crate::connect::Store;
use crate::ops::place::load::{Known, Stored, known};
use crate::repo;

/// One line of a list.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize)]
pub struct PlaceRow {
    /// Number to read out.
    pub number: String,
    /// The name on its sign; empty where it has none.
    pub name: String,
    /// Where it is.
    pub address: String,
    /// Its district.
    pub district: String,
    /// How it came to be known.
    pub source: String,
    /// What it seems to teach.
    pub class: Option<String>,
    /// State.
    pub state: String,
    /// The day it was first seen.
    pub seen_on: String,
    /// Since when it stands where it stands.
    pub since_on: String,
    /// Since when it is shut, where it is.
    pub shut_on: Option<String>,
    /// How many complaints tell of it.
    pub complaint_count: i64,
    /// Version, to give with a step.
    pub version: i64,
    /// Its id; not shown.
    #[serde(skip)]
    pub id: String,
    /// Responsible authority; not shown.
    #[serde(skip)]
    pub authority_id: String,
}

const ROW: &str = "p.number, p.name, p.address, p.district, p.source, p.class, p.state, p.seen_on, p.since_on, p.shut_on, \
     (SELECT COUNT(*) FROM place_complaint l WHERE l.place_id = p.id) AS complaint_count, p.version, p.id, p.authority_id FROM place p";

/// A complaint that tells of a place.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize)]
pub struct ComplaintOf {
    /// Its number.
    pub number: String,
    /// What it is about.
    pub subject: String,
    /// State.
    pub state: String,
    /// When it came in, in milliseconds since 1970.
    pub received_at: i64,
}

/// A case about a place.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize)]
pub struct CaseOf {
    /// Its number.
    pub number: String,
    /// The party.
    pub party_name: String,
    /// State.
    pub state: String,
    /// Day of filing.
    pub filed_on: String,
}

/// The institution to which a place is joined.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize)]
pub struct InstitutionOf {
    /// Its number.
    pub number: String,
    /// Its registered name.
    pub name: String,
}

/// A place with everything its officers need.
#[derive(Debug, Clone, Serialize)]
pub struct PlaceRecord {
    /// What the lists show as well.
    #[serde(flatten)]
    pub row: PlaceRow,
    /// What was seen of it.
    pub seen: Seen,
    /// Its state in full.
    pub way: Way,
    /// Names of the two officers of its check, where that stands.
    pub checked_by: Vec<String>,
    /// The article that forbids what the check found.
    pub article: Option<String>,
    /// Until when the same again is punished more heavily, where it was ordered to stop.
    pub heavier: Option<Heavier>,
    /// The institution to which it is joined.
    pub institution: Option<InstitutionOf>,
    /// The complaints that tell of it, oldest first.
    pub complaints: Vec<ComplaintOf>,
    /// The cases about it, oldest first.
    pub cases: Vec<CaseOf>,
    /// Whether a case can be filed from it.
    pub takes_case: bool,
    /// Its photographs and papers, oldest first.
    pub files: Vec<FileRow>,
    /// Steps, with the reason why one cannot be taken now by the asker.
    pub offers: Vec<OfferShown>,
    /// What was written with its steps, oldest first.
    pub remarks: Vec<Remark>,
    /// Its acts, oldest first.
    pub acts: Vec<ActRow>,
}

/// Until when the same again is punished more heavily.
#[derive(Debug, Clone, Serialize)]
pub struct Heavier {
    /// The last day.
    pub until: Day,
    /// By which article.
    pub article: String,
    /// Whether a text of the law was read for it.
    pub verified: bool,
}

impl Heavier {
    fn of(due: Due) -> Self {
        Self {
            until: due.unrolled_on,
            article: due.article.key().to_owned(),
            verified: due.verified,
        }
    }
}

/// A place of the scope, with the steps as they are open to the asker.
///
/// # Errors
/// [`Fault::NotFound`] outside the scope.
pub async fn by_number(
    store: &Store,
    grant: &Grant<permit::ReadDesk>,
    number: PlaceNumber,
) -> Result<PlaceRecord, Fault> {
    let row: Option<PlaceRow> = store
        .row(
            &format!("SELECT {ROW} WHERE p.number = $1"),
            [number.to_string().into()],
        )
        .await?;
    let row = row.ok_or(Fault::NotFound)?;
    repo::within(grant.scope(), &row.authority_id)?;
    let stored: Option<Stored> = store
        .row(
            &format!("{} WHERE p.id = $1", crate::ops::place::load::STORED),
            [row.id.as_str().into()],
        )
        .await?;
    let stored = stored.ok_or(Fault::NotFound)?;
    let (way, id) = (stored.way()?, row.id.as_str());
    let cases = cases(store, id).await?;
    let open = cases.iter().any(|case| case.state != "closed");
    Ok(PlaceRecord {
        seen: stored.seen()?,
        checked_by: checked_by(store, &way).await?,
        article: way
            .check()
            .and_then(|check| check.article().map(|article| article.to_string())),
        heavier: way.shut().and_then(|shut| shut.heavier()).map(Heavier::of),
        institution: institution(store, id).await?,
        complaints: complaints(store, id).await?,
        takes_case: !open && case_refusal(&way).is_none(),
        files: files(store, id).await?,
        offers: offers(grant, &way),
        remarks: remark::about(store, "place", id).await?,
        acts: act::about(store, "place", id).await?,
        cases,
        way,
        row,
    })
}

/// The steps, for an asker who has no account as for somebody who took part in nothing.
fn offers(grant: &Grant<permit::ReadDesk>, way: &Way) -> Vec<OfferShown> {
    let asker = grant.actor().account();
    let offers = asker.map(|asker| way.offers(asker)).unwrap_or_default();
    offers
        .into_iter()
        .map(|offer| {
            let step: Step = offer.event;
            OfferShown::of(step.code(), offer.refusal, grant.actor(), step.action())
        })
        .collect()
}

async fn checked_by(store: &Store, way: &Way) -> Result<Vec<String>, Fault> {
    let mut names = Vec::new();
    for officer in way.check().iter().flat_map(|check| check.officers) {
        names.extend(super::account::name(store, &officer.to_string()).await?);
    }
    Ok(names)
}

async fn institution(store: &Store, id: &str) -> Result<Option<InstitutionOf>, Fault> {
    store
        .row(
            "SELECT i.number, i.name FROM place p JOIN institution i ON i.id = p.institution_id WHERE p.id = $1",
            [id.into()],
        )
        .await
}

async fn complaints(store: &Store, id: &str) -> Result<Vec<ComplaintOf>, Fault> {
    store
        .rows(
            "SELECT c.number, c.subject, c.state, c.received_at FROM place_complaint l JOIN complaint c ON c.id = l.complaint_id \
             WHERE l.place_id = $1 ORDER BY l.linked_at, c.number",
            [id.into()],
        )
        .await
}

/// The cases that were filed from the place, and those that grew from complaints that tell of it.
async fn cases(store: &Store, id: &str) -> Result<Vec<CaseOf>, Fault> {
    store
        .rows(
            "SELECT v.number, v.party_name, v.state, v.filed_on FROM violation_case v \
             WHERE v.id IN (SELECT k.case_id FROM place_case k WHERE k.place_id = $1) \
             OR v.complaint_id IN (SELECT l.complaint_id FROM place_complaint l WHERE l.place_id = $1) ORDER BY v.filed_on, v.number",
            [id.into()],
        )
        .await
}

async fn files(store: &Store, id: &str) -> Result<Vec<FileRow>, Fault> {
    store
        .rows(
            "SELECT f.id, f.file_name, f.media_type, f.size_bytes, f.sha256, f.created_at FROM evidence_file f \
             WHERE f.subject_kind = 'place' AND f.subject_id = $1 ORDER BY f.created_at, f.id",
            [id.into()],
        )
        .await
}

/// A place that reads like another one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AlikeRow {
    /// What the lists show as well.
    #[serde(flatten)]
    pub row: PlaceRow,
    /// In what: `both`, `address` or `name`.
    pub alike: &'static str,
}

/// More than these say that the words compared say nothing.
const ALIKE_MAX: usize = 10;

/// The places of the scope that may be the one at this address under this name, the most alike first, then the newest.
///
/// # Errors
/// Faults of the database.
pub async fn alike(
    store: &Store,
    grant: &Grant<permit::ReadDesk>,
    (district, name, address): (District, &str, &str),
) -> Result<Vec<AlikeRow>, Fault> {
    let (sql, values) = known(district);
    let rows: Vec<Known> = store.rows(sql, values).await?;
    let asked = Compared::of(district, name, address);
    let mut like: Vec<(Alike, String)> = rows
        .into_iter()
        .filter_map(|row| Some((row.alike(&asked, district)?, row.number)))
        .collect();
    like.sort_by_key(|(alike, _)| *alike);
    like.truncate(ALIKE_MAX);
    if like.is_empty() {
        return Ok(Vec::new());
    }
    let places: Vec<String> = (1..=like.len()).map(|place| format!("${place}")).collect();
    let sql = format!(
        "SELECT {ROW} WHERE p.number IN ({}) AND {}",
        places.join(", "),
        repo::authorities(grant.scope(), "p.authority_id")
    );
    let numbers = like.iter().map(|(_, number)| number.as_str().into());
    let rows: Vec<PlaceRow> = store.rows(&sql, numbers.collect::<Vec<_>>()).await?;
    let found = like.into_iter().filter_map(|(alike, number)| {
        let row = rows.iter().find(|row| row.number == number)?.clone();
        let alike = alike.code();
        Some(AlikeRow { row, alike })
    });
    Ok(found.collect())
}

/// The places of the scope that are joined to an institution or to an entry that was merged into it, oldest first.
///
/// # Errors
/// Faults of the database.
pub async fn of_institution(
    store: &Store,
    grant: &Grant<permit::ReadDesk>,
    institution: &str,
) -> Result<Vec<PlaceRow>, Fault> {
    let sql = format!(
        "SELECT {ROW} WHERE {} AND {} \
         ORDER BY p.number LIMIT 50",
        is_of("p.institution_id", "$1"),
        repo::authorities(grant.scope(), "p.authority_id")
    );
    store.rows(&sql, [institution.into()]).await
}
