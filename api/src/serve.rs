//! Listening: the public door and the operators' listener, until told to stop.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::serve::ListenerExt as _;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::cli::CliFault;

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

/// Serves until `stop`, then lets open requests end, for a while.
///
/// # Errors
/// Where the listener breaks.
pub async fn serve(bound: Bound, router: Router, stop: CancellationToken) -> Result<(), CliFault> {
    // Small answers must not wait for the acknowledgement of the one before.
    let listener = bound.listener.tap_io(|stream| {
        if let Err(fault) = stream.set_nodelay(true) {
            tracing::debug!(%fault, "no TCP_NODELAY");
        }
    });
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let signal = stop.clone();
    let serving = axum::serve(listener, service)
        .with_graceful_shutdown(async move { signal.cancelled().await })
        .into_future();
    let late = async {
        stop.cancelled().await;
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! {
        ended = serving => ended.map_err(|fault| CliFault::fault("serve", fault.to_string())),
        () = late => {
            tracing::warn!("requests were still open at the end of the grace time");
            Ok(())
        }
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
