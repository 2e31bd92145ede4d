//! Leads, for the desk.

use domain::access::{Action, Grant, permit};
use domain::lead::Lead;
use domain::words::LeadId;
use sea_orm::FromQueryResult;
use serde::Serialize;

use super::act::ActRow;
use super::complaint::OfferShown;
use super::{DueQuery, Page, act};
use crate::Fault;
use crate::connect::Store;
use crate::repo;

/// One lead.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize)]
pub struct LeadRow {
    /// Its id.
    pub id: String,
    /// The complaint it comes from.
    pub complaint_number: String,
    /// What that is about.
    pub subject: String,
    /// The institution's name.
    pub institution_name: String,
    /// Where.
    pub district: Option<String>,
    /// The label that made it.
    pub label: String,
    /// How sure the screening is, in thousandths.
    pub probability_milli: i64,
    /// State.
    pub state: String,
    /// Whether it waits for an officer.
    pub open: bool,
    /// Day by which it is to be judged.
    pub due_on: String,
    /// When it was made, in milliseconds since 1970.
    pub created_at: i64,
    /// Version, to give with the judgement.
    pub version: i64,
    /// Responsible authority; not shown.
    #[serde(skip)]
    pub authority_id: String,
    /// Its state in full, as JSON; not shown.
    #[serde(skip)]
    pub facts: String,
}

const ROW: &str = "l.id, c.number AS complaint_number, c.subject, c.institution_name, c.district, l.label, l.probability_milli, \
     l.state, l.open, l.due_on, l.created_at, l.version, l.authority_id, l.facts FROM lead l JOIN complaint c ON c.id = l.complaint_id";

/// Leads of the scope by due day, earliest first.
///
/// # Errors
/// Faults of the database.
pub async fn list(
    store: &Store,
    grant: &Grant<permit::ReadDesk>,
    query: &DueQuery,
) -> Result<Page<LeadRow>, Fault> {
    let sql = format!(
        "SELECT {ROW} WHERE {} AND ($1 = '' OR ($1 = 'open' AND l.open) OR l.state = $1) AND ($2 = '' OR c.district = $2) \
         AND (l.due_on > $3 OR (l.due_on = $3 AND l.id > $4)) ORDER BY l.due_on, l.id LIMIT $5",
        repo::authorities(grant.scope(), "l.authority_id")
    );
    let rows: Vec<LeadRow> = store.rows(&sql, query.values()).await?;
    Ok(query.page(rows, |row| (&row.due_on, &row.id)))
}

/// A lead with its judgement and its acts.
#[derive(Debug, Clone)]
pub struct LeadRecord {
    /// What the list shows as well.
    pub row: LeadRow,
    /// Its state in full.
    pub state: Lead,
    /// Steps, with the reason why one cannot be taken now.
    pub offers: Vec<OfferShown>,
    /// Its acts, oldest first.
    pub acts: Vec<ActRow>,
}

/// One lead of the scope with everything its officer needs.
///
/// # Errors
/// As [`by_id`].
pub async fn whole(
    store: &Store,
    grant: &Grant<permit::ReadDesk>,
    id: LeadId,
) -> Result<LeadRecord, Fault> {
    let row = by_id(store, grant, id).await?;
    let state: Lead = repo::read(&row.facts, "lead", &row.id)?;
    Ok(LeadRecord {
        offers: vec![OfferShown::of(
            "judge",
            state.refusal(),
            grant.actor(),
            Action::JudgeLead,
        )],
        state,
        acts: act::about(store, "lead", &row.id).await?,
        row,
    })
}

/// One lead of the scope.
///
/// # Errors
/// [`Fault::NotFound`] outside the scope.
pub async fn by_id(
    store: &Store,
    grant: &Grant<permit::ReadDesk>,
    id: LeadId,
) -> Result<LeadRow, Fault> {
    let row: Option<LeadRow> = store
        .row(
            &format!("SELECT {ROW} WHERE l.id = $1"),
            [id.to_string().into()],
        )
        .await?;
    let row = row.ok_or(Fault::NotFound)?;
    repo::within(grant.scope(), &row.authority_id)?;
    Ok(row)
}
