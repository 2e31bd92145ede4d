//! Examples of the front page, the search, an institution and a licence.

use super::super::field::{Choice, Control, Errors, Field, Values};
use super::super::piece::{Badge, Chip, Entry, Fact, Note, Tone, Verdict, When};
use super::super::shell::{Door, Portal};
use super::institutions::{
    Facet, Front, Hours, Institution, InstitutionMissing, InstitutionRow, Institutions,
    LicenceCard, PublishedCourse, PublishedCourses, VerifyLicence,
};
use super::share::{ShareCard, Shared};
use crate::text::Lang;

impl Front {
    /// An example.
    #[must_use]
    pub fn sample(lang: Lang) -> Self {
        Self {
            shell: Portal::sample(lang, Door::Institutions, "/"),
        }
    }
}

pub(super) fn rows(lang: Lang) -> Vec<InstitutionRow> {
    let row = |href: &str, name: &str, badge, line: &str| InstitutionRow {
        href: format!("/institutions/{href}"),
        name: name.to_owned(),
        badge,
        line: line.to_owned(),
    };
    vec![
        row(
            "NC00001285",
            "南昌市红谷滩区青桐舞蹈艺术培训中心有限公司",
            Badge::new(Tone::Good, lang.pick("证照有效", "Licence valid")),
            lang.pick(
                "红谷滩区凤凰中大道 1188 号商业楼 3 层 · 只能教文化艺术 · 有效期至 2027年3月31日",
                "凤凰中大道 1188 号商业楼 3 层, Honggutan · arts only · valid until 31 March 2027",
            ),
        ),
        row(
            "NC00000426",
            "南昌县莲塘镇优学体能培训中心",
            Badge::new(
                Tone::Caution,
                lang.pick("许可证 12月31日到期", "Licence ends 31 December"),
            ),
            lang.pick(
                "莲塘镇澄湖东路 77 号 · 只能教体育 · 还剩 38 天",
                "莲塘镇澄湖东路 77 号, Nanchang County · sports only · 38 days left",
            ),
        ),
        row(
            "NC00000973",
            "南昌市西湖区优思文化传播工作室",
            Badge::new(Tone::Bad, lang.pick("没有办学许可", "No licence")),
            lang.pick(
                "西湖区象山北路 88 号 · 不能招生收费",
                "象山北路 88 号, Xihu · may not enrol or charge",
            ),
        ),
    ]
}

fn facets() -> Vec<Facet> {
    let chip = |class: &str, text: &str| {
        let href = format!("/institutions?q=%E8%88%9E%E8%B9%88&class={class}");
        Chip::new(href, text, false)
    };
    vec![Facet {
        label: "类别".to_owned(),
        chips: vec![chip("arts", "文化艺术类 2"), chip("sports", "体育类 1")],
    }]
}

impl Institutions {
    /// An example; `found` false shows the answer when nothing is found.
    #[must_use]
    pub fn sample(lang: Lang, found: bool) -> Self {
        let choices = |all: &[(&str, &str, &str)]| {
            all.iter()
                .map(|(value, zh, en)| Choice::new(*value, lang.pick(zh, en)))
                .collect::<Vec<_>>()
        };
        let q = if found {
            "舞蹈"
        } else {
            "学优思维素养"
        };
        Self {
            shell: Portal::sample(
                lang,
                Door::Institutions,
                "/institutions?q=%E8%88%9E%E8%B9%88",
            ),
            asked: Values::from_pairs([("q", q), ("district", if found { "360113" } else { "" })]),
            errors: Errors::default(),
            districts: choices(&[
                ("360102", "东湖区", "Donghu District"),
                ("360113", "红谷滩区", "Honggutan District"),
            ]),
            classes: choices(&[
                ("arts", "文化艺术类", "Arts"),
                ("sports", "体育类", "Sports"),
            ]),
            stages: choices(&[
                ("primary", "小学", "Primary school"),
                ("junior", "初中", "Junior secondary school"),
            ]),
            statuses: choices(&[
                ("operating", "正常办学", "Operating"),
                ("runaway", "失联", "Disappeared"),
            ]),
            chips: if found {
                vec![Chip::new(
                    "/institutions?q=%E8%88%9E%E8%B9%88",
                    lang.pick("红谷滩区", "Honggutan District"),
                    true,
                )]
            } else {
                Vec::new()
            },
            met: None,
            total: found.then(|| "3".to_owned()),
            facets: facets(),
            rows: if found { rows(lang) } else { Vec::new() },
            next: found.then(|| "/institutions?q=%E8%88%9E%E8%B9%88&after=NC00000973".to_owned()),
            first: None,
            files: "?q=%E8%88%9E%E8%B9%88".to_owned(),
            alike: if found {
                Vec::new()
            } else {
                rows(lang).into_iter().take(2).collect()
            },
        }
    }
}

