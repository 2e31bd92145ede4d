//! Each rule at its border, and one step beyond it.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use super::super::facts::Material;
use super::super::facts::tests::{slot, whole};
use super::super::times::Weekday;
use super::*;
use crate::words::Fen;

const ARTS: Licensed = Licensed {
    classes: Some(Classes::one(Class::Arts)),
    stages: match Stages::from_bits(15) {
        Ok(all) => Some(all),
        Err(_) => None,
    },
    mode: Some(Mode::OnSite),
};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn on(course: &Course, licensed: &Licensed, today: &str) -> Vec<Finding> {
    judge(course, licensed, day(today), Calendar::built_in())
}

fn found(course: &Course) -> Vec<Check> {
    let found = on(course, &Licensed::default(), "2026-11-23");
    found.iter().map(|finding| finding.check).collect()
}

fn with(change: impl FnOnce(&mut Course)) -> Course {
    let mut course = whole();
    change(&mut course);
    course
}

fn subject(stages: &[Stage]) -> Course {
    with(|it| {
        it.class = Some(Class::Subject);
        it.stages = stages.to_vec();
    })
}

fn online() -> Course {
    with(|it| {
        it.mode = Some(Mode::Online);
        it.lesson_minutes = Some(30);
        it.break_minutes = Some(10);
        it.times = vec![slot(Weekday::Wednesday, "19:00", "21:00")];
    })
}

#[test]
fn a_course_in_order_has_no_findings() {
    assert_eq!(on(&whole(), &ARTS, "2026-11-23"), []);
    assert_eq!(found(&online()), []);
    assert_eq!(found(&Course::default()), []);
}

#[test]
fn a_course_stays_within_the_licence() {
    let found = |course: &Course, licensed: &Licensed| {
        let found = on(course, licensed, "2026-11-23");
        assert!(found.iter().all(|finding| finding.refuses));
        found.iter().map(|one| one.check).collect::<Vec<_>>()
    };
    let science = with(|it| it.class = Some(Class::Science));
    assert_eq!(found(&science, &ARTS), [Check::ClassOutsideLicence]);
    let both = Licensed {
        classes: Classes::of([Class::Arts, Class::Science]),
        ..ARTS
    };
    assert_eq!(found(&science, &both), [], "either of its classes");
    let sports = with(|it| it.class = Some(Class::Sports));
    let outside = on(&sports, &both, "2026-11-23").remove(0);
    assert_eq!(outside.figures, "sports / arts, science");
    let primary = Licensed {
        stages: Some(Stages::of(&[Stage::Primary])),
        ..ARTS
    };
    assert_eq!(found(&whole(), &primary), []);
    let junior = with(|it| it.stages.push(Stage::Junior));
    assert_eq!(found(&junior, &primary), [Check::StageOutsideLicence]);
    assert_eq!(found(&online(), &ARTS), [Check::ModeOutsideLicence]);
}

#[test]
fn a_licence_without_stages_has_them_compared() {
    let old = Licensed {
        stages: None,
        ..ARTS
    };
    let told = on(&whole(), &old, "2026-11-23").remove(0);
    assert_eq!((told.check, told.refuses), (Check::StagesUnsaid, false));
    assert_eq!(on(&Course::default(), &old, "2026-11-23"), []);
}

#[test]
fn lessons_while_schools_teach_are_told() {
    let at = |weekday, start: &str, end: &str| {
        let times = vec![slot(weekday, start, end)];
        found(&with(|it| it.times = times))
    };
    let told = [Check::InSchoolHours];
    assert_eq!(at(Weekday::Monday, "16:59", "18:00"), told);
    assert_eq!(at(Weekday::Monday, "17:00", "18:00"), []);
    assert_eq!(at(Weekday::Friday, "07:00", "08:00"), []);
    assert_eq!(at(Weekday::Friday, "07:00", "08:01"), told);
    assert_eq!(at(Weekday::Saturday, "09:00", "10:00"), []);
    let small = with(|it| {
        it.stages = vec![Stage::Preschool];
        it.times = vec![slot(Weekday::Monday, "09:00", "10:00")];
    });
    assert_eq!(found(&small), [], "they go to no school");
    let noon = with(|it| it.times = vec![slot(Weekday::Monday, "12:00", "13:00")]);
    let finding = on(&noon, &ARTS, "2026-11-23").remove(0);
    assert!(
        !finding.refuses && finding.verified,
        "when schools teach is a local setting, as its words say"
    );
    let subject = Course {
        class: Some(Class::Subject),
        ..noon
    };
    assert!(
        !found(&subject).contains(&Check::InSchoolHours),
        "the rule is of others"
    );
}

#[test]
fn no_preschool_child_is_taught_online_or_in_subjects() {
    let small = |course: Course| Course {
        stages: vec![Stage::Preschool],
        ..course
    };
    assert_eq!(found(&small(whole())), []);
    assert_eq!(found(&small(online())), [Check::PreschoolOnline]);
    assert!(found(&small(subject(&[]))).contains(&Check::PreschoolSubject));
    let named = small(with(|it| it.name = "幼小衔接班".to_owned()));
    let finding = on(&named, &ARTS, "2026-11-23").remove(0);
    assert_eq!(finding.check, Check::PreschoolName);
    assert!(!finding.refuses, "words of a name decide nothing");
    assert_eq!(found(&with(|it| it.name = "幼小衔接班".to_owned())), []);
}

