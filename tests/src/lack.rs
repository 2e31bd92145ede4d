//! Parts of the machine that tests need and may not find.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::sync::{Mutex, PoisonError};

use crate::variable;

static SAID: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

/// Says in one loud line that a part of the machine is missing, so that the tests that need it did not run. Each
/// part is named once in a process. The line goes to stderr itself: what passing tests print is hidden.
///
/// # Panics
/// Where `HONGJIAN_TEST_DEMAND=1` demands every part.
pub fn missing(part: &str) {
    if variable::read("HONGJIAN_TEST_DEMAND").is_some_and(|value| value == "1") {
        panic!("{part} is missing, and HONGJIAN_TEST_DEMAND=1 demands it");
    }
    let first = SAID
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .insert(part.to_owned());
    if first {
        let line = format!("\nNOT RUN: tests that need {part}, which is missing here\n");
        // A closed stderr is nobody listening; the tests go on.
        let _said = std::io::stderr().write_all(line.as_bytes());
    }
}
