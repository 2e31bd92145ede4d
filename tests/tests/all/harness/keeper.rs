//! What a test process made is gone after its end, also where it was killed.

use std::io::{BufRead as _, BufReader};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

#[test]
fn a_killed_test_process_leaves_no_folder_server_or_program_behind() {
    let mut victim = Command::new(env!("CARGO_BIN_EXE_victim"))
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(victim.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let told: Vec<&str> = line.split_whitespace().collect();
    let [folder, process, server] = told[..] else {
        panic!("the victim told {line:?}");
    };
    let process = format!("/proc/{process}");
    let serving = server == "none" || TcpStream::connect(server).is_ok();
    assert!(Path::new(folder).is_dir() && Path::new(&process).is_dir() && serving);
    victim.kill().unwrap();
    victim.wait().unwrap();
    for _ in 0..100 {
        let left = Path::new(folder).exists()
            || runs(&process)
            || (server != "none" && TcpStream::connect(server).is_ok());
        if !left {
            return;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    panic!("{folder}, {process} or {server} is still there");
}

/// Whether a process runs. Who takes the children of the dead may be slow to bury them.
fn runs(process: &str) -> bool {
    std::fs::read_to_string(format!("{process}/stat")).is_ok_and(|words| !words.contains(") Z "))
}
