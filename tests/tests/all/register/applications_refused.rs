//! What is refused of an application: wrong fields, wrong people, wrong times, two at once.

use serde_json::json;
use tests::{Db, db_test};

use super::House;
use super::applications::{
    DESK, MINE, PDF, add, add_all, begin, form, renewal, save, step, submitted,
};

db_test!(
    each_wrong_field_is_named_and_nothing_is_kept,
    one_application_at_a_time_and_the_same_draft_again,
    who_may_not_see_or_take_a_step_is_refused,
    whoever_proposes_on_an_application_does_not_approve_it,
    an_application_that_is_taken_back_is_left_by_whoever_examines_it,
    what_the_law_refuses_is_refused_with_its_article,
    what_an_officer_has_to_look_at_is_ticked_before_anything_is_granted,
    an_institution_that_closes_hands_nothing_in,
    a_licence_in_force_is_not_founded_again_and_one_that_ran_out_is_not_renewed,
    two_who_save_or_decide_at_once_do_it_once,
    two_that_are_issued_at_once_have_numbers_of_their_own,
    a_renewal_changes_nothing_but_the_last_day,
    no_change_turns_training_on_site_into_training_online,
    a_flood_of_drafts_is_stopped_before_the_numbers_run_out,
);

async fn each_wrong_field_is_named_and_nothing_is_kept(db: Db) {
    let house = House::open(&db).await;
    let agent = house.agent(1).await;
    let number = begin(&agent, "establish").await;
    for (field, value, code) in [
        ("name", json!("<b>\u{202e}</b>"), "text_control"),
        ("scope", json!("长".repeat(501)), "text_too_long"),
        ("area_m2", json!(0), "number_out_of_range"),
        ("area_m2", json!(-3), "number_out_of_range"),
        ("pupils", json!(1_000_001), "number_out_of_range"),
        ("teaching_staff", json!(9), "more_than_the_whole"),
        ("teachers", json!(6), "more_than_the_whole"),
        ("preschool_pupils", json!(201), "more_than_the_whole"),
        ("preschool_pupils", json!(-1), "number_out_of_range"),
        ("capital_fen", json!(-1), "amount_negative"),
        ("lease_until", json!("9999-12-31"), "day_out_of_range"),
    ] {
        let mut wrong = form();
        wrong[field] = value.clone();
        let refused = save(&agent, &number, &wrong).await.expect(422);
        assert_eq!(refused.body["errors"][0]["field"], field, "{value}");
        assert_eq!(refused.body["errors"][0]["code"], code, "{value}");
    }
    for wrong in [
        json!({"class": "magic"}),
        json!({"area_m2": "many"}),
        json!({"lease_until": "2026-02-30"}),
        json!({"unknown": 1}),
    ] {
        save(&agent, &number, &wrong).await.expect(422);
    }
    let text = b"#!/bin/sh\necho a file that is no paper\n";
    let refused = add(&agent, &number, "fire", text).await;
    assert_eq!(refused.expect(415).code(), "unsupported_media_type");
    add(&agent, &number, "nonsense", PDF).await.expect(422);
    let record = agent
        .get(&format!("{MINE}/{number}"))
        .await
        .expect(200)
        .body;
    assert_eq!(record["version"], 1, "nothing was kept: {record}");
}

async fn one_application_at_a_time_and_the_same_draft_again(db: Db) {
    let house = House::open(&db).await;
    let agent = house.agent(0).await;
    let body = json!({"kind": "renew"});
    let (one, two) = tokio::join!(agent.post(MINE, &body), agent.post(MINE, &body));
    let (one, two) = (one.expect(201), two.expect(201));
    assert_eq!(one.text("number"), two.text("number"));
    let other = agent.post(MINE, &json!({"kind": "change"})).await;
    assert_eq!(other.expect(409).code(), "application_open_already");
    assert_eq!(house.rows.count("application").await, 1);
    let number = one.text("number");
    step(&agent, MINE, &number, json!({"event": "withdraw"}))
        .await
        .expect(200);
    begin(&agent, "change").await;
    let mine = agent.get(MINE).await.expect(200).body;
    assert_eq!(mine["items"].as_array().unwrap().len(), 2);
}

