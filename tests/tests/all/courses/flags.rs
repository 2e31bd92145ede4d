//! Flags, and the officers who judge them: what waits is shown first, with its evidence, and judged once with a reason.

use serde_json::{Value, json};
use tests::{Db, db_test};

use super::{DESK, House, MINE, begin, record, save, step};

db_test!(
    a_flag_waits_for_an_officer_with_its_evidence,
    an_officer_refuses_a_course_with_a_reason_that_the_institution_reads,
    a_cleared_flag_publishes_and_what_was_refused_may_be_changed_and_filed_again,
    two_officers_at_once_judge_once_and_the_second_is_told,
    flagged_courses_stand_first_and_lists_go_on_page_by_page,
    the_published_list_goes_on_page_by_page,
    who_may_not_see_or_judge_a_course_is_refused,
);

async fn a_flag_waits_for_an_officer_with_its_evidence(db: Db) {
    let house = House::open(&db).await;
    let agent = house.agent().await;
    let number = house.screened(&agent, &house.doubtful()).await;
    let own = record(&agent, MINE, &number).await;
    assert_eq!(own["state"], "flagged");
    assert!(
        own.get("screening").is_none(),
        "how it was found is the desk's"
    );
    assert_eq!(house.published().await, Vec::<Value>::new());

    let officer = house.person("officer").await;
    let desk = record(&officer, DESK, &number).await;
    let labels = desk["screening"]["labels"].as_array().unwrap();
    let label = labels
        .iter()
        .find(|label| label["code"] == "subject_tutoring_disguised")
        .unwrap();
    assert_eq!(label["flag"], true);
    let evidence = label["evidence"].as_array().unwrap();
    assert!(
        evidence.iter().any(|span| span["text"] == "数学"),
        "{label}"
    );
    let path = format!("{DESK}/{number}/events");
    let open = officer.get(&path).await.expect(200).body;
    assert_eq!(
        open["items"],
        json!([{"event": "clear"}, {"event": "refuse"}])
    );
}

async fn an_officer_refuses_a_course_with_a_reason_that_the_institution_reads(db: Db) {
    let house = House::open(&db).await;
    let (agent, officer) = (house.agent().await, house.person("officer").await);
    let number = house.screened(&agent, &house.doubtful()).await;
    for event in ["clear", "refuse"] {
        let silent = step(
            &officer,
            DESK,
            &number,
            json!({"event": event, "reason": " "}),
        )
        .await;
        assert_eq!(silent.expect(409).code(), "reason_missing");
    }
    let reason = "课程按数学教材单元讲解，属于学科类培训。";
    step(
        &officer,
        DESK,
        &number,
        json!({"event": "refuse", "reason": reason}),
    )
    .await
    .expect(200);
    let own = record(&agent, MINE, &number).await;
    assert_eq!(
        (&own["state"], &own["told"]),
        (&json!("refused"), &json!(reason))
    );
    let desk = record(&officer, DESK, &number).await;
    assert_eq!(desk["judged_by"], "试验·officer");
    assert_eq!(desk["remarks"][0]["words"], reason);
    assert_eq!(house.published().await, Vec::<Value>::new());
    // The reason may name people: the act holds its digest.
    assert_eq!(
        house
            .rows
            .count(&format!("act WHERE change LIKE '%{reason}%'"))
            .await,
        0
    );
}

async fn a_cleared_flag_publishes_and_what_was_refused_may_be_changed_and_filed_again(db: Db) {
    let house = House::open(&db).await;
    let (agent, officer) = (house.agent().await, house.person("officer").await);
    let cleared = house.screened(&agent, &house.doubtful()).await;
    let clear = json!({"event": "clear", "reason": "数学二字是书名，课程不教学科。"});
    step(&officer, DESK, &cleared, clear).await.expect(200);
    assert_eq!(house.published().await[0]["number"], cleared);

    let mut other = house.doubtful();
    other["name"] = json!("思维营");
    let number = house.screened(&agent, &other).await;
    let refuse = json!({"event": "refuse", "reason": "教授数学。"});
    step(&officer, DESK, &number, refuse).await.expect(200);
    let unsaved = save(&agent, &number, &house.form()).await.expect(409);
    assert_eq!(unsaved.code(), "course_not_draft");
    step(&agent, MINE, &number, json!({"event": "change"}))
        .await
        .expect(200);
    save(&agent, &number, &house.form()).await.expect(200);
    step(&agent, MINE, &number, json!({"event": "file"}))
        .await
        .expect(200);
    assert_eq!(house.screen().await, 1);
    assert_eq!(record(&agent, MINE, &number).await["state"], "published");
    // What was refused stays as it was, with what was found in it.
    let kept = house
        .rows
        .count("course_edition WHERE edition = 1 AND form LIKE '%思维营%' AND labels IS NOT NULL")
        .await;
    assert_eq!(kept, 1);
}

