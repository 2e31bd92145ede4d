//! `hongjian-seeds` as a person calls it: the seed that it prints makes the same world again.

use tests::program::Plan;
use tests::rows::Rows;
use tests::{Db, db_test, program};

db_test!(the_seed_that_was_printed_makes_the_same_world_again);

/// Fills a database, and answers what the command said.
fn fill(db: &Db, more: &[&str]) -> String {
    let mut plan = Plan::new(program!(seeds), db.folder()).on(db).set(
        "HONGJIAN_DATA_DIR",
        &db.folder().join("data").display().to_string(),
    );
    for argument in [
        "--institutions",
        "50",
        "--complaints",
        "20",
        "--anchor",
        "2026-03-02",
    ] {
        plan = plan.argument(argument);
    }
    for argument in more {
        plan = plan.argument(argument);
    }
    let output = plan.output(b"");
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said).into_owned();
    assert!(output.status.success(), "{said}");
    said
}

async fn world(db: &Db) -> Vec<String> {
    let rows = Rows::of(db).await;
    let mut world = rows
        .texts(
            "SELECT number || ' ' || name || ' ' || address AS value FROM institution ORDER BY seq",
        )
        .await;
    world.extend(
        rows.texts("SELECT number || ' ' || subject AS value FROM complaint ORDER BY number")
            .await,
    );
    world
}

async fn the_seed_that_was_printed_makes_the_same_world_again(db: Db) {
    let said = fill(&db, &[]);
    let (_, rest) = said
        .split_once("seed ")
        .unwrap_or_else(|| panic!("no seed: {said}"));
    let seed: String = rest.chars().take_while(char::is_ascii_digit).collect();
    let first = world(&db).await;
    assert_eq!(first.len(), 70, "{said}");
    let other = Db::fresh(db.kind(), "world-again").await.unwrap();
    fill(&other, &["--seed", &seed]);
    assert_eq!(world(&other).await, first);
    let third = Db::fresh(db.kind(), "world-of-chance").await.unwrap();
    fill(&third, &[]);
    assert_ne!(world(&third).await, first, "chance makes another world");
}