async fn who_may_not_see_or_take_a_step_is_refused(db: Db) {
    let house = House::open(&db).await;
    let (agent, other) = (house.agent(1).await, house.agent(0).await);
    let number = submitted(&agent, "establish", &form()).await;
    other.get(&format!("{MINE}/{number}")).await.expect(404);
    let withdraw = json!({"event": "withdraw", "version": 2});
    let path = format!("{MINE}/{number}/events");
    other.post(&path, &withdraw).await.expect(404);
    add(&other, &number, "fire", PDF).await.expect(404);
    let zones = house.person("officer-zones").await;
    zones.get(&format!("{DESK}/{number}")).await.expect(404);
    let accept = json!({"event": "accept", "version": 2});
    let path = format!("{DESK}/{number}/events");
    zones.post(&path, &accept).await.expect(404);
    agent.post(&path, &accept).await.expect(403);
    house.door.public().post(&path, &accept).await.expect(401);
    let officer = house.person("officer").await;
    let extend = json!({"event": "extend", "days": 5, "reason": "评审"});
    step(&officer, DESK, &number, extend).await.expect(403);
    let auditor = house.person("auditor").await;
    step(&auditor, DESK, &number, json!({"event": "accept"}))
        .await
        .expect(403);
    // Whoever may take a step at the desk takes none of the applicant's.
    step(&officer, DESK, &number, json!({"event": "withdraw"}))
        .await
        .expect(403);
    let listed = zones.get(DESK).await.expect(200).body;
    assert_eq!(listed["items"], json!([]));
}

async fn what_the_law_refuses_is_refused_with_its_article(db: Db) {
    let house = House::open(&db).await;
    let (officer, lead) = (
        house.person("officer").await,
        house.person("lead-officer").await,
    );
    let agent = house.agent(1).await;
    let mut crowded = form();
    crowded["pupils_at_once"] = json!(81);
    let number = submitted(&agent, "establish", &crowded).await;
    step(&officer, DESK, &number, json!({"event": "accept"}))
        .await
        .expect(200);
    let mut alone = house.visit();
    alone["second_officer"] = json!(house.bureau.officer);
    let refused = step(&officer, DESK, &number, alone).await.expect(409);
    assert_eq!(refused.code(), "visit_by_two");
    assert_eq!(refused.body["article"], "alic-34-3");
    let mut stranger = house.visit();
    stranger["second_officer"] = json!("acc_00000000000000000000000000");
    step(&officer, DESK, &number, stranger).await.expect(422);
    step(&officer, DESK, &number, house.visit())
        .await
        .expect(200);
    let propose =
        |grant: bool, reason: &str| json!({"event": "propose", "grant": grant, "reason": reason});
    let refused = step(&officer, DESK, &number, propose(true, ""))
        .await
        .expect(409);
    assert_eq!(refused.code(), "conditions_unmet");
    assert_eq!(refused.body["article"], "alic-38-1");
    let refused = step(&officer, DESK, &number, propose(false, " "))
        .await
        .expect(409);
    assert_eq!(refused.code(), "refusal_without_reason");
    step(
        &officer,
        DESK,
        &number,
        propose(false, "生均面积不足3平方米。"),
    )
    .await
    .expect(200);
    // What is only proposed is nobody's to know.
    let record = agent.get(&format!("{MINE}/{number}")).await.expect(200);
    assert!(!String::from_utf8_lossy(&record.bytes).contains("生均面积不足"));
    assert_eq!(record.text("state"), "accepted");
    let mine = agent.get(MINE).await.expect(200).body;
    assert_eq!(mine["items"][0]["state"], "accepted");
    step(&lead, DESK, &number, json!({"event": "approve"}))
        .await
        .expect(200);
    let record = agent.get(&format!("{MINE}/{number}")).await.expect(200);
    assert_eq!(record.body["told"], "生均面积不足3平方米。");
    // The end is an end: a new one may be begun.
    begin(&agent, "establish").await;
}

async fn a_licence_in_force_is_not_founded_again_and_one_that_ran_out_is_not_renewed(db: Db) {
    let house = House::open(&db).await;
    let licensed = house.agent(0).await;
    let refused = licensed.post(MINE, &json!({"kind": "establish"})).await;
    assert_eq!(refused.expect(409).code(), "licensed_already");
    let unlicensed = house.agent(1).await;
    for kind in ["renew", "change"] {
        let refused = unlicensed.post(MINE, &json!({"kind": kind})).await;
        assert_eq!(refused.expect(409).code(), "no_licence_to_change");
    }
    // Begun in time, and handed in too late.
    let late = begin(&licensed, "renew").await;
    save(&licensed, &late, &renewal()).await.expect(200);
    add_all(&licensed, &late).await;
    house.days_go_by(596);
    let licensed = house.agent(0).await;
    let refused = step(&licensed, MINE, &late, json!({"event": "submit"})).await;
    let refused = refused.expect(409);
    assert_eq!(refused.code(), "renewal_after_expiry");
    assert_eq!(refused.body["article"], "alic-50");
}

