//! Examples of notices, jobs, audit, accounts and sessions.

use super::super::field::{Choice, Errors, Values};
use super::super::piece::{Badge, Chip, Fact, Link, Tone, Verdict};
use super::super::shell::{Desk, DeskPlace, StuckMail};
use super::admin::{
    AccountRow, Accounts, ActRow, Audit, FirstPassword, JobRow, Jobs, KeptItems, Letter, NoticeRow,
    Notices, SessionRow, Sessions, certify_fields,
};
use super::reminders::Reminders;
use crate::text::Lang;

impl Notices {
    /// An example; `stuck` shows mail that does not leave.
    #[must_use]
    pub fn sample(lang: Lang, stuck: bool) -> Self {
        let mut shell = Desk::sample(lang, DeskPlace::Notices);
        shell.stuck = stuck.then(|| StuckMail {
            count: 2,
            since: "09:12".to_owned(),
            may_open: true,
        });
        let row = |what: &str, badge, attempts, reply: &str, may_retry| NoticeRow {
            id: "ntc_01936c2e77aa7b1c9d110a4f5b0c8e21".to_owned(),
            what: what.to_owned(),
            letter: Some("/desk/notices/ntc_01936c2e77aa7b1c9d110a4f5b0c8e21".to_owned()),
            about: Some(Link::new("/desk/complaints/TS4186302759", "TS4186302759")),
            to: "chen***@example.com".to_owned(),
            badge,
            attempts,
            made: lang.pick("今天 09:12", "today 09:12").to_owned(),
            reply: reply.to_owned(),
            message_id: "<ntc-01936c2e@hongjian.example>".to_owned(),
            may_retry,
            may_set_aside: may_retry,
        };
        Self {
            shell,
            chips: vec![
                Chip::new("/desk/notices", lang.pick("全部", "All"), true),
                Chip::new(
                    "/desk/notices?state=stuck",
                    lang.pick("没有送到", "Not delivered"),
                    false,
                ),
            ],
            rows: if stuck {
                vec![
                    row(
                        lang.pick("受理告知", "Taken up"),
                        Badge::new(Tone::Bad, lang.pick("被拒收", "Refused")),
                        1,
                        "550 5.1.1 no such user",
                        true,
                    ),
                    row(
                        lang.pick("收到投诉", "Complaint received"),
                        Badge::new(
                            Tone::Good,
                            lang.pick("已到对方服务器", "Reached the server"),
                        ),
                        1,
                        "250 2.0.0 queued as 9C21",
                        false,
                    ),
                ]
            } else {
                Vec::new()
            },
            instead: vec![Choice::new(
                "telephone",
                lang.pick("已经用电话告知", "Told on the telephone"),
            )],
            next: None,
            submission: "01936c2e-77aa-7b1c-9d11-0a4f5b0c8e21".to_owned(),
        }
    }
}

impl Letter {
    /// An example; `sent` shows one that went out.
    #[must_use]
    pub fn sample(lang: Lang, sent: bool) -> Self {
        let badge = if sent {
            Badge::new(
                Tone::Good,
                lang.pick("已到对方服务器", "Reached the server"),
            )
        } else {
            Badge::new(Tone::Neutral, lang.pick("待发送", "Waiting"))
        };
        Self {
            shell: Desk::sample(lang, DeskPlace::Notices),
            what: lang.pick("投诉已收到", "Complaint received").to_owned(),
            about: Link::new("/desk/complaints/TS4186302759", "TS4186302759"),
            badge,
            facts: vec![
                Fact::new(lang.t("notice-to"), "chen***@example.com"),
                Fact::new(lang.t("notice-made"), lang.pick("今天 09:12", "today 09:12")),
                Fact::new("Message-ID", "<ntc-01936c2e@hongjian.example>").as_code(),
            ],
            language: "zh-CN",
            subject: sent.then(|| "投诉已收到：TS4186302759".to_owned()),
            text: "您的投诉已于2026年11月23日收到，编号 TS4186302759。\n\n是否受理，最迟在2026年12月14日前书面告知。".to_owned(),
        }
    }
}

impl Jobs {
    /// An example; `dead` shows jobs that gave up.
    #[must_use]
    pub fn sample(lang: Lang, dead: bool) -> Self {
        Self {
            shell: Desk::sample(lang, DeskPlace::Jobs),
            counts: vec![
                Fact::new(lang.pick("等待", "Waiting"), "4"),
                Fact::new(
                    lang.pick("停下的", "Given up"),
                    if dead { "1" } else { "0" },
                ),
            ],
            workers: vec![Fact::new("worker-1", lang.pick("2 秒前", "2 seconds ago"))],
            chips: Vec::new(),
            rows: if dead {
                vec![JobRow {
                    id: "job_01936c2e77aa7b1c9d110a4f5b0c8e21".to_owned(),
                    kind: lang.pick("取热线工单", "Pull the hotline feed").to_owned(),
                    badge: Badge::new(
                        Tone::Bad,
                        lang.pick("试了 8 次，停下了", "Given up after 8 tries"),
                    ),
                    attempts: 8,
                    fault: "hotline_timeout".to_owned(),
                    since: lang.pick("今天 08:40", "today 08:40").to_owned(),
                    may_retry: true,
                }]
            } else {
                Vec::new()
            },
            next: None,
            kept: dead.then(|| KeptItems {
                lead: lang.t2("kept-lead", "n", 1, "shown", 1),
                items: vec![
                    Fact::new(
                        lang.pick("R20261108-3 · 今天 08:40", "R20261108-3 · today 08:40"),
                        "content:too_long",
                    )
                    .as_code(),
                ],
            }),
            submission: "01936c2e-77aa-7b1c-9d11-0a4f5b0c8e21".to_owned(),
        }
    }
}

