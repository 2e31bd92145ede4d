//! What belongs to a backup, and how each part of it is known again.

use std::collections::BTreeMap;

use domain::words::Instant;
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};

use crate::Keyring;

/// The form of the folder; raised when a program before this one could not read it.
/// The first form knew the key of the blind index alone.
pub(super) const FORMAT: u32 = 2;

/// What belongs to a backup. Its file is written last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The form of the folder.
    pub format: u32,
    /// When the backup was begun.
    pub made_at: Instant,
    /// `sqlite` or `postgres`.
    pub kind: String,
    /// The file of the database.
    pub database: Sum,
    /// The files of evidence.
    pub evidence: Evidence,
    /// The last link of the audit chain when the backup was begun; nothing where no act was sealed.
    pub head: Option<Head>,
    /// By which keyring it is read.
    pub keys: Keys,
}

/// A file as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sum {
    /// Its name in the folder.
    pub file: String,
    /// Its length in bytes.
    pub bytes: u64,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
}

/// The files of evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// How many.
    pub files: u64,
    /// Their length in all, in bytes.
    pub bytes: u64,
    /// The file that lists them: one JSON line each, with its key and its digest.
    pub list: Sum,
    /// Keys of the files that the store of evidence no longer gave as they were added: they are not in the backup.
    pub lost: Vec<String>,
}

/// A link of the audit chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromQueryResult)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// Its number.
    pub number: i64,
    /// The chain up to it, in hexadecimal.
    pub chain: String,
}

/// By which keyring sealed values are read, without telling any of its keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Keys {
    /// The key that sealed new values.
    pub active: u8,
    /// A mark of the key of the blind index, which never changes: fixed words as it indexes them.
    pub mark: String,
    /// A mark of every key by its name; none in a backup of the first form.
    #[serde(default)]
    pub marks: BTreeMap<String, String>,
}

impl Keys {
    pub(super) fn of(keyring: &Keyring) -> Self {
        Self {
            active: keyring.active(),
            mark: mark(keyring),
            marks: keyring.marks(),
        }
    }

    /// Whether `keyring` reads what was sealed when the backup was made.
    pub(super) fn are_in(&self, keyring: &Keyring) -> bool {
        let held = keyring.marks();
        let same = |(name, mark): (&String, &String)| held.get(name) == Some(mark);
        mark(keyring) == self.mark && keyring.holds(self.active) && self.marks.iter().all(same)
    }
}

fn mark(keyring: &Keyring) -> String {
    keyring.blind_index("keyring", "mark")
}

/// A file of evidence in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Named {
    /// Its key in the store of evidence.
    pub(super) key: String,
    /// SHA-256 in hexadecimal.
    pub(super) sha256: String,
}
