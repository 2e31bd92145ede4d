//! What keeps a course from being filed, each with its field and its rule; and what only warns.

use serde_json::{Value, json};
use tests::caller::Caller;
use tests::{Db, db_test};

use super::{House, MINE, begin, record, save, step};

db_test!(
    what_is_impossible_is_not_saved_and_each_fault_names_its_field,
    what_is_no_value_of_its_kind_is_not_read,
    what_is_against_a_rule_is_saved_and_not_filed,
    school_subjects_and_preschool_children_have_rules_of_their_own,
    what_is_missing_is_told_field_by_field,
    what_only_warns_is_told_and_filed,
    a_flood_of_drafts_is_stopped,
);

async fn what_is_impossible_is_not_saved_and_each_fault_names_its_field(db: Db) {
    let house = House::open(&db).await;
    let agent = house.agent().await;
    let number = begin(&agent, &house.form()).await;
    let slot = |start: &str, end: &str| json!({"weekday": "monday", "start": start, "end": end});
    for (field, value, code) in [
        ("name", json!("<script>alert(1)</script>"), "text_markup"),
        ("name", json!("舞\u{202e}蹈"), "text_control"),
        ("name", json!("长".repeat(61)), "text_too_long"),
        ("description", json!("<img src=x>"), "text_markup"),
        ("lessons", json!(0), "course_number_out_of_range"),
        ("lessons", json!(1_001), "course_number_out_of_range"),
        ("lessons", json!(999), "lessons_do_not_fit"),
        ("lesson_minutes", json!(-45), "course_number_out_of_range"),
        ("lesson_minutes", json!(91), "time_shorter_than_lesson"),
        ("pupils", json!(0), "course_number_out_of_range"),
        ("price_fen", json!(-1), "course_number_out_of_range"),
        ("last_day", json!("2020-01-01"), "course_days_out_of_order"),
        ("last_day", json!("2099-01-01"), "course_too_long"),
        (
            "times",
            json!([slot("20:00", "18:00")]),
            "time_ends_before_start",
        ),
        (
            "times",
            json!([slot("18:00", "19:30"), slot("19:00", "20:00")]),
            "times_overlap",
        ),
        (
            "materials",
            json!([{"title": "<b>讲义</b>"}]),
            "text_markup",
        ),
    ] {
        let mut wrong = house.form();
        wrong[field] = value.clone();
        let refused = save(&agent, &number, &wrong).await.expect(422);
        let told = &refused.body["errors"][0];
        // A slot too short for a class hour is told where the slots are.
        let field = if code == "time_shorter_than_lesson" {
            "times"
        } else {
            field
        };
        assert_eq!(
            (&told["field"], &told["code"]),
            (&json!(field), &json!(code)),
            "{value}"
        );
    }
    assert_eq!(record(&agent, MINE, &number).await["version"], 1);
}

async fn what_is_no_value_of_its_kind_is_not_read(db: Db) {
    let house = House::open(&db).await;
    let agent = house.agent().await;
    let number = begin(&agent, &house.form()).await;
    for wrong in [
        json!({"class": "magic"}),
        json!({"lessons": "many"}),
        json!({"first_day": "2026-02-30"}),
        json!({"times": [{"weekday": "someday", "start": "18:00", "end": "19:00"}]}),
        json!({"times": [{"weekday": "monday", "start": "25:00", "end": "26:00"}]}),
        json!({"unknown": 1}),
    ] {
        save(&agent, &number, &wrong).await.expect(422);
    }
    assert_eq!(record(&agent, MINE, &number).await["version"], 1);
}

async fn what_is_against_a_rule_is_saved_and_not_filed(db: Db) {
    let house = House::open(&db).await;
    let agent = house.agent().await;
    let number = begin(&agent, &house.form()).await;
    let late = json!([{"weekday": "wednesday", "start": "19:30", "end": "21:00"}]);
    let on_site = |field: &str, value: Value| {
        let mut form = house.form();
        form[field] = value;
        form
    };
    let latest = json!([{"weekday": "wednesday", "start": "19:30", "end": "21:30"}]);
    for (form, field, code, article) in [
        (
            on_site("class", json!("science")),
            "class",
            "class_outside_licence",
            "ppei-63-1-9",
        ),
        (
            on_site("stages", json!(["junior"])),
            "stages",
            "stage_outside_licence",
            "ppei-63-1-9",
        ),
        (
            on_site("times", late),
            "times",
            "ends_late_on_site",
            "sleep21",
        ),
        (
            online(&house, json!({"times": latest})),
            "times",
            "ends_late_online",
            "dr",
        ),
        (
            online(&house, json!({"lesson_minutes": 31})),
            "lesson_minutes",
            "lesson_long_online",
            "dr",
        ),
        (
            online(&house, json!({"break_minutes": 9})),
            "break_minutes",
            "break_short_online",
            "dr",
        ),
    ] {
        refused_when_filed(&agent, &number, &form, (field, code, article)).await;
    }
}

