//! 课后服务: which institutions serve schools or want to, one with its application, schools and scores; and the schools.

use askama::Template;

use super::super::field::{Choice, Control, Errors, EventForm, Field, FormKey, Values, Weight};
use super::super::filters;
use super::super::icon::Icon;
use super::super::piece::{Badge, Chip, Chips, Entry, Fact, Facts, Link, Timeline};
use super::super::shell::{Desk, DeskPlace};
use crate::text::Lang;
use crate::view::event::{NextStep, Stale, Words};
use crate::view::my::after_school::Card;
use crate::view::my::application::Conditions;

/// One row of the list.
#[derive(Clone, Debug)]
pub struct ProviderRow {
    /// Path of its page.
    pub href: String,
    /// Name of the institution.
    pub institution: String,
    /// Its number.
    pub number: String,
    /// Where the institution is.
    pub district: String,
    /// The school year.
    pub year: String,
    /// Where it stands.
    pub badge: Badge,
    /// How many schools it serves.
    pub schools: i64,
    /// When it was filed.
    pub filed_on: String,
}

/// `GET /desk/after-school`.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/after_school_list.html")]
pub struct Providers {
    /// Frame.
    pub shell: Desk,
    /// Filters, each with how many there are.
    pub chips: Vec<Chip>,
    /// The rows.
    pub rows: Vec<ProviderRow>,
    /// Path of the next page of the list.
    pub next: Option<String>,
    /// Whether the reader may enter scores from a file.
    pub keeps: bool,
}

/// `GET /desk/after-school/{number}`, and its forms when they come back.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/after_school.html")]
pub struct Provider {
    /// Frame.
    pub shell: Desk,
    /// Its number.
    pub number: String,
    /// Name of the institution.
    pub title: String,
    /// The school year.
    pub year: String,
    /// Where it stands, and whether its scores are low.
    pub badges: Vec<Badge>,
    /// Another person was quicker.
    pub stale: Option<Stale>,
    /// What may be done now.
    pub step: NextStep,
    /// The warnings and the exit, the newest first.
    pub warnings: Vec<Fact>,
    /// The services.
    pub services: Vec<Card>,
    /// The rest of the application.
    pub statements: Vec<Fact>,
    /// What was agreed with schools.
    pub agreements: Vec<Fact>,
    /// To enter an agreement.
    pub agree: Option<EventForm>,
    /// How it stands in each term.
    pub standings: Vec<Fact>,
    /// The scores of each school.
    pub scores: Vec<Fact>,
    /// To enter a score.
    pub score: Option<EventForm>,
    /// How the conditions stand.
    pub conditions: Conditions,
    /// The institution.
    pub institution: Vec<Fact>,
    /// Its page on the desk, and what it applied for besides.
    pub links: Vec<Link>,
    /// What happened, newest first.
    pub timeline: Vec<Entry>,
}

/// What the choices of a form are.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    /// Items of the checklist.
    pub items: Vec<Choice>,
    /// Grounds of a warning.
    pub warn: Vec<Choice>,
    /// Grounds of an exit.
    pub exit: Vec<Choice>,
    /// Schools for an agreement.
    pub schools: Vec<Choice>,
    /// Services for an agreement.
    pub services: Vec<Choice>,
    /// Schools with an agreement.
    pub served: Vec<Choice>,
    /// Terms that have begun.
    pub terms: Vec<Choice>,
}

/// The form of `event`; none for one that has no form. Fields sent: `reason`; with `select` `checked` (several); with `warn`
/// and `propose_exit` `ground`; with `warn` `correct_by`.
#[must_use]
pub fn form(
    event: &str,
    key: FormKey,
    choices: &Choices,
    (values, errors): (&Values, &Errors),
) -> Option<EventForm> {
    let lang = key.lang;
    let line = |name: &str, label: &str| Field::line(name, lang.t(label), values, errors);
    let reason = |hint: &str| {
        line("reason", "reason")
            .hint(lang.t(hint))
            .control(Control::Area(3))
            .limit(2_000)
    };
    let ground = |choices: &[Choice]| {
        line("ground", "after-school-ground")
            .control(Control::Select)
            .choices(choices.to_vec())
    };
    let told = || reason("after-school-told-hint");
    let (event, words, fields, weight) = match event {
        "select" => {
            let items = line("checked", "after-school-checklist")
                .hint(lang.t("after-school-checklist-hint"))
                .control(Control::Ticks)
                .choices(choices.items.clone());
            let why = reason("after-school-select-hint");
            ("select", SELECT, vec![items, why], Weight::Main)
        }
        "send_back" => ("send_back", SEND_BACK, vec![told()], Weight::Plain),
        "refuse" => ("refuse", REFUSE, vec![told()], Weight::Warn),
        "approve" => ("approve", APPROVE, Vec::new(), Weight::Main),
        "return" => (
            "return",
            RETURN,
            vec![reason("after-school-return-hint")],
            Weight::Plain,
        ),
        "reopen" => (
            "reopen",
            REOPEN,
            vec![reason("after-school-reopen-hint")],
            Weight::Warn,
        ),
        "warn" => {
            let by = line("correct_by", "after-school-correct-by")
                .control(Control::Line("date"))
                .short();
            (
                "warn",
                WARN,
                vec![ground(&choices.warn), told(), by],
                Weight::Warn,
            )
        }
        "lift" => (
            "lift",
            LIFT,
            vec![reason("after-school-lift-hint")],
            Weight::Main,
        ),
        "propose_exit" => (
            "propose_exit",
            PROPOSE_EXIT,
            vec![ground(&choices.exit), told()],
            Weight::Warn,
        ),
        "approve_exit" => ("approve_exit", APPROVE_EXIT, Vec::new(), Weight::Warn),
        "reject_exit" => (
            "reject_exit",
            REJECT_EXIT,
            vec![reason("after-school-return-hint")],
            Weight::Plain,
        ),
        _ => return None,
    };
    Some(words.form(event, key, fields, weight, false))
}

