//! Searches of the register beside a look-up by its key, turn by turn on the same server.

use std::time::Duration;

use domain::words::InstitutionNumber;
use store::Store;
use store::read::institution::{self, InstitutionQuery, InstitutionRow};
use store::terms::Matched;
use tests::Kind;
use tokio::time::Instant;

use super::ground::{self, runtime};
use super::{Line, table};

/// Searches of one kind in one round.
const SEARCHES: usize = 400;
/// A pair of characters is rare where so many institutions hold it at the most.
const RARE_MAX: usize = 1_000;
/// Pairs and sounds that stand in a great part of all names.
const COMMON: [&str; 6] = ["南昌", "培训", "中心", "学校", "peixun", "px"];

pub(crate) fn run(line: &Line, kind: Kind) {
    runtime().block_on(async {
        let Some(ground) = ground::filled(kind, line.institutions).await else {
            return;
        };
        let store = ground.db.store().await;
        let rare = rare(&store, &ground.samples).await;
        let numbers: Vec<String> = ground
            .samples
            .iter()
            .map(|row| row.number.clone())
            .collect();
        let common: Vec<String> = COMMON.iter().map(|text| (*text).to_owned()).collect();
        let mut times = [Vec::new(), Vec::new(), Vec::new(), Vec::new()];
        for round in 0..=line.rounds {
            for (place, times) in times.iter_mut().enumerate() {
                let mut taken = Vec::with_capacity(SEARCHES);
                for turn in 0..SEARCHES {
                    let begun = Instant::now();
                    match place {
                        0 => by_key(&store, &numbers[turn * 7_919 % numbers.len()]).await,
                        1 => first_page(&store, &rare[turn * 7_919 % rare.len()], false).await,
                        2 => first_page(&store, &common[turn % common.len()], false).await,
                        _ => first_page(&store, &common[turn % common.len()], true).await,
                    }
                    taken.push(begun.elapsed());
                }
                // The first round fills caches and prepares statements.
                if round > 0 {
                    times.extend(taken);
                }
            }
        }
        show(kind, &mut times);
    });
}

fn show(kind: Kind, times: &mut [Vec<Duration>; 4]) {
    for times in times.iter_mut() {
        times.sort_unstable();
    }
    let key = at(&times[0], 99).as_secs_f64();
    let names = [
        "by key",
        "a pair of up to 1,000 hits",
        "a common pair, sound or letters",
        "the same with its facets",
    ];
    for (name, times) in names.iter().zip(times.iter()) {
        let slowest = times.last().copied().unwrap_or_default();
        println!(
            "| {name} | {} | {} | {} | {:.1} | {} |",
            table::word(kind),
            table::shown(at(times, 50)),
            table::shown(at(times, 99)),
            at(times, 99).as_secs_f64() / key,
            table::shown(slowest),
        );
    }
}

fn at(sorted: &[Duration], percent: usize) -> Duration {
    let place = sorted.len() * percent / 100;
    sorted.get(place).copied().unwrap_or_default()
}

/// Pairs from all places of the names that few institutions hold.
async fn rare(store: &Store, samples: &[InstitutionRow]) -> Vec<String> {
    let mut rare = Vec::new();
    for (turn, row) in samples.iter().enumerate() {
        let signs: Vec<char> = row.name.chars().collect();
        let start = turn % (signs.len() - 1);
        let pair: String = signs[start..start + 2].iter().collect();
        let facets = institution::facets(store, &asked(&pair), Matched::Name, store.today()).await;
        let total = facets.expect("facets").total;
        if !total.more && total.count <= RARE_MAX {
            rare.push(pair);
        }
    }
    assert!(rare.len() > 20, "{} rare pairs", rare.len());
    rare
}

fn asked(text: &str) -> InstitutionQuery {
    InstitutionQuery {
        q: Some(text.to_owned()),
        ..InstitutionQuery::default()
    }
}

async fn by_key(store: &Store, number: &str) {
    let number: InstitutionNumber = number.parse().expect("a number of ours");
    let found = institution::by_number(store, number, store.today()).await;
    assert!(found.expect("an answer").is_some());
}

async fn first_page(store: &Store, text: &str, facets: bool) {
    let query = asked(text);
    let found = institution::search(store, &query, store.today()).await;
    let found = found.expect("an answer");
    assert!(!found.items.is_empty(), "{text}");
    if facets {
        let matched = found.matched.unwrap_or(Matched::Name);
        let spread = institution::facets(store, &query, matched, store.today()).await;
        assert!(spread.expect("facets").total.count > 0);
    }
}
