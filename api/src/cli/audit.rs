//! `hongjian audit verify`: does the log still say what was done?

use std::process::ExitCode;

use clap::Subcommand;
use store::audit::verify;

use super::{CliFault, Out, open};
use crate::config::Settings;

/// Commands on the audit log.
#[derive(Debug, Subcommand)]
pub enum Audit {
    /// Check the chain from its first link; name the first bad record.
    Verify,
}

pub(super) async fn run(
    settings: &Settings,
    command: &Audit,
    out: &mut Out,
) -> Result<ExitCode, CliFault> {
    match command {
        Audit::Verify => {
            let store = open(settings).await?;
            let verdict = verify(&store).await?;
            out.json(&verdict)?;
            match verdict.first_bad {
                None => Ok(ExitCode::SUCCESS),
                Some(bad) => {
                    out.flush()?;
                    Err(CliFault::fault(
                        bad.why,
                        format!(
                            "the chain breaks at seal {}, act {}",
                            bad.seal_number, bad.act_id
                        ),
                    ))
                }
            }
        }
    }
}
