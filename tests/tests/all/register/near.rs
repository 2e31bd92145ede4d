//! What is near a place, and former names.

use serde_json::{Value, json};
use tests::caller::Answer;
use tests::visitor::{Visitor, application};
use tests::{Db, db_test};

use super::House;

db_test!(
    the_nearest_come_first_in_whatever_system_they_were_measured,
    a_place_that_changes_moves_the_institution_and_a_closed_one_is_not_near,
    only_the_white_list_is_near_where_it_is_asked_for,
    what_is_no_place_is_refused_by_its_field,
    a_parents_page_shows_what_is_near_and_keeps_no_place,
    a_former_name_finds_the_institution_until_it_is_taken_away,
);

const NEAR: &str = "/api/v1/institutions/near";
/// Where the parent stands.
const HERE: (f64, f64) = (28.683, 115.858);

impl House {
    /// What is near [`HERE`].
    async fn near(&self, more: Value) -> Answer {
        let mut body = json!({"latitude": HERE.0, "longitude": HERE.1});
        body.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        self.door.public().post(NEAR, &body).await
    }

    /// Places of the bureau's parties in the order of the answer, each with its distance.
    async fn order(&self, more: Value) -> Vec<(usize, u64)> {
        let found = self.near(more).await.expect(200);
        let items = found.body["items"].as_array().unwrap();
        let place = |item: &Value| {
            let number = item["number"].as_str().unwrap();
            let mut parties = self.bureau.parties.iter();
            let place = parties.position(|party| party.number.to_string() == number);
            (place.unwrap(), item["distance_m"].as_u64().unwrap())
        };
        items.iter().map(place).collect()
    }

    /// An officer writes where the parties are.
    async fn stand(&self, positions: &[&str]) {
        let officer = self.person("officer").await;
        for (party, position) in positions.iter().enumerate() {
            self.correct(&officer, party, json!({"position": position}))
                .await
                .expect(200);
        }
    }
}

async fn the_nearest_come_first_in_whatever_system_they_were_measured(db: Db) {
    let house = House::of(&db, 6).await;
    assert_eq!(house.order(json!({})).await, [], "none says where it is");
    house
        .stand(&[
            "28.75,115.858,wgs84",
            // The same digits in three systems are three places, some hundred metres apart.
            "28.683,115.858,gcj02",
            "28.683,115.858,bd09",
            "28.683,115.858,cgcs2000",
            // Eleven kilometres north, where nobody walks to.
            "28.783,115.858,wgs84",
        ])
        .await;
    let order = house.order(json!({})).await;
    let parties: Vec<usize> = order.iter().map(|(party, _)| *party).collect();
    assert_eq!(parties, [3, 1, 2, 0], "{order:?}");
    let far: Vec<u64> = order.iter().map(|(_, metres)| *metres).collect();
    assert_eq!(far[0], 0);
    assert!((300..900).contains(&far[1]), "{far:?}");
    assert!((900..2_000).contains(&far[2]), "{far:?}");
    assert!((7_430..7_480).contains(&far[3]), "{far:?}");
    assert_eq!(house.order(json!({"limit": 2})).await, order[..2]);
}

async fn a_place_that_changes_moves_the_institution_and_a_closed_one_is_not_near(db: Db) {
    let house = House::of(&db, 2).await;
    house
        .stand(&["28.684,115.858,wgs84", "28.690,115.858,wgs84"])
        .await;
    let parties = |order: Vec<(usize, u64)>| -> Vec<usize> {
        order.into_iter().map(|(party, _)| party).collect()
    };
    assert_eq!(parties(house.order(json!({})).await), [0, 1]);
    house.stand(&["28.700,115.858,wgs84"]).await;
    assert_eq!(parties(house.order(json!({})).await), [1, 0]);
    let officer = house.person("officer").await;
    let correct = |party, values| house.correct(&officer, party, values);
    correct(1, json!({"status": "closed"})).await.expect(200);
    assert_eq!(parties(house.order(json!({})).await), [0]);
    correct(0, json!({"position": ""})).await.expect(200);
    assert_eq!(parties(house.order(json!({})).await), [0; 0]);
    assert_eq!(house.rows.count("institution_near").await, 1);
}

async fn only_the_white_list_is_near_where_it_is_asked_for(db: Db) {
    let house = House::of(&db, 2).await;
    house
        .stand(&["28.684,115.858,wgs84", "28.685,115.858,wgs84"])
        .await;
    // The first has a licence, the other has none.
    let white = house.order(json!({"licensed": true})).await;
    assert_eq!(white, [(0, 111)]);
    assert_eq!(house.order(json!({"class": "arts"})).await.len(), 2);
    assert_eq!(house.order(json!({"class": "sports"})).await, []);
    assert_eq!(house.order(json!({"stage": "senior"})).await, []);
    let suspended = "UPDATE licence SET state = 'suspended'";
    house.rows.set(suspended).await;
    assert_eq!(house.order(json!({"licensed": true})).await, []);
    assert_eq!(house.order(json!({"licensed": false})).await.len(), 2);
}

