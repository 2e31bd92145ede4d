//! Every piece and every page with its sample, in the demo only.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse as _, Response};

use super::Html;
use crate::App;
use crate::http::access::Routes;
use crate::http::caller::Caller;
use crate::http::problem::{Code, Problem};
use crate::text::Lang;
use crate::view::gallery::{Gallery, page};
use crate::view::shell::{Door, Portal};

pub(super) fn register(routes: &mut Routes) {
    routes
        .public("the demo shows what the pages are made of; elsewhere there is no such page")
        .get("/gallery", all)
        .get("/gallery/{name}", one)
        .done();
}

/// Only the demo shows samples: in production their invented records would be taken for true ones.
fn demo_only(app: &App) -> Result<(), Problem> {
    if app.settings().is_demo() {
        Ok(())
    } else {
        Err(Problem::new(Code::NotFound))
    }
}

async fn all(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
) -> Result<Html<Gallery>, Problem> {
    demo_only(&app)?;
    Ok(Html(Gallery::new(Portal {
        lang,
        csrf: caller.form_token.clone(),
        path: "/gallery".to_owned(),
        here: Door::Elsewhere,
        answers: None,
        as_of: String::new(),
        demo: true,
        flash: None,
    })))
}

async fn one(
    State(app): State<App>,
    Path(name): Path<String>,
    lang: Lang,
) -> Result<Response, Problem> {
    demo_only(&app)?;
    let html = page(&name, lang)
        .ok_or_else(|| Problem::new(Code::NotFound))?
        .map_err(|_| Problem::internal("a sample cannot be rendered"))?;
    Ok(([(CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response())
}
