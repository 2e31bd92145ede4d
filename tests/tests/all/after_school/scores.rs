//! Agreements with schools, the scores of a term, and schools themselves.

use serde_json::{Value, json};
use tests::{Db, db_test};

use super::{DESK, House, SCHOOLS, record, step};

db_test!(
    an_agreement_lies_within_the_admission_and_is_published,
    a_term_is_scored_by_schools_and_parents_and_few_answers_have_no_average,
    low_scores_bear_out_a_warning,
    impossible_scores_and_schools_are_refused_by_field,
    a_list_of_scores_is_entered_whole_or_not_at_all,
    schools_are_entered_changed_and_counted,
    the_share_of_a_school_is_counted_with_other_providers,
);

fn fields(answer: &tests::caller::Answer) -> Vec<(String, String)> {
    let errors = answer.body["errors"].as_array().unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    errors
        .iter()
        .map(|it| (text(&it["field"]), text(&it["code"])))
        .collect()
}

fn pair(field: &str, code: &str) -> (String, String) {
    (field.to_owned(), code.to_owned())
}

async fn an_agreement_lies_within_the_admission_and_is_published(db: Db) {
    let house = House::open(&db).await;
    let (number, school) = house.serving().await;
    let officer = house.person("officer").await;
    let dear = house
        .agree(&officer, &number, &school, 501)
        .await
        .expect(422);
    assert_eq!(fields(&dear), [pair("fee_fen", "fee_above_admitted")]);
    let before = record(&officer, DESK, &number).await["version"].clone();
    // Word for word the same is done already, whatever version was read.
    let again = house
        .agree(&officer, &number, &school, 500)
        .await
        .expect(200);
    assert_eq!(again.body["version"], before);
    let mut body = json!({
        "school": school, "first_day": house.store.today().plus_days(-100), "last_day": house.year().last_day().plus_days(1),
        "services": ["奥数"], "fee_fen": 500, "version": before,
    });
    let path = format!("{DESK}/{number}/agreements");
    let wrong = officer.post(&path, &body).await.expect(422);
    for expected in [
        pair("first_day", "agreement_outside_admission"),
        pair("last_day", "agreement_outside_admission"),
        pair("services", "service_not_admitted"),
    ] {
        assert!(fields(&wrong).contains(&expected), "{:?}", fields(&wrong));
    }
    body["school"] = json!("XX9999990");
    let unknown = officer.post(&path, &body).await;
    assert_eq!(unknown.status, 422, "{:?}", unknown.body);
    let listed = house.list("listed").await.remove(0);
    assert_eq!(listed["schools"][0]["number"], school);
    assert_eq!(listed["schools"][0]["fee_fen"], 500);
    let row = officer
        .get(&format!("{SCHOOLS}/{school}"))
        .await
        .expect(200)
        .body;
    assert_eq!((&row["providers"], &row["outside"]), (&json!(1), &json!(1)));
}

async fn a_term_is_scored_by_schools_and_parents_and_few_answers_have_no_average(db: Db) {
    let house = House::open(&db).await;
    let (number, school) = house.serving().await;
    let officer = house.person("officer").await;
    let few = json!({"school": 80, "answers": 9, "points": 810});
    house
        .score(&officer, &number, &school, few.clone())
        .await
        .expect(200);
    let standing = house.list("listed").await[0]["standings"][0].clone();
    assert_eq!(standing["school_tenths"], 800);
    assert_eq!(standing["answers"], 9);
    assert_eq!(
        standing["parents_tenths"],
        Value::Null,
        "too few to be shown"
    );
    // The same once more is no second score, and another one holds instead.
    let version = record(&officer, DESK, &number).await["version"].clone();
    let same = house
        .score(&officer, &number, &school, few)
        .await
        .expect(200);
    assert_eq!(same.body["version"], version);
    let ten = json!({"school": 80, "answers": 10, "points": 905});
    house
        .score(&officer, &number, &school, ten)
        .await
        .expect(200);
    let standing = house.list("listed").await[0]["standings"][0].clone();
    assert_eq!(standing["parents_tenths"], 905);
    assert_eq!(house.rows.count("after_school_score").await, 1);
    let own = house.agent().await;
    let shown = record(&own, super::MINE, &number).await;
    assert_eq!(shown["scores"][0]["answers"], 10);
}

