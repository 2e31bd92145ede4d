//! The way of a case.

use serde::{Deserialize, Serialize};

use super::ServiceWay;
use super::event::{Event, Step};
use super::guard::Circumstances;
use super::words::{
    ACTED_AFTER_FOUND, ANSWERED, AWAITS_APPROVAL, BASIS_UNCONFIRMED, CASE_CLOSED, CONSENT_MISSING,
    CORRECTION_OPEN, DAY_IN_FUTURE, DUE_NOT_LATER, DUE_TOO_EARLY, DUE_TOO_LATE, FINDING_MISSING,
    NO_BASIS, NO_ORDER, NO_PROPOSAL, NOT_SERVED, NOTICE_RUNNING, ORDER_MADE, ORDER_MISSING,
    REASON_MISSING, SERVED, SERVED_TOO_EARLY, SERVED_TOO_LATE,
};
use crate::notice::Template;
use crate::refusal::{Offer, Refusal};
use crate::words::{AccountId, Article, Day};

/// What a step brings about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// The institution is told by e-mail, where an address is known. The mail informs; it is no service.
    Notify(Template),
}

/// The order to correct, as far as the way of the case depends on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// Day of the order.
    pub ordered_on: Day,
    /// Last day for correction.
    pub due_on: Day,
    /// Day of service, once it is served.
    pub served_on: Option<Day>,
    /// Whether the institution has answered.
    pub answered: bool,
}

/// Where a case stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Case {
    /// Filed; nothing is found yet.
    Filed,
    /// Findings are recorded.
    Found {
        /// How many.
        findings: u32,
    },
    /// Correction is ordered.
    Ordered {
        /// Findings.
        findings: u32,
        /// The order.
        order: Order,
    },
    /// An officer proposes to close.
    ClosureProposed {
        /// Findings.
        findings: u32,
        /// The order, where there is one.
        order: Option<Order>,
        /// Who proposes.
        by: AccountId,
        /// Why it can be closed.
        reason: String,
    },
    /// Closed.
    Closed {
        /// Findings.
        findings: u32,
        /// The order, where there was one.
        order: Option<Order>,
        /// The lead officer who approved.
        approved_by: AccountId,
        /// When.
        on: Day,
        /// Why it could be closed.
        reason: String,
    },
}

/// No order may give a longer time; a local setting, since no law read here gives a number.
const CORRECTION_DAYS_MAX: i64 = 180;

