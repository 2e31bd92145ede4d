//! Institutions of several classes, and what applies to each class.

use serde_json::{Value, json};
use tests::caller::Caller;
use tests::{Db, db_test};

use super::House;
use super::applications::{DESK, MINE, begin, form, save, step, submitted};

db_test!(
    a_licence_for_two_classes_is_found_under_both,
    a_licence_for_two_classes_is_shown_with_both,
    the_first_of_several_classes_does_not_hang_on_the_order_in_which_they_are_said,
    a_class_more_is_a_change_that_takes_three_months,
    a_page_of_a_class_goes_on_through_both_its_parts,
    what_applies_to_a_class_is_told_as_of_a_day,
);

/// What is filled in by one who teaches science and arts.
fn both() -> Value {
    let mut both = form();
    both["class"] = json!("science");
    both["more_classes"] = json!(["arts"]);
    both
}

async fn shown(door: &Caller, path: &str) -> String {
    let page = door.page(path).await.expect(200);
    String::from_utf8_lossy(&page.bytes).into_owned()
}

impl House {
    async fn licensed_for_both(&self) {
        let agent = self.agent(1).await;
        let number = submitted(&agent, "establish", &both()).await;
        self.granted(&number).await;
        let officer = self.person("officer").await;
        let issued = step(&officer, DESK, &number, json!({"event": "issue"})).await;
        issued.expect(200);
    }

    async fn numbers(&self, query: &str) -> Vec<Value> {
        let path = format!("/api/v1/institutions?{query}");
        let found = self.door.public().get(&path).await.expect(200);
        let items = found.body["items"].as_array().unwrap().clone();
        items.into_iter().map(|row| row["number"].clone()).collect()
    }
}

async fn a_licence_for_two_classes_is_found_under_both(db: Db) {
    let house = House::open(&db).await;
    house.licensed_for_both().await;
    let public = house.public(1).await;
    assert_eq!(
        (&public["class"], &public["more_classes"]),
        (&json!("arts"), &json!(["science"]))
    );
    for class in ["arts", "science"] {
        let found = house.numbers(&format!("class={class}")).await;
        assert!(found.contains(&public["number"]), "{class}: {found:?}");
        let named = house.numbers(&format!("class={class}&q=币梦")).await;
        assert_eq!(named, [public["number"].clone()], "{class}");
    }
    assert_eq!(house.numbers("class=sports").await, Vec::<Value>::new());
    let door = house.door.public();
    let spread = door
        .get("/api/v1/institutions?class=science&facets=true")
        .await
        .expect(200);
    let of = |code: &str| {
        let shares = spread.body["facets"]["class"].as_array().unwrap();
        shares
            .iter()
            .find(|one| one["code"] == code)
            .map(|one| one["count"].clone())
    };
    assert_eq!(
        (of("arts"), of("science")),
        (Some(json!(1)), Some(json!(1)))
    );
}

async fn a_licence_for_two_classes_is_shown_with_both(db: Db) {
    let house = House::open(&db).await;
    house.licensed_for_both().await;
    let (public, door) = (house.public(1).await, house.door.public());
    let competent: Vec<[&Value; 3]> = public["departments"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| [&one["class"], &one["reviews"], &one["verified"]])
        .collect();
    assert_eq!(
        json!(competent),
        json!([["arts", "culture", false], ["science", "science", false]])
    );
    let number = public["number"].as_str().unwrap();
    let page = shown(&door, &format!("/institutions/{number}")).await;
    for said in [
        "文化艺术、科技",
        "文化艺术类的主管部门",
        "文化和旅游行政部门先审核",
        "科学技术行政部门先审核",
    ] {
        assert!(page.contains(said), "{said}");
    }
    let list = door.get("/white-list.csv?class=science").await.expect(200);
    assert!(String::from_utf8_lossy(&list.bytes).contains("文化艺术类、科技类"));
    let officer = house.person("officer").await;
    let at_the_desk = format!("/api/v1/desk/institutions/{number}");
    let at_the_desk = officer.get(&at_the_desk).await.expect(200).body;
    assert_eq!(at_the_desk["departments"], public["departments"]);
    let licences = officer
        .get("/api/v1/desk/licences?state=valid")
        .await
        .expect(200);
    let rows = licences.body["items"].as_array().unwrap();
    let own = rows
        .iter()
        .find(|row| row["institution_number"] == public["number"])
        .unwrap();
    assert_eq!(own["more_classes"], json!(["science"]));
}

