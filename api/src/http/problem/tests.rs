#![allow(clippy::unwrap_used, reason = "a test stops at the first wrong value")]

use axum::http::HeaderMap;
use axum::http::header::ACCEPT;

use super::*;

#[test]
fn codes_are_unique_and_snake_case() {
    let mut seen = std::collections::HashSet::new();
    for code in Code::ALL {
        assert!(seen.insert(code.text()), "{} twice", code.text());
        assert!(
            code.text()
                .chars()
                .all(|c| c.is_ascii_lowercase() || c == '_')
        );
        assert_eq!(serde_json::to_value(code).unwrap(), code.text());
        assert!(code.status().is_client_error() || code.status().is_server_error());
    }
}

#[test]
fn a_body_has_the_shape_of_the_contract() {
    let problem = Problem::new(Code::InvalidInput).field("contact.email", "email_invalid", "x");
    let body = serde_json::to_value(ProblemBody::of(&problem, Lang::En, "r-1")).unwrap();
    assert_eq!(
        body,
        serde_json::json!({
            "type": "/api/docs#invalid_input", "title": "Some fields are wrong", "status": 422,
            "code": "invalid_input", "detail": "Some fields are wrong",
            "errors": [{"field": "contact.email", "code": "email_invalid", "detail": "This is no e-mail address, for example name@example.com"}],
            "reference": "r-1",
        })
    );
}

#[test]
fn a_wrong_field_is_told_in_the_readers_language() {
    let problem = Problem::new(Code::InvalidInput).field("limit", "limit_out_of_range", "x");
    let told = |lang| ProblemBody::of(&problem, lang, "r-1").errors;
    let words = |lang: Lang| told(lang).first().unwrap().detail.clone();
    assert_ne!(words(Lang::Zh), words(Lang::En));
    assert_ne!(words(Lang::Zh), "x");
}

#[test]
fn programs_get_json_and_people_a_page() {
    let accept = |text: &str| {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, text.parse().unwrap());
        headers
    };
    assert!(!wants_page("/api/v1/x", &accept("text/html")));
    assert!(wants_page("/institutions", &accept("text/html,*/*")));
    assert!(!wants_page("/verify/1", &accept("application/json")));
    assert!(wants_page("/x", &HeaderMap::new()));
}

/// The codes that the guards of `domain` give, read from their source: each is written where it is given.
fn codes_of_guards(folder: &std::path::Path, found: &mut std::collections::BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            codes_of_guards(&path, found);
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        for marker in ["Refusal::step(", "Refusal::law(", "Refusal {\n    code:"] {
            for after in text.split(marker).skip(1) {
                let code = after
                    .trim_start()
                    .strip_prefix('"')
                    .and_then(|rest| rest.split('"').next());
                found.extend(code.map(str::to_owned));
            }
        }
    }
}

#[test]
fn the_list_of_refusals_is_the_one_of_the_guards() {
    let mut found = std::collections::BTreeSet::new();
    for room in ["documents", "domain", "store"] {
        let source = format!("{}/../{room}/src", env!("CARGO_MANIFEST_DIR"));
        codes_of_guards(std::path::Path::new(&source), &mut found);
    }
    let listed: Vec<String> = found.into_iter().collect();
    assert_eq!(listed, REFUSALS);
}

#[test]
fn a_code_is_listed_once() {
    let mut codes = crate::http::openapi::codes();
    let all = codes.len();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), all);
}
