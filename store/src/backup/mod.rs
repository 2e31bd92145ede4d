//! Backup and restore: one folder with the database as it stood at one instant, the files of evidence that its rows
//! name, and, written last, a manifest of both. A folder without its manifest is no backup.
//!
//! The keyring is not in it: whoever finds a backup reads no contact. The manifest only tells by which keyring it is read.

mod address;
mod dump;
mod folder;
mod manifest;
mod restore;

use std::path::Path;

use bytes::Bytes;
use domain::access::{Grant, permit};
use domain::words::Instant;
use sea_orm::FromQueryResult;
use serde_json::json;

pub use manifest::{Evidence, Head, Keys, Manifest, Sum};
pub use restore::restore;

use crate::Fault;
use crate::audit::{Act, Subject};
use crate::connect::{Store, StoreSettings};
use dump::Dump;
use folder::{Folder, counted};
use manifest::Named;

/// How far a backup or a restore has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// The database is taken or put back: one step, however long it takes.
    Database,
    /// So many files of evidence are found whole, of so many.
    Checked(u64, u64),
    /// So many files of evidence are copied, of so many.
    Copied(u64, u64),
}

/// Told of each step.
pub type OnProgress<'a> = &'a mut (dyn FnMut(Progress) + Send);

/// Why there is no backup, or nothing was restored.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BackupFault {
    /// The folder for a new backup holds something already.
    #[error("{0} is not empty; name a folder that is not there yet")]
    Taken(String),
    /// There is no manifest: the backup was not made to its end, or this is no backup.
    #[error("{0} holds no manifest.json: it is no backup, or one that was not made to its end")]
    Unfinished(String),
    /// The manifest is of another form than this program writes.
    #[error("the manifest cannot be read by this program; restore it with the one that made it")]
    Unknown,
    /// A file of the backup is missing or is no longer what it was.
    #[error("{0} is missing or was changed after the backup was made")]
    Damaged(String),
    /// The backup is of the other kind of database.
    #[error("the backup is of {0} and database.url names another kind of database")]
    OtherDatabase(&'static str),
    /// The keyring is not the one by which the backup is read.
    #[error("the keyring is not the one of the time of the backup; put that one back first")]
    OtherKeyring,
    /// The database to be restored into holds something already.
    #[error("the database to be restored into is not empty; name a new one")]
    NotEmpty,
    /// A program of PostgreSQL is not on this machine.
    #[error("{0} is not in PATH; install PostgreSQL's client programs")]
    ToolMissing(&'static str),
    /// A program of PostgreSQL ended with an error.
    #[error("{tool}: {said}")]
    Tool {
        /// Which one.
        tool: &'static str,
        /// Its last line.
        said: String,
    },
    /// A file cannot be read or written.
    #[error("{0}")]
    File(String),
    /// The store itself.
    #[error(transparent)]
    Store(#[from] Fault),
}

impl BackupFault {
    /// The stable code of the fault.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Taken(_) => "backup_folder_taken",
            Self::Unfinished(_) => "backup_unfinished",
            Self::Unknown => "backup_unknown",
            Self::Damaged(_) => "backup_damaged",
            Self::OtherDatabase(_) => "backup_other_database",
            Self::OtherKeyring => "backup_other_keyring",
            Self::NotEmpty => "restore_not_empty",
            Self::ToolMissing(_) => "tool_missing",
            Self::Tool { .. } => "tool_failed",
            Self::File(_) => "backup_file",
            Self::Store(fault) => fault.code(),
        }
    }
}

/// Makes a backup in `folder`, which is made for it. Writers go on meanwhile.
///
/// The database is taken first and the evidence after it, so no row of the backup names a file that came too late. One
/// file that is lost keeps no other one out: the answer, which is the manifest, names it.
///
/// # Errors
/// [`BackupFault`]; what was written until then is no backup, since its manifest is missing.
pub async fn back_up(
    store: &Store,
    grant: &Grant<permit::RunSystem>,
    settings: &StoreSettings,
    folder: &Path,
    told: OnProgress<'_>,
    now: Instant,
) -> Result<Manifest, BackupFault> {
    let folder = Folder::fresh(folder).await?;
    let head = head(store).await?;
    let dump = Dump::of(&settings.database_url)?;
    told(Progress::Database);
    dump.take(&folder.path(dump.file())).await?;
    let database = folder.sum(dump.file()).await?;
    let evidence = evidence(store, &folder, told).await?;
    let manifest = Manifest {
        format: manifest::FORMAT,
        made_at: now,
        kind: dump.kind().to_owned(),
        database,
        evidence,
        head,
        keys: Keys::of(store.keys()),
    };
    folder.finish(&manifest).await?;
    note(store, grant, &manifest, now).await?;
    Ok(manifest)
}

/// The last link of the chain before the database is taken: the backup holds it.
async fn head(store: &Store) -> Result<Option<Head>, Fault> {
    store
        .row(
            "SELECT number, chain FROM seal ORDER BY number DESC LIMIT 1",
            [],
        )
        .await
}

#[derive(FromQueryResult)]
struct Row {
    id: String,
    storage_key: String,
    sha256: String,
}

/// Rows read at a time.
const SLICE: u64 = 500;

/// Copies every file of evidence that a row names, and lists them.
async fn evidence(
    store: &Store,
    folder: &Folder,
    told: OnProgress<'_>,
) -> Result<Evidence, BackupFault> {
    #[derive(FromQueryResult)]
    struct Count {
        count: i64,
    }
    let count: Option<Count> = store
        .row("SELECT COUNT(*) AS count FROM evidence_file", [])
        .await?;
    let total = count.map_or(0, |row| row.count.unsigned_abs());
    let mut list = folder.list().await?;
    let (mut lost, mut done, mut bytes, mut after) = (Vec::new(), 0, 0, String::new());
    loop {
        let rows: Vec<Row> = store
            .rows(
                &format!(
                    "SELECT id, storage_key, sha256 FROM evidence_file WHERE id > $1 ORDER BY id LIMIT {SLICE}"
                ),
                [after.into()],
            )
            .await?;
        let Some(last) = rows.last() else { break };
        after = last.id.clone();
        for row in &rows {
            done += 1;
            match whole(store, row).await? {
                None => lost.push(row.storage_key.clone()),
                Some(content) => {
                    bytes += counted(content.len());
                    let named = Named {
                        key: row.storage_key.clone(),
                        sha256: row.sha256.clone(),
                    };
                    folder.keep(&named, &content).await?;
                    list.add(&named).await?;
                }
            }
            told(Progress::Copied(done, total.max(done)));
        }
    }
    Ok(Evidence {
        files: done - counted(lost.len()),
        bytes,
        list: list.close(folder).await?,
        lost,
    })
}

/// The bytes of a file, where they are still those that were added.
async fn whole(store: &Store, row: &Row) -> Result<Option<Bytes>, Fault> {
    match store.files().find(&row.storage_key).await? {
        Some(content) if folder::digest(&content) == row.sha256 => Ok(Some(content)),
        _ => Ok(None),
    }
}

/// That a copy of everything was taken is an act like any other.
async fn note(
    store: &Store,
    grant: &Grant<permit::RunSystem>,
    manifest: &Manifest,
    now: Instant,
) -> Result<(), Fault> {
    store
        .run(now, |tx| async move {
            let subject = Subject::new("backup", &manifest.database.sha256);
            let evidence = &manifest.evidence;
            let change = json!({"evidence_files": evidence.files, "lost": evidence.lost});
            tx.commit(Act::by(grant, subject, "back_up", change), ())
                .await
        })
        .await
}
