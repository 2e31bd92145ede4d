//! The dynamic list as everybody takes it: JSON with its tag, CSV and XLSX, and the queue of the desk.

use reqwest::Method;
use serde_json::{Value, json};
use tests::caller::send;
use tests::{Db, db_test};

use super::{DESK, House, PUBLIC, step};

db_test!(
    the_tag_of_the_list_changes_with_what_it_says_and_with_nothing_else,
    the_files_say_what_the_page_says,
    the_desk_has_those_first_who_wait_for_a_person,
);

async fn the_tag_of_the_list_changes_with_what_it_says_and_with_nothing_else(db: Db) {
    let house = House::open(&db).await;
    let (number, school) = house.serving().await;
    let public = house.door.public();
    let tag = || async {
        let answer = public.get(PUBLIC).await.expect(200);
        answer.headers["etag"].to_str().unwrap().to_owned()
    };
    let asked = |tag: String| {
        let request = public
            .request(Method::GET, PUBLIC)
            .header("If-None-Match", tag);
        send(request)
    };
    let first = tag().await;
    assert_eq!(asked(first.clone()).await.status, 304);
    let officer = house.person("officer").await;
    house
        .score(&officer, &number, &school, json!({"school": 90}))
        .await
        .expect(200);
    assert_eq!(asked(first.clone()).await.status, 200);
    let second = tag().await;
    // A licence that is no longer in force changes what the list says.
    house
        .rows
        .set("UPDATE licence SET state = 'suspended', version = version + 1")
        .await;
    assert_eq!(asked(second).await.status, 200);
    // And so does the day.
    let third = tag().await;
    assert_eq!(asked(third.clone()).await.status, 304);
    house.days_go_by(1);
    assert_eq!(asked(third).await.status, 200);
}

async fn the_files_say_what_the_page_says(db: Db) {
    let house = House::open(&db).await;
    house.serving().await;
    let public = house.door.public();
    let csv = public.page("/after-school.csv").await.expect(200);
    let text = String::from_utf8_lossy(&csv.bytes).into_owned();
    for words in ["书法社团", "百花洲小学", "已准入", "¥5"] {
        assert!(text.contains(words), "{words}: {text}");
    }
    let book = public.page("/after-school.xlsx").await.expect(200);
    assert!(book.bytes.starts_with(b"PK"));
    let none = public
        .page("/after-school.csv?part=exited")
        .await
        .expect(200);
    assert!(!String::from_utf8_lossy(&none.bytes).contains("书法社团"));
    let page = public.page("/after-school").await.expect(200);
    let html = String::from_utf8_lossy(&page.bytes).into_owned();
    assert!(html.contains("书法社团") && html.len() < 50_000);
    let own = format!("/institutions/{}", house.bureau.parties[0].number);
    let page = public.page(&own).await.expect(200);
    assert!(String::from_utf8_lossy(&page.bytes).contains("百花洲小学"));
}

async fn the_desk_has_those_first_who_wait_for_a_person(db: Db) {
    let house = House::open(&db).await;
    let number = house.admitted().await;
    let officer = house.person("officer").await;
    let list = |query: &str| {
        let path = format!("{DESK}{query}");
        let officer = &officer;
        async move { officer.get(&path).await.expect(200).body["items"].clone() }
    };
    assert_eq!(list("?state=filed").await, json!([]));
    assert_eq!(list("?state=admitted").await[0]["number"], number);
    // The next school year is applied for beside it.
    let agent = house.agent().await;
    let next = json!({"school_year": house.year().next(), "form": super::record(&agent, super::MINE, &number).await["form"]});
    let second = agent
        .post(super::MINE, &next)
        .await
        .expect(201)
        .text("number");
    super::own_step(&agent, &second, json!({"event": "file"}))
        .await
        .expect(200);
    let all = list("").await;
    let numbers: Vec<&Value> = all
        .as_array()
        .unwrap()
        .iter()
        .map(|row| &row["number"])
        .collect();
    assert_eq!(numbers, [&json!(second), &json!(number)]);
    let shown = super::record(&officer, DESK, &second).await;
    assert_eq!(shown["others"][0]["number"], number);
    let exit = json!({"event": "propose_exit", "ground": "own_wish", "reason": "书面申请。"});
    step(&officer, &number, exit).await.expect(200);
    assert_eq!(
        list("").await[0]["number"],
        number,
        "both wait, the older first"
    );
}
