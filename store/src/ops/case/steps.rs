//! The steps of officers on a case.

use domain::access::{Grant, Permission, permit};
use domain::case::Effect;
use domain::words::{CaseNumber, Instant};
use serde_json::json;

use super::event::{CaseEvent, basis};
use super::load::{circumstances, load, write};
use super::record::{record, tell};
use crate::Fault;
use crate::audit::{Act, Subject};
use crate::connect::Store;
use crate::ops::sign::text_digest;
use crate::ops::texts;
use crate::repo;
use crate::tx::{Committed, Tx};

/// Records a finding or proposes closure.
///
/// # Errors
/// [`Fault::NotFound`] outside the scope, [`Fault::Stale`], [`Fault::Refused`], [`Fault::Input`];
/// [`Fault::Refused`] with `event_forbidden` for an event of another right.
pub async fn investigate(
    store: &Store,
    grant: &Grant<permit::InvestigateCase>,
    number: CaseNumber,
    event: &CaseEvent,
    version: i64,
    now: Instant,
) -> Result<i64, Fault> {
    let own = matches!(
        event,
        CaseEvent::RecordFinding { .. } | CaseEvent::ProposeClosure { .. }
    );
    step(store, grant, number, event, own, version, now).await
}

/// Orders correction, or moves its last day.
///
/// # Errors
/// As [`investigate`].
pub async fn order(
    store: &Store,
    grant: &Grant<permit::OrderCorrection>,
    number: CaseNumber,
    event: &CaseEvent,
    version: i64,
    now: Instant,
) -> Result<i64, Fault> {
    let own = matches!(
        event,
        CaseEvent::OrderCorrection { .. } | CaseEvent::ChangeDue { .. }
    );
    step(store, grant, number, event, own, version, now).await
}

/// Records the service of the order.
///
/// # Errors
/// As [`investigate`].
pub async fn serve(
    store: &Store,
    grant: &Grant<permit::ServeDocument>,
    number: CaseNumber,
    event: &CaseEvent,
    version: i64,
    now: Instant,
) -> Result<i64, Fault> {
    let own = matches!(event, CaseEvent::RecordService { .. });
    step(store, grant, number, event, own, version, now).await
}

/// Approves the closure or sends the case back.
///
/// # Errors
/// As [`investigate`].
pub async fn approve(
    store: &Store,
    grant: &Grant<permit::ApproveClosure>,
    number: CaseNumber,
    event: &CaseEvent,
    version: i64,
    now: Instant,
) -> Result<i64, Fault> {
    let own = matches!(
        event,
        CaseEvent::ApproveClosure {} | CaseEvent::ReturnForMore { .. }
    );
    step(store, grant, number, event, own, version, now).await
}

async fn step<A: Permission>(
    store: &Store,
    grant: &Grant<A>,
    number: CaseNumber,
    event: &CaseEvent,
    own: bool,
    version: i64,
    now: Instant,
) -> Result<i64, Fault> {
    if !own {
        return Err(Fault::Refused(repo::EVENT_FORBIDDEN));
    }
    store
        .run(now, |tx| step_once(tx, grant, number, event, version))
        .await
}

/// Longest text of a step, in characters.
const WORDS_CHARS_MAX: usize = 5_000;

async fn step_once<A: Permission>(
    tx: Tx,
    grant: &Grant<A>,
    number: CaseNumber,
    event: &CaseEvent,
    version: i64,
) -> Result<Committed<i64>, Fault> {
    let case = load(&tx, number).await?;
    repo::within(grant.scope(), &case.authority_id)?;
    repo::fresh(case.version, version)?;
    let words = match event.words() {
        None => String::new(),
        Some((field, text)) => texts::prose(field, text, WORDS_CHARS_MAX)?,
    };
    let at = circumstances(&tx, &case, grant.actor(), event.served_on()).await?;
    let basis = basis(&tx, &case, event).await?;
    let happens = event.to_domain(&basis);
    let verb = happens.step().code();
    let (next, effects) = case.state()?.apply(happens, &at).map_err(Fault::Refused)?;
    write(&tx, &case, &next).await?;
    let actor = grant.actor().account().ok_or(Fault::NotFound)?.to_string();
    let mut change = record(&tx, &case, event, &basis, &words, &actor).await?;
    for Effect::Notify(template) in effects {
        tell(&tx, &case, template, (&basis, &next), &change, &words).await?;
    }
    if let Some(fields) = change.as_object_mut() {
        fields.insert("state".to_owned(), json!(next.code()));
        fields.insert("words".to_owned(), json!(text_digest(&[&words])));
    }
    let act = Act::by(grant, Subject::new("case", &case.id), verb, change);
    tx.commit(act, version + 1).await
}
