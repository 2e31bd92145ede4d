//! The documents name files and settings that exist.

use std::path::Path;

use tests::repository::{root, text};

use super::files;

/// The targets of the links of a page in Markdown: what stands in `](…)`.
fn links(page: &str) -> impl Iterator<Item = &str> {
    page.split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
}

#[test]
fn every_link_between_documents_leads_somewhere() {
    let mut broken = Vec::new();
    let mut followed = 0;
    for (path, page) in files(".md") {
        let folder = Path::new(&path).parent().unwrap();
        for link in links(&page) {
            let target = link.split('#').next().unwrap_or_default();
            if target.is_empty() || target.contains("://") || target.starts_with("mailto:") {
                continue;
            }
            followed += 1;
            // ARCHITECTURE.md at the root is a link to the page in docs; its own links are read from there.
            let beside = root().join(folder).join(target);
            if !beside.exists() && !root().join("docs").join(target).exists() {
                broken.push(format!("{path}: {link}"));
            }
        }
    }
    assert!(followed > 10, "only {followed} links were followed");
    assert!(broken.is_empty(), "{broken:#?}");
}

/// Rooms whose files the documents name by path.
const ROOMS: &[&str] = &[
    "api/",
    "deploy/",
    "docs/",
    "domain/",
    "migration/",
    "seeds/",
    "store/",
    "tests/",
    "worker/",
];

#[test]
fn every_file_that_a_document_names_is_there() {
    let mut missing = Vec::new();
    for (path, page) in files(".md") {
        for (place, quoted) in page.split('`').enumerate() {
            let is_path = place % 2 == 1
                && ROOMS.iter().any(|room| quoted.starts_with(room))
                && !quoted.contains([' ', '{', '*', '…', '<', '\n'])
                && !quoted.contains("::");
            if is_path && !root().join(quoted).exists() {
                missing.push(format!("{path}: {quoted}"));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn every_setting_that_a_document_names_exists() {
    let known: Vec<String> = api::config::KEYS
        .iter()
        .map(api::config::Key::variable)
        .collect();
    let of_tests = [
        "HONGJIAN_BLESS",
        "HONGJIAN_TEST_",
        "HONGJIAN_MODEL_",
        "HONGJIAN_KILL",
        "HONGJIAN_BENCH_",
    ];
    for (path, page) in files(".md") {
        for (start, _) in page.match_indices("HONGJIAN_") {
            let is_part =
                |sign: &char| sign.is_ascii_uppercase() || sign.is_ascii_digit() || *sign == '_';
            let name: String = page[start..].chars().take_while(is_part).collect();
            let plain = name.strip_suffix("_FILE").unwrap_or(&name).to_owned();
            let is_known = known.contains(&plain) || known.contains(&name) || name.ends_with('_');
            let of_test = of_tests.iter().any(|prefix| name.starts_with(prefix));
            assert!(
                is_known || of_test,
                "{path} names {name}, which is no setting"
            );
        }
    }
}

#[test]
fn every_setting_is_documented_and_the_worker_reads_the_same_ones() {
    let page = text("docs/settings.md");
    for key in api::config::KEYS {
        assert!(
            page.contains(&format!("| `{}` | `{}`", key.name, key.variable())),
            "{}",
            key.name
        );
    }
    for key in worker::settings::KEYS {
        let known = api::config::KEYS.iter().find(|one| one.name == key.name);
        let known = known.unwrap_or_else(|| panic!("{} is known to the worker alone", key.name));
        assert_eq!(known.secret, key.secret, "{}", key.name);
    }
}

#[test]
fn each_choice_that_is_settled_has_its_number_once() {
    let mut numbers: Vec<String> = files(".md")
        .into_iter()
        .filter_map(|(path, _)| {
            path.strip_prefix("docs/adr/")
                .map(|name| name[..4].to_owned())
        })
        .collect();
    numbers.sort_unstable();
    let expected: Vec<String> = (1..=numbers.len())
        .map(|number| format!("{number:04}"))
        .collect();
    assert_eq!(numbers, expected);
}
