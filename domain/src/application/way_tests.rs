//! The way of an application in sentences.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use super::*;
use crate::institution::Status;
use crate::licence::State;
use crate::refusal::Refusal;
use crate::words::{AccountId, Day, Instant};

pub(super) fn somebody(number: u8) -> AccountId {
    AccountId::new(Instant::from_millis(0), [number; 10])
}

pub(super) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub(super) fn facts(kind: Kind, today: &str) -> Facts {
    Facts {
        kind,
        other_class: false,
        altered: false,
        other_mode: false,
        moved: false,
        status: Status::Operating,
        licence: None,
        complete: true,
        unmet: false,
        by_eye: Vec::new(),
        today: day(today),
    }
}

fn renewal(last: &str, today: &str) -> Facts {
    let today_ = day(today);
    let last = day(last);
    Facts {
        licence: Some((State::Valid.on(last, today_), last)),
        ..facts(Kind::Renew, today)
    }
}

pub(super) fn take(application: Application, by: u8, event: Event, facts: &Facts) -> Application {
    application.apply(event, somebody(by), facts).unwrap().0
}

pub(super) fn refused(application: &Application, by: u8, event: Event, facts: &Facts) -> Refusal {
    application
        .clone()
        .apply(event, somebody(by), facts)
        .unwrap_err()
}

fn visit(second: u8, on: &str, passed: bool) -> Event {
    Event::RecordVisit(Visit {
        second_officer: somebody(second),
        on: day(on),
        passed,
        words: "场地与申报一致".to_owned(),
    })
}

pub(super) fn propose(grant: bool, reason: &str) -> Event {
    Event::Propose {
        grant,
        reason: reason.to_owned(),
        checked: Vec::new(),
    }
}

fn submitted(facts: &Facts) -> Application {
    take(Application::Draft, 9, Event::Submit, facts)
}

pub(super) fn accepted(facts: &Facts) -> Application {
    take(submitted(facts), 1, Event::Accept, facts)
}

#[test]
fn a_first_licence_goes_from_the_draft_to_its_issue() {
    let facts = facts(Kind::Establish, "2026-11-23");
    let mut application = accepted(&facts);
    for (by, event, state) in [
        (1, visit(2, "2026-11-23", true), "accepted"),
        (1, propose(true, ""), "proposed"),
        (2, Event::Approve, "granted"),
        (1, Event::Issue, "issued"),
    ] {
        application = take(application, by, event, &facts);
        assert_eq!(application.code(), state);
    }
    assert!(application.has_ended());
}

#[test]
fn a_first_licence_enters_the_register_at_its_issue_and_a_renewal_with_the_decision() {
    let enters = |facts: &Facts, event: Event, from: Application| {
        from.apply(event, somebody(2), facts)
            .unwrap()
            .1
            .contains(&Effect::Enter)
    };
    let first = facts(Kind::Establish, "2026-11-23");
    let seen = take(accepted(&first), 1, visit(2, "2026-11-23", true), &first);
    let proposed = take(seen, 1, propose(true, ""), &first);
    assert!(!enters(&first, Event::Approve, proposed.clone()));
    let granted = take(proposed, 2, Event::Approve, &first);
    assert!(enters(&first, Event::Issue, granted));
    let again = renewal("2027-03-01", "2026-11-23");
    let proposed = take(accepted(&again), 1, propose(true, ""), &again);
    assert!(enters(&again, Event::Approve, proposed.clone()));
    let granted = take(proposed, 2, Event::Approve, &again);
    assert!(!enters(&again, Event::Issue, granted));
}

#[test]
fn corrections_are_asked_for_once_and_within_five_working_days() {
    let monday = facts(Kind::Establish, "2026-11-23");
    let last = facts(Kind::Establish, "2026-11-30");
    let late = facts(Kind::Establish, "2026-12-01");
    let ask = || Event::AskCorrection {
        items: "缺消防证明".to_owned(),
    };
    let application = submitted(&monday);
    let asked = take(application.clone(), 1, ask(), &last);
    assert_eq!(asked.code(), "correcting");
    assert_eq!(
        refused(&application, 1, ask(), &late).code,
        "accepted_by_law"
    );
    let again = take(asked, 9, Event::Submit, &last);
    let refusal = refused(&again, 1, ask(), &last);
    assert_eq!(refusal.code, "correction_asked_already");
    assert_eq!(refusal.article.unwrap().key(), "alic-32-1-4");
}

