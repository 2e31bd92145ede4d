//! Samples of the pages of merges and of links.

use super::super::event::NextStep;
use super::super::field::{Choice, Errors, FormKey, Values};
use super::super::piece::{Badge, Chip, Entry, Fact, Link, Note, Tone, When};
use super::super::shell::{Desk, DeskPlace};
use super::licences_sample::sample_deadline;
use super::merges::{
    LinkShown, Links, Merge, MergeNew, MergeRow, Merges, PairRow, PairShown, form, undo,
};
use crate::text::Lang;

const NAME: &str = "南昌市红谷滩区青桐舞蹈艺术培训中心有限公司";
const OTHER: &str = "青桐舞蹈（凤凰中大道店）";

impl PairShown {
    /// An example; `barred` shows one that cannot be merged.
    #[must_use]
    pub fn sample(lang: Lang, barred: bool) -> Self {
        let row = |what: &str, hidden: &str, kept: &str| PairRow {
            what: what.to_owned(),
            hidden: hidden.to_owned(),
            kept: kept.to_owned(),
            differs: hidden != kept,
        };
        let address = "红谷滩区凤凰中大道 1188 号商业楼 3 层";
        Self {
            hidden: Link::new("/desk/institutions/NC00001303", "NC00001303"),
            kept: Link::new("/desk/institutions/NC00001285", "NC00001285"),
            rows: vec![
                row(lang.pick("登记名称", "Registered name"), OTHER, NAME),
                row(lang.pick("地址", "Address"), address, address),
            ],
            belongings: vec![
                row(&lang.t("merge-licences"), "0", "2"),
                row(&lang.t("merge-complaints"), "1", "4"),
            ],
            obstacles: if barred {
                vec![Note::new(
                    Tone::Bad,
                    lang.pick(
                        "拟停用的登记有未结案件，结案后再合并",
                        "a case about the entry to be hidden is open; merge after it is closed",
                    ),
                    "AJ2026000125",
                )]
            } else {
                Vec::new()
            },
        }
    }
}

impl Merges {
    /// An example; `full` false shows an empty list.
    #[must_use]
    pub fn sample(lang: Lang, full: bool) -> Self {
        let row = MergeRow {
            href: "/desk/merges/mrg_01936c2e77aa7b1c9d110a4f5b0c8e21".to_owned(),
            hidden: OTHER.to_owned(),
            kept: NAME.to_owned(),
            district: lang.pick("红谷滩区", "Honggutan").to_owned(),
            badge: Badge::new(Tone::Caution, lang.pick("合并待核准", "Proposed")),
            deadline: Some(sample_deadline(lang)),
            asked: lang
                .pick("万晓岚 · 今天 09:12", "Wan Xiaolan · today 09:12")
                .to_owned(),
        };
        Self {
            shell: Desk::sample(lang, DeskPlace::Merges),
            propose: Some("/desk/merges/new".to_owned()),
            chips: vec![Chip::new("/desk/merges", lang.t("merge-state-open"), true)],
            rows: if full { vec![row] } else { Vec::new() },
            next: None,
        }
    }
}

impl MergeNew {
    /// An example; `pair` shows one with both entries. `faulty` shows two that cannot be merged, or a number that nobody has.
    #[must_use]
    pub fn sample(lang: Lang, pair: bool, faulty: bool) -> Self {
        let mut errors = Errors::default();
        if faulty && !pair {
            errors.add("kept", lang.t("fault-institution-unknown"));
        }
        Self {
            shell: Desk::sample(lang, DeskPlace::Merges),
            values: if pair {
                Values::from_pairs([("hidden", "NC00001303"), ("kept", "NC00001285")])
            } else {
                Values::default()
            },
            errors,
            submission: "01936c2e77aa7b1c9d110a4f5b0c8e21".to_owned(),
            report: pair.then(|| {
                let number = "JC4186302759".to_owned();
                let line = lang.t1("report-from", "number", &number);
                (number, 1, line)
            }),
            pair: pair.then(|| PairShown::sample(lang, faulty)),
            exchange: pair.then(|| "/desk/merges/new?hidden=NC00001285&kept=NC00001303".to_owned()),
        }
    }
}

impl Merge {
    /// An example; `merged` shows one that was approved.
    #[must_use]
    pub fn sample(lang: Lang, merged: bool) -> Self {
        let none = (Values::default(), Errors::default());
        let form = |event| form(event, false, FormKey::sample(lang), (&none.0, &none.1));
        Self {
            shell: Desk::sample(lang, DeskPlace::Merges),
            title: lang.t2("merge-title", "hidden", OTHER, "kept", NAME),
            badge: if merged {
                Badge::new(Tone::Good, lang.pick("已合并", "Merged"))
            } else {
                Badge::new(Tone::Caution, lang.pick("合并待核准", "Proposed"))
            },
            deadline: (!merged).then(|| sample_deadline(lang)),
            stale: None,
            pair: PairShown::sample(lang, false),
            step: NextStep {
                title: lang.t(if merged {
                    "merge-next-merged"
                } else {
                    "merge-next-decide"
                }),
                lead: String::new(),
                law: String::new(),
                main: form("approve").filter(|_| !merged),
                more: form(if merged { "part" } else { "refuse" })
                    .into_iter()
                    .collect(),
                refused: Vec::new(),
            },
            facts: vec![Fact::new(
                lang.t("merge-reason"),
                lang.pick(
                    "地址、电话和负责人相同，是同一家。",
                    "Address, telephone and principal are the same.",
                ),
            )],
            timeline: vec![Entry::new(
                When::Done,
                lang.pick("今天 09:12", "today 09:12"),
                lang.pick("提出合并重复登记", "proposed to merge two entries"),
            )],
        }
    }
}

impl Links {
    /// An example; `full` false shows an institution without links.
    #[must_use]
    pub fn sample(lang: Lang, full: bool) -> Self {
        let none = (Values::default(), Errors::default());
        let row = LinkShown {
            term: lang.t("lineage-before"),
            other: Link::new("/desk/institutions/NC00000998", "南昌市青桐舞蹈培训部"),
            how: lang
                .pick(
                    "2021年9月1日改名重组",
                    "reorganised under another name on 1 September 2021",
                )
                .to_owned(),
            basis: "红教体许〔2021〕58号".to_owned(),
            undo: Some(undo(FormKey::sample(lang), &none.0, &none.1)),
        };
        Self {
            shell: Desk::sample(lang, DeskPlace::Institutions),
            institution: Link::new("/desk/institutions/NC00001285", NAME),
            number: "NC00001285".to_owned(),
            rows: if full { vec![row] } else { Vec::new() },
            may_enter: true,
            kinds: vec![Choice::new(
                "renamed",
                lang.pick("改名重组", "Reorganised under another name"),
            )],
            values: Values::from_pairs([("side", "predecessor")]),
            errors: Errors::default(),
            submission: "01936c2e77aa7b1c9d110a4f5b0c8e21".to_owned(),
        }
    }
}
