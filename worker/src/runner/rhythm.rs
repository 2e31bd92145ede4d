//! How often an empty queue is looked at.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

/// The longest pause of an idle loop.
const LONGEST: Duration = Duration::from_secs(1);

/// Pauses that double while there is nothing to do, from `first` up to a second.
#[derive(Debug, Clone)]
pub(super) struct Rhythm {
    first: Duration,
    next: Duration,
}

impl Rhythm {
    pub(super) const fn new(first: Duration) -> Self {
        Self { first, next: first }
    }

    /// There was work: look again soon.
    pub(super) fn quicken(&mut self) {
        self.next = self.first;
    }

    /// The pause to make now; the following one is twice as long.
    pub(super) fn pause(&mut self) -> Duration {
        let pause = self.next;
        self.next = (pause * 2).min(LONGEST.max(self.first));
        pause
    }
}

/// Waits for `pause`, or until the worker is to stop; true where it is.
pub(super) async fn waited(stop: &CancellationToken, pause: Duration) -> bool {
    tokio::select! {
        () = stop.cancelled() => true,
        () = tokio::time::sleep(pause) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_a_second_and_start_again_after_work() {
        let mut rhythm = Rhythm::new(Duration::from_millis(250));
        let pauses: Vec<u128> = (0..4).map(|_| rhythm.pause().as_millis()).collect();
        assert_eq!(pauses, [250, 500, 1000, 1000]);
        rhythm.quicken();
        assert_eq!(rhythm.pause().as_millis(), 250);
    }

    #[test]
    fn a_first_pause_longer_than_a_second_is_kept() {
        let mut rhythm = Rhythm::new(Duration::from_secs(3));
        assert_eq!(rhythm.pause(), rhythm.pause());
    }
}
