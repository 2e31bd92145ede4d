//! The harness itself: what the other suites lean on must hold.

mod browser;
mod databases;
mod keeper;
mod lack;
mod program;
mod proxy;
mod s3;
mod smtp;