#[test]
fn what_nobody_spoke_about_counts_as_accepted_from_the_day_it_came() {
    let application = submitted(&facts(Kind::Establish, "2026-11-23"));
    let last = facts(Kind::Establish, "2026-11-30");
    assert_eq!(application.by_calendar(&last), None);
    let late = facts(Kind::Establish, "2026-12-01");
    let (by_law, _) = application.by_calendar(&late).unwrap();
    let Application::Accepted(kept) = &by_law else {
        panic!("{by_law:?}");
    };
    assert_eq!((kept.on, kept.by_law), (day("2026-11-23"), true));
    // Whoever accepts it late accepts it from the same day.
    assert_eq!(take(application, 1, Event::Accept, &late), by_law);
    assert_eq!(
        by_law.due(&late).unwrap().due_on,
        day("2027-02-23"),
        "three months from the day it came"
    );
}

#[test]
fn an_institution_that_closes_gets_no_licence_even_where_it_asked_before() {
    let open = facts(Kind::Establish, "2026-11-23");
    let seen = take(accepted(&open), 1, visit(2, "2026-11-23", true), &open);
    for status in [Status::Closing, Status::Closed, Status::Runaway] {
        let closing = Facts {
            status,
            ..open.clone()
        };
        for (application, by, event) in [
            (&Application::Draft, 9, Event::Submit),
            (&seen, 1, propose(true, "")),
        ] {
            let refusal = refused(application, by, event, &closing);
            assert_eq!(refusal.code, "institution_not_working", "{status}");
        }
        let refusal = take(seen.clone(), 1, propose(false, "机构终止办学"), &closing);
        assert_eq!(refusal.code(), "proposed");
    }
    let suspended = Facts {
        status: Status::Suspended,
        ..open
    };
    assert_eq!(submitted(&suspended).code(), "submitted");
}

#[test]
fn a_renewal_is_asked_for_before_the_licence_runs_out() {
    let over = renewal("2026-11-22", "2026-11-23");
    let refusal = refused(&Application::Draft, 9, Event::Submit, &over);
    assert_eq!(refusal.code, "renewal_after_expiry");
    assert_eq!(
        submitted(&renewal("2026-11-23", "2026-11-23")).code(),
        "submitted"
    );
}

#[test]
fn a_renewal_asked_for_in_time_and_not_decided_counts_as_granted_on_the_day_after() {
    let in_time = submitted(&renewal("2026-12-23", "2026-11-23"));
    let late = submitted(&renewal("2026-12-22", "2026-11-23"));
    let at_end = renewal("2026-12-23", "2026-12-23");
    let after = renewal("2026-12-23", "2026-12-24");
    let accepted = take(
        in_time,
        1,
        Event::Accept,
        &renewal("2026-12-23", "2026-11-24"),
    );
    assert_eq!(accepted.by_calendar(&at_end), None);
    let (granted, effects) = accepted.by_calendar(&after).unwrap();
    assert_eq!(granted.code(), "granted");
    assert!(effects.contains(&Effect::Enter));
    let too_late = take(late, 1, Event::Accept, &renewal("2026-12-22", "2026-11-24"));
    assert_eq!(
        too_late.by_calendar(&renewal("2026-12-22", "2026-12-23")),
        None
    );
}

#[test]
fn a_renewal_is_due_before_the_licence_runs_out() {
    let facts = renewal("2026-12-10", "2026-11-23");
    assert_eq!(
        accepted(&facts).due(&facts).unwrap().due_on,
        day("2026-12-10")
    );
    let facts = renewal("2027-06-10", "2026-11-23");
    assert_eq!(
        accepted(&facts).due(&facts).unwrap().due_on,
        day("2026-12-21")
    );
}

#[test]
fn nothing_is_granted_against_a_condition_or_unseen() {
    let good = facts(Kind::Establish, "2026-11-23");
    let unseen = accepted(&good);
    assert_eq!(
        refused(&unseen, 1, propose(true, ""), &good).code,
        "visit_missing"
    );
    let failed = take(unseen.clone(), 1, visit(2, "2026-11-23", false), &good);
    assert_eq!(
        refused(&failed, 1, propose(true, ""), &good).code,
        "visit_failed"
    );
    let seen = take(unseen, 1, visit(2, "2026-11-23", true), &good);
    let unmet = Facts {
        unmet: true,
        ..good.clone()
    };
    assert_eq!(
        refused(&seen, 1, propose(true, ""), &unmet).code,
        "conditions_unmet"
    );
    // What was met when it was proposed is looked at once more.
    let proposed = take(seen, 1, propose(true, ""), &good);
    assert_eq!(
        refused(&proposed, 2, Event::Approve, &unmet).code,
        "conditions_unmet"
    );
}

