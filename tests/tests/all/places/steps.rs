//! The steps on a place: who takes which, on what ground, and what becomes of it.

use serde_json::{Value, json};
use tests::{Db, db_test};

use super::{House, PLACES, enter, record, state, step};

db_test!(
    two_certified_officers_confirm_a_place_and_an_order_shuts_it,
    an_order_without_the_three_conditions_of_article_17_is_refused_with_the_article,
    a_check_needs_two_officers_of_the_authority_with_certificates_of_the_day,
    what_two_officers_found_is_overturned_by_a_lead_officer_who_was_none_of_them,
    a_place_is_joined_to_an_institution_and_taken_apart_again,
    a_place_that_works_again_after_it_was_shut_is_taken_up_and_weighs_more,
    a_stale_step_is_told_and_of_two_at_once_one_is_taken,
    each_step_needs_its_own_right,
    a_case_is_filed_from_a_place_and_only_one_at_a_time,
    a_place_has_one_open_case_by_whichever_door_it_came,
    a_case_from_a_place_needs_one_origin_and_a_place_that_is_open,
    what_an_act_says_of_a_step_holds_no_words,
);

async fn confirmed(house: &House, officer: &tests::caller::Caller) -> String {
    let number = enter(officer, &house.seen()).await;
    step(officer, &number, house.check()).await.expect(200);
    number
}

