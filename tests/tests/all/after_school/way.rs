//! From the application to the list, to warnings and the exit.

use serde_json::{Value, json};
use tests::{Db, db_test};

use super::{DESK, House, MINE, own_step, record, select, step};

db_test!(
    two_persons_and_the_calendar_bring_an_application_onto_the_list,
    whoever_chose_or_proposed_does_not_approve_it,
    what_is_missing_or_forbidden_is_told_by_its_field,
    the_same_key_is_one_application_and_a_second_click_begins_none,
    an_objection_brings_it_back_and_a_correction_goes_the_way_again,
    a_provider_is_warned_and_leaves_by_two_persons_with_a_ground,
    two_at_once_do_it_once,
    a_condition_that_is_lost_before_the_last_day_keeps_one_out,
    an_institution_without_a_licence_or_for_subjects_is_not_let_in,
);

async fn two_persons_and_the_calendar_bring_an_application_onto_the_list(db: Db) {
    let house = House::open(&db).await;
    let agent = house.agent().await;
    let number = house.publicised(&agent).await;
    let shown = house.list("publicised").await;
    assert_eq!(shown[0]["number"], number);
    assert_eq!(house.list("listed").await, Vec::<Value>::new());
    // Five working days, and not on the last of them.
    let until = shown[0]["publicised_until"].as_str().unwrap().to_owned();
    while house.store.today().to_string() < until {
        house.days_go_by(1);
        assert_eq!(house.follow().await.moved, 0, "{}", house.store.today());
    }
    house.days_go_by(1);
    assert_eq!(house.follow().await.moved, 1);
    let listed = house.list("listed").await.remove(0);
    assert_eq!(listed["state"], "admitted");
    assert_eq!(listed["from"], house.store.today().to_string());
    assert_eq!(listed["services"][0]["fee_fen"], 500);
    assert_eq!(listed["until"], house.year().last_day().to_string());
    assert!(house.list("publicised").await.is_empty());
    // Who teaches is not published with it, nor is what the officer wrote.
    let text = listed.to_string();
    assert!(!text.contains("教师1") && !text.contains("stf_") && !text.contains("收费公益"));
    let mails = house
        .rows
        .count("notice WHERE template = 'after_school_moved'")
        .await;
    assert_eq!(mails, 1, "the institution is told that it is let in");
    let officer = house.person("officer").await;
    let acts = record(&officer, DESK, &number).await["acts"].clone();
    let verbs: Vec<&str> = acts
        .as_array()
        .unwrap()
        .iter()
        .map(|act| act["verb"].as_str().unwrap())
        .collect();
    assert_eq!(verbs, ["begin", "file", "select", "approve", "admit"]);
}

async fn whoever_chose_or_proposed_does_not_approve_it(db: Db) {
    let house = House::open(&db).await;
    let agent = house.agent().await;
    let number = house.filed(&agent).await;
    let lead = house.person("lead-officer").await;
    step(&lead, &number, select()).await.expect(200);
    let refused = step(&lead, &number, json!({"event": "approve"}))
        .await
        .expect(409);
    assert_eq!(refused.code(), "after_school_own_proposal");
    let director = house.person("director").await;
    step(&director, &number, json!({"event": "approve"}))
        .await
        .expect(200);
    house.days_go_by(15);
    house.follow().await;
    let lead = house.person("lead-officer").await;
    let exit =
        json!({"event": "propose_exit", "ground": "illegal_fees", "reason": "向家长另收器材费。"});
    step(&lead, &number, exit).await.expect(200);
    // What is only proposed is not told to anybody.
    assert_eq!(house.list("listed").await[0]["state"], "admitted");
    let refused = step(&lead, &number, json!({"event": "approve_exit"}))
        .await
        .expect(409);
    assert_eq!(refused.code(), "after_school_own_proposal");
    let director = house.person("director").await;
    step(
        &director,
        &number,
        json!({"event": "reject_exit", "reason": "费用已退。"}),
    )
    .await
    .expect(200);
    assert_eq!(house.list("listed").await[0]["state"], "admitted");
}

