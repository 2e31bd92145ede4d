//! A worker within the process of the test: it looks often, and its clock is the store's.

use std::time::Duration;

use store::Store;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use worker::Settings;
use worker::settings::{MailTransport, Secret};

use crate::smtp::Smtp;

/// A worker at work.
#[derive(Debug)]
pub struct AtWork {
    stop: CancellationToken,
    task: JoinHandle<Result<(), worker::RunFault>>,
}

impl AtWork {
    /// Starts a worker that mails to `server`.
    #[must_use]
    pub fn begin(store: &Store, name: &str, server: &Smtp) -> Self {
        Self::with(store, settings(name, server))
    }

    /// Starts a worker with settings of the test's own.
    #[must_use]
    pub fn with(store: &Store, settings: Settings) -> Self {
        let stop = CancellationToken::new();
        let running = worker::run(store.clone(), settings, stop.clone());
        Self {
            stop,
            task: tokio::spawn(running),
        }
    }

    /// Asks it to stop and waits for its end.
    ///
    /// # Panics
    /// Where it does not stop in time.
    pub async fn end(self) {
        self.stop.cancel();
        let ended = tokio::time::timeout(Duration::from_secs(20), self.task).await;
        ended
            .expect("it stops in time")
            .expect("it does not panic")
            .expect("its settings are good");
    }
}

/// Settings of a worker that looks often and gives a mail two seconds.
#[must_use]
pub fn settings(name: &str, server: &Smtp) -> Settings {
    let mut settings = Settings::demo(name, "unused".into());
    settings.demo = false;
    settings.poll = Duration::from_millis(50);
    settings.mail.transport = MailTransport::Smtp(Secret::new(server.transport()));
    settings.mail.send_limit = Duration::from_secs(2);
    settings
}
