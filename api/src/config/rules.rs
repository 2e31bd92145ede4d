//! What settings must not say together.

use std::path::{Path, PathBuf};

use super::{OnOff, SettingFault, Settings};

/// Every rule that these settings break; empty where they are good.
pub(super) fn check(settings: &Settings) -> Vec<SettingFault> {
    let mut faults = Vec::new();
    let mut refuse = |key: &str, detail: &str| {
        faults.push(SettingFault::new("setting_refused", key, detail));
    };
    if let Err(fault) = settings.ops.address() {
        refuse("ops.listen", &fault.detail);
    }
    if settings.http.rate_limit == OnOff::Off && !settings.http.listen.ip().is_loopback() {
        refuse("http.rate_limit", "off is accepted on loopback only");
    }
    if settings.is_demo() {
        if settings.database.url.is_some() {
            refuse(
                "demo",
                "a demo start uses the SQLite file in the data folder; unset database.url or set demo to false",
            );
        }
        if !settings.on_loopback() {
            refuse("demo", "a demo start needs every listener on loopback");
        }
    } else {
        production(settings, &mut refuse);
    }
    match settings.evidence.kind.as_str() {
        "folder" => {}
        "s3" => s3(settings, &mut refuse),
        _ => refuse("evidence.kind", "folder or s3"),
    }
    if let Some(url) = &settings.database.url {
        let known = ["sqlite://", "postgres://", "postgresql://"];
        if !known.iter().any(|scheme| url.expose().starts_with(scheme)) {
            refuse("database.url", "begins with sqlite:// or postgres://");
        }
        if url.expose().starts_with("sqlite:") && url.expose().contains('?') {
            refuse(
                "database.url",
                "sqlite:// takes a path and nothing after it",
            );
        }
    }
    if let Some(url) = &settings.http.public_url
        && !url.starts_with("http://")
        && !url.starts_with("https://")
    {
        refuse("http.public_url", "begins with http:// or https://");
    }
    if !matches!(settings.log_format.as_str(), "text" | "json") {
        refuse("log_format", "text or json");
    }
    numbers(settings, &mut refuse);
    faults
}

/// A start that holds real persons' facts.
fn production(settings: &Settings, refuse: &mut impl FnMut(&str, &str)) {
    let transport = settings.mail.transport.expose();
    if !transport.starts_with("smtp://") && !transport.starts_with("smtps://") {
        refuse(
            "mail.transport",
            "outside a demo mail needs smtp:// or smtps://, never a folder",
        );
    }
    match &settings.keyring {
        None => refuse("keyring", "outside a demo a keyring file is needed"),
        Some(path) if whole(path).starts_with(whole(&settings.data_dir)) => {
            refuse(
                "keyring",
                "lies in the data folder; keys are kept apart from what they seal",
            );
        }
        Some(path) if !path.is_file() => refuse("keyring", "there is no such file"),
        Some(_) => {}
    }
}

/// The path from the root, links followed as far as it exists.
fn whole(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    absolute.canonicalize().unwrap_or(absolute)
}

fn s3(settings: &Settings, refuse: &mut impl FnMut(&str, &str)) {
    let evidence = &settings.evidence;
    for (key, text) in [
        ("evidence.endpoint", evidence.endpoint.as_str()),
        ("evidence.bucket", evidence.bucket.as_str()),
        ("evidence.access_key", evidence.access_key.as_str()),
        ("evidence.secret_key", evidence.secret_key.expose()),
    ] {
        if text.is_empty() {
            refuse(key, "needed where evidence.kind is s3");
        }
    }
    if evidence.endpoint.starts_with("http://") && !evidence.allow_http {
        refuse(
            "evidence.endpoint",
            "without TLS only where evidence.allow_http is true",
        );
    }
}

fn numbers(settings: &Settings, refuse: &mut impl FnMut(&str, &str)) {
    let positive = [
        ("http.answer_seconds_max", settings.http.answer_seconds_max),
        ("database.readers", u64::from(settings.database.readers)),
        ("database.writers", u64::from(settings.database.writers)),
        (
            "worker.jobs_at_once",
            u64::from(settings.worker.jobs_at_once),
        ),
        (
            "worker.poll_milliseconds",
            settings.worker.poll_milliseconds,
        ),
        ("mail.connections", u64::from(settings.mail.connections)),
        ("mail.send_seconds_max", settings.mail.send_seconds_max),
        ("hotline.every_seconds", settings.hotline.every_seconds),
        ("hotline.page_bytes_max", settings.hotline.page_bytes_max),
    ];
    for (key, number) in positive {
        if number == 0 {
            refuse(key, "must be greater than nought");
        }
    }
    if settings.http.body_bytes_max == 0 {
        refuse("http.body_bytes_max", "must be greater than nought");
    }
    if settings.http.upload_bytes_max == 0 {
        refuse("http.upload_bytes_max", "must be greater than nought");
    }
}
