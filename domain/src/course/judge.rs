//! The rules a course is judged by before it is filed, each with its document, its day and how sure it is.
//!
//! A rule that was read refuses; one that was not, or whose facts nobody here can know, warns.

use serde::Serialize;

use super::facts::Course;
use super::times::{Clock, Slot, Weekday};
use crate::application::Mode;
use crate::calendar::Calendar;
use crate::words::{Article, Class, Day, Stage, Stages, coded};

coded! {
    /// A rule for courses.
    Check "course_check_unknown" {
        /// 类别超出许可
        ClassOutsideLicence "class_outside_licence" "类别超出办学许可" "The class is outside the licence",
        /// 学段超出许可
        StageOutsideLicence "stage_outside_licence" "学段超出办学许可" "A stage is outside the licence",
        /// 许可证未载明学段
        StagesUnsaid "stages_unsaid" "办学许可没有载明学段，请自行核对" "The licence names no stages: compare them yourself",
        /// 线上线下与许可不符
        ModeOutsideLicence "mode_outside_licence" "线上、线下与办学许可不符" "On site or online is not what the licence allows",
        /// 不得面向学龄前儿童开展线上培训
        PreschoolOnline "preschool_online" "不得面向学龄前儿童开展线上培训" "No online training for preschool children",
        /// 不得对学龄前儿童开展学科类培训
        PreschoolSubject "preschool_subject" "不得对学龄前儿童开展学科类培训" "No school subjects for preschool children",
        /// 学龄前不得以学前班、幼小衔接、思维训练等名义培训
        PreschoolName "preschool_name" "学龄前不得以学前班、幼小衔接、思维训练等名义开展学科类（含外语）培训" "No school subjects, foreign languages included, for preschool children under the name of school preparation or thinking training",
        /// 线下结束时间
        EndsLateOnSite "ends_late_on_site" "线下培训结束时间不得晚于20:30" "Training on site ends by 20:30",
        /// 线上结束时间
        EndsLateOnline "ends_late_online" "线上培训结束时间不得晚于21:00" "Online training ends by 21:00",
        /// 线上课时
        LessonLongOnline "lesson_long_online" "线上每课时不得超过30分钟" "An online class hour is 30 minutes at most",
        /// 线上间隔
        BreakShortOnline "break_short_online" "线上课程间隔不少于10分钟" "Ten minutes at least between online class hours",
        /// 非学科类不得与教学时间冲突
        InSchoolHours "in_school_hours" "不得与当地中小学教学时间冲突；学期内周一至周五8:00至17:00按教学时间提示（本地设置），寒暑假除外" "Not while schools teach; Monday to Friday from 8:00 to 17:00 in term is taken for that (a local setting), school holidays left out",
        /// 学科类不得占用休息日
        SubjectOnRestDay "subject_on_rest_day" "学科类培训不得占用双休日" "No school subjects on rest days",
        /// 学科类不得占用法定节假日
        SubjectOnHoliday "subject_on_holiday" "学科类培训遇法定节假日须停课" "No school subjects on public holidays: these lessons are left out",
        /// 学科类不得占用寒暑假
        SubjectInVacation "subject_in_vacation" "学科类培训不得占用寒暑假；当地校历未载入，请自行核对" "No school subjects in school holidays; the local school calendar is not loaded: check it yourself",
        /// 一次收费不超过5000元
        Over5000Yuan "over_5000_yuan" "一次收费不得超过5000元，至少要分几次收取：" "At most 5,000 yuan in one payment; payments needed at least:",
        /// 一次收费不超过60课时
        Over60Lessons "over_60_lessons" "按课时收费的，一次不得超过60课时，至少要分几次收取：" "Paid by class hour, at most 60 in one payment; payments needed at least:",
        /// 一次收费时间跨度不超过3个月
        Over3Months "over_3_months" "按周期收费的，一次不得超过3个月，至少要分几次收取：" "Paid by period, at most three months in one payment; payments needed at least:",
        /// 培训材料备案
        MaterialsNotFiled "materials_not_filed" "有培训材料未备案" "A material was not filed",
    }
}

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
    /// The class of the licence.
    pub class: Option<Class>,
    /// Its stages.
    pub stages: Option<Stages>,
    /// On site or online.
    pub mode: Option<Mode>,
}

/// What a rule rests on.
struct Basis {
    article: &'static str,
    from: (i32, u8, u8),
    verified: bool,
    /// Whether it can be seen from the course alone whether the rule is kept.
    strict: bool,
}

