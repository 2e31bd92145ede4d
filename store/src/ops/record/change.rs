//! Changing a record: at once where one owns the field, else by a request.

use std::collections::BTreeMap;

use domain::access::{Grant, Permission, Scope, permit};
use domain::institution::field::Field;
use domain::institution::request::{Alteration, Decider, Plan, Side, State, WAITS};
use domain::law;
use domain::words::{AccountId, ActId, FieldFault, Instant, InstitutionNumber, RequestId};
use serde::Serialize;

use super::request::{Moved, tell};
use super::{Held, load, told, write};
use crate::Fault;
use crate::audit::{Act, Subject};
use crate::connect::Store;
use crate::ops::institution::Of;
use crate::ops::texts;
use crate::repo;
use crate::tx::{Committed, Tx};

/// What somebody wants a record to say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Change {
    /// The texts of the fields that were filled in; one that says what the record says changes nothing.
    pub values: BTreeMap<Field, String>,
    /// Why. The authority has to say it, since it answers for the register.
    pub reason: String,
}

/// What became of a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Changed {
    /// The record's version now.
    pub version: i64,
    /// Fields that say something else now.
    pub written: Vec<Field>,
    /// What waits for the owner of the other fields.
    pub asked: Vec<RequestId>,
}

/// Changes the record of one's own institution that was read at `version`, or asks for it.
///
/// # Errors
/// [`Fault::Input`] with every field that cannot say this, with `nothing_changed` where all say it already;
/// [`Fault::Refused`] with `change_needs_application` for what the licence says, with `request_waits` while another request
/// waits; [`Fault::Stale`].
pub async fn change_own(
    store: &Store,
    grant: &Grant<permit::KeepOwnRecord>,
    change: &Change,
    version: i64,
    now: Instant,
) -> Result<Changed, Fault> {
    let Scope::Own(institution) = grant.scope() else {
        return Err(Fault::NotFound);
    };
    let of = Of::Id(*institution);
    store
        .run(now, |tx| {
            change_once(tx, grant, (Side::Institution, of), change, version)
        })
        .await
}

/// Changes the record of an institution of the scope that was read at `version`, or asks for it.
///
/// # Errors
/// As [`change_own`]; [`Fault::NotFound`] outside the scope, [`Fault::Input`] without a reason.
pub async fn change(
    store: &Store,
    grant: &Grant<permit::KeepRegister>,
    number: InstitutionNumber,
    change: &Change,
    version: i64,
    now: Instant,
) -> Result<Changed, Fault> {
    let of = Of::Number(number);
    store
        .run(now, |tx| {
            change_once(tx, grant, (Side::Authority, of), change, version)
        })
        .await
}

async fn change_once<A: Permission>(
    tx: Tx,
    grant: &Grant<A>,
    of: (Side, Of),
    change: &Change,
    version: i64,
) -> Result<Committed<Changed>, Fault> {
    let (last, changed) = made(&tx, grant, of, change, version).await?;
    tx.commit_told(last, changed).await
}

/// Writes a change, or asks for it, and answers the last act of it.
pub(crate) async fn made<A: Permission>(
    tx: &Tx,
    grant: &Grant<A>,
    (side, of): (Side, Of),
    change: &Change,
    version: i64,
) -> Result<(ActId, Changed), Fault> {
    let held = load(tx, of).await?;
    if side == Side::Authority {
        repo::within(grant.scope(), &held.authority_id)?;
    }
    held.kept()?;
    repo::fresh(held.version, version)?;
    let by = grant.actor().account().ok_or(Fault::NotFound)?;
    let (plan, reason) = planned(tx, side, &held, change)?;
    code_is_free(tx, &held, change).await?;
    let mut last = None;
    let mut changed = Changed {
        version,
        written: plan.now.iter().map(|it| it.field).collect(),
        asked: Vec::new(),
    };
    if !plan.now.is_empty() {
        last = Some(write(tx, grant, &held, &plan.now, &reason).await?);
        changed.version += 1;
    }
    for (decider, alterations) in plan.asked {
        let asked = Asked {
            side,
            decider,
            alterations,
            reason: &reason,
            by,
        };
        let (id, act) = ask(tx, grant, &held, &asked).await?;
        changed.asked.push(id);
        last = Some(tx.also(act).await?);
    }
    let last = last.ok_or_else(nothing_changed)?;
    Ok((last, changed))
}

