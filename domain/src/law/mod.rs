//! The law as dated data: each rule has a number, an article, a time in force, a source, and a
//! mark whether the number was read in a copy of the text.
//!
//! A change of law is a new rule with its date and never an edit of the old one, so that an old
//! case is judged by the law of its day.

mod basis;
mod count;
mod deadline;
mod period;
#[cfg(test)]
mod properties;
mod table;

pub use count::{Counted, Due};
pub use deadline::{Answer, Extension, Request, Suspension, deadline};
pub use period::{Period, Rule, Rules};
pub use table::law_table;

use crate::calendar::Calendar;
use crate::complaint::Channel;
use crate::words::Day;

/// The rule by which a complaint that came on this way is to be answered.
#[must_use]
pub const fn complaint_rule(channel: Channel) -> Rule {
    match channel {
        Channel::Portal | Channel::Api | Channel::Desk => Rule::ComplaintPortal,
        Channel::Hotline => Rule::ComplaintHotline,
    }
}

/// The day by which a complaint that came in on `received` is to be answered, by the rule of its
/// channel.
#[must_use]
pub fn complaint_due(channel: Channel, received: Day) -> Due {
    due(complaint_rule(channel), received)
}

/// The day by which a lead is to be judged.
#[must_use]
pub fn lead_due(found: Day) -> Due {
    due(Rule::LeadJudgement, found)
}

/// The day by which a change of a record that was asked for on `asked` is to be decided.
#[must_use]
pub fn request_due(asked: Day) -> Due {
    due(Rule::RegisterRequest, asked)
}

/// The day by which a merge of entries, or its undoing, that was proposed on `asked` is to be decided.
#[must_use]
pub fn merge_due(asked: Day) -> Due {
    due(Rule::RegisterMerge, asked)
}

/// The day by which a change of a licence that was proposed on `proposed` is to be decided.
#[must_use]
pub fn licence_change_due(proposed: Day) -> Due {
    due(Rule::LicenceChange, proposed)
}

/// The day by which a report of the public that came in on `received` is to be answered.
#[must_use]
pub fn report_due(received: Day) -> Due {
    due(Rule::RegisterReport, received)
}

/// The day by which a case filed on `filed` is to be decided
/// (Administrative Penalty Law, article 60: 90 days).
#[must_use]
pub fn case_due(filed: Day) -> Due {
    due(Rule::PenaltyDecision, filed)
}

/// The last day on which the renewal of a licence that is valid until `last` is asked for in time
/// (Administrative Licensing Law, article 50: 30 days before it runs out).
#[must_use]
pub fn renewal_due(last: Day) -> Day {
    due(Rule::LicenceRenewal, last).due_on
}

/// The end of the period that `rule` gives from a day on, by the law of that day.
#[must_use]
pub fn due(rule: Rule, from: Day) -> Due {
    let period = Rules::in_force(from).period(rule);
    count::due(period, from, Calendar::built_in())
}

/// The end of the period that `rule` gives from a day on, `days` longer than the rule says.
#[must_use]
pub fn extended(rule: Rule, from: Day, days: i64) -> Due {
    let period = Rules::in_force(from).period(rule);
    let extended = Period {
        length: period.length.saturating_add(days.max(0)),
        ..*period
    };
    count::due(&extended, from, Calendar::built_in())
}

/// By how many units the period that `rule` gives from a day on may be extended.
#[must_use]
pub fn extension_max(rule: Rule, from: Day) -> i64 {
    Rules::in_force(from).period(rule).extension_max
}
