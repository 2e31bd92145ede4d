//! Passwords: argon2id with the crate's own parameters (19 MiB, 2 passes, 1 lane).

use std::sync::OnceLock;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use domain::words::FieldFault;

use crate::Fault;
use crate::connect::Store;

/// Shorter passwords are refused.
const CHARS_MIN: usize = 10;
/// Longer ones would only cost time.
const CHARS_MAX: usize = 200;

/// Hashes a password away from the threads that answer requests.
pub(super) async fn hash(store: &Store, password: &str) -> Result<String, Fault> {
    let chars = password.chars().count();
    if chars < CHARS_MIN {
        return Err(Fault::Input(vec![FieldFault::new(
            "password",
            "password_too_short",
        )]));
    }
    if chars > CHARS_MAX {
        return Err(Fault::Input(vec![FieldFault::new(
            "password",
            "text_too_long",
        )]));
    }
    let salt = store.random::<16>();
    let password = password.to_owned();
    tokio::task::spawn_blocking(move || hash_now(&password, &salt))
        .await
        .unwrap_or_else(|_| Err(broken()))
}

fn hash_now(password: &str, salt: &[u8; 16]) -> Result<String, Fault> {
    Argon2::default()
        .hash_password_with_salt(password.as_bytes(), salt)
        .map(|hash| hash.to_string())
        .map_err(|_| broken())
}

/// Whether `password` belongs to `stored`. Without an account the same work is done against a
/// password nobody has, so that the time says nothing about which logins exist.
pub(super) async fn fits(stored: Option<String>, password: &str) -> bool {
    if password.chars().count() > CHARS_MAX {
        return false;
    }
    let known = stored.is_some();
    let password = password.to_owned();
    let fits = tokio::task::spawn_blocking(move || {
        let stored = stored.unwrap_or_else(|| nobody().to_owned());
        PasswordHash::new(&stored).is_ok_and(|hash| {
            Argon2::default()
                .verify_password(password.as_bytes(), &hash)
                .is_ok()
        })
    })
    .await
    .unwrap_or(false);
    fits && known
}

fn nobody() -> &'static str {
    static NOBODY: OnceLock<String> = OnceLock::new();
    NOBODY.get_or_init(|| hash_now("nobody has this password", &[7; 16]).unwrap_or_default())
}

fn broken() -> Fault {
    Fault::Integrity("the password cannot be hashed".to_owned())
}