async fn what_is_no_place_is_refused_by_its_field(db: Db) {
    let house = House::of(&db, 1).await;
    for (more, field, code) in [
        (json!({"latitude": 91}), "latitude", "position_invalid"),
        (json!({"longitude": -181}), "latitude", "position_invalid"),
        (json!({"latitude": "28.6"}), "latitude", "wrong_type"),
        (json!({"latitude": null}), "latitude", "wrong_type"),
        (json!({"limit": 0}), "limit", "limit_out_of_range"),
        (json!({"limit": 101}), "limit", "limit_out_of_range"),
        (json!({"class": "chess"}), "class", "class_unknown"),
        (json!({"stage": "晚自习"}), "stage", "stage_unknown"),
        (json!({"here": true}), "here", "unknown_field"),
    ] {
        let refused = house.near(more.clone()).await.expect(422);
        let error = &refused.body["errors"][0];
        assert_eq!(
            (error["field"].as_str(), error["code"].as_str()),
            (Some(field), Some(code)),
            "{more}"
        );
    }
    // The other side of the Earth is a place, and nothing is near it.
    let far = json!({"latitude": -90, "longitude": 180});
    assert_eq!(house.near(far).await.expect(200).body["items"], json!([]));
    house.door.public().get(NEAR).await.expect(405);
}

async fn a_parents_page_shows_what_is_near_and_keeps_no_place(db: Db) {
    let house = House::of(&db, 2).await;
    house.stand(&["28.684,115.858,wgs84"]).await;
    let mut parent = Visitor::new(&application(&db, house.store.clone(), &[]));
    let asked = parent.get("/institutions/near").await.expect(200);
    let devices = asked.header("permissions-policy").unwrap();
    assert!(devices.contains("geolocation=(self)"), "{devices}");
    let elsewhere = parent.get("/institutions").await.expect(200);
    let devices = elsewhere.header("permissions-policy").unwrap();
    assert!(devices.contains("geolocation=()"), "{devices}");

    let typed = [("latitude", "28.683"), ("longitude", "115.858")];
    let form = "/institutions/near";
    let found = parent.submit(&asked, form, &typed).await.expect(200);
    let name = house.bureau.parties[0].name.as_str();
    assert!(
        found.says(name) && found.says("约 100 米"),
        "{}",
        found.words()
    );
    assert_eq!(found.header("cache-control"), Some("no-store"));
    assert!(!found.html.contains("28.683") && !found.html.contains("115.858"));

    let nowhere = [("latitude", ""), ("longitude", "")];
    let refused = parent.submit(&asked, form, &nowhere).await.expect(422);
    assert!(refused.says("位置"), "{}", refused.words());
    let far = [("latitude", "0"), ("longitude", "0"), ("class", "<b>")];
    let none = parent.submit(&asked, form, &far).await.expect(200);
    assert!(none.says("10 公里以内没有"), "{}", none.words());
}

async fn a_former_name_finds_the_institution_until_it_is_taken_away(db: Db) {
    let house = House::of(&db, 2).await;
    let officer = house.person("officer").await;
    let named = json!({"former_names": "币梦书画社\n育苗馆"});
    house.correct(&officer, 0, named).await.expect(200);
    let search = async |text: &str| {
        let query = [("q", text)];
        let request = house.door.public();
        let request = request.request(reqwest::Method::GET, "/api/v1/institutions");
        tests::caller::send(request.query(&query)).await.expect(200)
    };
    for text in ["书画社", "育苗馆", "bimengshuhua", "bmsh", "必梦书画"] {
        let found = search(text).await;
        assert_eq!(found.body["items"].as_array().unwrap().len(), 1, "{text}");
        assert_eq!(
            found.body["items"][0]["former_names"],
            json!(["币梦书画社", "育苗馆"]),
            "{text}"
        );
    }
    let mut parent = Visitor::new(&application(&db, house.store.clone(), &[]));
    let page = parent
        .get("/institutions?q=%E8%82%B2%E8%8B%97%E9%A6%86")
        .await
        .expect(200);
    assert!(page.says("曾用名"), "{}", page.words());
    let named = json!({"former_names": "币梦书画社"});
    house.correct(&officer, 0, named).await.expect(200);
    assert_eq!(search("育苗馆").await.body["items"], json!([]));
    // The whole record says it once.
    let record = house.said("former_names").await;
    assert_eq!(record, json!(["币梦书画社"]));
}
