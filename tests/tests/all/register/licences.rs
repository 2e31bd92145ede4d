//! A licence is changed by two people, and whoever looks sees it at once.

use serde_json::json;
use tests::caller::Caller;
use tests::{Db, db_test};

use super::{House, LICENCE, step, suspension};

db_test!(
    a_change_takes_two_people_and_the_public_sees_it_at_once,
    a_suspended_licence_comes_back_by_two_people_too,
    what_the_law_refuses_is_refused_with_its_article,
    whoever_proposes_does_not_approve_however_high,
    a_licence_is_revoked_and_then_cancelled_by_two_people_each_time,
    words_that_are_wrong_name_their_field,
    who_may_not_take_a_step_is_refused_and_another_authority_does_not_know_the_licence,
    two_who_decide_at_once_decide_once,
    a_list_has_each_licence_in_its_part,
);

async fn a_change_takes_two_people_and_the_public_sees_it_at_once(db: Db) {
    let house = House::open(&db).await;
    let (officer, lead) = (
        house.person("officer").await,
        house.person("lead-officer").await,
    );
    step(&officer, suspension()).await.expect(200);
    let public = house.door.public();
    let said = public.get(&house.record()).await.expect(200);
    assert_eq!(
        said.text("licence_state"),
        "valid",
        "nothing is decided yet"
    );

    let record = lead.get(LICENCE).await.expect(200).body;
    assert_eq!(record["proposal"]["basis"], "洪教许停〔2026〕3号");
    assert_eq!(record["proposed_by"], "试验·officer");
    let due = domain::law::licence_change_due(house.store.today()).due_on;
    assert_eq!(record["proposal_due_on"], due.to_string());
    assert!(record["proposed_at"].is_string(), "{record}");
    step(&lead, json!({"event": "approve"})).await.expect(200);
    let said = public.get(&house.record()).await.expect(200);
    assert_eq!(said.text("licence_state"), "suspended");
    let decided = lead.get(LICENCE).await.expect(200).body;
    assert_eq!(decided["proposal_due_on"], serde_json::Value::Null);
    assert_eq!(decided["proposed_at"], serde_json::Value::Null);
    let verify = public.get("/verify/136010271234567").await;
    assert!(
        String::from_utf8_lossy(&verify.bytes).contains("暂停"),
        "{verify:?}"
    );

    // The institution is told once, and each step has left its act.
    let told = "notice WHERE template = 'licence_changed'";
    assert_eq!(house.rows.count(told).await, 1);
    let notices = officer.get("/api/v1/desk/notices").await.expect(200).body;
    assert_eq!(
        notices["items"][0]["subject_number"],
        "教民136010271234567号"
    );
    let zones = house.person("officer-zones").await;
    let others = zones.get("/api/v1/desk/notices").await.expect(200).body;
    assert_eq!(others["items"], json!([]), "another authority's mail");
    for verb in ["propose", "approve"] {
        let acts = format!("act WHERE subject_kind = 'licence' AND verb = '{verb}'");
        assert_eq!(house.rows.count(&acts).await, 1, "{verb}");
    }
    let by_whom = lead
        .get(&house.record().replace("/v1/", "/v1/desk/"))
        .await
        .expect(200)
        .body;
    let acts = by_whom["acts"].as_array().unwrap();
    assert_eq!(acts.len(), 1);
    assert_eq!(acts[0]["verb"], "licence_state");
    assert_eq!(acts[0]["actor_name"], "试验·lead-officer");
    assert_eq!(acts[0]["change"]["to"], "suspended");
}

async fn a_suspended_licence_comes_back_by_two_people_too(db: Db) {
    let house = House::open(&db).await;
    let (officer, lead) = (
        house.person("officer").await,
        house.person("lead-officer").await,
    );
    step(&officer, suspension()).await.expect(200);
    step(&lead, json!({"event": "approve"})).await.expect(200);
    let (public, told) = (
        house.door.public(),
        "notice WHERE template = 'licence_changed'",
    );
    let resumption = json!({"event": "propose", "change": "resume", "reason": "装修完成。"});
    step(&officer, resumption.clone()).await.expect(200);
    let back = json!({"event": "send_back", "reason": "缺消防合格意见。"});
    step(&lead, back).await.expect(200);
    // Who proposed it reads why it came back.
    let record = officer.get(LICENCE).await.expect(200).body;
    let remarks = record["remarks"].as_array().unwrap();
    let last = remarks.last().unwrap();
    assert_eq!(last["event"], "send_back");
    assert_eq!(last["words"], "缺消防合格意见。");
    assert_eq!(last["written_by"], "试验·lead-officer");
    assert_eq!(
        public.get(&house.record()).await.text("licence_state"),
        "suspended"
    );
    step(&officer, resumption).await.expect(200);
    step(&lead, json!({"event": "approve"})).await.expect(200);
    assert_eq!(
        public.get(&house.record()).await.text("licence_state"),
        "valid"
    );
    assert_eq!(house.rows.count(told).await, 2);
}

