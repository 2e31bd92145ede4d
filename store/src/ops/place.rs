//! Unlicensed places: entered, corrected, photographed, linked to complaints, and the steps that are taken on them.

mod enter;
mod files;
mod link;
pub(crate) mod load;
mod steps;

pub use enter::{Entered, NewPlace, correct, enter};
pub use files::add_file;
pub use link::{link, unlink};
pub use steps::{PlaceEvent, is_same, step};
