//! People are entered, changed and leave; what is not in order is told, and who teaches is published.

use reqwest::Method;
use serde_json::json;
use tests::caller::send;
use tests::{Db, db_test};

use super::{House, MINE, codes, enter, enter_as, findings, identity, member, mistyped};

db_test!(
    a_person_is_entered_published_and_the_number_is_in_clear_nowhere,
    every_wrong_field_is_named,
    who_teaches_at_a_merged_entry_teaches_at_the_one_that_is_kept,
    the_same_key_enters_one_person,
    one_person_works_once_at_an_institution,
    each_rule_that_is_not_kept_is_told_with_its_article,
    what_was_said_before_is_kept_and_a_stale_change_is_refused,
    who_left_is_neither_published_nor_changed_nor_judged,
    an_institution_sees_and_changes_its_own_staff_alone,
    the_ratios_follow_the_list_and_the_pupils,
);

async fn a_person_is_entered_published_and_the_number_is_in_clear_nowhere(db: Db) {
    let house = House::open(&db).await;
    let agent = house.person("institution-agent").await;
    let entered = enter(&agent, 1).await.expect(201);
    assert_eq!(entered.body["warnings"], json!([]));
    let list = agent.get(MINE).await.expect(200).body;
    let one = &list["items"][0];
    assert_eq!(one["id"].as_str().unwrap(), entered.text("id"));
    assert_eq!(
        one["identity_number"],
        format!("990*************{}", &identity(1)[16..])
    );
    assert_eq!(codes(&one["findings"]), Vec::<String>::new());
    let manager = json!({"name": "涂立冬", "post": "manager", "engagement": "full_time", "entry_check": "clear",
        "checked_on": "2026-01-05", "employed_on": "2026-01-08"});
    enter_as(&agent, 2, manager).await.expect(201);
    let public = house.door.public();
    let path = format!("/api/v1/institutions/{}", house.bureau.parties[0].number);
    let record = public.get(&path).await.expect(200).body;
    // Those who teach, and of them what they teach and by which certificate.
    assert_eq!(
        record["staff"],
        json!([{"name": "万思宁", "post": "teacher", "subject": "书法", "certificate": "teacher",
            "certificate_number": "20203600042000011"}])
    );
    // The record of another day does not tell who teaches today.
    house.days_go_by(2);
    let then = house.store.today().plus_days(-1);
    let past = public
        .get(&format!("{path}?as_of={then}"))
        .await
        .expect(200)
        .body;
    assert!(past.get("staff").is_none(), "{past}");
    for serial in [1, 2] {
        house.is_nowhere_in_clear(&identity(serial)).await;
    }
}

async fn every_wrong_field_is_named(db: Db) {
    let house = House::open(&db).await;
    let agent = house.person("institution-agent").await;
    let mut wrong = member();
    wrong["subject"] = json!("");
    wrong["certificate_number"] = json!("");
    wrong["employed_on"] = json!("2026-11-26");
    let body = json!({"identity_number": mistyped(1), "member": wrong});
    let refused = agent.post(MINE, &body).await.expect(422);
    let told: Vec<(String, String)> = refused.body["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| {
            let text = |name: &str| error[name].as_str().unwrap().to_owned();
            (text("field"), text("code"))
        })
        .collect();
    let expected = [
        ("identity_number", "identity_number_check_wrong"),
        ("member.subject", "text_empty"),
        ("member.certificate_number", "text_empty"),
        ("member.employed_on", "day_in_future"),
    ];
    let expected = expected.map(|(field, code)| (field.to_owned(), code.to_owned()));
    assert_eq!(told, expected);
    assert!(
        !refused.body.to_string().contains(&mistyped(1)),
        "the number is not quoted"
    );
    // Nobody was born tomorrow.
    let unborn = domain::staff::IdentityNumber::from_body("99000020270101001").unwrap();
    let body = json!({"identity_number": unborn.as_str(), "member": member()});
    let refused = agent.post(MINE, &body).await.expect(422);
    assert_eq!(refused.body["errors"][0]["code"], "identity_number_invalid");
    assert_eq!(house.rows.count("staff_member").await, 0);
}

async fn who_teaches_at_a_merged_entry_teaches_at_the_one_that_is_kept(db: Db) {
    let house = House::open(&db).await;
    let agent = house.person("institution-agent").await;
    enter(&agent, 1).await.expect(201);
    let [hidden, kept] = [0, 1].map(|party| house.bureau.parties[party].number);
    let merged = format!(
        "UPDATE institution SET merged_into = (SELECT id FROM institution WHERE number = '{kept}') WHERE number = '{hidden}'"
    );
    house.rows.set(&merged).await;
    let path = format!("/api/v1/institutions/{kept}");
    let shown = house.door.public().get(&path).await.expect(200);
    assert_eq!(shown.body["staff"][0]["name"], "万思宁");
}

