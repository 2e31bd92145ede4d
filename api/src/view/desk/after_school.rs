//! 课后服务: which institutions serve schools or want to, one with its application, schools and scores; and the schools.

use askama::Template;

use super::super::field::{Choice, Control, Errors, EventForm, Field, FormKey, Values, Weight};
use super::super::filters;
use super::super::icon::Icon;
use super::super::piece::{Badge, Chip, Chips, Entry, Fact, Facts, Link, Timeline};
use super::super::shell::{Desk, DeskPlace};
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
    let told = || vec![reason("after-school-told-hint")];
    let back = || vec![reason("after-school-return-hint")];
    let (event, words, weight) = words_of(event)?;
    let fields = match event {
        "select" => {
            let items = line("checked", "after-school-checklist")
                .hint(lang.t("after-school-checklist-hint"))
                .control(Control::Ticks)
                .choices(choices.items.clone());
            vec![items, reason("after-school-select-hint")]
        }
        "reopen" => vec![reason("after-school-reopen-hint")],
        "lift" => vec![reason("after-school-lift-hint")],
        "warn" => {
            let by = line("correct_by", "after-school-correct-by")
                .control(Control::Line("date"))
                .short();
            let mut fields = vec![ground(&choices.warn)];
            fields.extend(told());
            fields.push(by);
            fields
        }
        "propose_exit" => {
            let mut fields = vec![ground(&choices.exit)];
            fields.extend(told());
            fields
        }
        "return" | "reject_exit" => back(),
        "approve" | "approve_exit" => Vec::new(),
        _ => told(),
    };
    Some(words.form(event, key, fields, weight, false))
}

/// The words of a step, and the weight of its button.
fn words_of(event: &str) -> Option<(&'static str, Words, Weight)> {
    Some(match event {
        "select" => ("select", SELECT, Weight::Main),
        "send_back" => ("send_back", SEND_BACK, Weight::Plain),
        "refuse" => ("refuse", REFUSE, Weight::Warn),
        "approve" => ("approve", APPROVE, Weight::Main),
        "return" => ("return", RETURN, Weight::Plain),
        "reopen" => ("reopen", REOPEN, Weight::Warn),
        "warn" => ("warn", WARN, Weight::Warn),
        "lift" => ("lift", LIFT, Weight::Main),
        "propose_exit" => ("propose_exit", PROPOSE_EXIT, Weight::Warn),
        "approve_exit" => ("approve_exit", APPROVE_EXIT, Weight::Warn),
        "reject_exit" => ("reject_exit", REJECT_EXIT, Weight::Plain),
        _ => return None,
    })
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

const SELECT: Words = Words {
    title: "after-school-select",
    lead: "after-school-select-lead",
    law: None,
    button: "after-school-select-button",
};
const SEND_BACK: Words = Words {
    title: "after-school-send-back",
    lead: "after-school-send-back-lead",
    law: None,
    button: "after-school-send-back-button",
};
const REFUSE: Words = Words {
    title: "after-school-refuse",
    lead: "after-school-refuse-lead",
    law: None,
    button: "after-school-refuse-button",
};
const APPROVE: Words = Words {
    title: "after-school-approve",
    lead: "after-school-approve-lead",
    law: None,
    button: "after-school-approve-button",
};
const RETURN: Words = Words {
    title: "after-school-return",
    lead: "after-school-return-lead",
    law: None,
    button: "after-school-return-button",
};
const REOPEN: Words = Words {
    title: "after-school-reopen",
    lead: "after-school-reopen-lead",
    law: None,
    button: "after-school-reopen-button",
};
const WARN: Words = Words {
    title: "after-school-warn",
    lead: "after-school-warn-lead",
    law: None,
    button: "after-school-warn-button",
};
const LIFT: Words = Words {
    title: "after-school-lift",
    lead: "after-school-lift-lead",
    law: None,
    button: "after-school-lift-button",
};
const PROPOSE_EXIT: Words = Words {
    title: "after-school-propose-exit",
    lead: "after-school-propose-exit-lead",
    law: None,
    button: "after-school-propose-exit-button",
};
const APPROVE_EXIT: Words = Words {
    title: "after-school-approve-exit",
    lead: "after-school-approve-exit-lead",
    law: None,
    button: "after-school-approve-exit-button",
};
const REJECT_EXIT: Words = Words {
    title: "after-school-reject-exit",
    lead: "after-school-reject-exit-lead",
    law: None,
    button: "after-school-reject-exit-button",
};
const AGREE: Words = Words {
    title: "after-school-agree",
    lead: "after-school-agree-lead",
    law: None,
    button: "after-school-agree-button",
};
const SCORE: Words = Words {
    title: "after-school-enter-score",
    lead: "after-school-enter-score-lead",
    law: None,
    button: "after-school-enter-score-button",
};

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

const SCORE_FILE: Words = Words {
    title: "after-school-score-file",
    lead: "after-school-score-file-lead",
    law: None,
    button: "school-file-button",
};

pub(super) fn file_form(words: Words, key: FormKey, error: Option<String>) -> EventForm {
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

/// To enter a list of scores.
#[must_use]
pub fn score_file_form(key: FormKey, error: Option<String>) -> EventForm {
    file_form(SCORE_FILE, key, error)
}
