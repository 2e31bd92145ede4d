//! The white list: who stands on it, its files, and the tag by which a copy is known to be fresh.

use std::collections::BTreeMap;

use domain::access::permit;
use domain::institution::Status;
use domain::licence::{Standing, State};
use domain::words::{Class, Day, District, Stage, Stages};
use reqwest::Method;
use store::Store;
use store::ops::institution::{self, NewInstitution};
use store::read::institution::{InstitutionQuery, InstitutionRow, search};
use tests::bureau::grant;
use tests::caller::{Answer, send};
use tests::door::Door;
use tests::rows::Rows;
use tests::visitor::{Visitor, application};
use tests::{Db, db_test};

db_test!(
    those_that_work_with_a_valid_licence_stand_on_it_and_no_others,
    its_files_and_the_api_hold_the_list_that_is_shown,
    a_search_can_be_narrowed_to_it,
    a_copy_is_known_to_be_fresh_until_something_changes,
    a_cell_of_a_file_is_never_a_formula,
    every_list_of_the_register_is_a_file_with_its_filters,
    lists_that_cannot_be_written_are_refused_and_leave_nothing,
);

/// A town of its own with institutions in every state.
pub(super) async fn town(db: &Db) -> Store {
    let store = db.store().await;
    tests::town::fill(&store, 11, store.today(), 1_200).await;
    store
}

/// The whole register, page by page.
async fn register(store: &Store) -> Vec<InstitutionRow> {
    let mut query = InstitutionQuery::default();
    let mut rows = Vec::new();
    loop {
        let page = search(store, &query, store.today()).await.unwrap();
        rows.extend(page.items);
        match page.next {
            None => return rows,
            Some(next) => query.after = Some(next.parse().unwrap()),
        }
    }
}

/// Whether a parent may take it as licensed and operating, by the law's own words.
fn is_white(row: &InstitutionRow, today: Day) -> bool {
    let licence = State::from_code(&row.licence_state);
    let until = row.licence_valid_until.as_deref();
    let licence = licence.zip(until.and_then(|day| day.parse().ok()));
    Standing::on(Status::from_code(&row.status).unwrap(), licence, today).is_licensed()
}

async fn those_that_work_with_a_valid_licence_stand_on_it_and_no_others(db: Db) {
    let store = town(&db).await;
    let rows = register(&store).await;
    let white: Vec<&InstitutionRow> = rows
        .iter()
        .filter(|row| is_white(row, store.today()))
        .collect();
    assert!(white.len() > 200 && rows.len() > white.len() + 50);
    let mut visitor = Visitor::new(&application(&db, store.clone(), &[]));
    let page = visitor.get("/white-list").await.expect(200);
    assert!(page.says("示意图：方块只表示大致方位，不是行政区划界线"));
    assert!(
        page.says(&format!("全市：{} 家", white.len())),
        "{}",
        page.words()
    );
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for row in &white {
        *counts.entry(&row.district).or_default() += 1;
    }
    for district in District::ALL {
        let count = counts.get(district.code()).copied().unwrap_or(0);
        let tile = format!("{} {count}", district.zh());
        assert!(page.says(&tile), "{tile}: {}", page.words());
    }
    // Page by page the rows of one district and class are those of the register, in its order.
    let mut next = "/white-list?district=360111&class=arts".to_owned();
    let mut shown = Vec::new();
    loop {
        let page = visitor.get(&next).await.expect(200);
        let numbers = page
            .html
            .split("<a class=\"strong\" href=\"/institutions/")
            .skip(1);
        shown.extend(numbers.map(|rest| rest.split('"').next().unwrap().to_owned()));
        let Some((_, rest)) = page.html.split_once("rel=\"next\" href=\"") else {
            break;
        };
        next = tests::forms::plain(rest.split('"').next().unwrap());
    }
    let wanted = white
        .iter()
        .filter(|row| row.district == "360111" && row.classes().unwrap().contains(Class::Arts));
    let wanted: Vec<String> = wanted.map(|row| row.number.clone()).collect();
    assert!(wanted.len() > 20, "it has a second page");
    assert_eq!(shown, wanted);
}

