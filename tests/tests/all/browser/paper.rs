//! The receipt on paper: who has no account has only this.

use serde_json::json;
use tests::browser::Browser;

use super::in_turn;
use super::town::Town;

#[test]
fn the_receipt_prints_on_one_sheet_with_number_and_code_and_nothing_to_press() {
    in_turn(async {
        let Some(browser) = Browser::find() else {
            return;
        };
        let town = Town::open("browser-paper").await;
        let told = browser.play("paper", &json!({"base": town.base()})).await;
        assert_eq!(told["pages"], 1);
        assert_eq!(told["hidden"], json!([]), "of no use on paper");
        assert_eq!(told["violations"], json!([]), "on paper");
        let white = ["rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"];
        let paper = told["paper"].as_str().unwrap();
        assert!(
            white.contains(&paper),
            "a dark theme is printed dark: {paper}"
        );
        let text = told["text"].as_str().unwrap();
        for wanted in ["number", "receipt"] {
            let words = told[wanted].as_str().unwrap();
            assert!(
                text.contains(words),
                "{wanted} {words} is not on the sheet: {text}"
            );
        }
    });
}
