//! Passwords: argon2id with the crate's own parameters (19 MiB, 2 passes, 1 lane).

use std::num::NonZeroUsize;
use std::sync::{Arc, LazyLock, OnceLock};
use std::thread::available_parallelism;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use domain::words::FieldFault;
use tokio::sync::Semaphore;

use crate::Fault;
use crate::connect::Store;

/// Shorter passwords are refused.
const CHARS_MIN: usize = 10;
/// Longer ones would only cost time.
const CHARS_MAX: usize = 200;

/// Each password at work holds 19 MiB and a processor for tens of milliseconds, so no more are at work at once than
/// there are processors; the others wait.
static AT_WORK: LazyLock<Arc<Semaphore>> = LazyLock::new(|| {
    let processors = available_parallelism().map_or(1, NonZeroUsize::get);
    Arc::new(Semaphore::new(processors))
});

/// Does heavy work away from the threads that answer requests. The permit goes with the work: a caller who went away
/// does not end it.
async fn work<T: Send + 'static>(
    permits: &Arc<Semaphore>,
    work: impl FnOnce() -> T + Send + 'static,
) -> Option<T> {
    let permit = Arc::clone(permits).acquire_owned().await.ok()?;
    let done = tokio::task::spawn_blocking(move || {
        let done = work();
        drop(permit);
        done
    });
    done.await.ok()
}

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
    work(&AT_WORK, move || hash_now(&password, &salt))
        .await
        .unwrap_or_else(|| Err(broken()))
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
    let fits = work(&AT_WORK, move || {
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

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use tokio::task::JoinSet;

    use super::*;

    #[tokio::test]
    async fn no_more_are_at_work_than_may_be() {
        let permits = Arc::new(Semaphore::new(2));
        let (busy, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let mut all = JoinSet::new();
        for _ in 0..12 {
            let (permits, busy, most) =
                (Arc::clone(&permits), Arc::clone(&busy), Arc::clone(&most));
            all.spawn(async move {
                let done = work(&permits, move || {
                    most.fetch_max(busy.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    std::thread::sleep(Duration::from_millis(5));
                    busy.fetch_sub(1, Ordering::SeqCst);
                });
                assert!(done.await.is_some());
            });
        }
        all.join_all().await;
        assert_eq!(most.load(Ordering::SeqCst), 2);
    }
}
