//! Examples of the pages of an application.

use super::super::event::{FormKey, NextStep};
use super::super::field::{Choice, Errors, Values};
use super::super::list::FileRow;
use super::super::piece::{Badge, Fact, Tone};
use super::super::shell::{My, MyPlace};
use super::application::{
    Application, ApplicationRow, Applications, Choices, ConditionRow, Conditions, Offer, PaperFile,
    PaperSlot, PartForm, PartLink, Section, fields, step_form,
};
use super::{due, verdict};
use crate::text::Lang;

const PATH: &str = "/my/applications/XK2026000125";

impl Applications {
    /// An example; `open` false shows what may be asked for.
    #[must_use]
    pub fn sample(lang: Lang, open: bool) -> Self {
        let offer = |kind, title: &str, line: &str, main| Offer {
            kind,
            title: lang.t(title),
            line: lang.t(line),
            main,
        };
        let row = ApplicationRow {
            href: PATH.to_owned(),
            number: "XK2026000125".to_owned(),
            title: lang.pick("延续", "Renewal").to_owned(),
            badge: Badge::new(Tone::Neutral, lang.t("application-submitted")),
            deadline: Some(due(lang)),
        };
        Self {
            shell: My::sample(lang, MyPlace::Applications),
            offers: if open {
                Vec::new()
            } else {
                vec![
                    offer("renew", "apply-renew", "apply-renew-line", true),
                    offer("change", "apply-change", "apply-change-line", false),
                ]
            },
            rows: if open { vec![row] } else { Vec::new() },
            next: None,
        }
    }
}

/// Which moment of an application an example shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// A part is filled in, one field of it wrongly.
    Part,
    /// What became of a paper that is to be replaced is said, and its declaration is dated too early.
    Loss,
    /// The papers.
    Papers,
    /// It is looked over before it is handed in.
    Check,
    /// It was refused.
    Refused,
}

impl Application {
    /// An example.
    #[must_use]
    pub fn sample(lang: Lang, moment: Moment) -> Self {
        let written = moment != Moment::Refused;
        let check = matches!(moment, Moment::Check | Moment::Refused);
        Self {
            shell: My::sample(lang, MyPlace::Applications),
            number: "XK2026000125".to_owned(),
            path: PATH.to_owned(),
            verdict: if written {
                let kind = lang.pick("延续", "Renewal").to_owned();
                verdict(
                    Tone::Neutral,
                    &lang.t1("my-application-draft", "kind", kind),
                    &lang.t("my-application-draft-line"),
                )
            } else {
                verdict(
                    Tone::Bad,
                    &lang.t("my-application-refused"),
                    &lang.t("my-application-rights"),
                )
            },
            told: if written {
                Vec::new()
            } else {
                vec!["同一培训时段生均面积不足3平方米。".to_owned()]
            },
            parts: if written {
                parts(lang, moment)
            } else {
                Vec::new()
            },
            form: match moment {
                Moment::Part => Some(part_form(lang)),
                Moment::Loss => Some(loss_form(lang)),
                _ => None,
            },
            papers: if moment == Moment::Papers {
                papers(lang)
            } else {
                Vec::new()
            },
            after_papers: format!("{PATH}?part=check"),
            conditions: Conditions::sample(lang),
            sections: if check {
                vec![Section {
                    title: lang.pick("办学场所", "Premises").to_owned(),
                    change: written.then(|| format!("{PATH}?part=premises")),
                    facts: vec![Fact::new(lang.t("application-area"), "240")],
                    files: Vec::new(),
                }]
            } else {
                Vec::new()
            },
            step: (moment == Moment::Check).then(|| step(lang)),
            mails: Vec::new(),
        }
    }
}

impl Conditions {
    /// An example.
    #[must_use]
    pub fn sample(lang: Lang) -> Self {
        Self {
            rows: vec![
                ConditionRow {
                    badge: Badge::new(Tone::Bad, lang.t("condition-unmet")),
                    what: lang
                        .pick(
                            "同一培训时段生均面积不少于3平方米",
                            "At least 3 m² for each pupil at one time",
                        )
                        .to_owned(),
                    figures: "150 / 180 m²".to_owned(),
                    law: "国办发〔2018〕80号".to_owned(),
                },
                ConditionRow {
                    badge: Badge::new(Tone::Good, lang.t("condition-met")),
                    what: lang
                        .pick(
                            "不得设在住宅、地下室和临时、违章建筑内",
                            "Not in a dwelling, basement, temporary or illegal building",
                        )
                        .to_owned(),
                    figures: String::new(),
                    law: lang
                        .pick("本地设置（依据待核）", "Local setting (basis unverified)")
                        .to_owned(),
                },
            ],
            none: lang.t("application-no-conditions"),
        }
    }
}

