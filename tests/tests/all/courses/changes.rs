//! What happens to a course while it is being changed, and what others read of it.

use domain::access::permit;
use serde_json::{Value, json};
use store::ops::course as ops;
use tests::bureau::grant;
use tests::{Db, db_test};

use super::{DESK, House, MINE, begin, record, save, step};

db_test!(
    what_is_published_ends_on_its_day_and_the_change_goes_on,
    an_officer_reads_what_was_filed_and_not_what_is_being_written,
    a_change_that_is_given_up_keeps_what_an_officer_judged,
    what_may_not_be_published_any_more_is_handed_back,
    courses_of_a_merged_entry_are_those_of_the_one_that_is_kept,
    what_the_licence_does_not_allow_any_more_is_shown_no_longer,
    courses_from_a_list_of_the_office_are_not_counted_against_the_institution,
    how_an_institution_may_teach_is_what_its_record_says,
    a_new_price_is_filed_on_its_own_day,
    a_new_price_keeps_what_an_officer_judged,
    what_was_never_filed_is_not_shown_by_taking_the_course_back,
);

async fn change(house: &House, number: &str, form: &Value) {
    let agent = house.agent().await;
    step(&agent, MINE, number, json!({"event": "change"}))
        .await
        .expect(200);
    save(&agent, number, form).await.expect(200);
}

async fn what_is_published_ends_on_its_day_and_the_change_goes_on(db: Db) {
    let house = House::open(&db).await;
    let agent = house.agent().await;
    let number = house.screened(&agent, &house.form()).await;
    let mut longer = house.form();
    longer["name"] = json!("中国舞启蒙（下）");
    longer["first_day"] = json!(house.store.today().plus_days(84));
    longer["last_day"] = json!(house.store.today().plus_days(150));
    change(&house, &number, &longer).await;

    house.days_go_by(81);
    let right = grant::<permit::RunSystem>(&house.store);
    let ended = ops::follow(&house.store, &right, house.store.now()).await;
    assert_eq!(ended.unwrap(), 1);
    let ended = ops::follow(&house.store, &right, house.store.now()).await;
    assert_eq!(ended.unwrap(), 0);
    assert_eq!(house.published().await, Vec::<Value>::new());
    let agent = house.agent().await;
    let left = record(&agent, MINE, &number).await;
    assert_eq!(
        (&left["state"], &left["live"]),
        (&json!("draft"), &json!(false))
    );
    assert_ne!(left["fees"][0]["ended_at"], Value::Null);
    step(&agent, MINE, &number, json!({"event": "file"}))
        .await
        .expect(200);
    assert_eq!(
        house.screen().await,
        1,
        "nothing stands that was read before"
    );
    assert_eq!(house.published().await[0]["name"], "中国舞启蒙（下）");
}

async fn an_officer_reads_what_was_filed_and_not_what_is_being_written(db: Db) {
    let house = House::open(&db).await;
    let (agent, officer) = (house.agent().await, house.person("officer").await);
    let number = house.screened(&agent, &house.form()).await;
    change(&house, &number, &house.doubtful()).await;
    let own = record(&agent, MINE, &number).await;
    assert_eq!(own["form"]["name"], "思维训练（春季班）");
    let desk = record(&officer, DESK, &number).await;
    assert_eq!(desk["form"]["name"], "中国舞启蒙");
    assert_eq!(desk["name"], "中国舞启蒙");
    let labels = desk["screening"]["labels"].as_array().unwrap();
    assert!(labels.iter().all(|label| label["flag"] == false), "{desk}");
    assert!(!desk.to_string().contains("思维训练"), "{desk}");

    // Filed, it is the officer's to read; refused and written anew, it is what was refused.
    step(&agent, MINE, &number, json!({"event": "file"}))
        .await
        .expect(200);
    house.screen().await;
    let desk = record(&officer, DESK, &number).await;
    assert_eq!(desk["name"], "思维训练（春季班）");
    let other = house.screened(&agent, &house.doubtful()).await;
    let refuse = json!({"event": "refuse", "reason": "教授数学。"});
    step(&officer, DESK, &other, refuse).await.expect(200);
    let mut third = house.form();
    third["name"] = json!("尚未提交的名字");
    third["price_fen"] = json!(7);
    change(&house, &other, &third).await;
    let desk = record(&officer, DESK, &other).await;
    assert_eq!(desk["form"]["name"], "思维训练（春季班）");
    let list = officer.get(DESK).await.expect(200).body.to_string();
    assert!(
        !list.contains("尚未提交的名字") && !list.contains("\"price_fen\":7,"),
        "{list}"
    );
}

