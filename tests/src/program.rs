//! Running programs: the real binaries with settings of the test's own, their log, and their end by every means.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read, Write as _};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::{Db, client, keeper, s3, smtp, variable};

/// Path of a program under test: `hongjian`, `worker` or `seeds`. Only the test binary knows where they are.
#[macro_export]
macro_rules! program {
    (hongjian) => {
        env!("CARGO_BIN_EXE_hongjian-under-test")
    };
    (worker) => {
        env!("CARGO_BIN_EXE_hongjian-worker-under-test")
    };
    (seeds) => {
        env!("CARGO_BIN_EXE_hongjian-seeds-under-test")
    };
}

/// How long a program may take until it is ready; the tests build without optimisation.
const READY_TIME_MAX: Duration = Duration::from_secs(60);
/// How long a program may take to end when asked.
const STOP_TIME_MAX: Duration = Duration::from_secs(30);

/// When a program counts as ready.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Ready {
    /// `/health/ready` answers 200.
    Health,
    /// Its log holds these words.
    Words(String),
    /// At once.
    Started,
}

/// A program with its settings. The environment of the tests themselves is not handed on.
#[derive(Debug, Clone)]
pub struct Plan {
    program: PathBuf,
    folder: PathBuf,
    arguments: Vec<String>,
    environment: BTreeMap<String, String>,
    ready: Ready,
    port: u16,
}

impl Plan {
    /// The demo start of `hongjian` (see [`program!`](macro@crate::program)) with its data in `folder`, on free ports.
    #[must_use]
    pub fn hongjian(program: &str, folder: &Path) -> Self {
        let mut plan = Self::new(program, folder);
        plan.port = free_port();
        plan.ready = Ready::Health;
        let listen = format!("127.0.0.1:{}", plan.port);
        let ops = format!("127.0.0.1:{}", free_port());
        plan.set("HONGJIAN_HTTP__LISTEN", &listen)
            .set("HONGJIAN_OPS__LISTEN", &ops)
    }

    /// Any program with its data in `folder`; it is ready as soon as it has started.
    #[must_use]
    pub fn new(program: &str, folder: &Path) -> Self {
        let plan = Self {
            program: PathBuf::from(program),
            folder: folder.to_owned(),
            arguments: Vec::new(),
            environment: BTreeMap::new(),
            ready: Ready::Started,
            port: 0,
        };
        let place = folder.join("var");
        plan.set("HONGJIAN_DATA_DIR", &place.display().to_string())
            .set("HONGJIAN_LOG", "info")
    }

    /// An argument of the command line.
    #[must_use]
    pub fn argument(mut self, argument: &str) -> Self {
        self.arguments.push(argument.to_owned());
        self
    }

    /// A variable of the environment.
    #[must_use]
    pub fn set(mut self, name: &str, value: &str) -> Self {
        self.environment.insert(name.to_owned(), value.to_owned());
        self
    }

    /// Production on a database of a test: its address, its keyring, its evidence folder, no demo.
    #[must_use]
    pub fn on(self, db: &Db) -> Self {
        let evidence = db.folder().join("evidence");
        self.set("HONGJIAN_DEMO", "false")
            .set("HONGJIAN_DATABASE__URL", db.url())
            .set("HONGJIAN_KEYRING", &db.keyring().display().to_string())
            .set("HONGJIAN_EVIDENCE__FOLDER", &evidence.display().to_string())
    }

    /// Mail goes to this server.
    #[must_use]
    pub fn mail(self, server: &smtp::Smtp) -> Self {
        self.set("HONGJIAN_MAIL__TRANSPORT", &server.transport())
    }

    /// Evidence goes to this bucket.
    #[must_use]
    pub fn evidence(self, server: &s3::S3, bucket: &str) -> Self {
        self.set("HONGJIAN_EVIDENCE__KIND", "s3")
            .set("HONGJIAN_EVIDENCE__ENDPOINT", &server.endpoint())
            .set("HONGJIAN_EVIDENCE__BUCKET", bucket)
            .set("HONGJIAN_EVIDENCE__REGION", s3::REGION)
            .set("HONGJIAN_EVIDENCE__ACCESS_KEY", s3::ACCESS_KEY)
            .set("HONGJIAN_EVIDENCE__SECRET_KEY", s3::SECRET_KEY)
            .set("HONGJIAN_EVIDENCE__ALLOW_HTTP", "true")
    }

    /// It is ready when its log holds these words.
    #[must_use]
    pub fn ready_when_it_says(mut self, words: &str) -> Self {
        self.ready = Ready::Words(words.to_owned());
        self
    }

    /// Starts the program and waits until it is ready.
    ///
    /// # Panics
    /// Where it ends or is not ready in time; its log is in the message.
    pub async fn start(self) -> Running {
        let mut running = Running {
            plan: self,
            log: Arc::default(),
            child: None,
            followers: Vec::new(),
        };
        running.restart().await;
        running
    }

    /// Runs the program to its end with `input` on its stdin.
    ///
    /// # Panics
    /// Where it does not start.
    #[must_use]
    pub fn output(&self, input: &[u8]) -> Output {
        let mut child = self.spawn(true);
        let mut stdin = child.stdin.take().expect("stdin is a pipe");
        let input = input.to_vec();
        // A program that ends early closes its stdin; its exit says so.
        let writing = std::thread::spawn(move || stdin.write_all(&input).is_ok());
        let output = child.wait_with_output().expect("it runs");
        let _whole = writing.join();
        output
    }