#[test]
fn what_has_to_be_looked_at_is_ticked_before_anything_is_granted() {
    let facts = Facts {
        by_eye: vec![Condition::SportsConsents],
        ..renewal("2027-06-10", "2026-11-23")
    };
    let application = accepted(&facts);
    assert_eq!(
        refused(&application, 1, propose(true, ""), &facts).code,
        "checklist_incomplete"
    );
    let ticked = Event::Propose {
        grant: true,
        reason: String::new(),
        checked: vec![Condition::SportsConsents],
    };
    assert_eq!(
        take(application.clone(), 1, ticked, &facts).code(),
        "proposed"
    );
    assert_eq!(
        take(application, 1, propose(false, "未经同意"), &facts).code(),
        "proposed"
    );
}

#[test]
fn a_licence_that_was_revoked_is_not_renewed_by_silence() {
    let accepted = accepted(&renewal("2026-12-23", "2026-11-23"));
    for state in [State::Revoked, State::Cancelled] {
        let facts = Facts {
            licence: Some((state, day("2026-12-23"))),
            ..facts(Kind::Renew, "2026-12-24")
        };
        assert_eq!(accepted.by_calendar(&facts), None, "{state}");
    }
}

#[test]
fn a_visit_is_made_by_two_after_the_acceptance() {
    let facts = facts(Kind::Establish, "2026-11-23");
    let application = accepted(&facts);
    for (second, on, code) in [
        (1, "2026-11-23", "visit_by_two"),
        (2, "2026-11-22", "visit_day_unfit"),
        (2, "2026-11-24", "visit_day_unfit"),
    ] {
        assert_eq!(
            refused(&application, 1, visit(second, on, true), &facts).code,
            code
        );
    }
}

#[test]
fn a_refusal_says_why_and_another_person_approves_it() {
    let facts = facts(Kind::Establish, "2026-11-23");
    let application = accepted(&facts);
    assert_eq!(
        refused(&application, 1, propose(false, " "), &facts).code,
        "refusal_without_reason"
    );
    let proposed = take(application, 1, propose(false, "场地不足"), &facts);
    assert_eq!(
        refused(&proposed, 1, Event::Approve, &facts).code,
        "approver_is_proposer"
    );
    assert_eq!(take(proposed, 2, Event::Approve, &facts).code(), "refused");
}

#[test]
fn only_the_twenty_days_are_extended_once_and_by_ten_at_most() {
    let extend = |days| {
        Event::Extend(Extension {
            days,
            reason: "需要专家评审".to_owned(),
        })
    };
    let first = facts(Kind::Establish, "2026-11-23");
    assert_eq!(
        refused(&accepted(&first), 3, extend(5), &first).code,
        "extension_without_basis"
    );
    let facts = renewal("2027-06-10", "2026-11-23");
    let application = accepted(&facts);
    for days in [0, -1, 11] {
        assert_eq!(
            refused(&application, 3, extend(days), &facts).code,
            "extension_too_long"
        );
    }
    let extended = take(application, 3, extend(10), &facts);
    assert_eq!(extended.due(&facts).unwrap().due_on, day("2027-01-05"));
    assert_eq!(
        refused(&extended, 3, extend(1), &facts).code,
        "extension_without_basis"
    );
}

#[test]
fn one_withdrawn_in_the_middle_of_review_goes_no_further() {
    let facts = facts(Kind::Establish, "2026-11-23");
    let withdrawn = take(accepted(&facts), 9, Event::Withdraw, &facts);
    for step in Step::ALL {
        assert_eq!(
            withdrawn.refusal(*step, somebody(1), &facts).unwrap().code,
            "application_ended"
        );
    }
}

#[test]
fn a_licence_lasts_its_years_and_a_renewal_begins_where_it_ended() {
    for (first, last) in [
        ("2026-11-23", "2029-11-22"),
        ("2024-02-29", "2027-02-28"),
        ("2026-01-01", "2028-12-31"),
    ] {
        assert_eq!(term_from(day(first)), day(last));
    }
}

#[test]
fn no_licence_is_dated_before_its_application_and_its_grant() {
    let filed = facts(Kind::Establish, "2026-11-23");
    let seen = take(accepted(&filed), 1, visit(2, "2026-11-23", true), &filed);
    let proposed = take(seen, 1, propose(true, ""), &filed);
    let granted = take(proposed, 2, Event::Approve, &filed);
    let refused = |day: &str| {
        let refusal = granted.refusal(Step::Issue, somebody(1), &facts(Kind::Establish, day));
        refusal.map(|refusal| refusal.code)
    };
    assert_eq!(refused("2026-11-22"), Some("licence_before_decision"));
    assert_eq!(refused("2026-11-23"), None);
}
