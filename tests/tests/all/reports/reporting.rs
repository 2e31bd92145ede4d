//! Filing a report and following it with its receipt, by the JSON door.

use reqwest::Method;
use serde_json::{Value, json};
use tests::caller::{Answer, send};
use tests::{Db, db_test};

use super::{House, keyed, telephone};

db_test!(
    a_report_is_filed_without_account_and_followed_by_its_receipt,
    a_wrong_code_and_an_unknown_number_are_answered_alike,
    the_receipt_of_a_report_opens_no_complaint_and_the_other_way_round,
    the_same_key_files_once,
    what_cannot_be_filed_names_its_field,
    no_report_holds_an_address_in_the_clear_nor_where_it_came_from,
);

async fn followed(house: &House, number: &str, receipt: &str) -> Answer {
    let path = format!("/api/v1/reports/{number}");
    let request = house.door.public().request(Method::GET, &path);
    send(request.header("receipt", receipt)).await
}

async fn a_report_is_filed_without_account_and_followed_by_its_receipt(db: Db) {
    let house = House::open(&db).await;
    for (draft, kind) in [
        (telephone(), "wrong"),
        (
            json!({"kind": "closed", "since_on": "2026-03-01"}),
            "closed",
        ),
        (
            json!({"kind": "double", "other": house.number(2)}),
            "double",
        ),
        (json!({"kind": "other", "text": "上课时间不对"}), "other"),
    ] {
        let filed = house.report(0, &draft).await.expect(201);
        let (number, receipt) = (filed.text("number"), filed.text("receipt"));
        assert!(number.starts_with("JC") && receipt.len() == 16, "{kind}");
        let own = followed(&house, &number, &receipt).await.expect(200);
        assert_eq!(own.text("kind"), kind);
        assert_eq!(own.text("state"), "received");
        assert_eq!(own.text("institution_name"), house.bureau.parties[0].name);
        // Ten working days: a setting of the house, since no statute gives one.
        assert_eq!(own.text("due_on"), filed.text("due_on"));
        assert!(own.body["answer"].is_null() && own.body["decided_on"].is_null());
    }
    assert_eq!(house.rows.count("entry_report WHERE open").await, 4);
    let acts = "act WHERE subject_kind = 'report' AND verb = 'file' AND actor = 'public'";
    assert_eq!(house.rows.count(acts).await, 4);
}

async fn a_wrong_code_and_an_unknown_number_are_answered_alike(db: Db) {
    let house = House::open(&db).await;
    let filed = house.report(0, &telephone()).await.expect(201);
    let (number, receipt) = (filed.text("number"), filed.text("receipt"));
    let wrong = followed(&house, &number, "0000000000000000").await;
    let nobodys = domain::words::ReportNumber::from_random(1).to_string();
    let unknown = followed(&house, &nobodys, &receipt).await;
    let told = |answer: &Answer| {
        let mut body = answer.body.clone();
        body["reference"] = Value::Null;
        (answer.status, body)
    };
    assert_eq!(told(&wrong).0, 404);
    assert_eq!(told(&wrong), told(&unknown));
    assert_eq!(followed(&house, &number, "x").await.status, 404);
    let none = house
        .door
        .public()
        .get(&format!("/api/v1/reports/{number}"))
        .await;
    assert_eq!(none.status, 404);
}

async fn the_receipt_of_a_report_opens_no_complaint_and_the_other_way_round(db: Db) {
    let house = House::open(&db).await;
    let filed = house.report(0, &telephone()).await.expect(201);
    let path = format!("/api/v1/complaints/{}", filed.text("number"));
    let request = house.door.public().request(Method::GET, &path);
    let answer = send(request.header("receipt", filed.text("receipt"))).await;
    assert!(
        [404, 400, 422].contains(&answer.status),
        "{}",
        answer.status
    );
}

async fn the_same_key_files_once(db: Db) {
    let house = House::open(&db).await;
    let public = house.door.public();
    let path = format!("/api/v1/institutions/{}/reports", house.number(0));
    let first = keyed(&public, &path, "k-1", &telephone()).await.expect(201);
    let again = keyed(&public, &path, "k-1", &telephone()).await.expect(201);
    assert_eq!(first.body, again.body);
    let other = json!({"kind": "closed"});
    let reused = keyed(&public, &path, "k-1", &other).await.expect(409);
    assert_eq!(reused.code(), "key_reused");
    assert_eq!(house.rows.count("entry_report").await, 1);
    // Two who send it at once file it once as well.
    let (left, right) = tokio::join!(
        keyed(&public, &path, "k-2", &other),
        keyed(&public, &path, "k-2", &other)
    );
    assert_eq!(left.expect(201).body, right.expect(201).body);
    assert_eq!(house.rows.count("entry_report").await, 2);
}

async fn what_cannot_be_filed_names_its_field(db: Db) {
    let house = House::open(&db).await;
    let emoji = "😀".repeat(100_000);
    for (draft, field, code) in [
        (json!({"kind": "wrong"}), "items", "report_says_nothing"),
        (json!({"kind": "gone"}), "kind", "report_kind_unknown"),
        (
            json!({"kind": "double", "other": " "}),
            "other",
            "text_empty",
        ),
        (
            json!({"kind": "other", "text": emoji}),
            "text",
            "text_too_long",
        ),
        (
            json!({"kind": "wrong", "items": [{"field": "founder", "right": "甲"}]}),
            "items",
            "field_unknown",
        ),
        (
            json!({"kind": "closed", "since_on": "2999-01-01"}),
            "since_on",
            "day_in_future",
        ),
        (
            json!({"kind": "other", "text": "甲\u{202e}乙"}),
            "text",
            "text_control",
        ),
    ] {
        let refused = house.report(0, &draft).await.expect(422);
        let error = &refused.body["errors"][0];
        assert_eq!(
            (&error["field"], &error["code"]),
            (&json!(field), &json!(code))
        );
    }
    let unknown = json!({"kind": "closed", "ip": "1.2.3.4"});
    house.report(0, &unknown).await.expect(422);
    let public = house.door.public();
    public
        .post(
            &format!("/api/v1/institutions/{}/reports", super::nobody()),
            &telephone(),
        )
        .await
        .expect(404);
    assert_eq!(house.rows.count("entry_report").await, 0);
}

async fn no_report_holds_an_address_in_the_clear_nor_where_it_came_from(db: Db) {
    let house = House::open(&db).await;
    let mut draft = telephone();
    draft["email"] = json!("zhang@example.com");
    let number = house.filed(0, &draft).await;
    assert_eq!(
        house
            .rows
            .count("notice WHERE template = 'report_received'")
            .await,
        1
    );
    let sealed = "entry_report WHERE contact_email_sealed IS NOT NULL AND body NOT LIKE '%zhang@%' AND facts NOT LIKE '%zhang@%'";
    assert_eq!(house.rows.count(sealed).await, 1);
    assert_eq!(
        house.rows.count("act WHERE change LIKE '%zhang@%'").await,
        0
    );
    // The officer learns that there is an address, and the institution nothing at all.
    let officer = house.person("officer").await;
    let seen = officer
        .get(&format!("{}/{number}", super::REPORTS))
        .await
        .expect(200);
    assert_eq!(seen.body["answered_by_mail"], true);
    assert!(!seen.body.to_string().contains("zhang"));
    let agent = house.person("institution-agent").await;
    agent
        .get(&format!("{}/{number}", super::REPORTS))
        .await
        .expect(403);
}
