//! The one shape of every write: open, load, ask the law, write, and commit with an act.

use std::time::Duration;

use domain::words::{ActId, Instant};
use sea_orm::{
    ConnectionTrait as _, DatabaseTransaction, DbBackend, ExecResult, FromQueryResult,
    SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait as _, Value,
};

use crate::audit::Act;
use crate::connect::Store;
use crate::{Fault, audit};

/// How often work that the database undid is done again.
const TRIES: u32 = 5;

/// A write in progress. Dropping it undoes it.
pub(crate) struct Tx {
    inside: DatabaseTransaction,
    store: Store,
    now: Instant,
}

/// Proof that the write was committed; only [`Tx::commit`], [`Tx::commit_told`] and [`Tx::commit_upkeep`] make one.
pub(crate) struct Committed<T>(T);

/// The writes that change nothing a person decided and so need no act.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Upkeep {
    /// A lease of a job or notice was taken, given back or swept.
    Lease,
    /// A notice was handed to the mail server, or was not.
    Delivery,
    /// A session was opened, seen, turned over or ended; the sign-in itself is an act.
    Session,
    /// Acts were sealed or the head of the chain was published.
    Seal,
    /// A worker gave a sign of life, or a source's cursor moved on.
    Sign,
    /// The same request came twice and gets the answer of the first.
    Replay,
    /// A reminder by the calendar was written, or was there before.
    Reminder,
    /// What nobody needs any more was taken away.
    House,
    /// The search index follows what the records say.
    Index,
    /// Rows of a list that nobody sees yet, or no longer; to show the list and to take it back are acts.
    Unseen,
}

impl Store {
    /// Does `once` in a transaction, and again where the database was busy or undid it.
    pub(crate) async fn run<T, F, Fut>(&self, now: Instant, mut once: F) -> Result<T, Fault>
    where
        F: FnMut(Tx) -> Fut,
        Fut: Future<Output = Result<Committed<T>, Fault>>,
    {
        let mut tried = 0;
        loop {
            let outcome = match self.begin(now).await {
                Ok(tx) => once(tx).await,
                Err(fault) => Err(fault),
            };
            tried += 1;
            match outcome {
                Ok(Committed(value)) => return Ok(value),
                Err(fault) if fault.may_retry() && tried < TRIES => {
                    tokio::time::sleep(self.pause(tried)).await;
                }
                Err(fault) => return Err(fault),
            }
        }
    }

    async fn begin(&self, now: Instant) -> Result<Tx, Fault> {
        let options = TransactionOptions {
            // A read transaction that turns into a write fails at once on SQLite, so every
            // write says from the start that it is one.
            sqlite_transaction_mode: (self.backend() == DbBackend::Sqlite)
                .then_some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let inside = self.writer().begin_with_options(options).await?;
        Ok(Tx {
            inside,
            store: self.clone(),
            now,
        })
    }

    /// Doubling pauses with jitter, so that two writers that met do not meet again.
    fn pause(&self, tried: u32) -> Duration {
        let [jitter] = self.random::<1>();
        Duration::from_millis((5 << tried.min(6)) + u64::from(jitter) / 8)
    }
}

impl Tx {
    /// Ends the write with the act that says who did what and why.
    pub(crate) async fn commit<T>(self, act: Act, value: T) -> Result<Committed<T>, Fault> {
        audit::record(&self, act).await?;
        self.inside.commit().await?;
        Ok(Committed(value))
    }

    /// Ends a write whose acts are all recorded ([`Tx::also`]), since rows of it name them; `_act` is the last of them.
    pub(crate) async fn commit_told<T>(self, _act: ActId, value: T) -> Result<Committed<T>, Fault> {
        self.inside.commit().await?;
        Ok(Committed(value))
    }

    /// Ends a write that needs no act; `upkeep` names why.
    pub(crate) async fn commit_upkeep<T>(
        self,
        upkeep: Upkeep,
        value: T,
    ) -> Result<Committed<T>, Fault> {
        tracing::trace!(?upkeep, "upkeep");
        self.inside.commit().await?;
        Ok(Committed(value))
    }

