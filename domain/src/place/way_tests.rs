//! The way of a place, step by step.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use proptest::prelude::*;

use super::seen::tests::today;
use super::*;
use crate::case::Officer;
use crate::words::{AccountId, Day, Instant, InstitutionNumber};

fn person(number: u8) -> AccountId {
    AccountId::new(Instant::from_millis(0), [number; 10])
}

fn facts() -> Facts {
    Facts {
        seen_on: today().plus_days(-10),
        today: today(),
    }
}

fn words(text: &str) -> String {
    text.to_owned()
}

fn check(on: Day) -> Check {
    Check {
        on,
        officers: [person(1), person(2)],
        dedicated: true,
        staffed: true,
        organised: true,
        finding: words("现场有 14 名学生在上数学课"),
    }
}

fn confirm(check: Check) -> Event {
    let officer = |id| Officer {
        id,
        certified: true,
    };
    Event::Confirm {
        officers: check.officers.map(officer),
        check,
        of_authority: true,
    }
}

fn ordered(on: Day) -> Shut {
    Shut {
        on,
        ground: Ground::Ordered,
        document: words("洪教罚〔2026〕3号"),
    }
}

fn join(relation: Relation, licensed: bool) -> Event {
    Event::Join {
        institution: InstitutionNumber::from_sequence(7).unwrap(),
        licensed,
        relation,
        reason: words("与登记的教学点地址一致"),
    }
}

fn after(way: Way, event: Event) -> Way {
    way.apply(event, person(1), &facts()).unwrap()
}

fn refused(way: Way, event: Event) -> &'static str {
    way.apply(event, person(1), &facts()).unwrap_err().code
}

fn confirmed() -> Way {
    after(Way::FIRST, confirm(check(today())))
}

fn shut() -> Way {
    after(confirmed(), Event::Shut(ordered(today())))
}

#[test]
fn two_certified_officers_of_the_authority_confirm_a_place_and_one_does_not() {
    let with = |ids: [AccountId; 2], certified: bool, of_authority: bool| {
        let officer = |id| Officer { id, certified };
        let event = Event::Confirm {
            check: check(today()),
            officers: ids.map(officer),
            of_authority,
        };
        Way::FIRST.apply(event, person(1), &facts())
    };
    let two = [person(1), person(2)];
    assert_eq!(with(two, true, true).unwrap().code(), "confirmed");
    let alone = with([person(1), person(1)], true, true).unwrap_err();
    assert_eq!(
        (alone.code, alone.article.unwrap().key()),
        ("two_officers_required", "apl-42")
    );
    assert_eq!(
        with(two, false, true).unwrap_err().code,
        "officer_not_certified"
    );
    assert_eq!(
        with(two, true, false).unwrap_err().code,
        "officer_of_other_authority"
    );
}

#[test]
fn a_check_lies_between_the_day_it_was_seen_and_today() {
    for (on, code) in [
        (today().plus_days(1), "place_day_in_future"),
        (facts().seen_on.plus_days(-1), "place_check_before_seen"),
    ] {
        assert_eq!(refused(Way::FIRST, confirm(check(on))), code);
    }
    let wordless = Check {
        finding: words(" \n"),
        ..check(today())
    };
    assert_eq!(refused(Way::FIRST, confirm(wordless)), "reason_missing");
}

#[test]
fn an_order_to_stop_needs_the_three_conditions_of_article_17_and_its_number() {
    let one_teacher = Check {
        staffed: false,
        ..check(today())
    };
    let way = after(Way::FIRST, confirm(one_teacher.clone()));
    let refusal = way
        .clone()
        .apply(Event::Shut(ordered(today())), person(1), &facts());
    let refusal = refusal.unwrap_err();
    assert_eq!(
        (refusal.code, refusal.article.unwrap().key()),
        ("place_order_without_conditions", "53-17")
    );
    // Of its own accord anybody may stop.
    let ceased = Shut {
        on: today(),
        ground: Ground::Ceased,
        document: String::new(),
    };
    assert_eq!(after(way, Event::Shut(ceased)).code(), "shut");
    let unnumbered = Shut {
        document: words(" "),
        ..ordered(today())
    };
    assert_eq!(
        refused(confirmed(), Event::Shut(unnumbered)),
        "place_document_missing"
    );
    // Before Order 53 the Law on the Promotion of Private Education named no conditions.
    let old = Check {
        on: "2023-10-14".parse().unwrap(),
        ..one_teacher
    };
    assert_eq!(old.article().unwrap().key(), "ppe-64");
    assert_eq!(check(today()).article().unwrap().key(), "53-17");
}

#[test]
fn a_place_is_shut_on_a_day_between_its_check_and_today() {
    let way = after(Way::FIRST, confirm(check(today().plus_days(-3))));
    for (on, code) in [
        (today().plus_days(1), "place_day_in_future"),
        (today().plus_days(-4), "place_shut_before_check"),
    ] {
        assert_eq!(refused(way.clone(), Event::Shut(ordered(on))), code);
    }
    assert_eq!(
        refused(Way::FIRST, Event::Shut(ordered(today()))),
        "place_not_confirmed"
    );
}

