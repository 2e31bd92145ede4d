//! A database for one test, on either kind, and the macro that runs one test on both.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use domain::words::Instant;
use store::evidence::EvidenceSettings;
use store::{
    Clock, Entropy, Keyring, ManualClock, Store, StoreSettings, SystemClock, SystemEntropy,
};

use crate::{client, keeper, lack, postgres, sqlite};

/// A test that runs longer than this hangs.
const TEST_TIME_MAX: Duration = Duration::from_secs(300);

/// Wednesday, 25 November 2026, ten o'clock in Beijing.
const START: Instant = Instant::from_millis(1_795_572_000_000);

/// The two databases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A file in WAL mode.
    Sqlite,
    /// A database of the temporary cluster of this test process.
    Postgres,
}

/// A fresh, migrated, empty database, with a folder of its own. Dropping it removes the database.
pub struct Db {
    kind: Kind,
    url: String,
    folder: PathBuf,
    // Dropped with this value.
    _postgres: Option<postgres::Database>,
}

impl fmt::Debug for Db {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Db")
            .field("kind", &self.kind)
            .field("url", &self.url)
            .finish_non_exhaustive()
    }
}

impl Db {
    /// A fresh database; none, said in a loud line, where the machine has no PostgreSQL.
    ///
    /// # Panics
    /// Where the machine has PostgreSQL but it does not start, and where PostgreSQL is demanded and missing.
    #[must_use]
    pub async fn fresh(kind: Kind, name: &str) -> Option<Self> {
        let folder = keeper::fresh_folder(name);
        let keyring = folder.join("keyring.json");
        Keyring::create(&keyring, &SystemEntropy).expect("a keyring in a fresh folder");
        let (url, postgres) = match kind {
            Kind::Sqlite => (sqlite::fresh(&folder).await, None),
            Kind::Postgres => {
                let database = postgres::Database::fresh().await?;
                (database.url(), Some(database))
            }
        };
        Some(Self {
            kind,
            url,
            folder,
            _postgres: postgres,
        })
    }

    /// A place for a database of the same kind, with nothing in it yet and with a copy of the keyring of this one.
    ///
    /// # Panics
    /// Where there is no such place.
    #[must_use]
    pub async fn bare(&self, name: &str) -> Self {
        let folder = keeper::fresh_folder(name);
        std::fs::copy(self.keyring(), folder.join("keyring.json")).expect("the keyring is copied");
        let (url, postgres) = match self.kind {
            Kind::Sqlite => (sqlite::address(&folder.join("hongjian.sqlite")), None),
            Kind::Postgres => {
                let database = postgres::Database::bare().await.expect("one is there");
                (database.url(), Some(database))
            }
        };
        Self {
            kind: self.kind,
            url,
            folder,
            _postgres: postgres,
        }
    }

    /// Which of the two.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Address of the database: `sqlite://…` or `postgres://…` on loopback.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Host and port of the server, to put a proxy before it; none for SQLite.
    #[must_use]
    pub fn server(&self) -> Option<&str> {
        let rest = self.url.strip_prefix("postgres://")?;
        let (_, rest) = rest.split_once('@')?;
        Some(rest.split_once('/')?.0)
    }

    /// The address through another host and port, such as a proxy's.
    #[must_use]
    pub fn url_through(&self, server: &str) -> String {
        match self.server() {
            Some(own) => self.url.replacen(own, server, 1),
            None => self.url.clone(),
        }
    }

    /// A folder for this test alone. It holds the SQLite file and the keyring; evidence goes below it.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The keyring file.
    #[must_use]
    pub fn keyring(&self) -> PathBuf {
        self.folder.join("keyring.json")
    }

    /// What the store needs to open this database.
    #[must_use]
    pub fn settings(&self) -> StoreSettings {
        StoreSettings {
            database_url: self.url.clone(),
            keyring: self.keyring(),
            evidence: EvidenceSettings::Folder(self.folder.join("evidence")),
            connections: 4,
            message_id_host: "hongjian.example".to_owned(),
        }
    }

    /// A store on this database with the machine's clock and random numbers.
    ///
    /// # Panics
    /// Where it does not open.
    pub async fn store(&self) -> Store {
        self.store_with(Arc::new(SystemClock), Arc::new(SystemEntropy))
            .await
    }

