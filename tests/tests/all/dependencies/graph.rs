//! What is compiled for one target, as cargo itself tells it.

use std::collections::BTreeSet;
use std::process::Command;

use serde::Deserialize;
use tests::repository::root;

#[derive(Debug, Deserialize)]
pub(crate) struct Package {
    id: String,
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) license: Option<String>,
    pub(crate) source: Option<String>,
    pub(crate) dependencies: Vec<Dependency>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Dependency {
    pub(crate) name: String,
    pub(crate) req: String,
    pub(crate) path: Option<String>,
    /// `dev`, `build`, or nothing.
    pub(crate) kind: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    workspace_members: BTreeSet<String>,
    resolve: Resolve,
}

#[derive(Debug, Deserialize)]
struct Resolve {
    nodes: Vec<Node>,
}

#[derive(Debug, Deserialize)]
struct Node {
    id: String,
    features: Vec<String>,
}

pub(crate) struct Graph {
    metadata: Metadata,
    /// Name and version.
    compiled: BTreeSet<(String, String)>,
}

/// Runs cargo on the lock file as it is; nothing is fetched.
fn cargo(arguments: &[&str]) -> String {
    let output = Command::new("cargo")
        .args(arguments)
        .args(["--locked", "--offline"])
        .current_dir(root())
        .output()
        .unwrap();
    let words = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{words}");
    String::from_utf8(output.stdout).unwrap()
}

/// What is really compiled of these members, a line each. The metadata hold more: what the lock file knows and no feature
/// asks for.
fn tree(members: &[&str], format: &str) -> BTreeSet<String> {
    let told = cargo(&[&["tree", "--prefix=none", format], members].concat());
    let lines = told.lines().map(|line| line.trim_end_matches(" (*)"));
    lines.map(str::to_owned).collect()
}

/// Name and version of what is compiled of all members, their tests with them.
fn compiled(target: &str) -> BTreeSet<(String, String)> {
    let edges = "--edges=normal,build,dev";
    let lines = tree(&["--workspace", "--target", target, edges], "--format={p}");
    let named = lines.iter().filter_map(|line| {
        let mut words = line.split_whitespace();
        let name = words.next()?.to_owned();
        Some((name, words.next()?.trim_start_matches('v').to_owned()))
    });
    named.collect()
}

/// Packages with their features that the program alone is built of, and not so the tests.
pub(crate) fn built_twice() -> Vec<String> {
    let format = "--format={p} with {f}";
    let program = tree(&["--edges=normal,build"], format);
    let tests = tree(&["--workspace", "--edges=normal,build,dev"], format);
    assert!(program.len() > 200, "only {} were found", program.len());
    program.difference(&tests).cloned().collect()
}

impl Graph {
    /// The graph for one target.
    pub(crate) fn read(target: &str) -> Self {
        let told = cargo(&[
            "metadata",
            "--format-version=1",
            "--filter-platform",
            target,
        ]);
        let metadata = serde_json::from_str(&told).unwrap();
        let compiled = compiled(target);
        assert!(
            compiled.len() > 200,
            "only {} packages were found",
            compiled.len()
        );
        Self { metadata, compiled }
    }

    /// Every package that a member needs, the members with them.
    pub(crate) fn packages(&self) -> impl Iterator<Item = &Package> {
        self.metadata.packages.iter().filter(|package| {
            let named = (package.name.clone(), package.version.clone());
            self.compiled.contains(&named)
        })
    }

    pub(crate) fn is_member(&self, package: &Package) -> bool {
        self.metadata.workspace_members.contains(&package.id)
    }

    pub(crate) fn members(&self) -> impl Iterator<Item = &Package> {
        self.packages().filter(|package| self.is_member(package))
    }

    /// The features with which a package is compiled, in any of its versions.
    pub(crate) fn features(&self, name: &str) -> BTreeSet<&str> {
        let packages = self.packages().filter(|package| package.name == name);
        let ids: BTreeSet<&String> = packages.map(|package| &package.id).collect();
        let nodes = self.metadata.resolve.nodes.iter();
        let nodes = nodes.filter(|node| ids.contains(&node.id));
        nodes
            .flat_map(|node| node.features.iter().map(String::as_str))
            .collect()
    }
}
