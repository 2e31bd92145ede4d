//! Secrets: the keyring, sealed columns, blind indexes and receipt codes.

mod keyring;
mod sealed;

pub use keyring::Keyring;
pub(crate) use sealed::Place;
