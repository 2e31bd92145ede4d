//! The rows of a file, slice by slice: read on a thread of its own, not much faster than they are taken.

use std::io::{Cursor, Read, Seek, SeekFrom};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;
use domain::institution::listed::Field;
use tables::{ReadFault, Row};
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::task::JoinHandle;

/// Rows of a slice, which is what one write takes: others must not wait for long.
const SLICE: usize = 512;
/// Slices that lie ready.
const READY: usize = 2;

type Slice = Result<Vec<Row>, ReadFault>;

/// The rows of a file that is being read.
pub(super) struct Rows {
    slices: Receiver<Slice>,
    reading: Option<JoinHandle<Vec<String>>>,
    others: Vec<String>,
    length: u64,
    read: Arc<AtomicU64>,
}

impl Rows {
    /// Begins to read.
    pub(super) fn open(bytes: Bytes) -> Self {
        let (out, slices) = channel(READY);
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        let read = Arc::new(AtomicU64::new(0));
        let file = Metered {
            file: Cursor::new(bytes),
            read: Arc::clone(&read),
        };
        // The thread ends by itself when nobody takes its slices any more.
        let reading = tokio::task::spawn_blocking(move || send(file, &out));
        Self {
            slices,
            reading: Some(reading),
            others: Vec::new(),
            length,
            read,
        }
    }

    /// The next rows in which something stands; nothing after the last.
    pub(super) async fn next(&mut self) -> Result<Option<Vec<Row>>, ReadFault> {
        if let Some(slice) = self.slices.recv().await {
            return slice.map(Some);
        }
        // A reader that stopped in the middle has not come to the end, whatever it gave before.
        if let Some(reading) = self.reading.take() {
            let ended = reading.await;
            self.others = ended.map_err(|_| ReadFault::Broken("the reader stopped".to_owned()))?;
        }
        Ok(None)
    }

    /// Names of the sheets that were not read; known after the last row.
    pub(super) fn others(&mut self) -> Vec<String> {
        std::mem::take(&mut self.others)
    }

    /// Bytes that are read, and those of the whole file.
    pub(super) fn progress(&self) -> (u64, u64) {
        (
            self.read.load(Ordering::Relaxed).min(self.length),
            self.length,
        )
    }
}

/// Answers the names of the sheets that were not read.
fn send(file: Metered, out: &Sender<Slice>) -> Vec<String> {
    let mut slice = Vec::with_capacity(SLICE);
    let mut gone = false;
    let read = tables::read(file, &mut |row| {
        slice.push(row);
        if slice.len() == SLICE {
            gone = out.blocking_send(Ok(std::mem::take(&mut slice))).is_err();
        }
        if gone {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    });
    let (others, rest) = match read {
        Ok(others) if slice.is_empty() => return others,
        Ok(others) => (others, Ok(slice)),
        Err(fault) => (Vec::new(), Err(fault)),
    };
    // Where nobody takes it nobody is left to be told.
    drop(out.blocking_send(rest));
    others
}

/// A file that says how far it is read.
struct Metered {
    file: Cursor<Bytes>,
    read: Arc<AtomicU64>,
}

impl Metered {
    fn mark(&self) {
        self.read.store(self.file.position(), Ordering::Relaxed);
    }
}

impl Read for Metered {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let count = self.file.read(into)?;
        self.mark();
        Ok(count)
    }
}

impl Seek for Metered {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        self.file.seek(to)
    }
}

/// What stands in the column of each field: nothing where there is no such column, a code where the cell cannot be taken.
pub(super) fn of_fields<'a>(
    row: &'a Row,
    columns: &'a [Option<Field>],
) -> impl Fn(Field) -> Result<&'a str, &'static str> {
    move |field| {
        let place = columns.iter().position(|one| *one == Some(field));
        match place.and_then(|place| row.cells.get(place)) {
            None => Ok(""),
            Some(Ok(text)) => Ok(text),
            Some(Err(fault)) => Err(fault.code()),
        }
    }
}
