//! A small process beside the test process. It learns of each folder and process that the tests make, and removes
//! them when the test process ends in whatever way: its end of the pipe closes then, also after a kill.

use std::io::Write as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{Mutex, OnceLock, PoisonError};

/// Reads `folder PATH`, `start SIGNAL PID` and `end PID`; at the end of its input it ends and removes what is left.
const SCRIPT: &str = r#"
folder=
processes=
while read -r verb first second; do
    case $verb in
        folder) folder=$first ;;
        start) processes="$processes $first:$second" ;;
        end) processes=$(for p in $processes; do [ "${p#*:}" = "$first" ] || printf ' %s' "$p"; done) ;;
    esac
done
for p in $processes; do kill -s "${p%%:*}" "${p#*:}" 2>/dev/null; done
for p in $processes; do
    tries=0
    while kill -0 "${p#*:}" 2>/dev/null && [ $tries -lt 50 ]; do sleep 0.1; tries=$((tries + 1)); done
done
[ -n "$folder" ] && rm -rf "$folder"
"#;

struct Keeper {
    words: Mutex<ChildStdin>,
    folder: PathBuf,
    // Kept so that the keeper is waited for by nobody and ends by itself.
    _process: Child,
}

static KEEPER: OnceLock<Keeper> = OnceLock::new();

fn keeper() -> &'static Keeper {
    KEEPER.get_or_init(|| {
        let folder = tempfile::Builder::new()
            .prefix("hongjian-tests-")
            .tempdir()
            .expect("a temporary folder can be made")
            .keep();
        // The server of PostgreSQL runs as another user and has to pass through.
        std::fs::set_permissions(&folder, std::os::unix::fs::PermissionsExt::from_mode(0o755))
            .expect("our own folder");
        let mut process = Command::new("sh")
            .args(["-c", SCRIPT])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            // Its own group: an interrupt from the keyboard ends the tests, and then the keeper tidies.
            .process_group(0)
            .spawn()
            .expect("sh is part of every Unix");
        let words = process.stdin.take().expect("stdin is a pipe");
        let keeper = Keeper {
            words: Mutex::new(words),
            folder,
            _process: process,
        };
        keeper.tell(&format!("folder {}", keeper.folder.display()));
        keeper
    })
}

impl Keeper {
    fn tell(&self, line: &str) {
        let mut words = self.words.lock().unwrap_or_else(PoisonError::into_inner);
        writeln!(words, "{line}").expect("the keeper lives as long as this process");
    }
}

/// The folder of this test process; it is removed when the process ends.
#[must_use]
pub fn folder() -> &'static Path {
    &keeper().folder
}

/// A fresh folder inside [`folder`], named after `what`.
#[must_use]
pub fn fresh_folder(what: &str) -> PathBuf {
    let plain: String = what
        .chars()
        .map(|sign| {
            if sign.is_ascii_alphanumeric() {
                sign
            } else {
                '-'
            }
        })
        .collect();
    tempfile::Builder::new()
        .prefix(&format!("{plain}-"))
        .tempdir_in(folder())
        .expect("a folder inside our own can be made")
        .keep()
}

/// Has the process ended with `signal` (such as `KILL`) when this test process ends.
pub fn watch(process: u32, signal: &str) {
    keeper().tell(&format!("start {signal} {process}"));
}

/// The process has ended; its number may be used by another one.
pub fn forget(process: u32) {
    keeper().tell(&format!("end {process}"));
}
