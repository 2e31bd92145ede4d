//! What a step is judged by, and why one cannot be taken now.

use super::condition::Condition;
use super::form::Kind;
use super::way::{Application, Step};
use super::words::{
    ACCEPTED, ACCEPTED_BY_LAW, AWAITS_APPROVAL, CHANGE_IN_RENEWAL, CORRECTION_ASKED, DECIDED,
    ENDED, EXTENSION_WITHOUT_BASIS, GRANTED_BY_LAW, INCOMPLETE, ISSUED_EARLY, LICENSED, NO_LICENCE,
    NO_LICENCE_TO_REPLACE, NOT_ACCEPTED, NOT_GRANTED, NOT_PROPOSED, NOT_SUBMITTED, NOT_WORKING,
    OTHER_MODE, OWN_PROPOSAL, RENEWAL_AFTER_EXPIRY, SUBMITTED,
};
use crate::institution::Status;
use crate::law::Rule;
use crate::licence;
use crate::refusal::{Offer, Refusal};
use crate::words::{AccountId, Day};

/// What a step is judged by besides the application itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// What is asked for.
    pub kind: Kind,
    /// Whether another class is asked for than the licence has.
    pub other_class: bool,
    /// Whether the institution works, or may work again.
    pub status: Status,
    /// The state of the institution's licence on the day, and its last day.
    pub licence: Option<(licence::State, Day)>,
    /// Whether a renewal says something else of the institution than the register does.
    pub altered: bool,
    /// Whether a change would turn training on site into training online, or the other way round.
    pub other_mode: bool,
    /// Whether it leads to premises that the register does not know.
    pub moved: bool,
    /// Whether every field and paper is there.
    pub complete: bool,
    /// Whether a condition that binds is not met.
    pub unmet: bool,
    /// The conditions that an officer has to look at.
    pub by_eye: Vec<Condition>,
    /// The day.
    pub today: Day,
}

impl Facts {
    /// The rule that gives the authority its time to decide.
    #[must_use]
    pub const fn decision_rule(&self) -> Rule {
        match self.kind {
            Kind::Establish => Rule::LicenceEstablishment,
            Kind::Change if self.other_class => Rule::LicenceOtherClass,
            Kind::Renew | Kind::Change | Kind::Replacement => Rule::LicenceDecision,
        }
    }

    pub(super) fn last_day(&self) -> Option<Day> {
        self.licence.map(|(_, last)| last)
    }

    /// Whether the premises are seen before anything is granted: nobody of the office knows them yet.
    #[must_use]
    pub const fn needs_visit(&self) -> bool {
        match self.kind {
            Kind::Establish => true,
            Kind::Change => self.moved,
            Kind::Renew | Kind::Replacement => false,
        }
    }

    /// Whether the institution has closed, is about to, or cannot be reached.
    pub(super) const fn gone(&self) -> bool {
        gone(self.status)
    }

    /// Why nothing of this kind can be asked for.
    pub(super) fn unfit(&self) -> Option<Refusal> {
        unfit(self.kind, self.status, self.licence)
    }
}

const fn gone(status: Status) -> bool {
    matches!(status, Status::Closing | Status::Closed | Status::Runaway)
}

/// Why an institution with this status and licence, in its state of the day with its last day, can ask for nothing of
/// this kind.
#[must_use]
pub fn unfit(
    kind: Kind,
    status: Status,
    licence: Option<(licence::State, Day)>,
) -> Option<Refusal> {
    use licence::State::{Expired, Suspended, Valid};
    if gone(status) {
        return Some(NOT_WORKING);
    }
    match (kind, licence.map(|(state, _)| state)) {
        (Kind::Establish, Some(Valid | Suspended)) => Some(LICENSED),
        (Kind::Establish, _) => None,
        (Kind::Renew, Some(Expired)) => Some(RENEWAL_AFTER_EXPIRY),
        (Kind::Renew, Some(Valid | Suspended)) | (Kind::Change, Some(Valid)) => None,
        (Kind::Renew | Kind::Change, _) => Some(NO_LICENCE),
        // A licence that is suspended is held on, and its paper says no more than that it was issued.
        (Kind::Replacement, Some(Valid | Suspended)) => None,
        (Kind::Replacement, _) => Some(NO_LICENCE_TO_REPLACE),
    }
}

