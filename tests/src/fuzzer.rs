//! Schemathesis, from PyPI: calls every operation of an OpenAPI document with right and wrong values, and holds the
//! answers to the document.

use std::process::Stdio;
use std::time::Duration;

use tokio::process::Command;

use crate::{keeper, lack, tool};

/// What every answer must keep.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,\
    response_headers_conformance,response_schema_conformance";

const TIME_MAX: Duration = Duration::from_secs(300);

/// One run over all operations of a server.
#[derive(Debug, Clone)]
pub struct Fuzzer {
    arguments: Vec<String>,
}

impl Fuzzer {
    /// A run against the document at this address, with at most so many examples for each operation. The same `seed`
    /// makes the same calls.
    #[must_use]
    pub fn new(document: &str, seed: u64, examples: u32) -> Self {
        let arguments = [
            "run",
            document,
            "--checks",
            CHECKS,
            "--phases",
            "examples,coverage,fuzzing",
            "--seed",
            &seed.to_string(),
            "--max-examples",
            &examples.to_string(),
            "--request-timeout",
            "30",
            "--suppress-health-check",
            "all",
            "--warnings",
            "off",
            "--no-color",
        ];
        Self {
            arguments: arguments.iter().map(|word| (*word).to_owned()).collect(),
        }
    }

    /// The calls show this token.
    #[must_use]
    pub fn token(mut self, token: &str) -> Self {
        self.arguments.push("--header".to_owned());
        self.arguments
            .push(format!("Authorization: Bearer {token}"));
        self
    }

    /// Operations on paths that this pattern finds are left out.
    #[must_use]
    pub fn without(mut self, pattern: &str) -> Self {
        self.arguments.push("--exclude-path-regex".to_owned());
        self.arguments.push(pattern.to_owned());
        self
    }

    /// Runs it. None, said in a loud line, where the machine has no such program; what it found wrong, in its own
    /// words, as an error; what it did otherwise.
    ///
    /// # Panics
    /// Where it is demanded and missing, and where it does not end in time.
    pub async fn run(&self) -> Option<Result<String, String>> {
        let Some(program) = tool::find("HONGJIAN_TEST_SCHEMATHESIS", "schemathesis") else {
            lack::missing("schemathesis (named by HONGJIAN_TEST_SCHEMATHESIS)");
            return None;
        };
        let running = Command::new(program)
            .args(&self.arguments)
            // It keeps what it learnt beside itself; the next run must not depend on that.
            .current_dir(keeper::fresh_folder("fuzzer"))
            .stdin(Stdio::null())
            .kill_on_drop(true)
            .output();
        let output = tokio::time::timeout(TIME_MAX, running)
            .await
            .unwrap_or_else(|_| panic!("schemathesis did not end within {TIME_MAX:?}"))
            .expect("it was found");
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        Some(if output.status.success() {
            Ok(said)
        } else {
            Err(format!("{said}{}", String::from_utf8_lossy(&output.stderr)))
        })
    }
}
