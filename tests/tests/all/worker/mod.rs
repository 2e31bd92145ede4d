//! The worker over a real store: jobs, notices and sources, with a mail server that misbehaves.

mod hotline;
mod house;
mod notices;
mod town;