const LATEST_ON_SITE: i64 = 20 * 60 + 30;
const LATEST_ONLINE: i64 = 21 * 60;
const ONLINE_LESSON_MINUTES: i64 = 30;
const ONLINE_BREAK_MINUTES: i64 = 10;
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

impl Check {
    /// The basis for a course that teaches school subjects, or one that does not.
    const fn basis(self, subject: bool) -> Basis {
        let (article, from, verified, strict) = match self {
            // Regulations of 2021, article 63(1)(9): training beyond the licence.
            Self::ClassOutsideLicence | Self::StageOutsideLicence | Self::ModeOutsideLicence => {
                ("ppei-63-1-9", (2021, 9, 1), true, true)
            }
            // Licences of before the coding of today name none.
            Self::StagesUnsaid => ("ppei-63-1-9", (2021, 9, 1), true, false),
            Self::PreschoolOnline
            | Self::PreschoolSubject
            | Self::LessonLongOnline
            | Self::BreakShortOnline
            | Self::SubjectOnRestDay => ("dr", (2021, 7, 24), true, true),
            // Words of a name decide nothing: what is taught under it does.
            Self::PreschoolName => ("dr", (2021, 7, 24), true, false),
            // A course runs on past a holiday; whether it is taught on that day is not said.
            Self::SubjectOnHoliday | Self::SubjectInVacation => ("dr", (2021, 7, 24), true, false),
            // The notice on sleep of 2021 gives the end on site for every institution, whatever it teaches; the opinion of
            // 2021 gives the end online alone.
            Self::EndsLateOnSite => ("sleep21", (2021, 4, 2), true, true),
            Self::EndsLateOnline if subject => ("dr", (2021, 7, 24), true, true),
            Self::EndsLateOnline => ("gov13", (2022, 12, 29), true, true),
            // The rule was read; when the schools of a place teach it leaves to the place.
            Self::InSchoolHours => ("gov13", (2022, 12, 29), false, false),
            // A course may be longer than one payment: the price is told how it is to be split.
            Self::Over5000Yuan if subject => ("local-prepaid", (2022, 12, 29), false, false),
            Self::Over5000Yuan => ("gov13", (2022, 12, 29), true, false),
            // Issued in October 2021 on a day that was not read: what began within the month is not held to it.
            Self::Over60Lessons | Self::Over3Months => ("fee21", (2021, 10, 31), true, false),
            // That materials are examined was read, that they are filed was not.
            Self::MaterialsNotFiled => ("mat21", (2021, 9, 7), false, false),
        };
        Basis {
            article,
            from,
            verified,
            strict,
        }
    }

    /// The first day on which it holds for courses of school subjects, or for others.
    #[must_use]
    pub fn first_day(self, subject: bool) -> Option<Day> {
        let (year, month, day) = self.basis(subject).from;
        Day::new(year, month, day).ok()
    }

    /// What asks for it.
    #[must_use]
    pub const fn article(self, subject: bool) -> Article {
        Article::new(self.basis(subject).article)
    }

    /// Whether its number was read in a copy of a text.
    #[must_use]
    pub const fn verified(self, subject: bool) -> bool {
        self.basis(subject).verified
    }

    /// Whether nothing is filed against it.
    #[must_use]
    pub const fn refuses(self, subject: bool) -> bool {
        let basis = self.basis(subject);
        basis.verified && basis.strict
    }

