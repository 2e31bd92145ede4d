//! Merges: one entry is hidden and leads to the other, and parted it stands as it stood.

use serde_json::{Value, json};
use tests::caller::send;
use tests::{Db, db_test};

use super::{House, MERGES, step};

db_test!(
    a_merged_entry_is_found_nowhere_and_its_number_leads_to_the_other,
    a_merge_that_is_parted_leaves_the_register_as_it_was,
    the_register_of_a_past_day_shows_the_entry_as_it_stood,
    numbers_of_merged_entries_are_never_given_again,
    what_is_said_of_a_hidden_entry_is_said_of_the_one_that_is_kept,
    the_licence_of_a_hidden_entry_is_told_as_it_is,
);

/// What the register says of a party, but for how often it was written.
async fn row(house: &House, party: usize) -> Value {
    let officer = house.person("officer").await;
    let path = format!("/api/v1/desk/institutions/{}", house.number(party));
    let mut body = officer.get(&path).await.expect(200).body;
    for field in ["version", "acts"] {
        body.as_object_mut().unwrap().remove(field);
    }
    body
}

async fn found(house: &House, query: &str) -> Vec<String> {
    let path = format!("/api/v1/institutions?{query}");
    let list = house.door.public().get(&path).await.expect(200);
    let items = list.body["items"].as_array().unwrap();
    let numbers = items.iter().map(|one| one["number"].as_str().unwrap());
    numbers.map(str::to_owned).collect()
}

/// Status and address of an answer that leads on.
async fn led(house: &House, path: &str) -> (u16, String) {
    let answer = house.door.public().get(path).await;
    let there = answer.headers.get("location");
    let there = there.map(|it| it.to_str().unwrap().to_owned());
    (answer.status, there.unwrap_or_default())
}

async fn a_merged_entry_is_found_nowhere_and_its_number_leads_to_the_other(db: Db) {
    let house = House::open(&db).await;
    let [kept, hidden] = [0, 1].map(|party| house.number(party));
    assert!(found(&house, "").await.contains(&hidden));
    house.merged(1, 0).await;
    let all = found(&house, "").await;
    assert!(!all.contains(&hidden) && all.contains(&kept));
    // Its number means the one that is kept.
    let by_number = found(&house, &format!("q={hidden}")).await;
    assert_eq!(by_number.as_slice(), std::slice::from_ref(&kept));
    let counted = format!("/api/v1/institutions?facets=true&q={hidden}");
    let counted = house.door.public().get(&counted).await.expect(200);
    assert_eq!(counted.body["facets"]["total"]["count"], 1);
    let csv = house.door.public().page("/institutions.csv").await;
    let csv = String::from_utf8(csv.expect(200).bytes).unwrap();
    assert!(!csv.contains(&hidden) && csv.contains(&kept));
    for (path, there) in [
        (
            format!("/institutions/{hidden}"),
            format!("/institutions/{kept}"),
        ),
        (
            format!("/api/v1/institutions/{hidden}"),
            format!("/api/v1/institutions/{kept}"),
        ),
    ] {
        assert_eq!(led(&house, &path).await, (308, there));
    }
    let record = house.public(0).await.expect(200);
    assert_eq!(record.body["merged"], json!([hidden]));
    // Nothing is asked of a hidden entry any more.
    let officer = house.person("officer").await;
    let version = house.version(&officer, 1).await;
    let path = format!("/api/v1/desk/institutions/{hidden}/record/changes");
    let body = json!({"values": {"principal": "万青"}, "reason": "x", "version": version});
    let refused = officer.post(&path, &body).await.expect(409);
    assert_eq!(refused.code(), "institution_merged");
    let agent = house.person("institution-agent-2").await;
    let establish = json!({"kind": "establish"});
    let begun = agent.post("/api/v1/my/applications", &establish);
    assert_eq!(begun.await.expect(409).code(), "institution_merged");
}

