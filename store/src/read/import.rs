//! Lists that were entered, and what the register knows of the rows of one that is read.

use std::collections::{BTreeSet, HashMap};

use bytes::Bytes;
use domain::access::{Grant, permit};
use domain::hanzi::plain;
use domain::institution::NewInstitution;
use domain::institution::import::{Rows, State};
use domain::institution::listed::Reading;
use domain::institution::met::{Held, Known};
use domain::institution::report::Report;
use domain::words::{Day, District, ImportId, Instant, InstitutionNumber};
use sea_orm::{DbBackend, FromQueryResult, Value};
use serde::Serialize;

use crate::Fault;
use crate::connect::Store;
use crate::repo;
use crate::tx::Tx;
use crate::vault::Place;

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
    /// Number of its first institution, once it has places in the register.
    pub first: Option<String>,
    /// Number of its last institution.
    pub last: Option<String>,
    /// When it was begun, in milliseconds since 1970.
    pub begun_at: i64,
    /// When it became visible, in milliseconds since 1970.
    pub shown_at: Option<i64>,
    /// When the last of it was taken away, in milliseconds since 1970.
    pub withdrawn_at: Option<i64>,
    /// Who began it: the name of an account, or of what runs at the console.
    pub person: String,
    /// How much of the present step is done, and how much it has; nought before it is known.
    pub progress: (u64, u64),
    /// Its version.
    pub version: i64,
    /// How its file is read.
    #[serde(skip)]
    pub reading: Reading,
    /// The rows of its file that enter.
    #[serde(skip)]
    pub rows: Rows,
    /// The day as of which its rows are read.
    #[serde(skip)]
    pub read_on: Day,
    /// First and last of its places in the register.
    #[serde(skip)]
    pub(crate) places: (i64, i64),
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
    checked_at: Option<i64>,
    shown_at: Option<i64>,
    withdrawn_at: Option<i64>,
    person: String,
    step_done: i64,
    step_all: i64,
    version: i64,
}

impl Stored {
    fn row(self) -> Result<ImportRow, Fault> {
        let is_placed = self.first_seq <= self.last_seq;
        let number = |seq: i64| {
            let number = u32::try_from(seq).map(InstitutionNumber::from_sequence);
            match number {
                _ if !is_placed => Ok(None),
                Ok(Ok(number)) => Ok(Some(number.to_string())),
                _ => Err(Fault::Integrity(format!("the places of list {}", self.id))),
            }
        };
        let count = |number: i64| u64::try_from(number).unwrap_or(0);
        Ok(ImportRow {
            id: repo::id(&self.id)?,
            state: repo::id(&self.state)?,
            count: count(self.last_seq - self.first_seq + 1),
            entered: count(self.entered),
            progress: (count(self.step_done), count(self.step_all)),
            first: number(self.first_seq)?,
            last: number(self.last_seq)?,
            reading: repo::read(&self.reading, "import", &self.id)?,
            rows: repo::id(&self.file_rows)?,
            file_name: self.file_name,
            sha256: self.sha256,
            begun_at: self.begun_at,
            // At the console a list is checked and begun in one go.
            read_on: Instant::from_millis(self.checked_at.unwrap_or(self.begun_at)).day(),
            shown_at: self.shown_at,
            withdrawn_at: self.withdrawn_at,
            person: self.person,
            version: self.version,
            places: (self.first_seq, self.last_seq),
        })
    }
}

const STORED: &str = "SELECT m.id, f.file_name, m.sha256, m.state, m.reading, m.file_rows, m.first_seq, m.last_seq, m.entered, \
     m.begun_at, m.checked_at, m.shown_at, m.withdrawn_at, COALESCE(a.person_name, m.begun_by) AS person, m.step_done, m.step_all, m.version \
     FROM register_import m JOIN evidence_file f ON f.id = m.file_id LEFT JOIN account a ON a.id = m.begun_by";

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

/// How often lists with places in the register were changed, as a whole number.
pub(crate) const LISTS: &str = "CAST(COALESCE((SELECT SUM(version) FROM register_import WHERE first_seq <= last_seq), 0) AS BIGINT)";

pub(crate) fn report_place(row: &str) -> Place<'_> {
    Place {
        table: "register_import",
        column: "report",
        row,
    }
}

/// A job of the list whose key is like `$1` that is not ended.
pub(crate) const WORKED_ON: &str = "SELECT 1 FROM job WHERE kind = 'work_on_list' AND state IN ('ready', 'running') AND job_key LIKE $1 LIMIT 1";

