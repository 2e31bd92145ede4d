//! The command line: the same use cases as the two doors, for scripts and for the person at the console.
//!
//! Exit code 0 is good, 1 a fault of the system, 2 bad input. With `--json` each error is one JSON
//! line on stderr.

mod audit;
mod backup;
mod config;
mod courses;
mod export;
mod import;
mod import_staff;
mod law;
mod out;
mod register;
mod screen;
mod sheet;
mod user;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Parser, Subcommand};
use store::{Store, StoreSettings, SystemClock, SystemEntropy};

use crate::config::{SettingFault, Settings, environment, load};

pub use config::Config;
pub use out::{CliFault, Out};

/// Hongjian 洪鉴: regulation of off-campus training institutions.
#[derive(Debug, Parser)]
#[command(name = "hongjian", version, propagate_version = true)]
pub struct Line {
    /// Settings file (TOML). The environment wins over it.
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Write each error as one JSON line.
    #[arg(long, global = true)]
    pub json: bool,
    /// What to do; `serve` where nothing is said.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve portal, desks and API (and the worker, where it runs in process).
    Serve,
    /// Bring the database schema up to date.
    Migrate,
    /// Accounts.
    #[command(subcommand)]
    User(user::User),
    /// Authorities: the departments that answer for places.
    #[command(subcommand)]
    Authority(register::Authority),
    /// Consents of institutions to electronic service.
    #[command(subcommand)]
    Consent(register::Consent),
    /// Screen texts: JSON Lines from stdin to stdout, in order.
    Screen {
        /// Threads; as many as processors where not said.
        #[arg(long, value_name = "N")]
        threads: Option<std::num::NonZeroUsize>,
    },
    /// Work out what the law says: one JSON object from stdin to stdout.
    #[command(subcommand)]
    Law(law::Law),
    /// Write a list as CSV or XLSX.
    Export(Box<export::Export>),
    /// Lists of institutions, of staff and of in-service teachers from files.
    #[command(subcommand)]
    Import(Box<import::Import>),
    /// The audit log.
    #[command(subcommand)]
    Audit(audit::Audit),
    /// Make a backup of the database and the evidence in a new folder. The keyring is not in it.
    Backup {
        /// The folder; it must be empty or not there yet.
        folder: PathBuf,
    },
    /// Put a backup back, into a database that is not there yet or empty.
    Restore {
        /// The folder of the backup.
        folder: PathBuf,
    },
    /// The settings.
    #[command(subcommand)]
    Config(config::Config),
    /// Print the OpenAPI document.
    Openapi,
}

impl Line {
    /// The settings that this command line and the environment give.
    ///
    /// # Errors
    /// Every fault found.
    pub fn settings(&self) -> Result<Settings, Vec<SettingFault>> {
        load(self.config.as_deref(), environment())
    }
}

/// What the store needs, from the settings.
#[must_use]
pub fn store_settings(settings: &Settings) -> StoreSettings {
    let database = &settings.database;
    let connections = if settings.is_postgres() {
        database.readers.saturating_add(database.writers)
    } else {
        database.readers
    };
    StoreSettings {
        database_url: settings.database_url().expose().to_owned(),
        keyring: settings.keyring(),
        evidence: settings.evidence_settings(),
        connections,
        message_id_host: settings.message_id_host(),
    }
}

/// Opens the store of these settings with the system's clock and random numbers.
///
/// # Errors
/// Faults of the settings, the database, the keyring.
pub async fn open(settings: &Settings) -> Result<Store, CliFault> {
    Store::connect(
        &store_settings(settings),
        Arc::new(SystemClock),
        Arc::new(SystemEntropy),
    )
    .await
    .map_err(CliFault::from)
}

/// Carries out every command but `serve` and `migrate`, which wire other rooms and live in `main.rs`.
///
/// # Errors
/// [`CliFault`] with its exit code.
pub fn run(line: &Line, command: &Command, out: &mut Out) -> Result<ExitCode, CliFault> {
    match command {
        Command::Serve | Command::Migrate => Err(CliFault::bad_input(
            "command_unknown",
            "this program does not serve",
        )),
        Command::Config(command) => config::run(line, command, out),
        Command::Openapi => {
            out.json(&crate::http::openapi::document())?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Screen { threads } => screen::run(*threads, out),
        Command::Law(command) => law::run(command, out),
        Command::User(command) => {
            let settings = line.settings().map_err(CliFault::settings)?;
            block_on(user::run(&settings, command, out))
        }
        Command::Authority(command) => {
            let settings = line.settings().map_err(CliFault::settings)?;
            block_on(register::found(&settings, command, out))
        }
        Command::Consent(command) => {
            let settings = line.settings().map_err(CliFault::settings)?;
            block_on(register::consent(&settings, command))
        }
        Command::Export(export) => {
            let settings = line.settings().map_err(CliFault::settings)?;
            block_on(export::run(&settings, export, out))
        }
        Command::Import(command) => {
            let settings = line.settings().map_err(CliFault::settings)?;
            block_on(import::run(&settings, command, out))
        }
        Command::Audit(command) => {
            let settings = line.settings().map_err(CliFault::settings)?;
            block_on(audit::run(&settings, command, out))
        }
        Command::Backup { folder } => {
            let settings = line.settings().map_err(CliFault::settings)?;
            block_on(backup::back_up(&settings, folder, line.json, out))
        }
        Command::Restore { folder } => {
            let settings = line.settings().map_err(CliFault::settings)?;
            block_on(backup::restore(&settings, folder, line.json, out))
        }
    }
}

fn block_on<T>(work: impl Future<Output = Result<T, CliFault>>) -> Result<T, CliFault> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|fault| CliFault::fault("runtime", fault.to_string()))?
        .block_on(work)
}
