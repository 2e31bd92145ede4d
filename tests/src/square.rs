//! The squares (QR codes) on a paper, read as a telephone reads them: the page is painted and then looked at.

use std::process::Stdio;

use tokio::io::AsyncWriteExt as _;
use tokio::process::Command;

use crate::{lack, repository, tool};

/// What the squares of a PDF say, page by page; nothing where the reader is missing on this machine.
///
/// # Panics
/// Where the reader is demanded and missing, and where it cannot read the file.
pub async fn squares(pdf: &[u8]) -> Option<Vec<String>> {
    let python = tool::find("HONGJIAN_TEST_PYTHON", "python3");
    let Some(python) = python.filter(|python| has_reader(python)) else {
        lack::missing(
            "a reader of squares (Python with pypdfium2 and zxing-cpp, named by HONGJIAN_TEST_PYTHON)",
        );
        return None;
    };
    let mut reader = Command::new(python)
        .arg(repository::root().join("tests/python/square.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .expect("it was found");
    let mut input = reader.stdin.take().expect("stdin is a pipe");
    input.write_all(pdf).await.expect("the reader listens");
    drop(input);
    let read = reader.wait_with_output().await.expect("it runs");
    assert!(read.status.success(), "the reader cannot read the paper");
    let said = String::from_utf8(read.stdout).expect("it writes UTF-8");
    Some(said.lines().map(str::to_owned).collect())
}

fn has_reader(python: &std::path::Path) -> bool {
    let asked = std::process::Command::new(python)
        .args(["-c", "import pypdfium2, zxingcpp"])
        .stderr(Stdio::null())
        .status();
    asked.is_ok_and(|status| status.success())
}
