//! Style sheets, scripts and the mark: their addresses hold the digest of their content, so they are kept for ever.

use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Redirect, Response};

use crate::http::access::Routes;
use crate::http::problem::{Code, Problem};
use crate::view::assets;

pub(super) fn register(routes: &mut Routes) {
    routes
        .public("the look of the public pages")
        .get("/static/{file}", file)
        .get("/favicon.ico", mark)
        .done();
}

async fn file(Path(name): Path<String>) -> Result<Response, Problem> {
    let (bytes, kind) = assets::find(&name).ok_or_else(|| Problem::new(Code::NotFound))?;
    let headers = [
        (CONTENT_TYPE, kind),
        (CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    Ok((headers, bytes).into_response())
}

/// Browsers ask for this address of themselves.
async fn mark() -> Redirect {
    Redirect::temporary(&assets::asset_path("mark.svg"))
}
