//! Examples of lists of institutions in each of their states.

use super::imports::{Column, Import, ImportRow, Imports, Running, ToldRow, defaults};
use crate::text::Lang;
use crate::view::field::{Choice, Control, Errors, Field, Values};
use crate::view::piece::{Badge, Fact, Link, Note, Tone};
use crate::view::shell::{Desk, DeskPlace};

impl Imports {
    /// An example; `full` has lists, the other comes back with a fault.
    #[must_use]
    pub fn sample(lang: Lang, full: bool) -> Self {
        let row = |file: &str, tone, state: (&'static str, &'static str), count: &str| ImportRow {
            href: "/desk/imports/imp_sample".to_owned(),
            file: file.to_owned(),
            badge: Badge::new(tone, lang.pick(state.0, state.1)),
            count: count.to_owned(),
            by: "万晓岚".to_owned(),
            when: lang.pick("今天 09:12", "09:12 today").to_owned(),
        };
        let mut errors = Errors::default();
        if !full {
            errors.add("file", crate::text::fault(lang, "file_missing", ""));
        }
        Self {
            shell: Desk::sample(lang, DeskPlace::Imports),
            rows: if full {
                vec![
                    row(
                        "红谷滩区艺术类机构名单（2026年秋）.xlsx",
                        Tone::Caution,
                        ("待确认", "To be decided"),
                        "",
                    ),
                    row("东湖区.csv", Tone::Good, ("已公布", "Shown"), "214"),
                ]
            } else {
                Vec::new()
            },
            values: Values::default(),
            errors,
        }
    }
}

/// A state of the page of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// It is being checked.
    Checking,
    /// Rows are at fault or unsure.
    Unclean,
    /// It may be entered.
    Clean,
    /// It is there.
    Shown,
}

impl Import {
    /// An example.
    #[must_use]
    pub fn sample(lang: Lang, stage: Stage) -> Self {
        let (tone, state) = match stage {
            Stage::Checking => (Tone::Neutral, ("检查中", "Being checked")),
            Stage::Unclean | Stage::Clean => (Tone::Caution, ("待确认", "To be decided")),
            Stage::Shown => (Tone::Good, ("已公布", "Shown")),
        };
        let open = matches!(stage, Stage::Unclean | Stage::Clean);
        let (values, errors) = (
            Values::from_pairs([("column-0", "name")]),
            Errors::default(),
        );
        Self {
            shell: Desk::sample(lang, DeskPlace::Imports),
            path: "/desk/imports/imp_sample".to_owned(),
            version: 2,
            file: "红谷滩区艺术类机构名单（2026年秋）.xlsx".to_owned(),
            badge: Badge::new(tone, lang.pick(state.0, state.1)),
            running: (stage == Stage::Checking).then(|| Running {
                words: lang.t("imports-checking"),
                part: "63%".to_owned(),
                done: 63,
                all: 100,
            }),
            note: note(lang, stage),
            facts: if stage == Stage::Checking {
                Vec::new()
            } else {
                vec![
                    Fact::new(lang.t("imports-seen"), "214"),
                    Fact::new(lang.t("imports-enters"), "211"),
                    Fact::new(lang.t("imports-known"), "1"),
                ]
            },
            told: if stage == Stage::Unclean {
                told(lang, &values, &errors)
            } else {
                Vec::new()
            },
            answered: Vec::new(),
            more: String::new(),
            columns: if open {
                vec![column(lang, &values, &errors)]
            } else {
                Vec::new()
            },
            unmapped: stage == Stage::Unclean,
            reading: if open {
                defaults(lang, &values, &errors)
            } else {
                Vec::new()
            },
            enter: (stage == Stage::Clean).then(|| lang.t1("imports-enter", "count", 214)),
            discard: stage != Stage::Shown,
            again: false,
            resume: false,
            withdraw: (stage == Stage::Shown).then(|| {
                Field::line("reason", lang.t("imports-reason"), &values, &errors)
                    .control(Control::Area(2))
            }),
            errors: Errors::default(),
        }
    }
}

fn note(lang: Lang, stage: Stage) -> Option<Note> {
    let (tone, head, line) = match stage {
        Stage::Checking => return None,
        Stage::Unclean => {
            let head = lang.t2("imports-unclean", "faulty", 1, "unsure", 1);
            (Tone::Caution, head, "imports-unclean-line")
        }
        Stage::Clean => (
            Tone::Good,
            lang.t1("imports-clean", "count", 214),
            "imports-clean-line",
        ),
        Stage::Shown => return None,
    };
    let end = lang.pick("。", ". ");
    Some(Note::new(tone, format!("{head}{end}"), lang.t(line)))
}

fn told(lang: Lang, values: &Values, errors: &Errors) -> Vec<ToldRow> {
    vec![
        ToldRow {
            place: lang.t2("imports-row-column", "row", 7, "column", "C"),
            field: lang.pick("统一社会信用代码", "Credit code").to_owned(),
            words: crate::text::fault(lang, "uscc_twice", ""),
            law: "GB 32100-2015".to_owned(),
            sides: Vec::new(),
            question: None,
        },
        ToldRow {
            place: lang.t2("imports-row-column", "row", 12, "column", "B"),
            field: lang.pick("机构名称", "Name").to_owned(),
            words: crate::text::fault(lang, "name_known", ""),
            law: String::new(),
            sides: vec![
                Link::new(
                    "",
                    lang.pick(
                        "第 12 行：晨曦美术培训中心，孺子路8号",
                        "Row 12: 晨曦美术培训中心, 孺子路8号",
                    ),
                ),
                Link::new(
                    "/institutions/NC00000123",
                    "NC00000123：晨曦美术培训中心，叠山路1号",
                ),
            ],
            question: Some(
                Field::line(
                    "row-12",
                    lang.t1("imports-question", "row", 12),
                    values,
                    errors,
                )
                .control(Control::Picks)
                .choices(vec![
                    Choice::hinted(
                        "same",
                        lang.pick("视为同一机构", "The same institution"),
                        lang.t("imports-same-hint"),
                    ),
                    Choice::hinted(
                        "another",
                        lang.pick("视为另一机构", "Another institution"),
                        lang.t("imports-another-hint"),
                    ),
                ]),
            ),
        },
    ]
}

fn column(lang: Lang, values: &Values, errors: &Errors) -> Column {
    Column {
        letters: "A".to_owned(),
        heading: lang.pick("单位名称", "Institution").to_owned(),
        samples: "青桐舞蹈艺术培训中心；晨曦美术培训中心".to_owned(),
        field: Field::line(
            "column-0",
            lang.t1("imports-means-of", "column", "A"),
            values,
            errors,
        )
        .control(Control::Select)
        .choices(vec![Choice::new("name", lang.pick("机构名称", "Name"))])
        .needed(String::new()),
    }
}
