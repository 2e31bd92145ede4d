//! What a stolen database tells of those who sign in: nothing that opens a door.

use sea_orm::Database;
use store::ops::session;
use tests::bureau::{Bureau, PASSWORD};
use tests::door::Door;
use tests::rows::Rows;
use tests::{Db, db_test};

use crate::model::dump;

db_test!(
    passwords_and_tokens_lie_as_digests,
    who_signs_in_again_leaves_no_session_behind,
);

async fn passwords_and_tokens_lie_as_digests(db: Db) {
    let store = db.store().await;
    let _bureau = Bureau::found(&store, 1).await;
    let door = Door::open(&db, &store).await;
    let officer = door.public().sign_in("officer").await;
    let token = officer.token().unwrap().to_owned();
    let rows = Rows::of(&db).await;
    let hashes = rows
        .texts("SELECT password_hash AS value FROM account")
        .await;
    assert!(!hashes.is_empty());
    for hash in &hashes {
        assert!(hash.starts_with("$argon2id$v=19$m="), "{hash}");
    }
    let connection = Database::connect(db.url()).await.unwrap();
    let all = dump::of(&connection).await;
    assert!(all.iter().any(|(table, _)| table == "session"));
    for (table, row) in &all {
        assert!(
            !row.contains(&token) && !row.contains(PASSWORD),
            "{table}: {row}"
        );
    }
    connection.close().await.unwrap();
}

async fn who_signs_in_again_leaves_no_session_behind(db: Db) {
    let store = db.store().await;
    let _bureau = Bureau::found(&store, 1).await;
    let rows = Rows::of(&db).await;
    let now = store.now();
    let first = session::sign_in(&store, "officer", PASSWORD, None, now).await;
    let first = first.unwrap().token;
    let second = session::sign_in(&store, "officer", PASSWORD, Some(&first), now).await;
    let second = second.unwrap().token;
    assert_ne!(first, second);
    assert!(
        session::session(&store, &first, now)
            .await
            .unwrap()
            .is_none()
    );
    assert!(
        session::session(&store, &second, now)
            .await
            .unwrap()
            .is_some()
    );
    assert_eq!(rows.count("session WHERE ended_at IS NULL").await, 1);
}
