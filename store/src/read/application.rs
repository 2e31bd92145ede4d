//! Applications for a licence, for the applicant and for the desk.

use domain::access::{Grant, Permission, Scope, permit};
use domain::application::{
    Application, Condition, Finding, Form, Outcome, Paper, Part, Setting, Step, Wanted, findings,
};
use domain::law::Due;
use domain::words::{ApplicationId, ApplicationNumber, Article, Day};
use sea_orm::FromQueryResult;
use serde::Serialize;

use super::account;
use super::act::{self, ActRow};
use super::complaint::OfferShown;
use super::notice::{self, NoticeRow};
use super::page::after_id;
use super::remark::{self, Remark};
use super::{DueQuery, Limit, Page};
use crate::Fault;
use crate::connect::Store;
use crate::ops::application::load::{PAPERS, PaperRow, STORED, Stored};
use crate::repo;

/// One line of a list.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize)]
pub struct ApplicationRow {
    /// Its number.
    pub number: String,
    /// What is asked for.
    pub kind: String,
    /// The institution's number.
    pub institution_number: String,
    /// The institution's registered name.
    pub institution_name: String,
    /// Where it is.
    pub district: String,
    /// Where the application stands.
    pub state: String,
    /// The day it was first handed in.
    pub submitted_on: Option<String>,
    /// The last day of the authority's next step; nothing where it is the applicant's turn.
    pub due_on: Option<String>,
    /// Whether something can still follow.
    pub open: bool,
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
}

const ROW: &str = "p.id, p.number, p.kind, i.number AS institution_number, i.name AS institution_name, i.district, p.state, p.submitted_on, \
     p.due_on, p.open, p.version, p.institution_id, p.authority_id FROM application p JOIN institution i ON i.id = p.institution_id";

/// The states of a list of the desk: `open` stands for all that wait for the authority, `overdue` for those of them whose
/// last day is past.
pub const STATES: &[&str] = &[
    "open",
    "overdue",
    "submitted",
    "correcting",
    "accepted",
    "proposed",
    "granted",
    "issued",
    "refused",
    "declined",
    "withdrawn",
];

/// Applications of the scope that were handed in, the one due first at the head; where nothing is due, by the day it came.
///
/// # Errors
/// Faults of the database.
pub async fn list(
    store: &Store,
    grant: &Grant<permit::ReadDesk>,
    query: &DueQuery,
    today: Day,
) -> Result<Page<ApplicationRow>, Fault> {
    let sql = list_statement(grant, query, today);
    let rows: Vec<ApplicationRow> = store.rows(&sql, query.values()).await?;
    Ok(query.page(rows, |row| {
        let day = row.due_on.as_deref().or(row.submitted_on.as_deref());
        (day.unwrap_or_default(), &row.id)
    }))
}

/// The statement of [`list`]: whoever wonders how a database reads it can ask for its plan.
#[must_use]
pub fn list_statement(grant: &Grant<permit::ReadDesk>, query: &DueQuery, today: Day) -> String {
    // One condition and one key for each part, so that its index serves it.
    let waits = "p.open AND p.due_on IS NOT NULL";
    let (part, key) = match query.state.as_deref() {
        Some("open") => (format!("$1 = 'open' AND {waits}"), "p.due_on"),
        Some("overdue") => (
            format!("$1 = 'overdue' AND {waits} AND p.due_on < '{today}'"),
            "p.due_on",
        ),
        state => {
            let part = state.map_or("$1 = ''", |_| "p.state = $1");
            (part.to_owned(), "COALESCE(p.due_on, p.submitted_on)")
        }
    };
    format!(
        "SELECT {ROW} WHERE {} AND p.submitted_on IS NOT NULL AND {part} AND ($2 = '' OR i.district = $2) \
         AND ({key} > $3 OR ({key} = $3 AND p.id > $4)) ORDER BY {key}, p.id LIMIT $5",
        repo::authorities(grant.scope(), "p.authority_id")
    )
}

/// The applications of one's own institution, newest first.
///
/// # Errors
/// [`Fault::NotFound`] for an account without an institution.
pub async fn own(
    store: &Store,
    grant: &Grant<permit::ReadOwn>,
    limit: Limit,
    after: Option<ApplicationId>,
) -> Result<Page<ApplicationRow>, Fault> {
    let Scope::Own(institution) = grant.scope() else {
        return Err(Fault::NotFound);
    };
    let mut rows: Vec<ApplicationRow> = store
        .rows(
            &format!(
                "SELECT {ROW} WHERE p.institution_id = $1 AND ($2 = '' OR p.id < $2) ORDER BY p.id DESC LIMIT $3"
            ),
            [
                institution.to_string().into(),
                after_id(after),
                limit.and_one().into(),
            ],
        )
        .await?;
    rows.iter_mut().for_each(ApplicationRow::hide_proposal);
    Ok(Page::cut(rows, limit, |row| row.id.clone()))
}

