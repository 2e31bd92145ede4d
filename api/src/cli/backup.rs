//! `hongjian backup` and `hongjian restore`: everything but the keyring, in one folder.

use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

use domain::access::{Actor, Grant, decide, permit};
use serde_json::json;
use store::audit::{has_link, verify};
use store::backup::{self, BackupFault, Manifest, Progress};
use store::{Fault, StoreSettings, SystemClock};

use super::{CliFault, Out, open, store_settings};
use crate::config::Settings;

/// Makes a backup in `folder` and prints its manifest.
pub(super) async fn back_up(
    settings: &Settings,
    folder: &Path,
    quiet: bool,
    out: &mut Out,
) -> Result<ExitCode, CliFault> {
    let store = open(settings).await?;
    let grant = console()?;
    let (now, places) = (store.now(), store_settings(settings));
    let made = backup::back_up(&store, &grant, &places, folder, &mut told(quiet), now).await;
    let manifest = made.map_err(fault)?;
    out.json(&manifest)?;
    match manifest.evidence.lost.as_slice() {
        [] => Ok(ExitCode::SUCCESS),
        lost => {
            out.flush()?;
            Err(CliFault::fault(
                "evidence_lost",
                format!(
                    "the backup is made, but without {} file(s) of evidence that are missing or changed; the first is {}",
                    lost.len(),
                    lost.first().map_or("", String::as_str)
                ),
            ))
        }
    }
}

/// Puts the backup of `folder` back and says whether its audit chain holds.
pub(super) async fn restore(
    settings: &Settings,
    folder: &Path,
    quiet: bool,
    out: &mut Out,
) -> Result<ExitCode, CliFault> {
    let places: StoreSettings = store_settings(settings);
    let manifest = backup::restore(&places, &console()?, folder, &mut told(quiet))
        .await
        .map_err(fault)?;
    let store = match open_restored(&places).await {
        Ok(store) => store,
        // An older backup: what is in it is checked once this program can read it.
        Err(Fault::Schema(_)) => {
            let next = ["hongjian migrate", "hongjian audit verify"];
            out.json(&json!({"manifest": manifest, "chain": null, "next": next}))?;
            return Ok(ExitCode::SUCCESS);
        }
        Err(fault) => return Err(fault.into()),
    };
    let verdict = verify(&store).await?;
    let whole = verdict.first_bad.is_none() && holds_head(&store, &manifest).await?;
    out.json(&json!({"manifest": manifest, "chain": verdict, "next": []}))?;
    if whole {
        return Ok(ExitCode::SUCCESS);
    }
    out.flush()?;
    Err(CliFault::fault(
        "chain_broken",
        "the backup was put back as it was made, and its audit chain does not hold: see `chain`",
    ))
}

async fn open_restored(places: &StoreSettings) -> Result<store::Store, Fault> {
    let entropy = std::sync::Arc::new(store::SystemEntropy);
    store::Store::connect(places, std::sync::Arc::new(SystemClock), entropy).await
}

async fn holds_head(store: &store::Store, manifest: &Manifest) -> Result<bool, Fault> {
    match &manifest.head {
        Some(head) => has_link(store, head.number, &head.chain).await,
        None => Ok(true),
    }
}

fn console() -> Result<Grant<permit::RunSystem>, CliFault> {
    let today = store::Clock::now(&SystemClock).day();
    decide(&Actor::System("hongjian backup"), today)
        .map_err(|denied| CliFault::fault(denied.code, "the console may not make backups"))
}

/// Shows on stderr how far it has come, a line for each tenth of the files; nothing where stderr is read by a program.
fn told(quiet: bool) -> impl FnMut(Progress) + Send {
    let mut shown = None;
    move |progress| {
        let (what, files) = match progress {
            Progress::Database => ("database", None),
            Progress::Checked(done, total) => ("evidence checked", Some((done, total))),
            Progress::Copied(done, total) => ("evidence copied", Some((done, total))),
        };
        let step = Some((
            what,
            files.map(|(done, total)| (done * 10).checked_div(total)),
        ));
        if quiet || shown == step {
            return;
        }
        shown = step;
        let count = files.map_or(String::new(), |(done, total)| format!(" {done}/{total}"));
        // Progress that cannot be shown is no reason to stop.
        let _shown = writeln!(std::io::stderr().lock(), "{what}{count}");
    }
}

fn fault(fault: BackupFault) -> CliFault {
    match fault {
        BackupFault::Store(inner) => inner.into(),
        BackupFault::Tool { .. } | BackupFault::File(_) | BackupFault::ToolMissing(_) => {
            CliFault::fault(fault.code(), fault.to_string())
        }
        _ => CliFault::bad_input(fault.code(), fault.to_string()),
    }
}
