//! A lost licence in real browsers: from the agent's telephone to the two papers in the hands of a parent.

use domain::access::Role;
use serde_json::json;
use tests::browser::Browser;
use tests::bureau::PASSWORD;
use tests::repository;

use super::in_turn;
use super::town::Town;

#[test]
fn an_agent_has_a_lost_licence_issued_again_and_a_parent_tells_the_copies_apart() {
    in_turn(async {
        let Some(browser) = Browser::find() else {
            return;
        };
        let town = Town::open("browser-replacement").await;
        let input = json!({
            "base": town.base(),
            "password": PASSWORD,
            "agent": "institution-agent",
            "paper": repository::root().join("seeds/corpus/proof.png"),
        });
        let told = browser.play("replacement", &input).await;
        assert_eq!(told["faults"], json!([]), "{:#}", told["faults"]);

        // What the browsers showed is what the records say.
        let officer = town.session(Role::Officer);
        let licence = told["licence"].as_str().unwrap();
        let path = format!("/api/v1/desk/licences/{licence}");
        let record = officer.get(&path).await.expect(200);
        let copies = record.body["copies"].as_array().unwrap();
        assert_eq!(copies.len(), 2, "{}", record.body);
        assert_eq!(copies[1]["application"], told["number"]);
    });
}
