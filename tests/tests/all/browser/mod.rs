//! The pages in a real browser, on the real program with the demo town.

mod keyboard;
mod overview;
mod pages;
mod paper;
mod story;
mod town;
