//! 今日: what is late, what is due, what is new.

use askama::Template;

use super::super::filters;
use super::super::icon::Icon;
use super::super::piece::{Badge, Deadline, Pace, Tone};
use super::super::shell::{Desk, DeskPlace};
use crate::text::Lang;

/// One thing to do.
#[derive(Clone, Debug)]
pub struct Task {
    /// What it is: 投诉, 案件, 线索.
    pub kind: String,
    /// Path of its page.
    pub href: String,
    /// What it is about.
    pub title: String,
    /// Its deadline; none where it has none yet.
    pub deadline: Option<Deadline>,
    /// Its state where it has no deadline.
    pub badge: Option<Badge>,
    /// Law, who waits for whom, whose it is.
    pub note: String,
}

/// One day of the week in the margin.
#[derive(Clone, Debug)]
pub struct WeekDay {
    /// 周一 23日.
    pub day: String,
    /// 今天到期 3, 没有到期, 休.
    pub load: String,
    /// Whether it is today.
    pub today: bool,
    /// Whether it is a day off.
    pub off: bool,
}

/// `GET /desk`.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/today.html")]
pub struct Today {
    /// Frame.
    pub shell: Desk,
    /// 超期 3 件，今天到期 3 件，新到 3 件.
    pub headline: String,
    /// Now, in words.
    pub now: String,
    /// What is late.
    pub late: Vec<Task>,
    /// What is due today and in the next working days.
    pub due: Vec<Task>,
    /// What has come in and is nobody's yet.
    pub fresh: Vec<Task>,
    /// This week.
    pub week: Vec<WeekDay>,
    /// State of the mail.
    pub mail: Badge,
    /// When the last mail left, who has not been reached; may be empty.
    pub mail_lines: Vec<String>,
}

impl Today {
    /// An example; `busy` false shows a day without work.
    #[must_use]
    pub fn sample(lang: Lang, busy: bool) -> Self {
        let mut shell = Desk::sample(lang, DeskPlace::Today);
        if busy {
            shell.stuck = Some(super::super::shell::StuckMail {
                count: 2,
                since: lang.pick("09:12", "09:12").to_owned(),
                may_open: true,
            });
        }
        let week = [
            ("周一 23日", "Mon 23", "3"),
            ("周二 24日", "Tue 24", "1"),
            ("周六 28日", "Sat 28", ""),
        ];
        Self {
            shell,
            headline: if busy {
                lang.pick(
                    "超期 1 件，今天到期 1 件，新到 2 件",
                    "1 late, 1 due today, 2 new",
                )
                .to_owned()
            } else {
                lang.pick("今天没有到期的事", "Nothing is due today")
                    .to_owned()
            },
            now: lang
                .pick(
                    "2026年11月23日（周一）10:05",
                    "10:05, Monday 23 November 2026",
                )
                .to_owned(),
            late: if busy { vec![late(lang)] } else { Vec::new() },
            due: if busy { vec![due(lang)] } else { Vec::new() },
            fresh: if busy { fresh(lang) } else { Vec::new() },
            week: week
                .into_iter()
                .enumerate()
                .map(|(at, (zh, en, load))| WeekDay {
                    day: lang.pick(zh, en).to_owned(),
                    load: if load.is_empty() {
                        lang.t("week-off")
                    } else if busy {
                        lang.t1("week-due", "n", load)
                    } else {
                        lang.t("week-none")
                    },
                    today: at == 0,
                    off: load.is_empty(),
                })
                .collect(),
            mail: Badge::new(Tone::Good, lang.pick("正常", "Working")),
            mail_lines: vec![
                lang.pick("最近一次发出 10:02", "Last mail left at 10:02")
                    .to_owned(),
            ],
        }
    }
}

fn late(lang: Lang) -> Task {
    Task {
        kind: lang.t("kind-complaint"),
        href: "/desk/complaints/TS4102000931".to_owned(),
        title: "琴屿钢琴：要求退费 ¥2,880.00，没有告知是否受理".to_owned(),
        deadline: Some(Deadline {
            pace: Pace::Late,
            left: lang.pick("超期 3 天", "3 days late").to_owned(),
            day: lang.pick("11月20日（周五）", "Fri 20 Nov").to_owned(),
            unsure: None,
        }),
        badge: None,
        note: lang
            .pick("15 日，《信访工作条例》第二十三条 · 投诉人等我们 · 经办 万晓岚", "15 days, Regulations on Petitions, article 23 · the complainant waits for us · 万晓岚")
            .to_owned(),
    }
}

fn due(lang: Lang) -> Task {
    Task {
        kind: lang.t("kind-case"),
        href: "/desk/cases/AJ2026-000127".to_owned(),
        title: "慧芽文化咨询工作室变相学科培训案：整改今天到期".to_owned(),
        deadline: Some(Deadline {
            pace: Pace::Due,
            left: lang.pick("今天到期", "Due today").to_owned(),
            day: lang.pick("11月23日（周一）", "Mon 23 Nov").to_owned(),
            unsure: Some(lang.t("unverified")),
        }),
        badge: None,
        note: lang
            .pick(
                "责令改正通知书自定期限 · 我们等机构",
                "Day set in the order · we wait for the institution",
            )
            .to_owned(),
    }
}

fn fresh(lang: Lang) -> Vec<Task> {
    let unclaimed = || {
        Some(Badge::new(
            Tone::Neutral,
            lang.pick("等人判断", "To be judged"),
        ))
    };
    vec![
        Task {
            kind: lang.t("kind-lead"),
            href: "/desk/leads/led_01936c2e77aa7b1c9d110a4f5b0c8e21".to_owned(),
            title: "凤凰洲 12 栋有人办“思维素养营”".to_owned(),
            deadline: None,
            badge: unclaimed(),
            note: lang
                .pick(
                    "09:12 投诉筛查 · 系统标了 5 处依据",
                    "09:12 screening · 5 pieces of evidence marked",
                )
                .to_owned(),
        },
        Task {
            kind: lang.t("kind-complaint"),
            href: "/desk/complaints/TS4186302759".to_owned(),
            title: "青桐舞蹈：孩子骨折，要求退 26 课 ¥2,340.00".to_owned(),
            deadline: Some(Deadline {
                pace: Pace::Open,
                left: lang
                    .pick("还剩 15 个工作日", "15 working days left")
                    .to_owned(),
                day: lang.pick("12月14日（周一）", "Mon 14 Dec").to_owned(),
                unsure: None,
            }),
            badge: None,
            note: lang.pick("08:40 网上", "08:40 online").to_owned(),
        },
    ]
}