fn parts(lang: Lang, moment: Moment) -> Vec<PartLink> {
    let link = |part: &str, name: &str, done, here| PartLink {
        href: format!("{PATH}?part={part}"),
        name: name.to_owned(),
        state: if done {
            lang.t("application-part-done")
        } else {
            lang.t1("application-part-missing", "n", 2)
        },
        done,
        here,
    };
    vec![
        link("teaching", lang.pick("办学内容", "Teaching"), true, false),
        link(
            "premises",
            lang.pick("办学场所", "Premises"),
            false,
            moment == Moment::Part,
        ),
        link(
            "papers",
            lang.pick("申请材料", "Papers"),
            false,
            moment == Moment::Papers,
        ),
        link(
            "check",
            &lang.t("application-look-over"),
            false,
            moment == Moment::Check,
        ),
    ]
}

fn part_form(lang: Lang) -> PartForm {
    let mut errors = Errors::default();
    errors.add("area_m2", lang.t("fault-number-invalid"));
    let values = Values::from_pairs([
        ("address", "红谷中大道1368号3层"),
        ("area_m2", "一百五"),
        ("pupils_at_once", "60"),
        ("site", "commercial"),
    ]);
    let choices = Choices {
        sites: vec![
            Choice::new(
                "commercial",
                lang.pick("商业、办公用房", "Shop or office building"),
            ),
            Choice::new("dwelling", lang.pick("居民住宅", "Dwelling")),
        ],
        ..Choices::default()
    };
    PartForm {
        title: lang.pick("办学场所", "Premises").to_owned(),
        part: "premises",
        key: FormKey {
            action: format!("{PATH}/parts"),
            ..FormKey::sample(lang)
        },
        check: format!("{PATH}/check"),
        fields: fields("premises", &choices, &values, &errors, lang),
    }
}

fn loss_form(lang: Lang) -> PartForm {
    let mut errors = Errors::default();
    errors.add("declared_on", lang.t("fault-declared-before-noticed"));
    let values = Values::from_pairs([
        ("loss", "lost"),
        ("noticed_on", "2026-11-20"),
        ("declared_in", "南昌日报第6版"),
        ("declared_on", "2026-11-19"),
    ]);
    let choices = Choices {
        losses: vec![
            Choice::new("lost", lang.pick("遗失", "Lost")),
            Choice::new("damaged", lang.pick("破损", "Damaged")),
        ],
        ..Choices::default()
    };
    PartForm {
        title: lang.pick("遗失、损毁情况", "Loss or damage").to_owned(),
        part: "loss",
        fields: fields("loss", &choices, &values, &errors, lang),
        ..part_form(lang)
    }
}

fn papers(lang: Lang) -> Vec<PaperSlot> {
    let file = FileRow {
        name: "消防验收意见.pdf".to_owned(),
        detail: "PDF, 1.1 MB".to_owned(),
        href: None,
        picture: false,
        badge: Badge::new(Tone::Good, lang.pick("已收存", "Kept")),
    };
    vec![
        PaperSlot {
            paper: "fire",
            name: lang
                .pick("场所消防安全证明", "Fire safety of the premises")
                .to_owned(),
            needed: true,
            law: lang.pick("九项规定", "Nine rules").to_owned(),
            files: vec![PaperFile {
                id: "evi_01936c2e77aa7b1c9d110a4f5b0c8e21".to_owned(),
                row: file,
            }],
            error: None,
        },
        PaperSlot {
            paper: "lease",
            name: lang
                .pick("办学场所产权或者租赁证明", "Title or lease of the premises")
                .to_owned(),
            needed: true,
            law: lang.pick("国办发〔2018〕80号", "2018, no. 80").to_owned(),
            files: Vec::new(),
            error: Some(lang.t("fault-media-type")),
        },
    ]
}

fn step(lang: Lang) -> NextStep {
    let form = |event: &str| {
        let key = FormKey {
            action: format!("{PATH}/events"),
            ..FormKey::sample(lang)
        };
        step_form(event, key)
    };
    NextStep {
        title: lang.t("application-next-submit"),
        lead: String::new(),
        law: String::new(),
        main: form("submit"),
        more: form("withdraw").into_iter().collect(),
        refused: Vec::new(),
    }
}
