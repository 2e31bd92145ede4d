//! A course in real browsers: flagged and refused with a reason, or published with its fee.

use domain::access::Role;
use domain::words::Day;
use serde_json::json;
use tests::browser::Browser;
use tests::bureau::PASSWORD;

use super::in_turn;
use super::town::Town;

#[test]
fn an_agent_files_courses_an_officer_refuses_one_and_parents_see_the_fee() {
    in_turn(async {
        let Some(browser) = Browser::find() else {
            return;
        };
        let town = Town::open("browser-courses").await;
        let institution = town.agents_institution().await;
        let own = town.session(Role::InstitutionAgent);
        let mine = own.get("/api/v1/my/courses").await.expect(200);
        let first = mine.body["items"]
            .as_array()
            .unwrap()
            .iter()
            .find_map(|course| course["filed_on"].as_str())
            .unwrap();
        let first: Day = first.parse().unwrap();
        let input = json!({
            "base": town.base(),
            "password": PASSWORD,
            "institution": institution["number"],
            "first": first,
            "last": first.plus_days(84),
        });
        let told = browser.play("courses", &input).await;
        assert_eq!(told["faults"], json!([]), "{:#}", told["faults"]);
        let fee = told["fee"].as_str().unwrap();
        assert!(fee.contains("1,680"), "{fee}");

        // What the browsers showed is what the records say.
        let courses = own.get("/api/v1/my/courses").await.expect(200);
        let state = |name: &str| {
            let items = courses.body["items"].as_array().unwrap();
            let course = items.iter().find(|course| course["name"] == name);
            course.unwrap_or_else(|| panic!("{name}"))["state"].clone()
        };
        assert_eq!(state("思维训练（冬季班）"), "refused");
        assert_eq!(state("民族舞小组课"), "published");
    });
}
