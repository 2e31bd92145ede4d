//! Lists of in-service teachers, from schools and their authorities.

use std::collections::BTreeMap;

use domain::access::{Grant, permit};
use domain::pii::Purpose;
use domain::staff::lead::Ground;
use domain::staff::listed::{NewTeacher, ROWS_MAX};
use domain::words::{Day, FieldFault, Instant, StaffLeadId, TeacherId};
use sea_orm::{FromQueryResult, Value};
use serde_json::json;

use super::met::{Employed, one_at_a_time, raise};
use super::{index_of, sealed};
use crate::Fault;
use crate::audit::{Act, Subject};
use crate::connect::Store;
use crate::ops::texts;
use crate::tx::Tx;
use crate::vault::Place;

/// A list of in-service teachers.
#[derive(Debug, Clone)]
pub struct NewList {
    /// Who keeps the list; the newest list of a source stands for the older ones.
    pub source: String,
    /// The day of which it tells.
    pub listed_on: Day,
    /// The teachers.
    pub teachers: Vec<NewTeacher>,
}

/// What came of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Listed {
    /// Teachers who were not on the list before.
    pub entered: usize,
    /// Those who are on it no longer.
    pub ended: usize,
    /// Leads that were raised.
    pub leads: usize,
}

/// Where the sealed name of a teacher lies.
pub(crate) const fn teacher_place(id: &str) -> Place<'_> {
    Place {
        table: "in_service_teacher",
        column: "name",
        row: id,
    }
}

/// Enters a list of teachers in place of the older one of its source, and raises a lead for each of them who is on the staff
/// of an institution.
///
/// # Errors
/// [`Fault::Input`] for a source that says nothing, a day that has not come, or more rows than one write takes.
pub async fn enter_teachers(
    store: &Store,
    grant: &Grant<permit::ManageRegister>,
    list: &NewList,
    now: Instant,
) -> Result<Listed, Fault> {
    let source = texts::line("source", &list.source, 100)?;
    let source = source.as_str();
    let fault = if list.listed_on > now.day() {
        Some(FieldFault::new("listed_on", "day_in_future"))
    } else {
        let too_long = list.teachers.len() > ROWS_MAX;
        too_long.then(|| FieldFault::new("list", "staff_list_too_long"))
    };
    if let Some(fault) = fault {
        return Err(Fault::Input(vec![fault]));
    }
    store
        .run(now, |tx| async move {
            one_at_a_time(&tx).await?;
            let mut before = known(&tx, source).await?;
            newest(&tx, source, list.listed_on).await?;
            // Somebody may teach at two schools, and stand on a list twice.
            let mut new: BTreeMap<(String, &str), &NewTeacher> = BTreeMap::new();
            for teacher in &list.teachers {
                let index = index_of(tx.store(), &teacher.identity);
                new.insert((index, teacher.school.as_str()), teacher);
            }
            new.retain(|(index, school), _| {
                before.remove(&(index.clone(), (*school).to_owned())).is_none()
            });
            let gone: Vec<String> = before.into_values().flatten().collect();
            end(&tx, &gone, list.listed_on).await?;
            let rows: Vec<(&String, &NewTeacher)> =
                new.iter().map(|((index, _), one)| (index, *one)).collect();
            for slice in rows.chunks(SLICE) {
                insert(&tx, (source, list.listed_on), slice).await?;
            }
            let leads = matched(&tx, source).await?;
            let listed = Listed {
                entered: new.len(),
                ended: gone.len(),
                leads: leads.len(),
            };
            let change = json!({"listed_on": list.listed_on, "entered": listed.entered, "ended": listed.ended, "leads": leads});
            let act = Act::by(grant, Subject::new("teachers", source), "enter_teachers", change);
            tx.commit(act, listed).await
        })
        .await
}

const SLICE: usize = 500;

