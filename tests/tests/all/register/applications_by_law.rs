//! What the law makes of an application and of its licence, whoever acts late or not at all.

use domain::access::permit;
use serde_json::json;
use store::ops::application;
use tests::bureau::grant;
use tests::caller::Answer;
use tests::{Db, db_test};

use super::House;
use super::applications::{DESK, MINE, form, renewal, step, submitted};

db_test!(
    a_licence_that_is_issued_makes_copies_of_the_white_list_old,
    premises_that_nobody_has_seen_are_visited_before_a_move_is_granted,
    what_is_past_its_last_day_is_listed_by_itself,
    what_counts_as_granted_is_neither_refused_nor_taken_back,
    what_was_granted_is_not_issued_to_one_that_has_closed,
    a_licence_that_another_one_followed_is_no_forgery,
    one_application_that_cannot_be_read_holds_up_no_other,
    a_licence_that_was_revoked_is_not_renewed_by_silence,
    a_suspended_licence_that_is_renewed_by_silence_stays_suspended,
);

async fn what_counts_as_granted_is_neither_refused_nor_taken_back(db: Db) {
    let house = House::open(&db).await;
    house.days_go_by(555);
    let agent = house.agent(0).await;
    let number = submitted(&agent, "renew", &renewal()).await;
    let (officer, lead) = (
        house.person("officer").await,
        house.person("lead-officer").await,
    );
    step(&officer, DESK, &number, json!({"event": "accept"}))
        .await
        .expect(200);
    let propose = json!({"event": "propose", "grant": false, "reason": "生均面积不足3平方米。"});
    step(&officer, DESK, &number, propose).await.expect(200);
    // Nothing was decided by the last day, and the worker has not been there yet.
    house.days_go_by(41);
    let (agent, lead_now) = (house.agent(0).await, house.person("lead-officer").await);
    drop((officer, lead));
    let refused = step(&lead_now, DESK, &number, json!({"event": "approve"})).await;
    let refused = refused.expect(409);
    assert_eq!(refused.code(), "granted_by_law");
    assert_eq!(refused.body["article"], "alic-50-2");
    let back = step(&agent, MINE, &number, json!({"event": "withdraw"})).await;
    assert_eq!(back.expect(409).code(), "granted_by_law");
    house.follow().await;
    assert_eq!(house.public(0).await["licence_state"], "valid");
    // How it was examined stays with the decision.
    let shown = lead_now.get(&format!("{DESK}/{number}")).await.expect(200);
    assert_eq!(shown.text("state"), "granted");
    assert!(
        shown.body["way"]["accepted"]["on"].is_string(),
        "{}",
        shown.body
    );
    assert!(shown.body["proposed_by"].is_string(), "{}", shown.body);
}

async fn what_was_granted_is_not_issued_to_one_that_has_closed(db: Db) {
    let house = House::open(&db).await;
    let agent = house.agent(1).await;
    let number = submitted(&agent, "establish", &form()).await;
    house.granted(&number).await;
    let gone = "UPDATE institution SET status = 'runaway'";
    house.rows.set(gone).await;
    let officer = house.person("officer").await;
    let refused = step(&officer, DESK, &number, json!({"event": "issue"})).await;
    assert_eq!(refused.expect(409).code(), "institution_not_working");
    house
        .rows
        .set("UPDATE institution SET status = 'operating'")
        .await;
    step(&officer, DESK, &number, json!({"event": "issue"}))
        .await
        .expect(200);
}

async fn a_licence_that_another_one_followed_is_no_forgery(db: Db) {
    let house = House::open(&db).await;
    house.days_go_by(596);
    let agent = house.agent(0).await;
    let mut asked = form();
    asked["lease_until"] = json!("2040-12-31");
    let number = submitted(&agent, "establish", &asked).await;
    house.granted(&number).await;
    let officer = house.person("officer").await;
    step(&officer, DESK, &number, json!({"event": "issue"}))
        .await
        .expect(200);
    let new = house.public(0).await["licence_number"].clone();
    let public = house.door.public();
    for (licence, words) in [("136010271234567", "过期"), (new.as_str().unwrap(), "有效")] {
        let seen = public.get(&format!("/verify/{licence}")).await.expect(200);
        let page = String::from_utf8_lossy(&seen.bytes).into_owned();
        assert!(page.contains(words), "{licence}: {page}");
    }
}

async fn one_application_that_cannot_be_read_holds_up_no_other(db: Db) {
    let house = House::of(&db, 3).await;
    let mut numbers = Vec::new();
    for party in 1..3 {
        let agent = house.agent(party).await;
        numbers.push(submitted(&agent, "establish", &form()).await);
    }
    let damage = format!(
        "UPDATE application SET facts = '{{}}' WHERE number = '{}'",
        numbers[0]
    );
    house.rows.set(&damage).await;
    house.days_go_by(20);
    let right = grant::<permit::RunSystem>(&house.store);
    let followed = application::follow(&house.store, &right, house.store.now()).await;
    assert_eq!(followed.unwrap_err().code(), "integrity");
    let accepted = format!(
        "application WHERE number = '{}' AND state = 'accepted'",
        numbers[1]
    );
    assert_eq!(house.rows.count(&accepted).await, 1);
}

