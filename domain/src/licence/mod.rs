//! Licences to run an institution (办学许可证), and what the public is told about one on a day.

mod way;
mod words;

pub use way::{Change, Effect, Event, Ground, Licence, Proposal, Step};

use serde::Serialize;

use crate::institution::Status;
use crate::words::{Day, coded};

coded! {
    /// The state of a licence.
    State "licence_state_unknown" {
        /// 有效
        Valid "valid" "有效" "Valid",
        /// 已过期
        Expired "expired" "已过期" "Expired",
        /// 已暂停
        Suspended "suspended" "已暂停" "Suspended",
        /// 已吊销
        Revoked "revoked" "已吊销" "Revoked",
        /// 已注销
        Cancelled "cancelled" "已注销" "Cancelled",
    }
}

impl State {
    /// Whether it runs out with its last day. One that was suspended does; one that was revoked or cancelled has ended
    /// before.
    #[must_use]
    pub const fn runs_out(self) -> bool {
        matches!(self, Self::Valid | Self::Suspended)
    }

    /// The state on `today` of a licence stored in this state: past its last day one that runs out is expired.
    #[must_use]
    pub fn on(self, valid_until: Day, today: Day) -> Self {
        if self.runs_out() && valid_until < today {
            Self::Expired
        } else {
            self
        }
    }
}

/// Days before its last one on which the institution is reminded, nearest first: the order of the house. A worker that
/// stood still catches up with the reminder of the day, and sends no older one after it.
pub const REMINDED_BEFORE: [i64; 3] = [30, 60, 90];

/// A valid licence whose last day lies within so many days is one that runs out.
pub const EXPIRING_DAYS: i64 = 90;

/// What a copy of the paper of a licence is worth. Each one that is issued in place of another has the next number; the
/// first is 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Worth {
    /// It is the one that counts.
    Counts,
    /// Another one was issued in its place.
    Void,
    /// There is no such copy.
    Unknown,
}

impl Worth {
    /// The worth of the copy with this number, where `current` is the one that counts.
    #[must_use]
    pub const fn of(copy: i64, current: i64) -> Self {
        if copy < 1 || copy > current {
            Self::Unknown
        } else if copy < current {
            Self::Void
        } else {
            Self::Counts
        }
    }
}

/// The time of a licence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// Its state as it is stored.
    pub state: State,
    /// Day of issue.
    pub issued_on: Day,
    /// Last day.
    pub valid_until: Day,
    /// The day on which it was revoked or cancelled.
    pub ended_on: Option<Day>,
}

impl Term {
    /// Whether it was held on `day`. One that was suspended is held still; one that was revoked or cancelled is held no
    /// more from that day on, and where the day is not known it is not taken to have been held.
    #[must_use]
    pub fn held_on(self, day: Day) -> bool {
        let ended = match (self.state, self.ended_on) {
            (_, Some(ended_on)) => ended_on <= day,
            (State::Revoked | State::Cancelled, None) => true,
            (State::Valid | State::Expired | State::Suspended, None) => false,
        };
        self.issued_on <= day && day <= self.valid_until && !ended
    }
}

/// The verdict a parent reads first. It states facts and is never an assurance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "verdict", rename_all = "snake_case")]
pub enum Standing {
    /// Licensed, and operating.
    Licensed {
        /// Last day of the licence.
        until: Day,
    },
    /// There was a licence and its time is over.
    Expired {
        /// Its last day.
        since: Day,
    },
    /// The licence, or the institution, is suspended.
    Suspended,
    /// The licence was revoked or cancelled.
    Withdrawn,
    /// There is no licence.
    Unlicensed,
    /// The institution is closing or closed.
    Closed,
    /// The institution cannot be reached any more.
    Runaway,
}

impl Standing {
    /// The standing on `today` of an institution in `status` with this licence.
    #[must_use]
    pub fn on(status: Status, licence: Option<(State, Day)>, today: Day) -> Self {
        match (
            status,
            licence.map(|(state, until)| (state.on(until, today), until)),
        ) {
            (Status::Runaway, _) => Self::Runaway,
            (Status::Closing | Status::Closed, _) => Self::Closed,
            (_, None) => Self::Unlicensed,
            (_, Some((State::Revoked | State::Cancelled, _))) => Self::Withdrawn,
            (_, Some((State::Expired, since))) => Self::Expired { since },
            // Its first licence ends the preparing: one that is valid beside it has not been taken up.
            (Status::Suspended | Status::Preparing, _) | (_, Some((State::Suspended, _))) => {
                Self::Suspended
            }
            (Status::Operating, Some((State::Valid, until))) => Self::Licensed { until },
        }
    }

    /// Whether a parent may take it as licensed and operating today.
    #[must_use]
    pub const fn is_licensed(self) -> bool {
        matches!(self, Self::Licensed { .. })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test stops where it fails")]
mod tests {
    use super::*;

    #[test]
    fn of_the_copies_of_a_licence_the_last_one_counts() {
        let worth: Vec<Worth> = [0, 1, 2, 3, 4]
            .into_iter()
            .map(|copy| Worth::of(copy, 3))
            .collect();
        use Worth::{Counts, Unknown, Void};
        assert_eq!(worth, [Unknown, Void, Void, Counts, Unknown]);
    }

    #[test]
    fn only_a_valid_licence_of_an_operating_institution_counts_as_licensed() {
        let today: Day = "2026-11-23".parse().unwrap();
        for status in Status::ALL {
            for state in State::ALL {
                for until in [today.plus_days(-1), today] {
                    let licensed =
                        Standing::on(*status, Some((*state, until)), today).is_licensed();
                    let expected =
                        *status == Status::Operating && *state == State::Valid && until == today;
                    assert_eq!(licensed, expected, "{status} {state} {until}");
                }
            }
            assert!(!Standing::on(*status, None, today).is_licensed());
        }
    }

    #[test]
    fn a_licence_is_held_from_its_first_day_to_its_last_or_its_end() {
        let term = |state, ended_on: Option<&str>| Term {
            state,
            issued_on: "2020-01-01".parse().unwrap(),
            valid_until: "2022-12-31".parse().unwrap(),
            ended_on: ended_on.map(|day| day.parse().unwrap()),
        };
        for (state, ended_on, day, held) in [
            (State::Valid, None, "2019-12-31", false),
            (State::Valid, None, "2020-01-01", true),
            (State::Suspended, None, "2022-12-31", true),
            (State::Valid, None, "2023-01-01", false),
            (State::Revoked, Some("2021-06-02"), "2021-06-01", true),
            (State::Revoked, Some("2021-06-02"), "2021-06-02", false),
            (State::Cancelled, None, "2021-06-02", false),
        ] {
            let term = term(state, ended_on);
            assert_eq!(term.held_on(day.parse().unwrap()), held, "{state:?} {day}");
        }
    }
}
