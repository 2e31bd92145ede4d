//! Photographs and papers of a place.

use reqwest::Method;
use tests::caller::{Answer, Caller, form, send};
use tests::{Db, db_test};

use super::{House, PLACES, enter, record};

db_test!(
    a_photograph_is_kept_once_and_read_by_the_desk_alone,
    what_is_no_picture_is_refused_and_nothing_is_kept,
);

const PNG: &[u8] = &[0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0];

async fn add(person: &Caller, number: &str, name: &str, bytes: &[u8]) -> Answer {
    let (kind, body) = form(name, bytes);
    let request = person.request(Method::POST, &format!("{PLACES}/{number}/files"));
    send(request.header("Content-Type", kind).body(body)).await
}

async fn a_photograph_is_kept_once_and_read_by_the_desk_alone(db: Db) {
    let house = House::open(&db).await;
    let officer = house.officer().await;
    let number = enter(&officer, &house.seen()).await;
    let first = add(&officer, &number, "../../门口.exe", PNG)
        .await
        .expect(201);
    let again = add(&officer, &number, "again.png", PNG).await.expect(201);
    assert_eq!(first.text("id"), again.text("id"));
    assert_eq!(first.text("file_name"), "门口.png");
    assert_eq!(first.text("media_type"), "image/png");
    let shown = record(&officer, &number).await;
    assert_eq!(shown["files"].as_array().unwrap().len(), 1);
    assert_eq!(shown["files"][0]["sha256"], first.body["sha256"]);
    let path = format!("/api/v1/desk/evidence/{}", first.text("id"));
    officer.get(&path).await.expect(200);
    house.person("auditor").await.get(&path).await.expect(200);
    for login in ["officer-zones", "institution-agent", "administrator"] {
        let answer = house.person(login).await.get(&path).await;
        assert!(
            matches!(answer.status, 403 | 404),
            "{login}: {}",
            answer.status
        );
    }
    house.door.public().get(&path).await.expect(401);
    let zones = house.person("officer-zones").await;
    add(&zones, &number, "a.png", PNG).await.expect(404);
    let auditor = house.person("auditor").await;
    add(&auditor, &number, "a.png", PNG).await.expect(403);
    let acts = "act WHERE subject_kind = 'place' AND verb = 'add_evidence'";
    assert_eq!(house.rows.count(acts).await, 1);
}

async fn what_is_no_picture_is_refused_and_nothing_is_kept(db: Db) {
    let house = House::open(&db).await;
    let officer = house.officer().await;
    let number = enter(&officer, &house.seen()).await;
    let page = b"<html><script>alert(1)</script></html>";
    add(&officer, &number, "a.png", page).await.expect(415);
    add(&officer, &number, "a.png", b"").await.expect(422);
    let long = vec![0_u8; 20 * 1024 * 1024 + 1];
    add(&officer, &number, "a.png", &long).await.expect(413);
    add(&officer, "WZ2026999995", "a.png", PNG)
        .await
        .expect(404);
    let files = "evidence_file WHERE subject_kind = 'place'";
    assert_eq!(house.rows.count(files).await, 0);
    // A place keeps fifty, and no more.
    for count in 0..50_u8 {
        let mut picture = PNG.to_vec();
        picture.push(count);
        add(&officer, &number, "a.png", &picture).await.expect(201);
    }
    let mut picture = PNG.to_vec();
    picture.push(99);
    let full = add(&officer, &number, "a.png", &picture).await.expect(422);
    assert_eq!(full.body["errors"][0]["code"], "place_files_full");
}
