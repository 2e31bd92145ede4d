//! The white list: who may teach, district by district.

use askama::Template;

use super::super::filters;
use super::super::icon::Icon;
use super::super::piece::{Chip, Chips};
use super::super::shell::{Door, Portal};
use super::institutions::InstitutionRow;
use crate::text::Lang;

/// A district on the schematic map.
#[derive(Clone, Debug)]
pub struct Tile {
    /// Its code, by which the style sheet knows its place.
    pub code: &'static str,
    /// Its name.
    pub name: String,
    /// How many of its institutions are on the list.
    pub count: u64,
    /// How full its colour is, 0 to 4: none, and quarters of the fullest district.
    pub shade: u8,
    /// Path of its list; of the whole list where it is the one shown.
    pub href: String,
    /// Whether the list shown is its own.
    pub here: bool,
}

/// `GET /white-list`.
#[derive(Clone, Debug, Template)]
#[template(path = "portal/white_list.html")]
pub struct WhiteList {
    /// Frame.
    pub shell: Portal,
    /// How many there are, and where.
    pub head: String,
    /// The districts.
    pub tiles: Vec<Tile>,
    /// Ways to see one class alone.
    pub classes: Vec<Chip>,
    /// The rows of this page of the list.
    pub rows: Vec<InstitutionRow>,
    /// Path of the next page of the list.
    pub next: Option<String>,
    /// Path of the first page, where this is a later one.
    pub first: Option<String>,
    /// What follows the path of a file or of the API, so that it gives the list shown.
    pub query: String,
}

impl WhiteList {
    /// Sample for the gallery: with institutions, or an empty list.
    #[must_use]
    pub fn sample(lang: Lang, filled: bool) -> Self {
        let tile = |code, name: &str, count, shade| Tile {
            code,
            name: name.to_owned(),
            count: if filled { count } else { 0 },
            shade: if filled { shade } else { 0 },
            href: format!("/white-list?district={code}"),
            here: filled && code == "360113",
        };
        Self {
            shell: Portal::sample(lang, Door::Elsewhere, "/white-list"),
            head: lang.pick("红谷滩区：128 家", "Honggutan: 128").to_owned(),
            tiles: vec![
                tile("360102", lang.pick("东湖区", "Donghu"), 64, 2),
                tile("360113", lang.pick("红谷滩区", "Honggutan"), 128, 4),
                tile(
                    "zone-jingkai",
                    lang.pick("经开区", "Economic Development Zone"),
                    1,
                    1,
                ),
                tile("360123", lang.pick("安义县", "Anyi"), 0, 0),
            ],
            classes: vec![Chip::new(
                "/white-list?class=arts",
                lang.pick("文化艺术类", "Arts"),
                false,
            )],
            rows: if filled {
                super::institutions_sample::rows(lang)
            } else {
                Vec::new()
            },
            next: filled.then(|| "/white-list?after=20".to_owned()),
            first: None,
            query: "?district=360113".to_owned(),
        }
    }
}