async fn two_certified_officers_confirm_a_place_and_an_order_shuts_it(db: Db) {
    let house = House::open(&db).await;
    let officer = house.officer().await;
    let number = enter(&officer, &house.seen()).await;
    let early = step(&officer, &number, house.order()).await.expect(409);
    assert_eq!(early.code(), "place_not_confirmed");
    let allowed = early.body["allowed"].as_array().unwrap();
    assert!(allowed.contains(&json!("confirm")), "{allowed:?}");
    step(&officer, &number, house.check()).await.expect(200);
    let shown = record(&officer, &number).await;
    assert_eq!(shown["state"], "confirmed");
    assert_eq!(shown["article"], "53-17");
    assert_eq!(
        shown["checked_by"],
        json!(["试验·officer", "试验·officer-2"])
    );
    step(&officer, &number, house.order()).await.expect(200);
    let shown = record(&officer, &number).await;
    let today = house.store.today().to_string();
    assert_eq!(shown["state"], "shut");
    assert_eq!(shown["shut_on"], today);
    assert_eq!(shown["way"]["shut"]["document"], "洪教罚〔2026〕3号");
    let remarks: Vec<&str> = shown["remarks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|remark| remark["event"].as_str().unwrap())
        .collect();
    assert_eq!(remarks, ["confirm", "shut"]);
    let figures = officer.get(&format!("{PLACES}/figures")).await.expect(200);
    assert_eq!(figures.body["shut_this_year"], 1);
    assert_eq!(figures.body["confirmed"], 0);
}

async fn an_order_without_the_three_conditions_of_article_17_is_refused_with_the_article(db: Db) {
    let house = House::open(&db).await;
    let officer = house.officer().await;
    let number = enter(&officer, &house.seen()).await;
    let mut alone = house.check();
    alone["staffed"] = json!(false);
    step(&officer, &number, alone).await.expect(200);
    assert_eq!(record(&officer, &number).await["article"], Value::Null);
    let refused = step(&officer, &number, house.order()).await.expect(409);
    assert_eq!(refused.code(), "place_order_without_conditions");
    assert_eq!(refused.body["article"], "53-17");
    let mut others = house.order();
    others["ground"] = json!("others");
    others["document"] = json!(" ");
    let refused = step(&officer, &number, others).await.expect(409);
    assert_eq!(refused.code(), "place_document_missing");
    let ceased = json!({"event": "shut", "shut_on": house.store.today(), "ground": "ceased"});
    step(&officer, &number, ceased).await.expect(200);
}

async fn a_check_needs_two_officers_of_the_authority_with_certificates_of_the_day(db: Db) {
    let house = House::open(&db).await;
    let officer = house.officer().await;
    let number = enter(&officer, &house.seen()).await;
    let mut alone = house.check();
    alone["second_officer"] = json!(house.bureau.officer);
    let refused = step(&officer, &number, alone).await.expect(409);
    assert_eq!(refused.code(), "two_officers_required");
    assert_eq!(refused.body["article"], "apl-42");
    let zones = house
        .rows
        .texts("SELECT id AS value FROM account WHERE login = 'officer-zones'")
        .await;
    let mut foreign = house.check();
    foreign["second_officer"] = json!(zones[0]);
    let refused = step(&officer, &number, foreign).await.expect(409);
    assert_eq!(refused.code(), "officer_of_other_authority");
    let past = house.store.today().plus_days(-1);
    let sql =
        format!("UPDATE account SET certificate_valid_until = '{past}' WHERE login = 'officer-2'");
    house.rows.set(&sql).await;
    let refused = step(&officer, &number, house.check()).await.expect(409);
    assert_eq!(refused.code(), "officer_not_certified");
    // On the day of the check the certificate was still valid.
    let mut before = house.check();
    before["checked_on"] = json!(past);
    step(&officer, &number, before).await.expect(200);
    // Whose own certificate has run out records no check at all.
    let other = enter(&officer, &house.another()).await;
    house.rows.set(&sql.replace("officer-2", "officer")).await;
    let refused = step(&officer, &other, house.check()).await.expect(403);
    assert_eq!(refused.code(), "certificate_required");
}

async fn what_two_officers_found_is_overturned_by_a_lead_officer_who_was_none_of_them(db: Db) {
    let house = House::open(&db).await;
    let (officer, lead) = (house.officer().await, house.person("lead-officer").await);
    let number = confirmed(&house, &officer).await;
    let aside = json!({"event": "set_aside", "why": "no_training", "reason": "是社区看护。"});
    let refused = step(&officer, &number, aside).await.expect(409);
    assert_eq!(refused.code(), "place_not_suspected");
    let overturn = json!({"event": "overturn", "why": "no_training", "reason": "是社区看护。"});
    step(&officer, &number, overturn.clone()).await.expect(403);
    step(&lead, &number, overturn.clone()).await.expect(200);
    assert_eq!(state(&officer, &number).await, "not_one");
    // A lead officer who took part in the check is no second look at it.
    let other = enter(&lead, &house.another()).await;
    step(&lead, &other, house.check()).await.expect(200);
    let refused = step(&lead, &other, overturn).await.expect(409);
    assert_eq!(refused.code(), "place_own_check");
}

async fn a_place_is_joined_to_an_institution_and_taken_apart_again(db: Db) {
    let house = House::open(&db).await;
    let officer = house.officer().await;
    let number = confirmed(&house, &officer).await;
    let join = |party: usize, relation: &str| {
        json!({
            "event": "join", "institution_number": house.bureau.parties[party].number, "relation": relation,
            "reason": "与登记的教学点一致。",
        })
    };
    let refused = step(&officer, &number, join(1, "licensed"))
        .await
        .expect(409);
    assert_eq!(refused.code(), "place_institution_without_licence");
    let mut unknown = join(0, "premises");
    unknown["institution_number"] = json!("NC00000990");
    let told = step(&officer, &number, unknown).await.expect(422);
    assert_eq!(told.body["errors"][0]["field"], "institution_number");
    step(&officer, &number, join(0, "licensed"))
        .await
        .expect(200);
    let shown = record(&officer, &number).await;
    assert_eq!(shown["state"], "joined");
    assert_eq!(
        shown["institution"]["name"],
        house.bureau.parties[0].name.as_str()
    );
    let again = step(&officer, &number, join(1, "premises"))
        .await
        .expect(409);
    assert_eq!(again.code(), "place_joined");
    let wordless = json!({"event": "unjoin", "reason": " "});
    let refused = step(&officer, &number, wordless).await.expect(409);
    assert_eq!(refused.code(), "reason_missing");
    let unjoin = json!({"event": "unjoin", "reason": "不是同一层。"});
    step(&officer, &number, unjoin).await.expect(200);
    let shown = record(&officer, &number).await;
    assert_eq!(shown["state"], "confirmed");
    assert_eq!(shown["institution"], Value::Null);
    assert_eq!(shown["article"], "53-17");
    assert_eq!(
        house
            .rows
            .count("place WHERE institution_id IS NOT NULL")
            .await,
        0
    );
}

async fn a_place_that_works_again_after_it_was_shut_is_taken_up_and_weighs_more(db: Db) {
    let house = House::open(&db).await;
    let officer = house.officer().await;
    let number = confirmed(&house, &officer).await;
    step(&officer, &number, house.order()).await.expect(200);
    let reopen = json!({"event": "reopen", "reason": "换了招牌继续上课。"});
    step(&officer, &number, reopen).await.expect(200);
    let shown = record(&officer, &number).await;
    assert_eq!(shown["state"], "suspected");
    assert_eq!(shown["shut_on"], Value::Null);
    let year = house.store.today().year() + 2;
    let until = shown["heavier"]["until"].as_str().unwrap();
    assert!(until.starts_with(&year.to_string()), "{until}");
    assert_eq!(shown["heavier"]["article"], "53-16");
    assert_eq!(shown["heavier"]["verified"], false, "its text was not read");
    let figures = officer.get(&format!("{PLACES}/figures")).await.expect(200);
    assert_eq!(figures.body["shut_this_year"], 0);
    step(&officer, &number, house.check()).await.expect(200);
    assert_eq!(
        record(&officer, &number).await["way"]["before"]["ground"],
        "ordered"
    );
}

async fn a_stale_step_is_told_and_of_two_at_once_one_is_taken(db: Db) {
    let house = House::open(&db).await;
    let (one, two) = (house.officer().await, house.person("officer-2").await);
    let number = enter(&one, &house.seen()).await;
    let path = format!("{PLACES}/{number}/events");
    let mut aside =
        json!({"event": "set_aside", "why": "gone", "reason": "人去楼空。", "version": 7});
    let stale = one.post(&path, &aside).await.expect(409);
    assert_eq!(
        (stale.code(), &stale.body["version"]),
        ("stale_version", &json!(1))
    );
    aside["version"] = json!(1);
    let mut check = house.check();
    check["version"] = json!(1);
    let (first, second) = tokio::join!(one.post(&path, &check), two.post(&path, &aside));
    let mut statuses = [first.status, second.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
    assert_eq!(record(&one, &number).await["version"], 2);
    let acts = "act WHERE subject_kind = 'place' AND verb IN ('confirm', 'set_aside')";
    assert_eq!(house.rows.count(acts).await, 1);
}

async fn each_step_needs_its_own_right(db: Db) {
    let house = House::open(&db).await;
    let officer = house.officer().await;
    let number = enter(&officer, &house.seen()).await;
    let aside = json!({"event": "set_aside", "why": "gone", "reason": "没有。", "version": 1});
    let mut check = house.check();
    check["version"] = json!(1);
    let path = format!("{PLACES}/{number}/events");
    for login in ["auditor", "director", "legal-reviewer", "custodian"] {
        let person = house.person(login).await;
        person.post(&path, &aside).await.expect(403);
        person.post(&path, &check).await.expect(403);
    }
    let unknown = json!({"event": "demolish", "version": 1});
    officer.post(&path, &unknown).await.expect(422);
    let events = officer.get(&path).await.expect(200).body;
    let items: Vec<&str> = events["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["event"].as_str().unwrap())
        .collect();
    assert_eq!(items, ["confirm", "join", "set_aside"]);
    assert_eq!(state(&officer, &number).await, "suspected");
}

fn case(house: &House, number: &str) -> Value {
    json!({"place_number": number, "second_officer": house.bureau.second_officer, "reason": "涉嫌擅自举办。"})
}

async fn a_case_is_filed_from_a_place_and_only_one_at_a_time(db: Db) {
    let house = House::open(&db).await;
    let (officer, two) = (house.officer().await, house.person("officer-2").await);
    let number = confirmed(&house, &officer).await;
    let mut other = case(&house, &number);
    other["second_officer"] = json!(house.bureau.officer);
    let own = case(&house, &number);
    let cases = "/api/v1/desk/cases";
    let (first, second) = tokio::join!(officer.post(cases, &own), two.post(cases, &other));
    let mut statuses = [first.status, second.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409]);
    let refused = if first.status == 409 { &first } else { &second };
    assert_eq!(refused.code(), "place_case_open");
    let shown = record(&officer, &number).await;
    assert_eq!(shown["cases"].as_array().unwrap().len(), 1);
    assert_eq!(shown["takes_case"], false);
    let filed = shown["cases"][0]["number"].as_str().unwrap();
    let case = officer
        .get(&format!("{cases}/{filed}"))
        .await
        .expect(200)
        .body;
    assert_eq!(case["place_number"], number);
    assert_eq!(case["party_name"], "小太阳托管");
    assert_eq!(case["institution_number"], Value::Null);
    // The desk finds it by the district of the place.
    let list = officer.get(&format!("{cases}?district=360102")).await;
    assert_eq!(list.expect(200).body["items"][0]["number"], filed);
    let verbs = "act WHERE subject_kind = 'place' AND verb = 'open_case'";
    assert_eq!(house.rows.count(verbs).await, 1);
}

async fn a_place_has_one_open_case_by_whichever_door_it_came(db: Db) {
    let house = House::open(&db).await;
    let officer = house.officer().await;
    let (cases, desk) = ("/api/v1/desk/cases", "/api/v1/desk/complaints");
    // From the place first, and then from a complaint about it; and in the other order.
    for place_first in [true, false] {
        let seen = if place_first {
            house.seen()
        } else {
            house.another()
        };
        let place = enter(&officer, &seen).await;
        let complaint = house.complaint().await;
        let version = officer
            .get(&format!("{desk}/{complaint}"))
            .await
            .expect(200)
            .body["version"]
            .clone();
        let accept = json!({"event": "accept", "version": version});
        officer
            .post(&format!("{desk}/{complaint}/events"), &accept)
            .await
            .expect(200);
        let link = json!({"complaint_number": complaint});
        officer
            .post(&format!("{PLACES}/{place}/complaints"), &link)
            .await
            .expect(204);
        let of_complaint = json!({
            "complaint_number": complaint, "second_officer": house.bureau.second_officer, "reason": "涉嫌擅自举办。",
            "party_name": "王某",
        });
        let mut both = [case(&house, &place), of_complaint];
        if !place_first {
            both.reverse();
        }
        let [first, second] = both;
        officer.post(cases, &first).await.expect(201);
        let refused = officer.post(cases, &second).await.expect(409);
        assert_eq!(refused.code(), "place_case_open", "{place_first}");
    }
}

async fn a_case_from_a_place_needs_one_origin_and_a_place_that_is_open(db: Db) {
    let house = House::open(&db).await;
    let officer = house.officer().await;
    let complaint = house.complaint().await;
    let mut seen = house.seen();
    seen["name"] = json!("");
    let number = enter(&officer, &seen).await;
    let cases = "/api/v1/desk/cases";
    let mut body = case(&house, &number);
    body["complaint_number"] = json!(complaint);
    let told = officer.post(cases, &body).await.expect(422);
    assert_eq!(told.body["errors"][0]["code"], "one_of_two");
    // Without a sign nobody knows the party yet.
    let told = officer
        .post(cases, &case(&house, &number))
        .await
        .expect(422);
    assert_eq!(told.body["errors"][0]["field"], "party_name");
    let mut named = case(&house, &number);
    named["party_name"] = json!("王某");
    officer.post(cases, &named).await.expect(201);
    let other = enter(&officer, &house.another()).await;
    let aside = json!({"event": "set_aside", "why": "gone", "reason": "没有。"});
    step(&officer, &other, aside).await.expect(200);
    let refused = officer.post(cases, &case(&house, &other)).await.expect(409);
    assert_eq!(refused.code(), "place_takes_no_case");
    let zones = house.person("officer-zones").await;
    zones.post(cases, &case(&house, &number)).await.expect(404);
}

async fn what_an_act_says_of_a_step_holds_no_words(db: Db) {
    let house = House::open(&db).await;
    let officer = house.officer().await;
    let number = confirmed(&house, &officer).await;
    step(&officer, &number, house.order()).await.expect(200);
    for words in ["14 名学生", "洪教罚"] {
        let acts = format!("act WHERE change LIKE '%{words}%'");
        assert_eq!(house.rows.count(&acts).await, 0, "{words}");
    }
    let acts =
        "act WHERE subject_kind = 'place' AND verb = 'shut' AND change LIKE '%\"to\":\"shut\"%'";
    assert_eq!(house.rows.count(acts).await, 1);
}
