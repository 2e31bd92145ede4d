//! The sealed columns of a complaint.

use domain::complaint::Contact;
use domain::pii::Purpose;

use crate::Fault;
use crate::connect::Store;
use crate::vault::Place;

/// Where a column of a complainant's contact lies.
pub(crate) const fn contact_place<'a>(column: &'static str, id: &'a str) -> Place<'a> {
    Place {
        table: "complaint",
        column,
        row: id,
    }
}

/// A contact as its columns.
#[derive(Default)]
pub(crate) struct SealedContact {
    pub(crate) name: Option<Vec<u8>>,
    pub(crate) telephone: Option<Vec<u8>>,
    pub(crate) telephone_index: Option<String>,
    pub(crate) email: Option<Vec<u8>>,
}

pub(crate) fn seal_contact(
    store: &Store,
    id: &str,
    contact: Option<&Contact>,
) -> Result<SealedContact, Fault> {
    let Some(contact) = contact else {
        return Ok(SealedContact::default());
    };
    let seal = |column, plain: &str| {
        store
            .keys()
            .seal(contact_place(column, id), plain, store.entropy())
    };
    let telephone = contact
        .telephone
        .as_ref()
        .map(|number| number.expose(Purpose::Seal).as_str());
    let email = contact
        .email
        .as_ref()
        .map(|email| email.expose(Purpose::Seal).as_str());
    Ok(SealedContact {
        name: Some(seal("contact_name", contact.name.expose(Purpose::Seal))?),
        telephone: telephone
            .map(|number| seal("contact_telephone", number))
            .transpose()?,
        telephone_index: telephone.map(|number| {
            store
                .keys()
                .blind_index("complaint.contact_telephone", number)
        }),
        email: email
            .map(|email| seal("contact_email", email))
            .transpose()?,
    })
}
