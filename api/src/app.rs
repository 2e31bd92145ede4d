//! What every handler can reach.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use store::{Fault, Store};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use crate::config::{OnOff, Settings};
use crate::http::cookies::Jar;
use crate::http::csrf::FormKey;
use crate::http::limits::Limits;

struct Inside {
    store: Store,
    settings: Settings,
    public_url: String,
    limits: Limits,
    form_key: FormKey,
    uploads: Arc<Semaphore>,
    public_exports: Arc<Semaphore>,
    desk_exports: Arc<Semaphore>,
    my_exports: Arc<Semaphore>,
}

/// Forms with files that are in memory at the same time, each up to twice the length of one file.
const UPLOADS_MAX: usize = 6;
/// How long a form or a list waits for its turn.
const TURN_PATIENCE: Duration = Duration::from_secs(20);

/// For whom a list is written: whoever asks for the public ones, or for those of an institution, holds up no officer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hall {
    /// The portal.
    Public,
    /// The officers' desk.
    Desk,
    /// The institution's desk.
    My,
}

/// Whole lists that are written at the same time in each hall: each takes a processor and a place on the disk.
const EXPORTS_MAX: usize = 2;

/// The application: the store, the settings, the rate limits. Cloning it is cheap.
#[derive(Clone)]
pub struct App(Arc<Inside>);

impl std::fmt::Debug for App {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("App").finish_non_exhaustive()
    }
}

impl App {
    /// An application over this store.
    ///
    /// # Errors
    /// [`Fault::Setting`] where the keyring file cannot be read.
    pub fn new(store: Store, settings: Settings) -> Result<Self, Fault> {
        let keyring = std::fs::read(settings.keyring()).map_err(|fault| {
            Fault::Setting(format!("the keyring cannot be read: {}", fault.kind()))
        })?;
        Ok(Self(Arc::new(Inside {
            store,
            public_url: settings.public_url(),
            limits: Limits::new(settings.http.rate_limit == OnOff::On),
            form_key: FormKey::from_keyring(&keyring),
            settings,
            uploads: Arc::new(Semaphore::new(UPLOADS_MAX)),
            public_exports: Arc::new(Semaphore::new(EXPORTS_MAX)),
            desk_exports: Arc::new(Semaphore::new(EXPORTS_MAX)),
            my_exports: Arc::new(Semaphore::new(EXPORTS_MAX)),
        })))
    }

    /// The only door to the data.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.0.store
    }

    /// The settings.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// The rate limits.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.0.limits
    }

    /// How cookies are written.
    #[must_use]
    pub fn jar(&self) -> Jar {
        Jar {
            tls: self.0.settings.tls(),
        }
    }

    /// The address people type, without a slash at the end.
    #[must_use]
    pub fn public_url(&self) -> &str {
        &self.0.public_url
    }

    /// Largest plain body in bytes.
    #[must_use]
    pub fn body_bytes_max(&self) -> usize {
        self.0.settings.http.body_bytes_max
    }

    /// Largest evidence file in bytes.
    #[must_use]
    pub fn upload_bytes_max(&self) -> usize {
        self.0.settings.http.upload_bytes_max
    }

    /// Time limit of an answer.
    #[must_use]
    pub fn answer_limit(&self) -> Duration {
        Duration::from_secs(self.0.settings.http.answer_seconds_max)
    }

    /// The turn of one form with files, kept as long as its files are in memory; none where too many are under way.
    pub(crate) async fn upload_turn(&self) -> Option<OwnedSemaphorePermit> {
        turn(&self.0.uploads).await
    }

    /// The turn of one whole list, kept while it is written; none where too many are under way.
    pub(crate) async fn export_turn(&self, hall: Hall) -> Option<OwnedSemaphorePermit> {
        turn(match hall {
            Hall::Public => &self.0.public_exports,
            Hall::Desk => &self.0.desk_exports,
            Hall::My => &self.0.my_exports,
        })
        .await
    }

    pub(crate) fn trusted_proxies(&self) -> &[IpAddr] {
        &self.0.settings.http.trusted_proxies
    }

    pub(crate) fn form_key(&self) -> &FormKey {
        &self.0.form_key
    }
}

/// One of these turns, as soon as it is free; none where that takes too long.
async fn turn(turns: &Arc<Semaphore>) -> Option<OwnedSemaphorePermit> {
    let turn = Arc::clone(turns).acquire_owned();
    timeout(TURN_PATIENCE, turn).await.ok()?.ok()
}
