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
