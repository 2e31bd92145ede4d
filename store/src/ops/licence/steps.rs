//! Changing a licence: one person proposes, another approves.

use domain::access::{Grant, Permission, permit};
use domain::law;
use domain::licence::{Change, Effect, Event, Ground, Licence, Proposal, State};
use domain::notice::Template;
use domain::pii::Pii;
use domain::words::{Day, Instant, LicenceNumber};
use sea_orm::FromQueryResult;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::Fault;
use crate::audit::{Act, Subject};
use crate::connect::Store;
use crate::ops::institution::receiver;
use crate::ops::sign::text_digest;
use crate::ops::texts;
use crate::ops::{history, remark};
use crate::outbox::NewNotice;
use crate::read::institution::SHOWN;
use crate::repo::{self, licence::LicenceColumns};
use crate::tx::{Committed, Tx};

/// What officers do with a licence.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum LicenceEvent {
    /// Propose a change.
    Propose {
        /// What is to happen.
        change: Change,
        /// The ground of a cancellation.
        #[serde(default)]
        ground: Option<Ground>,
        /// The document it rests on: its name and number.
        #[serde(default)]
        basis: String,
        /// Why.
        #[serde(default)]
        reason: String,
    },
    /// Approve it: the licence changes.
    Approve {},
    /// Send it back: the licence does not change, for what is missing.
    SendBack {
        /// What is missing.
        #[serde(default)]
        reason: String,
    },
}

impl LicenceEvent {
    /// The event as the law takes it, its texts checked.
    fn checked(&self) -> Result<Event, Fault> {
        let reason = |text: &str| texts::or_nothing(texts::prose, "reason", text, 2_000);
        Ok(match self {
            Self::Propose {
                change,
                ground,
                basis,
                reason: why,
            } => Event::Propose {
                change: *change,
                ground: *ground,
                basis: texts::or_nothing(texts::line, "basis", basis, 200)?,
                reason: reason(why)?,
            },
            Self::Approve {} => Event::Approve,
            Self::SendBack { reason: why } => Event::SendBack {
                reason: reason(why)?,
            },
        })
    }
}

/// A licence as it is stored.
#[derive(FromQueryResult)]
pub(super) struct Stored {
    pub(super) id: String,
    pub(super) number: String,
    pub(super) institution_id: String,
    authority_id: String,
    ended_on: Option<String>,
    version: i64,
    #[sea_orm(nested)]
    columns: LicenceColumns,
}

impl Stored {
    pub(super) fn licence(&self) -> Result<Licence, Fault> {
        self.columns.licence(&self.id)
    }
}

/// What ends in the condition of the join: a licence of a list that is taken back goes with it, and no step is taken on it.
const STORED: &str = "SELECT l.id, l.number, l.institution_id, i.authority_id, l.state, l.valid_until, l.proposal, l.ended_from, l.ended_on, l.version \
     FROM licence l JOIN institution i ON i.id = l.institution_id";

/// Proposes a change of the licence that was read at `version`, and answers its new version.
///
/// # Errors
/// [`Fault::NotFound`] outside the scope, [`Fault::Stale`], [`Fault::Refused`], [`Fault::Input`]; [`Fault::Refused`] with
/// `event_forbidden` for an event of another right.
pub async fn propose(
    store: &Store,
    grant: &Grant<permit::ProposeLicenceChange>,
    number: &LicenceNumber,
    event: &LicenceEvent,
    version: i64,
    now: Instant,
) -> Result<i64, Fault> {
    match event {
        LicenceEvent::Propose { .. } => step(store, grant, number, event, version, now).await,
        LicenceEvent::Approve {} | LicenceEvent::SendBack { .. } => {
            Err(Fault::Refused(repo::EVENT_FORBIDDEN))
        }
    }
}

/// Approves the change that waits, or sends it back, and answers the new version.
///
/// # Errors
/// As [`propose`].
pub async fn decide(
    store: &Store,
    grant: &Grant<permit::DecideLicence>,
    number: &LicenceNumber,
    event: &LicenceEvent,
    version: i64,
    now: Instant,
) -> Result<i64, Fault> {
    match event {
        LicenceEvent::Propose { .. } => Err(Fault::Refused(repo::EVENT_FORBIDDEN)),
        LicenceEvent::Approve {} | LicenceEvent::SendBack { .. } => {
            step(store, grant, number, event, version, now).await
        }
    }
}

async fn step<A: Permission>(
    store: &Store,
    grant: &Grant<A>,
    number: &LicenceNumber,
    event: &LicenceEvent,
    version: i64,
    now: Instant,
) -> Result<i64, Fault> {
    let event = &event.checked()?;
    store
        .run(now, |tx| step_once(tx, grant, number, event, version))
        .await
}

