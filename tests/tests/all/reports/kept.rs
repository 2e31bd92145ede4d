//! What belongs to a hidden entry goes on with the one that is kept, and nothing new comes to the hidden one.

use domain::access::permit;
use serde_json::{Value, json};
use store::Fault;
use store::ops::institution;
use tests::bureau::grant;
use tests::caller::Caller;
use tests::{Db, db_test};

use super::{House, LINKS, REPORTS, step};
use crate::staff::identity;

db_test!(
    nothing_new_is_entered_at_a_hidden_entry,
    the_entry_that_is_kept_is_found_by_the_names_of_both,
    a_report_of_before_the_merge_is_settled_at_the_entry_that_is_kept,
    a_case_of_before_the_merge_is_about_the_entry_that_is_kept,
    two_entries_that_are_one_raise_no_lead_between_them,
    the_courses_of_a_hidden_entry_are_looked_for_at_the_other,
);

fn member(serial: u32) -> Value {
    json!({"identity_number": identity(serial), "member": {
        "name": "万思宁", "post": "teacher", "engagement": "full_time", "subject": "书法", "certificate": "teacher",
        "certificate_number": "20203600042000011", "entry_check": "clear", "checked_on": "2026-01-05",
        "employed_on": "2026-01-08",
    }})
}

async fn nothing_new_is_entered_at_a_hidden_entry(db: Db) {
    let house = House::open(&db).await;
    let agent = house.person("institution-agent-2").await;
    let contact = json!({"name": "万青", "telephone": "13800000000"});
    let before = agent.get("/api/v1/my/record").await.expect(200).body["version"].clone();
    house.merged(1, 0).await;
    let officer = house.person("officer").await;
    let path = format!("/api/v1/desk/institutions/{}", house.number(1));
    let entry = officer.get(&path).await.expect(200).body;
    assert_eq!(
        entry["merged_into"],
        json!(house.number(0)),
        "an officer reads where it went"
    );
    let today = house.store.today();
    let course = json!({
        "name": "中国舞启蒙", "description": "把杆", "class": "arts", "stages": ["primary"], "mode": "on_site", "lessons": 20,
        "lesson_minutes": 45, "pupils": 20, "price_fen": 160_000, "first_day": today, "last_day": today.plus_days(80),
        "times": [{"weekday": "wednesday", "start": "18:30", "end": "20:00"}],
    });
    let service = json!({
        "school_year": domain::after_school::SchoolYear::of(today),
        "form": {"services": [], "schools": [], "quality": "", "pricing": ""},
    });
    for (path, body) in [
        ("/api/v1/my/staff", member(1)),
        ("/api/v1/my/team", json!({"pupils": 20})),
        ("/api/v1/my/courses", json!({"form": course})),
        ("/api/v1/my/after-school", service),
        ("/api/v1/my/record/contact", contact),
        ("/api/v1/my/record/confirmation", json!({"version": before})),
    ] {
        let refused = agent.post(path, &body).await.expect(409);
        assert_eq!(refused.code(), "institution_merged", "{path}");
    }
    let link = json!({
        "predecessor": house.number(2), "successor": house.number(1), "kind": "renamed", "since_on": "2025-09-01",
        "basis": "东教体许〔2025〕58号",
    });
    let refused = officer.post(LINKS, &link).await.expect(409);
    assert_eq!(refused.code(), "institution_merged");
    let (right, number) = (
        grant::<permit::ManageRegister>(&house.store),
        house.bureau.parties[1].number,
    );
    let consent = institution::record_consent(
        &house.store,
        &right,
        number,
        today,
        "确认书",
        house.store.now(),
    );
    assert!(
        matches!(consent.await, Err(Fault::Refused(refusal)) if refusal.code == "institution_merged")
    );
}

/// Numbers of the institutions that a name finds.
async fn named(house: &House, name: &str) -> Vec<Value> {
    let path = format!("/api/v1/institutions?q={name}");
    let list = house.door.public().get(&path).await.expect(200);
    let items = list.body["items"].as_array().unwrap();
    items.iter().map(|one| one["number"].clone()).collect()
}

async fn the_entry_that_is_kept_is_found_by_the_names_of_both(db: Db) {
    let house = House::open(&db).await;
    let [kept, hidden] = [0, 1].map(|party| json!(house.number(party)));
    let [own, other] = [0, 1].map(|party| house.bureau.parties[party].name.clone());
    assert_eq!(named(&house, &other).await, std::slice::from_ref(&hidden));
    let id = house.merged(1, 0).await;
    assert_eq!(named(&house, &other).await, std::slice::from_ref(&kept));
    assert_eq!(named(&house, &own).await, std::slice::from_ref(&kept));
    let (officer, lead) = (
        house.person("officer").await,
        house.person("lead-officer").await,
    );
    // What the one that is kept says may change meanwhile.
    let version = house.version(&officer, 0).await;
    let change = json!({"values": {"principal": "万青"}, "reason": "核对证照", "version": version});
    let path = format!(
        "/api/v1/desk/institutions/{}/record/changes",
        house.number(0)
    );
    officer.post(&path, &change).await.expect(200);
    assert_eq!(named(&house, &other).await, std::slice::from_ref(&kept));
    let part = json!({"event": "part", "reason": "是两家。"});
    step(&officer, super::MERGES, &id, part).await.expect(200);
    step(&lead, super::MERGES, &id, json!({"event": "approve"}))
        .await
        .expect(200);
    assert_eq!(named(&house, &other).await, std::slice::from_ref(&hidden));
    assert_eq!(named(&house, &own).await, std::slice::from_ref(&kept));
}

