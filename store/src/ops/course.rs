//! Courses: the draft, the steps of the institution and of officers, the screening, what the calendar does, and lists.

mod calendar;
mod draft;
mod enter;
pub(crate) mod filing;
pub(crate) mod load;
mod screen;
mod steps;

pub use calendar::follow;
pub use draft::{Begun, begin, save};
pub use enter::{enter, known, licensed_of};
pub use screen::{Wanted, record, text};
pub use steps::{CourseEvent, is_same, step};