impl ApplicationRow {
    /// The row as its applicant reads it: what is only proposed is still examined.
    fn hide_proposal(&mut self) {
        self.state = self.state.replace("proposed", "accepted");
    }
}

/// A file that is a paper.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize)]
pub struct PaperFile {
    /// Which paper.
    #[serde(skip)]
    pub paper: String,
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
}

/// A paper that goes with an application, with its files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PaperShown {
    /// Which.
    pub paper: Paper,
    /// Whether nothing is handed in without it; another one may be added.
    pub needed: bool,
    /// What asks for it.
    pub article: Article,
    /// Its files, oldest first; none where it is missing.
    pub files: Vec<PaperFile>,
}

/// A part of the form, and what it does not say yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PartShown {
    /// Which.
    pub part: Part,
    /// Its fields that are not filled in; of the papers, those that are missing.
    pub missing: Vec<&'static str>,
}

/// A condition as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ConditionShown {
    /// Which.
    pub condition: Condition,
    /// How it stands by what is said.
    pub outcome: Outcome,
    /// What asks for it.
    pub article: Article,
    /// Whether its number was read in a copy of a text.
    pub verified: bool,
    /// Whether nothing is granted against it; one that does not bind only warns.
    pub binds: bool,
    /// What is said and what is asked for, in numbers.
    pub figures: String,
}

impl From<Finding> for ConditionShown {
    fn from(finding: Finding) -> Self {
        Self {
            condition: finding.condition,
            outcome: finding.outcome,
            article: finding.article,
            verified: finding.verified,
            binds: finding.binds,
            figures: finding.figures,
        }
    }
}

/// An application with what both sides may see.
#[derive(Debug, Clone, Serialize)]
pub struct ApplicationRecord {
    /// What the lists show as well.
    #[serde(flatten)]
    pub row: ApplicationRow,
    /// What is filled in.
    pub form: Form,
    /// The parts of the form.
    pub parts: Vec<PartShown>,
    /// The papers that go with it.
    pub papers: Vec<PaperShown>,
    /// The conditions that apply today.
    pub conditions: Vec<ConditionShown>,
    /// What it is judged in; not shown.
    #[serde(skip)]
    pub setting: Setting,
    /// What the applicant was told last: what to correct, or why it was not accepted or refused; nothing where there is
    /// nothing to say.
    pub told: Option<String>,
    /// Whether it counts as accepted or granted because nobody acted in time.
    pub by_law: bool,
    /// The last day of the authority's next step before it is moved past days of rest.
    pub warn_on: Option<Day>,
    /// The article of that period.
    pub due_article: Option<Article>,
    /// Steps of the asker, with the reason why one cannot be taken now.
    pub offers: Vec<OfferShown>,
    /// Its notices, oldest first.
    pub notices: Vec<NoticeRow>,
    /// Whether the premises are to be seen before anything is granted; not shown.
    #[serde(skip)]
    pub needs_visit: bool,
    /// Its state in full, with what is not yet decided; not shown.
    #[serde(skip)]
    pub state: Application,
}

/// An application with what its officers need besides.
#[derive(Debug, Clone, Serialize)]
pub struct DeskRecord {
    /// What the applicant sees as well.
    #[serde(flatten)]
    pub record: ApplicationRecord,
    /// Its state in full.
    pub way: Application,
    /// Who proposed the decision.
    pub proposed_by: Option<String>,
    /// Who went to see the premises with the officer who recorded it.
    pub visited_by: Option<String>,
    /// Its acts, oldest first.
    pub acts: Vec<ActRow>,
    /// What was written with its steps, oldest first.
    pub remarks: Vec<Remark>,
}

/// The steps of the applicant.
pub const OWN_STEPS: &[Step] = &[Step::Submit, Step::Withdraw];

/// The steps of the authority.
pub const DESK_STEPS: &[Step] = &[
    Step::Accept,
    Step::AskCorrection,
    Step::Decline,
    Step::RecordVisit,
    Step::Propose,
    Step::Approve,
    Step::SendBack,
    Step::Extend,
    Step::Issue,
];

/// An application of one's own institution.
///
/// # Errors
/// [`Fault::NotFound`] for another institution's.
pub async fn own_by_number(
    store: &Store,
    grant: &Grant<permit::ReadOwn>,
    number: ApplicationNumber,
    today: Day,
) -> Result<ApplicationRecord, Fault> {
    let row = row(store, number).await?;
    if !grant
        .scope()
        .covers_institution(repo::id(&row.institution_id)?)
    {
        return Err(Fault::NotFound);
    }
    let mut record = record(store, grant, row, OWN_STEPS, today).await?;
    record.row.hide_proposal();
    Ok(record)
}

