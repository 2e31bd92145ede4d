//! What `deploy/` and the runbook say is what the programs understand: settings, commands, health checks, units, proxy.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops at the first wrong value"
)]

mod running;

use std::collections::BTreeSet;
use std::process::{Command, Output};

use api::cli::Line;
use api::config::{KEYS, load};
use clap::Parser as _;
use tests::repository::{root, text};

const FILES: &[&str] = &[
    "deploy/Containerfile",
    "deploy/compose.yaml",
    "deploy/hongjian-admin",
    "deploy/hongjian.example.toml",
    "deploy/README.md",
    "deploy/nginx/nginx.conf",
    "deploy/nginx/compose-upstream.conf",
    "deploy/nginx/host-upstream.conf",
    "deploy/systemd/hongjian@.service",
    "deploy/systemd/hongjian-worker@.service",
    "deploy/systemd/hongjian-migrate.service",
    "deploy/systemd/hongjian.target",
    "docs/runbook.md",
];

/// The variables named anywhere in a text.
fn variables(text: &str) -> BTreeSet<String> {
    text.match_indices("HONGJIAN_")
        .map(|(start, _)| {
            text[start..]
                .chars()
                .take_while(|sign| {
                    sign.is_ascii_uppercase() || sign.is_ascii_digit() || *sign == '_'
                })
                .collect()
        })
        .collect()
}

#[test]
fn every_variable_in_deploy_is_a_setting() {
    for file in FILES {
        for variable in variables(&text(file)) {
            let known = variable == "HONGJIAN_"
                || KEYS.iter().any(|key| {
                    key.variable() == variable
                        || (key.secret && format!("{}_FILE", key.variable()) == variable)
                });
            assert!(known, "{file} names {variable}, which is no setting");
        }
    }
}

#[test]
fn the_example_settings_start_a_production_system() {
    let folder = tempfile::tempdir().unwrap();
    let keyring = folder.path().join("keyring.json");
    std::fs::write(&keyring, "{}").unwrap();
    let path = root().join("deploy/hongjian.example.toml");
    let given = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let settings = load(
        Some(&path),
        vec![
            given("database__url", "postgres://hongjian:x@database/hongjian"),
            given("mail__transport", "smtps://user:password@smtp.example.cn"),
            given("keyring", keyring.to_str().unwrap()),
        ],
    )
    .unwrap();
    assert!(!settings.is_demo());
    assert!(!settings.worker_in_process());
    assert!(!settings.migrates_at_start());
    assert!(settings.tls());
    // Without the secrets it refuses: nothing in the example stands in for them.
    assert!(load(Some(&path), Vec::new()).is_err());
}

/// The words of a command line, parted as a shell would part them without quotes.
fn parse(command: &str) {
    let words = command.split_whitespace();
    if let Err(fault) = Line::try_parse_from(words)
        && fault.kind() != clap::error::ErrorKind::DisplayHelp
    {
        panic!("`{command}`: {fault}");
    }
}

#[test]
fn every_command_in_deploy_and_runbook_is_understood() {
    let mut seen = 0;
    for file in FILES {
        for line in text(file).lines() {
            // `hongjian-admin` is `hongjian --config /etc/hongjian/hongjian.toml` as the service user.
            let command = line
                .split_once("#   hongjian-admin ")
                .or_else(|| {
                    line.trim()
                        .strip_prefix("hongjian-admin ")
                        .map(|rest| ("", rest))
                })
                .map(|(_, rest)| format!("hongjian {}", without_remark(rest)))
                .or_else(|| {
                    let start = line.strip_prefix("ExecStart=/usr/local/bin/hongjian ")?;
                    Some(format!("hongjian {start}"))
                })
                .or_else(|| {
                    let list = line.trim().strip_prefix("command: [hongjian, ")?;
                    Some(format!(
                        "hongjian {}",
                        list.trim_end_matches(']').replace(',', "")
                    ))
                })
                .or_else(|| {
                    let (_, rest) = line.split_once("exec api-1 hongjian ")?;
                    Some(format!("hongjian {}", without_remark(rest)))
                });
            if let Some(command) = command {
                parse(command.split('`').next().unwrap());
                seen += 1;
            }
        }
    }
    assert!(seen >= 10, "only {seen} commands were found");
}

fn without_remark(command: &str) -> &str {
    command
        .split_once(" #")
        .map_or(command, |(command, _)| command)
        .trim()
}

