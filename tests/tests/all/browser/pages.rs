//! Every page of the router's own table, as every role that may open it, in both languages, on a telephone and at a
//! desk, light and dark. A new page is looked at by being there.

use std::collections::BTreeMap;

use api::http::access::{Access, Route};
use domain::access::Role;
use serde_json::{Value, json};
use tests::browser::Browser;
use tests::rights::admits;

use super::in_turn;
use super::town::Town;

/// What a GET leads to that is no page: JSON, files, health. The explorer of the API is a page, and not one of ours.
const NO_PAGES: &[&str] = &[
    "/api/docs/",
    "/api/openapi.json",
    "/api/v1/",
    "/desk/evidence/",
    "/desk/export/",
    "/favicon.ico",
    "/health/",
    "/my/evidence/",
    "/my/export/",
    "/static/",
];

/// Files among the pages.
const NO_PAGE_ENDINGS: &[&str] = &["/pdf", ".csv", ".xlsx"];

const PUBLIC_BYTES_MAX: u64 = 50_000;
const FRONT_BYTES_MAX: u64 = 30_000;

/// Addresses where nothing is: the answer is a page all the same, with status 404.
const NOTHING_THERE: &[&str] = &[
    "/institutions/NC00000016",
    "/nowhere",
    "/verify/136010099999999",
];

/// How a page is looked at.
#[derive(Debug, Clone, Copy)]
struct Look {
    width: u32,
    language: &'static str,
    dark: bool,
}

const fn look(width: u32, language: &'static str, dark: bool) -> Look {
    Look {
        width,
        language,
        dark,
    }
}

/// Every two of width, language and theme meet once: layout depends on width and language, contrast on the theme.
const LOOKS: &[Look] = &[
    look(390, "zh-CN", false),
    look(390, "en", true),
    look(1280, "zh-CN", true),
    look(1280, "en", false),
];

/// The other two that differ in everything.
const OTHER_LOOKS: &[Look] = &[LOOKS[0], LOOKS[3]];

/// The looks of a page: all where it is seen first, a telephone and a desk in another state, one as another role.
fn looks(state: usize, turn: usize) -> &'static [Look] {
    match (state, turn) {
        (0, 0) => LOOKS,
        (_, 0) if state.is_multiple_of(2) => &LOOKS[1..3],
        (_, 0) => OTHER_LOOKS,
        (0, _) => std::slice::from_ref(&LOOKS[turn % LOOKS.len()]),
        _ => &[],
    }
}

#[test]
fn public_pages_are_good_in_both_languages_and_widths_light_and_dark() {
    in_turn(are_good("public", |path| {
        !["/desk", "/gallery", "/my"]
            .iter()
            .any(|door| path.starts_with(door))
    }));
}

#[test]
fn lists_on_the_officers_desk_are_good_for_every_role() {
    in_turn(are_good("lists", |path| {
        path.starts_with("/desk") && !path.contains('{')
    }));
}

#[test]
fn records_on_the_officers_desk_are_good_in_every_state_and_for_every_role() {
    in_turn(are_good("records", |path| {
        path.starts_with("/desk") && path.contains('{')
    }));
}

#[test]
fn the_institutions_desk_is_good() {
    in_turn(are_good("my", |path| path.starts_with("/my")));
}

#[test]
fn every_state_of_every_page_in_the_gallery_is_good() {
    in_turn(are_good("gallery", |path| path.starts_with("/gallery")));
}

/// Looks at the pages with these paths.
async fn are_good(name: &str, wanted: fn(&str) -> bool) {
    let Some(browser) = Browser::find() else {
        return;
    };
    let town = Town::open(&format!("browser-{name}")).await;
    let mut visits = Vec::new();
    for route in pages().iter().filter(|route| wanted(route.path)) {
        for (state, address) in addresses(&town, route).await.iter().enumerate() {
            for (turn, role) in callers(route.access).into_iter().enumerate() {
                let looks = looks(state, turn).iter();
                visits.extend(looks.map(|look| visit(&town, address, role, *look)));
            }
        }
    }
    assert!(visits.len() >= 16, "only {} visits", visits.len());
    let told = in_turns(&browser, &town.base(), visits).await;
    let wrong: Vec<String> = told.iter().filter_map(fault).collect();
    assert!(
        wrong.is_empty(),
        "{} of {}:\n{}",
        wrong.len(),
        told.len(),
        wrong.join("\n")
    );
    sizes(&told);
}

/// The pages among the routes.
fn pages() -> Vec<Route> {
    let table = api::http::table();
    for prefix in NO_PAGES {
        let known = table.iter().any(|route| route.path.starts_with(prefix));
        assert!(known, "{prefix} leads nowhere: take it from the list");
    }
    table
        .into_iter()
        .filter(|route| route.method == "GET")
        .filter(|route| !NO_PAGES.iter().any(|prefix| route.path.starts_with(prefix)))
        .filter(|route| {
            !NO_PAGE_ENDINGS
                .iter()
                .any(|ending| route.path.ends_with(ending))
        })
        .collect()
}

