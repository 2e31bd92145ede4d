//! The only door to the data: tables are private, use cases and read models are public.
//!
//! Every write has one shape: take a `Grant`, a command and `now`; open a transaction; load facts;
//! ask `domain`; write rows, jobs and notices; commit with an act. SQLite and PostgreSQL behave
//! alike, and every test runs on both.

pub mod audit;
pub mod backup;
mod clock;
mod connect;
mod entropy;
pub mod evidence;
mod fault;
pub mod ops;
pub mod outbox;
pub mod queue;
pub mod read;
mod repo;
pub mod schema;
mod table;
pub mod terms;
mod tx;
mod vault;

pub use clock::{Clock, ManualClock, SystemClock};
pub use connect::{Store, StoreSettings, counted};
pub use entropy::{Entropy, SeededEntropy, SystemEntropy};
pub use fault::Fault;
pub use vault::Keyring;
