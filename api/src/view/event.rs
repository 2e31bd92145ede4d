//! Forms that bring an event to a state machine, the next lawful step, and what is refused now.

use askama::Template;
use askama::filters::HtmlSafe;

use super::field::{Errors, Field, Summary};
use super::filters;
use super::piece::Fact;
use crate::text::Lang;

/// What a form that makes or changes something must carry besides its fields.
#[derive(Clone, Debug)]
pub struct FormKey {
    /// Language of the page.
    pub lang: Lang,
    /// Path the form is sent to.
    pub action: String,
    /// Cross-site request forgery token, hidden field `csrf`.
    pub csrf: String,
    /// Idempotency key, hidden field `submission`: the same form sent twice makes one record. Empty where the version does
    /// that already.
    pub submission: String,
    /// Version of the record the page was made from, hidden field `version`.
    pub version: i64,
}

impl FormKey {
    /// A key for samples and tests.
    #[must_use]
    pub fn sample(lang: Lang) -> Self {
        Self {
            lang,
            action: "/desk/complaints/TS4186302759/events".to_owned(),
            csrf: "k3v0aZ5r".to_owned(),
            submission: "01936c2e-77aa-7b1c-9d11-0a4f5b0c8e21".to_owned(),
            version: 3,
        }
    }
}

/// The weight of a button.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// The one main action of the page.
    Main,
    /// Another action.
    Plain,
    /// An action that ends or takes away something.
    Warn,
}

impl Weight {
    /// Class of the style sheet.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Self::Main => "btn main",
            Self::Plain => "btn",
            Self::Warn => "btn warn",
        }
    }
}

/// A form that brings one event to a state machine: hidden `event`, `version`, `csrf`, `submission`, then its fields.
#[derive(Clone, Debug, Template)]
#[template(path = "piece/event.html")]
pub struct EventForm {
    /// Event name as the JSON door calls it: `accept`.
    pub event: &'static str,
    /// What the officer does: 受理这件投诉.
    pub title: String,
    /// What follows from it, in a sentence.
    pub lead: String,
    /// The article it rests on, small and grey; may be empty.
    pub law: String,
    /// Hidden fields.
    pub key: FormKey,
    /// Visible fields.
    pub fields: Vec<Field>,
    /// Words of the button.
    pub button: String,
    /// Weight of the button.
    pub weight: Weight,
    /// Whether the form stands open (the next step, or it came back with faults).
    pub open: bool,
    /// Whether it carries files.
    pub multipart: bool,
}

impl EventForm {
    /// The same form with the event's name before the id of every field: one page may hold several forms.
    #[must_use]
    pub fn scoped(self) -> Self {
        let fields = self
            .fields
            .into_iter()
            .map(|field| field.within(self.event))
            .collect();
        Self { fields, ..self }
    }

    /// The summary of what is wrong with its fields; nothing where nothing is.
    fn summary(&self) -> Summary {
        Errors::default().summary_of(self.key.lang, &self.fields)
    }
}

/// The words of one form by their message keys.
#[derive(Clone, Copy, Debug)]
pub(super) struct Words {
    pub(super) title: &'static str,
    pub(super) lead: &'static str,
    /// The article it rests on; none where it is the order of the house alone.
    pub(super) law: Option<&'static str>,
    pub(super) button: &'static str,
}

impl Words {
    /// The form of `event` with these words, the event's name before the id of every field.
    pub(super) fn form(
        self,
        event: &'static str,
        key: FormKey,
        fields: Vec<Field>,
        weight: Weight,
        open: bool,
    ) -> EventForm {
        let lang = key.lang;
        EventForm {
            event,
            title: lang.t(self.title),
            lead: lang.t(self.lead),
            law: self.law.map(|key| lang.t(key)).unwrap_or_default(),
            key,
            fields,
            button: lang.t(self.button),
            weight,
            open,
            multipart: false,
        }
        .scoped()
    }
}

/// An event the law or the state refuses now, shown grey with the reason.
#[derive(Clone, Debug)]
pub struct Refused {
    /// What cannot be done: 作出处罚决定.
    pub what: String,
    /// Why, in words.
    pub why: String,
    /// The article that refuses it; may be empty.
    pub law: String,
}

/// The next lawful step of a record: one main form, others under 更多, refused ones grey.
#[derive(Clone, Debug)]
pub struct NextStep {
    /// 下一步：… in words; the state sentence where nothing is left to do.
    pub title: String,
    /// Why it is the next step.
    pub lead: String,
    /// The article; may be empty.
    pub law: String,
    /// The main step; none where the record is closed or the reader may not act.
    pub main: Option<EventForm>,
    /// The other steps allowed now.
    pub more: Vec<EventForm>,
    /// The steps refused now.
    pub refused: Vec<Refused>,
}

impl NextStep {
    /// Every form it offers.
    #[must_use]
    pub fn forms(&self) -> Vec<&EventForm> {
        self.main.iter().chain(&self.more).collect()
    }

    /// Whether one of the other steps came back with faults and must be seen.
    #[must_use]
    pub fn more_open(&self) -> bool {
        self.more.iter().any(|form| form.open)
    }
}

/// Another person changed the record while this one was writing: what was kept and what is new.
#[derive(Clone, Debug)]
pub struct Stale {
    /// Who changed it: 涂立冬.
    pub by: String,
    /// When, in words.
    pub at: String,
    /// What the newer version says.
    pub changed: String,
    /// What was typed, where its form is no longer there to keep it.
    pub kept: Vec<Fact>,
}

impl HtmlSafe for EventForm {}