#[test]
fn evenings_end_to_the_minute() {
    let until = |course: Course, end: &str| Course {
        times: vec![slot(Weekday::Wednesday, "18:30", end)],
        ..course
    };
    assert_eq!(found(&until(whole(), "20:30")), []);
    assert_eq!(found(&until(whole(), "20:31")), [Check::EndsLateOnSite]);
    assert_eq!(found(&until(online(), "21:00")), []);
    assert_eq!(found(&until(online(), "21:01")), [Check::EndsLateOnline]);
    // On site one rule binds subjects and others alike, from its first day on.
    let late = until(whole(), "21:30");
    assert_eq!(on(&late, &ARTS, "2021-04-01"), []);
    let finding = on(&late, &ARTS, "2021-04-02").remove(0);
    assert_eq!(
        (finding.check, finding.article),
        (Check::EndsLateOnSite, Article::new("sleep21"))
    );
    let school = until(subject(&[Stage::Junior]), "21:30");
    let finding = on(&school, &Licensed::default(), "2021-04-02").remove(0);
    assert_eq!(finding.article, Article::new("sleep21"));
    // Online the opinion gives the end for whatever is taught.
    let late = until(online(), "21:30");
    let told = |day| {
        on(&late, &ARTS, day)
            .into_iter()
            .find(|one| one.check == Check::EndsLateOnline)
    };
    assert!(told("2021-07-23").is_none());
    assert_eq!(told("2021-07-24").unwrap().article, Article::new("dr"));
}

#[test]
fn another_class_hour_of_subjects_is_told() {
    let subject = |mode, minutes| {
        let course = with(|it| {
            it.class = Some(Class::Subject);
            it.mode = Some(mode);
            it.lesson_minutes = Some(minutes);
        });
        let found = on(&course, &ARTS, "2026-11-23").into_iter();
        let mut found = found.filter(|one| one.check == Check::LessonNotStandard);
        found.next().map(|one| (one.figures, one.refuses))
    };
    let told = |figures: &str| Some((figures.to_owned(), false));
    assert_eq!(subject(Mode::OnSite, 45), None);
    assert_eq!(subject(Mode::OnSite, 60), told("60 / 45"));
    assert_eq!(subject(Mode::Online, 30), None);
    assert_eq!(subject(Mode::Online, 25), told("25 / 30"));
    let arts = with(|it| it.lesson_minutes = Some(60));
    assert_eq!(on(&arts, &ARTS, "2026-11-23"), [], "only of subjects");
}

#[test]
fn large_groups_of_sports_are_told() {
    let told_of = |check: Check, class, pupils| {
        let course = with(|it| {
            it.class = Some(class);
            it.pupils = Some(pupils);
        });
        let found = on(&course, &Licensed::default(), "2026-11-23");
        let told = |one: &Finding| one.check == check && !one.refuses;
        found.iter().any(told)
    };
    for (check, most) in [(Check::SportsOver35, 35), (Check::SportsTwoCoaches, 10)] {
        assert!(!told_of(check, Class::Sports, most), "{check}");
        assert!(told_of(check, Class::Sports, most + 1), "{check}");
        assert!(!told_of(check, Class::Arts, most + 1), "{check}");
    }
}

#[test]
fn online_class_hours_are_short_and_apart() {
    let long = Course {
        lesson_minutes: Some(31),
        ..online()
    };
    assert_eq!(found(&long), [Check::LessonLongOnline]);
    let close = Course {
        break_minutes: Some(9),
        ..online()
    };
    assert_eq!(found(&close), [Check::BreakShortOnline]);
    // By reference the rules of subjects hold for senior pupils; this one is of all that is online.
    let senior = Course {
        stages: vec![Stage::Senior],
        ..long.clone()
    };
    assert!(
        on(&senior, &Licensed::default(), "2026-11-23")
            .iter()
            .any(|one| { one.check == Check::LessonLongOnline && one.refuses && one.verified })
    );
    let subject = Course {
        class: Some(Class::Subject),
        ..senior
    };
    assert!(
        on(&subject, &Licensed::default(), "2026-11-23")
            .iter()
            .any(|one| { one.check == Check::LessonLongOnline && !one.refuses && !one.verified })
    );
    // What the timetable says counts as well: two class hours with five minutes between them.
    let run_on = |next: &str| Course {
        times: vec![
            slot(Weekday::Wednesday, "19:35", "20:05"),
            slot(Weekday::Wednesday, "19:00", next),
            slot(Weekday::Thursday, "19:00", "19:30"),
        ],
        ..online()
    };
    assert_eq!(found(&run_on("19:30")), [Check::BreakShortOnline]);
    assert_eq!(found(&run_on("19:25")), []);
    // On site an hour of forty-five minutes without a pause is nobody's business.
    assert_eq!(found(&with(|it| it.break_minutes = Some(0))), []);
}

