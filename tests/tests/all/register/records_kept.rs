//! Whom the authority reaches, the confirmation twice a year, and the party's work.

use domain::access::permit;
use serde_json::{Value, json};
use store::ops::record;
use tests::bureau::{PASSWORD, grant};
use tests::visitor::{Visitor, application};
use tests::{Db, db_test};

use super::House;
use super::applications::{DESK, form, submitted};
use super::records::{MINE, REQUESTS, asked, change, step};

db_test!(
    of_two_changes_of_one_version_one_is_written,
    a_form_that_comes_late_writes_back_nothing_of_another_person,
    what_a_licence_allows_stands_in_the_record,
    a_confirmation_is_not_told_of_an_earlier_day,
    two_officers_at_once_decide_once,
    a_record_that_is_corrected_is_found_by_what_it_says_now,
    a_contact_is_sealed_and_masked,
    a_record_is_confirmed_as_it_was_read,
    institutions_are_asked_once_a_round,
    the_coverage_counts_who_works_and_lists_the_gaps,
    several_premises_are_told_in_order_and_their_papers_stay_at_the_desk,
);

async fn a_contact_is_sealed_and_masked(db: Db) {
    let house = House::open(&db).await;
    let (agent, officer) = (house.agent(0).await, house.person("officer").await);
    let contact =
        json!({"name": "涂雨桐", "telephone": "19900001234", "email": "tuyutong@example.cn"});
    agent
        .post(&format!("{MINE}/contact"), &contact)
        .await
        .expect(204);
    assert_eq!(agent.get(MINE).await.expect(200).body["contact"], contact);
    for from in [
        "institution_identity WHERE CAST(contact_name_sealed AS TEXT) LIKE '%涂雨桐%'",
        "act WHERE change LIKE '%涂雨桐%' OR change LIKE '%19900001234%' OR change LIKE '%tuyutong%'",
    ] {
        if db.kind() == tests::Kind::Sqlite || from.starts_with("act") {
            assert_eq!(house.rows.count(from).await, 0, "{from}");
        }
    }
    let page = officer
        .page(&format!(
            "/desk/institutions/{}",
            house.bureau.parties[0].number
        ))
        .await
        .expect(200);
    let page = String::from_utf8(page.bytes).unwrap();
    assert!(page.contains("19900001234") && !page.contains("tuyutong@example.cn"));
    let public = house.door.public().get(&house.record()).await.expect(200);
    assert!(!public.body.to_string().contains("19900001234"));
    // The acts tell a change from the same words sent once more, and hold none of them.
    let digest = async || {
        let sql =
            "SELECT change AS value FROM act WHERE verb = 'set_contact' ORDER BY id DESC LIMIT 1";
        let told: Value = serde_json::from_str(&house.rows.texts(sql).await[0]).unwrap();
        told["digest"].as_str().unwrap().to_owned()
    };
    let (path, first) = (format!("{MINE}/contact"), digest().await);
    agent.post(&path, &contact).await.expect(204);
    assert_eq!(digest().await, first);
    let other =
        json!({"name": "涂雨桐", "telephone": "19900001235", "email": "tuyutong@example.cn"});
    agent.post(&path, &other).await.expect(204);
    assert_ne!(digest().await, first);
    let wrong = json!({"name": "", "telephone": "12", "email": "x"});
    let wrong = agent
        .post(&format!("{MINE}/contact"), &wrong)
        .await
        .expect(422);
    assert_eq!(wrong.body["errors"].as_array().unwrap().len(), 2);
    // What is left empty is taken away.
    agent
        .post(&format!("{MINE}/contact"), &json!({}))
        .await
        .expect(204);
    assert_eq!(
        agent.get(MINE).await.expect(200).body["contact"]["email"],
        ""
    );
}

async fn a_record_is_confirmed_as_it_was_read(db: Db) {
    let house = House::open(&db).await;
    let agent = house.agent(0).await;
    assert_eq!(house.said("confirmed_on").await, Value::Null);
    change(&agent, json!({"brand": "币梦"})).await.expect(200);
    let path = format!("{MINE}/confirmation");
    let stale = agent.post(&path, &json!({"version": 1})).await.expect(409);
    assert_eq!(stale.code(), "stale_version");
    agent.post(&path, &json!({"version": 2})).await.expect(204);
    assert_eq!(
        house.said("confirmed_on").await,
        house.store.today().to_string()
    );
    assert_eq!(
        house.rows.count("institution_past").await,
        1,
        "to confirm changes nothing"
    );
}

