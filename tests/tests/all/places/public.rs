//! What the public sees of unlicensed places: nothing, wherever a place stands.

use serde_json::json;
use tests::caller::Caller;
use tests::{Db, db_test};

use super::{House, enter, step};

db_test!(
    no_door_of_the_public_ever_shows_a_place,
    the_desk_shows_a_joined_place_on_the_page_of_its_institution,
);

/// Every answer of the public about institutions, as text.
async fn public(house: &House, word: &str) -> Vec<(String, String)> {
    let visitor: Caller = house.door.public();
    let party = house.bureau.parties[0].number;
    let mut answers = Vec::new();
    for path in [
        "/api/v1/institutions".to_owned(),
        format!("/api/v1/institutions?q={word}"),
        format!("/api/v1/institutions?address={word}"),
        format!("/api/v1/institutions/{party}"),
        "/api/v1/white-list".to_owned(),
        "/".to_owned(),
        format!("/institutions?q={word}"),
        format!("/institutions/{party}"),
        "/white-list".to_owned(),
        "/open-data".to_owned(),
        format!("/verify/{word}"),
    ] {
        let answer = visitor.page(&path).await;
        answers.push((path, String::from_utf8_lossy(&answer.bytes).into_owned()));
    }
    answers
}

async fn no_door_of_the_public_ever_shows_a_place(db: Db) {
    let house = House::open(&db).await;
    let officer = house.officer().await;
    let mut seen = house.seen();
    seen["name"] = json!("曜曜星托管");
    seen["address"] = json!("曜曜星路 8 号");
    let number = enter(&officer, &seen).await;
    let escaped = "%E6%9B%9C%E6%9B%9C%E6%98%9F";
    let join = json!({
        "event": "join", "institution_number": house.bureau.parties[0].number, "relation": "premises",
        "reason": "地址一致。",
    });
    let unjoin = json!({"event": "unjoin", "reason": "不是同一层。"});
    for event in [
        None,
        Some(house.check()),
        Some(join),
        Some(unjoin),
        Some(house.order()),
    ] {
        if let Some(event) = event {
            step(&officer, &number, event).await.expect(200);
        }
        for (path, text) in public(&house, escaped).await {
            // The words that were looked for come back in the field; the rest of an address or a number never does.
            let shown = text.contains(&number) || text.contains("星托管") || text.contains("星路");
            assert!(!shown, "{path} shows the place: {text}");
        }
        let path = format!("/api/v1/institutions/{number}");
        let answer = house.door.public().get(&path).await;
        assert_eq!(answer.status, 404, "{path}");
    }
    let visitor = house.door.public();
    visitor.get("/api/v1/desk/places").await.expect(401);
    visitor
        .get(&format!("/api/v1/desk/places/{number}"))
        .await
        .expect(401);
}

async fn the_desk_shows_a_joined_place_on_the_page_of_its_institution(db: Db) {
    let house = House::open(&db).await;
    let officer = house.officer().await;
    let number = enter(&officer, &house.seen()).await;
    let party = &house.bureau.parties[0];
    let page = format!("/desk/institutions/{}", party.number);
    let app = tests::visitor::application(&db, house.store.clone(), &[]);
    let mut visitor = tests::visitor::Visitor::new(&app);
    visitor.sign_in("officer", tests::bureau::PASSWORD).await;
    assert!(!visitor.get(&page).await.expect(200).says(&number));
    let join = json!({
        "event": "join", "institution_number": party.number, "relation": "premises", "reason": "地址一致。",
    });
    step(&officer, &number, join).await.expect(200);
    let shown = visitor.get(&page).await.expect(200);
    assert!(
        shown.says(&number) && shown.says("小太阳托管"),
        "{}",
        shown.words()
    );
}
