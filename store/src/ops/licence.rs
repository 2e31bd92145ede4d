//! What happens to a licence after it was issued.

mod calendar;
mod steps;

pub use calendar::{Minded, mind};
pub use steps::{LicenceEvent, decide, propose};
