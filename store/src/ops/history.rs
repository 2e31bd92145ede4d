//! The history of a record of the register: what it said is kept before it says something else.

use domain::institution::field::Field;
use domain::words::ActId;
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};

use crate::Fault;
use crate::repo::{
    self,
    identity::{self, IdentityRow},
};
use crate::tx::Tx;

/// All that a record of the register says in public, as one value. A field that joins later is read from an older value
/// as nothing.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize, Deserialize)]
pub(crate) struct Said {
    pub(crate) number: String,
    pub(crate) name: String,
    pub(crate) brand: String,
    pub(crate) uscc: Option<String>,
    pub(crate) legal_form: String,
    pub(crate) class: String,
    /// Nothing in what was kept before there could be more than one.
    #[serde(default)]
    pub(crate) more_classes: i64,
    pub(crate) stages: i64,
    pub(crate) district: String,
    pub(crate) authority_id: String,
    pub(crate) authority: String,
    pub(crate) address: String,
    pub(crate) telephone: String,
    pub(crate) status: String,
    pub(crate) founded_on: Option<String>,
    pub(crate) licence_number: Option<String>,
    pub(crate) licence_state: Option<String>,
    pub(crate) licence_scope: Option<String>,
    pub(crate) licence_issued_by: Option<String>,
    pub(crate) licence_issued_on: Option<String>,
    pub(crate) licence_valid_until: Option<String>,
    /// Nothing in what was kept before copies were counted.
    #[serde(default)]
    pub(crate) licence_copy: Option<i64>,
    #[serde(default)]
    pub(crate) licence_reissued_on: Option<String>,
}

/// The value that is kept: a past of before the identity was kept holds none.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize, Deserialize)]
pub(crate) struct Kept {
    #[sea_orm(nested)]
    #[serde(flatten)]
    pub(crate) said: Said,
    #[sea_orm(nested)]
    #[serde(default)]
    pub(crate) identity: IdentityRow,
}

impl Kept {
    /// What stood in a field.
    pub(crate) fn text(&self, field: Field) -> &str {
        let said = &self.said;
        match field {
            Field::Name => &said.name,
            Field::Brand => &said.brand,
            Field::Uscc => said.uscc.as_deref().unwrap_or_default(),
            Field::LegalForm => &said.legal_form,
            Field::FoundedOn => said.founded_on.as_deref().unwrap_or_default(),
            Field::Status => &said.status,
            Field::Address => &said.address,
            Field::Telephone => &said.telephone,
            other => self.identity.text(other).unwrap_or_default(),
        }
    }
}

/// What a record says now, with its place in its history.
#[derive(FromQueryResult)]
struct Now {
    #[sea_orm(nested)]
    kept: Kept,
    version: i64,
    updated_at: i64,
}

fn now() -> String {
    format!(
        "SELECT i.number, i.name, i.brand, i.uscc, i.legal_form, i.class, i.more_classes, i.stages, i.district, i.authority_id, a.name AS authority, \
     i.address, i.telephone, i.status, i.founded_on, i.version, i.updated_at, l.number AS licence_number, l.state AS licence_state, \
     l.scope AS licence_scope, l.issued_by AS licence_issued_by, l.issued_on AS licence_issued_on, l.valid_until AS licence_valid_until, \
     l.copy AS licence_copy, l.reissued_on AS licence_reissued_on, {} \
     FROM institution i JOIN authority a ON a.id = i.authority_id LEFT JOIN licence l ON l.id = i.licence_id {} WHERE i.id = $1",
        identity::COLUMNS,
        identity::JOIN
    )
}

/// Keeps what the record of `institution` says, as the last of its version, under the act that changes it; the change is
/// written after this in the same transaction.
///
/// # Errors
/// [`Fault::NotFound`] without the record; [`Fault::Stale`] where another write of the record came first.
pub(crate) async fn keep(tx: &Tx, institution: &str, act: ActId) -> Result<(), Fault> {
    let now: Option<Now> = tx.one(&now(), [institution.into()]).await?;
    let now = now.ok_or(Fault::NotFound)?;
    // A clock that was set back must not make a past that ends before it begins.
    let until = tx.now().millis().max(now.updated_at);
    let moved = tx
        .execute(
            "UPDATE institution SET version = version + 1, updated_at = $1 WHERE id = $2 AND version = $3",
            [until.into(), institution.into(), now.version.into()],
        )
        .await?;
    repo::one_row(&moved, now.version)?;
    tx.execute(
        "INSERT INTO institution_past (institution_id, version, since, until, record, act_id) VALUES ($1, $2, $3, $4, $5, $6)",
        [
            institution.into(),
            now.version.into(),
            now.updated_at.into(),
            until.into(),
            repo::written(&now.kept)?.into(),
            act.to_string().into(),
        ],
    )
    .await?;
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test stops where it fails")]
mod tests {
    use super::*;

    #[test]
    fn a_past_that_was_kept_before_there_was_an_identity_is_read() {
        let text = r#"{"number":"NC00000015","name":"币梦","brand":"","uscc":null,"legal_form":"company","class":"arts","stages":2,
            "district":"360102","authority_id":"aut_1","authority":"教育局","address":"叠山路1号","telephone":"","status":"operating",
            "founded_on":null,"licence_number":null,"licence_state":null,"licence_scope":null,"licence_issued_by":null,
            "licence_issued_on":null,"licence_valid_until":null}"#;
        let kept: Kept = serde_json::from_str(text).unwrap();
        assert_eq!(kept.identity, IdentityRow::default());
        let again: Kept = serde_json::from_str(&repo::written(&kept).unwrap()).unwrap();
        assert_eq!(again, kept);
    }
}
