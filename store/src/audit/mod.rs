//! The audit log: every change by a person or a rule is an act, and acts are linked in a chain.
//!
//! A write stores its act with the act's own digest in its transaction. One sealer at a time then
//! links the committed acts not yet sealed, by id, into one chain: the number of a seal is unique,
//! so of two sealers one is refused and tries again. A chain inside the transactions would make
//! all commits wait for each other.

mod act;
mod seal;
mod verify;

pub use act::{Act, Subject};
pub(crate) use act::{actor, record};
pub use seal::{publish_head, seal_some};
pub use verify::{Bad, Verdict, has_link, verify, verify_latest};
