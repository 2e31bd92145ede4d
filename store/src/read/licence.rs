//! Licences, for the desk: which run out, which wait for a second person, and what happened to one.

use domain::access::{Action, Grant, permit};
use domain::licence::{EXPIRING_DAYS, Licence, Proposal, State, Step};
use domain::words::{Classes, Day, District, InputFault, LicenceNumber};
use sea_orm::FromQueryResult;
use serde::Serialize;

use super::act::ActRow;
use super::complaint::OfferShown;
use super::institution::SHOWN;
use super::licence_copy::{self, CopyRow};
use super::notice::{self, NoticeRow};
use super::page::DueAfter;
use super::remark::{self, Remark};
use super::{DueQuery, Limit, Page, account, act};
use crate::Fault;
use crate::connect::Store;
use crate::repo::{
    self,
    licence::{LicenceColumns, RUNNING},
};

/// One line of the list.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize)]
pub struct LicenceRow {
    /// Its number.
    pub number: String,
    /// The institution's number.
    pub institution_number: String,
    /// The institution's registered name.
    pub institution_name: String,
    /// Where it is.
    pub district: String,
    /// What it is for: the first of the classes.
    pub class: String,
    /// The others.
    #[serde(serialize_with = "repo::class_codes")]
    pub more_classes: i64,
    /// State on the day it is read.
    pub state: String,
    /// Who issued it.
    pub issued_by: String,
    /// Day of issue.
    pub issued_on: String,
    /// Last day.
    pub valid_until: String,
    /// Whether a change waits for approval.
    pub change_proposed: bool,
    /// By when that is decided.
    pub proposal_due_on: Option<String>,
    /// When it was proposed, in milliseconds since 1970.
    pub proposed_at: Option<i64>,
    /// Which copy of its paper counts; the first one is 1.
    pub copy: i64,
    /// When that copy was issued, where it is not the first.
    pub reissued_on: Option<String>,
    /// Version, to give with a step.
    pub version: i64,
    /// Its id; not shown.
    #[serde(skip)]
    pub id: String,
    /// Responsible authority; not shown.
    #[serde(skip)]
    pub authority_id: String,
    /// The proposal, as JSON; not shown.
    #[serde(skip)]
    pub proposal: Option<String>,
    /// The state as it is stored; not shown.
    #[serde(skip)]
    pub stored_state: String,
    /// The state from which the calendar ended it; not shown.
    #[serde(skip)]
    pub ended_from: Option<String>,
}

impl LicenceRow {
    /// What it is for; nothing where the row is damaged.
    #[must_use]
    pub fn classes(&self) -> Option<Classes> {
        Classes::stored(&self.class, self.more_classes)
    }
}

/// The columns of a row and where they come from; `today` is the place of the day in the statement.
fn rows(today: &str) -> String {
    format!(
        "l.id, l.number, i.number AS institution_number, i.name AS institution_name, i.district, l.class, l.more_classes, \
     CASE WHEN l.state IN {RUNNING} AND l.valid_until < {today} THEN 'expired' ELSE l.state END AS state, l.state AS stored_state, l.ended_from, l.issued_by, l.issued_on, l.valid_until, \
     l.proposal IS NOT NULL AS change_proposed, l.proposal_due_on, l.proposed_at, l.copy, l.reissued_on, l.version, i.authority_id, l.proposal \
     FROM licence l JOIN institution i ON i.id = l.institution_id AND {SHOWN}"
    )
}

/// Which licences to list.
#[derive(Debug, Clone, Default)]
pub struct LicenceQuery {
    /// Which part of them.
    pub part: Option<Part>,
    /// Only those of this district.
    pub district: Option<District>,
    /// Rows of a page.
    pub limit: Limit,
    /// The `next` of the page before.
    pub after: Option<DueAfter>,
}

/// A part of the licences.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Valid, with their last day within [`EXPIRING_DAYS`].
    Expiring,
    /// With a change that waits for approval.
    Proposed,
    /// In this state on the day.
    In(State),
}

impl std::str::FromStr for Part {
    type Err = InputFault;

    fn from_str(text: &str) -> Result<Self, InputFault> {
        match text {
            "expiring" => Ok(Self::Expiring),
            "change_proposed" => Ok(Self::Proposed),
            state => State::from_code(state)
                .map(Self::In)
                .ok_or(InputFault::new("state_unknown")),
        }
    }
}

