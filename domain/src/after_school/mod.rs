//! After-school service (课后服务) by institutions from outside the school: who may come in, for which services, fees and
//! schools, how schools and parents judge a term of it, and how a provider is warned and leaves.
//!
//! The national notice of December 2023 was seen in the press and the provincial measures of 2025 in what a county quotes of
//! them: what rests on neither is a setting of the office and marked 依据待核.

mod basis;
mod condition;
#[cfg(test)]
mod condition_tests;
mod event;
mod form;
mod ground;
mod guard;
mod item;
mod measure;
mod said;
mod school;
mod term;
mod way;
#[cfg(test)]
mod way_tests;
mod words;

pub use basis::Basis;
pub use condition::{Chosen, Condition, Finding, Outcome, Provider, Teacher, findings};
pub use event::{Event, Step};
pub use form::{Form, SERVICES_MAX, Service};
pub use ground::Ground;
pub use guard::Facts;
pub use item::Item;
pub use measure::{Measure, POINTS_MAX, Score, Standing};
pub use said::{Agreed, checked_agreement};
pub use school::School;
pub use term::{Half, SchoolYear, Term};
pub use way::{Effect, Exit, Held, Judged, Leave, Pair, Warning, Way};

/// Days before its last one on which a provider is told that its admission ends.
pub const REMINDED_BEFORE: i64 = 30;