    fn spawn(&self, with_input: bool) -> Child {
        std::fs::create_dir_all(&self.folder).expect("the folder of a test");
        let input = if with_input {
            Stdio::piped()
        } else {
            Stdio::null()
        };
        Command::new(&self.program)
            .args(&self.arguments)
            .env_clear()
            .env("PATH", variable::read("PATH").unwrap_or_default())
            .env("TMPDIR", keeper::folder())
            .envs(&self.environment)
            .current_dir(&self.folder)
            .stdin(input)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|fault| panic!("{}: {fault}", self.program.display()))
    }
}

/// A program that was started. Dropping it kills it.
#[derive(Debug)]
pub struct Running {
    plan: Plan,
    log: Arc<Mutex<String>>,
    child: Option<Child>,
    /// Copy what it says into the log.
    followers: Vec<JoinHandle<()>>,
}

impl Running {
    /// An address of the program.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.plan.port)
    }

    /// An address of the listener for operators, such as `/metrics`.
    ///
    /// # Panics
    /// Where the plan has none.
    #[must_use]
    pub fn ops_url(&self, path: &str) -> String {
        let listen = &self.plan.environment["HONGJIAN_OPS__LISTEN"];
        format!("http://{listen}{path}")
    }

    /// The data folder.
    #[must_use]
    pub fn data(&self) -> PathBuf {
        PathBuf::from(&self.plan.environment["HONGJIAN_DATA_DIR"])
    }

    /// What it wrote on stdout and stderr since its first start.
    #[must_use]
    pub fn log(&self) -> String {
        self.log
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// The number of the process.
    ///
    /// # Panics
    /// Where it does not run.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.as_ref().expect("it runs").id()
    }

    /// Whether the process is there.
    pub fn is_running(&mut self) -> bool {
        self.child
            .as_mut()
            .is_some_and(|child| matches!(child.try_wait(), Ok(None)))
    }

    /// Kills it with SIGKILL: no handler of its own runs.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            // It may have ended by itself.
            let _killed = child.kill();
            let _ended = child.wait();
            keeper::forget(child.id());
            self.hear_out();
        }
    }

    /// Asks it to stop, as an operator's service manager does, and waits for its end.
    ///
    /// # Panics
    /// Where it does not end in time.
    pub async fn stop(&mut self) -> ExitStatus {
        let mut child = self.child.take().expect("it runs");
        let asked = Command::new("kill")
            .args(["-s", "TERM", &child.id().to_string()])
            .status()
            .expect("kill is part of every Unix");
        assert!(asked.success(), "it has ended already: {}", self.log());
        let mut waited = Duration::ZERO;
        loop {
            if let Some(status) = child.try_wait().expect("our own child") {
                keeper::forget(child.id());
                self.hear_out();
                return status;
            }
            if waited > STOP_TIME_MAX {
                let log = self.log();
                self.child = Some(child);
                panic!("it does not stop within {STOP_TIME_MAX:?}: {log}");
            }
            waited += PAUSE;
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// Kills it if it runs, starts it again with the same settings, and waits until it is ready.
    ///
    /// # Panics
    /// As [`Plan::start`].
    pub async fn restart(&mut self) {
        self.kill();
        let known = self.log().len();
        let mut child = self.plan.spawn(false);
        keeper::watch(child.id(), "KILL");
        self.followers
            .extend(follow(child.stdout.take(), &self.log));
        self.followers
            .extend(follow(child.stderr.take(), &self.log));
        self.child = Some(child);
        let mut waited = Duration::ZERO;
        while !self.is_ready(known).await {
            assert!(self.is_running(), "it ended at its start: {}", self.log());
            assert!(
                waited < READY_TIME_MAX,
                "it is not ready within {READY_TIME_MAX:?}: {}",
                self.log()
            );
            waited += PAUSE;
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// Waits until the last words of a program that has ended are in the log.
    fn hear_out(&mut self) {
        for follower in self.followers.drain(..) {
            let _copied = follower.join();
        }
    }

    async fn is_ready(&self, known: usize) -> bool {
        match &self.plan.ready {
            Ready::Started => true,
            Ready::Words(words) => self.log()[known..].contains(words),
            Ready::Health => client::plain()
                .get(self.url("/health/ready"))
                .send()
                .await
                .is_ok_and(|answer| answer.status().is_success()),
        }
    }
}

const PAUSE: Duration = Duration::from_millis(50);

impl Drop for Running {
    #[allow(
        clippy::print_stderr,
        reason = "the log of a program belongs to the report of a failed test"
    )]
    fn drop(&mut self) {
        self.kill();
        if std::thread::panicking() {
            eprintln!("log of {}:\n{}", self.plan.program.display(), self.log());
        }
    }
}

/// Copies lines into the log until the process closes its end.
fn follow(
    output: Option<impl Read + Send + 'static>,
    log: &Arc<Mutex<String>>,
) -> Option<JoinHandle<()>> {
    let output = output?;
    let log = Arc::clone(log);
    Some(std::thread::spawn(move || {
        let mut output = BufReader::new(output);
        let mut line = Vec::new();
        while output
            .read_until(b'\n', &mut line)
            .is_ok_and(|count| count > 0)
        {
            log.lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push_str(&String::from_utf8_lossy(&line));
            line.clear();
        }
    }))
}

/// A port of loopback below those that the system gives to outgoing connections, so that none of these takes it
/// while the program is down.
fn free_port() -> u16 {
    static NEXT: std::sync::atomic::AtomicU16 = std::sync::atomic::AtomicU16::new(0);
    let start = u16::try_from(std::process::id() % 1_000).expect("below 1000") * 10;
    for _ in 0..10_000 {
        let step = NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed) % 10_000;
        let port = 20_000 + (start + step) % 10_000;
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
    panic!("no port between 20000 and 29999 is free");
}
