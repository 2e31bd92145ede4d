//! The operators' listener of a worker: is it alive, can it work, and its figures.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use store::Store;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

/// Installs the recorder of this process's figures. Called once, before anything is counted.
///
/// # Errors
/// A sentence, where another recorder is installed already.
pub fn recorder() -> Result<PrometheusHandle, &'static str> {
    PrometheusBuilder::new()
        .set_buckets(&[0.001, 0.005, 0.02, 0.1, 0.5, 2.0, 10.0])
        .map_err(|_| "the figures cannot be set up")?
        .install_recorder()
        .map_err(|_| "another recorder of figures is installed already")
}

#[derive(Clone)]
struct Desk {
    store: Store,
    figures: PrometheusHandle,
}

/// Serves `/health/live`, `/health/ready` and `/metrics` on `address` until `stop` is cancelled.
///
/// # Errors
/// The system's, where the address cannot be had.
pub async fn serve(
    address: SocketAddr,
    store: Store,
    figures: PrometheusHandle,
    stop: CancellationToken,
) -> std::io::Result<()> {
    let listener = TcpListener::bind(address).await?;
    tracing::info!(address = %listener.local_addr()?, "operators' listener");
    let upkeep = figures.clone();
    let ended = stop.clone();
    tokio::spawn(async move {
        // Without this the samples of histograms would pile up while nobody asks for them.
        while !ended.is_cancelled() {
            upkeep.run_upkeep();
            tokio::time::sleep(Duration::from_secs(5)).await;
        }
    });
    let router = Router::new()
        .route("/health/live", get(live))
        .route("/health/ready", get(ready))
        .route("/metrics", get(figures_text))
        .with_state(Desk { store, figures });
    axum::serve(listener, router)
        .with_graceful_shutdown(stop.cancelled_owned())
        .await
}

async fn live() -> &'static str {
    "live\n"
}

async fn ready(State(desk): State<Desk>) -> Response {
    match desk.store.ready().await {
        Ok(()) => (StatusCode::OK, "ready\n").into_response(),
        Err(fault) => {
            let reason = format!("not ready: {}\n", fault.code());
            (StatusCode::SERVICE_UNAVAILABLE, reason).into_response()
        }
    }
}

async fn figures_text(State(desk): State<Desk>) -> Response {
    let kind = [(header::CONTENT_TYPE, "text/plain; version=0.0.4")];
    (kind, desk.figures.render()).into_response()
}
