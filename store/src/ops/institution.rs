//! The register of institutions and their licences.

use domain::access::{Grant, permit};
use domain::hanzi::plain;
use domain::institution::field::Field;
use domain::institution::merge::HIDDEN;
pub use domain::institution::{NewInstitution, NewLicence};
use domain::words::{
    ConsentId, Day, Email, FieldFault, Instant, InstitutionId, InstitutionNumber, LicenceId,
};
use sea_orm::{ActiveValue::Set, DbBackend, EntityTrait as _, FromQueryResult, Value};
use serde_json::json;

use super::{authority::Responsible, search_index, texts};
use crate::Fault;
use crate::audit::{Act, Subject};
use crate::connect::Store;
use crate::read::institution::{SHOWN, answers_for};
use crate::table::{institution, licence as licence_table};
use crate::terms;
use crate::tx::Tx;
use crate::vault::Place;

/// Where the sealed e-mail address of an institution lies.
pub(crate) fn email_place(id: &str) -> Place<'_> {
    Place {
        table: "institution",
        column: "email",
        row: id,
    }
}

/// The address to which its notices go, opened for a notice that is about to be stored.
pub(super) fn address(tx: &Tx, id: &str, sealed: &[u8]) -> Result<Email, Fault> {
    tx.store()
        .keys()
        .open_value(email_place(id), sealed)?
        .parse()
        .map_err(|_| Fault::Integrity(format!("the address of institution {id}")))
}

/// Behind a query of an institution `i` to which something is about to refer: it is held to the end of the write, so that a
/// list that is taken back meanwhile waits for it and finds what refers to it. SQLite has one writer, and needs no more.
pub(super) fn held(tx: &Tx) -> &'static str {
    match tx.store().backend() {
        DbBackend::Postgres => " FOR KEY SHARE OF i",
        _ => "",
    }
}

/// By which of its names an institution is asked for.
#[derive(Clone, Copy)]
pub(crate) enum Of {
    Id(InstitutionId),
    Number(InstitutionNumber),
}

impl Of {
    /// The column and what stands in it.
    pub(crate) fn column(self) -> (&'static str, String) {
        match self {
            Self::Id(id) => ("id", id.to_string()),
            Self::Number(number) => ("number", number.to_string()),
        }
    }
}

/// An institution to which something is about to refer.
#[derive(FromQueryResult)]
pub(super) struct Referred {
    pub(super) id: String,
    pub(super) number: String,
    pub(super) name: String,
    pub(super) district: String,
    pub(super) authority_id: String,
    merged: bool,
}

async fn referred(tx: &Tx, condition: &str, value: String) -> Result<Option<Referred>, Fault> {
    let sql = format!(
        "SELECT i.id, i.number, i.name, i.district, i.authority_id, i.merged_into IS NOT NULL AS merged FROM institution i \
         WHERE {condition} AND {SHOWN}{}",
        held(tx)
    );
    tx.one(&sql, [value.into()]).await
}

/// The institution to which something new is about to be entered, held to the end of the write: a merge that comes meanwhile
/// waits for it, and finds what was entered.
///
/// # Errors
/// [`Fault::NotFound`] for one that is not in the register; [`Fault::Refused`] with `institution_merged` for an entry that
/// was merged into another one.
pub(super) async fn standing(tx: &Tx, of: Of) -> Result<Referred, Fault> {
    let (column, value) = of.column();
    let found = referred(tx, &format!("i.{column} = $1"), value).await?;
    let found = found.ok_or(Fault::NotFound)?;
    if found.merged {
        return Err(Fault::Refused(HIDDEN));
    }
    Ok(found)
}

/// The institution that answers for the entry with this name, held to the end of the write: what is said of an entry that was
/// merged is said of the one that is kept. Nothing where it is not in the register.
pub(super) async fn answering(tx: &Tx, of: Of) -> Result<Option<Referred>, Fault> {
    let (column, value) = of.column();
    referred(tx, &answers_for(column, "$1"), value).await
}

/// Whom a mail to an institution goes to.
pub(super) struct Receiver {
    /// Registered name.
    pub(super) name: String,
    /// Where its notices go.
    pub(super) address: Email,
}

/// Whom a mail to an institution goes to; nothing where no address is known.
pub(super) async fn receiver(tx: &Tx, id: &str) -> Result<Option<Receiver>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        name: String,
        email_sealed: Option<Vec<u8>>,
    }
    let row: Option<Row> = tx
        .one(
            "SELECT name, email_sealed FROM institution WHERE id = $1",
            [id.into()],
        )
        .await?;
    match row.and_then(|row| Some((row.name, row.email_sealed?))) {
        None => Ok(None),
        Some((name, sealed)) => Ok(Some(Receiver {
            name,
            address: address(tx, id, &sealed)?,
        })),
    }
}

