//! Examples of the pages of a course.

use super::super::event::{FormKey, NextStep};
use super::super::field::{Choice, Errors, Values};
use super::super::piece::{Badge, Fact, Tone};
use super::super::shell::{My, MyPlace};
use super::application::{ConditionRow, Conditions};
use super::course::{Choices, Course, CourseForm, CourseRow, Courses, fields, step_form};
use super::verdict;
use crate::text::Lang;

const PATH: &str = "/my/courses/KC000000125";

impl Courses {
    /// An example; `full` false shows an empty list.
    #[must_use]
    pub fn sample(lang: Lang, full: bool) -> Self {
        let row = CourseRow {
            href: PATH.to_owned(),
            number: "KC000000125".to_owned(),
            name: "中国舞启蒙".to_owned(),
            price: "¥1,600.00".to_owned(),
            badges: vec![
                Badge::new(Tone::Neutral, lang.t("course-filed")),
                Badge::new(Tone::Good, lang.t("course-live")),
            ],
        };
        Self {
            shell: My::sample(lang, MyPlace::Courses),
            rows: if full { vec![row] } else { Vec::new() },
            next: None,
        }
    }
}

impl Course {
    /// An example: a draft with a field that is wrong, or, `refused`, one that an officer refused.
    #[must_use]
    pub fn sample(lang: Lang, refused: bool) -> Self {
        let fees = vec![Fact::new(
            lang.pick("2026年9月1日起", "Since 1 September 2026"),
            "¥1,600.00",
        )];
        Self {
            shell: My::sample(lang, MyPlace::Courses),
            number: "KC000000125".to_owned(),
            verdict: if refused {
                verdict(
                    Tone::Bad,
                    &lang.t("my-course-refused"),
                    &lang.t("my-course-refused-line"),
                )
            } else {
                verdict(
                    Tone::Neutral,
                    &lang.t("my-course-draft"),
                    &lang.t("my-course-draft-line"),
                )
            },
            told: if refused {
                vec!["课程按数学教材单元同步讲解，属于学科类培训。".to_owned()]
            } else {
                Vec::new()
            },
            form: (!refused).then(|| form(lang)),
            facts: if refused {
                vec![Fact::new(lang.t("course-name"), "思维训练（春季班）")]
            } else {
                Vec::new()
            },
            published: Vec::new(),
            conditions: rules(lang),
            fees,
            step: Some(NextStep {
                title: lang.t("course-more"),
                lead: String::new(),
                law: String::new(),
                main: None,
                more: ["change", "withdraw"]
                    .into_iter()
                    .filter_map(|event| {
                        let action = format!("{PATH}/events");
                        let key = FormKey {
                            action,
                            ..FormKey::sample(lang)
                        };
                        step_form(event, key)
                    })
                    .collect(),
                refused: Vec::new(),
            }),
        }
    }
}

fn rules(lang: Lang) -> Conditions {
    Conditions {
        rows: vec![ConditionRow {
            badge: Badge::new(Tone::Bad, lang.t("course-refuses")),
            what: lang
                .pick(
                    "线下培训结束时间不得晚于20:30",
                    "Training on site ends by 20:30",
                )
                .to_owned(),
            figures: "18:30-21:00".to_owned(),
            law: lang
                .pick(
                    "《关于规范面向中小学生的非学科类校外培训的意见》（2022年）",
                    "Opinion of thirteen departments (2022)",
                )
                .to_owned(),
        }],
        none: lang.t("course-no-findings"),
    }
}

fn form(lang: Lang) -> CourseForm {
    let choices = Choices {
        classes: vec![Choice::new(
            "arts",
            lang.pick("文化艺术类", "Culture and arts"),
        )],
        stages: vec![Choice::new("primary", lang.pick("小学", "Primary school"))],
        modes: vec![Choice::new("on_site", lang.pick("线下", "On site"))],
    };
    let values = Values::from_pairs([
        ("name", "中国舞启蒙"),
        ("class", "arts"),
        ("stages", "primary"),
        ("times", "周三 18:30-21:00"),
    ]);
    let mut errors = Errors::default();
    errors.add("times", lang.t("fault-ends-late-on-site"));
    CourseForm {
        key: FormKey {
            action: format!("{PATH}/form"),
            ..FormKey::sample(lang)
        },
        check: format!("{PATH}/check"),
        fields: fields(&choices, &values, &errors, lang),
    }
}
