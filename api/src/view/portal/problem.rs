//! Error pages: what happened, what was kept, what to do now.

use askama::Template;

use super::super::filters;
use super::super::piece::{Fact, Facts, Link, Tone, Verdict};
use super::super::shell::{Door, Portal};
use crate::text::Lang;

/// What went wrong; each has words of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// 400, 422: the request could not be understood.
    Unreadable,
    /// 403: not for this role, or the form's token is old.
    Forbidden,
    /// 403: the form's token does not belong to this visitor.
    StaleForm,
    /// 404.
    NotFound,
    /// 409: another person changed the record.
    Stale,
    /// 409: the law or the state refuses the step.
    Refused,
    /// 413: too large.
    TooLarge,
    /// 415: a file of a type that is not taken.
    MediaType,
    /// 429: too many tries.
    TooMany,
    /// 500.
    Fault,
    /// 503: the database does not answer.
    Unavailable,
}

impl ProblemKind {
    /// Every kind.
    pub const ALL: [Self; 11] = [
        Self::Unreadable,
        Self::Forbidden,
        Self::StaleForm,
        Self::NotFound,
        Self::Stale,
        Self::Refused,
        Self::TooLarge,
        Self::MediaType,
        Self::TooMany,
        Self::Fault,
        Self::Unavailable,
    ];

    /// HTTP status.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::Unreadable => 422,
            Self::Forbidden | Self::StaleForm => 403,
            Self::NotFound => 404,
            Self::Stale | Self::Refused => 409,
            Self::TooLarge => 413,
            Self::MediaType => 415,
            Self::TooMany => 429,
            Self::Fault => 500,
            Self::Unavailable => 503,
        }
    }

    /// Message keys: what happened, what was kept, what to do.
    const fn keys(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Unreadable => (
                "problem-unreadable",
                "problem-unreadable-kept",
                "problem-unreadable-now",
            ),
            Self::Forbidden => (
                "problem-forbidden",
                "problem-forbidden-kept",
                "problem-forbidden-now",
            ),
            Self::StaleForm => (
                "problem-stale-form",
                "problem-stale-form-kept",
                "problem-stale-form-now",
            ),
            Self::NotFound => (
                "problem-not-found",
                "problem-not-found-kept",
                "problem-not-found-now",
            ),
            Self::Stale => ("problem-stale", "problem-stale-kept", "problem-stale-now"),
            Self::Refused => (
                "problem-refused",
                "problem-refused-kept",
                "problem-refused-now",
            ),
            Self::TooLarge => (
                "problem-too-large",
                "problem-too-large-kept",
                "problem-too-large-now",
            ),
            Self::MediaType => (
                "problem-media-type",
                "problem-media-type-kept",
                "problem-media-type-now",
            ),
            Self::TooMany => (
                "problem-too-many",
                "problem-too-many-kept",
                "problem-too-many-now",
            ),
            Self::Fault => ("problem-fault", "problem-fault-kept", "problem-fault-now"),
            Self::Unavailable => (
                "problem-unavailable",
                "problem-unavailable-kept",
                "problem-unavailable-now",
            ),
        }
    }
}

/// An error page.
#[derive(Clone, Debug, Template)]
#[template(path = "portal/problem.html")]
pub struct Problem {
    /// Frame.
    pub shell: Portal,
    /// What went wrong.
    pub kind: ProblemKind,
    /// What exactly, in words; may be empty.
    pub detail: String,
    /// The article that refuses it, small and grey; may be empty.
    pub law: String,
    /// What the person had written: kept here to be copied or sent again.
    pub kept: Vec<Fact>,
    /// The newer version, where another person changed the record.
    pub newer: Vec<Fact>,
    /// How long to wait, in words; may be empty.
    pub wait: String,
    /// Reference to quote on the telephone; may be empty.
    pub reference: String,
    /// The way back.
    pub back: Option<Link>,
}

impl Problem {
    fn verdict(&self) -> Verdict {
        let (what, _, _) = self.kind.keys();
        let tone = match self.kind {
            ProblemKind::Fault | ProblemKind::Unavailable => Tone::Bad,
            _ => Tone::Caution,
        };
        let lines = [&self.detail, &self.wait]
            .into_iter()
            .filter(|line| !line.is_empty())
            .cloned()
            .collect();
        Verdict {
            tone,
            headline: self.shell.t(what),
            subject: String::new(),
            lines,
            checked: String::new(),
        }
    }

    fn kept_words(&self) -> String {
        self.shell.t(self.kind.keys().1)
    }

    fn now_words(&self) -> String {
        self.shell.t(self.kind.keys().2)
    }

    /// An example of each kind.
    #[must_use]
    pub fn sample(lang: Lang, kind: ProblemKind) -> Self {
        let stale = kind == ProblemKind::Stale;
        let refused = kind == ProblemKind::Refused;
        Self {
            shell: Portal::sample(lang, Door::Elsewhere, "/"),
            kind,
            detail: if refused {
                lang.pick(
                    "还没有认定违法事实，不能责令改正。",
                    "No finding is recorded, so nothing can be ordered.",
                )
                .to_owned()
            } else {
                String::new()
            },
            law: if refused {
                "《行政处罚法》第二十八条".to_owned()
            } else {
                String::new()
            },
            kept: if stale {
                vec![Fact::new(
                    lang.pick("您写的理由", "Your reason"),
                    "材料齐全，属于本局管辖，决定受理。",
                )]
            } else {
                Vec::new()
            },
            newer: if stale {
                vec![
                    Fact::new(lang.pick("谁改的", "Changed by"), "涂立冬"),
                    Fact::new(
                        lang.pick("什么时候", "When"),
                        lang.pick("今天 10:02", "today 10:02"),
                    ),
                    Fact::new(
                        lang.pick("现在的状态", "Now"),
                        lang.pick("已经受理", "Taken up"),
                    ),
                ]
            } else {
                Vec::new()
            },
            wait: if kind == ProblemKind::TooMany {
                lang.pick("4 分钟后可以再试。", "You may try again in 4 minutes.")
                    .to_owned()
            } else {
                String::new()
            },
            reference: "01936c2e77aa".to_owned(),
            back: Some(Link::new(
                "/",
                lang.pick("回到首页", "Back to the front page"),
            )),
        }
    }
}
