//! The complaint files: read where they lie, never copied into the repository.

use std::path::PathBuf;

use serde::Deserialize;

use crate::{lack, repository, variable};

/// One text of a complaint file.
#[derive(Debug, Clone, Deserialize)]
pub struct Text {
    /// Its name within all files.
    pub id: String,
    /// Heading; may be empty.
    #[serde(default)]
    pub subject: String,
    /// The text.
    pub body: String,
    /// Labels of the first reader, by the codes of screening.
    #[serde(default)]
    pub labels: Vec<String>,
    /// Labels on which two readers differ: no count may use these pairs.
    #[serde(default)]
    pub doubt: Vec<String>,
}

/// The texts of a file such as `complaints-real-dev.jsonl` in the folder that `HONGJIAN_TEST_DATA` names, by default
/// `../shared/data` beside the repository. None, said in a loud line, where it is not there.
///
/// # Panics
/// Where a line cannot be read, and where the file is demanded and missing.
#[must_use]
pub fn texts(file: &str) -> Option<Vec<Text>> {
    let Ok(content) = std::fs::read_to_string(folder().join(file)) else {
        lack::missing("the complaint files (set HONGJIAN_TEST_DATA to their folder)");
        return None;
    };
    let texts = content
        .lines()
        .filter(|line| !line.trim().is_empty())
        .enumerate()
        .map(|(number, line)| {
            serde_json::from_str(line)
                .unwrap_or_else(|fault| panic!("{file}, line {}: {fault}", number + 1))
        })
        .collect();
    Some(texts)
}

/// The folder of the complaint files.
fn folder() -> PathBuf {
    variable::read("HONGJIAN_TEST_DATA").map_or_else(
        || repository::root().join("../shared/data"),
        |named| {
            let named = PathBuf::from(named);
            if named.is_absolute() {
                named
            } else {
                // The test runner stands in the folder of this package, the person who typed it in the root.
                repository::root().join(named)
            }
        },
    )
}
