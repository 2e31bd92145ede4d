//! The pages' door: server-rendered, for people. Handlers fill the structs of [`crate::view`] and answer with HTML.

mod admin;
pub(crate) mod after_school;
mod application;
mod assets;
mod course;
mod desk;
mod gallery;
mod language;
mod my;
mod portal;
pub mod problem;
mod proof;
mod record;
mod red_bar;
mod session;
mod staff;
mod typed;

pub(super) use portal::NEAR_PATH;

use askama::Template;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};

use super::access::Routes;
use super::problem::Problem;
use crate::text::{Lang, fault};
use crate::view::field::Errors;

/// Registers every page.
pub(super) fn register(routes: &mut Routes) {
    assets::register(routes);
    language::register(routes);
    session::register(routes);
    portal::register(routes);
    desk::register(routes);
    admin::register(routes);
    my::register(routes);
    gallery::register(routes);
}

/// A page as an answer.
#[derive(Debug, Clone, Copy)]
pub struct Html<T>(pub T);

impl<T: Template> IntoResponse for Html<T> {
    fn into_response(self) -> Response {
        match self.0.render() {
            Ok(html) => ([(CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response(),
            Err(_) => Problem::internal("a page cannot be rendered").into_response(),
        }
    }
}

/// What was wrong with the fields of a form or of an address, each in words beside its field.
fn errors_of(problem: &Problem, lang: Lang) -> Errors {
    let mut errors = Errors::default();
    for error in &problem.errors {
        let words = fault(lang, &error.code, &error.detail);
        errors.add(error.field.clone(), words);
    }
    errors
}

/// The path to go to after a form, where it is one of our own: an address of another site in the field would make our
/// page the door to a false one.
#[must_use]
pub fn own_path(text: &str) -> Option<&str> {
    let plain = text
        .bytes()
        .all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    (text.starts_with('/') && !text.starts_with("//") && plain).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::own_path;

    #[test]
    fn only_a_path_of_ours_is_followed() {
        assert_eq!(own_path("/desk?state=new"), Some("/desk?state=new"));
        for other in [
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "desk",
            "",
            "/a\r\nb",
            "/ a",
        ] {
            assert_eq!(own_path(other), None, "{other}");
        }
    }
}
