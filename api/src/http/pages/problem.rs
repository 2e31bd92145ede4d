//! Problems as pages.

use askama::Template as _;

use crate::http::problem::{Code, Problem, ProblemPages};
use crate::text::{Lang, fault};
use crate::view::piece::Link;
use crate::view::portal::problem::{self as view, ProblemKind};
use crate::view::shell::{Door, Portal};

/// The pages of this program.
#[derive(Debug, Clone, Copy)]
pub struct Pages {
    /// Whether this is the demo town, which every page says.
    pub demo: bool,
}

impl ProblemPages for Pages {
    fn page(&self, problem: &Problem, lang: Lang, reference: &str, path: &str) -> String {
        let page = view::Problem {
            shell: Portal {
                lang,
                csrf: String::new(),
                path: path.to_owned(),
                here: Door::Elsewhere,
                as_of: String::new(),
                demo: self.demo,
                flash: None,
                answers: None,
            },
            kind: kind(problem.code),
            detail: detail(problem, lang),
            law: problem.more.article.clone().unwrap_or_default(),
            kept: Vec::new(),
            newer: Vec::new(),
            wait: wait(problem, lang),
            reference: reference.to_owned(),
            back: Some(Link::new(
                "/",
                lang.pick("回到首页", "Back to the front page"),
            )),
        };
        page.render()
            .unwrap_or_else(|_| problem.words(lang).to_owned())
    }
}

fn kind(code: Code) -> ProblemKind {
    match code {
        Code::NotFound | Code::MethodNotAllowed => ProblemKind::NotFound,
        Code::Forbidden
        | Code::ForeignOrigin
        | Code::SignInRequired
        | Code::SignInFailed
        | Code::SessionEnded => ProblemKind::Forbidden,
        Code::FormExpired => ProblemKind::StaleForm,
        Code::StaleVersion => ProblemKind::Stale,
        Code::Refused | Code::LawRefused | Code::KeyReused | Code::Duplicate => {
            ProblemKind::Refused
        }
        Code::TooLarge => ProblemKind::TooLarge,
        Code::UnsupportedMediaType => ProblemKind::MediaType,
        Code::RateLimited => ProblemKind::TooMany,
        Code::Unavailable | Code::TimeLimit => ProblemKind::Unavailable,
        Code::Internal => ProblemKind::Fault,
        Code::InvalidJson
        | Code::InvalidEncoding
        | Code::BodyBroken
        | Code::BadRequest
        | Code::InvalidInput
        | Code::InvalidQuery => ProblemKind::Unreadable,
    }
}

/// What it is in this case; of an address with a wrong query, which word of it is wrong and why.
fn detail(problem: &Problem, lang: Lang) -> String {
    if let Some((zh, en)) = &problem.more.detail {
        return lang.pick(zh, en).to_owned();
    }
    let told = problem.errors.iter().map(|error| {
        let words = fault(lang, &error.code, &error.detail);
        format!("{}{}{words}", error.field, lang.pick("：", ": "))
    });
    told.collect::<Vec<_>>().join(lang.pick("；", "; "))
}

fn wait(problem: &Problem, lang: Lang) -> String {
    problem
        .retry_after_seconds
        .map_or(String::new(), |seconds| {
            lang.pick(
                &format!("{seconds} 秒后可以再试。"),
                &format!("You may try again in {seconds} seconds."),
            )
            .to_owned()
        })
}
