//! Training materials: what a course names is filed by an officer once for all courses of the institution.

use serde_json::{Value, json};
use tests::{Db, db_test};

use super::pages::signed_in;
use super::{DESK, House, MINE, begin, record, save, step};

db_test!(
    materials_are_filed_by_an_officer_once_for_all_courses_of_the_institution,
    a_course_that_is_changed_keeps_what_is_filed_and_waits_with_what_is_new,
    what_is_filed_is_no_word_of_the_institution,
    an_officer_files_materials_on_the_page_and_parents_read_the_number,
);

/// A course with these materials, each a title and a publisher.
fn with(house: &House, materials: &[(&str, &str)]) -> Value {
    let mut form = house.form();
    let one = |(title, publisher): &(&str, &str)| json!({"title": title, "publisher": publisher});
    form["materials"] = materials.iter().map(one).collect();
    form
}

const BOOK: (&str, &str) = ("中国舞等级教材", "人民音乐出版社");
const OWN: (&str, &str) = ("把杆练习册", "");

fn numbers(course: &Value) -> Vec<Option<&str>> {
    let materials = course["materials"].as_array().unwrap();
    let number = |one: &'_ Value| -> Option<&'static str> {
        one["filing"]["number"]
            .as_str()
            .map(|text| &*text.to_owned().leak())
    };
    materials.iter().map(number).collect()
}

fn is_told(record: &Value) -> bool {
    let findings = record["findings"].as_array().unwrap();
    findings
        .iter()
        .any(|one| one["check"] == "materials_not_filed")
}

async fn materials_are_filed_by_an_officer_once_for_all_courses_of_the_institution(db: Db) {
    let house = House::open(&db).await;
    let (agent, officer) = (house.agent().await, house.person("officer").await);
    let number = house.screened(&agent, &with(&house, &[BOOK, OWN])).await;
    let before = record(&officer, DESK, &number).await;
    assert!(is_told(&before) && numbers(&before["form"]) == [None, None]);
    let file = || json!({"event": "file_materials"});
    let own = step(&agent, MINE, &number, file()).await;
    assert_eq!(own.expect(409).code(), "event_forbidden");
    let zones = house.person("officer-zones").await;
    let body = json!({"event": "file_materials", "version": before["version"]});
    zones
        .post(&format!("{DESK}/{number}/events"), &body)
        .await
        .expect(404);
    step(&officer, DESK, &number, file()).await.expect(200);
    let after = record(&officer, DESK, &number).await;
    assert_eq!(
        numbers(&after["form"]),
        [Some("CL000000011"), Some("CL000000020")]
    );
    assert!(!is_told(&after), "{}", after["findings"]);
    assert_eq!(
        after["form"]["materials"][0]["filing"]["on"],
        json!(house.store.today())
    );
    assert_eq!(
        after["acts"].as_array().unwrap().last().unwrap()["verb"],
        "file_materials"
    );
    let again = step(&officer, DESK, &number, file()).await;
    assert_eq!(again.expect(409).code(), "course_materials_filed");
    let public = house.published().await;
    assert_eq!(
        numbers(&public[0]),
        [Some("CL000000011"), Some("CL000000020")]
    );

    // Another course of the institution needs no filing of the same book; another institution's is another matter.
    let second = begin(&agent, &with(&house, &[BOOK])).await;
    let own = record(&agent, MINE, &second).await;
    assert!(!is_told(&own) && numbers(&own["form"]) == [Some("CL000000011")]);
    assert_eq!(house.rows.count("material_filing").await, 2);
    let other = house.person("institution-agent-2").await;
    let elsewhere = begin(&other, &with(&house, &[BOOK])).await;
    assert!(is_told(&record(&other, MINE, &elsewhere).await));
}

async fn a_course_that_is_changed_keeps_what_is_filed_and_waits_with_what_is_new(db: Db) {
    let house = House::open(&db).await;
    let (agent, officer) = (house.agent().await, house.person("officer").await);
    let number = house.screened(&agent, &with(&house, &[BOOK])).await;
    let file = || json!({"event": "file_materials"});
    step(&officer, DESK, &number, file()).await.expect(200);
    step(&agent, MINE, &number, json!({"event": "change"}))
        .await
        .expect(200);
    let written = record(&agent, MINE, &number).await;
    assert_eq!(numbers(&written["form"]), [Some("CL000000011")]);
    save(&agent, &number, &with(&house, &[BOOK, OWN]))
        .await
        .expect(200);
    // What is being written is nobody else's.
    let early = step(&officer, DESK, &number, file()).await;
    assert_eq!(early.expect(409).code(), "course_not_handed_in");
    step(&agent, MINE, &number, json!({"event": "file"}))
        .await
        .expect(200);
    let filed = record(&officer, DESK, &number).await;
    assert_eq!(numbers(&filed["form"]), [Some("CL000000011"), None]);
    step(&officer, DESK, &number, file()).await.expect(200);
    let filed = record(&officer, DESK, &number).await;
    assert_eq!(
        numbers(&filed["form"]),
        [Some("CL000000011"), Some("CL000000020")]
    );
    assert_eq!(house.published().await.len(), 1);
}

async fn what_is_filed_is_no_word_of_the_institution(db: Db) {
    let house = House::open(&db).await;
    let agent = house.agent().await;
    let mut form = with(&house, &[BOOK]);
    form["materials"][0]["filing"] = json!({"number": "CL000000011", "on": "2026-01-01"});
    let refused = agent.post(MINE, &json!({"form": form})).await;
    assert_eq!(refused.status, 422, "{}", refused.body);
    form["materials"][0] = json!({"title": BOOK.0, "publisher": BOOK.1, "filed": true});
    let number = begin(&agent, &form).await;
    let own = record(&agent, MINE, &number).await;
    assert!(!is_told(&own), "it says that it was filed elsewhere");
    assert_eq!(numbers(&own["form"]), [None]);
    let none = begin(&agent, &house.form()).await;
    step(&agent, MINE, &none, json!({"event": "file"}))
        .await
        .expect(200);
    house.screen().await;
    let officer = house.person("officer").await;
    let nothing = step(&officer, DESK, &none, json!({"event": "file_materials"})).await;
    assert_eq!(nothing.expect(409).code(), "course_materials_filed");
}

async fn an_officer_files_materials_on_the_page_and_parents_read_the_number(db: Db) {
    let house = House::open(&db).await;
    let agent = house.agent().await;
    let number = house.screened(&agent, &with(&house, &[BOOK, OWN])).await;
    let desk = format!("/desk/courses/{number}");
    let events = format!("{desk}/events");
    let mut officer = signed_in(&db, &house, "officer").await;
    let page = officer.get(&desk).await.expect(200);
    assert!(
        page.says("中国舞等级教材 · 人民音乐出版社 · 未备案"),
        "{}",
        page.words()
    );
    let form = page.event_form(&events, "file_materials");
    officer.submit_form(&form, &[]).await.expect(303);
    // The same click twice is done already.
    officer.submit_form(&form, &[]).await.expect(303);
    let page = officer.get(&desk).await.expect(200);
    assert!(page.says("备案号 CL000000011"), "{}", page.words());
    assert!(
        !page.html.contains("value=\"file_materials\""),
        "nothing waits"
    );
    let shown = house.bureau.parties[0].number;
    let public = house
        .door
        .public()
        .page(&format!("/institutions/{shown}"))
        .await;
    let public = String::from_utf8_lossy(&public.expect(200).bytes).into_owned();
    assert!(public.contains("把杆练习册 · 备案号 CL000000020"));
}
