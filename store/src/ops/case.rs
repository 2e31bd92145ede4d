//! Violation cases: filing, and the steps of officers.

mod load;
mod open;
mod steps;

pub(crate) use load::{circumstances, load, write};
pub use open::{OpenCase, Opened, open};
pub use steps::{CaseEvent, approve, investigate, order, serve};
