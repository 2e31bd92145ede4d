//! Records field by field: what a side owns it changes at once, what it does not it asks for.

use serde_json::{Value, json};
use tests::caller::{Answer, Caller};
use tests::{Db, db_test};

use super::House;

db_test!(
    what_an_institution_owns_changes_at_once_and_the_rest_waits_for_the_authority,
    the_past_of_a_record_tells_its_identity_as_well,
    a_request_is_decided_once_by_another_person_on_what_the_record_says,
    what_officers_want_changed_waits_for_who_answers_for_it,
    what_the_licence_says_is_changed_by_an_application,
    each_field_that_cannot_say_this_is_named,
    a_change_that_is_none_or_of_no_kind_is_refused,
    two_requests_of_one_side_do_not_cross,
    a_record_of_another_office_or_institution_is_not_touched,
);

pub(super) const MINE: &str = "/api/v1/my/record";
pub(super) const REQUESTS: &str = "/api/v1/desk/requests";

/// Sends a change of one's own record as it stands.
pub(super) async fn change(agent: &Caller, values: Value) -> Answer {
    let version = agent.get(MINE).await.expect(200).body["version"].clone();
    let body = json!({"values": values, "version": version});
    agent.post(&format!("{MINE}/changes"), &body).await
}

/// Takes a step on a request as it stands.
pub(super) async fn step(person: &Caller, door: &str, id: &str, mut body: Value) -> Answer {
    let path = format!("{door}/{id}");
    body["version"] = person.get(&path).await.expect(200).body["version"].clone();
    person.post(&format!("{path}/events"), &body).await
}

impl House {
    /// An officer's change of the record of a party as it stands.
    pub(super) async fn correct(&self, officer: &Caller, party: usize, values: Value) -> Answer {
        let number = &self.bureau.parties[party].number;
        let path = format!("/api/v1/desk/institutions/{number}/record");
        let version = officer.get(&path).await.expect(200).body["version"].clone();
        let body = json!({"values": values, "reason": "以登记证书为准。", "version": version});
        officer.post(&format!("{path}/changes"), &body).await
    }

    /// What the public record of the first institution says.
    pub(super) async fn said(&self, field: &str) -> Value {
        let record = self.door.public().get(&self.record()).await.expect(200);
        record.body[field].clone()
    }
}

/// The id of the only request that a change made.
pub(super) fn asked(answer: &Answer) -> String {
    let asked = answer.body["asked"].as_array().unwrap();
    assert_eq!(asked.len(), 1, "{}", answer.body);
    asked[0].as_str().unwrap().to_owned()
}