async fn a_renewal_changes_nothing_but_the_last_day(db: Db) {
    let house = House::open(&db).await;
    house.teaches("on_site").await;
    let agent = house.agent(0).await;
    let number = begin(&agent, "renew").await;
    add_all(&agent, &number).await;
    for (field, other) in [
        ("name", json!("南昌市东湖区新名艺术培训中心")),
        ("address", json!("叠山路2号")),
        ("class", json!("sports")),
        ("stages", json!(["primary", "junior"])),
        ("scope", json!("书法、绘画、声乐")),
        ("mode", json!("online")),
    ] {
        let mut asked = renewal();
        asked[field] = other;
        save(&agent, &number, &asked).await.expect(200);
        let refused = step(&agent, MINE, &number, json!({"event": "submit"})).await;
        let code = refused.expect(409).code().to_owned();
        assert_eq!(code, "change_needs_its_own_application", "{field}");
    }
    save(&agent, &number, &renewal()).await.expect(200);
    step(&agent, MINE, &number, json!({"event": "submit"}))
        .await
        .expect(200);
}

async fn no_change_turns_training_on_site_into_training_online(db: Db) {
    let house = House::open(&db).await;
    house.teaches("online").await;
    let agent = house.agent(0).await;
    let number = begin(&agent, "change").await;
    let record = agent.get(&format!("{MINE}/{number}")).await.expect(200);
    assert_eq!(
        record.body["form"]["mode"], "online",
        "as the register says"
    );
    save(&agent, &number, &form()).await.expect(200);
    add_all(&agent, &number).await;
    let refused = step(&agent, MINE, &number, json!({"event": "submit"})).await;
    let refused = refused.expect(409);
    assert_eq!(refused.code(), "mode_needs_its_own_licence");
    assert_eq!(refused.body["article"], "ppei-16-2");
}

async fn a_flood_of_drafts_is_stopped_before_the_numbers_run_out(db: Db) {
    let house = House::open(&db).await;
    let agent = house.agent(1).await;
    for _ in 0..10 {
        let number = begin(&agent, "establish").await;
        step(&agent, MINE, &number, json!({"event": "withdraw"}))
            .await
            .expect(200);
    }
    let refused = agent.post(MINE, &json!({"kind": "establish"})).await;
    assert_eq!(refused.expect(409).code(), "applications_too_many");
    house.days_go_by(2);
    begin(&house.agent(1).await, "establish").await;
}

