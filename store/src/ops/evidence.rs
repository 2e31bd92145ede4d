//! Adding files of evidence.

use bytes::Bytes;
use domain::access::{Grant, Permission, Scope, permit};
use domain::case::{Case, Refusal};
use domain::words::{ApplicationId, EvidenceId, FieldFault, Instant, OrderId, PlaceId};
use sea_orm::{ActiveValue::Set, EntityTrait as _, FromQueryResult};
use serde::Serialize;
use serde_json::json;

use crate::Fault;
use crate::audit::{Act, Subject};
use crate::connect::Store;
use crate::evidence::{Checked, Proof, digest};
use crate::repo;
use crate::table::evidence_file;
use crate::tx::{Committed, Tx, Upkeep};

/// A file that was added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Added {
    /// Its id.
    pub id: String,
    /// Name as it is shown.
    pub file_name: String,
    /// Type by content.
    pub media_type: String,
    /// Length in bytes.
    pub size_bytes: i64,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
}

/// Files that one order, application or place keeps. One with more of them wants a list, not another file.
pub const FILES_MAX: i64 = 50;

/// Whose files they are: an order to correct, an application for a licence, or an unlicensed place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shelf {
    /// Proof with the answer to an order.
    Order(OrderId),
    /// Papers of an application.
    Application(ApplicationId),
    /// Photographs and papers of a place.
    Place(PlaceId),
}

impl Shelf {
    const fn kind(self) -> &'static str {
        match self {
            Self::Order(_) => "order",
            Self::Application(_) => "application",
            Self::Place(_) => "place",
        }
    }

    fn id(self) -> String {
        match self {
            Self::Order(id) => id.to_string(),
            Self::Application(id) => id.to_string(),
            Self::Place(id) => id.to_string(),
        }
    }

    const fn full(self) -> &'static str {
        match self {
            Self::Order(_) => "order_files_full",
            Self::Application(_) => "application_files_full",
            Self::Place(_) => "place_files_full",
        }
    }

    fn room(self, files: usize) -> Result<(), Fault> {
        if i64::try_from(files).is_ok_and(|files| files < FILES_MAX) {
            Ok(())
        } else {
            Err(Fault::Input(vec![FieldFault::new("file", self.full())]))
        }
    }
}

/// Adds proof to the answer of an institution to an order of its own. The same content twice is
/// one file.
///
/// # Errors
/// [`Fault::NotFound`] for another institution's order, [`Fault::Refused`] once the case is past answering,
/// [`Fault::TooLarge`], [`Fault::MediaType`], [`Fault::Input`] for an empty file and for one more than
/// [`FILES_MAX`], [`Fault::Evidence`].
pub async fn add_to_order(
    store: &Store,
    grant: &Grant<permit::AnswerOrder>,
    order: OrderId,
    name: &str,
    bytes: Bytes,
    now: Instant,
) -> Result<Added, Fault> {
    let proof = Proof::of(name, bytes)?;
    if let Some(refusal) = answer_refusal(store, grant.scope(), order).await? {
        return Err(Fault::Refused(refusal));
    }
    let kept = &keep(store, Shelf::Order(order), proof, now).await?;
    store.run(now, |tx| add_once(tx, grant, order, kept)).await
}

/// A file whose bytes are stored; its row is not yet written, or was written for the same content before.
#[derive(Debug)]
pub(super) struct Kept {
    id: EvidenceId,
    key: String,
    checked: Checked,
}

impl Kept {
    fn added(&self, id: String, file_name: String) -> Added {
        Added {
            id,
            file_name,
            media_type: self.checked.media_type.to_owned(),
            size_bytes: self.checked.size_bytes,
            sha256: self.checked.sha256.clone(),
        }
    }
}

/// The files of one shelf, by `$1` its kind and `$2` its id.
const FILES: &str = "SELECT id, file_name, storage_key, sha256 FROM evidence_file WHERE subject_kind = $1 AND subject_id = $2";

