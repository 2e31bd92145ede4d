//! A record field by field, for those who keep it.

use domain::access::{Grant, Scope, permit};
use domain::institution::field::{Field, Owner};
use domain::institution::{Status, confirm};
use domain::words::{Day, Email, Instant, InstitutionNumber};
use sea_orm::FromQueryResult;
use serde::Serialize;

use super::institution::{SHOWN, UNMERGED};
use crate::Fault;
use crate::connect::Store;
use crate::ops::history::Kept;
use crate::ops::institution::email_place;
use crate::ops::record::{Held, contact_place, record_columns};
use crate::repo;

/// One field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldRow {
    /// Which.
    pub field: Field,
    /// Its canonical text; empty where it says nothing.
    pub text: String,
    /// Who answers for it.
    pub owner: Owner,
}

/// A record field by field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RecordKept {
    /// The institution's number.
    pub number: String,
    /// Version, to give with a change.
    pub version: i64,
    /// Every field, in the order of the list.
    pub fields: Vec<FieldRow>,
    /// When the institution last said that it is right, in milliseconds since 1970.
    pub confirmed_at: Option<i64>,
    /// Whether it is asked to say so now.
    pub asked_to_confirm: bool,
    /// The id; not shown.
    #[serde(skip)]
    pub id: String,
}

impl RecordKept {
    /// What stands in a field.
    #[must_use]
    pub fn text(&self, field: Field) -> &str {
        let found = self.fields.iter().find(|one| one.field == field);
        found.map_or("", |one| one.text.as_str())
    }
}

/// Whom the authority reaches at an institution; masked where not the institution itself reads it.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct ContactKept {
    /// Who.
    pub name: String,
    /// Their telephone.
    pub telephone: String,
    /// Where notices go.
    pub email: String,
}

#[derive(FromQueryResult)]
struct Row {
    number: String,
    entered_at: i64,
    #[sea_orm(nested)]
    held: Held,
}

impl Row {
    fn kept(self, today: Day) -> RecordKept {
        let held = self.held;
        let fields = Field::ALL.iter().copied().map(|field| FieldRow {
            field,
            text: held.text(field).to_owned(),
            owner: field.owner(),
        });
        let day = |at: i64| Instant::from_millis(at).day();
        let confirmed_at = held.identity.confirmed_at;
        RecordKept {
            asked_to_confirm: held.status == Status::Operating.code()
                && confirm::is_asked(confirmed_at.map(day), day(self.entered_at), today),
            fields: fields.collect(),
            confirmed_at,
            number: self.number,
            version: held.version,
            id: held.id,
        }
    }
}

async fn row(store: &Store, column: &str, value: String) -> Result<Row, Fault> {
    let sql = format!(
        "SELECT i.number, i.created_at AS entered_at, {} WHERE i.{column} = $1 AND {SHOWN}",
        record_columns()
    );
    let row: Option<Row> = store.row(&sql, [value.into()]).await?;
    row.ok_or(Fault::NotFound)
}

/// The record of one's own institution.
///
/// # Errors
/// [`Fault::NotFound`] for an account of no institution.
pub async fn own(
    store: &Store,
    grant: &Grant<permit::ReadOwn>,
    today: Day,
) -> Result<RecordKept, Fault> {
    let Scope::Own(institution) = grant.scope() else {
        return Err(Fault::NotFound);
    };
    let row = row(store, "id", institution.to_string()).await?;
    Ok(row.kept(today))
}

/// The record of an institution of the scope.
///
/// # Errors
/// [`Fault::NotFound`] outside the scope.
pub async fn of(
    store: &Store,
    grant: &Grant<permit::ReadDesk>,
    number: InstitutionNumber,
    today: Day,
) -> Result<RecordKept, Fault> {
    let row = row(store, "number", number.to_string()).await?;
    repo::within(grant.scope(), &row.held.authority_id)?;
    Ok(row.kept(today))
}

/// What the record of one's own institution said at `version`; nothing where it says so still, or never did.
///
/// # Errors
/// As [`own`].
pub async fn own_at(
    store: &Store,
    grant: &Grant<permit::ReadOwn>,
    version: i64,
) -> Result<Option<RecordKept>, Fault> {
    match grant.scope() {
        Scope::Own(institution) => at(store, &institution.to_string(), version).await,
        _ => Err(Fault::NotFound),
    }
}

/// The same of an institution of the scope.
///
/// # Errors
/// As [`of`].
pub async fn of_at(
    store: &Store,
    grant: &Grant<permit::ReadDesk>,
    number: InstitutionNumber,
    version: i64,
) -> Result<Option<RecordKept>, Fault> {
    let row = row(store, "number", number.to_string()).await?;
    repo::within(grant.scope(), &row.held.authority_id)?;
    at(store, &row.held.id, version).await
}

async fn at(store: &Store, id: &str, version: i64) -> Result<Option<RecordKept>, Fault> {
    #[derive(FromQueryResult)]
    struct Past {
        record: String,
    }
    let sql = "SELECT record FROM institution_past WHERE institution_id = $1 AND version = $2";
    let past: Option<Past> = store.row(sql, [id.into(), version.into()]).await?;
    let Some(past) = past else {
        return Ok(None);
    };
    let kept: Kept = repo::read(&past.record, "institution", id)?;
    let fields = Field::ALL.iter().copied().map(|field| FieldRow {
        field,
        text: kept.text(field).to_owned(),
        owner: field.owner(),
    });
    Ok(Some(RecordKept {
        number: kept.said.number.clone(),
        version,
        fields: fields.collect(),
        confirmed_at: kept.identity.confirmed_at,
        asked_to_confirm: false,
        id: id.to_owned(),
    }))
}