#[test]
fn a_place_that_works_again_keeps_how_it_was_shut_and_until_when_that_weighs() {
    let again = after(
        shut(),
        Event::Reopen {
            reason: words("换了招牌继续上课"),
        },
    );
    assert_eq!(
        (again.code(), again.shut()),
        ("suspected", Some(&ordered(today())))
    );
    // What was found before it was shut is no finding of what came after.
    let old = confirm(check(today().plus_days(-1)));
    assert_eq!(refused(again.clone(), old), "place_check_before_shut");
    let again = after(again, confirm(check(today())));
    assert_eq!(again.shut(), Some(&ordered(today())));
    // Two years to the day, whatever day of the week that is (Order 53, article 16).
    let until = |on: &str| {
        let heavier = ordered(on.parse().unwrap()).heavier();
        heavier.map(|due| due.unrolled_on.to_string())
    };
    assert_eq!(until("2026-11-23").as_deref(), Some("2028-11-23"));
    assert_eq!(until("2024-10-05").as_deref(), Some("2026-10-05"));
    assert_eq!(until("2023-10-14"), None);
    // Who stopped of their own accord, or was closed by another law, was not punished by this order.
    for ground in [Ground::Ceased, Ground::Others] {
        let other = Shut {
            ground,
            ..ordered(today())
        };
        assert_eq!(other.heavier(), None);
    }
}

#[test]
fn joining_is_taken_back_to_where_the_place_stood() {
    for before in [Way::FIRST, confirmed(), shut()] {
        let joined = after(before.clone(), join(Relation::Premises, false));
        assert_eq!(joined.code(), "joined");
        assert_eq!(joined.check(), before.check());
        assert_eq!(
            refused(joined.clone(), join(Relation::Premises, true)),
            "place_joined"
        );
        let wordless = Event::Unjoin { reason: words(" ") };
        assert_eq!(refused(joined.clone(), wordless), "reason_missing");
        let unjoin = Event::Unjoin {
            reason: words("不是同一层"),
        };
        assert_eq!(after(joined, unjoin), before);
    }
    assert_eq!(
        refused(Way::FIRST, join(Relation::Licensed, false)),
        "place_institution_without_licence"
    );
    assert_eq!(
        after(Way::FIRST, join(Relation::Licensed, true)).code(),
        "joined"
    );
}

#[test]
fn what_two_officers_found_is_overturned_by_neither_of_them() {
    let overturn = || Event::Overturn {
        why: Why::NoTraining,
        reason: words("是社区四点半学校"),
    };
    let set_aside = Event::SetAside {
        why: Why::Gone,
        reason: words("人去楼空"),
    };
    assert_eq!(
        refused(confirmed(), set_aside.clone()),
        "place_not_suspected"
    );
    assert_eq!(refused(confirmed(), overturn()), "place_own_check");
    let aside = confirmed().apply(overturn(), person(3), &facts()).unwrap();
    assert_eq!((aside.code(), aside.check()), ("not_one", None));
    assert_eq!(after(Way::FIRST, set_aside).code(), "not_one");
    assert_eq!(refused(Way::FIRST, overturn()), "place_not_confirmed");
}

#[test]
fn a_case_grows_from_what_is_open_and_is_corrected_alone() {
    for (way, open) in [(Way::FIRST, true), (confirmed(), true), (shut(), false)] {
        assert_eq!(case_refusal(&way).is_none(), open);
        assert_eq!(way.writing_refusal().is_none(), open);
    }
    assert_eq!(
        complaint_refusal(true).unwrap().code,
        "complaint_of_institution"
    );
    assert_eq!(complaint_refusal(false), None);
}

/// An event that fits most days, by a number.
fn event(number: u8) -> Event {
    let reason = words("经查");
    match number % 8 {
        0 => confirm(check(today())),
        1 => Event::Shut(ordered(today())),
        2 => join(Relation::Premises, false),
        3 => Event::Unjoin { reason },
        4 => Event::SetAside {
            why: Why::Double,
            reason,
        },
        5 => Event::Overturn {
            why: Why::Gone,
            reason,
        },
        6 => Event::Reopen { reason },
        _ => join(Relation::Licensed, true),
    }
}

proptest! {
    /// Whatever is done in whatever order: nothing is shut that two officers did not check, the state is read back as it
    /// was written, and a step is offered exactly where it can be taken.
    #[test]
    fn no_order_of_steps_shuts_what_was_not_checked(steps in prop::collection::vec((0_u8..8, 1_u8..4), 0..20)) {
        let mut way = Way::FIRST;
        for (number, by) in steps {
            let event = event(number);
            let offered = way.refusal(event.step(), person(by)).is_none();
            let taken = way.clone().apply(event, person(by), &facts());
            prop_assert_eq!(offered, taken.is_ok());
            way = taken.unwrap_or(way);
            prop_assert!(way.code() != "shut" || way.check().is_some());
            let written = serde_json::to_string(&way).unwrap();
            prop_assert_eq!(serde_json::from_str::<Way>(&written).unwrap(), way.clone());
        }
    }
}
