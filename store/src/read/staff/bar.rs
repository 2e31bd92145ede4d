//! The bar list, for the desk.

use domain::access::{Grant, permit};
use domain::words::{BarId, Day};
use sea_orm::FromQueryResult;
use serde::Serialize;

use super::row::masked;
use crate::Fault;
use crate::connect::Store;
use crate::ops::staff::bar_place;
use crate::read::act::{self, ActRow};
use crate::read::{Limit, Page, page::after_id};

/// Parts of the list.
pub const STATES: &[&str] = &["in_force", "over", "lifted", "all"];

/// Which part of the bar list.
#[derive(Debug, Clone, Default)]
pub struct BarQuery {
    /// `in_force`, `over`, `lifted` or `all`, which is meant where nothing is said.
    pub state: Option<String>,
    /// Rows of a page.
    pub limit: Limit,
    /// The `next` of the page before.
    pub after: Option<BarId>,
}

/// An entry of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BarShown {
    /// The id.
    pub id: String,
    /// Name.
    pub name: String,
    /// The number of the identity card, masked.
    pub identity_number: String,
    /// Where it was decided.
    pub source: String,
    /// `in_force`, `over` or `lifted`.
    pub state: &'static str,
    /// First day.
    pub from_on: String,
    /// Last day.
    pub last_on: String,
    /// Day on which it was lifted.
    pub lifted_on: Option<String>,
    /// Why it was lifted.
    pub lift_reason: Option<String>,
    /// Name of who entered it.
    pub barred_by: String,
    /// When it was entered, in milliseconds since 1970.
    pub created_at: i64,
    /// Version, to give with a step.
    pub version: i64,
}

#[derive(FromQueryResult)]
struct Row {
    id: String,
    name_sealed: Vec<u8>,
    identity_sealed: Vec<u8>,
    source: String,
    from_on: String,
    last_on: String,
    lifted_on: Option<String>,
    lift_reason: Option<String>,
    barred_by: String,
    created_at: i64,
    version: i64,
}

const ROW: &str = "b.id, b.name_sealed, b.identity_sealed, b.source, b.from_on, b.last_on, b.lifted_on, b.lift_reason, \
     a.person_name AS barred_by, b.created_at, b.version FROM barred_person b JOIN account a ON a.id = b.barred_by";

impl Row {
    fn shown(self, store: &Store, today: &str) -> Result<BarShown, Fault> {
        let open =
            |column, sealed: &[u8]| store.keys().open_value(bar_place(column, &self.id), sealed);
        let name = open("name", &self.name_sealed)?;
        let identity_number = masked(&open("identity", &self.identity_sealed)?)?;
        let state = match &self.lifted_on {
            Some(_) => "lifted",
            None if self.last_on.as_str() < today => "over",
            None => "in_force",
        };
        Ok(BarShown {
            id: self.id,
            name,
            identity_number,
            source: self.source,
            state,
            from_on: self.from_on,
            last_on: self.last_on,
            lifted_on: self.lifted_on,
            lift_reason: self.lift_reason,
            barred_by: self.barred_by,
            created_at: self.created_at,
            version: self.version,
        })
    }
}

/// The bar list, newest first.
///
/// # Errors
/// Faults of the database.
pub async fn list(
    store: &Store,
    _grant: &Grant<permit::ReadDesk>,
    query: &BarQuery,
    today: Day,
) -> Result<Page<BarShown>, Fault> {
    let today = today.to_string();
    let part = match query.state.as_deref() {
        Some("in_force") => "b.lifted_on IS NULL AND b.last_on >= $1",
        Some("over") => "b.lifted_on IS NULL AND b.last_on < $1",
        Some("lifted") => "b.lifted_on IS NOT NULL AND $1 <> ''",
        _ => "$1 <> ''",
    };
    let sql =
        format!("SELECT {ROW} WHERE {part} AND ($2 = '' OR b.id < $2) ORDER BY b.id DESC LIMIT $3");
    let values = [
        today.as_str().into(),
        after_id(query.after),
        query.limit.and_one().into(),
    ];
    let rows: Vec<Row> = store.rows(&sql, values).await?;
    let shown: Result<Vec<BarShown>, Fault> = rows
        .into_iter()
        .map(|row| row.shown(store, &today))
        .collect();
    Ok(Page::cut(shown?, query.limit, |one| one.id.clone()))
}

/// An entry with its acts.
#[derive(Debug, Clone, Serialize)]
pub struct BarRecord {
    /// What the list shows as well.
    #[serde(flatten)]
    pub row: BarShown,
    /// Its acts, oldest first.
    pub acts: Vec<ActRow>,
}

/// One entry.
///
/// # Errors
/// [`Fault::NotFound`].
pub async fn by_id(
    store: &Store,
    _grant: &Grant<permit::ReadDesk>,
    id: BarId,
    today: Day,
) -> Result<BarRecord, Fault> {
    let sql = format!("SELECT {ROW} WHERE b.id = $1");
    let row: Option<Row> = store.row(&sql, [id.to_string().into()]).await?;
    let row = row.ok_or(Fault::NotFound)?;
    Ok(BarRecord {
        row: row.shown(store, &today.to_string())?,
        acts: act::about(store, "bar", &id.to_string()).await?,
    })
}
