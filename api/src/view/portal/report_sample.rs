//! Samples of the pages of a report.

use super::super::field::{Errors, Values};
use super::super::piece::{Entry, Fact, Tone, Verdict, When};
use super::super::shell::{Door, Portal};
use super::complaint::Hidden;
use super::report::{
    KindChoice, ReportCheck, ReportFollow, ReportForm, ReportLookUp, ReportReceipt, Reported,
    ReportedField,
};
use crate::text::Lang;

const NAME: &str = "南昌市红谷滩区青桐舞蹈艺术培训中心有限公司";

impl ReportForm {
    /// An example of the form of `kind`; an empty one shows the choice. `faulty` shows one that came back.
    #[must_use]
    pub fn sample(lang: Lang, kind: &str, faulty: bool) -> Self {
        let mut errors = Errors::default();
        if faulty {
            errors.add("email", lang.t("fault-email-invalid"));
            errors.add("items", lang.t("fault-report-says-nothing"));
        }
        let kinds = [
            ("wrong", "report-kind-wrong", "report-kind-wrong-hint"),
            ("closed", "report-kind-closed", "report-kind-closed-hint"),
            ("double", "report-kind-double", "report-kind-double-hint"),
            ("other", "report-kind-other", "report-kind-other-hint"),
        ];
        let choices = kinds.map(|(kind, label, hint)| KindChoice {
            href: format!("/reports/new?institution=NC00001285&kind={kind}"),
            label: lang.t(label),
            hint: lang.t(hint),
        });
        let field = |code, label: &str, now: &str| ReportedField {
            code,
            label: label.to_owned(),
            now: now.to_owned(),
        };
        Self {
            shell: Portal::sample(
                lang,
                Door::Institutions,
                "/reports/new?institution=NC00001285",
            ),
            about: Reported {
                number: "NC00001285".to_owned(),
                name: NAME.to_owned(),
            },
            kinds: if kind.is_empty() {
                choices.to_vec()
            } else {
                Vec::new()
            },
            chosen: lang.pick("信息有误", "Something is wrong").to_owned(),
            fields: vec![
                field("name", lang.pick("登记名称", "Registered name"), NAME),
                field(
                    "address",
                    lang.pick("地址", "Address"),
                    "红谷滩区凤凰中大道 1188 号商业楼 3 层",
                ),
                field(
                    "telephone",
                    lang.pick("公开电话", "Telephone for the public"),
                    "0791-5550 0128",
                ),
            ],
            values: Values::from_pairs([
                ("kind", kind),
                ("email", if faulty { "chen@@example" } else { "" }),
            ]),
            errors,
            submission: "01936c2e77aa7b1c9d110a4f5b0c8e21".to_owned(),
        }
    }
}

fn facts(lang: Lang) -> Vec<Fact> {
    vec![
        Fact::new(lang.t("check-institution"), NAME),
        Fact::new(lang.t("report-kind"), lang.t("report-kind-wrong")),
        Fact {
            term: lang.pick("公开电话", "Telephone for the public").to_owned(),
            lines: vec![lang.t2(
                "report-right",
                "now",
                "0791-5550 0128",
                "right",
                "0791-5550 0182",
            )],
            ..Fact::default()
        },
    ]
}

fn next(lang: Lang) -> Vec<Entry> {
    vec![
        Entry::new(
            When::Done,
            lang.pick("今天", "Today"),
            lang.t1("receipt-passed", "authority", "红谷滩区教育体育局"),
        ),
        Entry::new(
            When::Next,
            lang.pick("最迟 12月7日（周一）", "By Monday 7 December"),
            lang.t("report-date-due"),
        )
        .noting(lang.pick("本地设置（依据待核）", "Local setting (basis unverified)")),
    ]
}

impl ReportCheck {
    /// An example.
    #[must_use]
    pub fn sample(lang: Lang) -> Self {
        Self {
            shell: Portal::sample(lang, Door::Institutions, "/reports/check"),
            facts: facts(lang),
            hidden: vec![Hidden {
                name: "kind".to_owned(),
                value: "wrong".to_owned(),
            }],
            submission: "01936c2e77aa7b1c9d110a4f5b0c8e21".to_owned(),
            next: next(lang),
        }
    }
}

impl ReportReceipt {
    /// An example.
    #[must_use]
    pub fn sample(lang: Lang) -> Self {
        Self {
            shell: Portal::sample(lang, Door::Elsewhere, "/reports/receipt"),
            number: "JC4186302759".to_owned(),
            code: "4186 3027 5914 6620".to_owned(),
            code_plain: "4186302759146620".to_owned(),
            filed_at: lang.pick("今天 10:51", "10:51 today").to_owned(),
            qr_svg: super::super::qr::svg(
                "https://hongjian.example/reports/follow?number=JC4186302759",
            ),
            facts: facts(lang),
            next: next(lang),
        }
    }
}

impl ReportLookUp {
    /// An example; `faulty` shows the answer to a wrong pair.
    #[must_use]
    pub fn sample(lang: Lang, faulty: bool) -> Self {
        let mut errors = Errors::default();
        if faulty {
            errors.add("receipt", lang.t("fault-receipt-pair"));
        }
        Self {
            shell: Portal::sample(lang, Door::Follow, "/reports/follow"),
            values: Values::from_pairs([("number", if faulty { "JC4186302759" } else { "" })]),
            errors,
        }
    }
}

impl ReportFollow {
    /// An example; `open` false shows one that was accepted.
    #[must_use]
    pub fn sample(lang: Lang, open: bool) -> Self {
        let headline = if open {
            "report-state-received"
        } else {
            "report-state-accepted"
        };
        Self {
            shell: Portal::sample(lang, Door::Follow, "/reports/follow/JC4186302759"),
            number: "JC4186302759".to_owned(),
            verdict: Verdict {
                tone: if open { Tone::Neutral } else { Tone::Good },
                headline: lang.t(headline),
                subject: String::new(),
                lines: Vec::new(),
                checked: String::new(),
            },
            answer: if open {
                Vec::new()
            } else {
                vec![
                    lang.pick(
                        "电话已经更正，谢谢您。",
                        "The telephone was put right, thank you.",
                    )
                    .to_owned(),
                ]
            },
            authority: "红谷滩区教育体育局".to_owned(),
            dates: next(lang),
            mails: Vec::new(),
            facts: facts(lang),
            institution: "/institutions/NC00001285".to_owned(),
        }
    }
}