const KNOWN: &str = "SELECT id, identity_index, school FROM in_service_teacher WHERE list_source = $1 AND ended_on IS NULL";

#[derive(FromQueryResult)]
struct Before {
    id: String,
    identity_index: String,
    school: String,
}

/// The entries of a person at a school.
type Known = BTreeMap<(String, String), Vec<String>>;

fn by_person(rows: Vec<Before>) -> Known {
    let mut known = Known::new();
    for row in rows {
        let entries = known.entry((row.identity_index, row.school)).or_default();
        entries.push(row.id);
    }
    known
}

/// Refuses a list of a day before that of the one it would stand for.
async fn newest(tx: &Tx, source: &str, listed_on: Day) -> Result<(), Fault> {
    // Whoever stands on both lists keeps the day of the first: a later list shows in who came and who went with it as well.
    let sql = "SELECT 1 FROM in_service_teacher WHERE list_source = $1 AND (listed_on > $2 OR ended_on > $2) LIMIT 1";
    if tx
        .has(sql, [source.into(), listed_on.to_string().into()])
        .await?
    {
        return Err(Fault::Input(vec![FieldFault::new(
            "listed_on",
            "list_older",
        )]));
    }
    Ok(())
}

async fn known(tx: &Tx, source: &str) -> Result<Known, Fault> {
    Ok(by_person(tx.all(KNOWN, [source.into()]).await?))
}

/// Gives a last day to teachers who are on the list no longer.
async fn end(tx: &Tx, ids: &[String], on: Day) -> Result<(), Fault> {
    for slice in ids.chunks(SLICE) {
        // Ids of ours: a prefix and hexadecimal digits.
        let quoted: Vec<String> = slice.iter().map(|id| format!("'{id}'")).collect();
        let sql = format!(
            "UPDATE in_service_teacher SET ended_on = $1 WHERE id IN ({})",
            quoted.join(", ")
        );
        tx.execute(&sql, [on.to_string().into()]).await?;
    }
    Ok(())
}

/// How many values a row has.
const VALUES: usize = 7;

async fn insert(
    tx: &Tx,
    (source, listed_on): (&str, Day),
    rows: &[(&String, &NewTeacher)],
) -> Result<(), Fault> {
    let mut values: Vec<Value> = Vec::with_capacity(rows.len() * VALUES);
    for (index, teacher) in rows {
        let id = TeacherId::new(tx.now(), tx.store().id_bits(tx.now())).to_string();
        let name = teacher.name.expose(Purpose::Seal);
        values.extend([
            id.as_str().into(),
            source.into(),
            teacher.school.as_str().into(),
            sealed(tx.store(), teacher_place(&id), name)?.into(),
            index.as_str().into(),
            listed_on.to_string().into(),
            tx.now().millis().into(),
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
        "INSERT INTO in_service_teacher (id, list_source, school, name_sealed, identity_index, listed_on, created_at) VALUES {}",
        lines.join(", ")
    );
    tx.execute(&sql, values).await?;
    Ok(())
}

/// Raises the leads of a list that was just entered.
async fn matched(tx: &Tx, source: &str) -> Result<Vec<StaffLeadId>, Fault> {
    #[derive(FromQueryResult)]
    struct Match {
        #[sea_orm(nested)]
        of: Employed,
        entry_id: String,
    }
    let found: Vec<Match> = tx
        .all(
            "SELECT m.id AS staff_id, i.authority_id, t.id AS entry_id FROM in_service_teacher t \
             JOIN staff_member m ON m.identity_index = t.identity_index AND m.left_on IS NULL \
             JOIN institution i ON i.id = m.institution_id WHERE t.list_source = $1 AND t.ended_on IS NULL ORDER BY m.id, t.id",
            [source.into()],
        )
        .await?;
    let mut leads = Vec::new();
    for one in &found {
        leads.extend(raise(tx, Ground::InService, &one.of, &one.entry_id).await?);
    }
    Ok(leads)
}
