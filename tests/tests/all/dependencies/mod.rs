//! What the project depends on: licences, bans, sources and duplicates as `deny.toml` says, over `cargo metadata`; and
//! that each dependency of the workspace is explained, and used by whoever names it.

mod graph;
mod licence;
mod uses;

use std::collections::{BTreeMap, BTreeSet};

use graph::Graph;
use serde::Deserialize;
use tests::repository::text;

/// The part of `deny.toml` that is judged here; anything else in the file would be judged by nobody, so it is refused.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Deny {
    graph: Targets,
    licenses: Licenses,
    bans: Bans,
    sources: Sources,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Targets {
    targets: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Licenses {
    allow: BTreeSet<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Bans {
    multiple_versions: String,
    wildcards: String,
    deny: Vec<Named>,
    skip: Vec<Named>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Named {
    #[serde(rename = "crate")]
    name: String,
    reason: String,
    /// Packages of others that may bring it all the same.
    #[serde(default)]
    wrappers: BTreeSet<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Sources {
    unknown_registry: String,
    unknown_git: String,
    allow_registry: BTreeSet<String>,
}

fn deny() -> Deny {
    toml::from_str(&text("deny.toml")).unwrap()
}

pub(crate) fn graph() -> Graph {
    let deny = deny();
    let [target] = deny.graph.targets.as_slice() else {
        panic!("one target is judged: {:?}", deny.graph.targets)
    };
    Graph::read(target)
}

#[test]
fn every_licence_is_one_that_is_allowed() {
    let allowed = deny().licenses.allow;
    let (mut refused, mut used) = (Vec::new(), BTreeSet::new());
    for package in graph().packages() {
        let Some(expression) = &package.license else {
            refused.push(format!("{} {} names none", package.name, package.version));
            continue;
        };
        used.extend(licence::names(expression));
        if !licence::holds(expression, &allowed) {
            refused.push(format!(
                "{} {}: {expression}",
                package.name, package.version
            ));
        }
    }
    assert!(refused.is_empty(), "{refused:#?}");
    let idle: Vec<_> = allowed.difference(&used).collect();
    assert!(
        idle.is_empty(),
        "allowed in deny.toml and borne by no package: {idle:?}"
    );
}

#[test]
fn nothing_banned_is_in_the_graph() {
    let bans = deny().bans;
    let graph = graph();
    for ban in &bans.deny {
        assert!(ban.reason.len() > 10, "{}: say why", ban.name);
        let there = graph.packages().any(|package| package.name == ban.name);
        let brings = |package: &&graph::Package| {
            let mut needed = package.dependencies.iter();
            needed.any(|one| one.name == ban.name && one.kind.is_none())
        };
        let bringers = graph.packages().filter(|_| there).filter(brings);
        let bringers: BTreeSet<String> = bringers.map(|package| package.name.clone()).collect();
        assert_eq!(
            bringers, ban.wrappers,
            "{} is banned: {}",
            ban.name, ban.reason
        );
        assert!(
            !there || !bringers.is_empty(),
            "{} comes from nowhere",
            ban.name
        );
    }
}

#[test]
fn a_package_is_there_twice_only_where_a_reason_is_given() {
    let bans = deny().bans;
    assert_eq!(bans.multiple_versions, "deny");
    let mut versions: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for package in graph().packages() {
        let known = versions.entry(package.name.clone()).or_default();
        known.insert(package.version.clone());
    }
    versions.retain(|_, versions| versions.len() > 1);
    let skipped: BTreeSet<&String> = bans.skip.iter().map(|skip| &skip.name).collect();
    let unexplained: Vec<_> = versions
        .iter()
        .filter(|(name, _)| !skipped.contains(name))
        .collect();
    assert!(
        unexplained.is_empty(),
        "there in several versions: {unexplained:#?}"
    );
    for skip in &bans.skip {
        assert!(skip.reason.len() > 10, "{}: say why", skip.name);
        assert!(
            versions.contains_key(&skip.name),
            "{} is there once: drop its skip",
            skip.name
        );
    }
}

#[test]
fn everything_comes_from_the_registry_that_is_allowed() {
    let sources = deny().sources;
    assert_eq!(
        (
            sources.unknown_registry.as_str(),
            sources.unknown_git.as_str()
        ),
        ("deny", "deny")
    );
    let graph = graph();
    for package in graph.packages().filter(|package| !graph.is_member(package)) {
        let source = package.source.clone().unwrap_or_default();
        let registry = source.strip_prefix("registry+").unwrap_or("none");
        let known = sources.allow_registry.contains(registry);
        assert!(
            known,
            "{} {} comes from {source}",
            package.name, package.version
        );
    }
}

#[test]
fn no_member_takes_any_version() {
    assert_eq!(deny().bans.wildcards, "deny");
    let graph = graph();
    for member in graph.members() {
        for dependency in member.dependencies.iter().filter(|one| one.path.is_none()) {
            assert_ne!(dependency.req, "*", "{}: {}", member.name, dependency.name);
        }
    }
}

/// Where a dependency of the tests alone turns on a feature of something deep down, half of the packages are compiled once
/// for the tests and once more for `cargo run`.
#[test]
fn the_program_is_built_of_what_the_tests_are_built_of() {
    let twice = graph::built_twice();
    assert!(
        twice.is_empty(),
        "the tests have other features: {twice:#?}"
    );
}

/// The names in `[workspace.dependencies]` that are not rooms of ours.
fn declared() -> BTreeSet<String> {
    let manifest: toml::Table = text("Cargo.toml").parse().unwrap();
    let dependencies = manifest["workspace"]["dependencies"].as_table().unwrap();
    let foreign = |value: &toml::Value| value.get("path").is_none();
    let names = dependencies.iter().filter(|(_, value)| foreign(value));
    names.map(|(name, _)| name.clone()).collect()
}

#[test]
fn each_dependency_has_its_line_and_each_line_its_dependency() {
    let page = text("docs/dependencies.md");
    let rows = page
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once("` | "));
    let mut explained = BTreeSet::new();
    for (name, why) in rows {
        assert!(
            why.trim_end_matches('|').trim().len() > 8,
            "{name}: say why"
        );
        assert!(explained.insert(name.to_owned()), "{name} has two lines");
    }
    assert_eq!(
        declared(),
        explained,
        "left: Cargo.toml, right: docs/dependencies.md"
    );
}

#[test]
fn members_take_versions_and_features_from_the_workspace_alone() {
    let graph = graph();
    let mut taken = BTreeSet::new();
    for member in graph.members() {
        let manifest: toml::Table = text(&format!("{}/Cargo.toml", member.name))
            .parse()
            .unwrap();
        for section in ["dependencies", "dev-dependencies", "build-dependencies"] {
            let entries = manifest.get(section).and_then(toml::Value::as_table);
            for (name, value) in entries.into_iter().flatten() {
                let own = value.as_table().is_some_and(|table| table.len() > 1);
                let inherited = value.get("workspace").and_then(toml::Value::as_bool);
                assert!(
                    inherited == Some(true) && !own,
                    "{}: {name} is not the workspace's",
                    member.name
                );
                taken.insert(name.clone());
            }
        }
    }
    let idle: Vec<_> = declared()
        .into_iter()
        .filter(|name| !taken.contains(name))
        .collect();
    assert!(idle.is_empty(), "taken by no member: {idle:?}");
}

#[test]
fn whoever_names_a_dependency_uses_it() {
    let graph = graph();
    let mut idle = Vec::new();
    for member in graph.members() {
        let sources = uses::sources(&member.name);
        for dependency in &member.dependencies {
            if !uses::is_used(&sources, &dependency.name) {
                idle.push(format!("{} does not use {}", member.name, dependency.name));
            }
        }
    }
    assert!(idle.is_empty(), "{idle:#?}");
}
