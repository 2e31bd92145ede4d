//! Settings from file and environment: what wins, and what is refused.

#![allow(
    clippy::unwrap_used,
    reason = "a test stops at the first thing that is not as it should be"
)]

use std::path::Path;

use super::*;

fn variables(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs
        .iter()
        .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
        .collect()
}

fn codes(outcome: Result<Program, Vec<SettingFault>>) -> Vec<(&'static str, String)> {
    outcome
        .unwrap_err()
        .into_iter()
        .map(|fault| (fault.code, fault.key))
        .collect()
}

const PRODUCTION: [(&str, &str); 3] = [
    ("database__url", "postgres://u:p@db/hongjian"),
    ("keyring", "/etc/hongjian/keyring.json"),
    ("mail__transport", "smtps://u:p@mail.example.cn"),
];

#[test]
fn nothing_set_is_a_demo_in_the_data_folder() {
    let program = load(None, Vec::new()).unwrap();
    assert!(program.worker.demo);
    assert_eq!(
        program.worker.mail.transport,
        MailTransport::Folder(PathBuf::from("var/outbox"))
    );
    assert_eq!(program.store.database_url, "sqlite://var/hongjian.sqlite");
    assert_eq!(program.store.keyring, Path::new("var/keyring.json"));
    assert_eq!(program.store.message_id_host, "hongjian.example");
    assert_eq!(program.worker.public_url, "http://127.0.0.1:8080");
    assert_eq!(program.ops_listen, None);
    assert!(program.worker.hotline.is_none());
}

#[test]
fn defaults_told_in_the_list_are_those_that_hold() {
    let program = load(None, Vec::new()).unwrap();
    let told = |name: &str| by_name(name).unwrap().default;
    assert_eq!(
        told("worker.jobs_at_once"),
        program.worker.jobs_at_once.to_string()
    );
    assert_eq!(
        told("worker.poll_milliseconds"),
        program.worker.poll.as_millis().to_string()
    );
    assert_eq!(
        told("mail.connections"),
        program.worker.mail.connections.to_string()
    );
    assert_eq!(
        told("mail.send_seconds_max"),
        program.worker.mail.send_limit.as_secs().to_string()
    );
    assert_eq!(told("mail.from"), program.worker.mail.from);
    assert_eq!(told("mail.from_name"), program.worker.mail.from_name);
    assert_eq!(told("log"), program.log);
}

#[test]
fn the_environment_wins_over_the_file_and_a_secret_comes_from_a_file() {
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("hongjian.toml");
    let token = place.path().join("token");
    std::fs::write(&token, "a-token\n").unwrap();
    std::fs::write(
        &file,
        "log = \"warn\"\n[http]\npublic_url = \"https://jianguan.example.cn/\"\nunknown_to_us = 1\n\
         [mail]\nfrom = \"noreply@jianguan.example.cn\"\n[hotline]\nurl = \"https://12345.example.cn/feed\"\n",
    )
    .unwrap();
    let mut environment = variables(&[
        ("log", "info"),
        ("hotline__token_file", token.to_str().unwrap()),
        ("http__rate_limit", "on"),
        ("test_data", "../shared/data"),
        ("ops__listen", "127.0.0.1:19091"),
    ]);
    environment.extend(variables(&PRODUCTION));
    let program = load(Some(&file), environment).unwrap();
    assert_eq!(program.log, "info");
    assert_eq!(program.worker.public_url, "https://jianguan.example.cn");
    assert_eq!(program.store.message_id_host, "jianguan.example.cn");
    assert_eq!(program.worker.hotline.unwrap().token.expose(), "a-token");
    assert_eq!(program.ops_listen.unwrap().port(), 19091);
    assert!(!program.worker.demo);
}

#[test]
fn production_refuses_the_folder_and_a_keyring_beside_the_data() {
    let mut environment = variables(&PRODUCTION);
    environment.extend(variables(&[("mail__transport", "file")]));
    let faults = codes(load(None, environment));
    assert_eq!(faults, [("setting_refused", "mail.transport".to_owned())]);
    let faults = codes(load(None, variables(&[("demo", "false")])));
    assert!(faults.contains(&("setting_refused", "mail.transport".to_owned())));
    assert!(faults.contains(&("setting_missing", "keyring".to_owned())));
    let mut environment = variables(&PRODUCTION);
    environment.extend(variables(&[("keyring", "var/keyring.json")]));
    assert_eq!(
        codes(load(None, environment)),
        [("setting_refused", "keyring".to_owned())]
    );
}

#[test]
fn unknown_keys_of_our_own_sections_are_refused_by_name() {
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("hongjian.toml");
    std::fs::write(&file, "[mail]\nform = \"a@b.cn\"\n[worker]\njobs = 3\n").unwrap();
    let unknown = |key: &str| ("setting_unknown", key.to_owned());
    assert_eq!(
        codes(load(Some(&file), Vec::new())),
        [unknown("mail.form"), unknown("worker.jobs")]
    );
    let faults = codes(load(None, variables(&[("mail__trasnport", "file")])));
    assert_eq!(faults, [unknown("mail.trasnport")]);
}

#[test]
fn bad_values_are_refused_and_never_repeated() {
    for (name, text, key) in [
        (
            "mail__transport",
            "smtp://u:geheim@mail.example.cn?tls=none",
            "mail.transport",
        ),
        ("mail__transport", "geheim", "mail.transport"),
        ("mail__from", "geheim", "mail.from"),
        ("worker__jobs_at_once", "geheim", "worker.jobs_at_once"),
        ("worker__jobs_at_once", "0", "worker.jobs_at_once"),
        ("worker__jobs_at_once", "99999999999", "worker.jobs_at_once"),
        ("ops__listen", "geheim", "ops.listen"),
        ("hotline__url", "http://geheim.example.cn/", "hotline.url"),
        ("demo", "geheim", "demo"),
    ] {
        let faults = load(None, variables(&[(name, text)])).unwrap_err();
        assert_eq!(faults.first().unwrap().key, key, "{name}");
        assert!(!format!("{faults:?}").contains("geheim"), "{faults:?}");
    }
}

#[test]
fn a_missing_file_is_named() {
    let faults = load(Some(Path::new("no-such.toml")), Vec::new()).unwrap_err();
    assert!(faults.first().unwrap().detail.contains("no-such.toml"));
}

#[test]
fn names_are_unique_and_documented() {
    let mut names: Vec<&str> = KEYS.iter().map(|key| key.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), KEYS.len());
    assert!(KEYS.iter().all(|key| key.doc.ends_with('.')));
    assert_eq!(
        by_name("mail.from").unwrap().variable(),
        "HONGJIAN_MAIL__FROM"
    );
}
