//! What is wrong with a word or a field: always a stable code, never the text itself.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// Why a text is not the word it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{code}")]
pub struct InputFault {
    /// Stable, in snake_case, for programs and for translation.
    pub code: &'static str,
}

impl InputFault {
    /// A fault with this code.
    #[must_use]
    pub const fn new(code: &'static str) -> Self {
        Self { code }
    }
}

/// What is wrong with one field of a form or of a JSON body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldFault {
    /// Path of the field, such as `contact.email`.
    pub field: Cow<'static, str>,
    /// Stable code.
    pub code: Cow<'static, str>,
    /// More for a developer, in English; may be empty.
    pub detail: String,
}

impl FieldFault {
    /// The fault `code` of `field`.
    #[must_use]
    pub const fn new(field: &'static str, code: &'static str) -> Self {
        Self {
            field: Cow::Borrowed(field),
            code: Cow::Borrowed(code),
            detail: String::new(),
        }
    }
}
