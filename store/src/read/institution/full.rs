//! A record of the register in full: with what it says beside name, place and licence.

use domain::words::{Day, InstitutionNumber};
use serde::Serialize;

use super::{InstitutionRecord, by_number};
use crate::Fault;
use crate::connect::Store;
use crate::repo::identity::{COLUMNS, Identity, IdentityRow};

/// A record in full.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FullRecord {
    /// Name, place and licence.
    #[serde(flatten)]
    pub record: InstitutionRecord,
    /// All else.
    #[serde(flatten)]
    pub identity: Identity,
}

/// The record with this number in full; nothing where there is none, or where nobody sees it yet.
///
/// # Errors
/// Faults of the database.
pub async fn full(
    store: &Store,
    number: InstitutionNumber,
    today: Day,
) -> Result<Option<FullRecord>, Fault> {
    let Some(record) = by_number(store, number, today).await? else {
        return Ok(None);
    };
    let identity = identity(store, &record.id).await?;
    Ok(Some(FullRecord { record, identity }))
}

/// What the register says of the institution with this id beside its record.
///
/// # Errors
/// Faults of the database.
pub async fn identity(store: &Store, id: &str) -> Result<Identity, Fault> {
    let sql = format!("SELECT {COLUMNS} FROM institution_identity d WHERE d.institution_id = $1");
    let row: Option<IdentityRow> = store.row(&sql, [id.into()]).await?;
    Ok(row.map(Identity::from).unwrap_or_default())
}
