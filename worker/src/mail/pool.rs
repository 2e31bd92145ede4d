//! Our own small pool of SMTP connections: each is used for several mails, and dropped when a
//! time limit runs out, since nobody knows what it would say next.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use lettre::transport::smtp::extension::ClientId;
use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout};

use super::message::Letter;
use super::session::{Closed, Protection, Session, Try};
use super::{Delivery, Server};

/// How much the pool may do at once, and how long.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Connections open at the same time.
    pub connections: u32,
    /// Time for connecting, TLS, greeting and sign-in together.
    pub connect: Duration,
    /// Time for one whole sending, connecting included.
    pub send: Duration,
    /// A connection that was not used for longer is not trusted any more.
    pub idle: Duration,
    /// Mails over one connection; many servers end a conversation that lasts for ever.
    pub mails_per_connection: u32,
}

impl Limits {
    /// Limits with `connections` and `send` as set and the others as usual.
    #[must_use]
    pub fn new(connections: u32, send: Duration) -> Self {
        Self {
            connections: connections.max(1),
            connect: send.min(Duration::from_secs(10)),
            send,
            idle: Duration::from_secs(20),
            mails_per_connection: 500,
        }
    }
}

struct Idle {
    session: Session,
    since: Instant,
}

/// The pool.
pub struct Pool {
    server: Server,
    protection: Protection,
    hello: ClientId,
    limits: Limits,
    idle: Mutex<Vec<Idle>>,
    turns: Semaphore,
}

impl std::fmt::Debug for Pool {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Pool")
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

/// Replies that say our own settings are wrong, not this mail: sign-in or TLS is asked for.
const OURS: [u16; 5] = [454, 530, 534, 535, 538];

impl Pool {
    /// A pool for this server; no connection is opened yet. `host` is how we greet.
    ///
    /// # Errors
    /// A sentence that says which part of the address cannot be used, such as the file of `ca=`.
    pub fn new(server: Server, host: &str, limits: Limits) -> Result<Self, &'static str> {
        let turns = usize::try_from(limits.connections).unwrap_or(1);
        Ok(Self {
            protection: Protection::of(&server)?,
            server,
            hello: ClientId::Domain(host.to_owned()),
            limits,
            idle: Mutex::new(Vec::new()),
            turns: Semaphore::new(turns),
        })
    }

    /// Gives one mail to the server, within the time limit. Waiting for a free connection does not
    /// count.
    pub(crate) async fn deliver(&self, letter: &Letter) -> Delivery {
        let Ok(_turn) = self.turns.acquire().await else {
            return Delivery::Later {
                code: "stopping".to_owned(),
            };
        };
        let ended = AtomicBool::new(false);
        match timeout(self.limits.send, self.give(letter, &ended)).await {
            Ok(delivery) => delivery,
            // The conversation was dropped with the future.
            Err(_) if ended.load(Ordering::SeqCst) => Delivery::Unsure,
            Err(_) => Delivery::Later {
                code: "timeout".to_owned(),
            },
        }
    }

    async fn give(&self, letter: &Letter, ended: &AtomicBool) -> Delivery {
        if let Some(mut session) = self.idle_session() {
            let outcome = session.give(letter, ended).await;
            // A server may have closed an idle connection: that says nothing about this mail.
            if !matches!(outcome, Try::Broken | Try::Code(421)) {
                return self.conclude(session, outcome).await;
            }
            // It has said that it did not take the text: what follows begins anew.
            ended.store(false, Ordering::SeqCst);
        }
        let mut session = match timeout(
            self.limits.connect,
            Session::open(&self.server, &self.protection, &self.hello),
        )
        .await
        {
            Ok(Ok(session)) => session,
            Ok(Err(Closed { code })) => return Delivery::Unreachable { code },
            Err(_) => {
                return Delivery::Unreachable {
                    code: "connect_timeout".to_owned(),
                };
            }
        };
        let outcome = session.give(letter, ended).await;
        self.conclude(session, outcome).await
    }

    async fn conclude(&self, mut session: Session, outcome: Try) -> Delivery {
        let keep = match &outcome {
            Try::Taken(_) | Try::Unfit(_) => true,
            Try::Code(421) | Try::Broken | Try::Lost => false,
            Try::Code(_) => session.start_over().await,
        };
        if keep {
            self.give_back(session);
        }
        match outcome {
            Try::Taken(reply) => Delivery::Sent { reply },
            Try::Lost => Delivery::Unsure,
            Try::Broken => Delivery::Later {
                code: "broken".to_owned(),
            },
            Try::Unfit(code) => Delivery::Refused {
                code: code.to_owned(),
            },
            Try::Code(code) => of_code(code),
        }
    }

    fn idle_session(&self) -> Option<Session> {
        let now = Instant::now();
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        while let Some(waiting) = idle.pop() {
            if now.duration_since(waiting.since) <= self.limits.idle {
                return Some(waiting.session);
            }
            tokio::spawn(waiting.session.leave());
        }
        None
    }

    fn give_back(&self, session: Session) {
        if session.taken >= self.limits.mails_per_connection {
            tokio::spawn(session.leave());
            return;
        }
        let since = Instant::now();
        self.idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(Idle { session, since });
    }

    /// From now on no sending begins; those on their way are finished.
    pub(crate) fn let_nobody_begin(&self) {
        self.turns.close();
    }

    /// Takes leave of the server on every idle connection.
    pub async fn close(&self) {
        let idle: Vec<Idle> = {
            let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
            idle.drain(..).collect()
        };
        futures::future::join_all(idle.into_iter().map(|waiting| waiting.session.leave())).await;
    }
}

fn of_code(code: u16) -> Delivery {
    let text = format!("smtp_{code}");
    if OURS.contains(&code) {
        Delivery::Unreachable { code: text }
    } else if code >= 500 {
        Delivery::Refused { code: text }
    } else {
        Delivery::Later { code: text }
    }
}

#[cfg(test)]
mod tests;

#[cfg(test)]
mod tls_tests;
