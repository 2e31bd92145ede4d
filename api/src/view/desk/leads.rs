//! 线索: flags of the screening, judged by an officer, with reasons.

use askama::Template;

use super::super::field::{
    Choice, Control, Errors, EventForm, Field, FormKey, Stale, Values, Weight,
};
use super::super::filters;
use super::super::icon::Icon;
use super::super::mark::{MarkSpan, Piece, paragraphs};
use super::super::piece::{
    Badge, Chip, Chips, Deadline, Entry, Fact, Facts, Link, Timeline, Tone, When,
};
use super::super::shell::{Desk, DeskPlace};
use crate::text::Lang;

/// One row of the list of leads.
#[derive(Clone, Debug)]
pub struct LeadRow {
    /// Path of its page.
    pub href: String,
    /// What it is about.
    pub title: String,
    /// Where it comes from and when: 投诉 TS… · 今天 09:12.
    pub source: String,
    /// What the screening says: 变相学科培训.
    pub label: String,
    /// Its state.
    pub badge: Badge,
    /// By when it is to be judged; none where it was.
    pub deadline: Option<Deadline>,
}

/// `GET /desk/leads`.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/leads.html")]
pub struct Leads {
    /// Frame.
    pub shell: Desk,
    /// Filters: 等判断, 已立案, 已排除.
    pub chips: Vec<Chip>,
    /// The rows.
    pub rows: Vec<LeadRow>,
    /// Path of the next page of the list.
    pub next: Option<String>,
}

/// A piece of the text that counts as evidence.
#[derive(Clone, Debug)]
pub struct Quote {
    /// Its number, as in the text.
    pub number: u32,
    /// The words themselves.
    pub words: String,
    /// Whether it is told here for the first time: there the number in the text leads.
    pub first: bool,
}

/// One label that was flagged, with what it rests on.
#[derive(Clone, Debug)]
pub struct Flagged {
    /// The label: 学科类隐形变异培训.
    pub label: Badge,
    /// Why it was flagged, one sentence each.
    pub reasons: Vec<String>,
    /// The pieces of the text it rests on; a piece may serve several labels.
    pub quotes: Vec<Quote>,
    /// The articles; may be empty.
    pub law: String,
}

/// What the screening says about a text.
#[derive(Clone, Debug)]
pub struct Screened {
    /// 系统提示：学科类隐形变异培训.
    pub headline: String,
    /// Each label that was flagged; none where the text names nothing.
    pub flags: Vec<Flagged>,
    /// Rules and model used: 规则 2026-11.1 · 词表.
    pub version: String,
}

/// `GET /desk/leads/{id}`.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/lead.html")]
pub struct Lead {
    /// Frame.
    pub shell: Desk,
    /// What it is about.
    pub title: String,
    /// Its state.
    pub badge: Badge,
    /// By when it is to be judged; none where it was.
    pub deadline: Option<Deadline>,
    /// Law of the deadline · who waits for whom; may be empty.
    pub law: String,
    /// Where it comes from: the complaint.
    pub source: Option<Link>,
    /// The text with its evidence, by paragraph.
    pub text: Vec<Vec<Piece>>,
    /// What the screening says; none while it is not recorded.
    pub screened: Option<Screened>,
    /// The institution and other facts.
    pub facts: Vec<Fact>,
    /// The judgement form; none where it was judged or the reader may not.
    pub judge: Option<EventForm>,
    /// Path of the form that opens a case from it; none where that is not allowed now.
    pub open_case: Option<String>,
    /// The case that was opened from it.
    pub case: Option<Link>,
    /// What happened, newest first.
    pub timeline: Vec<Entry>,
    /// Another person was quicker.
    pub stale: Option<Stale>,
}

/// The judgement of a lead: fields `verdict` (`confirmed` | `dismissed`), `reason`.
#[must_use]
pub fn judgement(key: FormKey, values: &Values, errors: &Errors) -> EventForm {
    let lang = key.lang;
    let verdict = Field::line("verdict", lang.t("lead-verdict"), values, errors)
        .control(Control::Picks)
        .choices(vec![
            Choice::hinted("confirmed", lang.t("lead-yes"), lang.t("lead-yes-hint")),
            Choice::hinted("dismissed", lang.t("lead-no"), lang.t("lead-no-hint")),
        ]);
    let reason = Field::line("reason", lang.t("reason"), values, errors)
        .hint(lang.t("lead-reason-hint"))
        .control(Control::Area(3))
        .limit(2_000);
    EventForm {
        event: "judge",
        title: lang.t("lead-judge"),
        lead: lang.t("lead-judge-lead"),
        law: String::new(),
        key,
        fields: vec![verdict, reason],
        button: lang.t("lead-judge-button"),
        weight: Weight::Main,
        open: true,
        multipart: false,
    }
    .scoped()
}

