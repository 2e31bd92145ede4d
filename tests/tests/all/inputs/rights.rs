//! Whoever is not signed in any more, has another role, or asks for what is another's.

use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use tests::caller::{self, Caller};
use tests::{Db, db_test};

use super::{Scene, raw, refusal};
use crate::story::play::PNG;

db_test!(
    a_session_ends_after_half_an_hour_without_a_request,
    a_session_ends_after_twelve_hours_in_any_case,
    a_role_does_only_what_is_its_own,
    what_is_anothers_is_answered_like_what_is_not_there,
    the_steps_on_offer_are_those_of_who_asks,
    the_second_officer_is_one_who_investigates,
);

const MINUTE: i64 = 60_000;

async fn a_session_ends_after_half_an_hour_without_a_request(db: Db) {
    let scene = Scene::set(&db).await;
    let officer = scene.signed_in("officer").await;
    for _ in 0..3 {
        scene.clock.advance(29 * MINUTE);
        officer.get("/api/v1/desk/complaints").await.expect(200);
    }
    scene.clock.advance(31 * MINUTE);
    ended(&scene, &officer).await;
    // The clock that goes back opens nothing that a person has ended.
    let officer = scene.signed_in("officer").await;
    let out = officer.request(Method::DELETE, "/api/v1/sessions/current");
    caller::send(out).await.expect(204);
    ended(&scene, &officer).await;
}

async fn a_session_ends_after_twelve_hours_in_any_case(db: Db) {
    let scene = Scene::set(&db).await;
    let officer = scene.signed_in("officer").await;
    for _ in 0..(12 * 60 / 20 - 1) {
        scene.clock.advance(20 * MINUTE);
        officer.get("/api/v1/desk/complaints").await.expect(200);
    }
    scene.clock.advance(20 * MINUTE);
    ended(&scene, &officer).await;
}

/// Neither reads nor writes with it any more.
async fn ended(scene: &Scene, who: &Caller) {
    let (number, _) = scene.complaint(0).await;
    let over = refusal(401, "session_ended");
    let read = who.request(Method::GET, "/api/v1/desk/complaints");
    scene.refused("reading", read, over).await;
    let path = format!("/api/v1/desk/complaints/{number}/events");
    let write = who
        .request(Method::POST, &path)
        .json(&json!({"event": "accept", "version": 1}));
    scene.refused("writing", write, over).await;
}

async fn a_role_does_only_what_is_its_own(db: Db) {
    let scene = Scene::set(&db).await;
    let (number, _) = scene.complaint(0).await;
    let accept = json!({"event": "accept", "version": 1});
    let path = format!("/api/v1/desk/complaints/{number}/events");
    for login in [
        "institution-agent",
        "administrator",
        "auditor",
        "director",
        "legal-reviewer",
        "custodian",
    ] {
        let who = scene.signed_in(login).await;
        let request = who.request(Method::POST, &path).json(&accept);
        scene
            .refused(login, request, refusal(403, "forbidden"))
            .await;
    }
    let nobody = scene.public().request(Method::POST, &path).json(&accept);
    scene
        .refused("nobody", nobody, refusal(401, "sign_in_required"))
        .await;
    for scheme in [
        "Bearer ",
        "Bearer 0123",
        "Basic b2ZmaWNlcjp4",
        "Bearer ' OR 1=1 --",
    ] {
        let request = scene.public().request(Method::POST, &path);
        let request = request.header("Authorization", scheme).json(&accept);
        scene
            .refused(scheme, request, refusal(401, "session_ended"))
            .await;
    }
    let wrong = [
        json!({"login": "officer", "password": "wrong horse battery"}),
        json!({"login": "nobody-here", "password": "wrong horse battery"}),
        json!({"login": "officer' --", "password": "correct horse battery"}),
    ];
    let mut told: Vec<Value> = Vec::new();
    for body in wrong {
        let request = raw(&scene.public(), "/api/v1/sessions", body.to_string());
        let mut answer = scene
            .refused("sign-in", request, refusal(401, "sign_in_failed"))
            .await;
        answer.body["reference"] = Value::Null;
        told.push(answer.body);
    }
    assert!(
        told.iter().all(|body| *body == told[0]),
        "an unknown login is told like a wrong password"
    );
}

async fn what_is_anothers_is_answered_like_what_is_not_there(db: Db) {
    let scene = Scene::set(&db).await;
    let (case, order) = scene.order(0).await;
    let (number, _) = scene.complaint(0).await;
    let own = scene.signed_in("institution-agent").await;
    let file = caller::send(proof(&own, &order)).await.expect(201);
    let theirs = Theirs {
        case,
        order,
        number,
        file: file.text("id"),
    };
    anothers_agent(&scene, &theirs).await;
    anothers_officer(&scene, &theirs).await;
}

/// What belongs to the first institution and to the bureau.
struct Theirs {
    case: String,
    order: String,
    number: String,
    file: String,
}

fn proof(who: &Caller, order: &str) -> RequestBuilder {
    let (kind, bytes) = caller::form("a.png", PNG);
    who.request(Method::POST, &format!("/api/v1/my/orders/{order}/evidence"))
        .header("Content-Type", kind)
        .body(bytes)
}

