//! Rounds, medians, and the rows of a table.

use std::process::Command;
use std::time::Duration;

use tests::Kind;

/// The word of a database in the tables.
pub(crate) fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Sqlite => "SQLite",
        Kind::Postgres => "PostgreSQL",
    }
}

/// The middle value; of an even number the upper one.
pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Both sides by turns: the medians of each, and the median of the ratios of each round.
pub(crate) struct Compared {
    pub(crate) ours: f64,
    pub(crate) floor: f64,
    pub(crate) ratio: f64,
    /// Smallest and largest ratio of a round.
    pub(crate) span: (f64, f64),
}

/// Plays `rounds` interleaved rounds; each side answers its rate. Who begins changes with each round.
pub(crate) fn compare(
    rounds: u32,
    mut ours: impl FnMut() -> f64,
    mut floor: impl FnMut() -> f64,
) -> Compared {
    let pairs: Vec<(f64, f64)> = (0..rounds.max(1))
        .map(|round| {
            let pair = if round % 2 == 0 {
                let first = ours();
                (first, floor())
            } else {
                let first = floor();
                (ours(), first)
            };
            eprintln_round(round, pair);
            pair
        })
        .collect();
    let ratios: Vec<f64> = pairs.iter().map(|(ours, floor)| ours / floor).collect();
    Compared {
        ours: median(pairs.iter().map(|pair| pair.0).collect()),
        floor: median(pairs.iter().map(|pair| pair.1).collect()),
        span: (
            ratios.iter().copied().fold(f64::MAX, f64::min),
            ratios.iter().copied().fold(0.0, f64::max),
        ),
        ratio: median(ratios),
    }
}

#[allow(clippy::print_stderr, reason = "how far a long run has come")]
fn eprintln_round(round: u32, (ours, floor): (f64, f64)) {
    eprintln!(
        "  round {}: ours {ours:.0}, floor {floor:.0}, ratio {:.2}",
        round + 1,
        ours / floor
    );
}

/// One row of a table of ratios.
pub(crate) fn row(cells: &[&str], compared: &Compared) {
    let Compared {
        ours,
        floor,
        ratio,
        span: (least, most),
    } = compared;
    println!(
        "| {} | {ours:.0} | {floor:.0} | {ratio:.2} ({least:.2} to {most:.2}) |",
        cells.join(" | ")
    );
}

/// A time in the unit people read it in.
pub(crate) fn shown(time: Duration) -> String {
    let micros = time.as_secs_f64() * 1e6;
    if micros < 1_000.0 {
        format!("{micros:.0} µs")
    } else {
        format!("{:.2} ms", micros / 1_000.0)
    }
}

/// Cores and versions, to be pasted with the figures.
pub(crate) fn machine(kinds: &[Kind]) -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let mut parts = vec![format!("{cores} cores")];
    if kinds.contains(&Kind::Sqlite) {
        parts.push(format!("SQLite {}", super::floor::sqlite_version()));
    }
    if kinds.contains(&Kind::Postgres) {
        let told = tests::db::postgres_program()
            .and_then(|program| Command::new(program).arg("--version").output().ok());
        let version = told.map_or_else(
            || "no PostgreSQL".to_owned(),
            |told| String::from_utf8_lossy(&told.stdout).trim().to_owned(),
        );
        parts.push(version);
    }
    parts.join(", ")
}
