//! The loop that sends notices: claims a few, sends them side by side, and writes down what became
//! of them as they come back.

use std::sync::Arc;
use std::time::Duration;

use domain::notice::{ATTEMPTS_MAX, retry_at};
use domain::words;
use store::Fault;
use store::outbox::{self, Outcome, Outgoing, Settlement};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout};

use super::House;
use super::jobs::note;
use super::rhythm::Rhythm;
use crate::mail::{Delivery, Language, Shell, Transport, render};

/// How long a notice waits after the server could not be reached at all. It is short, because the
/// [`Breaker`] already keeps the worker from asking too often.
const UNREACHABLE_SECONDS: i64 = 15;

/// Keeps a worker from using up attempts against a server that is not there: after a failure it
/// waits, and then tries with one notice alone.
#[derive(Debug, Default)]
struct Breaker {
    failures: u32,
    until: Option<Instant>,
}

impl Breaker {
    /// How many notices may be claimed now, where there is room for `room`.
    fn allows(&self, room: usize, now: Instant) -> usize {
        match self.until {
            None => room,
            Some(until) if now < until => 0,
            Some(_) => room.min(1),
        }
    }

    fn learn(&mut self, reached: bool, now: Instant) {
        if reached {
            *self = Self::default();
        } else {
            self.failures = (self.failures + 1).min(6);
            let pause = Duration::from_millis(500 << self.failures).min(Duration::from_secs(30));
            self.until = Some(now + pause);
        }
    }
}

/// One notice that came back, and whether the server was reached.
struct Returned {
    settlement: Settlement,
    reached: bool,
}

pub(super) async fn run(house: Arc<House>) {
    let connections = usize::try_from(house.settings.mail.connections.max(1)).unwrap_or(1);
    // Twice the connections: one is sent while the next is put into words. More would only be
    // more notices in doubt when the machine dies.
    let at_once = connections * 2;
    let lease_ms = lease_ms(&house);
    let mut rhythm = Rhythm::new(house.settings.poll);
    let mut breaker = Breaker::default();
    let mut under_way: JoinSet<Returned> = JoinSet::new();
    let mut returned = Vec::new();
    while !house.stop.is_cancelled() {
        let free = at_once.saturating_sub(under_way.len());
        // Claimed by the handful, since each claim is a commit: the other half keeps the connections busy meanwhile.
        let room = if free < connections {
            0
        } else {
            breaker.allows(free, Instant::now())
        };
        // Two commits that need not wait for each other.
        let (claimed, ()) =
            futures::future::join(claim(&house, room, lease_ms), settle(&house, returned)).await;
        if !claimed.is_empty() {
            rhythm.quicken();
        }
        for notice in claimed {
            under_way.spawn(send(Arc::clone(&house), notice));
        }
        returned = wait(&house, &mut under_way, &mut rhythm).await;
        learn(&mut breaker, &returned);
    }
    settle(&house, returned).await;
    if let Transport::Smtp(pool) = &house.transport {
        // Those that wait for a connection go back unsent; those on their way are finished.
        pool.let_nobody_begin();
    }
    while let Some(first) = under_way.join_next().await {
        let returned = first.ok().into_iter().collect();
        settle(&house, returned).await;
    }
}

/// Long enough for two sendings after each other, since half of the notices wait for a connection.
fn lease_ms(house: &House) -> i64 {
    let lease = house.settings.mail.send_limit * 2 + Duration::from_secs(5);
    i64::try_from(lease.as_millis()).unwrap_or(i64::MAX)
}

async fn claim(house: &House, room: usize, lease_ms: i64) -> Vec<Outgoing> {
    if room == 0 {
        return Vec::new();
    }
    let max = u32::try_from(room).unwrap_or(u32::MAX);
    let store = &house.store;
    match outbox::claim(store, &house.owner, max, lease_ms, store.now()).await {
        Ok(claimed) => claimed,
        Err(fault) => {
            note("notices", &fault);
            Vec::new()
        }
    }
}

/// What came back until now; waits for the first, but not beyond the next look at the outbox.
async fn wait(
    house: &House,
    under_way: &mut JoinSet<Returned>,
    rhythm: &mut Rhythm,
) -> Vec<Returned> {
    let mut returned = Vec::new();
    if under_way.is_empty() {
        tokio::select! {
            () = house.stop.cancelled() => {}
            () = sleep(rhythm.pause()) => {}
        }
        return returned;
    }
    if let Ok(Some(first)) = timeout(rhythm.pause(), under_way.join_next()).await {
        rhythm.quicken();
        returned.extend(first.ok());
    }
    while let Some(next) = under_way.try_join_next() {
        returned.extend(next.ok());
    }
    returned
}

fn learn(breaker: &mut Breaker, returned: &[Returned]) {
    if returned.is_empty() {
        return;
    }
    // One that got through outweighs those that did not.
    breaker.learn(returned.iter().any(|one| one.reached), Instant::now());
}

async fn send(house: Arc<House>, notice: Outgoing) -> Returned {
    let begun = Instant::now();
    let shell = Shell {
        language: Language::from_code(&notice.language),
        office: house.settings.mail.from_name.clone(),
        address: house.settings.public_url.clone(),
    };
    let words = match render(notice.template, &notice.facts, &shell) {
        Ok(words) => words,
        Err(fault) => {
            tracing::error!(notice = %notice.id, %fault, "a notice cannot be put into words");
            let outcome = Outcome::Dead {
                code: fault.code().to_owned(),
            };
            return returned(notice, outcome, None, true);
        }
    };
    let delivery = house
        .transport
        .deliver(&house.sender, &notice, &words)
        .await;
    let reached = !matches!(delivery, Delivery::Unreachable { .. });
    metrics::histogram!("hongjian_notice_seconds").record(begun.elapsed().as_secs_f64());
    let outcome = outcome_of(delivery, &notice, house.store.now());
    returned(notice, outcome, Some(words), reached)
}

