//! A small town with one authority, complaints filed in it, and a worker at work.

use std::sync::Arc;
use std::time::Duration;

use domain::access::{Actor, Grant, Permission, decide};
use domain::complaint::{Channel, Draft, DraftContact};
use domain::words::District;
use sea_orm::{ConnectionTrait as _, Database, DatabaseConnection, Statement};
use store::ops::complaint::{self, FileComplaint};
use store::ops::authority;
use store::{Clock, ManualClock, Store, SystemClock, SystemEntropy};
use tests::Db;
use tests::smtp::Smtp;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use worker::Settings;
use worker::settings::{MailTransport, Secret};

/// A store in use, with a connection of the test's own beside it.
pub(super) struct Town {
    pub(super) store: Store,
    pub(super) clock: Arc<ManualClock>,
    rows: DatabaseConnection,
}

/// A worker at work.
pub(super) struct AtWork {
    stop: CancellationToken,
    task: JoinHandle<Result<(), worker::RunFault>>,
}

impl AtWork {
    /// Starts a worker that mails to `server`.
    pub(super) fn begin(town: &Town, name: &str, server: &Smtp) -> Self {
        Self::with(town, settings(name, server))
    }

    pub(super) fn with(town: &Town, settings: Settings) -> Self {
        let stop = CancellationToken::new();
        let running = worker::run(town.store.clone(), settings, stop.clone());
        Self {
            stop,
            task: tokio::spawn(running),
        }
    }

    /// Asks it to stop and waits for its end.
    pub(super) async fn end(self) {
        self.stop.cancel();
        let ended = tokio::time::timeout(Duration::from_secs(20), self.task).await;
        ended.expect("it stops in time").unwrap().unwrap();
    }
}

pub(super) fn settings(name: &str, server: &Smtp) -> Settings {
    let mut settings = Settings::demo(name, "unused".into());
    settings.demo = false;
    settings.poll = Duration::from_millis(50);
    settings.mail.transport = MailTransport::Smtp(Secret::new(server.transport()));
    settings.mail.send_limit = Duration::from_secs(2);
    settings
}

fn grant<A: Permission>(store: &Store) -> Grant<A> {
    decide::<A>(&Actor::System("test"), store.today()).unwrap()
}

impl Town {
    pub(super) async fn found(db: &Db) -> Self {
        let clock = Arc::new(ManualClock::at(SystemClock.now()));
        let store = db
            .store_with(Arc::<ManualClock>::clone(&clock), Arc::new(SystemEntropy))
            .await;
        authority::found(
            &store,
            &grant(&store),
            "南昌市教育局",
            "education",
            District::ALL,
            store.now(),
        )
        .await
        .unwrap();
        let rows = Database::connect(db.url()).await.unwrap();
        Self { store, clock, rows }
    }

    /// Files `count` complaints, each with an address of its own.
    pub(super) async fn complain(&self, count: usize) {
        for index in 0..count {
            let draft = Draft {
                district: Some("360102".to_owned()),
                subject: format!("机构不退费 {index}"),
                body: "交了十二期的钱，机构说不退，也联系不上老师。".to_owned(),
                anonymous: false,
                contact: Some(DraftContact {
                    name: Some("万女士".to_owned()),
                    telephone: None,
                    email: Some(format!("parent{index}@example.cn")),
                }),
                ..Draft::default()
            };
            let command = FileComplaint {
                filing: draft.check(self.store.today()).unwrap(),
                channel: Channel::Portal,
                source_number: None,
                language: "zh",
            };
            complaint::file(&self.store, &grant(&self.store), &command, None, self.store.now())
                .await
                .unwrap();
        }
    }

    /// How many rows `from` has, where `from` is what follows FROM.
    pub(super) async fn count(&self, from: &str) -> i64 {
        let statement = Statement::from_string(
            self.rows.get_database_backend(),
            format!("SELECT COUNT(*) AS count FROM {from}"),
        );
        let row = self.rows.query_one_raw(statement).await.unwrap().unwrap();
        row.try_get("", "count").unwrap()
    }

    /// Changes rows behind the back of the store.
    pub(super) async fn set(&self, sql: &str) {
        self.rows.execute_unprepared(sql).await.unwrap();
    }

    /// Waits until `from` has `count` rows.
    pub(super) async fn until(&self, from: &str, count: i64) {
        for _ in 0..400 {
            if self.count(from).await == count {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("{from} has {} rows, not {count}", self.count(from).await);
    }
}