async fn the_first_of_several_classes_does_not_hang_on_the_order_in_which_they_are_said(db: Db) {
    let house = House::open(&db).await;
    let agent = house.agent(1).await;
    let number = begin(&agent, "establish").await;
    let mut said = both();
    said["more_classes"] = json!(["sports", "science", "arts", "sports"]);
    save(&agent, &number, &said).await.expect(200);
    let kept = agent.get(&format!("{MINE}/{number}")).await.expect(200);
    let form = &kept.body["form"];
    assert_eq!(
        (&form["class"], &form["more_classes"]),
        (&json!("sports"), &json!(["arts", "science"]))
    );
    let conditions = kept.body["conditions"].as_array().unwrap().iter();
    let asked: Vec<[&Value; 3]> = conditions
        .map(|one| [&one["condition"], &one["article"], &one["binds"]])
        .filter(|[condition, ..]| condition.as_str().unwrap().ends_with("_consents"))
        .collect();
    let wanted = [
        [json!("sports_consents"), json!("jxsport-2"), json!(true)],
        [json!("culture_consents"), json!("jxarts"), json!(false)],
        [json!("science_consents"), json!("gov13"), json!(false)],
    ];
    assert_eq!(asked, wanted.each_ref().map(|one| one.each_ref()));
    let papers = kept.body["papers"].as_array().unwrap().iter();
    let mut papers = papers.map(|one| [&one["paper"], &one["needed"], &one["article"]]);
    let consent = papers.find(|one| one[0] == "consent").unwrap();
    assert_eq!(
        consent,
        [&json!("consent"), &json!(true), &json!("jxsport-2")]
    );
    said["more_classes"] = json!(["magic"]);
    assert_eq!(save(&agent, &number, &said).await.status, 422);
    said["class"] = Value::Null;
    said["more_classes"] = json!(["practice"]);
    save(&agent, &number, &said).await.expect(200);
    let kept = agent.get(&format!("{MINE}/{number}")).await.expect(200);
    assert_eq!(kept.body["form"]["class"], "practice");
}

async fn a_class_more_is_a_change_that_takes_three_months(db: Db) {
    let house = House::open(&db).await;
    let agent = house.agent(0).await;
    let before = house.public(0).await;
    let mut changed = form();
    changed["more_classes"] = json!(["practice"]);
    let number = submitted(&agent, "change", &changed).await;
    let officer = house.person("officer").await;
    step(&officer, DESK, &number, json!({"event": "accept"}))
        .await
        .expect(200);
    let shown = officer.get(&format!("{DESK}/{number}")).await.expect(200);
    assert_eq!(shown.body["due_article"], "ppe-55-2");
    assert_eq!(house.public(0).await["more_classes"], json!([]));
    step(&officer, DESK, &number, house.visit())
        .await
        .expect(200);
    let propose = json!({"event": "propose", "grant": true, "checked": ["culture_consents"]});
    step(&officer, DESK, &number, propose).await.expect(200);
    let lead = house.person("lead-officer").await;
    step(&lead, DESK, &number, json!({"event": "approve"}))
        .await
        .expect(200);
    let after = house.public(0).await;
    assert_eq!(after["more_classes"], json!(["practice"]));
    assert_eq!(after["licence_number"], before["licence_number"]);
}

async fn a_page_of_a_class_goes_on_through_both_its_parts(db: Db) {
    let house = House::of(&db, 5).await;
    // Of five that teach arts, the second and the fourth teach science first.
    for party in [1, 3] {
        let number = house.bureau.parties[party].number;
        let sql = format!(
            "UPDATE institution SET class = 'sports', more_classes = 4 WHERE number = '{number}'"
        );
        house.rows.set(&sql).await;
    }
    let all: Vec<Value> = (0..5)
        .map(|party| json!(house.bureau.parties[party].number))
        .collect();
    assert_eq!(
        house.numbers("class=arts").await,
        all,
        "in the order of the register"
    );
    let mut paged = Vec::new();
    let mut after = String::new();
    loop {
        let path = format!("/api/v1/institutions?class=arts&limit=2{after}");
        let page = house.door.public().get(&path).await.expect(200);
        paged.extend(
            page.body["items"]
                .as_array()
                .unwrap()
                .iter()
                .map(|row| row["number"].clone()),
        );
        match page.body["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => break,
        }
    }
    assert_eq!(paged, all);
    assert_eq!(
        house.numbers("class=sports").await,
        [all[1].clone(), all[3].clone()]
    );
}

async fn what_applies_to_a_class_is_told_as_of_a_day(db: Db) {
    let house = House::open(&db).await;
    let door = house.door.public();
    let codes = |answer: &Value| -> Vec<String> {
        let rules = answer["rules"].as_array().unwrap();
        rules
            .iter()
            .map(|rule| rule["code"].as_str().unwrap().to_owned())
            .collect()
    };
    let sports = "/api/v1/law/classes/sports";
    let now = door.get(sports).await.expect(200).body;
    assert_eq!(now["departments"]["reviews"], "sports");
    assert_eq!(now["departments"]["article"], "jxsport-2");
    assert!(codes(&now).contains(&"sports_area".to_owned()));
    let before = door
        .get(&format!("{sports}?on=2021-12-13"))
        .await
        .expect(200)
        .body;
    assert_eq!(before["departments"]["article"], "ppe-12");
    assert_eq!(before["departments"]["reviews"], Value::Null);
    assert!(!codes(&before).contains(&"sports_area".to_owned()));
    door.get("/api/v1/law/classes/cooking").await.expect(404);
    let wrong = door
        .get(&format!("{sports}?on=yesterday"))
        .await
        .expect(422);
    assert_eq!(wrong.body["errors"][0]["field"], "on");
    let page = shown(&door, "/class-rules?class=arts_exam").await;
    for said in [
        "艺考类适用的规定",
        "命题、评分专家",
        "集中住宿",
        "依据待核",
        "20:30",
    ] {
        assert!(page.contains(said), "{said}");
    }
    let old = shown(&door, "/class-rules?class=subject&on=2018-01-01").await;
    assert!(old.contains("没有专门的规定") && !old.contains("双休日"));
    // What is no class and no day of ours is passed over.
    let other = shown(&door, "/class-rules?class=%3Ci%3E&on=never").await;
    assert!(other.contains("学科类适用的规定") && !other.contains("<i>"));
}
