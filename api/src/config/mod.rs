//! Settings: one TOML file and the environment, checked before anything starts.
//!
//! A variable is `HONGJIAN_` and the dotted name in capitals, with `__` between section and key. A
//! secret may also come from a file: `HONGJIAN_DATABASE__URL_FILE=/run/secrets/url`. The
//! environment wins over the file. Unknown names are refused, because a mistyped setting that is
//! silently ignored is found in production at night.

mod keys;
mod load;
mod rules;

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use store::evidence::{EvidenceSettings, S3Settings};

pub use keys::{KEYS, Key, Kind, by_name};
pub use load::{environment, load};

/// One thing wrong with the settings.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, serde::Serialize)]
#[error("{key}: {detail}")]
pub struct SettingFault {
    /// Stable code: `setting_unknown`, `setting_invalid`, `setting_missing`, `setting_refused`.
    pub code: &'static str,
    /// Dotted name of the setting.
    pub key: String,
    /// What is wrong, without the value where the setting is a secret.
    pub detail: String,
}

impl SettingFault {
    fn new(code: &'static str, key: &str, detail: impl Into<String>) -> Self {
        Self {
            code,
            key: key.to_owned(),
            detail: detail.into(),
        }
    }
}

/// A text that is never printed: database addresses, passwords, tokens.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
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

/// `on` or `off`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OnOff {
    /// In force.
    On,
    /// Not in force.
    Off,
}

/// The HTTP listener.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Http {
    /// Address and port.
    pub listen: SocketAddr,
    /// The address people type; `http://` and the listener where unset.
    pub public_url: Option<String>,
    /// Whether the rate limits are in force.
    pub rate_limit: OnOff,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// Largest request body in bytes.
    pub body_bytes_max: usize,
    /// Largest evidence file in bytes.
    pub upload_bytes_max: usize,
    /// Time limit of an answer in seconds.
    pub answer_seconds_max: u64,
}

/// The listener for operators.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ops {
    /// Address and port, or `off`.
    pub listen: String,
}

impl Ops {
    /// The address, or none where the listener is off.
    ///
    /// # Errors
    /// [`SettingFault`] where the text is neither an address nor `off`.
    pub fn address(&self) -> Result<Option<SocketAddr>, SettingFault> {
        if self.listen == "off" {
            return Ok(None);
        }
        self.listen.parse().map(Some).map_err(|_| {
            SettingFault::new(
                "setting_invalid",
                "ops.listen",
                "an address with a port, or off",
            )
        })
    }
}

/// The database.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Database {
    /// Address; the SQLite file in the data folder where unset.
    pub url: Option<Secret>,
    /// Connections that only read.
    pub readers: u32,
    /// Connections that write, on PostgreSQL.
    pub writers: u32,
    /// Whether the schema is brought up to date at start.
    pub migrate_at_start: Option<bool>,
}

/// The worker.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Worker {
    /// Whether it runs inside `hongjian serve`.
    pub in_process: Option<bool>,
    /// Its name among the heartbeats.
    pub name: Option<String>,
    /// Jobs at the same time.
    pub jobs_at_once: u32,
    /// Pause between two looks at an empty queue.
    pub poll_milliseconds: u64,
}

/// Mail.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    /// `file`, `smtp://…` or `smtps://…`.
    pub transport: Secret,
    /// Address in From.
    pub from: String,
    /// Name in From.
    pub from_name: String,
    /// Folder of the file transport.
    pub folder: Option<PathBuf>,
    /// SMTP connections.
    pub connections: u32,
    /// Time limit around one whole sending.
    pub send_seconds_max: u64,
}

/// Evidence files.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// `folder` or `s3`.
    pub kind: String,
    /// The folder.
    pub folder: Option<PathBuf>,
    /// Address of the S3 server.
    pub endpoint: String,
    /// Bucket.
    pub bucket: String,
    /// Region.
    pub region: String,
    /// Access key.
    pub access_key: String,
    /// Secret key.
    pub secret_key: Secret,
    /// Allows a server without TLS.
    pub allow_http: bool,
}

/// The hotline feed.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hotline {
    /// Address; nothing is pulled without it.
    pub url: Option<String>,
    /// Bearer token.
    pub token: Secret,
    /// Pause between two pulls.
    pub every_seconds: u64,
    /// Largest page in bytes.
    pub page_bytes_max: u64,
}

