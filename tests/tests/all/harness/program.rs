//! A program is started, logged, asked to stop and killed; the programs under test are the ones just built.

use std::process::Command;

use tests::db::block_on;
use tests::keeper;
use tests::program::Plan;

/// A small server: says what it was told, then waits; says goodbye when asked to stop.
const SCRIPT: &str =
    "trap 'echo bye; exit 7' TERM; echo \"ready $WORD\"; while :; do sleep 0.05; done";

fn plan() -> Plan {
    Plan::new("sh", &keeper::fresh_folder("program"))
        .argument("-c")
        .argument(SCRIPT)
        .set("WORD", "洪鉴")
        .ready_when_it_says("ready 洪鉴")
}

#[test]
fn a_program_asked_to_stop_ends_in_its_own_way() {
    block_on(async {
        let mut running = plan().start().await;
        assert!(running.is_running());
        let status = running.stop().await;
        assert_eq!(status.code(), Some(7));
        assert!(!running.is_running());
    });
}

#[test]
fn a_killed_program_has_no_last_word_and_starts_again() {
    block_on(async {
        let mut running = plan().start().await;
        let first = running.id();
        running.kill();
        assert!(!running.log().contains("bye"));
        running.restart().await;
        assert_ne!(running.id(), first);
        assert_eq!(running.log().matches("ready 洪鉴").count(), 2);
    });
}

#[test]
fn a_dropped_program_does_not_run_on() {
    block_on(async {
        let running = plan().start().await;
        let process = format!("/proc/{}", running.id());
        assert!(std::path::Path::new(&process).exists());
        drop(running);
        assert!(!std::path::Path::new(&process).exists());
    });
}

#[test]
fn the_environment_of_the_tests_is_not_handed_on() {
    let output = Plan::new("env", &keeper::fresh_folder("env")).output(b"");
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(told.contains("HONGJIAN_DATA_DIR=") && told.contains("PATH="));
    assert!(!told.contains("CARGO_"), "{told}");
}

#[test]
fn the_programs_under_test_are_there_and_tell_the_version() {
    for program in [
        tests::program!(hongjian),
        tests::program!(worker),
        tests::program!(seeds),
    ] {
        let output = Command::new(program).arg("--version").output().unwrap();
        let told = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(
            told.contains(env!("CARGO_PKG_VERSION")),
            "{program}: {told}"
        );
    }
}
