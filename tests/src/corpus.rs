//! The complaint files: read where they lie, never copied into the repository.

use std::path::PathBuf;

use domain::complaint::{Draft, DraftContact};
use rand::seq::SliceRandom as _;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng as _;
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
    file_of(file).map(|content| parsed(file, &content))
}

/// What stands in a file of the folder. None, said in a loud line, where it is not there.
///
/// # Panics
/// Where the file is demanded and missing.
#[must_use]
pub fn file_of(file: &str) -> Option<String> {
    let content = std::fs::read_to_string(folder().join(file)).ok();
    if content.is_none() {
        lack::missing("the complaint files (set HONGJIAN_TEST_DATA to their folder)");
    }
    content
}

/// So many real complaints, the same each time, among those that the form accepts as they are. None, said in a loud
/// line, where the files are not there.
///
/// # Panics
/// As [`texts`], and where there are not so many.
#[must_use]
pub fn real(count: usize) -> Option<Vec<Text>> {
    texts("complaints-real-dev.jsonl").map(|texts| chosen(texts, count))
}

/// So many written complaints of this repository, the same each time.
///
/// # Panics
/// Where there are not so many.
#[must_use]
pub fn written(count: usize) -> Vec<Text> {
    let texts = ["complaints-written-a.jsonl", "complaints-written-b.jsonl"]
        .iter()
        .flat_map(|file| parsed(file, &repository::text(&format!("seeds/corpus/{file}"))))
        .collect();
    chosen(texts, count)
}

fn parsed(file: &str, content: &str) -> Vec<Text> {
    content
        .lines()
        .filter(|line| !line.trim().is_empty())
        .enumerate()
        .map(|(number, line)| {
            serde_json::from_str(line)
                .unwrap_or_else(|fault| panic!("{file}, line {}: {fault}", number + 1))
        })
        .collect()
}

fn chosen(mut texts: Vec<Text>, count: usize) -> Vec<Text> {
    texts.retain(is_accepted);
    texts.shuffle(&mut ChaCha20Rng::seed_from_u64(20_260_921));
    assert!(texts.len() >= count, "{} texts of {count}", texts.len());
    texts.truncate(count);
    texts
}

/// Whether the form takes the text as it is: a heading, and neither too short nor too long.
fn is_accepted(text: &Text) -> bool {
    let draft = Draft {
        subject: text.subject.clone(),
        body: text.body.clone(),
        contact: Some(DraftContact {
            name: Some("家长".to_owned()),
            email: Some("parent@example.cn".to_owned()),
            telephone: None,
        }),
        ..Draft::default()
    };
    draft.check("2026-12-31".parse().expect("a day")).is_ok()
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
