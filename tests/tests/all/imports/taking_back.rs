//! A list is taken back where nobody relies on it.

use domain::access::permit;
use domain::pii::Pii;
use domain::staff::{NewMember, Pupils};
use serde_json::json;
use store::ops::import::{self as ops, Removal};
use store::ops::staff;
use store::read;
use tests::bureau::grant;
use tests::{Db, db_test};
use worker::import::Wish;

use super::{LAST, Office, list};
use crate::staff::identity;

db_test!(
    a_list_is_taken_back_with_all_of_it,
    a_list_is_kept_where_somebody_complained,
    a_list_is_kept_where_an_institution_has_staff,
    a_removal_that_was_cut_off_goes_on,
    a_complaint_in_the_last_moment_keeps_what_is_left,
);

async fn a_list_is_taken_back_with_all_of_it(db: Db) {
    let office = Office::open(&db).await;
    let id = office
        .enter(&list(230), &Wish::default())
        .await
        .unwrap()
        .list
        .id;
    let last = office.rows.texts(LAST).await.remove(0);
    office.withdraw(id).await.unwrap();
    assert_eq!((office.institutions().await, office.found().await), (1, 0));
    assert_eq!(office.rows.count("licence").await, 1);
    assert_eq!(office.rows.count("institution_search").await, 1);
    let again = office.withdraw(id).await.unwrap_err();
    assert_eq!(again.code(), "import_past_this");
    let reason = office
        .rows
        .texts(
            "SELECT reason AS value FROM act WHERE subject_kind = 'import' AND verb = 'withdraw'",
        )
        .await;
    assert_eq!(reason, ["重复导入"]);
    let second = office.enter(&list(1), &Wish::default()).await.unwrap();
    let first = second.list.first.unwrap();
    assert!(first > last, "{first} and {last}: no number is used twice");
}

async fn a_list_is_kept_where_somebody_complained(db: Db) {
    let office = Office::open(&db).await;
    let id = office
        .enter(&list(3), &Wish::default())
        .await
        .unwrap()
        .list
        .id;
    let number = office.rows.texts(LAST).await.remove(0);
    office.complain(&number).await.expect(201);
    let kept = office.withdraw(id).await.unwrap_err();
    assert_eq!(kept.code(), "import_in_use");
    assert_eq!(office.found().await, 3);
}

async fn a_list_is_kept_where_an_institution_has_staff(db: Db) {
    let office = Office::open(&db).await;
    let id = office
        .enter(&list(3), &Wish::default())
        .await
        .unwrap()
        .list
        .id;
    let right = grant::<permit::KeepStaff>(&office.store);
    let number = office.rows.texts(LAST).await.remove(0).parse().unwrap();
    let place = read::staff::workplace(&office.store, &right, number).await;
    let pupils = Pupils {
        all: 12,
        preschool: 0,
    };
    let (place, now) = (place.unwrap(), office.store.now());
    staff::state_pupils(&office.store, &right, place, pupils, now)
        .await
        .unwrap();
    let kept = office.withdraw(id).await.unwrap_err();
    assert_eq!(kept.code(), "import_in_use");
    office.rows.set("DELETE FROM staff_pupils").await;
    let body = json!({
        "name": "万思宁", "post": "manager", "engagement": "full_time", "subject": "", "certificate": null,
        "certificate_number": "", "entry_check": "unchecked", "checked_on": null, "photo_shown": false,
        "photo_consent_on": null, "employed_on": "2026-01-08",
    });
    let new = NewMember {
        identity: Pii::new(identity(1).parse().unwrap()),
        member: serde_json::from_value(body).unwrap(),
    };
    staff::enter(&office.store, &right, place, &new, None, now)
        .await
        .unwrap();
    let kept = office.withdraw(id).await.unwrap_err();
    assert_eq!(kept.code(), "import_in_use");
    assert_eq!(office.found().await, 3);
}

async fn a_removal_that_was_cut_off_goes_on(db: Db) {
    let office = Office::open(&db).await;
    let id = office
        .enter(&list(450), &Wish::default())
        .await
        .unwrap()
        .list
        .id;
    let now = office.store.now();
    let early = ops::remove(&office.store, &office.right, id, now)
        .await
        .unwrap_err();
    assert_eq!(early.code(), "import_past_this");
    ops::withdraw(&office.store, &office.right, id, "重复导入", now)
        .await
        .unwrap();
    assert_eq!(office.found().await, 0, "it is gone for everybody at once");
    let first = ops::remove(&office.store, &office.right, id, now)
        .await
        .unwrap();
    assert_eq!(first, Removal::More(200));
    office.withdraw(id).await.unwrap();
    assert_eq!(office.institutions().await, 1);
}

async fn a_complaint_in_the_last_moment_keeps_what_is_left(db: Db) {
    let office = Office::open(&db).await;
    let id = office
        .enter(&list(3), &Wish::default())
        .await
        .unwrap()
        .list
        .id;
    let number = office.rows.texts(LAST).await.remove(0);
    let filed = office.complain(&number).await.expect(201);
    let complaint = filed.text("number");
    // The filing that had read the institution before it was hidden, and is committed after it.
    office
        .rows
        .set(&format!(
            "UPDATE complaint SET institution_id = NULL WHERE number = '{complaint}'"
        ))
        .await;
    ops::withdraw(
        &office.store,
        &office.right,
        id,
        "重复导入",
        office.store.now(),
    )
    .await
    .unwrap();
    office.rows.set(&format!("UPDATE complaint SET institution_id = (SELECT id FROM institution WHERE number = '{number}') WHERE number = '{complaint}'")).await;
    let kept = office.withdraw(id).await.unwrap_err();
    assert_eq!(kept.code(), "import_in_use");
    assert_eq!(
        (office.institutions().await, office.found().await),
        (4, 3),
        "they are visible again"
    );
    let acts = office
        .rows
        .texts("SELECT verb AS value FROM act WHERE subject_kind = 'import' ORDER BY id")
        .await;
    assert_eq!(acts, ["show", "withdraw", "put_back"]);
}
