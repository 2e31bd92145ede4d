//! `kill -9` of the API and of the worker at seeded instants of a run of three hundred complaints.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use rand::Rng as _;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng as _;
use serde_json::Value;
use tests::bureau::Bureau;
use tests::caller::Caller;
use tests::rows::Rows;
use tests::smtp::{Act, Smtp};
use tests::{Db, Kind, corpus, db_test, variable};

use crate::real::house::House;
use crate::real::post::{Filed, Post};
use crate::real::{COUNT, whole};

db_test!(
    the_api_killed_in_the_middle_loses_and_doubles_nothing,
    the_worker_killed_in_the_middle_loses_and_doubles_nothing,
);

/// Which program is killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Victim {
    Api,
    Worker,
}

async fn the_api_killed_in_the_middle_loses_and_doubles_nothing(db: Db) {
    run(&db, Victim::Api).await;
}

async fn the_worker_killed_in_the_middle_loses_and_doubles_nothing(db: Db) {
    run(&db, Victim::Worker).await;
}

/// How one run is killed.
#[derive(Debug, Clone, Copy)]
struct Killing {
    victim: Victim,
    kills: usize,
    seed: u64,
    /// Whether the number of kills was asked for, and so the figures.
    asked: bool,
}

/// One instant: when so much is done, and a little later, so that it falls anywhere between two steps.
#[derive(Debug, Clone, Copy)]
struct Instant {
    progress: usize,
    later: Duration,
}

/// The instants that belong to a seed, all within a run of `count`.
fn instants(seed: u64, kills: usize, count: usize) -> Vec<Instant> {
    let mut chance = ChaCha20Rng::seed_from_u64(seed);
    // The last complaints are spared: a kill after the end would prove nothing.
    let mut points: Vec<usize> = (0..kills)
        .map(|_| chance.random_range(1..count * 9 / 10))
        .collect();
    points.sort_unstable();
    points
        .into_iter()
        .map(|progress| Instant {
            progress,
            later: Duration::from_micros(chance.random_range(0..30_000)),
        })
        .collect()
}

/// Real texts where they are at hand, else written ones: what is said matters little here.
fn texts() -> Vec<corpus::Text> {
    corpus::real(COUNT).unwrap_or_else(|| corpus::written(COUNT))
}

/// What killing left in doubt.
#[derive(Debug, Default)]
struct Doubt {
    /// Kills that found the program in the middle of something.
    busy: usize,
    /// Message-IDs of notices that a dead worker had begun to send; a courtesy.
    courtesy: BTreeSet<String>,
    /// The same of legal notices.
    legal: BTreeSet<String>,
}

async fn run(db: &Db, victim: Victim) {
    let asked = variable::number("HONGJIAN_TEST_KILLS");
    let killing = Killing {
        victim,
        kills: usize::try_from(asked.unwrap_or(8)).unwrap(),
        seed: variable::number("HONGJIAN_TEST_SEED").unwrap_or(3),
        asked: asked.is_some(),
    };
    let Killing { kills, seed, .. } = killing;
    say(&format!(
        "{victim:?} on {:?}: {kills} kills, seed {seed}",
        db.kind()
    ));
    let store = db.store().await;
    Bureau::found(&store, 1).await;
    let (server, rows) = (Smtp::start().await, Rows::of(db).await);
    let mut house = House::start(db, &server, db.url()).await;
    // One mail more is in doubt: the line is cut in the place of the server's answer.
    server.script([Act::CutAfterDot]);
    let post = Post::to(&house.url(), texts());
    let (progress, ended) = (post.progress(), AtomicBool::new(false));
    let sending = async {
        let filed = post.send_all().await;
        ended.store(true, Ordering::Relaxed);
        filed
    };
    let killed = async {
        let mut doubt = Doubt::default();
        for instant in instants(seed, kills, COUNT) {
            let done = || match victim {
                Victim::Api => progress.load(Ordering::Relaxed),
                Victim::Worker => server.attempts(),
            };
            while done() < instant.progress {
                tokio::time::sleep(Duration::from_micros(500)).await;
            }
            tokio::time::sleep(instant.later).await;
            match victim {
                Victim::Api => {
                    doubt.busy += usize::from(!ended.load(Ordering::Relaxed));
                    house.api.restart().await;
                }
                Victim::Worker => {
                    house.worker.kill();
                    time_passes(&rows, &mut doubt).await;
                    house.worker.restart().await;
                }
            }
        }
        doubt
    };
    let (filed, doubt) = tokio::join!(sending, killed);
    whole::wait(&rows, filed.len()).await;
    whole::each_once(&rows, &filed).await;
    whole::each_told(&rows, &server, &filed).await;
    let figures = judged(&rows, &server, &house, &doubt).await;
    house.stop().await;
    whole::log_is_good(db, &store, &server, &filed).await;
    report(&rows, &killing, db.kind(), &filed, &doubt, figures).await;
}

