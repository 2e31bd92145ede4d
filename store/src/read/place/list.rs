//! The list of places: what waits longest comes first, what has ended latest first.

use domain::access::{Grant, permit};
use domain::place::Source;
use domain::words::District;

use super::{PlaceRow, ROW};
use crate::Fault;
use crate::connect::Store;
use crate::read::{DueAfter, Limit, Page};
use crate::repo;

/// The states of the list; `open` stands for what waits for a check and what still works.
pub const STATES: &[&str] = &[
    "open",
    "suspected",
    "confirmed",
    "shut",
    "joined",
    "not_one",
];

/// Which places to list.
#[derive(Debug, Clone, Default)]
pub struct PlaceQuery {
    /// Only those in this state; nothing for all.
    pub state: Option<String>,
    /// Only those of this district.
    pub district: Option<District>,
    /// Only those that came to be known so.
    pub source: Option<Source>,
    /// Rows of a page.
    pub limit: Limit,
    /// The `next` of the page before.
    pub after: Option<After>,
}

/// Where the next page begins: the day and the number of the last row.
pub type After = DueAfter;

/// Places of the scope: of those that are open the one first that has stood longest where it stands, of all others the
/// one that moved last.
///
/// # Errors
/// Faults of the database.
pub async fn list(
    store: &Store,
    grant: &Grant<permit::ReadDesk>,
    query: &PlaceQuery,
) -> Result<Page<PlaceRow>, Fault> {
    let state = query.state.as_deref().unwrap_or_default();
    let (way, order) = match state {
        "open" | "suspected" | "confirmed" => (">", "ASC"),
        _ => ("<", "DESC"),
    };
    let sql = format!(
        "SELECT {ROW} WHERE {} AND ($1 = '' OR ($1 = 'open' AND p.state IN ('suspected', 'confirmed')) OR p.state = $1) \
         AND ($2 = '' OR p.district = $2) AND ($3 = '' OR p.source = $3) \
         AND ($4 = '' OR p.since_on {way} $4 OR (p.since_on = $4 AND p.number {way} $5)) \
         ORDER BY p.since_on {order}, p.number {order} LIMIT $6",
        repo::authorities(grant.scope(), "p.authority_id")
    );
    let (day, key) = query
        .after
        .as_ref()
        .map(DueAfter::parts)
        .unwrap_or_default();
    let values = [
        state.into(),
        query.district.map_or("", District::code).into(),
        query.source.map_or("", Source::code).into(),
        day.into(),
        key.into(),
        query.limit.and_one().into(),
    ];
    let rows: Vec<PlaceRow> = store.rows(&sql, values).await?;
    Ok(Page::cut(rows, query.limit, |row| {
        format!("{}~{}", row.since_on, row.number)
    }))
}