async fn a_report_of_before_the_merge_is_settled_at_the_entry_that_is_kept(db: Db) {
    let house = House::open(&db).await;
    let officer = house.person("officer").await;
    let closed = house.filed(1, &json!({"kind": "closed"})).await;
    let double = house
        .filed(1, &json!({"kind": "double", "other": house.number(0)}))
        .await;
    house.merged(1, 0).await;
    let report = officer
        .get(&format!("{REPORTS}/{closed}"))
        .await
        .expect(200)
        .body;
    assert_eq!(report["institution_number"], json!(house.number(0)));
    let version = house.version(&officer, 0).await;
    let correction = json!({
        "report_version": report["version"], "answer": "已核实停办。",
        "record": {"values": {"status": "closed"}, "reason": "公众纠错", "version": version},
    });
    officer
        .post(&format!("{REPORTS}/{closed}/correction"), &correction)
        .await
        .expect(200);
    assert_eq!(house.public(0).await.text("status"), "closed");
    // Both are one by now, so that nothing is left to start.
    let accept = |answer: &str| json!({"event": "accept", "answer": answer});
    let silent = step(&officer, REPORTS, &double, accept(""))
        .await
        .expect(409);
    assert_eq!(silent.code(), "answer_missing");
    step(&officer, REPORTS, &double, accept("两条登记已经合并。"))
        .await
        .expect(200);
}

async fn complaint_about(house: &House, party: usize) -> String {
    let complaint = json!({
        "institution_number": house.number(party), "subject": "不退费", "body": "课没上完就关门了。", "anonymous": true,
    });
    let filed = house
        .door
        .public()
        .post("/api/v1/complaints", &complaint)
        .await;
    filed.expect(201).text("number")
}

/// Opens a case from a complaint that is accepted for it, and answers it.
async fn case_of(house: &House, officer: &Caller, complaint: &str) -> Value {
    let desk = "/api/v1/desk/complaints";
    step(officer, desk, complaint, json!({"event": "accept"}))
        .await
        .expect(200);
    let body = json!({
        "complaint_number": complaint, "second_officer": house.bureau.second_officer, "reason": "涉嫌违规收费。",
    });
    let number = officer
        .post("/api/v1/desk/cases", &body)
        .await
        .expect(201)
        .text("number");
    officer
        .get(&format!("/api/v1/desk/cases/{number}"))
        .await
        .expect(200)
        .body
}

async fn a_case_of_before_the_merge_is_about_the_entry_that_is_kept(db: Db) {
    let house = House::open(&db).await;
    let officer = house.person("officer").await;
    let complaint = complaint_about(&house, 1).await;
    house.merged(1, 0).await;
    let case = case_of(&house, &officer, &complaint).await;
    assert_eq!(case["institution_number"], json!(house.number(0)));
    assert_eq!(case["party_name"], json!(house.bureau.parties[0].name));
}

async fn two_entries_that_are_one_raise_no_lead_between_them(db: Db) {
    let house = House::open(&db).await;
    let (one, two) = (
        house.person("institution-agent").await,
        house.person("institution-agent-2").await,
    );
    two.post("/api/v1/my/staff", &member(1)).await.expect(201);
    two.post("/api/v1/my/staff", &member(2)).await.expect(201);
    let leads = || house.rows.count("staff_lead");
    one.post("/api/v1/my/staff", &member(1)).await.expect(201);
    assert_eq!(leads().await, 1, "they are two");
    house.merged(1, 0).await;
    one.post("/api/v1/my/staff", &member(2)).await.expect(201);
    assert_eq!(leads().await, 1, "they are one");
}

async fn the_courses_of_a_hidden_entry_are_looked_for_at_the_other(db: Db) {
    let house = House::open(&db).await;
    house.merged(1, 0).await;
    let [kept, hidden] = [0, 1].map(|party| house.number(party));
    let path = format!("/api/v1/institutions/{hidden}/courses");
    let answer = house.door.public().get(&path).await;
    let there = answer.headers["location"].to_str().unwrap();
    assert_eq!(
        (answer.status, there),
        (308, format!("/api/v1/institutions/{kept}/courses").as_str())
    );
    // A form that was opened under the old number names the entry that is kept.
    let page = house
        .door
        .public()
        .page(&format!("/complaints/new?institution={hidden}"))
        .await;
    let html = String::from_utf8(page.expect(200).bytes).unwrap();
    assert!(html.contains(&house.bureau.parties[0].name));
}
