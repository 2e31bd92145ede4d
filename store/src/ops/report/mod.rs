//! What the public reports of an entry of the register: filed with a receipt, then judged by an officer.

mod judge;

use domain::access::{Grant, permit};
use domain::entry_report::{EntryReport, Filing};
use domain::law;
use domain::notice::Template;
use domain::pii::{Pii, Purpose};
use domain::words::{Day, Email, Instant, InstitutionNumber, ReceiptCode, ReportId, ReportNumber};
use sea_orm::Value;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::IdempotencyKey;
use super::institution::{Of, Referred, answering};
use super::sign::text_digest;
use crate::Fault;
use crate::audit::{Act, Subject};
use crate::connect::Store;
use crate::outbox::NewNotice;
use crate::repo;
use crate::tx::{Committed, Tx, Upkeep};
use crate::vault::Place;

pub use judge::{Corrected, ReportEvent, correct, judge};
pub(crate) use judge::{Judged, accept, load};

/// A report to file.
#[derive(Debug, Clone)]
pub struct FileReport {
    /// The entry.
    pub institution: InstitutionNumber,
    /// What is said of it.
    pub filing: Filing,
    /// Language of the answer: `zh` or `en`.
    pub language: &'static str,
}

/// What the reporter is told.
#[derive(Debug, Clone)]
pub struct Filed {
    /// Its id.
    pub id: ReportId,
    /// Number to read out.
    pub number: ReportNumber,
    /// The secret with which it can be followed.
    pub receipt: ReceiptCode,
    /// Day by which an answer is due.
    pub due_on: Day,
}

/// What is kept of the answer for a repeated request; the receipt is worked out anew.
#[derive(Clone, Serialize, Deserialize)]
struct Kept {
    id: ReportId,
    number: ReportNumber,
    due_on: Day,
}

/// Under which name the keys of this use case are kept.
const KEYS: &str = "report_entry";

/// Where the sealed address of a reporter lies.
pub(crate) const fn email_place(id: &str) -> Place<'_> {
    Place {
        table: "entry_report",
        column: "contact_email",
        row: id,
    }
}

/// The receipt code of a report. The label keeps it apart from what the same key makes of a complaint.
pub(crate) fn receipt(store: &Store, id: ReportId) -> Result<ReceiptCode, Fault> {
    ReceiptCode::from_mac(&store.keys().receipt_mac(&format!("report:{id}")))
        .map_err(|_| Fault::Integrity("a receipt code cannot be made".to_owned()))
}

/// Files a report. The same `key` with the same content answers as before and files nothing. What is said of an entry that
/// was merged is said of the one that is kept.
///
/// # Errors
/// [`Fault::NotFound`] for a number that is not in the register, [`Fault::KeyReused`].
pub async fn file(
    store: &Store,
    grant: &Grant<permit::ReportEntry>,
    command: &FileReport,
    key: Option<&IdempotencyKey>,
    now: Instant,
) -> Result<Filed, Fault> {
    let digest = &request_digest(store, command)?;
    let kept = store
        .run(now, |tx| file_once(tx, grant, command, key, digest))
        .await?;
    Ok(Filed {
        id: kept.id,
        number: kept.number,
        receipt: receipt(store, kept.id)?,
        due_on: kept.due_on,
    })
}

/// A keyed digest, since the request may hold an address that could be guessed from a plain one.
fn request_digest(store: &Store, command: &FileReport) -> Result<String, Fault> {
    let filing = &command.filing;
    let email = filing.email.as_ref();
    let request = repo::written(&(
        command.institution,
        filing.kind,
        &filing.items,
        filing.since_on,
        &filing.other,
        &filing.text,
        email.map(|email| email.expose(Purpose::Match).as_str()),
    ))?;
    Ok(store
        .keys()
        .blind_index("idempotency_key.request", &request))
}