/// All settings, already checked by [`load`].
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Folder of everything the program writes.
    pub data_dir: PathBuf,
    /// Demo start, where said.
    demo: Option<bool>,
    /// Password of the demo accounts, where said.
    pub demo_password: Option<Secret>,
    /// Filter of the log.
    pub log: String,
    /// `text` or `json`.
    pub log_format: String,
    /// Keyring file, where said.
    keyring: Option<PathBuf>,
    /// The HTTP listener.
    pub http: Http,
    /// The operators' listener.
    pub ops: Ops,
    /// The database.
    pub database: Database,
    /// The worker.
    pub worker: Worker,
    /// Mail.
    pub mail: Mail,
    /// Evidence files.
    pub evidence: Evidence,
    /// The hotline feed.
    pub hotline: Hotline,
}

impl Settings {
    /// Whether this is a demo start: as said, else true with the embedded database on loopback.
    #[must_use]
    pub fn is_demo(&self) -> bool {
        self.demo
            .unwrap_or_else(|| self.database.url.is_none() && self.on_loopback())
    }

    /// Whether every listener is on loopback.
    #[must_use]
    pub fn on_loopback(&self) -> bool {
        let ops = match self.ops.address() {
            Ok(Some(address)) => address.ip().is_loopback(),
            Ok(None) => true,
            Err(_) => false,
        };
        ops && self.http.listen.ip().is_loopback()
    }

    /// Address of the database.
    #[must_use]
    pub fn database_url(&self) -> Secret {
        self.database.url.clone().unwrap_or_else(|| {
            let file = self.data_dir.join("hongjian.sqlite");
            Secret::new(format!("sqlite://{}", file.display()))
        })
    }

    /// Whether the database is PostgreSQL.
    #[must_use]
    pub fn is_postgres(&self) -> bool {
        self.database
            .url
            .as_ref()
            .is_some_and(|url| url.expose().starts_with("postgres"))
    }

    /// Whether the schema is brought up to date at start: by default only where the database is embedded,
    /// because replicas must not race for it.
    #[must_use]
    pub fn migrates_at_start(&self) -> bool {
        self.database
            .migrate_at_start
            .unwrap_or_else(|| !self.is_postgres())
    }

    /// Whether the worker runs inside `hongjian serve`.
    #[must_use]
    pub fn worker_in_process(&self) -> bool {
        self.worker
            .in_process
            .unwrap_or_else(|| !self.is_postgres())
    }

    /// The keyring file.
    #[must_use]
    pub fn keyring(&self) -> PathBuf {
        self.keyring
            .clone()
            .unwrap_or_else(|| self.data_dir.join("keyring.json"))
    }

    /// The address people type, without a slash at the end.
    #[must_use]
    pub fn public_url(&self) -> String {
        match &self.http.public_url {
            Some(url) => url.trim_end_matches('/').to_owned(),
            None => format!("http://{}", self.http.listen),
        }
    }

    /// Whether people reach the system by TLS, so that cookies may be `Secure`.
    #[must_use]
    pub fn tls(&self) -> bool {
        self.public_url().starts_with("https://")
    }

    /// Folder of the file transport of mail.
    #[must_use]
    pub fn outbox_folder(&self) -> PathBuf {
        within(&self.data_dir, self.mail.folder.as_deref(), "outbox")
    }

    /// The part after the `@` of Message-IDs: the host of our own address.
    #[must_use]
    pub fn message_id_host(&self) -> String {
        let from = self.mail.from.as_str();
        from.rsplit_once('@')
            .map_or(from, |(_, host)| host)
            .to_owned()
    }

    /// Where evidence files are kept, as the store wants to know it.
    #[must_use]
    pub fn evidence_settings(&self) -> EvidenceSettings {
        let evidence = &self.evidence;
        if evidence.kind != "s3" {
            return EvidenceSettings::Folder(self.evidence_folder());
        }
        EvidenceSettings::S3(S3Settings {
            endpoint: evidence.endpoint.clone(),
            bucket: evidence.bucket.clone(),
            region: evidence.region.clone(),
            access_key: evidence.access_key.clone(),
            secret_key: evidence.secret_key.expose().to_owned(),
            allow_http: evidence.allow_http,
        })
    }

    /// Folder of the evidence files.
    #[must_use]
    pub fn evidence_folder(&self) -> PathBuf {
        within(&self.data_dir, self.evidence.folder.as_deref(), "evidence")
    }
}

fn within(data_dir: &Path, said: Option<&Path>, name: &str) -> PathBuf {
    said.map_or_else(|| data_dir.join(name), Path::to_path_buf)
}

#[cfg(test)]
mod tests;
