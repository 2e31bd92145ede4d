//! The forms of an unlicensed place: its steps, a further complaint, a photograph.

use super::super::event::{EventForm, FormKey, Weight, Words};
use super::super::field::{Choice, Control, Errors, Field, Values};

/// The options that the steps' choices have.
#[derive(Clone, Debug, Default)]
pub struct StepChoices {
    /// Officers with a valid certificate, without the one who reads.
    pub officers: Vec<Choice>,
    /// Grounds on which a place is shut.
    pub grounds: Vec<Choice>,
    /// What a place is to an institution.
    pub relations: Vec<Choice>,
    /// Why a place is set aside.
    pub whys: Vec<Choice>,
}

/// The form of `event`; none for an event that has no form.
///
/// Fields sent: `confirm` `checked_on`, `second_officer`, `dedicated`, `staffed`, `organised`, `finding`; `shut` `shut_on`,
/// `ground`, `document`; `join` `institution_number`, `relation`, `reason`; `set_aside` and `overturn` `why`, `reason`;
/// `unjoin` and `reopen` `reason`.
#[must_use]
pub fn form(
    event: &str,
    key: FormKey,
    choices: &StepChoices,
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
    let why = || {
        Field::line("why", lang.t("wz-why"), values, errors)
            .control(Control::Picks)
            .choices(choices.whys.clone())
    };
    let (event, words, fields, weight) = match event {
        "confirm" => (
            "confirm",
            CONFIRM,
            confirm(&key, choices, values, errors),
            Weight::Main,
        ),
        "shut" => (
            "shut",
            SHUT,
            shut(&key, choices, values, errors),
            Weight::Main,
        ),
        "join" => (
            "join",
            JOIN,
            join(&key, choices, values, errors),
            Weight::Plain,
        ),
        "unjoin" => (
            "unjoin",
            UNJOIN,
            vec![reason("wz-reason-hint")],
            Weight::Plain,
        ),
        "set_aside" => {
            let fields = vec![why(), reason("wz-reason-hint")];
            ("set_aside", SET_ASIDE, fields, Weight::Plain)
        }
        "overturn" => {
            let fields = vec![why(), reason("wz-reason-hint")];
            ("overturn", OVERTURN, fields, Weight::Warn)
        }
        "reopen" => (
            "reopen",
            REOPEN,
            vec![reason("wz-reopen-hint")],
            Weight::Plain,
        ),
        _ => return None,
    };
    Some(words.form(event, key, fields, weight, !errors.none()))
}

fn confirm(key: &FormKey, choices: &StepChoices, values: &Values, errors: &Errors) -> Vec<Field> {
    let lang = key.lang;
    let line = |name: &str, label: &str| Field::line(name, lang.t(label), values, errors);
    let mut fields = vec![
        line("checked_on", "wz-check-on")
            .control(Control::Line("date"))
            .short(),
        line("second_officer", "wz-second-officer")
            .hint(lang.t("wz-second-officer-hint"))
            .control(Control::Select)
            .choices(choices.officers.clone()),
    ];
    for (name, label) in [
        ("dedicated", "wz-dedicated"),
        ("staffed", "wz-staffed"),
        ("organised", "wz-organised"),
    ] {
        fields.push(line(name, label).control(Control::Tick));
    }
    fields.push(
        line("finding", "wz-finding")
            .hint(lang.t("wz-finding-hint"))
            .control(Control::Area(4))
            .limit(2_000),
    );
    fields
}

fn shut(key: &FormKey, choices: &StepChoices, values: &Values, errors: &Errors) -> Vec<Field> {
    let lang = key.lang;
    let line = |name: &str, label: &str| Field::line(name, lang.t(label), values, errors);
    vec![
        line("shut_on", "wz-shut-on")
            .control(Control::Line("date"))
            .short(),
        line("ground", "wz-ground")
            .control(Control::Picks)
            .choices(choices.grounds.clone()),
        line("document", "wz-document")
            .hint(lang.t("wz-document-hint"))
            .limit(200)
            .needed(lang.t("wz-document-when")),
    ]
}

fn join(key: &FormKey, choices: &StepChoices, values: &Values, errors: &Errors) -> Vec<Field> {
    let lang = key.lang;
    let line = |name: &str, label: &str| Field::line(name, lang.t(label), values, errors);
    vec![
        line("institution_number", "wz-institution-number")
            .hint(lang.t("wz-institution-number-hint"))
            .short(),
        line("relation", "wz-relation")
            .control(Control::Picks)
            .choices(choices.relations.clone()),
        line("reason", "reason")
            .hint(lang.t("wz-reason-hint"))
            .control(Control::Area(3))
            .limit(2_000),
    ]
}

/// The form that links a further complaint. Field sent: `complaint`.
#[must_use]
pub fn link(key: FormKey, values: &Values, errors: &Errors) -> EventForm {
    let lang = key.lang;
    let field = Field::line("complaint", lang.t("wz-link"), values, errors)
        .hint(lang.t("wz-link-hint"))
        .short();
    LINK.form("link", key, vec![field], Weight::Plain, !errors.none())
}

/// The form that adds photographs and papers. Field sent: `files`.
#[must_use]
pub fn upload(key: FormKey, errors: &Errors) -> EventForm {
    let lang = key.lang;
    let field = Field::line("files", lang.t("wz-file"), &Values::default(), errors)
        .hint(lang.t("wz-file-hint"))
        .control(Control::Files(
            "image/jpeg,image/png,image/webp,image/heif,image/heic,application/pdf",
        ));
    let form = FILE.form("file", key, vec![field], Weight::Plain, !errors.none());
    EventForm {
        multipart: true,
        ..form
    }
}

const CONFIRM: Words = Words {
    title: "wz-confirm-title",
    lead: "wz-confirm-lead",
    law: Some("wz-confirm-law"),
    button: "wz-confirm-button",
};
const SHUT: Words = Words {
    title: "wz-shut-title",
    lead: "wz-shut-lead",
    law: Some("wz-shut-law"),
    button: "wz-shut-button",
};
const JOIN: Words = Words {
    title: "wz-join-title",
    lead: "wz-join-lead",
    law: None,
    button: "wz-join-button",
};
const UNJOIN: Words = Words {
    title: "wz-unjoin-title",
    lead: "wz-unjoin-lead",
    law: None,
    button: "wz-unjoin-button",
};
const SET_ASIDE: Words = Words {
    title: "wz-set-aside-title",
    lead: "wz-set-aside-lead",
    law: None,
    button: "wz-set-aside-button",
};
const OVERTURN: Words = Words {
    title: "wz-overturn-title",
    lead: "wz-overturn-lead",
    law: None,
    button: "wz-overturn-button",
};
const REOPEN: Words = Words {
    title: "wz-reopen-title",
    lead: "wz-reopen-lead",
    law: None,
    button: "wz-reopen-button",
};
const LINK: Words = Words {
    title: "wz-link",
    lead: "wz-link-lead",
    law: None,
    button: "wz-link-button",
};
const FILE: Words = Words {
    title: "wz-file",
    lead: "wz-file-lead",
    law: None,
    button: "wz-file-button",
};
