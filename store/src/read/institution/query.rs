//! What is looked for, and the page of what was found.

use std::fmt;
use std::num::ParseIntError;
use std::str::FromStr;

use domain::institution::Status;
use domain::words::{Class, District, Stage};
use serde::Serialize;

use super::InstitutionRow;
use crate::read::Limit;
use crate::terms::Matched;

/// What to look for. All that is given must hold.
#[derive(Debug, Clone, Default)]
pub struct InstitutionQuery {
    /// Part of a name or brand, a number, or a unified social credit code.
    pub q: Option<String>,
    /// Words of an address; of a word with a single sign nothing is asked.
    pub address: Option<String>,
    /// Where.
    pub district: Option<District>,
    /// What is taught.
    pub class: Option<Class>,
    /// Whom it is for.
    pub stage: Option<Stage>,
    /// Whether it works.
    pub status: Option<Status>,
    /// Only those of the white list (白名单): they work, and their licence is valid today.
    pub licensed: bool,
    /// Rows of a page.
    pub limit: Limit,
    /// The `next` of the page before.
    pub after: Option<After>,
}

impl InstitutionQuery {
    pub(super) fn text(&self) -> Option<&str> {
        self.q.as_deref().map(str::trim).filter(|q| !q.is_empty())
    }
}

/// Where the next page begins. Names and brands that equal the query come first and the others after them, each part by number, so
/// a place in the list is a part and a number: `=12` among the equal ones, `12` among the others. Where no name holds
/// the query the part says how it was met: `~12` by its sound, `^12` by its first letters, `@12` in an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum After {
    /// Among those whose name or brand equals the query.
    Equal(i64),
    /// Among the others, or in a list without a query.
    Other(Matched, i64),
}

impl FromStr for After {
    type Err = ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Some(seq) = text.strip_prefix('=') {
            return seq.parse().map(Self::Equal);
        }
        for (sign, matched) in SIGNS {
            if let Some(seq) = text.strip_prefix(sign) {
                return Ok(Self::Other(matched, seq.parse()?));
            }
        }
        Ok(Self::Other(Matched::Name, text.parse()?))
    }
}

const SIGNS: [(char, Matched); 3] = [
    ('~', Matched::Sound),
    ('^', Matched::Initials),
    ('@', Matched::Address),
];

impl fmt::Display for After {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Equal(seq) => write!(out, "={seq}"),
            Self::Other(matched, seq) => {
                let sign = SIGNS.iter().find(|(_, kind)| kind == matched);
                let sign = sign.map(|(sign, _)| sign.to_string()).unwrap_or_default();
                write!(out, "{sign}{seq}")
            }
        }
    }
}

/// A page of what was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Found {
    /// The rows, in the order of the list.
    pub items: Vec<InstitutionRow>,
    /// What to give as `after` for the next page; nothing on the last one.
    pub next: Option<String>,
    /// How the query was met; nothing for a list without a query, and where nothing was found.
    pub matched: Option<Matched>,
}
