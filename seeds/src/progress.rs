//! How far a long filling has come.

use std::io::{IsTerminal as _, Write as _};

/// What is being filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Institutions and their licences.
    Institutions,
    /// Complaints with their jobs and notices.
    Complaints,
}

impl Step {
    /// The word before the bar.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Institutions => "institutions",
            Self::Complaints => "complaints",
        }
    }
}

/// Told after each slice: what, how many are done, how many there will be.
pub type OnProgress<'a> = &'a mut (dyn FnMut(Step, u64, u64) + Send);

/// Shows a bar on stderr: redrawn on a terminal, one line for each tenth elsewhere.
#[derive(Debug, Default)]
pub struct Bar {
    tenth: u64,
}

impl Bar {
    /// Shows that `done` of `total` of what `word` says are done.
    pub fn show(&mut self, word: &str, done: u64, total: u64) {
        let tenth = (done.saturating_mul(10)).checked_div(total).unwrap_or(10);
        let full = usize::try_from(tenth * 2).unwrap_or(20).min(20);
        let line = format!(
            "{:<12} [{}{}] {done}/{total}",
            word,
            "#".repeat(full),
            " ".repeat(20 - full)
        );
        let mut out = std::io::stderr().lock();
        let end = if done >= total { "\n" } else { "" };
        // A bar that cannot be shown is no reason to stop filling.
        let _shown = if out.is_terminal() {
            write!(out, "\r{line}{end}")
        } else if tenth != self.tenth || done >= total {
            writeln!(out, "{line}")
        } else {
            Ok(())
        };
        self.tenth = if done >= total { 0 } else { tenth };
    }
}
