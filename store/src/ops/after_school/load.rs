//! Reading a provider for a step, and writing it back.

use domain::after_school::{Form, Provider, SchoolYear, Way};
use domain::words::{AfterSchoolNumber, Classes, Day};
use sea_orm::{FromQueryResult, Value};

use crate::Fault;
use crate::ops::course::load::{HOLDER, Holder};
use crate::repo;
use crate::tx::Tx;

/// The states in which a provider stands on the list of those who may serve.
pub(crate) const LISTED_IN: &str = "('admitted', 'warned', 'suspended', 'leaving')";

/// A provider as it is stored, with what the register knows of its institution.
#[derive(FromQueryResult)]
pub(crate) struct Stored {
    pub(crate) id: String,
    pub(crate) number: String,
    pub(crate) institution_id: String,
    pub(crate) authority_id: String,
    pub(crate) school_year: i64,
    facts: String,
    form: String,
    filed_on: Option<String>,
    pub(crate) version: i64,
    class: String,
    more_classes: i64,
    registered: bool,
    open_case: bool,
    #[sea_orm(nested)]
    holder: Holder,
}

/// The columns of [`Stored`] and where they come from.
pub(crate) fn stored() -> String {
    format!(
        "SELECT a.id, a.number, a.institution_id, a.authority_id, a.school_year, a.facts, a.form, a.filed_on, a.version, i.class, i.more_classes, \
         (i.uscc IS NOT NULL) AS registered, \
         EXISTS (SELECT 1 FROM violation_case v WHERE v.institution_id = i.id AND v.open) AS open_case, {HOLDER} \
         FROM after_school a JOIN institution i ON i.id = a.institution_id LEFT JOIN licence l ON l.id = i.licence_id"
    )
}

impl Stored {
    pub(crate) fn way(&self) -> Result<Way, Fault> {
        repo::read(&self.facts, "after_school", &self.id)
    }

    pub(crate) fn form(&self) -> Result<Form, Fault> {
        repo::read(&self.form, "after_school", &self.id)
    }

    pub(crate) fn year(&self) -> Result<SchoolYear, Fault> {
        i32::try_from(self.school_year)
            .ok()
            .and_then(|year| SchoolYear::new(year).ok())
            .ok_or_else(|| Fault::Integrity(format!("the school year of {}", self.id)))
    }

    /// Whether it was ever filed: an officer sees nothing of it before.
    pub(crate) const fn is_filed(&self) -> bool {
        self.filed_on.is_some()
    }

    pub(crate) fn provider(&self, today: Day) -> Result<Provider, Fault> {
        let licence = self.holder.licensed().classes;
        let register = || Classes::stored(&self.class, self.more_classes);
        Ok(Provider {
            classes: licence.or_else(register).ok_or_else(|| {
                Fault::Integrity(format!("the class of the institution of {}", self.id))
            })?,
            licensed: self.holder.is_licensed(today)?,
            registered: self.registered,
            open_case: self.open_case,
        })
    }
}

/// The provider, held as it is: nobody else writes it or its institution before this write ends.
pub(super) async fn held(tx: &Tx, number: AfterSchoolNumber) -> Result<Stored, Fault> {
    let number: Value = number.to_string().into();
    let stored = one(tx, "a.number = $1", number.clone()).await?;
    hold(tx, &stored.ok_or(Fault::NotFound)?).await?;
    one(tx, "a.number = $1", number)
        .await?
        .ok_or(Fault::NotFound)
}

/// A provider by its id, held as [`held`] holds it.
pub(super) async fn held_by_id(tx: &Tx, id: &str) -> Result<Option<Stored>, Fault> {
    match one(tx, "a.id = $1", id.into()).await? {
        None => Ok(None),
        Some(stored) => {
            hold(tx, &stored).await?;
            one(tx, "a.id = $1", id.into()).await
        }
    }
}

async fn one(tx: &Tx, condition: &str, value: Value) -> Result<Option<Stored>, Fault> {
    tx.one(&format!("{} WHERE {condition}", stored()), [value])
        .await
}

async fn hold(tx: &Tx, stored: &Stored) -> Result<(), Fault> {
    for (sql, id) in [
        (
            "UPDATE institution SET version = version WHERE id = $1",
            &stored.institution_id,
        ),
        (
            "UPDATE after_school SET version = version WHERE id = $1",
            &stored.id,
        ),
    ] {
        tx.execute(sql, [id.as_str().into()]).await?;
    }
    Ok(())
}

/// Writes the next state over the one that was read.
pub(super) async fn write(tx: &Tx, stored: &Stored, next: &Way) -> Result<(), Fault> {
    let filed_on = match next {
        Way::Filed { on, .. } => Some(on.to_string()),
        _ => stored.filed_on.clone(),
    };
    let publicised = match next {
        Way::Publicised { until, .. } => Some(until.to_string()),
        _ => None,
    };
    let written = tx
        .execute(
            "UPDATE after_school SET state = $1, facts = $2, filed_on = $3, queue_day = $4, publicised_until = $5, updated_at = $6, \
             version = version + 1 WHERE id = $7 AND version = $8",
            [
                next.code().into(),
                repo::written(next)?.into(),
                filed_on.clone().into(),
                filed_on.map(|day| queue_day(next, &day)).into(),
                publicised.into(),
                tx.now().millis().into(),
                stored.id.as_str().into(),
                stored.version.into(),
            ],
        )
        .await?;
    repo::one_row(&written, stored.version)
}

/// Raises the version of a provider whose agreements or scores were written.
pub(super) async fn touch(tx: &Tx, id: &str, version: i64) -> Result<(), Fault> {
    let written = tx
        .execute(
            "UPDATE after_school SET updated_at = $1, version = version + 1 WHERE id = $2 AND version = $3",
            [tx.now().millis().into(), id.into(), version.into()],
        )
        .await?;
    repo::one_row(&written, version)
}

/// The day by which the desk sorts: one that waits for a person stands before all others, the oldest first. Every year of
/// ours begins with the same sign.
fn queue_day(way: &Way, filed_on: &str) -> String {
    let waits = matches!(
        way,
        Way::Filed { .. } | Way::Selected { .. } | Way::Leaving { .. }
    );
    match filed_on.strip_prefix('2') {
        Some(rest) if waits => format!("1{rest}"),
        _ => filed_on.to_owned(),
    }
}
