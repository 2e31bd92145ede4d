//! Staff leads are judged by an officer, with a reason; a teacher's is referred, and what came of it is recorded.

use serde_json::{Value, json};
use tests::caller::{Answer, Caller};
use tests::{Db, db_test};

use super::{House, LEADS, enter, findings};

db_test!(
    a_teacher_s_lead_is_referred_and_its_result_recorded,
    a_dismissed_lead_is_a_finding_no_longer,
    what_the_law_of_the_states_refuses_names_what_is_allowed,
    another_authority_and_other_roles_judge_nothing,
    of_two_offices_each_has_its_own_lead,
);

/// An institution employs an in-service teacher and somebody who works elsewhere as well.
async fn scene(db: &Db) -> (House, String, String) {
    let house = House::open(db).await;
    let [one, two] = [
        house.person("institution-agent").await,
        house.person("institution-agent-2").await,
    ];
    house.teachers(&[1]).await;
    enter(&one, 1).await.expect(201);
    enter(&one, 2).await.expect(201);
    enter(&two, 2).await.expect(201);
    let officer = house.person("officer").await;
    let list = officer.get(LEADS).await.expect(200).body;
    let of = |ground: &str| {
        let rows = list["items"].as_array().unwrap().iter();
        let mut rows = rows.filter(|row| row["ground"] == ground);
        rows.next().unwrap()["id"].as_str().unwrap().to_owned()
    };
    let (teacher, elsewhere) = (of("in_service"), of("elsewhere"));
    (house, teacher, elsewhere)
}

async fn step(person: &Caller, id: &str, mut body: Value) -> Answer {
    let record = person.get(&format!("{LEADS}/{id}")).await.expect(200).body;
    body["version"] = record["version"].clone();
    person.post(&format!("{LEADS}/{id}/events"), &body).await
}

