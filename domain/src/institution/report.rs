//! What a check of a list found, as it is kept and shown to the person who decides.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::listed::Field;
use crate::words::Article;

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Report {
    /// Why nothing was compared: the file or its columns cannot be read.
    pub stop: Option<Stop>,
    /// What stands above the columns.
    pub headings: Vec<String>,
    /// The first rows below the headings, cell by cell.
    pub samples: Vec<Vec<String>>,
    /// Names of the sheets that were not read.
    pub unread: Vec<String>,
    /// Rows below the headings.
    pub seen: u64,
    /// Rows that would enter.
    pub enters: u64,
    /// Rows that the register has already, and those that a row before them says.
    pub known: u64,
    /// Rows of which a person has to say whether the register has them.
    pub unsure: u64,
    /// Rows at fault.
    pub faulty: u64,
    /// Rows that would enter without a credit code: nobody has verified who they are.
    pub uncoded: u64,
    /// How often each fault or doubt was found.
    pub codes: BTreeMap<String, u64>,
    /// The first faults and doubts, in the order of the file; what a list has no column for is told once.
    pub told: Vec<Line>,
    /// The first doubts that a person has answered.
    pub answered: Vec<Line>,
}

/// Why a file was not read to its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stop {
    /// Stable code.
    pub code: String,
    /// The row at which it was seen, where there is one.
    pub row: Option<u64>,
}

/// A fault or a doubt, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Number of the row, as a program of tables shows it.
    pub row: u64,
    /// Letters of the column, where the field has one.
    pub column: Option<String>,
    /// The field.
    pub field: Field,
    /// Stable code.
    pub code: String,
    /// The rule behind it, where there is one besides what a list is.
    #[serde(default)]
    pub article: Option<Article>,
    /// The row before it that says the same.
    pub other_row: Option<u64>,
    /// The institution of the register that it could mean.
    pub other_number: Option<String>,
    /// The question that a person answers, where there is one: see [`question`](super::met::question).
    pub question: Option<String>,
    /// Who the row says it is: name, address, code. Only where a question is asked.
    pub says: Vec<String>,
    /// Who the other one is.
    pub other_says: Vec<String>,
}

/// The rule that a row breaks with this fault: none where it is merely no day, no name or no word of a list.
#[must_use]
pub fn article(code: &str) -> Option<Article> {
    let key = match code {
        "uscc_invalid" | "uscc_check_wrong" | "uscc_twice" | "uscc_of_another" => "gb32100",
        // The ministry's coding was seen in mock data alone.
        "licence_number_invalid" | "licence_number_twice" | "licence_number_taken" => {
            "local-licence-number"
        }
        // No text was found that forbids a second one in so many words.
        "licence_overlaps" => "local-one-licence",
        // What a licence says is changed and renewed by a decision, and by no list.
        "licence_newer" => "alic-50",
        _ => return None,
    };
    Some(Article::new(key))
}

impl Report {
    /// Every question, answered or not.
    pub fn questions(&self) -> impl Iterator<Item = &str> {
        let lines = self.told.iter().chain(&self.answered);
        lines.filter_map(|line| line.question.as_deref())
    }

    /// Whether every row would enter or is known.
    #[must_use]
    pub const fn is_clean(&self) -> bool {
        self.stop.is_none() && self.unsure == 0 && self.faulty == 0
    }

    /// Whether the list is clean, and has a row that would enter.
    #[must_use]
    pub const fn may_enter(&self) -> bool {
        self.is_clean() && self.enters > 0
    }

    /// Whether every fault and doubt is told one by one.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        let all: u64 = self.codes.values().sum();
        u64::try_from(self.told.len()) == Ok(all)
    }
}
