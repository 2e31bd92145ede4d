//! The start check: a schema that is too old or made for newer programs alone is refused, a newer step that only adds is
//! not.

use std::sync::Arc;
use std::time::Duration;

use domain::access::{Actor, decide};
use domain::institution::department::Department;
use domain::words::District;
use sea_orm::{ConnectionTrait as _, DatabaseConnection};
use store::ops::authority;
use store::{Fault, Store, SystemClock, SystemEntropy};
use tests::caller::Caller;
use tests::program::Plan;
use tests::{Db, db_test, program};

use super::catalogue::connect;

db_test!(
    a_schema_that_is_too_old_is_refused_and_says_what_to_do,
    a_database_without_a_schema_is_refused_in_the_same_words,
    a_newer_step_that_only_adds_is_accepted_and_works,
    a_schema_for_newer_programs_alone_is_refused_by_its_name,
    the_program_itself_does_not_start_on_a_schema_of_the_future,
    a_migration_older_than_the_schema_changes_nothing,
    a_running_program_is_not_ready_on_a_schema_of_the_future,
);

async fn set(db: &Db, statements: &[&str]) {
    let rows: DatabaseConnection = connect(db).await;
    for statement in statements {
        rows.execute_unprepared(statement).await.unwrap();
    }
    rows.close().await.unwrap();
}

async fn open(db: &Db) -> Result<Store, Fault> {
    let (clock, entropy) = (Arc::new(SystemClock), Arc::new(SystemEntropy));
    Store::connect(&db.settings(), clock, entropy).await
}

/// The words of the refusal.
async fn refused(db: &Db) -> String {
    match open(db).await {
        Err(fault @ (Fault::Schema(_) | Fault::Ahead(_))) => fault.to_string(),
        Err(other) => panic!("{}", other.code()),
        Ok(_) => panic!("the store opens"),
    }
}

async fn a_schema_that_is_too_old_is_refused_and_says_what_to_do(db: Db) {
    set(&db, &["DELETE FROM schema_step WHERE name = 'm0027_due'"]).await;
    let words = refused(&db).await;
    assert!(
        words.contains("m0027_due is missing") && words.contains("hongjian migrate"),
        "{words}"
    );
}

async fn a_database_without_a_schema_is_refused_in_the_same_words(db: Db) {
    set(&db, &["DROP TABLE schema_step"]).await;
    let words = refused(&db).await;
    assert!(words.contains("run `hongjian migrate` first"), "{words}");
}

async fn a_newer_step_that_only_adds_is_accepted_and_works(db: Db) {
    set(
        &db,
        &[
            "INSERT INTO schema_step (name, oldest_program) VALUES ('m9999_later', 1)",
            "ALTER TABLE authority ADD COLUMN later TEXT",
            "CREATE TABLE later (id TEXT PRIMARY KEY NOT NULL)",
        ],
    )
    .await;
    let store = open(&db).await.unwrap();
    let grant = decide(&Actor::System("test"), store.today()).unwrap();
    let founded = authority::found(
        &store,
        &grant,
        "教育局",
        Department::Education,
        District::ALL,
        store.now(),
    );
    founded.await.unwrap();
    store.close().await;
}

async fn a_schema_for_newer_programs_alone_is_refused_by_its_name(db: Db) {
    let later = format!(
        "INSERT INTO schema_step (name, oldest_program) VALUES ('m9999_contract', {})",
        store::schema::PROGRAM + 1
    );
    set(&db, &[&later]).await;
    let words = refused(&db).await;
    assert!(
        words.contains("m9999_contract") && words.contains("newer program"),
        "{words}"
    );
}

async fn the_program_itself_does_not_start_on_a_schema_of_the_future(db: Db) {
    set(
        &db,
        &["INSERT INTO schema_step (name, oldest_program) VALUES ('m9999_contract', 99)"],
    )
    .await;
    let plan = |program: &str| {
        Plan::hongjian(program, db.folder())
            .on(&db)
            .set("HONGJIAN_MAIL__TRANSPORT", "smtp://127.0.0.1:9")
    };
    for program in [program!(hongjian), program!(worker)] {
        let plan = plan(program);
        let running = tokio::task::spawn_blocking(move || plan.output(b""));
        let output = tokio::time::timeout(Duration::from_secs(60), running).await;
        let output = output.expect("it ends by itself").unwrap();
        let told =
            String::from_utf8_lossy(&output.stderr) + String::from_utf8_lossy(&output.stdout);
        assert_eq!(output.status.code(), Some(1), "{program}: {told}");
        assert!(told.contains("m9999_contract"), "{program}: {told}");
    }
}

async fn a_migration_older_than_the_schema_changes_nothing(db: Db) {
    set(
        &db,
        &[
            "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m9999_later', 0)",
            "INSERT INTO schema_step (name, oldest_program) VALUES ('m9999_later', 1)",
        ],
    )
    .await;
    // Nothing of its own is missing: it leaves the schema as it is, and the program starts on it.
    let report = migration::migrate(db.url()).await.unwrap();
    assert!(report.applied.is_empty(), "{:?}", report.applied);
    open(&db).await.unwrap().close().await;
    let plan = Plan::hongjian(program!(hongjian), db.folder())
        .on(&db)
        .set("HONGJIAN_MAIL__TRANSPORT", "smtp://127.0.0.1:9");
    let mut running = plan.start().await;
    assert!(running.stop().await.success(), "{}", running.log());

    // One that misses a step of its own does not push it below a newer one.
    let missing = "DELETE FROM seaql_migrations WHERE version = 'm0027_due'";
    set(&db, &[missing]).await;
    let refused = migration::migrate(db.url()).await.unwrap_err();
    assert!(refused.to_string().contains("m9999_later"), "{refused}");
    open(&db).await.unwrap().close().await;
}

/// A program that runs while a newer one changes the schema for itself alone is taken out of the balance.
async fn a_running_program_is_not_ready_on_a_schema_of_the_future(db: Db) {
    let plan = Plan::hongjian(program!(hongjian), db.folder())
        .on(&db)
        .set("HONGJIAN_MAIL__TRANSPORT", "smtp://127.0.0.1:9");
    let mut running = plan.start().await;
    let ready = Caller::public(&running.url(""));
    let health = ready.get("/health/ready").await;
    assert_eq!(health.status, 200, "{}", health.body);
    set(
        &db,
        &["INSERT INTO schema_step (name, oldest_program) VALUES ('m9999_contract', 99)"],
    )
    .await;
    let health = ready.get("/health/ready").await;
    assert_eq!(health.status, 503, "{}", health.body);
    assert_eq!(health.body["reasons"][0], "schema_unfit");
    running.stop().await;
}
