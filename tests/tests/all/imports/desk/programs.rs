//! Lists by JSON.

use reqwest::Method;
use serde_json::json;
use tests::{Db, caller, db_test};

use super::super::list;
use super::Desk;

db_test!(programs_do_the_same_by_json);

async fn programs_do_the_same_by_json(db: Db) {
    let desk = Desk::open(&db).await;
    let administrator = desk.office.door.public().sign_in("administrator").await;
    let (kind, form) = caller::form("名单.csv", list(2).as_bytes());
    let request = administrator.request(Method::POST, "/api/v1/desk/imports");
    let sent = caller::send(request.header("Content-Type", kind).body(form)).await;
    let path = format!("/api/v1/desk/imports/{}", sent.expect(201).text("id"));
    let worker = desk.worker();
    desk.worked(1).await;
    let checked = administrator.get(&path).await.expect(200).body;
    assert_eq!(
        (&checked["state"], &checked["report"]["enters"]),
        (&json!("checked"), &json!(2))
    );
    let events = format!("{path}/events");
    let version = checked["version"].clone();
    let unknown = json!({
        "event": "read", "version": version, "columns": checked["reading"]["columns"],
        "answers": {"7 NC00000016 谁": "same"},
    });
    let refused = administrator.post(&events, &unknown).await.expect(422);
    assert_eq!(refused.body["errors"][0]["code"], "answer_unknown");
    let wide = json!({"event": "read", "version": version, "columns": vec![json!(null); 201]});
    let refused = administrator.post(&events, &wide).await.expect(422);
    assert_eq!(refused.body["errors"][0]["code"], "table_too_large");
    let read = json!({
        "event": "read", "version": version, "columns": checked["reading"]["columns"],
        "defaults": {"stages": ["primary", "junior"], "district": "360103"},
    });
    let _ = administrator.post(&events, &read).await.expect(200);
    desk.worked(2).await;
    let checked = administrator.get(&path).await.expect(200).body;
    let defaults = json!({"class": null, "stages": ["primary", "junior"], "district": "360103"});
    assert_eq!(checked["reading"]["defaults"], defaults);
    let version = checked["version"].clone();
    let late = json!({"event": "enter", "version": 0});
    let _ = administrator.post(&events, &late).await.expect(409);
    let enter = json!({"event": "enter", "version": version});
    let entering = administrator.post(&events, &enter).await.expect(200);
    assert_eq!(entering.body["count"], 2);
    desk.worked(3).await;
    let shown = administrator.get(&path).await.expect(200).body;
    assert_eq!(
        (&shown["state"], &shown["entered"]),
        (&json!("shown"), &json!(2))
    );
    let nothing = json!({"event": "withdraw", "version": shown["version"], "reason": "\u{0}"});
    let _ = administrator.post(&events, &nothing).await.expect(422);
    let lists = administrator.get("/api/v1/desk/imports").await.expect(200);
    assert_eq!(lists.body["items"][0]["id"], shown["id"]);
    worker.end().await;
}
