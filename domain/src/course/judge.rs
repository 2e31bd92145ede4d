//! How a course keeps the rules before it is filed.
//!
//! A rule that was read refuses; one that was not, or whose facts nobody here can know, warns.

use serde::Serialize;

use super::check::Check;
use super::facts::Course;
use super::times::{Clock, Slot, Weekday};
use crate::application::Mode;
use crate::calendar::Calendar;
use crate::words::{Article, Class, Classes, Day, Stage, Stages};

/// A finding about a course.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The rule.
    pub check: Check,
    /// The field it looks at.
    pub field: &'static str,
    /// Whether nothing is filed against it; else it warns.
    pub refuses: bool,
    /// What asks for it.
    pub article: Article,
    /// Whether its number was read in a copy of a text.
    pub verified: bool,
    /// What it was judged by, and for a price the number of payments it is to be split into; empty where there is nothing to
    /// say. Classes, stages and modes stand in it by their codes.
    pub figures: String,
}

/// What the institution may teach, as far as the register knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Licensed {
    /// The classes of the licence.
    pub classes: Option<Classes>,
    /// Its stages.
    pub stages: Option<Stages>,
    /// On site or online.
    pub mode: Option<Mode>,
}

const LATEST_ON_SITE: i64 = 20 * 60 + 30;
const LATEST_ONLINE: i64 = 21 * 60;
const ONLINE_LESSON_MINUTES: i64 = 30;
const ONLINE_BREAK_MINUTES: i64 = 10;
const STANDARD_LESSON_MINUTES: i64 = 45;
const SPORTS_GROUP: i64 = 35;
/// Pupils of sports at one time whom one coach may teach alone.
const ONE_COACH: i64 = 10;
/// When schools of the city teach, in minutes of the day. No text of the city says it: from the first lesson to the end of
/// what schools look after.
const SCHOOL_HOURS: std::ops::Range<i64> = 8 * 60..17 * 60;
const PAYMENT_FEN: i64 = 500_000;
const PAYMENT_LESSONS: i64 = 60;
const PAYMENT_MONTHS: i32 = 3;

/// Names that the opinion forbids for preschool children, and what else calls itself so.
const PRESCHOOL_NAMES: &[&str] = &[
    "学前班",
    "幼小衔接",
    "思维训练",
    "英语",
    "外语",
    "日语",
    "俄语",
];

/// What the rules in force on `today` find in a course; fields that say nothing yet are passed over.
#[must_use]
pub fn judge(
    course: &Course,
    licensed: &Licensed,
    today: Day,
    calendar: &Calendar,
) -> Vec<Finding> {
    let subject = course.class == Some(Class::Subject);
    Check::ALL
        .iter()
        .copied()
        .filter(|check| check.first_day(subject).is_some_and(|from| from <= today))
        .filter(|check| concerns(*check, course))
        .filter_map(|check| {
            let figures = broken(check, course, licensed, calendar)?;
            Some(Finding {
                check,
                field: check.field(),
                refuses: check.refuses(subject) && !is_by_reference(check, course),
                article: check.article(subject),
                verified: check.verified(subject) && !is_by_reference(check, course),
                figures,
            })
        })
        .collect()
}

/// Whether it goes beyond the licence in what is taught, to whom or how; what is not said of either is not held against it.
#[must_use]
pub fn is_beyond(course: &Course, licensed: &Licensed) -> bool {
    let bounds = [
        Check::ClassOutsideLicence,
        Check::StageOutsideLicence,
        Check::ModeOutsideLicence,
    ];
    let calendar = Calendar::built_in();
    bounds
        .into_iter()
        .any(|check| broken(check, course, licensed, calendar).is_some())
}

/// For pupils of senior secondary schools the rules of subject training hold by reference (参照) only, which was not
/// read: they warn where nobody younger is taught.
fn is_by_reference(check: Check, course: &Course) -> bool {
    let subject = course.class == Some(Class::Subject);
    let of_compulsory = matches!(
        check,
        Check::SubjectOnRestDay
            | Check::SubjectOnHoliday
            | Check::SubjectInVacation
            | Check::LessonLongOnline
            | Check::LessonNotStandard
            | Check::BreakShortOnline
    );
    subject && of_compulsory && Stage::only_senior(&course.stages)
}

