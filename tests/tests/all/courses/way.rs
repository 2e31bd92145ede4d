//! From the draft to the published fee, its changes, and each way in which it ends.

use domain::access::permit;
use serde_json::{Value, json};
use store::Fault;
use store::ops::course as ops;
use tests::at_work::AtWork;
use tests::bureau::grant;
use tests::smtp::Smtp;
use tests::{Db, db_test};

use super::{DESK, House, MINE, begin, record, save, step};

db_test!(
    a_clean_course_is_published_by_a_worker_and_shows_its_fee,
    a_new_price_is_published_at_once_and_the_old_one_stays_in_the_history,
    a_new_text_is_screened_while_the_old_version_stays_published,
    a_change_that_is_given_up_leaves_the_published_version_as_it_was,
    two_agents_at_once_save_once,
    a_course_ends_after_its_last_day_and_a_withdrawn_one_is_gone_at_once,
    what_a_late_worker_brings_is_not_taken,
    a_course_that_was_withdrawn_is_not_published_by_its_screening,
    the_same_key_is_one_course_and_a_second_click_begins_none,
    without_a_licence_in_force_nothing_is_filed_or_shown,
);

async fn a_clean_course_is_published_by_a_worker_and_shows_its_fee(db: Db) {
    let house = House::open(&db).await;
    let agent = house.agent().await;
    let number = house.filed(&agent, &house.form()).await;
    assert_eq!(record(&agent, MINE, &number).await["state"], "filed");
    assert_eq!(house.published().await, Vec::<Value>::new());
    let server = Smtp::start().await;
    let worker = AtWork::begin(&house.store, "courses", &server);
    house
        .rows
        .until("course WHERE state = 'published'", 1)
        .await;
    worker.end().await;
    let published = house.published().await;
    assert_eq!(published.len(), 1);
    let course = &published[0];
    assert_eq!(course["number"], number);
    assert_eq!(course["price_fen"], 160_000);
    assert_eq!(course["times"][0]["start"], "18:30");
    assert_eq!(course["fees"][0]["ended_at"], Value::Null);
    // The act is the system's, with the labels that were found.
    let officer = house.person("officer").await;
    let desk = record(&officer, DESK, &number).await;
    let last = desk["acts"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(last["verb"], "publish");
    assert_eq!(last["role"], "system");
    assert_eq!(last["change"]["labels"], json!([]));
    assert!(desk["screening"]["rules"].is_string(), "{desk}");
}

async fn a_new_price_is_published_at_once_and_the_old_one_stays_in_the_history(db: Db) {
    let house = House::open(&db).await;
    let agent = house.agent().await;
    let number = house.screened(&agent, &house.form()).await;
    house.days_go_by(3);
    let agent = house.agent().await;
    step(&agent, MINE, &number, json!({"event": "change"}))
        .await
        .expect(200);
    assert_eq!(house.published().await[0]["price_fen"], 160_000);
    let mut dearer = house.form();
    dearer["price_fen"] = json!(180_000);
    save(&agent, &number, &dearer).await.expect(200);
    step(&agent, MINE, &number, json!({"event": "file"}))
        .await
        .expect(200);
    assert_eq!(house.screen().await, 0, "the text was screened before");
    let course = house.published().await.remove(0);
    assert_eq!(course["price_fen"], 180_000);
    let fees = course["fees"].as_array().unwrap();
    let prices: Vec<&Value> = fees.iter().map(|fee| &fee["price_fen"]).collect();
    assert_eq!(prices, [&json!(160_000), &json!(180_000)]);
    assert_eq!(fees[0]["ended_at"], fees[1]["published_at"]);
    assert_eq!(fees[1]["ended_at"], Value::Null);
    // The new version has the screening of its text.
    let officer = house.person("officer").await;
    let desk = record(&officer, DESK, &number).await;
    assert!(desk["screening"]["rules"].is_string(), "{desk}");

    // Another change that leaves the price makes no new line of the history.
    step(&agent, MINE, &number, json!({"event": "change"}))
        .await
        .expect(200);
    dearer["pupils"] = json!(15);
    save(&agent, &number, &dearer).await.expect(200);
    step(&agent, MINE, &number, json!({"event": "file"}))
        .await
        .expect(200);
    let course = house.published().await.remove(0);
    assert_eq!(course["fees"].as_array().unwrap().len(), 2, "{course}");
    assert_eq!(course["pupils"], 15);
}

async fn a_new_text_is_screened_while_the_old_version_stays_published(db: Db) {
    let house = House::open(&db).await;
    let (agent, officer) = (house.agent().await, house.person("officer").await);
    let number = house.screened(&agent, &house.form()).await;
    step(&agent, MINE, &number, json!({"event": "change"}))
        .await
        .expect(200);
    save(&agent, &number, &house.doubtful()).await.expect(200);
    step(&agent, MINE, &number, json!({"event": "file"}))
        .await
        .expect(200);
    assert_eq!(house.screen().await, 1);
    let own = record(&agent, MINE, &number).await;
    assert_eq!(
        (&own["state"], &own["live"]),
        (&json!("flagged"), &json!(true))
    );
    assert_eq!(house.published().await[0]["name"], "中国舞启蒙");
    let refuse = json!({"event": "refuse", "reason": "教授数学。"});
    step(&officer, DESK, &number, refuse).await.expect(200);
    assert_eq!(house.published().await[0]["name"], "中国舞启蒙");
    step(&agent, MINE, &number, json!({"event": "discard"}))
        .await
        .expect(200);
    let own = record(&agent, MINE, &number).await;
    assert_eq!(own["state"], "published");
    assert_eq!(own["form"]["name"], "中国舞启蒙");
    assert_eq!(own["name"], "中国舞启蒙");
}

async fn a_change_that_is_given_up_leaves_the_published_version_as_it_was(db: Db) {
    let house = House::open(&db).await;
    let agent = house.agent().await;
    let number = house.screened(&agent, &house.form()).await;
    let before = house.published().await;
    for _ in 0..2 {
        step(&agent, MINE, &number, json!({"event": "change"}))
            .await
            .expect(200);
        let mut other = house.form();
        other["name"] = json!("另一个名字");
        other["price_fen"] = json!(1);
        save(&agent, &number, &other).await.expect(200);
        step(&agent, MINE, &number, json!({"event": "discard"}))
            .await
            .expect(200);
        assert_eq!(house.published().await, before);
    }
    // Versions that were given up keep their numbers.
    assert_eq!(house.rows.count("course_edition").await, 3);
    let none = step(&agent, MINE, &number, json!({"event": "discard"})).await;
    assert_eq!(none.expect(409).code(), "course_no_change_open");
}

async fn two_agents_at_once_save_once(db: Db) {
    let house = House::open(&db).await;
    let (one, two) = (house.agent().await, house.agent().await);
    let number = begin(&one, &house.form()).await;
    let path = format!("{MINE}/{number}/form");
    let body = |name: &str| {
        let mut form = house.form();
        form["name"] = json!(name);
        json!({"form": form, "version": 1})
    };
    let (left, right) = (body("甲"), body("乙"));
    let (first, second) = tokio::join!(one.post(&path, &left), two.post(&path, &right));
    let mut statuses = [first.status, second.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
    assert_eq!(record(&one, MINE, &number).await["version"], 2);
}

async fn a_course_ends_after_its_last_day_and_a_withdrawn_one_is_gone_at_once(db: Db) {
    let house = House::open(&db).await;
    let agent = house.agent().await;
    let ending = house.screened(&agent, &house.form()).await;
    let mut other = house.form();
    other["name"] = json!("国画");
    let withdrawn = house.screened(&agent, &other).await;
    assert_eq!(house.published().await.len(), 2);
    step(&agent, MINE, &withdrawn, json!({"event": "withdraw"}))
        .await
        .expect(200);
    assert_eq!(house.published().await.len(), 1);
    let again = step(&agent, MINE, &withdrawn, json!({"event": "change"})).await;
    assert_eq!(again.expect(409).code(), "course_ended");

    house.days_go_by(80);
    let follow = || async {
        let right = grant::<permit::RunSystem>(&house.store);
        let now = house.store.now();
        ops::follow(&house.store, &right, now).await.unwrap()
    };
    assert_eq!(follow().await, 0, "the last day itself is taught");
    house.days_go_by(1);
    assert_eq!(house.published().await, Vec::<Value>::new());
    assert_eq!(follow().await, 1);
    assert_eq!(follow().await, 0);
    let agent = house.agent().await;
    let ended = record(&agent, MINE, &ending).await;
    assert_eq!(
        (&ended["state"], &ended["live"]),
        (&json!("ended"), &json!(false))
    );
    assert_ne!(ended["fees"][0]["ended_at"], Value::Null);
}

async fn what_a_late_worker_brings_is_not_taken(db: Db) {
    let house = House::open(&db).await;
    let agent = house.agent().await;
    let number = house.filed(&agent, &house.form()).await;
    let late = house.claim().await.unwrap();
    house.clock.advance(61_000);
    let other = house.claim().await.unwrap();
    house.work(&other).await.unwrap();
    let refused = house.work(&late).await;
    assert!(matches!(refused, Err(Fault::LeaseLost)), "{refused:?}");
    let acts = house.rows.count("act WHERE verb = 'publish'").await;
    assert_eq!(acts, 1, "{number} is published once");
}

async fn a_course_that_was_withdrawn_is_not_published_by_its_screening(db: Db) {
    let house = House::open(&db).await;
    let agent = house.agent().await;
    let number = house.filed(&agent, &house.form()).await;
    step(&agent, MINE, &number, json!({"event": "withdraw"}))
        .await
        .expect(200);
    assert_eq!(house.screen().await, 1, "its job ends");
    assert_eq!(record(&agent, MINE, &number).await["state"], "withdrawn");
    assert_eq!(house.published().await, Vec::<Value>::new());
}

async fn the_same_key_is_one_course_and_a_second_click_begins_none(db: Db) {
    let house = House::open(&db).await;
    let agent = house.agent().await;
    let send = |form: Value, key: &'static str| {
        let request = agent
            .request(reqwest::Method::POST, MINE)
            .header("Idempotency-Key", key)
            .json(&json!({"form": form}));
        tests::caller::send(request)
    };
    let (one, two) = tokio::join!(send(house.form(), "k1"), send(house.form(), "k1"));
    let (one, two) = (one.expect(201), two.expect(201));
    assert_eq!(one.text("number"), two.text("number"));
    let other = send(house.doubtful(), "k1").await.expect(409);
    assert_eq!(other.code(), "key_reused");
    let third = send(house.form(), "k2").await.expect(201);
    assert_ne!(third.text("number"), one.text("number"), "a key of its own");
    let empty = begin(&agent, &json!({})).await;
    assert_eq!(begin(&agent, &json!({})).await, empty);
    save(&agent, &empty, &house.form()).await.expect(200);
    assert_ne!(
        begin(&agent, &json!({})).await,
        empty,
        "that one is written"
    );
    assert_eq!(house.rows.count("course").await, 4);
}

async fn without_a_licence_in_force_nothing_is_filed_or_shown(db: Db) {
    let house = House::open(&db).await;
    let other = house.person(&house.bureau.parties[1].agent).await;
    let number = begin(&other, &house.form()).await;
    let refused = step(&other, MINE, &number, json!({"event": "file"})).await;
    let refused = refused.expect(409);
    assert_eq!(refused.code(), "course_without_licence");
    assert_eq!(refused.body["allowed"], json!(["withdraw"]));

    let agent = house.agent().await;
    house.screened(&agent, &house.form()).await;
    assert_eq!(house.published().await.len(), 1);
    house.rows.lift_guards().await;
    house
        .rows
        .set("UPDATE licence SET state = 'suspended'")
        .await;
    assert_eq!(
        house.published().await,
        Vec::<Value>::new(),
        "nobody is told to pay there"
    );
    let later = begin(&agent, &house.doubtful()).await;
    let refused = step(&agent, MINE, &later, json!({"event": "file"})).await;
    assert_eq!(refused.expect(409).code(), "course_without_licence");
    let unknown = "/api/v1/institutions/NC99999997/courses";
    let missing = house.door.public().get(unknown).await;
    assert!([404, 422].contains(&missing.status), "{missing:?}");
}
