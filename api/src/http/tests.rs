#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test stops where it fails and reads its own switch"
)]

use std::collections::BTreeSet;

use super::access::{Access, markdown};
use super::{openapi, table};

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
