//! People are entered, one or a whole list.

use domain::access::{Grant, permit};
use domain::pii::Purpose;
use domain::refusal::Refusal;
use domain::staff::lead::Ground;
use domain::staff::listed::ROWS_MAX;
use domain::staff::{BARRED, NewMember, Rule};
use domain::words::{FieldFault, Instant, InstitutionId, StaffId, StaffLeadId};
use sea_orm::Value;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::met::{Employed, met, one_at_a_time, raise, raise_there};
use super::{index_of, sealed, within};
use crate::Fault;
use crate::audit::{Act, Subject};
use crate::connect::Store;
use crate::ops::IdempotencyKey;
use crate::ops::idempotency::digest;
use crate::ops::institution::{self, Of};
use crate::ops::sign::text_digest;
use crate::repo;
use crate::tx::{Committed, Tx, Upkeep};
use crate::vault::Place;

/// The person is on the list of the institution already.
pub(super) const KNOWN: Refusal = Refusal {
    code: "staff_known_already",
    article: None,
    zh: "该人员已经登记在本机构",
    en: "this person is on the staff of the institution already",
};

/// Rows of one statement: SQLite allows 32,766 values in one.
const SLICE: usize = 200;

/// Somebody who was entered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entered {
    /// The id.
    pub id: StaffId,
    /// What an officer will look at: the same number is on a list, or at another institution.
    pub warnings: Vec<Rule>,
}

/// Where the sealed number of a person lies.
pub(crate) const fn identity_place(id: &str) -> Place<'_> {
    Place {
        table: "staff_member",
        column: "identity",
        row: id,
    }
}

/// Enters a person on the staff of an institution. The same `key` with the same command answers with the same person.
///
/// # Errors
/// [`Fault::NotFound`] for another institution; [`Fault::Input`] for a number whose holder is not born yet;
/// [`Fault::Refused`] with `staff_barred` by the measures, with `staff_known_already`; [`Fault::KeyReused`].
pub async fn enter(
    store: &Store,
    grant: &Grant<permit::KeepStaff>,
    institution: InstitutionId,
    new: &NewMember,
    key: Option<&IdempotencyKey>,
    now: Instant,
) -> Result<Entered, Fault> {
    within(grant.scope(), institution)?;
    store
        .run(now, |tx| enter_once(tx, grant, institution, new, key))
        .await
        .map_err(known_already)
}

/// Another write entered the person first.
fn known_already(fault: Fault) -> Fault {
    if fault.is_duplicate_of("staff_member", "identity_index") {
        Fault::Refused(KNOWN)
    } else {
        fault
    }
}

async fn enter_once(
    tx: Tx,
    grant: &Grant<permit::KeepStaff>,
    institution: InstitutionId,
    new: &NewMember,
    key: Option<&IdempotencyKey>,
) -> Result<Committed<Entered>, Fault> {
    // A digest of the number could be tried out; its blind index cannot.
    let index = index_of(tx.store(), &new.identity);
    let scope = format!("staff:{institution}");
    let request = digest(&json!({"identity": index, "member": new.member}))?;
    if let Some(before) = tx.replayed(&scope, key, &request).await? {
        let entered = serde_json::from_value(before)
            .map_err(|_| Fault::Integrity("a kept answer cannot be read".to_owned()))?;
        return tx.commit_upkeep(Upkeep::Replay, entered).await;
    }
    let place = Workplace::of(&tx, institution).await?;
    let (mut entered, leads) = put(&tx, &place, std::slice::from_ref(new)).await?;
    let entered = entered.pop().ok_or(Fault::NotFound)?;
    let answer = serde_json::to_value(&entered)
        .map_err(|_| Fault::Integrity("an answer cannot be written as JSON".to_owned()))?;
    tx.keep_answer(&scope, key, &request, &answer).await?;
    let said = text_digest(&[&repo::written(&new.member)?]);
    let change = json!({"institution": institution, "said": said, "leads": leads});
    let act = Act::by(grant, Subject::new("staff", entered.id), "enter", change);
    tx.commit(act, entered).await
}

/// Enters a whole list in one act, or none of it.
///
/// # Errors
/// As [`enter`]; [`Fault::Input`] for more rows than one write takes.
pub async fn enter_list(
    store: &Store,
    grant: &Grant<permit::KeepStaff>,
    institution: InstitutionId,
    list: &[NewMember],
    now: Instant,
) -> Result<Vec<Entered>, Fault> {
    within(grant.scope(), institution)?;
    if list.len() > ROWS_MAX {
        let fault = FieldFault::new("list", "staff_list_too_long");
        return Err(Fault::Input(vec![fault]));
    }
    store
        .run(now, |tx| async move {
            let place = Workplace::of(&tx, institution).await?;
            let (entered, leads) = put(&tx, &place, list).await?;
            let ids: Vec<StaffId> = entered.iter().map(|one| one.id).collect();
            let change = json!({"count": ids.len(), "staff": ids, "leads": leads});
            let subject = Subject::new("institution", institution);
            tx.commit(Act::by(grant, subject, "enter_staff", change), entered)
                .await
        })
        .await
        .map_err(known_already)
}

