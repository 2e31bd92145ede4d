//! Examples of the pages of courses.

use super::super::event::{FormKey, NextStep};
use super::super::field::{Errors, Values};
use super::super::mark::{MarkSpan, paragraphs};
use super::super::piece::{Badge, Chip, Entry, Fact, Link, Tone, When};
use super::super::shell::{Desk, DeskPlace};
use super::courses::{Course, CourseRow, Courses, form};
use super::leads::{Flagged, Quote, Screened};
use crate::text::Lang;
use crate::view::my::application::Conditions;

const NAME: &str = "思维训练（春季班）";
const TEXT: &str = "面向三年级，按数学教材单元同步讲解应用题。";
const INSTITUTION: &str = "南昌市红谷滩区青桐舞蹈艺术培训中心有限公司";

impl Courses {
    /// An example; `full` false shows an empty list.
    #[must_use]
    pub fn sample(lang: Lang, full: bool) -> Self {
        let row = CourseRow {
            href: "/desk/courses/KC000000125".to_owned(),
            name: NAME.to_owned(),
            number: "KC000000125".to_owned(),
            institution: INSTITUTION.to_owned(),
            district: lang.pick("红谷滩区", "Honggutan").to_owned(),
            price: "¥3,200.00".to_owned(),
            badges: vec![Badge::new(Tone::Caution, lang.t("course-flagged"))],
            filed_on: lang.pick("11月20日（周五）", "Fri 20 Nov").to_owned(),
        };
        Self {
            shell: Desk::sample(lang, DeskPlace::Courses),
            chips: vec![
                Chip::new(
                    "/desk/courses?state=flagged",
                    lang.t("course-flagged"),
                    true,
                ),
                Chip::new("/desk/courses?state=all", lang.t("filter-all"), false),
            ],
            rows: if full { vec![row] } else { Vec::new() },
            next: None,
        }
    }
}

impl Course {
    /// An example: with a flag that waits, or one that is published.
    #[must_use]
    pub fn sample(lang: Lang, flagged: bool) -> Self {
        let state = if flagged {
            Badge::new(Tone::Caution, lang.t("course-flagged"))
        } else {
            Badge::new(Tone::Good, lang.t("course-published"))
        };
        let span = MarkSpan {
            start: 7,
            end: 9,
            number: 1,
        };
        let marks: Vec<MarkSpan> = flagged.then_some(span).into_iter().collect();
        let price = Fact::new(lang.t("course-price"), "¥3,200.00");
        Self {
            shell: Desk::sample(lang, DeskPlace::Courses),
            number: "KC000000125".to_owned(),
            title: NAME.to_owned(),
            badges: vec![state],
            stale: None,
            step: step(lang, flagged),
            text: paragraphs(TEXT, &marks),
            screened: Some(screened(lang, flagged)),
            conditions: Conditions {
                rows: Vec::new(),
                none: lang.t("course-no-findings"),
            },
            facts: vec![price.clone()],
            published: Vec::new(),
            fees: if flagged { Vec::new() } else { vec![price] },
            judged: if flagged {
                Vec::new()
            } else {
                vec![Fact::new(
                    lang.t("reason"),
                    "介绍中的“数学”是说明不涉及学科。",
                )]
            },
            institution: vec![Fact::new(lang.t("institution-name"), INSTITUTION)],
            links: vec![Link::new(
                "/desk/institutions/NC00001285",
                lang.t("institution-file"),
            )],
            timeline: vec![Entry::new(
                When::Done,
                lang.pick("今天 09:12", "today 09:12"),
                lang.pick("提交课程", "Filed a course"),
            )],
        }
    }
}

fn screened(lang: Lang, flagged: bool) -> Screened {
    let flag = Flagged {
        label: Badge::new(
            Tone::Caution,
            lang.pick("学科类隐形变异培训", "Subject tutoring in disguise"),
        ),
        reasons: vec!["以其他名目出现，同时教授学科内容".to_owned()],
        quotes: vec![Quote {
            number: 1,
            words: "数学".to_owned(),
            first: true,
        }],
        law: "《校外培训行政处罚暂行办法》第十八条第一款第三项".to_owned(),
    };
    Screened {
        headline: if flagged {
            lang.t1("screened-flags", "labels", flag.label.text.clone())
        } else {
            lang.t("screened-nothing")
        },
        flags: if flagged { vec![flag] } else { Vec::new() },
        version: lang.t1("screened-by-rules", "rules", "rules-2.1a2b3c4d"),
    }
}

fn step(lang: Lang, flagged: bool) -> NextStep {
    let one = |event: &str| {
        let key = FormKey {
            action: "/desk/courses/KC000000125/events".to_owned(),
            ..FormKey::sample(lang)
        };
        form(event, key, &Values::default(), &Errors::default())
    };
    NextStep {
        title: lang.t(if flagged {
            "course-next-judge"
        } else {
            "course-next-published"
        }),
        lead: String::new(),
        law: String::new(),
        main: one("refuse").filter(|_| flagged),
        more: one("clear").filter(|_| flagged).into_iter().collect(),
        refused: Vec::new(),
    }
}
