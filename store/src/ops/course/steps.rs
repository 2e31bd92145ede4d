//! The steps of a course: the institution's own, and those of whoever judges a flag.

use std::borrow::Cow;

use domain::access::{Action, Grant, Permission, Scope};
use domain::course::{Event, Step, Way};
use domain::words::{CourseNumber, FieldFault, Instant};
use serde::Deserialize;
use serde_json::{Value, json};

use super::load::{Stored, held, settle};
use crate::Fault;
use crate::audit::{Act, Subject};
use crate::connect::Store;
use crate::ops::sign::text_digest;
use crate::ops::{remark, texts};
use crate::repo;
use crate::tx::{Committed, Tx};

/// What is done with a course.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum CourseEvent {
    /// Hand it in; the institution's.
    File {},
    /// Write a new version; the institution's.
    Change {},
    /// Give the new version up; the institution's.
    Discard {},
    /// Take the course back; the institution's.
    Withdraw {},
    /// Publish it: the flag says nothing against it.
    Clear {
        /// Why.
        #[serde(default)]
        reason: String,
    },
    /// Do not publish it.
    Refuse {
        /// Why: the institution is told.
        #[serde(default)]
        reason: String,
    },
    /// File its materials: the officer has seen them.
    FileMaterials {},
}

/// Characters of why a flag is cleared or a course refused.
const REASON_CHARS_MAX: usize = 2_000;

impl CourseEvent {
    /// The step's name.
    #[must_use]
    pub const fn step(&self) -> Step {
        match self {
            Self::File {} => Step::File,
            Self::Change {} => Step::Change,
            Self::Discard {} => Step::Discard,
            Self::Withdraw {} => Step::Withdraw,
            Self::Clear { .. } => Step::Clear,
            Self::Refuse { .. } => Step::Refuse,
            Self::FileMaterials {} => Step::FileMaterials,
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
            Self::Change {} => Event::Change,
            Self::Discard {} => Event::Discard,
            Self::Withdraw {} => Event::Withdraw,
            Self::Clear { reason } => Event::Clear {
                reason: said(reason)?,
            },
            Self::Refuse { reason } => Event::Refuse {
                reason: said(reason)?,
            },
            Self::FileMaterials {} => Event::FileMaterials,
        })
    }
}

/// Takes a step by the right that its event needs, and answers the new version.
///
/// # Errors
/// [`Fault::NotFound`] for another institution's and outside the scope; [`Fault::Stale`]; [`Fault::Input`] with every field
/// that keeps a course from being filed; [`Fault::Refused`] by the law or the order of steps, with `event_forbidden` for an
/// event of another right than `A`.
pub async fn step<A: Permission>(
    store: &Store,
    grant: &Grant<A>,
    number: CourseNumber,
    event: &CourseEvent,
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
    number: CourseNumber,
    event: &Event,
    version: i64,
) -> Result<Committed<i64>, Fault> {
    let stored = held(&tx, number).await?;
    let before = stored.way()?;
    match grant.scope() {
        Scope::Own(_) => repo::own(grant.scope(), &stored.institution_id)?,
        scope => reached(scope, &stored)?,
    }
    repo::fresh(stored.version, version)?;
    let actor = grant.actor().account().ok_or(Fault::NotFound)?;
    let facts = stored.facts(tx.now().day())?;
    if *event == Event::File && before.is_written() && facts.licensed {
        fileable(&tx, &stored)?;
    }
    let (after, effects) = before
        .clone()
        .apply(event.clone(), Some(actor), &facts)
        .map_err(Fault::Refused)?;
    settle(&tx, &stored, &after, &effects).await?;
    let subject = Subject::new("course", &stored.id);
    let step = event.step().code();
    remark::keep(&tx, &subject, version + 1, step, (words(event), actor)).await?;
    let change = told(event, &before, &after);
    tx.commit(Act::by(grant, subject, step, change), version + 1)
        .await
}

/// What keeps a draft from being filed, field by field: what says nothing, and what a rule refuses.
fn fileable(tx: &Tx, stored: &Stored) -> Result<(), Fault> {
    let missing = stored.course()?.missing().into_iter();
    let mut faults: Vec<FieldFault> = missing
        .map(|field| FieldFault::new(field, "missing_field"))
        .collect();
    let found = stored.findings(tx.now().day())?;
    faults.extend(found.into_iter().filter(|it| it.refuses).map(|finding| {
        let (article, figures) = (finding.article, finding.figures);
        FieldFault {
            field: Cow::Borrowed(finding.field),
            code: Cow::Borrowed(finding.check.code()),
            detail: format!("{article} {figures}").trim_end().to_owned(),
        }
    }));
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Fault::Input(faults))
    }
}

/// An officer sees nothing of a course before it was filed.
fn reached(scope: &Scope, stored: &Stored) -> Result<(), Fault> {
    repo::within(scope, &stored.authority_id)?;
    if stored.is_filed() {
        Ok(())
    } else {
        Err(Fault::NotFound)
    }
}

/// What was written with the step; empty where nothing was.
fn words(event: &Event) -> &str {
    match event {
        Event::Clear { reason } | Event::Refuse { reason } => reason,
        _ => "",
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
pub fn is_same(event: &CourseEvent, verb: &str, change: &str) -> Result<bool, Fault> {
    let carried = carried(&event.checked()?);
    let told: Option<Value> = serde_json::from_str(change).ok();
    Ok(verb == event.step().code() && (carried.is_none() || carried == told))
}

/// What a step carries besides its name; nothing where it carries nothing.
fn carried(event: &Event) -> Option<Value> {
    match event {
        Event::Clear { reason } | Event::Refuse { reason } => {
            Some(json!({"words": text_digest(&[reason])}))
        }
        _ => None,
    }
}
