#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops at the first wrong value"
)]

use super::*;

fn with(pairs: &[(&str, &str)]) -> Result<Settings, Vec<SettingFault>> {
    let pairs = pairs
        .iter()
        .map(|(name, text)| ((*name).to_lowercase(), (*text).to_owned()))
        .collect();
    load(None, pairs)
}

fn refused(pairs: &[(&str, &str)]) -> Vec<(&'static str, String)> {
    with(pairs)
        .unwrap_err()
        .into_iter()
        .map(|fault| (fault.code, fault.key))
        .collect()
}

#[test]
fn nothing_set_is_a_demo_on_loopback() {
    let settings = with(&[]).unwrap();
    assert!(settings.is_demo());
    assert!(settings.worker_in_process());
    assert_eq!(
        settings.database_url().expose(),
        "sqlite://var/hongjian.sqlite"
    );
    assert_eq!(settings.public_url(), "http://127.0.0.1:8080");
}

#[test]
fn every_key_is_read_and_every_field_is_a_key() {
    // Each key gets a text of its kind; a key without a field would be refused as unknown.
    for key in KEYS {
        let text = match key.kind {
            Kind::Text if key.name.ends_with("listen") => "127.0.0.1:1",
            Kind::Text if key.name == "evidence.kind" => "folder",
            Kind::Text if key.name == "log_format" => "json",
            Kind::Text if key.name == "http.public_url" => "https://a.example",
            Kind::Text if key.name == "database.url" => "sqlite://x",
            Kind::Text => "x",
            Kind::Number => "7",
            Kind::Switch => "true",
            Kind::OnOff => "off",
            Kind::List => "127.0.0.1",
        };
        let name = key.name.replace('.', "__");
        let mut pairs = vec![(name.as_str(), text)];
        if key.name == "database.url" {
            // A database address means production, with its own demands.
            let faults = refused(&pairs);
            assert!(
                faults.iter().all(|(code, _)| *code == "setting_refused"),
                "{faults:?}"
            );
            continue;
        }
        pairs.push(("demo", "true"));
        with(&pairs).unwrap_or_else(|faults| unreachable!("{}: {faults:?}", key.name));
    }
}

#[test]
fn a_mistyped_setting_is_refused() {
    assert_eq!(
        refused(&[("HTTP__LISTN", "x")]),
        [("setting_unknown", "http.listn".to_owned())]
    );
}

#[test]
fn variables_of_tests_and_ci_are_left_alone() {
    assert!(with(&[("TEST_DATA", "/x"), ("CI", "1")]).is_ok());
}

#[test]
fn a_demo_elsewhere_is_refused() {
    assert!(
        refused(&[("DEMO", "true"), ("HTTP__LISTEN", "0.0.0.0:80")])
            .contains(&("setting_refused", "demo".to_owned()))
    );
    assert!(
        refused(&[("DEMO", "true"), ("DATABASE__URL", "postgres://h/d")])
            .contains(&("setting_refused", "demo".to_owned()))
    );
    assert!(
        refused(&[("DEMO", "true"), ("OPS__LISTEN", "0.0.0.0:80")])
            .contains(&("setting_refused", "demo".to_owned()))
    );
}

#[test]
fn production_needs_smtp_and_a_keyring() {
    let faults = refused(&[("DATABASE__URL", "postgres://h/d")]);
    assert_eq!(
        faults,
        [
            ("setting_refused", "mail.transport".to_owned()),
            ("setting_refused", "keyring".to_owned())
        ]
    );
}

#[test]
fn rate_limit_off_is_for_loopback() {
    assert!(with(&[("HTTP__RATE_LIMIT", "off")]).is_ok());
    assert!(
        refused(&[("HTTP__RATE_LIMIT", "off"), ("HTTP__LISTEN", "0.0.0.0:80")])
            .contains(&("setting_refused", "http.rate_limit".to_owned()))
    );
    assert_eq!(
        refused(&[("HTTP__RATE_LIMIT", "no")]),
        [("setting_invalid", "http.rate_limit".to_owned())]
    );
}

#[test]
fn a_secret_comes_from_a_file_and_is_never_printed() {
    let folder = std::env::temp_dir().join(format!("hongjian-secret-{}", std::process::id()));
    std::fs::write(&folder, "0123\n").unwrap();
    let settings = with(&[("DEMO_PASSWORD_FILE", folder.to_str().unwrap())]).unwrap();
    std::fs::remove_file(&folder).unwrap();
    assert_eq!(settings.demo_password.as_ref().unwrap().expose(), "0123");
    assert!(!format!("{settings:?}").contains("0123"));
}

#[test]
fn a_number_that_is_none_names_the_key() {
    assert_eq!(
        refused(&[("HTTP__BODY_BYTES_MAX", "-1")]),
        [("setting_invalid", "http.body_bytes_max".to_owned())]
    );
    assert_eq!(
        refused(&[("HTTP__LISTEN", "here")]),
        [("setting_invalid", "http.listen".to_owned())]
    );
}

/// The table of `docs/settings.md`.
fn table() -> String {
    let mut text = String::from(
        "# Settings\n\nMade from `api::config::KEYS` by its test. Settings come from a TOML file (`--config FILE`) and from the environment,\n\
         which wins. A variable marked with `_FILE` may also be given as the path of a file that holds the value.\n\n\
         | setting | variable | kind | default | what it does |\n|---|---|---|---|---|\n",
    );
    for key in KEYS {
        let file = if key.secret { "[`_FILE`]" } else { "" };
        let default = if key.default.is_empty() {
            "none"
        } else {
            key.default
        };
        let kind = serde_json::to_value(key.kind).unwrap();
        text.push_str(&format!(
            "| `{}` | `{}`{file} | {} | {default} | {} |\n",
            key.name,
            key.variable(),
            kind.as_str().unwrap(),
            key.doc.replace('|', "\\|"),
        ));
    }
    text
}

#[test]
#[allow(clippy::disallowed_methods, reason = "the test reads its own switch")]
fn the_committed_table_of_settings_is_the_programs() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/settings.md");
    if std::env::var_os("HONGJIAN_BLESS").is_some() {
        std::fs::write(path, table()).unwrap();
    }
    let known = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        known == table(),
        "docs/settings.md is stale; run this test with HONGJIAN_BLESS=1"
    );
}

#[test]
fn the_written_defaults_are_the_ones_of_the_list() {
    let written: toml::Table = toml::from_str(include_str!("defaults.toml")).unwrap();
    for key in KEYS {
        let (section, name) = key.name.split_once('.').unwrap_or(("", key.name));
        let table = if section.is_empty() {
            Some(&written)
        } else {
            written.get(section).and_then(toml::Value::as_table)
        };
        let Some(value) = table.and_then(|table| table.get(name)) else {
            continue;
        };
        let text = match value {
            toml::Value::String(text) => text.clone(),
            toml::Value::Array(_) => "none".to_owned(),
            other => other.to_string(),
        };
        assert_eq!(text, key.default, "{}", key.name);
    }
}
