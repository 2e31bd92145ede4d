//! Whom the authority reaches at an institution: personal data, which the institution itself keeps.

use domain::access::{Grant, Scope, permit};
use domain::pii::{Pii, Purpose};
use domain::words::{Email, Instant, Telephone};
use serde_json::json;

use super::{found, load};
use crate::Fault;
use crate::audit::{Act, Subject};
use crate::connect::Store;
use crate::ops::institution::{Of, email_place};
use crate::tx::{Committed, Tx};
use crate::vault::Place;

/// Whom the authority reaches. What says nothing is taken away; without an address no notice goes by mail.
#[derive(Debug, Clone)]
pub struct Contact {
    /// Who.
    pub name: Option<Pii<String>>,
    /// Their telephone, which is not the public one.
    pub telephone: Option<Pii<Telephone>>,
    /// Where notices go.
    pub email: Option<Pii<Email>>,
}

/// Where a sealed contact of an institution lies.
pub(crate) const fn contact_place<'a>(column: &'static str, id: &'a str) -> Place<'a> {
    Place {
        table: "institution_identity",
        column,
        row: id,
    }
}

/// Says whom the authority reaches at one's own institution.
///
/// # Errors
/// [`Fault::NotFound`] for an account of no institution; [`Fault::Refused`] for an entry that was merged into another one.
pub async fn set_contact(
    store: &Store,
    grant: &Grant<permit::KeepOwnRecord>,
    contact: &Contact,
    now: Instant,
) -> Result<(), Fault> {
    store.run(now, |tx| set_once(tx, grant, contact)).await
}

async fn set_once(
    tx: Tx,
    grant: &Grant<permit::KeepOwnRecord>,
    contact: &Contact,
) -> Result<Committed<()>, Fault> {
    let Scope::Own(institution) = grant.scope() else {
        return Err(Fault::NotFound);
    };
    let held = load(&tx, Of::Id(*institution)).await?;
    held.kept()?;
    found(&tx, &held.id).await?;
    let (keys, entropy) = (tx.store().keys(), tx.store().entropy());
    let sealed = |column: &'static str, text: Option<&str>| {
        let place = contact_place(column, &held.id);
        text.map(|text| keys.seal(place, text, entropy)).transpose()
    };
    let name = contact
        .name
        .as_ref()
        .map(|it| it.expose(Purpose::Seal).as_str());
    let telephone = contact
        .telephone
        .as_ref()
        .map(|it| it.expose(Purpose::Seal).as_str());
    let email = contact
        .email
        .as_ref()
        .map(|it| it.expose(Purpose::Seal).as_str());
    let name_sealed = sealed("contact_name", name)?;
    let telephone_sealed = sealed("contact_telephone", telephone)?;
    let email_sealed = email
        .map(|text| keys.seal(email_place(&held.id), text, entropy))
        .transpose()?;
    tx.execute(
        "UPDATE institution_identity SET contact_name_sealed = $1, contact_telephone_sealed = $2 WHERE institution_id = $3",
        [name_sealed.into(), telephone_sealed.into(), held.id.as_str().into()],
    )
    .await?;
    tx.execute(
        "UPDATE institution SET email_sealed = $1 WHERE id = $2",
        [email_sealed.into(), held.id.as_str().into()],
    )
    .await?;
    // Whether it is the same as before can be told from the digest, and nothing else: it is keyed.
    let digest = keys.blind_index(
        "institution.contact",
        &json!([name, telephone, email]).to_string(),
    );
    let said = json!({
        "name": name.is_some(), "telephone": telephone.is_some(), "email": email.is_some(), "digest": digest,
    });
    let act = Act::by(
        grant,
        Subject::new("institution", &held.id),
        "set_contact",
        said,
    );
    tx.commit(act, ()).await
}