fn returned(
    notice: Outgoing,
    outcome: Outcome,
    rendered: Option<outbox::Rendered>,
    reached: bool,
) -> Returned {
    let (word, code) = match &outcome {
        Outcome::Sent { .. } => ("sent", ""),
        Outcome::Retry { code, .. } => ("later", code.as_str()),
        Outcome::Refused { code } => ("refused", code.as_str()),
        Outcome::Dead { code } => ("dead", code.as_str()),
        Outcome::Unsure => ("unsure", ""),
    };
    metrics::counter!("hongjian_notices_total", "outcome" => word).increment(1);
    if word != "sent" {
        let template = notice.template.code();
        tracing::warn!(notice = %notice.id, template, attempt = notice.attempt, outcome = word, code, "a notice was not sent");
    }
    Returned {
        settlement: Settlement {
            notice,
            outcome,
            rendered,
        },
        reached,
    }
}

/// What the outbox writes down for what the transport saw.
fn outcome_of(delivery: Delivery, notice: &Outgoing, now: words::Instant) -> Outcome {
    judged(delivery, notice.tried(), notice.legal, now)
}

fn judged(delivery: Delivery, tried: i64, legal: bool, now: words::Instant) -> Outcome {
    let last = tried >= ATTEMPTS_MAX;
    match delivery {
        Delivery::Sent { reply } => Outcome::Sent { reply },
        Delivery::Refused { code } => Outcome::Refused { code },
        // The server is away: that is no fault of the notice, which is never given up for it.
        Delivery::Unreachable { code } => Outcome::Retry {
            code,
            at: now.plus_seconds(UNREACHABLE_SECONDS),
            excused: true,
        },
        Delivery::Later { code } if code == "stopping" => Outcome::Retry {
            code,
            at: now,
            excused: true,
        },
        Delivery::Later { code } if last => Outcome::Dead { code },
        Delivery::Later { code } => Outcome::Retry {
            code,
            at: retry_at(tried, now),
            excused: false,
        },
        Delivery::Unsure if legal && last => Outcome::Dead {
            code: "unsure".to_owned(),
        },
        Delivery::Unsure => Outcome::Unsure,
    }
}

/// How often the outcomes are offered to a database that does not answer, before they are left to
/// the sweeper.
const SETTLE_TRIES: u32 = 8;

async fn settle(house: &House, returned: Vec<Returned>) {
    if returned.is_empty() {
        return;
    }
    let settlements: Vec<Settlement> = returned.into_iter().map(|one| one.settlement).collect();
    let store = &house.store;
    for tried in 1..=SETTLE_TRIES {
        match outbox::settle(store, &settlements, store.now()).await {
            Ok(written) => {
                let written = usize::try_from(written).unwrap_or(usize::MAX);
                if written < settlements.len() {
                    tracing::warn!("outcomes came too late: the sweeper had judged them");
                }
                return;
            }
            Err(fault @ (Fault::Busy | Fault::Unreachable)) => {
                note("notices", &fault);
                sleep(Duration::from_millis(100 << tried.min(5))).await;
            }
            Err(fault) => {
                note("notices", &fault);
                break;
            }
        }
    }
    tracing::error!(
        notices = settlements.len(),
        "what became of notices could not be written down; the sweeper judges them"
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    fn later() -> Delivery {
        Delivery::Later {
            code: "smtp_451".to_owned(),
        }
    }

    #[test]
    fn a_server_that_is_away_never_kills_a_notice() {
        let now = words::Instant::from_millis(0);
        let away = Delivery::Unreachable {
            code: "connect".to_owned(),
        };
        let outcome = judged(away, ATTEMPTS_MAX + 90, false, now);
        assert!(matches!(outcome, Outcome::Retry { at, .. } if at.millis() == 15_000));
    }

    #[test]
    fn a_notice_put_off_too_often_is_dead() {
        let now = words::Instant::from_millis(0);
        assert!(matches!(
            judged(later(), ATTEMPTS_MAX - 1, false, now),
            Outcome::Retry { .. }
        ));
        assert!(matches!(
            judged(later(), ATTEMPTS_MAX, false, now),
            Outcome::Dead { .. }
        ));
        assert!(matches!(
            judged(Delivery::Unsure, ATTEMPTS_MAX, true, now),
            Outcome::Dead { .. }
        ));
        assert_eq!(judged(Delivery::Unsure, 1, true, now), Outcome::Unsure);
    }

    #[test]
    fn a_stopping_worker_gives_a_notice_back_at_once() {
        let now = words::Instant::from_millis(7);
        let stopping = Delivery::Later {
            code: "stopping".to_owned(),
        };
        assert!(
            matches!(judged(stopping, ATTEMPTS_MAX, false, now), Outcome::Retry { at, .. } if at == now)
        );
    }

    #[test]
    fn after_a_failure_one_notice_tries_the_way() {
        let now = Instant::now();
        let mut breaker = Breaker::default();
        assert_eq!(breaker.allows(8, now), 8);
        breaker.learn(false, now);
        assert_eq!(breaker.allows(8, now), 0);
        assert_eq!(breaker.allows(8, now + Duration::from_secs(1)), 1);
        for _ in 0..20 {
            breaker.learn(false, now);
        }
        assert_eq!(breaker.allows(8, now + Duration::from_secs(29)), 0);
        assert_eq!(breaker.allows(8, now + Duration::from_secs(30)), 1);
        breaker.learn(true, now);
        assert_eq!(breaker.allows(8, now), 8);
    }
}
