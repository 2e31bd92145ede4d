//! The dynamic list of after-school providers.

use askama::Template;

use super::super::filters;
use super::super::icon::Icon;
use super::super::piece::{Badge, Chip, Chips, Fact, Facts, Tone};
use super::super::shell::{Door, Portal};
use crate::text::Lang;

/// A provider as parents see it.
#[derive(Clone, Debug)]
pub struct ProviderCard {
    /// Its number.
    pub number: String,
    /// Name of the institution, or the school year on the institution's own page.
    pub title: String,
    /// Path of the institution's page; none on that page itself.
    pub href: Option<String>,
    /// Where it stands.
    pub badge: Badge,
    /// From when until when, services, fees.
    pub facts: Vec<Fact>,
    /// The schools with services, fee and days.
    pub schools: Vec<Fact>,
    /// How schools and parents judge it, term by term.
    pub standings: Vec<Fact>,
    /// Warnings and the exit, each with its article.
    pub warnings: Vec<Fact>,
}

/// `GET /after-school`.
#[derive(Clone, Debug, Template)]
#[template(path = "portal/after_school.html")]
pub struct DynamicList {
    /// Frame.
    pub shell: Portal,
    /// Parts of the list, each with how many there are.
    pub parts: Vec<Chip>,
    /// The providers.
    pub rows: Vec<ProviderCard>,
    /// Path of the next page of the list.
    pub next: Option<String>,
    /// What follows the path of a file or of the API, so that it gives the part shown.
    pub query: String,
}

impl ProviderCard {
    /// An example.
    #[must_use]
    pub fn sample(lang: Lang) -> Self {
        Self {
            number: "KH000000125".to_owned(),
            title: "南昌市红谷滩区青桐舞蹈艺术培训中心有限公司".to_owned(),
            href: Some("/institutions/NC00001285".to_owned()),
            badge: Badge::new(Tone::Caution, lang.t("after-school-warned")),
            facts: vec![Fact::new(
                lang.t("after-school-services"),
                lang.pick("中国舞社团（1–3年级）", "Chinese dance (grades 1–3)"),
            )],
            schools: vec![Fact::new(
                "红谷滩区凤凰小学",
                lang.pick("中国舞社团，每生每课时 ¥5.00", "Chinese dance, ¥5.00"),
            )],
            standings: vec![Fact::new(
                lang.pick("2026—2027学年第一学期", "2026–2027 autumn term"),
                lang.t2("after-school-by-schools", "mean", "88.0", "n", 2),
            )],
            warnings: vec![Fact::new(
                lang.pick("11月20日 预警", "20 Nov, warned"),
                lang.pick("增加学生课业负担", "The study load grew"),
            )],
        }
    }
}

impl DynamicList {
    /// An example; `full` false shows an empty list.
    #[must_use]
    pub fn sample(lang: Lang, full: bool) -> Self {
        Self {
            shell: Portal::sample(lang, Door::Elsewhere, "/after-school"),
            parts: vec![Chip::new(
                "/after-school",
                lang.t("after-school-part-listed"),
                true,
            )],
            rows: if full {
                vec![ProviderCard::sample(lang)]
            } else {
                Vec::new()
            },
            next: None,
            query: String::new(),
        }
    }
}
