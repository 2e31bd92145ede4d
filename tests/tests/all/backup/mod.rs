//! `hongjian backup` and `hongjian restore`: by the real program, from one database into another.

mod kept;
mod refused;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use sea_orm::Database;
use serde_json::Value;
use tests::at_work::AtWork;
use tests::bureau::Bureau;
use tests::door::Door;
use tests::program::Plan;
use tests::rows::Rows;
use tests::smtp::Smtp;
use tests::{Db, Kind, program};

use crate::model::dump::{self, Dump};
use crate::story::play::{Office, Stage};

/// A town in which the whole story was played. The programs that serve it run on while it is copied.
struct Town {
    db: Db,
    server: Smtp,
    bureau: Bureau,
    door: Door,
}

impl Town {
    /// None where the machine has PostgreSQL's server without its client programs.
    async fn founded(db: Db) -> Option<Self> {
        if db.kind() == Kind::Postgres && !tests::db::has_postgres_client() {
            return None;
        }
        let (store, server) = (db.store().await, Smtp::start().await);
        let bureau = Bureau::found(&store, 2).await;
        let (door, rows) = (Door::open(&db, &store).await, Rows::of(&db).await);
        let worker = AtWork::begin(&store, "one", &server);
        let office = Office::open(&door.public()).await;
        Stage::of(&[door.url()], &bureau, 0, &office)
            .await
            .play()
            .await;
        rows.until("act_unsealed", 0).await;
        worker.end().await;
        Some(Self {
            db,
            server,
            bureau,
            door,
        })
    }

    /// A place for the backup, beside the database and not yet there.
    fn place(&self, name: &str) -> PathBuf {
        self.db.folder().join(name)
    }

    /// Runs `hongjian` with these words on a database: its exit code, what it printed, and its last words.
    fn run(&self, on: &Db, words: &[&str]) -> Told {
        Told::of(&self.plan(on, words).output(b""))
    }

    fn plan(&self, on: &Db, words: &[&str]) -> Plan {
        let plan = Plan::new(program!(hongjian), on.folder())
            .on(on)
            .mail(&self.server)
            .set("PATH", &tests::db::path_with_postgres())
            .argument("--json");
        words.iter().fold(plan, |plan, word| plan.argument(word))
    }

    /// Makes a backup that succeeds, and answers its manifest.
    fn back_up(&self, name: &str) -> (PathBuf, Value) {
        let place = self.place(name);
        let told = self.run(&self.db, &["backup", place.to_str().unwrap()]);
        assert_eq!(told.code, Some(0), "{told:?}");
        (place, told.printed)
    }

    fn restore(&self, on: &Db, from: &Path) -> Told {
        self.run(on, &["restore", from.to_str().unwrap()])
    }
}

/// What the program said.
#[derive(Debug)]
struct Told {
    code: Option<i32>,
    printed: Value,
    fault: String,
}

impl Told {
    fn of(output: &Output) -> Self {
        let said = String::from_utf8_lossy(&output.stderr);
        // Whoever asks for JSON reads lines of JSON and nothing else.
        assert!(said.lines().all(|line| line.starts_with('{')), "{said}");
        Self {
            code: output.status.code(),
            printed: serde_json::from_slice(&output.stdout).unwrap_or_default(),
            fault: said.lines().last().unwrap_or_default().to_owned(),
        }
    }

    /// That it ended with this exit code and a fault of this code.
    fn refused(&self, exit: i32, code: &str) {
        assert_eq!(self.code, Some(exit), "{self:?}");
        assert!(self.fault.contains(&format!("\"{code}\"")), "{self:?}");
    }
}

/// Every row of a database.
async fn rows(db: &Db) -> Dump {
    let connection = Database::connect(db.url()).await.unwrap();
    let rows = dump::of(&connection).await;
    connection.close().await.unwrap();
    rows
}

/// Every file below a folder, by its name.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_owned();
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    found
}
