//! Who has no mouse gets everywhere, and sees where they are.

use serde_json::json;
use tests::browser::Browser;
use tests::bureau::PASSWORD;

use super::in_turn;
use super::town::Town;

#[test]
fn the_keyboard_reaches_everything_and_the_focus_is_always_seen() {
    in_turn(async {
        let Some(browser) = Browser::find() else {
            return;
        };
        let town = Town::open("browser-keyboard").await;
        let input = json!({"base": town.base(), "login": "officer", "password": PASSWORD});
        let told = browser.play("keyboard", &input).await;
        assert_eq!(told["skip"], json!({"shown": "跳到正文", "leads": true}));
        let rings = told["rings"].as_array().unwrap();
        assert!(rings.len() > 60, "only {} places were reached", rings.len());
        for place in rings {
            assert_eq!(place["seen"], true, "out of sight: {place}");
            assert!(place["ring"].as_f64().unwrap() >= 3.0, "no ring: {place}");
        }
        let summary = &told["summary"];
        assert_eq!(summary["wrong"], "true", "{summary}");
        assert_eq!(summary["told"], true, "{summary}");
        assert_eq!(told["signed"], "/desk");
        let rows = told["rows"].as_array().unwrap();
        assert_ne!(rows[0], rows[1], "j moves on");
        assert_eq!(rows[0], rows[2], "k moves back");
        let opened = told["opened"].as_str().unwrap();
        assert!(rows[0].as_str().unwrap().starts_with(opened), "{opened}");
        assert_eq!(told["search"], "q", "/ leads to the search field");
    });
}
