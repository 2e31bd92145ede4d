//! A report of an entry in real browsers: written on a telephone, accepted at a desk, answered.

use domain::access::Role;
use serde_json::json;
use tests::browser::Browser;
use tests::bureau::PASSWORD;

use super::in_turn;
use super::town::Town;

#[test]
fn a_parent_reports_an_entry_and_an_officer_puts_it_right() {
    in_turn(async {
        let Some(browser) = Browser::find() else {
            return;
        };
        let town = Town::open("browser-reports").await;
        let institution = town.agents_institution().await;
        let officer = town.session(Role::Officer);
        let open = officer
            .get("/api/v1/desk/reports?state=double")
            .await
            .expect(200);
        let double = open.body["items"][0]["institution_number"].clone();
        let input = json!({
            "base": town.base(),
            "password": PASSWORD,
            "number": institution["number"],
            "double": double,
        });
        let told = browser.play("reports", &input).await;
        assert_eq!(told["faults"], json!([]), "{:#}", told["faults"]);
        let followed = told["followed"].as_str().unwrap();
        assert!(followed.contains("负责人已经更正，谢谢您。"), "{followed}");
        let path = format!(
            "/api/v1/institutions/{}",
            institution["number"].as_str().unwrap()
        );
        let record = officer.get(&path).await.expect(200);
        assert_eq!(record.text("principal"), "熊梦云");
    });
}
