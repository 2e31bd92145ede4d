//! What the commands write: answers on stdout, errors on stderr.

use std::io::{BufWriter, Stdout, Write as _};
use std::process::ExitCode;

use serde::Serialize;
use serde_json::json;
use store::Fault;

use crate::config::SettingFault;

/// Why a command was not carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CliFault {
    /// 1 for a fault of the system, 2 for bad input.
    exit: u8,
    /// One line each: code and words.
    lines: Vec<(String, String)>,
}

impl CliFault {
    /// A fault of the system.
    #[must_use]
    pub fn fault(code: &str, detail: impl Into<String>) -> Self {
        Self {
            exit: 1,
            lines: vec![(code.to_owned(), detail.into())],
        }
    }

    /// Bad input.
    #[must_use]
    pub fn bad_input(code: &str, detail: impl Into<String>) -> Self {
        Self {
            exit: 2,
            ..Self::fault(code, detail)
        }
    }

    /// Ends over a command line that cannot be read, or that asks for help. Nothing was read, so whether the answer is
    /// wanted as JSON is seen from the words themselves.
    pub fn usage(said: &clap::Error) -> ExitCode {
        let as_json = std::env::args_os().any(|word| word == "--json");
        if !as_json || !said.use_stderr() {
            said.exit();
        }
        let words = said.to_string();
        Self::bad_input("usage", words.trim()).report(true)
    }

    /// Settings that cannot be used.
    #[must_use]
    pub fn settings(faults: Vec<SettingFault>) -> Self {
        Self {
            exit: 2,
            lines: faults
                .into_iter()
                .map(|fault| (fault.code.to_owned(), fault.to_string()))
                .collect(),
        }
    }

    /// Writes the lines to stderr and answers the exit code.
    pub fn report(&self, as_json: bool) -> ExitCode {
        let mut stderr = std::io::stderr().lock();
        for (code, detail) in &self.lines {
            let written = if as_json {
                writeln!(stderr, "{}", json!({"code": code, "error": detail}))
            } else {
                writeln!(stderr, "hongjian: {detail} ({code})")
            };
            // Where stderr is closed nobody is left to be told.
            drop(written);
        }
        ExitCode::from(self.exit)
    }
}

impl From<Fault> for CliFault {
    fn from(fault: Fault) -> Self {
        match &fault {
            Fault::Input(faults) => Self {
                exit: 2,
                lines: faults
                    .iter()
                    .map(|fault| {
                        (
                            fault.code.to_string(),
                            format!("{}: {}", fault.field, fault.code),
                        )
                    })
                    .collect(),
            },
            Fault::NotFound | Fault::Duplicate { .. } | Fault::Setting(_) => {
                Self::bad_input(fault.code(), fault.to_string())
            }
            _ => Self::fault(fault.code(), fault.to_string()),
        }
    }
}

/// Answers of a command.
pub struct Out {
    stdout: BufWriter<Stdout>,
}

impl Default for Out {
    fn default() -> Self {
        Self {
            stdout: BufWriter::new(std::io::stdout()),
        }
    }
}

impl Out {
    /// One line of text.
    ///
    /// # Errors
    /// Where stdout is closed.
    pub fn line(&mut self, text: &str) -> Result<(), CliFault> {
        writeln!(self.stdout, "{text}").map_err(closed)
    }

    /// Text that has its own line ends.
    ///
    /// # Errors
    /// Where stdout is closed.
    pub fn text(&mut self, text: &str) -> Result<(), CliFault> {
        self.stdout.write_all(text.as_bytes()).map_err(closed)
    }

    /// One value as indented JSON.
    ///
    /// # Errors
    /// Where stdout is closed.
    pub fn json<T: Serialize>(&mut self, value: &T) -> Result<(), CliFault> {
        let text = serde_json::to_string_pretty(value)
            .map_err(|fault| CliFault::fault("not_json", fault.to_string()))?;
        self.line(&text)
    }

    /// Hands everything over.
    ///
    /// # Errors
    /// Where stdout is closed.
    pub fn flush(&mut self) -> Result<(), CliFault> {
        self.stdout.flush().map_err(closed)
    }
}

fn closed(fault: std::io::Error) -> CliFault {
    CliFault::fault("stdout_closed", fault.to_string())
}
