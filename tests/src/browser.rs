//! A real browser: node plays a story of `tests/browser/` in Chromium and tells what it saw as JSON.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use serde_json::Value;
use tokio::io::AsyncWriteExt as _;
use tokio::process::Command;
use tokio::sync::Semaphore;

use crate::{keeper, lack, repository, variable};

/// Each Chromium takes a core and some hundred megabytes.
static AT_ONCE: Semaphore = Semaphore::const_new(2);

/// The one without windows first: it is the same engine, and takes less than half of the time.
const CHROMIUMS: &[&str] = &[
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
];

const STORY_TIME_MAX: Duration = Duration::from_secs(240);

/// Node, its packages and Chromium, found on this machine.
#[derive(Debug, Clone)]
pub struct Browser {
    node: PathBuf,
    chromium: PathBuf,
}

impl Browser {
    /// The browser; none, said in a loud line for each missing part, where the machine has none.
    ///
    /// # Panics
    /// Where a part is demanded and missing.
    #[must_use]
    pub fn find() -> Option<Self> {
        let node = in_path(&["node"]);
        if node.is_none() {
            lack::missing("node");
        }
        let packages = folder().join("node_modules/playwright-core").is_dir()
            && folder().join("node_modules/axe-core").is_dir();
        if !packages {
            lack::missing("node's packages (npm ci in tests/browser)");
        }
        let chromium = variable::read("HONGJIAN_TEST_CHROMIUM")
            .map(PathBuf::from)
            .or_else(|| in_path(CHROMIUMS));
        if chromium.is_none() {
            lack::missing("Chromium");
        }
        Some(Self {
            node: node.filter(|_| packages)?,
            chromium: chromium?,
        })
    }

    /// Plays `tests/browser/{story}.mjs` with `input` and returns what it tells.
    ///
    /// # Panics
    /// Where the story breaks off; its own words are in the message.
    pub async fn play(&self, story: &str, input: &Value) -> Value {
        let _turn = AT_ONCE.acquire().await.expect("it is never closed");
        std::fs::create_dir_all(screens()).expect("the folder of the build");
        let mut process = Command::new(&self.node)
            .arg(folder().join(format!("{story}.mjs")))
            .env("CHROMIUM", &self.chromium)
            .env("SCREENS", screens())
            // Profiles of the browser go with our own folder, also after a kill.
            .env("TMPDIR", keeper::folder())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("node was found");
        let mut stdin = process.stdin.take().expect("stdin is a pipe");
        stdin
            .write_all(input.to_string().as_bytes())
            .await
            .expect("the story reads its input");
        drop(stdin);
        let output = tokio::time::timeout(STORY_TIME_MAX, process.wait_with_output())
            .await
            .unwrap_or_else(|_| panic!("the story {story} did not end within {STORY_TIME_MAX:?}"))
            .expect("it runs");
        assert!(
            output.status.success(),
            "the story {story} broke off: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|fault| panic!("the story {story} told no JSON: {fault}"))
    }
}

/// Where stories put their screenshots, to be looked at.
#[must_use]
pub fn screens() -> PathBuf {
    repository::root().join("target/screens")
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("browser")
}

fn in_path(names: &[&str]) -> Option<PathBuf> {
    let path = variable::read("PATH").unwrap_or_default();
    names.iter().find_map(|name| {
        std::env::split_paths(&path)
            .map(|folder| folder.join(name))
            .find(|program| program.is_file())
    })
}
