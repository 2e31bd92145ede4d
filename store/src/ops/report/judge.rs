//! What an officer decides on a report. To accept it starts what it asks for in the same step.

use domain::access::{Grant, Permission, permit};
use domain::entry_report::{Asks, EntryReport, Event, Item, Kind, Now, Started};
use domain::institution::request::Side;
use domain::notice::Template;
use domain::pii::Pii;
use domain::words::{AccountId, Email, Instant, InstitutionNumber, ReportId, ReportNumber};
use sea_orm::FromQueryResult;
use serde::Deserialize;
use serde_json::json;

use super::{email_place, tell};
use crate::Fault;
use crate::audit::{Act, Subject};
use crate::connect::Store;
use crate::ops::institution::Of;
use crate::ops::record::{self, Change, Changed, made};
use crate::ops::sign::text_digest;
use crate::ops::texts;
use crate::read::institution::joined_by;
use crate::repo;
use crate::tx::{Committed, Tx};

/// Characters of an answer or of why a report is declined.
const ANSWER_CHARS_MAX: usize = 1_000;

/// What is decided on a report in words alone.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ReportEvent {
    /// It is right, and nothing of the register has a field for it.
    Accept {
        /// What is done, for the reporter.
        #[serde(default)]
        answer: String,
    },
    /// The register stays as it is.
    Decline {
        /// Why, for the reporter.
        #[serde(default)]
        reason: String,
    },
}

impl ReportEvent {
    fn checked(&self) -> Result<Event, Fault> {
        let said =
            |field, text: &str| texts::or_nothing(texts::prose, field, text, ANSWER_CHARS_MAX);
        Ok(match self {
            Self::Accept { answer } => Event::Accept {
                started: Started::Words,
                answer: said("answer", answer)?,
            },
            Self::Decline { reason } => Event::Decline {
                reason: said("reason", reason)?,
            },
        })
    }
}

/// A report as it is stored.
#[derive(FromQueryResult)]
pub(crate) struct Stored {
    pub(crate) id: String,
    number: String,
    pub(crate) institution_id: String,
    institution_number: String,
    institution_name: String,
    authority_id: String,
    kind: String,
    merged: bool,
    items: String,
    language: String,
    contact_email_sealed: Option<Vec<u8>>,
    facts: String,
    version: i64,
}

impl Stored {
    async fn asks(&self, tx: &Tx) -> Result<Asks, Fault> {
        let kind: Kind = repo::id(&self.kind)?;
        let items: Vec<Item> = repo::read(&self.items, "report", &self.id)?;
        let entry = record::load(tx, Of::Id(repo::id(&self.institution_id)?)).await?;
        let differs = |item: &Item| item.differs(entry.text(item.field));
        let now = Now {
            wrong: items.iter().any(differs),
            status: repo::id(&entry.status)?,
            merged: self.merged,
        };
        Ok(kind.asks(&now))
    }

    fn email(&self, store: &Store) -> Result<Option<Pii<Email>>, Fault> {
        let Some(sealed) = &self.contact_email_sealed else {
            return Ok(None);
        };
        let opened = store.keys().open_value(email_place(&self.id), sealed)?;
        let email = opened.parse().map(|email| Some(Pii::new(email)));
        email.map_err(|_| Fault::Integrity(format!("the address of report {}", self.id)))
    }
}

/// Loads the report that was read at `version` for a step of the scope.
pub(crate) async fn load<A: Permission>(
    tx: &Tx,
    grant: &Grant<A>,
    number: ReportNumber,
    version: i64,
) -> Result<Stored, Fault> {
    // Of an entry that was merged the one that is kept answers.
    let sql = format!(
        "SELECT r.id, r.number, i.id AS institution_id, own.merged_into IS NOT NULL AS merged, r.items, i.number AS institution_number, i.name AS institution_name, i.authority_id, \
         r.kind, r.language, r.contact_email_sealed, r.facts, r.version FROM entry_report r {} WHERE r.number = $1",
        joined_by("r.institution_id")
    );
    let stored: Option<Stored> = tx.one(&sql, [number.to_string().into()]).await?;
    let stored = stored.ok_or(Fault::NotFound)?;
    repo::within(grant.scope(), &stored.authority_id)?;
    repo::fresh(stored.version, version)?;
    Ok(stored)
}

/// Decides on the report that was read at `version` in words alone, and answers the new version.
///
/// # Errors
/// [`Fault::NotFound`] outside the scope, [`Fault::Stale`], [`Fault::Input`]; [`Fault::Refused`] with `report_ended`,
/// `reason_missing`, `answer_missing`, and with `report_starts_change` or `report_starts_merge` where words are not enough.
pub async fn judge(
    store: &Store,
    grant: &Grant<permit::JudgeReport>,
    number: ReportNumber,
    event: &ReportEvent,
    version: i64,
    now: Instant,
) -> Result<i64, Fault> {
    let event = &event.checked()?;
    store
        .run(now, |tx| async move {
            let stored = load(&tx, grant, number, version).await?;
            let by = grant.actor().account().ok_or(Fault::NotFound)?;
            let act = settle(&tx, grant, &stored, event, by).await?;
            tx.commit(act, version + 1).await
        })
        .await
}

