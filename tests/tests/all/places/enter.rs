//! Entering a place, alone and from a complaint, and putting right what was seen of it.

use serde_json::json;
use tests::{Db, db_test};

use super::{House, PLACES, enter, record, state, step};

db_test!(
    a_place_is_entered_listed_counted_and_read_with_its_acts,
    the_same_key_is_one_place_and_another_body_under_it_is_refused,
    a_place_like_one_that_is_known_is_entered_only_by_who_says_it_is_another,
    two_who_enter_the_same_place_at_once_make_one,
    a_complaint_about_nobody_in_the_register_becomes_a_place_and_others_are_linked_to_it,
    what_is_wrong_is_told_field_by_field_and_nothing_is_written,
    what_was_seen_is_put_right_while_the_place_is_open_and_over_no_newer_version,
    a_place_of_another_authority_is_neither_entered_nor_read_nor_moved,
    only_those_who_keep_places_enter_them,
    a_list_goes_on_page_by_page_and_is_narrowed,
);

async fn a_place_is_entered_listed_counted_and_read_with_its_acts(db: Db) {
    let house = House::open(&db).await;
    let officer = house.officer().await;
    let number = enter(&officer, &house.seen()).await;
    assert!(number.starts_with("WZ2"), "{number}");
    let shown = record(&officer, &number).await;
    assert_eq!(shown["state"], "suspected");
    assert_eq!(shown["seen"]["name"], "小太阳托管");
    assert_eq!(shown["seen"]["pupils"], 14);
    assert_eq!(shown["acts"][0]["verb"], "enter");
    assert_eq!(shown["takes_case"], true);
    let list = officer.get(PLACES).await.expect(200).body;
    assert_eq!(list["items"][0]["number"], number);
    let figures = officer.get(&format!("{PLACES}/figures")).await.expect(200);
    assert_eq!(figures.body["suspected"], 1);
    assert_eq!(figures.body["shut_this_year"], 0);
    // What was seen may name a person: the act holds its digest alone.
    assert_eq!(
        house.rows.count("act WHERE change LIKE '%小太阳%'").await,
        0
    );
}

async fn the_same_key_is_one_place_and_another_body_under_it_is_refused(db: Db) {
    let house = House::open(&db).await;
    let officer = house.officer().await;
    let send = |seen: serde_json::Value| {
        let request = officer.request(reqwest::Method::POST, PLACES);
        let request = request.header("Idempotency-Key", "k-1");
        tests::caller::send(request.json(&json!({"seen": seen})))
    };
    let first = send(house.seen()).await.expect(201).text("number");
    let again = send(house.seen()).await.expect(201).text("number");
    assert_eq!(first, again);
    assert_eq!(house.rows.count("place").await, 1);
    let other = send(house.another()).await.expect(409);
    assert_eq!(other.code(), "key_reused");
}

async fn a_place_like_one_that_is_known_is_entered_only_by_who_says_it_is_another(db: Db) {
    let house = House::open(&db).await;
    let officer = house.officer().await;
    let known = enter(&officer, &house.seen()).await;
    let mut same = house.seen();
    same["name"] = json!("");
    same["address"] = json!("洪都北大道12号5单元502");
    let refused = officer
        .post(PLACES, &json!({"seen": same}))
        .await
        .expect(409);
    assert_eq!(refused.code(), "place_known_already");
    let path = format!(
        "{PLACES}/alike?district=360102&address=%E6%B4%AA%E9%83%BD%E5%8C%97%E5%A4%A7%E9%81%9312%E5%8F%B75%E5%8D%95%E5%85%83502"
    );
    let alike = officer.get(&path).await.expect(200).body;
    assert_eq!(alike["items"][0]["number"], known);
    assert_eq!(alike["items"][0]["alike"], "address");
    // No number is used up by what was refused.
    let body = json!({"seen": same, "another": true});
    let next = officer.post(PLACES, &body).await.expect(201).text("number");
    assert_eq!(known[..10].to_owned() + "2", next[..11]);
    // Another district knows nothing of it.
    let mut elsewhere = house.seen();
    elsewhere["district"] = json!("360103");
    enter(&officer, &elsewhere).await;
}

async fn two_who_enter_the_same_place_at_once_make_one(db: Db) {
    let house = House::open(&db).await;
    let (one, two) = (house.officer().await, house.person("officer-2").await);
    let body = json!({"seen": house.seen()});
    let (first, second) = tokio::join!(one.post(PLACES, &body), two.post(PLACES, &body));
    let mut statuses = [first.status, second.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409]);
    assert_eq!(house.rows.count("place").await, 1);
}

