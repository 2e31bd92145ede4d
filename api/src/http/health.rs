//! Is the process alive, and can it work?

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

use super::access::Routes;
use crate::App;

/// The state of this process.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Health {
    /// `live`, `ready` or `not_ready`.
    status: &'static str,
    /// Codes of what is missing; empty where nothing is.
    reasons: Vec<&'static str>,
}

/// Registers the two checks.
pub(super) fn register(routes: &mut Routes) {
    routes
        .public("balancers and supervisors have no account")
        .get("/health/live", live)
        .get("/health/ready", ready)
        .done();
}

/// The process answers.
#[utoipa::path(get, path = "/health/live", tag = "health",
    responses((status = 200, body = Health)))]
pub(super) async fn live() -> Json<Health> {
    Json(Health {
        status: "live",
        reasons: Vec::new(),
    })
}

/// The process can do its work: the database answers, and its schema is still one on which this program works.
#[utoipa::path(get, path = "/health/ready", tag = "health",
    responses((status = 200, body = Health), (status = 503, body = Health)))]
pub(super) async fn ready(State(app): State<App>) -> (StatusCode, Json<Health>) {
    let reasons: Vec<&'static str> = match app.store().ready().await {
        Ok(()) => Vec::new(),
        Err(fault) => vec![fault.code()],
    };
    let (status, word) = if reasons.is_empty() {
        (StatusCode::OK, "ready")
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "not_ready")
    };
    let health = Health {
        status: word,
        reasons,
    };
    (status, Json(health))
}
