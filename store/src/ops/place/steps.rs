//! The steps on a place.

use domain::access::{Action, Grant, Permission};
use domain::case::Officer;
use domain::institution::Status;
use domain::licence::State;
use domain::place::{Check, Event, Ground, Relation, Shut, Step, Way, Why};
use domain::words::{AccountId, Day, FieldFault, Instant, InstitutionNumber, PlaceNumber};
use sea_orm::FromQueryResult;
use serde::Deserialize;
use serde_json::{Value, json};

use super::load::{Stored, held, write};
use crate::Fault;
use crate::audit::{Act, Subject};
use crate::connect::Store;
use crate::ops::case::Papers;
use crate::ops::sign::text_digest;
use crate::ops::{institution, remark, texts};
use crate::read::institution::{SHOWN, answers_for};
use crate::repo::{self, licence::standing};
use crate::tx::{Committed, Tx};

/// What is done with a place.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum PlaceEvent {
    /// A check on site finds it unlicensed; whoever records it is one of the two officers.
    Confirm {
        /// The day of the check.
        checked_on: Day,
        /// The other officer.
        second_officer: AccountId,
        /// Whether it is a place of its own for training.
        dedicated: bool,
        /// Whether two or more work there.
        staffed: bool,
        /// Whether there is an organisation with a division of work.
        organised: bool,
        /// What was found.
        #[serde(default)]
        finding: String,
    },
    /// It works no more.
    Shut {
        /// Since when.
        shut_on: Day,
        /// On what ground.
        ground: Ground,
        /// The document with its number.
        #[serde(default)]
        document: String,
    },
    /// It is an institution's.
    Join {
        /// The institution's number.
        institution_number: InstitutionNumber,
        /// What the place is to it.
        relation: Relation,
        /// How that is known.
        #[serde(default)]
        reason: String,
    },
    /// It is not that institution's.
    Unjoin {
        /// Why.
        #[serde(default)]
        reason: String,
    },
    /// It is no such place.
    SetAside {
        /// Why.
        why: Why,
        /// The same in words.
        #[serde(default)]
        reason: String,
    },
    /// What the check found does not stand; a lead officer's.
    Overturn {
        /// Why it is none.
        why: Why,
        /// The same in words.
        #[serde(default)]
        reason: String,
    },
    /// It is there, or works, after all.
    Reopen {
        /// What was seen.
        #[serde(default)]
        reason: String,
    },
}

/// Characters of what is written with a step.
const WORDS_CHARS_MAX: usize = 2_000;
/// Characters of a document with its number.
const DOCUMENT_CHARS_MAX: usize = 200;

impl PlaceEvent {
    /// The step's name.
    #[must_use]
    pub const fn step(&self) -> Step {
        match self {
            Self::Confirm { .. } => Step::Confirm,
            Self::Shut { .. } => Step::Shut,
            Self::Join { .. } => Step::Join,
            Self::Unjoin { .. } => Step::Unjoin,
            Self::SetAside { .. } => Step::SetAside,
            Self::Overturn { .. } => Step::Overturn,
            Self::Reopen { .. } => Step::Reopen,
        }
    }

    /// The right it needs.
    #[must_use]
    pub const fn action(&self) -> Action {
        self.step().action()
    }

    /// What was written with it, in its one form; empty where nothing was, and then the law says whether it may.
    fn words(&self) -> Result<String, Fault> {
        let prose =
            |field, text: &str| texts::or_nothing(texts::prose, field, text, WORDS_CHARS_MAX);
        match self {
            Self::Confirm { finding, .. } => prose("finding", finding),
            Self::Shut { document, .. } => {
                texts::or_nothing(texts::line, "document", document, DOCUMENT_CHARS_MAX)
            }
            Self::Join { reason, .. }
            | Self::Unjoin { reason }
            | Self::SetAside { reason, .. }
            | Self::Overturn { reason, .. }
            | Self::Reopen { reason } => prose("reason", reason),
        }
    }
}

/// Takes a step by the right that its event needs, and answers the new version.
///
/// # Errors
/// [`Fault::NotFound`] outside the scope; [`Fault::Stale`]; [`Fault::Input`] for texts that break their form and for an
/// institution that the register has not; [`Fault::Refused`] by the law or the order of steps, with `event_forbidden` for
/// an event of another right than `A`.
pub async fn step<A: Permission>(
    store: &Store,
    grant: &Grant<A>,
    number: PlaceNumber,
    event: &PlaceEvent,
    version: i64,
    now: Instant,
) -> Result<i64, Fault> {
    if event.action() != A::ACTION {
        return Err(Fault::Refused(repo::EVENT_FORBIDDEN));
    }
    let words = &event.words()?;
    store
        .run(now, |tx| {
            step_once(tx, grant, number, (event, words), version)
        })
        .await
}

async fn step_once<A: Permission>(
    tx: Tx,
    grant: &Grant<A>,
    number: PlaceNumber,
    (event, words): (&PlaceEvent, &str),
    version: i64,
) -> Result<Committed<i64>, Fault> {
    let stored = held(&tx, number).await?;
    repo::within(grant.scope(), &stored.authority_id)?;
    repo::fresh(stored.version, version)?;
    let actor = grant.actor().account().ok_or(Fault::NotFound)?;
    let before = stored.way()?;
    let facts = stored.facts(tx.now().day())?;
    // What the order of steps refuses is said before anything is asked of the register.
    if let Some(refusal) = before.refusal(event.step(), actor) {
        return Err(Fault::Refused(refusal));
    }
    let of_law = to_law(&tx, &stored, event, words, actor).await?;
    let after = before
        .clone()
        .apply(of_law, actor, &facts)
        .map_err(Fault::Refused)?;
    write(&tx, &stored, &after).await?;
    let subject = Subject::new("place", &stored.id);
    let step = event.step().code();
    remark::keep(&tx, &subject, version + 1, step, (words, actor)).await?;
    let change = told(event, words, &before, &after);
    tx.commit(Act::by(grant, subject, step, change), version + 1)
        .await
}

