//! A program that makes what a test makes (a database of each kind, a running program) and then waits to be killed:
//! the harness shows with it that nothing is left behind.

use std::io::Write as _;

use tests::program::Plan;
use tests::{Db, Kind, db, keeper};

fn main() {
    db::block_on(async {
        let sqlite = Db::fresh(Kind::Sqlite, "victim").await;
        let postgres = Db::fresh(Kind::Postgres, "victim").await;
        let running = Plan::new("sleep", keeper::folder())
            .argument("1000")
            .start()
            .await;
        let server = postgres.as_ref().and_then(Db::server).unwrap_or("none");
        let told = writeln!(
            std::io::stdout(),
            "{} {} {server}",
            keeper::folder().display(),
            running.id()
        );
        if told.is_ok() {
            std::future::pending::<()>().await;
        }
        drop((sqlite, running));
    });
}