impl Institution {
    /// An example; `licensed` false shows a place whose licence was revoked.
    #[must_use]
    pub fn sample(lang: Lang, licensed: bool) -> Self {
        let name = "南昌市红谷滩区青桐舞蹈艺术培训中心有限公司";
        let verdict = sample_verdict(lang, name, licensed);
        let warning = Note::new(
            Tone::Caution,
            lang.pick("先别交钱。", "Do not pay."),
            lang.pick(
                "已经交了的，留好转账记录和合同，到下面投诉。",
                "If you have paid, keep the transfer record and the contract, and complain below.",
            ),
        );
        Self {
            shell: Portal::sample(lang, Door::Institutions, "/institutions/NC00001285"),
            number: "NC00001285".to_owned(),
            name: name.to_owned(),
            share: ShareCard::of(
                Shared {
                    name,
                    brand: "青桐舞蹈",
                    address: "红谷滩区凤凰中大道 1188 号商业楼 3 层",
                    telephone: "0791-5550 0128",
                    uscc: Some("91360113MACTE5T18Y"),
                    number: "NC00001285",
                },
                "https://jianguan.example.cn",
                verdict.headline.clone(),
            ),
            verdict,
            warnings: if licensed { Vec::new() } else { vec![warning] },
            licence: licensed.then(|| LicenceCard::sample(lang)),
            facts: sample_facts(lang),
            staff: licensed.then(|| sample_staff(lang)),
            hours: licensed.then(|| Hours {
                line: lang.t("institution-hours-line"),
                law: lang.t("institution-hours-law"),
            }),
            courses: licensed.then(|| sample_courses(lang)),
            after_school: licensed
                .then(|| super::after_school::ProviderCard::sample(lang))
                .into_iter()
                .collect(),
            report: "/reports/new?institution=NC00001285".to_owned(),
            lineage: sample_lineage(lang),
            merged: lang.t1("institution-merged", "numbers", "NC00000312"),
            then: None,
            day: Field::line(
                "as_of",
                lang.t("institution-day"),
                &Values::default(),
                &Errors::default(),
            )
            .hint(lang.t("institution-day-hint"))
            .control(Control::Line("date")),
            history: sample_history(lang),
            complain: "/complaints/new?institution=NC00001285".to_owned(),
        }
    }
}

fn sample_history(lang: Lang) -> Vec<Entry> {
    vec![
        Entry::new(
            When::Done,
            lang.pick("2024年4月1日", "1 April 2024"),
            lang.pick(
                "换发办学许可证，有效期三年",
                "Licence renewed for three years",
            ),
        )
        .noting(lang.pick(
            "红谷滩区教育体育局核准",
            "Approved by the Honggutan education and sports bureau",
        )),
        Entry::new(
            When::Done,
            lang.pick("2021年5月17日", "17 May 2021"),
            lang.pick("首次取得办学许可证", "First licence granted"),
        ),
    ]
}

fn sample_verdict(lang: Lang, name: &str, licensed: bool) -> Verdict {
    let checked = lang.pick(
        "核对时间：2026年11月23日 08:00",
        "Checked at 08:00, 23 November 2026",
    );
    if licensed {
        Verdict {
            tone: Tone::Good,
            headline: lang
                .pick(
                    "证照齐全，有效期至 2027年3月31日",
                    "Licensed, valid until 31 March 2027",
                )
                .to_owned(),
            subject: name.to_owned(),
            lines: vec![
                lang.pick("没有正在执行的处罚。", "No penalty in force.")
                    .to_owned(),
            ],
            checked: checked.to_owned(),
        }
    } else {
        Verdict {
            tone: Tone::Bad,
            headline: lang
                .pick(
                    "没有办学许可，许可证 2026年9月30日被吊销",
                    "Not licensed: the licence was revoked on 30 September 2026",
                )
                .to_owned(),
            subject: name.to_owned(),
            lines: vec![
                lang.pick(
                    "从那天起不能招生，也不能收费。",
                    "From that day it may neither enrol nor charge.",
                )
                .to_owned(),
            ],
            checked: checked.to_owned(),
        }
    }
}

fn sample_staff(lang: Lang) -> Vec<Fact> {
    let teaches = lang.pick("教学 · 中国舞", "Teaching · Chinese dance");
    let proof = lang.pick(
        "教师资格证 20203600042000011",
        "Teacher certificate 20203600042000011",
    );
    vec![Fact {
        term: "闵若琳".to_owned(),
        lines: vec![teaches.to_owned(), proof.to_owned()],
        ..Fact::default()
    }]
}

fn sample_facts(lang: Lang) -> Vec<Fact> {
    vec![
        Fact::new(
            lang.pick("可以教", "May teach"),
            lang.pick("文化艺术（小学、初中）", "Arts (primary, junior secondary)"),
        ),
        Fact::new(
            lang.pick("不能教", "May not teach"),
            lang.pick(
                "语文、数学、外语等学科",
                "Chinese, mathematics, foreign languages and other school subjects",
            ),
        ),
        Fact::new(
            lang.pick("地址", "Address"),
            "红谷滩区凤凰中大道 1188 号商业楼 3 层",
        ),
        Fact::new(lang.pick("电话", "Telephone"), "0791-5550 0128").to("tel:079155500128"),
    ]
}

