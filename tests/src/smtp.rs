//! A mail server that follows a script: it takes mails, refuses them, stalls, or cuts the line at a chosen stage.
//! It keeps what it took with the bytes as they came.

mod session;

use std::collections::{BTreeMap, VecDeque};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::task::{JoinHandle, JoinSet};

/// A stage of the talk, named by what the client has just said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// It has connected.
    Greeting,
    /// `EHLO`.
    Hello,
    /// `MAIL FROM`.
    Sender,
    /// `RCPT TO`.
    Recipient,
    /// `DATA`.
    Data,
    /// The final dot.
    Body,
}

impl Stage {
    /// Whether the stage belongs to the connection; the others belong to one mail.
    fn of_connection(self) -> bool {
        matches!(self, Self::Greeting | Self::Hello)
    }
}

/// What the server does with one connection or one mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Takes the mail.
    Accept,
    /// Gives this code at this stage: 550 refuses, 450 asks to come back, 421 also closes the line.
    Reply(Stage, u16),
    /// Never answers at this stage and keeps the line open.
    Stall(Stage),
    /// Answers at this stage only after a while.
    Delay(Stage, Duration),
    /// Closes the line in the place of its answer at this stage.
    Cut(Stage),
    /// Closes the line while the body is coming, before its final dot. The client may have written all of it by then,
    /// and then it cannot know either.
    CutBeforeDot,
    /// Takes the whole mail and closes the line in the place of its answer: the client cannot know.
    CutAfterDot,
}

impl Act {
    fn stage(self) -> Option<Stage> {
        match self {
            Self::Reply(stage, _)
            | Self::Stall(stage)
            | Self::Delay(stage, _)
            | Self::Cut(stage) => Some(stage),
            Self::Accept | Self::CutBeforeDot | Self::CutAfterDot => None,
        }
    }

    fn of_connection(self) -> bool {
        self.stage().is_some_and(Stage::of_connection)
    }
}

/// A mail that arrived whole, up to its final dot.
#[derive(Debug, Clone)]
pub struct Mail {
    /// Message-ID with its angle brackets; empty where the mail has none.
    pub message_id: String,
    /// Address of the envelope's sender.
    pub from: String,
    /// Addresses of the envelope's recipients.
    pub to: Vec<String>,
    /// Head and body as they came, dots unstuffed, lines ended by CR LF.
    pub raw: Vec<u8>,
    /// Whether the client was told 250. After [`Act::CutAfterDot`] it was not, and a refused mail was told otherwise.
    pub answered: bool,
}

#[derive(Debug, Default)]
struct State {
    script: VecDeque<Act>,
    otherwise: Option<Act>,
    mails: Vec<Mail>,
    connections: usize,
    attempts: usize,
    logins: Vec<String>,
}

type Shared = Arc<Mutex<State>>;

fn lock(state: &Shared) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The server, on a free port of loopback, within the runtime of the test.
#[derive(Debug)]
pub struct Smtp {
    address: SocketAddr,
    state: Shared,
    listening: Mutex<Option<JoinHandle<()>>>,
}

impl Smtp {
    /// A server that takes every mail until it is told otherwise.
    ///
    /// # Panics
    /// Where loopback has no free port.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("it listens");
        let state = Shared::default();
        let listening = tokio::spawn(listen(listener, Arc::clone(&state)));
        Self {
            address,
            state,
            listening: Mutex::new(Some(listening)),
        }
    }

    /// Host and port.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The setting of the mail transport.
    #[must_use]
    pub fn transport(&self) -> String {
        format!("smtp://{}", self.address)
    }

    /// The next acts, one for each connection (stages up to the hello) or mail (the stages after it).
    pub fn script(&self, acts: impl IntoIterator<Item = Act>) {
        lock(&self.state).script.extend(acts);
    }

    /// What is done when the script has come to its end.
    pub fn otherwise(&self, act: Act) {
        lock(&self.state).otherwise = Some(act);
    }

    /// The mails that arrived whole, in their order.
    #[must_use]
    pub fn mails(&self) -> Vec<Mail> {
        lock(&self.state).mails.clone()
    }

    /// How often each Message-ID arrived whole.
    #[must_use]
    pub fn counts(&self) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        for mail in &lock(&self.state).mails {
            *counts.entry(mail.message_id.clone()).or_default() += 1;
        }
        counts
    }

    /// Connections that were taken so far.
    #[must_use]
    pub fn connections(&self) -> usize {
        lock(&self.state).connections
    }

    /// How often a client has begun a mail.
    #[must_use]
    pub fn attempts(&self) -> usize {
        lock(&self.state).attempts
    }

    /// The credentials of `AUTH PLAIN`, in base64 as they came.
    #[must_use]
    pub fn logins(&self) -> Vec<String> {
        lock(&self.state).logins.clone()
    }

    /// Goes down: cuts all lines and listens no more.
    pub async fn down(&self) {
        let listening = self
            .listening
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(listening) = listening {
            listening.abort();
            // The port is free only once the task has let go of it.
            let _aborted = listening.await;
        }
    }

    /// Comes back on the same port.
    ///
    /// # Panics
    /// Where another program took the port in between.
    pub async fn up(&self) {
        self.down().await;
        let listener = TcpListener::bind(self.address)
            .await
            .expect("the port is still free");
        let listening = tokio::spawn(listen(listener, Arc::clone(&self.state)));
        *self
            .listening
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = Some(listening);
    }

    /// Waits until `count` mails have arrived whole.
    ///
    /// # Panics
    /// Where they have not after `limit`.
    pub async fn wait_for(&self, count: usize, limit: Duration) {
        self.wait_for_those(count, limit, |_| true).await;
    }

    /// Waits until `count` mails to `address` have arrived whole.
    ///
    /// # Panics
    /// Where they have not after `limit`.
    pub async fn wait_for_to(&self, address: &str, count: usize, limit: Duration) {
        self.wait_for_those(count, limit, |mail| mail.to.iter().any(|to| to == address))
            .await;
    }

    async fn wait_for_those(&self, count: usize, limit: Duration, are: impl Fn(&Mail) -> bool) {
        let arrived = || {
            lock(&self.state)
                .mails
                .iter()
                .filter(|mail| are(mail))
                .count()
        };
        let waiting = async {
            while arrived() < count {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        assert!(
            tokio::time::timeout(limit, waiting).await.is_ok(),
            "{} of {count} mails arrived within {limit:?}",
            arrived()
        );
    }
}

impl Drop for Smtp {
    fn drop(&mut self) {
        let listening = self
            .listening
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(listening) = listening {
            listening.abort();
        }
    }
}

async fn listen(listener: TcpListener, state: Shared) {
    // The connections end with this task: aborting it cuts them.
    let mut connections = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        lock(&state).connections += 1;
        connections.spawn(session::hold(stream, Arc::clone(&state)));
        while connections.try_join_next().is_some() {}
    }
}