/// Enters institutions, in the order given, and answers the number of the first; the others follow
/// without a gap. One call is one act and holds SQLite's writer, so give some hundreds at a time.
///
/// # Errors
/// [`Fault::Duplicate`] for a credit code or licence number that is in the register already; then
/// none of them is entered.
pub async fn register(
    store: &Store,
    grant: &Grant<permit::ManageRegister>,
    entries: &[NewInstitution],
    now: Instant,
) -> Result<Vec<(InstitutionId, InstitutionNumber)>, Fault> {
    store
        .run(now, |tx| async move {
            let count = i64::try_from(entries.len()).unwrap_or(i64::MAX);
            let first = tx.take("institution", count).await?;
            let entered = put(&tx, entries, first).await?;
            let act = Act::by(
                grant,
                Subject::new("institution", format!("{first}+{count}")),
                "register",
                json!({"first": first, "count": count}),
            );
            tx.commit(act, entered).await
        })
        .await
}

/// Writes new institutions with their licences and their terms, from the place `first` in the register on.
pub(super) async fn put(
    tx: &Tx,
    entries: &[NewInstitution],
    first: i64,
) -> Result<Vec<(InstitutionId, InstitutionNumber)>, Fault> {
    let now = tx.now();
    let gathered = search_index::gather(tx, entries, first);
    let responsible = Responsible::read(tx).await?;
    let mut entered = Vec::with_capacity(entries.len());
    let mut rows = Vec::with_capacity(entries.len());
    let mut licences = Vec::new();
    for (entry, seq) in entries.iter().zip(first..) {
        let id = InstitutionId::new(now, tx.store().id_bits(now));
        let number = number_of(seq)?;
        let licence_id = entry
            .licence
            .as_ref()
            .map(|_| LicenceId::new(now, tx.store().id_bits(now)).to_string());
        if let (Some(licence), Some(licence_id)) = (&entry.licence, &licence_id) {
            licences.push(licence_row(entry, licence, licence_id, id, now));
        }
        let authority = responsible.authority(Some(entry.district))?;
        let known = Known {
            id,
            seq,
            number,
            authority,
            licence_id,
        };
        rows.push(institution_row(tx, entry, known)?);
        entered.push((id, number));
    }
    // So few rows a statement that they have less than the 32,766 values that SQLite allows in one.
    for slice in chunks(licences) {
        licence_table::Entity::insert_many(slice)
            .exec_without_returning(tx.rows())
            .await?;
    }
    for slice in chunks(rows) {
        institution::Entity::insert_many(slice)
            .exec_without_returning(tx.rows())
            .await?;
    }
    for slice in entries.chunks(1_000).zip(entered.chunks(1_000)) {
        further(tx, slice).await?;
    }
    search_index::enter(tx, entries, first, gathered).await?;
    Ok(entered)
}

/// Writes what entries say beside name, place and licence, for those that say anything: one statement for all of them.
async fn further(
    tx: &Tx,
    (entries, entered): (&[NewInstitution], &[(InstitutionId, InstitutionNumber)]),
) -> Result<(), Fault> {
    let said = entries
        .iter()
        .zip(entered)
        .filter(|(entry, _)| !entry.further.is_empty());
    let (mut rows, mut values) = (Vec::new(), Vec::<Value>::new());
    for (entry, (id, _)) in said {
        values.push(id.to_string().into());
        for field in FURTHER {
            let text = entry.further.get(&field).map_or("", String::as_str);
            values.push(text.into());
        }
        let last = values.len();
        let places = (last - FURTHER.len()..=last).map(|place| format!("${place}"));
        rows.push(format!("({})", places.collect::<Vec<_>>().join(", ")));
    }
    if rows.is_empty() {
        return Ok(());
    }
    let columns = FURTHER.map(Field::code).join(", ");
    let sql = format!(
        "INSERT INTO institution_identity (institution_id, {columns}) VALUES {}",
        rows.join(", ")
    );
    tx.execute(&sql, values).await.map(drop)
}

/// The fields that a new entry may say beside those of its own row.
const FURTHER: [Field; 13] = [
    Field::FormerNames,
    Field::Profit,
    Field::Founder,
    Field::LegalRepresentative,
    Field::Principal,
    Field::Mode,
    Field::Position,
    Field::Premises,
    Field::Party,
    Field::PartyBranch,
    Field::CustodyBank,
    Field::Inspections,
    Field::Penalties,
];

fn chunks<T>(mut rows: Vec<T>) -> Vec<Vec<T>> {
    let mut slices = Vec::new();
    while !rows.is_empty() {
        let rest = rows.split_off(rows.len().min(1_000));
        slices.push(std::mem::replace(&mut rows, rest));
    }
    slices
}

