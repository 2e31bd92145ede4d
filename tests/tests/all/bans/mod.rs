//! Each ban of `clippy.toml` and each lint of `Cargo.toml` that denies has an example in `tests/examples/banned.rs` that
//! has to fail: it stands under `#[expect]`, so that clippy itself fails where a ban no longer fires. Here the list of
//! examples is held to the list of bans. A ban on a path that leads nowhere would fire nowhere.

use std::collections::BTreeSet;

use serde::Deserialize;
use tests::repository::text;

use crate::dependencies::graph;
use crate::tidy::{files, is_test};

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Clippy {
    disallowed_methods: Vec<Ban>,
    #[serde(default)]
    disallowed_types: Vec<Ban>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Ban {
    path: String,
    reason: String,
    #[serde(default)]
    allow_invalid: bool,
}

fn bans() -> Vec<Ban> {
    let clippy: Clippy = toml::from_str(&text("clippy.toml")).unwrap();
    let mut bans = clippy.disallowed_methods;
    bans.extend(clippy.disallowed_types);
    bans
}

/// The examples by their heading: `// ban: PATH` or `// lint: NAME`. Each heading is followed by its `#[expect]`.
fn examples(kind: &str) -> BTreeSet<String> {
    let source = text("tests/examples/banned.rs");
    let heading = format!("// {kind}: ");
    let lines: Vec<&str> = source.lines().collect();
    let mut found = BTreeSet::new();
    for (place, line) in lines.iter().enumerate() {
        let Some(name) = line.strip_prefix(&heading) else {
            continue;
        };
        let below = lines[place + 1];
        assert!(
            below.starts_with("#[expect("),
            "{line} has no expectation below it"
        );
        let lint = if kind == "ban" { "disallowed_" } else { name };
        assert!(
            below.contains(&format!("clippy::{lint}")),
            "{line}: {below}"
        );
        assert!(found.insert(name.to_owned()), "{name} has two examples");
    }
    found
}

#[test]
fn every_ban_has_an_example_that_has_to_fail() {
    let banned: BTreeSet<String> = bans()
        .into_iter()
        .filter(|ban| !ban.allow_invalid)
        .map(|ban| ban.path)
        .collect();
    assert!(banned.len() > 10, "{banned:?}");
    assert_eq!(
        examples("ban"),
        banned,
        "left: tests/examples/banned.rs, right: clippy.toml"
    );
}

#[test]
fn every_ban_says_why() {
    for ban in bans() {
        assert!(ban.reason.len() > 15, "{}: {}", ban.path, ban.reason);
    }
}

/// Bans that cannot have an example, since the feature that brings their path is off: package and feature.
const OFF: &[(&str, &str, &str)] = &[
    ("time::OffsetDateTime::now_local", "time", "local-offset"),
    ("uuid::Uuid::now_v7", "uuid", "v7"),
    ("uuid::Uuid::new_v4", "uuid", "v4"),
];

#[test]
fn a_ban_without_an_example_leads_to_a_path_whose_feature_is_off() {
    let graph = graph();
    let without: BTreeSet<String> = bans()
        .into_iter()
        .filter(|ban| ban.allow_invalid)
        .map(|ban| ban.path)
        .collect();
    let known: BTreeSet<String> = OFF.iter().map(|(path, _, _)| (*path).to_owned()).collect();
    assert_eq!(without, known);
    for (path, package, feature) in OFF {
        let features = graph.features(package);
        assert!(!features.is_empty(), "{package} is not there");
        assert!(
            !features.contains(feature),
            "{path} exists now: give its ban an example"
        );
    }
}

#[test]
fn every_denied_lint_of_the_code_has_an_example() {
    let manifest: toml::Table = text("Cargo.toml").parse().unwrap();
    let lints = manifest["workspace"]["lints"]["clippy"].as_table().unwrap();
    let denied: BTreeSet<String> = lints
        .iter()
        .filter(|(_, level)| level.as_str() == Some("deny"))
        .map(|(name, _)| name.clone())
        // Types are banned by path where there are any; the attribute's own lint cannot be expected on itself.
        .filter(|name| {
            ![
                "disallowed_methods",
                "disallowed_types",
                "allow_attributes_without_reason",
            ]
            .contains(&name.as_str())
        })
        .collect();
    assert_eq!(
        examples("lint"),
        denied,
        "left: tests/examples/banned.rs, right: Cargo.toml"
    );
    assert_eq!(lints["disallowed_methods"].as_str(), Some("deny"));
    let rust = manifest["workspace"]["lints"]["rust"].as_table().unwrap();
    assert_eq!(rust["unsafe_code"].as_str(), Some("forbid"));
}

#[test]
fn every_member_takes_the_lints_of_the_workspace() {
    for member in graph().members() {
        let manifest: toml::Table = text(&format!("{}/Cargo.toml", member.name))
            .parse()
            .unwrap();
        assert_eq!(
            manifest["lints"]["workspace"].as_bool(),
            Some(true),
            "{}",
            member.name
        );
    }
}

#[test]
fn ci_runs_clippy_over_the_examples_with_every_warning_as_a_fault() {
    let run = text(".ci/run");
    let clippy = run
        .lines()
        .find(|line| line.contains("cargo clippy"))
        .unwrap();
    for part in ["--workspace", "--all-targets", "-- -D warnings"] {
        assert!(clippy.contains(part), "{clippy}");
    }
}

/// Where the programs and the harness may do what is banned elsewhere: clock, HTTP clients, variables of the tests.
const HOMES: &[&str] = &[
    "store/src/clock.rs",
    "tests/src/client.rs",
    "tests/src/variable.rs",
    "worker/src/sources/hotline.rs",
];

#[test]
fn a_ban_is_lifted_only_in_its_one_home() {
    let mut lifted = BTreeSet::new();
    for (path, text) in files(".rs") {
        let places = text.match_indices("clippy::disallowed_methods");
        let of_programs = places.filter(|(place, _)| {
            // A snapshot's test reads the switch that writes it anew.
            path.starts_with("tests/src/") || !is_test(&path, &text, *place)
        });
        if of_programs.count() > 0 {
            lifted.insert(path);
        }
    }
    let homes: BTreeSet<String> = HOMES.iter().map(|home| (*home).to_owned()).collect();
    assert_eq!(
        lifted, homes,
        "left: where a ban is lifted, right: its homes"
    );
}
