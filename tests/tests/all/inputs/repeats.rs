//! The same twice, and two at once.

use futures::future::join_all;
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use tests::caller::{self, Caller};
use tests::{Db, db_test};

use super::{Scene, draft, raw, refusal, wrong};

db_test!(
    a_double_click_files_one_complaint,
    a_key_belongs_to_one_request,
    of_two_officers_the_second_is_told_of_the_first,
    an_answer_and_its_proof_are_kept_once,
    a_case_is_filed_once_however_often_it_is_sent,
);

const PATH: &str = "/api/v1/complaints";

fn keyed(who: &Caller, path: &str, key: &str, body: &Value) -> RequestBuilder {
    who.request(Method::POST, path)
        .header("Idempotency-Key", key)
        .json(body)
}

async fn a_double_click_files_one_complaint(db: Db) {
    let scene = Scene::set(&db).await;
    let public = scene.public();
    let clicks = (0..8).map(|_| caller::send(keyed(&public, PATH, "click", &draft())));
    let answers = join_all(clicks).await;
    for answer in &answers {
        assert_eq!(answer.clone().expect(201).body, answers[0].body);
    }
    for table in [
        "complaint",
        "job",
        "idempotency_key",
        "act WHERE verb = 'file'",
    ] {
        assert_eq!(scene.rows.count(table).await, 1, "{table}");
    }
}

async fn a_key_belongs_to_one_request(db: Db) {
    let scene = Scene::set(&db).await;
    let public = scene.public();
    let first = caller::send(keyed(&public, PATH, "key-1", &draft())).await;
    let first = first.expect(201);
    // The same content in another spelling is the same request.
    let spelled = r#"{ "body": "交了十二期的钱，机构说不退。", "anonymous": true,
        "subject": " 机构不退费 ", "place": null}"#;
    let again = raw(&public, PATH, spelled).header("Idempotency-Key", "key-1");
    assert_eq!(caller::send(again).await.expect(201).body, first.body);
    let mut other = draft();
    other["body"] = json!("交了十二期的钱，机构只退一半。");
    let request = keyed(&public, PATH, "key-1", &other);
    scene
        .refused("another body", request, refusal(409, "key_reused"))
        .await;
    let long = "k".repeat(129);
    for key in ["", "two words", long.as_str()] {
        let fields = [("Idempotency-Key", "idempotency_key_invalid")];
        let request = keyed(&public, PATH, key, &draft());
        scene.refused(key, request, wrong(&fields)).await;
    }
    // Without a key nobody can know that it is the same complainant.
    public.post(PATH, &draft()).await.expect(201);
    assert_eq!(scene.rows.count("complaint").await, 2);
}

