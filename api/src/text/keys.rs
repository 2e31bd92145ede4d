//! Holds the message files to their use: both languages have the same keys, every key has a use, every use a key.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test stops at the first surprise; it reads the sources of this crate"
)]

use std::collections::BTreeSet;
use std::path::Path;

use super::SOURCES;

fn keys(text: &str) -> Vec<String> {
    text.lines()
        .filter(|line| line.starts_with(|first: char| first.is_ascii_alphabetic()))
        .filter_map(|line| line.split(" =").next())
        .map(str::to_owned)
        .collect()
}

fn read(folder: &Path, ending: &str, out: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read(&path, ending, out);
        } else if path.extension().is_some_and(|found| found == ending) {
            out.push_str(&std::fs::read_to_string(path).unwrap());
        }
    }
}

/// All templates and sources of this crate, one after the other.
fn sources() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all = String::new();
    read(&root.join("templates"), "html", &mut all);
    read(&root.join("src"), "rs", &mut all);
    all
}

#[test]
fn both_languages_have_the_same_keys_once_each() {
    let mut seen = BTreeSet::new();
    for (name, zh, en) in SOURCES {
        let (zh, en) = (keys(zh), keys(en));
        assert_eq!(zh, en, "{name}.ftl");
        for key in zh {
            assert!(seen.insert(key.clone()), "{key} is written twice");
        }
    }
}

#[test]
fn arguments_are_the_same_in_both_languages() {
    for (name, zh, en) in SOURCES {
        let arguments = |text: &str| -> BTreeSet<(String, String)> {
            let mut key = String::new();
            let mut found = BTreeSet::new();
            for line in text.lines() {
                if line.starts_with(|first: char| first.is_ascii_alphabetic()) {
                    key = line.split(" =").next().unwrap().to_owned();
                }
                for part in line.split('$').skip(1) {
                    let argument = part
                        .chars()
                        .take_while(|c| c.is_ascii_alphanumeric())
                        .collect();
                    found.insert((key.clone(), argument));
                }
            }
            found
        };
        assert_eq!(arguments(zh), arguments(en), "{name}.ftl");
    }
}

#[test]
fn every_key_has_a_use() {
    let sources = sources();
    for (_, zh, _) in SOURCES {
        for key in keys(zh)
            .into_iter()
            .filter(|key| !key.starts_with("fault-"))
        {
            assert!(sources.contains(&format!("\"{key}\"")), "{key} is not used");
        }
    }
}

#[test]
fn every_fault_with_words_can_happen() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all = sources();
    for sister in [
        "../domain/src",
        "../store/src",
        "../tables/src",
        "../worker/src",
    ] {
        read(&root.join(sister), "rs", &mut all);
    }
    for (_, zh, _) in SOURCES {
        for key in keys(zh) {
            if let Some(code) = key.strip_prefix("fault-") {
                let known = all.contains(&format!("\"{key}\""))
                    || all.contains(&format!("\"{}\"", code.replace('-', "_")));
                assert!(known, "{key} has words, but no such fault exists");
            }
        }
    }
}

#[test]
fn every_use_has_a_key() {
    let known: BTreeSet<String> = SOURCES.iter().flat_map(|(_, zh, _)| keys(zh)).collect();
    let sources = sources();
    for call in [".t(\"", ".t1(\"", ".t2(\""] {
        for key in sources
            .split(call)
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
        {
            let plain = key
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
            assert!(
                !plain || key.is_empty() || known.contains(key),
                "{key} has no words"
            );
        }
    }
}
