//! `hongjian import`, for the person at the console.

use std::path::PathBuf;
use std::process::Output;

use serde_json::Value;
use tests::bureau::Bureau;
use tests::program::Plan;
use tests::rows::Rows;
use tests::smtp::Smtp;
use tests::{Db, db_test, keeper, program};

use super::{HEADINGS, list, row};

db_test!(
    the_console_checks_enters_lists_and_takes_back,
    the_console_tells_the_row_the_column_and_what_to_do,
    a_template_is_read_as_it_is_written,
    a_console_that_is_killed_goes_on_with_the_same_command,
);

struct Console {
    plan: Plan,
    folder: PathBuf,
    rows: Rows,
}

impl Console {
    async fn of(db: &Db, server: &Smtp) -> Self {
        let store = db.store().await;
        Bureau::found(&store, 1).await;
        let folder = keeper::fresh_folder("lists");
        let plan = Plan::new(program!(hongjian), &folder)
            .on(db)
            .mail(server)
            .argument("import");
        Self {
            plan,
            folder,
            rows: Rows::of(db).await,
        }
    }

    fn say(&self, words: &[&str]) -> Output {
        self.words(words).output(b"")
    }

    fn words(&self, words: &[&str]) -> Plan {
        let plan = self.plan.clone();
        words.iter().fold(plan, |plan, word| plan.argument(word))
    }

    fn put(&self, name: &str, content: &str) {
        std::fs::write(self.folder.join(name), content).unwrap();
    }
}

fn said(output: &Output) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&output.stdout), text(&output.stderr))
}

async fn the_console_checks_enters_lists_and_takes_back(db: Db) {
    let server = Smtp::start().await;
    let console = Console::of(&db, &server).await;
    console.put("名单.csv", &list(30));
    let dry = console.say(&["institutions", "名单.csv", "--dry-run"]);
    let (told, _) = said(&dry);
    assert!(
        dry.status.success() && told.contains("可写入 30"),
        "{dry:?}"
    );
    assert_eq!(
        console.rows.count("institution").await,
        1,
        "a check enters nothing"
    );
    let done = console.say(&["institutions", "名单.csv", "--language", "en"]);
    let (told, bar) = said(&done);
    assert!(
        done.status.success() && told.contains("30 entered and shown"),
        "{done:?}"
    );
    assert!(
        bar.contains("enter        [####################] 30/30"),
        "{bar}"
    );
    let (listed, _) = said(&console.say(&["list"]));
    let listed: Value = serde_json::from_str(&listed).unwrap();
    assert_eq!(
        (&listed[0]["state"], &listed[0]["count"]),
        (&"shown".into(), &30.into())
    );
    let id = listed[0]["id"].as_str().unwrap();
    let back = console.say(&["withdraw", id, "--reason", "发错了"]);
    assert!(back.status.success(), "{back:?}");
    assert_eq!(console.rows.count("institution").await, 1);
    let twice = console.say(&["withdraw", id, "--reason", "发错了"]);
    assert_eq!(twice.status.code(), Some(2), "{twice:?}");
    assert!(said(&twice).1.contains("import_past_this"), "{twice:?}");
}

async fn the_console_tells_the_row_the_column_and_what_to_do(db: Db) {
    let server = Smtp::start().await;
    let console = Console::of(&db, &server).await;
    console.put(
        "a.csv",
        &format!("{HEADINGS}{}", row(1).replace("西湖区", "西胡区")),
    );
    let refused = console.say(&["institutions", "a.csv"]);
    let (told, fault) = said(&refused);
    assert_eq!(refused.status.code(), Some(2), "{refused:?}");
    assert!(
        told.contains("第 2 行 E 列“县区（开发区）”：没有这个区县，请从表里选（district_unknown）"),
        "{told}"
    );
    assert!(fault.contains("rows_at_fault"), "{fault}");
    let dry = console.say(&["institutions", "a.csv", "--dry-run"]);
    assert_eq!(dry.status.code(), Some(2));
    for (words, code) in [
        (&["institutions", "none.csv"][..], "file_unreadable"),
        // A file that has no end is not read to it.
        (&["institutions", "/dev/zero"], "file_too_large"),
        (
            &["institutions", "a.csv", "--class", "cooking"],
            "class_unknown",
        ),
        (&["template", "a.txt"], "file_ending_unknown"),
        (
            &[
                "withdraw",
                "imp_00000000000000000000000000000000",
                "--reason",
                "x",
            ],
            "not_found",
        ),
    ] {
        let output = console.say(words);
        assert_eq!(output.status.code(), Some(2), "{output:?}");
        assert!(said(&output).1.contains(code), "{output:?}");
    }
}

async fn a_template_is_read_as_it_is_written(db: Db) {
    let server = Smtp::start().await;
    let console = Console::of(&db, &server).await;
    for (name, language) in [("t.xlsx", "zh"), ("t.csv", "en")] {
        let made = console.say(&["template", name, "--language", language]);
        assert!(made.status.success(), "{made:?}");
        let empty = console.say(&["institutions", name, "--dry-run"]);
        let (told, _) = said(&empty);
        assert!(
            empty.status.success() && told.contains("读了 0 行"),
            "{empty:?}"
        );
        assert!(!told.contains("不用的列"), "every heading is known: {told}");
    }
    let again = console.say(&["template", "t.csv"]);
    assert_eq!(again.status.code(), Some(1), "a file that is there stays");
}

async fn a_console_that_is_killed_goes_on_with_the_same_command(db: Db) {
    let server = Smtp::start().await;
    let console = Console::of(&db, &server).await;
    console.put("名单.csv", &list(6_000));
    let mut running = console.words(&["institutions", "名单.csv"]).start().await;
    console
        .rows
        .until_some("register_import WHERE entered > 0")
        .await;
    running.kill();
    let entered = console
        .rows
        .number("SELECT entered AS value FROM register_import")
        .await;
    assert!(entered < 6_000, "it was killed in the middle");
    assert_eq!(
        console.rows.count("institution").await,
        entered + 1,
        "rows and their count are one"
    );
    let done = console.say(&["institutions", "名单.csv"]);
    let (told, _) = said(&done);
    assert!(
        done.status.success() && told.contains("接着写完"),
        "{done:?}"
    );
    assert_eq!(console.rows.count("institution").await, 6_001);
    let names = console
        .rows
        .number("SELECT COUNT(DISTINCT name) AS value FROM institution")
        .await;
    assert_eq!(names, 6_001);
}
