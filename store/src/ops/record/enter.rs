//! An institution that an officer enters alone, before it holds a licence, so that its founder can apply for one.

use std::collections::BTreeMap;

use domain::access::{Grant, permit};
use domain::institution::NewInstitution;
use domain::institution::import::RUNNING;
use domain::institution::listed::Field;
use domain::institution::opening::{KNOWN, OUT_OF_AREA, opening};
use domain::words::{FieldFault, Instant, InstitutionNumber};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::taken;
use crate::Fault;
use crate::audit::{Act, Subject};
use crate::connect::Store;
use crate::ops::IdempotencyKey;
use crate::ops::authority::Responsible;
use crate::ops::idempotency::digest;
use crate::ops::institution::put;
use crate::ops::sign::text_digest;
use crate::read::likeness::{Likeness, like};
use crate::tx::{Committed, Tx, Upkeep};

/// An institution to enter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Opening {
    /// What is said of it, by field.
    pub values: BTreeMap<Field, String>,
    /// Those that read the same and were looked at: it is none of them.
    pub others: Vec<InstitutionNumber>,
}

/// An institution that was entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entered {
    /// Number to read out.
    pub number: InstitutionNumber,
}

/// Enters an institution that is preparing. The same `key` with the same content is one institution.
///
/// # Errors
/// [`Fault::Input`] with every field that is missing or no value of its kind, `uscc_of_another` for a credit code that the
/// register has; [`Fault::KeyReused`]; [`Fault::Refused`] with `institution_out_of_area` for a district of another authority,
/// with `institution_known_already` where one reads the same that is not among the `others`, with `import_running` where one of a list that is not shown yet
/// does.
pub async fn enter(
    store: &Store,
    grant: &Grant<permit::KeepRegister>,
    new: &Opening,
    key: Option<&IdempotencyKey>,
    now: Instant,
) -> Result<Entered, Fault> {
    let asked = &digest(new)?;
    let entry = &opening(&new.values, now.day()).map_err(Fault::Input)?;
    store
        .run(now, |tx| enter_once(tx, grant, (new, entry), (key, asked)))
        .await
}

async fn enter_once(
    tx: Tx,
    grant: &Grant<permit::KeepRegister>,
    (new, entry): (&Opening, &NewInstitution),
    (key, asked): (Option<&IdempotencyKey>, &str),
) -> Result<Committed<Entered>, Fault> {
    // Keys are each officer's own: nobody is answered with what another was told.
    let actor = grant.actor().account().ok_or(Fault::NotFound)?;
    let scope = format!("institution:{actor}");
    if let Some(before) = tx.replayed(&scope, key, asked).await? {
        let entered = serde_json::from_value(before)
            .map_err(|_| Fault::Integrity("a kept answer is no institution".to_owned()))?;
        return tx.commit_upkeep(Upkeep::Replay, entered).await;
    }
    let areas = Responsible::read(&tx).await?;
    areas.own(grant.scope(), entry.district, OUT_OF_AREA)?;
    // The counter is taken first: of two who enter the same one at once, the second waits here and then finds the first.
    let first = tx.take("institution", 1).await?;
    is_new(&tx, entry, &new.others).await?;
    let put = put(&tx, std::slice::from_ref(entry), first).await;
    let entered = put.map_err(taken)?;
    let [(id, number)] = entered.as_slice() else {
        return Err(Fault::Integrity("one institution enters as one".to_owned()));
    };
    let entered = Entered { number: *number };
    tx.keep_answer(&scope, key, asked, &json!(entered)).await?;
    let act = Act::by(
        grant,
        Subject::new("institution", id),
        "enter",
        said(new, entry, entered),
    );
    tx.commit(act, entered).await
}

/// Refuses a credit code that the register has, and what reads the same until somebody has looked at it.
async fn is_new(
    tx: &Tx,
    entry: &NewInstitution,
    others: &[InstitutionNumber],
) -> Result<(), Fault> {
    let code = entry.uscc.as_ref().map(ToString::to_string);
    let (sql, values) = like(entry.into());
    let known: Vec<Likeness> = tx.all(sql, values).await?;
    if known.iter().any(|one| code.is_some() && one.uscc == code) {
        return Err(Fault::Input(vec![FieldFault::new(
            "uscc",
            "uscc_of_another",
        )]));
    }
    if known.iter().any(|one| !one.shown) {
        return Err(Fault::Refused(RUNNING));
    }
    let seen = |one: &Likeness| others.iter().any(|other| other.to_string() == one.number);
    match known.iter().all(seen) {
        true => Ok(()),
        false => Err(Fault::Refused(KNOWN)),
    }
}

/// What the act says: nothing that names a person stands in the chain, but a digest of all that was said.
fn said(new: &Opening, entry: &NewInstitution, entered: Entered) -> serde_json::Value {
    let texts: Vec<&str> = new.values.values().map(String::as_str).collect();
    json!({
        "number": entered.number,
        "district": entry.district.code(),
        "status": entry.status.code(),
        "values": text_digest(&texts),
    })
}
