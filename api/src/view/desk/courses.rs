//! 课程审查: which courses were filed, those that wait for an officer first, and one with its text marked.

use askama::Template;

use super::super::field::{Control, Errors, EventForm, Field, FormKey, Values, Weight};
use super::super::filters;
use super::super::icon::Icon;
use super::super::mark::Piece;
use super::super::piece::{Badge, Chip, Chips, Entry, Fact, Facts, Link, Timeline};
use super::super::shell::{Desk, DeskPlace};
use super::leads::Screened;
use crate::view::event::{NextStep, Stale, Words};
use crate::view::my::application::Conditions;

/// One row of the list.
#[derive(Clone, Debug)]
pub struct CourseRow {
    /// Path of its page.
    pub href: String,
    /// Its name.
    pub name: String,
    /// Its number.
    pub number: String,
    /// Name of the institution.
    pub institution: String,
    /// Where that is.
    pub district: String,
    /// What it costs.
    pub price: String,
    /// Where it stands.
    pub badges: Vec<Badge>,
    /// When it was filed.
    pub filed_on: String,
}

/// `GET /desk/courses`.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/courses.html")]
pub struct Courses {
    /// Frame.
    pub shell: Desk,
    /// Filters.
    pub chips: Vec<Chip>,
    /// The rows.
    pub rows: Vec<CourseRow>,
    /// Path of the next page of the list.
    pub next: Option<String>,
}

/// `GET /desk/courses/{number}`, and `POST …/events` with faults.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/course.html")]
pub struct Course {
    /// Frame.
    pub shell: Desk,
    /// Its number.
    pub number: String,
    /// Its name.
    pub title: String,
    /// Where it stands.
    pub badges: Vec<Badge>,
    /// Another person was quicker.
    pub stale: Option<Stale>,
    /// What may be done now.
    pub step: NextStep,
    /// What it says of itself, with the evidence marked.
    pub text: Vec<Vec<Piece>>,
    /// What the screening says; none before it was done.
    pub screened: Option<Screened>,
    /// What the rules find.
    pub conditions: Conditions,
    /// Class, hours, times, price.
    pub facts: Vec<Fact>,
    /// What the published version says, where another one is looked at.
    pub published: Vec<Fact>,
    /// What it cost from when until when.
    pub fees: Vec<Fact>,
    /// What an officer decided about its flag; empty before.
    pub judged: Vec<Fact>,
    /// The institution.
    pub institution: Vec<Fact>,
    /// Its page on the desk.
    pub links: Vec<Link>,
    /// What happened, newest first.
    pub timeline: Vec<Entry>,
}

/// The form of `event`; none for one that has no form. Field sent: `reason`, but with the materials.
#[must_use]
pub fn form(event: &str, key: FormKey, values: &Values, errors: &Errors) -> Option<EventForm> {
    let lang = key.lang;
    let reason = |hint: &str| {
        Field::line("reason", lang.t("reason"), values, errors)
            .hint(lang.t(hint))
            .control(Control::Area(3))
            .limit(2_000)
    };
    let (event, words, fields, weight) = match event {
        "refuse" => {
            let why = reason("course-refuse-hint");
            ("refuse", REFUSE, vec![why], Weight::Main)
        }
        "clear" => {
            let why = reason("course-clear-hint");
            ("clear", CLEAR, vec![why], Weight::Plain)
        }
        "file_materials" => ("file_materials", MATERIALS, Vec::new(), Weight::Plain),
        _ => return None,
    };
    Some(words.form(event, key, fields, weight, event == "refuse"))
}

const MATERIALS: Words = Words {
    title: "course-materials-file",
    lead: "course-materials-file-lead",
    law: None,
    button: "course-materials-file-button",
};
const CLEAR: Words = Words {
    title: "course-clear",
    lead: "course-clear-lead",
    law: None,
    button: "course-clear-button",
};
const REFUSE: Words = Words {
    title: "course-refuse",
    lead: "course-refuse-lead",
    law: None,
    button: "course-refuse-button",
};
