//! Deterministic worlds: a demo town with a story in each state, and worlds of any size for benches.
//!
//! Everything goes through the use cases of the store, so that a seeded record is one that the system itself could
//! have made: with its act, its job, its notices. The same seed and anchor day make the same world.

mod after_school;
mod applications;
mod chance;
mod codes;
mod complaints;
mod corpus;
mod courses;
mod demo;
mod desk;
mod fault;
mod naming;
mod office;
mod people;
mod places;
mod progress;
mod records;
mod reports;
mod screening;
mod staff;
mod story;
mod town;
mod unlicensed;
mod world;

pub use demo::{DemoReport, demo};
pub use fault::SeedFault;
pub use office::DemoAccount;
pub use progress::{Bar, OnProgress, Step};
pub use world::{World, WorldReport, world};