/// Licences of the scope by their last day, earliest first.
///
/// # Errors
/// Faults of the database.
pub async fn list(
    store: &Store,
    grant: &Grant<permit::ReadDesk>,
    query: &LicenceQuery,
    today: Day,
) -> Result<Page<LicenceRow>, Fault> {
    // The condition on the part is one of these; the state to compare with is bound. PostgreSQL refuses a value that no
    // condition names, so each of them is named whatever the part is.
    let expired = format!("(l.state = $1 OR (l.state IN {RUNNING} AND l.valid_until < $6))");
    let part = match query.part {
        None => "$1 = ''",
        Some(Part::Expiring) => {
            "$1 = '' AND l.state = 'valid' AND l.valid_until >= $6 AND l.valid_until <= $7"
        }
        Some(Part::Proposed) => "$1 = '' AND l.proposal IS NOT NULL",
        Some(Part::In(State::Valid)) => "l.state = $1 AND l.valid_until >= $6",
        Some(Part::In(State::Suspended)) => "l.state = $1 AND l.valid_until >= $6",
        Some(Part::In(State::Expired)) => &expired,
        Some(Part::In(_)) => "l.state = $1",
    };
    let sql = format!(
        "SELECT {} WHERE {} AND {part} AND $7 >= $6 AND ($2 = '' OR i.district = $2) \
         AND (l.valid_until > $3 OR (l.valid_until = $3 AND l.id > $4)) ORDER BY l.valid_until, l.id LIMIT $5",
        rows("$6"),
        repo::authorities(grant.scope(), "i.authority_id")
    );
    let due = DueQuery {
        state: match query.part {
            Some(Part::In(state)) => Some(state.code().to_owned()),
            _ => None,
        },
        district: query.district.map(|district| district.code().to_owned()),
        limit: query.limit,
        after: query.after.clone(),
    };
    let mut values = due.values().to_vec();
    values.push(today.to_string().into());
    values.push(today.plus_days(EXPIRING_DAYS).to_string().into());
    let found: Vec<LicenceRow> = store.rows(&sql, values).await?;
    Ok(due.page(found, |row| (&row.valid_until, &row.id)))
}

/// A licence with its steps, notices and acts.
#[derive(Debug, Clone, Serialize)]
pub struct LicenceRecord {
    /// What the list shows as well.
    #[serde(flatten)]
    pub row: LicenceRow,
    /// The change that waits for approval.
    pub proposal: Option<Proposal>,
    /// Who proposed it.
    pub proposed_by: Option<String>,
    /// Steps, with the reason why one cannot be taken now.
    pub offers: Vec<OfferShown>,
    /// Changes, with the reason why one cannot be proposed now.
    pub changes: Vec<OfferShown>,
    /// Its notices, oldest first.
    pub notices: Vec<NoticeRow>,
    /// Its acts, oldest first.
    pub acts: Vec<ActRow>,
    /// What was written with its steps, oldest first.
    pub remarks: Vec<Remark>,
    /// The copies of its paper that were issued after the first one, oldest first.
    pub copies: Vec<CopyRow>,
}

/// One licence of the scope with everything its officer needs.
///
/// # Errors
/// [`Fault::NotFound`] outside the scope.
pub async fn by_number(
    store: &Store,
    grant: &Grant<permit::ReadDesk>,
    number: &LicenceNumber,
    today: Day,
) -> Result<LicenceRecord, Fault> {
    let sql = format!("SELECT {} WHERE l.number = $1", rows("$2"));
    let row: Option<LicenceRow> = store
        .row(&sql, [number.to_string().into(), today.to_string().into()])
        .await?;
    let row = row.ok_or(Fault::NotFound)?;
    repo::within(grant.scope(), &row.authority_id)?;
    let columns = LicenceColumns {
        state: row.stored_state.clone(),
        valid_until: row.valid_until.clone(),
        proposal: row.proposal.clone(),
        ended_from: row.ended_from.clone(),
    };
    let licence = columns.licence(&row.id)?;
    let proposal = licence.proposal.clone();
    let proposed_by = match &proposal {
        Some(proposal) => account::name(store, &proposal.by.to_string()).await?,
        None => None,
    };
    Ok(LicenceRecord {
        offers: offers(&licence, grant),
        changes: changes(&licence, grant, today),
        notices: notice::about(store, "licence", &row.id).await?,
        acts: act::about(store, "licence", &row.id).await?,
        remarks: remark::about(store, "licence", &row.id).await?,
        copies: licence_copy::of(store, &row.id).await?,
        proposal,
        proposed_by,
        row,
    })
}

fn offers(licence: &Licence, grant: &Grant<permit::ReadDesk>) -> Vec<OfferShown> {
    let Some(actor) = grant.actor().account() else {
        return Vec::new();
    };
    licence
        .offers(actor)
        .into_iter()
        .map(|offer| {
            let action = match offer.event {
                Step::Propose => Action::ProposeLicenceChange,
                Step::Approve | Step::SendBack => Action::DecideLicence,
            };
            OfferShown::of(offer.event.code(), offer.refusal, grant.actor(), action)
        })
        .collect()
}

fn changes(licence: &Licence, grant: &Grant<permit::ReadDesk>, today: Day) -> Vec<OfferShown> {
    licence
        .changes(today)
        .into_iter()
        .map(|offer| {
            let action = Action::ProposeLicenceChange;
            OfferShown::of(offer.event.code(), offer.refusal, grant.actor(), action)
        })
        .collect()
}
