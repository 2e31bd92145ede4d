//! Opening the store: pools, pragmas, the start check of the schema, and the count of queries.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use domain::words::{Day, Instant};
use sea_orm::sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sea_orm::sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous,
};
use sea_orm::sqlx::{ConnectOptions as _, Connection as _, Postgres, Sqlite};
use sea_orm::{DatabaseConnection, DbBackend, SqlxPostgresConnector, SqlxSqliteConnector};

use crate::clock::Clock;
use crate::entropy::{Entropy, Sequence};
use crate::evidence::{EvidenceSettings, Files};
use crate::vault::Keyring;
use crate::{Fault, schema};

mod hot;
use hot::{Hot, TRUSTED};

/// What the store needs to know to open.
#[derive(Debug, Clone)]
pub struct StoreSettings {
    /// `sqlite://path` or `postgres://…`.
    pub database_url: String,
    /// The keyring file; see [`Keyring`].
    pub keyring: PathBuf,
    /// Where evidence files are kept.
    pub evidence: EvidenceSettings,
    /// Connections for reading (SQLite), or for everything (PostgreSQL).
    pub connections: u32,
    /// The part after the `@` of Message-IDs; the bureau's own host name.
    pub message_id_host: String,
}

/// Connections for plain SQL where a bench asks for it.
pub(crate) enum Pool {
    Sqlite(Hot<Sqlite>),
    Postgres(Hot<Postgres>),
}

struct Inside {
    writer: DatabaseConnection,
    reader: DatabaseConnection,
    hot: Pool,
    keys: Keyring,
    files: Files,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    sequence: Sequence,
    message_id_host: String,
}

/// The only door to the data. Cloning it is cheap: all clones share the pools.
#[derive(Clone)]
pub struct Store {
    inside: Arc<Inside>,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Store").finish_non_exhaustive()
    }
}

tokio::task_local! {
    static QUERIES: Arc<AtomicU32>;
}

/// Runs `work` and counts the statements it sends to the database in the same task.
pub async fn counted<F: Future>(work: F) -> (F::Output, u32) {
    let count = Arc::new(AtomicU32::new(0));
    let output = QUERIES.scope(Arc::clone(&count), work).await;
    (output, count.load(Ordering::Relaxed))
}

pub(crate) fn count_one() {
    // Work outside a request, such as the worker's, is simply not counted.
    let _outside_a_request = QUERIES.try_with(|count| count.fetch_add(1, Ordering::Relaxed));
}

impl Store {
    /// Opens the database, the keyring and the evidence store, and checks the schema.
    ///
    /// # Errors
    /// [`Fault::Setting`] for a bad address or keyring, [`Fault::Unreachable`], [`Fault::Schema`], [`Fault::Ahead`]
    /// where the schema is older than this program needs or made for newer ones alone,
    /// [`Fault::Evidence`].
    pub async fn connect(
        settings: &StoreSettings,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
    ) -> Result<Self, Fault> {
        let keys = Keyring::open(&settings.keyring)?;
        let files = Files::open(&settings.evidence)?;
        let (mut writer, mut reader, hot) = if settings.database_url.starts_with("sqlite:") {
            sqlite(settings).await?
        } else {
            postgres(settings).await?
        };
        writer.set_metric_callback(|_| count_one());
        reader.set_metric_callback(|_| count_one());
        schema::check(&reader).await?;
        Ok(Self {
            inside: Arc::new(Inside {
                writer,
                reader,
                hot,
                keys,
                files,
                clock,
                entropy,
                sequence: Sequence::default(),
                message_id_host: settings.message_id_host.clone(),
            }),
        })
    }

    /// The present instant of the injected clock.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.inside.clock.now()
    }

    /// The legal day of the present instant in Asia/Shanghai.
    #[must_use]
    pub fn today(&self) -> Day {
        self.now().day()
    }

    /// Whether the database answers and this program can work on its schema: a newer program may have changed it since.
    ///
    /// # Errors
    /// Faults of the database; [`Fault::Schema`], [`Fault::Ahead`].
    pub async fn ready(&self) -> Result<(), Fault> {
        crate::schema::check(&self.inside.reader).await
    }

    /// Closes the pools once running statements have ended.
    pub async fn close(&self) {
        match &self.inside.hot {
            Pool::Sqlite(pool) => pool.close().await,
            Pool::Postgres(pool) => pool.close().await,
        }
        // On SQLite the writer is a pool of its own; its last connection folds the WAL into the file.
        if let Err(fault) = self.inside.writer.close_by_ref().await {
            let fault = Fault::from(fault);
            tracing::warn!(%fault, "the writer's pool did not close");
        }
    }

    /// `N` fresh random bytes.
    #[must_use]
    pub fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0_u8; N];
        self.inside.entropy.fill(&mut bytes);
        bytes
    }

    /// The bits of a new id of the instant `at`: in order among all that this process makes.
    pub(crate) fn id_bits(&self, at: Instant) -> [u8; 10] {
        self.inside.sequence.next(at.millis(), self.random())
    }

    pub(crate) fn writer(&self) -> &DatabaseConnection {
        &self.inside.writer
    }

    pub(crate) fn reader(&self) -> &DatabaseConnection {
        &self.inside.reader
    }

    pub(crate) fn hot(&self) -> &Pool {
        &self.inside.hot
    }

    pub(crate) fn backend(&self) -> DbBackend {
        self.inside.reader.get_database_backend()
    }

    pub(crate) fn keys(&self) -> &Keyring {
        &self.inside.keys
    }

    pub(crate) fn files(&self) -> &Files {
        &self.inside.files
    }

    pub(crate) fn entropy(&self) -> &dyn Entropy {
        self.inside.entropy.as_ref()
    }

    pub(crate) fn message_id_host(&self) -> &str {
        &self.inside.message_id_host
    }
}

