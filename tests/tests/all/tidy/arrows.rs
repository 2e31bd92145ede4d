//! The arrows between the rooms (docs/architecture.md), as far as a crate wall does not hold them by itself.

use std::collections::{BTreeMap, BTreeSet};

use super::lengths::functions;
use super::{files, is_test};
use crate::dependencies::graph;

/// What each room may use of ours; `tests` may use all.
const ARROWS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("migration", &[]),
    ("store", &["domain"]),
    ("worker", &["domain", "store", "tables"]),
    ("seeds", &["domain", "store"]),
    (
        "api",
        &[
            "documents",
            "domain",
            "migration",
            "seeds",
            "store",
            "tables",
            "worker",
        ],
    ),
    ("documents", &["domain"]),
    ("tables", &[]),
];

/// What a room must not use at all: the law is without IO and clock, the data without network, the schema without
/// entities of today.
const FOREIGN: &[(&str, &[&str])] = &[
    (
        "domain",
        &[
            "axum", "rand", "reqwest", "lettre", "sea-orm", "tokio", "tracing",
        ],
    ),
    ("store", &["axum", "lettre", "reqwest"]),
    ("migration", &["lettre", "reqwest", "sea-orm"]),
    ("api", &["lettre", "reqwest", "sea-orm"]),
];

#[test]
fn rooms_use_only_the_rooms_that_the_arrows_allow() {
    let graph = graph();
    let rooms: BTreeSet<&str> = graph.members().map(|member| member.name.as_str()).collect();
    for member in graph.members().filter(|member| member.name != "tests") {
        let arrows: BTreeMap<_, _> = ARROWS.iter().copied().collect();
        let allowed = arrows.get(member.name.as_str());
        let allowed = allowed.unwrap_or_else(|| panic!("{} has no arrows", member.name));
        // What only its tests need is no arrow.
        let used = member.dependencies.iter();
        let used = used.filter(|one| one.kind.as_deref() != Some("dev"));
        let used = used.map(|one| one.name.as_str());
        for room in used.filter(|name| rooms.contains(name)) {
            assert!(allowed.contains(&room), "{} uses {room}", member.name);
        }
    }
}

#[test]
fn rooms_keep_out_what_does_not_belong_into_them() {
    let graph = graph();
    for (room, foreign) in FOREIGN {
        let member = graph.members().find(|member| member.name == *room).unwrap();
        let used: Vec<&str> = member
            .dependencies
            .iter()
            .map(|one| one.name.as_str())
            .collect();
        for name in *foreign {
            assert!(!used.contains(name), "{room} uses {name}");
        }
    }
}

/// Where the whole system is wired into one process.
fn wires(path: &str) -> bool {
    path == "api/src/main.rs" || path.starts_with("api/src/cli/")
}

#[test]
fn the_doors_know_worker_migration_and_seeds_in_main_and_the_command_line_alone() {
    let mut strange = Vec::new();
    let mut wired = 0;
    for (path, text) in files(".rs") {
        if !path.starts_with("api/src/") {
            continue;
        }
        for room in ["worker::", "migration::", "seeds::"] {
            for (place, _) in text.match_indices(room) {
                let before = text[..place].chars().next_back();
                let is_path =
                    before.is_none_or(|sign| !sign.is_alphanumeric() && !"_:.".contains(sign));
                let line = text[..place].lines().last().unwrap_or_default();
                if !is_path || line.trim_start().starts_with("//") {
                    continue;
                }
                wired += usize::from(wires(&path));
                if !wires(&path) && !is_test(&path, &text, place) {
                    strange.push(format!("{path}: {room}"));
                }
            }
        }
    }
    assert!(strange.is_empty(), "{strange:#?}");
    assert!(wired > 3, "the arrows of main.rs were not seen");
}

#[test]
fn nothing_is_fetched_or_stored_elsewhere_inside_a_transaction() {
    let mut strange = Vec::new();
    let mut writes = 0;
    for (path, text) in files(".rs") {
        if !path.starts_with("store/src/") {
            continue;
        }
        for function in functions(&text) {
            let signature = function.text.split('{').next().unwrap_or_default();
            let within = signature.contains("tx: &Tx") || signature.contains("tx: Tx");
            writes += usize::from(within);
            // The evidence store may be an S3 server: its bytes come before the rows.
            let stores = [".files()", " keep(store"];
            if within && stores.iter().any(|call| function.text.contains(call)) {
                strange.push(format!("{path}: {}", function.name));
            }
        }
        for closure in text.split("|tx| async move {").skip(1) {
            let body = closure.split(".commit").next().unwrap_or_default();
            if body.contains(".files()") {
                strange.push(format!("{path}: a closure"));
            }
        }
    }
    assert!(
        writes > 30,
        "only {writes} functions of a transaction were found"
    );
    assert!(strange.is_empty(), "{strange:#?}");
}

#[test]
fn a_migration_names_no_entity_and_no_state_of_today() {
    for (path, text) in files(".rs")
        .into_iter()
        .filter(|(path, _)| path.starts_with("migration/"))
    {
        for word in ["store::", "domain::", "DeriveEntityModel", "ActiveModel"] {
            assert!(!text.contains(word), "{path} names {word}");
        }
    }
}

#[test]
fn tables_and_repositories_stay_private() {
    let mut given_away = Vec::new();
    for (path, text) in files(".rs") {
        let folders = ["store/src/table/", "store/src/repo/"];
        if folders.iter().any(|folder| path.starts_with(folder)) {
            let public = text
                .lines()
                .filter(|line| line.trim_start().starts_with("pub "));
            given_away.extend(public.map(|line| format!("{path}: {line}")));
        }
    }
    assert!(given_away.is_empty(), "{given_away:#?}");
}
