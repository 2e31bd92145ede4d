//! The register as it stood on a day.

use domain::access::{Grant, permit};
use domain::words::{Day, InstitutionNumber};
use sea_orm::FromQueryResult;
use sea_orm::sqlx::{self, Row as _};

use super::walk::Bind;
use super::{
    FullRecord, InstitutionRecord, InstitutionRow, SHOWN, licence_state, run, stage_codes,
};
use crate::Fault;
use crate::connect::{Pool, Store, count_one};
use crate::ops::history::{Kept, Said};
use crate::read::act::{self, ActRow};
use crate::repo;

/// What the register said of an institution on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AsOf {
    /// There is no such number.
    Unknown,
    /// The register held it not yet.
    NotYet,
    /// The record as it stood at the end of that day.
    Said(Box<FullRecord>),
}

/// What the register said of the institution at the end of `day`, with the state that its licence had on that day. The
/// record of `today` and of later days is the present one.
///
/// # Errors
/// Faults of the database.
pub async fn as_of(
    store: &Store,
    number: InstitutionNumber,
    day: Day,
    today: Day,
) -> Result<AsOf, Fault> {
    let end = day.plus_days(1).start().millis();
    // The first past that ended after the day is the one that held on it; without one the present record did.
    let sql = format!(
        "SELECT i.id, COALESCE(p.version, i.version), p.record, COALESCE((SELECT m.shown_at FROM register_import m \
         WHERE i.seq BETWEEN m.first_seq AND m.last_seq), i.created_at) FROM institution i \
         LEFT JOIN institution_past p ON p.institution_id = i.id AND p.version = \
         (SELECT MIN(q.version) FROM institution_past q WHERE q.institution_id = i.id AND q.until >= $2) \
         WHERE i.number = $1 AND {SHOWN}"
    );
    let values = [Bind::Text(number.to_string()), Bind::Number(end)];
    count_one();
    let rows = match store.hot() {
        Pool::Sqlite(hot) => run!(hot, sql, values, row_of_sqlite),
        Pool::Postgres(hot) => run!(hot, sql, values, row_of_postgres),
    };
    let Some(row) = rows.into_iter().next() else {
        return Ok(AsOf::Unknown);
    };
    if row.entered_at >= end {
        return Ok(AsOf::NotYet);
    }
    let record = match row.record {
        Some(text) => {
            let kept: Kept = repo::read(&text, "institution", &row.id)?;
            Some(FullRecord {
                record: kept.said.into_record(row.id, row.version, day),
                identity: kept.identity.into(),
            })
        }
        None => super::full(store, number, day.min(today)).await?,
    };
    // To confirm a record makes no new version of it: what came after the day is not told.
    let record = record.map(|mut record| {
        let identity = &mut record.identity;
        identity.confirmed_on = identity.confirmed_on.filter(|on| *on <= day);
        record
    });
    Ok(record.map_or(AsOf::Unknown, |record| AsOf::Said(Box::new(record))))
}

/// The record that held on a day: a kept one, or none where it is the present one.
struct Row {
    id: String,
    version: i64,
    record: Option<String>,
    /// When it came into the register: of a list, when the list was shown.
    entered_at: i64,
}

macro_rules! readers {
    ($name:ident, $db:ty) => {
        fn $name(row: &$db) -> Result<Row, sqlx::Error> {
            Ok(Row {
                id: row.try_get(0)?,
                version: row.try_get(1)?,
                record: row.try_get(2)?,
                entered_at: row.try_get(3)?,
            })
        }
    };
}
readers!(row_of_sqlite, sqlx::sqlite::SqliteRow);
readers!(row_of_postgres, sqlx::postgres::PgRow);

impl Said {
    /// The record that said this, as it was read on `day`.
    fn into_record(self, id: String, version: i64, day: Day) -> InstitutionRecord {
        let day = day.to_string();
        let valid_until = self.licence_valid_until;
        InstitutionRecord {
            row: InstitutionRow {
                number: self.number,
                name: self.name,
                brand: self.brand,
                uscc: self.uscc,
                status: self.status,
                class: self.class,
                more_classes: self.more_classes,
                district: self.district,
                address: self.address,
                licence_number: self.licence_number,
                licence_state: licence_state(self.licence_state, valid_until.as_deref(), &day),
                licence_valid_until: valid_until,
                former_names: String::new(),
                seq: 0,
            },
            id,
            authority_id: self.authority_id,
            legal_form: self.legal_form,
            stages: stage_codes(self.stages),
            telephone: self.telephone,
            authority: self.authority,
            founded_on: self.founded_on,
            licence_scope: self.licence_scope,
            licence_issued_by: self.licence_issued_by,
            licence_issued_on: self.licence_issued_on,
            licence_copy: self.licence_copy,
            licence_reissued_on: self.licence_reissued_on,
            version,
        }
    }
}

/// A change of the state of a licence, as the public may know it: when, and from what to what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateChange {
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// Code of the state before.
    pub from: String,
    /// Code of the state after.
    pub to: String,
}

/// Every change of the state of the institution's licences, newest first.
///
/// # Errors
/// Faults of the database.
pub async fn state_changes(store: &Store, institution: &str) -> Result<Vec<StateChange>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        at: i64,
        change: String,
    }
    #[derive(serde::Deserialize)]
    struct Change {
        from: String,
        to: String,
    }
    let rows: Vec<Row> = store
        .rows(
            "SELECT at, change FROM act WHERE subject_kind = 'institution' AND subject_id = $1 AND verb = 'licence_state' \
             ORDER BY at DESC, id DESC",
            [institution.into()],
        )
        .await?;
    rows.into_iter()
        .map(|row| {
            let change: Change = repo::read(&row.change, "institution", institution)?;
            Ok(StateChange {
                at: row.at,
                from: change.from,
                to: change.to,
            })
        })
        .collect()
}

/// Who changed the record of `institution`, by which act, oldest first; nothing where it belongs to another authority, since
/// acts name officers.
///
/// # Errors
/// Faults of the database.
pub async fn acts(
    store: &Store,
    grant: &Grant<permit::ReadDesk>,
    record: &InstitutionRecord,
) -> Result<Vec<ActRow>, Fault> {
    if repo::within(grant.scope(), &record.authority_id).is_err() {
        return Ok(Vec::new());
    }
    act::about(store, "institution", &record.id).await
}
