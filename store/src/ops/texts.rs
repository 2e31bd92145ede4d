//! Texts of commands, checked: a wrong one names its field.

use domain::words::{FieldFault, Line, Prose};

use crate::Fault;

/// A text of one line with at most `most` characters.
///
/// # Errors
/// [`Fault::Input`] with the fault of `field`.
pub(super) fn line(field: &'static str, text: &str, most: usize) -> Result<String, Fault> {
    Line::parse(text, most)
        .map(Line::into_string)
        .map_err(|fault| Fault::Input(vec![FieldFault::new(field, fault.code)]))
}

/// A line that names somebody, something or a place.
///
/// # Errors
/// As [`line`]; `text_markup`.
pub(super) fn named(field: &'static str, text: &str, most: usize) -> Result<String, Fault> {
    Line::named(text, most)
        .map(Line::into_string)
        .map_err(|fault| Fault::Input(vec![FieldFault::new(field, fault.code)]))
}

/// A text of several lines with at most `most` characters.
///
/// # Errors
/// As [`line`].
pub(super) fn prose(field: &'static str, text: &str, most: usize) -> Result<String, Fault> {
    Prose::parse(text, most)
        .map(Prose::into_string)
        .map_err(|fault| Fault::Input(vec![FieldFault::new(field, fault.code)]))
}

/// A text that may say nothing; whether it may is the law's to say, and then it is empty.
///
/// # Errors
/// As [`line`], where it says something.
pub(super) fn or_nothing(
    check: fn(&'static str, &str, usize) -> Result<String, Fault>,
    field: &'static str,
    text: &str,
    most: usize,
) -> Result<String, Fault> {
    if text.trim().is_empty() {
        return Ok(String::new());
    }
    check(field, text, most)
}
