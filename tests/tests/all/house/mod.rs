//! The program as a newcomer starts it: what it prints, what it puts around every answer, and what operators read.

mod benches;
mod outside;
mod sessions;
mod worlds;

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use domain::access::Role;
use reqwest::header::HeaderMap;
use serde_json::json;
use tests::caller::Caller;
use tests::program::{Plan, Running};
use tests::{client, db, keeper, program};

/// Starts the demo on an empty folder and hands it to the test.
fn demo<F: Future<Output = ()>>(name: &str, test: impl FnOnce(Running) -> F) {
    db::block_on(async {
        let folder = keeper::fresh_folder(name);
        test(Plan::hongjian(program!(hongjian), &folder).start().await).await;
    });
}

#[test]
fn the_first_start_prints_where_everything_is_and_every_account() {
    demo("first-start", |mut running| async move {
        let printed = running.log();
        let portal = running.url("/");
        let metrics = running.ops_url("/metrics");
        for words in [
            portal.as_str(),
            metrics.as_str(),
            "/api/docs",
            "outbox",
            "demo-accounts.txt",
        ] {
            assert!(printed.contains(words), "{words}: {printed}");
        }
        let accounts = running.data().join("demo-accounts.txt");
        let kept = std::fs::read_to_string(&accounts).unwrap();
        let mode = std::fs::metadata(&accounts).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "nobody else reads it");
        for role in Role::ALL {
            let login = role.login();
            assert!(printed.contains(&login) && kept.contains(&login), "{login}");
        }
        let password = kept.split_whitespace().find(|word| word.len() == 16);
        let password = password.unwrap().to_owned();
        assert!(printed.contains(&password), "the password is printed once");
        running.restart().await;
        let again = running.log().split_off(printed.len());
        assert!(again.contains(&portal), "{again}");
        assert!(
            !again.contains(&password),
            "a second start tells no password"
        );
    });
}

