//! A morning's applications, taken up by an officer who has no mouse.

use std::collections::BTreeSet;

use serde_json::json;
use tests::browser::Browser;
use tests::bureau::PASSWORD;
use tests::{Db, Kind};

use super::House;
use super::applications::{DESK, form, submitted};
use crate::browser::in_turn;

/// So many wait.
const COUNT: usize = 30;
/// Keys for one application, from the list and back to it: to open, to get past what stands on every page, to the button,
/// and the same way back.
const KEYS_MAX: u64 = 20;

#[test]
fn an_officer_takes_up_thirty_applications_with_the_keyboard_alone() {
    in_turn(async {
        let Some(browser) = Browser::find() else {
            return;
        };
        let db = Db::fresh(Kind::Sqlite, "by-keyboard").await.unwrap();
        let house = House::of(&db, COUNT + 1).await;
        let mut waiting = BTreeSet::new();
        for party in 1..=COUNT {
            let mut form = form();
            form["name"] = json!(house.bureau.parties[party].name);
            let agent = house.agent(party).await;
            waiting.insert(submitted(&agent, "establish", &form).await);
        }
        let input = json!({"base": house.door.url(), "login": "officer", "password": PASSWORD, "count": COUNT});
        let told = browser.play("desk_keyboard", &input).await;
        assert_eq!(told["faults"], json!([]), "{:#}", told["faults"]);
        let taken = told["taken"].as_array().unwrap();
        let taken: BTreeSet<String> = taken
            .iter()
            .map(|number| number.as_str().unwrap().to_owned())
            .collect();
        assert_eq!(taken, waiting, "each once");
        for keys in told["pressed"].as_array().unwrap() {
            assert!(keys.as_u64().unwrap() <= KEYS_MAX, "{}", told["pressed"]);
        }
        let officer = house.person("officer").await;
        for number in waiting {
            let record = officer.get(&format!("{DESK}/{number}")).await.expect(200);
            assert_eq!(record.body["state"], "accepted", "{number}");
        }
    });
}
