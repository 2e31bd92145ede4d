//! Facts of the digest to an officer: what is due, each with where it is worked on.

use domain::reminder::Kind;
use domain::words::LicenceNumber;
use serde::Deserialize;

use super::{Language, ShownDay};

/// A matter that is due.
#[derive(Debug, Deserialize)]
pub(super) struct DueFacts {
    kind: Kind,
    /// Number, or the id of what has none.
    number: String,
    /// The institution, where it stands in the register.
    pub(super) party: String,
    pub(super) due_on: ShownDay,
}

impl DueFacts {
    pub(super) const fn kind_zh(&self) -> &'static str {
        self.kind.zh()
    }

    pub(super) const fn kind_en(&self) -> &'static str {
        self.kind.en()
    }

    /// The number, of what has one to read out.
    pub(super) fn read_out(&self) -> &str {
        if self.kind.has_number() {
            &self.number
        } else {
            ""
        }
    }

    /// Where it is worked on, behind the sign-in.
    pub(super) fn path(&self) -> String {
        // The page of a licence lies at its digits: an address goes through mail without the words around them.
        let licence: Option<LicenceNumber> = match self.kind {
            Kind::LicenceChange => self.number.parse().ok(),
            _ => None,
        };
        let number = licence.map(|number| number.digits().to_owned());
        let number = number.as_deref().unwrap_or(&self.number);
        format!("/desk/{}/{number}", self.kind.list())
    }
}

/// Facts of [`Template::OfficerDigest`](domain::notice::Template::OfficerDigest).
#[derive(Debug, Deserialize)]
pub(super) struct DigestFacts {
    pub(super) on: ShownDay,
    pub(super) until: ShownDay,
    /// Past their day, as far as they are named.
    pub(super) late: Vec<DueFacts>,
    /// Due by `until`, as far as they are named.
    pub(super) soon: Vec<DueFacts>,
    pub(super) late_count: usize,
    pub(super) soon_count: usize,
}

impl DigestFacts {
    /// How many are late and not named.
    pub(super) fn late_more(&self) -> usize {
        self.late_count.saturating_sub(self.late.len())
    }

    /// How many are due and not named.
    pub(super) fn soon_more(&self) -> usize {
        self.soon_count.saturating_sub(self.soon.len())
    }
}

pub(super) fn digest(facts: &DigestFacts, language: Language) -> String {
    let (late, soon) = (facts.late_count, facts.soon_count);
    match (language, late) {
        (Language::Zh, 0) => format!("{soon} 件事项将要到期"),
        (Language::Zh, _) => format!("{late} 件事项已超期，{soon} 件将要到期"),
        (Language::En, 0) => format!("{soon} due within three working days"),
        (Language::En, _) => format!("{late} late, {soon} due within three working days"),
    }
}
