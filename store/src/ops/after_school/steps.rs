//! The steps of a provider: the institution's own, the officers', and those of whoever approves.

use std::borrow::Cow;

use domain::access::{Action, Grant, Permission, Scope};
use domain::after_school::{Event, Finding, Ground, Item, Step, Way};
use domain::words::{AfterSchoolNumber, Day, FieldFault, Instant};
use serde::Deserialize;
use serde_json::{Value, json};

use super::facts::Setting;
use super::load::{Stored, held, write};
use super::tell::tell;
use crate::Fault;
use crate::audit::{Act, Subject};
use crate::connect::Store;
use crate::ops::sign::text_digest;
use crate::ops::{remark, texts};
use crate::repo;
use crate::tx::{Committed, Tx};

/// What is done with a provider.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum AfterSchoolEvent {
    /// Hand it in; the institution's.
    File {},
    /// Take it back; the institution's.
    Withdraw {},
    /// Send it back to be corrected.
    SendBack {
        /// What is to be corrected.
        #[serde(default)]
        reason: String,
    },
    /// Refuse it.
    Refuse {
        /// Why: the institution is told.
        #[serde(default)]
        reason: String,
    },
    /// Choose it.
    Select {
        /// The items of the checklist that are in order.
        #[serde(default)]
        checked: Vec<Item>,
        /// Why this one.
        #[serde(default)]
        reason: String,
    },
    /// Approve the choice: it goes before the public.
    Approve {},
    /// Send the choice back.
    Return {
        /// What is missing.
        #[serde(default)]
        reason: String,
    },
    /// Examine it again: somebody objects.
    Reopen {
        /// Which objection.
        #[serde(default)]
        reason: String,
    },
    /// Warn it.
    Warn {
        /// On what ground.
        ground: Ground,
        /// What happened: the institution is told.
        #[serde(default)]
        reason: String,
        /// The day to correct it by.
        correct_by: Day,
    },
    /// It was corrected.
    Lift {
        /// How that was seen.
        #[serde(default)]
        reason: String,
    },
    /// Propose that it leaves.
    ProposeExit {
        /// On what ground.
        ground: Ground,
        /// What happened: the institution is told.
        #[serde(default)]
        reason: String,
    },
    /// It leaves.
    ApproveExit {},
    /// It stays.
    RejectExit {
        /// Why.
        #[serde(default)]
        reason: String,
    },
}

/// Characters of a reason.
const REASON_CHARS_MAX: usize = 2_000;

impl AfterSchoolEvent {
    /// The step's name.
    #[must_use]
    pub const fn step(&self) -> Step {
        match self {
            Self::File {} => Step::File,
            Self::Withdraw {} => Step::Withdraw,
            Self::SendBack { .. } => Step::SendBack,
            Self::Refuse { .. } => Step::Refuse,
            Self::Select { .. } => Step::Select,
            Self::Approve {} => Step::Approve,
            Self::Return { .. } => Step::Return,
            Self::Reopen { .. } => Step::Reopen,
            Self::Warn { .. } => Step::Warn,
            Self::Lift { .. } => Step::Lift,
            Self::ProposeExit { .. } => Step::ProposeExit,
            Self::ApproveExit {} => Step::ApproveExit,
            Self::RejectExit { .. } => Step::RejectExit,
        }
    }

    /// The right it needs.
    #[must_use]
    pub const fn action(&self) -> Action {
        self.step().action()
    }

    /// The event as the law takes it, its texts checked.
    fn checked(&self) -> Result<Event, Fault> {
        let said = |text: &str| texts::or_nothing(texts::prose, "reason", text, REASON_CHARS_MAX);
        Ok(match self {
            Self::File {} => Event::File,
            Self::Withdraw {} => Event::Withdraw,
            Self::SendBack { reason } => Event::SendBack {
                reason: said(reason)?,
            },
            Self::Refuse { reason } => Event::Refuse {
                reason: said(reason)?,
            },
            Self::Select { checked, reason } => Event::Select {
                checked: checked.clone(),
                reason: said(reason)?,
            },
            Self::Approve {} => Event::Approve,
            Self::Return { reason } => Event::Return {
                reason: said(reason)?,
            },
            Self::Reopen { reason } => Event::Reopen {
                reason: said(reason)?,
            },
            Self::Warn {
                ground,
                reason,
                correct_by,
            } => Event::Warn {
                ground: *ground,
                reason: said(reason)?,
                correct_by: *correct_by,
            },
            Self::Lift { reason } => Event::Lift {
                reason: said(reason)?,
            },
            Self::ProposeExit { ground, reason } => Event::ProposeExit {
                ground: *ground,
                reason: said(reason)?,
            },
            Self::ApproveExit {} => Event::ApproveExit,
            Self::RejectExit { reason } => Event::RejectExit {
                reason: said(reason)?,
            },
        })
    }
}