async fn a_change_that_is_given_up_keeps_what_an_officer_judged(db: Db) {
    let house = House::open(&db).await;
    let (agent, officer) = (house.agent().await, house.person("officer").await);
    let number = house.screened(&agent, &house.doubtful()).await;
    let clear = json!({"event": "clear", "reason": "数学二字是书名。"});
    step(&officer, DESK, &number, clear).await.expect(200);
    change(&house, &number, &house.form()).await;
    step(&agent, MINE, &number, json!({"event": "discard"}))
        .await
        .expect(200);
    let desk = record(&officer, DESK, &number).await;
    assert_eq!(desk["judged_by"], "试验·officer");
    assert_eq!(desk["told"], "数学二字是书名。");
}

async fn what_may_not_be_published_any_more_is_handed_back(db: Db) {
    let house = House::open(&db).await;
    let agent = house.agent().await;
    let number = house.filed(&agent, &house.form()).await;
    house.rows.lift_guards().await;
    let suspended = "UPDATE licence SET state = 'suspended'";
    house.rows.set(suspended).await;
    assert_eq!(house.screen().await, 1);
    let own = record(&agent, MINE, &number).await;
    assert_eq!(own["state"], "draft");
    assert_eq!(house.rows.count("act WHERE verb = 'hand_back'").await, 1);
    let path = format!("/institutions/{}", house.bureau.parties[0].number);
    let page = house.door.public().page(&path).await.expect(200);
    let words = String::from_utf8_lossy(&page.bytes).into_owned();
    assert!(
        words.contains("课程和收费不公示"),
        "hidden, not none: {words}"
    );
    // With its licence again, it is filed and screened once more.
    let valid = "UPDATE licence SET state = 'valid'";
    house.rows.set(valid).await;
    step(&agent, MINE, &number, json!({"event": "file"}))
        .await
        .expect(200);
    assert_eq!(house.screen().await, 1);
    assert_eq!(house.published().await[0]["number"], number);
}

async fn what_the_licence_does_not_allow_any_more_is_shown_no_longer(db: Db) {
    let house = House::open(&db).await;
    let agent = house.agent().await;
    let number = house.filed(&agent, &house.form()).await;
    assert_eq!(house.screen().await, 1);
    assert_eq!(house.published().await[0]["number"], number);
    for (table, taken, given) in [
        ("licence", "class = 'sports'", "class = 'arts'"),
        ("institution", "stages = 8", "stages = 15"),
    ] {
        house.rows.set(&format!("UPDATE {table} SET {taken}")).await;
        assert_eq!(house.published().await, Vec::<Value>::new(), "{taken}");
        house.rows.set(&format!("UPDATE {table} SET {given}")).await;
        assert_eq!(house.published().await[0]["number"], number, "{given}");
    }
}

async fn courses_of_a_merged_entry_are_those_of_the_one_that_is_kept(db: Db) {
    let house = House::open(&db).await;
    let agent = house.agent().await;
    let number = house.filed(&agent, &house.form()).await;
    assert_eq!(house.screen().await, 1);
    let [hidden, kept] = [0, 1].map(|party| house.bureau.parties[party].number);
    let id = |number| format!("(SELECT id FROM institution WHERE number = '{number}')");
    for set in [
        format!(
            "licence_id = (SELECT licence_id FROM institution WHERE number = '{hidden}'), class = 'arts', stages = 15 WHERE number = '{kept}'"
        ),
        format!("merged_into = {} WHERE number = '{hidden}'", id(kept)),
    ] {
        house
            .rows
            .set(&format!("UPDATE institution SET {set}"))
            .await;
    }
    let path = format!("/api/v1/institutions/{kept}/courses");
    let shown = house.door.public().get(&path).await.expect(200);
    assert_eq!(shown.body["items"][0]["number"], number);
}

