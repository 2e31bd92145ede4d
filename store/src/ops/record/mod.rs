//! Keeping the records of institutions: what a side owns it changes at once, for the rest it asks.

mod change;
mod confirm;
mod contact;
mod enter;
mod request;

use domain::access::{Grant, Permission};
use domain::application::{Form, Mode};
use domain::institution::field::{Field, places};
use domain::institution::granted;
use domain::institution::merge::HIDDEN;
use domain::institution::request::Alteration;
use domain::words::{ActId, FieldFault};
use sea_orm::{DbBackend, FromQueryResult, Value};
use serde_json::json;

use super::institution::Of;
use super::{history, remark, search_index, sign::text_digest};
use crate::Fault;
use crate::audit::{Act, Subject};
use crate::connect::Store;
use crate::read::institution::SHOWN;
use crate::repo::{
    self,
    identity::{self, IdentityRow},
};
use crate::tx::Tx;

pub(crate) use change::made;
pub use change::{Change, Changed, change, change_own};
pub use confirm::{ask_to_confirm, confirm_own};
pub(crate) use contact::contact_place;
pub use contact::{Contact, set_contact};
pub use enter::{Entered, Opening, enter};
pub use request::{RequestEvent, step};

/// A record as it is stored.
#[derive(FromQueryResult)]
pub(crate) struct Held {
    pub(crate) id: String,
    pub(crate) authority_id: String,
    pub(crate) version: i64,
    name: String,
    brand: String,
    uscc: String,
    legal_form: String,
    address: String,
    telephone: String,
    pub(crate) status: String,
    merged_into: Option<String>,
    founded_on: String,
    #[sea_orm(nested)]
    pub(crate) identity: IdentityRow,
}

impl Held {
    /// Refuses work on an entry that was merged into another one.
    pub(super) fn kept(&self) -> Result<(), Fault> {
        match self.merged_into {
            None => Ok(()),
            Some(_) => Err(Fault::Refused(HIDDEN)),
        }
    }

    /// What stands in a field.
    pub(crate) fn text(&self, field: Field) -> &str {
        match field {
            Field::Name => &self.name,
            Field::Brand => &self.brand,
            Field::Uscc => &self.uscc,
            Field::LegalForm => &self.legal_form,
            Field::FoundedOn => &self.founded_on,
            Field::Status => &self.status,
            Field::Address => &self.address,
            Field::Telephone => &self.telephone,
            other => self.identity.text(other).unwrap_or_default(),
        }
    }
}

/// The columns of a record and where they lie.
pub(crate) fn record_columns() -> String {
    format!(
        "i.id, i.authority_id, i.version, i.name, i.brand, COALESCE(i.uscc, '') AS uscc, i.legal_form, i.address, i.telephone, \
         i.status, i.merged_into, COALESCE(i.founded_on, '') AS founded_on, {} FROM institution i {}",
        identity::COLUMNS,
        identity::JOIN
    )
}

pub(crate) async fn load(tx: &Tx, of: Of) -> Result<Held, Fault> {
    let (column, value) = of.column();
    // Held to the end of the write, and read after it is held: another change that came first is seen. SQLite has one writer.
    if tx.store().backend() == DbBackend::Postgres {
        let hold = format!("SELECT 1 FROM institution WHERE {column} = $1 FOR UPDATE");
        tx.has(&hold, [value.as_str().into()]).await?;
    }
    let sql = format!(
        "SELECT {} WHERE i.{column} = $1 AND {SHOWN}",
        record_columns()
    );
    let held: Option<Held> = tx.one(&sql, [value.into()]).await?;
    held.ok_or(Fault::NotFound)
}

/// What stands in these fields of a record now, in their order.
pub(crate) async fn texts_now(
    store: &Store,
    institution: &str,
    fields: &[Field],
) -> Result<Vec<String>, Fault> {
    let sql = format!("SELECT {} WHERE i.id = $1", record_columns());
    let held: Option<Held> = store.row(&sql, [institution.into()]).await?;
    let held = held.ok_or(Fault::NotFound)?;
    let texts = fields.iter().map(|field| held.text(*field).to_owned());
    Ok(texts.collect())
}

/// Where the text of a field lies.
const fn column(field: Field) -> (&'static str, &'static str) {
    match field {
        Field::Name
        | Field::Brand
        | Field::Uscc
        | Field::LegalForm
        | Field::FoundedOn
        | Field::Status
        | Field::Address
        | Field::Telephone => ("institution", field.code()),
        _ => ("institution_identity", field.code()),
    }
}