impl Case {
    /// The stable code of the state.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Filed => "filed",
            Self::Found { .. } => "found",
            Self::Ordered { .. } => "ordered",
            Self::ClosureProposed { .. } => "closure_proposed",
            Self::Closed { .. } => "closed",
        }
    }

    /// Whether something is still to be done.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        !matches!(self, Self::Closed { .. })
    }

    /// The order, where there is one.
    #[must_use]
    pub const fn order(&self) -> Option<&Order> {
        match self {
            Self::Ordered { order, .. } => Some(order),
            Self::ClosureProposed { order, .. } | Self::Closed { order, .. } => order.as_ref(),
            Self::Filed | Self::Found { .. } => None,
        }
    }

    const fn findings(&self) -> u32 {
        match self {
            Self::Filed => 0,
            Self::Found { findings }
            | Self::Ordered { findings, .. }
            | Self::ClosureProposed { findings, .. }
            | Self::Closed { findings, .. } => *findings,
        }
    }

    /// Why `step` cannot be taken now, whatever it carries.
    #[must_use]
    pub fn refusal(&self, step: Step, at: &Circumstances) -> Option<Refusal> {
        self.by_state(step, at)
            .or_else(|| by_person(step, at).err())
    }

    /// Why the party can answer no order now, nor bring proof for an answer.
    #[must_use]
    pub const fn answer_refusal(&self) -> Option<Refusal> {
        match self {
            Self::Filed | Self::Found { .. } => Some(NO_ORDER),
            Self::Ordered { .. } => None,
            Self::ClosureProposed { .. } => Some(AWAITS_APPROVAL),
            Self::Closed { .. } => Some(CASE_CLOSED),
        }
    }

    fn by_state(&self, step: Step, at: &Circumstances) -> Option<Refusal> {
        match (self, step) {
            (_, Step::Respond) => self.answer_refusal(),
            (Self::Closed { .. }, _) => Some(CASE_CLOSED),
            (Self::ClosureProposed { .. }, Step::ApproveClosure | Step::ReturnForMore) => None,
            (Self::ClosureProposed { .. }, _) => Some(AWAITS_APPROVAL),
            (_, Step::ApproveClosure | Step::ReturnForMore) => Some(NO_PROPOSAL),
            (Self::Filed | Self::Found { .. }, Step::RecordFinding)
            | (Self::Found { .. }, Step::OrderCorrection)
            | (Self::Filed, Step::ProposeClosure) => None,
            (Self::Ordered { .. }, Step::RecordFinding | Step::OrderCorrection) => Some(ORDER_MADE),
            (Self::Filed, Step::OrderCorrection) => Some(FINDING_MISSING),
            (Self::Filed | Self::Found { .. }, Step::ChangeDue | Step::RecordService) => {
                Some(NO_ORDER)
            }
            // An answer that came before the service does not serve: the order may need a later day to be served at all.
            (Self::Ordered { order, .. }, Step::ChangeDue) => {
                (order.answered && order.served_on.is_some()).then_some(ANSWERED)
            }
            (Self::Found { .. }, Step::ProposeClosure) => Some(ORDER_MISSING),
            (Self::Ordered { order, .. }, Step::RecordService) => {
                order.served_on.is_some().then_some(SERVED)
            }
            (Self::Ordered { order, .. }, Step::ProposeClosure) => {
                if order.served_on.is_none() {
                    Some(NOT_SERVED)
                } else if !order.answered && at.today <= order.due_on {
                    Some(CORRECTION_OPEN)
                } else {
                    None
                }
            }
        }
    }

    /// Every step of an officer with the reason why it cannot be taken now.
    #[must_use]
    pub fn offers(&self, at: &Circumstances) -> Vec<Offer<Step>> {
        Step::ALL
            .iter()
            .filter(|step| **step != Step::Respond)
            .map(|step| Offer {
                event: *step,
                refusal: self.refusal(*step, at),
            })
            .collect()
    }

    /// The state after `event`, and what it brings about.
    ///
    /// # Errors
    /// A refusal by the order of steps, by the rules on persons, or by what the event carries.
    pub fn apply(self, event: Event, at: &Circumstances) -> Result<(Self, Vec<Effect>), Refusal> {
        if let Some(refusal) = self.refusal(event.step(), at) {
            return Err(refusal);
        }
        let findings = self.findings();
        match event {
            Event::RecordFinding {
                violation,
                acted_on,
                licensed,
                found_on,
            } => {
                if found_on > at.today {
                    return Err(DAY_IN_FUTURE);
                }
                if acted_on > found_on {
                    return Err(ACTED_AFTER_FOUND);
                }
                if violation.article(acted_on, licensed).is_none() {
                    return Err(NO_BASIS);
                }
                let findings = findings.saturating_add(1);
                Ok((Self::Found { findings }, Vec::new()))
            }
            Event::OrderCorrection {
                due_on,
                articles,
                basis_confirmed,
            } => {
                let order = ordered(due_on, at)?;
                if !(Article::all_verified(&articles) || basis_confirmed) {
                    return Err(BASIS_UNCONFIRMED);
                }
                let told = vec![Effect::Notify(Template::CorrectionOrdered)];
                Ok((Self::Ordered { findings, order }, told))
            }
            Event::ChangeDue { due_on, reason } => self.due_changed(due_on, &reason, at),
            Event::RecordService { way, on } => self.served(way, on, at),
            Event::Respond => Ok((self.with_order(|order| order.answered = true), Vec::new())),
            Event::ProposeClosure { reason } => self.proposed(&reason, at),
            Event::ApproveClosure => self.closed(at),
            Event::ReturnForMore { reason } => {
                if reason.trim().is_empty() {
                    return Err(REASON_MISSING);
                }
                Ok((self.returned(), Vec::new()))
            }
        }
    }

    fn served(
        self,
        way: ServiceWay,
        on: Day,
        at: &Circumstances,
    ) -> Result<(Self, Vec<Effect>), Refusal> {
        if way == ServiceWay::Electronic && !at.consent {
            return Err(CONSENT_MISSING);
        }
        let served_on = way.counts_from(on);
        let order = self.order().ok_or(NO_ORDER)?;
        if on > at.today {
            return Err(DAY_IN_FUTURE);
        }
        if on < order.ordered_on {
            return Err(SERVED_TOO_EARLY);
        }
        if served_on > at.today {
            return Err(NOTICE_RUNNING);
        }
        // The day of service is not counted, so a service on the last day would leave none.
        if served_on >= order.due_on {
            return Err(SERVED_TOO_LATE);
        }
        let served = self.with_order(|order| order.served_on = Some(served_on));
        Ok((served, Vec::new()))
    }

    fn due_changed(
        self,
        due_on: Day,
        reason: &str,
        at: &Circumstances,
    ) -> Result<(Self, Vec<Effect>), Refusal> {
        if reason.trim().is_empty() {
            return Err(REASON_MISSING);
        }
        if self.order().is_some_and(|order| due_on <= order.due_on) {
            return Err(DUE_NOT_LATER);
        }
        within_limits(due_on, at)?;
        let told = vec![Effect::Notify(Template::CorrectionDueChanged)];
        Ok((self.with_order(|order| order.due_on = due_on), told))
    }

    fn proposed(self, reason: &str, at: &Circumstances) -> Result<(Self, Vec<Effect>), Refusal> {
        let (Some(by), false) = (at.actor, reason.trim().is_empty()) else {
            return Err(REASON_MISSING);
        };
        let proposed = Self::ClosureProposed {
            findings: self.findings(),
            order: self.order().cloned(),
            by,
            reason: reason.trim().to_owned(),
        };
        Ok((proposed, Vec::new()))
    }

    fn closed(self, at: &Circumstances) -> Result<(Self, Vec<Effect>), Refusal> {
        let (
            Some(approved_by),
            Self::ClosureProposed {
                findings,
                order,
                reason,
                ..
            },
        ) = (at.actor, self)
        else {
            return Err(NO_PROPOSAL);
        };
        let closed = Self::Closed {
            findings,
            order,
            approved_by,
            on: at.today,
            reason,
        };
        Ok((closed, Vec::new()))
    }

    /// Back to where the proposal was made.
    fn returned(self) -> Self {
        match self {
            Self::ClosureProposed {
                findings,
                order: Some(order),
                ..
            } => Self::Ordered { findings, order },
            Self::ClosureProposed { .. } => Self::Filed,
            other => other,
        }
    }

    fn with_order(mut self, change: impl FnOnce(&mut Order)) -> Self {
        if let Self::Ordered { order, .. } = &mut self {
            change(order);
        }
        self
    }
}

fn by_person(step: Step, at: &Circumstances) -> Result<(), Refusal> {
    match step {
        Step::RecordFinding | Step::OrderCorrection | Step::ChangeDue | Step::RecordService => {
            at.investigates()
        }
        Step::ProposeClosure => at.handles(),
        Step::ApproveClosure | Step::ReturnForMore => at.approves(),
        Step::Respond => Ok(()),
    }
}

/// A last day for correction lies after today, and not further away than an order may give.
fn within_limits(due_on: Day, at: &Circumstances) -> Result<(), Refusal> {
    if due_on <= at.today {
        Err(DUE_TOO_EARLY)
    } else if at.today.days_until(due_on) > CORRECTION_DAYS_MAX {
        Err(DUE_TOO_LATE)
    } else {
        Ok(())
    }
}

fn ordered(due_on: Day, at: &Circumstances) -> Result<Order, Refusal> {
    within_limits(due_on, at)?;
    Ok(Order {
        ordered_on: at.today,
        due_on,
        served_on: None,
        answered: false,
    })
}
