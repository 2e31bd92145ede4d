//! The programs killed at any instant, the mail server away, the database cut off: nothing is lost and nothing happens
//! twice.
//!
//! A test kills eight times. `HONGJIAN_TEST_KILLS=50 cargo test -p tests --test all kills::killed` kills fifty times
//! and writes the lines of the table in `docs/faults.md` to stderr; `HONGJIAN_TEST_SEED` sets the seed.

mod away;
mod killed;
