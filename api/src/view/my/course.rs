//! An institution's courses: the list, one with its form, and how it stands.

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

/// One course in the list.
#[derive(Clone, Debug)]
pub struct CourseRow {
    /// Path of its page.
    pub href: String,
    /// Its number.
    pub number: String,
    /// Its name.
    pub name: String,
    /// What it costs; empty where that is not said.
    pub price: String,
    /// Where it stands.
    pub badges: Vec<Badge>,
}

/// `GET /my/courses`; `POST` begins one, without fields.
#[derive(Clone, Debug, Template)]
#[template(path = "my/courses.html")]
pub struct Courses {
    /// Frame.
    pub shell: My,
    /// The courses, newest first.
    pub rows: Vec<CourseRow>,
    /// Path of the next page of the list.
    pub next: Option<String>,
}

/// The form of a draft: `POST …/form` saves it and, with `then` = `file`, files it; `POST …/check` answers with
/// [`Conditions`].
#[derive(Clone, Debug)]
pub struct CourseForm {
    /// Hidden fields; the action saves.
    pub key: FormKey,
    /// Where what is being typed is checked.
    pub check: String,
    /// Visible fields.
    pub fields: Vec<Field>,
}

impl CourseForm {
    /// What is wrong with its fields.
    fn summary(&self) -> Summary {
        Errors::default().summary_of(self.key.lang, &self.fields)
    }
}

/// `GET /my/courses/{number}`, and its forms when they come back.
#[derive(Clone, Debug, Template)]
#[template(path = "my/course.html")]
pub struct Course {
    /// Frame.
    pub shell: My,
    /// Its number.
    pub number: String,
    /// What to do, or how it stands.
    pub verdict: Verdict,
    /// What the officer wrote, a paragraph each.
    pub told: Vec<String>,
    /// The form of a draft.
    pub form: Option<CourseForm>,
    /// What it says, where it is no draft.
    pub facts: Vec<Fact>,
    /// What the published version says, where another one is written or looked at.
    pub published: Vec<Fact>,
    /// What the rules find.
    pub conditions: Conditions,
    /// What it cost from when until when.
    pub fees: Vec<Fact>,
    /// To change it, to give the change up, to take it back.
    pub step: Option<NextStep>,
}

/// The options of the form's choices.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    /// Classes.
    pub classes: Vec<Choice>,
    /// Stages of school.
    pub stages: Vec<Choice>,
    /// On site or online.
    pub modes: Vec<Choice>,
}

/// The fields of a course with what is filled in and what is wrong.
///
/// Fields sent: `name`, `description`, `class`, `stages` (several), `mode`, `lessons`, `lesson_minutes`, `break_minutes`,
/// `pupils`, `price` in yuan, `first_day`, `last_day`, `times` and `materials` with one to a line.
#[must_use]
pub fn fields(choices: &Choices, values: &Values, errors: &Errors, lang: Lang) -> Vec<Field> {
    let line = |name: &str, label: &str| Field::line(name, lang.t(label), values, errors);
    let number = |name: &str, label: &str| line(name, label).helped("off", "numeric").short();
    let day = |name: &str, label: &str| line(name, label).control(Control::Line("date")).short();
    vec![
        line("name", "course-name").limit(60),
        line("description", "course-description")
            .hint(lang.t("course-description-hint"))
            .control(Control::Area(4))
            .limit(2_000),
        line("class", "class")
            .control(Control::Picks)
            .choices(choices.classes.clone()),
        line("stages", "course-stages")
            .control(Control::Ticks)
            .choices(choices.stages.clone()),
        line("mode", "course-mode")
            .control(Control::Picks)
            .choices(choices.modes.clone()),
        number("lessons", "course-lessons").hint(lang.t("course-lessons-hint")),
        number("lesson_minutes", "course-lesson-minutes"),
        number("break_minutes", "course-break-minutes").needed(lang.t("course-break-when")),
        number("pupils", "course-pupils"),
        line("price", "course-price")
            .hint(lang.t("course-price-hint"))
            .helped("off", "decimal")
            .short(),
        day("first_day", "course-first-day"),
        day("last_day", "course-last-day"),
        line("times", "course-times")
            .hint(lang.t("course-times-hint"))
            .control(Control::Area(3)),
        line("materials", "course-materials")
            .hint(lang.t("course-materials-hint"))
            .control(Control::Area(3))
            .optional(lang),
    ]
}

/// The form of a step besides filing.
#[must_use]
pub fn step_form(event: &str, key: FormKey) -> Option<EventForm> {
    let (event, words, weight) = match event {
        "change" => ("change", CHANGE, Weight::Plain),
        "discard" => ("discard", DISCARD, Weight::Plain),
        "withdraw" => ("withdraw", WITHDRAW, Weight::Warn),
        _ => return None,
    };
    Some(words.form(event, key, Vec::new(), weight, false))
}

const CHANGE: Words = Words {
    title: "course-change",
    lead: "course-change-lead",
    law: None,
    button: "course-change-button",
};
const DISCARD: Words = Words {
    title: "course-discard",
    lead: "course-discard-lead",
    law: None,
    button: "course-discard-button",
};
const WITHDRAW: Words = Words {
    title: "course-withdraw",
    lead: "course-withdraw-lead",
    law: None,
    button: "course-withdraw-button",
};
