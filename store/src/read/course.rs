//! Courses, for the institution, for the desk and for the public.

mod public;

use domain::access::{Grant, Permission, Scope, permit};
use domain::course::{Course, Finding, Step, Way};
use domain::words::{CourseId, CourseNumber, Day};
use sea_orm::FromQueryResult;
use serde::Serialize;

pub use public::{Fee, PublicCourse, published};

use super::act::{self, ActRow};
use super::complaint::{OfferShown, Screening};
use super::page::after_id;
use super::remark::{self, Remark};
use super::{DueQuery, Limit, Page};
use crate::Fault;
use crate::connect::Store;
use crate::ops::course::load::{Stored, stored, stored_at};
use crate::repo;
use public::fees;

/// One line of a list.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize)]
pub struct CourseRow {
    /// Its number.
    pub number: String,
    /// Its name, as it is written or looked at.
    pub name: String,
    /// The institution's number.
    pub institution_number: String,
    /// The institution's registered name.
    pub institution_name: String,
    /// Where it is.
    pub district: String,
    /// Where the course stands.
    pub state: String,
    /// Whether a version of it is published.
    pub live: bool,
    /// Price of the whole, in Fen; nothing in a draft that does not say it.
    pub price_fen: Option<i64>,
    /// The day it was filed last.
    pub filed_on: Option<String>,
    /// Version, to give with a step.
    pub version: i64,
    /// Its id; not shown.
    #[serde(skip)]
    pub id: String,
    /// Whose it is; not shown.
    #[serde(skip)]
    pub institution_id: String,
    /// Responsible authority; not shown.
    #[serde(skip)]
    pub authority_id: String,
    /// Where it stands in the queue; not shown.
    #[serde(skip)]
    pub queue_day: Option<String>,
}

const ROW: &str = "c.id, c.number, c.name, i.number AS institution_number, i.name AS institution_name, i.district, c.state, \
     (c.live IS NOT NULL) AS live, e.price_fen, c.filed_on, c.version, c.institution_id, c.authority_id, c.queue_day \
     FROM course c JOIN institution i ON i.id = c.institution_id JOIN course_edition e ON e.course_id = c.id AND e.edition = ";

/// The edition that the institution reads: the newest, filed or not.
const WRITTEN: &str = "c.newest";

/// The edition that an officer reads: what is being written and was not filed is the institution's own.
const FILED: &str = "CASE WHEN c.state <> 'draft' THEN c.newest ELSE COALESCE(c.live, \
     (SELECT MAX(f.edition) FROM course_edition f WHERE f.course_id = c.id AND f.filed_at IS NOT NULL)) END";

/// The states of a list of the desk.
pub const STATES: &[&str] = &[
    "flagged",
    "filed",
    "published",
    "refused",
    "draft",
    "ended",
    "withdrawn",
];

/// Courses of the scope that were filed: those that wait for an officer first, then by the day they were filed.
///
/// # Errors
/// Faults of the database.
pub async fn list(
    store: &Store,
    grant: &Grant<permit::ReadDesk>,
    query: &DueQuery,
) -> Result<Page<CourseRow>, Fault> {
    let sql = format!(
        "SELECT {ROW}{FILED} WHERE {} AND c.queue_day IS NOT NULL AND ($1 = '' OR c.state = $1) AND ($2 = '' OR i.district = $2) \
         AND (c.queue_day > $3 OR (c.queue_day = $3 AND c.number > $4)) ORDER BY c.queue_day, c.number LIMIT $5",
        repo::authorities(grant.scope(), "c.authority_id")
    );
    let rows: Vec<CourseRow> = store.rows(&sql, query.values()).await?;
    Ok(query.page(rows, |row| {
        (row.queue_day.as_deref().unwrap_or_default(), &row.number)
    }))
}

/// The courses of one's own institution, newest first.
///
/// # Errors
/// [`Fault::NotFound`] for an account without an institution.
pub async fn own(
    store: &Store,
    grant: &Grant<permit::ReadOwn>,
    limit: Limit,
    after: Option<CourseId>,
) -> Result<Page<CourseRow>, Fault> {
    let Scope::Own(institution) = grant.scope() else {
        return Err(Fault::NotFound);
    };
    let rows: Vec<CourseRow> = store
        .rows(
            &format!(
                "SELECT {ROW}{WRITTEN} WHERE c.institution_id = $1 AND ($2 = '' OR c.id < $2) ORDER BY c.id DESC LIMIT $3"
            ),
            [
                institution.to_string().into(),
                after_id(after),
                limit.and_one().into(),
            ],
        )
        .await?;
    Ok(Page::cut(rows, limit, |row| row.id.clone()))
}

/// A course with what both sides may see.
#[derive(Debug, Clone, Serialize)]
pub struct CourseRecord {
    /// What the lists show as well.
    #[serde(flatten)]
    pub row: CourseRow,
    /// What the newest version says; for an officer the newest that was filed.
    pub form: Course,
    /// What the published version says, where that is another one.
    pub published: Option<Course>,
    /// The fields of the newest version that say nothing yet.
    pub missing: Vec<&'static str>,
    /// What the rules in force find in it.
    pub findings: Vec<Finding>,
    /// Why it was not published, or why its flag said nothing against it; in the officer's words.
    pub told: Option<String>,
    /// What it cost from when until when.
    pub fees: Vec<Fee>,
    /// Steps of the asker, with the reason why one cannot be taken now.
    pub offers: Vec<OfferShown>,
    /// Its state in full; not shown.
    #[serde(skip)]
    pub way: Way,
}

