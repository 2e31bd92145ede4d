//! Examples of the pages of licences.

use super::super::event::{FormKey, NextStep};
use super::super::field::{Choice, Errors, Values};
use super::super::piece::{Badge, Chip, Deadline, Entry, Fact, Link, Pace, Tone, When};
use super::super::shell::{Desk, DeskPlace};
use super::licences::{Licence, LicenceRow, Licences, form};
use crate::text::Lang;

impl Licences {
    /// An example; `full` false shows an empty list.
    #[must_use]
    pub fn sample(lang: Lang, full: bool) -> Self {
        let row = |name: &str, number: &str, badges, until: &str, deadline| LicenceRow {
            href: format!("/desk/licences/{number}"),
            name: name.to_owned(),
            number: format!("教民{number}号"),
            district: lang.pick("红谷滩区", "Honggutan").to_owned(),
            badges,
            until: until.to_owned(),
            deadline,
        };
        let valid = Badge::new(Tone::Good, lang.pick("有效", "Valid"));
        Self {
            shell: Desk::sample(lang, DeskPlace::Licences),
            chips: vec![
                Chip::new(
                    "/desk/licences?state=expiring",
                    lang.t("licences-expiring"),
                    true,
                ),
                Chip::new(
                    "/desk/licences?state=change_proposed",
                    lang.t("licences-proposed"),
                    false,
                ),
            ],
            rows: if full {
                vec![
                    row(
                        "南昌市红谷滩区青桐舞蹈艺术培训中心有限公司",
                        "136011370012851",
                        vec![valid.clone()],
                        lang.pick("2027年1月5日", "5 January 2027"),
                        Some(sample_deadline(lang)),
                    ),
                    row(
                        "南昌市东湖区晨曦美术培训中心",
                        "136010270012002",
                        vec![
                            valid,
                            Badge::new(Tone::Caution, lang.t("licence-change-waits")),
                        ],
                        lang.pick("2028年6月30日", "30 June 2028"),
                        None,
                    ),
                ]
            } else {
                Vec::new()
            },
            next: None,
        }
    }
}

pub(super) fn sample_deadline(lang: Lang) -> Deadline {
    Deadline {
        pace: Pace::Due,
        left: lang.pick("还剩 43 天", "43 days left").to_owned(),
        day: lang.pick("2027年1月5日", "5 January 2027").to_owned(),
        unsure: None,
    }
}

impl Licence {
    /// An example: `proposed` with a change that waits, else without.
    #[must_use]
    pub fn sample(lang: Lang, proposed: bool) -> Self {
        let mut badges = vec![Badge::new(Tone::Good, lang.pick("有效", "Valid"))];
        if proposed {
            badges.push(Badge::new(Tone::Caution, lang.t("licence-change-waits")));
        }
        Self {
            shell: Desk::sample(lang, DeskPlace::Licences),
            number: "教民136011370012851号".to_owned(),
            title: "南昌市红谷滩区青桐舞蹈艺术培训中心有限公司".to_owned(),
            badges,
            deadline: Some(sample_deadline(lang)),
            stale: None,
            proposal: sample_proposal(lang, proposed),
            step: sample_step(lang, proposed),
            facts: vec![
                Fact::new(
                    lang.t("licence-issuer"),
                    lang.pick("红谷滩区教育体育局", "Honggutan education bureau"),
                ),
                Fact::new(
                    lang.pick("有效期至", "Valid until"),
                    lang.pick("2027年1月5日", "5 January 2027"),
                ),
            ],
            links: vec![Link::new(
                "/desk/institutions/NC00001285",
                lang.t("institution-file"),
            )],
            mails: Vec::new(),
            copies: if proposed {
                Vec::new()
            } else {
                sample_copies(lang)
            },
            timeline: vec![Entry::new(
                When::Done,
                lang.pick("今天 09:12", "today 09:12"),
                lang.t("licence-propose-done"),
            )],
        }
    }
}

fn sample_copies(lang: Lang) -> Vec<Fact> {
    let day = |zh: &'static str, en: &'static str| lang.pick(zh, en).to_owned();
    let issued = day("9月18日（周五）", "Friday 18 September");
    let noticed = day("9月7日（周一）", "Monday 7 September");
    let said = Fact {
        term: lang.t1("licence-copy-of", "n", 2),
        lines: vec![
            lang.t2("copy-issued", "day", issued, "n", 1),
            lang.t2(
                "copy-loss",
                "loss",
                lang.pick("遗失", "Lost"),
                "day",
                noticed,
            ),
        ],
        ..Fact::default()
    };
    let asked = Fact::new(lang.t("kind-application"), "XK2026000093");
    vec![said, asked.to("/desk/applications/XK2026000093")]
}

fn sample_proposal(lang: Lang, proposed: bool) -> Vec<Fact> {
    if !proposed {
        return Vec::new();
    }
    vec![
        Fact::new(lang.t("licence-change"), lang.pick("暂停", "Suspend")),
        Fact::new(lang.t("licence-basis"), "洪教许停〔2026〕3号"),
        Fact::new(lang.t("reason"), "机构申请暂停办学三个月，装修教学场地。"),
        Fact::new(lang.t("licence-proposed-by"), "万晓岚"),
    ]
}

fn sample_step(lang: Lang, proposed: bool) -> NextStep {
    let one = |event: &str| {
        let key = FormKey {
            action: "/desk/licences/136011370012851/events".to_owned(),
            ..FormKey::sample(lang)
        };
        let grounds = vec![Choice::new(
            "ended",
            lang.pick("机构依法终止", "The institution has ended by law"),
        )];
        form(event, key, grounds, &Values::default(), &Errors::default())
    };
    let (title, main, more) = if proposed {
        let more = one("send_back").into_iter().collect();
        ("licence-next-approve", one("approve"), more)
    } else {
        let changes = ["suspend", "revoke", "cancel"];
        let more = changes.into_iter().filter_map(one).collect();
        ("licence-next-none", None, more)
    };
    NextStep {
        title: lang.t(title),
        lead: String::new(),
        law: String::new(),
        main,
        more,
        refused: Vec::new(),
    }
}
