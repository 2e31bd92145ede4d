//! 许可证: which run out, which wait for approval, and one with its steps.

use askama::Template;

use super::super::field::{Choice, Control, Errors, EventForm, Field, FormKey, Values, Weight};
use super::super::filters;
use super::super::icon::Icon;
use super::super::piece::{
    Badge, Chip, Chips, Deadline, Entry, Fact, Facts, Link, MailState, Timeline,
};
use super::super::shell::{Desk, DeskPlace};
use crate::view::event::{NextStep, Stale, Words};

/// One row of the list of licences.
#[derive(Clone, Debug)]
pub struct LicenceRow {
    /// Path of its page.
    pub href: String,
    /// Registered name of the institution.
    pub name: String,
    /// Its number: 教民136011370012851号.
    pub number: String,
    /// Where the institution is.
    pub district: String,
    /// Its state, and what waits.
    pub badges: Vec<Badge>,
    /// Its last day in words.
    pub until: String,
    /// How long it is to the last day; none where that does not matter.
    pub deadline: Option<Deadline>,
}

/// `GET /desk/licences`.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/licences.html")]
pub struct Licences {
    /// Frame.
    pub shell: Desk,
    /// Filters.
    pub chips: Vec<Chip>,
    /// The rows, nearest last day first.
    pub rows: Vec<LicenceRow>,
    /// Path of the next page of the list.
    pub next: Option<String>,
}

/// `GET /desk/licences/{number}`, and `POST …/events` with faults.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/licence.html")]
pub struct Licence {
    /// Frame.
    pub shell: Desk,
    /// Its number.
    pub number: String,
    /// The institution's name.
    pub title: String,
    /// Its state, and what waits.
    pub badges: Vec<Badge>,
    /// How long it is to the last day; none where that does not matter.
    pub deadline: Option<Deadline>,
    /// Another person was quicker.
    pub stale: Option<Stale>,
    /// The change that waits for approval; empty where none does.
    pub proposal: Vec<Fact>,
    /// What may be done now.
    pub step: NextStep,
    /// Its facts.
    pub facts: Vec<Fact>,
    /// The institution's page on the desk, and the page of verification.
    pub links: Vec<Link>,
    /// The mails about it.
    pub mails: Vec<MailState>,
    /// The copies that were issued in place of the one before, newest first.
    pub copies: Vec<Fact>,
    /// What happened, newest first.
    pub timeline: Vec<Entry>,
}

/// The form of `event` as the page names it; none for one that has no form. A change has one form of its own, since each
/// asks for other things.
///
/// Fields sent: `suspend`, `revoke` `basis`, `reason`; `resume` `reason`; `cancel` `ground`, `basis`, `reason`; `approve`
/// none; `send_back` `reason`.
#[must_use]
pub fn form(
    event: &str,
    key: FormKey,
    grounds: Vec<Choice>,
    values: &Values,
    errors: &Errors,
) -> Option<EventForm> {
    let lang = key.lang;
    let reason = |hint: &str| {
        Field::line("reason", lang.t("reason"), values, errors)
            .hint(lang.t(hint))
            .control(Control::Area(3))
            .limit(2_000)
    };
    let basis = || {
        Field::line("basis", lang.t("licence-basis"), values, errors)
            .hint(lang.t("licence-basis-hint"))
            .limit(200)
    };
    let told = || reason("licence-reason-hint");
    let (event, words, fields, weight) = match event {
        "suspend" => ("suspend", SUSPEND, vec![basis(), told()], Weight::Plain),
        "resume" => ("resume", RESUME, vec![told()], Weight::Main),
        "revoke" => ("revoke", REVOKE, vec![basis(), told()], Weight::Plain),
        "cancel" => {
            let ground = Field::line("ground", lang.t("licence-ground"), values, errors)
                .control(Control::Select)
                .choices(grounds);
            (
                "cancel",
                CANCEL,
                vec![ground, basis(), told()],
                Weight::Plain,
            )
        }
        "approve" => ("approve", APPROVE, Vec::new(), Weight::Main),
        "send_back" => (
            "send_back",
            SEND_BACK,
            vec![reason("return-reason-hint")],
            Weight::Plain,
        ),
        _ => return None,
    };
    Some(words.form(event, key, fields, weight, !errors.none()))
}

const SUSPEND: Words = Words {
    title: "licence-suspend",
    lead: "licence-suspend-lead",
    law: None,
    button: "licence-suspend-button",
};
const RESUME: Words = Words {
    title: "licence-resume",
    lead: "licence-resume-lead",
    law: None,
    button: "licence-resume-button",
};
const REVOKE: Words = Words {
    title: "licence-revoke",
    lead: "licence-revoke-lead",
    law: Some("licence-revoke-law"),
    button: "licence-revoke-button",
};
const CANCEL: Words = Words {
    title: "licence-cancel",
    lead: "licence-cancel-lead",
    law: Some("licence-cancel-law"),
    button: "licence-cancel-button",
};
const APPROVE: Words = Words {
    title: "licence-approve",
    lead: "licence-approve-lead",
    law: None,
    button: "licence-approve-button",
};
const SEND_BACK: Words = Words {
    title: "licence-send-back",
    lead: "licence-send-back-lead",
    law: None,
    button: "licence-send-back-button",
};
