//! The steps of an application: the applicant's own, the officers', and those of whoever decides.

use domain::access::{Action, Grant, Permission, Scope};
use domain::application::{Application, Condition, Effect, Event, Extension, Facts, Step, Visit};
use domain::notice::Template;
use domain::pii::Pii;
use domain::words::{AccountId, ApplicationNumber, Day, FieldFault, Instant};
use sea_orm::FromQueryResult;
use serde::Deserialize;
use serde_json::{Value, json};

use super::enter::enter;
use super::load::{Stored, facts, held, write};
use crate::Fault;
use crate::audit::{Act, Subject};
use crate::connect::Store;
use crate::ops::institution::receiver;
use crate::ops::remark;
use crate::ops::sign::text_digest;
use crate::ops::texts;
use crate::outbox::NewNotice;
use crate::repo;
use crate::tx::{Committed, Tx};

/// What is done with an application.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ApplicationEvent {
    /// Hand it in, or hand in what was corrected; the applicant's.
    Submit {},
    /// Take it back; the applicant's.
    Withdraw {},
    /// Ask for corrections, all at once.
    AskCorrection {
        /// Everything that is to be corrected.
        #[serde(default)]
        items: String,
    },
    /// Take it up.
    Accept {},
    /// Say that it cannot be taken up.
    Decline {
        /// Why.
        #[serde(default)]
        reason: String,
    },
    /// Record a visit of the premises.
    RecordVisit {
        /// The officer who went as well.
        second_officer: AccountId,
        /// When.
        on: Day,
        /// Whether the premises are fit.
        passed: bool,
        /// What was seen.
        #[serde(default)]
        words: String,
    },
    /// Propose a decision.
    Propose {
        /// To grant, or to refuse.
        grant: bool,
        /// Why; a refusal needs it.
        #[serde(default)]
        reason: String,
        /// The conditions that were looked at and found met.
        #[serde(default)]
        checked: Vec<Condition>,
    },
    /// Issue the licence.
    Issue {},
    /// Approve the proposed decision.
    Approve {},
    /// Send the proposed decision back.
    SendBack {
        /// What is missing.
        #[serde(default)]
        reason: String,
    },
    /// Give the decision more time.
    Extend {
        /// Working days, at most ten.
        days: i64,
        /// Why: the applicant is told.
        #[serde(default)]
        reason: String,
    },
}

impl ApplicationEvent {
    /// The step's name.
    #[must_use]
    pub const fn step(&self) -> Step {
        match self {
            Self::Submit {} => Step::Submit,
            Self::Withdraw {} => Step::Withdraw,
            Self::AskCorrection { .. } => Step::AskCorrection,
            Self::Accept {} => Step::Accept,
            Self::Decline { .. } => Step::Decline,
            Self::RecordVisit { .. } => Step::RecordVisit,
            Self::Propose { .. } => Step::Propose,
            Self::Issue {} => Step::Issue,
            Self::Approve {} => Step::Approve,
            Self::SendBack { .. } => Step::SendBack,
            Self::Extend { .. } => Step::Extend,
        }
    }

    /// The right it needs.
    #[must_use]
    pub const fn action(&self) -> Action {
        self.step().action()
    }

    /// The event as the law takes it, its texts checked.
    fn checked(&self) -> Result<Event, Fault> {
        let prose = |field, text: &str| texts::or_nothing(texts::prose, field, text, 2_000);
        Ok(match self {
            Self::Submit {} => Event::Submit,
            Self::Withdraw {} => Event::Withdraw,
            Self::AskCorrection { items } => Event::AskCorrection {
                items: prose("items", items)?,
            },
            Self::Accept {} => Event::Accept,
            Self::Decline { reason } => Event::Decline {
                reason: prose("reason", reason)?,
            },
            Self::RecordVisit {
                second_officer,
                on,
                passed,
                words,
            } => Event::RecordVisit(Visit {
                second_officer: *second_officer,
                on: *on,
                passed: *passed,
                words: prose("words", words)?,
            }),
            Self::Propose {
                grant,
                reason,
                checked,
            } => Event::Propose {
                grant: *grant,
                reason: prose("reason", reason)?,
                checked: checked.clone(),
            },
            Self::Issue {} => Event::Issue,
            Self::Approve {} => Event::Approve,
            Self::SendBack { reason } => Event::SendBack {
                reason: prose("reason", reason)?,
            },
            Self::Extend { days, reason } => Event::Extend(Extension {
                days: *days,
                reason: prose("reason", reason)?,
            }),
        })
    }
}