async fn what_an_institution_owns_changes_at_once_and_the_rest_waits_for_the_authority(db: Db) {
    let house = House::open(&db).await;
    let (agent, officer) = (house.agent(0).await, house.person("officer").await);
    let sent = change(
        &agent,
        json!({"brand": "币梦", "party": "joint", "principal": "万雪宁"}),
    );
    let changed = sent.await.expect(200);
    assert_eq!(changed.body["written"], json!(["brand", "party"]));
    assert_eq!(changed.body["version"], 2);
    let id = asked(&changed);
    assert_eq!(house.said("brand").await, "币梦");
    assert_eq!(house.said("party").await, "joint");
    assert_eq!(house.said("principal").await, "", "it waits");

    let open = officer
        .get(&format!("{REQUESTS}?state=open"))
        .await
        .expect(200);
    assert_eq!(open.body["items"][0]["id"], id);
    assert_eq!(open.body["items"][0]["decider"], "officer");
    // Ten working days from 24 November 2026: the rule is the house's own.
    let one = officer.get(&format!("{REQUESTS}/{id}")).await.expect(200);
    let fields: Vec<&Value> = one.body["alterations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|change| &change["field"])
        .collect();
    assert_eq!(fields, ["principal"]);
    step(&officer, REQUESTS, &id, json!({"event": "approve"}))
        .await
        .expect(200);
    assert_eq!(house.said("principal").await, "万雪宁");
    // A place to teach is added with the approval of a lead officer.
    let lead = house.person("lead-officer").await;
    let premises = json!([{"address": "叠山路1号3楼", "site": "commercial", "area_m2": 240, "pupils_at_once": 60}]);
    let sent = change(&agent, json!({"premises": premises})).await;
    let id = asked(&sent.expect(200));
    let approve = json!({"event": "approve"});
    step(&officer, REQUESTS, &id, approve.clone())
        .await
        .expect(403);
    step(&lead, REQUESTS, &id, approve).await.expect(200);
    assert_eq!(house.said("premises").await[0]["area_m2"], 240);
    let told = "notice WHERE template = 'record_moved' AND subject_kind = 'institution'";
    assert_eq!(house.rows.count(told).await, 2);
    let acts = "act WHERE verb = 'change_record'";
    assert_eq!(house.rows.count(acts).await, 3);
    let names = "act WHERE change LIKE '%万雪宁%' OR reason <> ''";
    assert_eq!(
        house.rows.count(names).await,
        0,
        "acts hold digests of names"
    );
}

async fn the_past_of_a_record_tells_its_identity_as_well(db: Db) {
    let house = House::open(&db).await;
    let first = house.store.today();
    house.days_go_by(10);
    let (agent, officer) = (house.agent(0).await, house.person("officer").await);
    change(&agent, json!({"brand": "币梦"})).await.expect(200);
    house
        .correct(
            &officer,
            0,
            json!({"legal_representative": "涂雨桐", "former_names": "币梦书画社\n币梦艺校"}),
        )
        .await
        .expect(200);
    house.days_go_by(10);
    let officer = house.person("officer").await;
    house
        .correct(&officer, 0, json!({"legal_representative": "万青"}))
        .await
        .expect(200);
    for (days, brand, founder) in [
        (0, "", ""),
        (10, "币梦", "涂雨桐"),
        (19, "币梦", "涂雨桐"),
        (20, "币梦", "万青"),
    ] {
        let path = format!("{}?as_of={}", house.record(), first.plus_days(days));
        let said = house.door.public().get(&path).await.expect(200);
        assert_eq!(
            (said.text("brand"), said.text("legal_representative")),
            (brand.to_owned(), founder.to_owned()),
            "day {days}"
        );
    }
    assert_eq!(
        house.said("former_names").await,
        json!(["币梦书画社", "币梦艺校"])
    );
}

async fn a_request_is_decided_once_by_another_person_on_what_the_record_says(db: Db) {
    let house = House::open(&db).await;
    let (agent, officer) = (house.agent(0).await, house.person("officer").await);
    let id = asked(
        &change(&agent, json!({"principal": "万雪宁"}))
            .await
            .expect(200),
    );
    // A refusal says why, and the code tells what is missing.
    let refused = step(
        &officer,
        REQUESTS,
        &id,
        json!({"event": "refuse", "reason": " "}),
    )
    .await
    .expect(409);
    assert_eq!(refused.code(), "reason_missing");
    assert_eq!(refused.body["allowed"], json!(["approve", "refuse"]));
    // The record moves on meanwhile.
    house
        .correct(&officer, 0, json!({"principal": "涂强"}))
        .await
        .expect(200);
    let late = step(&officer, REQUESTS, &id, json!({"event": "approve"}))
        .await
        .expect(409);
    assert_eq!(late.code(), "request_overtaken");
    let shown = officer.get(&format!("{REQUESTS}/{id}")).await.expect(200);
    assert_eq!(shown.body["alterations"][0]["now"], "涂强");
    let reason = json!({"event": "refuse", "reason": "已按聘书登记为涂强。"});
    step(&officer, REQUESTS, &id, reason.clone())
        .await
        .expect(200);
    let again = step(&officer, REQUESTS, &id, reason).await.expect(409);
    assert_eq!(again.code(), "request_closed");
    let mine = agent
        .get(&format!("/api/v1/my/requests/{id}"))
        .await
        .expect(200);
    assert_eq!(mine.text("state"), "refused");
    assert_eq!(mine.text("answer"), "已按聘书登记为涂强。");
    assert_eq!(mine.body["acts"], json!([]), "acts name officers");
    assert_eq!(house.said("principal").await, "涂强");
}

async fn what_officers_want_changed_waits_for_who_answers_for_it(db: Db) {
    let house = House::open(&db).await;
    let (agent, officer, lead) = (
        house.agent(0).await,
        house.person("officer").await,
        house.person("lead-officer").await,
    );
    let sent = house.correct(&officer, 0, json!({"status": "suspended", "telephone": "0791-86660000", "name": "南昌市东湖区币梦艺术学校"}));
    let changed = sent.await.expect(200);
    assert_eq!(changed.body["written"], json!(["status"]));
    assert_eq!(house.said("status").await, "suspended");
    let ids: Vec<String> = changed.body["asked"]
        .as_array()
        .unwrap()
        .iter()
        .map(|id| id.as_str().unwrap().to_owned())
        .collect();
    let mut deciders = Vec::new();
    for id in &ids {
        let shown = officer.get(&format!("{REQUESTS}/{id}")).await.expect(200);
        deciders.push(shown.text("decider"));
    }
    assert_eq!(deciders, ["lead", "institution"]);
    // What the licence says is for a lead officer, and not for who asked.
    let forbidden = step(&officer, REQUESTS, &ids[0], json!({"event": "approve"}))
        .await
        .expect(403);
    assert_eq!(forbidden.code(), "role_forbidden");
    step(&lead, REQUESTS, &ids[0], json!({"event": "approve"}))
        .await
        .expect(200);
    assert_eq!(house.said("name").await, "南昌市东湖区币梦艺术学校");
    // What the institution answers for it decides itself; officers may take it back.
    let other = step(&lead, REQUESTS, &ids[1], json!({"event": "approve"}))
        .await
        .expect(403);
    assert_eq!(other.code(), "role_forbidden");
    step(
        &agent,
        "/api/v1/my/requests",
        &ids[1],
        json!({"event": "approve"}),
    )
    .await
    .expect(200);
    assert_eq!(house.said("telephone").await, "0791-86660000");
    let again = house
        .correct(&officer, 0, json!({"brand": "币梦"}))
        .await
        .expect(200);
    step(
        &officer,
        REQUESTS,
        &asked(&again),
        json!({"event": "withdraw"}),
    )
    .await
    .expect(200);
    assert_eq!(house.said("brand").await, "");
}

async fn what_the_licence_says_is_changed_by_an_application(db: Db) {
    let house = House::open(&db).await;
    let agent = house.agent(0).await;
    let refused = change(&agent, json!({"address": "中山路1号"}))
        .await
        .expect(409);
    assert_eq!(
        (refused.code(), refused.text("article").as_str()),
        ("change_needs_application", "ppe-55")
    );
}

async fn each_field_that_cannot_say_this_is_named(db: Db) {
    let house = House::open(&db).await;
    let officer = house.person("officer").await;
    let wrong = house.correct(
        &officer,
        1,
        json!({"uscc": "91360111MA31TE1T35", "founded_on": "2099-01-01", "position": "115.8,28.6,gcj02", "premises": [{"address": ""}], "status": "open"}),
    );
    let wrong = wrong.await.expect(422);
    let mut named: Vec<(String, String)> = wrong.body["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| {
            (
                error["field"].as_str().unwrap().to_owned(),
                error["code"].as_str().unwrap().to_owned(),
            )
        })
        .collect();
    named.sort();
    let expected = [
        ("founded_on", "day_in_future"),
        ("position", "position_elsewhere"),
        ("premises", "text_empty"),
        ("status", "status_unknown"),
        ("uscc", "uscc_check_wrong"),
    ];
    let expected: Vec<(String, String)> = expected
        .iter()
        .map(|(field, code)| ((*field).to_owned(), (*code).to_owned()))
        .collect();
    assert_eq!(named, expected);
    assert_eq!(house.rows.count("institution_past").await, 0);
}

