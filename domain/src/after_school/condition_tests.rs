//! The conditions at their borders.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops where it fails"
)]

use super::*;
use crate::words::{Class, Day, Fen, Instant, SchoolNumber, StaffId};

pub(super) fn today() -> Day {
    "2026-11-29".parse().unwrap()
}

fn person(place: u8) -> StaffId {
    StaffId::new(Instant::from_millis(0), [place; 10])
}

pub(super) fn form() -> Form {
    Form {
        services: vec![Service {
            name: "中国舞社团".to_owned(),
            content: "从节奏和方位开始，学期末展示一个组合。".to_owned(),
            class: Some(Class::Arts),
            grades: vec![1, 2, 3],
            teachers: vec![person(1)],
            fee_fen: Some(Fen::new(500)),
            market_fen: Some(Fen::new(6_000)),
        }],
        schools: vec![SchoolNumber::from_sequence(1).unwrap()],
        quality: "每学期一次公开课，家长可以随时进课堂。".to_owned(),
        pricing: "只计教师课酬，器材由机构承担。".to_owned(),
        papers: String::new(),
    }
}

fn provider() -> Provider {
    Provider {
        classes: Class::Arts.into(),
        licensed: true,
        registered: true,
        open_case: false,
    }
}

fn roster() -> Vec<Teacher> {
    [1, 2]
        .map(|place| Teacher {
            id: person(place),
            name: format!("教师{place}"),
            cleared: place == 1,
        })
        .to_vec()
}

fn schools(items: Option<i64>, outside: i64) -> Vec<Chosen> {
    vec![Chosen {
        number: SchoolNumber::from_sequence(1).unwrap(),
        name: "凤凰小学".to_owned(),
        items,
        outside,
    }]
}

fn judged(form: &Form, provider: Provider) -> Vec<Finding> {
    findings(form, provider, &roster(), &schools(Some(20), 0), today())
}

fn unmet(found: &[Finding]) -> Vec<Condition> {
    let unmet = found.iter().filter(|it| it.outcome == Outcome::Unmet);
    unmet.map(|it| it.condition).collect()
}

#[test]
fn a_provider_in_order_meets_every_condition() {
    let found = judged(&form(), provider());
    assert_eq!(unmet(&found), []);
    for condition in Condition::ALL {
        assert!(
            found.iter().any(|it| it.condition == *condition),
            "{condition}"
        );
    }
}

#[test]
fn an_institution_is_judged_by_what_the_register_knows() {
    let with = |provider: Provider| {
        let found = judged(&form(), provider);
        let forbids = found.iter().any(Finding::forbids);
        (unmet(&found), forbids)
    };
    let unlicensed = Provider {
        licensed: false,
        ..provider()
    };
    assert_eq!(with(unlicensed), (vec![Condition::Licensed], true));
    let subject = Provider {
        classes: Class::Subject.into(),
        ..provider()
    };
    let (found, forbids) = with(subject);
    // Its licence covers no such service; that subject training stays outside was not read in a text.
    assert!(found.contains(&Condition::NonSubject) && forbids);
    assert!(!Condition::NonSubject.binds() && Condition::ClassWithinLicence.binds());
    // Neither was read in a text: the officer decides.
    let nameless = Provider {
        registered: false,
        ..provider()
    };
    assert_eq!(with(nameless), (vec![Condition::Registered], false));
    let accused = Provider {
        open_case: true,
        ..provider()
    };
    assert_eq!(with(accused), (vec![Condition::NoOpenCase], false));
}

#[test]
fn each_service_is_judged_by_itself() {
    let mut two = form();
    two.services.push(Service {
        name: "思维同步班".to_owned(),
        class: Some(Class::Science),
        fee_fen: Some(Fen::new(6_000)),
        market_fen: Some(Fen::new(6_000)),
        ..two.services[0].clone()
    });
    let found = judged(&two, provider());
    let against: Vec<&Finding> = found
        .iter()
        .filter(|it| it.outcome == Outcome::Unmet)
        .collect();
    let of = |condition: Condition| {
        let found = against.iter().find(|it| it.condition == condition);
        found.map(|it| (it.field.as_ref(), it.binds))
    };
    assert_eq!(
        of(Condition::ClassWithinLicence),
        Some(("services.1.class", true))
    );
    assert_eq!(
        of(Condition::NoLessons),
        Some(("services.1.content", false))
    );
    assert_eq!(
        of(Condition::FeeBelowMarket),
        Some(("services.1.fee_fen", false))
    );
    assert_eq!(against.len(), 3, "the first service is in order");
    two.services[1].fee_fen = Some(Fen::new(5_999));
    assert!(!unmet(&judged(&two, provider())).contains(&Condition::FeeBelowMarket));
}

#[test]
fn whoever_teaches_is_known_and_cleared() {
    let with = |place: u8| {
        let mut form = form();
        form.services[0].teachers = vec![person(place)];
        unmet(&judged(&form, provider()))
    };
    assert_eq!(with(1), []);
    assert_eq!(with(2), [Condition::StaffCleared]);
    assert_eq!(with(3), [Condition::StaffKnown]);
}

#[test]
fn the_share_of_a_school_is_counted_with_all_who_serve_it() {
    let share = |items: Option<i64>, outside: i64| {
        let found = findings(
            &form(),
            provider(),
            &roster(),
            &schools(items, outside),
            today(),
        );
        let found = found
            .into_iter()
            .find(|it| it.condition == Condition::ShareOfSchool)
            .unwrap();
        assert!(!found.binds, "as a rule, and not read");
        found.outcome
    };
    assert_eq!(share(Some(10), 2), Outcome::Met);
    assert_eq!(share(Some(10), 3), Outcome::Unmet);
    assert_eq!(share(Some(9), 2), Outcome::Unmet);
    assert_eq!(share(None, 0), Outcome::Unsaid);
    assert_eq!(share(Some(0), 0), Outcome::Unsaid);
}

#[test]
fn before_the_spring_term_of_2024_nothing_of_the_notice_holds() {
    let day: Day = "2024-01-31".parse().unwrap();
    let found = findings(&form(), provider(), &roster(), &schools(None, 0), day);
    let all: Vec<Condition> = found.iter().map(|it| it.condition).collect();
    assert_eq!(
        all,
        [Condition::ClassWithinLicence, Condition::StaffCleared],
        "the rules of every day hold all the same"
    );
}
