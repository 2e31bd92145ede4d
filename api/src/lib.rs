//! The two doors of Hongjian and its command line, over the use cases of `store`.

pub mod app;
pub mod cli;
pub mod config;
pub mod http;
pub mod serve;
mod template;
pub mod text;
pub mod view;

pub use app::App;
