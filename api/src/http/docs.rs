//! The explorer of the API document, which needs no network: Swagger UI is part of the program. The page before it, with
//! what each code means, is one of the portal's.

use std::sync::{Arc, LazyLock};

use axum::Json;
use axum::extract::Path;
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use utoipa_swagger_ui::{Config, serve};

use super::access::Routes;
use super::openapi;
use super::problem::{Code, Problem};

/// Registers the document and its page.
pub(super) fn register(routes: &mut Routes) {
    routes
        .public("the description of the public interface is public")
        .get("/api/openapi.json", document)
        .get("/api/docs/{*file}", file)
        .done();
}

/// The OpenAPI document, version 3.1.
async fn document() -> Json<utoipa::openapi::OpenApi> {
    Json(openapi::document())
}

static CONFIG: LazyLock<Arc<Config<'static>>> = LazyLock::new(|| {
    let config = Config::new(["/api/openapi.json"])
        .deep_linking(true)
        .validator_url("none")
        .persist_authorization(false);
    Arc::new(config)
});

async fn file(Path(name): Path<String>) -> Result<Response, Problem> {
    let found = serve(&name, CONFIG.clone())
        .map_err(|_| Problem::internal("the pages of the API document are damaged"))?
        .ok_or_else(|| Problem::new(Code::NotFound))?;
    let kind = HeaderValue::from_str(&found.content_type)
        .map_err(|_| Problem::internal("a file of the API document has no type"))?;
    let mut response = found.bytes.into_owned().into_response();
    response.headers_mut().insert(CONTENT_TYPE, kind);
    response
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    if found.gzpipped {
        response
            .headers_mut()
            .insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    Ok(response)
}
