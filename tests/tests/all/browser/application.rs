//! A licence in real browsers, from the first click of an agent on a telephone to what a parent sees of it.

use domain::access::Role;
use serde_json::json;
use tests::browser::Browser;
use tests::bureau::PASSWORD;
use tests::repository;

use super::in_turn;
use super::town::Town;

#[test]
fn an_agent_on_a_telephone_gets_a_licence_that_anybody_can_verify() {
    in_turn(async {
        let Some(browser) = Browser::find() else {
            return;
        };
        let town = Town::open("browser-application").await;
        let input = json!({
            "base": town.base(),
            "password": PASSWORD,
            "agent": "institution-agent-3",
            "paper": repository::root().join("seeds/corpus/proof.png"),
        });
        let told = browser.play("application", &input).await;
        assert_eq!(told["faults"], json!([]), "{:#}", told["faults"]);
        let conditions = told["conditions"].as_array().unwrap();
        assert!(
            conditions[0].as_str().unwrap().contains("90 / 180"),
            "{told}"
        );
        assert!(
            conditions[1].as_str().unwrap().contains("240 / 180"),
            "{told}"
        );

        // What the browsers showed is what the records say.
        let officer = town.session(Role::Officer);
        let number = told["number"].as_str().unwrap();
        let path = format!("/api/v1/desk/applications/{number}");
        let record = officer.get(&path).await.expect(200);
        assert_eq!(record.body["state"], "issued", "{}", record.body);
        let licence = told["licence"].as_str().unwrap();
        let path = format!("/api/v1/desk/licences/{licence}");
        let record = officer.get(&path).await.expect(200);
        assert_eq!(record.body["state"], "valid", "{}", record.body);
    });
}
