//! Looking institutions up: plain SQL, since this is what everybody asks for all day.

use domain::licence;
use domain::words::{Classes, Day, InstitutionNumber, LicenceNumber, Stage};
use sea_orm::sqlx::{self, Row as _};
use serde::{Deserialize, Serialize};

use crate::Fault;
use crate::connect::{Pool, Store, count_one};

mod facet;
mod full;
mod list;
mod near;
mod past;
mod query;
mod search;
mod walk;
mod whole;
pub use facet::{Counted, Facets, Share};
pub use full::{FullRecord, Identity, PositionShown, full};
pub use near::{Near, NearQuery, near};
pub use past::{AsOf, StateChange, acts, as_of, state_changes};
pub use query::{After, Found, InstitutionQuery};
pub use search::{facets, search};
pub use whole::{Every, revision, white_by_district};

use list::{CELLS, list_of_sqlite};
pub(crate) use walk::Bind;

/// One line of the list, as the public sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InstitutionRow {
    /// Number to read out on the telephone.
    pub number: String,
    /// Registered name.
    pub name: String,
    /// Brand; empty where it has none.
    pub brand: String,
    /// Unified social credit code.
    pub uscc: Option<String>,
    /// Whether it works.
    pub status: String,
    /// What it teaches: the first of the classes.
    pub class: String,
    /// The others.
    #[serde(serialize_with = "crate::repo::class_codes")]
    pub more_classes: i64,
    /// Where it is: a GB/T 2260 code or a zone.
    pub district: String,
    /// Address.
    pub address: String,
    /// Licence number, where it has a licence.
    pub licence_number: Option<String>,
    /// State of the licence today; `none` without one.
    pub licence_state: String,
    /// Last day of the licence.
    pub licence_valid_until: Option<String>,
    /// Names it had before, one a line, where the list was asked for by a name; the whole record has them elsewhere.
    #[serde(serialize_with = "lines", skip_serializing_if = "String::is_empty")]
    pub former_names: String,
    #[serde(skip_serializing)]
    seq: i64,
}

impl InstitutionRow {
    /// What it teaches; nothing where the row is damaged.
    #[must_use]
    pub fn classes(&self) -> Option<Classes> {
        Classes::stored(&self.class, self.more_classes)
    }
}

fn lines<S: serde::Serializer>(text: &str, out: S) -> Result<S::Ok, S::Error> {
    out.collect_seq(text.lines())
}

/// The whole public record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InstitutionRecord {
    /// What the list shows as well.
    #[serde(flatten)]
    pub row: InstitutionRow,
    /// The id, for officers' steps; not shown.
    #[serde(skip)]
    pub id: String,
    /// Responsible authority's id; not shown.
    #[serde(skip)]
    pub authority_id: String,
    /// Legal form.
    pub legal_form: String,
    /// Stages taught.
    pub stages: Vec<&'static str>,
    /// Telephone for the public.
    pub telephone: String,
    /// Responsible authority.
    pub authority: String,
    /// Day of founding.
    pub founded_on: Option<String>,
    /// What the licence allows.
    pub licence_scope: Option<String>,
    /// Who issued it.
    pub licence_issued_by: Option<String>,
    /// When it was issued.
    pub licence_issued_on: Option<String>,
    /// Which copy of its paper counts; the first one is 1.
    pub licence_copy: Option<i64>,
    /// When that copy was issued, where it is not the first.
    pub licence_reissued_on: Option<String>,
    /// Version of the record.
    pub version: i64,
}

const ROW: &str = "i.seq, i.number, i.name, i.brand, i.uscc, i.status, i.class, i.more_classes, i.district, i.address, \
     l.number AS licence_number, l.state AS licence_state, l.valid_until AS licence_valid_until";

/// The names that an institution of a list had before.
const FORMER: &str = "COALESCE((SELECT d.former_names FROM institution_identity d WHERE d.institution_id = i.id), '') AS former_names";

const RECORD: &str = "i.id, i.authority_id, i.legal_form, i.stages, i.telephone, i.founded_on, i.version, a.name AS authority, \
     l.scope AS licence_scope, l.issued_by AS licence_issued_by, l.issued_on AS licence_issued_on, \
     l.copy AS licence_copy, l.reissued_on AS licence_reissued_on";

