//! 机构: the register as the desk reads it.

use askama::Template;

use super::super::field::{Choice, Errors, Values};
use super::super::filters;
use super::super::icon::Icon;
use super::super::my::application::{ConditionRow, Conditions};
use super::super::my::record::sample_groups;
use super::super::piece::{
    Badge, Chip, Chips, Entry, Fact, Facts, Note, Timeline, Tone, Verdict, When,
};
use super::super::record::Group;
use super::super::shell::{Desk, DeskPlace};
use super::staff::StaffPart;
use super::today::Task;
use crate::text::Lang;

/// One row of the register.
#[derive(Clone, Debug)]
pub struct RegisterRow {
    /// Path of its page.
    pub href: String,
    /// Number.
    pub number: String,
    /// Registered name.
    pub name: String,
    /// District.
    pub district: String,
    /// Class.
    pub class: String,
    /// State of its licence.
    pub badge: Badge,
    /// Last day of its licence, in words; may be empty.
    pub until: String,
}

/// `GET /desk/institutions`.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/institutions.html")]
pub struct Register {
    /// Frame.
    pub shell: Desk,
    /// What was asked: `q`, `district`.
    pub asked: Values,
    /// What is wrong with the question.
    pub errors: Errors,
    /// Districts to choose from.
    pub districts: Vec<Choice>,
    /// Filters set.
    pub chips: Vec<Chip>,
    /// Path of the form that enters one; none for those who may not.
    pub enter: Option<String>,
    /// The rows.
    pub rows: Vec<RegisterRow>,
    /// Path of the next page of the list.
    pub next: Option<String>,
}

/// `GET /desk/institutions/{number}`.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/institution.html")]
pub struct RegisterEntry {
    /// Frame.
    pub shell: Desk,
    /// Number.
    pub number: String,
    /// The state of its licence.
    pub verdict: Verdict,
    /// Its facts.
    pub facts: Vec<Fact>,
    /// Whom the authority reaches there; empty for those who do not keep the register.
    pub contact: Vec<Fact>,
    /// The record field by field; empty where it is another authority's.
    pub groups: Vec<Group>,
    /// How the conditions of its class stand by the record.
    pub conditions: Conditions,
    /// What is said of merges of the entry.
    pub merges: Vec<Note>,
    /// What it came out of and what came out of it; empty where nothing is known.
    pub lineage: Vec<Fact>,
    /// Path of the page on which that is entered; none for those who may not.
    pub links: Option<String>,
    /// Path of the form that corrects the record; none for those who may not.
    pub edit: Option<String>,
    /// Complaints and cases about it, newest first.
    pub matters: Vec<Task>,
    /// Its staff; none where it is another authority's.
    pub staff: Option<StaffPart>,
    /// What happened, newest first.
    pub timeline: Vec<Entry>,
}

impl Register {
    /// An example; `full` false shows an empty list.
    #[must_use]
    pub fn sample(lang: Lang, full: bool) -> Self {
        Self {
            shell: Desk::sample(lang, DeskPlace::Institutions),
            asked: Values::from_pairs([("q", if full { "" } else { "启明星" })]),
            errors: Errors::default(),
            districts: vec![Choice::new(
                "360113",
                lang.pick("红谷滩区", "Honggutan District"),
            )],
            chips: Vec::new(),
            enter: Some("/desk/institutions/new".to_owned()),
            rows: if full {
                vec![RegisterRow {
                    href: "/desk/institutions/NC00001285".to_owned(),
                    number: "NC00001285".to_owned(),
                    name: "南昌市红谷滩区青桐舞蹈艺术培训中心有限公司".to_owned(),
                    district: lang.pick("红谷滩区", "Honggutan").to_owned(),
                    class: lang.pick("文化艺术类", "Arts").to_owned(),
                    badge: Badge::new(Tone::Good, lang.pick("有效", "Valid")),
                    until: lang.pick("2027年3月31日", "31 March 2027").to_owned(),
                }]
            } else {
                Vec::new()
            },
            next: None,
        }
    }
}

impl RegisterEntry {
    /// An example.
    #[must_use]
    pub fn sample(lang: Lang) -> Self {
        Self {
            shell: Desk::sample(lang, DeskPlace::Institutions),
            number: "NC00001285".to_owned(),
            verdict: Verdict {
                tone: Tone::Good,
                headline: lang
                    .pick(
                        "许可证有效，到 2027年3月31日",
                        "Licence valid until 31 March 2027",
                    )
                    .to_owned(),
                subject: "南昌市红谷滩区青桐舞蹈艺术培训中心有限公司".to_owned(),
                lines: Vec::new(),
                checked: String::new(),
            },
            facts: sample_facts(lang),
            merges: vec![sample_merge(lang)],
            lineage: sample_lineage(lang),
            links: Some("/desk/institutions/NC00001285/links".to_owned()),
            contact: vec![Fact::new(lang.t("record-contact-name"), "涂雨桐")],
            groups: sample_groups(lang),
            conditions: Conditions {
                rows: vec![ConditionRow {
                    badge: Badge::new(Tone::Good, lang.t("condition-met")),
                    what: lang
                        .pick(
                            "同一培训时段生均面积不少于3平方米",
                            "At least 3 m² for each pupil",
                        )
                        .to_owned(),
                    figures: "红谷中大道 1326 号 3 楼 · 260 / 180 m²".to_owned(),
                    law: lang
                        .pick("国办发〔2018〕80号", "State Council Office 80/2018")
                        .to_owned(),
                }],
                none: lang.t("record-conditions-none"),
            },
            edit: Some("/desk/institutions/NC00001285/edit".to_owned()),
            matters: vec![Task {
                kind: lang.t("kind-complaint"),
                href: "/desk/complaints/TS4186302759".to_owned(),
                title: "骨折不能上课，要求退 26 课".to_owned(),
                deadline: None,
                badge: Some(Badge::new(
                    Tone::Neutral,
                    lang.pick("办理中", "In progress"),
                )),
                note: lang
                    .pick("11月23日 · 经办 万晓岚", "23 November · 万晓岚")
                    .to_owned(),
            }],
            staff: Some(StaffPart::sample(lang)),
            timeline: vec![Entry::new(
                When::Done,
                lang.pick("2024年4月1日", "1 April 2024"),
                lang.pick("换发办学许可证", "Licence renewed"),
            )],
        }
    }
}

fn sample_facts(lang: Lang) -> Vec<Fact> {
    vec![
        Fact::new(lang.pick("信用代码", "Credit code"), "91360113MACTE5T18Y").as_code(),
        Fact::new(lang.pick("电话", "Telephone"), "0791-5550 0128").to("tel:079155500128"),
    ]
}

fn sample_merge(lang: Lang) -> Note {
    let line = "NC00001303 青桐舞蹈（凤凰中大道店）";
    Note::new(Tone::Neutral, lang.t("merge-here-note"), line)
}

fn sample_lineage(lang: Lang) -> Vec<Fact> {
    let line = "南昌市青桐舞蹈培训部（2021年9月1日改名重组）";
    vec![Fact::new(lang.t("lineage-before"), line).to("/desk/institutions/NC00000998")]
}
