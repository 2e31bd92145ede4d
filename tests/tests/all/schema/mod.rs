//! The schema: one catalogue on both databases, the start check, and the lock of the migration.

mod catalogue;
mod lock;
mod parity;
mod plans;
mod postings;
mod start;
