//! How many places there are, by where they stand.

use domain::access::{Grant, permit};
use domain::words::Day;
use sea_orm::FromQueryResult;
use serde::Serialize;

use crate::Fault;
use crate::connect::Store;
use crate::repo;

/// The places of a scope, counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, FromQueryResult, Serialize)]
pub struct Figures {
    /// Waiting for a check.
    pub suspected: i64,
    /// Found unlicensed, and still working.
    pub confirmed: i64,
    /// Shut.
    pub shut: i64,
    /// Of these, shut in the year of the day.
    pub shut_this_year: i64,
    /// Joined to institutions.
    pub joined: i64,
    /// Set aside.
    pub not_one: i64,
}

/// Counts the places of the scope.
///
/// # Errors
/// Faults of the database.
pub async fn figures(
    store: &Store,
    grant: &Grant<permit::ReadDesk>,
    today: Day,
) -> Result<Figures, Fault> {
    let of = |state: &str| {
        format!("COALESCE(SUM(CASE WHEN p.state = '{state}' THEN 1 ELSE 0 END), 0) AS {state}")
    };
    let states: Vec<String> = ["suspected", "confirmed", "shut", "joined", "not_one"]
        .map(of)
        .to_vec();
    let sql = format!(
        "SELECT {}, COALESCE(SUM(CASE WHEN p.state = 'shut' AND p.shut_on >= $1 THEN 1 ELSE 0 END), 0) AS shut_this_year \
         FROM place p WHERE {}",
        states.join(", "),
        repo::authorities(grant.scope(), "p.authority_id")
    );
    let first = format!("{:04}-01-01", today.year());
    let counted: Option<Figures> = store.row(&sql, [first.into()]).await?;
    Ok(counted.unwrap_or_default())
}
