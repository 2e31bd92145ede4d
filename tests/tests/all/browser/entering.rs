//! A founder without a licence in real browsers: entered by an officer, given an account, an application begun.

use domain::access::Role;
use serde_json::json;
use tests::browser::Browser;
use tests::bureau::PASSWORD;

use super::in_turn;
use super::town::Town;

#[test]
fn a_founder_comes_to_the_office_and_begins_an_application_at_home() {
    in_turn(async {
        let Some(browser) = Browser::find() else {
            return;
        };
        let town = Town::open("browser-entering").await;
        let input = json!({"base": town.base(), "password": PASSWORD});
        let told = browser.play("entering", &input).await;
        assert_eq!(told["faults"], json!([]), "{:#}", told["faults"]);

        // What the browsers showed is what the records say.
        let number = told["number"].as_str().unwrap();
        let officer = town.session(Role::Officer);
        let path = format!("/api/v1/desk/institutions/{number}/record");
        let record = officer.get(&path).await.expect(200).body;
        let said = |field: &str| {
            let fields = record["fields"].as_array().unwrap();
            let found = fields.iter().find(|one| one["field"] == field);
            found.unwrap()["text"].clone()
        };
        assert_eq!(said("founder"), "沈拾光");
        assert_eq!(said("status"), "preparing");
    });
}