async fn what_the_law_refuses_is_refused_with_its_article(db: Db) {
    let house = House::open(&db).await;
    let lead = house.person("lead-officer").await;
    let officer = house.person("officer").await;
    let paper = "洪教罚决〔2026〕7号";
    for (body, code, article) in [
        (
            json!({"event": "propose", "change": "revoke", "reason": "拒不改正。"}),
            "revocation_without_decision",
            Some("apl-9"),
        ),
        (
            json!({"event": "propose", "change": "cancel", "basis": paper, "reason": "终止办学。"}),
            "ground_missing",
            Some("alic-70"),
        ),
        (
            json!({"event": "propose", "change": "cancel", "ground": "expired", "basis": paper, "reason": "到期。"}),
            "ground_unfit",
            Some("alic-70--1"),
        ),
        (
            json!({"event": "propose", "change": "suspend", "reason": "暂停。"}),
            "suspension_without_decision",
            Some("apl-9"),
        ),
        (
            json!({"event": "propose", "change": "suspend", "basis": paper, "reason": " "}),
            "reason_missing",
            None,
        ),
        (
            json!({"event": "propose", "change": "resume", "reason": "恢复。"}),
            "licence_not_suspended",
            None,
        ),
        (json!({"event": "approve"}), "no_change_proposed", None),
    ] {
        let person = if body["event"] == "approve" {
            &lead
        } else {
            &officer
        };
        let refused = step(person, body.clone()).await.expect(409);
        assert_eq!(refused.code(), code, "{body}");
        assert_eq!(refused.body["article"].as_str(), article, "{body}");
        assert!(
            refused.body["detail"]
                .as_str()
                .is_some_and(|it| !it.is_empty())
        );
    }
    assert_eq!(house.rows.count("institution_past").await, 0);
}

async fn whoever_proposes_does_not_approve_however_high(db: Db) {
    let house = House::open(&db).await;
    let (lead, officer) = (
        house.person("lead-officer").await,
        house.person("officer").await,
    );
    step(&lead, suspension()).await.expect(200);
    let own = step(&lead, json!({"event": "approve"})).await.expect(409);
    assert_eq!(own.code(), "approver_is_proposer");
    let second = step(&officer, suspension()).await.expect(409);
    assert_eq!(second.code(), "change_awaits_approval");
}

async fn words_that_are_wrong_name_their_field(db: Db) {
    let house = House::open(&db).await;
    let lead = house.person("lead-officer").await;
    for (body, field) in [
        (
            json!({"event": "propose", "change": "burn", "reason": "x"}),
            "change",
        ),
        (json!({"event": "send_back", "reasons": "x"}), "reasons"),
    ] {
        let wrong = step(&lead, body.clone()).await.expect(422);
        assert_eq!(wrong.code(), "invalid_input", "{body}");
        assert_eq!(wrong.body["errors"][0]["field"], field, "{body}");
    }
    step(&lead, suspension()).await.expect(200);
    let long = json!({"event": "send_back", "reason": "长".repeat(2_001)});
    assert_eq!(
        step(&lead, long).await.expect(422).body["errors"][0]["field"],
        "reason"
    );
}

async fn who_may_not_take_a_step_is_refused_and_another_authority_does_not_know_the_licence(
    db: Db,
) {
    let house = House::open(&db).await;
    let officer = house.person("officer").await;
    step(&officer, suspension()).await.expect(200);
    for login in ["officer", "legal-reviewer", "auditor"] {
        let person = house.person(login).await;
        let refused = step(&person, json!({"event": "approve"})).await;
        assert_eq!(refused.expect(403).code(), "role_forbidden", "{login}");
    }
    let zones = house.person("officer-zones").await;
    zones.get(LICENCE).await.expect(404);
    let events = format!("{LICENCE}/events");
    let mut body = suspension();
    body["version"] = json!(2);
    zones.post(&events, &body).await.expect(404);
    let page = zones.get("/api/v1/desk/licences").await.expect(200).body;
    assert_eq!(page["items"], json!([]));
    let agent = house.person("institution-agent").await;
    agent.get(LICENCE).await.expect(403);
    house.door.public().get(LICENCE).await.expect(401);
    // The head of the bureau decides too.
    let director = house.person("director").await;
    step(&director, json!({"event": "approve"}))
        .await
        .expect(200);
}

