//! An institution's consent to be served by e-mail.

use domain::access::{Grant, Scope, permit};
use domain::words::Day;
use sea_orm::FromQueryResult;
use serde::Serialize;

use crate::Fault;
use crate::connect::Store;

/// A signed consent (送达地址确认书).
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize)]
pub struct Consent {
    /// Day of the signature.
    pub signed_on: String,
    /// The paper it stands on.
    pub document: String,
}

/// The consent of the agent's institution that is in force on `today`; without one a mail only informs.
///
/// # Errors
/// Faults of the database.
pub async fn own(
    store: &Store,
    grant: &Grant<permit::ReadOwn>,
    today: Day,
) -> Result<Option<Consent>, Fault> {
    let Scope::Own(institution) = grant.scope() else {
        return Ok(None);
    };
    store
        .row(
            "SELECT signed_on, document FROM electronic_consent WHERE institution_id = $1 AND revoked_on IS NULL \
             AND signed_on <= $2 ORDER BY signed_on DESC, id DESC LIMIT 1",
            [institution.to_string().into(), today.to_string().into()],
        )
        .await
}