async fn file_once(
    tx: Tx,
    grant: &Grant<permit::ReportEntry>,
    command: &FileReport,
    key: Option<&IdempotencyKey>,
    digest: &str,
) -> Result<Committed<Kept>, Fault> {
    if let Some(answer) = tx.replayed(KEYS, key, digest).await? {
        let kept = serde_json::from_value(answer)
            .map_err(|_| Fault::Integrity("a kept answer cannot be read".to_owned()))?;
        return tx.commit_upkeep(Upkeep::Replay, kept).await;
    }
    let now = tx.now();
    let kept = Kept {
        id: ReportId::new(now, tx.store().id_bits(now)),
        number: ReportNumber::from_random(u64::from_be_bytes(tx.store().random())),
        due_on: law::report_due(now.day()).due_on,
    };
    let about = answering(&tx, Of::Number(command.institution)).await?;
    let about = about.ok_or(Fault::NotFound)?;
    insert(&tx, command, &kept, &about).await?;
    tell_received(&tx, command, &kept, &about).await?;
    let answer = serde_json::to_value(&kept)
        .map_err(|_| Fault::Integrity("an answer cannot be written as JSON".to_owned()))?;
    tx.keep_answer(KEYS, key, digest, &answer).await?;
    let filing = &command.filing;
    let said = repo::written(&filing.items)?;
    let act = Act::by(
        grant,
        Subject::new("report", kept.id),
        "file",
        json!({
            "number": kept.number,
            "institution": about.number,
            "kind": filing.kind,
            "due_on": kept.due_on,
            "text": text_digest(&[&said, &filing.other, &filing.text]),
            "address": filing.email.is_some(),
        }),
    );
    tx.commit(act, kept).await
}

async fn insert(tx: &Tx, command: &FileReport, kept: &Kept, about: &Referred) -> Result<(), Fault> {
    let filing = &command.filing;
    let id = kept.id.to_string();
    let sealed = filing.email.as_ref().map(|email| {
        let plain = email.expose(Purpose::Seal).as_str();
        let (keys, entropy) = (tx.store().keys(), tx.store().entropy());
        keys.seal(email_place(&id), plain, entropy)
    });
    let sealed: Value = sealed.transpose()?.into();
    let since: Value = filing.since_on.map(|day| day.to_string()).into();
    tx.execute(
        "INSERT INTO entry_report (id, number, institution_id, kind, items, since_on, other, body, language, contact_email_sealed, \
         state, facts, open, received_at, due_on, version) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, TRUE, $13, $14, 1)",
        [
            id.as_str().into(),
            kept.number.to_string().into(),
            about.id.as_str().into(),
            filing.kind.code().into(),
            repo::written(&filing.items)?.into(),
            since,
            filing.other.as_str().into(),
            filing.text.as_str().into(),
            command.language.into(),
            sealed,
            EntryReport::Received.code().into(),
            repo::written(&EntryReport::Received)?.into(),
            tx.now().millis().into(),
            kept.due_on.to_string().into(),
        ],
    )
    .await
    .map_err(raced)?;
    Ok(())
}

/// The number was drawn before: it is done again with another one.
fn raced(fault: Fault) -> Fault {
    match fault {
        Fault::Duplicate { .. } => Fault::Busy,
        other => other,
    }
}

async fn tell_received(
    tx: &Tx,
    command: &FileReport,
    kept: &Kept,
    about: &Referred,
) -> Result<(), Fault> {
    let Some(email) = command.filing.email.clone() else {
        return Ok(());
    };
    let facts = json!({
        "number": kept.number,
        "institution": about.name,
        "institution_number": about.number,
        "kind": command.filing.kind,
        "received_on": tx.now().day(),
        "due_on": kept.due_on,
    });
    let to = (kept.id, command.language, email);
    tell(tx, Template::ReportReceived, to, facts).await
}

/// Tells the reporter, where an address was left.
async fn tell(
    tx: &Tx,
    template: Template,
    (id, language, recipient): (ReportId, &str, Pii<Email>),
    facts: serde_json::Value,
) -> Result<(), Fault> {
    tx.notify(NewNotice {
        template,
        language: language.to_owned(),
        about: Subject::new("report", id),
        recipient,
        facts,
        dedupe_key: format!("{}:{id}", template.code()),
    })
    .await
}
