//! Form fields with their words, hints and faults.

use std::collections::BTreeMap;

use askama::Template;
use askama::filters::HtmlSafe;

pub use super::event::{EventForm, FormKey, NextStep, Refused, Stale, Weight};
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
        self.0
            .iter()
            .find(|error| error.field == field)
            .map(|error| error.text.clone())
    }

    /// Whether there is none.
    #[must_use]
    pub const fn none(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds a fault.
    pub fn add(&mut self, field: impl Into<String>, text: impl Into<String>) {
        self.0.push(FieldError {
            field: field.into(),
            text: text.into(),
        });
    }

    /// The first fault in words.
    #[must_use]
    pub fn first(&self) -> Option<&str> {
        self.0.first().map(|error| error.text.as_str())
    }

    /// The summary above a form without fields of this module; nothing where there is no fault.
    #[must_use]
    pub fn summary(&self, lang: Lang) -> Summary {
        self.summary_of(lang, &[])
    }

    /// The summary above a form with these `fields`, in their order and by their names; faults of no field stand last.
    #[must_use]
    pub fn summary_of(&self, lang: Lang, fields: &[Field]) -> Summary {
        let named = fields.iter().filter_map(SummaryLine::of);
        let others = self
            .0
            .iter()
            .filter(|error| !fields.iter().any(|field| field.name == error.field));
        let lines = named.chain(others.map(|error| SummaryLine {
            id: error.field.clone(),
            label: String::new(),
            text: error.text.clone(),
        }));
        Summary {
            lang,
            kept: "errors-kept",
            errors: lines.collect(),
        }
    }
}

/// One line of the error summary.
#[derive(Clone, Debug)]
struct SummaryLine {
    /// Id of the field it leads to.
    id: String,
    /// Words of the field; empty where it has none of its own.
    label: String,
    /// What to do.
    text: String,
}

impl SummaryLine {
    /// The line of a field that has a fault.
    fn of(field: &Field) -> Option<Self> {
        let text = field.error.clone()?;
        Some(Self {
            id: field.id.clone(),
            label: field.label.clone(),
            text,
        })
    }
}

/// The error summary on top of a form.
#[derive(Clone, Debug, Template)]
#[template(path = "piece/summary.html")]
pub struct Summary {
    lang: Lang,
    /// What became of what was typed.
    kept: &'static str,
    errors: Vec<SummaryLine>,
}

impl Summary {
    /// The same above a form for passwords, which are never sent back.
    #[must_use]
    pub fn of_passwords(self) -> Self {
        Self {
            kept: "errors-passwords",
            ..self
        }
    }
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

    /// What was typed, by pairs as they were sent; several values of one field are one with spaces between them.
    pub fn gathered<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut values = Self::default();
        for (name, value) in pairs {
            let kept = values.0.entry(name.to_owned()).or_default();
            if !kept.is_empty() {
                kept.push(' ');
            }
            kept.push_str(value);
        }
        values
    }

    /// Values from pairs.
    #[must_use]
    pub fn from_pairs<const N: usize>(pairs: [(&str, &str); N]) -> Self {
        Self(
            pairs
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
        )
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
        Self {
            value: value.into(),
            label: label.into(),
            hint: String::new(),
        }
    }

    /// An option with a hint.
    #[must_use]
    pub fn hinted(
        value: impl Into<String>,
        label: impl Into<String>,
        hint: impl Into<String>,
    ) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            hint: hint.into(),
        }
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
    /// Boxes to tick, several of them; the value is their values with spaces between.
    Ticks,
    /// Files; the list of accepted types.
    Files(&'static str),
    /// One file; the list of accepted types.
    File(&'static str),
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
        Self {
            optional: Some(lang.t("optional")),
            ..self
        }
    }

    /// The same field, which is needed in some cases only; `when` says in which.
    #[must_use]
    pub fn needed(self, when: String) -> Self {
        Self {
            optional: Some(when),
            ..self
        }
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
        Self {
            autocomplete,
            inputmode,
            ..self
        }
    }

    /// The same field with a short box.
    #[must_use]
    pub fn short(self) -> Self {
        Self {
            short: true,
            ..self
        }
    }

    /// The same field with `prefix` before its id, where a page holds two fields of one name.
    #[must_use]
    pub fn within(self, prefix: &str) -> Self {
        Self {
            id: format!("{prefix}-{}", self.name),
            ..self
        }
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
        match self.control {
            Control::Ticks => self
                .value
                .split_whitespace()
                .any(|value| value == choice.value),
            _ => self.value == choice.value,
        }
    }

    /// The id of one option: the first one bears the field's own, so that the error summary leads to it.
    fn choice_id(&self, at: &usize) -> String {
        if *at == 0 {
            self.id.clone()
        } else {
            format!("{}-{at}", self.id)
        }
    }
}

impl HtmlSafe for Field {}
impl HtmlSafe for Summary {}