/// A public answer to these headers.
async fn fetched(door: &Door, path: &str, tag: Option<&str>) -> Answer {
    let mut request = door.public().request(Method::GET, path);
    if let Some(tag) = tag {
        request = request.header("If-None-Match", tag);
    }
    send(request).await
}

fn tag(answer: &Answer) -> String {
    answer.headers["etag"].to_str().unwrap().to_owned()
}

fn csv(answer: &Answer) -> Vec<Vec<String>> {
    tests::tables::csv(&answer.bytes)
}

async fn its_files_and_the_api_hold_the_list_that_is_shown(db: Db) {
    let store = town(&db).await;
    let rows = register(&store).await;
    let white: Vec<&InstitutionRow> = rows
        .iter()
        .filter(|row| is_white(row, store.today()) && row.district == "360121")
        .collect();
    let door = Door::open(&db, &store).await;
    let numbers: Vec<&str> = white.iter().map(|row| row.number.as_str()).collect();
    let api = fetched(&door, "/api/v1/white-list?district=360121", None)
        .await
        .expect(200);
    let items = api.body["items"].as_array().unwrap();
    let told: Vec<&str> = items
        .iter()
        .map(|item| item["number"].as_str().unwrap())
        .collect();
    assert_eq!(told, numbers);
    assert!(api.body["as_of"].as_str().unwrap().ends_with('Z'));
    let path = "/white-list.csv?district=360121&from=messenger";
    let file = fetched(&door, path, None).await.expect(200);
    assert_eq!(file.headers["content-type"], "text/csv; charset=utf-8");
    let name = file.headers["content-disposition"].to_str().unwrap();
    assert!(
        name.starts_with("attachment; ") && name.ends_with(".csv"),
        "{name}"
    );
    let table = csv(&file);
    assert_eq!(
        table[0][..4],
        ["编号", "机构名称", "品牌", "统一社会信用代码"]
    );
    assert_eq!(table.len(), white.len() + 1);
    for (line, row) in table[1..].iter().zip(&white) {
        assert_eq!((&line[0], &line[1]), (&row.number, &row.name));
        assert_eq!(line[6], "南昌县");
        assert_eq!(Some(line[10].as_str()), row.licence_valid_until.as_deref());
    }
    let book = fetched(&door, "/white-list.xlsx?district=360121", None)
        .await
        .expect(200);
    assert_eq!(tests::tables::first_sheet(&book.bytes), table);
    // A workbook is sent as it is, with its length.
    let request = door
        .public()
        .request(Method::GET, "/white-list.xlsx?district=360121");
    let packed = send(request.header("Accept-Encoding", "br"))
        .await
        .expect(200);
    assert!(!packed.headers.contains_key("content-encoding"));
    assert_eq!(
        packed.headers["content-length"],
        packed.bytes.len().to_string()
    );
    let wrong = fetched(&door, "/api/v1/white-list?district=moon", None)
        .await
        .expect(422);
    assert_eq!(wrong.code(), "invalid_query");
}

