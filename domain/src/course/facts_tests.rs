//! What a course cannot say: impossible hours, absurd numbers, markup.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use super::*;

/// A course of dance, on site, twice forty-five minutes on Wednesday evenings: nothing is wrong with it.
pub(in crate::course) fn whole() -> Course {
    Course {
        name: "中国舞启蒙".to_owned(),
        description: "从把杆和方位开始，学完一个完整组合。".to_owned(),
        class: Some(Class::Arts),
        stages: vec![Stage::Primary],
        mode: Some(Mode::OnSite),
        lessons: Some(20),
        lesson_minutes: Some(45),
        break_minutes: Some(0),
        pupils: Some(20),
        price_fen: Fen::yuan(1_600),
        first_day: Some("2026-09-02".parse().unwrap()),
        last_day: Some("2026-11-30".parse().unwrap()),
        times: vec![slot(Weekday::Wednesday, "18:30", "20:00")],
        materials: Vec::new(),
    }
}

pub(in crate::course) fn slot(weekday: Weekday, start: &str, end: &str) -> Slot {
    Slot {
        weekday,
        start: start.parse().unwrap(),
        end: end.parse().unwrap(),
    }
}

fn codes(course: &Course) -> Vec<(String, String)> {
    let faults = course.checked().err().unwrap_or_default();
    faults
        .iter()
        .map(|fault| (fault.field.to_string(), fault.code.to_string()))
        .collect()
}

fn only(change: impl FnOnce(&mut Course)) -> (String, String) {
    let mut course = whole();
    change(&mut course);
    let codes = codes(&course);
    assert_eq!(codes.len(), 1, "{codes:?}");
    codes.into_iter().next().unwrap()
}

fn fault(field: &str, code: &str) -> (String, String) {
    (field.to_owned(), code.to_owned())
}

#[test]
fn impossible_hours_are_told_with_their_field() {
    let times = |times: Vec<Slot>| only(move |course| course.times = times);
    assert_eq!(
        times(vec![slot(Weekday::Monday, "20:00", "18:00")]),
        fault("times", "time_ends_before_start")
    );
    assert_eq!(
        times(vec![slot(Weekday::Monday, "18:00", "18:00")]),
        fault("times", "time_ends_before_start")
    );
    assert_eq!(
        times(vec![
            slot(Weekday::Monday, "18:00", "19:00"),
            slot(Weekday::Monday, "18:59", "20:00"),
        ]),
        fault("times", "times_overlap")
    );
    assert_eq!(
        times(vec![slot(Weekday::Monday, "18:00", "18:44")]),
        fault("times", "time_shorter_than_lesson")
    );
    assert_eq!(
        times(vec![slot(Weekday::Monday, "01:00", "02:00"); 22]),
        fault("times", "list_too_long")
    );
    let apart = Course {
        times: vec![
            slot(Weekday::Monday, "18:00", "19:00"),
            slot(Weekday::Monday, "19:00", "20:00"),
        ],
        ..whole()
    };
    assert!(apart.checked().is_ok(), "one begins when the other ends");
}

#[test]
fn lessons_fit_between_the_first_day_and_the_last_to_the_last_one() {
    // Thirteen Wednesdays of two lessons each.
    assert_eq!(whole().days().count(), 13);
    let with = |lessons| Course {
        lessons: Some(lessons),
        ..whole()
    };
    assert!(with(26).checked().is_ok());
    assert_eq!(codes(&with(27)), [fault("lessons", "lessons_do_not_fit")]);
    // With ten minutes between them two lessons need a hundred minutes: one of them is left in each evening.
    let paused = Course {
        break_minutes: Some(10),
        ..with(14)
    };
    assert_eq!(codes(&paused), [fault("lessons", "lessons_do_not_fit")]);
}

#[test]
fn zero_and_absurd_numbers_are_told() {
    let wrong = |field: &str| fault(field, "course_number_out_of_range");
    for lessons in [0, -1, 1_001, i64::MAX] {
        assert_eq!(only(|it| it.lessons = Some(lessons)), wrong("lessons"));
    }
    assert_eq!(
        only(|it| it.lesson_minutes = Some(0)),
        wrong("lesson_minutes")
    );
    assert_eq!(
        only(|it| it.break_minutes = Some(-1)),
        wrong("break_minutes")
    );
    assert_eq!(only(|it| it.pupils = Some(501)), wrong("pupils"));
    assert_eq!(
        only(|it| it.price_fen = Some(Fen::new(-1))),
        wrong("price_fen")
    );
    assert!(
        Course {
            price_fen: Some(Fen::ZERO),
            ..whole()
        }
        .checked()
        .is_ok()
    );
    assert_eq!(
        only(|it| it.last_day = Some("2026-09-01".parse().unwrap())),
        fault("last_day", "course_days_out_of_order")
    );
    assert_eq!(
        only(|it| it.last_day = Some("2036-09-01".parse().unwrap())),
        fault("last_day", "course_too_long")
    );
}

#[test]
fn markup_and_signs_that_hide_are_told_in_every_text() {
    let bad = "<script>alert(1)</script>";
    assert_eq!(
        only(|it| it.name = bad.to_owned()),
        fault("name", "text_markup")
    );
    assert_eq!(
        only(|it| it.description = bad.to_owned()),
        fault("description", "text_markup")
    );
    let material = |title: &str| Material {
        title: title.to_owned(),
        publisher: String::new(),
        filed: true,
        filing: None,
    };
    assert_eq!(
        only(|it| it.materials = vec![material(bad)]),
        fault("materials", "text_markup")
    );
    assert_eq!(
        only(|it| it.materials = vec![material(" ")]),
        fault("materials", "text_empty")
    );
    assert_eq!(
        only(|it| it.materials = vec![material("一"); 31]),
        fault("materials", "list_too_long")
    );
    assert_eq!(
        only(|it| it.name = "舞\u{202e}蹈".to_owned()),
        fault("name", "text_control")
    );
    assert_eq!(
        only(|it| it.name = "舞".repeat(61)),
        fault("name", "text_too_long")
    );
}

#[test]
fn an_empty_draft_is_possible_and_lacks_what_it_needs() {
    let empty = Course::default();
    assert_eq!(empty.checked(), Ok(Course::default()));
    assert_eq!(empty.missing().len(), 12);
    assert!(whole().missing().is_empty());
    let online = Course {
        mode: Some(Mode::Online),
        break_minutes: None,
        ..whole()
    };
    assert_eq!(online.missing(), ["break_minutes"]);
}
