//! The worker: runs jobs, sends notices, pulls sources, seals the audit chain.
//!
//! Any number of workers may run on one database. Jobs and notices are claimed, recurring work has
//! its due instant in its key, and so none is done twice and no leader is needed.

pub mod import;
mod jobs;
pub mod mail;
pub mod ops;
mod runner;
pub mod settings;
pub mod sources;

mod panics;

pub use panics::log_panics;
pub use runner::{RunFault, check, run};
pub use settings::Settings;
