//! A teacher in real browsers, from an agent's telephone to the page that parents read.

use domain::access::Role;
use serde_json::json;
use tests::browser::Browser;
use tests::bureau::PASSWORD;

use super::in_turn;
use super::town::Town;
use crate::staff::{identity, mistyped};

#[test]
fn an_agent_on_a_telephone_enters_a_teacher_whom_parents_then_see() {
    in_turn(async {
        let Some(browser) = Browser::find() else {
            return;
        };
        let town = Town::open("browser-staff").await;
        let agent = town.session(Role::InstitutionAgent);
        let before = agent.get("/api/v1/my/staff?limit=100").await.expect(200);
        let institution = town.agents_institution().await;
        let number = institution["number"].as_str().unwrap();
        let input = json!({
            "base": town.base(),
            "password": PASSWORD,
            "number": number,
            "identity": identity(901),
            "wrong": mistyped(901),
        });
        let told = browser.play("staff", &input).await;
        assert_eq!(told["faults"], json!([]), "{:#}", told["faults"]);
        let published = told["published"].as_str().unwrap();
        for words in ["欧阳珺霖", "古典吉他", "赣艺2026000123"] {
            assert!(published.contains(words), "{words}: {published}");
        }

        // What the browsers showed is what the records say, and nobody reads the number.
        let after = agent.get("/api/v1/my/staff?limit=100").await.expect(200);
        let count = |answer: &serde_json::Value| answer["items"].as_array().unwrap().len();
        assert_eq!(count(&after.body), count(&before.body) + 1);
        let record = agent
            .get(&format!("/api/v1/institutions/{number}"))
            .await
            .expect(200);
        let text = record.body.to_string();
        assert!(
            text.contains("欧阳珺霖") && !text.contains(&identity(901)),
            "{text}"
        );
    });
}
