//! What a step on a course is judged by, and why one cannot be taken now.

use super::way::{Step, Way};
use super::words::{
    ENDED, FILED, INCOMPLETE, MATERIALS_FILED, NO_CHANGE, NOT_DRAFT, NOT_FILED, NOT_FLAGGED,
    NOT_HANDED_IN, NOT_OVER, NOTHING_BEFORE, NOTHING_TO_CHANGE, UNLAWFUL, WITHOUT_LICENCE,
};
use crate::refusal::{Offer, Refusal};
use crate::words::Day;

/// What a step is judged by besides where the course stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts {
    /// Whether every field says something.
    pub complete: bool,
    /// Whether no rule refuses it.
    pub lawful: bool,
    /// Whether the institution works and has a licence in force.
    pub licensed: bool,
    /// Whether its name and description are those of the version that is published, which were screened.
    pub read_before: bool,
    /// Whether it has materials that the authority has not filed.
    pub unfiled: bool,
    /// The last day of the version that is published.
    pub last_day: Option<Day>,
    /// The day.
    pub today: Day,
}

impl Facts {
    /// Whether nothing but its text could keep it from being published.
    pub(super) const fn may_be_published(&self) -> bool {
        self.licensed && self.lawful
    }
}

impl Way {
    const fn is_flagged(&self) -> bool {
        matches!(self, Self::Flagged { .. })
    }

    /// Why what it says cannot be changed now.
    #[must_use]
    pub fn writing_refusal(&self) -> Option<Refusal> {
        match self {
            Self::Draft { .. } => None,
            Self::Filed { .. } | Self::Flagged { .. } => Some(FILED),
            Self::Refused { .. } | Self::Published { .. } => Some(NOT_DRAFT),
            Self::Ended { .. } | Self::Withdrawn { .. } => Some(ENDED),
        }
    }

    /// Why `step` cannot be taken now, whatever it carries.
    #[must_use]
    pub fn refusal(&self, step: Step, facts: &Facts) -> Option<Refusal> {
        if self.has_ended() {
            return Some(ENDED);
        }
        match step {
            Step::File => match self {
                Self::Draft { .. } if !facts.licensed => Some(WITHOUT_LICENCE),
                Self::Draft { .. } if !facts.complete => Some(INCOMPLETE),
                Self::Draft { .. } => (!facts.lawful).then_some(UNLAWFUL),
                _ => self.writing_refusal(),
            },
            Step::Change => match self {
                Self::Published { .. } | Self::Refused { .. } => {
                    (!facts.licensed).then_some(WITHOUT_LICENCE)
                }
                Self::Draft { .. } => Some(NOTHING_TO_CHANGE),
                _ => Some(FILED),
            },
            Step::Discard => match self {
                Self::Published { .. } => Some(NO_CHANGE),
                _ => self.live().is_none().then_some(NOTHING_BEFORE),
            },
            Step::Withdraw => None,
            Step::Screened => {
                let waits = matches!(self, Self::Filed { .. });
                (!waits).then_some(NOT_FILED)
            }
            Step::Refuse => (!self.is_flagged()).then_some(NOT_FLAGGED),
            // Weeks may have gone by since it was filed: what is against a rule now is not published.
            Step::Clear => match self.is_flagged() {
                false => Some(NOT_FLAGGED),
                true if !facts.licensed => Some(WITHOUT_LICENCE),
                true => (!facts.lawful).then_some(UNLAWFUL),
            },
            Step::FileMaterials => match self {
                Self::Draft { .. } => Some(NOT_HANDED_IN),
                _ => (!facts.unfiled).then_some(MATERIALS_FILED),
            },
            Step::End => {
                let over =
                    self.live().is_some() && facts.last_day.is_some_and(|last| last < facts.today);
                (!over).then_some(NOT_OVER)
            }
        }
    }

    /// These steps with the reason why each cannot be taken now.
    #[must_use]
    pub fn offers(&self, steps: &[Step], facts: &Facts) -> Vec<Offer<Step>> {
        steps
            .iter()
            .map(|step| Offer {
                event: *step,
                refusal: self.refusal(*step, facts),
            })
            .collect()
    }
}
