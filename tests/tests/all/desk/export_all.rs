//! Every list of both desks as a file: what its page lists, for whom the page is, and nothing that a sheet would run.

use std::collections::BTreeSet;

use domain::access::Role;
use tests::bureau::PASSWORD;
use tests::rights::admits;
use tests::rows::Rows;
use tests::visitor::{Page, Visitor, application};
use tests::{Db, db_test};

db_test!(
    every_page_with_a_list_offers_it_as_a_file_that_its_reader_gets,
    a_file_of_the_institutions_desk_holds_its_own_rows_alone,
    a_cell_that_would_be_a_formula_is_none,
);

/// Pages that show a table or rows and list nothing of their own, each with the reason.
const NO_LISTS: &[(&str, &str)] = &[
    ("/desk/imports", "each row is a file that came in"),
    ("/desk", "what is due is on the lists that it leads to"),
    ("/my", "what is to be done is on the lists that it leads to"),
    ("/desk/sessions", "the sessions of one person"),
    ("/my/sessions", "the sessions of one person"),
];

/// Whether the page shows a list.
fn lists(page: &Page) -> bool {
    ["class=\"tbl\"", "<ul class=\"rows\"", "class=\"pager\""]
        .iter()
        .any(|mark| page.html.contains(mark))
}

/// The paths of the files that a page offers.
fn offered(page: &Page) -> Vec<String> {
    let html = tests::forms::plain(&page.html);
    html.split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .filter(|path| path.contains("/export/"))
        .map(str::to_owned)
        .collect()
}

fn table(page: &Page) -> Vec<Vec<String>> {
    tests::tables::csv(page.html.as_bytes())
}

/// The pages of both desks that somebody of this role may open and that show no single record.
fn pages(role: Role) -> Vec<&'static str> {
    let of_a_desk = |path: &str| path.starts_with("/desk") || path.starts_with("/my");
    let one = |path: &str| path.contains('{') || path.contains("/export/");
    api::http::table()
        .into_iter()
        .filter(|route| route.method == "GET" && of_a_desk(route.path) && !one(route.path))
        .filter(|route| admits(route.access, Some(role)))
        .map(|route| route.path)
        .filter(|path| NO_LISTS.iter().all(|(known, _)| known != path))
        .collect()
}

/// The lists that the page at `path` offers as files, each of them read.
async fn files_of(person: &mut Visitor, path: &str) -> Vec<String> {
    // Jobs have no list of all of them.
    let state = if path == "/desk/jobs" { "ready" } else { "all" };
    let page = person.get(&format!("{path}?state={state}")).await;
    if page.status != 200 || !lists(&page) {
        return Vec::new();
    }
    let files = offered(&page);
    assert_eq!(files.len(), 2, "{path}: {files:?}");
    for file in &files {
        let sent = person.get(file).await.expect(200);
        if file.contains(".csv") {
            let rows = table(&sent);
            assert!(rows.len() > 1, "{file}: {rows:?}");
            let width = rows[0].len();
            assert!(rows.iter().all(|row| row.len() == width), "{file}");
            assert!(
                !rows[0].iter().any(|heading| heading.contains('⟦')),
                "{file}"
            );
        }
    }
    files
        .iter()
        .filter_map(|file| file.split('.').next().map(str::to_owned))
        .collect()
}

async fn every_page_with_a_list_offers_it_as_a_file_that_its_reader_gets(db: Db) {
    let store = db.store().await;
    seeds::demo(&store, store.today(), 3, PASSWORD)
        .await
        .unwrap();
    let app = application(&db, store.clone(), &[]);
    let mut seen = BTreeSet::new();
    for role in [
        Role::Officer,
        Role::Administrator,
        Role::Auditor,
        Role::InstitutionAgent,
    ] {
        let mut person = Visitor::new(&app);
        person.sign_in(&role.login(), PASSWORD).await.expect(200);
        for path in pages(role) {
            seen.extend(files_of(&mut person, path).await);
        }
    }
    for list in [
        "desk/export/accounts",
        "desk/export/after-school",
        "desk/export/merges",
        "desk/export/places",
        "desk/export/reports",
        "desk/export/schools",
        "my/export/after-school",
        "desk/export/audit",
        "desk/export/barred",
        "desk/export/courses",
        "desk/export/jobs",
        "desk/export/notices",
        "desk/export/party",
        "desk/export/requests",
        "desk/export/staff-leads",
        "my/export/applications",
        "my/export/courses",
        "my/export/requests",
        "my/export/staff",
    ] {
        assert!(seen.contains(&format!("/{list}")), "{list}: {seen:?}");
    }
}

async fn a_file_of_the_institutions_desk_holds_its_own_rows_alone(db: Db) {
    let store = db.store().await;
    seeds::demo(&store, store.today(), 3, PASSWORD)
        .await
        .unwrap();
    let app = application(&db, store.clone(), &[]);
    let mut own = Visitor::new(&app);
    own.sign_in("institution-agent", PASSWORD).await.expect(200);
    let mut other = Visitor::new(&app);
    other
        .sign_in("institution-agent-2", PASSWORD)
        .await
        .expect(200);
    for list in ["applications", "staff", "courses", "orders", "requests"] {
        let path = format!("/my/export/{list}.csv?state=all");
        let mine = table(&own.get(&path).await.expect(200));
        let theirs = table(&other.get(&path).await.expect(200));
        assert_eq!(mine[0], theirs[0]);
        assert!(
            mine[1..].iter().all(|row| !theirs[1..].contains(row)),
            "{list}"
        );
    }
    for nothing in [
        "applications.pdf",
        "applications",
        "licences.csv",
        "..%2Fstaff.csv",
    ] {
        own.get(&format!("/my/export/{nothing}")).await.expect(404);
    }
    // A filter that is none asks for what the page shows.
    let plain = table(&own.get("/my/export/staff.csv").await.expect(200));
    let odd = table(
        &own.get("/my/export/staff.csv?state=burnt")
            .await
            .expect(200),
    );
    assert_eq!(plain, odd);
    let left = table(&own.get("/my/export/staff.csv?state=left").await.expect(200));
    assert_ne!(plain, left);
    let mut officer = Visitor::new(&app);
    officer.sign_in("officer", PASSWORD).await.expect(200);
    officer.get("/my/export/staff.csv").await.expect(403);
    for list in ["jobs", "accounts", "audit"] {
        officer
            .get(&format!("/desk/export/{list}.csv"))
            .await
            .expect(403);
    }
}

async fn a_cell_that_would_be_a_formula_is_none(db: Db) {
    let store = db.store().await;
    seeds::demo(&store, store.today(), 3, PASSWORD)
        .await
        .unwrap();
    let rows = Rows::of(&db).await;
    rows.set("UPDATE course SET name = '=HYPERLINK(1)'").await;
    rows.set("UPDATE account SET person_name = '@SUM(1)'").await;
    rows.set("UPDATE staff_member SET name = '+1'").await;
    let app = application(&db, store.clone(), &[]);
    for (login, path) in [
        ("institution-agent", "/my/export/courses.csv"),
        ("institution-agent", "/my/export/staff.csv?state=all"),
        ("officer", "/desk/export/courses.csv?state=all"),
        ("administrator", "/desk/export/accounts.csv"),
    ] {
        let mut person = Visitor::new(&app);
        person.sign_in(login, PASSWORD).await.expect(200);
        let found = table(&person.get(path).await.expect(200));
        let danger = |cell: &String| cell.starts_with(['=', '+', '-', '@']);
        assert!(found.len() > 1, "{path}");
        assert!(!found.iter().flatten().any(danger), "{path}: {found:?}");
    }
}