async fn a_change_that_is_none_or_of_no_kind_is_refused(db: Db) {
    let house = House::open(&db).await;
    let (agent, officer) = (house.agent(0).await, house.person("officer").await);
    // The code of another institution.
    let taken = house
        .correct(&officer, 1, json!({"uscc": "91360111MA31TE1T34"}))
        .await
        .expect(422);
    assert_eq!(taken.body["errors"][0]["code"], "uscc_of_another");
    let same = change(&agent, json!({"brand": ""})).await.expect(422);
    assert_eq!(same.body["errors"][0]["code"], "nothing_changed");
    let number = &house.bureau.parties[0].number;
    let path = format!("/api/v1/desk/institutions/{number}/record/changes");
    let body = json!({"values": {"founder": "万青"}, "version": 1});
    let unreasoned = officer.post(&path, &body).await.expect(422);
    assert_eq!(unreasoned.body["errors"][0]["field"], "reason");
    let body = json!({"values": {"founder": 7}, "reason": "x", "version": 1});
    let typed = officer.post(&path, &body).await.expect(422);
    assert_eq!(typed.body["errors"][0]["code"], "wrong_type");
    let body = json!({"values": {"class": "arts"}, "reason": "x", "version": 1});
    officer.post(&path, &body).await.expect(422);
    let stale = json!({"values": {"founder": "万青"}, "reason": "x", "version": 7});
    assert_eq!(
        officer.post(&path, &stale).await.expect(409).code(),
        "stale_version"
    );
    assert_eq!(
        house.rows.count("institution_past").await,
        0,
        "nothing was written"
    );
}