async fn a_search_can_be_narrowed_to_it(db: Db) {
    let store = town(&db).await;
    let rows = register(&store).await;
    let door = Door::open(&db, &store).await;
    let today = store.today();
    for (query, wanted) in [
        ("", |_: &InstitutionRow| true),
        ("&q=%E5%9F%B9%E8%AE%AD", |row: &InstitutionRow| {
            row.name.contains("培训")
        }),
        ("&district=360104", |row: &InstitutionRow| {
            row.district == "360104"
        }),
    ] as [(&str, fn(&InstitutionRow) -> bool); 3]
    {
        let path = format!("/api/v1/institutions?licensed=true&limit=100&facets=true{query}");
        let found = fetched(&door, &path, None).await.expect(200).body;
        let white = rows
            .iter()
            .filter(|row| is_white(row, today) && wanted(row));
        let white: Vec<&str> = white.map(|row| row.number.as_str()).collect();
        assert!(white.len() > 20, "{query}");
        let items = found["items"].as_array().unwrap();
        let shown: Vec<&str> = items
            .iter()
            .map(|one| one["number"].as_str().unwrap())
            .collect();
        assert_eq!(shown, white[..white.len().min(100)], "{query}");
        // Of a thousand and more the first thousand are counted.
        let counted = found["facets"]["total"]["count"].as_u64().unwrap();
        assert_eq!(
            counted,
            u64::try_from(white.len().min(1_000)).unwrap(),
            "{query}"
        );
        let state = found["facets"]["status"].as_array().unwrap();
        assert_eq!(
            (state.len(), &state[0]["code"]),
            (1, &serde_json::json!("operating"))
        );
    }
    let wrong = fetched(&door, "/api/v1/institutions?licensed=perhaps", None).await;
    let wrong = wrong.expect(422);
    assert_eq!(
        wrong.body["errors"][0]["code"], "flag_invalid",
        "{}",
        wrong.body
    );
}

async fn a_copy_is_known_to_be_fresh_until_something_changes(db: Db) {
    let (store, clock) = db.store_at_rest().await;
    let bureau = tests::bureau::Bureau::found(&store, 2).await;
    let door = Door::open(&db, &store).await;
    let rows = Rows::of(&db).await;
    let paths = ["/api/v1/white-list", "/white-list.csv", "/white-list.xlsx"];
    let mut tags = Vec::new();
    for path in paths {
        let first = fetched(&door, path, None).await.expect(200);
        let known = tag(&first);
        for sent in [known.clone(), format!("\"other\", {known}"), "*".to_owned()] {
            let again = fetched(&door, path, Some(&sent)).await.expect(304);
            assert!(again.bytes.is_empty(), "{path}");
            assert_eq!(tag(&again), known, "{path}");
        }
        tags.push(known);
    }
    assert_ne!(tags[1], tags[2], "each form has a tag of its own");
    let part = fetched(&door, "/api/v1/white-list?class=arts", None).await;
    assert_ne!(tag(&part.expect(200)), tags[0], "and each part");

    // A licence is suspended by two people: the list is another one.
    let path = "/api/v1/desk/licences/136010271234567";
    let officer = door.public().sign_in("officer").await;
    let propose = serde_json::json!({"event": "propose", "change": "suspend", "basis": "洪教许停〔2026〕3号",
        "reason": "机构申请暂停办学。", "version": 1});
    officer
        .post(&format!("{path}/events"), &propose)
        .await
        .expect(200);
    let lead = door.public().sign_in("lead-officer").await;
    let approve = serde_json::json!({"event": "approve", "version": 2});
    lead.post(&format!("{path}/events"), &approve)
        .await
        .expect(200);
    let changed = fetched(&door, "/api/v1/white-list", Some(&tags[0]))
        .await
        .expect(200);
    assert_eq!(changed.body["items"], serde_json::json!([]));

    // A new institution, and a new day, change the tag as well.
    let before = tag(&changed);
    enter(&store, "南昌市东湖区新来艺术培训中心").await;
    let entered = fetched(&door, "/api/v1/white-list", Some(&before))
        .await
        .expect(200);
    clock.advance(24 * 60 * 60 * 1000);
    let next_day = fetched(&door, "/api/v1/white-list", Some(&tag(&entered))).await;
    next_day.expect(200);
    assert_eq!(
        bureau.parties.len() + 1,
        usize::try_from(rows.count("institution").await).unwrap()
    );
}

