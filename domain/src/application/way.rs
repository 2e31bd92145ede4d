//! The way of an application: draft → submitted → accepted → decision proposed → granted → licence issued; or corrected
//! in between, or refused, or not accepted, or withdrawn.

use serde::{Deserialize, Serialize};

use super::TERM_YEARS;
use super::condition::Condition;
use super::form::Kind;
use super::guard::Facts;
use crate::access::Action;
use crate::law::{self, Due, Rule};
use crate::licence;
use crate::notice::Template;
use crate::words::{AccountId, Day, coded};

coded! {
    /// The steps by name.
    Step "event_unknown" {
        /// Hand it in, or hand in what was to be corrected.
        Submit "submit" "提交" "Submit",
        /// Take it back.
        Withdraw "withdraw" "撤回" "Withdraw",
        /// Ask for corrections, all at once.
        AskCorrection "ask_correction" "一次性告知补正" "Ask for corrections",
        /// Take it up.
        Accept "accept" "受理" "Accept",
        /// Say that it cannot be taken up, and why.
        Decline "decline" "不予受理" "Decline",
        /// Record a visit of the premises.
        RecordVisit "record_visit" "记录实地核查" "Record a visit",
        /// Give the decision more time.
        Extend "extend" "延长期限" "Extend the period",
        /// Propose to grant or to refuse.
        Propose "propose" "提出审查意见" "Propose a decision",
        /// Approve the proposed decision.
        Approve "approve" "批准" "Approve",
        /// Send the proposed decision back.
        SendBack "send_back" "退回" "Send back",
        /// Issue the licence.
        Issue "issue" "颁发许可证" "Issue the licence",
    }
}

impl Step {
    /// The right it needs.
    #[must_use]
    pub const fn action(self) -> Action {
        match self {
            Self::Submit | Self::Withdraw => Action::ApplyForLicence,
            Self::Extend => Action::ExtendApplication,
            Self::Approve | Self::SendBack => Action::DecideLicence,
            Self::AskCorrection
            | Self::Accept
            | Self::Decline
            | Self::RecordVisit
            | Self::Propose
            | Self::Issue => Action::ExamineApplication,
        }
    }
}

/// A step with what it carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// Hand it in.
    Submit,
    /// Take it back.
    Withdraw,
    /// Ask for corrections.
    AskCorrection {
        /// Everything that is to be corrected.
        items: String,
    },
    /// Take it up.
    Accept,
    /// Say that it cannot be taken up.
    Decline {
        /// Why.
        reason: String,
    },
    /// Record a visit.
    RecordVisit(Visit),
    /// Give the decision more time.
    Extend(Extension),
    /// Propose a decision.
    Propose {
        /// To grant, or to refuse.
        grant: bool,
        /// Why; a refusal needs it.
        reason: String,
        /// The conditions that the officer has looked at and found met.
        checked: Vec<Condition>,
    },
    /// Approve the proposed decision.
    Approve,
    /// Send it back.
    SendBack {
        /// What is missing.
        reason: String,
    },
    /// Issue the licence.
    Issue,
}

impl Event {
    /// The step's name.
    #[must_use]
    pub const fn step(&self) -> Step {
        match self {
            Self::Submit => Step::Submit,
            Self::Withdraw => Step::Withdraw,
            Self::AskCorrection { .. } => Step::AskCorrection,
            Self::Accept => Step::Accept,
            Self::Decline { .. } => Step::Decline,
            Self::RecordVisit(_) => Step::RecordVisit,
            Self::Extend(_) => Step::Extend,
            Self::Propose { .. } => Step::Propose,
            Self::Approve => Step::Approve,
            Self::SendBack { .. } => Step::SendBack,
            Self::Issue => Step::Issue,
        }
    }
}

/// A visit of the premises.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visit {
    /// The officer who went with the one who records it.
    pub second_officer: AccountId,
    /// When.
    pub on: Day,
    /// Whether the premises are fit.
    pub passed: bool,
    /// What was seen.
    pub words: String,
}

/// More time for the decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extension {
    /// Working days.
    pub days: i64,
    /// Why: the applicant is told.
    pub reason: String,
}

/// A decision that waits for the second person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// To grant, or to refuse.
    pub grant: bool,
    /// Why.
    pub reason: String,
    /// The conditions that were looked at and found met.
    pub checked: Vec<Condition>,
    /// Who proposes.
    pub by: AccountId,
    /// When.
    pub on: Day,
}