impl Audit {
    /// An example; `holds` false shows a tampered chain.
    #[must_use]
    pub fn sample(lang: Lang, holds: bool) -> Self {
        Self {
            shell: Desk::sample(lang, DeskPlace::Audit),
            verdict: if holds {
                Verdict {
                    tone: Tone::Good,
                    headline: lang
                        .pick(
                            "链条完整，12,408 条记录一条不差",
                            "The chain holds: all 12,408 acts are as they were written",
                        )
                        .to_owned(),
                    subject: String::new(),
                    lines: Vec::new(),
                    checked: lang
                        .pick("核对时间：今天 10:05", "Checked at 10:05 today")
                        .to_owned(),
                }
            } else {
                Verdict {
                    tone: Tone::Bad,
                    headline: lang
                        .pick(
                            "链条在第 8,311 号封条断了",
                            "The chain breaks at seal 8,311",
                        )
                        .to_owned(),
                    subject: "act_01936c2e77aa7b1c9d110a4f5b0c8e21".to_owned(),
                    lines: vec![
                        lang.pick(
                            "内容和当时的摘要对不上。",
                            "Its content does not match the digest taken then.",
                        )
                        .to_owned(),
                    ],
                    checked: String::new(),
                }
            },
            facts: vec![
                Fact::new(lang.pick("记录", "Acts"), "12,408"),
                Fact::new(lang.pick("最后的封条", "Last seal"), "9f3a61c0").as_code(),
            ],
            rows: vec![ActRow {
                when: lang.pick("今天 10:02", "today 10:02").to_owned(),
                who: lang
                    .pick("万晓岚 · 执法人员", "万晓岚 · officer")
                    .to_owned(),
                what: lang.pick("受理投诉", "took up a complaint").to_owned(),
                subject: "TS4186302759".to_owned(),
                badge: Badge::new(Tone::Good, lang.pick("已封", "Sealed")),
                digest: "9f3a61c0".to_owned(),
            }],
            next: None,
        }
    }
}

impl Accounts {
    /// An example; `added` shows the page after an account was made.
    #[must_use]
    pub fn sample(lang: Lang, added: bool) -> Self {
        Self {
            shell: Desk::sample(lang, DeskPlace::Accounts),
            rows: vec![AccountRow {
                id: "acc_01936c2e77aa7b1c9d110a4f5b0c8e21".to_owned(),
                login: "officer".to_owned(),
                name: "万晓岚".to_owned(),
                role: lang.pick("执法人员", "Officer").to_owned(),
                place: "红谷滩区教育体育局".to_owned(),
                badge: Badge::new(Tone::Good, lang.pick("可用", "In use")),
                last: lang.pick("今天 08:31", "today 08:31").to_owned(),
                may_disable: true,
                certificate: lang
                    .pick(
                        "执法证 36010012345，有效期到2028年6月30日",
                        "Certificate 36010012345, valid until 30 June 2028",
                    )
                    .to_owned(),
                certify: certify_fields(
                    lang,
                    "acc_01936c2e77aa7b1c9d110a4f5b0c8e21",
                    &Values::default(),
                    &Errors::default(),
                ),
                closed: false,
            }],
            next: None,
            roles: vec![Choice::new("officer", lang.pick("执法人员", "Officer"))],
            authorities: vec![Choice::new(
                "aut_01936c2e77aa7b1c9d110a4f5b0c8e21",
                "红谷滩区教育体育局",
            )],
            values: Values::default(),
            errors: Errors::default(),
            certify_errors: Errors::default(),
            first_password: added.then(|| FirstPassword {
                head: lang.t1("account-made", "login", "officer-3"),
                password: "wuji-xgsn-7k42-pmqe".to_owned(),
            }),
            submission: "01936c2e-77aa-7b1c-9d11-0a4f5b0c8e21".to_owned(),
        }
    }
}

impl SessionRow {
    /// Two examples, the present one first.
    #[must_use]
    pub fn samples(lang: Lang) -> Vec<Self> {
        let row = |here| Self {
            began: lang.pick("今天 08:31", "today 08:31").to_owned(),
            used: lang.pick("今天 10:05", "today 10:05").to_owned(),
            until: lang.pick("今天 20:31", "today 20:31").to_owned(),
            here,
        };
        vec![row(true), row(false)]
    }
}

impl Sessions {
    /// An example; `wrong` with reminders that go to no address.
    #[must_use]
    pub fn sample(lang: Lang, wrong: bool) -> Self {
        Self {
            shell: Desk::sample(lang, DeskPlace::Sessions),
            rows: SessionRow::samples(lang),
            reminders: Some(Reminders::sample(lang, wrong)),
        }
    }
}