async fn enter(store: &Store, name: &str) {
    let new = NewInstitution {
        name: name.to_owned(),
        brand: String::new(),
        uscc: None,
        legal_form: "unknown",
        classes: Class::Arts.into(),
        stages: Stages::of(&[Stage::Primary]),
        district: District::ALL[0],
        address: "@SUM(A1:A9)".to_owned(),
        telephone: String::new(),
        email: None,
        status: Status::Operating,
        founded_on: None,
        licence: None,
        further: std::collections::BTreeMap::new(),
    };
    let right = grant::<permit::ManageRegister>(store);
    institution::register(store, &right, &[new], store.now())
        .await
        .unwrap();
}

async fn a_cell_of_a_file_is_never_a_formula(db: Db) {
    let (store, _clock) = db.store_at_rest().await;
    tests::bureau::Bureau::found(&store, 1).await;
    let door = Door::open(&db, &store).await;
    for name in ["=1+1", "+86 课堂", "-- 特训营", "＝WEBSERVICE(A1)"] {
        enter(&store, name).await;
    }
    let table = csv(&fetched(&door, "/institutions.csv", None).await.expect(200));
    let names: Vec<&str> = table[2..].iter().map(|line| line[1].as_str()).collect();
    assert_eq!(
        names,
        ["'=1+1", "'+86 课堂", "'-- 特训营", "'＝WEBSERVICE(A1)"]
    );
    assert!(
        table[2..].iter().all(|line| line[7] == "'@SUM(A1:A9)"),
        "{table:?}"
    );
    let book = fetched(&door, "/institutions.xlsx", None).await.expect(200);
    let sheet = tests::tables::first_sheet(&book.bytes);
    let names: Vec<&str> = sheet[2..].iter().map(|line| line[1].as_str()).collect();
    assert_eq!(
        names,
        ["=1+1", "+86 课堂", "-- 特训营", "＝WEBSERVICE(A1)"],
        "a text needs no apostrophe in a sheet"
    );
}

async fn every_list_of_the_register_is_a_file_with_its_filters(db: Db) {
    let store = town(&db).await;
    let rows = register(&store).await;
    let door = Door::open(&db, &store).await;
    let all = csv(&fetched(&door, "/institutions.csv", None).await.expect(200));
    let numbers = |table: &[Vec<String>]| {
        table[1..]
            .iter()
            .map(|line| line[0].clone())
            .collect::<Vec<_>>()
    };
    let wanted: Vec<String> = rows.iter().map(|row| row.number.clone()).collect();
    assert!(wanted.len() > 1_000, "more than one part");
    assert_eq!(numbers(&all), wanted);
    let path = "/institutions.csv?district=360104&status=closed";
    let some = csv(&fetched(&door, path, None).await.expect(200));
    let closed = rows
        .iter()
        .filter(|row| row.district == "360104" && row.status == "closed");
    let closed: Vec<String> = closed.map(|row| row.number.clone()).collect();
    assert!(!closed.is_empty());
    assert_eq!(numbers(&some), closed);
    // The page offers the file of what it shows.
    let mut visitor = Visitor::new(&application(&db, store.clone(), &[]));
    let page = visitor
        .get("/institutions?district=360104&status=closed")
        .await
        .expect(200);
    assert!(
        tests::forms::plain(&page.html).contains(&format!("href=\"{path}\"")),
        "{}",
        page.html
    );
    let wrong = fetched(&door, "/institutions.csv?district=moon", None).await;
    assert_eq!(wrong.status, 422);
}

/// The folder for lists is gone, as on a disk that was taken away.
async fn lists_that_cannot_be_written_are_refused_and_leave_nothing(db: Db) {
    let (store, _clock) = db.store_at_rest().await;
    tests::bureau::Bureau::found(&store, 1).await;
    let gone = db.folder().join("gone");
    let folder = gone.to_str().unwrap();
    let keyring = db.keyring();
    let more = [("data_dir", folder), ("keyring", keyring.to_str().unwrap())];
    let mut visitor = Visitor::new(&application(&db, store.clone(), &more));
    let page = visitor.get("/white-list.xlsx").await.expect(500);
    assert!(page.header("content-disposition").is_none() && page.header("etag").is_none());
    visitor.get("/white-list").await.expect(200);
}
