//! The whole story as people play it in their browsers, the parent once with script and once without.

use domain::access::Role;
use serde_json::json;
use tests::browser::Browser;
use tests::bureau::PASSWORD;
use tests::repository;

use super::in_turn;
use super::town::Town;

async fn play(browser: &Browser, script: bool) {
    let town = Town::open("browser-story").await;
    let institution = town.agents_institution().await;
    let name = institution["name"].as_str().unwrap().to_owned();
    let letters: String = name.chars().skip(3).take(2).collect();
    let told = browser
        .play(
            "story",
            &json!({
                "base": town.base(),
                "password": PASSWORD,
                "institution": {"name": name, "number": institution["number"], "letters": letters},
                "proof": repository::root().join("seeds/corpus/proof.png"),
                "script": script,
            }),
        )
        .await;
    assert_eq!(told["faults"], json!([]), "{:#}", told["faults"]);
    let receipt = told["receipt"].as_str().unwrap();
    assert!(
        receipt.len() >= 16 && receipt.bytes().all(|sign| sign.is_ascii_digit()),
        "{receipt}"
    );
    let marked = told["marks"].to_string();
    assert!(
        marked.contains("奥数"),
        "the evidence is not marked: {marked}"
    );

    // What the browsers showed is what the records say.
    let officer = town.session(Role::Officer);
    let complaint = told["number"].as_str().unwrap();
    let record = officer
        .get(&format!("/api/v1/desk/complaints/{complaint}"))
        .await
        .expect(200);
    assert_eq!(record.body["state"], "answered", "{}", record.body);
    let case = told["case"].as_str().unwrap();
    let record = officer
        .get(&format!("/api/v1/desk/cases/{case}"))
        .await
        .expect(200);
    assert_eq!(record.body["state"], "closed", "{}", record.body);
}

#[test]
fn a_parent_an_officer_an_agent_and_a_lead_officer_play_the_story() {
    in_turn(async {
        if let Some(browser) = Browser::find() {
            play(&browser, true).await;
        }
    });
}

#[test]
fn the_parent_needs_no_script_for_it() {
    in_turn(async {
        if let Some(browser) = Browser::find() {
            play(&browser, false).await;
        }
    });
}
