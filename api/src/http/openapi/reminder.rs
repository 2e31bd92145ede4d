//! What those who want reminders get.

#![allow(dead_code, reason = "described to the OpenAPI document, never built")]

use utoipa::ToSchema;

/// Whether and where the caller's reminders go.
#[derive(ToSchema)]
#[schema(as = Reminders)]
pub(crate) struct RemindersShape {
    /// Empty where none was given: nothing is sent then.
    email: String,
    /// `zh` or `en`.
    language: String,
    wanted: bool,
}