/// Whom the authority reaches at one's own institution.
///
/// # Errors
/// [`Fault::NotFound`] for an account of no institution; a value that cannot be opened.
pub async fn own_contact(
    store: &Store,
    grant: &Grant<permit::ReadOwn>,
) -> Result<ContactKept, Fault> {
    match grant.scope() {
        Scope::Own(institution) => contact(store, &institution.to_string()).await,
        _ => Err(Fault::NotFound),
    }
}

/// Whom the authority reaches at an institution of the scope, for who keeps the register.
///
/// # Errors
/// [`Fault::NotFound`] outside the scope; a value that cannot be opened.
pub async fn contact_of(
    store: &Store,
    grant: &Grant<permit::KeepRegister>,
    number: InstitutionNumber,
) -> Result<ContactKept, Fault> {
    let row = row(store, "number", number.to_string()).await?;
    repo::within(grant.scope(), &row.held.authority_id)?;
    let contact = contact(store, &row.held.id).await?;
    let email: Option<Email> = contact.email.parse().ok();
    Ok(ContactKept {
        email: email.map(|email| email.masked()).unwrap_or_default(),
        ..contact
    })
}

async fn contact(store: &Store, id: &str) -> Result<ContactKept, Fault> {
    #[derive(FromQueryResult)]
    struct Sealed {
        contact_name_sealed: Option<Vec<u8>>,
        contact_telephone_sealed: Option<Vec<u8>>,
        email_sealed: Option<Vec<u8>>,
    }
    let sql = "SELECT d.contact_name_sealed, d.contact_telephone_sealed, i.email_sealed FROM institution i \
         LEFT JOIN institution_identity d ON d.institution_id = i.id WHERE i.id = $1";
    let sealed: Option<Sealed> = store.row(sql, [id.into()]).await?;
    let sealed = sealed.ok_or(Fault::NotFound)?;
    let open = |place, sealed: Option<Vec<u8>>| match sealed {
        Some(sealed) => store.keys().open_value(place, &sealed),
        None => Ok(String::new()),
    };
    Ok(ContactKept {
        name: open(
            contact_place("contact_name", id),
            sealed.contact_name_sealed,
        )?,
        telephone: open(
            contact_place("contact_telephone", id),
            sealed.contact_telephone_sealed,
        )?,
        email: open(email_place(id), sealed.email_sealed)?,
    })
}

/// How the party's work covers the institutions of a district that work.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize)]
pub struct Covered {
    /// The district.
    pub district: String,
    /// How many work.
    pub operating: i64,
    /// With a branch of their own.
    pub own: i64,
    /// In a joint branch.
    pub joint: i64,
    /// With an instructor.
    pub instructor: i64,
}

/// The coverage of the scope by district.
///
/// # Errors
/// Faults of the database.
pub async fn coverage(
    store: &Store,
    grant: &Grant<permit::ReadDesk>,
) -> Result<Vec<Covered>, Fault> {
    let sql = format!(
        "SELECT i.district, COUNT(*) AS operating, COUNT(CASE WHEN d.party = 'own' THEN 1 END) AS own, \
         COUNT(CASE WHEN d.party = 'joint' THEN 1 END) AS joint, COUNT(CASE WHEN d.party = 'instructor' THEN 1 END) AS instructor \
         FROM institution i LEFT JOIN institution_identity d ON d.institution_id = i.id \
         WHERE {} AND i.status = 'operating' AND {SHOWN} AND {UNMERGED} GROUP BY i.district ORDER BY i.district",
        repo::authorities(grant.scope(), "i.authority_id")
    );
    store.rows(&sql, []).await
}

/// An institution that no branch and no instructor covers.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize)]
pub struct Gap {
    /// Number.
    pub number: String,
    /// Registered name.
    pub name: String,
    /// District.
    pub district: String,
    /// `none` where the institution says so, empty where it says nothing.
    pub party: String,
}

/// The institutions of the scope that work and are not covered, by number: a page of `limit` after `after`, in `district`
/// where one is given.
///
/// # Errors
/// Faults of the database.
pub async fn gaps(
    store: &Store,
    grant: &Grant<permit::ReadDesk>,
    query: &GapQuery,
) -> Result<super::Page<Gap>, Fault> {
    let sql = format!(
        "SELECT i.number, i.name, i.district, COALESCE(d.party, '') AS party FROM institution i \
         LEFT JOIN institution_identity d ON d.institution_id = i.id WHERE {} AND i.status = 'operating' \
         AND COALESCE(d.party, '') IN ('', 'none') AND ($1 = '' OR i.district = $1) AND i.number > $2 AND {SHOWN} AND {UNMERGED} \
         ORDER BY i.number LIMIT $3",
        repo::authorities(grant.scope(), "i.authority_id")
    );
    let district = query.district.map(|it| it.code()).unwrap_or_default();
    let after = query.after.map(|it| it.to_string()).unwrap_or_default();
    let values = [district.into(), after.into(), query.limit.and_one().into()];
    let rows: Vec<Gap> = store.rows(&sql, values).await?;
    Ok(super::Page::cut(rows, query.limit, |row| {
        row.number.clone()
    }))
}

/// Which gaps to list.
#[derive(Debug, Clone, Default)]
pub struct GapQuery {
    /// Only those of this district.
    pub district: Option<domain::words::District>,
    /// Rows of a page.
    pub limit: super::Limit,
    /// The `next` of the page before.
    pub after: Option<InstitutionNumber>,
}
