//! The list of settings: one entry for each, read by the loader, by `hongjian config schema`, by
//! the documents and by the test that compares them.

use serde::Serialize;

/// How the text of an environment variable becomes a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Any text.
    Text,
    /// A whole number, not negative.
    Number,
    /// `true` or `false`.
    Switch,
    /// `on` or `off`.
    OnOff,
    /// Several texts, parted by commas.
    List,
}

/// One setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Key {
    /// Dotted name as in the settings file: section, then key.
    pub name: &'static str,
    /// How its text is read.
    pub kind: Kind,
    /// The value where nothing is set; in words where it depends on others.
    pub default: &'static str,
    /// A secret: never printed, and also read from the file named by the variable with `_FILE`.
    pub secret: bool,
    /// What it does.
    pub doc: &'static str,
}

impl Key {
    /// The environment variable, for example `HONGJIAN_HTTP__LISTEN`.
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

/// Every setting of `hongjian` and `hongjian-worker`.
pub const KEYS: &[Key] = &[
    key(
        "data_dir",
        Kind::Text,
        "var",
        "Folder of the SQLite file, the evidence files, the mail outbox and the demo accounts.",
    ),
    key(
        "demo",
        Kind::Switch,
        "true where `database.url` is unset and every listener is on loopback",
        "Fills an empty database with the demo town and makes a keyring. Refused with a database address or on any other listener.",
    ),
    secret(
        "demo_password",
        "a random one",
        "Password of all demo accounts.",
    ),
    key(
        "log",
        Kind::Text,
        "info",
        "Filter of the log, in the syntax of tracing-subscriber, for example `info,hongjian=debug`.",
    ),
    key("log_format", Kind::Text, "text", "`text` or `json`."),
    key(
        "keyring",
        Kind::Text,
        "`keyring.json` in the data folder (demo only)",
        "File with the sealing keys. Outside a demo it must be set and lie outside the data folder.",
    ),
    key(
        "http.listen",
        Kind::Text,
        "127.0.0.1:8080",
        "Address and port of portal, desks and API.",
    ),
    key(
        "http.public_url",
        Kind::Text,
        "`http://` and the listener",
        "The address people type. With `https://` the cookies are `Secure` and named `__Host-…`.",
    ),
    key(
        "http.rate_limit",
        Kind::OnOff,
        "on",
        "`off` is accepted on loopback only.",
    ),
    key(
        "http.trusted_proxies",
        Kind::List,
        "none",
        "IP addresses of the proxies whose `X-Forwarded-For` is believed.",
    ),
    key(
        "http.body_bytes_max",
        Kind::Number,
        "1048576",
        "Largest request body in bytes, before and after decompression; uploads have their own limit.",
    ),
    key(
        "http.upload_bytes_max",
        Kind::Number,
        "20971520",
        "Largest evidence file in bytes.",
    ),
    key(
        "http.answer_seconds_max",
        Kind::Number,
        "30",
        "Time after which a request is answered with 503.",
    ),
    key(
        "ops.listen",
        Kind::Text,
        "127.0.0.1:9464",
        "Address and port of `/metrics`; `off` for none.",
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
        "Connections that write, on PostgreSQL. SQLite has one.",
    ),
    key(
        "database.migrate_at_start",
        Kind::Switch,
        "true on SQLite, false on PostgreSQL",
        "Brings the schema up to date when the program starts.",
    ),
    key(
        "worker.in_process",
        Kind::Switch,
        "true on SQLite, false on PostgreSQL",
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
        "`file` (as `.eml` in the outbox folder, demo only), `smtp://…` or `smtps://…`, with user and password where the server asks for them.",
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
        "Name in From of every mail.",
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
