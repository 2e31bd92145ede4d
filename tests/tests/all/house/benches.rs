//! The benches still run, and their floors still give what the real system gives. How fast is not looked at: a test
//! measures no time.

use std::process::Command;

use tests::{Kind, db};

/// Benches that run on the programs of this build. `start` measures the release program and is run by hand.
const BENCHES: &[(&str, &[&str])] = &[
    ("reads", &["institution by number", "list page"]),
    ("filing", &["|"]),
    ("mail", &["|"]),
    ("growth", &["by number", "two characters of the name"]),
    ("search", &["by key", "facets"]),
];

fn on(kind: Kind) {
    let database = match kind {
        Kind::Sqlite => "sqlite",
        Kind::Postgres => "postgres",
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
            let lines = said.lines().filter(|line| line.starts_with('|'));
            assert!(
                lines.into_iter().any(|line| line.contains(row)),
                "{bench}: {said}"
            );
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