/// Takes a step by the right that its event needs, and answers the new version.
///
/// # Errors
/// [`Fault::NotFound`] for another institution's and outside the scope; [`Fault::Stale`]; [`Fault::Refused`] by the law or
/// the order of steps, with `event_forbidden` for an event of another right than `A`; [`Fault::Input`].
pub async fn step<A: Permission>(
    store: &Store,
    grant: &Grant<A>,
    number: ApplicationNumber,
    event: &ApplicationEvent,
    version: i64,
    now: Instant,
) -> Result<i64, Fault> {
    if event.action() != A::ACTION {
        return Err(Fault::Refused(repo::EVENT_FORBIDDEN));
    }
    let event = &event.checked()?;
    store
        .run(now, |tx| step_once(tx, grant, number, event, version))
        .await
}

async fn step_once<A: Permission>(
    tx: Tx,
    grant: &Grant<A>,
    number: ApplicationNumber,
    event: &Event,
    version: i64,
) -> Result<Committed<i64>, Fault> {
    let stored = held(&tx, number).await?;
    match grant.scope() {
        Scope::Own(_) => repo::own(grant.scope(), &stored.institution_id)?,
        scope => reached(scope, &stored)?,
    }
    repo::fresh(stored.version, version)?;
    let actor = grant.actor().account().ok_or(Fault::NotFound)?;
    if let Event::RecordVisit(visit) = event {
        colleague(&tx, visit.second_officer, &stored.authority_id).await?;
    }
    let facts = facts(&tx, &stored).await?;
    let before = stored.state()?;
    let (after, effects) = before
        .clone()
        .apply(event.clone(), actor, &facts)
        .map_err(Fault::Refused)?;
    let change = told(event, &before, &after);
    settle(&tx, grant, &stored, (&after, &effects), &facts).await?;
    let subject = Subject::new("application", &stored.id);
    let step = event.step().code();
    remark::keep(&tx, &subject, version + 1, step, (words(event), actor)).await?;
    tx.commit(Act::by(grant, subject, step, change), version + 1)
        .await
}

/// What was written with the step; empty where nothing was.
fn words(event: &Event) -> &str {
    match event {
        Event::AskCorrection { items } => items,
        Event::Decline { reason }
        | Event::SendBack { reason }
        | Event::Propose { reason, .. }
        | Event::Extend(Extension { reason, .. }) => reason,
        Event::RecordVisit(visit) => &visit.words,
        Event::Submit | Event::Withdraw | Event::Accept | Event::Approve | Event::Issue => "",
    }
}

/// An officer sees nothing of an application before it was handed in.
fn reached(scope: &Scope, stored: &Stored) -> Result<(), Fault> {
    repo::within(scope, &stored.authority_id)?;
    if stored.submitted_on.is_none() {
        return Err(Fault::NotFound);
    }
    Ok(())
}

/// Writes the state, lets the register follow and tells the institution.
pub(super) async fn settle<A: Permission>(
    tx: &Tx,
    grant: &Grant<A>,
    stored: &Stored,
    (after, effects): (&Application, &[Effect]),
    facts: &Facts,
) -> Result<(), Fault> {
    write(tx, stored, after, facts).await?;
    for effect in effects {
        match effect {
            Effect::Enter => enter(tx, grant, stored, facts).await?,
            Effect::Notify(template) => tell(tx, stored, *template, after, facts).await?,
        }
    }
    Ok(())
}

