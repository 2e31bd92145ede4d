//! The register follows a decision: a licence is made, renewed or changed, and what the record said before is kept.

use domain::access::{Grant, Permission};
use domain::application::{Facts, Form, Kind, term_from};
use domain::licence::State;
use domain::words::{Classes, District, LicenceId, LicenceNumber, Stages};
use sea_orm::{ActiveValue::Set, EntityTrait as _, FromQueryResult};
use serde_json::{Value, json};

use super::load::Stored;
use super::replace::replace;
use crate::Fault;
use crate::audit::{Act, Subject};
use crate::ops::{history, record, search_index};
use crate::repo::{self, licence::LicenceColumns};
use crate::table::licence;
use crate::tx::Tx;

/// Lets the register follow what was granted.
pub(super) async fn enter<A: Permission>(
    tx: &Tx,
    grant: &Grant<A>,
    stored: &Stored,
    facts: &Facts,
) -> Result<(), Fault> {
    let form = stored.form()?;
    let place = place(tx, stored).await?;
    match facts.kind {
        Kind::Establish => {
            let number = free_number(tx, place.district).await?;
            let said = json!({"application": stored.number, "licence": number});
            keep(tx, grant, stored, "licence_issued", said).await?;
            found(tx, stored, &form, &place, &number, facts).await
        }
        Kind::Replacement => {
            let held = held(tx, stored).await?;
            let copy = held.copy + 1;
            let said = json!({"application": stored.number, "licence": held.number, "copy": copy});
            keep(tx, grant, stored, "licence_replaced", said).await?;
            replace(tx, stored, &held, &form, facts.today).await
        }
        Kind::Renew | Kind::Change => {
            let held = held(tx, stored).await?;
            let said = json!({"application": stored.number, "licence": held.number});
            if facts.kind == Kind::Renew {
                keep(tx, grant, stored, "licence_renewed", said).await?;
                renew(tx, &held, facts).await?;
                // Its name, place and way of teaching are what the register says; of premises and bank it may say more.
                record::licensed(tx, stored.register(), &form).await
            } else {
                keep(tx, grant, stored, "licence_altered", said).await?;
                alter(tx, stored, &held, &form).await
            }
        }
    }
}

/// Keeps what the record of the institution says, under an act of its own.
async fn keep<A: Permission>(
    tx: &Tx,
    grant: &Grant<A>,
    stored: &Stored,
    verb: &'static str,
    change: Value,
) -> Result<(), Fault> {
    let subject = Subject::new("institution", &stored.institution_id);
    let act = tx.also(Act::by(grant, subject, verb, change)).await?;
    history::keep(tx, &stored.institution_id, act).await
}

/// Where the institution is, and who issues its licence.
struct Place {
    district: District,
    authority: String,
}

async fn place(tx: &Tx, stored: &Stored) -> Result<Place, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        district: String,
        authority: String,
    }
    let row: Option<Row> = tx
        .one(
            "SELECT i.district, a.name AS authority FROM institution i JOIN authority a ON a.id = i.authority_id WHERE i.id = $1",
            [stored.institution_id.as_str().into()],
        )
        .await?;
    let row = row.ok_or(Fault::NotFound)?;
    let district = District::from_code(&row.district)
        .ok_or_else(|| Fault::Integrity(format!("the district {}", row.district)))?;
    Ok(Place {
        district,
        authority: row.authority,
    })
}

/// The number after the last one of the district. Licences leave the register with a list that was entered by mistake and
/// by nothing else, so none of ours is used again; of two that are issued at once the later one meets the first, and is done again.
async fn free_number(tx: &Tx, district: District) -> Result<LicenceNumber, Fault> {
    #[derive(FromQueryResult)]
    struct Last {
        number: Option<String>,
    }
    let bound = |serial| LicenceNumber::of_training(district, serial);
    let (Some(first), Some(most)) = (bound(0), bound(LicenceNumber::SERIAL_MAX)) else {
        return Err(used_up());
    };
    let last: Option<Last> = tx
        .one(
            "SELECT MAX(number) AS number FROM licence WHERE number >= $1 AND number <= $2 AND LENGTH(number) = LENGTH($1)",
            [first.to_string().into(), most.to_string().into()],
        )
        .await?;
    let serial = match last.and_then(|last| last.number) {
        None => 0,
        Some(number) => {
            let number: LicenceNumber = repo::id(&number)?;
            number.serial().ok_or_else(used_up)?
        }
    };
    bound(serial + 1).ok_or_else(used_up)
}

fn used_up() -> Fault {
    Fault::Setting("the licence numbers of the district are used up".to_owned())
}

