//! 许可申请: which wait, and one with its form, papers, conditions and steps.

use askama::Template;

use super::super::field::{Choice, Control, Errors, EventForm, Field, FormKey, Values, Weight};
use super::super::filters;
use super::super::icon::Icon;
use super::super::piece::{
    Badge, Chip, Chips, Deadline, Entry, Fact, Facts, Files, Link, MailState, Timeline,
};
use super::super::shell::{Desk, DeskPlace};
use crate::text::Lang;
use crate::view::event::{NextStep, Stale, Words};
use crate::view::my::application::{Conditions, Section};

/// One row of the list.
#[derive(Clone, Debug)]
pub struct ApplicationRow {
    /// Path of its page.
    pub href: String,
    /// Name of the institution.
    pub name: String,
    /// Its number, and what is asked for.
    pub number: String,
    /// What is asked for.
    pub kind: String,
    /// Where the institution is.
    pub district: String,
    /// Where it stands.
    pub badge: Badge,
    /// By when the authority acts; none where it does not have to.
    pub deadline: Option<Deadline>,
}

/// `GET /desk/applications`.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/applications.html")]
pub struct Applications {
    /// Frame.
    pub shell: Desk,
    /// Filters.
    pub chips: Vec<Chip>,
    /// The rows, the one due first at the head.
    pub rows: Vec<ApplicationRow>,
    /// Path of the next page of the list.
    pub next: Option<String>,
}

/// `GET /desk/applications/{number}`, and `POST …/events` with faults.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/application.html")]
pub struct Application {
    /// Frame.
    pub shell: Desk,
    /// Its number.
    pub number: String,
    /// What is asked for, and by whom.
    pub title: String,
    /// Where it stands.
    pub badges: Vec<Badge>,
    /// By when the authority acts.
    pub deadline: Option<Deadline>,
    /// By which article.
    pub law: String,
    /// Another person was quicker.
    pub stale: Option<Stale>,
    /// The decision that waits for approval; empty where none does.
    pub proposal: Vec<Fact>,
    /// What may be done now.
    pub step: NextStep,
    /// The checklist.
    pub conditions: Conditions,
    /// What is filled in and handed in.
    pub sections: Vec<Section>,
    /// How it went so far.
    pub facts: Vec<Fact>,
    /// The institution's page on the desk.
    pub links: Vec<Link>,
    /// The mails about it.
    pub mails: Vec<MailState>,
    /// What happened, newest first.
    pub timeline: Vec<Entry>,
}

/// What the forms of a step need besides what was typed.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Officers who may go along.
    pub officers: Vec<Choice>,
    /// To grant or to refuse.
    pub decisions: Vec<Choice>,
    /// Whether the premises are fit.
    pub results: Vec<Choice>,
    /// The conditions that have to be looked at.
    pub by_eye: Vec<Choice>,
}

