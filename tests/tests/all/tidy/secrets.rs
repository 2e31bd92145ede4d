//! What must never be committed, and words that put off what is to be done.

use super::{files, is_test};

/// Begins of paths and parts of addresses that belong to somebody's machine.
const OF_A_MACHINE: &[&str] = &["/root/", "/home/", "/Users/", "/work/"];

/// Paths that look like a machine's and are the standard's: file, and what stands there.
const STANDARD: &[(&str, &str)] = &[];

#[test]
fn no_file_names_a_place_on_somebodys_machine() {
    let mut strange = Vec::new();
    for (path, text) in files("") {
        // This file names them all.
        if path.ends_with("tidy/secrets.rs") || path == "Cargo.lock" {
            continue;
        }
        for (number, line) in text.lines().enumerate() {
            let standard = STANDARD
                .iter()
                .any(|(file, words)| *file == path && line.contains(words));
            let of_machine = OF_A_MACHINE.iter().any(|begin| {
                line.match_indices(begin).any(|(place, _)| {
                    let before = line[..place].chars().next_back();
                    before.is_none_or(|sign| !sign.is_alphanumeric() && !"._-*)}".contains(sign))
                })
            });
            if of_machine && !standard {
                strange.push(format!("{path}:{}: {}", number + 1, line.trim()));
            }
        }
    }
    assert!(strange.is_empty(), "{strange:#?}");
}

#[test]
fn packages_are_locked_to_the_public_registries() {
    for (path, text) in files("package-lock.json") {
        for line in text.lines().filter(|line| line.contains("\"resolved\"")) {
            assert!(
                line.contains("\"https://registry.npmjs.org/"),
                "{path}: {line}"
            );
        }
    }
    for line in tests::repository::text("Cargo.lock").lines() {
        let Some(source) = line.strip_prefix("source = ") else {
            continue;
        };
        assert_eq!(
            source,
            "\"registry+https://github.com/rust-lang/crates.io-index\""
        );
    }
}

#[test]
fn real_complaints_and_keys_are_not_committed() {
    for (path, text) in files("") {
        let name = path.rsplit('/').next().unwrap_or_default();
        let real = name.contains("-real-") || name.contains("-real.");
        assert!(!real, "{path} is real data");
        let key = format!("-----BEGIN {}", "PRIVATE KEY");
        let is_source = path.ends_with(".rs");
        assert!(
            is_source || !text.contains(&key),
            "{path} holds a private key"
        );
    }
}

#[test]
fn nothing_is_put_off() {
    let words = ["TO", "FIX", "XX", "HA"]
        .iter()
        .zip(["DO", "ME", "X", "CK"]);
    let words: Vec<String> = words
        .map(|(first, second)| format!("{first}{second}"))
        .collect();
    let mut found = Vec::new();
    for (path, text) in files("") {
        let is_code = [
            ".rs", ".sql", ".html", ".css", ".mjs", ".toml", ".ftl", ".yaml",
        ]
        .iter()
        .any(|ending| path.ends_with(ending));
        for (number, line) in text.lines().enumerate().filter(|_| is_code) {
            let is_word = |word: &String| {
                line.match_indices(word.as_str()).any(|(place, _)| {
                    let part = |sign: char| sign.is_alphanumeric() || sign == '_';
                    let before = line[..place].chars().next_back();
                    let after = line[place + word.len()..].chars().next();
                    before.is_none_or(|sign| !part(sign)) && after.is_none_or(|sign| !part(sign))
                })
            };
            if words.iter().any(is_word) {
                found.push(format!("{path}:{}: {}", number + 1, line.trim()));
            }
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn faults_are_never_printed_with_their_inside() {
    // The `Debug` of a driver's error holds values of rows.
    let forms = [
        "?fault",
        "?error",
        "?err,",
        "?err)",
        "{fault:?}",
        "{error:?}",
        "{err:?}",
        "{:?}\", fault",
        "{:?}\", err",
    ];
    let mut found = Vec::new();
    for (path, text) in files(".rs") {
        let room = path.split('/').next().unwrap_or_default();
        if !["api", "migration", "seeds", "store", "worker"].contains(&room) {
            continue;
        }
        for form in forms {
            for (place, _) in text.match_indices(form) {
                if !is_test(&path, &text, place) {
                    found.push(format!("{path}: {form}"));
                }
            }
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}