impl Leads {
    /// An example; `full` false shows an empty list.
    #[must_use]
    pub fn sample(lang: Lang, full: bool) -> Self {
        let row = |title: &str, source: &str, label: &str, badge| LeadRow {
            href: "/desk/leads/led_01936c2e77aa7b1c9d110a4f5b0c8e21".to_owned(),
            title: title.to_owned(),
            source: source.to_owned(),
            label: label.to_owned(),
            badge,
            deadline: None,
        };
        let disguised = lang.pick("变相学科培训", "Disguised subject tutoring");
        Self {
            shell: Desk::sample(lang, DeskPlace::Leads),
            chips: vec![
                Chip::new(
                    "/desk/leads?state=new",
                    lang.pick("等判断 2", "To be judged 2"),
                    true,
                ),
                Chip::new(
                    "/desk/leads?state=confirmed",
                    lang.pick("已查实", "Confirmed"),
                    false,
                ),
            ],
            rows: if full {
                vec![
                    row(
                        "凤凰洲 12 栋有人办“思维素养营”",
                        lang.pick(
                            "投诉 TS4186302759 · 今天 09:12",
                            "Complaint TS4186302759 · today 09:12",
                        ),
                        disguised,
                        Badge::new(Tone::Neutral, lang.pick("等判断", "To be judged")),
                    ),
                    row(
                        "“研学营”里教小学奥数",
                        lang.pick(
                            "投诉 TS4102000931 · 11月20日",
                            "Complaint TS4102000931 · 20 November",
                        ),
                        disguised,
                        Badge::new(
                            Tone::Caution,
                            lang.pick("等了 2 个工作日", "Waiting 2 working days"),
                        ),
                    ),
                ]
            } else {
                Vec::new()
            },
            next: None,
        }
    }
}

/// The sample text that leads and complaints share, ours.
pub(super) const SAMPLE_TEXT: &str = "我家孩子上四年级。同小区有人办了个“思维素养营”，其实上的是人教版四年级数学同步课，每周六上午 9 点到 11 点半，一个班 14 个人，两个老师轮着教。\n我交了 3,980 元，是直接转到个人微信的，没有合同，也没有发票。";

/// The sample text with its marks.
pub(super) fn sample_text() -> Vec<Vec<Piece>> {
    let span = |quote: &str, number| {
        let start = SAMPLE_TEXT
            .split(quote)
            .next()
            .map_or(0, |before| before.chars().count());
        MarkSpan {
            start,
            end: start + quote.chars().count(),
            number,
        }
    };
    paragraphs(
        SAMPLE_TEXT,
        &[
            span("“思维素养营”", 1),
            span("人教版四年级数学同步课", 2),
            span("每周六上午", 3),
            span("个人微信", 4),
        ],
    )
}

/// The sample screening.
pub(super) fn sample_screened(lang: Lang) -> Screened {
    let quote = |number, words: &str| Quote {
        number,
        words: words.to_owned(),
        first: true,
    };
    Screened {
        headline: lang
            .pick(
                "系统提示：学科类隐形变异培训",
                "The screening says: subject tutoring in disguise",
            )
            .to_owned(),
        flags: vec![Flagged {
            label: Badge::new(
                Tone::Caution,
                lang.pick("学科类隐形变异培训", "Subject tutoring in disguise"),
            ),
            reasons: vec![
                "以其他名目出现，同时教授学科内容".to_owned(),
                "说到收费".to_owned(),
            ],
            quotes: vec![
                quote(1, "“思维素养营”"),
                quote(2, "人教版四年级数学同步课"),
                quote(3, "每周六上午"),
                quote(4, "个人微信"),
            ],
            law: "《校外培训行政处罚暂行办法》第十八条第一款第三项".to_owned(),
        }],
        version: lang
            .pick(
                "规则 2026-11.1 · 词表和规则",
                "Rules 2026-11.1 · lexicon and rules",
            )
            .to_owned(),
    }
}

impl Lead {
    /// An example.
    #[must_use]
    pub fn sample(lang: Lang) -> Self {
        let key = FormKey {
            action: "/desk/leads/led_01936c2e77aa7b1c9d110a4f5b0c8e21/events".to_owned(),
            ..FormKey::sample(lang)
        };
        Self {
            shell: Desk::sample(lang, DeskPlace::Leads),
            title: "凤凰洲 12 栋有人办“思维素养营”".to_owned(),
            badge: Badge::new(Tone::Neutral, lang.pick("等判断", "To be judged")),
            deadline: None,
            law: String::new(),
            source: Some(Link::new(
                "/desk/complaints/TS4186302759",
                lang.pick("投诉 TS4186302759", "Complaint TS4186302759"),
            )),
            text: sample_text(),
            screened: Some(sample_screened(lang)),
            facts: vec![
                Fact::new(lang.pick("机构", "Institution"), "慧芽文化咨询工作室"),
                Fact::new(lang.pick("许可", "Licence"), lang.pick("没有", "none")),
            ],
            judge: Some(judgement(key, &Values::default(), &Errors::default())),
            open_case: None,
            case: None,
            timeline: vec![Entry::new(
                When::Done,
                lang.pick("今天 09:12", "today 09:12"),
                lang.pick(
                    "投诉筛查标为线索",
                    "Flagged by the screening of a complaint",
                ),
            )],
            stale: None,
        }
    }
}