async fn low_scores_bear_out_a_warning(db: Db) {
    let house = House::open(&db).await;
    let (number, school) = house.serving().await;
    let officer = house.person("officer").await;
    let warn = || {
        let by = house.store.today().plus_days(15);
        json!({"event": "warn", "ground": "low_score", "reason": "学期评分偏低。", "correct_by": by})
    };
    house
        .score(&officer, &number, &school, json!({"school": 60}))
        .await
        .expect(200);
    assert_eq!(step(&officer, &number, warn()).await.status, 409);
    house
        .score(&officer, &number, &school, json!({"school": 59}))
        .await
        .expect(200);
    let shown = record(&officer, DESK, &number).await;
    let grounds = shown["warning_grounds"].as_array().unwrap().clone();
    assert!(grounds.contains(&json!("low_score")), "{grounds:?}");
    step(&officer, &number, warn()).await.expect(200);
    // A low score warns, and ends nothing by itself.
    assert_eq!(house.follow().await.moved, 0);
    assert_eq!(house.list("listed").await[0]["state"], "warned");
}

async fn impossible_scores_and_schools_are_refused_by_field(db: Db) {
    let house = House::open(&db).await;
    let (number, school) = house.serving().await;
    let officer = house.person("officer").await;
    for (score, field, code) in [
        (json!({"school": 101}), "school", "score_out_of_range"),
        (json!({"school": -1}), "school", "score_out_of_range"),
        (
            json!({"answers": 3, "points": 301}),
            "points",
            "points_out_of_range",
        ),
        (
            json!({"answers": i64::MAX, "points": 1}),
            "answers",
            "answers_out_of_range",
        ),
        (json!({}), "school", "score_empty"),
    ] {
        let told = house
            .score(&officer, &number, &school, score.clone())
            .await
            .expect(422);
        assert!(
            fields(&told).contains(&pair(field, code)),
            "{score}: {:?}",
            fields(&told)
        );
    }
    let other = record(&officer, DESK, &number).await["form"]["schools"][1].clone();
    let unserved = house
        .score(
            &officer,
            &number,
            other.as_str().unwrap(),
            json!({"school": 90}),
        )
        .await;
    assert_eq!(
        fields(&unserved.expect(422)),
        [pair("school", "school_not_served")]
    );
    let version = record(&officer, DESK, &number).await["version"].clone();
    let later = json!({"school": school, "term": "2190-autumn", "score": {"school": 90}, "version": version});
    let told = officer
        .post(&format!("{DESK}/{number}/scores"), &later)
        .await
        .expect(422);
    assert!(fields(&told).contains(&pair("term", "term_not_begun")));
    assert_eq!(house.rows.count("after_school_score").await, 0);
}

async fn a_list_of_scores_is_entered_whole_or_not_at_all(db: Db) {
    let house = House::open(&db).await;
    let (number, school) = house.serving().await;
    let officer = house.person("officer").await;
    let term = domain::after_school::Term::of(house.store.today());
    let row = |school: &str, score: i64| json!({"number": number, "school": school, "term": term, "score": {"school": score}});
    let door = "/api/v1/desk/after-school-scores";
    let other = record(&officer, DESK, &number).await["form"]["schools"][1].clone();
    let wrong =
        json!({"rows": [row(&school, 90), row(other.as_str().unwrap(), 90), row(&school, 900)]});
    let told = officer.post(door, &wrong).await.expect(422);
    let expected = [
        pair("rows.1.school", "school_not_served"),
        pair("rows.2.school", "score_out_of_range"),
    ];
    assert_eq!(fields(&told), expected);
    assert_eq!(house.rows.count("after_school_score").await, 0);
    let right = json!({"rows": [row(&school, 90)]});
    assert_eq!(
        officer.post(door, &right).await.expect(200).body["entered"],
        1
    );
    assert_eq!(
        officer.post(door, &right).await.expect(200).body["entered"],
        0
    );
}

