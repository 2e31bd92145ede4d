//! Form fields with their words, hints and faults, and the forms that bring an event to a state machine.

use std::borrow::Cow;
use std::collections::BTreeMap;

use askama::Template;
use askama::filters::HtmlSafe;

use super::filters;
use super::icon::Icon;
use crate::text::Lang;

/// A fault of one field, in words a person can act on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// Name (and id) of the field.
    pub field: String,
    /// What to do: 填写发生的年份，例如 2026.
    pub text: String,
}

/// The faults of a form, in the order of its fields.
#[derive(Clone, Debug, Default)]
pub struct Errors(pub Vec<FieldError>);

impl Errors {
    /// The first fault of `field`.
    #[must_use]
    pub fn of(&self, field: &str) -> Option<String> {
        self.0.iter().find(|error| error.field == field).map(|error| error.text.clone())
    }

    /// Whether there is none.
    #[must_use]
    pub const fn none(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds a fault.
    pub fn add(&mut self, field: impl Into<String>, text: impl Into<String>) {
        self.0.push(FieldError { field: field.into(), text: text.into() });
    }

    /// The summary above a form, each line leading to its field; nothing where there is no fault.
    #[must_use]
    pub fn summary(&self, lang: Lang) -> Summary<'_> {
        Summary { lang, errors: Cow::Borrowed(&self.0) }
    }
}

/// The error summary on top of a form.
#[derive(Clone, Debug, Template)]
#[template(path = "piece/summary.html")]
pub struct Summary<'a> {
    lang: Lang,
    errors: Cow<'a, [FieldError]>,
}

/// What was typed into a form, by field name: kept when the form comes back.
#[derive(Clone, Debug, Default)]
pub struct Values(pub BTreeMap<String, String>);

impl Values {
    /// What was typed into `field`; empty where nothing was.
    #[must_use]
    pub fn get(&self, field: &str) -> &str {
        self.0.get(field).map_or("", String::as_str)
    }

    /// Values from pairs.
    #[must_use]
    pub fn from_pairs<const N: usize>(pairs: [(&str, &str); N]) -> Self {
        Self(pairs.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
    }
}

/// One option of a choice.
#[derive(Clone, Debug)]
pub struct Choice {
    /// Value sent.
    pub value: String,
    /// Its words.
    pub label: String,
    /// What it means, small and grey; may be empty.
    pub hint: String,
}

impl Choice {
    /// An option without a hint.
    #[must_use]
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), hint: String::new() }
    }

    /// An option with a hint.
    #[must_use]
    pub fn hinted(value: impl Into<String>, label: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), hint: hint.into() }
    }
}

/// How a field is filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Control {
    /// One line, with the `type` attribute: `text`, `email`, `tel`, `password`, `date`.
    Line(&'static str),
    /// Several lines, with the number shown.
    Area(u8),
    /// A drop-down list.
    Select,
    /// Radio buttons with their hints.
    Picks,
    /// Files; the list of accepted types.
    Files(&'static str),
    /// One box to tick.
    Tick,
}

/// A field with its words.
#[derive(Clone, Debug, Template)]
#[template(path = "piece/field.html")]
pub struct Field {
    /// Name sent with the form.
    pub name: String,
    /// Id in the page, the name unless one page holds the name twice.
    pub id: String,
    /// Its words.
    pub label: String,
    /// How to fill it in; may be empty.
    pub hint: String,
    /// What stands in it.
    pub value: String,
    /// What is wrong with it.
    pub error: Option<String>,
    /// How it is filled in.
    pub control: Control,
    /// The options of a choice.
    pub choices: Vec<Choice>,
    /// 可以不填 in words, where it may stay empty; a field without these words is required.
    pub optional: Option<String>,
    /// `autocomplete` attribute; may be empty.
    pub autocomplete: &'static str,
    /// `inputmode` attribute; may be empty.
    pub inputmode: &'static str,
    /// Length limit in characters; 0 is none.
    pub limit: u32,
    /// Whether the box is short (days, numbers, codes).
    pub short: bool,
}

impl Field {
    /// A line of text called `name`, with what was typed and what is wrong with it.
    #[must_use]
    pub fn line(name: &str, label: String, values: &Values, errors: &Errors) -> Self {
        Self {
            name: name.to_owned(),
            id: name.to_owned(),
            label,
            hint: String::new(),
            value: values.get(name).to_owned(),
            error: errors.of(name),
            control: Control::Line("text"),
            choices: Vec::new(),
            optional: None,
            autocomplete: "",
            inputmode: "",
            limit: 0,
            short: false,
        }
    }

    /// The same field, filled in by `control`.
    #[must_use]
    pub fn control(self, control: Control) -> Self {
        Self { control, ..self }
    }

    /// The same field with a hint.
    #[must_use]
    pub fn hint(self, hint: String) -> Self {
        Self { hint, ..self }
    }

    /// The same field, which may stay empty.
    #[must_use]
    pub fn optional(self, lang: Lang) -> Self {
        Self { optional: Some(lang.t("optional")), ..self }
    }

    /// The same field with options.
    #[must_use]
    pub fn choices(self, choices: Vec<Choice>) -> Self {
        Self { choices, ..self }
    }

    /// The same field, at most `limit` characters long.
    #[must_use]
    pub fn limit(self, limit: u32) -> Self {
        Self { limit, ..self }
    }

    /// The same field with help from the browser.
    #[must_use]
    pub fn helped(self, autocomplete: &'static str, inputmode: &'static str) -> Self {
        Self { autocomplete, inputmode, ..self }
    }

    /// The same field with a short box.
    #[must_use]
    pub fn short(self) -> Self {
        Self { short: true, ..self }
    }

    /// The same field with `prefix` before its id, where a page holds two fields of one name.
    #[must_use]
    pub fn within(self, prefix: &str) -> Self {
        Self { id: format!("{prefix}-{}", self.name), ..self }
    }

    /// Ids that describe the control, for `aria-describedby`.
    fn described(&self) -> String {
        let mut ids = Vec::new();
        if !self.hint.is_empty() {
            ids.push(format!("{}-hint", self.id));
        }
        if self.error.is_some() {
            ids.push(format!("{}-error", self.id));
        }
        ids.join(" ")
    }

    fn picked(&self, choice: &Choice) -> bool {
        self.value == choice.value
    }

    /// The id of one option: the first one bears the field's own, so that the error summary leads to it.
    fn choice_id(&self, at: &usize) -> String {
        if *at == 0 { self.id.clone() } else { format!("{}-{at}", self.id) }
    }
}

/// What a form that makes or changes something must carry besides its fields.
#[derive(Clone, Debug)]
pub struct FormKey {
    /// Language of the page.
    pub lang: Lang,
    /// Path the form is sent to.
    pub action: String,
    /// Cross-site request forgery token, hidden field `csrf`.
    pub csrf: String,
    /// Idempotency key, hidden field `submission`: the same form sent twice makes one record.
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
        let fields = self.fields.into_iter().map(|field| field.within(self.event)).collect();
        Self { fields, ..self }
    }

    /// The summary of what is wrong with its fields; nothing where nothing is.
    fn summary(&self) -> Summary<'_> {
        let wrong = |field: &Field| field.error.clone().map(|text| FieldError { field: field.id.clone(), text });
        Summary { lang: self.key.lang, errors: Cow::Owned(self.fields.iter().filter_map(wrong).collect()) }
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
}

impl HtmlSafe for Field {}
impl HtmlSafe for Summary<'_> {}
impl HtmlSafe for EventForm {}
