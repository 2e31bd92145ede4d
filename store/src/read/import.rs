//! Lists that were entered, and what the register knows of the rows of one that is read.

use std::collections::{BTreeSet, HashMap};

use domain::access::{Grant, permit};
use domain::hanzi::plain;
use domain::institution::NewInstitution;
use domain::institution::import::{Rows, State};
use domain::institution::listed::Reading;
use domain::institution::met::Known;
use domain::words::{District, ImportId, InstitutionNumber};
use sea_orm::{FromQueryResult, Value};
use serde::Serialize;

use crate::Fault;
use crate::connect::Store;
use crate::repo;

/// A list that was entered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ImportRow {
    /// Its id.
    pub id: ImportId,
    /// Name of its file.
    pub file_name: String,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: String,
    /// Its state.
    pub state: State,
    /// How many rows enter.
    pub count: u64,
    /// How many of them are entered.
    pub entered: u64,
    /// Number of its first institution.
    pub first: String,
    /// Number of its last institution.
    pub last: String,
    /// When it was begun, in milliseconds since 1970.
    pub begun_at: i64,
    /// When it became visible, in milliseconds since 1970.
    pub shown_at: Option<i64>,
    /// How its file is read.
    #[serde(skip)]
    pub reading: Reading,
    /// The rows of its file that enter.
    #[serde(skip)]
    pub rows: Rows,
    /// First and last of its places in the register.
    #[serde(skip)]
    places: (i64, i64),
}

#[derive(FromQueryResult)]
struct Stored {
    id: String,
    file_name: String,
    sha256: String,
    state: String,
    reading: String,
    file_rows: String,
    first_seq: i64,
    last_seq: i64,
    entered: i64,
    begun_at: i64,
    shown_at: Option<i64>,
}

impl Stored {
    fn row(self) -> Result<ImportRow, Fault> {
        let number = |seq: i64| {
            let number = u32::try_from(seq).map(InstitutionNumber::from_sequence);
            match number {
                Ok(Ok(number)) => Ok(number.to_string()),
                _ => Err(Fault::Integrity(format!("the places of list {}", self.id))),
            }
        };
        Ok(ImportRow {
            id: repo::id(&self.id)?,
            state: repo::id(&self.state)?,
            count: u64::try_from(self.last_seq - self.first_seq + 1).unwrap_or(0),
            entered: u64::try_from(self.entered).unwrap_or(0),
            first: number(self.first_seq)?,
            last: number(self.last_seq)?,
            reading: repo::read(&self.reading, "import", &self.id)?,
            rows: repo::id(&self.file_rows)?,
            file_name: self.file_name,
            sha256: self.sha256,
            begun_at: self.begun_at,
            shown_at: self.shown_at,
            places: (self.first_seq, self.last_seq),
        })
    }
}

const STORED: &str = "SELECT m.id, f.file_name, m.sha256, m.state, m.reading, m.file_rows, m.first_seq, m.last_seq, m.entered, \
     m.begun_at, m.shown_at FROM register_import m JOIN evidence_file f ON f.id = m.file_id";

/// Every list, newest first; no more than `most`.
///
/// # Errors
/// Faults of the database.
pub async fn list(
    store: &Store,
    _grant: &Grant<permit::ManageRegister>,
    most: u16,
) -> Result<Vec<ImportRow>, Fault> {
    let sql = format!("{STORED} ORDER BY m.begun_at DESC, m.id DESC LIMIT {most}");
    let rows: Vec<Stored> = store.rows(&sql, []).await?;
    rows.into_iter().map(Stored::row).collect()
}

/// One list.
///
/// # Errors
/// [`Fault::NotFound`].
pub async fn by_id(
    store: &Store,
    _grant: &Grant<permit::ManageRegister>,
    id: ImportId,
) -> Result<ImportRow, Fault> {
    let sql = format!("{STORED} WHERE m.id = $1");
    let row: Option<Stored> = store.row(&sql, [id.to_string().into()]).await?;
    row.ok_or(Fault::NotFound)?.row()
}

/// The lists that were made of the file with this digest, newest first.
///
/// # Errors
/// Faults of the database.
pub async fn of_file(
    store: &Store,
    _grant: &Grant<permit::ManageRegister>,
    sha256: &str,
) -> Result<Vec<ImportRow>, Fault> {
    let sql = format!("{STORED} WHERE m.sha256 = $1 ORDER BY m.begun_at DESC, m.id DESC LIMIT 20");
    let rows: Vec<Stored> = store.rows(&sql, [sha256.into()]).await?;
    rows.into_iter().map(Stored::row).collect()
}

/// The list that nobody sees now: one that is being entered or taken back.
///
/// # Errors
/// Faults of the database.
pub async fn hidden(
    store: &Store,
    _grant: &Grant<permit::ManageRegister>,
) -> Result<Option<ImportRow>, Fault> {
    let sql = format!("{STORED} WHERE m.hidden");
    let row: Option<Stored> = store.row(&sql, []).await?;
    row.map(Stored::row).transpose()
}

/// How often lists were changed, as a whole number.
pub(crate) const LISTS: &str =
    "CAST(COALESCE((SELECT SUM(version) FROM register_import), 0) AS BIGINT)";