async fn institutions_are_asked_once_a_round(db: Db) {
    const NOTICES: &str = "notice WHERE template = 'record_confirm'";
    let house = House::open(&db).await;
    let ask = async || {
        let right = grant::<permit::RunSystem>(&house.store);
        record::ask_to_confirm(&house.store, &right, house.store.now())
            .await
            .unwrap()
    };
    assert_eq!(
        ask().await,
        0,
        "they came into the register after the round began"
    );
    let today = house.store.today();
    let march = domain::words::Day::new(today.year() + 1, 3, 1).unwrap();
    house.days_go_by(today.days_until(march));
    let (one, other) = tokio::join!(ask(), ask());
    assert!(one + other >= 2);
    assert_eq!(house.rows.count(NOTICES).await, 2, "two workers ask once");
    assert_eq!(ask().await, 0);
    // One that confirmed in the round is asked again in the next alone.
    let agent = house.agent(0).await;
    assert_eq!(
        agent.get(MINE).await.expect(200).body["asked_to_confirm"],
        true
    );
    agent
        .post(&format!("{MINE}/confirmation"), &json!({"version": 1}))
        .await
        .expect(204);
    assert_eq!(
        agent.get(MINE).await.expect(200).body["asked_to_confirm"],
        false
    );
    house.days_go_by(10);
    assert_eq!(ask().await, 0);
    house.days_go_by(184);
    assert_eq!(ask().await, 2);
    assert_eq!(house.rows.count(NOTICES).await, 4);
}

async fn the_coverage_counts_who_works_and_lists_the_gaps(db: Db) {
    let house = House::of(&db, 4).await;
    let officer = house.person("officer").await;
    for (party, way) in [(0, "own"), (1, "none"), (2, "instructor")] {
        let agent = house.agent(party).await;
        change(&agent, json!({"party": way})).await.expect(200);
    }
    let told = officer.get("/api/v1/desk/party?limit=1").await.expect(200);
    assert_eq!(
        told.body["districts"],
        json!([{"district": "360102", "operating": 4, "own": 1, "joint": 0, "instructor": 1}])
    );
    let numbers = [1, 3].map(|party| house.bureau.parties[party].number.to_string());
    assert_eq!(told.body["items"][0]["number"], numbers[0]);
    assert_eq!(told.body["items"][0]["party"], "none");
    let next = told.text("next");
    let rest = officer
        .get(&format!("/api/v1/desk/party?limit=1&after={next}"))
        .await
        .expect(200);
    assert_eq!(rest.body["items"][0]["number"], numbers[1]);
    assert_eq!(rest.body["next"], Value::Null);
    // One that has closed is no gap.
    house
        .correct(&officer, 3, json!({"status": "closed"}))
        .await
        .expect(200);
    let told = officer
        .get("/api/v1/desk/party?district=360102")
        .await
        .expect(200);
    assert_eq!(told.body["items"].as_array().unwrap().len(), 1);
    assert_eq!(told.body["districts"][0]["operating"], 3);
    let mut desk = Visitor::new(&application(&db, house.store.clone(), &[]));
    desk.sign_in("officer", PASSWORD).await;
    let page = desk.get("/desk/party").await.expect(200);
    // Two of the three that work: one by a branch of its own, one by an instructor.
    assert!(page.says("66%"), "{}", page.words());
    let name = &house.bureau.parties[1].name;
    assert!(page.says(name), "{}", page.words());
    assert!(!page.says(&house.bureau.parties[3].name), "it has closed");
}

async fn several_premises_are_told_in_order_and_their_papers_stay_at_the_desk(db: Db) {
    let house = House::open(&db).await;
    let lead = house.person("lead-officer").await;
    let premises = json!([
        {"address": "叠山路1号3楼", "site": "commercial", "area_m2": 240, "pupils_at_once": 60,
         "lease_until": "2027-08-31", "fire_paper": "洪消验〔2024〕118号", "fire_paper_on": "2024-05-06"},
        {"address": "象山北路9号2楼", "site": "commercial", "area_m2": 180, "pupils_at_once": 40},
    ]);
    let agent = house.agent(0).await;
    let sent = change(&agent, json!({"premises": premises})).await;
    let approve = json!({"event": "approve"});
    step(&lead, REQUESTS, &asked(&sent.expect(200)), approve)
        .await
        .expect(200);
    let public = house.said("premises").await;
    let addresses: Vec<&Value> = public
        .as_array()
        .unwrap()
        .iter()
        .map(|place| &place["address"])
        .collect();
    assert_eq!(addresses, ["叠山路1号3楼", "象山北路9号2楼"]);
    assert_eq!(public[1]["pupils_at_once"], 40);
    let app = application(&db, house.store.clone(), &[]);
    let number = house.bureau.parties[0].number;
    let mut parent = Visitor::new(&app);
    let page = parent.get(&format!("/institutions/{number}")).await;
    let page = page.expect(200);
    for said in ["象山北路9号2楼", "180 m²"] {
        assert!(page.says(said), "{said}: {}", page.words());
    }
    let paper = "洪消验〔2024〕118号";
    assert!(!page.says(paper), "{}", page.words());
    let mut desk = Visitor::new(&app);
    desk.sign_in("officer", PASSWORD).await;
    let page = desk.get(&format!("/desk/institutions/{number}")).await;
    let page = page.expect(200);
    assert!(page.says(paper), "{}", page.words());
}

