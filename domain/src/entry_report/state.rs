//! The way of a report: received → accepted, which starts what it asks for, or declined.

use serde::{Deserialize, Serialize};

use super::Asks;
use crate::access::Action;
use crate::refusal::{Offer, Refusal};
use crate::words::{AccountId, Day, MergeId, RequestId, coded};

coded! {
    /// The steps by name.
    Step "event_unknown" {
        /// It is right: what it asks for is started.
        Accept "accept" "采纳" "Accept",
        /// The register stays as it is, and why.
        Decline "decline" "不采纳" "Decline",
    }
}

impl Step {
    /// The right it needs.
    #[must_use]
    pub const fn action(self) -> Action {
        match self {
            Self::Accept | Self::Decline => Action::JudgeReport,
        }
    }
}

/// What an accepted report has started.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "started", rename_all = "snake_case")]
pub enum Started {
    /// A change of the record.
    Change {
        /// What of it waits for the owner of a field; nothing where it was written at once.
        requests: Vec<RequestId>,
    },
    /// A merge of two entries.
    Merge {
        /// Which.
        merge: MergeId,
    },
    /// Nothing of the register: the answer says it.
    Words,
}

/// A step with what it carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// It is right.
    Accept {
        /// What was started by it.
        started: Started,
        /// Words for the reporter; may be empty where something was started.
        answer: String,
    },
    /// The register stays as it is.
    Decline {
        /// Why, for the reporter.
        reason: String,
    },
}

impl Event {
    /// The step's name.
    #[must_use]
    pub const fn step(&self) -> Step {
        match self {
            Self::Accept { .. } => Step::Accept,
            Self::Decline { .. } => Step::Decline,
        }
    }
}

/// Where a report stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum EntryReport {
    /// It has come in.
    Received,
    /// It was right.
    Accepted {
        /// Who said so.
        by: AccountId,
        /// When.
        on: Day,
        /// What was started by it.
        #[serde(flatten)]
        started: Started,
    },
    /// The register stays as it is.
    Declined {
        /// Who said so.
        by: AccountId,
        /// When.
        on: Day,
    },
}

/// It has been decided.
const ENDED: Refusal = Refusal::step(
    "report_ended",
    "这条纠错已经办结",
    "the report has been decided",
);
const REASON_MISSING: Refusal = Refusal::step(
    "reason_missing",
    "请写明不采纳的理由，报告人会看到",
    "say why it is declined; the reporter reads it",
);
const ANSWER_MISSING: Refusal = Refusal::step(
    "answer_missing",
    "请写明如何办理，报告人会看到",
    "say what is done; the reporter reads it",
);
/// What it says is put right in the record itself.
const STARTS_CHANGE: Refusal = Refusal::step(
    "report_starts_change",
    "采纳这条纠错须在登记中作出更正",
    "to accept it is to change the record",
);
/// Two entries of one institution are put together.
const STARTS_MERGE: Refusal = Refusal::step(
    "report_starts_merge",
    "采纳这条纠错须提出合并重复登记",
    "to accept it is to propose the merge of the two entries",
);

