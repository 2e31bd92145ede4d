//! What the person at the console does on a fresh deployment, with the program itself.

use domain::words::Day;
use serde_json::json;
use tests::bureau::Bureau;
use tests::caller::Caller;
use tests::program::Plan;
use tests::rows::Rows;
use tests::{Db, db_test, program};

db_test!(
    a_fresh_deployment_takes_complaints_once_an_authority_is_founded,
    a_consent_is_recorded_at_the_console,
);

/// Runs a command of the program on this database: its exit code, and what it said.
fn hongjian(db: &Db, words: &[&str]) -> (Option<i32>, String) {
    let mut plan = Plan::new(program!(hongjian), db.folder())
        .on(db)
        .set("HONGJIAN_MAIL__TRANSPORT", "smtp://127.0.0.1:9");
    for word in words {
        plan = plan.argument(word);
    }
    let output = plan.output(b"");
    let told = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    (output.status.code(), told.trim().to_owned())
}

async fn a_fresh_deployment_takes_complaints_once_an_authority_is_founded(db: Db) {
    let plan = Plan::hongjian(program!(hongjian), db.folder())
        .on(&db)
        .set("HONGJIAN_MAIL__TRANSPORT", "smtp://127.0.0.1:9");
    let mut running = plan.start().await;
    let door = Caller::public(&running.url(""));
    let rows = Rows::of(&db).await;
    let complaint = json!({"subject": "机构不退费", "body": "交了十二期的钱，机构说不退。",
        "institution_name": "启明", "anonymous": true});
    let early = door.post("/api/v1/complaints", &complaint).await;
    assert_eq!(early.expect(503).code(), "unavailable");
    assert_eq!(rows.count("complaint").await, 0);

    let found = ["authority", "add", "--name", "南昌市教育局"];
    let (code, id) = hongjian(&db, &found);
    assert_eq!(code, Some(0), "{id}");
    assert!(id.starts_with("aut_"), "{id}");
    let (code, told) = hongjian(&db, &found);
    assert_eq!(code, Some(2), "{told}");
    let (code, told) = hongjian(
        &db,
        &["authority", "add", "--name", "无", "--area", "999999"],
    );
    assert_eq!(code, Some(2), "{told}");
    assert_eq!(rows.count("authority").await, 1);

    let officer = [
        "user",
        "add",
        "--login",
        "officer",
        "--role",
        "officer",
        "--name",
        "万晓岚",
        "--authority",
        &id,
        "--certificate",
        "36010012345",
        "--certificate-until",
        "2099-12-31",
    ];
    let (code, told) = hongjian(&db, &officer);
    assert_eq!(code, Some(0), "{told}");
    let taken = door.post("/api/v1/complaints", &complaint).await;
    taken.expect(201);
    let mine = format!("complaint WHERE authority_id = '{id}'");
    assert_eq!(rows.count(&mine).await, 1);
    running.stop().await;
}

async fn a_consent_is_recorded_at_the_console(db: Db) {
    let store = db.store().await;
    let bureau = Bureau::found(&store, 1).await;
    let rows = Rows::of(&db).await;
    let number = bureau.parties[0].number.to_string();
    let consent = |day: Day| {
        let day = day.to_string();
        hongjian(
            &db,
            &[
                "consent",
                "add",
                "--institution",
                &number,
                "--signed-on",
                &day,
                "--document",
                "送达地址确认书 3 号",
            ],
        )
    };
    let (code, told) = consent(store.today().plus_days(1));
    assert_eq!(code, Some(2), "{told}");
    assert!(told.contains("day_in_future"), "{told}");
    assert_eq!(rows.count("electronic_consent").await, 0);
    let (code, told) = consent(store.today());
    assert_eq!(code, Some(0), "{told}");
    assert_eq!(rows.count("electronic_consent").await, 1);
    assert_eq!(rows.count("act WHERE verb = 'record_consent'").await, 1);
}
