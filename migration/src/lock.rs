//! A lock file beside an SQLite database, so that two programs never migrate one file at once.

use std::fs::{File, TryLockError};
use std::path::PathBuf;

use crate::MigrationFault;

/// Holds the lock until dropped. PostgreSQL has an advisory lock of its own and needs no file.
pub(crate) struct Lock {
    _file: Option<File>,
}

impl Lock {
    pub(crate) fn beside(url: &str) -> Result<Self, MigrationFault> {
        let Some(path) = url.strip_prefix("sqlite://") else {
            return Ok(Self { _file: None });
        };
        let path = path.split('?').next().unwrap_or(path);
        let lock_path = PathBuf::from(format!("{path}.migrate-lock"));
        let unreachable = |fault: std::io::Error| {
            MigrationFault::Connect(format!("{}: {fault}", lock_path.display()))
        };
        if let Some(folder) = lock_path.parent() {
            std::fs::create_dir_all(folder).map_err(unreachable)?;
        }
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&lock_path)
            .map_err(unreachable)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: Some(file) }),
            Err(TryLockError::WouldBlock) => Err(MigrationFault::Locked),
            Err(TryLockError::Error(fault)) => Err(unreachable(fault)),
        }
    }
}
