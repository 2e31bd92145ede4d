//! The one home of environment variables in the tests.

use std::ffi::OsString;

/// The value of an environment variable, where it is set and not empty.
#[allow(
    clippy::disallowed_methods,
    reason = "this is the one home of environment variables in the tests"
)]
pub(crate) fn read(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}

/// The whole number that an environment variable holds; none where it is unset.
///
/// # Panics
/// Where it holds something else.
#[must_use]
pub fn number(name: &str) -> Option<u64> {
    let value = read(name)?;
    let number = value.to_str().and_then(|text| text.parse().ok());
    Some(number.unwrap_or_else(|| panic!("{name} is no whole number")))
}
