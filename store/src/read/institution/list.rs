//! A list of institutions as one row of JSON.

use std::mem;

use sea_orm::sqlx::{self, Row as _};

use super::{InstitutionRow, licence_state};

/// The columns of [`super::ROW`] and `former_names` as one value, in the order of the fields of [`InstitutionRow`].
pub(super) const CELLS: &str = "json_array(number, name, brand, uscc, status, class, more_classes, district, address, licence_number, \
     COALESCE(licence_state, 'none'), licence_valid_until, former_names, seq)";

/// A whole list from its one row: sqlx hands every row of SQLite from the connection's thread to ours, and twenty such
/// hand-overs take several times as long as finding the rows.
pub(super) fn list_of_sqlite(
    row: &sqlx::sqlite::SqliteRow,
    today: &str,
) -> Result<Vec<InstitutionRow>, sqlx::Error> {
    let mut list: Vec<InstitutionRow> = serde_json::from_str(row.try_get(0)?)
        .map_err(|fault| sqlx::Error::Decode(Box::new(fault)))?;
    for row in &mut list {
        let stored = mem::take(&mut row.licence_state);
        row.licence_state = licence_state(Some(stored), row.licence_valid_until.as_deref(), today);
    }
    Ok(list)
}
