//! Reads the repository: lengths, dead templates, arrows between the rooms, network beside a transaction, links of the
//! documents, and what must never be committed.

mod arrows;
mod documents;
mod lengths;
mod secrets;
mod templates;

use std::path::Path;

use tests::repository::root;

/// Folders that are made by building and running, or belong to others.
const NOT_OURS: &[&str] = &[".git", "target", "node_modules", "var"];

fn walk(folder: &Path, ending: &str, out: &mut Vec<(String, String)>) {
    let mut entries: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    for path in entries {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            if !NOT_OURS.contains(&name.as_str()) {
                walk(&path, ending, out);
            }
        } else if ending.is_empty() || name.ends_with(ending) {
            // A picture or a font is no text and has nothing to read.
            let Ok(text) = std::fs::read_to_string(&path) else {
                continue;
            };
            let below = path.strip_prefix(root()).unwrap();
            out.push((below.to_string_lossy().into_owned(), text));
        }
    }
}

/// Every text file of the repository whose name ends so, by its path below the root.
pub(crate) fn files(ending: &str) -> Vec<(String, String)> {
    let mut out = Vec::new();
    walk(&root(), ending, &mut out);
    assert!(!out.is_empty(), "no file ends in {ending}");
    out
}

/// Whether a source is a test: in a folder or file of tests, or below the mark of a test module at `place`.
pub(crate) fn is_test(path: &str, text: &str, place: usize) -> bool {
    path.contains("/tests/")
        || path.starts_with("tests/")
        || path.ends_with("tests.rs")
        || text[..place].contains("#[cfg(test)]")
        || declared_as_test(path)
}

/// Whether the module's own declaration stands below `#[cfg(test)]`.
fn declared_as_test(path: &str) -> bool {
    let Some((folder, file)) = path.rsplit_once('/') else {
        return false;
    };
    let module = file.trim_end_matches(".rs");
    ["mod.rs", "lib.rs"].iter().any(|parent| {
        let text = std::fs::read_to_string(root().join(folder).join(parent)).unwrap_or_default();
        text.contains(&format!("#[cfg(test)]\nmod {module};"))
    })
}
