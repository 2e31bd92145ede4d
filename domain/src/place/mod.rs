//! Unlicensed places (无证场所): where training is seen that no institution of the register answers for. What was seen, how it is
//! checked on site, and its way to being shut, joined to an institution, or set aside.
//!
//! Nothing here gives a place a licence or shows it to the public: a place is what officers know, never a kind of
//! institution.

mod alike;
#[cfg(test)]
mod alike_tests;
mod guard;
mod seen;
mod way;
#[cfg(test)]
mod way_tests;
mod words;

pub use alike::{Alike, Compared};
pub use guard::{Facts, case_refusal, complaint_refusal};
pub use seen::{ADDRESS_CHARS_MAX, NAME_CHARS_MAX, REMARKS_CHARS_MAX, Seen, Source};
pub use way::{Aside, Check, Event, Ground, Joined, Relation, Shut, Step, Way, Why};
pub use words::{ALIKE, OUT_OF_AREA};
