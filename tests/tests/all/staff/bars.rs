//! The bar list: who is on it is not entered, and who employs somebody of it is told of and not acted upon.

use serde_json::json;
use tests::{Db, db_test};

use super::{BARRED, House, LEADS, MINE, bar, enter, findings, identity};

db_test!(
    a_barred_person_is_refused_by_law_until_the_last_day_has_passed,
    a_bar_that_is_lifted_counts_no_longer,
    a_bar_of_somebody_employed_raises_a_lead_and_does_nothing_else,
    each_wrong_field_of_a_bar_is_named_and_nobody_is_barred_twice,
);

async fn a_barred_person_is_refused_by_law_until_the_last_day_has_passed(db: Db) {
    let house = House::open(&db).await;
    let lead = house.person("lead-officer").await;
    lead.post(BARRED, &bar(&house, 1, 10)).await.expect(201);
    house.is_nowhere_in_clear(&identity(1)).await;
    let agent = house.person("institution-agent").await;
    let refused = enter(&agent, 1).await.expect(409);
    assert_eq!(refused.code(), "staff_barred");
    assert_eq!(refused.body["article"], "staff21");
    assert_eq!(house.rows.count("staff_member").await, 0);
    assert_eq!(house.rows.count("staff_lead").await, 0);
    enter(&agent, 2).await.expect(201);
    house.days_go_by(10);
    let agent = house.person("institution-agent").await;
    assert_eq!(
        enter(&agent, 1).await.code(),
        "staff_barred",
        "the last day counts"
    );
    house.days_go_by(1);
    let agent = house.person("institution-agent").await;
    enter(&agent, 1).await.expect(201);
    let officer = house.person("officer").await;
    let over = officer
        .get(&format!("{BARRED}?state=over"))
        .await
        .expect(200)
        .body;
    assert_eq!(over["items"][0]["state"], "over");
    let in_force = officer
        .get(&format!("{BARRED}?state=in_force"))
        .await
        .expect(200)
        .body;
    assert_eq!(in_force["items"], json!([]));
}

async fn a_bar_that_is_lifted_counts_no_longer(db: Db) {
    let house = House::open(&db).await;
    let lead = house.person("lead-officer").await;
    let id = lead
        .post(BARRED, &bar(&house, 1, 100))
        .await
        .expect(201)
        .text("id");
    let path = format!("{BARRED}/{id}/events");
    let lift =
        |reason: &str, version: i64| json!({"event": "lift", "reason": reason, "version": version});
    let refused = lead.post(&path, &lift(" ", 1)).await.expect(422);
    assert_eq!(refused.body["errors"][0]["field"], "reason");
    let stale = lead.post(&path, &lift("撤销。", 7)).await.expect(409);
    assert_eq!(stale.code(), "stale_version");
    lead.post(&path, &lift("撤销。", 1)).await.expect(200);
    let twice = lead.post(&path, &lift("撤销。", 2)).await.expect(409);
    assert_eq!(twice.code(), "bar_lifted_already");
    let shown = lead.get(&format!("{BARRED}/{id}")).await.expect(200).body;
    assert_eq!(
        (&shown["state"], &shown["lift_reason"]),
        (&json!("lifted"), &json!("撤销。"))
    );
    let agent = house.person("institution-agent").await;
    enter(&agent, 1).await.expect(201);
    // The person may be barred again.
    lead.post(BARRED, &bar(&house, 1, 100)).await.expect(201);
    let officer = house.person("officer").await;
    officer.post(BARRED, &bar(&house, 2, 1)).await.expect(403);
    officer.post(&path, &lift("撤销。", 2)).await.expect(403);
}

async fn a_bar_of_somebody_employed_raises_a_lead_and_does_nothing_else(db: Db) {
    let house = House::open(&db).await;
    let agent = house.person("institution-agent").await;
    let id = enter(&agent, 1).await.expect(201).text("id");
    let lead = house.person("lead-officer").await;
    lead.post(BARRED, &bar(&house, 1, 10)).await.expect(201);
    let leads = lead.get(LEADS).await.expect(200).body;
    let one = &leads["items"][0];
    assert_eq!(
        (&one["ground"], &one["state"]),
        (&json!("barred"), &json!("new"))
    );
    let whole = lead
        .get(&format!("{LEADS}/{}", one["id"].as_str().unwrap()))
        .await
        .expect(200)
        .body;
    assert_eq!(whole["entry"]["source"], "南教通〔2026〕7号");
    // The person works on until the institution lets them go.
    let record = agent.get(&format!("{MINE}/{id}")).await.expect(200).body;
    assert_eq!(
        (&record["left_on"], &record["version"]),
        (&json!(null), &json!(1))
    );
    assert_eq!(findings(&agent, &id).await, ["barred"]);
    house.days_go_by(11);
    let agent = house.person("institution-agent").await;
    assert_eq!(findings(&agent, &id).await, Vec::<String>::new());
}

async fn each_wrong_field_of_a_bar_is_named_and_nobody_is_barred_twice(db: Db) {
    let house = House::open(&db).await;
    let lead = house.person("lead-officer").await;
    let today = house.store.today();
    let wrong = json!({"identity_number": identity(1), "name": " ", "source": "", "from_on": today.plus_days(1),
        "last_on": today.plus_days(-1)});
    let refused = lead.post(BARRED, &wrong).await.expect(422);
    let told: Vec<String> = refused.body["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| format!("{} {}", one["field"], one["code"]).replace('"', ""))
        .collect();
    assert_eq!(
        told,
        [
            "name text_empty",
            "source text_empty",
            "from_on day_in_future",
            "last_on day_too_early"
        ]
    );
    lead.post(BARRED, &bar(&house, 1, 10)).await.expect(201);
    let twice = lead.post(BARRED, &bar(&house, 1, 20)).await.expect(409);
    assert_eq!(twice.code(), "barred_already");
}
