//! Settings and command lines that cannot be used: told before anything is touched, as lines for people or as JSON.

use std::path::Path;
use std::process::Output;
use std::time::Duration;

use serde_json::Value;
use tests::program::Plan;
use tests::{keeper, program};

fn folder(name: &str) -> tempfile::TempDir {
    tempfile::Builder::new()
        .prefix(name)
        .tempdir_in(keeper::folder())
        .unwrap()
}

fn run(folder: &Path, words: &[&str], settings: &[(&str, &str)]) -> Output {
    let mut plan = Plan::hongjian(program!(hongjian), folder);
    for word in words {
        plan = plan.argument(word);
    }
    for (name, value) in settings {
        plan = plan.set(name, value);
    }
    plan.output(b"")
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// What `config check` lets pass, the program starts with; and it starts nothing that the worker inside could not use.
#[test]
fn settings_that_the_worker_cannot_use_are_refused_before_anything_is_made() {
    let folder = folder("settings");
    for (name, value, key) in [
        ("HONGJIAN_MAIL__FROM", "not an address", "mail.from"),
        (
            "HONGJIAN_MAIL__TRANSPORT",
            "smtp://mail.example.cn:25",
            "mail.transport",
        ),
        (
            "HONGJIAN_MAIL__TRANSPORT",
            "smtps://mail.example.cn?ca=/missing.pem",
            "mail.transport",
        ),
        (
            "HONGJIAN_HOTLINE__URL",
            "http://12345.example.cn/feed",
            "hotline.url",
        ),
    ] {
        for words in [&["config", "check"][..], &["serve"][..]] {
            let output = run(folder.path(), words, &[(name, value)]);
            let told = told(&output);
            assert_eq!(output.status.code(), Some(2), "{words:?} {value}: {told}");
            assert!(told.contains(key), "{words:?} {value}: {told}");
        }
    }
    assert!(!folder.path().join("var").exists(), "nothing was made");
    let good = run(folder.path(), &["config", "check"], &[]);
    assert_eq!(good.status.code(), Some(0), "{}", told(&good));
}

/// A folder that cannot be made shows only when the worker starts: the process then ends, and does not run on without.
#[test]
fn a_process_whose_worker_cannot_start_ends() {
    let folder = folder("worker");
    std::fs::write(folder.path().join("a-file"), "").unwrap();
    let inside = folder.path().join("a-file/outbox");
    let settings = [("HONGJIAN_MAIL__FOLDER", inside.to_str().unwrap())];
    let output = run(folder.path(), &["--json"], &settings);
    assert_eq!(output.status.code(), Some(2), "{}", told(&output));
    assert!(told(&output).contains("mail.folder"), "{}", told(&output));
}

#[test]
fn a_wrong_command_line_is_told_as_json_where_that_is_asked_for() {
    let folder = folder("usage");
    for words in [
        &["--json", "serv"][..],
        &["audit", "verify", "--json", "--x"][..],
    ] {
        let output = run(folder.path(), words, &[]);
        assert_eq!(output.status.code(), Some(2), "{words:?}");
        let line: Value = serde_json::from_str(told(&output).trim()).unwrap();
        assert_eq!(line["code"], "usage", "{line}");
    }
    let output = run(folder.path(), &["serv"], &[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(told(&output).contains("serv") && !told(&output).starts_with('{'));
    let help = run(folder.path(), &["--help", "--json"], &[]);
    assert_eq!(help.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&help.stdout).contains("Usage"));
}

/// A second demo on the folder of a first one would take its town away while it is being filled.
#[test]
fn two_demos_do_not_share_a_folder() {
    tests::db::block_on(async {
        let folder = folder("two-demos");
        let mut first = Plan::hongjian(program!(hongjian), folder.path())
            .start()
            .await;
        let mark = folder.path().join("var/demo-unfinished");
        std::fs::write(&mark, "as if the first were still filling").unwrap();
        let database = folder.path().join("var/hongjian.sqlite");
        let place = folder.path().to_owned();
        let second = tokio::task::spawn_blocking(move || run(&place, &["serve"], &[]));
        let second = tokio::time::timeout(Duration::from_secs(60), second).await;
        let second = second.expect("it ends by itself").unwrap();
        assert_eq!(second.status.code(), Some(1), "{}", told(&second));
        assert!(
            told(&second).contains("data_dir_in_use"),
            "{}",
            told(&second)
        );
        assert!(database.exists() && first.is_running());
        assert!(first.stop().await.success(), "{}", first.log());
    });
}
