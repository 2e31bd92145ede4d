//! A licence in real browsers, from the first click of an agent to what whoever reads the square of its paper sees, all of it
//! on a telephone and all of it at a desk.

use domain::access::Role;
use serde_json::json;
use tests::browser::Browser;
use tests::bureau::PASSWORD;
use tests::caller::Caller;
use tests::repository;
use tests::square::squares;

use super::in_turn;
use super::town::Town;

#[test]
fn a_licence_is_got_and_verified_on_a_telephone() {
    a_licence_is_got_and_verified(390);
}

#[test]
fn a_licence_is_got_and_verified_at_a_desk() {
    a_licence_is_got_and_verified(1280);
}

fn a_licence_is_got_and_verified(width: u32) {
    in_turn(async {
        let Some(browser) = Browser::find() else {
            return;
        };
        let town = Town::open(&format!("browser-application-{width}")).await;
        let input = json!({
            "base": town.base(),
            "password": PASSWORD,
            "width": width,
            "agent": "institution-agent-3",
            "paper": repository::root().join("seeds/corpus/proof.png"),
        });
        let told = browser.play("application", &input).await;
        assert_eq!(told["faults"], json!([]), "{:#}", told["faults"]);
        let conditions = told["conditions"].as_array().unwrap();
        assert!(
            conditions[0].as_str().unwrap().contains("90 / 180"),
            "{told}"
        );
        assert!(
            conditions[1].as_str().unwrap().contains("240 / 180"),
            "{told}"
        );

        // What the browsers showed is what the records say.
        let officer = town.session(Role::Officer);
        let number = told["number"].as_str().unwrap();
        let path = format!("/api/v1/desk/applications/{number}");
        let record = officer.get(&path).await.expect(200);
        assert_eq!(record.body["state"], "issued", "{}", record.body);
        let licence = told["licence"].as_str().unwrap();
        let path = format!("/api/v1/desk/licences/{licence}");
        let record = officer.get(&path).await.expect(200);
        assert_eq!(record.body["state"], "valid", "{}", record.body);
        let more = record.body["more_classes"].as_array().unwrap();
        assert!(more.contains(&json!("practice")), "{more:?}");
        let sheet = officer.get(&format!("{path}/pdf")).await.expect(200);
        let Some(squares) = squares(&sheet.bytes).await else {
            return;
        };
        assert_eq!(squares.len(), 1, "{squares:?}");
        let (_, leads) = squares[0].split_once("/verify/").unwrap();
        let seen = Caller::public(&town.base())
            .page(&format!("/verify/{leads}"))
            .await;
        let seen = String::from_utf8_lossy(&seen.expect(200).bytes).into_owned();
        assert!(seen.contains("这张许可证有效") && seen.contains(licence));
    });
}
