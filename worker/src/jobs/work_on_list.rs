//! Checks, enters or takes back a list of institutions, as the state of the list asks.

use std::time::Duration;

use domain::access::{Actor, Grant, decide, permit};
use domain::institution::import::{IN_USE, Rows, State};
use domain::words::ImportId;
use store::ops::import::{self as ops, Finding};
use store::ops::source;
use store::queue::Claimed;
use store::read::import::{self as lists, ImportRow, Mark};
use store::{Fault, Store};
use tokio::sync::watch;

use super::JobFault;
use crate::import::{self, ImportFault, Step, Wish};
use crate::runner::House;

/// Between two notes of how much is done.
const PAUSE: Duration = Duration::from_millis(700);

type Right = Grant<permit::ManageRegister>;

pub(super) async fn perform(house: &House, job: &Claimed) -> Result<(), JobFault> {
    let store = &house.store;
    let right = decide::<permit::ManageRegister>(&Actor::System("import"), store.today())
        .map_err(|denied| JobFault::Right(denied.code))?;
    let id = job.payload.get("list").and_then(|id| id.as_str());
    let id: ImportId = id.and_then(|id| id.parse().ok()).ok_or(JobFault::Payload)?;
    let list = lists::by_id(store, &right, id).await?;
    let (told, mut done) = watch::channel((0, 0));
    let mut progress = move |_: Step, part: u64, all: u64| {
        told.send_replace((part, all));
    };
    let work = async {
        match list.state {
            State::Checking => check(store, &right, &list, job, &mut progress).await,
            State::Entering => {
                let bytes = lists::file(store, &right, id).await?;
                match import::go_on(store, &right, id, bytes, &mut progress).await {
                    // What the register or the file makes impossible is written down, and its page says so.
                    Ok(_) | Err(ImportFault::Overtaken) => {}
                    Err(
                        fault @ (ImportFault::Changed
                        | ImportFault::Read(_)
                        | ImportFault::Columns(..)),
                    ) => ops::give_up(store, &right, id, fault.code(), store.now()).await?,
                    Err(fault) => return Err(fault.into()),
                }
                Ok(source::finish(store, job, store.now()).await?)
            }
            State::Withdrawing => {
                match import::remove(store, &right, id, &mut progress).await {
                    // Somebody relies on one of them: it is shown again, and its page says so.
                    Ok(()) | Err(Fault::Refused(IN_USE)) => {}
                    Err(fault) => return Err(fault.into()),
                }
                Ok(source::finish(store, job, store.now()).await?)
            }
            State::Checked | State::Discarded | State::Shown | State::Withdrawn => {
                Ok(source::finish(store, job, store.now()).await?)
            }
        }
    };
    let noted = async {
        while done.changed().await.is_ok() {
            let now = *done.borrow_and_update();
            // How far it is, is a courtesy: the work does not end for it.
            if let Err(fault) = ops::progress(store, &right, id, now, store.now()).await {
                tracing::warn!(code = fault.code(), "progress was not written down");
            }
            tokio::time::sleep(PAUSE).await;
        }
        std::future::pending().await
    };
    tokio::select! {
        ended = work => ended,
        () = noted => Ok(()),
    }
}

async fn check(
    store: &Store,
    right: &Right,
    list: &ImportRow,
    job: &Claimed,
    progress: &mut import::Progress<'_>,
) -> Result<(), JobFault> {
    let at = store.now();
    let bytes = lists::file(store, right, list.id).await?;
    let wish = Wish::again(&list.reading);
    let wish = (&wish, at.day());
    let found = match import::check_beside(store, right, bytes, wish, progress).await {
        Ok(checked) => Finding {
            report: checked.report,
            reading: checked.reading,
            rows: checked.rows,
            mark: checked.mark,
            at,
        },
        // Nothing was compared, and nothing enters.
        Err(fault) => Finding {
            report: fault.report().ok_or(fault)?,
            reading: list.reading.clone(),
            rows: Rows::default(),
            mark: Mark::default(),
            at,
        },
    };
    match ops::report(store, right, list.id, &found, job, store.now()).await {
        // It was given up meanwhile.
        Err(Fault::Refused(_)) => Ok(source::finish(store, job, store.now()).await?),
        reported => Ok(reported?),
    }
}
