//! What somebody typed into a long form, read field by field.

use domain::words::{FieldFault, InputFault};

use super::errors_of;
use crate::http::problem::{Code, Problem};
use crate::http::upload::Form;
use crate::text::{self, Lang};
use crate::view::field::{Errors, Values};

/// The fields of a form as they were sent; what cannot be read is remembered as a fault of its field, and an empty field
/// says nothing.
pub(super) struct Typed<'a> {
    sent: &'a Form,
    faults: Vec<FieldFault>,
}

impl<'a> Typed<'a> {
    /// None of it read yet.
    pub(super) const fn of(sent: &'a Form) -> Self {
        Self {
            sent,
            faults: Vec::new(),
        }
    }

    /// What was made of it.
    ///
    /// # Errors
    /// Every field that was read and is no value of its kind.
    pub(super) fn done<T>(self, read: T) -> Result<T, Vec<FieldFault>> {
        if self.faults.is_empty() {
            Ok(read)
        } else {
            Err(self.faults)
        }
    }

    /// A text without blanks around it.
    pub(super) fn text(&self, field: &str) -> String {
        self.sent.get(field).trim().to_owned()
    }

    /// A value as `read` takes it.
    pub(super) fn value<T>(
        &mut self,
        field: &'static str,
        read: impl FnOnce(&str) -> Result<T, InputFault>,
    ) -> Option<T> {
        let text = self.sent.get(field).trim();
        if text.is_empty() {
            return None;
        }
        match read(text) {
            Ok(value) => Some(value),
            Err(fault) => {
                self.faults.push(FieldFault::new(field, fault.code));
                None
            }
        }
    }

    /// A value that must be there; `missing` is the fault where it is not.
    pub(super) fn needed<T>(
        &mut self,
        field: &'static str,
        missing: &'static str,
        read: impl FnOnce(&str) -> Result<T, InputFault>,
    ) -> Option<T> {
        if self.sent.get(field).trim().is_empty() {
            self.faults.push(FieldFault::new(field, missing));
        }
        self.value(field, read)
    }

    /// A whole number; commas between its digits are let be.
    pub(super) fn number(&mut self, field: &'static str) -> Option<i64> {
        self.value(field, |text| {
            text.replace([',', '，'], "")
                .parse()
                .map_err(|_| InputFault::new("number_invalid"))
        })
    }

    /// The boxes ticked below `field`, each once.
    pub(super) fn ticked<T>(&mut self, field: &'static str) -> Vec<T>
    where
        T: std::str::FromStr<Err = InputFault> + PartialEq,
    {
        let mut ticked = Vec::new();
        for (name, value) in &self.sent.0 {
            if name != field {
                continue;
            }
            match value.parse() {
                Ok(one) if !ticked.contains(&one) => ticked.push(one),
                Ok(_) => {}
                Err(InputFault { code, .. }) => {
                    self.faults.push(FieldFault::new(field, code));
                }
            }
        }
        ticked
    }
}

/// Faults in words beside the fields of the page; `field` names the one that shows what the record calls otherwise.
pub(super) fn errors(faults: &[FieldFault], field: impl Fn(&str) -> &str, lang: Lang) -> Errors {
    let mut errors = Errors::default();
    for fault in faults {
        let words = text::fault(lang, &fault.code, &fault.detail);
        errors.add(field(&fault.field), words);
    }
    errors
}

/// What is told of a form that was not written: faults beside their fields, a refusal where `beside` has it by its code.
///
/// # Errors
/// A problem that is not the person's stays one.
pub(super) fn told(
    problem: &Problem,
    beside: impl Fn(&str) -> &'static str,
    lang: Lang,
) -> Result<Errors, Problem> {
    match problem.code {
        Code::InvalidInput => Ok(errors_of(problem, lang)),
        Code::Refused | Code::KeyReused => {
            let mut errors = Errors::default();
            errors.add(beside(problem.code_text()), problem.words(lang));
            Ok(errors)
        }
        _ => Err(problem.clone()),
    }
}

/// What was typed, as it comes back.
pub(super) fn values(sent: &Form) -> Values {
    let pairs = sent.0.iter();
    Values::gathered(pairs.map(|(name, value)| (name.as_str(), value.as_str())))
}
