//! Putting a backup back.

use std::path::Path;

use domain::access::{Grant, permit};

use super::dump::Dump;
use super::folder::{Folder, counted};
use super::manifest::Manifest;
use super::{BackupFault, OnProgress, Progress};
use crate::Keyring;
use crate::connect::StoreSettings;
use crate::evidence::Files;

/// Puts the backup of `folder` where `settings` point to: the evidence first and the database last, so that a restore
/// that was cut off left no database and is simply begun again. Nothing is touched before all of the backup was found
/// to be as it was made. Answers what belonged to it.
///
/// # Errors
/// [`BackupFault`].
pub async fn restore(
    settings: &StoreSettings,
    _grant: &Grant<permit::RunSystem>,
    folder: &Path,
    told: OnProgress<'_>,
) -> Result<Manifest, BackupFault> {
    let (folder, manifest) = Folder::made(folder).await?;
    let dump = Dump::of(&settings.database_url)?;
    if manifest.kind != dump.kind() {
        let made_of = match manifest.kind.as_str() {
            "sqlite" => "SQLite",
            "postgres" => "PostgreSQL",
            _ => return Err(BackupFault::Unknown),
        };
        return Err(BackupFault::OtherDatabase(made_of));
    }
    if !manifest.keys.are_in(&Keyring::open(&settings.keyring)?) {
        return Err(BackupFault::OtherKeyring);
    }
    if !dump.is_empty().await? {
        return Err(BackupFault::NotEmpty);
    }
    let database = folder.check(&manifest.database).await?;
    let named = folder.listed(&manifest.evidence.list).await?;
    let total = counted(named.len());
    for (done, one) in (1..).zip(&named) {
        folder.kept(one).await?;
        told(Progress::Checked(done, total));
    }
    let files = Files::open(&settings.evidence)?;
    for (done, one) in (1..).zip(&named) {
        let content = folder.kept(one).await?;
        files.put(&one.key, content.into()).await?;
        told(Progress::Copied(done, total));
    }
    told(Progress::Database);
    dump.put(&database).await?;
    Ok(manifest)
}