fn nothing_changed() -> Fault {
    Fault::Input(vec![FieldFault::new("values", "nothing_changed")])
}

/// Refuses a credit code that another institution of the register has, before anybody is asked to agree to it.
async fn code_is_free(tx: &Tx, held: &Held, change: &Change) -> Result<(), Fault> {
    let asked = change
        .values
        .get(&Field::Uscc)
        .filter(|text| !text.trim().is_empty());
    let Some(code) = asked.and_then(|text| Field::Uscc.read(text, tx.now().day()).ok()) else {
        return Ok(());
    };
    let sql = "SELECT 1 FROM institution WHERE uscc = $1 AND id <> $2";
    if tx.has(sql, [code.into(), held.id.as_str().into()]).await? {
        return Err(Fault::Input(vec![FieldFault::new(
            "uscc",
            "uscc_of_another",
        )]));
    }
    Ok(())
}

/// The texts, checked and compared with what stands there, and the reason.
fn planned(tx: &Tx, side: Side, held: &Held, change: &Change) -> Result<(Plan, String), Fault> {
    let today = tx.now().day();
    let (mut wanted, mut faults) = (Vec::new(), Vec::new());
    for (field, text) in &change.values {
        match field.read(text, today) {
            Ok(new) => wanted.push(Alteration {
                field: *field,
                old: held.text(*field).to_owned(),
                new,
            }),
            // What stood there before it was checked like this may stay.
            Err(_) if text.trim() == held.text(*field) => {}
            Err(fault) => faults.push(FieldFault::new(field.code(), fault.code)),
        }
    }
    if !faults.is_empty() {
        return Err(Fault::Input(faults));
    }
    let plan = side.plan(wanted).map_err(Fault::Refused)?;
    if plan.now.is_empty() && plan.asked.is_empty() {
        return Err(nothing_changed());
    }
    let reason = match side {
        Side::Authority => texts::prose("reason", &change.reason, 500)?,
        Side::Institution => texts::or_nothing(texts::prose, "reason", &change.reason, 500)?,
    };
    Ok((plan, reason))
}

/// A request before it is stored.
struct Asked<'a> {
    side: Side,
    decider: Decider,
    alterations: Vec<Alteration>,
    reason: &'a str,
    by: AccountId,
}

async fn ask<A: Permission>(
    tx: &Tx,
    grant: &Grant<A>,
    held: &Held,
    asked: &Asked<'_>,
) -> Result<(RequestId, Act), Fault> {
    let now = tx.now();
    let id = RequestId::new(now, tx.store().id_bits(now));
    let due = law::request_due(now.day());
    let stored = tx.execute(
        "INSERT INTO change_request (id, institution_id, side, decider, alterations, reason, state, open, due_on, asked_by, asked_at, version) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, TRUE, $8, $9, $10, 1)",
        [
            id.to_string().into(),
            held.id.as_str().into(),
            asked.side.code().into(),
            asked.decider.code().into(),
            repo::written(&asked.alterations)?.into(),
            asked.reason.into(),
            State::Open.code().into(),
            due.due_on.to_string().into(),
            asked.by.to_string().into(),
            now.millis().into(),
        ],
    );
    stored.await.map_err(one_at_a_time)?;
    if asked.decider == Decider::Institution {
        let moved = Moved {
            id,
            step: "ask",
            reason: asked.reason,
            due_on: Some(due.due_on),
        };
        tell(tx, &held.id, &asked.alterations, &moved).await?;
    }
    let subject = Subject::new("change_request", id);
    let act = Act::by(grant, subject, "ask", told(&asked.alterations));
    Ok((id, act))
}

/// The index by which one request of a side waits for one who decides.
fn one_at_a_time(fault: Fault) -> Fault {
    if fault.is_duplicate_of("change_request", "institution_id") {
        Fault::Refused(WAITS)
    } else {
        fault
    }
}