/// An application of the scope that was handed in, with everything its officer needs.
///
/// # Errors
/// [`Fault::NotFound`] outside the scope, and for a draft.
pub async fn by_number(
    store: &Store,
    grant: &Grant<permit::ReadDesk>,
    number: ApplicationNumber,
    today: Day,
) -> Result<DeskRecord, Fault> {
    let row = row(store, number).await?;
    repo::within(grant.scope(), &row.authority_id)?;
    if row.submitted_on.is_none() {
        return Err(Fault::NotFound);
    }
    let record = record(store, grant, row, DESK_STEPS, today).await?;
    let proposed_by = record.state.proposer();
    let visited_by = record
        .state
        .examined()
        .and_then(|accepted| accepted.visit.as_ref())
        .map(|visit| visit.second_officer);
    Ok(DeskRecord {
        proposed_by: account::name_of(store, proposed_by).await?,
        visited_by: account::name_of(store, visited_by).await?,
        acts: act::about(store, "application", &record.row.id).await?,
        remarks: remark::about(store, "application", &record.row.id).await?,
        way: record.state.clone(),
        record,
    })
}

async fn row(store: &Store, number: ApplicationNumber) -> Result<ApplicationRow, Fault> {
    let row: Option<ApplicationRow> = store
        .row(
            &format!("SELECT {ROW} WHERE p.number = $1"),
            [number.to_string().into()],
        )
        .await?;
    row.ok_or(Fault::NotFound)
}

async fn record<A: Permission>(
    store: &Store,
    grant: &Grant<A>,
    row: ApplicationRow,
    steps: &[Step],
    today: Day,
) -> Result<ApplicationRecord, Fault> {
    let stored: Option<Stored> = store
        .row(
            &format!("{STORED} WHERE p.id = $1"),
            [row.id.as_str().into()],
        )
        .await?;
    let stored = stored.ok_or(Fault::NotFound)?;
    let handed: Vec<PaperRow> = store.rows(PAPERS, [row.id.as_str().into()]).await?;
    let facts = stored.facts(&handed, today)?;
    let (state, form) = (stored.state()?, stored.form()?);
    let due = state.due(&facts);
    let papers = papers(store, &row.id, facts.kind.papers(&form)).await?;
    let offers = match grant.actor().account() {
        None => Vec::new(),
        Some(actor) => state
            .offers(steps, actor, &facts)
            .into_iter()
            .map(|offer| {
                let action = offer.event.action();
                OfferShown::of(offer.event.code(), offer.refusal, grant.actor(), action)
            })
            .collect(),
    };
    Ok(ApplicationRecord {
        parts: parts(facts.kind.parts(), &form, &papers),
        conditions: findings(stored.setting(today)?, &form)
            .into_iter()
            .map(ConditionShown::from)
            .collect(),
        setting: stored.setting(today)?,
        needs_visit: facts.needs_visit(),
        told: state.told().map(str::to_owned),
        by_law: state.by_law(),
        warn_on: due.as_ref().map(|due: &Due| due.unrolled_on),
        due_article: due.map(|due| due.article),
        offers,
        notices: notice::about(store, "application", &row.id).await?,
        form,
        papers,
        state,
        row,
    })
}

fn parts(parts: &[Part], form: &Form, papers: &[PaperShown]) -> Vec<PartShown> {
    parts
        .iter()
        .map(|part| PartShown {
            part: *part,
            missing: match part {
                Part::Papers => papers
                    .iter()
                    .filter(|paper| paper.needed && paper.files.is_empty())
                    .map(|paper| paper.paper.code())
                    .collect(),
                part => form.missing(*part),
            },
        })
        .collect()
}

async fn papers(store: &Store, id: &str, wanted: Vec<Wanted>) -> Result<Vec<PaperShown>, Fault> {
    let files: Vec<PaperFile> = store
        .rows(
            "SELECT a.paper, f.id, f.file_name, f.media_type, f.size_bytes, f.sha256 FROM application_paper a \
             JOIN evidence_file f ON f.id = a.file_id WHERE a.application_id = $1 ORDER BY a.created_at, f.id",
            [id.into()],
        )
        .await?;
    Ok(wanted
        .into_iter()
        .map(|one| PaperShown {
            paper: one.paper,
            needed: one.needed,
            article: one.article,
            files: files
                .iter()
                .filter(|file| file.paper == one.paper.code())
                .cloned()
                .collect(),
        })
        .collect())
}
