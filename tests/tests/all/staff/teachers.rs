//! Numbers that meet: in-service teachers, and the same person at two institutions at once.

use serde_json::{Value, json};
use store::Fault;
use tests::{Db, db_test};

use super::{House, LEADS, MINE, enter, findings, identity};

db_test!(
    an_in_service_teacher_is_told_of_whichever_came_first,
    the_newest_list_of_a_source_stands_for_the_older_ones,
    a_list_of_an_older_day_stands_for_none_of_a_newer_one,
    the_same_person_at_two_institutions_is_told_to_both_and_neither_is_named,
    two_institutions_that_enter_one_person_at_once_raise_one_lead,
);

async fn leads(house: &House) -> Vec<Value> {
    let officer = house.person("officer").await;
    let list = officer.get(LEADS).await.expect(200).body;
    list["items"].as_array().unwrap().clone()
}

async fn an_in_service_teacher_is_told_of_whichever_came_first(db: Db) {
    let house = House::open(&db).await;
    let agent = house.person("institution-agent").await;
    let first = enter(&agent, 1).await.expect(201).text("id");
    let listed = house.teachers(&[1, 2, 3]).await;
    assert_eq!((listed.entered, listed.leads), (3, 1));
    house.is_nowhere_in_clear(&identity(2)).await;
    let second = enter(&agent, 2).await.expect(201);
    let warning = &second.body["warnings"][0];
    assert_eq!(warning["rule"], "in_service");
    assert!(
        !second.body.to_string().contains("凤凰"),
        "the school is not told: {:?}",
        second.body
    );
    for id in [first, second.text("id")] {
        assert_eq!(findings(&agent, &id).await, ["in_service"]);
    }
    let raised = leads(&house).await;
    assert_eq!(raised.len(), 2);
    let officer = house.person("officer").await;
    let path = format!("{LEADS}/{}", raised[0]["id"].as_str().unwrap());
    let whole = officer.get(&path).await.expect(200).body;
    assert_eq!(
        (
            &whole["entry"]["school"],
            &whole["entry"]["source"],
            &whole["entry"]["name"]
        ),
        (
            &json!("南昌市凤凰小学"),
            &json!("人事处名册"),
            &json!("万思宁")
        )
    );
    // The same list once more raises nothing.
    let again = house.teachers(&[1, 2, 3]).await;
    assert_eq!((again.entered, again.ended, again.leads), (0, 0, 0));
    assert_eq!(leads(&house).await.len(), 2);
}

async fn the_newest_list_of_a_source_stands_for_the_older_ones(db: Db) {
    let house = House::open(&db).await;
    let agent = house.person("institution-agent").await;
    house.teachers(&[1, 2]).await;
    let id = enter(&agent, 1).await.expect(201).text("id");
    let newer = house.teachers(&[2, 3]).await;
    assert_eq!((newer.entered, newer.ended), (1, 1));
    assert_eq!(findings(&agent, &id).await, Vec::<String>::new());
    let gone = enter(&agent, 1).await.expect(409);
    assert_eq!(gone.code(), "staff_known_already");
    assert_eq!(leads(&house).await.len(), 1, "what was found stays found");
}

async fn a_list_of_an_older_day_stands_for_none_of_a_newer_one(db: Db) {
    let house = House::open(&db).await;
    house.teachers(&[1, 2]).await;
    house.days_go_by(180);
    house.teachers(&[1]).await;
    house.days_go_by(-90);
    let older = house.list(&[1, 2]).await.unwrap_err();
    let Fault::Input(faults) = older else {
        panic!("{older:?}");
    };
    assert_eq!(
        (faults[0].field.as_ref(), faults[0].code.as_ref()),
        ("listed_on", "list_older")
    );
    house.days_go_by(90);
    assert_eq!(house.teachers(&[1]).await.entered, 0);
}

async fn the_same_person_at_two_institutions_is_told_to_both_and_neither_is_named(db: Db) {
    let house = House::open(&db).await;
    let [one, two] = [
        house.person("institution-agent").await,
        house.person("institution-agent-2").await,
    ];
    let at_one = enter(&one, 1).await.expect(201).text("id");
    let entered = enter(&two, 1).await.expect(201);
    let at_two = entered.text("id");
    assert_eq!(entered.body["warnings"][0]["rule"], "elsewhere");
    assert_eq!(entered.body["warnings"][0]["verified"], false);
    for (agent, id, other) in [(&one, &at_one, 1), (&two, &at_two, 0)] {
        assert_eq!(findings(agent, id).await, ["elsewhere"]);
        let record = agent
            .get(&format!("{MINE}/{id}"))
            .await
            .expect(200)
            .body
            .to_string();
        let party = &house.bureau.parties[other];
        assert!(
            !record.contains(&party.name) && !record.contains(&party.number.to_string()),
            "{record}"
        );
    }
    let raised = leads(&house).await;
    assert_eq!(raised.len(), 1);
    let officer = house.person("officer").await;
    let path = format!("{LEADS}/{}", raised[0]["id"].as_str().unwrap());
    let whole = officer.get(&path).await.expect(200).body;
    let number = house.bureau.parties[0].number.to_string();
    assert_eq!(whole["entry"]["institution_number"], number);
    // Once the person has left one of them nothing is wrong any more.
    let leave = json!({"event": "leave", "on": "2026-11-25", "version": 1});
    one.post(&format!("{MINE}/{at_one}/events"), &leave)
        .await
        .expect(200);
    assert_eq!(findings(&two, &at_two).await, Vec::<String>::new());
}

async fn two_institutions_that_enter_one_person_at_once_raise_one_lead(db: Db) {
    let house = House::open(&db).await;
    let [one, two] = [
        house.person("institution-agent").await,
        house.person("institution-agent-2").await,
    ];
    for serial in 1..=5 {
        let (left, right) = tokio::join!(enter(&one, serial), enter(&two, serial));
        let warnings = [left.expect(201), right.expect(201)]
            .map(|entered| entered.body["warnings"].to_string());
        let warned = warnings
            .iter()
            .filter(|text| text.contains("elsewhere"))
            .count();
        assert_eq!(warned, 1, "{warnings:?}");
    }
    assert_eq!(leads(&house).await.len(), 5);
}
