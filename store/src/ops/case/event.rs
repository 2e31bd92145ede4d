//! The steps of officers as they are sent, and what they rest on.

use domain::case::{Event, ServiceWay, Violation};
use domain::licence::{State, Term};
use domain::words::{Article, Day};
use sea_orm::FromQueryResult;
use serde::Deserialize;

use super::load::StoredCase;
use crate::Fault;
use crate::read::order::FoundRow;
use crate::tx::Tx;

/// A step of an officer, with what it carries.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum CaseEvent {
    /// Record a finding.
    RecordFinding {
        /// What the party did.
        violation: Violation,
        /// What was seen, and how it is shown.
        facts: String,
        /// The day of the act, which decides the article.
        acted_on: Day,
        /// The day of the finding.
        found_on: Day,
    },
    /// Order correction.
    OrderCorrection {
        /// What is to be put right.
        demand: String,
        /// Last day for it.
        due_on: Day,
        /// Whether the officer has checked the basis; asked for where an article of it was not read in a copy of the text.
        #[serde(default)]
        basis_confirmed: bool,
    },
    /// Move the last day for correction.
    ChangeDue {
        /// New last day for it.
        due_on: Day,
        /// Why.
        reason: String,
    },
    /// Record the service of the order.
    RecordService {
        /// How.
        way: ServiceWay,
        /// When it was handed over or sent; by public notice, when the notice was published.
        served_on: Day,
        /// Who took it.
        receiver: String,
        /// What proves it.
        proof: String,
    },
    /// Propose to close.
    ProposeClosure {
        /// Why it can be closed.
        reason: String,
    },
    /// Approve the closure.
    ApproveClosure {},
    /// Send back for more work.
    ReturnForMore {
        /// What is missing.
        reason: String,
    },
}

impl CaseEvent {
    /// The text it carries, with its field.
    pub(super) fn words(&self) -> Option<(&'static str, &str)> {
        match self {
            Self::RecordFinding { facts, .. } => Some(("facts", facts)),
            Self::OrderCorrection { demand, .. } => Some(("demand", demand)),
            Self::RecordService { proof, .. } => Some(("proof", proof)),
            Self::ChangeDue { reason, .. }
            | Self::ProposeClosure { reason }
            | Self::ReturnForMore { reason } => Some(("reason", reason)),
            Self::ApproveClosure {} => None,
        }
    }

    /// The day on which a document counts as served by this event.
    pub(super) fn served_on(&self) -> Option<Day> {
        match self {
            Self::RecordService { way, served_on, .. } => Some(way.counts_from(*served_on)),
            _ => None,
        }
    }

    pub(super) fn to_domain(&self, basis: &Basis) -> Event {
        match self {
            Self::RecordFinding {
                violation,
                acted_on,
                found_on,
                ..
            } => Event::RecordFinding {
                violation: *violation,
                acted_on: *acted_on,
                licensed: basis.licensed,
                found_on: *found_on,
            },
            Self::OrderCorrection {
                due_on,
                basis_confirmed,
                ..
            } => Event::OrderCorrection {
                due_on: *due_on,
                articles: basis.articles(),
                basis_confirmed: *basis_confirmed,
            },
            Self::ChangeDue { due_on, reason } => Event::ChangeDue {
                due_on: *due_on,
                reason: reason.clone(),
            },
            Self::RecordService { way, served_on, .. } => Event::RecordService {
                way: *way,
                on: *served_on,
            },
            Self::ProposeClosure { reason } => Event::ProposeClosure {
                reason: reason.clone(),
            },
            Self::ApproveClosure {} => Event::ApproveClosure,
            Self::ReturnForMore { reason } => Event::ReturnForMore {
                reason: reason.clone(),
            },
        }
    }
}

/// What an event rests on besides what it carries.
pub(super) struct Basis {
    /// Whether the party held a licence on the day of the act that is found.
    pub(super) licensed: bool,
    /// The findings, oldest first.
    pub(super) findings: Vec<FoundRow>,
}

impl Basis {
    /// The articles of the findings, each once, oldest first.
    pub(super) fn articles(&self) -> Vec<Article> {
        let mut articles: Vec<Article> = Vec::new();
        for finding in &self.findings {
            let article = Article::from_key(&finding.article);
            if !articles.contains(&article) {
                articles.push(article);
            }
        }
        articles
    }
}

/// Reads it.
pub(super) async fn basis(tx: &Tx, case: &StoredCase, event: &CaseEvent) -> Result<Basis, Fault> {
    let licensed = match event {
        CaseEvent::RecordFinding { acted_on, .. } => is_licensed(tx, case, *acted_on).await?,
        _ => false,
    };
    let findings = tx
        .all(
            "SELECT facts, acted_on, article FROM finding WHERE case_id = $1 ORDER BY created_at, id",
            [case.id.as_str().into()],
        )
        .await?;
    Ok(Basis { licensed, findings })
}

/// Whether the party of the case held a licence on `day`.
async fn is_licensed(tx: &Tx, case: &StoredCase, day: Day) -> Result<bool, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        state: String,
        issued_on: String,
        valid_until: String,
        ended_on: Option<String>,
    }
    let rows: Vec<Row> = tx
        .all(
            "SELECT state, issued_on, valid_until, ended_on FROM licence WHERE institution_id = $1",
            [case.institution_id.clone().into()],
        )
        .await?;
    let damaged = || Fault::Integrity(format!("a licence of the party of case {}", case.id));
    let read = |text: &str| text.parse::<Day>().map_err(|_| damaged());
    for row in rows {
        let term = Term {
            state: State::from_code(&row.state).ok_or_else(damaged)?,
            issued_on: read(&row.issued_on)?,
            valid_until: read(&row.valid_until)?,
            ended_on: row.ended_on.as_deref().map(read).transpose()?,
        };
        if term.held_on(day) {
            return Ok(true);
        }
    }
    Ok(false)
}