type Pools = (DatabaseConnection, DatabaseConnection, Pool);

/// The file that an `sqlite://` address names.
pub(crate) fn sqlite_path(url: &str) -> Result<&str, Fault> {
    let path = url.trim_start_matches("sqlite:").trim_start_matches("//");
    if path.contains('?') {
        // The file that this names would be another one than the migration makes.
        return Err(Fault::Setting(
            "an sqlite:// address is a path and nothing after it".to_owned(),
        ));
    }
    Ok(path)
}

/// How long a write waits for another process's write.
pub(crate) const BUSY: Duration = Duration::from_secs(10);
/// How long a request waits for a connection to PostgreSQL, and so for a server that refuses connections: whoever asks
/// is told sooner than patience ends.
const ACQUIRE: Duration = Duration::from_secs(3);

async fn sqlite(settings: &StoreSettings) -> Result<Pools, Fault> {
    let common = SqliteConnectOptions::new()
        .filename(sqlite_path(&settings.database_url)?)
        .create_if_missing(false)
        .journal_mode(SqliteJournalMode::Wal)
        // FULL: a commit that was answered survives the loss of power.
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(BUSY)
        .statement_cache_capacity(256)
        .disable_statement_logging();
    // A file does not go away: connections to it need no test before each use.
    let writer = SqlitePoolOptions::new()
        .max_connections(1)
        .test_before_acquire(false)
        .acquire_timeout(Duration::from_secs(30))
        .connect_with(common.clone())
        .await
        .map_err(|fault| unreachable_at("sqlite", &fault))?;
    let readers = settings.connections.max(2);
    let reader = SqlitePoolOptions::new()
        .max_connections(readers)
        .test_before_acquire(false)
        .acquire_timeout(BUSY)
        .connect_with(
            common
                .read_only(true)
                .pragma("query_only", "on")
                // A page cache of four megabytes each. A mapped file would be faster by little, and all of it that was
                // ever read would count as this process's memory, once for each connection.
                .pragma("cache_size", "-4096"),
        )
        .await
        .map_err(|fault| unreachable_at("sqlite", &fault))?;
    Ok((
        SqlxSqliteConnector::from_sqlx_sqlite_pool(writer),
        SqlxSqliteConnector::from_sqlx_sqlite_pool(reader.clone()),
        Pool::Sqlite(Hot::new(reader, readers, BUSY)),
    ))
}

async fn postgres(settings: &StoreSettings) -> Result<Pools, Fault> {
    let options: PgConnectOptions = settings.database_url.parse().map_err(|_| {
        Fault::Setting("the database address is neither sqlite:// nor postgres://".to_owned())
    })?;
    let options = options
        .application_name("hongjian")
        .disable_statement_logging();
    let connections = settings.connections.max(2);
    let pool = PgPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(ACQUIRE)
        .test_before_acquire(false)
        .before_acquire(|connection, meta| {
            Box::pin(async move {
                // One that was used a moment ago is taken to live; where it does not, the statement says so.
                if meta.idle_for > TRUSTED {
                    connection.ping().await?;
                }
                Ok(true)
            })
        })
        .connect_with(options)
        .await
        .map_err(|fault| unreachable_at("postgres", &fault))?;
    Ok((
        SqlxPostgresConnector::from_sqlx_postgres_pool(pool.clone()),
        SqlxPostgresConnector::from_sqlx_postgres_pool(pool.clone()),
        Pool::Postgres(Hot::new(pool, connections, ACQUIRE)),
    ))
}

/// The address may hold a password, so only the kind of database is told.
fn unreachable_at(kind: &'static str, fault: &sea_orm::sqlx::Error) -> Fault {
    tracing::warn!(database = kind, %fault, "the database cannot be opened");
    Fault::Unreachable
}