    /// Further acts of the same transaction, where one step of a person has several subjects.
    pub(crate) async fn also(&self, act: Act) -> Result<ActId, Fault> {
        audit::record(self, act).await
    }

    /// The connection, for entities.
    pub(crate) fn rows(&self) -> &DatabaseTransaction {
        &self.inside
    }

    pub(crate) fn store(&self) -> &Store {
        &self.store
    }

    /// The instant of the whole write.
    pub(crate) fn now(&self) -> Instant {
        self.now
    }

    /// Runs plain SQL; `$1`, `$2` … take `values` on both databases.
    pub(crate) async fn execute<I>(&self, sql: &str, values: I) -> Result<ExecResult, Fault>
    where
        I: IntoIterator<Item = Value>,
    {
        let statement = Statement::from_sql_and_values(self.store.backend(), sql, values);
        Ok(self.inside.execute_raw(statement).await?)
    }

    /// All rows of plain SQL.
    pub(crate) async fn all<R, I>(&self, sql: &str, values: I) -> Result<Vec<R>, Fault>
    where
        R: FromQueryResult,
        I: IntoIterator<Item = Value>,
    {
        let statement = Statement::from_sql_and_values(self.store.backend(), sql, values);
        Ok(R::find_by_statement(statement).all(&self.inside).await?)
    }

    /// The first row of plain SQL.
    pub(crate) async fn one<R, I>(&self, sql: &str, values: I) -> Result<Option<R>, Fault>
    where
        R: FromQueryResult,
        I: IntoIterator<Item = Value>,
    {
        let statement = Statement::from_sql_and_values(self.store.backend(), sql, values);
        Ok(R::find_by_statement(statement).one(&self.inside).await?)
    }

    /// Whether plain SQL gives any row.
    pub(crate) async fn has<I>(&self, sql: &str, values: I) -> Result<bool, Fault>
    where
        I: IntoIterator<Item = Value>,
    {
        let statement = Statement::from_sql_and_values(self.store.backend(), sql, values);
        Ok(self.inside.query_one_raw(statement).await?.is_some())
    }

    /// The next value of a counter without gaps, starting at 1. Its row is held until the commit,
    /// so a number is used up only together with what bears it.
    pub(crate) async fn next(&self, counter: &str) -> Result<i64, Fault> {
        self.take(counter, 1).await
    }

    /// The first of `count` consecutive values of a counter.
    pub(crate) async fn take(&self, counter: &str, count: i64) -> Result<i64, Fault> {
        #[derive(FromQueryResult)]
        struct Counter {
            value: i64,
        }
        let row: Option<Counter> = self
            .one(
                "INSERT INTO counter (name, value) VALUES ($1, $2) \
                 ON CONFLICT (name) DO UPDATE SET value = counter.value + $2 RETURNING value",
                [counter.into(), count.into()],
            )
            .await?;
        let last = row
            .map(|row| row.value)
            .ok_or_else(|| Fault::Integrity(format!("the counter {counter} has no row")))?;
        Ok(last - count + 1)
    }
}

impl Store {
    /// All rows of plain SQL, outside a write.
    pub(crate) async fn rows<R, I>(&self, sql: &str, values: I) -> Result<Vec<R>, Fault>
    where
        R: FromQueryResult,
        I: IntoIterator<Item = Value>,
    {
        let statement = Statement::from_sql_and_values(self.backend(), sql, values);
        Ok(R::find_by_statement(statement).all(self.reader()).await?)
    }

    /// The first row of plain SQL, outside a write.
    pub(crate) async fn row<R, I>(&self, sql: &str, values: I) -> Result<Option<R>, Fault>
    where
        R: FromQueryResult,
        I: IntoIterator<Item = Value>,
    {
        let statement = Statement::from_sql_and_values(self.backend(), sql, values);
        Ok(R::find_by_statement(statement).one(self.reader()).await?)
    }

    /// Whether plain SQL gives any row, outside a write.
    pub(crate) async fn has<I>(&self, sql: &str, values: I) -> Result<bool, Fault>
    where
        I: IntoIterator<Item = Value>,
    {
        let statement = Statement::from_sql_and_values(self.backend(), sql, values);
        Ok(self.reader().query_one_raw(statement).await?.is_some())
    }
}
