#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test stops where it fails and reads its own switch"
)]

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request};
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use tower::ServiceExt as _;

use super::access::{Access, markdown};
use super::layers::{self, Frame};
use super::problem::{Problem, ProblemPages};
use super::reference::References;
use super::{openapi, table};
use crate::text::Lang;

/// Compares with a committed file; `HONGJIAN_BLESS=1` writes it anew.
fn committed(path: &str, text: &str) {
    let path = format!("{}/../docs/{path}", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("HONGJIAN_BLESS").is_some() {
        std::fs::write(&path, text).unwrap();
    }
    let known = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        known == text,
        "{path} is stale; run this test with HONGJIAN_BLESS=1 and read the difference"
    );
}

#[test]
fn the_committed_table_of_access_is_the_routers() {
    committed("access.md", &markdown(&table()));
}

#[test]
fn the_committed_openapi_document_is_the_handlers() {
    let mut text = serde_json::to_string_pretty(&openapi::document()).unwrap();
    text.push('\n');
    committed("openapi.json", &text);
}

#[test]
fn no_route_is_registered_twice_and_each_public_one_says_why() {
    let mut seen = BTreeSet::new();
    for route in table() {
        assert!(
            seen.insert((route.path, route.method)),
            "{} {}",
            route.method,
            route.path
        );
        if let Access::Public { reason } = route.access {
            assert!(
                reason.len() > 15,
                "{} {}: {reason}",
                route.method,
                route.path
            );
        }
    }
}

/// Routes of programs that the document leaves out on purpose: the document itself and its reading page.
const UNDOCUMENTED: &[&str] = &["/api/openapi.json", "/api/docs", "/api/docs/{*file}"];

#[test]
fn the_document_describes_every_route_of_programs_and_no_other() {
    let document = serde_json::to_value(openapi::document()).unwrap();
    let described: BTreeSet<(String, String)> = document
        .get("paths")
        .and_then(|paths| paths.as_object())
        .unwrap()
        .iter()
        .flat_map(|(path, item)| {
            let methods = item.as_object().unwrap().keys();
            methods
                .map(|method| (path.clone(), method.to_uppercase()))
                .collect::<Vec<_>>()
        })
        .collect();
    let routed: BTreeSet<(String, String)> = table()
        .into_iter()
        .filter(|route| route.path.starts_with("/api/") || route.path.starts_with("/health/"))
        .filter(|route| !UNDOCUMENTED.contains(&route.path))
        .map(|route| (route.path.to_owned(), route.method.to_owned()))
        .collect();
    assert_eq!(described, routed);
}

#[test]
fn the_document_is_openapi_3_1_with_the_closed_list_of_codes() {
    let document = serde_json::to_value(openapi::document()).unwrap();
    assert!(
        document
            .get("openapi")
            .unwrap()
            .as_str()
            .unwrap()
            .starts_with("3.1")
    );
    let listed = document
        .pointer("/components/schemas/ProblemBody/properties/code/enum")
        .unwrap();
    assert_eq!(listed.as_array().unwrap().len(), openapi::codes().len());
}

#[test]
fn a_route_that_needs_a_session_says_so_in_the_document() {
    let document = serde_json::to_value(openapi::document()).unwrap();
    for route in table()
        .into_iter()
        .filter(|route| route.path.starts_with("/api/v1/"))
    {
        let pointer = format!(
            "/paths/{}/{}/security",
            route.path.replace('~', "~0").replace('/', "~1"),
            route.method.to_lowercase()
        );
        let public = matches!(route.access, Access::Public { .. });
        assert_eq!(
            document.pointer(&pointer).is_none(),
            public,
            "{} {}",
            route.method,
            route.path
        );
    }
}

#[test]
fn no_two_operations_of_the_document_share_an_id() {
    let document = serde_json::to_value(openapi::document()).unwrap();
    let mut seen = BTreeSet::new();
    for item in document["paths"].as_object().unwrap().values() {
        for operation in item.as_object().unwrap().values() {
            let id = operation["operationId"].as_str().unwrap().to_owned();
            assert!(seen.insert(id.clone()), "{id} names two operations");
        }
    }
    assert!(seen.contains("get_institutions_number"), "{seen:?}");
}

/// Answers of a router with the frame around it, which waits no longer than this.
async fn framed(limit: Duration, path: &str) -> (u16, HeaderMap, String) {
    let frame = Arc::new(Frame {
        references: References::new(7),
        pages: Arc::new(NoPages),
        limit,
        uploads: Vec::new(),
        tls: true,
    });
    let slow = || async {
        tokio::time::sleep(Duration::from_secs(30)).await;
        "late"
    };
    let router = Router::new()
        .route("/slow", get(slow))
        .route("/quick", get(|| async { "soon" }))
        .layer(from_fn_with_state(frame, layers::frame));
    let request = Request::get(path).body(Body::empty()).unwrap();
    let answer = router.oneshot(request).await.unwrap();
    let (head, body) = answer.into_parts();
    let bytes = axum::body::to_bytes(body, 1 << 20).await.unwrap();
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    (head.status.as_u16(), head.headers, text)
}

struct NoPages;

impl ProblemPages for NoPages {
    fn page(&self, problem: &Problem, _: Lang, _: &str, _: &str) -> String {
        problem.code_text().to_owned()
    }
}

#[tokio::test]
async fn an_answer_that_does_not_come_in_time_says_so_and_when_to_come_again() {
    let (status, headers, text) = framed(Duration::from_millis(50), "/slow").await;
    assert_eq!(status, 503);
    assert_eq!(headers["retry-after"], "5");
    assert!(text.contains("time_limit"), "{text}");
    assert!(headers.contains_key("strict-transport-security"));
    let (status, _, text) = framed(Duration::from_secs(30), "/quick").await;
    assert_eq!((status, text.as_str()), (200, "soon"));
}