async fn what_is_missing_or_forbidden_is_told_by_its_field(db: Db) {
    let house = House::open(&db).await;
    let agent = house.agent().await;
    let mut form = house.form(&agent).await;
    let barred = house.teacher(&agent, 2, "found").await;
    form["services"][0]["teachers"] = json!([barred]);
    form["services"][0]["class"] = json!("sports");
    form["quality"] = json!("");
    let number = house.begin(&agent, &form).await.expect(201).text("number");
    let told = own_step(&agent, &number, json!({"event": "file"}))
        .await
        .expect(422);
    let errors = told.body["errors"].as_array().unwrap();
    let pairs: Vec<(&str, &str)> = errors
        .iter()
        .map(|error| {
            (
                error["field"].as_str().unwrap(),
                error["code"].as_str().unwrap(),
            )
        })
        .collect();
    for pair in [
        ("quality", "missing_field"),
        ("services.0.class", "class_within_licence"),
        ("services.0.teachers", "staff_cleared"),
    ] {
        assert!(pairs.contains(&pair), "{pair:?}: {pairs:?}");
    }
    assert_eq!(record(&agent, MINE, &number).await["state"], "draft");
    // What was not read in a text warns, and keeps nobody from filing.
    form["services"][0]["teachers"] = json!([house.teacher(&agent, 3, "clear").await]);
    form["services"][0]["class"] = json!("arts");
    form["services"][0]["fee_fen"] = json!(6_000);
    form["quality"] = json!("每学期一次公开课。");
    let version = record(&agent, MINE, &number).await["version"].clone();
    let body = json!({"form": form, "version": version});
    agent
        .post(&format!("{MINE}/{number}/form"), &body)
        .await
        .expect(200);
    let shown = record(&agent, MINE, &number).await;
    let dear = shown["findings"]
        .as_array()
        .unwrap()
        .iter()
        .find(|it| it["condition"] == "fee_below_market");
    assert_eq!(dear.unwrap()["outcome"], "unmet");
    assert_eq!(dear.unwrap()["verified"], false);
    own_step(&agent, &number, json!({"event": "file"}))
        .await
        .expect(200);
}

async fn the_same_key_is_one_application_and_a_second_click_begins_none(db: Db) {
    let house = House::open(&db).await;
    let agent = house.agent().await;
    let empty = json!({});
    let first = house.begin(&agent, &empty).await.expect(201).text("number");
    let again = house.begin(&agent, &empty).await.expect(201).text("number");
    assert_eq!(first, again, "the same draft");
    let other = json!({"quality": "每学期一次公开课。"});
    let refused = house.begin(&agent, &other).await.expect(409);
    assert_eq!(refused.code(), "after_school_running");
    own_step(&agent, &first, json!({"event": "withdraw"}))
        .await
        .expect(200);
    let keyed = |form: Value| {
        let body = json!({"school_year": house.year(), "form": form});
        let request = agent.request(reqwest::Method::POST, MINE).json(&body);
        tests::caller::send(request.header("Idempotency-Key", "once"))
    };
    let one = keyed(other.clone()).await.expect(201).text("number");
    assert_eq!(keyed(other).await.expect(201).text("number"), one);
    assert_eq!(keyed(empty.clone()).await.expect(409).code(), "key_reused");
    assert_eq!(house.rows.count("after_school").await, 2);
    // Neither a past school year nor one that lies far ahead.
    for year in ["2019", "2199"] {
        let body = json!({"school_year": year, "form": empty});
        assert_eq!(
            agent.post(MINE, &body).await.expect(409).code(),
            "after_school_year"
        );
    }
}

async fn an_objection_brings_it_back_and_a_correction_goes_the_way_again(db: Db) {
    let house = House::open(&db).await;
    let agent = house.agent().await;
    let number = house.publicised(&agent).await;
    let officer = house.person("officer").await;
    let reopen = json!({"event": "reopen", "reason": "家长反映收费标准写错。"});
    step(&officer, &number, reopen).await.expect(200);
    assert!(house.list("publicised").await.is_empty());
    step(
        &officer,
        &number,
        json!({"event": "send_back", "reason": "请更正收费。"}),
    )
    .await
    .expect(200);
    let own = record(&agent, MINE, &number).await;
    assert_eq!(
        (&own["state"], &own["told"]),
        (&json!("draft"), &json!("请更正收费。"))
    );
    let mut form = own["form"].clone();
    form["services"][0]["fee_fen"] = json!(400);
    let body = json!({"form": form, "version": own["version"]});
    agent
        .post(&format!("{MINE}/{number}/form"), &body)
        .await
        .expect(200);
    own_step(&agent, &number, json!({"event": "file"}))
        .await
        .expect(200);
    step(
        &officer,
        &number,
        json!({"event": "refuse", "reason": "学校已有同类项目。"}),
    )
    .await
    .expect(200);
    let own = record(&agent, MINE, &number).await;
    assert_eq!(
        (&own["state"], &own["told"]),
        (&json!("refused"), &json!("学校已有同类项目。"))
    );
    // It has come to its end, and another may be begun.
    let refused = step(&officer, &number, select()).await.expect(409);
    assert_eq!(refused.code(), "after_school_ended");
    house.begin(&agent, &json!({})).await.expect(201);
}

