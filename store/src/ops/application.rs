//! Applications for a licence: the draft, its papers, the steps of both sides, and what the calendar does.

mod calendar;
mod draft;
mod enter;
pub(crate) mod load;
mod papers;
mod replace;
mod steps;

pub use calendar::follow;
pub use draft::{Begun, begin, save};
pub use papers::{add_paper, take_paper_back};
pub use steps::{ApplicationEvent, is_same, step};