/// The institution that employs.
struct Workplace {
    id: InstitutionId,
    authority: String,
}

impl Workplace {
    async fn of(tx: &Tx, id: InstitutionId) -> Result<Self, Fault> {
        let standing = institution::standing(tx, Of::Id(id)).await?;
        Ok(Self {
            id,
            authority: standing.authority_id,
        })
    }
}

/// Writes new people and raises the leads that come of their numbers.
async fn put(
    tx: &Tx,
    place: &Workplace,
    list: &[NewMember],
) -> Result<(Vec<Entered>, Vec<StaffLeadId>), Fault> {
    let today = tx.now().day();
    let possible = |new: &NewMember| new.identity.expose(Purpose::Match).is_possible_on(today);
    if !list.iter().all(possible) {
        let fault = FieldFault::new("identity_number", "identity_number_invalid");
        return Err(Fault::Input(vec![fault]));
    }
    one_at_a_time(tx).await?;
    let indexes: Vec<String> = list
        .iter()
        .map(|new| index_of(tx.store(), &new.identity))
        .collect();
    let found = met(tx, place.id, &indexes).await?;
    if found.values().any(|met| met.barred) {
        return Err(Fault::Refused(BARRED));
    }
    if found.values().any(|met| met.known) {
        return Err(Fault::Refused(KNOWN));
    }
    let ids: Vec<StaffId> = list
        .iter()
        .map(|_| StaffId::new(tx.now(), tx.store().id_bits(tx.now())))
        .collect();
    let rows: Vec<(&NewMember, (&StaffId, &String))> =
        list.iter().zip(ids.iter().zip(&indexes)).collect();
    for slice in rows.chunks(SLICE) {
        insert(tx, place, slice).await?;
    }
    let (mut entered, mut leads) = (Vec::with_capacity(ids.len()), Vec::new());
    for (id, index) in ids.iter().zip(&indexes) {
        let met = found.get(index).cloned().unwrap_or_default();
        let of = Employed {
            staff_id: id.to_string(),
            authority_id: place.authority.clone(),
        };
        for (ground, entry) in &met.leads {
            leads.extend(raise(tx, *ground, &of, entry).await?);
            if *ground == Ground::Elsewhere {
                leads.extend(raise_there(tx, &of, entry).await?);
            }
        }
        entered.push(Entered {
            id: *id,
            warnings: met.warnings(),
        });
    }
    Ok((entered, leads))
}

/// How many values a row has.
const VALUES: usize = 18;

async fn insert(
    tx: &Tx,
    place: &Workplace,
    rows: &[(&NewMember, (&StaffId, &String))],
) -> Result<(), Fault> {
    let mut values: Vec<Value> = Vec::with_capacity(rows.len() * VALUES);
    for (new, (id, index)) in rows {
        let (id, said) = (id.to_string(), &new.member);
        let number = new.identity.expose(Purpose::Seal).as_str();
        let day = |day: Option<domain::words::Day>| day.map(|day| day.to_string());
        values.extend([
            id.as_str().into(),
            place.id.to_string().into(),
            said.name.as_str().into(),
            sealed(tx.store(), identity_place(&id), number)?.into(),
            index.as_str().into(),
            said.post.code().into(),
            said.engagement.code().into(),
            said.subject.as_str().into(),
            said.certificate.map(|one| one.code()).into(),
            said.certificate_number.as_str().into(),
            said.entry_check.code().into(),
            day(said.checked_on).into(),
            said.photo_shown.into(),
            day(said.photo_consent_on).into(),
            said.employed_on.to_string().into(),
            tx.now().millis().into(),
            tx.now().millis().into(),
            1_i64.into(),
        ]);
    }
    let row = |at: usize| {
        let places: Vec<String> = (1..=VALUES)
            .map(|place| format!("${}", at * VALUES + place))
            .collect();
        format!("({})", places.join(", "))
    };
    let lines: Vec<String> = (0..rows.len()).map(row).collect();
    let sql = format!(
        "INSERT INTO staff_member (id, institution_id, name, identity_sealed, identity_index, post, engagement, subject, certificate, \
         certificate_number, entry_check, checked_on, photo_shown, photo_consent_on, employed_on, created_at, updated_at, version) \
         VALUES {}",
        lines.join(", ")
    );
    tx.execute(&sql, values).await?;
    Ok(())
}
