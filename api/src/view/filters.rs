//! Filters of the templates; they put the work of `typeset` where a page asks for it.

#![allow(
    missing_docs,
    unreachable_pub,
    reason = "the attribute of askama makes a type for each filter and gives it no words"
)]

use std::fmt::Display;

use askama::Values;
use askama::filters::Safe;

use super::typeset;

/// Running text: dates, sums and counts do not break.
#[askama::filter_fn]
pub fn set(value: impl Display, _values: &dyn Values) -> askama::Result<Safe<String>> {
    Ok(Safe(typeset::running(&value.to_string())))
}

/// A headline: it breaks by phrase.
#[askama::filter_fn]
pub fn head(value: impl Display, _values: &dyn Values) -> askama::Result<Safe<String>> {
    Ok(Safe(typeset::headline(&value.to_string())))
}

/// A value that never breaks.
#[askama::filter_fn]
pub fn nb(value: impl Display, _values: &dyn Values) -> askama::Result<Safe<String>> {
    Ok(Safe(typeset::unbroken_whole(&value.to_string())))
}
