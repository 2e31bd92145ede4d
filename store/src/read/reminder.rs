//! One's own reminders.

use domain::access::{Grant, permit};
use sea_orm::FromQueryResult;
use serde::Serialize;

use crate::Fault;
use crate::connect::Store;
use crate::ops::reminder::address_place;

/// Whether and where one's own reminders go, as its holder reads it.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct OwnReminders {
    /// The address; empty where none was given.
    pub email: String,
    /// `zh` or `en`.
    pub language: String,
    /// Whether they go at all.
    pub wanted: bool,
}

/// Whether and where one's own reminders go; where nobody has said so they would go as soon as there is an address.
///
/// # Errors
/// Faults of the database; [`Fault::Integrity`] where the sealed address does not open.
pub async fn own(
    store: &Store,
    grant: &Grant<permit::SetOwnReminders>,
) -> Result<OwnReminders, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        email_sealed: Vec<u8>,
        language: String,
        wanted: bool,
    }
    let id = grant.actor().account().ok_or(Fault::NotFound)?.to_string();
    let row: Option<Row> = store
        .row(
            "SELECT email_sealed, language, wanted FROM account_reminder WHERE account_id = $1",
            [id.as_str().into()],
        )
        .await?;
    let Some(row) = row else {
        return Ok(OwnReminders {
            email: String::new(),
            language: "zh".to_owned(),
            wanted: true,
        });
    };
    Ok(OwnReminders {
        email: store
            .keys()
            .open_value(address_place(&id), &row.email_sealed)?,
        language: row.language,
        wanted: row.wanted,
    })
}
