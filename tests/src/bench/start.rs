//! The release program itself on an existing database: how long until its first answer, and how much memory it holds
//! once it has screened complaints and answered for a while. Build it first: `cargo build --release`.

use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use tests::{Db, Kind, keeper};
use tokio::net::TcpStream;
use tokio::runtime::Runtime;
use tokio::time::{Instant, sleep};

use super::filing::{self, count};
use super::ground::{self, Ground, runtime};
use super::{Line, load, reads, table};

/// Complaints that are screened before memory is read.
const SCREENED: u64 = 300;

/// A program that takes longer hangs.
const LIMIT: Duration = Duration::from_secs(60);

pub(crate) fn run(line: &Line, kind: Kind) {
    let runtime = runtime();
    let Some(ground) = runtime.block_on(ground::filled(kind, line.institutions)) else {
        return;
    };
    let word = table::word(kind);
    let mut firsts = Vec::new();
    for _ in 0..line.rounds {
        let (_program, _, first) = Program::start(&runtime, &ground);
        firsts.push(first.as_secs_f64());
    }
    let first = Duration::from_secs_f64(table::median(firsts));
    println!(
        "| first answer, {word} | less than 1 s | {} |",
        table::shown(first)
    );
    let (program, address, _) = Program::start(&runtime, &ground);
    println!(
        "| resident memory after the start, {word} | | {} |",
        program.memory()
    );
    let file = Arc::new(filing::ask(&ground));
    for number in 0..SCREENED {
        load::body(address, file.as_ref(), number);
    }
    runtime.block_on(async {
        let screened = i64::try_from(SCREENED).expect("a small number");
        let begun = Instant::now();
        while count(&ground.db, "screening").await < screened {
            assert!(begun.elapsed() < LIMIT, "the complaints are not screened");
            sleep(Duration::from_millis(50)).await;
        }
    });
    println!(
        "| resident memory after screening {SCREENED} complaints, {word} | under 120 MB | {} |",
        program.memory()
    );
    load::rate(address, line.time(), &Arc::new(reads::one(&ground)));
    load::rate(address, line.time(), &Arc::new(reads::page(&ground)));
    println!(
        "| resident memory after {} s of look-ups over the whole register besides, {word} | under 120 MB | {} |",
        line.time().as_secs() * 2,
        program.memory()
    );
}

/// `hongjian` with a worker in its process, as on a small installation; killed with this value.
struct Program(Child);

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended by itself, and is waited for in any case.
        let _killed = self.0.kill();
        let _ended = self.0.wait();
        keeper::forget(self.0.id());
    }
}

impl Program {
    /// Starts the program; answers it, its address, and the time to its first answer.
    fn start(runtime: &Runtime, ground: &Ground) -> (Self, SocketAddr, Duration) {
        let address = free_address();
        let mut command = Command::new(program());
        set(&mut command, &ground.db);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        for (name, value) in [
            ("HTTP__LISTEN", address.to_string().as_str()),
            ("HTTP__TRUSTED_PROXIES", "127.0.0.1"),
            ("WORKER__IN_PROCESS", "true"),
        ] {
            command.env(format!("HONGJIAN_{name}"), value);
        }
        let begun = Instant::now();
        let child = command.spawn().expect("the program starts");
        keeper::watch(child.id(), "KILL");
        let program = Self(child);
        runtime.block_on(async {
            while TcpStream::connect(address).await.is_err() {
                assert!(begun.elapsed() < LIMIT, "the program does not listen");
                sleep(Duration::from_millis(1)).await;
            }
        });
        load::body(address, &reads::one(ground), 0);
        (program, address, begun.elapsed())
    }

    /// Resident memory now and at its highest.
    fn memory(&self) -> String {
        memory(self.0.id()).expect("it runs")
    }
}

/// The settings of production on a database, without any other.
pub(crate) fn set(command: &mut Command, db: &Db) {
    command.env_clear();
    for (name, value) in [
        ("DEMO", "false"),
        ("DATA_DIR", &db.folder().join("var").display().to_string()),
        ("DATABASE__URL", db.url()),
        ("KEYRING", &db.keyring().display().to_string()),
        ("MAIL__TRANSPORT", "smtp://127.0.0.1:25"),
        ("OPS__LISTEN", "off"),
    ] {
        command.env(format!("HONGJIAN_{name}"), value);
    }
}

/// Resident memory of a process now and at its highest; nothing where it has ended.
pub(crate) fn memory(process: u32) -> Option<String> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let megabytes = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name))?;
        let kilobytes: u64 = line.split_whitespace().next()?.parse().ok()?;
        Some(kilobytes / 1_000)
    };
    Some(format!(
        "{} MB (highest {} MB, of it {} MB mapped files)",
        megabytes("VmRSS:")?,
        megabytes("VmHWM:")?,
        megabytes("RssFile:")?
    ))
}

fn free_address() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("it is bound")
}

/// `hongjian` beside this program.
pub(crate) fn program() -> PathBuf {
    let own = std::env::current_exe().expect("this program lies somewhere");
    let program = own.with_file_name("hongjian");
    assert!(
        program.is_file(),
        "{} is not there: build it first with cargo build --release",
        program.display()
    );
    program
}

/// Runs the program to its end and answers the highest resident memory that it had.
pub(crate) fn highest_memory(mut command: Command) -> String {
    let mut child = command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    keeper::watch(child.id(), "KILL");
    let mut last = String::new();
    let ended = loop {
        match child.try_wait().expect("our own child") {
            Some(status) => break status,
            None => {
                // What has just ended tells nothing any more, and the reading before it stands.
                last = memory(child.id()).unwrap_or(last);
                std::thread::sleep(Duration::from_millis(20));
            }
        }
    };
    keeper::forget(child.id());
    assert!(ended.success(), "the program does what it is asked for");
    last
}
