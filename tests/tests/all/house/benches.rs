//! The benches still run, and their floors still give what the real system gives. How fast is not looked at: a test
//! measures no time.

use std::process::Command;

use tests::{Kind, db};

/// Benches that run on the programs of this build. `start` and `export` measure the release program and are run by hand.
const BENCHES: &[(&str, &[&str])] = &[
    ("reads", &["institution by number", "list page"]),
    ("filing", &[""]),
    ("mail", &[""]),
    ("growth", &["by number", "two characters of the name"]),
    ("import", &["entry without reading"]),
    ("past", &["as of a day"]),
    ("search", &["by key", "facets"]),
];

fn on(kind: Kind) {
    let (database, word) = match kind {
        Kind::Sqlite => ("sqlite", "SQLite"),
        Kind::Postgres => ("postgres", "PostgreSQL"),
    };
    for (bench, rows) in BENCHES {
        let output = Command::new(env!("CARGO_BIN_EXE_bench"))
            .arg(bench)
            .args([
                "--database",
                database,
                "--rounds",
                "1",
                "--milliseconds",
                "100",
            ])
            .args(["--institutions", "300", "--notices", "20"])
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let faults = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{bench}: {said}{faults}");
        for row in *rows {
            // A row of figures names its database; floors give a ratio besides.
            let is_row =
                |line: &&str| line.starts_with('|') && line.contains(row) && line.contains(word);
            let line = said.lines().find(is_row);
            let line = line.unwrap_or_else(|| panic!("{bench} has no row {row}: {said}"));
            let has_ratio = line.contains(" to ") && line.ends_with(") |");
            let against_floor = ["reads", "filing", "mail", "import", "past"].contains(bench);
            assert_eq!(has_ratio, against_floor, "{bench}: {line}");
        }
    }
}

#[test]
fn every_bench_runs_against_its_floor_on_sqlite() {
    on(Kind::Sqlite);
}

#[test]
fn every_bench_runs_against_its_floor_on_postgres() {
    db::run(Kind::Postgres, "benches", |db| async move {
        // The bench starts a server of its own; that this machine has one is what this database shows.
        drop(db);
        tokio::task::spawn_blocking(|| on(Kind::Postgres))
            .await
            .unwrap();
    });
}
