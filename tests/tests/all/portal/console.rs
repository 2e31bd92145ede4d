//! `hongjian export`: the lists of the portal, for the person at the console.

use std::path::PathBuf;
use std::process::Output;

use tests::door::Door;
use tests::program::Plan;
use tests::smtp::Smtp;
use tests::{Db, db_test, keeper, program};

use super::white_list::town;

db_test!(
    the_console_writes_the_same_lists,
    what_the_console_cannot_write_is_told_and_leaves_nothing,
);

/// `hongjian export` on a database, in a folder of its own.
struct Console {
    plan: Plan,
    folder: PathBuf,
}

impl Console {
    fn of(db: &Db, server: &Smtp) -> Self {
        let folder = keeper::fresh_folder("lists");
        let plan = Plan::hongjian(program!(hongjian), &folder);
        Self {
            plan: plan.on(db).mail(server).argument("export"),
            folder,
        }
    }

    fn export(&self, words: &[&str]) -> Output {
        let mut plan = self.plan.clone();
        for word in words {
            plan = plan.argument(word);
        }
        plan.output(b"")
    }

    fn file(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.folder.join(name)).unwrap()
    }
}

async fn the_console_writes_the_same_lists(db: Db) {
    let store = town(&db).await;
    let (door, server) = (Door::open(&db, &store).await, Smtp::start().await);
    let console = Console::of(&db, &server);
    for (words, path) in [
        (&["institutions", "all.csv"][..], "/institutions.csv"),
        (
            &["white-list", "all.csv", "--district", "360111"],
            "/white-list.csv?district=360111",
        ),
    ] {
        // The second takes the place of the first.
        let output = console.export(words);
        assert!(output.status.success(), "{output:?}");
        let answer = door.public().get(path).await.expect(200);
        assert!(console.file("all.csv") == answer.bytes, "{words:?}");
    }
    let words = [
        "white-list",
        "white.xlsx",
        "--language",
        "en",
        "--class",
        "arts",
    ];
    let book = console.export(&words);
    assert!(book.status.success(), "{book:?}");
    let sheet = tests::tables::first_sheet(&console.file("white.xlsx"));
    assert_eq!(sheet[0][..2], ["Number", "Name"]);
    let arts = |row: &Vec<String>| row[5].contains("Culture and arts");
    assert!(sheet.len() > 20 && sheet[1..].iter().all(arts), "{sheet:?}");
    let said = String::from_utf8_lossy(&book.stdout).into_owned();
    assert!(
        said.contains(&format!("{} rows", sheet.len() - 1)),
        "{said}"
    );
}

async fn what_the_console_cannot_write_is_told_and_leaves_nothing(db: Db) {
    let (_store, server) = (town(&db).await, Smtp::start().await);
    let console = Console::of(&db, &server);
    std::fs::write(console.folder.join("list.csv"), "what was there before").unwrap();
    let before = std::fs::read_dir(&console.folder).unwrap().count();
    for (words, exit, code) in [
        (&["institutions", "list.pdf"][..], 2, "file_ending_unknown"),
        (&["institutions", "list"], 2, "file_ending_unknown"),
        (&["institutions", "gone/list.csv"], 1, "file_unwritable"),
        (
            &["institutions", "list.csv", "--district", "moon"],
            2,
            "district_unknown",
        ),
        (&["secrets", "list.csv"], 2, "secrets"),
    ] {
        let output = console.export(words);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(exit), "{words:?}: {said}");
        assert!(said.contains(code), "{words:?}: {said}");
    }
    let left = std::fs::read_dir(&console.folder).unwrap().count();
    assert_eq!(left, before, "nothing half written is left");
    assert_eq!(console.file("list.csv"), b"what was there before");
}
