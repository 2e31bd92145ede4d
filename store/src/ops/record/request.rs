//! Deciding on requests to change a record, and taking them back.

use domain::access::{Action, Grant, Permission, Scope};
use domain::institution::request::{Alteration, Request, Side, State, Step};
use domain::notice::Template;
use domain::pii::Pii;
use domain::words::{Day, Instant, RequestId};
use sea_orm::FromQueryResult;
use serde::Deserialize;
use serde_json::json;

use super::{Held, load, write};
use crate::Fault;
use crate::audit::{Act, Subject};
use crate::connect::Store;
use crate::ops::institution::{Of, receiver};
use crate::ops::sign::text_digest;
use crate::ops::texts;
use crate::outbox::NewNotice;
use crate::repo;
use crate::tx::{Committed, Tx};

/// What is done with a request.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum RequestEvent {
    /// The record changes as asked.
    Approve {},
    /// The record stays as it is.
    Refuse {
        /// Why.
        #[serde(default)]
        reason: String,
    },
    /// Who asked takes it back.
    Withdraw {},
}

impl RequestEvent {
    /// The step's name.
    #[must_use]
    pub const fn step(&self) -> Step {
        match self {
            Self::Approve {} => Step::Approve,
            Self::Refuse { .. } => Step::Refuse,
            Self::Withdraw {} => Step::Withdraw,
        }
    }

    fn reason(&self) -> &str {
        match self {
            Self::Refuse { reason } => reason,
            Self::Approve {} | Self::Withdraw {} => "",
        }
    }
}

/// A request as its row has it.
#[derive(FromQueryResult)]
struct Stored {
    institution_id: String,
    side: String,
    decider: String,
    alterations: String,
    state: String,
    asked_by: String,
    version: i64,
}

impl Stored {
    /// The request as the law takes it, beside what the record says now.
    fn request(&self, held: &Held, alterations: &[Alteration]) -> Result<Request, Fault> {
        Ok(Request {
            state: repo::id(&self.state)?,
            side: repo::id(&self.side)?,
            decider: repo::id(&self.decider)?,
            asked_by: repo::id(&self.asked_by)?,
            overtaken: alterations.iter().any(|it| held.text(it.field) != it.old),
        })
    }
}

/// Takes a step on the request that was read at `version`, by the right that the step needs, and answers the new version.
///
/// # Errors
/// [`Fault::NotFound`] outside the scope and for another institution's; [`Fault::Stale`]; [`Fault::Refused`] by the order of
/// steps, with `event_forbidden` for a step of another right than `A`; [`Fault::Input`], also where the record cannot say
/// what was asked for any more.
pub async fn step<A: Permission>(
    store: &Store,
    grant: &Grant<A>,
    id: RequestId,
    event: &RequestEvent,
    version: i64,
    now: Instant,
) -> Result<i64, Fault> {
    let reason = &texts::or_nothing(texts::prose, "reason", event.reason(), 500)?;
    store
        .run(now, |tx| {
            step_once(tx, grant, id, (event.step(), reason), version)
        })
        .await
}

async fn step_once<A: Permission>(
    tx: Tx,
    grant: &Grant<A>,
    id: RequestId,
    (step, reason): (Step, &str),
    version: i64,
) -> Result<Committed<i64>, Fault> {
    let sql = "SELECT institution_id, side, decider, alterations, state, asked_by, version FROM change_request WHERE id = $1";
    let stored: Option<Stored> = tx.one(sql, [id.to_string().into()]).await?;
    let stored = stored.ok_or(Fault::NotFound)?;
    let held = load(&tx, Of::Id(repo::id(&stored.institution_id)?)).await?;
    match grant.scope() {
        Scope::Own(own) if own.to_string() != held.id => return Err(Fault::NotFound),
        Scope::Own(_) => {}
        scope => repo::within(scope, &held.authority_id)?,
    }
    repo::fresh(stored.version, version)?;
    let alterations: Vec<Alteration> =
        repo::read(&stored.alterations, "change_request", &id.to_string())?;
    let request = stored.request(&held, &alterations)?;
    if request.action(step) != A::ACTION {
        return Err(Fault::Refused(repo::EVENT_FORBIDDEN));
    }
    let by = grant.actor().account().ok_or(Fault::NotFound)?;
    let state = request.apply(step, by, reason).map_err(Fault::Refused)?;
    let written = tx
        .execute(
            "UPDATE change_request SET state = $1, open = FALSE, decided_by = $2, decided_at = $3, answer = $4, version = version + 1 \
             WHERE id = $5 AND version = $6",
            [
                state.code().into(),
                by.to_string().into(),
                tx.now().millis().into(),
                reason.into(),
                id.to_string().into(),
                version.into(),
            ],
        )
        .await?;
    repo::one_row(&written, version)?;
    if state == State::Approved {
        write(&tx, grant, &held, &alterations, "").await?;
    }
    // Its own withdrawal is no news to the institution, nor is what it decided itself.
    let of_others = request.action(step) != Action::KeepOwnRecord;
    if of_others && (request.side == Side::Institution || state == State::Approved) {
        let moved = Moved {
            id,
            step: step.code(),
            reason,
            due_on: None,
        };
        tell(&tx, &held.id, &alterations, &moved).await?;
    }
    let change = json!({"state": state, "reason": text_digest(&[reason])});
    let act = Act::by(
        grant,
        Subject::new("change_request", id),
        step.code(),
        change,
    );
    tx.commit(act, version + 1).await
}

/// What the institution is told of a request.
pub(super) struct Moved<'a> {
    pub(super) id: RequestId,
    /// `ask`, or the step.
    pub(super) step: &'static str,
    pub(super) reason: &'a str,
    /// By when it is to answer, where it is asked.
    pub(super) due_on: Option<Day>,
}

/// Tells the institution, where it has an address. The mail names the fields and no value: what they say is read at its desk.
pub(super) async fn tell(
    tx: &Tx,
    institution: &str,
    alterations: &[Alteration],
    moved: &Moved<'_>,
) -> Result<(), Fault> {
    let Some(receiver) = receiver(tx, institution).await? else {
        return Ok(());
    };
    let fields: Vec<&str> = alterations.iter().map(|it| it.field.code()).collect();
    let Moved {
        id,
        step,
        reason,
        due_on,
    } = moved;
    tx.notify(NewNotice {
        template: Template::RecordMoved,
        language: "zh".to_owned(),
        about: Subject::new("institution", institution),
        recipient: Pii::new(receiver.address),
        facts: json!({
            "institution": receiver.name,
            "step": step,
            "fields": fields,
            "reason": reason,
            "due_on": due_on,
            "on": tx.now().day(),
        }),
        dedupe_key: format!("{}:{id}:{step}", Template::RecordMoved.code()),
    })
    .await
}