async fn the_same_key_enters_one_person(db: Db) {
    let house = House::open(&db).await;
    let agent = house.person("institution-agent").await;
    let post = |serial| {
        let body = json!({"identity_number": identity(serial), "member": member()});
        let request = agent.request(Method::POST, MINE).json(&body);
        send(request.header("Idempotency-Key", "k-1"))
    };
    let first = post(1).await.expect(201).text("id");
    assert_eq!(post(1).await.expect(201).text("id"), first);
    let other = post(2).await;
    assert_eq!(other.code(), "key_reused", "{other:?}");
    assert_eq!(house.rows.count("staff_member").await, 1);
    house.is_nowhere_in_clear(&identity(1)).await;
}

async fn one_person_works_once_at_an_institution(db: Db) {
    let house = House::open(&db).await;
    let agent = house.person("institution-agent").await;
    let (one, two) = tokio::join!(enter(&agent, 1), enter(&agent, 1));
    let mut statuses = [one.status, two.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409]);
    let again = enter(&agent, 1).await.expect(409);
    assert_eq!(again.code(), "staff_known_already");
    assert_eq!(house.rows.count("staff_member").await, 1);
}

async fn each_rule_that_is_not_kept_is_told_with_its_article(db: Db) {
    let house = House::open(&db).await;
    let agent = house.person("institution-agent").await;
    let mut wrong = member();
    wrong["certificate"] = json!(null);
    wrong["certificate_number"] = json!("");
    wrong["entry_check"] = json!("unchecked");
    wrong["checked_on"] = json!(null);
    wrong["photo_shown"] = json!(true);
    let id = enter_as(&agent, 1, wrong).await.expect(201).text("id");
    let record = agent.get(&format!("{MINE}/{id}")).await.expect(200).body;
    let told: Vec<(String, String, bool)> = record["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            let text = |name: &str| one[name].as_str().unwrap().to_owned();
            (text("rule"), text("article"), one["verified"] == true)
        })
        .collect();
    let expected = [
        ("no_proof", "staff21", true),
        ("no_entry_check", "entry23", true),
        ("photo_without_consent", "local-photo", false),
    ];
    let expected = expected.map(|(rule, law, sure)| (rule.to_owned(), law.to_owned(), sure));
    assert_eq!(told, expected);
    let mut failed = member();
    failed["entry_check"] = json!("found");
    let id = enter_as(&agent, 2, failed).await.expect(201).text("id");
    assert_eq!(findings(&agent, &id).await, ["entry_check_failed"]);
    // The same person at an institution for school subjects needs a teacher certificate.
    house
        .rows
        .set("UPDATE institution SET class = 'subject'")
        .await;
    let mut professional = member();
    professional["certificate"] = json!("professional");
    let id = enter_as(&agent, 3, professional)
        .await
        .expect(201)
        .text("id");
    assert_eq!(findings(&agent, &id).await, ["no_teacher_certificate"]);
}

async fn what_was_said_before_is_kept_and_a_stale_change_is_refused(db: Db) {
    let house = House::open(&db).await;
    let agent = house.person("institution-agent").await;
    let id = enter(&agent, 1).await.expect(201).text("id");
    let path = format!("{MINE}/{id}/events");
    let mut other = member();
    other["subject"] = json!("国画");
    let change = json!({"event": "change", "member": other, "version": 1});
    let moved = agent.post(&path, &change).await.expect(200);
    assert_eq!(moved.body["version"], 2);
    let stale = agent.post(&path, &change).await.expect(409);
    assert_eq!(stale.code(), "stale_version", "{stale:?}");
    let same = json!({"event": "change", "member": other, "version": 2});
    let same = agent.post(&path, &same).await.expect(200);
    assert_eq!(same.body["version"], 2, "nothing was changed");
    let past = house
        .rows
        .texts("SELECT record AS value FROM staff_past")
        .await;
    assert!(past.len() == 1 && past[0].contains("书法"), "{past:?}");
    let acts = house
        .rows
        .texts("SELECT verb AS value FROM act WHERE subject_kind = 'staff' ORDER BY id")
        .await;
    assert_eq!(acts, ["enter", "change"]);
    let mut wrong = member();
    wrong["name"] = json!(" ");
    let wrong = json!({"event": "change", "member": wrong, "version": 2});
    let refused = agent.post(&path, &wrong).await.expect(422);
    assert_eq!(refused.body["errors"][0]["field"], "member.name");
}