/// The two databases have row types of their own and the same columns.
macro_rules! readers {
    ($row:ident, $record:ident, $db:ty) => {
        fn $row(row: &$db, today: &str) -> Result<InstitutionRow, sqlx::Error> {
            let valid_until: Option<String> = row.try_get(12)?;
            Ok(InstitutionRow {
                seq: row.try_get(0)?,
                number: row.try_get(1)?,
                name: row.try_get(2)?,
                brand: row.try_get(3)?,
                uscc: row.try_get(4)?,
                status: row.try_get(5)?,
                class: row.try_get(6)?,
                more_classes: row.try_get(7)?,
                district: row.try_get(8)?,
                address: row.try_get(9)?,
                licence_number: row.try_get(10)?,
                licence_state: licence_state(row.try_get(11)?, valid_until.as_deref(), today),
                licence_valid_until: valid_until,
                former_names: String::new(),
            })
        }

        fn $record(row: &$db, today: &str) -> Result<InstitutionRecord, sqlx::Error> {
            let stages: i64 = row.try_get(16)?;
            Ok(InstitutionRecord {
                row: $row(row, today)?,
                id: row.try_get(13)?,
                authority_id: row.try_get(14)?,
                legal_form: row.try_get(15)?,
                stages: stage_codes(stages),
                telephone: row.try_get(17)?,
                founded_on: row.try_get(18)?,
                version: row.try_get(19)?,
                authority: row.try_get(20)?,
                licence_scope: row.try_get(21)?,
                licence_issued_by: row.try_get(22)?,
                licence_issued_on: row.try_get(23)?,
                licence_copy: row.try_get(24)?,
                licence_reissued_on: row.try_get(25)?,
            })
        }
    };
}
readers!(row_of_sqlite, record_of_sqlite, sqlx::sqlite::SqliteRow);
readers!(row_of_postgres, record_of_postgres, sqlx::postgres::PgRow);

fn stage_codes(bits: i64) -> Vec<&'static str> {
    Stage::ALL
        .iter()
        .copied()
        .filter(|stage| bits & i64::from(stage.bit()) != 0)
        .map(Stage::code)
        .collect()
}

/// A licence past its last day is expired whatever its row says: the worker's step on the day may
/// come some minutes later. Days compare as text.
fn licence_state(stored: Option<String>, valid_until: Option<&str>, today: &str) -> String {
    match (stored, valid_until) {
        (None, _) => "none".to_owned(),
        (Some(state), Some(until))
            if until < today
                && licence::State::from_code(&state).is_some_and(licence::State::runs_out) =>
        {
            licence::State::Expired.code().to_owned()
        }
        (Some(state), _) => state,
    }
}

/// Binds, runs and reads on either database. The statement holds column names, numbers of values
/// and the number of rows of a page, never a value.
macro_rules! run {
    ($hot:expr, $sql:expr, $values:expr, $read:expr) => {{
        let mut statement = sqlx::query(sqlx::AssertSqlSafe($sql));
        for value in $values {
            statement = match value {
                Bind::Text(text) => statement.bind(text),
                Bind::Number(number) => statement.bind(number),
            };
        }
        let mut held = $hot.take().await?;
        let rows = statement.fetch_all(held.connection()).await?;
        held.keep();
        rows.iter().map($read).collect::<Result<Vec<_>, _>>()?
    }};
}

pub(crate) use run;

/// A list by a statement of [`ROW`] and `former_names`.
async fn fetch(
    store: &Store,
    sql: String,
    values: Vec<Bind>,
    today: &str,
) -> Result<Vec<InstitutionRow>, Fault> {
    count_one();
    Ok(match store.hot() {
        Pool::Sqlite(hot) => {
            let sql = format!("SELECT json_group_array({CELLS} ORDER BY seq) FROM ({sql})");
            let lists = run!(hot, sql, values, |row| list_of_sqlite(row, today));
            lists.into_iter().flatten().collect()
        }
        Pool::Postgres(hot) => run!(hot, sql, values, |row| {
            let former_names = row.try_get(13)?;
            row_of_postgres(row, today).map(|row| InstitutionRow {
                former_names,
                ..row
            })
        }),
    })
}

