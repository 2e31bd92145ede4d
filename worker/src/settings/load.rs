//! Reading the settings: defaults, file, environment, in that order.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use figment::Figment;
use figment::providers::{Env, Format, Toml};
use figment::value::{Dict, Value};
use store::StoreSettings;
use store::evidence::{EvidenceSettings, S3Settings};

use super::keys::{Key, Kind, OWN_SECTIONS, by_name};
use super::raw::{DEFAULTS, Raw};
use super::{Hotline, JOB_LIMIT, Mail, MailTransport, Program, Secret, SettingFault, Settings};

/// The environment variables that begin with `HONGJIAN_`, as (rest of the name, text).
#[must_use]
pub fn environment() -> Vec<(String, String)> {
    Env::prefixed("HONGJIAN_")
        .iter()
        .map(|(name, text)| (name.as_str().to_lowercase(), text))
        .collect()
}

/// Settings from the file (where one is named) and these variables, checked.
///
/// # Errors
/// Every fault found: unknown names, texts of the wrong kind, missing or refused values.
pub fn load(
    file: Option<&Path>,
    environment: Vec<(String, String)>,
) -> Result<Program, Vec<SettingFault>> {
    let mut faults = Vec::new();
    let mut figment = Figment::new().merge(Toml::string(DEFAULTS));
    if let Some(path) = file {
        let text = std::fs::read_to_string(path).map_err(|fault| {
            let detail = format!("{} cannot be read: {}", path.display(), fault.kind());
            vec![SettingFault::new("setting_missing", "--config", detail)]
        })?;
        let named = Figment::new().merge(Toml::string(&text));
        check_names(&named, &mut faults)?;
        figment = figment.merge(named);
    }
    for (name, text) in environment {
        match variable(&name, &text) {
            Ok(Some((key, value))) => figment = figment.merge((key.name, value)),
            Ok(None) => {}
            Err(fault) => faults.push(fault),
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let raw: Raw = figment.extract().map_err(|errors| {
        errors
            .into_iter()
            .map(|error| {
                // figment's own words repeat the value, which may be a secret.
                let key = error.path.join(".");
                SettingFault::new("setting_invalid", &key, "missing, or of the wrong kind")
            })
            .collect::<Vec<_>>()
    })?;
    program(raw)
}

fn check_names(file: &Figment, faults: &mut Vec<SettingFault>) -> Result<(), Vec<SettingFault>> {
    let sections: Dict = file.extract().map_err(|_| {
        let detail = "the settings file is not valid TOML";
        vec![SettingFault::new("setting_invalid", "--config", detail)]
    })?;
    for (name, value) in sections {
        let Value::Dict(_, section) = value else {
            continue;
        };
        if !OWN_SECTIONS.contains(&name.as_str()) {
            continue;
        }
        for key in section.keys() {
            let dotted = format!("{name}.{key}");
            if by_name(&dotted).is_none() {
                faults.push(unknown(&dotted));
            }
        }
    }
    Ok(())
}

fn unknown(name: &str) -> SettingFault {
    SettingFault::new("setting_unknown", name, "there is no such setting")
}

/// The setting and value of one variable; none where it belongs to another program.
fn variable(name: &str, text: &str) -> Result<Option<(&'static Key, Value)>, SettingFault> {
    let dotted = name.replace("__", ".");
    if let Some(key) = by_name(&dotted) {
        return Ok(Some((key, value(key, text)?)));
    }
    let from_file = dotted
        .strip_suffix("_file")
        .and_then(by_name)
        .filter(|key| key.secret);
    if let Some(key) = from_file {
        let content = std::fs::read_to_string(text).map_err(|fault| {
            let detail = format!("its file cannot be read: {}", fault.kind());
            SettingFault::new("setting_missing", key.name, detail)
        })?;
        return Ok(Some((
            key,
            value(key, content.trim_end_matches(['\r', '\n']))?,
        )));
    }
    match dotted.split_once('.') {
        Some((section, _)) if OWN_SECTIONS.contains(&section) => Err(unknown(&dotted)),
        _ => Ok(None),
    }
}

fn value(key: &Key, text: &str) -> Result<Value, SettingFault> {
    let invalid = |expected: &str| {
        SettingFault::new("setting_invalid", key.name, format!("expected {expected}"))
    };
    Ok(match key.kind {
        Kind::Text => Value::from(text),
        Kind::Number => Value::from(text.parse::<u64>().map_err(|_| invalid("a whole number"))?),
        Kind::Switch => Value::from(text.parse::<bool>().map_err(|_| invalid("true or false"))?),
    })
}

fn program(raw: Raw) -> Result<Program, Vec<SettingFault>> {
    let mut faults = Vec::new();
    let ops_listen = match raw.ops.listen.as_str() {
        "off" => None,
        address => address.parse::<SocketAddr>().map(Some).unwrap_or_else(|_| {
            let detail = "an address with a port, or off";
            faults.push(SettingFault::new("setting_invalid", "ops.listen", detail));
            None
        }),
    };
    let loopback = raw.http.listen.ip().is_loopback()
        && ops_listen.is_none_or(|address| address.ip().is_loopback());
    let demo = raw.demo.unwrap_or(raw.database.url.is_none() && loopback);
    numbers(&raw, &mut faults);
    let keyring = keyring(&raw, demo, &mut faults);
    let evidence = evidence(&raw, &mut faults);
    if !matches!(raw.log_format.as_str(), "text" | "json") {
        faults.push(SettingFault::new(
            "setting_invalid",
            "log_format",
            "text or json",
        ));
    }
    let store = store_settings(&raw, keyring, evidence);
    let log = raw.log.clone();
    let log_json = raw.log_format == "json";
    let worker = worker(raw, demo);
    faults.extend(worker.check());
    if !faults.is_empty() {
        return Err(faults);
    }
    Ok(Program {
        worker,
        store,
        ops_listen,
        log,
        log_json,
    })
}

fn numbers(raw: &Raw, faults: &mut Vec<SettingFault>) {
    let positive = [
        ("database.readers", u64::from(raw.database.readers)),
        ("database.writers", u64::from(raw.database.writers)),
        ("worker.jobs_at_once", u64::from(raw.worker.jobs_at_once)),
        ("worker.poll_milliseconds", raw.worker.poll_milliseconds),
        ("mail.connections", u64::from(raw.mail.connections)),
        ("mail.send_seconds_max", raw.mail.send_seconds_max),
        ("hotline.every_seconds", raw.hotline.every_seconds),
        ("hotline.page_bytes_max", raw.hotline.page_bytes_max),
    ];
    for (key, number) in positive {
        if number == 0 {
            let detail = "must be greater than nought";
            faults.push(SettingFault::new("setting_refused", key, detail));
        }
    }
}

fn keyring(raw: &Raw, demo: bool, faults: &mut Vec<SettingFault>) -> PathBuf {
    match &raw.keyring {
        Some(path) if !demo && path.starts_with(&raw.data_dir) => {
            let detail = "lies in the data folder; keys are kept apart from what they seal";
            faults.push(SettingFault::new("setting_refused", "keyring", detail));
            path.clone()
        }
        Some(path) => path.clone(),
        None => {
            if !demo {
                let detail = "outside a demo a keyring file is needed";
                faults.push(SettingFault::new("setting_missing", "keyring", detail));
            }
            raw.data_dir.join("keyring.json")
        }
    }
}

fn evidence(raw: &Raw, faults: &mut Vec<SettingFault>) -> EvidenceSettings {
    let said = &raw.evidence;
    match said.kind.as_str() {
        "s3" => EvidenceSettings::S3(S3Settings {
            endpoint: said.endpoint.clone(),
            bucket: said.bucket.clone(),
            region: said.region.clone(),
            access_key: said.access_key.clone(),
            secret_key: said.secret_key.clone(),
            allow_http: said.allow_http,
        }),
        kind => {
            if kind != "folder" {
                faults.push(SettingFault::new(
                    "setting_invalid",
                    "evidence.kind",
                    "folder or s3",
                ));
            }
            let folder = said.folder.clone();
            EvidenceSettings::Folder(folder.unwrap_or_else(|| raw.data_dir.join("evidence")))
        }
    }
}

fn store_settings(raw: &Raw, keyring: PathBuf, evidence: EvidenceSettings) -> StoreSettings {
    let database_url = raw.database.url.clone().unwrap_or_else(|| {
        let file = raw.data_dir.join("hongjian.sqlite");
        format!("sqlite://{}", file.display())
    });
    let connections = if database_url.starts_with("sqlite") {
        raw.database.readers
    } else {
        raw.database.readers.saturating_add(raw.database.writers)
    };
    let from = raw.mail.from.as_str();
    StoreSettings {
        database_url,
        keyring,
        evidence,
        connections,
        message_id_host: from
            .rsplit_once('@')
            .map_or(from, |(_, host)| host)
            .to_owned(),
    }
}

fn worker(raw: Raw, demo: bool) -> Settings {
    let transport = if raw.mail.transport == "file" {
        let folder = raw
            .mail
            .folder
            .unwrap_or_else(|| raw.data_dir.join("outbox"));
        MailTransport::Folder(folder)
    } else {
        MailTransport::Smtp(Secret::new(raw.mail.transport))
    };
    let public_url = raw
        .http
        .public_url
        .unwrap_or_else(|| format!("http://{}", raw.http.listen));
    Settings {
        name: raw.worker.name.unwrap_or_else(own_name),
        demo,
        jobs_at_once: raw.worker.jobs_at_once,
        job_limit: JOB_LIMIT,
        poll: Duration::from_millis(raw.worker.poll_milliseconds),
        public_url: public_url.trim_end_matches('/').to_owned(),
        mail: Mail {
            transport,
            from: raw.mail.from,
            from_name: raw.mail.from_name,
            connections: raw.mail.connections,
            send_limit: Duration::from_secs(raw.mail.send_seconds_max),
        },
        hotline: raw
            .hotline
            .url
            .filter(|url| !url.is_empty())
            .map(|url| Hotline {
                url,
                token: Secret::new(raw.hotline.token),
                every: Duration::from_secs(raw.hotline.every_seconds),
                page_bytes_max: raw.hotline.page_bytes_max,
            }),
    }
}

/// The machine's name and the number of the process: no two workers of a deployment share it.
pub(crate) fn own_name() -> String {
    let host = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    let host = host.trim();
    let host = if host.is_empty() { "worker" } else { host };
    format!("{host}-{}", std::process::id())
}