/// An application that was taken up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accepted {
    /// The day it was first handed in: whether a renewal was asked for in time.
    pub submitted_on: Day,
    /// The day it counts as accepted from.
    pub on: Day,
    /// Whether it counts as accepted because nothing was said in time.
    pub by_law: bool,
    /// The last visit of the premises.
    pub visit: Option<Visit>,
    /// More time that was given.
    pub extension: Option<Extension>,
}

/// What was decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// How it was examined: whoever appeals asks for it. Nothing where it was granted without a word.
    #[serde(default)]
    pub accepted: Option<Box<Accepted>>,
    /// Who proposed it.
    #[serde(default)]
    pub proposed_by: Option<AccountId>,
    /// When.
    pub on: Day,
    /// Why.
    pub reason: String,
    /// Whether a renewal counts as granted because nothing was decided before the licence ran out.
    pub by_law: bool,
}

/// Where an application stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Application {
    /// The applicant fills it in.
    Draft,
    /// It has been handed in.
    Submitted {
        /// The day it was first handed in.
        first_on: Day,
        /// The day it was handed in last.
        on: Day,
        /// Whether corrections were asked for before.
        corrected: bool,
    },
    /// The applicant corrects it.
    Correcting {
        /// The day it was first handed in.
        first_on: Day,
        /// When the corrections were asked for.
        asked_on: Day,
        /// Everything that is to be corrected.
        items: String,
    },
    /// It is examined.
    Accepted(Accepted),
    /// A decision is proposed.
    Proposed {
        /// What it was accepted with.
        accepted: Accepted,
        /// What is proposed.
        proposal: Proposal,
    },
    /// It was granted; the licence is to be issued.
    Granted(Decision),
    /// It was refused.
    Refused(Decision),
    /// The licence was issued.
    Issued {
        /// What was decided.
        decision: Decision,
        /// When it was issued.
        on: Day,
    },
    /// It was not taken up.
    Declined {
        /// When.
        on: Day,
        /// Why.
        reason: String,
    },
    /// The applicant took it back.
    Withdrawn {
        /// When.
        on: Day,
    },
}

/// What a step brings about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// The institution is told by e-mail, where an address is known.
    Notify(Template),
    /// The register follows the decision: the licence is made, renewed or changed.
    Enter,
}

/// The last day of a licence that is valid from `first` on.
#[must_use]
pub fn term_from(first: Day) -> Day {
    let year = first.year() + TERM_YEARS;
    Day::new(year, first.month(), first.day_of_month())
        // The 29th of February has no like in most years.
        .or_else(|_| Day::new(year, first.month(), 28).map(|day| day.plus_days(1)))
        .map_or(first, |same| same.plus_days(-1))
}

