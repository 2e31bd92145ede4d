//! What a person wrote with a step on a licence or an application.

use domain::words::AccountId;

use crate::Fault;
use crate::audit::Subject;
use crate::tx::Tx;

/// Keeps the words of the step that made `version` of a record; empty ones are none.
pub(super) async fn keep(
    tx: &Tx,
    subject: &Subject,
    version: i64,
    event: &str,
    (words, by): (&str, AccountId),
) -> Result<(), Fault> {
    if words.trim().is_empty() {
        return Ok(());
    }
    tx.execute(
        "INSERT INTO register_remark (subject_kind, subject_id, subject_version, event, words, written_by, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        [
            subject.kind().into(),
            subject.id().into(),
            version.into(),
            event.into(),
            words.trim().into(),
            by.to_string().into(),
            tx.now().millis().into(),
        ],
    )
    .await?;
    Ok(())
}
