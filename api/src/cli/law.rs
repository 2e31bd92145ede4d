//! `hongjian law`: one JSON object on stdin, one on stdout, the same as the HTTP calls.

use std::io::Read as _;
use std::process::ExitCode;

use clap::Subcommand;

use super::{CliFault, Out};
use crate::http::body::parse;
use crate::http::json::law;
use crate::http::problem::{Problem, ProblemBody};
use crate::text::Lang;

/// Larger questions are none.
const QUESTION_BYTES_MAX: u64 = 1 << 20;

/// Questions to the law desk.
#[derive(Debug, Subcommand)]
pub enum Law {
    /// When is it due?
    Deadline,
}

pub(super) fn run(command: &Law, out: &mut Out) -> Result<ExitCode, CliFault> {
    let mut question = Vec::new();
    std::io::stdin()
        .take(QUESTION_BYTES_MAX)
        .read_to_end(&mut question)
        .map_err(|fault| CliFault::bad_input("stdin_unreadable", fault.to_string()))?;
    let answer = match command {
        Law::Deadline => parse(&question).and_then(|request| law::answer(&request)),
    };
    match answer {
        Ok(answer) => {
            out.json(&answer)?;
            Ok(ExitCode::SUCCESS)
        }
        Err(problem) => refuse(&problem, out),
    }
}

/// A refusal is an answer too: a problem object on stdout.
fn refuse(problem: &Problem, out: &mut Out) -> Result<ExitCode, CliFault> {
    out.json(&ProblemBody::of(problem, Lang::Zh, "console"))?;
    Ok(ExitCode::from(2))
}