/// Columns that hold nothing rather than an empty text.
const fn is_absent(field: Field, text: &str) -> bool {
    matches!(field, Field::Uscc | Field::FoundedOn) && text.is_empty()
}

/// Gives the institution a row of identity, where it has none.
pub(super) async fn found(tx: &Tx, institution: &str) -> Result<(), Fault> {
    let sql = "INSERT INTO institution_identity (institution_id) VALUES ($1) ON CONFLICT (institution_id) DO NOTHING";
    tx.execute(sql, [institution.into()]).await.map(drop)
}

/// An entry of the register as it stood before a licence changed it.
#[derive(Clone, Copy)]
pub(super) struct Entry<'a> {
    pub(super) id: &'a str,
    pub(super) name: &'a str,
    pub(super) address: &'a str,
}

/// Writes what a licence says of the way of teaching, of the premises it was granted for and of the bank of custody over the
/// identity; the caller keeps the past. Further premises of the record stay, those it has left go, and with them where they
/// were on the map. The name it had becomes a former one, by which it is found.
pub(super) async fn licensed(tx: &Tx, before: Entry<'_>, form: &Form) -> Result<(), Fault> {
    let held = load(tx, Of::Id(repo::id(before.id)?)).await?;
    let moved = form.address != before.address;
    let premises = granted::premises(places(held.text(Field::Premises)), before.address, form);
    let former = match form.name == before.name {
        true => held.text(Field::FormerNames).to_owned(),
        false => granted::former_names(held.text(Field::FormerNames), before.name),
    };
    found(tx, before.id).await?;
    tx.execute(
        "UPDATE institution_identity SET mode = $1, premises = $2, former_names = $3, \
         position = CASE WHEN $4 = 1 THEN '' ELSE position END, \
         custody_bank = CASE WHEN $5 = '' THEN custody_bank ELSE $5 END WHERE institution_id = $6",
        [
            form.mode.map(Mode::code).unwrap_or_default().into(),
            repo::written(&premises)?.into(),
            former.into(),
            i64::from(moved).into(),
            form.custody_bank.as_str().into(),
            before.id.into(),
        ],
    )
    .await?;
    Ok(())
}

/// What an act says of a change: the fields, and a digest of their texts, some of which name people.
pub(super) fn told(changes: &[Alteration]) -> serde_json::Value {
    let fields: Vec<&str> = changes.iter().map(|it| it.field.code()).collect();
    let texts: Vec<&str> = changes.iter().map(|it| it.new.as_str()).collect();
    json!({"fields": fields, "values": text_digest(&texts)})
}

/// Writes changes of a record under an act of its own, and keeps what it said before.
pub(super) async fn write<A: Permission>(
    tx: &Tx,
    grant: &Grant<A>,
    held: &Held,
    changes: &[Alteration],
    reason: &str,
) -> Result<ActId, Fault> {
    held.kept()?;
    let subject = Subject::new("institution", &held.id);
    let act = Act::by(grant, subject.clone(), "change_record", told(changes));
    let act = tx.also(act).await?;
    history::keep(tx, &held.id, act).await?;
    if let Some(by) = grant.actor().account() {
        // The words may name people: they are kept beside the record and not in the chain of acts.
        let wrote = (reason, by);
        remark::keep(tx, &subject, held.version + 1, "change_record", wrote).await?;
    }
    found(tx, &held.id).await?;
    for change in changes {
        let (table, column) = column(change.field);
        let key = if table == "institution" {
            "id"
        } else {
            "institution_id"
        };
        let text: Value = match is_absent(change.field, &change.new) {
            true => None::<String>.into(),
            false => change.new.as_str().into(),
        };
        let sql = format!("UPDATE {table} SET {column} = $1 WHERE {key} = $2");
        let written = tx.execute(&sql, [text, held.id.as_str().into()]).await;
        written.map_err(taken)?;
    }
    let found_by = [
        Field::Name,
        Field::Brand,
        Field::FormerNames,
        Field::Address,
        Field::Position,
    ];
    if changes
        .iter()
        .any(|change| found_by.contains(&change.field))
    {
        search_index::again(tx, &held.id).await?;
    }
    Ok(act)
}

/// Another institution of the register has this credit code.
fn taken(fault: Fault) -> Fault {
    if fault.is_duplicate_of("institution", "uscc") {
        Fault::Input(vec![FieldFault::new("uscc", "uscc_of_another")])
    } else {
        fault
    }
}
