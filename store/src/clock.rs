//! Where time comes from: the one home of the machine's clock.

use std::sync::atomic::{AtomicI64, Ordering};

use domain::words::Instant;

/// A source of instants. Everything that depends on time takes it from here, so that a test can
/// jump over a deadline.
pub trait Clock: Send + Sync {
    /// The present instant.
    fn now(&self) -> Instant;
}

/// The clock of the machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(
        clippy::disallowed_methods,
        reason = "this is the one home of the machine's clock"
    )]
    fn now(&self) -> Instant {
        let since_1970 = std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .unwrap_or_default();
        Instant::from_millis(i64::try_from(since_1970.as_millis()).unwrap_or(i64::MAX))
    }
}

/// A clock that stands still until it is moved.
#[derive(Debug)]
pub struct ManualClock {
    millis: AtomicI64,
}

impl ManualClock {
    /// A clock that shows `start`.
    #[must_use]
    pub fn at(start: Instant) -> Self {
        Self {
            millis: AtomicI64::new(start.millis()),
        }
    }

    /// Sets the clock, forwards or backwards.
    pub fn set(&self, to: Instant) {
        self.millis.store(to.millis(), Ordering::SeqCst);
    }

    /// Moves the clock on by `millis`, which may be negative.
    pub fn advance(&self, millis: i64) {
        self.millis.fetch_add(millis, Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Instant {
        Instant::from_millis(self.millis.load(Ordering::SeqCst))
    }
}
