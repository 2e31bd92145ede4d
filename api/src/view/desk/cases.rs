//! 案件: the list, and the form that opens one.

use askama::Template;

use super::super::field::{Choice, Control, Errors, Field, Summary, Values};
use super::super::filters;
use super::super::icon::Icon;
use super::super::piece::{Badge, Chip, Chips, Deadline, Fact, Facts, Pace, Tone};
use super::super::shell::{Desk, DeskPlace};
use crate::text::Lang;

/// One row of the list of cases.
#[derive(Clone, Debug)]
pub struct CaseRow {
    /// Path of its page.
    pub href: String,
    /// Case number.
    pub number: String,
    /// What it is called.
    pub title: String,
    /// The two officers.
    pub officers: String,
    /// Its state.
    pub badge: Badge,
    /// Its next deadline.
    pub deadline: Option<Deadline>,
}

/// `GET /desk/cases`.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/cases.html")]
pub struct Cases {
    /// Frame.
    pub shell: Desk,
    /// Filters.
    pub chips: Vec<Chip>,
    /// The rows, nearest deadline first.
    pub rows: Vec<CaseRow>,
    /// Path of the next page of the list.
    pub next: Option<String>,
}

/// `GET /desk/cases/new?complaint=` or `?place=`, and `POST /desk/cases` with faults.
///
/// Fields sent: `second_officer`, `reason`, `party_name` (where the complaint names no institution, and for a place), hidden
/// `complaint` or `place`.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/case_new.html")]
pub struct OpenCase {
    /// Frame.
    pub shell: Desk,
    /// What it is opened from and against whom.
    pub facts: Vec<Fact>,
    /// Name of the hidden field that carries the number of the complaint or the place, and the number.
    pub origin: (&'static str, String),
    /// Whether the party has to be written here: a complaint may name none, and a sign is not the name of one.
    pub asks_party: bool,
    /// Officers with a valid certificate, without the one who reads.
    pub officers: Vec<Choice>,
    /// What was typed.
    pub values: Values,
    /// What is wrong with it.
    pub errors: Errors,
}

impl OpenCase {
    fn summary(&self) -> Summary {
        self.errors.summary_of(self.shell.lang, &self.fields())
    }

    fn fields(&self) -> Vec<Field> {
        let field =
            |name, label: &str| Field::line(name, self.shell.t(label), &self.values, &self.errors);
        let mut fields = Vec::new();
        if self.asks_party {
            fields.push(
                field("party_name", "case-new-party")
                    .hint(self.shell.t(match self.origin.0 {
                        "place" => "wz-case-party-hint",
                        _ => "case-new-party-hint",
                    }))
                    .limit(200),
            );
        }
        fields.push(
            field("second_officer", "case-new-second")
                .hint(self.shell.t("case-new-second-hint"))
                .control(Control::Select)
                .choices(self.officers.clone()),
        );
        fields.push(
            field("reason", "case-filing-reason")
                .hint(self.shell.t("case-new-reason-hint"))
                .control(Control::Area(4))
                .limit(2_000),
        );
        fields
    }

    /// An example; `faulty` shows it as it comes back.
    #[must_use]
    pub fn sample(lang: Lang, faulty: bool) -> Self {
        let mut errors = Errors::default();
        if faulty {
            errors.add("second_officer", lang.t("fault-second-officer"));
        }
        Self {
            shell: Desk::sample(lang, DeskPlace::Cases),
            facts: vec![
                Fact::new(
                    lang.pick("来源", "From"),
                    lang.pick("投诉 TS4186302759", "Complaint TS4186302759"),
                )
                .to("/desk/complaints/TS4186302759"),
                Fact::new(lang.pick("当事人", "Party"), "慧芽文化咨询工作室"),
                Fact::new(lang.pick("主办", "Lead handler"), "万晓岚"),
            ],
            origin: ("complaint", "TS4186302759".to_owned()),
            asks_party: faulty,
            officers: vec![Choice::new(
                "acc_01936c2e77aa7b1c9d110a4f5b0c8e21",
                lang.pick("涂立冬（证号 36011302）", "涂立冬 (certificate 36011302)"),
            )],
            values: Values::from_pairs([("party_name", "慧芽文化咨询工作室")]),
            errors,
        }
    }
}

impl Cases {
    /// An example; `full` false shows an empty list.
    #[must_use]
    pub fn sample(lang: Lang, full: bool) -> Self {
        let row = |number: &str, title: &str, badge, deadline| CaseRow {
            href: format!("/desk/cases/{number}"),
            number: number.to_owned(),
            title: title.to_owned(),
            officers: "万晓岚、涂立冬".to_owned(),
            badge,
            deadline,
        };
        let due = Deadline {
            pace: Pace::Due,
            left: lang
                .pick("还剩 1 个工作日", "1 working day left")
                .to_owned(),
            day: lang.pick("11月24日（周二）", "Tue 24 Nov").to_owned(),
            unsure: None,
        };
        Self {
            shell: Desk::sample(lang, DeskPlace::Cases),
            chips: vec![
                Chip::new(
                    "/desk/cases?state=open",
                    lang.pick("在办 12", "Open 12"),
                    true,
                ),
                Chip::new(
                    "/desk/cases?state=closed",
                    lang.pick("已结案", "Closed"),
                    false,
                ),
            ],
            rows: if full {
                vec![
                    row(
                        "AJ2026-000127",
                        "慧芽文化咨询工作室变相学科培训案",
                        Badge::new(Tone::Caution, lang.pick("已责令改正", "Correction ordered")),
                        Some(due),
                    ),
                    row(
                        "AJ2026-000085",
                        "弈动棋院超课时收费案",
                        Badge::new(Tone::Good, lang.pick("已结案", "Closed")),
                        None,
                    ),
                ]
            } else {
                Vec::new()
            },
            next: None,
        }
    }
}
