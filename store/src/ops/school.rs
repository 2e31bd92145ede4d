//! The list of schools: one by one, or a whole list.

use domain::access::{Grant, permit};
use domain::after_school::School;
use domain::words::{FieldFault, Instant, SchoolId, SchoolNumber, Stages};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::Fault;
use crate::audit::{Act, Subject};
use crate::connect::Store;
use crate::ops::IdempotencyKey;
use crate::ops::idempotency::digest;
use crate::repo;
use crate::tx::{Committed, Tx, Upkeep};

/// A school that was entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entered {
    /// Its number.
    pub number: SchoolNumber,
}

/// Rows of a list.
const LIST_MAX: usize = 1_000;

/// Enters a school. The same key with the same content is one school.
///
/// # Errors
/// [`Fault::Input`], with `school_known` for a name that the authority has on its list, and `district_outside` for a district
/// of another authority; [`Fault::KeyReused`].
pub async fn add(
    store: &Store,
    grant: &Grant<permit::KeepAfterSchool>,
    school: &School,
    key: Option<&IdempotencyKey>,
    now: Instant,
) -> Result<Entered, Fault> {
    let asked = digest(school)?;
    let school = &school.checked().map_err(Fault::Input)?;
    let asked = asked.as_str();
    store
        .run(now, |tx| add_once(tx, grant, school, (key, asked)))
        .await
}

async fn add_once(
    tx: Tx,
    grant: &Grant<permit::KeepAfterSchool>,
    school: &School,
    (key, asked): (Option<&IdempotencyKey>, &str),
) -> Result<Committed<Entered>, Fault> {
    let by = grant.actor().account().ok_or(Fault::NotFound)?;
    let scope = format!("school:{by}");
    if let Some(before) = tx.replayed(&scope, key, asked).await? {
        let entered = serde_json::from_value(before)
            .map_err(|_| Fault::Integrity("a kept answer is no school".to_owned()))?;
        return tx.commit_upkeep(Upkeep::Replay, entered).await;
    }
    let (entered, act) = enter(&tx, grant, school).await?;
    tx.keep_answer(&scope, key, asked, &json!(entered)).await?;
    tx.commit(act, entered).await
}

/// Enters a whole list, or none of it. A school that is on the list already takes what the row says of its items and
/// stages. Answers how many were new and how many were changed.
///
/// # Errors
/// [`Fault::Input`] with the fault of each row by its place: `rows.3.name`; `list_too_long`.
pub async fn add_all(
    store: &Store,
    grant: &Grant<permit::KeepAfterSchool>,
    list: &[School],
    now: Instant,
) -> Result<(u64, u64), Fault> {
    if list.len() > LIST_MAX {
        return Err(Fault::Input(vec![FieldFault::new("rows", "list_too_long")]));
    }
    store.run(now, |tx| add_list(tx, grant, list)).await
}

async fn add_list(
    tx: Tx,
    grant: &Grant<permit::KeepAfterSchool>,
    list: &[School],
) -> Result<Committed<(u64, u64)>, Fault> {
    let (mut done, mut last, mut faults) = ((0, 0), None, Vec::new());
    for (place, school) in list.iter().enumerate() {
        match row(&tx, grant, school).await {
            Ok(None) => {}
            Ok(Some((act, new))) => {
                if new {
                    done.0 += 1;
                } else {
                    done.1 += 1;
                }
                if let Some(before) = last.replace(act) {
                    tx.also(before).await?;
                }
            }
            Err(Fault::Input(found)) => faults.extend(found.into_iter().map(|fault| FieldFault {
                field: format!("rows.{place}.{}", fault.field).into(),
                ..fault
            })),
            Err(fault) => return Err(fault),
        }
    }
    match last {
        _ if !faults.is_empty() => Err(Fault::Input(faults)),
        Some(act) => tx.commit(act, done).await,
        None => tx.commit_upkeep(Upkeep::Replay, done).await,
    }
}

async fn row(
    tx: &Tx,
    grant: &Grant<permit::KeepAfterSchool>,
    school: &School,
) -> Result<Option<(Act, bool)>, Fault> {
    let school = &school.checked().map_err(Fault::Input)?;
    let authority = authority_of(tx, grant, school).await?;
    match by_name(tx, &authority, &school.name).await? {
        None => Ok(Some((enter(tx, grant, school).await?.1, true))),
        Some(known) if known.says(school) => Ok(None),
        Some(known) => {
            let act = write(tx, grant, &known, &authority, school).await?;
            Ok(Some((act, false)))
        }
    }
}

/// Changes what is said of a school, over the version that was read; answers the new one.
///
/// # Errors
/// [`Fault::NotFound`] outside the scope; [`Fault::Stale`]; [`Fault::Input`] as [`add`].
pub async fn change(
    store: &Store,
    grant: &Grant<permit::KeepAfterSchool>,
    number: SchoolNumber,
    school: &School,
    version: i64,
    now: Instant,
) -> Result<i64, Fault> {
    let school = &school.checked().map_err(Fault::Input)?;
    store
        .run(now, |tx| change_once(tx, grant, number, school, version))
        .await
}

