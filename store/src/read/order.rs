//! Orders to correct, for the desk and for the institution.

use std::fmt;
use std::str::FromStr;

use domain::access::{Grant, Scope, permit};
use domain::words::{Day, InputFault, OrderId};
use sea_orm::FromQueryResult;
use serde::Serialize;

use super::{Limit, Page};
use crate::Fault;
use crate::connect::Store;
use crate::repo;

/// One order.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize)]
pub struct OrderRow {
    /// Its id.
    pub id: String,
    /// Its document number.
    pub document_number: String,
    /// Number of its case.
    pub case_number: String,
    /// What is to be put right.
    pub demand: String,
    /// Keys of the articles it rests on, with spaces between.
    pub article: String,
    /// Whether the officer confirmed a basis that was not read in a copy of the text.
    pub basis_confirmed: bool,
    /// Day of the order.
    pub ordered_on: String,
    /// Last day for correction.
    pub due_on: String,
    /// Day of service, once it is served.
    pub served_on: Option<String>,
    /// When the institution first answered, in milliseconds since 1970.
    pub answered_at: Option<i64>,
    /// State of its case.
    pub case_state: String,
    /// Name of the authority that ordered.
    pub authority: String,
    /// Whose it is; not shown.
    #[serde(skip)]
    pub institution_id: Option<String>,
}

impl OrderRow {
    /// Whether an answer can be given now: the same question `Event::Respond` asks of the case.
    #[must_use]
    pub fn takes_answers(&self) -> bool {
        self.case_state == "ordered"
    }

    /// Whether an answer is still to come.
    #[must_use]
    pub fn awaits_answer(&self) -> bool {
        self.takes_answers() && self.answered_at.is_none()
    }

    /// Whether the institution owes an answer: it does not before the order was served.
    #[must_use]
    pub fn owes_answer(&self) -> bool {
        self.awaits_answer() && self.served_on.is_some()
    }
}

/// An answer of the institution.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize)]
pub struct ResponseRow {
    /// Its text.
    pub body: String,
    /// Name of the agent.
    pub answered_by: String,
    /// When, in milliseconds since 1970.
    pub created_at: i64,
}

/// A file that came with the answers.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize)]
pub struct FileRow {
    /// Its id.
    pub id: String,
    /// Name as it is shown.
    pub file_name: String,
    /// Type by content.
    pub media_type: String,
    /// Length in bytes.
    pub size_bytes: i64,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
    /// When it was added, in milliseconds since 1970.
    pub created_at: i64,
}

/// A service of the order.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize)]
pub struct ServiceRow {
    /// How.
    pub way: String,
    /// When it counts as served.
    pub served_on: String,
    /// When it was published, where it was served by public notice.
    pub published_on: Option<String>,
    /// Who took it.
    pub receiver: String,
    /// What proves it.
    pub proof: String,
    /// Name of the officer who recorded it.
    pub recorded_by: String,
}

/// An order with what followed it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OrderRecord {
    /// The order.
    #[serde(flatten)]
    pub row: OrderRow,
    /// The institution's answers, oldest first.
    pub responses: Vec<ResponseRow>,
    /// Files, oldest first.
    pub files: Vec<FileRow>,
    /// Services, oldest first.
    pub services: Vec<ServiceRow>,
    /// What the order rests on, oldest first.
    pub findings: Vec<FoundRow>,
}

/// A finding, for the party.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize)]
pub struct FoundRow {
    /// What was seen.
    pub facts: String,
    /// Last day of the act.
    pub acted_on: Option<String>,
    /// Key of the article.
    pub article: String,
}

const ROW: &str = "o.id, o.document_number, v.number AS case_number, o.demand, o.article, o.basis_confirmed, o.ordered_on, o.due_on, o.served_on, \
     o.answered_at, v.state AS case_state, u.name AS authority, o.institution_id FROM correction_order o \
     JOIN violation_case v ON v.id = o.case_id JOIN authority u ON u.id = v.authority_id";

/// Where the next page of an institution's orders begins: those of closed cases stand after the others, each part by
/// the last day. As text `0~2026-12-05~ord_…`, and `1~…` among the closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnAfter {
    closed: i64,
    due_on: String,
    id: String,
}

impl OwnAfter {
    fn of(row: &OrderRow) -> Self {
        Self {
            closed: i64::from(row.case_state == "closed"),
            due_on: row.due_on.clone(),
            id: row.id.clone(),
        }
    }
}

impl FromStr for OwnAfter {
    type Err = InputFault;

