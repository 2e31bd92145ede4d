//! The forms of the events of a case.

use super::super::event::Words;
use super::super::field::{Choice, Control, Errors, EventForm, Field, FormKey, Values, Weight};

/// Lists the case forms choose from; made by the caller from the law and the register.
#[derive(Clone, Debug, Default)]
pub struct CaseChoices {
    /// Violations with their articles.
    pub violations: Vec<Choice>,
    /// The ways a document may be served.
    pub ways: Vec<Choice>,
    /// Whether an article that the findings rest on was not read in a copy of the text, so that the officer has to confirm it.
    pub unread_basis: bool,
}

impl CaseChoices {
    /// Example lists.
    #[must_use]
    pub fn sample(lang: crate::text::Lang) -> Self {
        Self {
            violations: vec![Choice::new(
                "disguised_subject_tutoring",
                lang.pick("变相开展学科类培训", "Disguised subject tutoring"),
            )],
            ways: vec![Choice::new("in_person", lang.pick("直接送达", "In person"))],
            unread_basis: true,
        }
    }
}

/// The form of `event` as the JSON door names it; none for an event that has no form on the desk.
///
/// Fields sent: `record_finding` `violation`, `acted_on`, `found_on`, `facts`; `order_correction` `demand`, `due_on`,
/// `basis_confirmed`; `change_due` `due_on`, `reason`; `record_service` `way`, `served_on`, `receiver`, `proof`;
/// `propose_closure` `reason`; `approve_closure` none; `return_for_more` `reason`.
#[must_use]
pub fn form(
    event: &str,
    key: FormKey,
    choices: &CaseChoices,
    values: &Values,
    errors: &Errors,
) -> Option<EventForm> {
    let open = !errors.none();
    let (event, words, fields, weight) = parts(event, &key, choices, values, errors)?;
    Some(words.form(event, key, fields, weight, open))
}

/// Its name, its words, its fields, and how much it weighs among the forms of the page.
fn parts(
    event: &str,
    key: &FormKey,
    choices: &CaseChoices,
    values: &Values,
    errors: &Errors,
) -> Option<(&'static str, Words, Vec<Field>, Weight)> {
    let lang = key.lang;
    let reason = |hint: &str| {
        Field::line("reason", lang.t("reason"), values, errors)
            .hint(lang.t(hint))
            .control(Control::Area(4))
            .limit(2_000)
    };
    Some(match event {
        "record_finding" => (
            "record_finding",
            FINDING,
            finding(key, choices, values, errors),
            Weight::Main,
        ),
        "order_correction" => (
            "order_correction",
            ORDER,
            order(key, choices, values, errors),
            Weight::Main,
        ),
        "change_due" => (
            "change_due",
            DUE,
            vec![due(key, values, errors), reason("due-reason-hint")],
            Weight::Plain,
        ),
        "record_service" => (
            "record_service",
            SERVICE,
            service(key, choices, values, errors),
            Weight::Main,
        ),
        "propose_closure" => (
            "propose_closure",
            PROPOSE,
            vec![reason("propose-reason-hint")],
            Weight::Main,
        ),
        "approve_closure" => ("approve_closure", APPROVE, Vec::new(), Weight::Main),
        "return_for_more" => (
            "return_for_more",
            RETURN,
            vec![reason("return-reason-hint")],
            Weight::Plain,
        ),
        _ => return None,
    })
}

const FINDING: Words = Words {
    title: "finding-title",
    lead: "finding-lead",
    law: Some("finding-law"),
    button: "finding-button",
};
const ORDER: Words = Words {
    title: "order-title",
    lead: "order-lead",
    law: Some("order-law"),
    button: "order-button",
};
const DUE: Words = Words {
    title: "due-title",
    lead: "due-lead",
    law: Some("due-law"),
    button: "due-button",
};
const SERVICE: Words = Words {
    title: "service-title",
    lead: "service-lead",
    law: Some("service-law"),
    button: "service-button",
};
const PROPOSE: Words = Words {
    title: "propose-title",
    lead: "propose-lead",
    law: Some("propose-law"),
    button: "propose-button",
};
const APPROVE: Words = Words {
    title: "approve-title",
    lead: "approve-lead",
    law: Some("approve-law"),
    button: "approve-button",
};
const RETURN: Words = Words {
    title: "return-title",
    lead: "return-lead",
    law: None,
    button: "return-button",
};

fn finding(key: &FormKey, choices: &CaseChoices, values: &Values, errors: &Errors) -> Vec<Field> {
    let lang = key.lang;
    let field = |name, label: &str| Field::line(name, lang.t(label), values, errors);
    let day = |name, label: &str| field(name, label).control(Control::Line("date")).short();
    vec![
        field("violation", "finding-violation")
            .control(Control::Select)
            .choices(choices.violations.clone()),
        day("acted_on", "finding-day").hint(lang.t("finding-day-hint")),
        day("found_on", "finding-found"),
        field("facts", "finding-facts")
            .hint(lang.t("finding-facts-hint"))
            .control(Control::Area(6))
            .limit(5_000),
    ]
}

fn order(key: &FormKey, choices: &CaseChoices, values: &Values, errors: &Errors) -> Vec<Field> {
    let lang = key.lang;
    let field = |name, label: &str| Field::line(name, lang.t(label), values, errors);
    let mut fields = vec![
        field("demand", "order-requirements")
            .hint(lang.t("order-requirements-hint"))
            .control(Control::Area(5))
            .limit(5_000),
        due(key, values, errors),
    ];
    if choices.unread_basis {
        fields.push(
            field("basis_confirmed", "order-basis")
                .hint(lang.t("order-basis-hint"))
                .control(Control::Tick),
        );
    }
    fields
}

fn due(key: &FormKey, values: &Values, errors: &Errors) -> Field {
    Field::line("due_on", key.lang.t("order-due"), values, errors)
        .hint(key.lang.t("order-due-hint"))
        .control(Control::Line("date"))
        .short()
}

fn service(key: &FormKey, choices: &CaseChoices, values: &Values, errors: &Errors) -> Vec<Field> {
    let lang = key.lang;
    let field = |name, label: &str| Field::line(name, lang.t(label), values, errors);
    vec![
        field("way", "service-way")
            .control(Control::Select)
            .choices(choices.ways.clone()),
        field("served_on", "service-day")
            .hint(lang.t("service-day-hint"))
            .control(Control::Line("date"))
            .short(),
        field("receiver", "service-recipient").limit(200),
        field("proof", "service-proof")
            .hint(lang.t("service-proof-hint"))
            .control(Control::Area(2))
            .limit(1_000),
    ]
}