impl Application {
    /// The stable code of the state.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted { .. } => "submitted",
            Self::Correcting { .. } => "correcting",
            Self::Accepted(_) => "accepted",
            Self::Proposed { .. } => "proposed",
            Self::Granted(_) => "granted",
            Self::Refused(_) => "refused",
            Self::Issued { .. } => "issued",
            Self::Declined { .. } => "declined",
            Self::Withdrawn { .. } => "withdrawn",
        }
    }

    /// Whether the applicant may change what it says.
    #[must_use]
    pub const fn is_written(&self) -> bool {
        matches!(self, Self::Draft | Self::Correcting { .. })
    }

    /// What the applicant is told of it in the officers' own words: what to correct, why it was not accepted or refused,
    /// why more time is needed. What is only proposed is nobody's to know.
    #[must_use]
    pub fn told(&self) -> Option<&str> {
        match self {
            Self::Correcting { items, .. } => Some(items),
            Self::Declined { reason, .. } => Some(reason),
            Self::Refused(decision) => Some(&decision.reason),
            Self::Accepted(accepted) | Self::Proposed { accepted, .. } => accepted
                .extension
                .as_ref()
                .map(|extension| extension.reason.as_str()),
            _ => None,
        }
    }

    /// Whether it stands where it stands because nobody acted in time.
    #[must_use]
    pub const fn by_law(&self) -> bool {
        match self {
            Self::Accepted(accepted) | Self::Proposed { accepted, .. } => accepted.by_law,
            Self::Granted(decision) | Self::Issued { decision, .. } => decision.by_law,
            _ => false,
        }
    }

    /// Whether nothing follows any more.
    #[must_use]
    pub const fn has_ended(&self) -> bool {
        matches!(
            self,
            Self::Refused(_) | Self::Issued { .. } | Self::Declined { .. } | Self::Withdrawn { .. }
        )
    }

    /// The last day of the authority's next step; nothing where it is the applicant's turn, or it has ended.
    #[must_use]
    pub fn due(&self, facts: &Facts) -> Option<Due> {
        match self {
            Self::Submitted { on, .. } => Some(law::due(Rule::LicenceAcceptance, *on)),
            Self::Accepted(accepted) | Self::Proposed { accepted, .. } => {
                let mut due = law::extended(
                    facts.decision_rule(),
                    accepted.on,
                    accepted.extension.as_ref().map_or(0, |more| more.days),
                );
                // A renewal is decided before the licence runs out.
                if let (Kind::Renew, Some(last)) = (facts.kind, facts.last_day())
                    && last < due.due_on
                {
                    due.due_on = last;
                    due.unrolled_on = last;
                }
                Some(due)
            }
            Self::Granted(decision) => Some(law::due(Rule::LicenceIssue, decision.on)),
            _ => None,
        }
    }

    /// Whether the five working days to say something have passed.
    pub(super) fn is_silent(&self, today: Day) -> bool {
        match self {
            Self::Submitted { on, .. } => law::due(Rule::LicenceAcceptance, *on).due_on < today,
            _ => false,
        }
    }

    /// What the law alone makes of it on the day of `facts`; nothing where all is right. What nobody spoke about in time
    /// counts as accepted from the day it came; a renewal that was asked for in time and not decided when the licence
    /// runs out counts as granted (Administrative Licensing Law, articles 32 and 50).
    #[must_use]
    pub fn by_calendar(&self, facts: &Facts) -> Option<(Self, Vec<Effect>)> {
        if let (true, Some(last)) = (self.counts_as_granted(facts), facts.last_day()) {
            let decision = Decision {
                on: last,
                reason: String::new(),
                by_law: true,
                accepted: self.examined().cloned().map(Box::new),
                proposed_by: self.proposer(),
            };
            let told = Effect::Notify(Template::ApplicationMoved);
            return Some((Self::Granted(decision), vec![Effect::Enter, told]));
        }
        match self {
            Self::Submitted { first_on, on, .. } if self.is_silent(facts.today) => {
                let accepted = Accepted::new(*first_on, *on, true);
                let told = Effect::Notify(Template::ApplicationMoved);
                Some((Self::Accepted(accepted), vec![told]))
            }
            _ => None,
        }
    }

    /// Whether this renewal was asked for in time and not decided when the licence ran out. One whose licence was revoked
    /// or cancelled in between, and one of an institution that has closed, has nothing left to renew.
    #[must_use]
    pub fn counts_as_granted(&self, facts: &Facts) -> bool {
        match (facts.kind, facts.licence) {
            (Kind::Renew, Some((licence::State::Expired, last))) => {
                last < facts.today && !facts.gone() && self.asked_in_time(last)
            }
            _ => false,
        }
    }

    /// How it was examined, or is.
    #[must_use]
    pub fn examined(&self) -> Option<&Accepted> {
        match self {
            Self::Accepted(accepted) | Self::Proposed { accepted, .. } => Some(accepted),
            Self::Granted(decision) | Self::Refused(decision) | Self::Issued { decision, .. } => {
                decision.accepted.as_deref()
            }
            _ => None,
        }
    }

    /// Who proposed the decision.
    #[must_use]
    pub const fn proposer(&self) -> Option<AccountId> {
        match self {
            Self::Proposed { proposal, .. } => Some(proposal.by),
            Self::Granted(decision) | Self::Refused(decision) | Self::Issued { decision, .. } => {
                decision.proposed_by
            }
            _ => None,
        }
    }

    /// Whether this application for a renewal lies with the authority, and was handed in thirty days before `last`.
    #[must_use]
    pub fn asked_in_time(&self, last: Day) -> bool {
        let first_on = match self {
            Self::Submitted { first_on, .. } => *first_on,
            Self::Accepted(accepted) | Self::Proposed { accepted, .. } => accepted.submitted_on,
            _ => return false,
        };
        first_on <= law::renewal_due(last)
    }
}
