//! The steps of officers as they are sent, and what they rest on.

use domain::case::{Event, ServiceWay, Violation};
use domain::words::{Article, Day};
use sea_orm::FromQueryResult;
use serde::Deserialize;

use super::load::StoredCase;
use crate::Fault;
use crate::tx::Tx;

/// A step of an officer, with what it carries.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case", deny_unknown_fields)]
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
                articles: basis.articles.clone(),
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
    /// Whether the party held a licence on the day of the act that is found. One that was suspended is held still; one
    /// that was revoked or cancelled is held no more from that day on.
    pub(super) licensed: bool,
    /// The articles of the findings, each once, oldest first.
    pub(super) articles: Vec<Article>,
}

/// Reads it.
pub(super) async fn basis(tx: &Tx, case: &StoredCase, event: &CaseEvent) -> Result<Basis, Fault> {
    #[derive(FromQueryResult)]
    struct Count {
        count: i64,
    }
    #[derive(FromQueryResult)]
    struct Row {
        article: String,
    }
    let licensed = match event {
        CaseEvent::RecordFinding { acted_on, .. } => {
            let held: Option<Count> = tx
                .one(
                    "SELECT COUNT(*) AS count FROM licence WHERE institution_id = $1 AND issued_on <= $2 AND valid_until >= $2 \
                     AND (ended_on IS NULL OR ended_on > $2)",
                    [case.institution_id.clone().into(), acted_on.to_string().into()],
                )
                .await?;
            held.is_some_and(|row| row.count > 0)
        }
        _ => false,
    };
    let found: Vec<Row> = tx
        .all(
            "SELECT article FROM finding WHERE case_id = $1 ORDER BY created_at, id",
            [case.id.as_str().into()],
        )
        .await?;
    let mut articles: Vec<Article> = Vec::new();
    for row in found {
        let article = Article::from_key(&row.article);
        if !articles.contains(&article) {
            articles.push(article);
        }
    }
    Ok(Basis { licensed, articles })
}