/// The form of `event`; none for one that has no form.
///
/// Fields sent: `ask_correction` `items`; `decline`, `send_back` `reason`; `record_visit` `second_officer`, `on`, `passed`,
/// `words`; `propose` `checked` (several), `grant`,
/// `reason`; `extend` `days`, `reason`; `accept`, `approve`, `issue` none.
#[must_use]
pub fn form(
    event: &str,
    key: FormKey,
    options: Options,
    values: &Values,
    errors: &Errors,
) -> Option<EventForm> {
    let lang = key.lang;
    let line = |name: &str, label: &str| Field::line(name, lang.t(label), values, errors);
    let area = |name: &str, label: &str, hint: &str| {
        line(name, label)
            .hint(lang.t(hint))
            .control(Control::Area(3))
            .limit(2_000)
    };
    let told = || area("reason", "reason", "applied-told-hint");
    let (event, words, fields, weight) = match event {
        "accept" => ("accept", ACCEPT, Vec::new(), Weight::Main),
        "ask_correction" => {
            let items = area("items", "applied-items", "applied-items-hint");
            ("ask_correction", ASK, vec![items], Weight::Plain)
        }
        "decline" => ("decline", DECLINE, vec![told()], Weight::Plain),
        "record_visit" => {
            let second = line("second_officer", "applied-second")
                .control(Control::Select)
                .choices(options.officers);
            let on = line("on", "applied-visit-day")
                .control(Control::Line("date"))
                .short();
            let passed = line("passed", "applied-visit-result")
                .control(Control::Picks)
                .choices(options.results);
            let words = area("words", "applied-visit-words", "applied-visit-words-hint");
            let fields = vec![second, on, passed, words];
            ("record_visit", VISIT, fields, Weight::Main)
        }
        "propose" => {
            let fields = proposal(lang, options, values, errors);
            ("propose", PROPOSE, fields, Weight::Main)
        }
        "approve" => ("approve", APPROVE, Vec::new(), Weight::Main),
        "send_back" => {
            let reason = area("reason", "reason", "return-reason-hint");
            ("send_back", SEND_BACK, vec![reason], Weight::Plain)
        }
        "extend" => {
            let days = line("days", "applied-days")
                .helped("off", "numeric")
                .short();
            ("extend", EXTEND, vec![days, told()], Weight::Plain)
        }
        "issue" => ("issue", ISSUE, Vec::new(), Weight::Main),
        _ => return None,
    };
    Some(words.form(event, key, fields, weight, !errors.none()))
}

/// The checklist, where something has to be looked at, then the decision.
fn proposal(lang: Lang, options: Options, values: &Values, errors: &Errors) -> Vec<Field> {
    let line = |name: &str, label: &str| Field::line(name, lang.t(label), values, errors);
    let grant = line("grant", "applied-decision")
        .control(Control::Picks)
        .choices(options.decisions);
    let reason = line("reason", "reason")
        .hint(lang.t("applied-propose-hint"))
        .control(Control::Area(3))
        .limit(2_000)
        .needed(lang.t("applied-reason-needed"));
    if options.by_eye.is_empty() {
        return vec![grant, reason];
    }
    let checked = line("checked", "applied-checked")
        .hint(lang.t("applied-checked-hint"))
        .control(Control::Ticks)
        .choices(options.by_eye);
    vec![checked, grant, reason]
}

const ACCEPT: Words = Words {
    title: "applied-accept",
    lead: "applied-accept-lead",
    law: Some("applied-law-32"),
    button: "applied-accept-button",
};
const ASK: Words = Words {
    title: "applied-ask",
    lead: "applied-ask-lead",
    law: Some("applied-law-32"),
    button: "applied-ask-button",
};
const DECLINE: Words = Words {
    title: "applied-decline",
    lead: "applied-decline-lead",
    law: Some("applied-law-32"),
    button: "applied-decline-button",
};
const VISIT: Words = Words {
    title: "applied-visit",
    lead: "applied-visit-lead",
    law: Some("applied-law-34"),
    button: "applied-visit-button",
};
const PROPOSE: Words = Words {
    title: "applied-propose",
    lead: "applied-propose-lead",
    law: Some("applied-law-38"),
    button: "applied-propose-button",
};
const APPROVE: Words = Words {
    title: "applied-approve",
    lead: "applied-approve-lead",
    law: Some("applied-law-38"),
    button: "applied-approve-button",
};
const SEND_BACK: Words = Words {
    title: "applied-send-back",
    lead: "applied-send-back-lead",
    law: None,
    button: "applied-send-back-button",
};
const EXTEND: Words = Words {
    title: "applied-extend",
    lead: "applied-extend-lead",
    law: Some("applied-law-42"),
    button: "applied-extend-button",
};
const ISSUE: Words = Words {
    title: "applied-issue",
    lead: "applied-issue-lead",
    law: Some("applied-law-44"),
    button: "applied-issue-button",
};
