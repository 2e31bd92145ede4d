//! Jobs, for the administrator.

use domain::access::{Grant, permit};
use domain::words::JobId;
use sea_orm::FromQueryResult;
use serde::Serialize;

use super::page::after_id;
use super::{Limit, Page};
use crate::Fault;
use crate::connect::Store;

/// One job.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize)]
pub struct JobRow {
    /// Its id, in the order of making.
    pub id: String,
    /// What is to be done.
    pub kind: String,
    /// `ready`, `running`, `done` or `dead`.
    pub state: String,
    /// How often it was tried.
    pub attempt: i64,
    /// When it is due, in milliseconds since 1970.
    pub run_at: i64,
    /// Who holds it.
    pub lease_owner: Option<String>,
    /// Why the last attempt failed.
    pub last_error_code: Option<String>,
    /// When it was made.
    pub created_at: i64,
}

/// Jobs in `state`, newest first.
///
/// # Errors
/// Faults of the database.
pub async fn list(
    store: &Store,
    _grant: &Grant<permit::ReadJobs>,
    state: &str,
    limit: Limit,
    after: Option<JobId>,
) -> Result<Page<JobRow>, Fault> {
    let rows: Vec<JobRow> = store
        .rows(
            "SELECT id, kind, state, attempt, run_at, lease_owner, last_error_code, created_at FROM job \
             WHERE state = $1 AND ($2 = '' OR id < $2) ORDER BY id DESC LIMIT $3",
            [
                state.into(),
                after_id(after),
                limit.and_one().into(),
            ],
        )
        .await?;
    Ok(Page::cut(rows, limit, |row| row.id.clone()))
}
