//! An institution's after-school service: what it applied for, one with its form, schools and scores.

use askama::Template;

use super::super::event::{NextStep, Words};
use super::super::field::{
    Choice, Control, Errors, EventForm, Field, FormKey, Summary, Values, Weight,
};
use super::super::filters;
use super::super::icon::Icon;
use super::super::piece::{Badge, Fact, Facts, Verdict};
use super::super::shell::{My, MyPlace};
use super::application::Conditions;
use crate::text::Lang;

/// Something with a title and facts.
#[derive(Clone, Debug)]
pub struct Card {
    /// Its title.
    pub title: String,
    /// What is said of it.
    pub facts: Vec<Fact>,
}

/// One line of the list.
#[derive(Clone, Debug)]
pub struct ProviderRow {
    /// Path of its page.
    pub href: String,
    /// Its number.
    pub number: String,
    /// The school year.
    pub title: String,
    /// Where it stands.
    pub badge: Badge,
}

/// `GET /my/after-school`; `POST` begins one for a school year, field `school_year`.
#[derive(Clone, Debug, Template)]
#[template(path = "my/after_school_list.html")]
pub struct Providers {
    /// Frame.
    pub shell: My,
    /// The school years that may be applied for: value and words.
    pub years: Vec<Choice>,
    /// The rows, newest first.
    pub rows: Vec<ProviderRow>,
    /// Path of the next page of the list.
    pub next: Option<String>,
}

/// The fields of one service.
#[derive(Clone, Debug)]
pub struct Block {
    /// What it is: 服务项目 1.
    pub legend: String,
    /// Whether it stands open: the first, one that says something, one with a fault.
    pub open: bool,
    /// Its fields.
    pub fields: Vec<Field>,
}

/// The form of a draft: `POST …/form` saves it and, with `then` = `file`, files it; `POST …/check` answers with
/// [`Conditions`].
#[derive(Clone, Debug)]
pub struct ProviderForm {
    /// Hidden fields; the action saves.
    pub key: FormKey,
    /// Where what is being typed is checked.
    pub check: String,
    /// The services, with one empty block at the end.
    pub blocks: Vec<Block>,
    /// The rest.
    pub fields: Vec<Field>,
}

impl ProviderForm {
    /// What is wrong with its fields.
    fn summary(&self) -> Summary {
        let blocks = self.blocks.iter().flat_map(|block| &block.fields);
        let all: Vec<Field> = blocks.chain(&self.fields).cloned().collect();
        Errors::default().summary_of(self.key.lang, &all)
    }
}

/// `GET /my/after-school/{number}`, and its forms when they come back.
#[derive(Clone, Debug, Template)]
#[template(path = "my/after_school.html")]
pub struct Provider {
    /// Frame.
    pub shell: My,
    /// Its number.
    pub number: String,
    /// What to do, or how it stands.
    pub verdict: Verdict,
    /// What the officer wrote, a paragraph each.
    pub told: Vec<String>,
    /// The form of a draft.
    pub form: Option<ProviderForm>,
    /// The services, where it is no draft.
    pub services: Vec<Card>,
    /// The rest of the application.
    pub statements: Vec<Fact>,
    /// What was agreed with schools.
    pub agreements: Vec<Fact>,
    /// How it stands in each term.
    pub standings: Vec<Fact>,
    /// The scores of each school.
    pub scores: Vec<Fact>,
    /// How the conditions stand.
    pub conditions: Conditions,
    /// To take it back.
    pub step: Option<NextStep>,
}

/// The options of the form's choices.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    /// Classes.
    pub classes: Vec<Choice>,
    /// Grades.
    pub grades: Vec<Choice>,
    /// The institution's staff.
    pub teachers: Vec<Choice>,
    /// The schools of the authority.
    pub schools: Vec<Choice>,
}

/// The fields of the service at `place` with what is filled in and what is wrong.
///
/// Fields sent, each with `_0`, `_1` … behind its name: `name`, `content`, `class`, `grades` and `teachers` (several),
/// `fee` and `market` in yuan.
#[must_use]
pub fn service_fields(
    place: usize,
    choices: &Choices,
    values: &Values,
    errors: &Errors,
    lang: Lang,
) -> Vec<Field> {
    let line = |name: &str, label: &str| {
        Field::line(&format!("{name}_{place}"), lang.t(label), values, errors)
    };
    let yuan = |name: &str, label: &str| line(name, label).helped("off", "decimal").short();
    vec![
        line("name", "after-school-service-name").limit(60),
        line("content", "after-school-content")
            .hint(lang.t("after-school-content-hint"))
            .control(Control::Area(3))
            .limit(1_000),
        line("class", "class")
            .control(Control::Select)
            .choices(choices.classes.clone()),
        line("grades", "after-school-grades")
            .control(Control::Ticks)
            .choices(choices.grades.clone())
            .short(),
        line("teachers", "after-school-teachers")
            .hint(lang.t("after-school-teachers-hint"))
            .control(Control::Ticks)
            .choices(choices.teachers.clone())
            .short(),
        yuan("fee", "after-school-fee").hint(lang.t("after-school-fee-hint")),
        yuan("market", "after-school-market").hint(lang.t("after-school-market-hint")),
    ]
}

/// The other fields: `schools` (several), `quality`, `pricing`, `papers`.
#[must_use]
pub fn fields(choices: &Choices, values: &Values, errors: &Errors, lang: Lang) -> Vec<Field> {
    let prose = |name: &str, label: &str, hint: &str| {
        Field::line(name, lang.t(label), values, errors)
            .hint(lang.t(hint))
            .control(Control::Area(3))
            .limit(2_000)
    };
    vec![
        Field::line("schools", lang.t("after-school-proposed"), values, errors)
            .hint(lang.t("after-school-proposed-hint"))
            .control(Control::Ticks)
            .choices(choices.schools.clone()),
        prose(
            "quality",
            "after-school-quality",
            "after-school-quality-hint",
        ),
        prose(
            "pricing",
            "after-school-pricing",
            "after-school-pricing-hint",
        ),
        prose("papers", "after-school-papers", "after-school-papers-hint").optional(lang),
    ]
}

/// The form that takes an application back.
#[must_use]
pub fn withdraw_form(key: FormKey) -> EventForm {
    WITHDRAW.form("withdraw", key, Vec::new(), Weight::Warn, false)
}

const WITHDRAW: Words = Words {
    title: "after-school-withdraw",
    lead: "after-school-withdraw-lead",
    law: None,
    button: "after-school-withdraw-button",
};
