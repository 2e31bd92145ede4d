//! The law as code: words, dates, rules, states and rights.
//!
//! Pure: no waiting, no input or output, no clock, no randomness. A rule is a function of facts, a
//! day and a dated rule set; a state machine is an enum with one `apply`.

pub mod access;
pub mod after_school;
pub mod application;
pub mod calendar;
pub mod case;
pub mod complaint;
pub mod course;
pub mod entry_report;
pub mod hanzi;
pub mod institution;
pub mod law;
pub mod lead;
pub mod licence;
pub mod listed;
pub mod notice;
pub mod pii;
pub mod place;
pub mod refusal;
pub mod reminder;
pub mod screening;
pub mod staff;
pub mod words;
