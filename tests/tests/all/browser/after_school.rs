//! After-school service in real browsers: applied for, chosen by one, approved by another, before the public.

use domain::access::Role;
use domain::after_school::SchoolYear;
use domain::words::Day;
use serde_json::json;
use tests::browser::Browser;
use tests::bureau::PASSWORD;

use super::in_turn;
use super::town::Town;

#[test]
fn an_agent_applies_two_officers_decide_and_parents_see_who_is_before_the_public() {
    in_turn(async {
        let Some(browser) = Browser::find() else {
            return;
        };
        let town = Town::open("browser-after-school").await;
        let own = town.session(Role::InstitutionAgent);
        let mine = own.get("/api/v1/my/after-school").await.expect(200);
        let number = mine.body["items"][0]["number"].as_str().unwrap();
        let last: Day = mine.body["items"][0]["last_day"]
            .as_str()
            .unwrap()
            .parse()
            .unwrap();
        let path = format!("/api/v1/my/after-school/{number}");
        let record = own.get(&path).await.expect(200).body;
        let service = &record["form"]["services"][0];
        let input = json!({
            "base": town.base(),
            "password": PASSWORD,
            "year": SchoolYear::of(last).next().zh(),
            "form": {"class": service["class"], "teachers": service["teachers"], "schools": record["form"]["schools"]},
        });
        let told = browser.play("after_school", &input).await;
        assert_eq!(told["faults"], json!([]), "{:#}", told["faults"]);
        let listed = told["listed"].as_str().unwrap();
        assert!(
            listed.contains("公示中") && listed.contains("6.00"),
            "{listed}"
        );

        // What the browsers showed is what the records say.
        let mine = own.get("/api/v1/my/after-school").await.expect(200);
        assert_eq!(mine.body["items"][0]["state"], "publicised");
        let public = town
            .session(Role::Auditor)
            .get("/api/v1/after-school?part=publicised")
            .await;
        let items = public.expect(200).body["items"].as_array().unwrap().clone();
        assert!(
            items
                .iter()
                .any(|one| one["number"] == mine.body["items"][0]["number"])
        );
    });
}