/// Whether a worker is at the list, or will be.
///
/// # Errors
/// Faults of the database.
pub async fn is_worked_on(
    store: &Store,
    _grant: &Grant<permit::ManageRegister>,
    id: ImportId,
) -> Result<bool, Fault> {
    store.has(WORKED_ON, [format!("list:{id}:%").into()]).await
}

#[derive(FromQueryResult)]
struct Sealed {
    report_sealed: Option<Vec<u8>>,
}

const SEALED: &str = "SELECT report_sealed FROM register_import WHERE id = $1";

/// What the last check of the list found; nothing before the first.
///
/// # Errors
/// [`Fault::NotFound`], [`Fault::Integrity`] where it does not open.
pub async fn report(
    store: &Store,
    _grant: &Grant<permit::ManageRegister>,
    id: ImportId,
) -> Result<Option<Report>, Fault> {
    let row = store.row(SEALED, [id.to_string().into()]).await?;
    opened(store, id, row)
}

/// The same within a write.
pub(crate) async fn report_in(tx: &Tx, id: ImportId) -> Result<Option<Report>, Fault> {
    let row = tx.one(SEALED, [id.to_string().into()]).await?;
    opened(tx.store(), id, row)
}

fn opened(store: &Store, id: ImportId, row: Option<Sealed>) -> Result<Option<Report>, Fault> {
    let id = id.to_string();
    let Some(sealed) = row.ok_or(Fault::NotFound)?.report_sealed else {
        return Ok(None);
    };
    let text = store.keys().open_value(report_place(&id), &sealed)?;
    repo::read(&text, "import", &id).map(Some)
}

/// The file of the list.
///
/// # Errors
/// [`Fault::NotFound`], [`Fault::Evidence`].
pub async fn file(
    store: &Store,
    _grant: &Grant<permit::ManageRegister>,
    id: ImportId,
) -> Result<Bytes, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        storage_key: String,
    }
    let sql = "SELECT f.storage_key FROM register_import m JOIN evidence_file f ON f.id = m.file_id WHERE m.id = $1";
    let row: Option<Row> = store.row(sql, [id.to_string().into()]).await?;
    store
        .files()
        .get(&row.ok_or(Fault::NotFound)?.storage_key)
        .await
}

/// The register at an instant: two equal ones mean that nothing was entered or taken back between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, FromQueryResult)]
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
        licence: Option<String>,
        licence_from: Option<String>,
        licence_until: Option<String>,
    }
    if values.is_empty() {
        return Ok(Vec::new());
    }
    let (condition, value) = among(store, column, values)?;
    let sql = format!(
        "SELECT i.number, i.name, i.uscc, i.address, l.number AS licence, l.issued_on AS licence_from, \
         COALESCE(l.ended_on, l.valid_until) AS licence_until FROM institution i LEFT JOIN licence l ON l.id = i.licence_id \
         WHERE i.{condition} AND i.seq NOT BETWEEN {first} AND {last} ORDER BY i.seq"
    );
    let rows: Vec<Row> = store.rows(&sql, [value]).await?;
    let held = |row: &Row| {
        Some(Held {
            number: row.licence.as_deref()?.parse().ok()?,
            from: row.licence_from.as_deref()?.parse().ok()?,
            until: row.licence_until.as_deref()?.parse().ok()?,
        })
    };
    let known = rows.into_iter().map(|row| Known {
        licence: held(&row),
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
    let (condition, value) = among(store, "number", numbers)?;
    let sql = format!("SELECT number FROM licence WHERE {condition}");
    let rows: Vec<Row> = store.rows(&sql, [value]).await?;
    Ok(rows.into_iter().map(|row| row.number).collect())
}

/// The condition that `column` is among some texts, and the one value that holds them all: a statement with a value for each
/// is read longer than it is answered.
fn among(store: &Store, column: &str, texts: &BTreeSet<String>) -> Result<(String, Value), Fault> {
    Ok(match store.backend() {
        DbBackend::Postgres => {
            let lines = texts.iter().map(String::as_str).collect::<Vec<_>>();
            let condition = format!("{column} = ANY(string_to_array($1, E'\\n'))");
            (condition, lines.join("\n").into())
        }
        _ => {
            let condition = format!("{column} IN (SELECT value FROM json_each($1))");
            (condition, repo::written(texts)?.into())
        }
    })
}
