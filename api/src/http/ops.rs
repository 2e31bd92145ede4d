//! The operators' listener: `/metrics` in the text format of Prometheus, apart from the public door.

use std::time::Duration;

use axum::Router;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse as _;
use axum::routing::get;
use metrics_exporter_prometheus::{BuildError, PrometheusBuilder, PrometheusHandle};
use tokio_util::sync::CancellationToken;

/// Starts collecting. Once a process.
///
/// # Errors
/// Where another recorder is installed already.
pub fn install() -> Result<PrometheusHandle, BuildError> {
    let handle = PrometheusBuilder::new()
        .set_buckets(&[
            0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0,
        ])?
        .install_recorder()?;
    metrics::describe_counter!(
        "hongjian_requests_total",
        "Requests answered, by matched path and status."
    );
    metrics::describe_histogram!(
        "hongjian_request_seconds",
        metrics::Unit::Seconds,
        "Time to answer, by matched path."
    );
    metrics::describe_counter!(
        "hongjian_rate_limited_total",
        "Requests refused by a rate limit."
    );
    Ok(handle)
}

/// Drains the samples of histograms every five seconds until `stop`: they would pile up while nobody asks for them.
pub async fn upkeep(handle: PrometheusHandle, stop: CancellationToken) {
    let mut every = tokio::time::interval(Duration::from_secs(5));
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = every.tick() => handle.run_upkeep(),
        }
    }
}

/// The router of the operators' listener.
pub fn router(handle: PrometheusHandle) -> Router {
    let render = move || {
        let text = handle.render();
        async move {
            let kind = "text/plain; version=0.0.4; charset=utf-8";
            ([(CONTENT_TYPE, kind)], text).into_response()
        }
    };
    Router::new().route("/metrics", get(render))
}
