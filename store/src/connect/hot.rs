//! Connections for the reads that everybody asks for all day.
//!
//! A pool of sqlx asks a connection whether it still lives before each use and again after it: for a read of one
//! statement that is three round trips in the place of one. Here a connection is kept between two reads, and asked only
//! where it was idle for a while. One whose read failed or was cut off goes back to sqlx, which tests it.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use sea_orm::sqlx::pool::PoolConnection;
use sea_orm::sqlx::{Connection as _, Database, Error, Pool};
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::{Instant, timeout};

/// A connection that was idle for longer is asked before it is used.
pub(super) const TRUSTED: Duration = Duration::from_secs(1);
/// A connection is not kept for ever: a server's memory for it grows.
const KEPT: Duration = Duration::from_secs(30 * 60);

struct Kept<D: Database> {
    connection: PoolConnection<D>,
    taken_at: Instant,
    used_at: Instant,
}

/// Some connections of a pool, kept for hot reads.
pub(crate) struct Hot<D: Database> {
    pool: Pool<D>,
    patience: Duration,
    turns: Semaphore,
    kept: Mutex<Vec<Kept<D>>>,
}

/// A connection in use. It is kept for the next read only where this one says that it went well.
pub(crate) struct Held<'a, D: Database> {
    hot: &'a Hot<D>,
    kept: Kept<D>,
    _turn: SemaphorePermit<'a>,
}

impl<D: Database> Hot<D> {
    /// Keeps at most half of the pool's connections, and at least one.
    pub(super) fn new(pool: Pool<D>, connections: u32, patience: Duration) -> Self {
        let turns = usize::try_from(connections / 2).unwrap_or(1).max(1);
        Self {
            pool,
            patience,
            turns: Semaphore::new(turns),
            kept: Mutex::new(Vec::new()),
        }
    }

    /// A connection that lives, as soon as one is free.
    ///
    /// # Errors
    /// Those of the pool; [`Error::PoolTimedOut`] where none is free for too long.
    pub(crate) async fn take(&self) -> Result<Held<'_, D>, Error> {
        let turn = timeout(self.patience, self.turns.acquire())
            .await
            .map_err(|_| Error::PoolTimedOut)?
            .map_err(|_| Error::PoolClosed)?;
        let kept = match self.idle().await {
            Some(kept) => kept,
            None => {
                let connection = self.pool.acquire().await?;
                let now = Instant::now();
                Kept {
                    connection,
                    taken_at: now,
                    used_at: now,
                }
            }
        };
        Ok(Held {
            hot: self,
            kept,
            _turn: turn,
        })
    }

    /// A kept connection that lives. The one used last comes first, so that what is not needed grows old.
    async fn idle(&self) -> Option<Kept<D>> {
        loop {
            let mut kept = self.kept().pop()?;
            if kept.taken_at.elapsed() < KEPT
                && (kept.used_at.elapsed() < TRUSTED || kept.connection.ping().await.is_ok())
            {
                return Some(kept);
            }
        }
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Vec<Kept<D>>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives all connections back and closes the pool once running reads have ended.
    pub(super) async fn close(&self) {
        self.turns.close();
        // sqlx waits for every connection that was taken from it.
        drop(std::mem::take(&mut *self.kept()));
        self.pool.close().await;
    }
}

impl<D: Database> Held<'_, D> {
    /// The connection itself.
    pub(crate) fn connection(&mut self) -> &mut D::Connection {
        &mut self.kept.connection
    }

    /// Keeps the connection: its read went well.
    pub(crate) fn keep(self) {
        let Self { hot, mut kept, .. } = self;
        kept.used_at = Instant::now();
        let mut all = hot.kept();
        // Looked at under the lock that `close` takes afterwards, so that none is kept beyond it.
        if !hot.turns.is_closed() {
            all.push(kept);
        }
    }
}

impl<D: Database> Drop for Hot<D> {
    fn drop(&mut self) {
        // A connection goes back to its pool in a task, and there may be no runtime any more; its socket or file is
        // closed without one.
        let kept = self.kept.get_mut().unwrap_or_else(PoisonError::into_inner);
        for kept in kept.drain(..) {
            drop(kept.connection.detach());
        }
    }
}