async fn a_complaint_about_nobody_in_the_register_becomes_a_place_and_others_are_linked_to_it(
    db: Db,
) {
    let house = House::open(&db).await;
    let officer = house.officer().await;
    let (told, further) = (house.complaint().await, house.complaint().await);
    let mut seen = house.seen();
    seen["source"] = json!("complaint");
    let body = json!({"seen": seen, "complaint_number": told});
    let number = officer.post(PLACES, &body).await.expect(201).text("number");
    let path = format!("/api/v1/desk/complaints/{told}");
    let complaint = officer.get(&path).await.expect(200).body;
    assert_eq!(complaint["place_number"], number);
    let acts = complaint["acts"].as_array().unwrap();
    assert!(acts.iter().any(|act| act["verb"] == "link_place"));

    let link = format!("{PLACES}/{number}/complaints");
    house.clock.advance(1_000);
    for _ in 0..2 {
        let body = json!({"complaint_number": further});
        officer.post(&link, &body).await.expect(204);
    }
    let shown = record(&officer, &number).await;
    let numbers: Vec<&str> = shown["complaints"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["number"].as_str().unwrap())
        .collect();
    assert_eq!(numbers, [told.as_str(), further.as_str()]);
    assert_eq!(shown["complaint_count"], 2);

    // One about an institution of the register tells of no place; one that is linked is not linked elsewhere.
    let of_institution = house
        .complaint_with(&json!({"institution_number": house.bureau.parties[0].number}))
        .await;
    let body = json!({"complaint_number": of_institution});
    let refused = officer.post(&link, &body).await.expect(409);
    assert_eq!(refused.code(), "complaint_of_institution");
    let other = enter(&officer, &house.another()).await;
    let elsewhere = format!("{PLACES}/{other}/complaints");
    let body = json!({"complaint_number": further});
    let refused = officer.post(&elsewhere, &body).await.expect(409);
    assert_eq!(refused.code(), "complaint_linked_elsewhere");
    // Taken off there it may be linked here; taking off what is off is done already.
    for _ in 0..2 {
        let removal = format!("{link}/removal");
        officer.post(&removal, &body).await.expect(204);
    }
    officer.post(&elsewhere, &body).await.expect(204);
    let verb = "act WHERE subject_kind = 'place' AND verb = 'unlink_complaint'";
    assert_eq!(house.rows.count(verb).await, 1);
}