#[test]
fn mails_of_the_demo_lie_in_the_outbox_folder() {
    demo("outbox-folder", |running| async move {
        let complaint = json!({
            "institution_name": "小博士托管", "place": "凤凰洲 12 栋", "subject": "交了钱不退", "anonymous": false,
            "body": "暑假报了三个月的课，开课两周就停了，钱也不退。",
            "contact": {"name": "万婉清", "email": "wanqing@example.cn"},
        });
        let filed = Caller::public(&running.url(""))
            .post("/api/v1/complaints", &complaint)
            .await;
        let number = filed.expect(201).text("number");
        let outbox = running.data().join("outbox");
        let mut letter = None;
        for _ in 0..200 {
            letter = mails(&outbox)
                .into_iter()
                .find(|mail| mail.contains("wanqing@example.cn"));
            if letter.is_some() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let letter = letter.unwrap_or_else(|| panic!("no mail for {number}: {}", running.log()));
        for head in [
            "From: ",
            "Subject: ",
            "Message-ID: ",
            "Content-Type: multipart/alternative",
        ] {
            assert!(letter.contains(head), "{head}: {letter}");
        }
    });
}

fn mails(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten();
    let paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    let letters = paths
        .iter()
        .filter(|path| path.extension().is_some_and(|kind| kind == "eml"));
    letters
        .filter_map(|path| std::fs::read_to_string(path).ok())
        .collect()
}

async fn get(url: &str, accepts: &[(&str, &str)]) -> (u16, HeaderMap, Vec<u8>) {
    let mut request = client::plain().get(url);
    for (name, value) in accepts {
        request = request.header(*name, *value);
    }
    let answer = request.send().await.unwrap();
    let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
    (status, headers, answer.bytes().await.unwrap().to_vec())
}

/// A file of the pages, as the front page names it.
async fn style(running: &Running) -> String {
    let (_, _, front) = get(&running.url("/"), &[]).await;
    let front = String::from_utf8(front).unwrap();
    let path = front
        .split("href=\"")
        .find(|rest| rest.starts_with("/static/"));
    path.unwrap().split('"').next().unwrap().to_owned()
}

#[test]
fn every_answer_carries_the_headers_that_keep_a_browser_safe() {
    demo("headers", |running| async move {
        let style = style(&running).await;
        for path in [
            "/",
            "/institutions",
            "/sign-in",
            "/complaints/new",
            "/nowhere",
            "/desk",
            "/health/live",
            "/api/v1/institutions",
            "/api/v1/desk/cases",
            "/api/openapi.json",
            "/api/docs/index.html",
            &style,
        ] {
            let (_, headers, _) = get(&running.url(path), &[("accept", "text/html")]).await;
            let told = |name: &str| {
                headers
                    .get(name)
                    .map_or("", |value| value.to_str().unwrap())
                    .to_owned()
            };
            assert_eq!(told("x-content-type-options"), "nosniff", "{path}");
            assert_eq!(told("x-frame-options"), "DENY", "{path}");
            assert_eq!(told("referrer-policy"), "same-origin", "{path}");
            assert!(told("permissions-policy").contains("camera=()"), "{path}");
            let policy = told("content-security-policy");
            for rule in [
                "default-src 'none'",
                "script-src 'self'",
                "base-uri 'none'",
                "frame-ancestors 'none'",
            ] {
                assert!(policy.contains(rule), "{path}: {policy}");
            }
            // The reading page of the API documents sets styles from script; nothing else does, and nothing runs inline.
            assert_eq!(
                policy.contains("unsafe-inline"),
                path.starts_with("/api/docs"),
                "{path}: {policy}"
            );
            assert!(
                !policy.contains("script-src 'self' 'unsafe"),
                "{path}: {policy}"
            );
            assert!(
                !policy.contains("http"),
                "{path} lets something be fetched elsewhere: {policy}"
            );
        }
    });
}

#[test]
fn what_belongs_to_one_person_is_kept_nowhere_and_what_never_changes_for_ever() {
    demo("caches", |running| async move {
        let style = style(&running).await;
        for (path, wanted) in [
            ("/", "no-cache"),
            ("/institutions", "no-cache"),
            ("/desk", "no-store"),
            ("/my", "no-store"),
            ("/sign-in", "no-store"),
            ("/api/v1/desk/cases", "no-cache"),
            (style.as_str(), "immutable"),
        ] {
            let (_, headers, _) = get(&running.url(path), &[]).await;
            let cache = headers["cache-control"].to_str().unwrap();
            assert!(cache.contains(wanted), "{path}: {cache}");
            let vary: Vec<&str> = headers
                .get_all("vary")
                .iter()
                .map(|value| value.to_str().unwrap())
                .collect();
            assert!(
                vary.join(", ").contains("accept-language"),
                "{path}: {vary:?}"
            );
        }
        let token = [("authorization", "Bearer nobody")];
        let (_, headers, _) = get(&running.url("/api/v1/institutions"), &token).await;
        assert_eq!(
            headers["cache-control"], "no-store",
            "whoever brings a token"
        );
    });
}

#[test]
fn pages_come_packed_to_whoever_unpacks_them() {
    demo("packed", |running| async move {
        let (_, plain_headers, plain) = get(&running.url("/institutions"), &[]).await;
        assert!(!plain_headers.contains_key("content-encoding"));
        for kind in ["br", "gzip"] {
            let accepts = [("accept-encoding", kind)];
            let (_, headers, packed) = get(&running.url("/institutions"), &accepts).await;
            assert_eq!(headers["content-encoding"], kind);
            assert!(
                packed.len() * 2 < plain.len(),
                "{kind}: {} of {}",
                packed.len(),
                plain.len()
            );
        }
    });
}

#[test]
fn operators_read_figures_on_a_listener_of_their_own() {
    demo("figures", |running| async move {
        let _page = get(&running.url("/institutions"), &[]).await;
        let (status, _, figures) = get(&running.ops_url("/metrics"), &[]).await;
        let figures = String::from_utf8(figures).unwrap();
        assert_eq!(status, 200);
        let asked = "hongjian_requests_total{method=\"GET\",path=\"/institutions\",status=\"200\"}";
        for name in [asked, "hongjian_request_seconds", "hongjian_jobs"] {
            assert!(figures.contains(name), "{name}: {figures}");
        }
        let (status, ..) = get(&running.url("/metrics"), &[]).await;
        assert_eq!(status, 404, "the public does not read them");
    });
}

#[test]
fn the_pages_of_the_api_document_need_no_other_server() {
    demo("api-docs", |running| async move {
        let base = running.url("/api/docs/");
        let (status, headers, page) = get(&format!("{base}index.html"), &[]).await;
        assert_eq!(status, 200);
        assert!(
            headers["content-type"]
                .to_str()
                .unwrap()
                .starts_with("text/html")
        );
        let page = String::from_utf8(page).unwrap();
        let mut parts = 0;
        for mark in ["src=\"", "href=\""] {
            for name in page
                .split(mark)
                .skip(1)
                .filter_map(|rest| rest.split('"').next())
            {
                assert!(!name.contains("//"), "{name} lies elsewhere");
                let (status, ..) =
                    get(&format!("{base}{}", name.trim_start_matches("./")), &[]).await;
                assert_eq!(status, 200, "{name}");
                parts += 1;
            }
        }
        assert!(parts > 3, "scripts and styles: {page}");
        let (_, _, start) = get(&format!("{base}swagger-initializer.js"), &[]).await;
        assert!(
            String::from_utf8(start)
                .unwrap()
                .contains("/api/openapi.json")
        );
        let (status, _, document) = get(&running.url("/api/openapi.json"), &[]).await;
        assert_eq!((status, &document[..1]), (200, b"{".as_slice()));
    });
}

/// The numbers of statements that the log tells of requests for this path.
fn queries(log: &str, path: &str) -> Vec<u32> {
    let lines = log
        .lines()
        .filter(|line| line.contains("hongjian::request") && line.contains(path));
    let number = |line: &str| {
        let (_, rest) = line.split_once("queries=")?;
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        digits.parse().ok()
    };
    lines.filter_map(number).collect()
}

#[test]
fn a_longer_list_asks_the_database_no_more_often() {
    demo("queries", |running| async move {
        for limit in [5, 20, 100] {
            let path = format!("/api/v1/institutions?limit={limit}");
            let (status, ..) = get(&running.url(&path), &[]).await;
            assert_eq!(status, 200);
        }
        let counted = queries(&running.log(), "path=\"/api/v1/institutions\"");
        assert_eq!(counted.len(), 3, "{}", running.log());
        assert!(
            counted[0] > 0 && counted.iter().all(|one| *one == counted[0]),
            "{counted:?}"
        );
    });
}
