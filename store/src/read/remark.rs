//! What people wrote with the steps of a record.

use sea_orm::FromQueryResult;
use serde::Serialize;

use crate::Fault;
use crate::connect::Store;

/// What was written with a step that has no row of its own.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize)]
pub struct Remark {
    /// The step.
    pub event: String,
    /// What was written.
    pub words: String,
    /// Name of who wrote it.
    pub written_by: String,
    /// When, in milliseconds since 1970: that of the act.
    pub created_at: i64,
}

/// The remarks on a licence or an application, oldest first.
pub(super) async fn about(store: &Store, kind: &str, id: &str) -> Result<Vec<Remark>, Fault> {
    store
        .rows(
            "SELECT r.event, r.words, a.person_name AS written_by, r.created_at FROM register_remark r \
             JOIN account a ON a.id = r.written_by WHERE r.subject_kind = $1 AND r.subject_id = $2 ORDER BY r.subject_version",
            [kind.into(), id.into()],
        )
        .await
}
