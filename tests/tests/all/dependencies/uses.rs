//! Whether a member's sources name a dependency.

use std::path::Path;

use tests::repository::{root, text};

/// Dependencies that work without being named, and why.
const UNNAMED: &[(&str, &str)] = &[];

fn read(folder: &Path, out: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read(&path, out);
        } else if path
            .extension()
            .is_some_and(|ending| ending == "rs" || ending == "html")
        {
            out.push_str(&std::fs::read_to_string(path).unwrap());
        }
    }
}

/// All sources of a member, with those that its manifest takes from another folder.
pub(super) fn sources(member: &str) -> String {
    let mut out = String::new();
    for folder in ["src", "tests", "examples", "benches", "templates"] {
        let folder = root().join(member).join(folder);
        if folder.is_dir() {
            read(&folder, &mut out);
        }
    }
    let manifest: toml::Table = text(&format!("{member}/Cargo.toml")).parse().unwrap();
    let programs = manifest.get("bin").and_then(toml::Value::as_array);
    for program in programs.into_iter().flatten() {
        if let Some(path) = program.get("path").and_then(toml::Value::as_str)
            && path.starts_with("../")
        {
            out.push_str(&text(path.trim_start_matches("../")));
        }
    }
    out
}

/// Whether `name::` or `use name` stands in the sources as a word of its own.
pub(super) fn is_used(sources: &str, name: &str) -> bool {
    let word = name.replace('-', "_");
    let is_part = |sign: char| sign.is_ascii_alphanumeric() || sign == '_';
    let named = sources.match_indices(&word).any(|(start, _)| {
        let before = sources[..start].chars().next_back();
        let after = &sources[start + word.len()..];
        let whole = before.is_none_or(|sign| !is_part(sign) && sign != '.');
        whole && (after.starts_with("::") || after.starts_with(';') || after.starts_with(" as "))
    });
    named || UNNAMED.iter().any(|(unnamed, _)| *unnamed == name)
}