/// Stores the bytes of a file. They come first: a row without its bytes would be a loss, bytes without a row are not.
/// What the shelf keeps already is not stored once more, and no more is stored than it keeps.
pub(super) async fn keep(
    store: &Store,
    shelf: Shelf,
    proof: Proof,
    now: Instant,
) -> Result<Kept, Fault> {
    let files: Vec<Before> = store
        .rows(FILES, [shelf.kind().into(), shelf.id().into()])
        .await?;
    if let Some(same) = files
        .iter()
        .find(|file| file.sha256 == proof.checked.sha256)
    {
        return Ok(Kept {
            id: repo::id(&same.id)?,
            key: same.storage_key.clone(),
            checked: proof.checked,
        });
    }
    shelf.room(files.len())?;
    let id = EvidenceId::new(now, store.id_bits(now));
    let key = format!("{}/{}/{id}", shelf.kind(), shelf.id());
    store.files().put(&key, proof.bytes).await?;
    Ok(Kept {
        id,
        key,
        checked: proof.checked,
    })
}

/// A file that the shelf keeps already.
#[derive(FromQueryResult)]
struct Before {
    id: String,
    file_name: String,
    storage_key: String,
    sha256: String,
}

async fn add_once(
    tx: Tx,
    grant: &Grant<permit::AnswerOrder>,
    order: OrderId,
    kept: &Kept,
) -> Result<Committed<Added>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        id: String,
        facts: String,
    }
    // The row of the case is taken: no step of an officer passes between the question and the file.
    let row: Option<Row> = tx
        .one(
            "UPDATE violation_case SET version = version \
             WHERE id = (SELECT case_id FROM correction_order WHERE id = $1) RETURNING id, facts",
            [order.to_string().into()],
        )
        .await?;
    let row = row.ok_or(Fault::NotFound)?;
    let case: Case = repo::read(&row.facts, "case", &row.id)?;
    if let Some(refusal) = case.answer_refusal() {
        return Err(Fault::Refused(refusal));
    }
    let (added, act) = write(&tx, grant, Shelf::Order(order), kept).await?;
    match act {
        Some(act) => tx.commit(act, added).await,
        None => tx.commit_upkeep(Upkeep::Replay, added).await,
    }
}

/// Writes the row of a stored file, with the act to be recorded; content that the shelf has already is left as it is.
pub(super) async fn write<A: Permission>(
    tx: &Tx,
    grant: &Grant<A>,
    shelf: Shelf,
    kept: &Kept,
) -> Result<(Added, Option<Act>), Fault> {
    let checked = &kept.checked;
    let files: Vec<Before> = tx
        .all(FILES, [shelf.kind().into(), shelf.id().into()])
        .await?;
    if let Some(same) = files.iter().find(|file| file.sha256 == checked.sha256) {
        return Ok((kept.added(same.id.clone(), same.file_name.clone()), None));
    }
    shelf.room(files.len())?;
    let actor = grant.actor().account().ok_or(Fault::NotFound)?;
    let row = evidence_file::ActiveModel {
        id: Set(kept.id.to_string()),
        subject_kind: Set(shelf.kind().to_owned()),
        subject_id: Set(shelf.id()),
        file_name: Set(checked.file_name.clone()),
        media_type: Set(checked.media_type.to_owned()),
        size_bytes: Set(checked.size_bytes),
        sha256: Set(checked.sha256.clone()),
        storage_key: Set(kept.key.clone()),
        added_by: Set(actor.to_string()),
        created_at: Set(tx.now().millis()),
    };
    evidence_file::Entity::insert(row)
        .exec_without_returning(tx.rows())
        .await
        .map_err(Fault::from)
        .map_err(|fault| match fault {
            Fault::Duplicate { .. } => Fault::Busy,
            other => other,
        })?;
    let change =
        json!({"file": kept.id, "sha256": checked.sha256, "size_bytes": checked.size_bytes});
    let subject = Subject::new(shelf.kind(), shelf.id());
    let act = Act::by(grant, subject, "add_evidence", change);
    Ok((
        kept.added(kept.id.to_string(), checked.file_name.clone()),
        Some(act),
    ))
}

