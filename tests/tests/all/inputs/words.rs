//! SQL and HTML in every text that people at a desk or at the console write: the record gives each back as it was
//! written, and each page that shows it shows words.

use serde_json::{Value, json};
use tests::caller::Caller;
use tests::program::Plan;
use tests::smtp::Smtp;
use tests::{Db, db_test, keeper, program};

use super::{Scene, texts::TRICKS};

db_test!(
    a_case_keeps_the_words_of_every_step,
    a_complaint_and_a_lead_keep_the_words_of_a_refusal,
    a_licence_keeps_the_words_of_both_people,
    an_application_keeps_its_form_and_the_words_of_every_step,
    what_the_console_enters_is_only_shown,
);

/// All tricks in one text.
fn tricks() -> String {
    TRICKS.concat()
}

/// Whether a text of the record is this one, to the last sign.
fn holds(record: &Value, text: &str) -> bool {
    match record {
        Value::String(one) => one == text,
        Value::Array(items) => items.iter().any(|item| holds(item, text)),
        Value::Object(fields) => fields.values().any(|field| holds(field, text)),
        _ => false,
    }
}

/// The page shows the beginning of `text` as words, and nothing of it has become a tag.
async fn shows(person: &Caller, path: &str, text: &str) {
    let page = person.page(path).await.expect(200);
    let page = String::from_utf8_lossy(&page.bytes).into_owned();
    let words = tests::forms::words(&page);
    let first: String = text.chars().take(30).collect();
    assert!(words.contains(&first), "{path} shows no {first}: {words}");
    for tag in ["<script>alert", "<img src=x", "<svg/onload"] {
        assert!(!page.contains(tag), "{path}: {tag}");
    }
}

/// Takes a step on a record as it stands.
async fn step(person: &Caller, path: &str, mut body: Value) {
    body["version"] = person.get(path).await.expect(200).body["version"].clone();
    person
        .post(&format!("{path}/events"), &body)
        .await
        .expect(200);
}

async fn a_case_keeps_the_words_of_every_step(db: Db) {
    let scene = Scene::set(&db).await;
    let (officer, lead) = (
        scene.signed_in("officer").await,
        scene.signed_in("lead-officer").await,
    );
    let (complaint, _) = scene.complaint(0).await;
    let filed = format!("/api/v1/desk/complaints/{complaint}");
    step(&officer, &filed, json!({"event": "accept"})).await;
    let own = |mark: &str| format!("{mark}{}", tricks());
    let new = json!({"complaint_number": complaint, "second_officer": scene.bureau.second_officer,
        "reason": own("立案")});
    let case = officer.post("/api/v1/desk/cases", &new).await.expect(201);
    let case = case.text("number");
    let path = format!("/api/v1/desk/cases/{case}");
    let today = scene.store.today();
    let (due, later) = (today.plus_days(10), today.plus_days(20));
    for body in [
        json!({"event": "record_finding", "violation": "disguised_subject_tutoring", "facts": own("事实"),
            "acted_on": today, "found_on": today}),
        json!({"event": "order_correction", "demand": own("要求"), "due_on": due}),
        json!({"event": "change_due", "reason": own("改期"), "due_on": later}),
        json!({"event": "record_service", "way": "post", "served_on": today, "receiver": TRICKS[3], "proof": own("回执")}),
    ] {
        step(&officer, &path, body).await;
    }
    let record = officer.get(&path).await.expect(200).body;
    let order = record["order"]["id"].as_str().unwrap();
    let agent = scene.signed_in("institution-agent").await;
    let answers = format!("/api/v1/my/orders/{order}/answers");
    agent
        .post(&answers, &json!({"body": own("答复")}))
        .await
        .expect(204);
    step(
        &officer,
        &path,
        json!({"event": "propose_closure", "reason": own("结案")}),
    )
    .await;
    let back = json!({"event": "return_for_more", "reason": own("退回")});
    step(&lead, &path, back).await;
    let record = officer.get(&path).await.expect(200).body;
    assert!(holds(&record, TRICKS[3]), "{record}");
    for mark in [
        "立案", "事实", "要求", "改期", "回执", "答复", "结案", "退回",
    ] {
        assert!(holds(&record, &own(mark)), "{mark} is not in {record}");
    }
    for mark in ["立案", "事实", "要求", "答复", "退回"] {
        shows(&officer, &format!("/desk/cases/{case}"), &own(mark)).await;
    }
}

