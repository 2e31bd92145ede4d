//! The lists of the desk as files: what the page lists, with its filter, and for nobody else.

use domain::complaint::Channel;
use store::read::Limit;
use tests::bureau::PASSWORD;
use tests::caller::Caller;
use tests::door::Door;
use tests::visitor::{Page, Visitor, application};
use tests::{Db, db_test};

use super::{BODY, Office, SUBJECT};

db_test!(
    a_list_is_a_file_with_the_filter_of_its_page,
    every_list_of_the_desk_is_a_file,
    a_file_holds_what_its_reader_may_read,
    every_record_of_the_town_is_in_its_file_once,
    a_list_of_several_parts_is_whole,
);

fn table(page: &Page) -> Vec<Vec<String>> {
    tests::tables::csv(page.html.as_bytes())
}

/// The path of the CSV that the page offers.
fn offered(page: &Page) -> String {
    let html = tests::forms::plain(&page.html);
    let links = html.split("href=\"").skip(1);
    let mut paths = links.filter_map(|rest| rest.split('"').next());
    let path = paths.find(|path| path.starts_with("/desk/export/") && path.contains(".csv"));
    path.unwrap_or_else(|| panic!("{} offers no file", page.path))
        .to_owned()
}

async fn a_list_is_a_file_with_the_filter_of_its_page(db: Db) {
    let office = Office::open(&db).await;
    // More than a page of the list, and one in another district that has been taken up.
    for turn in 0..23 {
        let subject = format!("思维营教数学 {turn}");
        office.complaint(&subject, BODY).await;
    }
    let elsewhere = office
        .filed("别处的投诉", BODY, Channel::Portal, "360103")
        .await;
    let mut officer = office.person("officer").await;
    let page = officer
        .get("/desk/complaints?state=all&done=accept")
        .await
        .expect(200);
    let path = offered(&page);
    assert_eq!(path, "/desk/export/complaints.csv?state=all");
    let all = officer.get(&path).await.expect(200);
    assert_eq!(all.header("content-type"), Some("text/csv; charset=utf-8"));
    assert_eq!(all.header("cache-control"), Some("no-store"));
    let rows = table(&all);
    assert_eq!(rows.len(), 1 + 24);
    assert_eq!(rows[0][..3], ["编号", "事由", "机构"]);
    let due: Vec<&String> = rows[1..].iter().map(|row| &row[7]).collect();
    assert!(due.is_sorted(), "in the order of the list: {due:?}");
    let narrow = "/desk/complaints?district=360103&state=all";
    let page = officer.get(narrow).await.expect(200);
    let rows = table(&officer.get(&offered(&page)).await.expect(200));
    assert_eq!(rows.len(), 2, "{rows:?}");
    assert_eq!(
        (rows[1][0].as_str(), rows[1][1].as_str()),
        (elsewhere.to_string().as_str(), "别处的投诉")
    );
    assert_eq!(rows[1][3], "西湖区");
    // A step changes what the filter finds.
    let path = format!("/desk/complaints/{elsewhere}");
    super::taken(&mut officer, &path, "accept", &[]).await;
    let accepted = "/desk/export/complaints.csv?state=accepted";
    let rows = table(&officer.get(accepted).await.expect(200));
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[1][5], "办理中");
}

async fn every_list_of_the_desk_is_a_file(db: Db) {
    let office = Office::open(&db).await;
    let mut officer = office.person("officer").await;
    office.case(&mut officer).await;
    for (list, holds) in [
        ("complaints", SUBJECT),
        ("leads", ""),
        ("cases", office.bureau.parties[0].name.as_str()),
        ("applications", ""),
        ("licences", "136010271234567"),
        ("institutions", office.bureau.parties[0].name.as_str()),
    ] {
        let page = officer.get(&format!("/desk/{list}?state=all")).await;
        let path = match holds {
            // An empty list offers no file.
            "" => format!("/desk/export/{list}.csv?state=all"),
            _ => offered(&page.expect(200)),
        };
        let file = officer.get(&path).await.expect(200);
        let rows = table(&file);
        let width = rows[0].len();
        assert!(
            width > 5 && rows.iter().all(|row| row.len() == width),
            "{list}: {rows:?}"
        );
        assert_eq!(rows.len() > 1, !holds.is_empty(), "{list}: {rows:?}");
        assert!(file.html.contains(holds), "{list}: {rows:?}");
        let book = officer
            .get(&format!("/desk/export/{list}.xlsx?state=all"))
            .await
            .expect(200);
        let name = book.header("content-disposition").unwrap();
        assert!(
            name.starts_with("attachment; ") && name.ends_with(".xlsx"),
            "{name}"
        );
    }
    let found = officer
        .get("/desk/export/institutions.csv?q=%E4%B8%8D%E5%9C%A8%E5%86%8C")
        .await;
    assert_eq!(table(&found.expect(200)).len(), 1, "only the headings");
    let long = format!("/desk/export/institutions.csv?q={}", "x".repeat(101));
    let wrong = officer.get(&long).await.expect(422);
    let told = &wrong.html;
    assert!(
        told.contains("q：太长了"),
        "which word is wrong, and why: {told}"
    );
    for nothing in [
        "complaints.pdf",
        "complaints",
        ".csv",
        "..%2Fcomplaints.csv",
    ] {
        officer
            .get(&format!("/desk/export/{nothing}"))
            .await
            .expect(404);
    }
}

