//! Reminders to officers of what is due: whether and where one's own go, and the digest of a working day.

mod digest;

use domain::access::{Grant, permit};
use domain::pii::{Pii, Purpose};
use domain::words::{Email, Instant};
use serde_json::json;

pub use digest::send;

use crate::Fault;
use crate::audit::{Act, Subject};
use crate::connect::Store;
use crate::tx::{Committed, Tx, Upkeep};
use crate::vault::Place;

/// Whether and where reminders go.
#[derive(Debug, Clone)]
pub struct Reminders {
    /// To this address; without one they go nowhere.
    pub email: Option<Pii<Email>>,
    /// `zh` or `en`.
    pub language: &'static str,
    /// Whether they go at all.
    pub wanted: bool,
}

/// Where the sealed address of an account lies.
pub(crate) fn address_place(account: &str) -> Place<'_> {
    Place {
        table: "account_reminder",
        column: "email",
        row: account,
    }
}

/// Says whether and where one's own reminders go. Without an address what was said before is forgotten.
///
/// # Errors
/// [`Fault::NotFound`] for what is no account; faults of the database.
pub async fn set_own(
    store: &Store,
    grant: &Grant<permit::SetOwnReminders>,
    said: &Reminders,
    now: Instant,
) -> Result<(), Fault> {
    store.run(now, |tx| set_once(tx, grant, said)).await
}

async fn set_once(
    tx: Tx,
    grant: &Grant<permit::SetOwnReminders>,
    said: &Reminders,
) -> Result<Committed<()>, Fault> {
    let account = grant.actor().account().ok_or(Fault::NotFound)?;
    let id = account.to_string();
    match &said.email {
        None => {
            let gone = tx
                .execute(
                    "DELETE FROM account_reminder WHERE account_id = $1",
                    [id.as_str().into()],
                )
                .await?;
            if gone.rows_affected() == 0 {
                return tx.commit_upkeep(Upkeep::Replay, ()).await;
            }
        }
        Some(email) => {
            let address = email.expose(Purpose::Seal).as_str();
            let keys = tx.store().keys();
            let sealed = keys.seal(address_place(&id), address, tx.store().entropy())?;
            tx.execute(
                "INSERT INTO account_reminder (account_id, email_sealed, language, wanted, updated_at) VALUES ($1, $2, $3, $4, $5) \
                 ON CONFLICT (account_id) DO UPDATE SET email_sealed = $2, language = $3, wanted = $4, updated_at = $5",
                [
                    id.as_str().into(),
                    sealed.into(),
                    said.language.into(),
                    said.wanted.into(),
                    tx.now().millis().into(),
                ],
            )
            .await?;
        }
    }
    let change = json!({"wanted": said.wanted, "email": said.email.is_some()});
    let act = Act::by(
        grant,
        Subject::new("account", account),
        "set_reminders",
        change,
    );
    tx.commit(act, ()).await
}
