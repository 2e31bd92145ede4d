//! The register in the runs: applications for a licence, changes of a licence, and what the calendar makes of both.

mod applications;
mod guard;
mod licences;
mod reference;
mod step;
mod walk;
mod world;

pub(super) use reference::{Register, system_actor};
pub(super) use step::{Filled, Motion, RegisterStep, Turn, steps};
