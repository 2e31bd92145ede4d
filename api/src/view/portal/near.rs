//! Institutions near the person who asks.

use askama::Template;

use super::super::field::{Choice, Errors, Values};
use super::super::filters;
use super::super::icon::Icon;
use super::super::piece::{Chip, Chips};
use super::super::shell::{Door, Portal};
use super::institutions::InstitutionRow;
use crate::text::Lang;

/// `GET` and `POST /institutions/near`.
#[derive(Clone, Debug, Template)]
#[template(path = "portal/near.html")]
pub struct NearPage {
    /// Frame.
    pub shell: Portal,
    /// What was asked: `class`, `stage`, `licensed`; never where.
    pub values: Values,
    /// What is wrong with it.
    pub errors: Errors,
    /// Classes to choose from.
    pub classes: Vec<Choice>,
    /// Stages to choose from.
    pub stages: Vec<Choice>,
    /// The lists by district, for whoever gives no position.
    pub districts: Vec<Chip>,
    /// What is near, the nearest first; nothing before anybody asked.
    pub found: Option<Vec<InstitutionRow>>,
}

impl NearPage {
    /// Sample for the gallery: with what is near, or with nothing near.
    #[must_use]
    pub fn sample(lang: Lang, filled: bool) -> Self {
        let mut found = Vec::new();
        if filled {
            found = super::institutions_sample::rows(lang);
            for row in &mut found {
                row.line = format!("{} · {}", lang.t1("near-metres", "count", 300), row.line);
            }
        }
        Self {
            shell: Portal::sample(lang, Door::Institutions, "/institutions/near"),
            values: Values::from_pairs([("licensed", "true")]),
            errors: Errors::default(),
            classes: vec![Choice::new("arts", lang.pick("文化艺术类", "Arts"))],
            stages: vec![Choice::new("primary", lang.pick("小学", "Primary"))],
            districts: vec![Chip::new(
                "/institutions?district=360113",
                lang.pick("红谷滩区", "Honggutan"),
                false,
            )],
            found: Some(found),
        }
    }
}
