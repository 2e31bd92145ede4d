//! What officers decide on reports: to accept one starts what it asks for.

use serde_json::{Value, json};
use tests::caller::{Answer, Caller};
use tests::{Db, db_test};

use super::{House, MERGES, REPORTS, step, telephone};

db_test!(
    a_wrong_telephone_is_accepted_by_asking_the_institution,
    a_wrong_name_of_a_person_is_put_right_at_once,
    a_closed_place_is_accepted_by_its_status,
    a_double_is_accepted_by_proposing_a_merge,
    what_asks_for_a_change_is_not_accepted_in_words,
    a_report_is_declined_with_a_reason_that_the_reporter_reads,
    those_that_say_the_same_are_counted,
    a_stale_form_and_two_officers_at_once_decide_once,
    reports_are_judged_by_officers_of_the_place_alone,
    an_empty_change_leaves_the_report_open,
);

impl House {
    /// Accepts a report about the first party by a change of its record.
    async fn correct(&self, officer: &Caller, number: &str, values: Value) -> Answer {
        let path = format!("{REPORTS}/{number}");
        let report = officer.get(&path).await.expect(200).body["version"].clone();
        let version = self.version(officer, 0).await;
        let body = json!({
            "report_version": report, "answer": "已核对招牌和证照。",
            "record": {"values": values, "reason": "公众纠错", "version": version},
        });
        officer.post(&format!("{path}/correction"), &body).await
    }
}

async fn shown(officer: &Caller, number: &str) -> Value {
    let path = format!("{REPORTS}/{number}");
    officer.get(&path).await.expect(200).body
}

async fn a_wrong_telephone_is_accepted_by_asking_the_institution(db: Db) {
    let house = House::open(&db).await;
    let officer = house.person("officer").await;
    let mut draft = telephone();
    draft["email"] = json!("parent@example.com");
    let number = house.filed(0, &draft).await;
    let report = shown(&officer, &number).await;
    assert_eq!(report["items"][0]["now"], "0791-80000000");
    assert_eq!(report["items"][0]["right"], "0791-80005678");
    let values = json!({"telephone": "0791-80005678"});
    let changed = house.correct(&officer, &number, values).await.expect(200);
    // The institution answers for its telephone, so it is asked.
    assert_eq!(changed.body["written"], json!([]));
    let request = changed.body["asked"][0].clone();
    let after = shown(&officer, &number).await;
    assert_eq!(after["state"], "accepted");
    assert_eq!(after["started"]["requests"], json!([request]));
    assert_eq!(after["answer"], "已核对招牌和证照。");
    let told = "notice WHERE template = 'report_answered'";
    assert_eq!(house.rows.count(told).await, 1);
    // The institution reads why, and not who.
    let agent = house.person("institution-agent").await;
    let path = format!("/api/v1/my/requests/{}", request.as_str().unwrap());
    let mine = agent.get(&path).await.expect(200);
    assert_eq!(mine.text("reason"), "公众纠错");
    assert!(!mine.body.to_string().contains("parent@"));
}

async fn a_wrong_name_of_a_person_is_put_right_at_once(db: Db) {
    let house = House::open(&db).await;
    let officer = house.person("officer").await;
    let draft = json!({"kind": "wrong", "items": [{"field": "principal", "right": "万雪宁"}]});
    let number = house.filed(0, &draft).await;
    let values = json!({"principal": "万雪宁"});
    let changed = house.correct(&officer, &number, values).await.expect(200);
    assert_eq!(changed.body["written"], json!(["principal"]));
    assert_eq!(house.public(0).await.text("principal"), "万雪宁");
    let after = shown(&officer, &number).await;
    assert_eq!(
        after["started"],
        json!({"started": "change", "requests": []})
    );
}

async fn a_closed_place_is_accepted_by_its_status(db: Db) {
    let house = House::open(&db).await;
    let officer = house.person("officer").await;
    let number = house.filed(0, &json!({"kind": "closed"})).await;
    house
        .correct(&officer, &number, json!({"status": "closed"}))
        .await
        .expect(200);
    assert_eq!(house.public(0).await.text("status"), "closed");
    assert_eq!(shown(&officer, &number).await["state"], "accepted");
}

async fn a_double_is_accepted_by_proposing_a_merge(db: Db) {
    let house = House::open(&db).await;
    let officer = house.person("officer").await;
    let number = house
        .filed(
            1,
            &json!({"kind": "double", "other": house.bureau.parties[0].name}),
        )
        .await;
    let report = shown(&officer, &number).await;
    assert_eq!(
        report["other_number"],
        json!(house.number(0)),
        "by its name"
    );
    let mut body = json!({
        "hidden": house.number(1), "kept": house.number(0), "reason": "同一家。", "report": number,
    });
    officer.post(MERGES, &body).await.expect(422);
    body["report_version"] = json!(7);
    let stale = officer.post(MERGES, &body).await.expect(409);
    assert_eq!(stale.code(), "stale_version");
    assert_eq!(
        house.rows.count("institution_merge").await,
        0,
        "both or neither"
    );
    body["report_version"] = json!(1);
    let id = officer.post(MERGES, &body).await.expect(201).text("id");
    let after = shown(&officer, &number).await;
    assert_eq!(after["started"], json!({"started": "merge", "merge": id}));
}

