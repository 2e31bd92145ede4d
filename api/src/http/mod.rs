//! Both doors: JSON for programs, pages for people, over the same use cases.

pub mod access;
pub mod body;
pub mod caller;
pub mod cookies;
pub mod csrf;
mod docs;
pub mod download;
pub(crate) mod export;
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
mod sheet;
pub mod upload;

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::middleware::from_fn_with_state;
use tower::util::MapRequestLayer;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate as _};
use tower_http::decompression::{DecompressionBody, RequestDecompressionLayer};

use crate::App;
use access::{Route, Routes};
use layers::Frame;
use pages::problem::Pages;
use problem::{Code, Problem};
use reference::References;

/// The media type of [`tables::Format::Xlsx`].
const WORKBOOK: &str = tables::Format::Xlsx.media_type();

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
    let routes = routes(app);
    let frame = Arc::new(Frame {
        references: References::new(u32::from_be_bytes(app.store().random())),
        pages: Arc::new(Pages {
            demo: app.settings().is_demo(),
        }),
        limit: app.answer_limit(),
        uploads: routes.uploads(),
        tls: app.settings().tls(),
    });
    routes
        .into_router()
        .fallback(|| async { Problem::new(Code::NotFound) })
        .method_not_allowed_fallback(|| async { Problem::new(Code::MethodNotAllowed) })
        .with_state(app.clone())
        // One call for all of them, the outermost first: each call would box what lies inside it.
        .layer((
            // A workbook is packed already; packing it again takes time and hides its length.
            CompressionLayer::new()
                .compress_when(DefaultPredicate::new().and(NotForContentType::const_new(WORKBOOK))),
            from_fn_with_state(frame, layers::frame),
            CatchPanicLayer::custom(layers::panicked),
            RequestDecompressionLayer::new(),
            MapRequestLayer::new(|request: Request<DecompressionBody<Body>>| {
                request.map(Body::new)
            }),
        ))
}

#[cfg(test)]
mod tests;