/// To enter an agreement: `school`, `first_day`, `last_day`, `services` (several), `fee` in yuan.
#[must_use]
pub fn agree_form(
    key: FormKey,
    choices: &Choices,
    (values, errors): (&Values, &Errors),
) -> EventForm {
    let lang = key.lang;
    let line = |name: &str, label: &str| Field::line(name, lang.t(label), values, errors);
    let day = |name: &str, label: &str| line(name, label).control(Control::Line("date")).short();
    let fields = vec![
        line("school", "after-school-school")
            .control(Control::Select)
            .choices(choices.schools.clone()),
        line("services", "after-school-services")
            .control(Control::Ticks)
            .choices(choices.services.clone()),
        line("fee", "after-school-fee")
            .hint(lang.t("after-school-fee-most"))
            .helped("off", "decimal")
            .short(),
        day("first_day", "after-school-from"),
        day("last_day", "after-school-until"),
    ];
    AGREE.form("agree", key, fields, Weight::Plain, false)
}

/// To enter a score: `school`, `term`, `score`, `answers`, `mean`.
#[must_use]
pub fn score_form(
    key: FormKey,
    choices: &Choices,
    (values, errors): (&Values, &Errors),
) -> EventForm {
    let lang = key.lang;
    let line = |name: &str, label: &str| Field::line(name, lang.t(label), values, errors);
    let number = |name: &str, label: &str, mode| line(name, label).helped("off", mode).short();
    let fields = vec![
        line("school", "after-school-school")
            .control(Control::Select)
            .choices(choices.served.clone()),
        line("term", "after-school-term")
            .control(Control::Select)
            .choices(choices.terms.clone()),
        number("score", "after-school-score", "numeric").hint(lang.t("after-school-score-hint")),
        number("answers", "after-school-answers", "numeric"),
        number("mean", "after-school-mean", "decimal").hint(lang.t("after-school-score-hint")),
    ];
    SCORE.form("score", key, fields, Weight::Plain, false)
}

macro_rules! words {
    ($($name:ident $key:literal;)+) => {
        $(const $name: Words = Words {
            title: concat!("after-school-", $key),
            lead: concat!("after-school-", $key, "-lead"),
            law: None,
            button: concat!("after-school-", $key, "-button"),
        };)+
    };
}

words! {
    SELECT "select";
    SEND_BACK "send-back";
    REFUSE "refuse";
    APPROVE "approve";
    RETURN "return";
    REOPEN "reopen";
    WARN "warn";
    LIFT "lift";
    PROPOSE_EXIT "propose-exit";
    APPROVE_EXIT "approve-exit";
    REJECT_EXIT "reject-exit";
    AGREE "agree";
    SCORE "enter-score";
}

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

/// `GET /desk/after-school-scores`; `POST` enters a list of scores.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/after_school_scores.html")]
pub struct Scores {
    /// Frame.
    pub shell: Desk,
    /// The form.
    pub form: EventForm,
    /// What is wrong with the rows of the list that was sent.
    pub wrong: Vec<String>,
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
const SCORE_FILE: Words = Words {
    title: "after-school-score-file",
    lead: "after-school-score-file-lead",
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

fn file_form(words: Words, key: FormKey, error: Option<String>) -> EventForm {
    let mut errors = Errors::default();
    if let Some(text) = error {
        errors.add("list", text);
    }
    let lang = key.lang;
    let open = !errors.none();
    let file = Field::line("list", lang.t("school-list"), &Values::default(), &errors)
        .control(Control::File(".csv,.xlsx"));
    EventForm {
        multipart: true,
        ..words.form("list", key, vec![file], Weight::Plain, open)
    }
}

/// To enter a list of schools.
#[must_use]
pub fn school_file_form(key: FormKey, error: Option<String>) -> EventForm {
    file_form(SCHOOL_FILE, key, error)
}

/// To enter a list of scores.
#[must_use]
pub fn score_file_form(key: FormKey, error: Option<String>) -> EventForm {
    file_form(SCORE_FILE, key, error)
}