async fn a_complaint_and_a_lead_keep_the_words_of_a_refusal(db: Db) {
    let scene = Scene::set(&db).await;
    let officer = scene.signed_in("officer").await;
    let (complaint, receipt) = scene.complaint(0).await;
    let path = format!("/api/v1/desk/complaints/{complaint}");
    step(
        &officer,
        &path,
        json!({"event": "decline", "reason": tricks()}),
    )
    .await;
    let record = officer.get(&path).await.expect(200).body;
    assert!(holds(&record, &tricks()), "{record}");
    shows(
        &officer,
        &format!("/desk/complaints/{complaint}"),
        &tricks(),
    )
    .await;
    // Whoever complained reads the same words.
    let mine = format!("/api/v1/complaints/{complaint}");
    let request = scene.public().request(reqwest::Method::GET, &mine);
    let told = tests::caller::send(request.header("Receipt", receipt)).await;
    assert!(holds(&told.expect(200).body, &tricks()));
}

async fn a_licence_keeps_the_words_of_both_people(db: Db) {
    let scene = Scene::set(&db).await;
    let (officer, lead) = (
        scene.signed_in("officer").await,
        scene.signed_in("lead-officer").await,
    );
    let path = "/api/v1/desk/licences/136010271234567";
    let basis: String = tricks().chars().take(200).collect();
    let propose =
        json!({"event": "propose", "change": "suspend", "basis": basis, "reason": tricks()});
    step(&officer, path, propose).await;
    let record = lead.get(path).await.expect(200).body;
    assert!(
        holds(&record, basis.trim()) && holds(&record, &tricks()),
        "{record}"
    );
    shows(&lead, "/desk/licences/136010271234567", &tricks()).await;
    let back = format!("退回{}", tricks());
    step(&lead, path, json!({"event": "send_back", "reason": back})).await;
    let record = officer.get(path).await.expect(200).body;
    assert!(holds(&record, &back), "{record}");
    shows(&officer, "/desk/licences/136010271234567", &back).await;
}

async fn names_hold_no_markup(agent: &Caller, path: &str, (form, version): (&Value, &Value)) {
    let mut markup = form.clone();
    for field in ["name", "address", "custody_bank"] {
        markup[field] = json!("<script>alert(1)</script>");
    }
    let body = json!({"form": markup, "version": version});
    let refused = agent.post(&format!("{path}/form"), &body).await.expect(422);
    for (place, field) in ["name", "address", "custody_bank"].iter().enumerate() {
        let error = &refused.body["errors"][place];
        let told = (&error["field"], &error["code"]);
        assert_eq!(told, (&json!(field), &json!("text_markup")));
    }
}

