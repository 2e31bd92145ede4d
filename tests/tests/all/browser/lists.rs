//! Lists of institutions in real browsers: the page follows the work by itself, asks, and takes back.

use domain::access::Role;
use serde_json::json;
use tests::browser::Browser;
use tests::bureau::PASSWORD;
use tests::keeper;

use super::in_turn;
use super::town::Town;

#[test]
fn an_administrator_enters_a_list_and_takes_it_back() {
    in_turn(async {
        let Some(browser) = Browser::find() else {
            return;
        };
        let town = Town::open("browser-lists").await;
        let known = town.session(Role::Officer);
        let known = known.get("/api/v1/institutions?limit=1").await.expect(200);
        let name = known.body["items"][0]["name"].as_str().unwrap();
        let folder = keeper::fresh_folder("lists");
        let (list, strange) = (folder.join("西湖区名单.csv"), folder.join("抄来的.csv"));
        let rows = format!(
            "机构名称,类别,学段,县区,地址\n{name},体育类,小学,西湖区,另一条路1号\n晨光围棋馆,体育类,小学,西湖区,孺子路8号\n\
             晨光棋院,体育类,小学、初中,西湖区,孺子路9号\n"
        );
        std::fs::write(&list, rows).unwrap();
        std::fs::write(&strange, "办学者,在哪\n晨光书画社,孺子路7号\n").unwrap();
        let input = json!({
            "base": town.base(),
            "password": PASSWORD,
            "list": list,
            "strange": strange,
        });
        let told = browser.play("lists", &input).await;
        assert_eq!(told["faults"], json!([]), "{:#}", told["faults"]);
        assert!(told["followed"].as_str().unwrap().contains("2"), "{told}");

        // What the browsers showed is what the records say.
        let administrator = town.session(Role::Administrator);
        let lists = administrator.get("/api/v1/desk/imports").await.expect(200);
        let states: Vec<&str> = lists.body["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|list| list["state"].as_str().unwrap())
            .collect();
        assert_eq!(states, ["discarded", "withdrawn"]);
    });
}
