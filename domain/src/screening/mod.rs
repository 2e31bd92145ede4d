//! Screening of texts: which violations a complaint, a course or an advert may speak of.
//!
//! It yields flags with reasons and evidence, never a sanction: an officer decides. This version is
//! a lexicon and rules over clauses; nothing is trained.

mod clause;
mod lexicon;
mod line;
mod normal;
mod rules;
mod verdict;

use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

pub use lexicon::Concept;
pub use line::line;
pub use verdict::{Label, LabelCode, Screening, Span};

use crate::words::Day;
use clause::Document;
use lexicon::Lexicon;

/// Raised by hand with each change of the rules; the lexicon's own digest is joined to it.
const RULES: &str = "rules-2";

/// What kind of text is screened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A complaint.
    #[default]
    Complaint,
    /// Name and description of a course.
    Course,
    /// An advert.
    Advert,
}

/// A text to screen.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Text {
    /// One line; may be empty.
    pub subject: String,
    /// The text.
    pub body: String,
    /// The day it speaks of.
    pub happened_on: Option<Day>,
    /// What kind of text it is.
    pub kind: Kind,
}

/// Lexicon and rules, ready to use from many threads.
pub struct Screener {
    lexicon: Lexicon,
    version: String,
}

impl std::fmt::Debug for Screener {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Screener")
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}

impl Screener {
    /// The screener of this program, built at the first call.
    #[must_use]
    pub fn built_in() -> &'static Self {
        static BUILT_IN: OnceLock<Screener> = OnceLock::new();
        BUILT_IN.get_or_init(|| {
            let lexicon = Lexicon::built_in();
            let version = format!("{RULES}.{:08x}", lexicon.fingerprint());
            Self { lexicon, version }
        })
    }

    /// The version of rules and lexicon.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Screens a text. All nine labels are answered, in the order of [`LabelCode::ALL`], whether
    /// flagged or not.
    #[must_use]
    pub fn screen(&self, text: &Text) -> Screening {
        let document = Document::read(&self.lexicon, text);
        Screening {
            labels: LabelCode::ALL
                .iter()
                .map(|code| rules::judge(*code, &document, text))
                .collect(),
            rules: self.version.clone(),
            model: "none".to_owned(),
        }
    }
}
