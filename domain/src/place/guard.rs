//! What a step on a place is judged by, and why one cannot be taken now.

use super::way::{Step, Way};
use super::words::{
    CONFIRMED, JOINED, NO_CASE, NOT_CONFIRMED, NOT_JOINED, NOT_SHUT, NOT_SUSPECTED, OF_INSTITUTION,
    OWN_CHECK, SET_ASIDE, SHUT,
};
use crate::refusal::{Offer, Refusal};
use crate::words::{AccountId, Day};

/// What a step is judged by besides where the place stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts {
    /// The day it was first seen.
    pub seen_on: Day,
    /// The day of the step.
    pub today: Day,
}

impl Way {
    /// Why `step` cannot be taken now by `actor`, whatever it carries.
    #[must_use]
    pub fn refusal(&self, step: Step, actor: AccountId) -> Option<Refusal> {
        match (step, self) {
            (Step::Unjoin, Self::Joined { .. })
            | (Step::Reopen, Self::Shut { .. } | Self::NotOne { .. })
            | (Step::Join, Self::Suspected { .. } | Self::Confirmed { .. } | Self::Shut { .. })
            | (Step::Confirm | Step::SetAside, Self::Suspected { .. })
            | (Step::Shut, Self::Confirmed { .. }) => None,
            (Step::Overturn, Self::Confirmed { check, .. }) => {
                check.officers.contains(&actor).then_some(OWN_CHECK)
            }
            (_, Self::Joined { .. }) => Some(JOINED),
            (Step::Unjoin, _) => Some(NOT_JOINED),
            (Step::Reopen, _) => Some(NOT_SHUT),
            (_, Self::NotOne { .. }) => Some(SET_ASIDE),
            (_, Self::Shut { .. }) => Some(SHUT),
            (Step::Confirm, _) => Some(CONFIRMED),
            (Step::SetAside, _) => Some(NOT_SUSPECTED),
            (Step::Shut | Step::Overturn, _) => Some(NOT_CONFIRMED),
        }
    }

    /// Every step with the reason why it cannot be taken now by `actor`.
    #[must_use]
    pub fn offers(&self, actor: AccountId) -> Vec<Offer<Step>> {
        Step::ALL
            .iter()
            .map(|step| Offer {
                event: *step,
                refusal: self.refusal(*step, actor),
            })
            .collect()
    }

    /// Why what was seen of it cannot be corrected now.
    #[must_use]
    pub fn writing_refusal(&self) -> Option<Refusal> {
        match self {
            Self::Suspected { .. } | Self::Confirmed { .. } => None,
            Self::Shut { .. } => Some(SHUT),
            Self::Joined { .. } => Some(JOINED),
            Self::NotOne { .. } => Some(SET_ASIDE),
        }
    }
}

/// Why no case is filed from a place that stands so. What is suspected and shown by something is enough for one
/// (Administrative Penalty Law, article 54); of a place that ended there is nobody to proceed against.
#[must_use]
pub fn case_refusal(way: &Way) -> Option<Refusal> {
    (!way.is_open()).then_some(NO_CASE)
}

/// Why a complaint tells of no unlicensed place: it is about an institution of the register.
#[must_use]
pub const fn complaint_refusal(about_institution: bool) -> Option<Refusal> {
    if about_institution {
        Some(OF_INSTITUTION)
    } else {
        None
    }
}
