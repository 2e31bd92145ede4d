//! Listening: the public door and the operators' listener, until told to stop.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;

use crate::cli::CliFault;

/// How long a client may take to send the head of a request, and to keep a connection open between two: a connection that
/// says nothing holds a place. A proxy must let go of its idle ones sooner (`deploy/nginx`).
const HEAD_TIME_MAX: Duration = Duration::from_secs(10);
/// How long open requests may take to end after the signal.
const GRACE: Duration = Duration::from_secs(10);

/// A bound listener: the port is known before anything is served.
#[derive(Debug)]
pub struct Bound {
    listener: TcpListener,
    /// Where it listens; the port is the real one where 0 was asked for.
    pub address: SocketAddr,
}

/// Binds an address.
///
/// # Errors
/// Where it is in use or not ours.
pub async fn bind(address: SocketAddr) -> Result<Bound, CliFault> {
    let told = |fault: std::io::Error| {
        CliFault::fault("listen", format!("cannot listen on {address}: {fault}"))
    };
    let listener = TcpListener::bind(address).await.map_err(told)?;
    let address = listener.local_addr().map_err(told)?;
    Ok(Bound { listener, address })
}

/// Serves until `stop`, then lets open requests end, for a while. A connection that breaks is its own matter.
pub async fn serve(bound: Bound, router: Router, stop: CancellationToken) {
    let mut protocol = http1::Builder::new();
    protocol
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME_MAX);
    let open = GracefulShutdown::new();
    let Bound { listener, .. } = bound;
    loop {
        let (stream, peer) = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(fault) => {
                    not_accepted(&fault).await;
                    continue;
                }
            },
            () = stop.cancelled() => break,
        };
        // Small answers must not wait for the acknowledgement of the one before.
        if let Err(fault) = stream.set_nodelay(true) {
            tracing::debug!(%fault, "no TCP_NODELAY");
        }
        let service = router
            .clone()
            .map_request(move |request: Request<Incoming>| {
                let mut request = request.map(Body::new);
                request.extensions_mut().insert(ConnectInfo(peer));
                request
            });
        let connection =
            protocol.serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
        let connection = open.watch(connection);
        tokio::spawn(async move {
            if let Err(fault) = connection.await {
                tracing::debug!(%fault, "a connection ended");
            }
        });
    }
    drop(listener);
    if tokio::time::timeout(GRACE, open.shutdown()).await.is_err() {
        tracing::warn!("requests were still open at the end of the grace time");
    }
}

/// A connection that was gone before it was taken is nothing; where the machine has none to give, waiting a moment gives
/// others time to end.
async fn not_accepted(fault: &io::Error) {
    let gone = matches!(
        fault.kind(),
        io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionRefused
            | io::ErrorKind::ConnectionReset
    );
    if !gone {
        tracing::error!(%fault, "no connection can be accepted");
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

/// Ends when the process is asked to stop: Ctrl-C or SIGTERM.
pub async fn asked_to_stop() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => {
                tokio::select! {
                    _ = interrupt => {}
                    _ = terminate.recv() => {}
                }
                return;
            }
            Err(fault) => tracing::warn!(%fault, "SIGTERM cannot be heard"),
        }
    }
    drop(interrupt.await);
}