/// A course that breaks a rule is kept as a draft, told with its rule, and not filed.
async fn refused_when_filed(
    agent: &Caller,
    number: &str,
    form: &Value,
    (field, code, article): (&str, &str, &str),
) {
    save(agent, number, form).await.expect(200);
    let found = record(agent, MINE, number).await["findings"].clone();
    let finding = found
        .as_array()
        .unwrap()
        .iter()
        .find(|it| it["check"] == code);
    let finding = finding.unwrap_or_else(|| panic!("{code}: {found}"));
    assert_eq!(finding["refuses"], true);
    assert_eq!(finding["article"], article);
    let refused = step(agent, MINE, number, json!({"event": "file"})).await;
    let refused = refused.expect(422);
    let told = &refused.body["errors"][0];
    assert_eq!(
        (&told["field"], &told["code"]),
        (&json!(field), &json!(code))
    );
    assert_eq!(record(agent, MINE, number).await["state"], "draft");
}

/// The course taught online in a way that is in order, but for what is said here.
fn online(house: &House, more: Value) -> Value {
    let mut form = house.form();
    form["mode"] = json!("online");
    form["lesson_minutes"] = json!(30);
    form["break_minutes"] = json!(10);
    for (field, value) in more.as_object().unwrap() {
        form[field] = value.clone();
    }
    form
}

async fn school_subjects_and_preschool_children_have_rules_of_their_own(db: Db) {
    let house = House::open(&db).await;
    let agent = house.agent().await;
    let number = begin(&agent, &house.form()).await;
    // School subjects on weekends, for preschool children, and outside a licence for arts.
    let mut subject = house.form();
    subject["class"] = json!("subject");
    subject["stages"] = json!(["primary", "preschool"]);
    subject["times"] = json!([{"weekday": "saturday", "start": "09:00", "end": "10:30"}]);
    save(&agent, &number, &subject).await.expect(200);
    let refused = step(&agent, MINE, &number, json!({"event": "file"}))
        .await
        .expect(422);
    let codes: Vec<&str> = refused.body["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| error["code"].as_str().unwrap())
        .collect();
    assert_eq!(
        codes,
        [
            "class_outside_licence",
            "stage_outside_licence",
            "preschool_subject",
            "subject_on_rest_day"
        ]
    );
    // Online training of preschool children, too.
    let small = online(&house, json!({"stages": ["preschool"]}));
    save(&agent, &number, &small).await.expect(200);
    let refused = step(&agent, MINE, &number, json!({"event": "file"}))
        .await
        .expect(422);
    let told = refused.body["errors"].to_string();
    assert!(told.contains("preschool_online"), "{told}");
}

async fn what_is_missing_is_told_field_by_field(db: Db) {
    let house = House::open(&db).await;
    let agent = house.agent().await;
    let number = begin(&agent, &json!({"name": "国画"})).await;
    let refused = step(&agent, MINE, &number, json!({"event": "file"}))
        .await
        .expect(422);
    let errors = refused.body["errors"].as_array().unwrap();
    assert_eq!(errors.len(), 11, "{errors:?}");
    assert!(errors.iter().all(|error| error["code"] == "missing_field"));
    let missing = record(&agent, MINE, &number).await["missing"].clone();
    assert_eq!(missing.as_array().unwrap().len(), 11);
}

async fn what_only_warns_is_told_and_filed(db: Db) {
    let house = House::open(&db).await;
    let agent = house.agent().await;
    let mut form = house.form();
    form["price_fen"] = json!(1_200_000);
    form["lessons"] = json!(70);
    form["times"] = json!([
        {"weekday": "wednesday", "start": "17:00", "end": "20:00"},
        {"weekday": "friday", "start": "17:00", "end": "20:00"},
    ]);
    form["last_day"] = json!(house.store.today().plus_days(120));
    form["materials"] = json!([{"title": "舞蹈基础", "publisher": "自编", "filed": false}]);
    let number = house.screened(&agent, &form).await;
    let own = record(&agent, MINE, &number).await;
    assert_eq!(own["state"], "published");
    let found: Vec<(&str, &str, bool)> = own["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| {
            let text = |field: &str| it[field].as_str().unwrap();
            (
                text("check"),
                text("figures"),
                it["refuses"].as_bool().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            ("over_5000_yuan", "3", false),
            ("over_60_lessons", "2", false),
            ("over_3_months", "2", false),
            ("materials_not_filed", "舞蹈基础", false),
        ]
    );
}

async fn a_flood_of_drafts_is_stopped(db: Db) {
    let house = House::open(&db).await;
    let agent = house.agent().await;
    let number = begin(&agent, &house.form()).await;
    for n in 1..100 {
        begin(&agent, &json!({"name": format!("第{n}门")})).await;
    }
    let body = json!({"form": {"name": "再来一门"}});
    let refused = agent.post(MINE, &body).await.expect(409);
    assert_eq!(refused.code(), "courses_too_many");
    house.days_go_by(2);
    let agent = house.agent().await;
    let begun = agent.post(MINE, &body).await.expect(201);
    assert_ne!(begun.text("number"), number);
}
