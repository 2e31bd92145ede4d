//! Papers of the office: typed facts in, the bytes of a PDF out, with the Chinese type embedded.
//!
//! Pure: nothing is read from a disk, a network or a clock, and the same facts make the same bytes. A crate of its own,
//! because nothing else of the house is as heavy to compile.

mod desk;
mod licence;

pub use desk::{GLYPH_MISSING, Unprintable};
pub use licence::{LicenceSheet, licence};
