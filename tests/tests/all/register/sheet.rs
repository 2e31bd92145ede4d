//! The licence as a sheet: who gets it, and that it is one.

use serde_json::json;
use tests::square::squares;
use tests::{Db, db_test};

use super::applications::{DESK, form, step, submitted};
use super::{House, LICENCE};

db_test!(
    the_holder_and_the_officer_get_the_sheet_and_nobody_else,
    a_licence_has_its_sheet_from_the_hour_it_is_issued,
    the_square_on_the_paper_leads_to_what_is_true_now,
);

const MINE: &str = "/api/v1/my/licence/pdf";

async fn the_holder_and_the_officer_get_the_sheet_and_nobody_else(db: Db) {
    let house = House::open(&db).await;
    let desk = format!("{LICENCE}/pdf");
    for (who, path) in [("institution-agent", MINE), ("officer", desk.as_str())] {
        let sheet = house.person(who).await.get(path).await.expect(200);
        assert!(sheet.bytes.starts_with(b"%PDF"), "{who}");
        assert_eq!(sheet.headers["content-type"], "application/pdf");
        let name = sheet.headers["content-disposition"].to_str().unwrap();
        assert!(name.contains("-136010271234567.pdf"), "{name}");
    }
    let none = house.person("institution-agent-2").await.get(MINE).await;
    assert_eq!(none.expect(404).code(), "not_found");
    house
        .person("officer-zones")
        .await
        .get(&desk)
        .await
        .expect(404);
    house.person("officer").await.get(MINE).await.expect(403);
    house
        .person("institution-agent")
        .await
        .get(&desk)
        .await
        .expect(403);
    house.door.public().get(&desk).await.expect(401);
    let unknown = desk.replace("136010271234567", "136010271234568");
    house
        .person("officer")
        .await
        .get(&unknown)
        .await
        .expect(404);
}

async fn the_square_on_the_paper_leads_to_what_is_true_now(db: Db) {
    let house = House::open(&db).await;
    let officer = house.person("officer").await;
    let sheet = officer.get(&format!("{LICENCE}/pdf")).await.expect(200);
    let Some(squares) = squares(&sheet.bytes).await else {
        return;
    };
    let [said] = squares.as_slice() else {
        panic!("{squares:?}");
    };
    let (_, path) = said.split_once("//").unwrap().1.split_once('/').unwrap();
    assert_eq!(path, "verify/136010271234567?copy=1");
    let public = house.door.public();
    let seen = async || {
        let page = public.page(&format!("/{path}")).await.expect(200);
        String::from_utf8_lossy(&page.bytes).into_owned()
    };
    assert!(seen().await.contains("这张许可证有效"));
    // The paper stays as it was printed; what its square leads to does not.
    house.days_go_by(365 * 5);
    let later = seen().await;
    assert!(later.contains("已经过期") && !later.contains("这张许可证有效"));
}

async fn a_licence_has_its_sheet_from_the_hour_it_is_issued(db: Db) {
    let house = House::open(&db).await;
    let agent = house.agent(1).await;
    let number = submitted(&agent, "establish", &form()).await;
    house.granted(&number).await;
    agent.get(MINE).await.expect(404);
    let officer = house.person("officer").await;
    step(&officer, DESK, &number, json!({"event": "issue"}))
        .await
        .expect(200);
    let sheet = agent.get(MINE).await.expect(200);
    assert!(sheet.bytes.starts_with(b"%PDF"));
    // A typeface has its limits: a sheet with a box in the place of a name is not made.
    house
        .rows
        .set("UPDATE institution SET name = '𰻝面艺术培训中心'")
        .await;
    assert_eq!(agent.get(MINE).await.expect(409).code(), "glyph_missing");
}
