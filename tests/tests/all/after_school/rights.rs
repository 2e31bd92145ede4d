//! Who sees and does what: other institutions, other authorities, other roles, and hostile input.

use serde_json::json;
use tests::{Db, db_test};

use super::{DESK, House, MINE, SCHOOLS, own_step, record, select, step};

db_test!(
    another_institution_and_another_authority_find_nothing,
    roles_do_their_own_steps_and_no_others,
    officers_see_no_draft,
    an_institution_does_not_learn_of_a_case_from_its_conditions,
    hostile_and_huge_input_is_answered_by_field,
    a_stale_version_is_told_and_changes_nothing,
);

async fn another_institution_and_another_authority_find_nothing(db: Db) {
    let house = House::open(&db).await;
    let agent = house.agent().await;
    let number = house.filed(&agent).await;
    let stranger = house.person("institution-agent-2").await;
    for path in [
        format!("{MINE}/{number}"),
        format!("{MINE}/{number}/events"),
    ] {
        assert_eq!(stranger.get(&path).await.status, 404, "{path}");
    }
    let withdraw = json!({"event": "withdraw", "version": 2});
    let path = format!("{MINE}/{number}/events");
    assert_eq!(stranger.post(&path, &withdraw).await.status, 404);
    assert_eq!(
        stranger.get(MINE).await.expect(200).body["items"],
        json!([])
    );
    let zones = house.person("officer-zones").await;
    assert_eq!(zones.get(&format!("{DESK}/{number}")).await.status, 404);
    assert_eq!(zones.get(DESK).await.expect(200).body["items"], json!([]));
    let mut chosen = select();
    chosen["version"] = json!(2);
    assert_eq!(
        zones
            .post(&format!("{DESK}/{number}/events"), &chosen)
            .await
            .status,
        404
    );
    assert_eq!(
        zones.get(SCHOOLS).await.expect(200).body["items"],
        json!([])
    );
    // The staff of another institution cannot be named, nor a school of another authority.
    let own = record(&agent, MINE, &number).await;
    let begun = stranger
        .post(MINE, &json!({"school_year": house.year()}))
        .await
        .expect(201);
    let other = begun.text("number");
    let body = json!({"form": own["form"], "version": 1});
    let told = stranger
        .post(&format!("{MINE}/{other}/form"), &body)
        .await
        .expect(422);
    assert_eq!(told.body["errors"][0]["code"], "staff_unknown");
}

async fn roles_do_their_own_steps_and_no_others(db: Db) {
    let house = House::open(&db).await;
    let agent = house.agent().await;
    let number = house.filed(&agent).await;
    let path = format!("{DESK}/{number}/events");
    let mut chosen = select();
    chosen["version"] = json!(2);
    for login in ["director", "auditor", "legal-reviewer"] {
        let person = house.person(login).await;
        person.get(&format!("{DESK}/{number}")).await.expect(200);
        assert_eq!(person.post(&path, &chosen).await.status, 403, "{login}");
    }
    assert_eq!(agent.post(&path, &chosen).await.status, 403);
    let officer = house.person("officer").await;
    step(&officer, &number, select()).await.expect(200);
    let approve = json!({"event": "approve", "version": 3});
    assert_eq!(
        officer.post(&path, &approve).await.status,
        403,
        "an officer approves nothing"
    );
    // The steps of the institution are not the desk's, nor the other way round.
    let file = json!({"event": "file", "version": 3});
    assert_eq!(officer.post(&path, &file).await.status, 403);
    let refuse = json!({"event": "refuse", "reason": "x", "version": 3});
    let own = agent
        .post(&format!("{MINE}/{number}/events"), &refuse)
        .await
        .expect(409);
    assert_eq!(own.code(), "event_forbidden");
    // Nor is there an event for what the calendar does.
    let admit = json!({"event": "admit", "version": 3});
    assert_eq!(officer.post(&path, &admit).await.status, 422);
    let public = house.door.public();
    assert_eq!(public.get(DESK).await.status, 401);
    assert_eq!(public.get(&format!("{MINE}/{number}")).await.status, 401);
}

