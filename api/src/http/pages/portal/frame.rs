//! What every public page is built from: who reads it, in which language, at which address.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use crate::App;
use crate::http::access::caller_in;
use crate::http::caller::Caller;
use crate::http::lang;
use crate::http::pages::language;
use crate::http::problem::Problem;
use crate::http::upload::Form;
use crate::text::{Lang, show};
use crate::view::shell::{Door, Portal};
use axum::response::{IntoResponse, Response};
use domain::words::Instant;

/// The reader of a public page.
pub(super) struct Frame {
    /// Language of the page.
    pub(super) lang: Lang,
    /// Who reads it.
    pub(super) caller: Arc<Caller>,
    /// When it is made.
    pub(super) now: Instant,
    /// The language, where this request has chosen it.
    chosen: Option<Lang>,
    path: String,
    demo: bool,
}

impl FromRequestParts<App> for Frame {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let path = parts.uri.path_and_query();
        Ok(Self {
            lang: lang::asked(&parts.headers),
            caller: caller_in(parts)?,
            now: app.store().now(),
            chosen: None,
            path: path.map_or_else(|| "/".to_owned(), |path| path.as_str().to_owned()),
            demo: app.settings().is_demo(),
        })
    }
}

impl Frame {
    /// The frame of a page at the address it was asked for.
    pub(super) fn page(&self, here: Door) -> Portal {
        Portal {
            lang: self.lang,
            csrf: self.caller.form_token.clone(),
            path: self.path.clone(),
            here,
            as_of: String::new(),
            demo: self.demo,
            flash: None,
            answers: None,
        }
    }

    /// The same for a page that shows the register, which is read as it stands at this minute.
    pub(super) fn register_page(&self) -> Portal {
        self.register_page_at(Door::Institutions)
    }

    /// The same behind another door.
    pub(super) fn register_page_at(&self, here: Door) -> Portal {
        Portal {
            as_of: show::instant(self.lang, self.now),
            ..self.page(here)
        }
    }

    /// The same for the answer to a form; `path` shows that page again.
    pub(super) fn answer_at(&self, here: Door, path: &str) -> Portal {
        Portal {
            path: path.to_owned(),
            ..self.page(here)
        }
    }

    /// The frame of a page that holds what a person typed; `keeper` gives it back in the other language.
    pub(super) fn form_page(&self, here: Door, keeper: &'static str) -> Portal {
        Portal {
            answers: Some(keeper),
            ..self.page(here)
        }
    }

    /// The frame in the language that the button of the switch sent along.
    pub(super) fn choosing(self, form: &Form) -> Self {
        let chosen = Lang::from_tag(form.get("lang"));
        Self {
            lang: chosen.unwrap_or(self.lang),
            chosen,
            ..self
        }
    }

    /// The answer, which keeps the language where this request has chosen it.
    pub(super) fn answer(&self, app: &App, answer: impl IntoResponse) -> Response {
        let answer = answer.into_response();
        match self.chosen {
            Some(lang) => language::keep(app, lang, answer),
            None => answer,
        }
    }
}
