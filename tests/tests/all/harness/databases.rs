//! Each test has a migrated, empty database to itself, on both kinds.

use std::time::Duration;

use sea_orm::{ConnectOptions, ConnectionTrait as _, Database, DatabaseConnection};
use tests::{Db, Kind};

tests::db_test!(
    a_fresh_database_is_migrated_and_empty,
    two_fresh_databases_share_no_rows,
    the_address_can_go_through_a_proxy,
);

async fn open(db: &Db) -> DatabaseConnection {
    Database::connect(db.url()).await.unwrap()
}

async fn count(connection: &DatabaseConnection, table: &str) -> i64 {
    let statement = format!("SELECT COUNT(*) AS n FROM {table}");
    connection
        .query_one_raw(sea_orm::Statement::from_string(
            connection.get_database_backend(),
            statement,
        ))
        .await
        .unwrap()
        .unwrap()
        .try_get("", "n")
        .unwrap()
}

async fn a_fresh_database_is_migrated_and_empty(db: Db) {
    let connection = open(&db).await;
    assert!(count(&connection, "seaql_migrations").await > 0);
    for table in ["institution", "complaint", "notice", "job", "act"] {
        assert_eq!(count(&connection, table).await, 0, "{table}");
    }
    if db.kind() == Kind::Sqlite {
        assert!(db.folder().join("hongjian.sqlite").is_file());
    }
}

async fn two_fresh_databases_share_no_rows(db: Db) {
    let other = Db::fresh(db.kind(), "other").await.unwrap();
    assert_ne!(db.url(), other.url());
    assert_ne!(db.folder(), other.folder());
    let (first, second) = (open(&db).await, open(&other).await);
    first
        .execute_unprepared("CREATE TABLE mine (n BIGINT)")
        .await
        .unwrap();
    assert_eq!(count(&first, "mine").await, 0);
    assert!(
        second
            .execute_unprepared("SELECT n FROM mine")
            .await
            .is_err()
    );
}

async fn the_address_can_go_through_a_proxy(db: Db) {
    let Some(server) = db.server() else {
        assert_eq!(db.kind(), Kind::Sqlite);
        assert_eq!(db.url_through("127.0.0.1:1"), db.url());
        return;
    };
    let proxy = tests::proxy::Proxy::before(server).await;
    let through = db.url_through(&proxy.address().to_string());
    let mut options = ConnectOptions::new(through);
    options.acquire_timeout(Duration::from_secs(1));
    let connection = Database::connect(options).await.unwrap();
    assert_eq!(count(&connection, "complaint").await, 0);
    proxy.break_off().await;
    assert!(connection.execute_unprepared("SELECT 1").await.is_err());
}