/// Takes a step by the right that its event needs, and answers the new version.
///
/// # Errors
/// [`Fault::NotFound`] for another institution's and outside the scope; [`Fault::Stale`]; [`Fault::Input`] with every field
/// that keeps an application from being filed; [`Fault::Refused`] by the law or the order of steps, with `event_forbidden` for
/// an event of another right than `A`.
pub async fn step<A: Permission>(
    store: &Store,
    grant: &Grant<A>,
    number: AfterSchoolNumber,
    event: &AfterSchoolEvent,
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
    number: AfterSchoolNumber,
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
    let (before, form) = (stored.way()?, stored.form()?);
    let setting = Setting::of(&tx, &stored, &form, tx.now().day()).await?;
    if *event == Event::File && before.writing_refusal().is_none() && setting.provider.licensed {
        let missing = form.missing();
        fileable(missing, setting.findings(&form))?;
    }
    let facts = setting.facts(&form, stored.year()?);
    let (after, effects) = before
        .clone()
        .apply(event.clone(), Some(actor), &facts)
        .map_err(Fault::Refused)?;
    write(&tx, &stored, &after).await?;
    if !effects.is_empty() {
        tell(&tx, &stored, event.step(), &after).await?;
    }
    let subject = Subject::new("after_school", &stored.id);
    let step = event.step().code();
    let words = event.words().unwrap_or_default();
    remark::keep(&tx, &subject, version + 1, step, (words, actor)).await?;
    let change = told(event, &before, &after);
    tx.commit(Act::by(grant, subject, step, change), version + 1)
        .await
}

/// What keeps a draft from being filed, field by field: what says nothing, and what a condition forbids.
fn fileable(missing: Vec<Cow<'static, str>>, found: Vec<Finding>) -> Result<(), Fault> {
    let fault = |field, code: &'static str, detail| FieldFault {
        field,
        code: Cow::Borrowed(code),
        detail,
    };
    let mut faults: Vec<FieldFault> = missing
        .into_iter()
        .map(|field| fault(field, "missing_field", String::new()))
        .collect();
    let forbidding = found.into_iter().filter(Finding::forbids);
    // What is about the institution is no field of the form: the refusal of the step tells it.
    let of_fields = forbidding.filter(|finding| !finding.field.is_empty());
    faults.extend(of_fields.map(|finding| {
        let detail = format!("{} {}", finding.article, finding.figures);
        fault(finding.field, finding.condition.code(), detail)
    }));
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Fault::Input(faults))
    }
}

/// An officer sees nothing of an application before it was filed.
pub(super) fn reached(scope: &Scope, stored: &Stored) -> Result<(), Fault> {
    repo::within(scope, &stored.authority_id)?;
    if stored.is_filed() {
        Ok(())
    } else {
        Err(Fault::NotFound)
    }
}

/// What an act says of the step. Words may name people, so the act holds their digest.
fn told(event: &Event, before: &Way, after: &Way) -> Value {
    carried(event).unwrap_or_else(|| json!({"from": before.code(), "to": after.code()}))
}

/// Whether an act with this verb and change is this very event, word for word: sent again, it is done already.
///
/// # Errors
/// [`Fault::Input`] for an event whose texts no act can hold.
pub fn is_same(event: &AfterSchoolEvent, verb: &str, change: &str) -> Result<bool, Fault> {
    let carried = carried(&event.checked()?);
    let told: Option<Value> = serde_json::from_str(change).ok();
    Ok(verb == event.step().code() && (carried.is_none() || carried == told))
}

/// What a step carries besides its name; nothing where it carries nothing.
fn carried(event: &Event) -> Option<Value> {
    let words = text_digest(&[event.words()?]);
    Some(match event {
        Event::Select { checked, .. } => json!({"checked": checked, "words": words}),
        Event::Warn {
            ground, correct_by, ..
        } => json!({"ground": ground, "correct_by": correct_by, "words": words}),
        Event::ProposeExit { ground, .. } => json!({"ground": ground, "words": words}),
        _ => json!({"words": words}),
    })
}
