//! After-school providers: the application, its steps, agreements with schools, scores of terms, and what the calendar does.

mod agree;
mod calendar;
mod draft;
mod facts;
pub(crate) mod load;
mod score;
mod steps;
mod tell;

pub use agree::agree;
pub use calendar::{Followed, follow};
pub use draft::{Begun, begin, save};
pub(crate) use facts::Setting;
pub use score::{Scored, score, score_all};
pub use steps::{AfterSchoolEvent, is_same, step};