/// The leases of the worker that was killed run out. Half of the notices it was sending become legal ones, which have
/// to arrive.
async fn time_passes(rows: &Rows, doubt: &mut Doubt) {
    rows.set(
        "UPDATE notice SET legal = TRUE WHERE state = 'sending' AND substr(id, length(id), 1) IN ('0', '1', '2', '3', '4', '5', '6', '7')",
    )
    .await;
    let under_way = |legal: &str| {
        format!("SELECT message_id AS value FROM notice WHERE state = 'sending' AND {legal}")
    };
    let jobs = rows
        .set("UPDATE job SET lease_until = 0 WHERE state = 'running'")
        .await;
    let courtesy = rows.texts(&under_way("NOT legal")).await;
    let legal = rows.texts(&under_way("legal")).await;
    doubt.busy += usize::from(jobs > 0 || !courtesy.is_empty() || !legal.is_empty());
    doubt.courtesy.extend(courtesy);
    doubt.legal.extend(legal);
    rows.set("UPDATE notice SET lease_until = 0 WHERE state = 'sending'")
        .await;
}

/// What became of the notices in doubt.
#[derive(Debug, Clone, Copy)]
struct Figures {
    unsure: usize,
    unsure_arrived: usize,
    sent_again: usize,
}

/// A courtesy in doubt is `unsure`, listed for the officers, and was sent once at most. A legal notice in doubt was sent
/// again under the same Message-ID, as the same mail. All others arrived once.
async fn judged(rows: &Rows, server: &Smtp, house: &House, doubt: &Doubt) -> Figures {
    let (mails, counts) = (server.mails(), server.counts());
    let unanswered = mails.iter().filter(|mail| !mail.answered);
    let mut in_doubt: BTreeSet<String> = unanswered.map(|mail| mail.message_id.clone()).collect();
    in_doubt.extend(doubt.courtesy.iter().cloned());
    let unsure: BTreeSet<String> = rows
        .texts("SELECT message_id AS value FROM notice WHERE state = 'unsure'")
        .await
        .into_iter()
        .collect();
    assert!(
        !unsure.is_empty(),
        "the mail cut after its text is in doubt"
    );
    assert!(unsure.is_subset(&in_doubt), "{unsure:?} {in_doubt:?}");
    assert!(
        doubt
            .courtesy
            .iter()
            .all(|id| unsure.contains(id) || doubt.legal.contains(id))
    );
    assert!(
        unsure
            .iter()
            .all(|id| counts.get(id).copied().unwrap_or(0) <= 1)
    );
    let listed = listed(house).await;
    assert_eq!(listed, unsure);
    for id in &doubt.legal {
        let same: Vec<_> = mails.iter().filter(|mail| &mail.message_id == id).collect();
        assert!(!same.is_empty(), "{id} had to arrive");
        assert!(same.iter().all(|mail| mail.raw == same[0].raw), "{id}");
    }
    let doubled = counts.iter().filter(|(_, count)| **count > 1);
    assert!(
        doubled.clone().all(|(id, _)| doubt.legal.contains(id)),
        "{counts:?}"
    );
    let rest = rows
        .count("notice WHERE state NOT IN ('sent', 'unsure')")
        .await;
    assert_eq!(rest, 0);
    Figures {
        unsure: unsure.len(),
        unsure_arrived: unsure.iter().filter(|id| counts.contains_key(*id)).count(),
        sent_again: doubled.count(),
    }
}

/// The notices in doubt as the officers' desk lists them.
async fn listed(house: &House) -> BTreeSet<String> {
    let officer = Caller::public(&house.url()).sign_in("officer").await;
    let mut listed = BTreeSet::new();
    let mut after = String::new();
    loop {
        let path = format!("/api/v1/desk/notices?state=unsure&limit=100{after}");
        let page = officer.get(&path).await.expect(200).body;
        let items = page["items"].as_array().unwrap().iter();
        listed.extend(items.map(|item| item["message_id"].as_str().unwrap().to_owned()));
        match &page["next"] {
            Value::String(next) => after = format!("&after={next}"),
            _ => return listed,
        }
    }
}

/// Holds the seed to its purpose, and writes a line of `docs/faults.md` where more kills were asked for.
async fn report(
    rows: &Rows,
    killing: &Killing,
    database: Kind,
    filed: &[Filed],
    doubt: &Doubt,
    figures: Figures,
) {
    let (seed, kills) = (killing.seed, killing.kills);
    let repeated = filed.iter().filter(|one| one.tries > 1).count();
    if killing.victim == Victim::Api {
        assert!(
            repeated > 0,
            "no kill met a request: seed {seed} proves nothing"
        );
    }
    assert!(
        doubt.busy > 0,
        "no kill met work: seed {seed} proves nothing"
    );
    if !killing.asked {
        return;
    }
    let known = "SELECT COUNT(DISTINCT request_key) AS value FROM idempotency_key";
    let (known, stored) = (rows.number(known).await, rows.count("complaint").await);
    let lost = i64::try_from(filed.len()).unwrap() - known;
    let (twice, acts) = (stored - known, rows.count("seal").await);
    let Figures {
        unsure,
        unsure_arrived,
        sent_again,
    } = figures;
    let program = format!("{:?}", killing.victim).to_lowercase();
    say(&format!(
        "| {program} | {database:?} | {seed} | {kills} | {} | {} | {repeated} | {lost} | {twice} | {acts} | {unsure} | {unsure_arrived} | {sent_again} |",
        doubt.busy,
        filed.len(),
    ));
}

/// A line on stderr itself: the test runner hides what passing tests print.
fn say(line: &str) {
    // A closed stderr is nobody listening.
    let _said = writeln!(std::io::stderr(), "{line}");
}