async fn two_who_save_or_decide_at_once_do_it_once(db: Db) {
    let house = House::open(&db).await;
    let agent = house.agent(1).await;
    let number = begin(&agent, "establish").await;
    let path = format!("{MINE}/{number}/form");
    let (mut one, mut two) = (form(), form());
    one["area_m2"] = json!(300);
    two["area_m2"] = json!(301);
    let (first, second) = (
        json!({"form": one, "version": 1}),
        json!({"form": two, "version": 1}),
    );
    let (one, two) = tokio::join!(agent.post(&path, &first), agent.post(&path, &second));
    let mut statuses = [one.status, two.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
    add_all(&agent, &number).await;
    step(&agent, MINE, &number, json!({"event": "submit"}))
        .await
        .expect(200);
    let (officer, colleague) = (
        house.person("officer").await,
        house.person("officer-2").await,
    );
    let accept = json!({"event": "accept"});
    let (one, two) = tokio::join!(
        step(&officer, DESK, &number, accept.clone()),
        step(&colleague, DESK, &number, accept.clone())
    );
    let mut statuses = [one.status, two.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
    let accepted = "act WHERE subject_kind = 'application' AND verb = 'accept'";
    assert_eq!(house.rows.count(accepted).await, 1);
}

async fn two_that_are_issued_at_once_have_numbers_of_their_own(db: Db) {
    let house = House::of(&db, 3).await;
    let mut numbers = Vec::new();
    for party in 1..3 {
        let agent = house.agent(party).await;
        let number = submitted(&agent, "establish", &form()).await;
        house.granted(&number).await;
        numbers.push(number);
    }
    let officer = house.person("officer").await;
    let issue = json!({"event": "issue"});
    let (one, two) = tokio::join!(
        step(&officer, DESK, &numbers[0], issue.clone()),
        step(&officer, DESK, &numbers[1], issue.clone())
    );
    one.expect(200);
    two.expect(200);
    let mut issued = vec![
        house.public(1).await["licence_number"].clone(),
        house.public(2).await["licence_number"].clone(),
    ];
    issued.sort_by_key(ToString::to_string);
    assert_eq!(
        issued,
        [
            json!("教民136010271234568号"),
            json!("教民136010271234569号")
        ]
    );
}

async fn what_an_officer_has_to_look_at_is_ticked_before_anything_is_granted(db: Db) {
    let house = House::open(&db).await;
    let agent = house.agent(0).await;
    let mut sports = renewal();
    sports["class"] = json!("sports");
    sports["more_classes"] = json!(["arts"]);
    let number = submitted(&agent, "change", &sports).await;
    let officer = house.person("officer").await;
    for body in [json!({"event": "accept"}), house.visit()] {
        step(&officer, DESK, &number, body).await.expect(200);
    }
    let propose = |checked: &[&str]| json!({"event": "propose", "grant": true, "checked": checked});
    let refused = step(&officer, DESK, &number, propose(&[]))
        .await
        .expect(409);
    assert_eq!(refused.code(), "checklist_incomplete");
    step(&officer, DESK, &number, propose(&["magic"]))
        .await
        .expect(422);
    // What rests on a text that nobody has read holds nothing up.
    let ticked = propose(&["sports_consents"]);
    step(&officer, DESK, &number, ticked).await.expect(200);
    let acts = "act WHERE verb = 'propose' AND change LIKE '%sports_consents%'";
    assert_eq!(house.rows.count(acts).await, 1);
}

async fn an_institution_that_closes_hands_nothing_in(db: Db) {
    let house = House::open(&db).await;
    let agent = house.agent(1).await;
    let number = begin(&agent, "establish").await;
    save(&agent, &number, &form()).await.expect(200);
    add_all(&agent, &number).await;
    let closing = "UPDATE institution SET status = 'closing'";
    house.rows.set(closing).await;
    let refused = step(&agent, MINE, &number, json!({"event": "submit"}))
        .await
        .expect(409);
    assert_eq!(refused.code(), "institution_not_working");
}

async fn whoever_proposes_on_an_application_does_not_approve_it(db: Db) {
    let house = House::open(&db).await;
    let agent = house.agent(1).await;
    let number = submitted(&agent, "establish", &form()).await;
    let lead = house.person("lead-officer").await;
    for body in [
        json!({"event": "accept"}),
        house.visit(),
        json!({"event": "propose", "grant": true, "checked": ["culture_consents"]}),
    ] {
        step(&lead, DESK, &number, body).await.expect(200);
    }
    let own = step(&lead, DESK, &number, json!({"event": "approve"})).await;
    assert_eq!(own.expect(409).code(), "approver_is_proposer");
    assert_eq!(
        house.public(1).await["licence_number"],
        serde_json::Value::Null
    );
}

async fn an_application_that_is_taken_back_is_left_by_whoever_examines_it(db: Db) {
    let house = House::open(&db).await;
    let agent = house.agent(1).await;
    let number = submitted(&agent, "establish", &form()).await;
    let officer = house.person("officer").await;
    step(&officer, DESK, &number, json!({"event": "accept"}))
        .await
        .expect(200);
    // The form of the officer was opened before.
    let path = format!("{DESK}/{number}");
    let version = officer.get(&path).await.expect(200).body["version"].clone();
    step(&agent, MINE, &number, json!({"event": "withdraw"}))
        .await
        .expect(200);
    let mut visit = house.visit();
    visit["version"] = version;
    let late = officer.post(&format!("{path}/events"), &visit).await;
    assert_eq!(late.expect(409).code(), "stale_version");
    let told = step(&officer, DESK, &number, house.visit())
        .await
        .expect(409);
    assert_eq!(told.code(), "application_ended");
    assert!(!told.body["detail"].as_str().unwrap().is_empty());
    let record = officer.get(&path).await.expect(200).body;
    assert_eq!(record["state"], "withdrawn");
}
