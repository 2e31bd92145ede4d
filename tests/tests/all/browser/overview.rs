//! README's picture. The test makes it anew as `target/screens/overview.png`; CONTRIBUTING says how to take it over.

use serde_json::json;
use tests::browser::{Browser, screens};
use tests::bureau::PASSWORD;
use tests::repository;

use super::in_turn;
use super::town::Town;

const PICTURE: &str = "docs/img/overview.png";

/// Width and height of a PNG, from its first chunk.
fn size(png: &[u8]) -> (u32, u32) {
    assert!(png.starts_with(b"\x89PNG\r\n\x1a\n"), "it is no PNG");
    let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
    (number(16), number(20))
}

#[test]
fn the_picture_of_the_readme_shows_front_page_and_desk() {
    in_turn(async {
        for readme in ["README.md", "README.zh-CN.md"] {
            assert!(repository::text(readme).contains(PICTURE), "{readme}");
        }
        let committed = std::fs::read(repository::root().join(PICTURE)).unwrap();
        assert!(
            committed.len() < 600_000,
            "{PICTURE} is heavy: {}",
            committed.len()
        );
        let Some(browser) = Browser::find() else {
            return;
        };
        let town = Town::open("browser-overview").await;
        let input = json!({"base": town.base(), "login": "officer", "password": PASSWORD});
        let told = browser.play("overview", &input).await;
        let made = std::fs::read(screens().join("overview.png")).unwrap();
        assert_eq!(json!(size(&made)), json!([told["width"], told["height"]]));
        assert_eq!(
            size(&made),
            size(&committed),
            "{PICTURE} is of another make"
        );
    });
}