async fn two_officers_at_once_decide_once(db: Db) {
    let house = House::open(&db).await;
    let (agent, one, other) = (
        house.agent(0).await,
        house.person("officer").await,
        house.person("officer-2").await,
    );
    let id = asked(
        &change(&agent, json!({"principal": "万雪宁"}))
            .await
            .expect(200),
    );
    let path = format!("{REQUESTS}/{id}/events");
    let approve = json!({"event": "approve", "version": 1});
    let refuse = json!({"event": "refuse", "reason": "材料不全。", "version": 1});
    let (first, second) = tokio::join!(one.post(&path, &approve), other.post(&path, &refuse));
    let mut statuses = [first.status, second.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
    assert_eq!(
        house
            .rows
            .count("act WHERE subject_kind = 'change_request' AND verb <> 'ask'")
            .await,
        1
    );
    let approved = first.status == 200;
    assert_eq!(
        house.said("principal").await,
        if approved { "万雪宁" } else { "" }
    );
    assert_eq!(
        house.rows.count("institution_past").await,
        i64::from(approved)
    );
}

async fn a_record_that_is_corrected_is_found_by_what_it_says_now(db: Db) {
    let house = House::open(&db).await;
    let (officer, lead) = (
        house.person("officer").await,
        house.person("lead-officer").await,
    );
    let changed = house
        .correct(&officer, 0, json!({"name": "南昌市东湖区墨韵书画院"}))
        .await
        .expect(200);
    let found = async |word: &str| {
        let path = format!("/api/v1/institutions?q={word}");
        house.door.public().get(&path).await.expect(200).body["items"]
            .as_array()
            .unwrap()
            .len()
    };
    assert_eq!(found("墨韵").await, 0);
    step(
        &lead,
        REQUESTS,
        &asked(&changed),
        json!({"event": "approve"}),
    )
    .await
    .expect(200);
    assert_eq!(found("墨韵").await, 1);
    assert_eq!(found("帀梦").await, 0, "the old name is in the past alone");
}

async fn of_two_changes_of_one_version_one_is_written(db: Db) {
    let house = House::open(&db).await;
    let (agent, officer) = (house.agent(0).await, house.person("officer").await);
    let number = &house.bureau.parties[0].number;
    for turn in 1..6 {
        let own = json!({"values": {"brand": format!("币梦{turn}")}, "version": turn});
        let theirs = json!({"values": {"principal": format!("万{turn}")}, "reason": "聘书。", "version": turn});
        let (mine, desk) = (
            format!("{MINE}/changes"),
            format!("/api/v1/desk/institutions/{number}/record/changes"),
        );
        let (one, other) = tokio::join!(agent.post(&mine, &own), officer.post(&desk, &theirs));
        let mut statuses = [one.status, other.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409], "turn {turn}");
    }
    assert_eq!(house.rows.count("institution_past").await, 5);
}

async fn a_form_that_comes_late_writes_back_nothing_of_another_person(db: Db) {
    let house = House::open(&db).await;
    let app = application(&db, house.store.clone(), &[]);
    let mut agent = Visitor::new(&app);
    agent.sign_in("institution-agent", PASSWORD).await;
    let form = agent.get("/my/record/edit").await.expect(200);
    let officer = house.person("officer").await;
    house
        .correct(&officer, 0, json!({"legal_representative": "涂强"}))
        .await
        .expect(200);
    let late = agent
        .submit(&form, "/my/record/changes", &[("brand", "币梦书画")])
        .await
        .expect(409);
    let again = late.form("/my/record/changes");
    assert_eq!(
        again.value("brand"),
        Some("币梦书画"),
        "what was typed stays"
    );
    assert_eq!(again.value("legal_representative"), Some("涂强"));
    agent.submit_form(&again, &[]).await.expect(303);
    assert_eq!(house.said("legal_representative").await, "涂强");
    assert_eq!(house.said("brand").await, "币梦书画");
    assert_eq!(house.rows.count("change_request").await, 0);
}

async fn what_a_licence_allows_stands_in_the_record(db: Db) {
    let house = House::open(&db).await;
    let agent = house.agent(1).await;
    let number = submitted(&agent, "establish", &form()).await;
    house.granted(&number).await;
    let lead = house.person("lead-officer").await;
    let issue = json!({"event": "issue"});
    super::applications::step(&lead, DESK, &number, issue)
        .await
        .expect(200);
    let path = format!("/api/v1/institutions/{}", house.bureau.parties[1].number);
    let record = house.door.public().get(&path).await.expect(200);
    assert_eq!(record.text("mode"), "on_site");
    assert_eq!(record.body["premises"][0]["area_m2"], 240);
    // What the office alone needs to know of the premises is not public.
    assert_eq!(record.body["premises"][0].get("lease_until"), None);
}

async fn a_confirmation_is_not_told_of_an_earlier_day(db: Db) {
    let house = House::open(&db).await;
    let first = house.store.today();
    house.days_go_by(10);
    let agent = house.agent(0).await;
    agent
        .post(&format!("{MINE}/confirmation"), &json!({"version": 1}))
        .await
        .expect(204);
    for (days, told) in [(5, Value::Null), (10, json!(first.plus_days(10)))] {
        let path = format!("{}?as_of={}", house.record(), first.plus_days(days));
        let record = house.door.public().get(&path).await.expect(200);
        assert_eq!(record.body["confirmed_on"], told, "day {days}");
    }
}
