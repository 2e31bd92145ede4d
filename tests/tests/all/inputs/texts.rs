//! SQL, HTML and headers in texts: kept as they were written, and only ever shown.

use serde_json::{Value, json};
use tests::at_work::AtWork;
use tests::mail::Part;
use tests::smtp::Smtp;
use tests::{Db, db_test};

use super::{Scene, named};

db_test!(
    texts_are_kept_as_they_were_written,
    a_mail_shows_them_as_words,
    a_search_for_them_finds_nothing_and_breaks_nothing,
);

pub(super) const TRICKS: &[&str] = &[
    "'; DROP TABLE complaint; --",
    "\" OR 1=1; DELETE FROM act; --",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\"><svg/onload=alert(1)>",
    "{{7*7}} ${7*7} #{7*7} %{7*7}",
    "$1 ? :name %s%n \\",
    "../../etc/passwd",
    "=HYPERLINK(\"http://example.cn\")",
];

async fn texts_are_kept_as_they_were_written(db: Db) {
    let scene = Scene::set(&db).await;
    let officer = scene.signed_in("officer").await;
    for trick in TRICKS {
        let mut draft = named();
        for field in ["subject", "body", "institution_name", "place"] {
            draft[field] = json!(trick);
        }
        draft["contact"]["name"] = json!(trick);
        let filed = scene.public().post("/api/v1/complaints", &draft).await;
        let filed = filed.expect(201);
        let path = format!("/api/v1/desk/complaints/{}", filed.text("number"));
        let record = officer.get(&path).await.expect(200).body;
        for field in ["subject", "body", "institution_name", "place"] {
            assert_eq!(record[field], *trick, "{field}");
        }
        // Who it is stays masked, whatever it says.
        let first = trick.chars().next().unwrap();
        assert_eq!(record["contact"]["name"], format!("{first}**"));
        for event in [
            json!({"event": "accept", "version": 1}),
            json!({"event": "answer", "text": trick, "version": 2}),
        ] {
            officer
                .post(&format!("{path}/events"), &event)
                .await
                .expect(200);
        }
        assert_eq!(officer.get(&path).await.expect(200).body["answer"], *trick);
    }
    desk_texts(&scene).await;
    assert_eq!(
        scene.rows.count("complaint").await,
        i64::try_from(TRICKS.len()).unwrap() + 1
    );
}

/// The texts of a case, an order, its service and the institution's answer.
async fn desk_texts(scene: &Scene) {
    let trick = TRICKS.concat();
    let (case, order) = scene.order(0).await;
    let officer = scene.signed_in("officer").await;
    let agent = scene.signed_in("institution-agent").await;
    let answer = json!({"body": trick});
    let path = format!("/api/v1/my/orders/{order}/answers");
    agent.post(&path, &answer).await.expect(204);
    let path = format!("/api/v1/desk/cases/{case}");
    let today = scene.store.today().to_string();
    for event in [
        json!({"event": "record_service", "way": "post", "served_on": today, "receiver": TRICKS[2], "proof": trick, "version": 4}),
        json!({"event": "propose_closure", "reason": trick, "version": 5}),
    ] {
        officer
            .post(&format!("{path}/events"), &event)
            .await
            .expect(200);
    }
    let record = officer.get(&path).await.expect(200).body;
    assert_eq!(record["order"]["responses"][0]["body"], trick);
    assert_eq!(record["order"]["services"][0]["receiver"], TRICKS[2]);
    assert_eq!(record["order"]["services"][0]["proof"], trick);
}

async fn a_mail_shows_them_as_words(db: Db) {
    let (scene, server) = (Scene::set(&db).await, Smtp::start().await);
    let officer = scene.signed_in("officer").await;
    let mut draft = named();
    draft["subject"] = json!("<b>Bcc: all@example.cn</b>");
    let filed = scene.public().post("/api/v1/complaints", &draft).await;
    let path = format!(
        "/api/v1/desk/complaints/{}/events",
        filed.expect(201).text("number")
    );
    let answer = format!(
        "第一行\r\nBcc: all@example.cn\r\n\r\n.\r\n{}",
        TRICKS.concat()
    );
    for event in [
        json!({"event": "accept", "version": 1}),
        json!({"event": "answer", "text": answer, "version": 2}),
    ] {
        officer.post(&path, &event).await.expect(200);
    }
    let worker = AtWork::begin(&scene.store, "one", &server);
    server.wait_for(3, std::time::Duration::from_secs(40)).await;
    worker.end().await;
    let mails = server.mails();
    assert_eq!(mails.len(), 3);
    for mail in &mails {
        assert_eq!(mail.to, ["parent@example.cn"], "nobody else is addressed");
        let read = Part::read(&mail.raw);
        let names = read.names();
        for name in ["Bcc", "Cc", "Reply-To"] {
            assert!(
                !names.iter().any(|known| known.eq_ignore_ascii_case(name)),
                "{names:?}"
            );
        }
        let html = read.part("text/html").text();
        for tag in ["<script", "<img", "<svg", "<b>"] {
            assert!(!html.contains(tag), "{tag}: {html}");
        }
    }
    let answered = mails.iter().map(|mail| Part::read(&mail.raw));
    let answered = answered.map(|mail| mail.part("text/plain").text());
    let whole = answer.replace("\r\n", "\n");
    // A dot on a line of its own ends no mail.
    assert!(
        answered
            .into_iter()
            .any(|text| text.replace("\r\n", "\n").contains(&whole))
    );
}

async fn a_search_for_them_finds_nothing_and_breaks_nothing(db: Db) {
    let scene = Scene::set(&db).await;
    let operators = [
        "NEAR(a b)",
        "a AND b",
        "a OR b",
        "NOT a",
        "\"",
        "*",
        "%",
        "_",
        "a:b",
        "^a",
        "🏫🏫",
    ];
    for q in TRICKS.iter().chain(&operators) {
        let path = format!("/api/v1/institutions?q={}", escaped(q));
        let found = scene.public().get(&path).await;
        let found = found.expect(200).body;
        assert_eq!(found["items"], json!([]), "{q}");
        assert_eq!(found["next"], Value::Null);
    }
    let all = scene
        .public()
        .get("/api/v1/institutions?q=")
        .await
        .expect(200);
    assert_eq!(all.body["items"].as_array().unwrap().len(), 2);
}

fn escaped(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02x}")).collect()
}