async fn fetch_facets(
    store: &Store,
    sql: String,
    values: Vec<Bind>,
) -> Result<Vec<facet::Cells>, Fault> {
    count_one();
    Ok(match store.hot() {
        Pool::Sqlite(hot) => {
            let sql = format!("SELECT json_group_array({}) FROM ({sql})", facet::CELLS);
            let lists = run!(hot, sql, values, facet::cells_of_sqlite);
            lists.into_iter().flatten().collect()
        }
        Pool::Postgres(hot) => run!(hot, sql, values, facet::cells_of_postgres),
    })
}

/// Whom look-ups show: everyone but the institutions of a list that is being entered or taken back, which lie side by
/// side in the register. So written the condition moves no plan: both ends are read once.
pub(crate) const SHOWN: &str = "(i.seq BETWEEN (SELECT first_seq FROM register_import WHERE hidden) \
     AND (SELECT last_seq FROM register_import WHERE hidden)) IS NOT TRUE";

/// The condition under which `i` answers for the entry whose `column` is `value`: itself, or the one it was merged into.
pub(crate) fn answers_for(column: &str, value: &str) -> String {
    format!(
        "i.id = (SELECT COALESCE(m.merged_into, m.id) FROM institution m WHERE m.{column} = {value})"
    )
}

/// Joins the entry `own` that `column` names and `i`, which answers for it.
pub(crate) fn joined_by(column: &str) -> String {
    format!(
        "JOIN institution own ON own.id = {column} JOIN institution i ON i.id = COALESCE(own.merged_into, own.id)"
    )
}

/// The condition under which `column` names the entry whose id is `value`, or one that was merged into it.
pub(crate) fn is_of(column: &str, value: &str) -> String {
    format!(
        "{column} IN (SELECT f.id FROM institution f WHERE f.id = {value} OR f.merged_into = {value})"
    )
}

/// An entry that was merged into another one is in no list; its number leads to the other.
pub(crate) const UNMERGED: &str = "i.merged_into IS NULL";

/// The licence that an institution holds now, or held last.
const HELD: &str = "LEFT JOIN licence l ON l.id = i.licence_id";

/// Whom [`licence::Standing::on`] calls licensed on a day, which follows: the white list.
const WHITE: &str = "i.status = 'operating' AND l.state = 'valid' AND l.valid_until >= ";

async fn record(
    store: &Store,
    join: &str,
    column: &str,
    value: String,
    today: Day,
) -> Result<Option<InstitutionRecord>, Fault> {
    let sql = format!(
        "SELECT {ROW}, {RECORD} FROM institution i {join} \
         JOIN authority a ON a.id = i.authority_id WHERE {column} = $1 AND {SHOWN}"
    );
    let (values, today) = ([Bind::Text(value)], today.to_string());
    let today = today.as_str();
    count_one();
    let rows = match store.hot() {
        Pool::Sqlite(hot) => run!(hot, sql, values, |row| record_of_sqlite(row, today)),
        Pool::Postgres(hot) => run!(hot, sql, values, |row| record_of_postgres(row, today)),
    };
    Ok(rows.into_iter().next())
}

/// The public record of one institution.
///
/// # Errors
/// Faults of the database.
pub async fn by_number(
    store: &Store,
    number: InstitutionNumber,
    today: Day,
) -> Result<Option<InstitutionRecord>, Fault> {
    record(store, HELD, "i.number", number.to_string(), today).await
}

/// The public record of one institution, by its id.
///
/// # Errors
/// Faults of the database.
pub async fn by_id(
    store: &Store,
    id: domain::words::InstitutionId,
    today: Day,
) -> Result<Option<InstitutionRecord>, Fault> {
    record(store, HELD, "i.id", id.to_string(), today).await
}

/// The record of the institution to which the licence was issued, with this licence as it is today: one that has run out is
/// no forgery because another one followed it.
///
/// # Errors
/// Faults of the database.
pub async fn by_licence(
    store: &Store,
    number: &LicenceNumber,
    today: Day,
) -> Result<Option<InstitutionRecord>, Fault> {
    let join = "JOIN licence l ON l.institution_id = i.id";
    record(store, join, "l.number", number.to_string(), today).await
}
