//! What can happen to a licence, first form.
//!
//! A licence expires by the calendar and not by an event. Revocation is a penalty and rests on a
//! decision; cancellation follows the end of the institution or of the licence
//! (Law on the Promotion of Private Education, articles 58 to 60 and 62).

use super::State;
use crate::refusal::{Offer, Refusal};
use crate::words::{Day, coded};

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

/// A licence as it is stored: its state, and the last day on which it is valid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Licence {
    /// The stored state; [`Licence::state_on`] tells the true one.
    pub state: State,
    /// Last day.
    pub valid_until: Day,
}

impl Licence {
    /// The true state on `today`.
    #[must_use]
    pub fn state_on(self, today: Day) -> State {
        self.state.on(self.valid_until, today)
    }

    /// The licence after `change`, made for `reason` on `today`.
    ///
    /// # Errors
    /// `reason_missing`; `licence_not_valid`, `licence_not_suspended`, `licence_expired` or
    /// `licence_ended` where the licence is in no state for the change.
    pub fn apply(self, change: Change, reason: &str, today: Day) -> Result<Self, Refusal> {
        if let Some(refusal) = self.refusal(change, today) {
            return Err(refusal);
        }
        if reason.trim().is_empty() {
            return Err(REASON_MISSING);
        }
        let state = match change {
            Change::Suspend => State::Suspended,
            Change::Resume => State::Valid,
            Change::Revoke => State::Revoked,
            Change::Cancel => State::Cancelled,
        };
        Ok(Self { state, ..self })
    }

    /// Every change, and why it is refused on `today`.
    #[must_use]
    pub fn offers(self, today: Day) -> Vec<Offer<Change>> {
        Change::ALL
            .iter()
            .map(|change| Offer {
                event: *change,
                refusal: self.refusal(*change, today),
            })
            .collect()
    }

    fn refusal(self, change: Change, today: Day) -> Option<Refusal> {
        match (change, self.state_on(today)) {
            // A revoked licence is cancelled in the register afterwards; nothing else follows an end.
            (Change::Cancel, State::Revoked) => None,
            (_, State::Revoked | State::Cancelled) => Some(ENDED),
            (Change::Suspend, State::Valid) => None,
            (Change::Suspend, _) => Some(NOT_VALID),
            (Change::Resume, State::Suspended) if self.valid_until < today => Some(EXPIRED),
            (Change::Resume, State::Suspended) => None,
            (Change::Resume, _) => Some(NOT_SUSPENDED),
            (Change::Revoke, State::Expired) => Some(EXPIRED),
            (Change::Revoke | Change::Cancel, _) => None,
        }
    }
}

const REASON_MISSING: Refusal = Refusal::step("reason_missing", "须写明理由", "give the reason");
const NOT_VALID: Refusal = Refusal::step(
    "licence_not_valid",
    "只有有效的许可证可以暂停",
    "only a valid licence can be suspended",
);
const NOT_SUSPENDED: Refusal = Refusal::step(
    "licence_not_suspended",
    "许可证未被暂停",
    "the licence is not suspended",
);
const EXPIRED: Refusal = Refusal::step(
    "licence_expired",
    "许可证已过有效期",
    "the licence has run out",
);
const ENDED: Refusal = Refusal::step(
    "licence_ended",
    "许可证已被吊销或者注销",
    "the licence was revoked or cancelled",
);

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test stops where it fails")]
mod tests {
    use super::*;

    /// What each change does, in the order of `Change::ALL`, to a licence in each state that is current or past its
    /// last day: its new state, or the code of the refusal.
    const TABLE: [(State, bool, [&str; 4]); 7] = [
        (
            State::Valid,
            true,
            ["suspended", "licence_not_suspended", "revoked", "cancelled"],
        ),
        (
            State::Valid,
            false,
            [
                "licence_not_valid",
                "licence_not_suspended",
                "licence_expired",
                "cancelled",
            ],
        ),
        (
            State::Expired,
            false,
            [
                "licence_not_valid",
                "licence_not_suspended",
                "licence_expired",
                "cancelled",
            ],
        ),
        (
            State::Suspended,
            true,
            ["licence_not_valid", "valid", "revoked", "cancelled"],
        ),
        (
            State::Suspended,
            false,
            [
                "licence_not_valid",
                "licence_expired",
                "revoked",
                "cancelled",
            ],
        ),
        (
            State::Revoked,
            true,
            [
                "licence_ended",
                "licence_ended",
                "licence_ended",
                "cancelled",
            ],
        ),
        (State::Cancelled, true, ["licence_ended"; 4]),
    ];

    #[test]
    fn each_change_of_each_state_is_as_the_table_says() {
        let today: Day = "2026-11-23".parse().unwrap();
        for state in State::ALL {
            assert!(
                TABLE.iter().any(|(tested, _, _)| tested == state),
                "{state}"
            );
        }
        for (state, current, expected) in TABLE {
            let valid_until = if current { today } else { today.plus_days(-1) };
            let licence = Licence { state, valid_until };
            let outcomes: Vec<&str> = Change::ALL
                .iter()
                .map(|change| match licence.apply(*change, "依申请", today) {
                    Ok(after) => after.state.code(),
                    Err(refusal) => refusal.code,
                })
                .collect();
            assert_eq!(outcomes, expected, "{state} until {valid_until}");
            for (offer, outcome) in licence.offers(today).iter().zip(&outcomes) {
                assert_eq!(offer.refusal.is_none(), State::from_code(outcome).is_some());
            }
        }
    }

    #[test]
    fn no_licence_changes_without_a_reason() {
        let today: Day = "2026-11-23".parse().unwrap();
        let licence = Licence {
            state: State::Valid,
            valid_until: today,
        };
        let refused = licence.apply(Change::Revoke, "  ", today);
        assert_eq!(refused.unwrap_err().code, "reason_missing");
    }
}
