//! Guessing: of receipt codes and passwords, and filing without end.

use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use tests::caller::{self, Caller};
use tests::door::Door;
use tests::repository;
use tests::{Db, db_test};

use super::{Scene, draft, refusal};

db_test!(
    a_wrong_code_is_answered_like_an_unknown_number,
    guessing_is_stopped_after_a_few_tries,
);

fn follow(who: &Caller, number: &str, receipt: Option<&str>) -> RequestBuilder {
    let request = who.request(Method::GET, &format!("/api/v1/complaints/{number}"));
    match receipt {
        Some(receipt) => request.header("Receipt", receipt),
        None => request,
    }
}

async fn a_wrong_code_is_answered_like_an_unknown_number(db: Db) {
    let scene = Scene::set(&db).await;
    let (number, receipt) = scene.complaint(0).await;
    let (other, others) = scene.complaint(1).await;
    let unknown = domain::words::ComplaintNumber::from_random(7).to_string();
    assert!(number != unknown && other != unknown);
    let mut near = receipt.clone();
    let last = near.pop().unwrap();
    near.push(if last == '0' { '1' } else { '0' });
    let mut told: Vec<Value> = Vec::new();
    for (what, number, code) in [
        ("one digit wrong", &number, Some(near.as_str())),
        ("another's code", &number, Some(others.as_str())),
        ("an unknown number", &unknown, Some(receipt.as_str())),
        ("too short", &number, Some("1")),
        ("not digits", &number, Some("' OR '1'='1")),
        ("none", &number, None),
    ] {
        let missing = refusal(404, "not_found");
        let mut answer = scene
            .refused(what, follow(&scene.public(), number, code), missing)
            .await;
        answer.body["reference"] = Value::Null;
        told.push(answer.body);
        let path = format!("/api/v1/complaints/{number}/withdrawal");
        let back = scene.public().request(Method::POST, &path);
        let back = back.header("Receipt", code.unwrap_or("0"));
        scene.refused(what, back, missing).await;
    }
    assert!(told.iter().all(|body| *body == told[0]), "{told:?}");
    caller::send(follow(&scene.public(), &number, Some(&receipt)))
        .await
        .expect(200);
}

async fn guessing_is_stopped_after_a_few_tries(db: Db) {
    let scene = Scene::set(&db).await;
    let (number, receipt) = scene.complaint(0).await;
    let door = Door::limited(&db, &scene.store).await;
    let public = door.public();
    let limited = refusal(429, "rate_limited");
    for _ in 0..10 {
        let guess = follow(&public, &number, Some("0000000000000000"));
        scene
            .refused("a guess", guess, refusal(404, "not_found"))
            .await;
    }
    let guess = follow(&public, &number, Some("0000000000000000"));
    let stopped = scene.refused("the eleventh", guess, limited).await;
    let wait: u64 = stopped.headers["retry-after"]
        .to_str()
        .unwrap()
        .parse()
        .unwrap();
    assert!((1..=60).contains(&wait), "{wait}");
    // Its holder is not kept out by strangers who know the number, and looks at it as often as wanted.
    for _ in 0..9 {
        caller::send(follow(&public, &number, Some(&receipt)))
            .await
            .expect(200);
    }
    // One address tries no more than twenty at once, right or wrong, whatever the numbers.
    let right = follow(&public, &number, Some(&receipt));
    scene.refused("the twenty-first", right, limited).await;
    let password = json!({"login": "officer", "password": "wrong horse battery"});
    for _ in 0..5 {
        let guess = public
            .request(Method::POST, "/api/v1/sessions")
            .json(&password);
        scene
            .refused("a password", guess, refusal(401, "sign_in_failed"))
            .await;
    }
    let guess = public
        .request(Method::POST, "/api/v1/sessions")
        .json(&password);
    scene.refused("the sixth password", guess, limited).await;
    for _ in 0..10 {
        public
            .post("/api/v1/complaints", &draft())
            .await
            .expect(201);
    }
    let more = public
        .request(Method::POST, "/api/v1/complaints")
        .json(&draft());
    scene.refused("the eleventh complaint", more, limited).await;
}

/// What a clock could tell is not measured here: the comparison is read in the source instead.
#[test]
fn receipt_codes_are_compared_in_constant_time() {
    let text = repository::text("store/src/read/follow.rs");
    assert!(text.contains(".ct_eq(code.digits()"));
    let compared =
        |line: &&str| line.contains("digits()") && (line.contains("==") || line.contains("!="));
    assert_eq!(text.lines().find(compared), None);
    // The type itself cannot be compared by the ordinary sign.
    let text = repository::text("domain/src/words/number.rs");
    let (before, _) = text.split_once("pub struct ReceiptCode").unwrap();
    let derived = before.rsplit("#[derive(").next().unwrap();
    assert!(!derived.contains("PartialEq"), "{derived}");
}
