//! The settings this program reads: one entry for each, for the loader, for `--help` and for the
//! test that compares them with the settings of `hongjian`. Both programs read the same file.

/// How the text of an environment variable becomes a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Any text.
    Text,
    /// A whole number greater than nought.
    Number,
    /// `true` or `false`.
    Switch,
}

/// One setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    /// Dotted name as in the settings file: section, then key.
    pub name: &'static str,
    /// How its text is read.
    pub kind: Kind,
    /// The value where nothing is set; in words where it depends on others.
    pub default: &'static str,
    /// A secret: never printed, and also read from the file that the variable with `_FILE` names.
    pub secret: bool,
    /// What it does.
    pub doc: &'static str,
}

impl Key {
    /// The environment variable, for example `HONGJIAN_MAIL__FROM`.
    #[must_use]
    pub fn variable(&self) -> String {
        format!("HONGJIAN_{}", self.name.replace('.', "__").to_uppercase())
    }
}

const fn key(name: &'static str, kind: Kind, default: &'static str, doc: &'static str) -> Key {
    Key {
        name,
        kind,
        default,
        secret: false,
        doc,
    }
}

const fn secret(name: &'static str, default: &'static str, doc: &'static str) -> Key {
    Key {
        name,
        kind: Kind::Text,
        default,
        secret: true,
        doc,
    }
}

/// Sections of which every key has to be known here. Other sections belong to `hongjian`.
pub(super) const OWN_SECTIONS: [&str; 5] = ["worker", "mail", "hotline", "evidence", "database"];

/// Every setting that `hongjian-worker` reads.
pub const KEYS: &[Key] = &[
    key(
        "data_dir",
        Kind::Text,
        "var",
        "Folder of the SQLite file, the evidence files and the mail outbox.",
    ),
    key(
        "demo",
        Kind::Switch,
        "true where `database.url` is unset and every listener is on loopback",
        "A demo may write mails into a folder; production may not.",
    ),
    key("log", Kind::Text, "info", "Filter of the log."),
    key("log_format", Kind::Text, "text", "`text` or `json`."),
    key(
        "keyring",
        Kind::Text,
        "`keyring.json` in the data folder (demo only)",
        "File with the sealing keys.",
    ),
    key(
        "http.listen",
        Kind::Text,
        "127.0.0.1:8080",
        "Address of the portal; read for links in mails where `http.public_url` is unset.",
    ),
    key(
        "http.public_url",
        Kind::Text,
        "`http://` and the listener",
        "The address people type; links in mails begin with it.",
    ),
    key(
        "ops.listen",
        Kind::Text,
        "off",
        "Address and port of `/metrics`, `/health/live` and `/health/ready` of the worker; `off` for none.",
    ),
    secret(
        "database.url",
        "sqlite:// and `hongjian.sqlite` in the data folder",
        "`sqlite://path` or `postgres://user:password@host/name`.",
    ),
    key(
        "database.readers",
        Kind::Number,
        "8",
        "Connections that only read.",
    ),
    key(
        "database.writers",
        Kind::Number,
        "8",
        "Connections that write, on PostgreSQL.",
    ),
    key(
        "database.migrate_at_start",
        Kind::Switch,
        "read by `hongjian` alone",
        "The worker never changes the schema.",
    ),
    key(
        "worker.in_process",
        Kind::Switch,
        "read by `hongjian` alone",
        "Runs the worker inside `hongjian serve`.",
    ),
    key(
        "worker.name",
        Kind::Text,
        "host name and process id",
        "Name of this worker among the heartbeats.",
    ),
    key(
        "worker.jobs_at_once",
        Kind::Number,
        "4",
        "Jobs one worker runs at the same time.",
    ),
    key(
        "worker.poll_milliseconds",
        Kind::Number,
        "250",
        "First pause before an empty queue is looked at again; it doubles up to a second.",
    ),
    secret(
        "mail.transport",
        "file",
        "`file` (as `.eml` in the outbox folder, demo only), `smtps://user:password@host`, `smtp://host?tls=required`, or `smtp://host?tls=none`; `ca=FILE` adds roots.",
    ),
    key(
        "mail.from",
        Kind::Text,
        "noreply@hongjian.example",
        "Address in From of every mail.",
    ),
    key(
        "mail.from_name",
        Kind::Text,
        "南昌市校外培训监管平台",
        "Name in From and at the foot of every mail.",
    ),
    key(
        "mail.folder",
        Kind::Text,
        "`outbox` in the data folder",
        "Where the file transport writes.",
    ),
    key(
        "mail.connections",
        Kind::Number,
        "4",
        "SMTP connections open at the same time.",
    ),
    key(
        "mail.send_seconds_max",
        Kind::Number,
        "30",
        "Time limit around one whole sending.",
    ),
    key("evidence.kind", Kind::Text, "folder", "`folder` or `s3`."),
    key(
        "evidence.folder",
        Kind::Text,
        "`evidence` in the data folder",
        "Where evidence files lie.",
    ),
    key(
        "evidence.endpoint",
        Kind::Text,
        "",
        "Address of the S3 server.",
    ),
    key(
        "evidence.bucket",
        Kind::Text,
        "",
        "Bucket of the S3 server.",
    ),
    key(
        "evidence.region",
        Kind::Text,
        "us-east-1",
        "Region of the S3 server.",
    ),
    key(
        "evidence.access_key",
        Kind::Text,
        "",
        "Access key of the S3 server.",
    ),
    secret("evidence.secret_key", "", "Secret key of the S3 server."),
    key(
        "evidence.allow_http",
        Kind::Switch,
        "false",
        "Allows an S3 server without TLS, on loopback only.",
    ),
    key(
        "hotline.url",
        Kind::Text,
        "none",
        "Address of the 12345 hotline feed; without it nothing is pulled.",
    ),
    secret("hotline.token", "", "Bearer token of the hotline feed."),
    key(
        "hotline.every_seconds",
        Kind::Number,
        "300",
        "Pause between two pulls of the hotline feed.",
    ),
    key(
        "hotline.page_bytes_max",
        Kind::Number,
        "2097152",
        "Largest page of the hotline feed in bytes.",
    ),
];

/// The setting of this dotted name.
#[must_use]
pub fn by_name(name: &str) -> Option<&'static Key> {
    KEYS.iter().find(|key| key.name == name)
}
