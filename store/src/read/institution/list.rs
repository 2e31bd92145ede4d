//! A list of institutions as one row of JSON.

use sea_orm::sqlx::{self, Row as _};

use super::{InstitutionRow, licence_state};

/// The columns of [`super::ROW`] as one value.
pub(super) const CELLS: &str = "json_array(seq, number, name, brand, uscc, status, class, district, address, licence_number, \
     licence_state, licence_valid_until)";

/// They as they are read.
type Cells = (
    i64,
    String,
    String,
    String,
    Option<String>,
    String,
    String,
    String,
    String,
    Option<String>,
    Option<String>,
    Option<String>,
);

/// A whole list from its one row: sqlx hands every row of SQLite from the connection's thread to ours, and twenty such
/// hand-overs take several times as long as finding the rows.
pub(super) fn list_of_sqlite(
    row: &sqlx::sqlite::SqliteRow,
    today: &str,
) -> Result<Vec<InstitutionRow>, sqlx::Error> {
    let list: Vec<Cells> = serde_json::from_str(row.try_get(0)?)
        .map_err(|fault| sqlx::Error::Decode(Box::new(fault)))?;
    let row_of = |cells: Cells| {
        let (
            seq,
            number,
            name,
            brand,
            uscc,
            status,
            class,
            district,
            address,
            licence,
            state,
            until,
        ) = cells;
        InstitutionRow {
            seq,
            number,
            name,
            brand,
            uscc,
            status,
            class,
            district,
            address,
            licence_number: licence,
            licence_state: licence_state(state, until.as_deref(), today),
            licence_valid_until: until,
        }
    };
    Ok(list.into_iter().map(row_of).collect())
}