/// The classes and the stages of a form that is complete.
fn taught(stored: &Stored, form: &Form) -> Result<(Classes, Stages), Fault> {
    let classes = form
        .classes()
        .ok_or_else(|| Fault::Integrity(format!("application {} has no class", stored.id)))?;
    Ok((classes, Stages::of(&form.stages)))
}

async fn found(
    tx: &Tx,
    stored: &Stored,
    form: &Form,
    place: &Place,
    number: &LicenceNumber,
    facts: &Facts,
) -> Result<(), Fault> {
    let (classes, stages) = taught(stored, form)?;
    let id = LicenceId::new(tx.now(), tx.store().id_bits(tx.now())).to_string();
    let row = licence::ActiveModel {
        id: Set(id.clone()),
        number: Set(number.to_string()),
        institution_id: Set(stored.institution_id.clone()),
        class: Set(classes.first().code().to_owned()),
        more_classes: Set(classes.more_bits()),
        stages: Set(i64::from(stages.bits())),
        scope: Set(form.scope.clone()),
        state: Set(State::Valid.code().to_owned()),
        issued_by: Set(place.authority.clone()),
        issued_on: Set(facts.today.to_string()),
        valid_until: Set(term_from(facts.today).to_string()),
        ended_on: Set(None),
        proposal: Set(None),
        ended_from: Set(None),
        copy: Set(1),
        reissued_on: Set(None),
        created_at: Set(tx.now().millis()),
        version: Set(1),
    };
    licence::Entity::insert(row)
        .exec_without_returning(tx.rows())
        .await
        .map_err(Fault::from)
        .map_err(|fault| match fault {
            Fault::Duplicate { .. } => Fault::Busy,
            other => other,
        })?;
    tx.execute(
        "UPDATE institution SET licence_id = $1, status = $2 WHERE id = $3",
        [
            id.into(),
            facts.status.once_licensed().code().into(),
            stored.institution_id.as_str().into(),
        ],
    )
    .await?;
    rewrite(tx, stored, form).await
}

/// The licence that the institution holds.
#[derive(FromQueryResult)]
pub(super) struct Held {
    pub(super) id: String,
    number: String,
    pub(super) version: i64,
    /// Which copy of it counts.
    pub(super) copy: i64,
    #[sea_orm(nested)]
    columns: LicenceColumns,
}

async fn held(tx: &Tx, stored: &Stored) -> Result<Held, Fault> {
    let held: Option<Held> = tx
        .one(
            "SELECT id, number, version, copy, state, valid_until, proposal, ended_from FROM licence WHERE id = $1",
            [stored.licence_id.clone().into()],
        )
        .await?;
    held.ok_or(Fault::NotFound)
}

/// It goes on from its last day.
async fn renew(tx: &Tx, held: &Held, facts: &Facts) -> Result<(), Fault> {
    let licence = held.columns.licence(&held.id)?;
    let until = term_from(licence.valid_until.plus_days(1));
    let renewed = licence.renewed(until, facts.today);
    let written = tx
        .execute(
            "UPDATE licence SET valid_until = $1, state = $2, ended_from = $3, version = version + 1 WHERE id = $4 AND version = $5",
            [
                until.to_string().into(),
                renewed.state.code().into(),
                renewed.ended_from.map(State::code).into(),
                held.id.as_str().into(),
                held.version.into(),
            ],
        )
        .await?;
    repo::one_row(&written, held.version).map_err(repo::done_again)
}

async fn alter(tx: &Tx, stored: &Stored, held: &Held, form: &Form) -> Result<(), Fault> {
    let (classes, stages) = taught(stored, form)?;
    tx.execute(
        "UPDATE licence SET class = $1, more_classes = $5, stages = $2, scope = $3, version = version + 1 WHERE id = $4",
        [
            classes.first().code().into(),
            i64::from(stages.bits()).into(),
            form.scope.as_str().into(),
            held.id.as_str().into(),
            classes.more_bits().into(),
        ],
    )
    .await?;
    rewrite(tx, stored, form).await
}

/// Writes what the licence says of the institution over its record.
async fn rewrite(tx: &Tx, stored: &Stored, form: &Form) -> Result<(), Fault> {
    let (classes, stages) = taught(stored, form)?;
    tx.execute(
        "UPDATE institution SET name = $1, class = $2, more_classes = $6, stages = $3, address = $4 WHERE id = $5",
        [
            form.name.as_str().into(),
            classes.first().code().into(),
            i64::from(stages.bits()).into(),
            form.address.as_str().into(),
            stored.institution_id.as_str().into(),
            classes.more_bits().into(),
        ],
    )
    .await?;
    record::licensed(tx, stored.register(), form).await?;
    search_index::again(tx, &stored.institution_id).await
}