/// The addresses of a route, with what people ask of it besides the bare path.
async fn addresses(town: &Town, route: &Route) -> Vec<String> {
    let mut addresses = town.addresses(route.path).await;
    match route.path {
        "/institutions" => addresses.extend([
            "/institutions?q=舞蹈".to_owned(),
            "/institutions?q=没有这一家".to_owned(),
            "/institutions?class=arts&district=360102".to_owned(),
        ]),
        "/white-list" => addresses.push("/white-list?district=360113&class=arts".to_owned()),
        "/" => addresses.extend(NOTHING_THERE.iter().map(|path| (*path).to_owned())),
        "/complaints/new" => {
            let institution = town.addresses("/institutions/{number}").await;
            let number = institution[0].rsplit('/').next().unwrap();
            addresses.push(format!("/complaints/new?institution={number}"));
        }
        "/reports/new" => {
            let institution = town.addresses("/institutions/{number}").await;
            let number = institution[0].rsplit('/').next().unwrap();
            let kinds = [
                "",
                "&kind=wrong",
                "&kind=closed",
                "&kind=double",
                "&kind=other",
            ];
            addresses = kinds
                .map(|kind| format!("/reports/new?institution={number}{kind}"))
                .to_vec();
        }
        "/desk/cases/new" => {
            let complaint = town.complaint_without_a_case().await;
            addresses = vec![format!("/desk/cases/new?complaint={complaint}")];
        }
        _ => {}
    }
    addresses
}

/// Who may open it; nobody signed in where everybody may.
fn callers(access: Access) -> Vec<Option<Role>> {
    let roles = Role::ALL.iter().copied();
    match access {
        Access::Public { .. } => vec![None],
        _ => roles
            .map(Some)
            .filter(|role| admits(access, *role))
            .collect(),
    }
}

fn visit(town: &Town, address: &str, role: Option<Role>, look: Look) -> Value {
    let whom = role.map_or_else(|| "public".to_owned(), Role::login);
    let plain: String = address
        .chars()
        .map(|sign| if sign.is_alphanumeric() { sign } else { '-' })
        .collect();
    json!({
        "name": format!("page{plain}-{whom}-{}", look.language),
        "path": address,
        "widths": [look.width],
        "language": look.language,
        "dark": look.dark,
        "cookies": town.cookies(role),
    })
}

/// Plays the visits in parts, each short enough for the time of one story; two browsers at once.
async fn in_turns(browser: &Browser, base: &str, visits: Vec<Value>) -> Vec<Value> {
    let stories = visits.chunks(30).map(|part| {
        let input = json!({"base": base, "visits": part});
        async move { browser.play("pages", &input).await }
    });
    let told = futures::future::join_all(stories).await;
    told.into_iter()
        .flat_map(|part| part.as_array().unwrap().clone())
        .collect()
}

/// What is wrong with a page, in one line.
fn fault(page: &Value) -> Option<String> {
    let language = page["name"].as_str().unwrap().ends_with("-en");
    let wanted = if language { "en" } else { "zh-CN" };
    let mut wrong = Vec::new();
    let there = !NOTHING_THERE.iter().any(|path| page["path"] == *path);
    if page["status"] != if there { 200 } else { 404 } {
        wrong.push(format!("status {}", page["status"]));
    }
    if page["language"] != wanted {
        wrong.push(format!("it says it is in {}", page["language"]));
    }
    if page["sideways"] != false {
        wrong.push("it scrolls sideways".to_owned());
    }
    for nothing in ["violations", "console", "failed", "foreign"] {
        let told = page[nothing].as_array().unwrap().iter();
        // Chromium writes a page's own status to its console.
        let told: Vec<_> = told
            .filter(|line| there || !line.to_string().contains("status of 404"))
            .collect();
        if !told.is_empty() {
            wrong.push(format!("{nothing}: {told:?}"));
        }
    }
    let what = format!("{} at {}", page["name"], page["width"]);
    (!wrong.is_empty()).then(|| format!("{what}: {}", wrong.join("; ")))
}

/// Public pages are light: a telephone at the school gate has a weak line.
fn sizes(told: &[Value]) {
    let mut heaviest: BTreeMap<String, u64> = BTreeMap::new();
    for page in told {
        let name = page["name"].as_str().unwrap();
        if name.contains("-public-") && !name.starts_with("page-gallery") {
            let bytes = page["bytes"].as_u64().unwrap();
            let known = heaviest.entry(name.to_owned()).or_default();
            *known = bytes.max(*known);
        }
    }
    for (name, bytes) in heaviest {
        let front = name.starts_with("page--public");
        let limit = if front {
            FRONT_BYTES_MAX
        } else {
            PUBLIC_BYTES_MAX
        };
        assert!(
            bytes < limit,
            "{name} takes {bytes} bytes, more than {limit}"
        );
    }
}