    /// The field it looks at.
    #[must_use]
    pub const fn field(self) -> &'static str {
        match self {
            Self::ClassOutsideLicence => "class",
            Self::StageOutsideLicence | Self::StagesUnsaid | Self::PreschoolSubject => "stages",
            Self::ModeOutsideLicence | Self::PreschoolOnline => "mode",
            Self::PreschoolName => "name",
            Self::EndsLateOnSite
            | Self::EndsLateOnline
            | Self::InSchoolHours
            | Self::SubjectOnRestDay => "times",
            Self::LessonLongOnline => "lesson_minutes",
            Self::BreakShortOnline => "break_minutes",
            Self::SubjectOnHoliday | Self::SubjectInVacation => "first_day",
            Self::Over5000Yuan | Self::Over60Lessons | Self::Over3Months => "price_fen",
            Self::MaterialsNotFiled => "materials",
        }
    }

    /// The test that shows it.
    #[must_use]
    pub const fn test(self) -> &'static str {
        match self {
            Self::ClassOutsideLicence | Self::StageOutsideLicence | Self::ModeOutsideLicence => {
                "a_course_stays_within_the_licence"
            }
            Self::StagesUnsaid => "a_licence_without_stages_has_them_compared",
            Self::PreschoolOnline | Self::PreschoolSubject | Self::PreschoolName => {
                "no_preschool_child_is_taught_online_or_in_subjects"
            }
            Self::EndsLateOnSite | Self::EndsLateOnline => "evenings_end_to_the_minute",
            Self::InSchoolHours => "lessons_while_schools_teach_are_told",
            Self::LessonLongOnline | Self::BreakShortOnline => {
                "online_class_hours_are_short_and_apart"
            }
            Self::SubjectOnRestDay | Self::SubjectOnHoliday | Self::SubjectInVacation => {
                "subjects_are_not_taught_on_days_of_rest"
            }
            Self::Over5000Yuan | Self::Over60Lessons | Self::Over3Months => {
                "a_price_beyond_one_payment_is_told_how_it_is_split"
            }
            Self::MaterialsNotFiled => "materials_that_were_not_filed_are_told",
        }
    }
}

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

/// For pupils of senior secondary schools the times of subject training hold by reference (参照) only, which was not
/// read: they warn where nobody younger is taught.
fn is_by_reference(check: Check, course: &Course) -> bool {
    let senior = course.stages.iter().all(|stage| *stage == Stage::Senior);
    let of_compulsory = matches!(
        check,
        Check::SubjectOnRestDay
            | Check::SubjectOnHoliday
            | Check::SubjectInVacation
            | Check::LessonLongOnline
            | Check::BreakShortOnline
    );
    of_compulsory && senior && !course.stages.is_empty()
}

/// What a rule was broken by; nothing where it is kept or cannot be judged.
fn broken(
    check: Check,
    course: &Course,
    licensed: &Licensed,
    calendar: &Calendar,
) -> Option<String> {
    let online = course.mode == Some(Mode::Online);
    let subject = course.class == Some(Class::Subject);
    let preschool = course.stages.contains(&Stage::Preschool);
    let plain = |broken: bool| broken.then(String::new);
    match check {
        Check::ClassOutsideLicence => {
            let (asked, held) = course.class.zip(licensed.class)?;
            // Training for arts examinations is arts training with a mark of its own: its licence covers arts.
            let covered = asked == held || (held == Class::ArtsExam && asked == Class::Arts);
            (!covered).then(|| format!("{asked} / {held}"))
        }
        Check::StageOutsideLicence => {
            let held = licensed.stages?;
            let beyond = course.stages.iter().filter(|stage| !held.contains(**stage));
            list(beyond.map(|stage| stage.code()))
        }
        // Without a licence nothing is filed, and there is nothing to compare with.
        Check::StagesUnsaid => {
            let silent = licensed.class.is_some() && licensed.stages.is_none();
            plain(silent && !course.stages.is_empty())
        }
        Check::ModeOutsideLicence => {
            let (asked, held) = course.mode.zip(licensed.mode)?;
            (asked != held).then(|| format!("{asked} / {held}"))
        }
        Check::PreschoolOnline => plain(preschool && online),
        Check::PreschoolSubject => plain(preschool && subject),
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
        Check::BreakShortOnline => {
            let said = course.break_minutes.filter(|_| online);
            let least = said.into_iter().chain(gaps(course, online)).min()?;
            (least < ONLINE_BREAK_MINUTES).then(|| format!("{least} / {ONLINE_BREAK_MINUTES}"))
        }
        Check::InSchoolHours if !subject => in_school_hours(course),
        Check::InSchoolHours => None,
        Check::SubjectOnRestDay if subject => {
            let mut slots = course.times.iter();
            slots
                .find(|slot| slot.weekday.is_weekend())
                .map(|slot| hours(*slot))
        }
        Check::SubjectOnHoliday if subject => festivals(course, calendar),
        Check::SubjectOnRestDay | Check::SubjectOnHoliday => None,
        Check::SubjectInVacation => plain(subject && course.first_day.is_some()),
        Check::Over5000Yuan | Check::Over60Lessons | Check::Over3Months => dear(check, course),
        Check::MaterialsNotFiled => {
            let open = course.materials.iter().filter(|material| !material.filed);
            list(open.map(|material| material.title.as_str()))
        }
    }
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
