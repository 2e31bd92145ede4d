//! A small HTTP/1.1 client: plain sockets, fixed requests, connections that stay open. A full client would cost as much
//! as the server it measures, and hide the difference between two servers behind its own cost.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::Instant;

/// Connections of every bench over HTTP, and callers of their floors.
pub(crate) const CONNECTIONS: u32 = 32;

/// Writes the request of this number.
pub(crate) trait Ask: Fn(u64, &mut Vec<u8>) + Send + Sync + 'static {}
impl<T: Fn(u64, &mut Vec<u8>) + Send + Sync + 'static> Ask for T {}

/// Requests answered in a second, over [`CONNECTIONS`] connections from one thread.
pub(crate) fn rate(address: SocketAddr, time: Duration, ask: &Arc<impl Ask>) -> f64 {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let next = Arc::new(AtomicU64::new(0));
        let begun = Instant::now();
        let mut talks = JoinSet::new();
        for _ in 0..CONNECTIONS {
            let (ask, next) = (Arc::clone(ask), Arc::clone(&next));
            talks.spawn(async move { talk(address, ask.as_ref(), &next, begun + time).await });
        }
        let answered: u32 = talks.join_all().await.into_iter().sum();
        f64::from(answered) / begun.elapsed().as_secs_f64()
    })
}

async fn talk(address: SocketAddr, ask: &impl Ask, next: &AtomicU64, until: Instant) -> u32 {
    let mut line = Line::open(address).await;
    let mut request = Vec::new();
    let mut answered = 0;
    while Instant::now() < until {
        request.clear();
        ask(next.fetch_add(1, Ordering::Relaxed), &mut request);
        line.ask(&request).await;
        answered += 1;
    }
    answered
}

/// The body of one answer.
pub(crate) fn body(address: SocketAddr, ask: &impl Ask, number: u64) -> String {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let mut request = Vec::new();
        ask(number, &mut request);
        let mut line = Line::open(address).await;
        let body = line.ask(&request).await;
        String::from_utf8(body.to_vec()).expect("an answer in UTF-8")
    })
}

/// One open connection.
struct Line {
    stream: TcpStream,
    answer: Vec<u8>,
}

impl Line {
    async fn open(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address)
            .await
            .expect("the server listens");
        stream.set_nodelay(true).expect("a socket of ours");
        Self {
            stream,
            answer: Vec::with_capacity(32 * 1024),
        }
    }

    /// Sends a request and reads its answer to the end.
    async fn ask(&mut self, request: &[u8]) -> &[u8] {
        self.stream
            .write_all(request)
            .await
            .expect("the server listens");
        self.answer.clear();
        loop {
            let read = self.stream.read_buf(&mut self.answer).await;
            assert!(read.expect("an answer") > 0, "the server closed the line");
            if let Some((start, end)) = extent(&self.answer)
                && self.answer.len() >= end
            {
                assert_eq!(self.answer.len(), end, "more than one answer");
                return &self.answer[start..end];
            }
        }
    }
}

/// Where the body of an answer starts and ends; none while the head is not complete.
fn extent(answer: &[u8]) -> Option<(usize, usize)> {
    let start = answer.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let head = std::str::from_utf8(&answer[..start]).expect("a head in ASCII");
    assert!(
        head.starts_with("HTTP/1.1 20"),
        "{}",
        String::from_utf8_lossy(answer)
    );
    let length = head
        .split_once("content-length: ")
        .and_then(|(_, rest)| rest.split("\r\n").next())
        .and_then(|length| length.parse::<usize>().ok())
        .expect("a length");
    Some((start, start + length))
}