async fn anothers_agent(scene: &Scene, theirs: &Theirs) {
    let other = scene.signed_in("institution-agent-2").await;
    let missing = refusal(404, "not_found");
    let (order, file) = (&theirs.order, &theirs.file);
    for path in [
        format!("/api/v1/my/orders/{order}"),
        format!("/api/v1/my/evidence/{file}"),
    ] {
        let request = other.request(Method::GET, &path);
        scene.refused(&path, request, missing).await;
    }
    let path = format!("/api/v1/my/orders/{order}/answers");
    let answer = other
        .request(Method::POST, &path)
        .json(&json!({"body": "已改正。"}));
    scene.refused("an answer", answer, missing).await;
    scene.refused("proof", proof(&other, order), missing).await;
    let list = other.get("/api/v1/my/orders").await.expect(200);
    assert_eq!(list.body["items"], json!([]));
}

async fn anothers_officer(scene: &Scene, theirs: &Theirs) {
    let zones = scene.signed_in("officer-zones").await;
    let missing = refusal(404, "not_found");
    let complaint = format!("/api/v1/desk/complaints/{}", theirs.number);
    let case = format!("/api/v1/desk/cases/{}", theirs.case);
    for path in [
        complaint.clone(),
        format!("{complaint}/events"),
        case.clone(),
        format!("{case}/events"),
        format!("/api/v1/desk/evidence/{}", theirs.file),
    ] {
        let request = zones.request(Method::GET, &path);
        scene.refused(&path, request, missing).await;
    }
    let second = scene.bureau.second_officer.to_string();
    for (path, body) in [
        (
            format!("{complaint}/events"),
            json!({"event": "accept", "version": 1}),
        ),
        (
            format!("{case}/events"),
            json!({"event": "propose_closure", "reason": "无", "version": 3}),
        ),
        (
            "/api/v1/desk/cases".to_owned(),
            json!({"complaint_number": theirs.number, "second_officer": second, "reason": "无"}),
        ),
    ] {
        let request = zones.request(Method::POST, &path).json(&body);
        scene.refused(&path, request, missing).await;
    }
    for path in [
        "/api/v1/desk/complaints",
        "/api/v1/desk/cases",
        "/api/v1/desk/leads",
    ] {
        let list = zones.get(path).await.expect(200);
        assert_eq!(list.body["items"], json!([]), "{path}");
    }
}

async fn the_steps_on_offer_are_those_of_who_asks(db: Db) {
    let scene = Scene::set(&db).await;
    let (case, _) = scene.order(0).await;
    let (complaint, _) = scene.complaint(1).await;
    let officer = scene.signed_in("officer").await;
    let auditor = scene.signed_in("auditor").await;
    let complaint = format!("/api/v1/desk/complaints/{complaint}/events");
    let case = format!("/api/v1/desk/cases/{case}/events");
    let codes = |events: &Value| -> Vec<String> {
        let refused = events["refused"].as_array().unwrap();
        let code = |one: &Value| one["code"].as_str().unwrap().to_owned();
        refused.iter().map(code).collect()
    };
    let open = officer.get(&complaint).await.expect(200).body;
    assert_eq!(open["items"][0]["event"], "accept");
    for path in [&complaint, &case] {
        let read = auditor.get(path).await.expect(200).body;
        assert_eq!(read["items"], json!([]), "{path}");
    }
    let read = auditor.get(&complaint).await.expect(200).body;
    assert!(
        codes(&read).contains(&"role_forbidden".to_owned()),
        "{read}"
    );

    // An officer whose account is closed is no second officer any more, whatever the certificate says.
    let served = json!({"event": "record_service"});
    let items = officer.get(&case).await.expect(200).body["items"].clone();
    assert!(items.as_array().unwrap().contains(&served), "{items}");
    let close = "UPDATE account SET disabled_at = 1 WHERE login = 'officer-2'";
    scene.rows.set(close).await;
    let after = officer.get(&case).await.expect(200).body;
    assert_eq!(after["items"], json!([]), "{after}");
    assert!(
        codes(&after).contains(&"officer_not_certified".to_owned()),
        "{after}"
    );
}

/// A certificate alone makes no officer: whoever cannot take a step of the case is not named in it.
async fn the_second_officer_is_one_who_investigates(db: Db) {
    let scene = Scene::set(&db).await;
    let (number, _) = scene.complaint(0).await;
    let officer = scene.signed_in("officer").await;
    let accept = json!({"event": "accept", "version": 1});
    let path = format!("/api/v1/desk/complaints/{number}/events");
    officer.post(&path, &accept).await.expect(200);
    for login in ["finance-officer", "legal-reviewer", "hearing-host"] {
        let of = format!("SELECT id AS value FROM account WHERE login = '{login}'");
        let named = scene.rows.texts(&of).await.remove(0);
        let body =
            json!({"complaint_number": number, "second_officer": named, "reason": "涉嫌违法"});
        let request = officer
            .request(Method::POST, "/api/v1/desk/cases")
            .json(&body);
        scene
            .refused(login, request, refusal(409, "officer_not_certified"))
            .await;
    }
    assert_eq!(scene.rows.count("violation_case").await, 0);
}
