//! The table of changes, and who may approve one.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use super::*;
use crate::words::Instant;

fn somebody(number: u8) -> AccountId {
    AccountId::new(Instant::from_millis(0), [number; 10])
}

fn today() -> Day {
    "2026-11-23".parse().unwrap()
}

fn propose(change: Change) -> Event {
    Event::Propose {
        change,
        ground: (change == Change::Cancel).then_some(Ground::Ended),
        basis: "洪教罚决〔2026〕7号".to_owned(),
        reason: "依申请".to_owned(),
    }
}

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
            "licence_expired",
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
    for state in State::ALL {
        assert!(
            TABLE.iter().any(|(tested, _, _)| tested == state),
            "{state}"
        );
    }
    for (state, current, expected) in TABLE {
        let valid_until = if current {
            today()
        } else {
            today().plus_days(-1)
        };
        let licence = Licence {
            state,
            valid_until,
            proposal: None,
            ended_from: None,
        };
        let outcome = |change| {
            let (proposed, _) = licence
                .clone()
                .apply(propose(change), somebody(1), today())?;
            proposed.apply(Event::Approve, somebody(2), today())
        };
        let outcomes: Vec<&str> = Change::ALL
            .iter()
            .map(|change| match outcome(*change) {
                Ok((after, _)) => after.state.code(),
                Err(refusal) => refusal.code,
            })
            .collect();
        assert_eq!(outcomes, expected, "{state} until {valid_until}");
        for (offer, outcome) in licence.changes(today()).iter().zip(&outcomes) {
            assert_eq!(offer.refusal.is_none(), State::from_code(outcome).is_some());
        }
    }
}

#[test]
fn nobody_approves_a_change_that_he_proposed() {
    let licence = Licence {
        state: State::Valid,
        valid_until: today(),
        proposal: None,
        ended_from: None,
    };
    let (proposed, _) = licence
        .apply(propose(Change::Suspend), somebody(1), today())
        .unwrap();
    let refused = proposed
        .clone()
        .apply(Event::Approve, somebody(1), today())
        .unwrap_err();
    assert_eq!(refused.code, "approver_is_proposer");
    // What was fit when it was proposed may not be so any more.
    let late = proposed
        .apply(Event::Approve, somebody(2), today().plus_days(1))
        .unwrap_err();
    assert_eq!(late.code, "licence_not_valid");
}

#[test]
fn the_calendar_expires_a_licence_and_puts_right_a_clock_that_ran_ahead() {
    let licence = |state| Licence {
        state,
        valid_until: today(),
        proposal: None,
        ended_from: None,
    };
    let valid = licence(State::Valid);
    assert_eq!(valid.by_calendar(today()), None);
    assert_eq!(
        valid.by_calendar(today().plus_days(1)),
        Some(State::Expired)
    );
    assert_eq!(
        licence(State::Expired).by_calendar(today()),
        Some(State::Valid)
    );
    for state in [State::Revoked, State::Cancelled] {
        assert_eq!(licence(state).by_calendar(today().plus_days(1)), None);
    }
}

#[test]
fn a_suspended_licence_runs_out_too_and_comes_back_as_it_was() {
    let tomorrow = today().plus_days(1);
    let suspended = Licence {
        state: State::Suspended,
        valid_until: today(),
        proposal: None,
        ended_from: None,
    };
    assert_eq!(suspended.by_calendar(today()), None);
    let ended = suspended
        .clone()
        .turned(suspended.by_calendar(tomorrow).unwrap());
    assert_eq!(ended.state, State::Expired);
    assert_eq!(ended.by_calendar(today()), Some(State::Suspended));
    // Before the worker has come by, it has run out all the same: it is cancelled on that ground.
    for licence in [suspended, ended] {
        let cancel = Event::Propose {
            change: Change::Cancel,
            ground: Some(Ground::Expired),
            basis: "洪教许注〔2026〕12号".to_owned(),
            reason: "到期未延续".to_owned(),
        };
        let (proposed, _) = licence.apply(cancel, somebody(1), tomorrow).unwrap();
        let (cancelled, _) = proposed
            .apply(Event::Approve, somebody(2), tomorrow)
            .unwrap();
        assert_eq!(cancelled.state, State::Cancelled);
    }
}

#[test]
fn a_renewal_brings_back_what_the_calendar_has_ended_and_nothing_more() {
    let (tomorrow, later) = (today().plus_days(1), today().plus_days(900));
    for (state, expected) in [
        (State::Valid, State::Valid),
        (State::Suspended, State::Suspended),
        (State::Revoked, State::Revoked),
        (State::Cancelled, State::Cancelled),
    ] {
        let licence = Licence {
            state,
            valid_until: today(),
            proposal: None,
            ended_from: None,
        };
        let met = match licence.by_calendar(tomorrow) {
            Some(ended) => licence.clone().turned(ended),
            None => licence.clone(),
        };
        for before in [licence, met] {
            let renewed = before.renewed(later, tomorrow);
            assert_eq!((renewed.state, renewed.valid_until), (expected, later));
            assert_eq!(renewed.ended_from, None);
        }
    }
}