#[test]
fn subjects_are_not_taught_on_days_of_rest() {
    let weekend = |course: Course| Course {
        times: vec![slot(Weekday::Saturday, "09:00", "10:30")],
        ..course
    };
    assert_eq!(found(&weekend(whole())), []);
    let finding = |course: &Course, check: Check| {
        let found = on(course, &Licensed::default(), "2026-11-23");
        found.into_iter().find(|finding| finding.check == check)
    };
    let junior = weekend(subject(&[Stage::Junior]));
    assert!(finding(&junior, Check::SubjectOnRestDay).unwrap().refuses);
    // For senior pupils by reference alone, which was not read.
    let senior = weekend(subject(&[Stage::Senior]));
    let warned = finding(&senior, Check::SubjectOnRestDay).unwrap();
    assert!(!warned.refuses && !warned.verified);
    // National Day of 2026 is a Thursday, the holiday lasts to the Wednesday after it.
    let thursday = Course {
        times: vec![slot(Weekday::Thursday, "18:30", "20:00")],
        ..subject(&[Stage::Junior])
    };
    let holiday = finding(&thursday, Check::SubjectOnHoliday).unwrap();
    assert!(!holiday.refuses);
    assert_eq!(holiday.figures, "2026-10-01");
    let vacation = finding(&thursday, Check::SubjectInVacation).unwrap();
    assert!(!vacation.refuses, "nobody here knows the school calendar");
    assert_eq!(finding(&whole(), Check::SubjectInVacation), None);
}

#[test]
fn a_price_beyond_one_payment_is_told_how_it_is_split() {
    let priced = |fen| with(|it| it.price_fen = Some(Fen::new(fen)));
    assert_eq!(found(&priced(500_000)), []);
    let over = on(&priced(500_001), &ARTS, "2026-11-23").remove(0);
    assert_eq!(over.check, Check::Over5000Yuan);
    assert!(!over.refuses && over.verified);
    assert_eq!(over.figures, "2");
    // For school subjects it is the province that has it.
    let mut subject = subject(&[Stage::Junior]);
    subject.price_fen = Fen::yuan(5_001);
    let found_in = on(&subject, &Licensed::default(), "2026-11-23");
    let over = found_in.iter().find(|one| one.check == Check::Over5000Yuan);
    let over = over.unwrap();
    assert_eq!((over.article.key(), over.verified), ("jx23", true));

    assert_eq!(found(&with(|it| it.lessons = Some(60))), []);
    let many = with(|it| it.lessons = Some(61));
    assert_eq!(found(&many), [Check::Over60Lessons]);

    let until = |last| with(|it| it.last_day = Some(day(last)));
    // From 2 September three months last to 2 December.
    assert_eq!(found(&until("2026-12-02")), []);
    let long = on(&until("2026-12-03"), &ARTS, "2026-11-23").remove(0);
    assert_eq!(long.check, Check::Over3Months);
    assert_eq!(long.figures, "2");
    let year = on(&until("2027-09-01"), &ARTS, "2026-11-23").remove(0);
    assert_eq!(year.figures, "4");
    // Paid by the class hour it is split by class hours, whatever its months.
    let both = with(|it| {
        it.last_day = Some(day("2027-09-01"));
        it.lessons = Some(61);
    });
    let figures: Vec<String> = on(&both, &ARTS, "2026-11-23")
        .into_iter()
        .map(|finding| finding.figures)
        .collect();
    assert_eq!(figures, ["2", "4"]);
}

#[test]
fn three_months_end_on_the_last_day_a_month_has() {
    for (first, runs, next) in [
        ("2026-11-30", 1, "2027-02-28"),
        ("2027-11-30", 1, "2028-02-29"),
        ("2026-10-31", 1, "2027-01-31"),
        ("2026-10-01", 5, "2028-01-01"),
    ] {
        assert_eq!(months_after(day(first), runs), Some(day(next)), "{first}");
    }
}

#[test]
fn materials_that_were_not_filed_are_told() {
    let material = |filed| Material {
        title: "舞蹈基础".to_owned(),
        publisher: "江西美术出版社".to_owned(),
        filed,
        filing: None,
    };
    assert_eq!(found(&with(|it| it.materials = vec![material(true)])), []);
    let finding = on(
        &with(|it| it.materials = vec![material(false)]),
        &ARTS,
        "2026-11-23",
    )
    .remove(0);
    assert_eq!(finding.check, Check::MaterialsNotFiled);
    assert!(!finding.refuses && !finding.verified);
    assert_eq!(finding.figures, "舞蹈基础");
}

#[test]
fn every_rule_names_an_article_and_a_test_that_exists() {
    let tests = include_str!("judge_tests.rs");
    for check in Check::ALL {
        assert!(tests.contains(&format!("fn {}()", check.test())), "{check}");
        for subject in [true, false] {
            let article = check.article(subject);
            assert_ne!(article.title_zh(), article.key(), "{check}");
            assert!(check.first_day(subject).is_some(), "{check}");
            assert!(!check.refuses(subject) || article.is_verified(), "{check}");
        }
    }
}
