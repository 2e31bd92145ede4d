//! What can happen to a licence after it was issued: somebody proposes a change, another person approves it.
//!
//! A licence expires by the calendar and not by a decision. Revocation and suspension are penalties and rest on a document that says
//! so (Administrative Penalty Law, article 9); a licence is cancelled on one of the grounds of article 70 of the
//! Administrative Licensing Law and on no other.

use serde::{Deserialize, Serialize};

use super::State;
use super::words::{
    AWAITS_DECISION, BASIS_MISSING, ENDED, EXPIRED, GROUND_MISSING, GROUND_UNFIT, NO_PROPOSAL,
    NOT_SUSPENDED, NOT_VALID, OWN_PROPOSAL, REASON_MISSING, REVOCATION_WITHOUT_DECISION,
    SUSPENSION_WITHOUT_DECISION,
};
use crate::notice::Template;
use crate::refusal::{Offer, Refusal};
use crate::words::{AccountId, Article, Day, coded};

coded! {
    /// A change of a licence.
    Change "licence_change_unknown" {
        /// 暂停
        Suspend "suspend" "暂停" "Suspend",
        /// 恢复
        Resume "resume" "恢复" "Resume",
        /// 吊销
        Revoke "revoke" "吊销" "Revoke",
        /// 注销
        Cancel "cancel" "注销" "Cancel",
    }
}

coded! {
    /// The ground of a cancellation (Administrative Licensing Law, article 70).
    Ground "licence_ground_unknown" {
        /// 有效期届满未延续
        Expired "expired" "有效期届满未延续" "It ran out and was not renewed",
        /// 法人或者其他组织依法终止
        Ended "ended" "机构依法终止" "The institution has ended by law",
        /// 许可被撤销、撤回，或者许可证件被吊销
        Withdrawn "withdrawn" "许可被撤销、撤回，或者许可证被吊销" "The licence was withdrawn or revoked",
        /// 因不可抗力无法实施
        ForceMajeure "force_majeure" "因不可抗力无法实施" "Force majeure",
        /// 法律、法规规定的其他情形
        OtherByLaw "other_by_law" "法律、法规规定的其他情形" "Another ground given by law",
    }
}

impl Ground {
    /// The item of the article.
    #[must_use]
    pub const fn article(self) -> Article {
        Article::new(match self {
            Self::Expired => "alic-70--1",
            Self::Ended => "alic-70--3",
            Self::Withdrawn => "alic-70--4",
            Self::ForceMajeure => "alic-70--5",
            Self::OtherByLaw => "alic-70--6",
        })
    }
}

coded! {
    /// The steps by name.
    Step "event_unknown" {
        /// Propose a change.
        Propose "propose" "提出变动" "Propose a change",
        /// Approve it: the licence changes.
        Approve "approve" "批准" "Approve",
        /// Send it back.
        SendBack "send_back" "退回" "Send back",
    }
}

/// A change that waits for the second person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// What is to happen.
    pub change: Change,
    /// The ground of a cancellation.
    pub ground: Option<Ground>,
    /// The document it rests on: its name and number.
    pub basis: String,
    /// Why.
    pub reason: String,
    /// Who proposes.
    pub by: AccountId,
    /// When.
    pub on: Day,
}

/// A step with what it carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// Propose a change.
    Propose {
        /// What is to happen.
        change: Change,
        /// The ground of a cancellation.
        ground: Option<Ground>,
        /// The document it rests on; a suspension, revocation and cancellation need one.
        basis: String,
        /// Why.
        reason: String,
    },
    /// Approve it.
    Approve,
    /// Send it back.
    SendBack {
        /// What is missing.
        reason: String,
    },
}

impl Event {
    /// The step's name.
    #[must_use]
    pub const fn step(&self) -> Step {
        match self {
            Self::Propose { .. } => Step::Propose,
            Self::Approve => Step::Approve,
            Self::SendBack { .. } => Step::SendBack,
        }
    }
}

/// What a step brings about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// The institution is told by e-mail, where an address is known.
    Notify(Template),
}

/// For so many days after its last one an expiry is news.
const NEWS_DAYS: i64 = 30;

/// A licence as it is stored: its state, the last day on which it is valid, and the change that waits for approval.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Licence {
    /// The stored state; [`Licence::state_on`] tells the true one.
    pub state: State,
    /// Last day.
    pub valid_until: Day,
    /// The change that is proposed.
    pub proposal: Option<Proposal>,
    /// The state from which the calendar ended it; nothing where it did not.
    pub ended_from: Option<State>,
}

impl Licence {
    /// The true state on `today`.
    #[must_use]
    pub fn state_on(&self, today: Day) -> State {
        self.state.on(self.valid_until, today)
    }

    /// What the calendar alone makes of the stored state on `today`; nothing where it is right. A clock that ran ahead
    /// and was set back is put right in the same way.
    #[must_use]
    pub fn by_calendar(&self, today: Day) -> Option<State> {
        match self.state {
            state if state.runs_out() && self.valid_until < today => Some(State::Expired),
            State::Expired if self.valid_until >= today => {
                Some(self.ended_from.unwrap_or(State::Valid))
            }
            _ => None,
        }
    }

    /// The licence with another last day: one that the calendar has ended in between is what it was before.
    #[must_use]
    pub fn renewed(self, valid_until: Day, today: Day) -> Self {
        let longer = Self {
            valid_until,
            ..self
        };
        match longer.by_calendar(today) {
            Some(state) => longer.turned(state),
            None => longer,
        }
    }

    /// The licence after the calendar made `state` of it.
    #[must_use]
    pub fn turned(self, state: State) -> Self {
        let ended_from = (state == State::Expired).then_some(self.state);
        Self {
            state,
            ended_from,
            ..self
        }
    }