async fn what_asks_for_a_change_is_not_accepted_in_words(db: Db) {
    let house = House::open(&db).await;
    let officer = house.person("officer").await;
    for (draft, code) in [
        (telephone(), "report_starts_change"),
        (json!({"kind": "closed"}), "report_starts_change"),
        (
            json!({"kind": "double", "other": "甲"}),
            "report_starts_merge",
        ),
    ] {
        let number = house.filed(0, &draft).await;
        let accept = json!({"event": "accept", "answer": "谢谢"});
        let refused = step(&officer, REPORTS, &number, accept).await.expect(409);
        assert_eq!(refused.code(), code);
    }
    // What names no field has no change to start, and is answered.
    let words = json!({"kind": "wrong", "items": [], "text": "照片不是这家。"});
    let number = house.filed(0, &words).await;
    let accept = json!({"event": "accept", "answer": "照片已请机构更换。"});
    step(&officer, REPORTS, &number, accept).await.expect(200);
    let number = house
        .filed(0, &json!({"kind": "other", "text": "上课时间不对"}))
        .await;
    let silent = step(&officer, REPORTS, &number, json!({"event": "accept"})).await;
    assert_eq!(silent.expect(409).code(), "answer_missing");
    let accept = json!({"event": "accept", "answer": "已请机构更正公示。"});
    step(&officer, REPORTS, &number, accept).await.expect(200);
}

async fn a_report_is_declined_with_a_reason_that_the_reporter_reads(db: Db) {
    let house = House::open(&db).await;
    let officer = house.person("officer").await;
    let filed = house.report(0, &telephone()).await.expect(201);
    let number = filed.text("number");
    let silent = step(&officer, REPORTS, &number, json!({"event": "decline"})).await;
    assert_eq!(silent.expect(409).code(), "reason_missing");
    let decline = json!({"event": "decline", "reason": "登记的电话可以打通。"});
    step(&officer, REPORTS, &number, decline.clone())
        .await
        .expect(200);
    let again = step(&officer, REPORTS, &number, decline).await.expect(409);
    assert_eq!(again.code(), "report_ended");
    let path = format!("/api/v1/reports/{number}");
    let request = house.door.public().request(reqwest::Method::GET, &path);
    let own = tests::caller::send(request.header("receipt", filed.text("receipt"))).await;
    let own = own.expect(200);
    assert_eq!(own.text("state"), "declined");
    assert_eq!(own.text("answer"), "登记的电话可以打通。");
}

async fn those_that_say_the_same_are_counted(db: Db) {
    let house = House::open(&db).await;
    let officer = house.person("officer").await;
    let first = house.filed(0, &json!({"kind": "closed"})).await;
    let second = house.filed(0, &json!({"kind": "closed"})).await;
    house.filed(1, &json!({"kind": "closed"})).await;
    house.filed(0, &telephone()).await;
    let report = shown(&officer, &first).await;
    assert_eq!(report["others_alike"].as_array().unwrap().len(), 1);
    assert_eq!(report["others_alike"][0]["number"], json!(second));
    // The queue narrows to a kind, and pages by its key.
    let list = officer
        .get(&format!("{REPORTS}?state=closed&limit=2"))
        .await;
    let list = list.expect(200);
    assert_eq!(list.body["items"].as_array().unwrap().len(), 2);
    let next = list.text("next");
    let rest = officer
        .get(&format!("{REPORTS}?state=closed&limit=2&after={next}"))
        .await
        .expect(200);
    assert_eq!(rest.body["items"].as_array().unwrap().len(), 1);
    let unknown = officer.get(&format!("{REPORTS}?state=burnt")).await;
    assert_eq!(
        unknown.expect(422).body["errors"][0]["code"],
        "state_unknown"
    );
}

async fn a_stale_form_and_two_officers_at_once_decide_once(db: Db) {
    let house = House::open(&db).await;
    let (one, other) = (
        house.person("officer").await,
        house.person("officer-2").await,
    );
    let number = house.filed(0, &telephone()).await;
    let path = format!("{REPORTS}/{number}/events");
    let decline = |words: &str| json!({"event": "decline", "reason": words, "version": 1});
    let (first, second) = (decline("甲"), decline("乙"));
    let (left, right) = tokio::join!(one.post(&path, &first), other.post(&path, &second));
    let mut statuses = [left.status, right.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
    let acts = "act WHERE subject_kind = 'report' AND verb = 'decline'";
    assert_eq!(house.rows.count(acts).await, 1);
}

async fn reports_are_judged_by_officers_of_the_place_alone(db: Db) {
    let house = House::open(&db).await;
    let number = house.filed(0, &telephone()).await;
    let decline = json!({"event": "decline", "reason": "x", "version": 1});
    let path = format!("{REPORTS}/{number}");
    let events = format!("{path}/events");
    house
        .door
        .public()
        .post(&events, &decline)
        .await
        .expect(401);
    for login in ["auditor", "director", "institution-agent"] {
        let person = house.person(login).await;
        person.post(&events, &decline).await.expect(403);
    }
    let zones = house.person("officer-zones").await;
    zones.get(&path).await.expect(404);
    zones.post(&events, &decline).await.expect(404);
    let list = zones.get(REPORTS).await.expect(200);
    assert_eq!(list.body["items"], json!([]));
}

async fn an_empty_change_leaves_the_report_open(db: Db) {
    let house = House::open(&db).await;
    let officer = house.person("officer").await;
    let number = house.filed(0, &telephone()).await;
    let same = json!({"telephone": "0791-80000000"});
    house.correct(&officer, &number, same).await.expect(422);
    assert_eq!(shown(&officer, &number).await["state"], "received");
    assert_eq!(house.rows.count("change_request").await, 0);
}
