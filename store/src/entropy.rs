//! Where chance comes from: the one home of the system's random numbers.

use std::sync::{Mutex, PoisonError};

use rand::TryRngCore as _;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{RngCore as _, SeedableRng as _};

/// A source of random bytes.
pub trait Entropy: Send + Sync {
    /// Fills `bytes` with random values.
    fn fill(&self, bytes: &mut [u8]);
}

/// The random numbers of the operating system.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        rand::rngs::OsRng
            .try_fill_bytes(bytes)
            .expect("a system without random numbers can keep no secret, so it must not run");
    }
}

/// Random numbers that repeat for the same seed: for demo towns, benches and tests.
pub struct SeededEntropy {
    numbers: Mutex<ChaCha20Rng>,
}

impl SeededEntropy {
    /// The numbers that belong to `seed`.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self {
            numbers: Mutex::new(ChaCha20Rng::seed_from_u64(seed)),
        }
    }
}

impl Entropy for SeededEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        self.numbers
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .fill_bytes(bytes);
    }
}

/// How many ids of one millisecond are in order: 18 bits, and half of them to begin in.
const COUNTED: u32 = 1 << 18;

/// Keeps the ids that one process makes in one millisecond in the order in which it made them,
/// so that what happened first also reads first (RFC 9562, 6.2, a counter of fixed length).
#[derive(Debug, Default)]
pub(crate) struct Sequence {
    last: Mutex<(i64, u32)>,
}

impl Sequence {
    /// The random bits of the next id of `millis`: the 18 that lead are counted, the 56 that
    /// follow tell apart what other processes make.
    pub(crate) fn next(&self, millis: i64, mut random: [u8; 10]) -> [u8; 10] {
        let begun = u32::from_be_bytes([0, random[0], random[1], random[2]]) % (COUNTED / 2);
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let count = if last.0 == millis {
            (last.1 + 1) % COUNTED
        } else {
            begun
        };
        *last = (millis, count);
        drop(last);
        // The version of the id takes the upper four bits of the first byte and its variant the
        // upper two of the third.
        let [.., before, between] = (count >> 6).to_be_bytes();
        let [.., behind] = (count & 0x3f).to_be_bytes();
        random[..3].copy_from_slice(&[before, between, behind]);
        random
    }
}

#[cfg(test)]
mod tests {
    use domain::words::{Instant, JobId};

    use super::*;

    #[test]
    fn ids_of_one_millisecond_keep_the_order_in_which_they_were_made() {
        let entropy = SeededEntropy::new(7);
        let sequence = Sequence::default();
        let mut made = Vec::new();
        for millis in [1_000, 1_001, 1_002] {
            for _ in 0..2_000 {
                let mut random = [0; 10];
                entropy.fill(&mut random);
                let bits = sequence.next(millis, random);
                made.push(JobId::new(Instant::from_millis(millis), bits));
            }
        }
        assert!(made.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
