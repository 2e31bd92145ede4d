//! `hongjian screen`: JSON Lines from stdin to stdout, in order, on as many threads as wanted.
//!
//! A reader cuts the input into blocks of lines, threads screen whole blocks, and the main thread writes them in the
//! order they were read. The channels are bounded, so that a slow reader of stdout slows the rest and memory stays small.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::num::NonZeroUsize;
use std::process::ExitCode;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use domain::screening::{Screener, line};
use serde_json::json;

use super::{CliFault, Out};

/// Lines a thread takes at a time.
const BLOCK_LINES: usize = 64;
/// A longer line is refused without being kept.
const LINE_BYTES_MAX: u64 = 1 << 20;

/// Some lines of the input: the number of the block, of its first line, and the lines.
struct Block {
    number: u64,
    first_line: u64,
    lines: Vec<Vec<u8>>,
}

/// What became of them: text for stdout, and lines for stderr.
struct Screened {
    number: u64,
    text: String,
    errors: Vec<String>,
}

pub(super) fn run(threads: Option<NonZeroUsize>, out: &mut Out) -> Result<ExitCode, CliFault> {
    let threads = threads
        .or_else(|| thread::available_parallelism().ok())
        .map_or(1, NonZeroUsize::get);
    let screener = Screener::built_in();
    let (give, take) = sync_channel::<Block>(threads * 2);
    let (give_back, take_back) = sync_channel::<Screened>(threads * 2);
    let take = Arc::new(Mutex::new(take));
    thread::scope(|scope| {
        let reader = scope.spawn(move || read(&give));
        for _ in 0..threads {
            let (take, give_back) = (take.clone(), give_back.clone());
            scope.spawn(move || screen(screener, &take, &give_back));
        }
        drop(give_back);
        // Held by the threads alone, so that the reader stops when they have stopped.
        drop(take);
        let bad = write(&take_back, out)?;
        drop(take_back);
        let read = reader
            .join()
            .map_err(|_| CliFault::fault("reader_failed", "the reader stopped"))?;
        read.map_err(|fault| CliFault::fault("stdin_unreadable", fault.to_string()))?;
        Ok(if bad {
            ExitCode::from(2)
        } else {
            ExitCode::SUCCESS
        })
    })
}

fn read(give: &SyncSender<Block>) -> std::io::Result<()> {
    let mut input = BufReader::with_capacity(1 << 16, std::io::stdin());
    let (mut number, mut line_number) = (0, 1);
    loop {
        let first_line = line_number;
        let mut lines = Vec::with_capacity(BLOCK_LINES);
        while lines.len() < BLOCK_LINES {
            let Some(line) = next_line(&mut input)? else {
                break;
            };
            line_number += 1;
            lines.push(line);
        }
        if lines.is_empty() {
            return Ok(());
        }
        let block = Block {
            number,
            first_line,
            lines,
        };
        if give.send(block).is_err() {
            return Ok(());
        }
        number += 1;
    }
}

/// The next line without its end; one that is too long keeps one byte too many, so that it is seen to be.
fn next_line(input: &mut BufReader<std::io::Stdin>) -> std::io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    let read = input
        .by_ref()
        .take(LINE_BYTES_MAX + 1)
        .read_until(b'\n', &mut line)?;
    if read == 0 {
        return Ok(None);
    }
    if line.last() == Some(&b'\n') {
        line.pop();
        if line.last() == Some(&b'\r') {
            line.pop();
        }
    } else if u64::try_from(line.len()).unwrap_or(u64::MAX) > LINE_BYTES_MAX {
        skip_rest(input)?;
    }
    Ok(Some(line))
}

fn skip_rest(input: &mut BufReader<std::io::Stdin>) -> std::io::Result<()> {
    loop {
        let mut part = Vec::new();
        let read = input.by_ref().take(1 << 16).read_until(b'\n', &mut part)?;
        if read == 0 || part.last() == Some(&b'\n') {
            return Ok(());
        }
    }
}

fn screen(screener: &Screener, take: &Mutex<Receiver<Block>>, give_back: &SyncSender<Screened>) {
    loop {
        let block = take.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(block) = block else {
            return;
        };
        if give_back.send(screen_block(screener, block)).is_err() {
            return;
        }
    }
}

fn screen_block(screener: &Screener, block: Block) -> Screened {
    let mut screened = Screened {
        number: block.number,
        text: String::new(),
        errors: Vec::new(),
    };
    for (line_number, bytes) in (block.first_line..).zip(block.lines) {
        match screen_line(screener, &bytes, line_number) {
            Ok(None) => {}
            Ok(Some(answer)) => {
                screened.text.push_str(&answer);
                screened.text.push('\n');
            }
            Err(error) => screened.errors.push(error),
        }
    }
    screened
}

/// The answer to one line, none for an empty one; or the line for stderr.
fn screen_line(screener: &Screener, bytes: &[u8], number: u64) -> Result<Option<String>, String> {
    let told = |why: &str| json!({"line": number, "error": why}).to_string();
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > LINE_BYTES_MAX {
        return Err(told("line_too_long"));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| told("invalid_encoding"))?;
    if text.trim().is_empty() {
        return Ok(None);
    }
    line(screener, text, number).map(Some)
}

/// Writes blocks in the order they were read; answers whether any line was bad.
fn write(take_back: &Receiver<Screened>, out: &mut Out) -> Result<bool, CliFault> {
    let mut waiting = BTreeMap::new();
    let mut next = 0;
    let mut bad = false;
    for screened in take_back {
        waiting.insert(screened.number, screened);
        while let Some(block) = waiting.remove(&next) {
            next += 1;
            out.text(&block.text)?;
            bad |= !block.errors.is_empty();
            report(&block.errors);
        }
        if waiting.is_empty() {
            // Whoever reads a pipe line by line is not kept waiting for a full buffer.
            out.flush()?;
        }
    }
    Ok(bad)
}

fn report(errors: &[String]) {
    let mut stderr = std::io::stderr().lock();
    for error in errors {
        let written = writeln!(stderr, "{error}");
        // Where stderr is closed nobody is left to be told.
        drop(written);
    }
}
