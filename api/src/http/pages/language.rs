//! The language switch.

use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse as _, Redirect, Response};

use super::own_path;
use crate::App;
use crate::http::access::Routes;
use crate::http::csrf::LANGUAGE_PATH;
use crate::http::lang::COOKIE_NAME;
use crate::http::problem::{Code, Problem};
use crate::http::upload::Form;
use crate::text::Lang;

pub(super) fn register(routes: &mut Routes) {
    routes
        .public("everybody reads in the language of their choice")
        .post(LANGUAGE_PATH, choose)
        .done();
}

/// Keeps the choice for a year and leads back.
async fn choose(State(app): State<App>, form: Form) -> Result<Response, Problem> {
    let lang = Lang::from_tag(form.get("lang")).ok_or_else(|| {
        Problem::new(Code::InvalidInput).field("lang", "language_unknown", "language unknown")
    })?;
    let back = own_path(form.get("back")).unwrap_or("/");
    Ok(keep(&app, lang, Redirect::to(back).into_response()))
}

/// The answer, with the choice kept for a year.
pub(super) fn keep(app: &App, lang: Lang, mut response: Response) -> Response {
    let secure = if app.jar().tls { "; Secure" } else { "" };
    let cookie = format!(
        "{COOKIE_NAME}={}; Path=/; Max-Age=31536000; SameSite=Lax{secure}",
        lang.code()
    );
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}