/// What a rule was broken by; nothing where it is kept or cannot be judged.
fn broken(
    check: Check,
    course: &Course,
    licensed: &Licensed,
    calendar: &Calendar,
) -> Option<String> {
    let online = course.mode == Some(Mode::Online);
    let preschool = course.stages.contains(&Stage::Preschool);
    let plain = |broken: bool| broken.then(String::new);
    match check {
        Check::ClassOutsideLicence => {
            let (asked, held) = course.class.zip(licensed.classes)?;
            (!held.covers(asked)).then(|| format!("{asked} / {}", held.codes()))
        }
        Check::StageOutsideLicence => {
            let held = licensed.stages?;
            let beyond = course.stages.iter().filter(|stage| !held.contains(**stage));
            list(beyond.map(|stage| stage.code()))
        }
        // Without a licence nothing is filed, and there is nothing to compare with.
        Check::StagesUnsaid => {
            let silent = licensed.classes.is_some() && licensed.stages.is_none();
            plain(silent && !course.stages.is_empty())
        }
        Check::ModeOutsideLicence => {
            let (asked, held) = course.mode.zip(licensed.mode)?;
            (asked != held).then(|| format!("{asked} / {held}"))
        }
        Check::PreschoolOnline => plain(preschool && online),
        Check::PreschoolSubject => plain(preschool),
        Check::PreschoolName if preschool => named(course),
        Check::PreschoolName => None,
        Check::EndsLateOnSite if !online && course.mode.is_some() => late(course, LATEST_ON_SITE),
        Check::EndsLateOnline if online => late(course, LATEST_ONLINE),
        Check::EndsLateOnSite | Check::EndsLateOnline => None,
        Check::LessonLongOnline => {
            let minutes = course.lesson_minutes.filter(|_| online)?;
            (minutes > ONLINE_LESSON_MINUTES)
                .then(|| format!("{minutes} / {ONLINE_LESSON_MINUTES}"))
        }
        Check::LessonNotStandard => another_lesson(course),
        Check::SportsOver35 => {
            let pupils = course.pupils?;
            (pupils > SPORTS_GROUP).then(|| format!("{pupils} / {SPORTS_GROUP}"))
        }
        Check::SportsTwoCoaches => {
            let pupils = course.pupils?;
            (pupils > ONE_COACH).then(|| format!("{pupils} / {ONE_COACH}"))
        }
        Check::BreakShortOnline => {
            let said = course.break_minutes.filter(|_| online);
            let least = said.into_iter().chain(gaps(course, online)).min()?;
            (least < ONLINE_BREAK_MINUTES).then(|| format!("{least} / {ONLINE_BREAK_MINUTES}"))
        }
        Check::InSchoolHours => in_school_hours(course),
        Check::SubjectOnRestDay => weekend(course),
        Check::SubjectOnHoliday => festivals(course, calendar),
        Check::SubjectInVacation => plain(course.first_day.is_some()),
        Check::Over5000Yuan | Check::Over60Lessons | Check::Over3Months => dear(check, course),
        Check::MaterialsNotFiled => {
            let open = course
                .materials
                .iter()
                .filter(|material| !material.is_filed());
            list(open.map(|material| material.title.as_str()))
        }
    }
}

/// Whether its class is held to `check`; before a class is chosen, whether each would be.
fn concerns(check: Check, course: &Course) -> bool {
    let each = |class: &Class| check.concerns(*class);
    course
        .class
        .map_or_else(|| Class::ALL.iter().all(each), |class| each(&class))
}

/// A class hour that is not the one for which a base price is set.
fn another_lesson(course: &Course) -> Option<String> {
    let minutes = course.lesson_minutes?;
    let standard = match course.mode? {
        Mode::OnSite => STANDARD_LESSON_MINUTES,
        Mode::Online => ONLINE_LESSON_MINUTES,
    };
    (minutes != standard).then(|| format!("{minutes} / {standard}"))
}

/// The first lesson on a weekend.
fn weekend(course: &Course) -> Option<String> {
    let mut slots = course.times.iter();
    let slot = slots.find(|slot| slot.weekday.is_weekend())?;
    Some(hours(*slot))
}

