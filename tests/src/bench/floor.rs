//! The bare pools of the floors: sqlx with the same pragmas, settings and numbers of connections as the store's.

use std::time::Duration;

use api::cli::store_settings;
use sea_orm::sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sea_orm::sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous,
};
use sea_orm::sqlx::{self, ConnectOptions as _, Connection as _, PgPool, SqlitePool};
use tests::Db;

use super::ground::runtime;
use super::server::settings;

/// Runs `$body` with the values of one of the two databases: their types differ and their SQL does not.
macro_rules! on {
    ($kind:expr, $sqlite:expr, $postgres:expr) => {
        match $kind {
            tests::Kind::Sqlite => $sqlite,
            tests::Kind::Postgres => $postgres,
        }
    };
}
pub(crate) use on;

fn sqlite_options(db: &Db) -> SqliteConnectOptions {
    let path = db.url().trim_start_matches("sqlite://");
    SqliteConnectOptions::new()
        .filename(path)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(10))
        .statement_cache_capacity(256)
        .disable_statement_logging()
}

/// The one writer of SQLite.
pub(crate) async fn sqlite_writer(db: &Db) -> SqlitePool {
    SqlitePoolOptions::new()
        .max_connections(1)
        .connect_with(sqlite_options(db))
        .await
        .expect("our database")
}

/// As many readers of SQLite as the real service has.
pub(crate) async fn sqlite_readers(db: &Db) -> SqlitePool {
    let options = sqlite_options(db)
        .read_only(true)
        .pragma("query_only", "on")
        .pragma("cache_size", "-4096");
    SqlitePoolOptions::new()
        .max_connections(store_settings(&settings(db)).connections)
        .connect_with(options)
        .await
        .expect("our database")
}

/// As many connections to PostgreSQL as the real service has.
pub(crate) async fn postgres(db: &Db) -> PgPool {
    let options: PgConnectOptions = db.url().parse().expect("an address of ours");
    PgPoolOptions::new()
        .max_connections(store_settings(&settings(db)).connections)
        .connect_with(options.disable_statement_logging())
        .await
        .expect("our database")
}

/// The version of the SQLite that is compiled in.
pub(crate) fn sqlite_version() -> String {
    runtime().block_on(async {
        let mut memory = sqlx::SqliteConnection::connect("sqlite::memory:")
            .await
            .expect("a database in memory");
        sqlx::query_scalar("SELECT sqlite_version()")
            .fetch_one(&mut memory)
            .await
            .expect("it knows its version")
    })
}
