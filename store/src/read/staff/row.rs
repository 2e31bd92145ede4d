//! A row of the staff, and the person it tells of.

use domain::pii::Pii;
use domain::pii::Purpose;
use domain::staff::{IdentityNumber, Member};
use domain::words::Day;
use sea_orm::FromQueryResult;

use crate::Fault;
use crate::connect::Store;
use crate::ops::staff::identity_place;
use crate::repo;

/// The columns of a row, of the table `m`.
pub(crate) const COLUMNS: &str = "m.id, m.institution_id, m.name, m.identity_sealed, m.post, m.engagement, m.subject, m.certificate, \
     m.certificate_number, m.entry_check, m.checked_on, m.photo_shown, m.photo_consent_on, m.employed_on, m.left_on, m.updated_at, m.version";

/// A person as the row has them.
#[derive(Debug, Clone, FromQueryResult)]
pub(crate) struct MemberRow {
    pub(crate) id: String,
    pub(crate) institution_id: String,
    name: String,
    identity_sealed: Vec<u8>,
    post: String,
    engagement: String,
    subject: String,
    certificate: Option<String>,
    certificate_number: String,
    entry_check: String,
    checked_on: Option<String>,
    photo_shown: bool,
    photo_consent_on: Option<String>,
    employed_on: String,
    left_on: Option<String>,
    pub(crate) updated_at: i64,
    pub(crate) version: i64,
}

fn day(text: Option<&str>) -> Result<Option<Day>, Fault> {
    text.map(repo::id).transpose()
}

impl MemberRow {
    /// What is said of the person.
    pub(crate) fn member(&self) -> Result<Member, Fault> {
        Ok(Member {
            name: self.name.clone(),
            post: repo::id(&self.post)?,
            engagement: repo::id(&self.engagement)?,
            subject: self.subject.clone(),
            certificate: self.certificate.as_deref().map(repo::id).transpose()?,
            certificate_number: self.certificate_number.clone(),
            entry_check: repo::id(&self.entry_check)?,
            checked_on: day(self.checked_on.as_deref())?,
            photo_shown: self.photo_shown,
            photo_consent_on: day(self.photo_consent_on.as_deref())?,
            employed_on: repo::id(&self.employed_on)?,
        })
    }

    /// The last day at the institution.
    pub(crate) fn left_on(&self) -> Result<Option<Day>, Fault> {
        day(self.left_on.as_deref())
    }

    /// The number of the identity card as colleagues see it.
    pub(crate) fn masked(&self, store: &Store) -> Result<String, Fault> {
        let place = identity_place(&self.id);
        masked(&store.keys().open_value(place, &self.identity_sealed)?)
    }
}

/// A number of an identity card that was opened, as colleagues see it.
pub(super) fn masked(opened: &str) -> Result<String, Fault> {
    let number: IdentityNumber = opened
        .parse()
        .map_err(|_| Fault::Integrity("a sealed number is none".to_owned()))?;
    let number = Pii::new(number);
    Ok(number.expose(Purpose::ShowToOfficer).masked())
}
