//! What stands against a merge, and who may decide on one.

use serde_json::json;
use tests::{Db, db_test};

use super::{House, MERGES, keyed, nobody, step};

db_test!(
    nobody_approves_a_merge_they_proposed,
    a_merge_that_makes_no_sense_is_refused,
    an_open_case_or_application_stands_against_a_merge_and_is_named,
    merges_in_both_directions_at_once_make_no_circle,
    the_same_key_proposes_once,
    merges_need_their_rights_and_their_place,
    a_stale_step_is_told,
);

async fn nobody_approves_a_merge_they_proposed(db: Db) {
    let house = House::open(&db).await;
    let lead = house.person("lead-officer").await;
    let id = house.propose(&lead, 1, 0).await.expect(201).text("id");
    let own = step(&lead, MERGES, &id, json!({"event": "approve"})).await;
    assert_eq!(own.expect(409).code(), "own_merge");
    let officer = house.person("officer").await;
    step(&officer, MERGES, &id, json!({"event": "approve"}))
        .await
        .expect(403);
    assert_eq!(
        house
            .rows
            .count("institution WHERE merged_into IS NOT NULL")
            .await,
        0
    );
    step(&officer, MERGES, &id, json!({"event": "withdraw"}))
        .await
        .expect(200);
}

async fn a_merge_that_makes_no_sense_is_refused(db: Db) {
    let house = House::open(&db).await;
    let officer = house.person("officer").await;
    for (hidden, kept, code) in [
        (1, 1, "merge_same"),
        // The first holds a licence in force and a code.
        (0, 1, "merge_licence_hidden"),
    ] {
        let refused = house.propose(&officer, hidden, kept).await.expect(409);
        assert_eq!(refused.code(), code);
    }
    house.merged(1, 0).await;
    for (hidden, kept, code) in [
        (1, 2, "merge_chain"),
        (2, 1, "merge_into_merged"),
        (0, 2, "merge_chain"),
    ] {
        let refused = house.propose(&officer, hidden, kept).await.expect(409);
        assert_eq!(refused.code(), code, "{hidden} into {kept}");
    }
    let first = house.propose(&officer, 2, 0).await.expect(201);
    let waits = house.propose(&officer, 2, 3).await.expect(409);
    assert_eq!(waits.code(), "merge_waits");
    assert_ne!(first.text("id"), "");
    let mut body = json!({"hidden": nobody(), "kept": house.number(0), "reason": "x"});
    officer.post(MERGES, &body).await.expect(422);
    body["hidden"] = json!(house.number(3));
    body["reason"] = json!(" ");
    let silent = officer.post(MERGES, &body).await.expect(422);
    assert_eq!(silent.body["errors"][0]["field"], "reason");
}

async fn an_open_case_or_application_stands_against_a_merge_and_is_named(db: Db) {
    let house = House::open(&db).await;
    let (officer, lead) = (
        house.person("officer").await,
        house.person("lead-officer").await,
    );
    let id = house.propose(&officer, 1, 0).await.expect(201).text("id");
    // It was lawful when it was proposed; meanwhile the institution applies.
    let agent = house.person("institution-agent-2").await;
    let establish = json!({"kind": "establish"});
    let begun = agent.post("/api/v1/my/applications", &establish);
    let number = begun.await.expect(201).text("number");
    let refused = step(&lead, MERGES, &id, json!({"event": "approve"})).await;
    assert_eq!(refused.expect(409).code(), "merge_open_application");
    let shown = lead.get(&format!("{MERGES}/{id}")).await.expect(200);
    let obstacle = &shown.body["compared"]["obstacles"][0];
    assert_eq!(obstacle["numbers"], json!([number]));
    assert_eq!(shown.body["compared"]["hidden"]["applications"], 1);
    let refuse = json!({"event": "refuse", "reason": "正在办理许可，办结后再提。"});
    step(&lead, MERGES, &id, refuse).await.expect(200);
}

async fn merges_in_both_directions_at_once_make_no_circle(db: Db) {
    let house = House::open(&db).await;
    let (officer, lead) = (
        house.person("officer").await,
        house.person("lead-officer").await,
    );
    let there = house.propose(&officer, 1, 2).await.expect(201).text("id");
    let back = house.propose(&officer, 2, 1).await.expect(201).text("id");
    let approve = json!({"event": "approve", "version": 1});
    let paths = [there, back].map(|id| format!("{MERGES}/{id}/events"));
    let (left, right) = tokio::join!(
        lead.post(&paths[0], &approve),
        lead.post(&paths[1], &approve)
    );
    let mut statuses = [left.status, right.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
    let hidden = "institution WHERE merged_into IS NOT NULL";
    assert_eq!(house.rows.count(hidden).await, 1);
}

async fn the_same_key_proposes_once(db: Db) {
    let house = House::open(&db).await;
    let officer = house.person("officer").await;
    let body = json!({"hidden": house.number(1), "kept": house.number(0), "reason": "同一家"});
    let first = keyed(&officer, MERGES, "m-1", &body).await.expect(201);
    let again = keyed(&officer, MERGES, "m-1", &body).await.expect(201);
    assert_eq!(first.body, again.body);
    let mut other = body.clone();
    other["hidden"] = json!(house.number(2));
    let reused = keyed(&officer, MERGES, "m-1", &other).await.expect(409);
    assert_eq!(reused.code(), "key_reused");
    assert_eq!(house.rows.count("institution_merge").await, 1);
}

async fn merges_need_their_rights_and_their_place(db: Db) {
    let house = House::open(&db).await;
    let officer = house.person("officer").await;
    let id = house.propose(&officer, 1, 0).await.expect(201).text("id");
    let path = format!("{MERGES}/{id}");
    house.door.public().get(&path).await.expect(401);
    for login in ["auditor", "director", "administrator", "institution-agent"] {
        let person = house.person(login).await;
        let refused = house.propose(&person, 2, 0).await;
        assert_eq!(refused.status, 403, "{login}");
    }
    let zones = house.person("officer-zones").await;
    zones.get(&path).await.expect(404);
    let elsewhere = house.propose(&zones, 2, 0).await.expect(422);
    assert_eq!(elsewhere.body["errors"][0]["code"], "institution_unknown");
    let list = zones.get(MERGES).await.expect(200);
    assert_eq!(list.body["items"], json!([]));
    let open = officer.get(&format!("{MERGES}?state=open")).await;
    assert_eq!(open.expect(200).body["items"][0]["id"], json!(id));
}

async fn a_stale_step_is_told(db: Db) {
    let house = House::open(&db).await;
    let (officer, lead) = (
        house.person("officer").await,
        house.person("lead-officer").await,
    );
    let id = house.propose(&officer, 1, 0).await.expect(201).text("id");
    let path = format!("{MERGES}/{id}/events");
    let withdraw = json!({"event": "withdraw", "version": 1});
    officer.post(&path, &withdraw).await.expect(200);
    let late = json!({"event": "approve", "version": 1});
    let stale = lead.post(&path, &late).await.expect(409);
    assert_eq!(stale.code(), "stale_version");
    let strange = json!({"event": "burn", "version": 2});
    lead.post(&path, &strange).await.expect(422);
}
