//! Several migrations at once: one does the work, the others wait or are told so, and the schema is whole.

use std::collections::BTreeSet;

use sea_orm::ConnectionTrait as _;
use tests::program::Plan;
use tests::{Db, Kind, db_test, program};

use super::catalogue::{connect, lines, pairs};

db_test!(processes_that_migrate_at_once_make_one_whole_schema);

/// A database without any schema, as a new deployment has it.
async fn empty(db: &Db) {
    match db.kind() {
        Kind::Sqlite => {
            let path = db.url().trim_start_matches("sqlite://");
            std::fs::remove_file(path).unwrap();
        }
        Kind::Postgres => {
            let rows = connect(db).await;
            let again = "DROP SCHEMA public CASCADE; CREATE SCHEMA public";
            rows.execute_unprepared(again).await.unwrap();
            rows.close().await.unwrap();
        }
    }
}

async fn processes_that_migrate_at_once_make_one_whole_schema(db: Db) {
    let whole: BTreeSet<String> = {
        let rows = connect(&db).await;
        let whole = lines(&rows).await;
        rows.close().await.unwrap();
        whole
    };
    empty(&db).await;
    let plan = Plan::new(program!(hongjian), db.folder())
        .on(&db)
        .set("HONGJIAN_MAIL__TRANSPORT", "smtp://127.0.0.1:9")
        .argument("migrate");
    let running: Vec<_> = (0..4)
        .map(|_| {
            let plan = plan.clone();
            tokio::task::spawn_blocking(move || plan.output(b""))
        })
        .collect();
    let (mut applied, mut waited) = (0, 0);
    for process in running {
        let output = process.await.unwrap();
        let told =
            String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
        match output.status.code() {
            Some(0) if told.contains("m0001_foundation") => applied += 1,
            Some(0) => waited += 1,
            Some(1) if told.contains("another migration is running") => waited += 1,
            code => panic!("{code:?}: {told}"),
        }
    }
    assert_eq!((applied, waited), (1, 3));
    let rows = connect(&db).await;
    let steps = pairs(&rows, "SELECT name, name FROM schema_step").await;
    assert_eq!(steps.len(), migration::frozen_texts().len());
    assert_eq!(lines(&rows).await, whole);
    rows.close().await.unwrap();
}
