//! 投诉: an inbox sorted by deadline with a reading pane.

use askama::Template;

use super::super::field::{Choice, Errors, FormKey, NextStep, Refused, Stale, Values};
use super::super::filters;
use super::super::icon::Icon;
use super::super::mark::Piece;
use super::super::piece::{
    Badge, Chip, Chips, Deadline, Entry, Fact, Facts, FileRow, Files, Link, MailState, Pace,
    Timeline, Tone, When,
};
use super::super::shell::{Desk, DeskPlace};
use super::complaint_events as events;
use super::leads::{Screened, sample_screened, sample_text};
use crate::text::Lang;

/// One row of the inbox.
#[derive(Clone, Debug)]
pub struct InboxRow {
    /// Path of its page, with the filter kept.
    pub href: String,
    /// Its subject.
    pub title: String,
    /// Institution · number, in grey.
    pub sub: String,
    /// Its deadline or state in a word.
    pub badge: Badge,
    /// Whether nobody has opened or taken it.
    pub fresh: bool,
    /// Whether it is the one in the pane.
    pub here: bool,
}

/// The list beside the pane.
#[derive(Clone, Debug)]
pub struct Inbox {
    /// 投诉 41 件 (or 投诉 where not counted).
    pub title: String,
    /// Filters.
    pub chips: Vec<Chip>,
    /// State of the list shown, sent along with the district; may be empty.
    pub state: String,
    /// District of the list shown; empty for all.
    pub district: String,
    /// Districts to choose from.
    pub districts: Vec<Choice>,
    /// Path of the list without a complaint, with the filter kept.
    pub back: String,
    /// Rows by deadline.
    pub rows: Vec<InboxRow>,
    /// Path of the next page of the list.
    pub next: Option<String>,
}

/// One complaint in the reading pane.
#[derive(Clone, Debug)]
pub struct Pane {
    /// Complaint number.
    pub number: String,
    /// Subject.
    pub title: String,
    /// Its deadline; none where it is closed.
    pub deadline: Option<Deadline>,
    /// State, licence state, anonymous.
    pub badges: Vec<Badge>,
    /// Law of the deadline · who waits for whom.
    pub law: String,
    /// What to do next.
    pub step: NextStep,
    /// Channel · day · by name or not · files.
    pub source: String,
    /// The text with its evidence, by paragraph.
    pub text: Vec<Vec<Piece>>,
    /// What the screening says; none while it is not screened yet.
    pub screened: Option<Screened>,
    /// What was said besides the text: place, day, sum.
    pub facts: Vec<Fact>,
    /// The institution.
    pub institution: Vec<Fact>,
    /// Path of the institution's page on the desk.
    pub institution_link: Option<Link>,
    /// The contact, masked, and what it may be used for.
    pub contact: Vec<Fact>,
    /// Files handed in.
    pub files: Vec<FileRow>,
    /// The mails about it.
    pub mails: Vec<MailState>,
    /// The case opened from it.
    pub case: Option<Link>,
    /// Path of the form that opens a case from it; none where that is not allowed now.
    pub open_case: Option<String>,
    /// The unlicensed place it tells of.
    pub place: Option<Link>,
    /// Path of the form that makes a place of it; none where that is not allowed now.
    pub new_place: Option<String>,
    /// What happened, newest first.
    pub timeline: Vec<Entry>,
    /// Another person was quicker.
    pub stale: Option<Stale>,
}

/// `GET /desk/complaints` (no pane) and `GET /desk/complaints/{number}`.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/complaints.html")]
pub struct Complaints {
    /// Frame.
    pub shell: Desk,
    /// The list.
    pub inbox: Inbox,
    /// The complaint read.
    pub pane: Option<Pane>,
}

/// What a sample of the inbox shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Showing {
    /// The list alone.
    List,
    /// An empty list.
    Empty,
    /// A received complaint in the pane.
    Pane,
    /// The same, with a decline that came back with faults after another officer was quicker.
    Stale,
}

impl Complaints {
    /// An example.
    #[must_use]
    pub fn sample(lang: Lang, showing: Showing) -> Self {
        let pane = matches!(showing, Showing::Pane | Showing::Stale)
            .then(|| sample_pane(lang, showing == Showing::Stale));
        let here = pane.is_some();
        let full = showing != Showing::Empty;
        Self {
            shell: Desk::sample(lang, DeskPlace::Complaints),
            inbox: Inbox {
                title: lang.pick("投诉", "Complaints").to_owned(),
                chips: vec![
                    Chip::new(
                        "/desk/complaints?state=received",
                        lang.pick("待受理", "To be taken up"),
                        true,
                    ),
                    Chip::new(
                        "/desk/complaints?state=accepted",
                        lang.pick("办理中", "In progress"),
                        false,
                    ),
                    Chip::new("/desk/complaints", lang.pick("全部", "All"), false),
                ],
                state: "received".to_owned(),
                district: String::new(),
                districts: vec![Choice::new("360113", lang.pick("红谷滩区", "Honggutan"))],
                back: "/desk/complaints?state=received".to_owned(),
                rows: if full {
                    sample_rows(lang, here)
                } else {
                    Vec::new()
                },
                next: full.then(|| "/desk/complaints?after=TS4186302759".to_owned()),
            },
            pane,
        }
    }
}

