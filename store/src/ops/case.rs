//! Violation cases: filing, and the steps of officers.

mod event;
mod load;
mod open;
mod record;
mod steps;

pub use event::CaseEvent;
pub(super) use load::Papers;
pub(crate) use load::{circumstances, load, write};
pub use open::{OpenCase, Opened, Origin, open};
pub use steps::{approve, investigate, order, serve};
