//! What people print: the receipt, which is all that somebody without an account has, and the page of an institution.

use serde_json::{Value, json};
use tests::browser::Browser;

use super::in_turn;
use super::town::Town;

/// Nothing to press and nothing dark is on the sheets; gives their words.
fn is_paper(told: &Value, pages: std::ops::RangeInclusive<i64>) -> &str {
    let name = &told["name"];
    let sheets = told["pages"].as_i64().unwrap();
    assert!(pages.contains(&sheets), "{name}: {sheets} sheets");
    assert_eq!(told["hidden"], json!([]), "{name}: of no use on paper");
    assert_eq!(told["violations"], json!([]), "{name}: on paper");
    let white = ["rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"];
    let paper = told["paper"].as_str().unwrap();
    assert!(
        white.contains(&paper),
        "{name}: a dark theme is printed dark: {paper}"
    );
    told["text"].as_str().unwrap()
}

#[test]
fn receipt_and_institution_print_with_what_counts_and_nothing_to_press() {
    in_turn(async {
        let Some(browser) = Browser::find() else {
            return;
        };
        let town = Town::open("browser-paper").await;
        let shown = town.agents_institution().await;
        let asked = json!({"base": town.base(), "institution": shown["number"]});
        let told = browser.play("paper", &asked).await;
        let receipt = is_paper(&told["printed"][0], 1..=1);
        for wanted in ["number", "receipt"] {
            let words = told[wanted].as_str().unwrap();
            assert!(receipt.contains(words), "{wanted} {words}: {receipt}");
        }
        let sheet = is_paper(&told["printed"][1], 1..=4);
        for wanted in ["name", "address"] {
            let words = shown[wanted].as_str().unwrap();
            assert!(sheet.contains(words), "{wanted} {words}: {sheet}");
        }
        assert!(sheet.contains("办学许可"), "{sheet}");
    });
}