async fn officers_see_no_draft(db: Db) {
    let house = House::open(&db).await;
    let agent = house.agent().await;
    let number = house
        .begin(&agent, &json!({}))
        .await
        .expect(201)
        .text("number");
    let officer = house.person("officer").await;
    assert_eq!(officer.get(&format!("{DESK}/{number}")).await.status, 404);
    let refuse = json!({"event": "refuse", "reason": "x", "version": 1});
    assert_eq!(
        officer
            .post(&format!("{DESK}/{number}/events"), &refuse)
            .await
            .status,
        404
    );
    assert!(house.list("all").await.is_empty());
    own_step(&agent, &number, json!({"event": "withdraw"}))
        .await
        .expect(200);
    assert_eq!(officer.get(&format!("{DESK}/{number}")).await.status, 404);
}

async fn an_institution_does_not_learn_of_a_case_from_its_conditions(db: Db) {
    let house = House::open(&db).await;
    let agent = house.agent().await;
    let number = house.filed(&agent).await;
    let named = |record: &serde_json::Value| {
        let found = record["findings"].as_array().unwrap().iter();
        found.filter(|it| it["condition"] == "no_open_case").count()
    };
    assert_eq!(named(&record(&agent, MINE, &number).await), 0);
    let officer = house.person("officer").await;
    assert_eq!(named(&record(&officer, DESK, &number).await), 1);
}

async fn hostile_and_huge_input_is_answered_by_field(db: Db) {
    let house = House::open(&db).await;
    let agent = house.agent().await;
    for (form, field) in [
        (json!({"quality": "好".repeat(2_001)}), "quality"),
        (json!({"pricing": "<script>alert(1)</script>"}), "pricing"),
        (
            json!({"services": [{"name": "\u{202e}书法"}]}),
            "services.0.name",
        ),
        (json!({"services": [{"grades": [10]}]}), "services.0.grades"),
        (
            json!({"services": [{"fee_fen": i64::MAX}]}),
            "services.0.fee_fen",
        ),
        (json!({"services": vec![json!({}); 11]}), "services"),
        (json!({"schools": ["XX1234567"]}), "form.schools[0]"),
        (json!({"teachers": []}), "form"),
    ] {
        let told = house.begin(&agent, &form).await.expect(422);
        let found = told.body["errors"][0]["field"].as_str().unwrap();
        assert!(found.starts_with(field), "{field}: {found}");
    }
    let unknown = json!({"schools": ["XX0000095"]});
    let told = house.begin(&agent, &unknown).await.expect(422);
    let field = told.body["errors"][0]["field"].as_str().unwrap();
    assert!(field.contains("schools"), "{field}");
    let number = house.filed(&agent).await;
    let officer = house.person("officer").await;
    let long = json!({"event": "refuse", "reason": "𠮷".repeat(100_000)});
    let told = step(&officer, &number, long).await.expect(422);
    assert_eq!(told.body["errors"][0]["field"], "reason");
    let silent = step(&officer, &number, json!({"event": "refuse", "reason": " "}))
        .await
        .expect(409);
    assert_eq!(silent.code(), "reason_missing");
    let mut half = select();
    half["checked"] = json!(["content"]);
    let open = step(&officer, &number, half).await.expect(409);
    assert_eq!(open.code(), "after_school_checklist_open");
    for path in [
        "/api/v1/after-school?part=mine",
        "/api/v1/after-school?district=1",
        "/api/v1/after-school?x=1",
    ] {
        assert_eq!(house.door.public().get(path).await.status, 422, "{path}");
    }
}

async fn a_stale_version_is_told_and_changes_nothing(db: Db) {
    let house = House::open(&db).await;
    let (number, school) = house.serving().await;
    let officer = house.person("officer").await;
    let now = record(&officer, DESK, &number).await;
    let stale = now["version"].as_i64().unwrap() - 1;
    let warn = json!({"event": "warn", "ground": "study_load", "reason": "讲授新课。",
        "correct_by": house.store.today().plus_days(9), "version": stale});
    let told = officer
        .post(&format!("{DESK}/{number}/events"), &warn)
        .await
        .expect(409);
    assert_eq!(told.code(), "stale_version");
    let score = json!({"school": school, "term": domain::after_school::Term::of(house.store.today()),
        "score": {"school": 90}, "version": stale});
    let told = officer
        .post(&format!("{DESK}/{number}/scores"), &score)
        .await
        .expect(409);
    assert_eq!(told.code(), "stale_version");
    assert_eq!(
        record(&officer, DESK, &number).await["version"],
        now["version"]
    );
}
