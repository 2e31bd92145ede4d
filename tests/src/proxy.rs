//! A TCP proxy that a test puts before a server, to break the line to it, hold it, and restore it.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};

/// The proxy, on a free port of loopback, within the runtime of the test.
#[derive(Debug)]
pub struct Proxy {
    address: SocketAddr,
    target: Arc<str>,
    flowing: watch::Sender<bool>,
    listening: Mutex<Option<JoinHandle<()>>>,
}

impl Proxy {
    /// A proxy before `target` (host and port) that lets everything pass.
    ///
    /// # Panics
    /// Where loopback has no free port.
    pub async fn before(target: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let proxy = Self {
            address: listener.local_addr().expect("it listens"),
            target: Arc::from(target),
            flowing: watch::Sender::new(true),
            listening: Mutex::new(None),
        };
        proxy.listen(listener);
        proxy
    }

    /// Host and port of the proxy.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Cuts all lines and refuses new ones.
    pub async fn break_off(&self) {
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

    /// Lets new lines pass again. Those that were cut stay cut.
    ///
    /// # Panics
    /// Where another program took the port in between.
    pub async fn restore(&self) {
        self.break_off().await;
        let listener = TcpListener::bind(self.address)
            .await
            .expect("the port is still free");
        self.listen(listener);
    }

    /// Cuts the lines that are open now; new ones pass.
    ///
    /// # Panics
    /// As [`restore`](Self::restore).
    pub async fn cut(&self) {
        self.restore().await;
    }

    /// Holds every byte back and keeps the lines open.
    pub fn hold(&self) {
        self.flowing.send_replace(false);
    }

    /// Lets the bytes flow again.
    pub fn release(&self) {
        self.flowing.send_replace(true);
    }

    fn listen(&self, listener: TcpListener) {
        let task = tokio::spawn(pass(
            listener,
            Arc::clone(&self.target),
            self.flowing.subscribe(),
        ));
        *self
            .listening
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = Some(task);
    }
}

impl Drop for Proxy {
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

async fn pass(listener: TcpListener, target: Arc<str>, flowing: watch::Receiver<bool>) {
    // The lines end with this task: aborting it cuts them.
    let mut lines = JoinSet::new();
    while let Ok((near, _)) = listener.accept().await {
        lines.spawn(line(near, Arc::clone(&target), flowing.clone()));
        while lines.try_join_next().is_some() {}
    }
}

async fn line(near: TcpStream, target: Arc<str>, flowing: watch::Receiver<bool>) {
    let Ok(far) = TcpStream::connect(&*target).await else {
        return;
    };
    // The proxy must not be what is slow.
    let _faster = (near.set_nodelay(true), far.set_nodelay(true));
    let (near_in, near_out) = near.into_split();
    let (far_in, far_out) = far.into_split();
    tokio::join!(
        pump(near_in, far_out, flowing.clone()),
        pump(far_in, near_out, flowing)
    );
}

/// Passes bytes on in one direction until that side closes.
async fn pump(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, mut flowing: watch::Receiver<bool>) {
    let mut bytes = vec![0_u8; 16 * 1024];
    while let Ok(count) = from.read(&mut bytes).await {
        if count == 0 || flowing.wait_for(|open| *open).await.is_err() {
            break;
        }
        if to.write_all(&bytes[..count]).await.is_err() {
            break;
        }
    }
    // The other side is told that no more comes; it may be gone already.
    let _told = to.shutdown().await;
}