async fn a_file_holds_what_its_reader_may_read(db: Db) {
    let office = Office::open(&db).await;
    office.complaint(SUBJECT, BODY).await;
    let path = "/desk/export/complaints.csv?state=all";
    let mut own = office.person("officer").await;
    let own = own.get(path).await.expect(200);
    assert_eq!(table(&own).len(), 2);
    for secret in ["万女士", "13870925521", "parent@example.cn"] {
        assert!(!own.html.contains(secret), "{secret}");
    }
    let mut zones = office.person("officer-zones").await;
    assert_eq!(
        table(&zones.get(path).await.expect(200)).len(),
        1,
        "another authority's"
    );
    let mut officer = office.person("officer").await;
    officer.get("/desk/export/accounts.csv").await.expect(403);
    let mut agent = office.person("institution-agent").await;
    agent.get(path).await.expect(403);
    let mut nobody = office.door.another();
    let sent_away = nobody.get(path).await;
    assert!(
        sent_away.status.is_redirection() || sent_away.status == 401,
        "{}",
        sent_away.status
    );
}

/// What the JSON door lists, page by page: its numbers, in its order.
async fn listed(caller: &Caller, list: &str) -> Vec<String> {
    let mut numbers = Vec::new();
    let mut after = String::new();
    loop {
        let path = format!("/api/v1/desk/{list}?limit=100{after}");
        let page = caller.get(&path).await.expect(200).body;
        let items = page["items"].as_array().unwrap();
        // A lead has no number of its own.
        let key = if list == "leads" {
            "complaint_number"
        } else {
            "number"
        };
        numbers.extend(
            items
                .iter()
                .map(|item| item[key].as_str().unwrap().to_owned()),
        );
        match page["next"].as_str() {
            None => return numbers,
            Some(next) => after = format!("&after={next}"),
        }
    }
}

/// Every list that a reader has as JSON and as a file, in both forms of table, for two authorities.
async fn every_record_of_the_town_is_in_its_file_once(db: Db) {
    let store = db.store().await;
    seeds::demo(&store, store.today(), 3, PASSWORD)
        .await
        .unwrap();
    let app = application(&db, store.clone(), &[]);
    let door = Door::open(&db, &store).await;
    for login in ["officer", "lead-officer", "director"] {
        let caller = door.public().sign_in(login).await;
        let mut person = Visitor::new(&app);
        person.sign_in(login, PASSWORD).await.expect(200);
        for list in ["complaints", "leads", "cases", "applications", "licences"] {
            let wanted = listed(&caller, list).await;
            let path = format!("/desk/export/{list}.csv?state=all");
            let rows = table(&person.get(&path).await.expect(200));
            let numbers: Vec<&String> = rows[1..].iter().map(|row| &row[0]).collect();
            assert!(!wanted.is_empty(), "{list}");
            assert_eq!(
                numbers,
                wanted.iter().collect::<Vec<_>>(),
                "{list} of {login}"
            );
            let empty = rows[1..].iter().any(|row| row[1].is_empty());
            assert!(!empty, "{list} of {login}: {rows:?}");
            let book = format!("/desk/export/{list}.xlsx?state=all");
            let book = caller.page(&book).await;
            assert_eq!(
                tests::tables::first_sheet(&book.expect(200).bytes),
                rows,
                "{list}"
            );
        }
    }
}

/// More licences than a part of a list has rows.
async fn a_list_of_several_parts_is_whole(db: Db) {
    let store = db.store().await;
    tests::town::fill(&store, 5, store.today(), 1_500).await;
    let door = Door::open(&db, &store).await;
    let caller = door.public().sign_in("officer").await;
    let wanted = listed(&caller, "licences").await;
    assert!(wanted.len() > Limit::PART.rows(), "{}", wanted.len());
    let file = caller
        .page("/desk/export/licences.csv?state=all")
        .await
        .expect(200);
    let rows = tests::tables::csv(&file.bytes);
    let numbers: Vec<&String> = rows[1..].iter().map(|row| &row[0]).collect();
    assert_eq!(numbers, wanted.iter().collect::<Vec<_>>());
}
