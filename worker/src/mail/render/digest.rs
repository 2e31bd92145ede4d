//! Facts of the digest to an officer: what is due, each with where it is worked on.

use serde::Deserialize;

use super::{Language, ShownDay};

/// A kind of matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Complaint,
    Lead,
    StaffLead,
    Case,
    /// The order of a case that has still to be served.
    Service,
    /// A case that waits for the institution to put things right.
    Order,
    Application,
    Request,
}

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
        match self.kind {
            Kind::Complaint => "投诉举报",
            Kind::Lead => "线索研判",
            Kind::StaffLead => "人员线索",
            Kind::Case => "案件",
            Kind::Service => "责令改正通知书送达",
            Kind::Order => "责令改正",
            Kind::Application => "许可申请",
            Kind::Request => "登记更正",
        }
    }

    pub(super) const fn kind_en(&self) -> &'static str {
        match self.kind {
            Kind::Complaint => "complaint",
            Kind::Lead => "lead",
            Kind::StaffLead => "staff lead",
            Kind::Case => "case",
            Kind::Service => "service of an order",
            Kind::Order => "order to correct",
            Kind::Application => "application",
            Kind::Request => "change of the record",
        }
    }

    /// The number, of what has one to read out.
    pub(super) fn read_out(&self) -> &str {
        match self.kind {
            Kind::Lead | Kind::StaffLead | Kind::Request => "",
            _ => &self.number,
        }
    }

    /// Where it is worked on, behind the sign-in.
    pub(super) fn path(&self) -> String {
        let place = match self.kind {
            Kind::Complaint => "complaints",
            Kind::Lead => "leads",
            Kind::StaffLead => "staff-leads",
            Kind::Case | Kind::Service | Kind::Order => "cases",
            Kind::Application => "applications",
            Kind::Request => "requests",
        };
        format!("/desk/{place}/{}", self.number)
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
