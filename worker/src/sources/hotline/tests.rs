//! The feed against a server on loopback that answers by the book, or not at all.

#![allow(
    clippy::unwrap_used,
    reason = "a test stops at the first thing that is not as it should be"
)]

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::*;

/// Answers each request with the next of `answers` (the last repeats) and keeps the heads.
async fn server(answers: Vec<Vec<u8>>) -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/feed", listener.local_addr().unwrap());
    let heads = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&heads);
    tokio::spawn(async move {
        let mut count = 0;
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut head = vec![0; 4096];
            let length = stream.read(&mut head).await.unwrap_or_default();
            head.truncate(length);
            kept.lock()
                .unwrap()
                .push(String::from_utf8_lossy(&head).into_owned());
            let answer = answers
                .get(count)
                .or(answers.last())
                .cloned()
                .unwrap_or_default();
            count += 1;
            let _closed = stream.write_all(&answer).await;
        }
    });
    (address, heads)
}

fn answer(status: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!("HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}")
        .into_bytes()
}

fn feed(address: &str, page_bytes_max: u64) -> Feed {
    Feed::new(&settings(address, page_bytes_max)).unwrap()
}

fn settings(address: &str, page_bytes_max: u64) -> Hotline {
    let _installed_before = rustls::crypto::ring::default_provider().install_default();
    Hotline {
        url: address.to_owned(),
        token: Secret::new("a-token"),
        every: Duration::from_secs(60),
        page_bytes_max,
    }
}

const GOOD: &str = r#"{"items":[{"number":"R1"},{"number":"R2"}],"next":"c2"}"#;

#[tokio::test]
async fn a_page_is_asked_for_by_cursor_and_token() {
    let (address, heads) = server(vec![answer("200 OK", GOOD)]).await;
    let page = feed(&address, 1000)
        .page(Some("c 1&x=y"), || 0)
        .await
        .unwrap();
    assert_eq!((page.items.len(), page.next.as_deref()), (2, Some("c2")));
    let heads = heads.lock().unwrap();
    let head = heads.first().unwrap();
    assert!(
        head.starts_with("GET /feed?limit=100&after=c+1%26x%3Dy HTTP/1.1"),
        "{head}"
    );
    assert!(
        head.to_lowercase()
            .contains("authorization: bearer a-token"),
        "{head}"
    );
}

#[tokio::test]
async fn what_may_pass_is_tried_again_and_what_may_not_is_not() {
    let (address, heads) = server(vec![
        answer("503 Busy", ""),
        Vec::new(),
        answer("200 OK", GOOD),
    ])
    .await;
    let page = feed(&address, 1000).page(None, || 0).await.unwrap();
    assert_eq!(page.items.len(), 2);
    assert_eq!(heads.lock().unwrap().len(), 3);
    let (address, heads) = server(vec![answer("429 Slow", ""); 4]).await;
    let fault = feed(&address, 1000).page(None, || 0).await.unwrap_err();
    assert_eq!(
        (fault, heads.lock().unwrap().len()),
        (SourceFault::Busy(429), 3)
    );
    let (address, heads) = server(vec![answer("403 No", "")]).await;
    let fault = feed(&address, 1000).page(None, || 0).await.unwrap_err();
    assert_eq!(
        (fault, heads.lock().unwrap().len()),
        (SourceFault::Refused(403), 1)
    );
}

/// A source that takes the request and says nothing more, or stops in the middle of its page, holds up nobody.
#[tokio::test]
async fn a_source_that_falls_silent_is_left_after_its_time() {
    for begun in [
        &b""[..],
        b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{\"items\":[",
    ] {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}/feed", listener.local_addr().unwrap());
        let silent = tokio::spawn(async move {
            let mut held = Vec::new();
            while let Ok((mut stream, _)) = listener.accept().await {
                stream.write_all(begun).await.unwrap();
                held.push(stream);
                if held.len() == 3 {
                    break;
                }
            }
            held
        });
        let feed = Feed::patient(&settings(&address, 1000), Duration::from_millis(80)).unwrap();
        let asked = tokio::time::timeout(Duration::from_secs(20), feed.page(None, || 0)).await;
        assert_eq!(asked.unwrap().unwrap_err(), SourceFault::Unreachable);
        // All three tries came, and each was left while the source still held its end open.
        assert_eq!(silent.await.unwrap().len(), 3);
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed_with_the_token() {
    let away = b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"
        .to_vec();
    let (address, _) = server(vec![away]).await;
    let fault = feed(&address, 1000).page(None, || 0).await.unwrap_err();
    assert_eq!(fault, SourceFault::Refused(302));
}

#[tokio::test]
async fn a_page_that_is_too_long_is_not_read_to_its_end() {
    let long = format!("{{\"items\":[\"{}\"],\"next\":null}}", "x".repeat(5000));
    let (address, _) = server(vec![answer("200 OK", &long)]).await;
    let fault = feed(&address, 1000).page(None, || 0).await.unwrap_err();
    assert_eq!(fault, SourceFault::TooLong(1000));
    // Without a stated length the bytes themselves are counted.
    let unstated = format!("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{long}").into_bytes();
    let (address, _) = server(vec![unstated]).await;
    let fault = feed(&address, 1000).page(None, || 0).await.unwrap_err();
    assert_eq!(fault, SourceFault::TooLong(1000));
}

#[tokio::test]
async fn a_page_of_another_form_is_a_fault() {
    for body in ["", "<html>", "[]", r#"{"items":{}}"#, "{\"items\":[\"\u{0}"] {
        let (address, _) = server(vec![answer("200 OK", body)]).await;
        let fault = feed(&address, 1000).page(None, || 0).await.unwrap_err();
        assert_eq!(fault, SourceFault::Form, "{body:?}");
    }
}

#[test]
fn the_token_never_goes_over_an_open_way() {
    let token = Secret::new("a-token");
    assert!(check_address("https://12345.example.cn/feed", &token).is_ok());
    assert!(check_address("http://127.0.0.1:9000/feed", &token).is_ok());
    assert!(check_address("http://[::1]:9000/feed", &token).is_ok());
    for address in [
        "http://12345.example.cn/feed",
        "ftp://127.0.0.1/",
        "feed",
        "http://127.0.0.1.example.cn/",
    ] {
        assert!(check_address(address, &token).is_err(), "{address}");
    }
    assert!(check_address("https://x.cn/", &Secret::new("a\r\nb")).is_err());
}
