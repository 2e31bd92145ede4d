//! `hongjian config`: look at the settings without starting anything.

use std::process::ExitCode;

use clap::Subcommand;
use serde_json::json;

use super::{CliFault, Line, Out};
use crate::config::KEYS;

/// Commands on the settings.
#[derive(Debug, Subcommand)]
pub enum Config {
    /// Read the settings as `serve` does and say what is wrong with them.
    Check,
    /// List every setting: name, variable, kind, default, what it does.
    Schema,
}

pub(super) fn run(line: &Line, command: &Config, out: &mut Out) -> Result<ExitCode, CliFault> {
    match command {
        Config::Check => {
            let settings = line.settings().map_err(CliFault::settings)?;
            let start = if settings.is_demo() {
                "demo"
            } else {
                "production"
            };
            let kind = if settings.is_postgres() {
                "PostgreSQL"
            } else {
                "SQLite"
            };
            out.json(&json!({
                "start": start,
                "database": kind,
                "http": settings.http.listen.to_string(),
                "ops": settings.ops.listen,
                "worker_in_process": settings.worker_in_process(),
                "data_dir": settings.data_dir,
            }))?;
        }
        Config::Schema => {
            let keys: Vec<_> = KEYS
                .iter()
                .map(|key| {
                    json!({
                        "name": key.name, "variable": key.variable(), "kind": key.kind,
                        "default": key.default, "secret": key.secret, "doc": key.doc,
                    })
                })
                .collect();
            out.json(&keys)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