/// What an accepted report says of the step that it was accepted with.
pub(crate) struct Judged<'a> {
    pub(crate) report: &'a Stored,
    pub(crate) started: Started,
    pub(crate) answer: &'a str,
}

/// Accepts a report with what was started by it in this transaction.
pub(crate) async fn accept<A: Permission>(
    tx: &Tx,
    grant: &Grant<A>,
    judged: Judged<'_>,
) -> Result<Act, Fault> {
    let by = grant.actor().account().ok_or(Fault::NotFound)?;
    let event = Event::Accept {
        started: judged.started,
        answer: judged.answer.to_owned(),
    };
    settle(tx, grant, judged.report, &event, by).await
}

async fn settle<A: Permission>(
    tx: &Tx,
    grant: &Grant<A>,
    stored: &Stored,
    event: &Event,
    by: AccountId,
) -> Result<Act, Fault> {
    let state: EntryReport = repo::read(&stored.facts, "report", &stored.id)?;
    let kind: Kind = repo::id(&stored.kind)?;
    let asks = match event {
        Event::Accept { .. } => stored.asks(tx).await?,
        // Nothing is started by it, whatever was asked for.
        Event::Decline { .. } => Asks::Words,
    };
    let next = state.apply(asks, event, by, tx.now().day());
    let next = next.map_err(Fault::Refused)?;
    let answer = match event {
        Event::Accept { answer, .. } => answer,
        Event::Decline { reason } => reason,
    };
    let written = tx
        .execute(
            "UPDATE entry_report SET state = $1, facts = $2, open = FALSE, answer = $3, version = version + 1 \
             WHERE id = $4 AND version = $5",
            [
                next.code().into(),
                repo::written(&next)?.into(),
                answer.as_str().into(),
                stored.id.as_str().into(),
                stored.version.into(),
            ],
        )
        .await?;
    repo::one_row(&written, stored.version)?;
    if let Some(email) = stored.email(tx.store())? {
        let facts = json!({
            "number": stored.number,
            "institution": stored.institution_name,
            "institution_number": stored.institution_number,
            "kind": kind,
            "state": next.code(),
            "started": next.started(),
            "on": tx.now().day(),
            "answer": answer,
        });
        let id: ReportId = repo::id(&stored.id)?;
        let to = (id, stored.language.as_str(), email);
        tell(tx, Template::ReportAnswered, to, facts).await?;
    }
    Ok(Act::by(
        grant,
        Subject::new("report", &stored.id),
        event.step().code(),
        json!({
            "number": stored.number,
            "state": next.code(),
            "started": next.started(),
            "words": text_digest(&[answer]),
        }),
    ))
}

/// A change of the record by which a report is accepted.
#[derive(Debug, Clone)]
pub struct Corrected<'a> {
    /// The report.
    pub report: ReportNumber,
    /// Its version, as it was read.
    pub report_version: i64,
    /// The entry.
    pub institution: InstitutionNumber,
    /// Its version, as it was read.
    pub version: i64,
    /// What the record is to say.
    pub change: &'a Change,
    /// Words for the reporter; may be empty.
    pub answer: &'a str,
}

/// Accepts a report by the ordinary change of the record: what the authority owns is written at once, for the rest the owner
/// is asked. Both happen, or neither.
///
/// # Errors
/// Those of [`judge`] and of [`crate::ops::record::change`]; [`Fault::NotFound`] where the report is about another entry.
pub async fn correct(
    store: &Store,
    (judges, keeps): (&Grant<permit::JudgeReport>, &Grant<permit::KeepRegister>),
    corrected: &Corrected<'_>,
    now: Instant,
) -> Result<Changed, Fault> {
    let answer = texts::or_nothing(texts::prose, "answer", corrected.answer, ANSWER_CHARS_MAX)?;
    let answer = answer.as_str();
    store
        .run(now, |tx| {
            correct_once(tx, (judges, keeps), corrected, answer)
        })
        .await
}

async fn correct_once(
    tx: Tx,
    (judges, keeps): (&Grant<permit::JudgeReport>, &Grant<permit::KeepRegister>),
    corrected: &Corrected<'_>,
    answer: &str,
) -> Result<Committed<Changed>, Fault> {
    let report = load(&tx, judges, corrected.report, corrected.report_version).await?;
    if report.institution_number != corrected.institution.to_string() {
        return Err(Fault::NotFound);
    }
    let of = (Side::Authority, Of::Number(corrected.institution));
    let (_, changed) = made(&tx, keeps, of, corrected.change, corrected.version).await?;
    let judged = Judged {
        report: &report,
        started: Started::Change {
            requests: changed.asked.clone(),
        },
        answer,
    };
    let act = accept(&tx, judges, judged).await?;
    tx.commit(act, changed).await
}