async fn a_merge_that_is_parted_leaves_the_register_as_it_was(db: Db) {
    let house = House::open(&db).await;
    let before = [row(&house, 0).await, row(&house, 1).await];
    let listed = found(&house, "").await;
    let id = house.merged(1, 0).await;
    assert_ne!(row(&house, 0).await, before[0], "it tells of the other");
    let (officer, lead) = (
        house.person("officer").await,
        house.person("lead-officer").await,
    );
    let part = json!({"event": "part", "reason": "负责人不同，是两家。"});
    step(&officer, MERGES, &id, part).await.expect(200);
    assert_eq!(house.public(1).await.status, 308, "it waits");
    let merge = format!("{MERGES}/{id}");
    let waiting = lead.get(&merge).await.expect(200).body;
    let due = domain::law::merge_due(house.store.today()).due_on;
    assert_eq!(waiting["due_on"], due.to_string());
    let own = step(&officer, MERGES, &id, json!({"event": "approve"})).await;
    assert_eq!(own.expect(403).status, 403);
    step(&lead, MERGES, &id, json!({"event": "approve"}))
        .await
        .expect(200);
    let decided = lead.get(&merge).await.expect(200).body;
    assert_eq!(decided["due_on"], Value::Null);
    assert_eq!([row(&house, 0).await, row(&house, 1).await], before);
    assert_eq!(found(&house, "").await, listed);
    let again = step(
        &officer,
        MERGES,
        &id,
        json!({"event": "part", "reason": "x"}),
    )
    .await;
    assert_eq!(again.expect(409).code(), "merge_closed");
    // They may be merged once more.
    house.merged(1, 0).await;
}

async fn the_register_of_a_past_day_shows_the_entry_as_it_stood(db: Db) {
    let house = House::open(&db).await;
    let first = house.store.today();
    house.days_go_by(10);
    house.merged(1, 0).await;
    house.days_go_by(10);
    let hidden = house.number(1);
    let page = |day: i64| {
        format!(
            "/api/v1/institutions/{hidden}?as_of={}",
            first.plus_days(day)
        )
    };
    let then = house.door.public().get(&page(9)).await.expect(200);
    assert_eq!(then.text("name"), house.bureau.parties[1].name);
    let there = format!(
        "/api/v1/institutions/{}?as_of={}",
        house.number(0),
        first.plus_days(12)
    );
    assert_eq!(led(&house, &page(12)).await, (308, there));
    let shown = house
        .door
        .public()
        .page(&format!(
            "/institutions/{hidden}?as_of={}",
            first.plus_days(9)
        ))
        .await
        .expect(200);
    let html = String::from_utf8(shown.bytes).unwrap();
    assert!(html.contains(&house.bureau.parties[1].name));
}

async fn numbers_of_merged_entries_are_never_given_again(db: Db) {
    let house = House::open(&db).await;
    house.merged(3, 0).await;
    let before: Vec<String> = (0..4).map(|party| house.number(party)).collect();
    let today = house.store.today();
    let grant = tests::bureau::grant::<domain::access::permit::ManageRegister>(&house.store);
    let new = domain::institution::NewInstitution {
        name: "南昌市东湖区新来艺术培训中心".to_owned(),
        brand: String::new(),
        uscc: None,
        legal_form: "company",
        classes: domain::words::Class::Arts.into(),
        stages: domain::words::Stages::of(&[domain::words::Stage::Primary]),
        district: domain::words::District::ALL[0],
        address: "叠山路2号".to_owned(),
        telephone: String::new(),
        email: None,
        status: domain::institution::Status::Operating,
        founded_on: Some(today),
        licence: None,
        further: std::collections::BTreeMap::new(),
    };
    let (new, now) = ([new], house.store.now());
    let entered = store::ops::institution::register(&house.store, &grant, &new, now);
    let entered = entered.await.unwrap();
    let number = entered[0].1.to_string();
    assert!(!before.contains(&number) && number > before[3]);
}

async fn what_is_said_of_a_hidden_entry_is_said_of_the_one_that_is_kept(db: Db) {
    let house = House::open(&db).await;
    house.merged(1, 0).await;
    let number = house.filed(1, &json!({"kind": "closed"})).await;
    let officer = house.person("officer").await;
    let report = officer.get(&format!("{}/{number}", super::REPORTS)).await;
    assert_eq!(
        report.expect(200).text("institution_number"),
        house.number(0)
    );
    let complaint = json!({
        "institution_number": house.number(1), "subject": "不退费", "body": "课没上完就关门了。", "anonymous": true,
    });
    let public = house.door.public();
    let filed = public.post("/api/v1/complaints", &complaint);
    let number = filed.await.expect(201).text("number");
    let shown = officer
        .get(&format!("/api/v1/desk/complaints/{number}"))
        .await
        .expect(200);
    assert_eq!(shown.text("institution_number"), house.number(0));
}

async fn the_licence_of_a_hidden_entry_is_told_as_it_is(db: Db) {
    let house = House::open(&db).await;
    // The licence of the first runs out; then it may be merged into another one with a code.
    house.days_go_by(700);
    let officer = house.person("officer").await;
    let refused = house.propose(&officer, 0, 1).await.expect(409);
    assert_eq!(refused.code(), "merge_code_hidden");
    let request = house
        .door
        .public()
        .request(reqwest::Method::GET, "/verify/136010271234567");
    let told = send(request.header("accept", "application/json")).await;
    assert_eq!(told.expect(200).text("verdict"), "expired");
}
