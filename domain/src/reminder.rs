//! Reminders to officers of what is due: the order of the house. One mail a working day, since a mail for each matter and each
//! day is soon read by nobody.

use crate::access::Role;
use crate::calendar::Calendar;
use crate::words::{Day, coded};

/// An officer is told of what is due within so many working days.
pub const WORKING_DAYS_AHEAD: i64 = 3;

/// The hour of the day, in minutes after midnight, from which a digest is written: it lies there when the office opens.
pub const MINUTE_OF_DAY: i64 = 7 * 60 + 30;

/// The last day of which the digest of `today` tells; nothing on a day on which offices rest, which has no digest.
#[must_use]
pub fn horizon(today: Day, calendar: &Calendar) -> Option<Day> {
    if !calendar.on(today).working {
        return None;
    }
    let (mut day, mut left) = (today, WORKING_DAYS_AHEAD);
    while left > 0 {
        day = day.plus_days(1);
        left -= i64::from(calendar.on(day).working);
    }
    Some(day)
}

/// Whether somebody of `role` can have digests at all.
#[must_use]
pub const fn is_told(role: Role) -> bool {
    matches!(role, Role::Officer | Role::LeadOfficer)
}

coded! {
    /// What has a day by which an officer acts.
    Kind "matter_kind_unknown" {
        /// 投诉举报
        Complaint "complaint" "投诉举报" "complaint",
        /// 线索研判
        Lead "lead" "线索研判" "lead",
        /// 人员线索
        StaffLead "staff_lead" "人员线索" "staff lead",
        /// 案件
        Case "case" "案件" "case",
        /// The order of a case that has still to be served.
        Service "service" "责令改正通知书送达" "service of an order",
        /// A case that waits for the institution to put things right.
        Order "order" "责令改正" "order to correct",
        /// 许可申请
        Application "application" "许可申请" "application",
        /// 登记更正
        Request "request" "登记更正" "change of the record",
        /// 公众纠错
        Report "report" "公众纠错" "public report of an entry",
        /// 许可证变动
        LicenceChange "licence_change" "许可证变动" "change of a licence",
        /// 重复合并
        Merge "merge" "重复合并" "merge of entries",
    }
}

impl Kind {
    /// Under which list of the desk it is worked on.
    #[must_use]
    pub const fn list(self) -> &'static str {
        match self {
            Self::Complaint => "complaints",
            Self::Lead => "leads",
            Self::StaffLead => "staff-leads",
            Self::Case | Self::Service | Self::Order => "cases",
            Self::Application => "applications",
            Self::Request => "requests",
            Self::Report => "reports",
            Self::LicenceChange => "licences",
            Self::Merge => "merges",
        }
    }

    /// Whether it has a number to read out; the others are named by their ids.
    #[must_use]
    pub const fn has_number(self) -> bool {
        !matches!(
            self,
            Self::Lead | Self::StaffLead | Self::Request | Self::Merge
        )
    }
}

/// What is due in an authority, as far as it says whose it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Matter<'a> {
    /// What it is.
    pub kind: Kind,
    /// Where it stands.
    pub state: &'a str,
    /// Who decides on a request.
    pub decider: &'a str,
    /// Whether it is a case of the officer who is told.
    pub own: bool,
    /// Whether its last day is past.
    pub late: bool,
}

impl Matter<'_> {
    /// Whether it waits for a lead officer: what another has proposed.
    fn waits_for_lead(self) -> bool {
        match self.kind {
            Kind::Application => self.state == "proposed",
            Kind::Case => self.state == "closure_proposed",
            Kind::Request => self.decider == "lead",
            // Proposed by an officer, both of them.
            Kind::LicenceChange | Kind::Merge => true,
            Kind::Complaint
            | Kind::Lead
            | Kind::StaffLead
            | Kind::Service
            | Kind::Order
            | Kind::Report => false,
        }
    }

    /// Whether it is told to somebody of `role`. An officer is told of what an officer does next, and of cases of one's own
    /// alone; a lead officer of what waits for a lead, and of all that is late in the authority.
    #[must_use]
    pub fn is_for(self, role: Role) -> bool {
        match role {
            Role::LeadOfficer => self.late || self.waits_for_lead(),
            Role::Officer if matches!(self.kind, Kind::Case | Kind::Service | Kind::Order) => {
                self.own
            }
            Role::Officer => !self.waits_for_lead(),
            _ => false,
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test stops where it fails")]
mod tests {
    use super::*;

    #[test]
    fn a_digest_looks_three_working_days_ahead_and_rests_when_offices_rest() {
        let of = |day: &str| horizon(day.parse().unwrap(), Calendar::built_in());
        for (day, until) in [
            // A Monday and a Thursday.
            ("2026-11-23", Some("2026-11-26")),
            ("2026-11-26", Some("2026-12-01")),
            ("2026-11-28", None),
            // Before and in the week of National Day; the Saturday after it is worked.
            ("2026-09-30", Some("2026-10-10")),
            ("2026-10-02", None),
        ] {
            let until: Option<Day> = until.map(|day: &str| day.parse().unwrap());
            assert_eq!(of(day), until, "{day}");
        }
    }

    #[test]
    fn officers_are_told_of_their_own_steps_and_leads_of_what_waits_for_them_or_is_late() {
        use Kind::{Application, Case, Complaint, LicenceChange, Merge, Order, Request};
        let of = |kind, state, decider, own, late| Matter {
            kind,
            state,
            decider,
            own,
            late,
        };
        for (matter, officer, lead) in [
            (of(Complaint, "received", "", false, false), true, false),
            (of(Complaint, "received", "", false, true), true, true),
            (of(Application, "accepted", "", false, false), true, false),
            (of(Application, "proposed", "", false, false), false, true),
            (of(Request, "waiting", "officer", false, false), true, false),
            (of(Request, "waiting", "lead", false, false), false, true),
            (of(LicenceChange, "valid", "", false, false), false, true),
            (of(Merge, "proposed", "", false, true), false, true),
            (of(Case, "found", "", true, false), true, false),
            (of(Case, "found", "", false, false), false, false),
            (of(Case, "found", "", false, true), false, true),
            (of(Case, "closure_proposed", "", false, false), false, true),
            (of(Order, "ordered", "", true, true), true, true),
        ] {
            assert_eq!(matter.is_for(Role::Officer), officer, "{matter:?}");
            assert_eq!(matter.is_for(Role::LeadOfficer), lead, "{matter:?}");
            for role in Role::ALL.iter().filter(|role| !is_told(**role)) {
                assert!(!matter.is_for(*role), "{role}");
            }
        }
    }
}