async fn a_teacher_s_lead_is_referred_and_its_result_recorded(db: Db) {
    let (house, teacher, _) = scene(&db).await;
    let officer = house.person("officer").await;
    let refer = json!({"event": "refer", "to": "南昌市凤凰小学", "reason": "本人承认周末授课。"});
    step(&officer, &teacher, refer).await.expect(200);
    let open = officer
        .get(&format!("{LEADS}?state=referred"))
        .await
        .expect(200)
        .body;
    assert_eq!(open["items"][0]["open"], true, "it waits for the school");
    let result = json!({"event": "record_result", "result": "已批评教育。"});
    step(&officer, &teacher, result).await.expect(200);
    let whole = officer
        .get(&format!("{LEADS}/{teacher}"))
        .await
        .expect(200)
        .body;
    assert_eq!(
        (&whole["state"], &whole["open"]),
        (&json!("answered"), &json!(false))
    );
    assert_eq!(whole["facts"]["to"], "南昌市凤凰小学");
    assert_eq!(whole["facts"]["result"]["words"], "已批评教育。");
    let verbs: Vec<&str> = whole["acts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|act| act["verb"].as_str().unwrap())
        .collect();
    assert_eq!(verbs, ["refer", "record_result"]);
}

async fn a_dismissed_lead_is_a_finding_no_longer(db: Db) {
    let (house, teacher, elsewhere) = scene(&db).await;
    let officer = house.person("officer").await;
    for id in [&teacher, &elsewhere] {
        let dismiss = json!({"event": "dismiss", "reason": "已经辞去教职。"});
        step(&officer, id, dismiss).await.expect(200);
    }
    let agent = house.person("institution-agent").await;
    let staff = agent.get(super::MINE).await.expect(200).body;
    for one in staff["items"].as_array().unwrap() {
        let id = one["id"].as_str().unwrap();
        assert_eq!(findings(&agent, id).await, Vec::<String>::new());
    }
}

async fn what_the_law_of_the_states_refuses_names_what_is_allowed(db: Db) {
    let (house, teacher, elsewhere) = scene(&db).await;
    let officer = house.person("officer").await;
    let empty = json!({"event": "confirm", "reason": " "});
    let refused = step(&officer, &teacher, empty).await.expect(409);
    assert_eq!(refused.code(), "reason_missing");
    let nowhere = json!({"event": "refer", "to": "", "reason": "属实。"});
    let refused = step(&officer, &teacher, nowhere).await.expect(409);
    assert_eq!(refused.code(), "addressee_missing");
    let early = json!({"event": "record_result", "result": "已处理。"});
    let refused = step(&officer, &teacher, early).await.expect(409);
    assert_eq!(refused.code(), "staff_lead_not_referred");
    assert_eq!(
        refused.body["allowed"],
        json!(["confirm", "dismiss", "refer"])
    );
    let other = json!({"event": "refer", "to": "另一家", "reason": "属实。"});
    let refused = step(&officer, &elsewhere, other).await.expect(409);
    assert_eq!(
        (refused.code(), refused.body["article"].as_str().unwrap()),
        ("staff_lead_not_of_teacher", "teach15")
    );
    let events = officer
        .get(&format!("{LEADS}/{elsewhere}/events"))
        .await
        .expect(200)
        .body;
    assert_eq!(
        events["items"],
        json!([{"event": "confirm"}, {"event": "dismiss"}])
    );
    let confirm = json!({"event": "confirm", "reason": "两处都在职。"});
    step(&officer, &elsewhere, confirm.clone())
        .await
        .expect(200);
    let twice = step(&officer, &elsewhere, confirm).await.expect(409);
    assert_eq!(twice.code(), "staff_lead_judged_already");
    let stale = json!({"event": "confirm", "reason": "属实。", "version": 9});
    let stale = officer
        .post(&format!("{LEADS}/{teacher}/events"), &stale)
        .await
        .expect(409);
    assert_eq!(stale.code(), "stale_version");
}

async fn another_authority_and_other_roles_judge_nothing(db: Db) {
    let (house, teacher, _) = scene(&db).await;
    let confirm = json!({"event": "confirm", "reason": "属实。", "version": 1});
    let path = format!("{LEADS}/{teacher}");
    let zones = house.person("officer-zones").await;
    assert_eq!(zones.get(LEADS).await.expect(200).body["items"], json!([]));
    zones.get(&path).await.expect(404);
    zones
        .post(&format!("{path}/events"), &confirm)
        .await
        .expect(404);
    let director = house.person("director").await;
    director.get(&path).await.expect(200);
    director
        .post(&format!("{path}/events"), &confirm)
        .await
        .expect(403);
    let agent = house.person("institution-agent").await;
    agent.get(LEADS).await.expect(403);
    assert_eq!(house.rows.count("staff_lead WHERE state = 'new'").await, 2);
}

async fn of_two_offices_each_has_its_own_lead(db: Db) {
    let house = House::open(&db).await;
    house.rows.lift_guards().await;
    let zones = "(SELECT id FROM authority WHERE name LIKE '%开发区%')";
    let second = house.bureau.parties[1].id;
    let moved = format!("UPDATE institution SET authority_id = {zones} WHERE id = '{second}'");
    house.rows.set(&moved).await;
    for login in ["institution-agent", "institution-agent-2"] {
        let agent = house.person(login).await;
        enter(&agent, 2).await.expect(201);
    }
    let lead = async |login: &str| {
        let officer = house.person(login).await;
        let list = officer.get(LEADS).await.expect(200).body;
        let items = list["items"].as_array().unwrap();
        assert_eq!(items.len(), 1, "{login}: {list}");
        let id = items[0]["id"].as_str().unwrap().to_owned();
        let confirm = json!({"event": "confirm", "reason": "两处都在职。"});
        step(&officer, &id, confirm).await.expect(200);
        id
    };
    assert_ne!(lead("officer").await, lead("officer-zones").await);
}
