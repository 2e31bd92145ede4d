//! Another copy of a licence: the same number, content and term, and the copy before it counts no more.

use domain::application::Form;
use domain::words::Day;

use super::enter::Held;
use super::load::Stored;
use crate::Fault;
use crate::repo;
use crate::tx::Tx;

/// Makes the copy that counts from `today` on.
pub(super) async fn replace(
    tx: &Tx,
    stored: &Stored,
    held: &Held,
    form: &Form,
    today: Day,
) -> Result<(), Fault> {
    let loss = form
        .loss
        .ok_or_else(|| Fault::Integrity(format!("application {} has no reason", stored.id)))?;
    let copy = held.copy + 1;
    tx.execute(
        "INSERT INTO licence_copy (licence_id, copy, issued_on, application_id, loss, noticed_on, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        [
            held.id.as_str().into(),
            copy.into(),
            today.to_string().into(),
            stored.id.as_str().into(),
            loss.code().into(),
            form.noticed_on.map(|day| day.to_string()).into(),
            tx.now().millis().into(),
        ],
    )
    .await?;
    let written = tx
        .execute(
            "UPDATE licence SET copy = $1, reissued_on = $2, version = version + 1 WHERE id = $3 AND version = $4",
            [
                copy.into(),
                today.to_string().into(),
                held.id.as_str().into(),
                held.version.into(),
            ],
        )
        .await?;
    repo::one_row(&written, held.version).map_err(repo::done_again)
}
