//! Acts, for auditors and for the history of a record.

use domain::access::{Grant, permit};
use domain::words::ActId;
use sea_orm::FromQueryResult;
use serde::Serialize;

use super::page::after_id;
use super::{Limit, Page};
use crate::Fault;
use crate::connect::Store;

/// One act as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize)]
pub struct ActRow {
    /// Its id, in the order of time.
    pub id: String,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// Who: an account's id, `public`, or `system:` and a name.
    pub actor: String,
    /// The account holder's name.
    pub actor_name: Option<String>,
    /// In which role.
    pub role: String,
    /// By which right.
    pub permission: String,
    /// Kind of record.
    pub subject_kind: String,
    /// Its id.
    pub subject_id: String,
    /// What was done.
    pub verb: String,
    /// What is different now, as JSON.
    pub change: String,
    /// Why.
    pub reason: String,
    /// The number of its seal, once it is sealed.
    pub seal_number: Option<i64>,
}

const COLUMNS: &str = "act.id, act.at, act.actor, account.person_name AS actor_name, act.role, act.permission, act.subject_kind, \
     act.subject_id, act.verb, act.change, act.reason, seal.number AS seal_number";
const FROM: &str =
    "FROM act LEFT JOIN account ON account.id = act.actor LEFT JOIN seal ON seal.act_id = act.id";

/// All acts, newest first.
///
/// # Errors
/// Faults of the database.
pub async fn list(
    store: &Store,
    _grant: &Grant<permit::ReadAudit>,
    limit: Limit,
    after: Option<ActId>,
) -> Result<Page<ActRow>, Fault> {
    let rows: Vec<ActRow> = store
        .rows(
            &format!("SELECT {COLUMNS} {FROM} WHERE ($1 = '' OR act.id < $1) ORDER BY act.id DESC LIMIT $2"),
            [after_id(after), limit.and_one().into()],
        )
        .await?;
    Ok(Page::cut(rows, limit, |row| row.id.clone()))
}

/// One act with what an auditor compares it by.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct AuditRow {
    /// The act.
    #[sea_orm(nested)]
    pub act: ActRow,
    /// Its digest, in hexadecimal.
    pub digest: String,
    /// Number or login of what it is about, to read out; nothing where it has none.
    pub subject_number: Option<String>,
}

/// All acts with their digests, newest first.
///
/// # Errors
/// Faults of the database.
pub async fn audited(
    store: &Store,
    _grant: &Grant<permit::ReadAudit>,
    limit: Limit,
    after: Option<ActId>,
) -> Result<Page<AuditRow>, Fault> {
    let rows: Vec<AuditRow> = store
        .rows(
            &format!(
                "SELECT {COLUMNS}, act.digest, COALESCE(complaint.number, violation_case.number, correction_order.document_number, holder.login, licence.number, entry_report.number) AS subject_number \
                 {FROM} LEFT JOIN complaint ON act.subject_kind = 'complaint' AND complaint.id = act.subject_id \
                 LEFT JOIN violation_case ON act.subject_kind = 'case' AND violation_case.id = act.subject_id \
                 LEFT JOIN correction_order ON act.subject_kind = 'order' AND correction_order.id = act.subject_id \
                 LEFT JOIN account holder ON act.subject_kind = 'account' AND holder.id = act.subject_id \
                 LEFT JOIN licence ON act.subject_kind = 'licence' AND licence.id = act.subject_id \
                 LEFT JOIN entry_report ON act.subject_kind = 'report' AND entry_report.id = act.subject_id \
                 WHERE ($1 = '' OR act.id < $1) ORDER BY act.id DESC LIMIT $2"
            ),
            [after_id(after), limit.and_one().into()],
        )
        .await?;
    Ok(Page::cut(rows, limit, |row| row.act.id.clone()))
}

/// The acts on one record, oldest first.
pub(crate) async fn about(store: &Store, kind: &str, id: &str) -> Result<Vec<ActRow>, Fault> {
    store
        .rows(
            &format!("SELECT {COLUMNS} {FROM} WHERE act.subject_kind = $1 AND act.subject_id = $2 ORDER BY act.at, act.id"),
            [kind.into(), id.into()],
        )
        .await
}
