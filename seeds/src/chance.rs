//! Chance that repeats: one stream of numbers for each purpose, so that a change in one part of a
//! world does not move all others.

use rand::Rng as _;
use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;

/// A stream of numbers that belongs to a seed and a purpose.
pub(crate) struct Chance {
    numbers: ChaCha8Rng,
}

impl Chance {
    /// The stream of `purpose` in the world of `seed`.
    pub(crate) fn new(seed: u64, purpose: &str) -> Self {
        // FNV-1a: short, and the same on every machine, which the standard hasher does not promise.
        let stream = purpose
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
                (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
            });
        let mut numbers = ChaCha8Rng::seed_from_u64(seed);
        numbers.set_stream(stream);
        Self { numbers }
    }

    /// A number from `low` to `high`, both included.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        self.numbers.random_range(low..=high)
    }

    /// True in `percent` of a hundred cases.
    pub(crate) fn in_hundred(&mut self, percent: u32) -> bool {
        self.numbers.random_range(0..100) < percent
    }

    /// One of `choices`, each as likely as the others.
    ///
    /// # Panics
    /// Where there is nothing to choose from: the lists of this crate are constants.
    pub(crate) fn one_of<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        let place = self.numbers.random_range(0..choices.len());
        choices
            .get(place)
            .expect("the place was drawn below the length of the list")
    }

    /// One of `choices`, as likely as its weight says.
    ///
    /// # Panics
    /// Where all weights are nought: the lists of this crate are constants.
    pub(crate) fn weighted<'a, T>(&mut self, choices: &'a [(T, u32)]) -> &'a T {
        let total: u32 = choices.iter().map(|(_, weight)| weight).sum();
        let mut drawn = self.numbers.random_range(0..total);
        for (choice, weight) in choices {
            if drawn < *weight {
                return choice;
            }
            drawn -= weight;
        }
        unreachable!("the number was drawn below the sum of the weights")
    }
}
