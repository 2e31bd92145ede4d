//! The institutions of the register that read like one that is about to be entered.

use domain::access::{Grant, permit};
use domain::hanzi::plain;
use domain::institution::NewInstitution;
use domain::words::{District, Uscc};
use sea_orm::{FromQueryResult, Value};
use serde::Serialize;

use super::institution::SHOWN;
use crate::Fault;
use crate::connect::Store;

/// More of them than anybody looks at.
const LIKE_MAX: i64 = 20;

/// An institution with the same credit code, the same name, or the same address in the same district.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, FromQueryResult)]
pub struct Likeness {
    /// Its number.
    pub number: String,
    /// Its registered name.
    pub name: String,
    /// Its credit code, where it has one.
    pub uscc: Option<String>,
    /// Its district.
    pub district: String,
    /// Its address.
    pub address: String,
    /// Whether it works.
    pub status: String,
    /// Whether it is one that anybody may see: a list that is being entered is not shown yet.
    #[serde(skip)]
    pub shown: bool,
}

/// What is compared of an institution that is about to be entered.
#[derive(Debug, Clone, Copy)]
pub struct Compared<'a> {
    /// Its credit code, where it has one.
    pub uscc: Option<&'a Uscc>,
    /// Its name.
    pub name: &'a str,
    /// Its district.
    pub district: District,
    /// Its address.
    pub address: &'a str,
}

impl<'a> From<&'a NewInstitution> for Compared<'a> {
    fn from(entry: &'a NewInstitution) -> Self {
        Self {
            uscc: entry.uscc.as_ref(),
            name: &entry.name,
            district: entry.district,
            address: &entry.address,
        }
    }
}

/// Those of the register, shown or not, the surest first, as a statement with its values: a house with many of them hides no
/// namesake.
pub(crate) fn like(one: Compared<'_>) -> (&'static str, [Value; 5]) {
    static SQL: std::sync::LazyLock<String> = std::sync::LazyLock::new(|| {
        format!(
            "SELECT i.number, i.name, i.uscc, i.district, i.address, i.status, CASE WHEN {SHOWN} THEN TRUE ELSE FALSE END AS shown \
             FROM institution i WHERE i.uscc = $1 OR i.name_plain = $2 OR (i.district = $3 AND i.address = $4) \
             ORDER BY CASE WHEN i.uscc = $1 THEN 0 WHEN i.name_plain = $2 THEN 1 ELSE 2 END, i.seq LIMIT $5"
        )
    });
    let code = one.uscc.map(ToString::to_string);
    let values = [
        code.into(),
        plain(one.name).into(),
        one.district.code().into(),
        one.address.trim().into(),
        LIKE_MAX.into(),
    ];
    (SQL.as_str(), values)
}

/// Those of the register that anybody may see.
///
/// # Errors
/// Faults of the database.
pub async fn shown(
    store: &Store,
    _grant: &Grant<permit::ReadDesk>,
    one: Compared<'_>,
) -> Result<Vec<Likeness>, Fault> {
    let (sql, values) = like(one);
    let mut rows: Vec<Likeness> = store.rows(sql, values).await?;
    rows.retain(|row| row.shown);
    Ok(rows)
}
