//! `hongjian audit verify`: does the log still say what was done?

use std::process::ExitCode;

use clap::Subcommand;
use store::audit::{has_link, verify};

use super::{CliFault, Out, open};
use crate::config::Settings;

/// Commands on the audit log.
#[derive(Debug, Subcommand)]
pub enum Audit {
    /// Check the chain from its first link; name the first bad record.
    Verify {
        /// A head that was written down outside the database, as `number:chain`: a log that was rewritten as a whole, with
        /// the heads it keeps itself, fits every check but this one.
        #[arg(long, value_name = "NUMBER:CHAIN", value_parser = head)]
        head: Option<Head>,
    },
}

/// A head of the chain.
#[derive(Debug, Clone)]
pub struct Head {
    number: i64,
    chain: String,
}

fn head(text: &str) -> Result<Head, String> {
    let form = || "number:chain, with the 64 digits that `audit verify` prints".to_owned();
    let (number, chain) = text.split_once(':').ok_or_else(form)?;
    let number = number.parse().map_err(|_| form())?;
    let digest = chain.len() == 64 && chain.bytes().all(|byte| byte.is_ascii_hexdigit());
    digest
        .then(|| Head {
            number,
            chain: chain.to_ascii_lowercase(),
        })
        .ok_or_else(form)
}

pub(super) async fn run(
    settings: &Settings,
    command: &Audit,
    out: &mut Out,
) -> Result<ExitCode, CliFault> {
    match command {
        Audit::Verify { head } => {
            let store = open(settings).await?;
            let verdict = verify(&store).await?;
            out.json(&verdict)?;
            if let Some(head) = head
                && !has_link(&store, head.number, &head.chain).await?
            {
                out.flush()?;
                return Err(CliFault::fault(
                    "head_missing",
                    format!("the chain does not hold the head at seal {}", head.number),
                ));
            }
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
