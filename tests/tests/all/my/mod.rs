//! The institution's desk, as its agent uses it in a browser.

mod answers;
mod desk;
pub(crate) mod matter;
