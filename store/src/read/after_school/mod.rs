//! After-school providers, for the institution, for the desk and for the public.

mod beside;
mod public;
mod shapes;

use domain::access::{Grant, Permission, Scope, permit};
use domain::after_school::{Condition, Finding, Form, Ground, SchoolYear, Standing, Step, Way};
use domain::law::{self, Rule};
use domain::words::{AfterSchoolId, AfterSchoolNumber, Day};
use sea_orm::FromQueryResult;
use serde::Serialize;

pub use beside::{AgreementShown, ScoreShown};
pub use public::{Every, Part, PublicQuery, counts, published, revision};
pub use shapes::{PublicExit, PublicProvider, PublicSchool, PublicService, PublicWarning};

use super::act::{self, ActRow};
use super::complaint::OfferShown;
use super::page::after_id;
use super::remark::{self, Remark};
use super::{DueQuery, Limit, Page};
use crate::Fault;
use crate::connect::Store;
use crate::ops::after_school::Setting;
use crate::ops::after_school::load::{Stored, stored};
use crate::repo;
use beside::{agreements, scores};

/// One line of a list.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize)]
pub struct ProviderRow {
    /// Its number.
    pub number: String,
    /// The institution's number.
    pub institution_number: String,
    /// The institution's registered name.
    pub institution_name: String,
    /// Where it is.
    pub district: String,
    /// The calendar year in which the school year begins.
    pub school_year: i64,
    /// Where it stands.
    pub state: String,
    /// The day it was filed last.
    pub filed_on: Option<String>,
    /// The last day of the school year.
    pub last_day: String,
    /// The last day for objections, while it is before the public.
    pub publicised_until: Option<String>,
    /// How many schools it serves by agreement.
    pub schools: i64,
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

const ROW: &str = "SELECT a.id, a.number, i.number AS institution_number, i.name AS institution_name, i.district, a.school_year, a.state, \
     a.filed_on, a.last_day, a.publicised_until, \
     (SELECT COUNT(*) FROM after_school_agreement g WHERE g.after_school_id = a.id) AS schools, a.version, a.institution_id, \
     a.authority_id, a.queue_day FROM after_school a JOIN institution i ON i.id = a.institution_id";

/// The states of a list of the desk.
pub const STATES: &[&str] = &[
    "filed",
    "selected",
    "publicised",
    "admitted",
    "warned",
    "suspended",
    "leaving",
    "refused",
    "draft",
    "exited",
    "ended",
    "withdrawn",
];

/// Providers of the scope that were filed: those that wait for a person first, then by the day they were filed.
///
/// # Errors
/// Faults of the database.
pub async fn list(
    store: &Store,
    grant: &Grant<permit::ReadDesk>,
    query: &DueQuery,
) -> Result<Page<ProviderRow>, Fault> {
    let sql = format!(
        "{ROW} WHERE {} AND a.queue_day IS NOT NULL AND ($1 = '' OR a.state = $1) AND ($2 = '' OR i.district = $2) \
         AND (a.queue_day > $3 OR (a.queue_day = $3 AND a.number > $4)) ORDER BY a.queue_day, a.number LIMIT $5",
        repo::authorities(grant.scope(), "a.authority_id")
    );
    let rows: Vec<ProviderRow> = store.rows(&sql, query.values()).await?;
    Ok(query.page(rows, |row| {
        (row.queue_day.as_deref().unwrap_or_default(), &row.number)
    }))
}

/// How many of the scope stand in each state; a state without any is left out.
///
/// # Errors
/// Faults of the database.
pub async fn by_state(
    store: &Store,
    grant: &Grant<permit::ReadDesk>,
) -> Result<Vec<(String, i64)>, Fault> {
    #[derive(FromQueryResult)]
    struct Count {
        state: String,
        many: i64,
    }
    let sql = format!(
        "SELECT a.state, COUNT(*) AS many FROM after_school a WHERE {} AND a.queue_day IS NOT NULL GROUP BY a.state ORDER BY a.state",
        repo::authorities(grant.scope(), "a.authority_id")
    );
    let rows: Vec<Count> = store.rows(&sql, []).await?;
    Ok(rows.into_iter().map(|row| (row.state, row.many)).collect())
}

/// Those of one's own institution, newest first.
///
/// # Errors
/// [`Fault::NotFound`] for an account without an institution.
pub async fn own(
    store: &Store,
    grant: &Grant<permit::ReadOwn>,
    limit: Limit,
    after: Option<AfterSchoolId>,
) -> Result<Page<ProviderRow>, Fault> {
    let Scope::Own(institution) = grant.scope() else {
        return Err(Fault::NotFound);
    };
    let rows: Vec<ProviderRow> = store
        .rows(
            &format!("{ROW} WHERE a.institution_id = $1 AND ($2 = '' OR a.id < $2) ORDER BY a.id DESC LIMIT $3"),
            [
                institution.to_string().into(),
                after_id(after),
                limit.and_one().into(),
            ],
        )
        .await?;
    Ok(Page::cut(rows, limit, |row| row.id.clone()))
}

/// Something with a name that the form refers to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Named {
    /// Its id or number.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// A provider with what both sides may see.
#[derive(Debug, Clone, Serialize)]
pub struct ProviderRecord {
    /// What the lists show as well.
    #[serde(flatten)]
    pub row: ProviderRow,
    /// What the application says.
    pub form: Form,
    /// The fields that say nothing yet.
    pub missing: Vec<String>,
    /// How the conditions in force stand.
    pub findings: Vec<Finding>,
    /// What the institution was told last; in the officer's words.
    pub told: Option<String>,
    /// Its state in full, with what officers know of it; not shown.
    #[serde(skip)]
    pub way: Way,
    /// The people of the institution.
    pub staff: Vec<Named>,
    /// The schools that it proposes.
    pub proposed: Vec<Named>,
    /// What was agreed with schools.
    pub agreements: Vec<AgreementShown>,
    /// The scores, newest term first.
    pub scores: Vec<ScoreShown>,
    /// How it stands in each term, oldest first.
    pub standings: Vec<Standing>,
    /// Steps of the asker, with the reason why one cannot be taken now.
    pub offers: Vec<OfferShown>,
}

/// A provider with what its officers need besides.
#[derive(Debug, Clone, Serialize)]
pub struct DeskRecord {
    /// What the institution sees as well.
    #[serde(flatten)]
    pub record: ProviderRecord,
    /// Its state in full.
    pub way: Way,
    /// The grounds on which it may be warned now.
    pub warning_grounds: Vec<Ground>,
    /// The grounds on which it may leave now.
    pub exit_grounds: Vec<Ground>,
    /// The day that a warning of today gives for its correction, where nothing speaks for another.
    pub correct_by: Day,
    /// What the same institution applied for before and beside, newest first.
    pub others: Vec<ProviderRow>,
    /// Its acts, oldest first.
    pub acts: Vec<ActRow>,
    /// What was written with its steps, oldest first.
    pub remarks: Vec<Remark>,
}

/// The steps of the institution.
pub const OWN_STEPS: &[Step] = &[Step::File, Step::Withdraw];

/// The steps of the desk.
pub const DESK_STEPS: &[Step] = &[
    Step::Select,
    Step::SendBack,
    Step::Refuse,
    Step::Approve,
    Step::Return,
    Step::Reopen,
    Step::Warn,
    Step::Lift,
    Step::ProposeExit,
    Step::ApproveExit,
    Step::RejectExit,
];

/// One of one's own institution.
///
/// # Errors
/// [`Fault::NotFound`] for another institution's.
pub async fn own_by_number(
    store: &Store,
    grant: &Grant<permit::ReadOwn>,
    number: AfterSchoolNumber,
    today: Day,
) -> Result<ProviderRecord, Fault> {
    let row = row(store, number).await?;
    repo::own(grant.scope(), &row.institution_id)?;
    let record = record(store, grant, row, OWN_STEPS, today).await?;
    Ok(ProviderRecord {
        findings: told(record.findings),
        ..record
    })
}

/// One of the scope that was filed, with everything its officer needs.
///
/// # Errors
/// [`Fault::NotFound`] outside the scope, and for a draft that was never filed.
pub async fn by_number(
    store: &Store,
    grant: &Grant<permit::ReadDesk>,
    number: AfterSchoolNumber,
    today: Day,
) -> Result<DeskRecord, Fault> {
    let row = row(store, number).await?;
    repo::within(grant.scope(), &row.authority_id)?;
    if row.queue_day.is_none() {
        return Err(Fault::NotFound);
    }
    let (id, institution) = (row.id.clone(), row.institution_id.clone());
    let record = record(store, grant, row, DESK_STEPS, today).await?;
    let (stored, setting) = judged_by(store, &id, &record.form, today).await?;
    let facts = setting.facts(&record.form, stored.year()?);
    let others: Vec<ProviderRow> = store
        .rows(
            &format!("{ROW} WHERE a.institution_id = $1 AND a.id <> $2 AND a.queue_day IS NOT NULL ORDER BY a.id DESC LIMIT 20"),
            [institution.into(), id.as_str().into()],
        )
        .await?;
    let usual = law::due(Rule::AfterSchoolCorrection, today).due_on;
    Ok(DeskRecord {
        warning_grounds: record.way.warning_grounds(&facts),
        exit_grounds: record.way.exit_grounds(&facts),
        way: record.way.clone(),
        correct_by: usual.min(facts.last_day),
        others,
        acts: act::about(store, "after_school", &id).await?,
        remarks: remark::about(store, "after_school", &id).await?,
        record,
    })
}

async fn row(store: &Store, number: AfterSchoolNumber) -> Result<ProviderRow, Fault> {
    let row: Option<ProviderRow> = store
        .row(
            &format!("{ROW} WHERE a.number = $1"),
            [number.to_string().into()],
        )
        .await?;
    row.ok_or(Fault::NotFound)
}

/// What a form is judged by, be it stored or being typed.
async fn judged_by(
    store: &Store,
    id: &str,
    form: &Form,
    today: Day,
) -> Result<(Stored, Setting), Fault> {
    let sql = format!("{} WHERE a.id = $1", stored());
    let stored: Option<Stored> = store.row(&sql, [id.into()]).await?;
    let stored = stored.ok_or(Fault::NotFound)?;
    let setting = Setting::of(store, &stored, form, today).await?;
    Ok((stored, setting))
}

async fn record<A: Permission>(
    store: &Store,
    grant: &Grant<A>,
    row: ProviderRow,
    steps: &[Step],
    today: Day,
) -> Result<ProviderRecord, Fault> {
    let sql = format!("{} WHERE a.id = $1", stored());
    let stored: Option<Stored> = store.row(&sql, [row.id.as_str().into()]).await?;
    let stored = stored.ok_or(Fault::NotFound)?;
    let (way, form) = (stored.way()?, stored.form()?);
    let setting = Setting::of(store, &stored, &form, today).await?;
    let facts = setting.facts(&form, stored.year()?);
    let actor = grant.actor().account();
    let offers = way.offers(steps, actor, &facts).into_iter().map(|offer| {
        let action = offer.event.action();
        OfferShown::of(offer.event.code(), offer.refusal, grant.actor(), action)
    });
    let named = |id: String, name: &String| Named {
        id,
        name: name.clone(),
    };
    let staff = setting.roster.iter();
    let proposed = setting.schools.iter();
    Ok(ProviderRecord {
        missing: form.missing().iter().map(ToString::to_string).collect(),
        findings: setting.findings(&form),
        told: way.told().map(|judged| judged.reason.clone()),
        staff: staff.map(|it| named(it.id.to_string(), &it.name)).collect(),
        proposed: proposed
            .map(|it| named(it.number.to_string(), &it.name))
            .collect(),
        agreements: agreements(store, &row.id).await?,
        scores: scores(store, &row.id).await?,
        standings: setting.standings.clone(),
        offers: offers.collect(),
        way,
        form,
        row,
    })
}

/// What an institution reads of the findings: that a case is open it learns by the papers that are served on it, and not from
/// a list of conditions.
fn told(findings: Vec<Finding>) -> Vec<Finding> {
    let open = |finding: &Finding| finding.condition != Condition::NoOpenCase;
    findings.into_iter().filter(open).collect()
}

/// What a draft of one's own is judged by while it is typed.
///
/// # Errors
/// [`Fault::NotFound`] for another institution's.
pub async fn judged_as_typed(
    store: &Store,
    grant: &Grant<permit::ReadOwn>,
    number: AfterSchoolNumber,
    typed: &Form,
    today: Day,
) -> Result<Vec<Finding>, Fault> {
    let row = row(store, number).await?;
    repo::own(grant.scope(), &row.institution_id)?;
    let (_, setting) = judged_by(store, &row.id, typed, today).await?;
    Ok(told(setting.findings(typed)))
}

/// The school year of a row.
///
/// # Errors
/// [`Fault::Integrity`] for one that is none.
pub fn year_of(row: &ProviderRow) -> Result<SchoolYear, Fault> {
    i32::try_from(row.school_year)
        .ok()
        .and_then(|year| SchoolYear::new(year).ok())
        .ok_or_else(|| Fault::Integrity(format!("the school year of {}", row.id)))
}