/// The event as the law takes it.
async fn to_law(
    tx: &Tx,
    stored: &Stored,
    event: &PlaceEvent,
    words: &str,
    actor: AccountId,
) -> Result<Event, Fault> {
    let reason = words.to_owned();
    Ok(match event {
        PlaceEvent::Confirm { .. } => checked(tx, stored, event, reason, actor).await?,
        PlaceEvent::Shut {
            shut_on, ground, ..
        } => Event::Shut(Shut {
            on: *shut_on,
            ground: *ground,
            document: reason,
        }),
        PlaceEvent::Join {
            institution_number,
            relation,
            ..
        } => Event::Join {
            institution: *institution_number,
            licensed: is_licensed(tx, *institution_number).await?,
            relation: *relation,
            reason,
        },
        PlaceEvent::Unjoin { .. } => Event::Unjoin { reason },
        PlaceEvent::SetAside { why, .. } => Event::SetAside { why: *why, reason },
        PlaceEvent::Overturn { why, .. } => Event::Overturn { why: *why, reason },
        PlaceEvent::Reopen { .. } => Event::Reopen { reason },
    })
}

/// A check with its two officers, whose certificates count on the day of the check.
async fn checked(
    tx: &Tx,
    stored: &Stored,
    event: &PlaceEvent,
    finding: String,
    actor: AccountId,
) -> Result<Event, Fault> {
    let PlaceEvent::Confirm {
        checked_on,
        second_officer,
        dedicated,
        staffed,
        organised,
        ..
    } = event
    else {
        return Err(Fault::Integrity("a check without its event".to_owned()));
    };
    let mut officers: Vec<Officer> = Vec::new();
    let mut of_authority = true;
    for id in [actor, *second_officer] {
        let papers = Papers::of(tx, id).await?;
        of_authority &= papers.works_for(&stored.authority_id);
        officers.push(papers.officer(id, *checked_on));
    }
    let officers = <[Officer; 2]>::try_from(officers)
        .map_err(|_| Fault::Integrity("a check has two officers".to_owned()))?;
    Ok(Event::Confirm {
        check: Check {
            on: *checked_on,
            officers: officers.map(|officer| officer.id),
            dedicated: *dedicated,
            staffed: *staffed,
            organised: *organised,
            finding,
        },
        officers,
        of_authority,
    })
}

/// Whether the institution, or the one it was merged into, works and has a licence in force today. It is held, since the
/// place is about to refer to it.
async fn is_licensed(tx: &Tx, number: InstitutionNumber) -> Result<bool, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        status: String,
        state: Option<String>,
        valid_until: Option<String>,
    }
    let sql = format!(
        "SELECT i.status, l.state, l.valid_until FROM institution i LEFT JOIN licence l ON l.id = i.licence_id \
         WHERE {} AND {SHOWN}{}",
        answers_for("number", "$1"),
        institution::held(tx)
    );
    let row: Option<Row> = tx.one(&sql, [number.to_string().into()]).await?;
    let unknown = || {
        Fault::Input(vec![FieldFault::new(
            "institution_number",
            "institution_unknown",
        )])
    };
    let row = row.ok_or_else(unknown)?;
    let damaged = || Fault::Integrity(format!("the institution {number} cannot be read"));
    let (state, last) = (row.state.as_deref(), row.valid_until.as_deref());
    let standing = standing(state, last, tx.now().day(), damaged)?;
    let works = Status::from_code(&row.status) == Some(Status::Operating);
    Ok(works && standing.is_some_and(|(state, _)| state == State::Valid))
}

/// What an act says of the step. Words may name people, so the act holds their digest.
fn told(event: &PlaceEvent, words: &str, before: &Way, after: &Way) -> Value {
    let mut change = carried(event, words);
    if let Some(change) = change.as_object_mut() {
        change.insert("from".to_owned(), json!(before.code()));
        change.insert("to".to_owned(), json!(after.code()));
    }
    change
}

/// What a step carries.
fn carried(event: &PlaceEvent, words: &str) -> Value {
    let words = text_digest(&[words]);
    match event {
        PlaceEvent::Confirm {
            checked_on,
            second_officer,
            dedicated,
            staffed,
            organised,
            ..
        } => json!({
            "checked_on": checked_on, "second_officer": second_officer, "dedicated": dedicated,
            "staffed": staffed, "organised": organised, "words": words,
        }),
        PlaceEvent::Shut {
            shut_on, ground, ..
        } => json!({"shut_on": shut_on, "ground": ground, "words": words}),
        PlaceEvent::Join {
            institution_number,
            relation,
            ..
        } => json!({"institution": institution_number, "relation": relation, "words": words}),
        PlaceEvent::SetAside { why, .. } | PlaceEvent::Overturn { why, .. } => {
            json!({"why": why, "words": words})
        }
        PlaceEvent::Unjoin { .. } | PlaceEvent::Reopen { .. } => json!({"words": words}),
    }
}

/// Whether an act with this verb and change is this very event, word for word: sent again, it is done already.
///
/// # Errors
/// [`Fault::Input`] for an event whose texts no act can hold.
pub fn is_same(event: &PlaceEvent, verb: &str, change: &str) -> Result<bool, Fault> {
    let mut told: Value = serde_json::from_str(change).unwrap_or_default();
    if let Some(told) = told.as_object_mut() {
        told.remove("from");
        told.remove("to");
    }
    let carried = carried(event, &event.words()?);
    Ok(verb == event.step().code() && carried == told)
}