async fn what_is_wrong_is_told_field_by_field_and_nothing_is_written(db: Db) {
    let house = House::open(&db).await;
    let officer = house.officer().await;
    let mut wrong = house.seen();
    wrong["name"] = json!("<script>alert(1)</script>");
    wrong["address"] = json!("🏠".repeat(100_000));
    wrong["pupils"] = json!(-3);
    wrong["seen_on"] = json!(house.store.today().plus_days(1));
    wrong["remarks"] = json!("\u{202e}");
    let refused = officer.post(PLACES, &json!({"seen": wrong})).await;
    // The body is longer than the door takes, or each field is told.
    assert!(matches!(refused.status, 413 | 422), "{}", refused.status);
    wrong["address"] = json!("🏠".repeat(201));
    let refused = officer
        .post(PLACES, &json!({"seen": wrong}))
        .await
        .expect(422);
    let fields: Vec<&str> = refused.body["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| error["field"].as_str().unwrap())
        .collect();
    assert_eq!(fields, ["name", "remarks", "address", "pupils", "seen_on"]);
    for (field, value) in [
        ("district", json!("999999")),
        ("source", json!("dream")),
        ("class", json!("cooking")),
        ("stages", json!(["university"])),
        ("seen_on", json!("yesterday")),
        ("pupils", json!(1e300)),
        ("what", json!(1)),
    ] {
        let mut wrong = house.seen();
        wrong[field] = value;
        let refused = officer
            .post(PLACES, &json!({"seen": wrong}))
            .await
            .expect(422);
        let told = refused.body["errors"][0]["field"]
            .as_str()
            .unwrap()
            .to_owned();
        assert!(told.contains(field), "{field}: {told}");
    }
    let unknown = json!({"seen": house.seen(), "complaint_number": "TS12"});
    officer.post(PLACES, &unknown).await.expect(422);
    assert_eq!(house.rows.count("place").await, 0);
    officer
        .get(&format!("{PLACES}/WZ2026000011"))
        .await
        .expect(404);
    officer
        .get(&format!("{PLACES}?state=burnt"))
        .await
        .expect(422);
}

async fn what_was_seen_is_put_right_while_the_place_is_open_and_over_no_newer_version(db: Db) {
    let house = House::open(&db).await;
    let officer = house.officer().await;
    let number = enter(&officer, &house.seen()).await;
    let path = format!("{PLACES}/{number}/seen");
    let mut right = house.seen();
    right["address"] = json!("洪都北大道 12 号 5 单元 602 室");
    let body = json!({"seen": right, "version": 1});
    assert_eq!(
        officer.post(&path, &body).await.expect(200).body["version"],
        2
    );
    let stale = officer.post(&path, &body).await.expect(409);
    assert_eq!(stale.code(), "stale_version");
    step(&officer, &number, house.check()).await.expect(200);
    // It cannot have been seen first after it was checked.
    house.clock.advance(24 * 60 * 60 * 1000);
    let officer = house.officer().await;
    let mut late = right.clone();
    late["seen_on"] = json!(house.store.today());
    let refused = officer
        .post(&path, &json!({"seen": late, "version": 3}))
        .await
        .expect(422);
    assert_eq!(refused.body["errors"][0]["code"], "day_after_check");
    step(&officer, &number, house.order()).await.expect(200);
    let ended = officer
        .post(&path, &json!({"seen": right, "version": 4}))
        .await
        .expect(409);
    assert_eq!(ended.code(), "place_shut");
    let shown = record(&officer, &number).await;
    assert_eq!(shown["address"], "洪都北大道 12 号 5 单元 602 室");
}

async fn a_place_of_another_authority_is_neither_entered_nor_read_nor_moved(db: Db) {
    let house = House::open(&db).await;
    let (officer, zones) = (house.officer().await, house.person("officer-zones").await);
    let number = enter(&officer, &house.seen()).await;
    let complaint = house.complaint().await;
    zones.get(&format!("{PLACES}/{number}")).await.expect(404);
    let list = zones.get(PLACES).await.expect(200).body;
    assert_eq!(list["items"].as_array().unwrap().len(), 0);
    let figures = zones.get(&format!("{PLACES}/figures")).await.expect(200);
    assert_eq!(figures.body["suspected"], 0);
    let refused = zones
        .post(PLACES, &json!({"seen": house.seen()}))
        .await
        .expect(409);
    assert_eq!(refused.code(), "place_out_of_area");
    let mut event = json!({"event": "set_aside", "why": "gone", "reason": "没有", "version": 1});
    let path = format!("{PLACES}/{number}/events");
    zones.post(&path, &event).await.expect(404);
    let seen = json!({"seen": house.seen(), "version": 1});
    zones
        .post(&format!("{PLACES}/{number}/seen"), &seen)
        .await
        .expect(404);
    let link = json!({"complaint_number": complaint});
    zones
        .post(&format!("{PLACES}/{number}/complaints"), &link)
        .await
        .expect(404);
    // A place is not moved to a district of somebody else either.
    let mut away = house.seen();
    away["district"] = json!("zone-jingkai");
    let body = json!({"seen": away, "version": 1});
    let refused = officer
        .post(&format!("{PLACES}/{number}/seen"), &body)
        .await;
    assert_eq!(refused.expect(409).code(), "place_out_of_area");
    assert_eq!(state(&officer, &number).await, "suspected");
    event["version"] = json!(1);
    officer.post(&path, &event).await.expect(200);
}

async fn only_those_who_keep_places_enter_them(db: Db) {
    let house = House::open(&db).await;
    let officer = house.officer().await;
    let number = enter(&officer, &house.seen()).await;
    let body = json!({"seen": house.another()});
    house.door.public().post(PLACES, &body).await.expect(401);
    for login in [
        "auditor",
        "legal-reviewer",
        "finance-officer",
        "director",
        "custodian",
    ] {
        let person = house.person(login).await;
        person.post(PLACES, &body).await.expect(403);
        let shown = record(&person, &number).await;
        let offers = shown["offers"].as_array().unwrap();
        assert!(
            offers.iter().all(|offer| !offer["code"].is_null()),
            "{login}"
        );
    }
    for login in ["institution-agent", "administrator"] {
        let person = house.person(login).await;
        person.post(PLACES, &body).await.expect(403);
        person.get(PLACES).await.expect(403);
        person.get(&format!("{PLACES}/{number}")).await.expect(403);
    }
    let lead = house.person("lead-officer").await;
    lead.post(PLACES, &body).await.expect(201);
}

async fn a_list_goes_on_page_by_page_and_is_narrowed(db: Db) {
    let house = House::open(&db).await;
    let officer = house.officer().await;
    let mut numbers = Vec::new();
    for room in 0..5 {
        let mut seen = house.seen();
        seen["address"] = json!(format!("第{room}大道第{room}栋"));
        seen["source"] = json!(if room == 0 { "hotline" } else { "patrol" });
        let body = json!({"seen": seen, "another": true});
        numbers.push(officer.post(PLACES, &body).await.expect(201).text("number"));
    }
    let mut read = Vec::new();
    let mut path = format!("{PLACES}?state=open&limit=2");
    loop {
        let page = officer.get(&path).await.expect(200).body;
        for item in page["items"].as_array().unwrap() {
            read.push(item["number"].as_str().unwrap().to_owned());
        }
        let Some(next) = page["next"].as_str() else {
            break;
        };
        path = format!("{PLACES}?state=open&limit=2&after={next}");
    }
    assert_eq!(read, numbers);
    // Without a state the newest comes first.
    let all = officer
        .get(&format!("{PLACES}?limit=2"))
        .await
        .expect(200)
        .body;
    assert_eq!(all["items"][0]["number"], numbers[4]);
    let next = all["next"].as_str().unwrap();
    let more = officer.get(&format!("{PLACES}?limit=2&after={next}")).await;
    assert_eq!(more.expect(200).body["items"][0]["number"], numbers[2]);
    let hotline = officer
        .get(&format!("{PLACES}?source=hotline"))
        .await
        .expect(200);
    assert_eq!(hotline.body["items"].as_array().unwrap().len(), 1);
    let elsewhere = officer.get(&format!("{PLACES}?district=360103")).await;
    assert_eq!(
        elsewhere.expect(200).body["items"]
            .as_array()
            .unwrap()
            .len(),
        0
    );
}