/// These words in a row; nothing where there are none.
fn list<'a>(words: impl Iterator<Item = &'a str>) -> Option<String> {
    let words: Vec<&str> = words.collect();
    (!words.is_empty()).then(|| words.join(", "))
}

/// The first name that is forbidden for preschool children.
fn named(course: &Course) -> Option<String> {
    let says = |name: &str| course.name.contains(name) || course.description.contains(name);
    let mut names = PRESCHOOL_NAMES.iter().copied();
    names.find(|name| says(name)).map(str::to_owned)
}

/// The days of rest between Monday and Friday on which it would be taught: of plain weekends the rule before tells.
fn festivals(course: &Course, calendar: &Calendar) -> Option<String> {
    let off = |day: &Day| !calendar.on(*day).working && !Weekday::of(*day).is_weekend();
    let days: Vec<String> = course
        .days()
        .filter(off)
        .map(|day| day.to_string())
        .collect();
    list(days.iter().map(String::as_str))
}

/// How a price is to be split that goes beyond one payment.
fn dear(check: Check, course: &Course) -> Option<String> {
    let parts = |whole: i64, most: i64| (whole.max(0) + most - 1) / most;
    // Lessons bind who is paid by the class hour, months who is paid by the period: a price is split by the one or the other.
    let payments = match check {
        Check::Over5000Yuan => parts(course.price_fen?.get(), PAYMENT_FEN),
        Check::Over60Lessons => parts(course.lessons?, PAYMENT_LESSONS),
        _ => {
            let (first, last) = course.first_day.zip(course.last_day)?;
            spans(first, last)
        }
    };
    (payments > 1).then(|| payments.to_string())
}

/// The pauses between lessons of one day, in minutes; of lessons on site nobody asks.
fn gaps(course: &Course, online: bool) -> Option<i64> {
    let mut slots: Vec<&Slot> = course.times.iter().filter(|_| online).collect();
    slots.sort_by_key(|slot| (slot.weekday, slot.start));
    let gaps = slots.iter().zip(slots.iter().skip(1));
    gaps.filter(|(one, next)| one.weekday == next.weekday)
        .map(|(one, next)| next.start.minutes() - one.end.minutes())
        .min()
}

/// The first lesson of pupils while their schools teach.
fn in_school_hours(course: &Course) -> Option<String> {
    let pupils = course.stages.iter().any(|stage| *stage != Stage::Preschool);
    let meets = |slot: &&Slot| {
        let (start, end) = (slot.start.minutes(), slot.end.minutes());
        !slot.weekday.is_weekend() && start < SCHOOL_HOURS.end && end > SCHOOL_HOURS.start
    };
    let slot = course.times.iter().filter(|_| pupils).find(meets)?;
    Some(hours(*slot))
}

fn late(course: &Course, latest: i64) -> Option<String> {
    let end = |clock: Clock| clock.minutes() > latest;
    let slot = course.times.iter().find(|slot| end(slot.end))?;
    Some(hours(*slot))
}

/// A time without its day, which is a word of one language.
fn hours(slot: Slot) -> String {
    format!("{}-{}", slot.start, slot.end)
}

/// How many runs of three months there are from the first day to the last, the last one counted whole. A run ends on the
/// same day of its last month.
fn spans(first: Day, last: Day) -> i64 {
    let mut spans = 1;
    while spans < 40 && months_after(first, spans).is_some_and(|next| next < last) {
        spans += 1;
    }
    spans
}

/// The day on which the run of three months after so many begins: the same day of the month, or the last one it has.
fn months_after(first: Day, runs: i64) -> Option<Day> {
    let months = i32::from(first.month()) - 1 + i32::try_from(runs).ok()? * PAYMENT_MONTHS;
    let (year, month) = (
        first.year() + months / 12,
        u8::try_from(months % 12 + 1).ok()?,
    );
    let last_days = (28..=first.day_of_month().max(28)).rev();
    let mut days = std::iter::once(first.day_of_month()).chain(last_days);
    days.find_map(|day| Day::new(year, month, day).ok())
}

#[cfg(test)]
#[path = "judge_tests.rs"]
mod tests;
