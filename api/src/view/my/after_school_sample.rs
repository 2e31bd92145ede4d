//! Examples of the institution's pages of after-school service.

use super::super::event::{FormKey, NextStep};
use super::super::field::{Choice, Errors, Values};
use super::super::piece::{Badge, Fact, Tone, Verdict};
use super::super::shell::{My, MyPlace};
use super::after_school::{
    Block, Card, Choices, Provider, ProviderForm, ProviderRow, Providers, fields, service_fields,
    withdraw_form,
};
use super::application::{ConditionRow, Conditions};
use crate::text::Lang;

const NUMBER: &str = "KH000000125";

impl Providers {
    /// An example; `full` false shows an empty list.
    #[must_use]
    pub fn sample(lang: Lang, full: bool) -> Self {
        let row = ProviderRow {
            href: format!("/my/after-school/{NUMBER}"),
            number: NUMBER.to_owned(),
            title: lang.pick("2026—2027学年", "2026–2027").to_owned(),
            badge: Badge::new(Tone::Good, lang.t("after-school-admitted")),
        };
        Self {
            shell: My::sample(lang, MyPlace::AfterSchool),
            years: vec![Choice::new("2027", lang.pick("2027—2028学年", "2027–2028"))],
            rows: if full { vec![row] } else { Vec::new() },
            next: None,
        }
    }
}

impl Provider {
    /// An example: a draft with a fault, or one that is admitted.
    #[must_use]
    pub fn sample(lang: Lang, draft: bool) -> Self {
        let shell = My::sample(lang, MyPlace::AfterSchool);
        let (tone, key, line) = if draft {
            (
                Tone::Neutral,
                "my-after-school-draft",
                "my-after-school-draft-line",
            )
        } else {
            (
                Tone::Good,
                "my-after-school-admitted",
                "my-after-school-admitted-line",
            )
        };
        let verdict = Verdict {
            tone,
            headline: lang.t(key),
            subject: String::new(),
            lines: vec![lang.t1(line, "until", "2027-08-31")],
            checked: String::new(),
        };
        let card = Card {
            title: lang.pick("中国舞社团", "Chinese dance").to_owned(),
            facts: vec![Fact::new(
                lang.t("after-school-fee"),
                lang.t1("after-school-fee-of", "fee", "¥5.00"),
            )],
        };
        let said = |facts: Vec<Fact>| if draft { Vec::new() } else { facts };
        Self {
            number: NUMBER.to_owned(),
            verdict,
            told: Vec::new(),
            form: draft.then(|| sample_form(lang)),
            services: if draft { Vec::new() } else { vec![card] },
            statements: said(vec![Fact::new(
                lang.t("after-school-quality"),
                lang.pick("每学期一次公开课。", "An open lesson each term."),
            )]),
            agreements: said(vec![Fact::new("红谷滩区凤凰小学", "¥5.00")]),
            standings: said(vec![Fact::new(
                lang.pick("2026—2027学年第一学期", "2026–2027 autumn term"),
                lang.t2("after-school-by-schools", "mean", "88.0", "n", 2),
            )]),
            scores: said(vec![Fact::new("红谷滩区凤凰小学", "88")]),
            conditions: sample_conditions(lang),
            step: draft.then(|| NextStep {
                title: lang.t("course-more"),
                lead: String::new(),
                law: String::new(),
                main: None,
                more: vec![withdraw_form(key_of(lang))],
                refused: Vec::new(),
            }),
            shell,
        }
    }
}

/// How the conditions stand in the examples.
pub(in crate::view) fn sample_conditions(lang: Lang) -> Conditions {
    Conditions {
        rows: vec![ConditionRow {
            badge: Badge::new(Tone::Good, lang.t("after-school-met")),
            what: lang
                .pick(
                    "非学科类校外培训机构",
                    "Licensed for other than school subjects",
                )
                .to_owned(),
            figures: String::new(),
            law: lang.t("unverified"),
        }],
        none: lang.t("after-school-no-findings"),
    }
}

fn key_of(lang: Lang) -> FormKey {
    FormKey {
        action: format!("/my/after-school/{NUMBER}/form"),
        ..FormKey::sample(lang)
    }
}

fn sample_form(lang: Lang) -> ProviderForm {
    let choices = Choices {
        classes: vec![Choice::new(
            "arts",
            lang.pick("文化艺术类", "Culture and arts"),
        )],
        grades: (1..=3)
            .map(|grade: i64| {
                Choice::new(
                    grade.to_string(),
                    lang.t1("after-school-grade", "grade", grade),
                )
            })
            .collect(),
        teachers: vec![Choice::new("stf_1", "涂雨桐")],
        schools: vec![Choice::new("XX0000012", "红谷滩区凤凰小学")],
    };
    let values = Values::from_pairs([("name_0", "中国舞社团"), ("fee_0", "5"), ("schools", "")]);
    let mut errors = Errors::default();
    errors.add("schools", lang.t("fault-missing-field"));
    ProviderForm {
        key: key_of(lang),
        check: format!("/my/after-school/{NUMBER}/check"),
        blocks: vec![Block {
            legend: lang.pick("中国舞社团", "Chinese dance").to_owned(),
            open: true,
            fields: service_fields(0, &choices, &values, &errors, lang),
        }],
        fields: fields(&choices, &values, &errors, lang),
    }
}
