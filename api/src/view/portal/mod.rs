//! Pages of the public portal.

pub mod complaint;
pub mod follow;
pub mod institutions;
pub mod problem;
pub mod receipt;
pub mod sign_in;

mod institutions_sample;
