//! A record in real browsers, from an agent's telephone to the page that parents read.

use serde_json::json;
use tests::browser::Browser;
use tests::bureau::PASSWORD;

use super::in_turn;
use super::town::Town;

#[test]
fn an_agent_and_an_officer_correct_a_record_that_parents_then_read() {
    in_turn(async {
        let Some(browser) = Browser::find() else {
            return;
        };
        let town = Town::open("browser-records").await;
        let institution = town.agents_institution().await;
        let number = institution["number"].as_str().unwrap();
        let input = json!({"base": town.base(), "password": PASSWORD, "number": number});
        let told = browser.play("records", &input).await;
        assert_eq!(told["faults"], json!([]), "{:#}", told["faults"]);
        let near = told["near"].as_str().unwrap();
        assert!(near.contains("米·") || near.contains("公里·"), "{near}");
        let public = told["public"].as_str().unwrap();
        for words in [
            "致翼琴行",
            "0791-80007777",
            "江西致翼文化有限公司",
            "致翼琴社",
            "确认无误",
        ] {
            assert!(public.contains(words), "{words}: {public}");
        }
    });
}