impl Application {
    /// Why what it says cannot be changed now.
    #[must_use]
    pub fn writing_refusal(&self) -> Option<Refusal> {
        (!self.is_written()).then_some(SUBMITTED)
    }

    /// Why `step` cannot be taken by `actor` now, whatever it carries.
    #[must_use]
    pub fn refusal(&self, step: Step, actor: AccountId, facts: &Facts) -> Option<Refusal> {
        if self.has_ended() {
            return Some(ENDED);
        }
        // The worker has not written it yet, and it is granted all the same.
        if self.counts_as_granted(facts) {
            return Some(GRANTED_BY_LAW);
        }
        match step {
            Step::Submit => match self {
                Self::Draft | Self::Correcting { .. } if !facts.complete => Some(INCOMPLETE),
                Self::Draft | Self::Correcting { .. } => facts
                    .unfit()
                    .or_else(|| facts.altered.then_some(CHANGE_IN_RENEWAL))
                    .or_else(|| facts.other_mode.then_some(OTHER_MODE)),
                _ => Some(SUBMITTED),
            },
            Step::Withdraw => matches!(self, Self::Granted(_)).then_some(DECIDED),
            Step::AskCorrection | Step::Accept | Step::Decline => match self {
                Self::Submitted { corrected, .. } => match step {
                    Step::AskCorrection if *corrected => Some(CORRECTION_ASKED),
                    Step::AskCorrection | Step::Decline if self.is_silent(facts.today) => {
                        Some(ACCEPTED_BY_LAW)
                    }
                    _ => None,
                },
                Self::Draft | Self::Correcting { .. } => Some(NOT_SUBMITTED),
                _ => Some(ACCEPTED),
            },
            Step::RecordVisit | Step::Propose => match self {
                Self::Accepted(_) => None,
                Self::Proposed { .. } => Some(AWAITS_APPROVAL),
                Self::Granted(_) => Some(DECIDED),
                _ => Some(NOT_ACCEPTED),
            },
            Step::Extend => match self {
                Self::Accepted(accepted) | Self::Proposed { accepted, .. } => {
                    let due = self.due(facts).map(|due| due.due_on);
                    let open = facts.decision_rule() == Rule::LicenceDecision
                        && accepted.extension.is_none()
                        && due.is_some_and(|due| facts.today <= due);
                    (!open).then_some(EXTENSION_WITHOUT_BASIS)
                }
                Self::Granted(_) => Some(DECIDED),
                _ => Some(NOT_ACCEPTED),
            },
            Step::Approve | Step::SendBack => match self {
                Self::Proposed { proposal, .. } => {
                    let own = step == Step::Approve && proposal.by == actor;
                    own.then_some(OWN_PROPOSAL)
                }
                Self::Granted(_) => Some(DECIDED),
                _ => Some(NOT_PROPOSED),
            },
            Step::Issue => match self {
                Self::Granted(decision) if facts.today < decision.on => Some(ISSUED_EARLY),
                Self::Granted(_) => facts.gone().then_some(NOT_WORKING),
                _ => Some(NOT_GRANTED),
            },
        }
    }

    /// These steps with the reason why each cannot be taken now.
    #[must_use]
    pub fn offers(&self, steps: &[Step], actor: AccountId, facts: &Facts) -> Vec<Offer<Step>> {
        steps
            .iter()
            .map(|step| Offer {
                event: *step,
                refusal: self.refusal(*step, actor, facts),
            })
            .collect()
    }
}
