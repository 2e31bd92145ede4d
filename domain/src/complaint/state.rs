//! The way of a complaint: received → accepted → answered → closed, or declined, or withdrawn.

use serde::{Deserialize, Serialize};

use crate::notice::Template;
use crate::refusal::{Offer, Refusal};
use crate::words::{AccountId, Day, coded};

coded! {
    /// The steps by name.
    Step "event_unknown" {
        /// Take it up.
        Accept "accept" "受理" "Accept",
        /// Say that it cannot be taken up, and why.
        Decline "decline" "不予受理" "Decline",
        /// Give the answer.
        Answer "answer" "答复" "Answer",
        /// Close it after the answer.
        Close "close" "办结" "Close",
        /// The complainant takes it back.
        Withdraw "withdraw" "撤回" "Withdraw",
    }
}

/// A step with what it carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// Take it up.
    Accept {
        /// The officer.
        by: AccountId,
    },
    /// Say that it cannot be taken up.
    Decline {
        /// The officer.
        by: AccountId,
        /// Why, for the complainant.
        reason: String,
    },
    /// Give the answer.
    Answer {
        /// The officer.
        by: AccountId,
        /// The answer, for the complainant.
        text: String,
    },
    /// Close it.
    Close {
        /// The officer.
        by: AccountId,
    },
    /// The complainant takes it back.
    Withdraw,
}

impl Event {
    /// The step's name.
    #[must_use]
    pub const fn step(&self) -> Step {
        match self {
            Self::Accept { .. } => Step::Accept,
            Self::Decline { .. } => Step::Decline,
            Self::Answer { .. } => Step::Answer,
            Self::Close { .. } => Step::Close,
            Self::Withdraw => Step::Withdraw,
        }
    }
}

/// What a step brings about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// The complainant is told, where an address is known.
    Notify(Template),
}

/// Where a complaint stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Complaint {
    /// It has come in.
    Received,
    /// An officer has taken it up.
    Accepted {
        /// Who.
        by: AccountId,
        /// When.
        on: Day,
    },
    /// It cannot be taken up.
    Declined {
        /// Who said so.
        by: AccountId,
        /// When.
        on: Day,
        /// Why.
        reason: String,
    },
    /// The answer was given.
    Answered {
        /// Who gave it.
        by: AccountId,
        /// When.
        on: Day,
        /// When it had been taken up.
        accepted_on: Day,
    },
    /// It is done with.
    Closed {
        /// Who closed it.
        by: AccountId,
        /// When.
        on: Day,
        /// When it had been taken up.
        accepted_on: Day,
        /// When it had been answered.
        answered_on: Day,
    },
    /// The complainant took it back.
    Withdrawn {
        /// When.
        on: Day,
    },
}

impl Complaint {
    /// The stable code of the state.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Accepted { .. } => "accepted",
            Self::Declined { .. } => "declined",
            Self::Answered { .. } => "answered",
            Self::Closed { .. } => "closed",
            Self::Withdrawn { .. } => "withdrawn",
        }
    }

    /// Whether an officer still owes an answer.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        matches!(self, Self::Received | Self::Accepted { .. })
    }

    /// When it was taken up.
    #[must_use]
    pub const fn accepted_on(&self) -> Option<Day> {
        match self {
            Self::Accepted { on, .. } => Some(*on),
            Self::Answered { accepted_on, .. } | Self::Closed { accepted_on, .. } => {
                Some(*accepted_on)
            }
            _ => None,
        }
    }

    /// When it was answered.
    #[must_use]
    pub const fn answered_on(&self) -> Option<Day> {
        match self {
            Self::Answered { on, .. } | Self::Declined { on, .. } => Some(*on),
            Self::Closed { answered_on, .. } => Some(*answered_on),
            _ => None,
        }
    }

    /// When it was closed or taken back.
    #[must_use]
    pub const fn ended_on(&self) -> Option<Day> {
        match self {
            Self::Closed { on, .. } | Self::Withdrawn { on } => Some(*on),
            _ => None,
        }
    }

    /// Why `step` cannot be taken now, whatever it carries.
    #[must_use]
    pub const fn refusal(&self, step: Step) -> Option<Refusal> {
        match (self, step) {
            (Self::Received, Step::Accept | Step::Decline | Step::Withdraw)
            | (Self::Accepted { .. }, Step::Answer | Step::Withdraw)
            | (Self::Answered { .. }, Step::Close) => None,
            (Self::Received, Step::Answer) => Some(Refusal::step(
                "complaint_not_accepted",
                "投诉尚未受理，不能答复",
                "the complaint has not been accepted yet",
            )),
            (Self::Received | Self::Accepted { .. }, Step::Close) => Some(Refusal::step(
                "complaint_not_answered",
                "投诉尚未答复，不能办结",
                "the complaint has not been answered yet",
            )),
            (Self::Accepted { .. }, Step::Accept | Step::Decline) => Some(Refusal::step(
                "complaint_accepted_already",
                "投诉已经受理",
                "the complaint has been accepted already",
            )),
            _ => Some(Refusal::step(
                "complaint_ended",
                "投诉已经答复、办结或者撤回",
                "the complaint has been answered, closed or withdrawn",
            )),
        }
    }

    /// Every step of an officer with the reason why it cannot be taken now.
    #[must_use]
    pub fn offers(&self) -> Vec<Offer<Step>> {
        [Step::Accept, Step::Decline, Step::Answer, Step::Close]
            .into_iter()
            .map(|event| Offer {
                event,
                refusal: self.refusal(event),
            })
            .collect()
    }

    /// The state after `event` on `today`, and what it brings about.
    ///
    /// # Errors
    /// A refusal by the order of steps; `reason_missing` or `answer_missing` for empty words.
    pub fn apply(self, event: Event, today: Day) -> Result<(Self, Vec<Effect>), Refusal> {
        if let Some(refusal) = self.refusal(event.step()) {
            return Err(refusal);
        }
        let accepted_on = self.accepted_on().unwrap_or(today);
        let answered_on = self.answered_on().unwrap_or(today);
        match event {
            Event::Accept { by } => Ok((
                Self::Accepted { by, on: today },
                vec![Effect::Notify(Template::ComplaintAccepted)],
            )),
            Event::Decline { by, reason } => {
                let reason = said(reason, &REASON_MISSING)?;
                let declined = Self::Declined {
                    by,
                    on: today,
                    reason,
                };
                Ok((declined, vec![Effect::Notify(Template::ComplaintAnswered)]))
            }
            Event::Answer { by, text } => {
                said(text, &ANSWER_MISSING)?;
                let answered = Self::Answered {
                    by,
                    on: today,
                    accepted_on,
                };
                Ok((answered, vec![Effect::Notify(Template::ComplaintAnswered)]))
            }
            Event::Close { by } => Ok((
                Self::Closed {
                    by,
                    on: today,
                    accepted_on,
                    answered_on,
                },
                Vec::new(),
            )),
            Event::Withdraw => Ok((Self::Withdrawn { on: today }, Vec::new())),
        }
    }
}

const REASON_MISSING: Refusal = Refusal::step(
    "reason_missing",
    "不予受理须写明理由",
    "say why the complaint is declined",
);

const ANSWER_MISSING: Refusal =
    Refusal::step("answer_missing", "答复不能为空", "the answer is empty");

fn said(text: String, missing: &Refusal) -> Result<String, Refusal> {
    if text.trim().is_empty() {
        Err(missing.clone())
    } else {
        Ok(text.trim().to_owned())
    }
}
