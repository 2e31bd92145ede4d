//! The loop that claims and does jobs, several at a time.

use std::sync::Arc;
use std::time::Duration;

use store::Fault;
use store::queue::{self, Claimed};
use tokio::sync::Semaphore;
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::{Instant, timeout};

use super::House;
use super::rhythm::{Rhythm, waited};
use crate::jobs::{JobFault, perform};

/// Why a long job is cut off without having failed.
const STOPPING: &str = "stopping";

/// Long jobs at a time: the others leave them room, and they the others.
const LONG_AT_ONCE: usize = 1;

/// A lease outlasts the time a job may take, so that a living worker never loses one.
const LEASE_MARGIN: Duration = Duration::from_secs(5);

fn lease(house: &House) -> Duration {
    house.settings.job_limit + LEASE_MARGIN
}

fn lease_ms(house: &House) -> i64 {
    i64::try_from(lease(house).as_millis()).unwrap_or(i64::MAX)
}

pub(super) async fn run(house: Arc<House>) {
    let at_once = usize::try_from(house.settings.jobs_at_once.max(1)).unwrap_or(1);
    let mut rhythm = Rhythm::new(house.settings.poll);
    let mut running = JoinSet::new();
    let long = Arc::new(Semaphore::new(LONG_AT_ONCE));
    while !house.stop.is_cancelled() {
        while running.try_join_next().is_some() {}
        if running.len() >= at_once {
            running.join_next().await;
            continue;
        }
        let store = &house.store;
        let turn = Arc::clone(&long).try_acquire_owned().ok();
        let lease_ms = lease_ms(&house);
        match queue::claim(store, &house.owner, lease_ms, turn.is_some(), store.now()).await {
            Ok(Some(job)) => {
                rhythm.quicken();
                // Held as long as the job goes on.
                let turn = turn.filter(|_| job.kind.is_long());
                let house = Arc::clone(&house);
                running.spawn(async move {
                    one(house, job).await;
                    drop(turn);
                });
                continue;
            }
            Ok(None) => {}
            Err(fault) => note("jobs", &fault),
        }
        let pause = rhythm.pause();
        if running.is_empty() {
            waited(&house.stop, pause).await;
        } else {
            // A job that ends early makes room; the queue is looked at again in any case.
            let _ended = timeout(pause, running.join_next()).await;
        }
    }
    // What is under way is finished, since each job has its own time limit; long ones are given back.
    while running.join_next().await.is_some() {}
}

async fn one(house: Arc<House>, job: Claimed) {
    let kind = job.kind.code();
    let begun = Instant::now();
    let outcome = within_limits(&house, &job).await;
    metrics::histogram!("hongjian_job_seconds", "kind" => kind)
        .record(begun.elapsed().as_secs_f64());
    let code = match &outcome {
        Ok(()) => "done",
        Err((code, _)) => code,
    };
    metrics::counter!("hongjian_jobs_total", "kind" => kind, "outcome" => code.to_owned())
        .increment(1);
    let Err((code, detail)) = outcome else {
        return;
    };
    tracing::warn!(job = %job.id, kind, attempt = job.attempt, code, detail, "a job was not done");
    let store = &house.store;
    match code {
        // Another worker has it: what this one did was undone with its transaction.
        "lease_lost" => return,
        STOPPING => {
            if let Err(fault) = queue::give_back(store, &job, store.now()).await {
                note("jobs", &fault);
            }
            return;
        }
        _ => {}
    }
    if let Err(fault) = queue::fail(store, &job, code, store.now()).await {
        // Its lease runs out by itself, and then it is due again.
        note("jobs", &fault);
    }
}

/// Does the job in a task of its own, so that a panic ends the job and not the worker.
async fn within_limits(house: &Arc<House>, job: &Claimed) -> Result<(), (&'static str, String)> {
    let (inside, taken) = (Arc::clone(house), job.clone());
    let mut task = tokio::spawn(async move { perform(&inside, &taken).await });
    let limit = house.settings.job_limit;
    let ended = if job.kind.is_long() {
        while_held(house, job, &mut task).await
    } else {
        let late = ("time_limit", "the job took too long".to_owned());
        timeout(limit, &mut task).await.map_err(|_| late)
    };
    match ended {
        Ok(Ok(Ok(()))) => Ok(()),
        Ok(Ok(Err(fault))) => Err((fault.code(), fault.to_string())),
        Ok(Err(_)) => Err((JobFault::Stopped.code(), JobFault::Stopped.to_string())),
        Err(cut) => {
            task.abort();
            Err(cut)
        }
    }
}

type Task = JoinHandle<Result<(), JobFault>>;

/// Waits for a long job and prolongs its lease meanwhile. It is cut off where the lease is lost, and where this worker is
/// to stop: what it has done stays done, and the next attempt goes on from there.
async fn while_held(
    house: &House,
    job: &Claimed,
    task: &mut Task,
) -> Result<<Task as Future>::Output, (&'static str, String)> {
    loop {
        tokio::select! {
            ended = &mut *task => return Ok(ended),
            () = house.stop.cancelled() => return Err((STOPPING, "the worker stops".to_owned())),
            () = tokio::time::sleep(lease(house) / 3) => {}
        }
        let store = &house.store;
        match queue::prolong(store, job, lease_ms(house), store.now()).await {
            Ok(()) => {}
            // It has just ended, and its lease with it.
            Err(Fault::LeaseLost) if task.is_finished() => return Ok(task.await),
            Err(fault @ Fault::LeaseLost) => return Err((fault.code(), fault.to_string())),
            // The lease holds for two more tries.
            Err(fault) => note("jobs", &fault),
        }
    }
}

/// Counts and logs a fault of the store in a loop that goes on.
pub(super) fn note(name: &'static str, fault: &Fault) {
    metrics::counter!("hongjian_worker_loop_faults_total", "loop" => name, "code" => fault.code())
        .increment(1);
    tracing::warn!(r#loop = name, code = fault.code(), %fault, "a loop of the worker met a fault");
}
