//! Clients that hold a connection and do not get on.

use std::time::Duration;

use reqwest::Method;
use tests::{Db, caller, db_test};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::Scene;
use crate::story::play::PNG;

db_test!(
    a_head_that_does_not_come_is_not_waited_for,
    forms_with_files_take_turns,
);

/// Three times as long as the door waits.
const PATIENCE: Duration = Duration::from_secs(30);

async fn a_head_that_does_not_come_is_not_waited_for(db: Db) {
    let scene = Scene::set(&db).await;
    let address = scene.door.url().trim_start_matches("http://");
    let whole = "GET /institutions HTTP/1.1\r\nHost: portal\r\n\r\n";
    tokio::join!(
        is_closed(address, "", None),
        is_closed(address, "GET / HTTP/1.1\r\nHost: por", None),
        is_closed(
            address,
            "GET / HTTP/1.1\r\nHost: portal\r\n",
            Some("X-More: 1\r\n")
        ),
        is_closed(address, whole, None),
    );
    // Everybody else is served meanwhile and afterwards.
    let _ = scene.public().get("/api/v1/institutions").await.expect(200);
}

/// Files are in memory while their form is read, so six are read at a time. Who waits too long is told when to come again.
async fn forms_with_files_take_turns(db: Db) {
    let scene = Scene::set(&db).await;
    let (_, order) = scene.order(0).await;
    let agent = scene.signed_in("institution-agent").await;
    let address = scene.door.url().trim_start_matches("http://");
    let path = format!("/api/v1/my/orders/{order}/evidence");
    let mut under_way = Vec::new();
    for turn in 0..6_u8 {
        let (kind, form) = caller::form("a.png", &[PNG, &[turn]].concat());
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: portal\r\nAuthorization: Bearer {}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\r\n",
            agent.token().unwrap(),
            form.len()
        );
        let (first, rest) = form.split_at(form.len() / 2);
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(head.as_bytes()).await.unwrap();
        stream.write_all(first).await.unwrap();
        under_way.push((stream, rest.to_vec()));
    }
    // Until all of them have their turn.
    tokio::time::sleep(Duration::from_secs(2)).await;
    let seventh = || {
        let (kind, form) = caller::form("a.png", PNG);
        let request = agent.request(Method::POST, &path);
        caller::send(request.header("Content-Type", kind).body(form))
    };
    let refused = seventh().await.expect(503);
    assert_eq!(refused.body["code"], "unavailable");
    assert_eq!(refused.headers["retry-after"], "30");
    for (mut stream, rest) in under_way {
        stream.write_all(&rest).await.unwrap();
        let mut answer = [0; 12];
        stream.read_exact(&mut answer).await.unwrap();
        assert_eq!(&answer, b"HTTP/1.1 201");
    }
    let _ = seventh().await.expect(201);
    assert_eq!(scene.rows.count("evidence_file").await, 7);
}

/// That the door closes the connection of a client that says this at once, and then that again every second.
async fn is_closed(address: &str, said: &str, again: Option<&str>) {
    let stream = TcpStream::connect(address).await.unwrap();
    let (mut from, mut to) = stream.into_split();
    to.write_all(said.as_bytes()).await.unwrap();
    let going_on = async {
        if let Some(again) = again {
            while to.write_all(again.as_bytes()).await.is_ok() {
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
        std::future::pending::<()>().await;
    };
    let closed = async {
        let mut answer = Vec::new();
        // A reset closes it as well as an end does.
        let _ended = from.read_to_end(&mut answer).await;
        answer
    };
    let answer = tokio::select! {
        answer = tokio::time::timeout(PATIENCE, closed) => answer,
        () = going_on => unreachable!("it goes on for ever"),
    };
    let answer = answer.unwrap_or_else(|_| panic!("{said:?} still holds its connection"));
    assert_eq!(
        answer.starts_with(b"HTTP/1.1 200"),
        said.ends_with("\r\n\r\n"),
        "{said:?}"
    );
}
