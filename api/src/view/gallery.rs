//! Every piece and every page with its sample: to be looked at by people, by the accessibility check and by tests.

mod desks;
mod pages;
mod pieces;

use askama::Template;

use desks::DESKS;
use pages::{PAGES, Page};
use pieces::{deadlines, fields};

use super::field::{Errors, Field};
use super::filters;
use super::piece::{
    Badge, Chip, Chips, Deadline, Entry, Fact, Facts, FileRow, Files, Note, Timeline, Tone, When,
};
use super::shell::{Door, Portal};
use crate::text::Lang;

/// All pages.
fn every() -> impl Iterator<Item = &'static Page> {
    PAGES.iter().chain(DESKS)
}

/// The sample of the page called `name`, rendered in `lang`; none where there is no such page.
#[must_use]
pub fn page(name: &str, lang: Lang) -> Option<askama::Result<String>> {
    every()
        .find(|(known, _)| *known == name)
        .map(|(_, render)| render(lang))
}

/// `GET /gallery`, in the demo only: every piece in its states, and a list of all pages.
#[derive(Clone, Debug, Template)]
#[template(path = "gallery.html")]
pub struct Gallery {
    shell: Portal,
    badges: Vec<Badge>,
    deadlines: Vec<Deadline>,
    notes: Vec<Note>,
    chips: Vec<Chip>,
    errors: Errors,
    fields: Vec<Field>,
    facts: Vec<Fact>,
    entries: Vec<Entry>,
    files: Vec<FileRow>,
    pages: Vec<&'static str>,
}

impl Gallery {
    /// The gallery in `lang` with the frame of the page.
    #[must_use]
    pub fn new(shell: Portal) -> Self {
        let lang = shell.lang;
        let mut errors = Errors::default();
        errors.add("subject", lang.t("fault-text-empty"));
        Self {
            badges: badges(lang),
            deadlines: deadlines(lang),
            notes: [Tone::Neutral, Tone::Good, Tone::Caution, Tone::Bad]
                .map(|tone| Note::new(tone, lang.t("unknown-pay"), lang.t("unknown-pay-rest")))
                .to_vec(),
            chips: vec![
                Chip::new("/gallery", lang.pick("我的 8", "Mine 8"), true),
                Chip::new("/gallery", lang.pick("全区 41", "All 41"), false),
            ],
            fields: fields(lang, &errors),
            errors,
            facts: vec![
                Fact::new(lang.pick("金额", "Sum"), "¥4,320.00"),
                Fact::new(lang.pick("信用代码", "Credit code"), "91360113MACTE5T18Y").as_code(),
                Fact::new(lang.pick("电话", "Telephone"), "0791-5550 0128").to("tel:079155500128"),
                Fact::new(lang.pick("期限", "Period"), lang.pick("90 日", "90 days")).by_law(
                    lang.pick(
                        "《行政处罚法》第六十条",
                        "Administrative Penalty Law, article 60",
                    ),
                ),
            ],
            entries: [When::Done, When::Next, When::Later]
                .map(|when| {
                    Entry::new(
                        when,
                        lang.pick("11月23日", "23 November"),
                        lang.t("complaint-after-3"),
                    )
                })
                .to_vec(),
            files: vec![FileRow {
                name: "合同.jpg".to_owned(),
                detail: "JPEG, 1.2 MB".to_owned(),
                href: None,
                picture: true,
                badge: Badge::new(Tone::Good, lang.pick("已收存", "Kept")),
            }],
            pages: every().map(|(name, _)| *name).collect(),
            shell,
        }
    }

    /// An example.
    #[must_use]
    pub fn sample(lang: Lang) -> Self {
        Self::new(Portal::sample(lang, Door::Elsewhere, "/gallery"))
    }
}

fn badges(lang: Lang) -> Vec<Badge> {
    vec![
        Badge::new(Tone::Good, lang.pick("证照有效", "Licence valid")),
        Badge::new(Tone::Caution, lang.pick("12月31日到期", "Ends 31 December")),
        Badge::new(Tone::Bad, lang.pick("没有许可", "No licence")),
        Badge::new(Tone::Neutral, lang.pick("等人判断", "To be judged")),
    ]
}

#[cfg(test)]
mod tests;
