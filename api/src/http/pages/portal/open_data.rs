//! What programs of others may do here, and where `type` of a refusal leads.

use super::frame::Frame;
use crate::http::access::Routes;
use crate::http::pages::Html;
use crate::http::problem::{Code, refusals};
use crate::text::Lang;
use crate::view::portal::open_data::{Call, CodeRow, OpenData};
use crate::view::shell::Door;

pub(super) fn register(routes: &mut Routes) {
    routes
        .public("the description of the public interface is public")
        .get("/api/docs", page)
        .done();
}

/// Calls that need no account, with the key of their words.
const OPEN: &[(&str, &str, &str)] = &[
    ("GET", "/api/v1/institutions", "open-call-institutions"),
    (
        "GET",
        "/api/v1/institutions/{number}",
        "open-call-institution",
    ),
    ("POST", "/api/v1/institutions/near", "open-call-near"),
    (
        "GET",
        "/api/v1/institutions/{number}/courses",
        "open-call-courses",
    ),
    ("GET", "/api/v1/white-list", "open-call-white-list"),
    ("GET", "/api/v1/after-school", "open-call-after-school"),
    (
        "POST",
        "/api/v1/institutions/{number}/reports",
        "open-call-report",
    ),
    ("GET", "/api/v1/reports/{number}", "open-call-follow-report"),
    ("POST", "/api/v1/complaints", "open-call-complain"),
    ("GET", "/api/v1/complaints/{number}", "open-call-follow"),
    (
        "POST",
        "/api/v1/complaints/{number}/withdrawal",
        "open-call-withdraw",
    ),
    ("POST", "/api/v1/law/deadline", "open-call-deadline"),
    (
        "GET",
        "/api/v1/law/classes/{class}",
        "open-call-class-rules",
    ),
];

async fn page(frame: Frame) -> Html<OpenData> {
    Html(OpenData {
        calls: calls(frame.lang),
        codes: codes(frame.lang),
        refusals: refusals(),
        shell: frame.page(Door::Elsewhere),
    })
}

fn calls(lang: Lang) -> Vec<Call> {
    OPEN.iter()
        .map(|(method, path, words)| Call {
            method,
            path,
            words: lang.t(words),
        })
        .collect()
}

fn codes(lang: Lang) -> Vec<CodeRow> {
    Code::ALL
        .iter()
        .map(|code| CodeRow {
            code: code.text(),
            status: code.status().as_u16(),
            words: code.title(lang),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::OPEN;
    use crate::http::access::{Access, Route};
    use crate::http::table;

    #[test]
    fn every_call_of_the_api_that_needs_no_account_is_listed() {
        let is_open = |route: &&Route| {
            matches!(route.access, Access::Public { .. })
                && route.path.starts_with("/api/v1/")
                && route.path != "/api/v1/sessions"
        };
        let routes = table();
        let open: BTreeSet<(&str, &str)> = routes
            .iter()
            .filter(is_open)
            .map(|route| (route.method, route.path))
            .collect();
        let listed = OPEN.iter().map(|(method, path, _)| (*method, *path));
        assert_eq!(listed.collect::<BTreeSet<_>>(), open);
    }
}