async fn a_licence_that_was_revoked_is_not_renewed_by_silence(db: Db) {
    let house = House::open(&db).await;
    house.days_go_by(555);
    let agent = house.agent(0).await;
    let number = submitted(&agent, "renew", &renewal()).await;
    let officer = house.person("officer").await;
    step(&officer, DESK, &number, json!({"event": "accept"}))
        .await
        .expect(200);
    let revoked = "UPDATE licence SET state = 'revoked', ended_on = '2027-01-01'";
    house.rows.set(revoked).await;
    house.days_go_by(41);
    house.follow().await;
    house.mind().await;
    let public = house.public(0).await;
    assert_eq!(public["licence_state"], "revoked");
    let officer = house.person("officer").await;
    let shown = officer.get(&format!("{DESK}/{number}")).await.expect(200);
    assert_eq!(shown.text("state"), "accepted");
}

async fn a_suspended_licence_that_is_renewed_by_silence_stays_suspended(db: Db) {
    let house = House::open(&db).await;
    house.days_go_by(555);
    let agent = house.agent(0).await;
    let number = submitted(&agent, "renew", &renewal()).await;
    house
        .rows
        .set("UPDATE licence SET state = 'suspended'")
        .await;
    house.days_go_by(41);
    // The worker may come to the licence before it comes to the application.
    house.mind().await;
    assert_eq!(house.public(0).await["licence_state"], "expired");
    house.follow().await;
    assert_eq!(house.public(0).await["licence_state"], "suspended");
    let agent = house.agent(0).await;
    let record = agent.get(&format!("{MINE}/{number}")).await.expect(200);
    assert_eq!(record.text("state"), "granted");
}

async fn premises_that_nobody_has_seen_are_visited_before_a_move_is_granted(db: Db) {
    let house = House::open(&db).await;
    let agent = house.agent(0).await;
    let mut moved = renewal();
    moved["address"] = json!("叠山路99号");
    let number = submitted(&agent, "change", &moved).await;
    let officer = house.person("officer").await;
    step(&officer, DESK, &number, json!({"event": "accept"}))
        .await
        .expect(200);
    let grant = json!({"event": "propose", "grant": true, "checked": ["culture_consents"]});
    let refused = step(&officer, DESK, &number, grant.clone()).await;
    assert_eq!(refused.expect(409).code(), "visit_missing");
    step(&officer, DESK, &number, house.visit())
        .await
        .expect(200);
    step(&officer, DESK, &number, grant).await.expect(200);
    let place = json!([{"address": "叠山路1号", "site": "commercial", "area_m2": 90, "pupils_at_once": 30}]);
    let set = format!(
        "INSERT INTO institution_identity (institution_id, premises, position) SELECT id, '{place}', '28.68,115.89,gcj02' \
         FROM institution WHERE number = '{}' ON CONFLICT (institution_id) DO UPDATE SET premises = EXCLUDED.premises, position = EXCLUDED.position",
        house.bureau.parties[0].number
    );
    house.rows.set(&set).await;
    let lead = house.person("lead-officer").await;
    step(&lead, DESK, &number, json!({"event": "approve"}))
        .await
        .expect(200);
    // It is in the one place alone, and nobody knows yet where that is on a map.
    let public = house.public(0).await;
    let places = public["premises"].as_array().unwrap();
    assert_eq!(
        (places.len(), &places[0]["address"]),
        (1, &json!("叠山路99号"))
    );
    assert_eq!(public["position"], json!(null));
}

async fn what_is_past_its_last_day_is_listed_by_itself(db: Db) {
    let house = House::of(&db, 3).await;
    let agent = house.agent(1).await;
    let late = submitted(&agent, "establish", &form()).await;
    let officer = house.person("officer").await;
    step(&officer, DESK, &late, json!({"event": "accept"}))
        .await
        .expect(200);
    house.days_go_by(120);
    let agent = house.agent(2).await;
    submitted(&agent, "establish", &form()).await;
    let officer = house.person("officer").await;
    let open = officer.get(&format!("{DESK}?state=open")).await.expect(200);
    assert_eq!(open.body["items"].as_array().unwrap().len(), 2);
    let overdue = officer
        .get(&format!("{DESK}?state=overdue"))
        .await
        .expect(200);
    let items = overdue.body["items"].as_array().unwrap();
    assert_eq!(items.len(), 1, "{}", overdue.body);
    assert_eq!(items[0]["number"], late.as_str());
}

async fn a_licence_that_is_issued_makes_copies_of_the_white_list_old(db: Db) {
    let house = House::open(&db).await;
    let number = submitted(&house.agent(1).await, "establish", &form()).await;
    house.granted(&number).await;
    let public = house.door.public();
    let before = public.get("/api/v1/white-list").await.expect(200);
    let officer = house.person("officer").await;
    step(&officer, DESK, &number, json!({"event": "issue"}))
        .await
        .expect(200);
    let after = public.get("/api/v1/white-list").await.expect(200);
    assert_ne!(before.headers["etag"], after.headers["etag"]);
    let count = |list: &Answer| list.body["items"].as_array().unwrap().len();
    assert_eq!(count(&after), count(&before) + 1);
}
