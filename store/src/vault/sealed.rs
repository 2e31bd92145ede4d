//! Sealed columns: AES-256-GCM with table, column and row as associated data, so that a value
//! moved to another row or column no longer opens.
//!
//! Layout of a value: algorithm (1 byte, 1 = AES-256-GCM), key id (1 byte), nonce (12 bytes),
//! ciphertext with its tag. The algorithm byte leaves room for SM4.

use std::collections::BTreeMap;

use aes_gcm::aead::{Aead as _, KeyInit as _, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use hmac::{Hmac, Mac as _};
use sha2::Sha256;

use super::Keyring;
use crate::Fault;
use crate::entropy::Entropy;

const AES_256_GCM: u8 = 1;

/// Where a sealed value lies; a value opens only in its own place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(crate) table: &'static str,
    pub(crate) column: &'static str,
    pub(crate) row: &'a str,
}

impl Place<'_> {
    fn associated(self) -> Vec<u8> {
        format!("{}\u{0}{}\u{0}{}", self.table, self.column, self.row).into_bytes()
    }
}

impl Keyring {
    pub(crate) fn seal(
        &self,
        place: Place<'_>,
        plain: &str,
        entropy: &dyn Entropy,
    ) -> Result<Vec<u8>, Fault> {
        let mut nonce = [0_u8; 12];
        entropy.fill(&mut nonce);
        let key = self
            .columns
            .get(&self.active)
            .ok_or_else(|| Fault::Setting("the keyring has lost its active key".to_owned()))?;
        let cipher = Aes256Gcm::new(key.as_slice().try_into().map_err(|_| broken(place))?);
        let payload = Payload {
            msg: plain.as_bytes(),
            aad: &place.associated(),
        };
        let ciphertext = cipher
            .encrypt(&Nonce::from(nonce), payload)
            .map_err(|_| broken(place))?;
        let mut value = vec![AES_256_GCM, self.active];
        value.extend_from_slice(&nonce);
        value.extend_from_slice(&ciphertext);
        Ok(value)
    }

    pub(crate) fn open_value(&self, place: Place<'_>, value: &[u8]) -> Result<String, Fault> {
        let [AES_256_GCM, key_id, rest @ ..] = value else {
            return Err(broken(place));
        };
        let (nonce, ciphertext) = rest
            .split_first_chunk::<12>()
            .ok_or_else(|| broken(place))?;
        let key = self.columns.get(key_id).ok_or_else(|| broken(place))?;
        let cipher = Aes256Gcm::new(key.as_slice().try_into().map_err(|_| broken(place))?);
        let payload = Payload {
            msg: ciphertext,
            aad: &place.associated(),
        };
        let plain = cipher
            .decrypt(&Nonce::from(*nonce), payload)
            .map_err(|_| broken(place))?;
        String::from_utf8(plain).map_err(|_| broken(place))
    }

    /// The blind index of `value` in a column: equal values meet, and nobody without the key can
    /// try values against it.
    pub(crate) fn blind_index(&self, column: &'static str, value: &str) -> String {
        let mac = mac(
            self.index.as_slice(),
            &[column.as_bytes(), value.as_bytes()],
        );
        hex::encode(mac.get(..16).unwrap_or_default())
    }

    /// A mark of every key by its name: equal keys have equal marks, and a mark tells nothing of its key.
    pub(crate) fn marks(&self) -> BTreeMap<String, String> {
        let mark = |key: &[u8]| {
            let mac = mac(key, &[b"keyring", b"mark"]);
            hex::encode(mac.get(..16).unwrap_or_default())
        };
        let columns = self.columns.iter();
        columns
            .map(|(id, key)| (format!("column {id}"), mark(key.as_slice())))
            .chain([
                ("index".to_owned(), mark(self.index.as_slice())),
                ("receipt".to_owned(), mark(self.receipt.as_slice())),
            ])
            .collect()
    }

    /// The 32 bytes from which a complaint's receipt code is made.
    pub(crate) fn receipt_mac(&self, complaint_id: &str) -> [u8; 32] {
        mac(self.receipt.as_slice(), &[complaint_id.as_bytes()])
    }
}

fn mac(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    let mut mac = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(key)
        .expect("HMAC takes a key of any length");
    for part in parts {
        mac.update(part);
        mac.update(&[0]);
    }
    mac.finalize().into_bytes().into()
}

fn broken(place: Place<'_>) -> Fault {
    Fault::Integrity(format!(
        "the sealed value {}.{} of {} does not open",
        place.table, place.column, place.row
    ))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test stops where it fails")]
mod tests {
    use super::*;
    use crate::entropy::SeededEntropy;

    fn keyring() -> (tempfile::TempDir, Keyring) {
        let folder = tempfile::tempdir().unwrap();
        let keys = Keyring::create(&folder.path().join("keyring.json"), &SeededEntropy::new(7));
        (folder, keys.unwrap())
    }

    #[test]
    fn a_sealed_value_opens_in_its_own_row_alone() {
        let (_folder, keys) = keyring();
        let place = |row| Place {
            table: "complaint",
            column: "contact_name",
            row,
        };
        let sealed = keys
            .seal(place("cmp_1"), "万女士", &SeededEntropy::new(1))
            .unwrap();
        assert_eq!(keys.open_value(place("cmp_1"), &sealed).unwrap(), "万女士");
        assert!(matches!(
            keys.open_value(place("cmp_2"), &sealed),
            Err(Fault::Integrity(_))
        ));
        let mut changed = sealed.clone();
        *changed.last_mut().unwrap() ^= 1;
        assert!(keys.open_value(place("cmp_1"), &changed).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn a_keyring_that_others_can_read_is_refused() {
        use std::os::unix::fs::PermissionsExt as _;
        let (folder, _keys) = keyring();
        let path = folder.path().join("keyring.json");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        assert!(matches!(Keyring::open(&path), Err(Fault::Setting(_))));
    }
}
