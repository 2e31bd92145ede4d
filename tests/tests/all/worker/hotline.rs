//! The hotline's feed, served on loopback in pages, with items that are good, bad and repeated.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::get;
use serde_json::{Value, json};
use tests::at_work::{AtWork, settings};
use tests::smtp::Smtp;
use tests::{Db, db_test};
use tokio::net::TcpListener;
use worker::settings::{Hotline, Secret};

use super::town::Town;

db_test!(
    every_item_is_filed_once_or_kept_aside_with_its_reason,
    a_source_that_fails_in_the_middle_is_taken_up_where_it_failed,
);

#[derive(Clone, Default)]
struct Feed {
    pages: Arc<Mutex<BTreeMap<String, Value>>>,
    asked: Arc<Mutex<Vec<String>>>,
    failing: Arc<Mutex<Option<String>>>,
}

async fn answer(
    State(feed): State<Feed>,
    Query(query): Query<BTreeMap<String, String>>,
    headers: HeaderMap,
) -> (StatusCode, String) {
    assert_eq!(headers["authorization"], "Bearer a-token");
    let after = query.get("after").cloned().unwrap_or_default();
    feed.asked.lock().unwrap().push(after.clone());
    if feed.failing.lock().unwrap().as_ref() == Some(&after) {
        return (StatusCode::SERVICE_UNAVAILABLE, String::new());
    }
    let page = feed.pages.lock().unwrap().get(&after).cloned();
    let page = page.unwrap_or_else(|| json!({"items": [], "next": null}));
    (StatusCode::OK, page.to_string())
}

impl Feed {
    async fn serve(&self) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}/feed", listener.local_addr().unwrap());
        let router = Router::new()
            .route("/feed", get(answer))
            .with_state(self.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        address
    }

    fn page(&self, after: &str, items: Vec<Value>, next: Option<&str>) {
        let page = json!({"items": items, "next": next});
        self.pages.lock().unwrap().insert(after.to_owned(), page);
    }
}

fn item(number: &str) -> Value {
    json!({
        "number": number, "place": "青山湖区", "district": "360111", "subject": "机构卷款跑路",
        "body": "交了一年的钱，今天去门已经锁了，电话没人接。", "received_by": "坐席07",
        "contact": {"telephone": "13812345678"}
    })
}

fn listening(town: &Town, url: String, server: &Smtp) -> AtWork {
    let mut settings = settings("one", server);
    settings.hotline = Some(Hotline {
        url,
        token: Secret::new("a-token"),
        every: Duration::from_secs(60),
        page_bytes_max: 100_000,
    });
    AtWork::with(&town.store, settings)
}

/// Two pages: what is right, twice the same, no item, an unknown institution, too long, hidden signs.
fn odd_feed() -> Feed {
    let feed = Feed::default();
    let mut unknown_institution = item("R3");
    unknown_institution["institution_number"] = json!("NC99999999");
    let mut nameless = item("R4");
    nameless["contact"] = json!({"name": " "});
    feed.page(
        "",
        vec![item("R1"), item("R2"), json!("no item"), item("R1")],
        Some("p2"),
    );
    let mut too_long = item("R5");
    too_long["body"] = json!("长".repeat(6000));
    let mut hidden = item("R6");
    hidden["subject"] = json!("退费\u{202e}费退");
    feed.page(
        "p2",
        vec![unknown_institution, nameless, too_long, hidden],
        None,
    );
    feed
}

async fn every_item_is_filed_once_or_kept_aside_with_its_reason(db: Db) {
    let (town, server, feed) = (Town::found(&db).await, Smtp::start().await, odd_feed());
    let worker = listening(&town, feed.serve().await, &server);
    town.until("job WHERE kind = 'pull_hotline' AND state = 'done'", 1)
        .await;
    let filed = "complaint WHERE channel = 'hotline'";
    assert_eq!(
        town.count(filed).await,
        3 + i64::from(kept(&town, "R3").await == 0)
    );
    assert_eq!(town.count("complaint WHERE source_number = 'R1'").await, 1);
    assert_eq!(
        town.count("complaint WHERE source_number = 'R4' AND anonymous")
            .await,
        1
    );
    assert_eq!(kept(&town, "R5").await, 1);
    assert_eq!(kept(&town, "R6").await, 1);
    assert_eq!(
        town.count("source_item_kept WHERE reason = 'item_form_invalid'")
            .await,
        1
    );
    assert_eq!(
        town.count("source_cursor WHERE source = 'hotline' AND position = 'p2'")
            .await,
        1
    );
    // The next pull reads the last page again and finds everything known.
    let before = (
        town.count(filed).await,
        town.count("source_item_kept").await,
    );
    town.clock.advance(60_000);
    town.until("job WHERE kind = 'pull_hotline' AND state = 'done'", 2)
        .await;
    worker.end().await;
    assert_eq!(
        (
            town.count(filed).await,
            town.count("source_item_kept").await
        ),
        before
    );
    assert_eq!(*feed.asked.lock().unwrap(), ["", "p2", "p2"]);
}

async fn kept(town: &Town, number: &str) -> i64 {
    town.count(&format!(
        "source_item_kept WHERE source_number = '{number}'"
    ))
    .await
}

async fn a_source_that_fails_in_the_middle_is_taken_up_where_it_failed(db: Db) {
    let (town, server, feed) = (Town::found(&db).await, Smtp::start().await, Feed::default());
    feed.page("", vec![item("R1")], Some("p2"));
    feed.page("p2", vec![item("R2")], Some("p3"));
    *feed.failing.lock().unwrap() = Some("p2".to_owned());
    let worker = listening(&town, feed.serve().await, &server);
    town.until(
        "job WHERE kind = 'pull_hotline' AND last_error_code = 'source_busy'",
        1,
    )
    .await;
    assert_eq!(town.count("complaint").await, 1);
    *feed.failing.lock().unwrap() = None;
    town.clock.advance(10_000);
    town.until("job WHERE kind = 'pull_hotline' AND state = 'done'", 1)
        .await;
    worker.end().await;
    assert_eq!(town.count("complaint").await, 2);
    assert_eq!(town.count("source_cursor WHERE position = 'p3'").await, 1);
    let asked = feed.asked.lock().unwrap();
    assert_eq!(
        asked.iter().filter(|after| after.is_empty()).count(),
        1,
        "{asked:?}"
    );
}