async fn two_officers_at_once_judge_once_and_the_second_is_told(db: Db) {
    let house = House::open(&db).await;
    let agent = house.agent().await;
    let number = house.screened(&agent, &house.doubtful()).await;
    let (one, two) = (
        house.person("officer").await,
        house.person("officer-2").await,
    );
    let version = record(&one, DESK, &number).await["version"].clone();
    let path = format!("{DESK}/{number}/events");
    let clear = json!({"event": "clear", "reason": "不涉及学科。", "version": version});
    let refuse = json!({"event": "refuse", "reason": "教授数学。", "version": version});
    let (first, second) = tokio::join!(one.post(&path, &clear), two.post(&path, &refuse));
    let mut statuses = [first.status, second.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
    let late = if first.status == 409 { first } else { second };
    assert_eq!(late.code(), "stale_version");
    let judged = house
        .rows
        .count("act WHERE subject_kind = 'course' AND verb IN ('clear', 'refuse')")
        .await;
    assert_eq!(judged, 1);
    let again = step(
        &one,
        DESK,
        &number,
        json!({"event": "clear", "reason": "不涉及。"}),
    )
    .await;
    let again = again.expect(409);
    assert_eq!(again.code(), "course_not_flagged");
    assert_eq!(again.body["allowed"], json!([]));
}

async fn flagged_courses_stand_first_and_lists_go_on_page_by_page(db: Db) {
    let house = House::open(&db).await;
    let agent = house.agent().await;
    let mut numbers = Vec::new();
    for (place, name) in ["甲", "乙", "丙"].iter().enumerate() {
        let mut form = house.form();
        form["name"] = json!(name);
        numbers.push(house.screened(&agent, &form).await);
        assert_eq!(numbers.len(), place + 1);
    }
    let flagged = house.screened(&agent, &house.doubtful()).await;
    begin(&agent, &json!({"name": "谁也看不到的草稿"})).await;
    let officer = house.person("officer").await;
    let mut seen = Vec::new();
    let mut after = String::new();
    loop {
        let page = officer
            .get(&format!("{DESK}?limit=1{after}"))
            .await
            .expect(200)
            .body;
        seen.push(page["items"][0]["number"].as_str().unwrap().to_owned());
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => break,
        }
    }
    let expected: Vec<&String> = std::iter::once(&flagged).chain(&numbers).collect();
    assert_eq!(seen.iter().collect::<Vec<_>>(), expected);
    let only = officer
        .get(&format!("{DESK}?state=flagged"))
        .await
        .expect(200);
    assert_eq!(only.body["items"].as_array().unwrap().len(), 1);
    let wrong = officer.get(&format!("{DESK}?state=nonsense")).await;
    assert_eq!(wrong.expect(422).body["errors"][0]["code"], "state_unknown");
    let elsewhere = officer
        .get(&format!("{DESK}?district=360113"))
        .await
        .expect(200);
    assert_eq!(elsewhere.body["items"], json!([]));
}

async fn the_published_list_goes_on_page_by_page(db: Db) {
    let house = House::open(&db).await;
    let agent = house.agent().await;
    for name in ["甲", "乙", "丙"] {
        let mut form = house.form();
        form["name"] = json!(name);
        house.screened(&agent, &form).await;
    }
    let path = format!(
        "/api/v1/institutions/{}/courses",
        house.bureau.parties[0].number
    );
    let public = house.door.public();
    let first = public
        .get(&format!("{path}?limit=2"))
        .await
        .expect(200)
        .body;
    assert_eq!(first["items"].as_array().unwrap().len(), 2);
    let next = first["next"].as_str().unwrap();
    let rest = public
        .get(&format!("{path}?limit=2&after={next}"))
        .await
        .expect(200)
        .body;
    assert_eq!(rest["items"][0]["name"], "丙");
    assert_eq!(rest["next"], Value::Null);
    public.get(&format!("{path}?limit=101")).await.expect(422);
    public.get(&format!("{path}?after=x")).await.expect(422);
}

async fn who_may_not_see_or_judge_a_course_is_refused(db: Db) {
    let house = House::open(&db).await;
    let agent = house.agent().await;
    let draft = begin(&agent, &house.form()).await;
    let number = house.screened(&agent, &house.doubtful()).await;
    let other = house.person(&house.bureau.parties[1].agent).await;
    let path = |door: &str, number: &str| format!("{door}/{number}");
    other.get(&path(MINE, &number)).await.expect(404);
    let body = json!({"event": "withdraw", "version": 1});
    let events = format!("{MINE}/{number}/events");
    other.post(&events, &body).await.expect(404);
    let form = json!({"form": house.form(), "version": 1});
    let save_path = format!("{MINE}/{draft}/form");
    other.post(&save_path, &form).await.expect(404);

    let officer = house.person("officer").await;
    officer.get(&path(DESK, &draft)).await.expect(404);
    officer.get(&path(MINE, &number)).await.expect(403);
    let elsewhere = house.person("officer-zones").await;
    elsewhere.get(&path(DESK, &number)).await.expect(404);
    let judge = json!({"event": "clear", "reason": "不涉及学科。", "version": 3});
    let desk = format!("{DESK}/{number}/events");
    elsewhere.post(&desk, &judge).await.expect(404);
    let auditor = house.person("auditor").await;
    auditor.get(&path(DESK, &number)).await.expect(200);
    auditor.post(&desk, &judge).await.expect(403);
    agent.post(&desk, &judge).await.expect(403);
    // An officer's step does not come in by the institution's door, nor the other way round.
    let own = step(
        &agent,
        MINE,
        &number,
        json!({"event": "clear", "reason": "x"}),
    )
    .await;
    assert_eq!(own.expect(409).code(), "event_forbidden");
    let theirs = step(&officer, DESK, &number, json!({"event": "withdraw"})).await;
    assert_eq!(theirs.expect(409).code(), "event_forbidden");
    assert_eq!(record(&agent, MINE, &number).await["state"], "flagged");
}
