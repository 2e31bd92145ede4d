//! All suites that need a database, a process, a browser or the repository. One binary: it links once.
#![allow(
    clippy::as_conversions,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops at the first wrong value"
)]

mod access;
mod admin;
mod after_school;
mod backup;
mod bans;
mod browser;
mod canary;
mod courses;
mod dependencies;
mod deploy;
mod desk;
mod harness;
mod house;
mod imports;
mod inputs;
mod kills;
mod lookups;
mod model;
mod my;
mod openapi;
mod places;
mod portal;
mod real;
mod register;
mod reports;
mod schema;
mod search;
mod staff;
mod story;
mod tidy;
mod worker;
