//! The harness of all suites: temporary databases, scripted neighbours (mail server, proxy, S3 server), running
//! programs, the browser, a visitor of the pages, the complaint files, and the loud line that says what did not run.
//!
//! Whatever a test process starts is ended with it, also where it is killed: see [`keeper`].
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a harness stops a test at the first wrong value"
)]

pub mod at_work;
pub mod browser;
pub mod bureau;
pub mod caller;
pub mod client;
pub mod corpus;
pub mod db;
pub mod door;
pub mod forms;
pub mod fuzzer;
pub mod keeper;
mod lack;
pub mod mail;
mod postgres;
pub mod program;
pub mod proxy;
pub mod repository;
pub mod rights;
pub mod rows;
pub mod s3;
pub mod smtp;
mod sqlite;
pub mod square;
pub mod tables;
mod tool;
pub mod town;
pub mod variable;
pub mod visitor;

pub use db::{Db, Kind};
pub use lack::missing;