    /// A store on this database with a clock that stands still until the test moves it. It starts at ten in the
    /// morning of a working day, the same in every run: neither a minute's end nor a year's end comes by chance.
    ///
    /// # Panics
    /// Where it does not open.
    pub async fn store_at_rest(&self) -> (Store, Arc<ManualClock>) {
        let clock = Arc::new(ManualClock::at(START));
        let store = self
            .store_with(Arc::<ManualClock>::clone(&clock), Arc::new(SystemEntropy))
            .await;
        (store, clock)
    }

    /// A store on this database with a clock and random numbers of the test's own.
    ///
    /// # Panics
    /// Where it does not open.
    pub async fn store_with(&self, clock: Arc<dyn Clock>, entropy: Arc<dyn Entropy>) -> Store {
        Store::connect(&self.settings(), clock, entropy)
            .await
            .unwrap_or_else(|fault| panic!("the store on {} does not open: {fault}", self.url))
    }
}

/// From now on PostgreSQL runs with the settings of production: a commit waits for the disk. To be called before the
/// first database of the process; SQLite waits always.
pub fn wait_for_the_disk() {
    postgres::DURABLE.store(true, Ordering::Relaxed);
}

/// The server program of PostgreSQL, where the machine has one.
#[must_use]
pub fn postgres_program() -> Option<PathBuf> {
    postgres::programs().map(|folder| folder.join("postgres"))
}

/// The path of this process, with the programs of PostgreSQL first: Debian keeps the client programs of a version beside
/// its server.
///
/// # Panics
/// Where a folder of it cannot stand in a path.
#[must_use]
pub fn path_with_postgres() -> String {
    let path = crate::variable::read("PATH").unwrap_or_default();
    let folders = postgres::programs()
        .into_iter()
        .chain(std::env::split_paths(&path));
    let joined = std::env::join_paths(folders).expect("no folder holds a colon");
    joined.to_string_lossy().into_owned()
}

/// Whether the machine has the programs that take a database of PostgreSQL and put it back; says so where it has not.
///
/// # Panics
/// Where every part is demanded and they are missing.
#[must_use]
pub fn has_postgres_client() -> bool {
    let path = path_with_postgres();
    let found = ["pg_dump", "pg_restore"]
        .iter()
        .all(|program| std::env::split_paths(&path).any(|folder| folder.join(program).is_file()));
    if !found {
        lack::missing("PostgreSQL's client programs (pg_dump and pg_restore)");
    }
    found
}

/// Runs one test on one database. Used by [`db_test!`](crate::db_test).
///
/// # Panics
/// Where the test does, and where it runs for more than five minutes.
pub fn run<F: Future<Output = ()>>(kind: Kind, name: &str, test: impl FnOnce(Db) -> F) {
    block_on(async {
        if let Some(db) = Db::fresh(kind, name).await {
            test(db).await;
        }
    });
}

/// Runs a test that needs the runtime but no database of its own.
///
/// # Panics
/// Where the test does, and where it runs for more than five minutes.
pub fn block_on<F: Future<Output = ()>>(test: F) {
    block_on_within(TEST_TIME_MAX, test);
}

/// Runs a test that takes turns with others at something scarce, such as the browsers, and may have to wait long for it.
///
/// # Panics
/// Where the test does, and where it runs for longer than this.
pub fn block_on_within<F: Future<Output = ()>>(time: Duration, test: F) {
    client::provide_tls();
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime")
        .block_on(async {
            assert!(
                tokio::time::timeout(time, test).await.is_ok(),
                "the test did not end within {time:?}"
            );
        });
}

/// Makes `sqlite::name` and `postgres::name` of each named `async fn name(db: Db)` of the module. To be used once in
/// a module:
/// ```text
/// db_test!(same_key_and_body_gives_the_same_answer, other_body_is_refused);
///
/// async fn same_key_and_body_gives_the_same_answer(db: Db) { … }
/// ```
#[macro_export]
macro_rules! db_test {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {
            $(
                #[test]
                fn $name() {
                    $crate::db::run($crate::Kind::Sqlite, stringify!($name), super::$name);
                }
            )+
        }
        mod postgres {
            $(
                #[test]
                fn $name() {
                    $crate::db::run($crate::Kind::Postgres, stringify!($name), super::$name);
                }
            )+
        }
    };
}