    fn from_str(text: &str) -> Result<Self, InputFault> {
        let invalid = InputFault::new("cursor_invalid");
        let mut parts = text.splitn(3, '~');
        let mut part = || parts.next().ok_or(invalid);
        let closed = match part()? {
            "0" => 0,
            "1" => 1,
            _ => return Err(invalid),
        };
        Ok(Self {
            closed,
            due_on: part()?.parse::<Day>().map_err(|_| invalid)?.to_string(),
            id: part()?.parse::<OrderId>().map_err(|_| invalid)?.to_string(),
        })
    }
}

impl fmt::Display for OwnAfter {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}~{}~{}", self.closed, self.due_on, self.id)
    }
}

/// The orders of the agent's institution: those of open cases first, and of each part the one due first.
///
/// # Errors
/// Faults of the database.
pub async fn own(
    store: &Store,
    grant: &Grant<permit::ReadOwn>,
    limit: Limit,
    after: Option<&OwnAfter>,
) -> Result<Page<OrderRow>, Fault> {
    let Scope::Own(institution) = grant.scope() else {
        return Ok(Page {
            items: Vec::new(),
            next: None,
        });
    };
    let (closed, due_on, id) = after.map_or((0, "", ""), |after| {
        (after.closed, after.due_on.as_str(), after.id.as_str())
    });
    let rows: Vec<OrderRow> = store
        .rows(
            &format!(
                "SELECT {ROW} WHERE o.institution_id = $1 AND ({CLOSED} > $2 OR ({CLOSED} = $2 AND \
                 (o.due_on > $3 OR (o.due_on = $3 AND o.id > $4)))) ORDER BY {CLOSED}, o.due_on, o.id LIMIT $5"
            ),
            [
                institution.to_string().into(),
                closed.into(),
                due_on.into(),
                id.into(),
                limit.and_one().into(),
            ],
        )
        .await?;
    Ok(Page::cut(rows, limit, |row| OwnAfter::of(row).to_string()))
}

const CLOSED: &str = "CASE WHEN v.state = 'closed' THEN 1 ELSE 0 END";

/// One order of the agent's institution.
///
/// # Errors
/// [`Fault::NotFound`] for another institution's order.
pub async fn own_by_id(
    store: &Store,
    grant: &Grant<permit::ReadOwn>,
    id: OrderId,
) -> Result<OrderRecord, Fault> {
    let row: Option<OrderRow> = store
        .row(
            &format!("SELECT {ROW} WHERE o.id = $1"),
            [id.to_string().into()],
        )
        .await?;
    let row = row.ok_or(Fault::NotFound)?;
    let institution = row.institution_id.as_deref().ok_or(Fault::NotFound)?;
    if !grant.scope().covers_institution(repo::id(institution)?) {
        return Err(Fault::NotFound);
    }
    whole(store, row).await
}

pub(crate) async fn of_case(store: &Store, case: &str) -> Result<Option<OrderRecord>, Fault> {
    let row: Option<OrderRow> = store
        .row(&format!("SELECT {ROW} WHERE o.case_id = $1"), [case.into()])
        .await?;
    match row {
        None => Ok(None),
        Some(row) => whole(store, row).await.map(Some),
    }
}

async fn whole(store: &Store, row: OrderRow) -> Result<OrderRecord, Fault> {
    let responses = store
        .rows(
            "SELECT r.body, a.person_name AS answered_by, r.created_at FROM correction_response r \
             JOIN account a ON a.id = r.answered_by WHERE r.order_id = $1 ORDER BY r.created_at, r.id",
            [row.id.as_str().into()],
        )
        .await?;
    let files = store
        .rows(
            "SELECT id, file_name, media_type, size_bytes, sha256, created_at FROM evidence_file \
             WHERE subject_kind = 'order' AND subject_id = $1 ORDER BY id",
            [row.id.as_str().into()],
        )
        .await?;
    let services = store
        .rows(
            "SELECT s.way, s.served_on, s.published_on, s.receiver, s.proof, a.person_name AS recorded_by FROM document_service s \
             JOIN account a ON a.id = s.recorded_by WHERE s.order_id = $1 ORDER BY s.created_at, s.id",
            [row.id.as_str().into()],
        )
        .await?;
    let findings = store
        .rows(
            "SELECT f.facts, f.acted_on, f.article FROM finding f JOIN correction_order o ON o.case_id = f.case_id \
             WHERE o.id = $1 ORDER BY f.created_at, f.id",
            [row.id.as_str().into()],
        )
        .await?;
    Ok(OrderRecord {
        row,
        responses,
        files,
        services,
        findings,
    })
}
