#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops where it fails"
)]

use super::*;
use crate::application::{Condition, Outcome};
use crate::words::{Class, Classes, Day};

fn today() -> Day {
    "2026-11-25".parse().unwrap()
}

/// A person nothing is wrong with, wherever they teach.
fn member() -> Member {
    Member {
        name: "万思宁".to_owned(),
        post: Post::Teacher,
        engagement: Engagement::FullTime,
        subject: "书法".to_owned(),
        certificate: Some(Certificate::Teacher),
        certificate_number: "20203600042000011".to_owned(),
        entry_check: EntryCheck::Clear,
        checked_on: Some("2026-01-05".parse().unwrap()),
        photo_shown: false,
        photo_consent_on: None,
        employed_on: "2026-01-08".parse().unwrap(),
    }
}

fn broken(member: &Member, known: Known, class: Class) -> Vec<Rule> {
    let found = judge(member, known, class.into(), today());
    found.iter().map(|finding| finding.rule).collect()
}

#[test]
fn who_teaches_subjects_needs_a_teacher_certificate_and_who_teaches_else_some_proof() {
    let of = |post, certificate, class| {
        let member = Member {
            post,
            certificate,
            ..member()
        };
        broken(&member, Known::default(), class)
    };
    let professional = Some(Certificate::Professional);
    for post in [Post::Teacher, Post::Research] {
        let lacks = [Rule::NoTeacherCertificate];
        assert_eq!(of(post, Some(Certificate::Teacher), Class::Subject), []);
        assert_eq!(of(post, professional, Class::Subject), lacks);
        assert_eq!(of(post, None, Class::Subject), lacks);
        for class in [Class::Arts, Class::Sports, Class::Science, Class::ArtsExam] {
            assert_eq!(of(post, Some(Certificate::Teacher), class), []);
            assert_eq!(of(post, professional, class), []);
            assert_eq!(of(post, None, class), [Rule::NoProof]);
        }
    }
    // Who teaches what in a place of both is not on record: nobody is told to lack what they may not need.
    let member = Member {
        post: Post::Teacher,
        certificate: professional,
        ..member()
    };
    let both = Classes::of([Class::Subject, Class::Arts]).unwrap();
    assert_eq!(judge(&member, Known::default(), both, today()), []);
    for post in [Post::Manager, Post::Other] {
        assert_eq!(of(post, None, Class::Subject), []);
        assert_eq!(of(post, None, Class::Arts), []);
    }
}

#[test]
fn everybody_is_checked_before_being_employed_whatever_the_post() {
    for post in Post::ALL.iter().copied() {
        let of = |entry_check| {
            let member = Member {
                post,
                entry_check,
                ..member()
            };
            broken(&member, Known::default(), Class::Arts)
        };
        assert_eq!(of(EntryCheck::Clear), []);
        assert_eq!(of(EntryCheck::Unchecked), [Rule::NoEntryCheck]);
        assert_eq!(of(EntryCheck::Found), [Rule::EntryCheckFailed]);
    }
    // The check came in 2023; what forbids an employment was forbidden before.
    let unchecked = Member {
        entry_check: EntryCheck::Unchecked,
        ..member()
    };
    let on = |day: &str| {
        judge(
            &unchecked,
            Known::default(),
            Class::Arts.into(),
            day.parse().unwrap(),
        )
    };
    assert_eq!(on("2023-07-06"), []);
    assert_eq!(on("2023-07-07").len(), 1);
    // Who came after the rule was checked before coming; who was there already, whenever all were.
    let late = |employed: &str, checked: &str| {
        let member = Member {
            employed_on: employed.parse().unwrap(),
            checked_on: Some(checked.parse().unwrap()),
            ..member()
        };
        !broken(&member, Known::default(), Class::Arts).is_empty()
    };
    assert!(late("2023-07-07", "2023-07-08") && !late("2023-07-07", "2023-07-07"));
    assert!(!late("2023-07-06", "2023-09-01"));
}

#[test]
fn a_photograph_is_shown_with_consent_alone() {
    let of = |photo_shown, photo_consent_on| {
        let member = Member {
            photo_shown,
            photo_consent_on,
            ..member()
        };
        broken(&member, Known::default(), Class::Arts)
    };
    assert_eq!(of(true, None), [Rule::PhotoWithoutConsent]);
    assert_eq!(of(true, Some(today())), []);
    assert_eq!(of(false, None), []);
}

#[test]
fn what_the_lists_say_is_told() {
    let of = |known| broken(&member(), known, Class::Arts);
    let none = Known::default();
    assert_eq!(of(none), []);
    assert_eq!(
        of(Known {
            barred: true,
            ..none
        }),
        [Rule::Barred]
    );
    assert_eq!(
        of(Known {
            in_service: true,
            ..none
        }),
        [Rule::InService]
    );
    assert_eq!(
        of(Known {
            elsewhere: true,
            ..none
        }),
        [Rule::Elsewhere]
    );
    // Before the measures there was no list.
    let all = Known {
        barred: true,
        in_service: true,
        elsewhere: true,
    };
    let before = "2021-09-08".parse().unwrap();
    assert_eq!(judge(&member(), all, Class::Arts.into(), before), []);
}

