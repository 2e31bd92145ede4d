//! Copies of a licence: which were issued after the first one, and since when one counts no more.

use domain::words::{Day, LicenceNumber};
use sea_orm::FromQueryResult;
use serde::Serialize;

use crate::Fault;
use crate::connect::Store;

/// A copy that was issued in place of the one before it.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize)]
pub struct CopyRow {
    /// Which one; the first that was issued is 1 and has no row.
    pub copy: i64,
    /// When it was issued: the day from which the copy before it counts no more.
    pub issued_on: String,
    /// What became of the one before.
    pub loss: String,
    /// When that was noticed.
    pub noticed_on: Option<String>,
    /// The application that asked for it.
    pub application: String,
}

/// The copies of a licence that were issued after its first one, oldest first.
pub(super) async fn of(store: &Store, licence: &str) -> Result<Vec<CopyRow>, Fault> {
    store
        .rows(
            "SELECT c.copy, c.issued_on, c.loss, c.noticed_on, p.number AS application FROM licence_copy c \
             JOIN application p ON p.id = c.application_id WHERE c.licence_id = $1 ORDER BY c.copy",
            [licence.into()],
        )
        .await
}

/// The day from which this copy of a licence counts no more; nothing for the one that counts, and for one that there is not.
///
/// # Errors
/// Faults of the database.
pub async fn void_on(
    store: &Store,
    number: &LicenceNumber,
    copy: i64,
) -> Result<Option<Day>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        issued_on: String,
    }
    let row: Option<Row> = store
        .row(
            "SELECT c.issued_on FROM licence_copy c JOIN licence l ON l.id = c.licence_id WHERE l.number = $1 AND c.copy = $2",
            [number.to_string().into(), copy.saturating_add(1).into()],
        )
        .await?;
    let day = row.map(|row| row.issued_on.parse());
    day.transpose()
        .map_err(|_| Fault::Integrity(format!("the copies of licence {number}")))
}