impl LicenceCard {
    /// An example.
    #[must_use]
    pub fn sample(lang: Lang) -> Self {
        Self {
            facts: vec![
                Fact::new(lang.pick("证号", "Number"), "教民 136011370000128 号"),
                Fact::new(lang.pick("类别", "Class"), lang.pick("文化艺术类", "Arts")),
                Fact::new(lang.pick("发证机关", "Issued by"), "红谷滩区教育体育局"),
                Fact {
                    term: lang.pick("有效期", "Valid").to_owned(),
                    lines: vec![
                        lang.pick("2024年4月1日至", "from 1 April 2024").to_owned(),
                        lang.pick("2027年3月31日", "until 31 March 2027").to_owned(),
                    ],
                    ..Fact::default()
                },
                Fact::new(lang.pick("信用代码", "Credit code"), "91360113MACTE5T18Y").as_code(),
            ],
            qr_svg: super::super::qr::svg("https://hongjian.example/verify/136011370000128"),
            verify: "/verify/136011370000128".to_owned(),
        }
    }
}

impl InstitutionMissing {
    /// An example.
    #[must_use]
    pub fn sample(lang: Lang) -> Self {
        Self {
            shell: Portal::sample(lang, Door::Institutions, "/institutions/NC99999990"),
            asked: "NC99999990".to_owned(),
        }
    }
}

impl VerifyLicence {
    /// An example of a copy that counts no more.
    #[must_use]
    pub fn sample_void(lang: Lang) -> Self {
        let known = Self::sample(lang, true);
        let day = lang.pick("2026年9月18日", "18 September 2026");
        Self {
            verdict: Verdict {
                tone: Tone::Bad,
                headline: lang.t1("verify-void", "day", day),
                lines: vec![lang.t1("verify-void-line", "n", 2)],
                ..known.verdict
            },
            facts: Vec::new(),
            ..known
        }
    }

    /// An example; `known` false shows a number that no licence has.
    #[must_use]
    pub fn sample(lang: Lang, known: bool) -> Self {
        let asked = "136011370000128";
        let verdict = if known {
            Verdict {
                tone: Tone::Good,
                headline: lang
                    .pick(
                        "这张许可证有效，到 2027年3月31日",
                        "This licence is valid until 31 March 2027",
                    )
                    .to_owned(),
                subject: "南昌市红谷滩区青桐舞蹈艺术培训中心有限公司".to_owned(),
                lines: vec![
                    lang.pick(
                        "请对照：纸上写的应当和下面一样。",
                        "Compare: the paper must say the same as below.",
                    )
                    .to_owned(),
                ],
                checked: lang
                    .pick(
                        "核对时间：2026年11月23日 10:05",
                        "Checked at 10:05, 23 November 2026",
                    )
                    .to_owned(),
            }
        } else {
            Verdict {
                tone: Tone::Bad,
                headline: lang
                    .pick(
                        "没有这个证号，它可能是假的",
                        "There is no such licence: it may be forged",
                    )
                    .to_owned(),
                subject: asked.to_owned(),
                lines: vec![
                    lang.pick(
                        "先别交钱，再核对一次号码。",
                        "Do not pay. Check the number once more.",
                    )
                    .to_owned(),
                ],
                checked: String::new(),
            }
        };
        Self {
            shell: Portal::sample(lang, Door::Institutions, "/verify/136011370000128"),
            verdict,
            facts: if known {
                LicenceCard::sample(lang).facts
            } else {
                Vec::new()
            },
            institution: known.then(|| "/institutions/NC00001285".to_owned()),
            asked: asked.to_owned(),
        }
    }
}

fn sample_courses(lang: Lang) -> PublishedCourses {
    let price = |price: &str| {
        let price = price.to_owned();
        lang.t2("course-price-for", "price", price, "n", 20)
    };
    PublishedCourses {
        licensed: true,
        rows: vec![PublishedCourse {
            name: "中国舞启蒙".to_owned(),
            price: price("¥1,600.00"),
            facts: vec![Fact::new(
                lang.t("course-times"),
                lang.pick("周三 18:30-20:00", "Wednesday 18:30-20:00"),
            )],
            before: vec![Fact::new(
                lang.pick(
                    "2026年3月1日 至 2026年9月1日",
                    "1 March to 1 September 2026",
                ),
                price("¥1,500.00"),
            )],
        }],
        next: None,
    }
}

fn sample_lineage(lang: Lang) -> Vec<Fact> {
    let line = lang.pick(
        "南昌市青桐舞蹈培训部（2021年9月1日改名重组）",
        "南昌市青桐舞蹈培训部 (Reorganised under another name, 1 September 2021)",
    );
    vec![Fact::new(lang.t("lineage-before"), line).to("/institutions/NC00000998")]
}