/// The register at an instant: two equal ones mean that nothing was entered or taken back between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromQueryResult)]
pub struct Mark {
    pub(crate) numbers: i64,
    pub(crate) lists: i64,
}

/// The register now.
///
/// # Errors
/// Faults of the database.
pub async fn mark(store: &Store, _grant: &Grant<permit::ManageRegister>) -> Result<Mark, Fault> {
    let sql = format!(
        "SELECT CAST(COALESCE((SELECT value FROM counter WHERE name = 'institution'), 0) AS BIGINT) AS numbers, {LISTS} AS lists"
    );
    let mark: Option<Mark> = store.row(&sql, []).await?;
    mark.ok_or_else(|| Fault::Integrity("a query of one row".to_owned()))
}

/// The districts for which an authority is responsible: an institution elsewhere has nobody to answer for it.
///
/// # Errors
/// Faults of the database.
pub async fn districts(
    store: &Store,
    _grant: &Grant<permit::ManageRegister>,
) -> Result<BTreeSet<District>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        district: String,
    }
    let rows: Vec<Row> = store
        .rows("SELECT district FROM authority_area", [])
        .await?;
    let known = rows
        .iter()
        .filter_map(|row| District::from_code(&row.district));
    Ok(known.collect())
}

/// What the register knows of some rows.
#[derive(Debug, Default)]
pub struct Acquaintance {
    by_name: HashMap<String, Vec<Known>>,
    by_code: HashMap<String, Known>,
    licences: BTreeSet<String>,
}

impl Acquaintance {
    /// The institutions that the entry could be: those with its code or its name.
    #[must_use]
    pub fn of(&self, entry: &NewInstitution) -> Vec<Known> {
        let code = entry.uscc.as_ref().map(ToString::to_string);
        let coded = code.and_then(|code| self.by_code.get(&code));
        let named = self.by_name.get(&plain(&entry.name));
        let named = named.into_iter().flatten();
        coded.into_iter().chain(named).cloned().collect()
    }

    /// Whether the register has the number of the entry's licence.
    #[must_use]
    pub fn has_licence_of(&self, entry: &NewInstitution) -> bool {
        let licence = entry.licence.as_ref();
        licence.is_some_and(|licence| self.licences.contains(&licence.number.to_string()))
    }
}

/// Looks up what the register knows of these rows outside the list `own`, also where it is not visible; some hundreds at a
/// time. Names that were indexed in an older form are not known: [`renew`](crate::ops::search_index::renew) first.
///
/// # Errors
/// Faults of the database.
pub async fn acquaintance(
    store: &Store,
    _grant: &Grant<permit::ManageRegister>,
    entries: &[NewInstitution],
    own: Option<&ImportRow>,
) -> Result<Acquaintance, Fault> {
    let own = own.map_or((0, 0), |list| list.places);
    let codes = entries.iter().filter_map(|entry| entry.uscc.as_ref());
    let codes: BTreeSet<String> = codes.map(ToString::to_string).collect();
    let names: BTreeSet<String> = entries.iter().map(|entry| plain(&entry.name)).collect();
    let licences = entries.iter().filter_map(|entry| entry.licence.as_ref());
    let licences: BTreeSet<String> = licences.map(|one| one.number.to_string()).collect();
    let mut found = Acquaintance::default();
    for one in known(store, "uscc", &codes, own).await? {
        if let Some(code) = one.uscc.clone() {
            found.by_code.insert(code, one);
        }
    }
    for one in known(store, "name_plain", &names, own).await? {
        found.by_name.entry(plain(&one.name)).or_default().push(one);
    }
    found.licences = taken(store, &licences).await?;
    Ok(found)
}

async fn known(
    store: &Store,
    column: &str,
    values: &BTreeSet<String>,
    (first, last): (i64, i64),
) -> Result<Vec<Known>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        number: String,
        name: String,
        uscc: Option<String>,
        address: String,
    }
    if values.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT number, name, uscc, address FROM institution WHERE {column} IN ({}) \
         AND seq NOT BETWEEN {first} AND {last} ORDER BY seq",
        places(values)
    );
    let rows: Vec<Row> = store.rows(&sql, bound(values)).await?;
    let known = rows.into_iter().map(|row| Known {
        number: row.number,
        name: row.name,
        uscc: row.uscc,
        address: row.address,
    });
    Ok(known.collect())
}

async fn taken(store: &Store, numbers: &BTreeSet<String>) -> Result<BTreeSet<String>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        number: String,
    }
    if numbers.is_empty() {
        return Ok(BTreeSet::new());
    }
    let sql = format!(
        "SELECT number FROM licence WHERE number IN ({})",
        places(numbers)
    );
    let rows: Vec<Row> = store.rows(&sql, bound(numbers)).await?;
    Ok(rows.into_iter().map(|row| row.number).collect())
}

fn places(values: &BTreeSet<String>) -> String {
    let places = (1..=values.len()).map(|place| format!("${place}"));
    places.collect::<Vec<_>>().join(", ")
}

fn bound(values: &BTreeSet<String>) -> impl Iterator<Item = Value> {
    values.iter().map(|value| Value::from(value.as_str()))
}
