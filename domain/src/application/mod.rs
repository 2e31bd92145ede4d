//! Applications for a licence (办学许可申请): what is asked for, with which facts and papers, by which conditions they are
//! judged, and the way from the draft to the licence.

mod condition;
mod form;
mod guard;
mod judge;
#[cfg(test)]
mod replacement_tests;
mod step;
mod way;
#[cfg(test)]
mod way_tests;
mod words;

pub use condition::{Condition, Finding, Outcome};
pub use form::{Form, Kind, Loss, Mode, Paper, Part, Site, Wanted};
pub use guard::{Facts, unfit};
pub use judge::{Legal, Setting, findings};
pub use way::{
    Accepted, Application, Decision, Effect, Event, Extension, Proposal, Step, Visit, term_from,
};

/// Years for which a licence is issued and renewed. Each province sets its own, and Jiangxi's text was not found: the
/// setting of the house, unverified.
pub const TERM_YEARS: i32 = 3;