async fn who_left_is_neither_published_nor_changed_nor_judged(db: Db) {
    let house = House::open(&db).await;
    let agent = house.person("institution-agent").await;
    let mut unchecked = member();
    unchecked["entry_check"] = json!("unchecked");
    unchecked["checked_on"] = json!(null);
    let id = enter_as(&agent, 1, unchecked).await.expect(201).text("id");
    let path = format!("{MINE}/{id}/events");
    let leave = |on: &str, version: i64| json!({"event": "leave", "on": on, "version": version});
    for (on, code) in [
        ("2026-01-07", "staff_left_before_coming"),
        ("2026-11-26", "day_in_future"),
    ] {
        let refused = agent.post(&path, &leave(on, 1)).await.expect(409);
        assert_eq!(refused.code(), code);
    }
    agent.post(&path, &leave("2026-11-20", 1)).await.expect(200);
    let twice = agent.post(&path, &leave("2026-11-20", 2)).await.expect(409);
    assert_eq!(twice.code(), "staff_left_already");
    let change = json!({"event": "change", "member": member(), "version": 2});
    let refused = agent.post(&path, &change).await.expect(409);
    assert_eq!(refused.code(), "staff_left_already");
    assert_eq!(findings(&agent, &id).await, Vec::<String>::new());
    let count = |answer: &serde_json::Value| answer["items"].as_array().unwrap().len();
    for (state, rows) in [("at_work", 0), ("left", 1), ("all", 1)] {
        let list = agent
            .get(&format!("{MINE}?state={state}"))
            .await
            .expect(200);
        assert_eq!(count(&list.body), rows, "{state}");
    }
    let path = format!("/api/v1/institutions/{}", house.bureau.parties[0].number);
    let record = house.door.public().get(&path).await.expect(200).body;
    assert_eq!(record["staff"], json!([]));
    // Whoever left may come back.
    enter(&agent, 1).await.expect(201);
}

async fn an_institution_sees_and_changes_its_own_staff_alone(db: Db) {
    let house = House::open(&db).await;
    let agent = house.person("institution-agent").await;
    let other = house.person("institution-agent-2").await;
    let id = enter(&agent, 1).await.expect(201).text("id");
    let list = other.get(MINE).await.expect(200).body;
    assert_eq!(list["items"], json!([]));
    other.get(&format!("{MINE}/{id}")).await.expect(404);
    let leave = json!({"event": "leave", "on": "2026-11-20", "version": 1});
    other
        .post(&format!("{MINE}/{id}/events"), &leave)
        .await
        .expect(404);
    // Officers of another authority see as little.
    let number = house.bureau.parties[0].number;
    let path = format!("/api/v1/desk/institutions/{number}/staff");
    let own = house
        .person("officer")
        .await
        .get(&path)
        .await
        .expect(200)
        .body;
    assert_eq!(own["items"][0]["id"].as_str().unwrap(), id);
    let zones = house.person("officer-zones").await;
    zones.get(&path).await.expect(404);
    let team = format!("/api/v1/desk/institutions/{number}/team");
    zones.get(&team).await.expect(404);
}

async fn the_ratios_follow_the_list_and_the_pupils(db: Db) {
    let house = House::open(&db).await;
    let agent = house.person("institution-agent").await;
    let team = "/api/v1/my/team";
    assert_eq!(
        agent.get(team).await.expect(200).body["findings"],
        json!([])
    );
    enter(&agent, 1).await.expect(201);
    let mut part_time = member();
    part_time["engagement"] = json!("part_time");
    for serial in [2, 3] {
        enter_as(&agent, serial, part_time.clone())
            .await
            .expect(201);
    }
    let outcomes = |body: &serde_json::Value| -> Vec<String> {
        let findings = body["findings"].as_array().unwrap().iter();
        findings
            .map(|one| {
                format!("{} {} {}", one["condition"], one["outcome"], one["figures"])
                    .replace('"', "")
            })
            .collect()
    };
    let shown = agent.get(team).await.expect(200).body;
    assert_eq!(
        outcomes(&shown),
        ["teaching_share unmet 1 / 2", "teachers_per_pupil unsaid "]
    );
    let wrong = json!({"pupils": 10, "preschool_pupils": 11});
    let refused = agent.post(team, &wrong).await.expect(422);
    assert_eq!(refused.body["errors"][0]["code"], "more_than_the_whole");
    for (pupils, outcome) in [(50, "met 1 / 1"), (51, "unmet 1 / 2")] {
        agent
            .post(team, &json!({"pupils": pupils}))
            .await
            .expect(204);
        let shown = agent.get(team).await.expect(200).body;
        assert_eq!(outcomes(&shown)[1], format!("teachers_per_pupil {outcome}"));
        assert_eq!(shown["stated_on"], "2026-11-25");
    }
}
