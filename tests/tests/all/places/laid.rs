//! What is laid to a place by the forms of its page: photographs, complaints, a case.

use tests::visitor::{SentFile, Visitor};
use tests::{Db, db_test};

use super::House;
use super::pages::{entered, signed_in};

db_test!(photographs_complaints_and_a_case_are_laid_to_a_place,);

async fn photographs_complaints_and_a_case_are_laid_to_a_place(db: Db) {
    const PNG: &[u8] = &[0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0];
    let house = House::open(&db).await;
    let mut officer = signed_in(&db, &house, "officer").await;
    let path = entered(&mut officer, &house).await;
    let file = |name, bytes| SentFile {
        field: "files",
        name,
        bytes,
    };
    let page = officer.get(&path).await.expect(200);
    let form = page.form(&format!("{path}/files"));
    let files = [file("门口.png", PNG), file("坏.png", b"<html></html>")];
    let back = officer.upload(&form, &[], &files).await.expect(422);
    assert!(
        back.says("坏.png") && back.says("这种文件不能收"),
        "{}",
        back.words()
    );
    assert!(
        back.says("门口.png") && back.says("PNG"),
        "the good one is kept"
    );
    let form = back.form(&format!("{path}/files"));
    officer.upload(&form, &[], &files[..1]).await.expect(303);
    let none = officer.upload(&form, &[], &[]).await.expect(422);
    assert!(none.says("请选文件"), "{}", none.words());

    a_complaint_is_linked_and_taken_off(&mut officer, &house, &path).await;
    a_case_is_filed(&mut officer, &house, &path).await;
}

async fn a_complaint_is_linked_and_taken_off(officer: &mut Visitor, house: &House, path: &str) {
    let complaint = house.complaint().await;
    let link = format!("{path}/complaints");
    let form = officer.get(path).await.form(&link);
    let back = officer
        .submit_form(&form, &[("complaint", "TS12")])
        .await
        .expect(422);
    assert!(
        back.html.contains("id=\"link-complaint-error\""),
        "{}",
        back.words()
    );
    officer
        .submit_form(&form, &[("complaint", &complaint)])
        .await
        .expect(303);
    let page = officer.get(path).await.expect(200);
    assert!(page.says(&complaint) && page.says("居民楼里办补习班"));
    let removal = format!("{path}/complaints/removal");
    officer.submit(&page, &removal, &[]).await.expect(303);
    assert!(officer.get(path).await.says("还没有关联的投诉"));
}

async fn a_case_is_filed(officer: &mut Visitor, house: &House, path: &str) {
    let number = path.rsplit('/').next().unwrap();
    let new = format!("/desk/cases/new?place={number}");
    let page = officer.get(path).await;
    assert!(page.html.contains(&new), "{}", page.words());
    let page = officer.get(&new).await.expect(200);
    assert_eq!(
        page.form("/desk/cases").value("party_name"),
        Some("小太阳托管")
    );
    let second = house.bureau.second_officer.to_string();
    let filled = [
        ("second_officer", second.as_str()),
        ("party_name", "王某"),
        ("reason", "涉嫌擅自举办。"),
    ];
    let done = officer
        .submit(&page, "/desk/cases", &filled)
        .await
        .expect(303);
    let case = officer.get(done.location()).await.expect(200);
    assert!(case.says("王某") && case.says(number), "{}", case.words());
    let page = officer.get(path).await.expect(200);
    assert!(
        page.says("王某") && !page.html.contains(&new),
        "{}",
        page.words()
    );
    assert!(
        officer
            .get(&new)
            .await
            .expect(303)
            .location()
            .starts_with("/desk/cases/AJ")
    );
}
