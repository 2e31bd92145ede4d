//! The pages in a real browser, on the real program with the demo town.

mod after_school;
mod application;
mod courses;
mod entering;
mod keyboard;
mod lists;
mod overview;
mod pages;
mod paper;
mod places;
mod rail;
mod records;
mod replacement;
mod reports;
mod staff;
mod story;
mod town;

use std::future::Future;
use std::time::Duration;

/// Runs a test that waits its turn at one of the two browsers behind every other test of this suite.
pub(crate) fn in_turn<F: Future<Output = ()>>(test: F) {
    tests::db::block_on_within(Duration::from_secs(1_200), test);
}
