//! Why the law or the procedure refuses a step.

use crate::words::Article;

/// A refusal: a stable code, the article behind it where it is the law that refuses, and words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code}")]
pub struct Refusal {
    /// Stable, in snake_case.
    pub code: &'static str,
    /// The article that refuses; nothing where it is the order of steps alone.
    pub article: Option<Article>,
    /// What is missing, in the words of the office.
    pub zh: &'static str,
    /// The same in English.
    pub en: &'static str,
}

impl Refusal {
    /// A refusal by the order of steps.
    pub(crate) const fn step(code: &'static str, zh: &'static str, en: &'static str) -> Self {
        Self {
            code,
            article: None,
            zh,
            en,
        }
    }

    /// A refusal by an article.
    pub(crate) const fn law(
        code: &'static str,
        article: &'static str,
        zh: &'static str,
        en: &'static str,
    ) -> Self {
        Self {
            code,
            article: Some(Article::new(article)),
            zh,
            en,
        }
    }
}

/// A step that could be taken, and why it cannot be taken now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer<E> {
    /// The step.
    pub event: E,
    /// Why it is refused now; nothing where it may be taken.
    pub refusal: Option<Refusal>,
}
