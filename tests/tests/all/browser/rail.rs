//! The places of the desk on a telephone.

use serde_json::json;
use tests::browser::Browser;
use tests::bureau::PASSWORD;

use super::in_turn;
use super::town::Town;

#[test]
fn a_telephone_shows_the_places_of_the_desk_in_one_row_until_they_are_asked_for() {
    in_turn(async {
        let Some(browser) = Browser::find() else {
            return;
        };
        let town = Town::open("browser-rail").await;
        let input = json!({"base": town.base(), "login": "officer", "password": PASSWORD});
        let told = browser.play("rail", &input).await;
        assert_eq!(
            told["shut"]["links"],
            json!(["/desk", "/desk/cases", "#rail"])
        );
        assert!(told["shut"]["height"].as_i64().unwrap() < 60, "{told}");
        let open = told["open"]["links"].as_array().unwrap();
        assert!(open.len() > 12 && !open.contains(&json!("#rail")), "{told}");
        assert_eq!(told["landed"], "/desk/places");
    });
}