fn sample_rows(lang: Lang, here: bool) -> Vec<InboxRow> {
    let row = |title: &str, sub: &str, badge, fresh, here| InboxRow {
        href: "/desk/complaints/TS4186302759".to_owned(),
        title: title.to_owned(),
        sub: sub.to_owned(),
        badge,
        fresh,
        here,
    };
    vec![
        row(
            "凤凰洲 12 栋有人办“思维素养营”",
            lang.pick(
                "慧芽文化咨询工作室 · 查不到许可",
                "慧芽文化咨询工作室 · no licence",
            ),
            Badge::new(Tone::Caution, lang.pick("今天到期", "Due today")),
            true,
            here,
        ),
        row(
            "没有告知是否受理",
            "琴屿钢琴 · TS4102000931",
            Badge::new(Tone::Bad, lang.pick("超期 3 天", "3 days late")),
            false,
            false,
        ),
        row(
            "骨折不能上课，要求退 26 课",
            "青桐舞蹈 · TS4186302759",
            Badge::new(Tone::Neutral, lang.pick("12月14日", "14 December")),
            false,
            false,
        ),
    ]
}

fn sample_step(lang: Lang, stale: bool) -> NextStep {
    let key = FormKey::sample(lang);
    let (values, errors) = if stale {
        let mut errors = Errors::default();
        errors.add("reason", lang.t("fault-text-empty"));
        (Values::from_pairs([("reason", "")]), errors)
    } else {
        (Values::default(), Errors::default())
    };
    let none = (Values::default(), Errors::default());
    NextStep {
        title: lang.pick("下一步：决定是否受理", "Next: decide whether to take it up").to_owned(),
        lead: lang
            .pick("是请求查处违法行为的，受理以后转为线索或者立案。", "Where it asks for a violation to be dealt with, it becomes a lead or a case afterwards.")
            .to_owned(),
        law: String::new(),
        main: events::form("accept", key.clone(), &none.0, &none.1),
        more: ["decline"].into_iter().filter_map(|event| events::form(event, key.clone(), &values, &errors)).collect(),
        refused: vec![Refused {
            what: lang.pick("书面答复", "Answer in writing").to_owned(),
            why: lang.pick("还没有受理。", "It has not been taken up.").to_owned(),
            law: lang.pick("《信访工作条例》第三十一条", "Regulations on Petitions, article 31").to_owned(),
        }],
    }
}

fn sample_pane(lang: Lang, stale: bool) -> Pane {
    Pane {
        number: "TS4186302759".to_owned(),
        title: "凤凰洲 12 栋有人办“思维素养营”".to_owned(),
        deadline: Some(Deadline {
            pace: Pace::Due,
            left: lang.pick("今天到期", "Due today").to_owned(),
            day: lang.pick("11月23日（周一）", "Mon 23 Nov").to_owned(),
            unsure: Some(lang.t("unverified")),
        }),
        badges: vec![
            Badge::new(Tone::Neutral, lang.pick("已收到，未受理", "Received")),
            Badge::new(
                Tone::Caution,
                lang.pick("查不到办学许可", "No licence found"),
            ),
        ],
        law: lang
            .pick(
                "15 个工作日内告知 · 投诉人等我们",
                "15 working days · the complainant waits for us",
            )
            .to_owned(),
        step: sample_step(lang, stale),
        source: lang
            .pick(
                "网上 · 2026年11月8日 20:14 · 实名，身份保密",
                "Online · 20:14, 8 November 2026 · named, kept secret",
            )
            .to_owned(),
        text: sample_text(),
        screened: Some(sample_screened(lang)),
        facts: vec![
            Fact::new(lang.pick("地点", "Place"), "凤凰洲 12 栋 302 室"),
            Fact::new(lang.pick("金额", "Sum"), "¥3,980.00"),
        ],
        institution: vec![
            Fact::new(lang.pick("名称", "Name"), "慧芽文化咨询工作室"),
            Fact::new(lang.pick("许可", "Licence"), lang.pick("没有", "none")),
        ],
        institution_link: Some(Link::new(
            "/desk/institutions/NC00000973",
            lang.pick("打开机构档案", "Open its file"),
        )),
        contact: vec![Fact::new(
            lang.pick("邮箱", "E-mail"),
            "chen***@example.com",
        )],
        files: sample_files(lang),
        mails: sample_mails(lang),
        case: None,
        open_case: None,
        place: None,
        new_place: Some("/desk/places/new?complaint=TS4186302759".to_owned()),
        timeline: vec![Entry::new(
            When::Done,
            lang.pick("11月8日 20:14", "20:14, 8 November"),
            lang.pick("网上提交", "Filed online"),
        )],
        stale: stale.then(|| sample_stale(lang)),
    }
}

fn sample_files(lang: Lang) -> Vec<FileRow> {
    vec![FileRow {
        name: "微信转账.png".to_owned(),
        detail: "PNG, 240 KB · SHA-256 9f3a61c0".to_owned(),
        href: Some(
            "/desk/complaints/TS4186302759/files/evi_01936c2e77aa7b1c9d110a4f5b0c8e21".to_owned(),
        ),
        picture: true,
        badge: Badge::new(Tone::Good, lang.pick("已收存", "Kept")),
    }]
}

fn sample_mails(lang: Lang) -> Vec<MailState> {
    vec![MailState {
        what: lang.pick("收到投诉", "Complaint received").to_owned(),
        href: Some("/desk/notices/ntc_01936c2e77aa7b1c9d110a4f5b0c8e21".to_owned()),
        badge: Badge::new(
            Tone::Good,
            lang.pick("已到对方服务器", "Reached the server"),
        ),
        when: lang.pick("11月8日 20:15", "20:15, 8 November").to_owned(),
    }]
}

fn sample_stale(lang: Lang) -> Stale {
    Stale {
        by: "涂立冬".to_owned(),
        at: lang.pick("今天 10:02", "today 10:02").to_owned(),
        changed: lang
            .pick("补充了机构名称", "added the name of the institution")
            .to_owned(),
        kept: Vec::new(),
    }
}
