//! Examples of the pages of applications.

use super::super::event::{FormKey, NextStep};
use super::super::field::{Choice, Errors, Values};
use super::super::piece::{Badge, Chip, Deadline, Entry, Fact, Link, Pace, Tone, When};
use super::super::shell::{Desk, DeskPlace};
use super::applications::{Application, ApplicationRow, Applications, Options, form};
use crate::text::Lang;
use crate::view::my::application::{Conditions, Section};

const NAME: &str = "南昌市红谷滩区青桐舞蹈艺术培训中心有限公司";

fn deadline(lang: Lang) -> Deadline {
    Deadline {
        pace: Pace::Due,
        left: lang
            .pick("还剩 1 个工作日", "1 working day left")
            .to_owned(),
        day: lang.pick("11月24日（周二）", "Tue 24 Nov").to_owned(),
        unsure: None,
    }
}

impl Applications {
    /// An example; `full` false shows an empty list.
    #[must_use]
    pub fn sample(lang: Lang, full: bool) -> Self {
        let row = ApplicationRow {
            href: "/desk/applications/XK2026000125".to_owned(),
            name: NAME.to_owned(),
            number: "XK2026000125".to_owned(),
            kind: lang.pick("延续", "Renewal").to_owned(),
            district: lang.pick("红谷滩区", "Honggutan").to_owned(),
            badge: Badge::new(Tone::Neutral, lang.t("application-submitted")),
            deadline: Some(deadline(lang)),
        };
        Self {
            shell: Desk::sample(lang, DeskPlace::Applications),
            chips: vec![
                Chip::new(
                    "/desk/applications?state=open",
                    lang.t("applications-open"),
                    true,
                ),
                Chip::new("/desk/applications?state=all", lang.t("filter-all"), false),
            ],
            rows: if full { vec![row] } else { Vec::new() },
            next: None,
        }
    }
}

impl Application {
    /// An example: with its next step, or, `proposed`, with a decision that waits.
    #[must_use]
    pub fn sample(lang: Lang, proposed: bool) -> Self {
        let kind = lang.pick("延续", "Renewal").to_owned();
        Self {
            shell: Desk::sample(lang, DeskPlace::Applications),
            number: "XK2026000125".to_owned(),
            title: lang.t2("applied-title", "kind", kind, "name", NAME.to_owned()),
            badges: vec![Badge::new(
                Tone::Neutral,
                lang.t(if proposed {
                    "application-proposed"
                } else {
                    "application-accepted"
                }),
            )],
            deadline: Some(deadline(lang)),
            law: lang.t("applied-law-42"),
            stale: None,
            proposal: if proposed {
                vec![
                    Fact::new(lang.t("applied-decision"), lang.t("applied-refuse")),
                    Fact::new(lang.t("reason"), "生均面积不足3平方米。"),
                ]
            } else {
                Vec::new()
            },
            step: step(lang, proposed),
            conditions: Conditions::sample(lang),
            sections: vec![Section {
                title: lang.pick("办学场所", "Premises").to_owned(),
                change: None,
                facts: vec![Fact::new(lang.t("application-area"), "150")],
                files: Vec::new(),
            }],
            facts: vec![Fact::new(
                lang.t("applied-submitted-on"),
                lang.pick("11月2日", "2 November"),
            )],
            links: vec![Link::new(
                "/desk/institutions/NC00001285",
                lang.t("institution-file"),
            )],
            mails: Vec::new(),
            timeline: vec![Entry::new(
                When::Done,
                lang.pick("今天 09:12", "today 09:12"),
                lang.pick("提交许可申请", "Submitted an application"),
            )],
        }
    }
}

fn step(lang: Lang, proposed: bool) -> NextStep {
    let one = |event: &str| {
        let key = FormKey {
            action: "/desk/applications/XK2026000125/events".to_owned(),
            ..FormKey::sample(lang)
        };
        let options = Options {
            officers: vec![Choice::new("acc_1", "胡雪松")],
            decisions: vec![
                Choice::new("yes", lang.t("applied-grant")),
                Choice::new("no", lang.t("applied-refuse")),
            ],
            by_eye: vec![Choice::new(
                "sports_consents",
                lang.pick("体育行政部门审核同意", "The department of sports consents"),
            )],
            results: vec![
                Choice::new("yes", lang.t("applied-fit")),
                Choice::new("no", lang.t("applied-unfit")),
            ],
        };
        form(event, key, options, &Values::default(), &Errors::default())
    };
    let (title, main, more): (_, _, &[&str]) = if proposed {
        ("applied-next-approve", one("approve"), &["send_back"])
    } else {
        ("applied-next-visit", one("record_visit"), &["propose"])
    };
    NextStep {
        title: lang.t(title),
        lead: String::new(),
        law: String::new(),
        main,
        more: more.iter().filter_map(|event| one(event)).collect(),
        refused: Vec::new(),
    }
}