async fn step_once<A: Permission>(
    tx: Tx,
    grant: &Grant<A>,
    number: &LicenceNumber,
    event: &Event,
    version: i64,
) -> Result<Committed<i64>, Fault> {
    let stored: Option<Stored> = tx
        .one(
            &format!("{STORED} AND {SHOWN} WHERE l.number = $1"),
            [number.to_string().into()],
        )
        .await?;
    let stored = stored.ok_or(Fault::NotFound)?;
    repo::within(grant.scope(), &stored.authority_id)?;
    repo::fresh(stored.version, version)?;
    let actor = grant.actor().account().ok_or(Fault::NotFound)?;
    let before = stored.licence()?;
    let today = tx.now().day();
    let (after, effects) = before
        .clone()
        .apply(event.clone(), actor, today)
        .map_err(Fault::Refused)?;
    let change = told(event, &before, &after);
    write(&tx, grant, &stored, (&before, &after)).await?;
    let subject = Subject::new("licence", &stored.id);
    if let Event::Propose { reason, .. } | Event::SendBack { reason } = event {
        remark::keep(
            &tx,
            &subject,
            version + 1,
            event.step().code(),
            (reason, actor),
        )
        .await?;
    }
    for Effect::Notify(template) in effects {
        if let Some(proposal) = &before.proposal {
            let facts = facts(proposal, &after, today);
            tell(&tx, &stored, template, facts).await?;
        }
    }
    let act = Act::by(grant, subject, event.step().code(), change);
    tx.commit(act, version + 1).await
}

/// What an act says of the step. The words are an officer's own and may name people, so the act holds their digest.
fn told(event: &Event, before: &Licence, after: &Licence) -> Value {
    match event {
        Event::Propose {
            change,
            ground,
            basis,
            reason,
        } => {
            json!({"change": change, "ground": ground, "basis": basis, "words": text_digest(&[reason])})
        }
        Event::Approve => json!({"from": before.state, "to": after.state}),
        Event::SendBack { reason } => json!({"words": text_digest(&[reason])}),
    }
}

/// Writes the licence back. Where its state is another one now, the record of the institution says something else, and
/// what it said is kept. The day of an end is the first one: a revoked licence that is cancelled afterwards ended when it
/// was revoked.
pub(super) async fn write<A: Permission>(
    tx: &Tx,
    grant: &Grant<A>,
    stored: &Stored,
    (before, after): (&Licence, &Licence),
) -> Result<(), Fault> {
    if after.state != before.state {
        let act = Act::by(
            grant,
            Subject::new("institution", &stored.institution_id),
            "licence_state",
            json!({"licence": stored.number, "from": before.state, "to": after.state}),
        );
        let act = tx.also(act).await?;
        history::keep(tx, &stored.institution_id, act).await?;
    }
    let ended = matches!(after.state, State::Revoked | State::Cancelled);
    let ended_on = match &stored.ended_on {
        Some(day) => Some(day.clone()),
        None => ended.then(|| tx.now().day().to_string()),
    };
    let proposal = after.proposal.as_ref().map(repo::written).transpose()?;
    let written = tx
        .execute(
            "UPDATE licence SET state = $1, proposal = $2, ended_on = $3, ended_from = $4, \
             proposed_at = CASE WHEN $7 = 1 THEN COALESCE(proposed_at, $8) END, \
             proposal_due_on = CASE WHEN $7 = 1 THEN COALESCE(proposal_due_on, $9) END, \
             version = version + 1 WHERE id = $5 AND version = $6",
            [
                after.state.code().into(),
                proposal.into(),
                ended_on.into(),
                after.ended_from.map(State::code).into(),
                stored.id.as_str().into(),
                stored.version.into(),
                i64::from(after.proposal.is_some()).into(),
                tx.now().millis().into(),
                law::licence_change_due(tx.now().day())
                    .due_on
                    .to_string()
                    .into(),
            ],
        )
        .await?;
    repo::one_row(&written, stored.version)
}

fn facts(proposal: &Proposal, after: &Licence, today: Day) -> Value {
    json!({
        "change": proposal.change,
        "ground": proposal.ground,
        "basis": proposal.basis,
        "reason": proposal.reason,
        "valid_until": after.valid_until,
        "on": today,
    })
}

/// Tells the institution, where it has an address. The mail is a copy that informs.
pub(super) async fn tell(
    tx: &Tx,
    stored: &Stored,
    template: Template,
    mut facts: Value,
) -> Result<(), Fault> {
    let Some(receiver) = receiver(tx, &stored.institution_id).await? else {
        return Ok(());
    };
    if let Some(facts) = facts.as_object_mut() {
        facts.insert("institution".to_owned(), json!(receiver.name));
        facts.insert("licence".to_owned(), json!(stored.number));
    }
    tx.notify(NewNotice {
        template,
        language: "zh".to_owned(),
        about: Subject::new("licence", &stored.id),
        recipient: Pii::new(receiver.address),
        facts,
        dedupe_key: format!("{}:{}:{}", template.code(), stored.id, stored.version),
    })
    .await
}

pub(super) async fn by_id(tx: &Tx, id: &str) -> Result<Option<Stored>, Fault> {
    tx.one(
        &format!("{STORED} AND {SHOWN} WHERE l.id = $1"),
        [id.into()],
    )
    .await
}