async fn schools_are_entered_changed_and_counted(db: Db) {
    let house = House::open(&db).await;
    let officer = house.person("officer").await;
    let number = house.school("东湖区百花洲小学", None).await;
    let twice = json!({"name": "东湖区百花洲小学", "district": "360102", "stages": ["primary"]});
    let told = officer.post(SCHOOLS, &twice).await.expect(422);
    assert_eq!(fields(&told), [pair("name", "school_known")]);
    let outside = json!({"name": "经开区小学", "district": "zone-jingkai", "stages": ["primary"]});
    let told = officer.post(SCHOOLS, &outside).await.expect(422);
    assert_eq!(fields(&told), [pair("district", "district_outside")]);
    let senior = json!({"name": "<b>", "district": "360102", "stages": ["senior"], "items": -1});
    assert_eq!(
        fields(&officer.post(SCHOOLS, &senior).await.expect(422)).len(),
        3
    );
    let path = format!("{SCHOOLS}/{number}");
    let mut school = twice.clone();
    school["items"] = json!(12);
    let change = json!({"school": school, "version": 1});
    assert_eq!(
        officer.post(&path, &change).await.expect(200).body["version"],
        2
    );
    // The same again is done already; another over the old version is stale.
    assert_eq!(
        officer.post(&path, &change).await.expect(200).body["version"],
        2
    );
    school["items"] = json!(13);
    let stale = json!({"school": school, "version": 1});
    assert_eq!(
        officer.post(&path, &stale).await.expect(409).code(),
        "stale_version"
    );
    let list = json!({"rows": [school, {"name": "东湖区扬子洲学校", "district": "360102", "stages": ["primary", "junior"]}]});
    let entered = officer
        .post("/api/v1/desk/school-lists", &list)
        .await
        .expect(200);
    assert_eq!(
        (&entered.body["entered"], &entered.body["changed"]),
        (&json!(1), &json!(1))
    );
    let page = officer.get(&format!("{SCHOOLS}?limit=1")).await.expect(200);
    assert_eq!(page.body["items"].as_array().unwrap().len(), 1);
    let next = page.body["next"].as_str().unwrap();
    let second = officer
        .get(&format!("{SCHOOLS}?limit=1&after={next}"))
        .await
        .expect(200);
    assert_eq!(second.body["items"][0]["name"], "东湖区扬子洲学校");
    assert_eq!(second.body["next"], Value::Null);
}

async fn the_share_of_a_school_is_counted_with_other_providers(db: Db) {
    let house = House::open(&db).await;
    let (number, school) = house.serving().await;
    let officer = house.person("officer").await;
    let of = |shown: &Value| {
        let found = shown["findings"].as_array().unwrap().iter();
        let mut share = found.filter(|it| it["condition"] == "share_of_school");
        share
            .find(|it| it["figures"].as_str().unwrap().contains("百花洲"))
            .unwrap()
            .clone()
    };
    let shown = record(&officer, DESK, &number).await;
    assert_eq!(of(&shown)["outcome"], "met", "its own is counted once");
    house.rows.set("UPDATE school SET items = 3").await;
    let shown = record(&officer, DESK, &number).await;
    let share = of(&shown);
    assert_eq!(
        (&share["outcome"], &share["binds"]),
        (&json!("unmet"), &json!(false)),
        "{school}"
    );
    // Another provider has half of the items, until its agreement ends.
    house.rows.set("UPDATE school SET items = 4").await;
    assert_eq!(of(&record(&officer, DESK, &number).await)["outcome"], "met");
    house
        .rows
        .set(
            "INSERT INTO after_school (id, number, institution_id, authority_id, school_year, state, facts, form, last_day, created_at, updated_at, version) \
             SELECT 'other', 'other', (SELECT MIN(id) FROM institution WHERE id <> institution_id), authority_id, school_year, state, facts, form, \
             last_day, created_at, updated_at, version FROM after_school",
        )
        .await;
    house
        .rows
        .set(
            "INSERT INTO after_school_agreement (after_school_id, school_id, agreed, services, first_day, last_day, updated_at) \
             SELECT 'other', school_id, agreed, 2, first_day, last_day, updated_at FROM after_school_agreement",
        )
        .await;
    assert_eq!(
        of(&record(&officer, DESK, &number).await)["outcome"],
        "unmet"
    );
    let ended = house.store.today().plus_days(-1);
    let end = format!(
        "UPDATE after_school_agreement SET last_day = '{ended}' WHERE after_school_id = 'other'"
    );
    house.rows.set(&end).await;
    assert_eq!(of(&record(&officer, DESK, &number).await)["outcome"], "met");
}
