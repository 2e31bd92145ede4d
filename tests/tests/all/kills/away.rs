//! The neighbours away: the mail server for a whole run, PostgreSQL for a while.

use std::collections::BTreeSet;
use std::time::Duration;

use domain::access::Role;
use reqwest::Method;
use serde_json::json;
use tests::bureau::Bureau;
use tests::caller::{self, Caller};
use tests::proxy::Proxy;
use tests::rights::admits;
use tests::rows::Rows;
use tests::smtp::Smtp;
use tests::{Db, Kind, corpus, db, db_test};

use crate::real;
use crate::real::house::House;
use crate::real::post::Post;
use crate::real::whole;

db_test!(pages_work_while_the_mail_server_is_away_and_the_mails_go_when_it_is_back);

const COUNT: usize = 60;

async fn pages_work_while_the_mail_server_is_away_and_the_mails_go_when_it_is_back(db: Db) {
    let Some(texts) = corpus::real(real::COUNT) else {
        return;
    };
    let count = texts.len();
    let store = db.store().await;
    Bureau::found(&store, 1).await;
    let (server, rows) = (Smtp::start().await, Rows::of(&db).await);
    server.down().await;
    let mut house = House::start(&db, &server, db.url()).await;
    let filed = Post::to(&house.url(), texts).send_all().await;
    rows.until("screening", i64::try_from(count).unwrap()).await;
    rows.until_some("notice WHERE last_code = 'connect'").await;
    let public = Caller::public(&house.url());
    every_page_of_each_role_works(&public).await;
    let path = format!("/api/v1/complaints/{}", filed[0].number);
    let request = public.request(Method::GET, &path);
    let followed = caller::send(request.header("Receipt", &filed[0].receipt)).await;
    // Its holder is told that the mail has not gone out.
    let mails = followed.expect(200).body["mails"].clone();
    assert_eq!(mails[0]["state"], "pending", "{mails}");
    assert_eq!(rows.count("notice WHERE settled_at IS NOT NULL").await, 0);

    server.up().await;
    whole::wait(&rows, count).await;
    assert_eq!(server.counts().len(), count);
    whole::each_once(&rows, &filed).await;
    whole::each_told(&rows, &server, &filed).await;
    assert_eq!(rows.count("notice WHERE state <> 'sent'").await, 0);
    house.stop().await;
    whole::log_is_good(&db, &store, &server, &filed).await;
}

/// Addresses that lead on, or want more than themselves: a receipt, a complaint, somebody without a session, the demo.
const WANT_MORE: &[&str] = &[
    "/api/v1/desk/institutions/alike",
    "/api/v1/desk/places/alike",
    "/complaints/receipt",
    "/desk/cases/new",
    "/favicon.ico",
    "/gallery",
    "/reports/new",
    "/reports/receipt",
    "/sign-in",
];

/// Every page and list without a parameter, as nobody and as each role that may read it.
async fn every_page_of_each_role_works(public: &Caller) {
    let mut callers = vec![(None, public.clone())];
    for role in Role::ALL {
        callers.push((Some(*role), public.sign_in(&role.login()).await));
    }
    let mut want_more = BTreeSet::new();
    let mut read = 0;
    for route in api::http::table() {
        if route.method != "GET" || route.path.contains('{') {
            continue;
        }
        for (role, caller) in &callers {
            if !admits(route.access, *role) {
                continue;
            }
            let answer = match route.path.starts_with("/api/") {
                true => caller.get(route.path).await,
                false => caller.page(route.path).await,
            };
            assert!(
                answer.status < 500,
                "{} as {role:?}: {answer:?}",
                route.path
            );
            if answer.status != 200 {
                want_more.insert(route.path);
            }
            read += 1;
        }
    }
    assert!(read > 100, "only {read} pages were read");
    assert_eq!(want_more.into_iter().collect::<Vec<_>>(), WANT_MORE);
}

#[test]
fn a_database_cut_off_and_restored_is_told_and_then_used_again() {
    db::run(Kind::Postgres, "database_away", |db| async move {
        let store = db.store().await;
        Bureau::found(&store, 1).await;
        let (server, rows) = (Smtp::start().await, Rows::of(&db).await);
        let proxy = Proxy::before(db.server().unwrap()).await;
        let through = db.url_through(&proxy.address().to_string());
        let mut house = House::start(&db, &server, &through).await;
        let public = Caller::public(&house.url());
        let officer = public.sign_in("officer").await;

        proxy.break_off().await;
        let draft =
            json!({"subject": "退费", "body": "机构一直不退费，联系不上。", "anonymous": true});
        for path in ["/api/v1/institutions", "/api/v1/complaints"] {
            let answer = match path {
                "/api/v1/complaints" => public.post(path, &draft).await,
                _ => public.get(path).await,
            };
            let answer = answer.expect(503);
            assert_eq!(answer.code(), "unavailable", "{path}");
            assert!(answer.headers.contains_key("retry-after"), "{path}");
        }
        let ready = public.get("/health/ready").await.expect(503);
        assert_eq!(ready.body["reasons"], json!(["database_unreachable"]));
        public.get("/health/live").await.expect(200);
        let desk = officer.get("/api/v1/desk/complaints").await.expect(503);
        assert_eq!(desk.code(), "unavailable", "a session is not lost for it");
        assert_eq!(rows.count("complaint").await, 0);

        // What is sent while the line is away is answered once it is back, and filed once.
        let post = Post::to(&house.url(), corpus::written(COUNT));
        let progress = post.progress();
        let sending = tokio::spawn(post.send_all());
        tokio::time::sleep(Duration::from_millis(300)).await;
        assert_eq!(progress.load(std::sync::atomic::Ordering::Relaxed), 0);
        proxy.restore().await;
        while progress.load(std::sync::atomic::Ordering::Relaxed) < COUNT / 3 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        // In the middle of the run every line is cut once more.
        proxy.cut().await;
        let filed = sending.await.unwrap();
        whole::wait(&rows, COUNT).await;
        whole::each_once(&rows, &filed).await;
        whole::each_told(&rows, &server, &filed).await;
        officer.get("/api/v1/desk/complaints").await.expect(200);
        house.stop().await;
        whole::log_is_good(&db, &store, &server, &filed).await;
    });
}