async fn two_who_decide_at_once_decide_once(db: Db) {
    let house = House::open(&db).await;
    let officer = house.person("officer").await;
    step(&officer, suspension()).await.expect(200);
    let (lead, director) = (
        house.person("lead-officer").await,
        house.person("director").await,
    );
    let events = format!("{LICENCE}/events");
    let (approve, back) = (
        json!({"event": "approve", "version": 2}),
        json!({"event": "send_back", "reason": "材料不全。", "version": 2}),
    );
    let (one, other) = tokio::join!(lead.post(&events, &approve), director.post(&events, &back));
    let mut statuses = [one.status, other.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
    let late = if one.status == 409 { one } else { other };
    assert_eq!(late.code(), "stale_version");
    assert_eq!(
        house
            .rows
            .number("SELECT version AS value FROM licence")
            .await,
        3
    );
}

async fn a_list_has_each_licence_in_its_part(db: Db) {
    let house = House::open(&db).await;
    let listed = |person: Caller, part: &'static str| async move {
        let path = format!("/api/v1/desk/licences?state={part}");
        let page = person.get(&path).await.expect(200).body;
        page["items"].as_array().unwrap().len()
    };
    let officer = house.person("officer").await;
    for (part, count) in [
        ("valid", 1),
        ("expiring", 0),
        ("expired", 0),
        ("change_proposed", 0),
    ] {
        assert_eq!(listed(officer.clone(), part).await, count, "{part}");
    }
    step(&officer, suspension()).await.expect(200);
    assert_eq!(listed(officer.clone(), "change_proposed").await, 1);
    assert_eq!(listed(officer.clone(), "suspended").await, 0);
    // 595 days are left: 90 before the last one it is on the list, and the day after it has run out.
    for (days, part) in [(505, "expiring"), (90, "expiring"), (1, "expired")] {
        house.days_go_by(days);
        let officer = house.person("officer").await;
        assert_eq!(listed(officer.clone(), part).await, 1, "{days} {part}");
        let valid = usize::from(part == "expiring");
        assert_eq!(listed(officer, "valid").await, valid);
    }
    let officer = house.person("officer").await;
    let wrong = officer
        .get("/api/v1/desk/licences?state=burnt&limit=0&district=9&after=x")
        .await
        .expect(422);
    assert_eq!(
        wrong.body["errors"].as_array().unwrap().len(),
        4,
        "{wrong:?}"
    );
}

async fn a_licence_is_revoked_and_then_cancelled_by_two_people_each_time(db: Db) {
    let house = House::open(&db).await;
    let (lead, officer) = (
        house.person("lead-officer").await,
        house.person("officer").await,
    );
    let paper = "洪教罚决〔2026〕7号";
    for (body, state, word) in [
        (
            json!({"event": "propose", "change": "revoke", "basis": paper, "reason": "拒不改正。"}),
            "revoked",
            "吊销",
        ),
        (
            json!({"event": "propose", "change": "cancel", "ground": "withdrawn", "basis": paper, "reason": "许可证已吊销。"}),
            "cancelled",
            "注销",
        ),
    ] {
        step(&officer, body).await.expect(200);
        step(&lead, json!({"event": "approve"})).await.expect(200);
        let public = house.door.public();
        let said = public.get(&house.record()).await.expect(200);
        assert_eq!(said.text("licence_state"), state);
        let page = public.page("/verify/136010271234567").await.expect(200);
        let words = String::from_utf8_lossy(&page.bytes).into_owned();
        assert!(
            words.contains(word) && words.contains("现在不能用"),
            "{words}"
        );
        let list = public.get("/api/v1/white-list").await;
        assert!(!String::from_utf8_lossy(&list.bytes).contains("136010271234567"));
    }
    let ended = step(&officer, suspension()).await.expect(409);
    assert_eq!(ended.code(), "licence_ended");
}
