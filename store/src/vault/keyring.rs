//! The keyring file: the keys of sealed columns, of the blind index and of receipt codes.
//!
//! It lies apart from the data and from every backup: whoever holds only one of the two reads nothing.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::Fault;
use crate::entropy::Entropy;

/// A key of 32 bytes that is wiped from memory when dropped.
pub(super) type Key = Zeroizing<[u8; 32]>;

/// The keys of one deployment.
pub struct Keyring {
    /// Which of `columns` seals new values.
    pub(super) active: u8,
    /// Keys of sealed columns by id; older ones still open older values.
    pub(super) columns: BTreeMap<u8, Key>,
    pub(super) index: Key,
    pub(super) receipt: Key,
}

impl std::fmt::Debug for Keyring {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Keyring")
            .field("active", &self.active)
            .finish_non_exhaustive()
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    active: u8,
    columns: BTreeMap<u8, String>,
    index: String,
    receipt: String,
}

impl Keyring {
    /// Reads the keyring at `path` (JSON, keys of 32 bytes in base64).
    ///
    /// # Errors
    /// [`Fault::Setting`] where the file is missing, is not a keyring, or may be read by others.
    pub fn open(path: &Path) -> Result<Self, Fault> {
        let told = |why: String| Fault::Setting(format!("keyring {}: {why}", path.display()));
        refuse_shared(path).map_err(told)?;
        let text = std::fs::read_to_string(path).map_err(|fault| told(fault.to_string()))?;
        // The words of the parser could quote a key, so they are left out.
        let written: Written =
            serde_json::from_str(&text).map_err(|_| told("is not a keyring".to_owned()))?;
        let mut columns = BTreeMap::new();
        for (id, key) in &written.columns {
            columns.insert(*id, decode(key).map_err(told)?);
        }
        if !columns.contains_key(&written.active) {
            return Err(told("names an active key that it does not hold".to_owned()));
        }
        Ok(Self {
            active: written.active,
            columns,
            index: decode(&written.index).map_err(told)?,
            receipt: decode(&written.receipt).map_err(told)?,
        })
    }

    /// Which of its keys seals new values.
    pub(crate) fn active(&self) -> u8 {
        self.active
    }

    /// Whether it opens what the key of this id sealed.
    pub(crate) fn holds(&self, column_key: u8) -> bool {
        self.columns.contains_key(&column_key)
    }

    /// Makes a new keyring at `path`, readable by its owner alone.
    ///
    /// # Errors
    /// [`Fault::Setting`] where a file is there already or cannot be written.
    pub fn create(path: &Path, entropy: &dyn Entropy) -> Result<Self, Fault> {
        let told =
            |fault: std::io::Error| Fault::Setting(format!("keyring {}: {fault}", path.display()));
        let fresh = || {
            let mut key = Zeroizing::new([0_u8; 32]);
            entropy.fill(key.as_mut_slice());
            STANDARD.encode(key.as_slice())
        };
        let written = Written {
            active: 1,
            columns: BTreeMap::from([(1, fresh())]),
            index: fresh(),
            receipt: fresh(),
        };
        let text = serde_json::to_string_pretty(&written)
            .map_err(|_| Fault::Setting("the keyring cannot be written as JSON".to_owned()))?;
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(told)?;
        }
        let mut options = std::fs::File::options();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path).map_err(told)?;
        file.write_all(text.as_bytes()).map_err(told)?;
        file.sync_all().map_err(told)?;
        Self::open(path)
    }
}

fn decode(text: &str) -> Result<Key, String> {
    let bytes = Zeroizing::new(
        STANDARD
            .decode(text)
            .map_err(|_| "holds a key that is not base64".to_owned())?,
    );
    let key: [u8; 32] = bytes
        .as_slice()
        .try_into()
        .map_err(|_| "holds a key that is not 32 bytes long".to_owned())?;
    Ok(Zeroizing::new(key))
}

#[cfg(unix)]
fn refuse_shared(path: &Path) -> Result<(), String> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = std::fs::metadata(path)
        .map_err(|fault| fault.to_string())?
        .permissions()
        .mode();
    if mode & 0o077 == 0 {
        Ok(())
    } else {
        Err("may be read by others; set its mode to 0600".to_owned())
    }
}

#[cfg(not(unix))]
fn refuse_shared(_path: &Path) -> Result<(), String> {
    Ok(())
}
