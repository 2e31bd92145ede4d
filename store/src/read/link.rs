//! Which institution came out of which, as everybody may read it.

use sea_orm::FromQueryResult;
use serde::Serialize;

use super::institution::SHOWN;
use crate::Fault;
use crate::connect::Store;

/// A link that stands.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize)]
pub struct LinkRow {
    /// Its id.
    pub id: String,
    /// How: `renamed`, `split`, `joined` or `succeeded`.
    pub kind: String,
    /// From which day.
    pub since_on: String,
    /// The document: its name and number.
    pub basis: String,
    /// Number of what was before.
    pub predecessor_number: String,
    /// Its name today.
    pub predecessor_name: String,
    /// Number of what came after.
    pub successor_number: String,
    /// Its name today.
    pub successor_name: String,
    /// Version, to give where it is undone.
    pub version: i64,
    /// Responsible authority of what came after; not shown.
    #[serde(skip)]
    pub authority_id: String,
}

/// The links of the institution with this number that stand: first what it came out of, then what came out of it, by day.
///
/// # Errors
/// Faults of the database.
pub async fn of(store: &Store, number: &str) -> Result<Vec<LinkRow>, Fault> {
    // Both ends are entries that look-ups show: one of a list that is taken back goes with it.
    let (before, after) = (SHOWN.replace("i.", "p."), SHOWN.replace("i.", "s."));
    let sql = format!(
        "SELECT l.id, l.kind, l.since_on, l.basis, p.number AS predecessor_number, p.name AS predecessor_name, \
         s.number AS successor_number, s.name AS successor_name, l.version, s.authority_id FROM institution_link l \
         JOIN institution p ON p.id = l.predecessor_id JOIN institution s ON s.id = l.successor_id \
         WHERE l.undone_at IS NULL AND {before} AND {after} AND (l.predecessor_id = (SELECT id FROM institution WHERE number = $1) \
         OR l.successor_id = (SELECT id FROM institution WHERE number = $1)) \
         ORDER BY CASE WHEN s.number = $1 THEN 0 ELSE 1 END, l.since_on, l.id"
    );
    store.rows(&sql, [number.into()]).await
}
