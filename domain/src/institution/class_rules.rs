//! The rules that apply to a class of training on a day: who is competent, and what is asked of premises, staff, funds, hours
//! and courses. They are gathered from where they are judged, so that what is shown is what is checked.

use serde::Serialize;

use super::department::{Competent, by_law, competent};
use crate::application::{Condition, Part};
use crate::course::Check;
use crate::staff;
use crate::words::{Article, Class, Day, coded};

coded! {
    /// What a rule is about.
    Topic "topic_unknown" {
        /// 准入
        Admission "admission" "准入" "Admission",
        /// 场所
        Premises "premises" "场所" "Premises",
        /// 人员
        Staff "staff" "人员" "Staff",
        /// 资金和收费
        Fees "fees" "资金和收费" "Funds and fees",
        /// 培训时间
        Hours "hours" "培训时间" "Hours",
        /// 课程
        Courses "courses" "课程" "Courses",
    }
}

/// A rule that applies to a class.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClassRule {
    /// What it is about.
    pub topic: Topic,
    /// Its code where it is judged.
    pub code: &'static str,
    /// In Chinese.
    pub zh: &'static str,
    /// In English.
    pub en: &'static str,
    /// What asks for it.
    pub article: Article,
    /// The first day on which it holds.
    pub from: Day,
    /// Whether it was read in a copy of a text.
    pub verified: bool,
    /// Whether nothing goes on against it; another one warns.
    pub binds: bool,
}

/// Who is competent for `class` on `today`: whom the text for the class names, before it whom the law does.
#[must_use]
pub fn departments(class: Class, today: Day) -> Option<Competent> {
    let holds = |one: &Competent| one.first_day().is_some_and(|from| from <= today);
    [competent(class), by_law(class)].into_iter().find(holds)
}

/// The rules that hold for `class` on `today`, by topic, in each in the order of their lists.
#[must_use]
pub fn class_rules(class: Class, today: Day) -> Vec<ClassRule> {
    let conditions = Condition::ALL
        .iter()
        .filter_map(|one| condition(*one, class));
    let rules = staff::Rule::ALL
        .iter()
        .filter_map(|one| of_staff(*one, class));
    let checks = Check::ALL.iter().filter_map(|one| check(*one, class));
    let mut found: Vec<ClassRule> = conditions
        .chain(rules)
        .chain(checks)
        .filter(|rule| rule.from <= today)
        .collect();
    found.sort_by_key(|rule| rule.topic);
    found
}

fn condition(one: Condition, class: Class) -> Option<ClassRule> {
    let topic = match one.part() {
        Part::Teaching | Part::Papers => Topic::Admission,
        Part::Premises => Topic::Premises,
        Part::Staff => Topic::Staff,
        Part::Funds => Topic::Fees,
        // What a replaced paper needs is no rule of a class.
        Part::Loss => return None,
    };
    one.concerns(class).then_some(ClassRule {
        topic,
        code: one.code(),
        zh: one.zh(),
        en: one.en(),
        article: one.article(),
        from: one.first_day()?,
        verified: one.verified(),
        binds: one.binds(),
    })
}

fn of_staff(one: staff::Rule, class: Class) -> Option<ClassRule> {
    one.concerns(class).then_some(ClassRule {
        topic: Topic::Staff,
        code: one.code(),
        zh: one.zh(),
        en: one.en(),
        article: one.article(),
        from: one.first_day()?,
        verified: one.verified(),
        binds: one.binds(),
    })
}

fn check(one: Check, class: Class) -> Option<ClassRule> {
    let subject = class == Class::Subject;
    let topic = match one.field() {
        "times" | "first_day" => Topic::Hours,
        "price_fen" => Topic::Fees,
        _ => Topic::Courses,
    };
    one.concerns(class).then_some(ClassRule {
        topic,
        code: one.code(),
        zh: one.zh(),
        en: one.en(),
        article: one.article(subject),
        from: one.first_day(subject)?,
        verified: one.verified(subject),
        binds: one.refuses(subject),
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test stops where it fails")]
mod tests {
    use super::super::department::Department;
    use super::*;

    fn codes(class: Class, day: &str) -> Vec<&'static str> {
        let found = class_rules(class, day.parse().unwrap());
        found.iter().map(|rule| rule.code).collect()
    }

    #[test]
    fn each_class_has_rules_of_its_own_beside_those_of_all() {
        let day = "2026-11-30";
        for class in Class::ALL {
            let codes = codes(*class, day);
            for of_all in [
                "area_per_pupil",
                "safe_site",
                "teaching_share",
                "opening_capital",
            ] {
                assert!(codes.contains(&of_all), "{class} {of_all}");
            }
            for (code, of) in [
                ("no_new_subject", &[Class::Subject][..]),
                ("subject_on_rest_day", &[Class::Subject]),
                ("no_teacher_certificate", &[Class::Subject]),
                ("lesson_not_standard", &[Class::Subject]),
                ("sports_area", &[Class::Sports]),
                ("sports_over_35", &[Class::Sports]),
                ("arts_exam_insiders", &[Class::ArtsExam]),
                ("arts_exam_boarding", &[Class::ArtsExam]),
                ("sports_consents", &[Class::Sports]),
                ("culture_consents", &[Class::Arts, Class::ArtsExam]),
                ("science_consents", &[Class::Science]),
                ("subject_non_profit", &[Class::Subject]),
            ] {
                assert_eq!(codes.contains(&code), of.contains(class), "{class} {code}");
            }
            let subject = *class == Class::Subject;
            assert_eq!(codes.contains(&"in_school_hours"), !subject, "{class}");
            assert_eq!(codes.contains(&"no_proof"), !subject, "{class}");
        }
    }

    #[test]
    fn the_rules_of_a_day_are_those_that_held_then() {
        let old = codes(Class::Sports, "2021-12-13");
        assert!(!old.contains(&"sports_area") && old.contains(&"area_per_pupil"));
        assert!(codes(Class::Sports, "2021-12-14").contains(&"sports_area"));
        assert_eq!(codes(Class::Subject, "2018-08-05"), Vec::<&str>::new());
    }

    #[test]
    fn education_licenses_and_the_trade_examines_where_a_text_says_so() {
        let on = |class, day: &str| departments(class, day.parse().unwrap());
        let of = |class| on(class, "2026-11-30").and_then(|it| it.reviews);
        assert_eq!(of(Class::Sports), Some(Department::Sports));
        assert_eq!(of(Class::ArtsExam), Some(Department::Culture));
        assert_eq!(of(Class::Science), Some(Department::Science));
        assert_eq!((of(Class::Subject), of(Class::Practice)), (None, None));
        // Before there was a text for the class education alone decided, as the law has it.
        let before = on(Class::Sports, "2023-03-30").unwrap();
        assert_eq!((before.reviews, before.article().key()), (None, "ppe-12"));
        assert!(before.verified && on(Class::Sports, "2018-12-28").is_none());
        for class in Class::ALL {
            assert_eq!(competent(*class).licenses, Department::Education);
            let article = competent(*class).article();
            assert!(!competent(*class).verified || article.is_verified());
        }
    }
}
