//! A form that brings an event to a record: what it carries, and how its page comes back where it was not taken.

use std::str::FromStr;

use axum::http::StatusCode;
use domain::words::{Article, Day, InputFault};
use store::read::act::ActRow;

use super::words::{actor, at};

use crate::http::json::checks::Checks;
use crate::http::pages::errors_of;
use crate::http::problem::{Code, Problem};
use crate::http::upload::Form;
use crate::text::{Lang, show};
use crate::view::event::{EventForm, Stale};
use crate::view::field::{Errors, Values};
use crate::view::piece::{Fact, Tone};
use crate::view::shell::Flash;

/// The fields of a form, read one by one; every fault is kept.
pub(super) struct Reading<'a> {
    form: &'a Form,
    checks: Checks,
}

impl<'a> Reading<'a> {
    pub(super) fn of(form: &'a Form) -> Self {
        Self {
            form,
            checks: Checks::of_body(),
        }
    }

    /// A text that must say something; the use case looks at the rest of its form.
    pub(super) fn text(&mut self, field: &str) -> String {
        let text = self.form.get(field);
        if text.trim().is_empty() {
            self.checks.wrong(field, "text_empty");
        }
        text.to_owned()
    }

    /// A checked word of the domain.
    pub(super) fn word<T: FromStr<Err = InputFault>>(&mut self, field: &str) -> Option<T> {
        if self.form.get(field).trim().is_empty() {
            self.checks.wrong(field, "text_empty");
        }
        self.checks.optional(field, Some(self.form.get(field)))
    }

    /// One of two buttons.
    pub(super) fn yes_or_no(&mut self, field: &str) -> Option<bool> {
        match self.form.get(field) {
            "yes" => Some(true),
            "no" => Some(false),
            _ => {
                self.checks.wrong(field, "choice_missing");
                None
            }
        }
    }

    /// A whole number.
    pub(super) fn number(&mut self, field: &str) -> Option<i64> {
        let number = self.form.get(field).trim().parse().ok();
        if number.is_none() {
            self.checks.wrong(field, "number_invalid");
        }
        number
    }

    /// Whether a box is ticked.
    pub(super) fn ticked(&self, field: &str) -> bool {
        !self.form.get(field).is_empty()
    }

    /// The value, where no field was wrong.
    pub(super) fn done<T>(self, value: Option<T>) -> Result<T, Problem> {
        self.checks.done()?;
        value.ok_or_else(|| Problem::new(Code::InvalidInput))
    }
}

/// The version of the record that the form's page was made from. No person types it.
pub(super) fn version(form: &Form) -> Result<i64, Problem> {
    form.get("version")
        .parse()
        .map_err(|_| Problem::new(Code::BadRequest))
}

/// A form that was not taken: its page comes back with what was typed and what is wrong with it.
pub(super) struct Returned {
    event: String,
    values: Values,
    errors: Errors,
    problem: Problem,
}

impl Returned {
    /// The form as it comes back. `field_of` names the field that a refusal's code is about, where what the field says is
    /// what is refused.
    ///
    /// # Errors
    /// The problem itself where the page of the record does not help: no right, no such record, a fault of ours.
    pub(super) fn of(
        form: &Form,
        problem: Problem,
        lang: Lang,
        field_of: impl Fn(&str) -> Option<&'static str>,
    ) -> Result<Self, Problem> {
        let mut errors = Errors::default();
        match problem.code {
            Code::InvalidInput => errors = errors_of(&problem, lang),
            Code::Refused => {
                if let Some(field) = field_of(problem.code_text()) {
                    errors.add(field, refusal(&problem, lang));
                }
            }
            Code::StaleVersion => {}
            _ => return Err(problem),
        }
        Ok(Self {
            event: form.get("event").to_owned(),
            values: typed(form),
            errors,
            problem,
        })
    }

    pub(super) fn status(&self) -> StatusCode {
        self.problem.code.status()
    }

    /// Whether somebody else was quicker.
    pub(super) fn is_stale(&self) -> bool {
        self.problem.code == Code::StaleVersion
    }

    /// The refusal in words, where no field shows it.
    pub(super) fn flash(&self, lang: Lang) -> Option<Flash> {
        (self.problem.code == Code::Refused && self.errors.none()).then(|| Flash {
            tone: Tone::Bad,
            text: refusal(&self.problem, lang),
        })
    }

    /// What was typed and is wrong in the form of `event`.
    pub(super) fn in_form(&self, event: &str) -> Option<(&Values, &Errors)> {
        (self.event == event).then_some((&self.values, &self.errors))
    }

    pub(super) fn values(&self) -> &Values {
        &self.values
    }

    pub(super) fn errors(&self) -> &Errors {
        &self.errors
    }

    /// What is said where somebody else was quicker: who, and what the record says now (`changed`); nothing where nobody was.
    pub(super) fn stale(
        &self,
        last: Option<&ActRow>,
        changed: String,
        forms: &[&EventForm],
        told: impl Fn(&str, &str) -> (String, String),
        (lang, today): (Lang, Day),
    ) -> Option<Stale> {
        if !self.is_stale() {
            return None;
        }
        Some(Stale {
            by: last.map_or_else(|| lang.t("by-system"), |act| actor(act, lang)),
            at: last.map_or_else(String::new, |act| at(act.at, lang, today)),
            changed,
            kept: self.kept(forms, told),
        })
    }

    /// What was typed, as facts to be copied: for a page that no longer has the form.
    /// `told` gives the words of a field and of what stands in it.
    pub(super) fn kept(
        &self,
        forms: &[&EventForm],
        told: impl Fn(&str, &str) -> (String, String),
    ) -> Vec<Fact> {
        if forms.iter().any(|form| form.event == self.event) {
            return Vec::new();
        }
        self.values
            .0
            .iter()
            .filter(|(_, value)| !value.trim().is_empty())
            .map(|(name, value)| {
                let (term, text) = told(name, value);
                Fact {
                    term,
                    lines: text.lines().map(str::to_owned).collect(),
                    ..Fact::default()
                }
            })
            .collect()
    }
}

/// Why a step is refused, with the article where it is the law that refuses.
fn refusal(problem: &Problem, lang: Lang) -> String {
    let words = problem.words(lang);
    match &problem.more.article {
        Some(key) => {
            let law = show::article(lang, &Article::from_key(key));
            lang.t2("refused-by-law", "words", words, "law", law)
        }
        None => lang.t1("refused-plainly", "words", words),
    }
}

/// What a person typed: all but the fields that the page itself put in.
fn typed(form: &Form) -> Values {
    const OWN: [&str; 4] = ["csrf", "submission", "version", "event"];
    let pairs = form
        .0
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()));
    Values::gathered(pairs.filter(|(name, _)| !OWN.contains(name)))
}