/// Why no answer to this order can be taken now; [`Fault::NotFound`] where the order is another institution's.
pub(super) async fn answer_refusal(
    store: &Store,
    scope: &Scope,
    order: OrderId,
) -> Result<Option<Refusal>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        institution_id: Option<String>,
        id: String,
        facts: String,
    }
    let row: Option<Row> = store
        .row(
            "SELECT o.institution_id, v.id, v.facts FROM correction_order o \
             JOIN violation_case v ON v.id = o.case_id WHERE o.id = $1",
            [order.to_string().into()],
        )
        .await?;
    let row = row.ok_or(Fault::NotFound)?;
    let institution = row.institution_id.ok_or(Fault::NotFound)?;
    if !scope.covers_institution(repo::id(&institution)?) {
        return Err(Fault::NotFound);
    }
    let case: Case = repo::read(&row.facts, "case", &row.id)?;
    Ok(case.answer_refusal())
}

/// A file with its bytes.
#[derive(Debug, Clone)]
pub struct File {
    /// Name as it is shown.
    pub file_name: String,
    /// Type by content.
    pub media_type: String,
    /// The bytes, checked against their digest.
    pub bytes: Bytes,
}

/// Reads a file of a case, of a place, or of an application that was handed in, for an officer, and checks it against its
/// digest.
///
/// # Errors
/// [`Fault::NotFound`] outside the scope, [`Fault::Integrity`] where the bytes have changed.
pub async fn read_for_desk(
    store: &Store,
    grant: &Grant<permit::ReadDesk>,
    id: EvidenceId,
) -> Result<File, Fault> {
    let row = row(store, id).await?;
    let authority = row.authority_id.as_deref().ok_or(Fault::NotFound)?;
    repo::within(grant.scope(), authority)?;
    if row.unsent {
        return Err(Fault::NotFound);
    }
    file(store, row).await
}

/// Reads a file of one's own institution.
///
/// # Errors
/// As [`read_for_desk`].
pub async fn read_own(
    store: &Store,
    grant: &Grant<permit::ReadOwn>,
    id: EvidenceId,
) -> Result<File, Fault> {
    let row = row(store, id).await?;
    let institution = row.institution_id.as_deref().ok_or(Fault::NotFound)?;
    if !grant.scope().covers_institution(repo::id(institution)?) {
        return Err(Fault::NotFound);
    }
    file(store, row).await
}

#[derive(FromQueryResult)]
struct Row {
    file_name: String,
    media_type: String,
    sha256: String,
    storage_key: String,
    /// None of a list that was entered, which is no paper of a case.
    authority_id: Option<String>,
    institution_id: Option<String>,
    /// Whether it belongs to an application that was never handed in.
    unsent: bool,
}

async fn row(store: &Store, id: EvidenceId) -> Result<Row, Fault> {
    store
        .row(
            "SELECT f.file_name, f.media_type, f.sha256, f.storage_key, COALESCE(c.authority_id, p.authority_id, u.authority_id) AS authority_id, \
             COALESCE(o.institution_id, p.institution_id) AS institution_id, f.subject_kind = 'application' AND p.submitted_on IS NULL AS unsent \
             FROM evidence_file f LEFT JOIN correction_order o ON f.subject_kind = 'order' AND o.id = f.subject_id \
             LEFT JOIN violation_case c ON c.id = o.case_id \
             LEFT JOIN application p ON f.subject_kind = 'application' AND p.id = f.subject_id \
             LEFT JOIN place u ON f.subject_kind = 'place' AND u.id = f.subject_id WHERE f.id = $1",
            [id.to_string().into()],
        )
        .await?
        .ok_or(Fault::NotFound)
}

async fn file(store: &Store, row: Row) -> Result<File, Fault> {
    let bytes = store.files().get(&row.storage_key).await?;
    if digest(&bytes) != row.sha256 {
        return Err(Fault::Integrity(format!(
            "the file {} no longer has the digest it was stored with",
            row.storage_key
        )));
    }
    Ok(File {
        file_name: row.file_name,
        media_type: row.media_type,
        bytes,
    })
}
