//! Which institution came out of which: entered with day and document, undone with a reason.

use serde_json::{Value, json};
use tests::caller::Answer;
use tests::caller::Caller;
use tests::{Db, db_test};

use super::{House, LINKS, keyed, nobody};

db_test!(
    a_link_stands_on_both_records_until_it_is_undone,
    what_came_before_came_first,
    the_same_key_enters_once,
    links_need_their_right_and_their_place,
);

fn link(house: &House, predecessor: usize, successor: usize, since: &str) -> Value {
    json!({
        "predecessor": house.number(predecessor), "successor": house.number(successor), "kind": "renamed",
        "since_on": since, "basis": "东教体许〔2025〕58号",
    })
}

async fn enter(house: &House, officer: &Caller, from: usize, to: usize, since: &str) -> Answer {
    officer.post(LINKS, &link(house, from, to, since)).await
}

async fn a_link_stands_on_both_records_until_it_is_undone(db: Db) {
    let house = House::open(&db).await;
    let officer = house.person("officer").await;
    let entered = enter(&house, &officer, 1, 0, "2025-09-01")
        .await
        .expect(201);
    let id = entered.text("id");
    for party in [0, 1] {
        let record = house.public(party).await.expect(200);
        assert_eq!(record.body["links"][0]["kind"], "renamed");
        assert_eq!(
            record.body["links"][0]["predecessor_name"],
            json!(house.bureau.parties[1].name)
        );
    }
    let page = house
        .door
        .public()
        .page(&format!("/institutions/{}", house.number(0)))
        .await;
    let html = String::from_utf8(page.expect(200).bytes).unwrap();
    assert!(html.contains("前身为") && html.contains("改名重组"));
    let path = format!("{LINKS}/{id}/undo");
    let silent = json!({"reason": " ", "version": 1});
    officer.post(&path, &silent).await.expect(422);
    let stale = json!({"reason": "写错了", "version": 7});
    assert_eq!(
        officer.post(&path, &stale).await.expect(409).code(),
        "stale_version"
    );
    let undo = json!({"reason": "写错了", "version": 1});
    officer.post(&path, &undo).await.expect(200);
    let again = officer.post(&path, &undo).await.expect(409);
    assert_eq!(again.code(), "link_undone");
    assert_eq!(house.public(0).await.body["links"], json!([]));
    // The row is kept, and the two may be linked anew.
    enter(&house, &officer, 1, 0, "2025-09-02")
        .await
        .expect(201);
    assert_eq!(house.rows.count("institution_link").await, 2);
}

async fn what_came_before_came_first(db: Db) {
    let house = House::open(&db).await;
    let officer = house.person("officer").await;
    enter(&house, &officer, 1, 2, "2020-01-01")
        .await
        .expect(201);
    enter(&house, &officer, 2, 3, "2022-01-01")
        .await
        .expect(201);
    for (from, to, since, code) in [
        (1, 1, "2023-01-01", "link_same"),
        (1, 2, "2021-01-01", "link_twice"),
        (3, 1, "2023-01-01", "link_cycle"),
        (2, 0, "2019-01-01", "link_order"),
    ] {
        let refused = enter(&house, &officer, from, to, since).await.expect(409);
        assert_eq!(refused.code(), code);
    }
    let nobody = nobody();
    for (field, value, code) in [
        ("since_on", "2999-01-01", "day_in_future"),
        ("basis", " ", "text_empty"),
        ("predecessor", nobody.as_str(), "institution_unknown"),
    ] {
        let mut body = link(&house, 0, 1, "2023-01-01");
        body[field] = json!(value);
        let refused = officer.post(LINKS, &body).await.expect(422);
        assert_eq!(refused.body["errors"][0]["code"], code, "{field}");
    }
    // Two that would make a circle together: one comes first.
    let (left, right) = (
        link(&house, 0, 1, "2019-01-01"),
        link(&house, 3, 0, "2023-01-01"),
    );
    let (left, right) = tokio::join!(officer.post(LINKS, &left), officer.post(LINKS, &right));
    let mut statuses = [left.status, right.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409]);
}

async fn the_same_key_enters_once(db: Db) {
    let house = House::open(&db).await;
    let officer = house.person("officer").await;
    let body = link(&house, 1, 0, "2025-09-01");
    let first = keyed(&officer, LINKS, "l-1", &body).await.expect(201);
    let again = keyed(&officer, LINKS, "l-1", &body).await.expect(201);
    assert_eq!(first.body, again.body);
    assert_eq!(house.rows.count("institution_link").await, 1);
}

async fn links_need_their_right_and_their_place(db: Db) {
    let house = House::open(&db).await;
    let body = link(&house, 1, 0, "2025-09-01");
    house.door.public().post(LINKS, &body).await.expect(401);
    for login in ["auditor", "director", "institution-agent"] {
        let person = house.person(login).await;
        person.post(LINKS, &body).await.expect(403);
    }
    let zones = house.person("officer-zones").await;
    let elsewhere = zones.post(LINKS, &body).await.expect(422);
    assert_eq!(elsewhere.body["errors"][0]["field"], "successor");
}
