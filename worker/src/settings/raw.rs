//! The settings as they are written, before what depends on others is worked out.

use std::net::SocketAddr;
use std::path::PathBuf;

use serde::Deserialize;

/// The values where nothing is set; those that depend on others are worked out below.
pub(super) const DEFAULTS: &str = r#"
data_dir = "var"
log = "info"
log_format = "text"
[http]
listen = "127.0.0.1:8080"
[ops]
listen = "off"
[database]
readers = 8
writers = 8
[worker]
jobs_at_once = 4
poll_milliseconds = 250
[mail]
transport = "file"
from = "noreply@hongjian.example"
from_name = "南昌市校外培训监管平台"
connections = 4
send_seconds_max = 30
[evidence]
kind = "folder"
endpoint = ""
bucket = ""
region = "us-east-1"
access_key = ""
secret_key = ""
allow_http = false
[hotline]
token = ""
every_seconds = 300
page_bytes_max = 2097152
"#;

#[derive(Deserialize)]
pub(super) struct Raw {
    pub(super) data_dir: PathBuf,
    pub(super) demo: Option<bool>,
    pub(super) log: String,
    pub(super) log_format: String,
    pub(super) keyring: Option<PathBuf>,
    pub(super) http: RawHttp,
    pub(super) ops: RawOps,
    pub(super) database: RawDatabase,
    pub(super) worker: RawWorker,
    pub(super) mail: RawMail,
    pub(super) evidence: RawEvidence,
    pub(super) hotline: RawHotline,
}

#[derive(Deserialize)]
pub(super) struct RawHttp {
    pub(super) listen: SocketAddr,
    pub(super) public_url: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct RawOps {
    pub(super) listen: String,
}

#[derive(Deserialize)]
pub(super) struct RawDatabase {
    pub(super) url: Option<String>,
    pub(super) readers: u32,
    pub(super) writers: u32,
}

#[derive(Deserialize)]
pub(super) struct RawWorker {
    pub(super) name: Option<String>,
    pub(super) jobs_at_once: u32,
    pub(super) poll_milliseconds: u64,
}

#[derive(Deserialize)]
pub(super) struct RawMail {
    pub(super) transport: String,
    pub(super) from: String,
    pub(super) from_name: String,
    pub(super) folder: Option<PathBuf>,
    pub(super) connections: u32,
    pub(super) send_seconds_max: u64,
}

#[derive(Deserialize)]
pub(super) struct RawEvidence {
    pub(super) kind: String,
    pub(super) folder: Option<PathBuf>,
    pub(super) endpoint: String,
    pub(super) bucket: String,
    pub(super) region: String,
    pub(super) access_key: String,
    pub(super) secret_key: String,
    pub(super) allow_http: bool,
}

#[derive(Deserialize)]
pub(super) struct RawHotline {
    pub(super) url: Option<String>,
    pub(super) token: String,
    pub(super) every_seconds: u64,
    pub(super) page_bytes_max: u64,
}
