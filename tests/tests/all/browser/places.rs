//! An unlicensed place in real browsers: a complaint on a telephone becomes one, it is checked, photographed and shut at a desk.

use domain::access::Role;
use serde_json::json;
use tests::browser::Browser;
use tests::bureau::PASSWORD;

use super::in_turn;
use super::town::Town;

#[test]
fn an_officer_makes_a_place_of_a_complaint_and_shuts_it_after_a_check() {
    in_turn(async {
        let Some(browser) = Browser::find() else {
            return;
        };
        let town = Town::open("browser-places").await;
        let filed = tests::caller::Caller::public(&town.base())
            .post(
                "/api/v1/complaints",
                &json!({
                    "institution_name": "小青蛙作业吧", "place": "象湖新城 8 栋 2 单元 1101 室", "district": "360121",
                    "subject": "楼上办补习班", "body": "每天放学后十几个孩子在楼上补数学，没有看到办学许可证。", "anonymous": true,
                }),
            )
            .await
            .expect(201);
        let photo = tests::repository::root().join("seeds/corpus/proof.png");
        let input = json!({
            "base": town.base(),
            "password": PASSWORD,
            "complaint": filed.body["number"],
            "photo": photo.display().to_string(),
        });
        let told = browser.play("places", &input).await;
        assert_eq!(told["faults"], json!([]), "{:#}", told["faults"]);

        // What the browsers showed is what the records say.
        let officer = town.session(Role::Officer);
        let number = told["number"].as_str().unwrap();
        let place = officer.get(&format!("/api/v1/desk/places/{number}")).await;
        let place = place.expect(200).body;
        assert_eq!(place["state"], "shut");
        assert_eq!(place["article"], "53-17");
        assert_eq!(place["complaints"][0]["number"], filed.body["number"]);
        assert_eq!(place["files"].as_array().unwrap().len(), 1);
    });
}
