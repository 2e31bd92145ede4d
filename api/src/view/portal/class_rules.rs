//! What applies to a class of training.

use askama::Template;

use super::super::field::{Control, Errors, Field, Values};
use super::super::filters;
use super::super::my::application::{ConditionRow, Conditions};
use super::super::piece::{Badge, Chip, Chips, Fact, Facts, Tone};
use super::super::shell::{Door, Portal};
use crate::text::Lang;

/// The rules of one topic.
#[derive(Clone, Debug)]
pub struct TopicRules {
    /// Its code, which is the anchor.
    pub code: &'static str,
    /// Its name: 场所.
    pub name: String,
    /// Its rules.
    pub rules: Conditions,
}

/// `GET /class-rules`.
#[derive(Clone, Debug, Template)]
#[template(path = "portal/class_rules.html")]
pub struct ClassRules {
    /// Frame.
    pub shell: Portal,
    /// Code of the class.
    pub class: &'static str,
    /// Its name.
    pub name: String,
    /// Ways to the other classes.
    pub chips: Vec<Chip>,
    /// The day whose rules are shown.
    pub day: Field,
    /// Who is competent; nobody is known on a day before.
    pub departments: Vec<Fact>,
    /// The rules, by topic.
    pub topics: Vec<TopicRules>,
}

impl ClassRules {
    /// Sample for the gallery.
    #[must_use]
    pub fn sample(lang: Lang) -> Self {
        Self {
            shell: Portal::sample(lang, Door::Elsewhere, "/class-rules?class=sports"),
            class: "sports",
            name: lang.pick("体育类", "Sports").to_owned(),
            chips: vec![
                Chip::new(
                    "/class-rules?class=subject",
                    lang.pick("学科类", "School subjects"),
                    false,
                ),
                Chip::new(
                    "/class-rules?class=sports",
                    lang.pick("体育类", "Sports"),
                    true,
                ),
            ],
            day: Field::line(
                "on",
                lang.t("class-rules-on"),
                &Values::from_pairs([("on", "2026-11-23")]),
                &Errors::default(),
            )
            .control(Control::Line("date")),
            departments: vec![Fact::new(
                lang.t("competent-here"),
                lang.pick(
                    "教育行政部门发证，体育行政部门先审核",
                    "Department of education licenses, Department of sports examines first",
                ),
            )],
            topics: vec![TopicRules {
                code: "premises",
                name: lang.pick("场所", "Premises").to_owned(),
                rules: Conditions {
                    rows: sample_rows(lang),
                    none: lang.t("class-rules-none"),
                },
            }],
        }
    }
}

/// Two rules of the class of sports: one that binds, one that warns.
fn sample_rows(lang: Lang) -> Vec<ConditionRow> {
    let row = |badge, zh: &str, en: &str, law: &str| ConditionRow {
        badge,
        what: lang.pick(zh, en).to_owned(),
        figures: String::new(),
        law: law.to_owned(),
    };
    vec![
        row(
            Badge::new(Tone::Good, lang.t("class-rule-binds")),
            "同一培训时段生均面积不少于3平方米",
            "At least 3 m² for each pupil at one time",
            lang.pick(
                "《国务院办公厅关于规范校外培训机构发展的意见》",
                "Opinion of the State Council on off-campus training (2018)",
            ),
        ),
        row(
            Badge::new(Tone::Neutral, lang.t("class-rule-warns")),
            "体育类每班次人均培训面积不少于5平方米（棋牌类3平方米）",
            "Sports: at least 5 m² of training space for each pupil, 3 m² for chess and cards",
            lang.pick(
                "《课外体育培训行为规范》",
                "Code of conduct for sports training",
            ),
        ),
    ]
}
