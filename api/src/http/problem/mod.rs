//! One shape for everything that goes wrong: `application/problem+json`, or a page for people.
//!
//! A handler returns a [`Problem`]; it travels to the layer around all routes ([`Asked::present`]), which alone knows
//! the reference, the language and the door, and writes the body there. So framework refusals (no such
//! path, wrong method, a panic) look the same as ours.

mod code;
mod present;
mod refusals;

use std::sync::Arc;

use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use super::lang::Lang;

pub use code::Code;
pub use present::{Asked, ProblemPages, wants_page};
use refusals::REFUSALS;

/// A wrong field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldProblem {
    /// Path of the field in the request, for example `contact.email`.
    pub field: String,
    /// Stable code of the fault.
    pub code: String,
    /// The fault in words.
    pub detail: String,
}

impl FieldProblem {
    /// The same in words of `lang`, where the code has such.
    fn told(&self, lang: Lang) -> Self {
        Self {
            detail: crate::text::fault(lang, &self.code, &self.detail),
            ..self.clone()
        }
    }
}

/// Something that went wrong, on its way to the answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// Which.
    pub code: Code,
    /// A finer code within [`Code::Refused`]: the guard of the state machine that refused.
    pub refusal: Option<&'static str>,
    /// Wrong fields.
    pub errors: Vec<FieldProblem>,
    /// Seconds after which it may be tried again.
    pub retry_after_seconds: Option<u64>,
    /// What only some problems have; boxed, because problems travel in every `Result`.
    pub more: Box<More>,
}

/// What only some problems have.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct More {
    /// What it is in this case, in Chinese and English.
    pub detail: Option<(String, String)>,
    /// The article of law that refuses.
    pub article: Option<String>,
    /// Events allowed now, where a state machine refused.
    pub allowed: Option<serde_json::Value>,
    /// The version the record has now, where it was changed by somebody else.
    pub version: Option<i64>,
}

impl Problem {
    /// A problem that needs no more words than its title.
    #[must_use]
    pub fn new(code: Code) -> Self {
        Self {
            code,
            refusal: None,
            errors: Vec::new(),
            retry_after_seconds: None,
            more: Box::default(),
        }
    }

    /// With these words, in Chinese and English.
    #[must_use]
    pub fn because(mut self, zh: impl Into<String>, en: impl Into<String>) -> Self {
        self.more.detail = Some((zh.into(), en.into()));
        self
    }

    /// With this wrong field.
    #[must_use]
    pub fn field(mut self, field: &str, code: &str, detail: impl Into<String>) -> Self {
        self.errors.push(FieldProblem {
            field: field.to_owned(),
            code: code.to_owned(),
            detail: detail.into(),
        });
        self
    }

    /// That may be tried again after these seconds.
    #[must_use]
    pub fn after(mut self, seconds: u64) -> Self {
        self.retry_after_seconds = Some(seconds.max(1));
        self
    }

    /// A fault of the program. The cause goes to the log, never to the caller.
    #[must_use]
    pub fn internal(cause: &str) -> Self {
        tracing::error!(cause, "a request failed");
        Self::new(Code::Internal)
    }

    /// The text in `code`: the guard's own where a state machine refused.
    #[must_use]
    pub fn code_text(&self) -> &'static str {
        self.refusal.unwrap_or_else(|| self.code.text())
    }

    /// The words in this language: the detail, else the title.
    #[must_use]
    pub fn words(&self, lang: Lang) -> &str {
        match &self.more.detail {
            Some((zh, en)) => lang.pick(zh, en),
            None => self.code.title(lang),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.code.status().into_response();
        response.extensions_mut().insert(Arc::new(self));
        response
    }
}

/// The body of an error answer, RFC 9457.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ProblemBody {
    /// Address of the code's explanation in the API documents.
    #[serde(rename = "type")]
    pub kind: String,
    /// What went wrong, in a few words, in the language asked for.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What went wrong, for programs: one of the closed list, or the code of the guard that refused an event.
    pub code: String,
    /// What it is in this case.
    pub detail: String,
    /// Wrong fields.
    pub errors: Vec<FieldProblem>,
    /// The article of law that refuses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub article: Option<String>,
    /// Events allowed now, where one was refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<String>>)]
    pub allowed: Option<serde_json::Value>,
    /// The version the record has now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
    /// Say this when you ask for help; the log line has it too.
    pub reference: String,
}

impl ProblemBody {
    /// The body of this problem.
    #[must_use]
    pub fn of(problem: &Problem, lang: Lang, reference: &str) -> Self {
        let code = problem.code_text();
        Self {
            kind: format!("/api/docs#{code}"),
            title: problem.code.title(lang).to_owned(),
            status: problem.code.status().as_u16(),
            code: code.to_owned(),
            detail: problem.words(lang).to_owned(),
            errors: problem.errors.iter().map(|one| one.told(lang)).collect(),
            article: problem.more.article.clone(),
            allowed: problem.more.allowed.clone(),
            version: problem.more.version,
            reference: reference.to_owned(),
        }
    }
}

/// Why `domain::access` refuses a right.
const DENIALS: &[&str] = &[
    "role_forbidden",
    "certificate_required",
    "account_incomplete",
];

/// The finer codes of rights and guards.
#[must_use]
pub fn refusals() -> Vec<&'static str> {
    [DENIALS, REFUSALS].concat()
}

#[cfg(test)]
mod tests;