#[test]
fn each_rule_names_an_article_with_a_title_and_a_test_that_exists() {
    let tests = include_str!("rule_tests.rs");
    for rule in Rule::ALL {
        let article = rule.article();
        assert!(
            article.is_local() || article.title_zh() != article.key(),
            "{rule}"
        );
        assert!(article.is_verified() || !rule.verified(), "{rule}");
        assert!(tests.contains(&format!("fn {}()", rule.test())), "{rule}");
        assert!(rule.first_day().is_some(), "{rule}");
    }
}

#[test]
fn the_ratios_are_met_at_their_border_and_not_one_below() {
    let of = |staff, teaching_staff, teachers, pupils: Option<(i64, i64)>| {
        let counted = Team {
            staff,
            teaching_staff,
            teachers,
        };
        let pupils = pupils.map(|(all, preschool)| Pupils { all, preschool });
        let found = team(counted, pupils, None, today());
        let outcome = |condition| {
            let one = found.iter().find(|finding| finding.condition == condition);
            one.map(|finding| finding.outcome)
        };
        (
            outcome(Condition::TeachingShare),
            outcome(Condition::TeachersPerPupil),
        )
    };
    use Outcome::{Met, Unmet, Unsaid};
    assert_eq!(of(4, 2, 2, Some((100, 0))), (Some(Met), Some(Met)));
    assert_eq!(of(5, 2, 2, Some((101, 0))), (Some(Unmet), Some(Unmet)));
    assert_eq!(of(5, 3, 3, None), (Some(Met), Some(Unsaid)));
    // Three times as many for preschool children.
    assert_eq!(of(4, 4, 3, Some((50, 50))), (Some(Met), Some(Met)));
    assert_eq!(of(4, 4, 2, Some((50, 50))), (Some(Met), Some(Unmet)));
    // Nobody who teaches is a share as well.
    assert_eq!(of(3, 0, 0, Some((10, 0))), (Some(Unmet), Some(Unmet)));
    assert_eq!(of(0, 0, 0, Some((10, 0))), (None, None));
}

fn draft() -> Draft {
    Draft {
        name: " 万思宁 ".to_owned(),
        post: Some(Post::Teacher),
        engagement: Some(Engagement::FullTime),
        subject: "书法".to_owned(),
        employed_on: Some(today()),
        ..Draft::default()
    }
}

fn faults(draft: &Draft) -> Vec<String> {
    let faults = draft.check(today()).unwrap_err();
    let told = faults.iter();
    told.map(|fault| format!("{} {}", fault.field, fault.code))
        .collect()
}

#[test]
fn a_draft_without_a_fault_is_a_person_and_who_does_not_teach_needs_no_subject() {
    let checked = draft().check(today()).unwrap();
    assert_eq!(
        (checked.name.as_str(), checked.entry_check),
        ("万思宁", EntryCheck::Unchecked)
    );
    let manager = Draft {
        post: Some(Post::Manager),
        subject: String::new(),
        ..draft()
    };
    assert!(manager.check(today()).is_ok());
}

#[test]
fn every_fault_of_a_draft_is_told_with_its_field() {
    assert_eq!(
        faults(&Draft::default()),
        [
            "name text_empty",
            "post choice_missing",
            "engagement choice_missing",
            "employed_on text_empty"
        ]
    );
    let tomorrow = Some(today().plus_days(1));
    let wrong = Draft {
        name: "名".repeat(51),
        subject: String::new(),
        certificate: Some(Certificate::Teacher),
        entry_check: Some(EntryCheck::Clear),
        photo_consent_on: tomorrow,
        employed_on: tomorrow,
        ..draft()
    };
    assert_eq!(
        faults(&wrong),
        [
            "name text_too_long",
            "subject text_empty",
            "certificate_number text_empty",
            "checked_on text_empty",
            "photo_consent_on day_in_future",
            "employed_on day_in_future",
        ]
    );
    let wrong = Draft {
        certificate_number: "123".to_owned(),
        checked_on: Some(today()),
        employed_on: Some(today().plus_days(-100 * 366)),
        ..draft()
    };
    assert_eq!(
        faults(&wrong),
        [
            "certificate choice_missing",
            "entry_check choice_missing",
            "employed_on day_out_of_range"
        ]
    );
}

#[test]
fn nobody_leaves_before_they_came_nor_twice_nor_tomorrow() {
    let code = |left, on: &str| {
        left_on(&member(), left, on.parse().unwrap(), today()).map_err(|refusal| refusal.code)
    };
    assert_eq!(code(None, "2026-01-08"), Ok("2026-01-08".parse().unwrap()));
    assert_eq!(code(None, "2026-01-07"), Err("staff_left_before_coming"));
    assert_eq!(code(None, "2026-11-26"), Err("day_in_future"));
    assert_eq!(code(Some(today()), "2026-11-25"), Err("staff_left_already"));
}

#[test]
fn pupils_are_a_number_and_the_children_a_part_of_it() {
    assert_eq!(
        Pupils::check(10, 10),
        Ok(Pupils {
            all: 10,
            preschool: 10
        })
    );
    let codes = |all, preschool| -> Vec<String> {
        let faults = Pupils::check(all, preschool).unwrap_err();
        faults.iter().map(|fault| fault.code.to_string()).collect()
    };
    assert_eq!(codes(10, 11), ["more_than_the_whole"]);
    assert_eq!(codes(-1, 0), ["number_out_of_range", "more_than_the_whole"]);
    assert_eq!(
        codes(1_000_001, -1),
        ["number_out_of_range", "number_out_of_range"]
    );
}
