//! Both doors: JSON for programs, pages for people, over the same use cases.

pub mod access;
pub mod body;
pub mod caller;
pub mod cookies;
pub mod csrf;
mod docs;
pub mod download;
mod faults;
mod health;
pub mod json;
pub mod lang;
pub mod layers;
pub mod limits;
pub mod openapi;
pub mod ops;
pub mod pages;
pub mod problem;
pub mod reference;
pub mod upload;

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::middleware::{from_fn, from_fn_with_state};
use tower::util::MapRequestLayer;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::decompression::{DecompressionBody, RequestDecompressionLayer};

use crate::App;
use access::{Route, Routes};
use pages::problem::Pages;
use problem::{Code, Problem, ProblemPages};
use reference::References;

/// Every route of the application.
#[must_use]
pub fn routes(app: &App) -> Routes {
    let mut routes = Routes::new(app);
    register(&mut routes);
    routes
}

/// Who may call what: every route with its access.
#[must_use]
pub fn table() -> Vec<Route> {
    let mut routes = Routes::default();
    register(&mut routes);
    routes.table()
}

fn register(routes: &mut Routes) {
    health::register(routes);
    docs::register(routes);
    json::register(routes);
    pages::register(routes);
}

/// The whole service: the routes with everything that happens to every request.
pub fn service(app: &App) -> Router {
    let pages: Arc<dyn ProblemPages> = Arc::new(Pages {
        demo: app.settings().is_demo(),
    });
    let references = Arc::new(References::new(u32::from_be_bytes(app.store().random())));
    routes(app)
        .into_router()
        .fallback(|| async { Problem::new(Code::NotFound) })
        .method_not_allowed_fallback(|| async { Problem::new(Code::MethodNotAllowed) })
        .with_state(app.clone())
        // The first layer below is the innermost.
        .layer((
            RequestDecompressionLayer::new(),
            MapRequestLayer::new(|request: Request<DecompressionBody<Body>>| {
                request.map(Body::new)
            }),
        ))
        .layer(from_fn_with_state(app.answer_limit(), layers::time_limit))
        .layer(CatchPanicLayer::custom(layers::panicked))
        .layer(from_fn_with_state(pages, problem::present))
        .layer(from_fn_with_state(app.settings().tls(), layers::headers))
        .layer(CompressionLayer::new())
        .layer(from_fn(layers::log_line))
        .layer(from_fn_with_state(references, reference::give))
}

#[cfg(test)]
mod tests;
