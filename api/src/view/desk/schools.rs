//! 学校: the schools that may be served after lessons.

use askama::Template;

use super::super::event::Words;
use super::super::field::{Choice, Control, Errors, EventForm, Field, FormKey, Values, Weight};
use super::super::filters;
use super::super::icon::Icon;
use super::super::piece::{Fact, Facts};
use super::super::shell::{Desk, DeskPlace};
use super::after_school::file_form;
use crate::text::Lang;

/// A school of the list.
#[derive(Clone, Debug)]
pub struct SchoolRow {
    /// Path of its page.
    pub href: String,
    /// Its name.
    pub name: String,
    /// Its number.
    pub number: String,
    /// Where it is.
    pub district: String,
    /// Whom it teaches.
    pub stages: String,
    /// How many providers serve it.
    pub providers: i64,
    /// Items that come from them, of how many.
    pub share: String,
}

/// `GET /desk/schools`; `POST` enters one.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/schools.html")]
pub struct Schools {
    /// Frame.
    pub shell: Desk,
    /// The rows.
    pub rows: Vec<SchoolRow>,
    /// Path of the next page of the list.
    pub next: Option<String>,
    /// To enter one; none for who may not.
    pub add: Option<EventForm>,
    /// To enter a whole list.
    pub file: Option<EventForm>,
}

/// `GET /desk/schools/{number}`; `POST` changes what is said of it.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/school.html")]
pub struct School {
    /// Frame.
    pub shell: Desk,
    /// Its number.
    pub number: String,
    /// Its name.
    pub title: String,
    /// What is said of it.
    pub facts: Vec<Fact>,
    /// To change it; none for who may not.
    pub change: Option<EventForm>,
}

/// The fields of a school: `name`, `district`, `stages` (several), `items`.
#[must_use]
pub fn school_fields(
    districts: Vec<Choice>,
    stages: Vec<Choice>,
    values: &Values,
    errors: &Errors,
    lang: Lang,
) -> Vec<Field> {
    let line = |name: &str, label: &str| Field::line(name, lang.t(label), values, errors);
    vec![
        line("name", "school-name").limit(80),
        line("district", "district")
            .control(Control::Select)
            .choices(districts),
        line("stages", "course-stages")
            .control(Control::Ticks)
            .choices(stages),
        line("items", "school-items")
            .hint(lang.t("school-items-hint"))
            .helped("off", "numeric")
            .short()
            .optional(lang),
    ]
}

const ADD_SCHOOL: Words = Words {
    title: "school-add",
    lead: "school-add-lead",
    law: None,
    button: "school-add-button",
};
const CHANGE_SCHOOL: Words = Words {
    title: "school-change",
    lead: "school-change-lead",
    law: None,
    button: "school-change-button",
};
const SCHOOL_FILE: Words = Words {
    title: "school-file",
    lead: "school-file-lead",
    law: None,
    button: "school-file-button",
};
/// To enter a school.
#[must_use]
pub fn add_school_form(key: FormKey, fields: Vec<Field>, open: bool) -> EventForm {
    ADD_SCHOOL.form("add", key, fields, Weight::Main, open)
}

/// To change what is said of a school.
#[must_use]
pub fn change_school_form(key: FormKey, fields: Vec<Field>) -> EventForm {
    CHANGE_SCHOOL.form("change", key, fields, Weight::Main, true)
}

/// To enter a list of schools.
#[must_use]
pub fn school_file_form(key: FormKey, error: Option<String>) -> EventForm {
    file_form(SCHOOL_FILE, key, error)
}
