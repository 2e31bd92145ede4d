//! The way of a replacement in sentences.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use super::form::{Form, Loss, Paper, Part};
use super::way_tests::{accepted, day, facts, propose, refused, somebody, take};
use super::*;
use crate::licence::State;

#[test]
fn a_replacement_is_for_a_licence_that_is_held_and_takes_effect_with_the_decision() {
    let held = |state, last: &str| Facts {
        licence: Some((state, day(last))),
        ..facts(Kind::Replacement, "2026-11-23")
    };
    for (licence, code) in [
        (held(State::Valid, "2026-11-23"), None),
        (held(State::Suspended, "2027-03-01"), None),
        (
            held(State::Expired, "2026-11-22"),
            Some("no_licence_to_replace"),
        ),
        (
            held(State::Revoked, "2027-03-01"),
            Some("no_licence_to_replace"),
        ),
        (
            facts(Kind::Replacement, "2026-11-23"),
            Some("no_licence_to_replace"),
        ),
    ] {
        let refusal = Application::Draft.refusal(Step::Submit, somebody(9), &licence);
        assert_eq!(refusal.map(|refusal| refusal.code), code, "{licence:?}");
    }
    let facts = held(State::Valid, "2027-03-01");
    let accepted = accepted(&facts);
    // Twenty working days from the acceptance, and nobody has to see the premises.
    assert_eq!(accepted.due(&facts).unwrap().due_on, day("2026-12-21"));
    let proposed = take(accepted, 1, propose(true, ""), &facts);
    assert_eq!(
        refused(&proposed, 1, Event::Approve, &facts).code,
        "approver_is_proposer"
    );
    // The licence has run out while the decision waited: there is nothing left to replace.
    let over = held(State::Expired, "2026-11-22");
    assert_eq!(
        refused(&proposed, 2, Event::Approve, &over).code,
        "no_licence_to_replace"
    );
    let (granted, effects) = proposed.apply(Event::Approve, somebody(2), &facts).unwrap();
    assert!(effects.contains(&Effect::Enter));
    let (issued, effects) = granted.apply(Event::Issue, somebody(1), &over).unwrap();
    assert!(issued.has_ended() && !effects.contains(&Effect::Enter));
}

#[test]
fn a_replacement_says_what_became_of_the_paper_and_a_lost_one_where_it_was_declared_void() {
    let mut form = Form::default();
    assert_eq!(form.missing(Part::Loss), ["loss", "noticed_on"]);
    assert_eq!(Kind::Replacement.papers(&form), []);
    form.noticed_on = Some(day("2026-11-20"));
    // No text that was read asks for the declaration or the paper: both warn where they are missing.
    for (loss, paper) in [
        (Loss::Lost, Paper::Declaration),
        (Loss::Destroyed, Paper::Account),
        (Loss::Damaged, Paper::OldLicence),
    ] {
        form.loss = Some(loss);
        assert_eq!(form.missing(Part::Loss), Vec::<&str>::new());
        let wanted = Kind::Replacement.papers(&form);
        let wanted: Vec<_> = wanted.iter().map(|it| (it.paper, it.needed)).collect();
        assert_eq!(wanted, [(paper, false)]);
    }
    form.declared_on = Some(day("2026-11-19"));
    let codes = |faults: Vec<crate::words::FieldFault>| {
        faults
            .into_iter()
            .map(|fault| fault.code)
            .collect::<Vec<_>>()
    };
    assert_eq!(codes(form.impossible()), ["declared_before_noticed"]);
    form.declared_on = Some(day("2026-11-24"));
    assert_eq!(form.impossible(), []);
    assert_eq!(codes(form.not_yet(day("2026-11-23"))), ["day_in_future"]);
    assert_eq!(form.not_yet(day("2026-11-24")), []);
}
