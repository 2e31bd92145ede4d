//! What the calendar does to providers, each once, whoever looks.

use serde_json::json;
use store::ops::after_school::Followed;
use tests::at_work::AtWork;
use tests::smtp::Smtp;
use tests::{Db, db_test};

use super::{DESK, House, record, step};

db_test!(
    a_lost_licence_suspends_and_the_public_list_says_so_before_any_worker,
    an_admission_ends_with_the_school_year_once_whoever_looks,
    a_provider_is_reminded_once_before_its_admission_ends,
    a_draft_of_a_school_year_that_is_over_ends_too,
    a_worker_lets_in_by_itself,
);

async fn a_lost_licence_suspends_and_the_public_list_says_so_before_any_worker(db: Db) {
    let house = House::open(&db).await;
    let (number, school) = house.serving().await;
    house
        .rows
        .set("UPDATE licence SET state = 'suspended', version = version + 1")
        .await;
    assert_eq!(house.list("listed").await[0]["state"], "suspended");
    let officer = house.person("officer").await;
    assert_eq!(record(&officer, DESK, &number).await["state"], "admitted");
    let (one, two) = tokio::join!(house.follow(), house.follow());
    assert_eq!(one.moved + two.moved, 1, "once across two workers");
    assert_eq!(record(&officer, DESK, &number).await["state"], "suspended");
    let refused = house
        .agree(&officer, &number, &school, 400)
        .await
        .expect(409);
    assert_eq!(refused.code(), "after_school_not_serving");
    // Nobody is out by the calendar: that takes two persons.
    house.days_go_by(10);
    assert_eq!(house.follow().await.moved, 0);
    house
        .rows
        .set("UPDATE licence SET state = 'valid', version = version + 1")
        .await;
    assert_eq!(house.follow().await.moved, 1);
    assert_eq!(house.list("listed").await[0]["state"], "admitted");
    let acts = "act WHERE subject_kind = 'after_school' AND verb IN ('suspend', 'resume') AND actor LIKE 'system%'";
    assert_eq!(house.rows.count(acts).await, 2);
    house
        .rows
        .set("UPDATE licence SET state = 'revoked', version = version + 1")
        .await;
    house.follow().await;
    let officer = house.person("officer").await;
    let exit =
        json!({"event": "propose_exit", "ground": "licence_ended", "reason": "许可证已被吊销。"});
    step(&officer, &number, exit).await.expect(200);
    let lead = house.person("lead-officer").await;
    step(&lead, &number, json!({"event": "approve_exit"}))
        .await
        .expect(200);
    assert_eq!(
        house.list("exited").await[0]["exit"]["ground"],
        "licence_ended"
    );
}

async fn an_admission_ends_with_the_school_year_once_whoever_looks(db: Db) {
    let house = House::open(&db).await;
    let (number, _) = house.serving().await;
    let last = house.year().last_day();
    house.days_go_by(house.store.today().days_until(last));
    assert_eq!(house.follow().await.moved, 0, "not on its last day");
    assert_eq!(house.list("listed").await.len(), 1);
    house.days_go_by(1);
    assert!(
        house.list("listed").await.is_empty(),
        "before any worker looks"
    );
    let (one, two) = tokio::join!(house.follow(), house.follow());
    assert_eq!(one.moved + two.moved, 1);
    assert_eq!(house.follow().await, Followed::default());
    let ended = "act WHERE subject_kind = 'after_school' AND verb = 'end'";
    assert_eq!(house.rows.count(ended).await, 1);
    let officer = house.person("officer").await;
    assert_eq!(record(&officer, DESK, &number).await["state"], "ended");
}

async fn a_provider_is_reminded_once_before_its_admission_ends(db: Db) {
    let house = House::open(&db).await;
    house.serving().await;
    let last = house.year().last_day();
    house.days_go_by(house.store.today().days_until(last) - 31);
    assert_eq!(house.follow().await.reminded, 0);
    house.days_go_by(1);
    let (one, two) = tokio::join!(house.follow(), house.follow());
    assert_eq!(one.reminded.max(two.reminded), 1);
    house.days_go_by(5);
    assert_eq!(house.follow().await.reminded, 0);
    let mails = "notice WHERE template = 'after_school_ending'";
    assert_eq!(house.rows.count(mails).await, 1);
}

async fn a_draft_of_a_school_year_that_is_over_ends_too(db: Db) {
    let house = House::open(&db).await;
    let agent = house.agent().await;
    house.begin(&agent, &json!({})).await.expect(201);
    house.days_go_by(house.store.today().days_until(house.year().last_day()) + 1);
    assert_eq!(house.follow().await.moved, 1);
    assert_eq!(
        house.rows.count("after_school WHERE state = 'ended'").await,
        1
    );
}

async fn a_worker_lets_in_by_itself(db: Db) {
    let house = House::open(&db).await;
    let agent = house.agent().await;
    house.publicised(&agent).await;
    house.days_go_by(15);
    let server = Smtp::start().await;
    let worker = AtWork::begin(&house.store, "after-school", &server);
    house
        .rows
        .until("after_school WHERE state = 'admitted'", 1)
        .await;
    house
        .rows
        .until(
            "notice WHERE template = 'after_school_moved' AND state = 'sent'",
            1,
        )
        .await;
    worker.end().await;
}