async fn change_once(
    tx: Tx,
    grant: &Grant<permit::KeepAfterSchool>,
    number: SchoolNumber,
    school: &School,
    version: i64,
) -> Result<Committed<i64>, Fault> {
    let sql = format!("{KNOWN} WHERE number = $1");
    let known: Option<Known> = tx.one(&sql, [number.to_string().into()]).await?;
    let known = known.ok_or(Fault::NotFound)?;
    repo::within(grant.scope(), &known.authority_id)?;
    if known.says(school) {
        return tx.commit_upkeep(Upkeep::Replay, known.version).await;
    }
    repo::fresh(known.version, version)?;
    let authority = authority_of(&tx, grant, school).await?;
    if authority != known.authority_id {
        return Err(district_outside());
    }
    let other = by_name(&tx, &authority, &school.name).await?;
    if other.is_some_and(|other| other.id != known.id) {
        return Err(known_already());
    }
    let act = write(&tx, grant, &known, &authority, school).await?;
    tx.commit(act, version + 1).await
}

#[derive(FromQueryResult)]
struct Known {
    id: String,
    authority_id: String,
    name: String,
    district: String,
    stages: i64,
    items: Option<i64>,
    version: i64,
}

const KNOWN: &str = "SELECT id, authority_id, name, district, stages, items, version FROM school";

impl Known {
    fn says(&self, school: &School) -> bool {
        self.name == school.name
            && self.district == school.district.code()
            && self.stages == i64::from(Stages::of(&school.stages).bits())
            && self.items == school.items
    }
}

async fn by_name(tx: &Tx, authority: &str, name: &str) -> Result<Option<Known>, Fault> {
    let sql = format!("{KNOWN} WHERE authority_id = $1 AND name = $2");
    tx.one(&sql, [authority.into(), name.into()]).await
}

/// The authority of the district, which has to be one of the caller's.
async fn authority_of(
    tx: &Tx,
    grant: &Grant<permit::KeepAfterSchool>,
    school: &School,
) -> Result<String, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        authority_id: String,
    }
    let row: Option<Row> = tx
        .one(
            "SELECT authority_id FROM authority_area WHERE district = $1",
            [school.district.code().into()],
        )
        .await?;
    let row = row.ok_or_else(district_outside)?;
    match repo::within(grant.scope(), &row.authority_id) {
        Ok(()) => Ok(row.authority_id),
        Err(Fault::NotFound) => Err(district_outside()),
        Err(fault) => Err(fault),
    }
}

fn district_outside() -> Fault {
    Fault::Input(vec![FieldFault::new("district", "district_outside")])
}

fn known_already() -> Fault {
    Fault::Input(vec![FieldFault::new("name", "school_known")])
}

async fn enter(
    tx: &Tx,
    grant: &Grant<permit::KeepAfterSchool>,
    school: &School,
) -> Result<(Entered, Act), Fault> {
    let authority = authority_of(tx, grant, school).await?;
    if by_name(tx, &authority, &school.name).await?.is_some() {
        return Err(known_already());
    }
    let id = SchoolId::new(tx.now(), tx.store().id_bits(tx.now()));
    let sequence = tx.next("school").await?;
    let number = u32::try_from(sequence)
        .ok()
        .and_then(|sequence| SchoolNumber::from_sequence(sequence).ok())
        .ok_or_else(|| Fault::Setting("the numbers of schools are used up".to_owned()))?;
    tx.execute(
        "INSERT INTO school (id, number, name, district, authority_id, stages, items, created_at, updated_at, version) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, 1)",
        [
            id.to_string().into(),
            number.to_string().into(),
            school.name.as_str().into(),
            school.district.code().into(),
            authority.into(),
            i64::from(Stages::of(&school.stages).bits()).into(),
            school.items.into(),
            tx.now().millis().into(),
        ],
    )
    .await
    // Somebody entered the same name meanwhile: done again, it is found.
    .map_err(|fault| match fault {
        Fault::Duplicate { .. } => Fault::Busy,
        other => other,
    })?;
    let change = json!({"number": number, "school": school});
    let act = Act::by(grant, Subject::new("school", id), "enter", change);
    Ok((Entered { number }, act))
}

async fn write(
    tx: &Tx,
    grant: &Grant<permit::KeepAfterSchool>,
    known: &Known,
    authority: &str,
    school: &School,
) -> Result<Act, Fault> {
    let written = tx
        .execute(
            "UPDATE school SET name = $1, district = $2, stages = $3, items = $4, updated_at = $5, version = version + 1 \
             WHERE id = $6 AND version = $7 AND authority_id = $8",
            [
                school.name.as_str().into(),
                school.district.code().into(),
                i64::from(Stages::of(&school.stages).bits()).into(),
                school.items.into(),
                tx.now().millis().into(),
                known.id.as_str().into(),
                known.version.into(),
                authority.into(),
            ],
        )
        .await?;
    repo::one_row(&written, known.version)?;
    let subject = Subject::new("school", &known.id);
    Ok(Act::by(grant, subject, "change", json!({"school": school})))
}
