//! A machine without PostgreSQL, a browser or the complaint files is told so, a line for each part, and its tests pass;
//! where every part is demanded they fail.

use std::os::unix::fs::symlink;
use std::process::{Command, Output};

use tests::keeper;

/// Tests of this suite, two of which lack the same part.
const LACKING: [&str; 4] = [
    "harness::browser::a_good_page_passes_and_a_bad_one_is_seen_through",
    "harness::databases::postgres::a_fresh_database_is_migrated_and_empty",
    "harness::databases::postgres::two_fresh_databases_share_no_rows",
    "real::sqlite::three_hundred_real_complaints_are_each_filed_screened_and_told_once",
];

/// The suite itself, on a machine that has a shell and nothing else.
fn suite() -> Command {
    let bare = keeper::fresh_folder("bare");
    for program in ["sh", "rm", "sleep"] {
        let there = format!("/bin/{program}");
        symlink(there, bare.join(program)).unwrap();
    }
    let mut suite = Command::new(std::env::current_exe().unwrap());
    suite
        .args(["--exact", "--test-threads=1"])
        .env("PATH", &bare)
        .env("HONGJIAN_TEST_POSTGRES", "none")
        .env("HONGJIAN_TEST_DATA", &bare)
        .env_remove("HONGJIAN_TEST_CHROMIUM")
        .env_remove("HONGJIAN_TEST_DEMAND");
    suite
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&[&output.stdout[..], &output.stderr[..]].concat()).into_owned()
}

#[test]
fn each_missing_part_is_told_in_one_line_and_the_tests_pass() {
    let output = suite().args(LACKING).output().unwrap();
    let said = said(&output);
    assert!(output.status.success(), "{said}");
    assert!(said.contains("4 passed; 0 failed; 0 ignored"), "{said}");
    for part in ["PostgreSQL", "node", "Chromium", "the complaint files"] {
        let begins = format!("NOT RUN: tests that need {part}");
        let lines = said.lines().filter(|line| line.starts_with(&begins));
        // The packages of node may be there or not; they are a part of their own.
        let lines = lines.filter(|line| !line.contains("packages"));
        assert_eq!(lines.count(), 1, "{part}: {said}");
    }
}

#[test]
fn each_missing_part_fails_where_every_part_is_demanded() {
    for test in LACKING {
        let mut suite = suite();
        suite.arg(test).env("HONGJIAN_TEST_DEMAND", "1");
        let output = suite.output().unwrap();
        let said = said(&output);
        assert!(!output.status.success(), "{test} passed: {said}");
        assert!(said.contains("HONGJIAN_TEST_DEMAND=1 demands it"), "{said}");
    }
}