async fn of_two_officers_the_second_is_told_of_the_first(db: Db) {
    let scene = Scene::set(&db).await;
    let (number, _) = scene.complaint(0).await;
    let officers = [
        scene.signed_in("officer").await,
        scene.signed_in("officer-2").await,
    ];
    let path = format!("/api/v1/desk/complaints/{number}/events");
    let accept = json!({"event": "accept", "version": 1});
    let both = join_all(officers.iter().map(|officer| officer.post(&path, &accept))).await;
    let mut statuses: Vec<u16> = both.iter().map(|answer| answer.status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
    let late = both.iter().find(|answer| answer.status == 409).unwrap();
    assert_eq!(late.code(), "stale_version");
    assert_eq!(late.body["version"], 2, "the version to read");
    assert_eq!(scene.rows.count("act WHERE verb = 'accept'").await, 1);
    let request = officers[0].request(Method::POST, &path).json(&accept);
    scene
        .refused("an old version", request, refusal(409, "stale_version"))
        .await;
    for version in [json!(null), json!("2"), json!(2.5), json!(u64::MAX)] {
        let event = json!({"event": "answer", "text": "已处理。", "version": version});
        let request = officers[0].request(Method::POST, &path).json(&event);
        scene
            .refused("no version", request, wrong(&[("version", "wrong_type")]))
            .await;
    }
    let event = json!({"event": "accept", "version": 2});
    let request = officers[0].request(Method::POST, &path).json(&event);
    let refused = scene
        .refused(
            "out of turn",
            request,
            refusal(409, "complaint_accepted_already"),
        )
        .await;
    assert_eq!(refused.body["allowed"], json!(["answer"]));
    // A case is opened by both at once: each names the other as the second.
    let second = |id: &domain::words::AccountId| json!({"complaint_number": number, "second_officer": id.to_string(), "reason": "课表写着数学。"});
    let (first, other) = (
        second(&scene.bureau.second_officer),
        second(&scene.bureau.officer),
    );
    let opened = join_all([
        officers[0].post("/api/v1/desk/cases", &first),
        officers[1].post("/api/v1/desk/cases", &other),
    ])
    .await;
    let late: Vec<&str> = opened
        .iter()
        .filter(|one| one.status != 201)
        .map(|one| one.code())
        .collect();
    assert_eq!(late, ["case_opened_already"]);
    assert_eq!(scene.rows.count("violation_case").await, 1);
}

async fn an_answer_and_its_proof_are_kept_once(db: Db) {
    let scene = Scene::set(&db).await;
    let (_, order) = scene.order(0).await;
    let agent = scene.signed_in("institution-agent").await;
    let path = format!("/api/v1/my/orders/{order}/answers");
    let answer = json!({"body": "已改正。"});
    let clicks = (0..4).map(|_| caller::send(keyed(&agent, &path, "a", &answer)));
    for click in join_all(clicks).await {
        click.expect(204);
    }
    assert_eq!(scene.rows.count("correction_response").await, 1);
    let request = keyed(&agent, &path, "a", &json!({"body": "没有改正。"}));
    scene
        .refused("another answer", request, refusal(409, "key_reused"))
        .await;
    let file = || {
        let (kind, bytes) = caller::form("a.png", crate::story::play::PNG);
        let path = format!("/api/v1/my/orders/{order}/evidence");
        let request = agent
            .request(Method::POST, &path)
            .header("Content-Type", kind);
        caller::send(request.body(bytes))
    };
    let ids: Vec<String> = join_all((0..4).map(|_| file()))
        .await
        .into_iter()
        .map(|added| added.expect(201).text("id"))
        .collect();
    assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
    assert_eq!(scene.rows.count("evidence_file").await, 1);
}

async fn a_case_is_filed_once_however_often_it_is_sent(db: Db) {
    let scene = Scene::set(&db).await;
    let officer = scene.signed_in("officer").await;
    let (complaint, _) = scene.complaint(0).await;
    let accept = json!({"event": "accept", "version": 1});
    let path = format!("/api/v1/desk/complaints/{complaint}/events");
    officer.post(&path, &accept).await.expect(200);
    let path = "/api/v1/desk/cases";
    let mut new = json!({"complaint_number": complaint, "reason": "课表写着数学。",
        "second_officer": scene.bureau.second_officer.to_string()});
    let clicks = (0..6).map(|_| caller::send(keyed(&officer, path, "case-1", &new)));
    let answers = join_all(clicks).await;
    for answer in &answers {
        assert_eq!(answer.clone().expect(201).body, answers[0].body);
    }
    assert_eq!(scene.rows.count("violation_case").await, 1);
    // Without the key, and under a key of somebody else, the case is there already.
    let unkeyed = officer.request(Method::POST, path).json(&new);
    let there = refusal(409, "case_opened_already");
    scene.refused("no key", unkeyed, there).await;
    let second = scene.signed_in("officer-2").await;
    new["second_officer"] = json!(scene.bureau.officer.to_string());
    let others = keyed(&second, path, "case-1", &new);
    scene.refused("another's key", others, there).await;
    new["reason"] = json!("另一个理由。");
    new["second_officer"] = json!(scene.bureau.second_officer.to_string());
    let other = keyed(&officer, path, "case-1", &new);
    scene
        .refused("another body", other, refusal(409, "key_reused"))
        .await;
}