    /// Whether it has run out, and so lately that the institution is told: an expiry that lies further back is no news,
    /// the register learns of it with an import.
    #[must_use]
    pub fn end_is_news(&self, today: Day) -> bool {
        self.state == State::Expired
            && (1..=NEWS_DAYS).contains(&self.valid_until.days_until(today))
    }

    /// Why `step` cannot be taken by `actor` now, whatever it carries.
    #[must_use]
    pub fn refusal(&self, step: Step, actor: AccountId) -> Option<Refusal> {
        match (step, &self.proposal) {
            (Step::Propose, Some(_)) => Some(AWAITS_DECISION),
            (Step::Propose, None) => (self.state == State::Cancelled).then_some(ENDED),
            (Step::Approve | Step::SendBack, None) => Some(NO_PROPOSAL),
            (Step::Approve, Some(proposal)) if proposal.by == actor => Some(OWN_PROPOSAL),
            (Step::Approve | Step::SendBack, Some(_)) => None,
        }
    }

    /// Every step with the reason why it cannot be taken now.
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

    /// Every change, and why it cannot be proposed on `today`.
    #[must_use]
    pub fn changes(&self, today: Day) -> Vec<Offer<Change>> {
        Change::ALL
            .iter()
            .map(|change| Offer {
                event: *change,
                refusal: self.unfit(*change, today),
            })
            .collect()
    }

    /// The licence after `event`, taken by `actor` on `today`, and what it brings about.
    ///
    /// # Errors
    /// A refusal by the order of steps, by the state of the licence on the day, or by what the event carries.
    pub fn apply(
        self,
        event: Event,
        actor: AccountId,
        today: Day,
    ) -> Result<(Self, Vec<Effect>), Refusal> {
        if let Some(refusal) = self.refusal(event.step(), actor) {
            return Err(refusal);
        }
        match event {
            Event::Propose {
                change,
                ground,
                basis,
                reason,
            } => {
                let proposal = Proposal {
                    change,
                    ground,
                    basis: basis.trim().to_owned(),
                    reason: reason.trim().to_owned(),
                    by: actor,
                    on: today,
                };
                self.proposed(proposal, today)
            }
            Event::Approve => self.approved(today),
            Event::SendBack { reason } if reason.trim().is_empty() => Err(REASON_MISSING),
            Event::SendBack { .. } => Ok((
                Self {
                    proposal: None,
                    ..self
                },
                Vec::new(),
            )),
        }
    }

    fn proposed(self, proposal: Proposal, today: Day) -> Result<(Self, Vec<Effect>), Refusal> {
        if let Some(refusal) = self.unfit(proposal.change, today) {
            return Err(refusal);
        }
        if proposal.reason.is_empty() {
            return Err(REASON_MISSING);
        }
        let wants_basis = !matches!(proposal.change, Change::Resume);
        if wants_basis && proposal.basis.is_empty() {
            return Err(match proposal.change {
                Change::Revoke => REVOCATION_WITHOUT_DECISION,
                Change::Suspend => SUSPENSION_WITHOUT_DECISION,
                _ => BASIS_MISSING,
            });
        }
        if proposal.change == Change::Cancel {
            self.fits(proposal.ground, today)?;
        }
        let proposal = Some(proposal);
        Ok((Self { proposal, ..self }, Vec::new()))
    }

    /// A cancellation has a ground, and the ground is one that the licence itself does not deny.
    fn fits(&self, ground: Option<Ground>, today: Day) -> Result<(), Refusal> {
        let state = self.state_on(today);
        match ground {
            None => Err(GROUND_MISSING),
            Some(Ground::Expired) if state != State::Expired => Err(GROUND_UNFIT),
            // The document that withdraws a licence may be another office's: the register learns of it here.
            Some(_) => Ok(()),
        }
    }

    /// The state may have changed since the proposal: what was fit then is looked at once more.
    fn approved(self, today: Day) -> Result<(Self, Vec<Effect>), Refusal> {
        let Some(proposal) = &self.proposal else {
            return Err(NO_PROPOSAL);
        };
        if let Some(refusal) = self.unfit(proposal.change, today) {
            return Err(refusal);
        }
        if proposal.change == Change::Cancel {
            self.fits(proposal.ground, today)?;
        }
        let state = match proposal.change {
            Change::Suspend => State::Suspended,
            Change::Resume => State::Valid,
            Change::Revoke => State::Revoked,
            Change::Cancel => State::Cancelled,
        };
        let changed = Self {
            state,
            proposal: None,
            ..self
        };
        Ok((changed, vec![Effect::Notify(Template::LicenceChanged)]))
    }

    /// Why a licence in its state of `today` has no such change.
    fn unfit(&self, change: Change, today: Day) -> Option<Refusal> {
        match (change, self.state_on(today)) {
            // A revoked licence is cancelled in the register afterwards; nothing else follows an end.
            (Change::Cancel, State::Revoked) => None,
            (_, State::Revoked | State::Cancelled) => Some(ENDED),
            (Change::Suspend, State::Valid) => None,
            (Change::Suspend, _) => Some(NOT_VALID),
            // Suspended, and run out in between.
            (Change::Resume, State::Expired) if self.state == State::Suspended => Some(EXPIRED),
            (Change::Resume, State::Suspended) => None,
            (Change::Resume, _) => Some(NOT_SUSPENDED),
            (Change::Revoke, State::Expired) => Some(EXPIRED),
            (Change::Revoke | Change::Cancel, _) => None,
        }
    }
}

#[cfg(test)]
#[path = "way_tests.rs"]
mod tests;
