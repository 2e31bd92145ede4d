//! Settings: the same TOML file and environment as `hongjian`, checked before anything starts.
//!
//! A variable is `HONGJIAN_` and the dotted name in capitals, with `__` between section and key. A
//! secret may also come from a file: `HONGJIAN_MAIL__TRANSPORT_FILE=/run/secrets/mail`. The
//! environment wins over the file. Unknown keys of the worker's own sections are refused.

mod keys;
mod load;
mod raw;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use store::StoreSettings;

pub use keys::{KEYS, Key, Kind, by_name};
pub use load::{environment, load};

use crate::mail::{Sender, Server};

/// One thing wrong with the settings.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{key}: {detail}")]
pub struct SettingFault {
    /// Stable code: `setting_unknown`, `setting_invalid`, `setting_missing`, `setting_refused`.
    pub code: &'static str,
    /// Dotted name of the setting.
    pub key: String,
    /// What is wrong, without the value.
    pub detail: String,
}

impl SettingFault {
    pub(crate) fn new(code: &'static str, key: &str, detail: impl Into<String>) -> Self {
        Self {
            code,
            key: key.to_owned(),
            detail: detail.into(),
        }
    }
}

/// A text that is never printed: addresses with passwords, tokens.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Wraps a text.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Secret(…)")
    }
}

/// How mails leave the house.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MailTransport {
    /// As `.eml` files into this folder; refused outside a demo.
    Folder(PathBuf),
    /// To the mail server at this address; see [`Server`].
    Smtp(Secret),
}

/// Mail.
#[derive(Debug, Clone)]
pub struct Mail {
    /// How mails leave the house.
    pub transport: MailTransport,
    /// Address in From.
    pub from: String,
    /// Name in From and at the foot of every mail.
    pub from_name: String,
    /// SMTP connections open at the same time.
    pub connections: u32,
    /// Time limit around one whole sending.
    pub send_limit: Duration,
}

/// The hotline feed.
#[derive(Debug, Clone)]
pub struct Hotline {
    /// Its address.
    pub url: String,
    /// Bearer token; empty where the feed wants none.
    pub token: Secret,
    /// Pause between two pulls.
    pub every: Duration,
    /// Largest page in bytes.
    pub page_bytes_max: u64,
}

/// What [`crate::run`] needs to know.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Name of this worker among the heartbeats and in leases; two workers never share one.
    pub name: String,
    /// Whether this is a demo: only then may mails go into a folder.
    pub demo: bool,
    /// Jobs at the same time.
    pub jobs_at_once: u32,
    /// Longest time one job may take; its lease is five seconds longer. Long kinds have no such limit, and their lease is
    /// prolonged.
    pub job_limit: Duration,
    /// First pause before an empty queue is looked at again; doubles up to a second.
    pub poll: Duration,
    /// Address of portal and desks without a slash at the end; links in mails begin with it.
    pub public_url: String,
    /// Mail.
    pub mail: Mail,
    /// The hotline feed, where there is one.
    pub hotline: Option<Hotline>,
}

impl Settings {
    /// Settings of a demo: mails into `folder`, no hotline, everything else as by default.
    #[must_use]
    pub fn demo(name: &str, folder: PathBuf) -> Self {
        Self {
            name: name.to_owned(),
            demo: true,
            jobs_at_once: 4,
            job_limit: JOB_LIMIT,
            poll: Duration::from_millis(250),
            public_url: "http://127.0.0.1:8080".to_owned(),
            mail: Mail {
                transport: MailTransport::Folder(folder),
                from: "noreply@hongjian.example".to_owned(),
                from_name: "南昌市校外培训监管平台".to_owned(),
                connections: 4,
                send_limit: Duration::from_secs(30),
            },
            hotline: None,
        }
    }

    /// What these settings must not say; empty where they are good.
    #[must_use]
    pub fn check(&self) -> Vec<SettingFault> {
        let mut faults = Vec::new();
        let mut refuse = |key: &str, detail: String| {
            faults.push(SettingFault::new("setting_refused", key, detail));
        };
        match &self.mail.transport {
            MailTransport::Folder(_) if !self.demo => refuse(
                "mail.transport",
                "outside a demo mail needs smtp:// or smtps://, never a folder".to_owned(),
            ),
            MailTransport::Folder(_) => {}
            MailTransport::Smtp(address) => {
                if let Err(fault) = Server::parse(address.expose()) {
                    refuse("mail.transport", fault.to_string());
                }
            }
        }
        if let Err(fault) = Sender::new(&self.mail.from, &self.mail.from_name) {
            refuse("mail.from", fault.to_string());
        }
        if let Some(hotline) = &self.hotline
            && let Err(detail) = crate::sources::check_address(&hotline.url, &hotline.token)
        {
            refuse("hotline.url", detail.to_owned());
        }
        faults
    }
}

/// Longest time one job may take.
pub const JOB_LIMIT: Duration = Duration::from_secs(20);

/// What the program `hongjian-worker` needs to know besides.
#[derive(Clone)]
pub struct Program {
    /// What the worker itself needs.
    pub worker: Settings,
    /// How the store is opened.
    pub store: StoreSettings,
    /// The operators' listener, where there is one.
    pub ops_listen: Option<SocketAddr>,
    /// Filter of the log.
    pub log: String,
    /// Whether the log is JSON.
    pub log_json: bool,
}

impl std::fmt::Debug for Program {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The address of the database may hold a password.
        out.debug_struct("Program")
            .field("worker", &self.worker)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
