//! One look-up after the other at three sizes of the register, each ten times the one before. The sizes take turns from
//! one look-up to the next, so that a busy moment of the machine meets all three, and the thread of each connection has
//! slept as long as those of the others before it is woken.

use std::time::Duration;

use domain::words::InstitutionNumber;
use store::Store;
use store::read::institution::{self, InstitutionQuery};
use tests::Kind;
use tokio::time::Instant;

use super::ground::{self, Ground, runtime};
use super::{Line, table};

/// Look-ups of one kind at one size in one round.
const LOOK_UPS: usize = 400;

/// What is looked up.
#[derive(Debug, Clone, Copy)]
enum LookUp {
    Number,
    TwoCharacters,
}

pub(crate) fn run(line: &Line, kind: Kind) {
    runtime().block_on(async {
        let mut sizes = Vec::new();
        for institutions in [
            line.institutions / 10,
            line.institutions,
            line.institutions * 10,
        ] {
            let Some(ground) = ground::filled(kind, institutions).await else {
                return;
            };
            sizes.push((ground.db.store().await, ground));
        }
        for (what, look_up) in [
            ("by number", LookUp::Number),
            ("two characters of the name", LookUp::TwoCharacters),
        ] {
            measure(
                line,
                &format!("{what} | {}", table::word(kind)),
                look_up,
                &sizes,
            )
            .await;
        }
    });
}

async fn measure(line: &Line, title: &str, look_up: LookUp, sizes: &[(Store, Ground)]) {
    let mut times: Vec<Vec<f64>> = vec![Vec::new(); sizes.len()];
    for round in 0..=line.rounds {
        for turn in 0..LOOK_UPS {
            for place in 0..sizes.len() {
                // Each size goes first as often as it goes last: which thread the machine finds awake goes by the order.
                let size = (turn + place) % sizes.len();
                let (store, ground) = &sizes[size];
                let taken = once(look_up, turn, store, ground).await;
                // The first round fills caches and prepares statements.
                if round > 0 {
                    times[size].push(taken);
                }
            }
        }
    }
    let [small, middle, large] = [0, 1, 2].map(|size| Quantiles::of(times[size].clone()));
    println!(
        "| {title} | {} | {} ({:.2}×) | {} ({:.2}×) | {:.2}× |",
        small.shown(),
        middle.shown(),
        middle.median / small.median,
        large.shown(),
        large.median / middle.median,
        large.median / small.median,
    );
}

struct Quantiles {
    /// What the look-up itself costs, where no thread has to be woken first.
    tenth_fastest: f64,
    median: f64,
    tenth_slowest: f64,
}

impl Quantiles {
    fn of(mut times: Vec<f64>) -> Self {
        times.sort_by(f64::total_cmp);
        Self {
            tenth_fastest: times[times.len() / 10],
            median: times[times.len() / 2],
            tenth_slowest: times[times.len() * 9 / 10],
        }
    }

    fn shown(&self) -> String {
        let shown = |seconds| table::shown(Duration::from_secs_f64(seconds));
        format!(
            "{}, 10% within {}, 90% within {}",
            shown(self.median),
            shown(self.tenth_fastest),
            shown(self.tenth_slowest)
        )
    }
}

/// Seconds of one look-up.
async fn once(look_up: LookUp, turn: usize, store: &Store, ground: &Ground) -> f64 {
    let row = &ground.samples[turn * 7_919 % ground.samples.len()];
    let today = store.today();
    let (number, query) = (
        row.number.parse::<InstitutionNumber>(),
        two_characters(&row.name, turn),
    );
    let begun = Instant::now();
    match look_up {
        LookUp::Number => {
            let found =
                institution::by_number(store, number.expect("a number of ours"), today).await;
            assert!(found.expect("an answer").is_some());
        }
        LookUp::TwoCharacters => {
            let found = institution::search(store, &query, today).await;
            let found = found.expect("an answer");
            assert!(!found.items.is_empty(), "{query:?} of {}", row.name);
        }
    }
    begun.elapsed().as_secs_f64()
}

/// Two neighbouring characters from any place of the name: some stand in every second name, some in one of thousands.
fn two_characters(name: &str, turn: usize) -> InstitutionQuery {
    let signs: Vec<char> = name.chars().collect();
    let start = turn % (signs.len() - 1);
    InstitutionQuery {
        q: Some(signs[start..start + 2].iter().collect()),
        ..InstitutionQuery::default()
    }
}
