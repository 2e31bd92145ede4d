//! The database as one file: taken at one instant while others write, and put back as a whole.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use sea_orm::sqlx::sqlite::SqliteConnectOptions;
use sea_orm::sqlx::{self, ConnectOptions as _, Connection as _, PgConnection, SqliteConnection};
use tokio::process::Command;

use super::BackupFault;
use super::address::Address;
use super::folder::{at, sync};
use crate::Fault;
use crate::connect::{BUSY, sqlite_path};

/// A database that is taken or put back.
pub(super) enum Dump {
    /// The file of it.
    Sqlite(PathBuf),
    /// Where it is.
    Postgres(Address),
}

impl Dump {
    pub(super) fn of(url: &str) -> Result<Self, BackupFault> {
        if url.starts_with("sqlite:") {
            return Ok(Self::Sqlite(sqlite_path(url)?.into()));
        }
        Ok(Self::Postgres(Address::of(url)?))
    }

    /// As the manifest calls it.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "sqlite",
            Self::Postgres(_) => "postgres",
        }
    }

    /// The name of its file in a backup.
    pub(super) fn file(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "database.sqlite",
            Self::Postgres(_) => "database.dump",
        }
    }

    /// Writes the database as it stands at one instant to `file`, which is not there yet.
    pub(super) async fn take(&self, file: &Path) -> Result<(), BackupFault> {
        match self {
            Self::Sqlite(path) => {
                let mut connection = open(path).await?;
                let name = file.to_string_lossy().into_owned();
                // A read like any other to the rest of the system: nobody waits for it.
                sqlx::query("VACUUM INTO $1")
                    .bind(name)
                    .execute(&mut connection)
                    .await
                    .map_err(|fault| BackupFault::File(fault.to_string()))?;
                connection.close().await.map_err(Fault::from)?;
                Ok(())
            }
            Self::Postgres(address) => {
                let file = [OsStr::new("--file"), file.as_os_str()];
                let form = ["--format=custom", "--no-owner", "--no-privileges"];
                let arguments = form.iter().map(OsStr::new).chain(file);
                run("pg_dump", address, arguments).await
            }
        }
    }

    /// Whether there is nothing yet where the database is to be put.
    pub(super) async fn is_empty(&self) -> Result<bool, BackupFault> {
        match self {
            // What a lost database left beside it would be played into the one that is put there.
            Self::Sqlite(path) => Ok(["", "-wal", "-shm", "-journal"]
                .iter()
                .all(|end| !beside(path, end).exists())),
            Self::Postgres(address) => {
                let mut connection = PgConnection::connect(address.whole())
                    .await
                    .map_err(Fault::from)?;
                let tables: i64 = sqlx::query_scalar(
                    "SELECT COUNT(*) FROM pg_tables WHERE schemaname = 'public'",
                )
                .fetch_one(&mut connection)
                .await
                .map_err(Fault::from)?;
                connection.close().await.map_err(Fault::from)?;
                Ok(tables == 0)
            }
        }
    }

    /// Puts the database of `file` back: all of it or nothing.
    pub(super) async fn put(&self, file: &Path) -> Result<(), BackupFault> {
        match self {
            Self::Sqlite(path) => {
                let above = path.parent().filter(|above| !above.as_os_str().is_empty());
                let above = above.unwrap_or(Path::new("."));
                tokio::fs::create_dir_all(above)
                    .await
                    .map_err(|fault| at(above, &fault))?;
                let unnamed = beside(path, ".restoring");
                tokio::fs::copy(file, &unnamed)
                    .await
                    .map_err(|fault| at(&unnamed, &fault))?;
                sync(&unnamed).await?;
                tokio::fs::rename(&unnamed, path)
                    .await
                    .map_err(|fault| at(path, &fault))?;
                sync(above).await
            }
            Self::Postgres(address) => {
                let form = ["--single-transaction", "--exit-on-error", "--no-owner"];
                let arguments = form.iter().map(OsStr::new).chain([file.as_os_str()]);
                run("pg_restore", address, arguments).await
            }
        }
    }
}

fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    name.into()
}

async fn open(path: &Path) -> Result<SqliteConnection, Fault> {
    SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(false)
        .busy_timeout(BUSY)
        .disable_statement_logging()
        .connect()
        .await
        .map_err(Fault::from)
}

/// Runs a program of PostgreSQL. Its password goes by the environment: everybody on the machine may read arguments.
async fn run<'a>(
    tool: &'static str,
    address: &Address,
    arguments: impl Iterator<Item = &'a OsStr>,
) -> Result<(), BackupFault> {
    let mut command = Command::new(tool);
    command
        .arg("--no-password")
        .arg("--dbname")
        .arg(address.open())
        .args(arguments)
        .stdin(Stdio::null())
        .kill_on_drop(true);
    if let Some(password) = address.password() {
        command.env("PGPASSWORD", password);
    }
    let output = command.output().await.map_err(|fault| match fault.kind() {
        std::io::ErrorKind::NotFound => BackupFault::ToolMissing(tool),
        _ => BackupFault::File(format!("{tool}: {fault}")),
    })?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let last = said.lines().rfind(|line| !line.trim().is_empty());
    Err(BackupFault::Tool {
        tool,
        said: last.unwrap_or("it said nothing").to_owned(),
    })
}
