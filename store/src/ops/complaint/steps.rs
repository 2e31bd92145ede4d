//! Steps on a complaint after it is filed.

use domain::access::{Grant, permit};
use domain::complaint::{Complaint, Effect, Event};
use domain::notice::Template;
use domain::words::{AccountId, ComplaintId, ComplaintNumber, Instant, ReceiptCode};
use sea_orm::FromQueryResult;
use serde_json::{Value, json};

use super::{ANSWER_CHARS_MAX, ComplaintEvent, Stored, tell};
use crate::Fault;
use crate::audit::{Act, Subject};
use crate::connect::Store;
use crate::ops::sign::text_digest;
use crate::ops::texts;
use crate::read::follow::is_holder;
use crate::repo;
use crate::tx::{Committed, Tx};

const COLUMNS: &str = "id, number, authority_id, institution_id, institution_name, subject, language, contact_email_sealed, facts, due_on, version, \
     (SELECT institution.number FROM institution WHERE institution.id = complaint.institution_id) AS institution_number";

/// Loads a complaint for a step.
pub(crate) async fn load(tx: &Tx, number: ComplaintNumber) -> Result<Stored, Fault> {
    tx.one(
        &format!("SELECT {COLUMNS} FROM complaint WHERE number = $1"),
        [number.to_string().into()],
    )
    .await?
    .ok_or(Fault::NotFound)
}

/// Takes a step on a complaint that was read at `version`, and answers the new version.
///
/// # Errors
/// [`Fault::NotFound`] outside the grant's scope, [`Fault::Stale`], [`Fault::Refused`] with the
/// reason, [`Fault::Input`] for words that break their form.
pub async fn event(
    store: &Store,
    grant: &Grant<permit::HandleComplaint>,
    number: ComplaintNumber,
    event: &ComplaintEvent,
    version: i64,
    now: Instant,
) -> Result<i64, Fault> {
    store
        .run(now, |tx| step_once(tx, grant, number, event, version))
        .await
}

async fn step_once(
    tx: Tx,
    grant: &Grant<permit::HandleComplaint>,
    number: ComplaintNumber,
    event: &ComplaintEvent,
    version: i64,
) -> Result<Committed<i64>, Fault> {
    let stored = load(&tx, number).await?;
    repo::within(grant.scope(), &stored.authority_id)?;
    repo::fresh(stored.version, version)?;
    let by = grant.actor().account().ok_or(Fault::NotFound)?;
    let words = words(event)?;
    let state: Complaint = repo::read(&stored.facts, "complaint", &stored.id)?;
    let (next, effects) = state
        .apply(domain_event(event, by, &words), tx.now().day())
        .map_err(Fault::Refused)?;
    let answer = matches!(
        event,
        ComplaintEvent::Answer { .. } | ComplaintEvent::Decline { .. }
    )
    .then_some(words.as_str());
    write(&tx, &stored, &next, answer).await?;
    for Effect::Notify(template) in effects {
        notify(&tx, &stored, template, &next, &words).await?;
    }
    let change = json!({
        "number": stored.number,
        "state": next.code(),
        "words": text_digest(&[&words]),
    });
    let act = Act::by(
        grant,
        Subject::new("complaint", &stored.id),
        verb(event),
        change,
    );
    tx.commit(act, stored.version + 1).await
}

const fn verb(event: &ComplaintEvent) -> &'static str {
    match event {
        ComplaintEvent::Accept {} => "accept",
        ComplaintEvent::Decline { .. } => "decline",
        ComplaintEvent::Answer { .. } => "answer",
        ComplaintEvent::Close {} => "close",
    }
}

/// The words an event carries, checked; empty where it carries none.
fn words(event: &ComplaintEvent) -> Result<String, Fault> {
    let (field, text) = match event {
        ComplaintEvent::Decline { reason } => ("reason", reason),
        ComplaintEvent::Answer { text } => ("text", text),
        ComplaintEvent::Accept {} | ComplaintEvent::Close {} => return Ok(String::new()),
    };
    texts::prose(field, text, ANSWER_CHARS_MAX)
}

fn domain_event(event: &ComplaintEvent, by: AccountId, words: &str) -> Event {
    match event {
        ComplaintEvent::Accept {} => Event::Accept { by },
        ComplaintEvent::Decline { .. } => Event::Decline {
            by,
            reason: words.to_owned(),
        },
        ComplaintEvent::Answer { .. } => Event::Answer {
            by,
            text: words.to_owned(),
        },
        ComplaintEvent::Close {} => Event::Close { by },
    }
}

async fn write(
    tx: &Tx,
    stored: &Stored,
    next: &Complaint,
    answer: Option<&str>,
) -> Result<(), Fault> {
    let written = tx
        .execute(
            "UPDATE complaint SET state = $1, facts = $2, open = $3, answer = COALESCE($4, answer), version = version + 1 \
             WHERE id = $5 AND version = $6",
            [
                next.code().into(),
                repo::written(next)?.into(),
                next.is_open().into(),
                answer.map(str::to_owned).into(),
                stored.id.as_str().into(),
                stored.version.into(),
            ],
        )
        .await?;
    repo::one_row(&written, stored.version)
}

async fn notify(
    tx: &Tx,
    stored: &Stored,
    template: Template,
    next: &Complaint,
    words: &str,
) -> Result<(), Fault> {
    let Some(email) = stored.email(tx.store())? else {
        return Ok(());
    };
    let id: ComplaintId = repo::id(&stored.id)?;
    let facts: Value = json!({
        "number": stored.number,
        "subject": stored.subject,
        "institution": stored.institution_name,
        "institution_number": stored.institution_number,
        "on": tx.now().day(),
        "due_on": stored.due_on,
        "declined": matches!(next, Complaint::Declined { .. }),
        "answer": words,
    });
    tell(tx, template, &stored.language, id, email, facts).await
}

/// Lets the holder of the receipt code pass.
async fn holder(store: &Store, number: ComplaintNumber, code: &ReceiptCode) -> Result<(), Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        id: String,
    }
    let row: Option<Row> = store
        .row(
            "SELECT id FROM complaint WHERE number = $1",
            [number.to_string().into()],
        )
        .await?;
    let id = row.as_ref().map(|row| row.id.as_str());
    if is_holder(store, id, code)? {
        Ok(())
    } else {
        Err(Fault::NotFound)
    }
}

/// The complainant takes the complaint back.
///
/// # Errors
/// [`Fault::NotFound`] for an unknown number and for a wrong receipt alike, [`Fault::Refused`].
pub async fn withdraw(
    store: &Store,
    grant: &Grant<permit::FollowComplaint>,
    number: ComplaintNumber,
    receipt_code: &ReceiptCode,
    now: Instant,
) -> Result<(), Fault> {
    // Looked at before a transaction opens: a guess must not hold the only writer.
    holder(store, number, receipt_code).await?;
    store
        .run(now, |tx| async move {
            let stored = load(&tx, number).await?;
            let state: Complaint = repo::read(&stored.facts, "complaint", &stored.id)?;
            let (next, _) = state
                .apply(Event::Withdraw, tx.now().day())
                .map_err(Fault::Refused)?;
            write(&tx, &stored, &next, None)
                .await
                .map_err(repo::done_again)?;
            let act = Act::by(
                grant,
                Subject::new("complaint", &stored.id),
                "withdraw",
                json!({"number": stored.number}),
            );
            tx.commit(act, ()).await
        })
        .await
}
