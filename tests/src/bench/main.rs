//! The benches of `docs/benchmarks.md`: each measures the real system against a named floor in interleaved rounds of
//! one run and prints the rows of its table. No test runs them, because no test measures time.
//!
//! ```sh
//! cargo run --release -p tests --bin bench -- reads
//! ```
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a bench stops at the first wrong value and prints its table"
)]

mod export;
mod filing;
mod floor;
mod ground;
mod growth;
mod import;
mod load;
mod mail;
mod past;
mod reads;
mod search;
mod server;
mod start;
mod table;

use std::time::Duration;

use clap::{Parser, ValueEnum};
use tests::Kind;
use tracing_subscriber::EnvFilter;

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    /// Reading over the register: one institution by number, a page of twenty rows.
    Reads,
    /// Filing complaints.
    Filing,
    /// Sending notices through the outbox.
    Mail,
    /// Look-ups at three sizes of the register.
    Growth,
    /// A workbook of institutions entered, beside bare inserts.
    Import,
    /// What the register said on a day, beside what it says now.
    Past,
    /// The whole register written by the release program beside this one, for its memory.
    Export,
    /// Searches beside a look-up by key.
    Search,
    /// First answer and resident memory of the program itself.
    Start,
}

/// Which databases are measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Which {
    Both,
    Sqlite,
    Postgres,
}

/// Measures one thing against its floor.
#[derive(Debug, Parser)]
#[command(name = "bench")]
struct Line {
    what: What,
    /// Institutions in the register; the three sizes of `growth` are a tenth of it, it, and ten times it.
    #[arg(long, default_value_t = 130_000)]
    institutions: u64,
    /// Notices of `mail`.
    #[arg(long, default_value_t = 2_000)]
    notices: u32,
    /// Interleaved rounds; the median counts.
    #[arg(long, default_value_t = 5)]
    rounds: u32,
    /// Milliseconds of one side of one round.
    #[arg(long, default_value_t = 3_000)]
    milliseconds: u64,
    /// With `import`: the release program beside this one enters the list as well, for its memory.
    #[arg(long)]
    program: bool,
    /// Which databases.
    #[arg(long, value_enum, default_value_t = Which::Both)]
    database: Which,
}

impl Line {
    fn kinds(&self) -> &'static [Kind] {
        match self.database {
            Which::Both => &[Kind::Sqlite, Kind::Postgres],
            Which::Sqlite => &[Kind::Sqlite],
            Which::Postgres => &[Kind::Postgres],
        }
    }

    fn time(&self) -> Duration {
        Duration::from_millis(self.milliseconds)
    }
}

fn main() {
    let line = Line::parse();
    // The request log is written as in production; only its way to the disk is left out.
    tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new("info"))
        .with_writer(std::io::sink)
        .init();
    tests::client::provide_tls();
    tests::db::wait_for_the_disk();
    // The figures of every request are collected as well; nobody asks for them here, so they are drained.
    let figures = api::http::ops::install().expect("the first recorder of this process");
    std::thread::spawn(move || {
        loop {
            std::thread::sleep(Duration::from_secs(5));
            figures.run_upkeep();
        }
    });
    println!("{}", table::machine(line.kinds()));
    for kind in line.kinds() {
        match line.what {
            What::Reads => reads::run(&line, *kind),
            What::Filing => filing::run(&line, *kind),
            What::Mail => mail::run(&line, *kind),
            What::Growth => growth::run(&line, *kind),
            What::Import => import::run(&line, *kind),
            What::Past => past::run(&line, *kind),
            What::Export => export::run(&line, *kind),
            What::Search => search::run(&line, *kind),
            What::Start => start::run(&line, *kind),
        }
    }
}
