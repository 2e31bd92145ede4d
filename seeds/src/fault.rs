//! Why a world could not be made.

/// Why filling stopped.
#[derive(Debug, thiserror::Error)]
pub enum SeedFault {
    /// There are records already: seeds never mix with them.
    #[error("the database is not empty; seeds fill an empty, migrated database only")]
    Filled,
    /// The store refused a step. What was filled before it stays; empty the database before the next try.
    #[error("{step}: {fault}")]
    Store {
        /// What was being filled.
        step: &'static str,
        /// What the store said.
        fault: store::Fault,
    },
}

/// Names the step in which the store refused.
pub(crate) fn at(step: &'static str) -> impl FnOnce(store::Fault) -> SeedFault {
    move |fault| SeedFault::Store { step, fault }
}