async fn an_application_keeps_its_form_and_the_words_of_every_step(db: Db) {
    let scene = Scene::set(&db).await;
    let agent = scene.signed_in("institution-agent-2").await;
    let officer = scene.signed_in("officer").await;
    let kind = json!({"kind": "establish"});
    let begun = agent.post("/api/v1/my/applications", &kind).await;
    let number = begun.expect(201).text("number");
    let path = format!("/api/v1/my/applications/{number}");
    // A name in a language of browsers is none, and is told by its field; all else of the tricks may stand in one.
    let cut = |count: usize| {
        let plain = tricks().replace(['<', '>'], "");
        plain.chars().take(count).collect::<String>()
    };
    let form = json!({
        "name": cut(90), "class": "arts", "stages": ["primary"], "mode": "on_site", "scope": tricks(), "address": cut(150),
        "area_m2": 240, "pupils_at_once": 60, "site": "commercial", "lease_until": "2031-12-31", "staff": 8,
        "teaching_staff": 5, "teachers": 4, "pupils": 200, "capital_fen": 30_000_000, "custody_bank": cut(80),
    });
    let version = agent.get(&path).await.expect(200).body["version"].clone();
    names_hold_no_markup(&agent, &path, (&form, &version)).await;
    let body = json!({"form": form, "version": version});
    agent.post(&format!("{path}/form"), &body).await.expect(200);
    let record = agent.get(&path).await.expect(200).body;
    for field in ["name", "scope", "address", "custody_bank"] {
        let written = form[field].as_str().unwrap().trim();
        assert!(holds(&record, written), "{field} is not in {record}");
    }
    for paper in record["papers"].as_array().unwrap() {
        add(&agent, &path, paper["paper"].as_str().unwrap()).await;
    }
    step(&agent, &path, json!({"event": "submit"})).await;
    let desk = format!("/api/v1/desk/applications/{number}");
    shows(&officer, &format!("/desk/applications/{number}"), &tricks()).await;
    let ask = format!("补正{}", tricks());
    step(
        &officer,
        &desk,
        json!({"event": "ask_correction", "items": ask}),
    )
    .await;
    shows(&agent, &format!("/my/applications/{number}"), &ask).await;
    step(&agent, &path, json!({"event": "submit"})).await;
    let no = format!("不受理{}", tricks());
    step(&officer, &desk, json!({"event": "decline", "reason": no})).await;
    let record = officer.get(&desk).await.expect(200).body;
    assert!(holds(&record, &ask) && holds(&record, &no), "{record}");
    for (person, page) in [
        (&agent, format!("/my/applications/{number}")),
        (&officer, format!("/desk/applications/{number}")),
    ] {
        shows(person, &page, &no).await;
    }
}

/// Hands in a paper under a name that is no path.
async fn add(agent: &Caller, path: &str, paper: &str) {
    let content = format!("%PDF-1.4\n% {paper}\ntrailer<</Root 1 0 R>>\n%%EOF\n");
    let fields = [("paper", paper)];
    let (kind, body) = tests::caller::form_with(
        &fields,
        "<img src=x>'; DROP TABLE paper.pdf",
        content.as_bytes(),
    );
    let request = agent
        .request(reqwest::Method::POST, &format!("{path}/papers"))
        .header("Content-Type", kind)
        .body(body);
    tests::caller::send(request).await.expect(201);
}

async fn what_the_console_enters_is_only_shown(db: Db) {
    let (scene, server) = (Scene::set(&db).await, Smtp::start().await);
    let console = |words: &[&str]| {
        let mut plan = Plan::hongjian(program!(hongjian), &keeper::fresh_folder("words"))
            .on(&db)
            .mail(&server);
        for word in words {
            plan = plan.argument(word);
        }
        let output = plan.output(b"a long enough password\n");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{words:?}: {said}");
    };
    let name: String = tricks().chars().take(55).collect();
    let institution = scene.bureau.parties[1].number.to_string();
    let document: String = tricks().chars().take(100).collect();
    console(&[
        "consent",
        "add",
        "--institution",
        &institution,
        "--signed-on",
        "2026-01-05",
        "--document",
        &document,
    ]);
    console(&[
        "user",
        "add",
        "--login",
        "tricky",
        "--role",
        "officer",
        "--name",
        &name,
        "--password-stdin",
    ]);
    let administrator = scene.signed_in("administrator").await;
    shows(&administrator, "/desk/accounts", &name).await;
    let kept = "SELECT document AS value FROM electronic_consent";
    assert_eq!(scene.rows.texts(kept).await, [document]);
}