pub(super) fn number_of(seq: i64) -> Result<InstitutionNumber, Fault> {
    u32::try_from(seq)
        .ok()
        .and_then(|seq| InstitutionNumber::from_sequence(seq).ok())
        .ok_or_else(|| Fault::Setting("the numbers of institutions are used up".to_owned()))
}

/// What the register itself gives to an entry.
struct Known<'a> {
    id: InstitutionId,
    seq: i64,
    number: InstitutionNumber,
    authority: &'a str,
    licence_id: Option<String>,
}

fn institution_row(
    tx: &Tx,
    entry: &NewInstitution,
    known: Known<'_>,
) -> Result<institution::ActiveModel, Fault> {
    let store = tx.store();
    let now = tx.now();
    let row = known.id.to_string();
    let email_sealed = match &entry.email {
        None => None,
        Some(email) => Some(store.keys().seal(
            email_place(&row),
            email.as_str(),
            store.entropy(),
        )?),
    };
    Ok(institution::ActiveModel {
        id: Set(row),
        seq: Set(known.seq),
        number: Set(known.number.to_string()),
        name: Set(entry.name.clone()),
        brand: Set(entry.brand.clone()),
        uscc: Set(entry.uscc.as_ref().map(ToString::to_string)),
        legal_form: Set(entry.legal_form.to_owned()),
        class: Set(entry.classes.first().code().to_owned()),
        more_classes: Set(entry.classes.more_bits()),
        stages: Set(i64::from(entry.stages.bits())),
        district: Set(entry.district.code().to_owned()),
        authority_id: Set(known.authority.to_owned()),
        address: Set(entry.address.clone()),
        telephone: Set(entry.telephone.clone()),
        email_sealed: Set(email_sealed),
        status: Set(entry.status.code().to_owned()),
        licence_id: Set(known.licence_id),
        founded_on: Set(entry.founded_on.map(|day| day.to_string())),
        created_at: Set(now.millis()),
        updated_at: Set(now.millis()),
        version: Set(1),
        index_form: Set(terms::FORM),
        name_plain: Set(Some(plain(&entry.name))),
    })
}

fn licence_row(
    entry: &NewInstitution,
    licence: &NewLicence,
    licence_id: &str,
    institution: InstitutionId,
    now: Instant,
) -> licence_table::ActiveModel {
    licence_table::ActiveModel {
        id: Set(licence_id.to_owned()),
        number: Set(licence.number.to_string()),
        institution_id: Set(institution.to_string()),
        class: Set(entry.classes.first().code().to_owned()),
        more_classes: Set(entry.classes.more_bits()),
        stages: Set(i64::from(entry.stages.bits())),
        scope: Set(licence.scope.clone()),
        state: Set(licence.state.code().to_owned()),
        issued_by: Set(licence.issued_by.clone()),
        issued_on: Set(licence.issued_on.to_string()),
        valid_until: Set(licence.valid_until.to_string()),
        ended_on: Set(licence.ended_on.map(|day| day.to_string())),
        proposal: Set(None),
        ended_from: Set(None),
        copy: Set(1),
        reissued_on: Set(None),
        created_at: Set(now.millis()),
        version: Set(1),
    }
}

/// Records an institution's signed consent to service by e-mail (送达地址确认书), without which a mail
/// only informs (Administrative Penalty Law, article 61).
///
/// # Errors
/// [`Fault::NotFound`] for an unknown institution; [`Fault::Refused`] for an entry that was merged into another one;
/// [`Fault::Input`] for a day that has not come, or a document without a name.
pub async fn record_consent(
    store: &Store,
    grant: &Grant<permit::ManageRegister>,
    number: InstitutionNumber,
    signed_on: Day,
    document: &str,
    now: Instant,
) -> Result<ConsentId, Fault> {
    if signed_on > now.day() {
        return Err(Fault::Input(vec![FieldFault::new(
            "signed_on",
            "day_in_future",
        )]));
    }
    let document = &texts::line("document", document, 200)?;
    store
        .run(now, |tx| async move {
            let id = ConsentId::new(now, tx.store().id_bits(now));
            let of = standing(&tx, Of::Number(number)).await?;
            tx.execute(
                "INSERT INTO electronic_consent (id, institution_id, signed_on, document, created_at) VALUES ($1, $2, $3, $4, $5)",
                [
                    id.to_string().into(),
                    of.id.as_str().into(),
                    signed_on.to_string().into(),
                    document.as_str().into(),
                    now.millis().into(),
                ],
            )
            .await?;
            let act = Act::by(
                grant,
                Subject::new("institution", of.id),
                "record_consent",
                json!({"signed_on": signed_on}),
            );
            tx.commit(act, id).await
        })
        .await
}
