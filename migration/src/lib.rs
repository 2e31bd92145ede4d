//! The schema of the register: frozen steps, run by command under a lock.
//!
//! Steps are plain SQL, common to SQLite and PostgreSQL but for the search index and the triggers.
//! Each step records the oldest program that may still work on its result, so that an older and a
//! newer program can run side by side during an upgrade (expand, migrate, contract). Programs check
//! that record when they connect; this crate only changes the schema.

mod lock;
mod steps;

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{
    ConnectOptions, Database, DatabaseConnection, DbBackend, Statement,
};

use crate::lock::Lock;

/// What one run did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Names of the steps applied by this run, oldest first; empty where nothing was due.
    pub applied: Vec<String>,
}

/// Why the schema could not be brought up to date. Nothing of a failed step stays behind.
#[derive(Debug, thiserror::Error)]
pub enum MigrationFault {
    /// The address is not one of a database that is served, or the database cannot be reached.
    #[error("the database cannot be reached: {0}")]
    Connect(String),
    /// Another migration holds the lock.
    #[error("another migration is running; wait for it to end")]
    Locked,
    /// The schema holds a step that this program does not know: it belongs to a newer program.
    #[error("the schema is newer than this program: it has the unknown step {0}")]
    Newer(String),
    /// A statement of a step was refused.
    #[error("the step was refused by the database: {0}")]
    Step(String),
}

/// The steps as sea-orm's migrator wants them.
struct Steps;

#[async_trait::async_trait]
impl MigratorTrait for Steps {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        steps::ALL
            .iter()
            .map(|step| -> Box<dyn MigrationTrait> { Box::new(step) })
            .collect()
    }
}

/// Brings the database at `url` (`sqlite://path` or `postgres://…`) to the newest schema this
/// program knows. A SQLite file is created where it is missing. Running it twice changes nothing.
///
/// # Errors
/// [`MigrationFault`]: unreachable, locked by another run, newer than this program, or a refused step.
pub async fn migrate(url: &str) -> Result<Report, MigrationFault> {
    let _file_lock = Lock::beside(url)?;
    let database = connect(url).await?;
    let report = under_lock(&database).await;
    let closed = database.close().await;
    let report = report?;
    closed.map_err(|fault| MigrationFault::Connect(plain(&fault)))?;
    Ok(report)
}

async fn connect(url: &str) -> Result<DatabaseConnection, MigrationFault> {
    let address = if url.starts_with("sqlite:") && !url.contains("mode=") {
        format!("{url}?mode=rwc")
    } else {
        url.to_owned()
    };
    let mut options = ConnectOptions::new(address);
    // One connection: the advisory lock of PostgreSQL belongs to the connection that took it.
    options.max_connections(1).sqlx_logging(false);
    Database::connect(options)
        .await
        .map_err(|fault| MigrationFault::Connect(plain(&fault)))
}

/// The number is arbitrary and fixed: it names this lock among PostgreSQL's advisory locks.
const ADVISORY_LOCK: i64 = 0x686f_6e67_6a69_616e;

async fn under_lock(database: &DatabaseConnection) -> Result<Report, MigrationFault> {
    let step = |fault: DbErr| MigrationFault::Step(plain(&fault));
    if database.get_database_backend() == DbBackend::Postgres {
        let lock = Statement::from_sql_and_values(
            DbBackend::Postgres,
            "SELECT pg_advisory_lock($1)",
            [ADVISORY_LOCK.into()],
        );
        database.execute_raw(lock).await.map_err(step)?;
    } else {
        // The mode is kept in the file: every later connection finds it.
        database
            .execute_unprepared("PRAGMA journal_mode = WAL")
            .await
            .map_err(step)?;
    }
    let known: Vec<&str> = steps::ALL.iter().map(|step| step.name).collect();
    let recorded = Steps::get_migration_models(database).await.map_err(step)?;
    let missing = |name: &&str| !recorded.iter().any(|model| model.version == *name);
    if let Some(unknown) = recorded
        .iter()
        .find(|model| !known.contains(&model.version.as_str()))
    {
        // Where nothing is to be done, a newer schema is left as it is: the start check of each program says whether
        // it can still work on it.
        return if known.iter().any(missing) {
            Err(MigrationFault::Newer(unknown.version.clone()))
        } else {
            Ok(Report {
                applied: Vec::new(),
            })
        };
    }
    let applied = known
        .into_iter()
        .filter(missing)
        .map(str::to_owned)
        .collect();
    Steps::up(database, None).await.map_err(step)?;
    Ok(Report { applied })
}

/// The words of a driver error. Its `Debug` form may print values of rows and is never used.
fn plain(fault: &DbErr) -> String {
    fault.to_string()
}

/// Name and texts (common, SQLite, PostgreSQL) of each step, for the test that keeps released steps frozen.
#[must_use]
pub fn frozen_texts() -> Vec<(&'static str, [&'static str; 3])> {
    steps::ALL
        .iter()
        .map(|step| (step.name, [step.common, step.sqlite, step.postgres]))
        .collect()
}
