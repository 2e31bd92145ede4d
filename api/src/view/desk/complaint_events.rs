//! The forms of the events of a complaint.

use super::super::field::{Control, Errors, EventForm, Field, FormKey, Values, Weight};
use crate::text::Lang;

/// The form of `event` as the JSON door names it; none for an event that has no form on the desk.
///
/// Fields sent: `accept` none; `decline` `reason`; `answer` `text`; `close` none; `withdraw` is the
/// complainant's own.
#[must_use]
pub fn form(event: &str, key: FormKey, values: &Values, errors: &Errors) -> Option<EventForm> {
    let lang = key.lang;
    let open = !errors.none();
    let form = match event {
        "accept" => EventForm {
            event: "accept",
            title: lang.t("accept-title"),
            lead: lang.t("accept-lead"),
            law: lang.t("accept-law"),
            key,
            fields: Vec::new(),
            button: lang.t("accept-button"),
            weight: Weight::Main,
            open: true,
            multipart: false,
        },
        "decline" => EventForm {
            event: "decline",
            title: lang.t("decline-title"),
            lead: lang.t("decline-lead"),
            law: lang.t("decline-law"),
            fields: vec![reason(lang, values, errors)],
            key,
            button: lang.t("decline-button"),
            weight: Weight::Warn,
            open,
            multipart: false,
        },
        "answer" => EventForm {
            event: "answer",
            title: lang.t("answer-title"),
            lead: lang.t("answer-lead"),
            law: lang.t("answer-law"),
            fields: vec![text(lang, values, errors)],
            key,
            button: lang.t("answer-button"),
            weight: Weight::Main,
            open,
            multipart: false,
        },
        "close" => EventForm {
            event: "close",
            title: lang.t("close-title"),
            lead: lang.t("close-lead"),
            law: String::new(),
            key,
            fields: Vec::new(),
            button: lang.t("close-button"),
            weight: Weight::Main,
            open,
            multipart: false,
        },
        _ => return None,
    };
    Some(form.scoped())
}

/// Why a complaint is not taken up.
fn reason(lang: Lang, values: &Values, errors: &Errors) -> Field {
    Field::line("reason", lang.t("reason"), values, errors)
        .hint(lang.t("decline-reason-hint"))
        .control(Control::Area(4))
        .limit(2_000)
}

/// What the complainant is answered.
fn text(lang: Lang, values: &Values, errors: &Errors) -> Field {
    Field::line("text", lang.t("answer-text"), values, errors)
        .hint(lang.t("answer-text-hint"))
        .control(Control::Area(8))
        .limit(5_000)
}