#[test]
fn health_checks_ask_for_what_is_served() {
    let table = text("docs/access.md");
    for file in FILES {
        for (start, _) in text(file).match_indices("/health/") {
            let path: String = text(file)[start..]
                .chars()
                .take_while(|sign| sign.is_ascii_lowercase() || *sign == '/')
                .collect();
            assert!(table.contains(&path), "{file} asks for {path}");
        }
    }
}

#[test]
fn the_image_runs_as_nobody_special_on_a_root_it_cannot_change() {
    let container = text("deploy/Containerfile");
    let user = container
        .lines()
        .filter_map(|line| line.strip_prefix("USER "))
        .next_back()
        .unwrap();
    assert_ne!(user.split(':').next().unwrap().parse::<u32>().unwrap(), 0);
    assert_eq!(
        container
            .lines()
            .filter(|line| line.starts_with("FROM "))
            .count(),
        2
    );
    let toolchain = text("rust-toolchain.toml");
    let version = toolchain
        .lines()
        .find_map(|line| line.strip_prefix("channel = "))
        .unwrap()
        .trim_matches('"');
    assert!(
        container.contains(&format!("rust:{version}-slim")),
        "another compiler than {version}"
    );
    let compose = text("deploy/compose.yaml");
    let programs = compose.matches("<<: *program").count();
    assert!(
        programs >= 3,
        "api, worker and migrate share what is hardened"
    );
    for demand in [
        "read_only: true",
        "cap_drop: [ALL]",
        "no-new-privileges:true",
    ] {
        assert!(compose.contains(demand), "{demand}");
    }
    for service in [
        "api-1:",
        "api-2:",
        "worker-1:",
        "worker-2:",
        "migrate:",
        "database:",
        "proxy:",
    ] {
        assert!(compose.contains(&format!("\n  {service}\n")), "{service}");
    }
}

/// The output of a program of this machine, or none (said in one loud line) where it is not there.
fn run(program: &str, arguments: &[&str]) -> Option<Output> {
    match Command::new(program).args(arguments).output() {
        Ok(output) => Some(output),
        Err(_) => {
            tests::missing(program);
            None
        }
    }
}

#[test]
fn the_units_are_accepted_and_hardened() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    for (unit, name) in [
        ("hongjian@.service", "hongjian@8080.service"),
        ("hongjian-worker@.service", "hongjian-worker@1.service"),
        ("hongjian-migrate.service", "hongjian-migrate.service"),
    ] {
        // The programs are not installed on the machine that tests: any program stands for them.
        let content = text(&format!("deploy/systemd/{unit}"))
            .replace("/usr/local/bin/hongjian-worker", "/bin/true")
            .replace("/usr/local/bin/hongjian", "/bin/true");
        std::fs::write(at(name), content).unwrap();
    }
    for name in [
        "hongjian@8080.service",
        "hongjian-worker@1.service",
        "hongjian-migrate.service",
    ] {
        let Some(output) = run("systemd-analyze", &["verify", &at(name)]) else {
            return;
        };
        let words = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(
            output.status.success() && !words.contains("hongjian"),
            "{name}: {words}"
        );
        let output = run(
            "systemd-analyze",
            &["security", "--offline=yes", "--threshold=20", &at(name)],
        )
        .unwrap();
        assert!(
            output.status.success(),
            "{name}: {}",
            String::from_utf8_lossy(&output.stdout)
                .lines()
                .last()
                .unwrap_or_default()
        );
    }
}

#[test]
fn the_proxy_accepts_its_configuration() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let Some(made) = run(
        "openssl",
        &[
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-days",
            "2",
            "-subj",
            "/CN=localhost",
            "-keyout",
            &at("key.pem"),
            "-out",
            &at("certificate.pem"),
        ],
    ) else {
        return;
    };
    assert!(made.status.success());
    let upstream = text("deploy/nginx/host-upstream.conf")
        .replace("/etc/hongjian/tls-certificate.pem", &at("certificate.pem"))
        .replace("/etc/hongjian/tls-key.pem", &at("key.pem"));
    std::fs::write(at("upstream.conf"), upstream).unwrap();
    let main = text("deploy/nginx/nginx.conf")
        .replace("/etc/nginx/hongjian-upstream.conf", &at("upstream.conf"))
        .replace("/run/nginx.pid", &at("nginx.pid"));
    std::fs::write(at("nginx.conf"), main).unwrap();
    let Some(output) = run("nginx", &["-t", "-q", "-c", &at("nginx.conf")]) else {
        return;
    };
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}