/// Whoever goes to see the premises is an officer of the same authority who examines applications.
async fn colleague(tx: &Tx, id: AccountId, authority: &str) -> Result<(), Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        role: String,
        authorities: String,
    }
    let row: Option<Row> = tx
        .one(
            "SELECT role, authorities FROM account WHERE id = $1 AND disabled_at IS NULL",
            [id.to_string().into()],
        )
        .await?;
    let fits = row.is_some_and(|row| repo::examines(&row.role, &row.authorities, authority));
    if fits {
        Ok(())
    } else {
        Err(Fault::Input(vec![FieldFault::new(
            "second_officer",
            "colleague_unknown",
        )]))
    }
}

/// What an act says of the step. Words may name people, so the act holds their digest.
fn told(event: &Event, before: &Application, after: &Application) -> Value {
    carried(event).unwrap_or_else(|| json!({"from": before.code(), "to": after.code()}))
}

/// Whether an act with this verb and change is this very event, word for word: sent again, it is done already.
///
/// # Errors
/// [`Fault::Input`] for an event whose texts no act can hold.
pub fn is_same(event: &ApplicationEvent, verb: &str, change: &str) -> Result<bool, Fault> {
    let carried = carried(&event.checked()?);
    let told: Option<Value> = serde_json::from_str(change).ok();
    Ok(verb == event.step().code() && (carried.is_none() || carried == told))
}

/// What a step carries besides its name, as an act says it; nothing where it carries nothing.
fn carried(event: &Event) -> Option<Value> {
    let words = |text: &str| text_digest(&[text]);
    Some(match event {
        Event::AskCorrection { items } => json!({"words": words(items)}),
        Event::Decline { reason } | Event::SendBack { reason } => json!({"words": words(reason)}),
        Event::RecordVisit(visit) => {
            json!({"second_officer": visit.second_officer, "on": visit.on, "passed": visit.passed, "words": words(&visit.words)})
        }
        Event::Extend(more) => json!({"days": more.days, "words": words(&more.reason)}),
        Event::Propose {
            grant,
            reason,
            checked,
        } => json!({"grant": grant, "checked": checked, "words": words(reason)}),
        Event::Submit | Event::Withdraw | Event::Accept | Event::Approve | Event::Issue => {
            return None;
        }
    })
}

/// Tells the institution how its application stands now, where it has an address. The mail is a copy that informs.
async fn tell(
    tx: &Tx,
    stored: &Stored,
    template: Template,
    after: &Application,
    facts: &Facts,
) -> Result<(), Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        licence: Option<String>,
        authority: String,
    }
    let Some(receiver) = receiver(tx, &stored.institution_id).await? else {
        return Ok(());
    };
    let row: Option<Row> = tx
        .one(
            "SELECT l.number AS licence, a.name AS authority FROM institution i \
             JOIN authority a ON a.id = i.authority_id LEFT JOIN licence l ON l.id = i.licence_id WHERE i.id = $1",
            [stored.institution_id.as_str().into()],
        )
        .await?;
    let row = row.ok_or(Fault::NotFound)?;
    let facts = json!({
        "institution": receiver.name,
        "application": stored.number,
        "kind": facts.kind,
        "state": after.code(),
        "words": after.told(),
        "by_law": after.by_law(),
        "due_on": after.due(facts).map(|due| due.due_on),
        "licence": row.licence,
        "authority": row.authority,
        "on": facts.today,
    });
    tx.notify(NewNotice {
        template,
        language: "zh".to_owned(),
        about: Subject::new("application", &stored.id),
        recipient: Pii::new(receiver.address),
        facts,
        dedupe_key: format!("{}:{}:{}", template.code(), stored.id, stored.version),
    })
    .await
}
