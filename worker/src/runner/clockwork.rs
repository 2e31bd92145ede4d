//! What happens by the clock: sealing, signs of life, recurring jobs, and the sweeping up after
//! workers that died.

use std::sync::Arc;
use std::time::Duration;

use domain::reminder::MINUTE_OF_DAY;
use domain::words::Instant;
use serde_json::json;
use store::ops::sign;
use store::queue::{self, JobKind};
use store::{audit, outbox};

use super::House;
use super::jobs::note;
use super::rhythm::waited;

/// Links committed acts into the chain, each second.
pub(super) async fn seal(house: Arc<House>) {
    loop {
        let stopping = waited(&house.stop, Duration::from_secs(1)).await;
        loop {
            match audit::seal_some(&house.store, house.store.now()).await {
                Ok(0) => break,
                Ok(sealed) => {
                    let sealed = u64::try_from(sealed).unwrap_or(u64::MAX);
                    metrics::counter!("hongjian_acts_sealed_total").increment(sealed);
                }
                Err(fault) => {
                    note("sealer", &fault);
                    break;
                }
            }
        }
        if stopping {
            return;
        }
    }
}

/// Gives a sign of life every five seconds, and a last one.
pub(super) async fn beat(house: Arc<House>) {
    let started_at = house.store.now();
    let mut stopping = false;
    loop {
        let (store, name) = (&house.store, house.owner.as_str());
        if let Err(fault) = sign::beat(store, name, started_at, stopping, store.now()).await {
            note("heartbeat", &fault);
        }
        if stopping {
            return;
        }
        stopping = waited(&house.stop, Duration::from_secs(5)).await;
    }
}

/// Makes recurring jobs. The due instant is part of a job's key, so several workers make one.
pub(super) async fn schedule(house: Arc<House>) {
    let mut made: [Option<Instant>; 7] = [None; 7];
    let [
        pulled,
        published,
        kept,
        minded,
        confirmed,
        reminded,
        indexed,
    ] = &mut made;
    let mut latest = house.store.now();
    loop {
        if let Some(hotline) = &house.settings.hotline {
            let every = i64::try_from(hotline.every.as_millis()).unwrap_or(i64::MAX);
            let due = slot(house.store.now(), every);
            let payload = json!({"due": due.millis()});
            make(&house, JobKind::PullHotline, &payload, due, pulled).await;
        }
        let today = house.store.today();
        let payload = json!({"day": today.plus_days(-1)});
        make(
            &house,
            JobKind::PublishAuditHead,
            &payload,
            today.start(),
            published,
        )
        .await;
        let payload = json!({"day": today});
        let start = today.start();
        make(&house, JobKind::KeepHouse, &payload, start, kept).await;
        let due = calendar_due(house.store.now(), &mut latest);
        make(&house, JobKind::MindLicences, &payload, due, minded).await;
        make(&house, JobKind::MindRecords, &payload, start, confirmed).await;
        let morning = start.plus_seconds(MINUTE_OF_DAY * 60);
        let kind = JobKind::RemindOfficers;
        make(&house, kind, &payload, morning, reminded).await;
        let kind = JobKind::IndexInstitutions;
        make(&house, kind, &payload, start, indexed).await;
        if waited(&house.stop, Duration::from_secs(1)).await {
            return;
        }
    }
}

/// When the calendar is followed: with each hour, and at once where the clock was set back, so that what ended by a clock that
/// was wrong is put right.
fn calendar_due(now: Instant, latest: &mut Instant) -> Instant {
    let back = now.plus_seconds(BACK_SECONDS) < *latest;
    *latest = now;
    if back { now } else { slot(now, HOUR_MILLIS) }
}

const HOUR_MILLIS: i64 = 3_600_000;
/// Clocks that are kept by the network step by less.
const BACK_SECONDS: i64 = 60;

/// The last instant that is a whole number of `every` milliseconds since 1970.
fn slot(now: Instant, every: i64) -> Instant {
    let every = every.max(1);
    Instant::from_millis(now.millis().div_euclid(every) * every)
}

async fn make(
    house: &House,
    kind: JobKind,
    payload: &serde_json::Value,
    due: Instant,
    made: &mut Option<Instant>,
) {
    if *made == Some(due) {
        return;
    }
    match queue::schedule(&house.store, kind, payload, due, house.store.now()).await {
        Ok(()) => *made = Some(due),
        Err(fault) => note("schedules", &fault),
    }
}

/// Judges what dead workers left behind, every five seconds, and counts what waits.
pub(super) async fn sweep(house: Arc<House>) {
    while !waited(&house.stop, Duration::from_secs(5)).await {
        let store = &house.store;
        match outbox::sweep(store, store.now()).await {
            Ok(0) => {}
            Ok(swept) => {
                metrics::counter!("hongjian_notices_swept_total").increment(swept);
                tracing::warn!(swept, "a worker died while sending");
            }
            Err(fault) => note("sweeper", &fault),
        }
        match queue::sweep(store, store.now()).await {
            Ok(0) => {}
            Ok(swept) => tracing::error!(swept, "jobs are dead: their worker died each time"),
            Err(fault) => note("sweeper", &fault),
        }
        tally(&house).await;
    }
}

async fn tally(house: &House) {
    match queue::tally(&house.store).await {
        Err(fault) => note("sweeper", &fault),
        Ok(tally) => {
            for (state, count) in [
                ("ready", tally.ready),
                ("running", tally.running),
                ("dead", tally.dead),
                ("unknown", tally.unknown),
            ] {
                let count = u32::try_from(count).unwrap_or(u32::MAX);
                metrics::gauge!("hongjian_jobs", "state" => state).set(f64::from(count));
            }
            if tally.unknown > 0 {
                tracing::error!(
                    unknown = tally.unknown,
                    "jobs of a kind this program does not know wait for a newer one"
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_workers_a_moment_apart_name_the_same_slot() {
        let first = slot(Instant::from_millis(1_764_000_123_456), 300_000);
        let second = slot(Instant::from_millis(1_764_000_123_999), 300_000);
        assert_eq!(first, second);
        assert_eq!(first.millis() % 300_000, 0);
        assert_ne!(
            first,
            slot(Instant::from_millis(1_764_000_423_456), 300_000)
        );
    }
}