/// A course with what its officers need besides.
#[derive(Debug, Clone, Serialize)]
pub struct DeskRecord {
    /// What the institution sees as well.
    #[serde(flatten)]
    pub record: CourseRecord,
    /// Its state in full.
    pub way: Way,
    /// What the screening of the newest version found; nothing before it was done.
    pub screening: Option<Screening>,
    /// Who judged its flag.
    pub judged_by: Option<String>,
    /// Its acts, oldest first.
    pub acts: Vec<ActRow>,
    /// What was written with its steps, oldest first.
    pub remarks: Vec<Remark>,
}

/// The steps of the institution.
pub const OWN_STEPS: &[Step] = &[Step::File, Step::Change, Step::Discard, Step::Withdraw];

/// The steps of an officer.
pub const DESK_STEPS: &[Step] = &[Step::Clear, Step::Refuse, Step::FileMaterials];

/// A course of one's own institution.
///
/// # Errors
/// [`Fault::NotFound`] for another institution's.
pub async fn own_by_number(
    store: &Store,
    grant: &Grant<permit::ReadOwn>,
    number: CourseNumber,
    today: Day,
) -> Result<CourseRecord, Fault> {
    let row = row(store, number, WRITTEN).await?;
    let institution = repo::id(&row.institution_id)?;
    if !grant.scope().covers_institution(institution) {
        return Err(Fault::NotFound);
    }
    record(store, grant, (row, WRITTEN), OWN_STEPS, today).await
}

/// A course of the scope that was filed, with everything its officer needs.
///
/// # Errors
/// [`Fault::NotFound`] outside the scope, and for a draft that was never filed.
pub async fn by_number(
    store: &Store,
    grant: &Grant<permit::ReadDesk>,
    number: CourseNumber,
    today: Day,
) -> Result<DeskRecord, Fault> {
    let row = row(store, number, FILED).await?;
    repo::within(grant.scope(), &row.authority_id)?;
    if row.queue_day.is_none() {
        return Err(Fault::NotFound);
    }
    let record = record(store, grant, (row, FILED), DESK_STEPS, today).await?;
    let (id, way) = (record.row.id.clone(), record.way.clone());
    let judged_by = match way.judged() {
        None => None,
        Some(judged) => super::account::name(store, &judged.by.to_string()).await?,
    };
    Ok(DeskRecord {
        screening: screening(store, &id).await?,
        judged_by,
        acts: act::about(store, "course", &id).await?,
        remarks: remark::about(store, "course", &id).await?,
        way,
        record,
    })
}

async fn row(store: &Store, number: CourseNumber, shown: &str) -> Result<CourseRow, Fault> {
    let row: Option<CourseRow> = store
        .row(
            &format!("SELECT {ROW}{shown} WHERE c.number = $1"),
            [number.to_string().into()],
        )
        .await?;
    row.ok_or(Fault::NotFound)
}

async fn record<A: Permission>(
    store: &Store,
    grant: &Grant<A>,
    (row, shown): (CourseRow, &str),
    steps: &[Step],
    today: Day,
) -> Result<CourseRecord, Fault> {
    let stored: Option<Stored> = store
        .row(
            &format!("{} WHERE c.id = $1", stored_at(shown)),
            [row.id.as_str().into()],
        )
        .await?;
    let stored = stored.ok_or(Fault::NotFound)?;
    let (way, form, facts) = (stored.way()?, stored.said()?, stored.facts(today)?);
    let offers = way.offers(steps, &facts).into_iter().map(|offer| {
        let action = offer.event.action();
        OfferShown::of(offer.event.code(), offer.refusal, grant.actor(), action)
    });
    let published = stored.published_said()?;
    let published = published.filter(|published| *published != form);
    Ok(CourseRecord {
        missing: form.missing(),
        findings: stored.findings(today)?,
        told: way.judged().map(|judged| judged.reason.clone()),
        fees: fees(store, &row.id).await?,
        offers: offers.collect(),
        published,
        form,
        way,
        row,
    })
}

/// What the screening of the edition that an officer reads found.
async fn screening(store: &Store, id: &str) -> Result<Option<Screening>, Fault> {
    #[derive(FromQueryResult)]
    struct Found {
        rules: String,
        model: String,
        labels: String,
        screened_at: i64,
    }
    let found: Option<Found> = store
        .row(
            &format!(
                "SELECT e.rules, e.model, e.labels, e.screened_at FROM course c \
                 JOIN course_edition e ON e.course_id = c.id AND e.edition = {FILED} WHERE c.id = $1 AND e.screened_at IS NOT NULL"
            ),
            [id.into()],
        )
        .await?;
    found
        .map(|found| {
            Ok(Screening {
                rules: found.rules,
                model: found.model,
                labels: repo::read(&found.labels, "course", id)?,
                screened_at: found.screened_at,
            })
        })
        .transpose()
}

/// What an institution may teach and what a draft of it is judged by while it is typed.
///
/// # Errors
/// [`Fault::NotFound`] for another institution's.
pub async fn judged_as_typed(
    store: &Store,
    grant: &Grant<permit::ReadOwn>,
    number: CourseNumber,
    typed: &Course,
    today: Day,
) -> Result<Vec<Finding>, Fault> {
    let stored: Option<Stored> = store
        .row(
            &format!("{} WHERE c.number = $1", stored()),
            [number.to_string().into()],
        )
        .await?;
    let stored = stored.ok_or(Fault::NotFound)?;
    let institution = repo::id(&stored.institution_id)?;
    if !grant.scope().covers_institution(institution) {
        return Err(Fault::NotFound);
    }
    let calendar = domain::calendar::Calendar::built_in();
    let licensed = stored.holder.licensed();
    let typed = stored.filings()?.told_of(typed.clone());
    Ok(domain::course::judge(&typed, &licensed, today, calendar))
}