async fn two_requests_of_one_side_do_not_cross(db: Db) {
    let house = House::open(&db).await;
    let agent = house.agent(0).await;
    let id = asked(
        &change(&agent, json!({"principal": "万雪宁"}))
            .await
            .expect(200),
    );
    let second = change(
        &agent,
        json!({"legal_representative": "万青", "brand": "币梦"}),
    )
    .await
    .expect(409);
    assert_eq!(second.code(), "request_waits");
    assert_eq!(
        house.said("brand").await,
        "",
        "all of a change or nothing of it"
    );
    step(
        &agent,
        "/api/v1/my/requests",
        &id,
        json!({"event": "withdraw"}),
    )
    .await
    .expect(200);
    change(
        &agent,
        json!({"legal_representative": "万青", "brand": "币梦"}),
    )
    .await
    .expect(200);
    let mine = agent.get("/api/v1/my/requests?limit=1").await.expect(200);
    let next = mine.text("next");
    let rest = agent
        .get(&format!("/api/v1/my/requests?limit=1&after={next}"))
        .await
        .expect(200);
    assert_eq!(rest.body["items"][0]["id"], id);
}

async fn a_record_of_another_office_or_institution_is_not_touched(db: Db) {
    let house = House::open(&db).await;
    let (agent, other, zones) = (
        house.agent(0).await,
        house.agent(1).await,
        house.person("officer-zones").await,
    );
    let id = asked(
        &change(&agent, json!({"principal": "万雪宁"}))
            .await
            .expect(200),
    );
    other
        .get(&format!("/api/v1/my/requests/{id}"))
        .await
        .expect(404);
    let version = json!({"event": "withdraw", "version": 1});
    other
        .post(&format!("/api/v1/my/requests/{id}/events"), &version)
        .await
        .expect(404);
    zones.get(&format!("{REQUESTS}/{id}")).await.expect(404);
    let approve = json!({"event": "approve", "version": 1});
    zones
        .post(&format!("{REQUESTS}/{id}/events"), &approve)
        .await
        .expect(404);
    let number = &house.bureau.parties[0].number;
    zones
        .get(&format!("/api/v1/desk/institutions/{number}/record"))
        .await
        .expect(404);
    let listed = zones.get(REQUESTS).await.expect(200);
    assert_eq!(listed.body["items"], json!([]));
    // The institution that asked cannot decide for the authority.
    let own = json!({"event": "approve", "version": 1});
    let refused = agent
        .post(&format!("/api/v1/my/requests/{id}/events"), &own)
        .await
        .expect(409);
    assert_eq!(refused.code(), "event_forbidden");
}