async fn courses_from_a_list_of_the_office_are_not_counted_against_the_institution(db: Db) {
    let house = House::open(&db).await;
    let listed: domain::course::Course = serde_json::from_value(house.form()).unwrap();
    let right = grant::<permit::ManageRegister>(&house.store);
    let (listed, number) = (vec![listed; 100], house.bureau.parties[0].number);
    let entered = ops::enter(&house.store, &right, number, &listed, house.store.now());
    assert_eq!(entered.await.unwrap().len(), 100);
    let agent = house.agent().await;
    begin(&agent, &house.form()).await;
}

async fn how_an_institution_may_teach_is_what_its_record_says(db: Db) {
    let house = House::open(&db).await;
    let agent = house.agent().await;
    let number = begin(&agent, &house.form()).await;
    let found = async |mode: &str| {
        let own = record(&agent, MINE, &number).await;
        let found = own["findings"].as_array().unwrap().clone();
        let held = found.iter().any(|it| it["check"] == "mode_outside_licence");
        assert_eq!(held, mode == "online", "{mode}: {found:?}");
    };
    found("").await;
    for mode in ["online", "on_site"] {
        let party = house.bureau.parties[0].id;
        let rows = &house.rows;
        rows.set("DELETE FROM institution_identity").await;
        let said = format!(
            "INSERT INTO institution_identity (institution_id, mode) VALUES ('{party}', '{mode}')"
        );
        rows.set(&said).await;
        found(mode).await;
    }
}

async fn a_new_price_is_filed_on_its_own_day(db: Db) {
    let house = House::open(&db).await;
    let agent = house.agent().await;
    let number = house.screened(&agent, &house.form()).await;
    house.days_go_by(3);
    let mut dearer = house.form();
    dearer["first_day"] = json!(house.store.today());
    dearer["price_fen"] = json!(180_000);
    change(&house, &number, &dearer).await;
    let agent = house.agent().await;
    step(&agent, MINE, &number, json!({"event": "file"}))
        .await
        .expect(200);
    let own = record(&agent, MINE, &number).await;
    assert_eq!(own["state"], "published");
    assert_eq!(own["filed_on"], json!(house.store.today()));
}

async fn a_new_price_keeps_what_an_officer_judged(db: Db) {
    let house = House::open(&db).await;
    let (agent, officer) = (house.agent().await, house.person("officer").await);
    let number = house.screened(&agent, &house.doubtful()).await;
    let clear = json!({"event": "clear", "reason": "数学二字是书名。"});
    step(&officer, DESK, &number, clear).await.expect(200);
    let mut dearer = house.doubtful();
    dearer["price_fen"] = json!(170_000);
    change(&house, &number, &dearer).await;
    step(&agent, MINE, &number, json!({"event": "file"}))
        .await
        .expect(200);
    let desk = record(&officer, DESK, &number).await;
    assert_eq!(desk["state"], "published", "the text was judged already");
    let judged = desk["told"].as_str();
    assert_eq!(judged, Some("数学二字是书名。"), "{desk}");
}

async fn what_was_never_filed_is_not_shown_by_taking_the_course_back(db: Db) {
    let house = House::open(&db).await;
    let (agent, officer) = (house.agent().await, house.person("officer").await);
    let mut secret = house.form();
    secret["name"] = json!("尚未提交的名字");
    // One stood published while it was written anew; another one had been refused.
    let published = house.screened(&agent, &house.form()).await;
    let refused = house.screened(&agent, &house.doubtful()).await;
    let refuse = json!({"event": "refuse", "reason": "教授数学。"});
    step(&officer, DESK, &refused, refuse).await.expect(200);
    for (number, name) in [(&published, "中国舞启蒙"), (&refused, "思维训练（春季班）")]
    {
        change(&house, number, &secret).await;
        step(&agent, MINE, number, json!({"event": "withdraw"}))
            .await
            .expect(200);
        let desk = record(&officer, DESK, number).await;
        assert_eq!(
            (&desk["state"], &desk["name"]),
            (&json!("withdrawn"), &json!(name))
        );
        assert_eq!(desk["form"]["name"], name);
        assert!(!desk.to_string().contains("尚未提交的名字"), "{desk}");
    }
    let list = officer.get(DESK).await.expect(200).body.to_string();
    assert!(!list.contains("尚未提交的名字"), "{list}");
}