async fn a_provider_is_warned_and_leaves_by_two_persons_with_a_ground(db: Db) {
    let house = House::open(&db).await;
    let number = house.admitted().await;
    let officer = house.person("officer").await;
    let by = house.store.today().plus_days(15);
    let warn = |ground: &str| json!({"event": "warn", "ground": ground, "reason": "讲授新课。", "correct_by": by});
    let low = step(&officer, &number, warn("low_score")).await.expect(409);
    assert_eq!(low.code(), "after_school_ground_unfit", "no score is low");
    step(&officer, &number, warn("study_load"))
        .await
        .expect(200);
    let listed = house.list("listed").await.remove(0);
    assert_eq!(listed["state"], "warned");
    assert_eq!(listed["warnings"][0]["ground"], "study_load");
    assert_eq!(listed["warnings"][0]["article"], "as23");
    assert!(
        !listed.to_string().contains("讲授新课。"),
        "words stay in the office"
    );
    let exit =
        |ground: &str| json!({"event": "propose_exit", "ground": ground, "reason": "两次预警。"});
    for early in [
        "two_warnings",
        "not_corrected",
        "licence_ended",
        "low_score",
    ] {
        let refused = step(&officer, &number, exit(early)).await.expect(409);
        assert_eq!(refused.code(), "after_school_ground_unfit", "{early}");
    }
    step(
        &officer,
        &number,
        json!({"event": "lift", "reason": "听课核实。"}),
    )
    .await
    .expect(200);
    assert_eq!(house.list("listed").await[0]["state"], "admitted");
    step(&officer, &number, warn("compulsion"))
        .await
        .expect(200);
    step(&officer, &number, exit("two_warnings"))
        .await
        .expect(200);
    let lead = house.person("lead-officer").await;
    step(&lead, &number, json!({"event": "approve_exit"}))
        .await
        .expect(200);
    assert!(house.list("listed").await.is_empty());
    let left = house.list("exited").await.remove(0);
    assert_eq!(left["exit"]["ground"], "two_warnings");
    assert_eq!(left["exit"]["on"], house.store.today().to_string());
    // Let in, warned twice, out.
    let mails = house
        .rows
        .count("notice WHERE template = 'after_school_moved'")
        .await;
    assert_eq!(mails, 4);
    // Nothing that was read bars it from applying again.
    let agent = house.agent().await;
    house.begin(&agent, &json!({})).await.expect(201);
}

async fn two_at_once_do_it_once(db: Db) {
    let house = House::open(&db).await;
    let agent = house.agent().await;
    let body = json!({"school_year": house.year(), "form": {"quality": "公开课。"}});
    let other = json!({"school_year": house.year(), "form": {"quality": "开放日。"}});
    let (one, two) = tokio::join!(agent.post(MINE, &body), agent.post(MINE, &other));
    let mut statuses = [one.status, two.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409], "one runs for a school year");
    let begun = if one.status == 201 { one } else { two };
    own_step(&agent, &begun.text("number"), json!({"event": "withdraw"}))
        .await
        .expect(200);

    let number = house.filed(&agent).await;
    let (first, second) = (
        house.person("officer").await,
        house.person("officer-2").await,
    );
    let version = record(&first, DESK, &number).await["version"].clone();
    let mut chosen = select();
    chosen["version"] = version.clone();
    let refuse = json!({"event": "refuse", "reason": "不需要。", "version": version});
    let path = format!("{DESK}/{number}/events");
    let (one, two) = tokio::join!(first.post(&path, &chosen), second.post(&path, &refuse));
    let mut statuses = [one.status, two.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
    let stale = if one.status == 409 { one } else { two };
    assert_eq!(stale.code(), "stale_version");
}

async fn a_condition_that_is_lost_before_the_last_day_keeps_one_out(db: Db) {
    let house = House::open(&db).await;
    let agent = house.agent().await;
    let number = house.publicised(&agent).await;
    house
        .rows
        .set("UPDATE staff_member SET entry_check = 'found'")
        .await;
    house.days_go_by(15);
    assert_eq!(house.follow().await.moved, 0);
    let officer = house.person("officer").await;
    assert_eq!(record(&officer, DESK, &number).await["state"], "publicised");
    house
        .rows
        .set("UPDATE staff_member SET entry_check = 'clear'")
        .await;
    assert_eq!(house.follow().await.moved, 1);
}

async fn an_institution_without_a_licence_or_for_subjects_is_not_let_in(db: Db) {
    let house = House::open(&db).await;
    let agent = house.agent().await;
    let form = house.form(&agent).await;
    let number = house.begin(&agent, &form).await.expect(201).text("number");
    house.rows.set("UPDATE licence SET class = 'subject'").await;
    let refused = own_step(&agent, &number, json!({"event": "file"})).await;
    assert_eq!(refused.status, 422, "its services are of another class");
    let shown = record(&agent, MINE, &number).await;
    let found = shown["findings"]
        .as_array()
        .unwrap()
        .iter()
        .find(|it| it["condition"] == "non_subject");
    assert_eq!(found.unwrap()["outcome"], "unmet");
    // The text that says so was not read: what keeps it out is what its licence covers.
    assert_eq!(found.unwrap()["binds"], false);
    assert_eq!(
        shown["way"],
        Value::Null,
        "what officers know of it is theirs"
    );
    house
        .rows
        .set("UPDATE licence SET class = 'arts', state = 'suspended'")
        .await;
    let refused = own_step(&agent, &number, json!({"event": "file"}))
        .await
        .expect(409);
    assert_eq!(refused.code(), "after_school_without_licence");
}