impl EntryReport {
    /// The stable code of the state.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Accepted { .. } => "accepted",
            Self::Declined { .. } => "declined",
        }
    }

    /// Whether an officer still owes an answer.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        matches!(self, Self::Received)
    }

    /// When it was decided.
    #[must_use]
    pub const fn decided_on(&self) -> Option<Day> {
        match self {
            Self::Received => None,
            Self::Accepted { on, .. } | Self::Declined { on, .. } => Some(*on),
        }
    }

    /// What was started by it.
    #[must_use]
    pub const fn started(&self) -> Option<&Started> {
        match self {
            Self::Accepted { started, .. } => Some(started),
            Self::Received | Self::Declined { .. } => None,
        }
    }

    /// Why no step can be taken now, whatever it carries.
    #[must_use]
    pub const fn refusal(&self) -> Option<Refusal> {
        match self {
            Self::Received => None,
            Self::Accepted { .. } | Self::Declined { .. } => Some(ENDED),
        }
    }

    /// Every step with the reason why it cannot be taken now.
    #[must_use]
    pub fn offers(&self) -> Vec<Offer<Step>> {
        let offer = |step: &Step| Offer {
            event: *step,
            refusal: self.refusal(),
        };
        Step::ALL.iter().map(offer).collect()
    }

    /// The state of a report that asks for this after `event`, which `by` brings on `today`.
    ///
    /// # Errors
    /// `report_ended`; `reason_missing`, `answer_missing` for empty words; `report_starts_change` and `report_starts_merge`
    /// where something else was started than what it asks for.
    pub fn apply(
        &self,
        asks: Asks,
        event: &Event,
        by: AccountId,
        on: Day,
    ) -> Result<Self, Refusal> {
        if let Some(refusal) = self.refusal() {
            return Err(refusal);
        }
        match event {
            Event::Decline { reason } if reason.trim().is_empty() => Err(REASON_MISSING),
            Event::Decline { .. } => Ok(Self::Declined { by, on }),
            Event::Accept { started, answer } => match (asks, started) {
                (Asks::Change, Started::Words | Started::Merge { .. }) => Err(STARTS_CHANGE),
                (Asks::Merge, Started::Words | Started::Change { .. }) => Err(STARTS_MERGE),
                (Asks::Words, Started::Words) if answer.trim().is_empty() => Err(ANSWER_MISSING),
                _ => Ok(Self::Accepted {
                    by,
                    on,
                    started: started.clone(),
                }),
            },
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test stops where it fails")]
mod tests {
    use super::super::{Kind, Now};
    use super::*;
    use crate::institution::Status;
    use crate::words::Instant;

    const WORKS: Now = Now {
        wrong: true,
        status: Status::Operating,
        merged: false,
    };

    #[test]
    fn what_is_accepted_has_started_the_right_thing_and_is_decided_once() {
        let (by, on) = (
            AccountId::new(Instant::from_millis(0), [1; 10]),
            "2026-11-29".parse().unwrap(),
        );
        let change = Started::Change {
            requests: Vec::new(),
        };
        let merge = Started::Merge {
            merge: MergeId::new(Instant::from_millis(0), [2; 10]),
        };
        let code = |kind: Kind, started: &Started, answer: &str| {
            let asks = kind.asks(&WORKS);
            let event = Event::Accept {
                started: started.clone(),
                answer: answer.to_owned(),
            };
            let after = EntryReport::Received.apply(asks, &event, by, on);
            after.map(|it| it.code()).map_err(|it| it.code)
        };
        for kind in [Kind::Wrong, Kind::Closed] {
            assert_eq!(code(kind, &change, ""), Ok("accepted"), "{kind}");
            assert_eq!(
                code(kind, &Started::Words, "谢谢"),
                Err("report_starts_change")
            );
        }
        assert_eq!(code(Kind::Double, &merge, ""), Ok("accepted"));
        assert_eq!(code(Kind::Double, &change, ""), Err("report_starts_merge"));
        assert_eq!(
            code(Kind::Other, &Started::Words, " "),
            Err("answer_missing")
        );
        assert_eq!(code(Kind::Other, &change, ""), Ok("accepted"));
        // What names no field that is wrong, and what has been put right since, is answered in words.
        let right = Now {
            wrong: false,
            ..WORKS
        };
        let gone = Now {
            status: Status::Closed,
            ..WORKS
        };
        let merged = Now {
            merged: true,
            ..WORKS
        };
        assert_eq!(Kind::Wrong.asks(&right), Asks::Words);
        assert_eq!(Kind::Closed.asks(&gone), Asks::Words);
        assert_eq!(Kind::Double.asks(&merged), Asks::Words);
        assert_eq!(Kind::Closed.asks(&merged), Asks::Change);
        let decline = |reason: &str| Event::Decline {
            reason: reason.to_owned(),
        };
        let declined = EntryReport::Received
            .apply(Asks::Change, &decline("与证照一致"), by, on)
            .unwrap();
        assert!(!declined.is_open() && declined.decided_on() == Some(on));
        let again = declined.apply(Asks::Change, &decline("x"), by, on);
        assert_eq!(again.map_err(|it| it.code), Err("report_ended"));
    }
}
