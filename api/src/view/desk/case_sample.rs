//! Examples of the case page.

use super::super::field::{Errors, EventForm, FormKey, NextStep, Refused, Values};
use super::super::my::Answer;
use super::super::piece::{
    Badge, Deadline, Entry, Fact, FileRow, Link, MailState, Pace, Tone, When,
};
use super::super::shell::{Desk, DeskPlace};
use super::case::{Case, CaseDeadline, Finding, LawStep, Order, Requirement};
use super::case_events::{self, CaseChoices};
use crate::text::Lang;

/// How far the case of a sample has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reached {
    /// Two officers are named, nothing is found yet.
    Filed,
    /// Correction was ordered and answered.
    Responded,
    /// Closed.
    Closed,
}

impl Case {
    /// An example.
    #[must_use]
    pub fn sample(lang: Lang, reached: Reached) -> Self {
        let filed = reached == Reached::Filed;
        Self {
            shell: Desk::sample(lang, DeskPlace::Cases),
            number: "AJ2026-000127".to_owned(),
            title: "慧芽文化咨询工作室变相学科培训案".to_owned(),
            parties: lang
                .pick(
                    "当事人 慧芽文化咨询工作室 · 主办 万晓岚、协办 涂立冬",
                    "Party 慧芽文化咨询工作室 · officers 万晓岚, 涂立冬",
                )
                .to_owned(),
            deadline: (reached != Reached::Closed).then(|| Deadline {
                pace: Pace::Open,
                left: lang
                    .pick("办案期限还剩 60 天", "60 days to decide")
                    .to_owned(),
                day: lang.pick("1月22日（周五）", "Fri 22 Jan").to_owned(),
                unsure: None,
            }),
            procedure: procedure(lang, reached),
            step: step(lang, reached),
            deadlines: if filed { Vec::new() } else { deadlines(lang) },
            facts: vec![
                Fact::new(
                    lang.pick("来源", "From"),
                    lang.pick("投诉 TS4186302759", "Complaint TS4186302759"),
                ),
                Fact::new(
                    lang.pick("立案理由", "Why filed"),
                    "群众举报，初步核实有学科类课程。",
                ),
            ],
            findings: if filed {
                Vec::new()
            } else {
                vec![finding(lang)]
            },
            order: (!filed).then(|| order(lang)),
            responses: if filed {
                Vec::new()
            } else {
                vec![response(lang)]
            },
            requirements: requirements(lang, filed),
            links: vec![
                Link::new(
                    "/desk/complaints/TS4186302759",
                    lang.pick("投诉 TS4186302759", "Complaint TS4186302759"),
                ),
                Link::new(
                    "/desk/institutions/NC00000973",
                    lang.pick("机构档案", "File of the institution"),
                ),
            ],
            timeline: timeline(lang),
            stale: None,
        }
    }
}

fn procedure(lang: Lang, reached: Reached) -> Vec<LawStep> {
    let now = match reached {
        Reached::Filed => 2,
        Reached::Responded => 5,
        Reached::Closed => 7,
    };
    let stops = [
        ("立案", "Filed", "10月24日", "24 Oct"),
        ("调查", "Investigation", "", ""),
        ("责令改正", "Correction ordered", "", ""),
        ("机构整改", "Institution corrects", "", ""),
        ("核查", "Checked", "", ""),
        ("批准结案", "Closure approved", "", ""),
    ];
    stops
        .into_iter()
        .zip(1_u32..)
        .map(|((zh, en, day_zh, day_en), number)| LawStep {
            when: match number.cmp(&now) {
                std::cmp::Ordering::Less => When::Done,
                std::cmp::Ordering::Equal => When::Next,
                std::cmp::Ordering::Greater => When::Later,
            },
            number,
            name: lang.pick(zh, en).to_owned(),
            day: lang.pick(day_zh, day_en).to_owned(),
        })
        .collect()
}

fn step(lang: Lang, reached: Reached) -> NextStep {
    match reached {
        Reached::Filed => step_filed(lang),
        Reached::Responded => step_responded(lang),
        Reached::Closed => step_closed(lang),
    }
}

fn form(lang: Lang, event: &str) -> Option<EventForm> {
    let key = FormKey {
        action: "/desk/cases/AJ2026-000127/events".to_owned(),
        ..FormKey::sample(lang)
    };
    let choices = CaseChoices::sample(lang);
    case_events::form(event, key, &choices, &Values::default(), &Errors::default())
}

fn step_filed(lang: Lang) -> NextStep {
    NextStep {
        title: lang
            .pick("下一步：认定违法事实", "Next: record what was found")
            .to_owned(),
        lead: lang
            .pick(
                "写明查到的事实和违反的条款，才能责令改正。",
                "Facts and article first; then correction can be ordered.",
            )
            .to_owned(),
        law: lang
            .pick(
                "《行政处罚法》第四十六条、第五十五条",
                "Administrative Penalty Law, article 40",
            )
            .to_owned(),
        main: form(lang, "record_finding"),
        more: Vec::new(),
        refused: vec![Refused {
            what: lang.pick("责令限期改正", "Order correction").to_owned(),
            why: lang
                .pick("还没有认定违法事实。", "No finding is on record.")
                .to_owned(),
            law: lang
                .pick(
                    "《行政处罚法》第四十六条、第五十五条",
                    "Administrative Penalty Law, article 40",
                )
                .to_owned(),
        }],
    }
}

fn step_responded(lang: Lang) -> NextStep {
    NextStep {
        title: lang
            .pick(
                "下一步：核查整改，提请结案",
                "Next: check the correction, propose closure",
            )
            .to_owned(),
        lead: lang
            .pick(
                "机构 11月20日交来整改报告。",
                "The institution reported on 20 November.",
            )
            .to_owned(),
        law: String::new(),
        main: form(lang, "propose_closure"),
        more: ["return_for_more", "record_service"]
            .into_iter()
            .filter_map(|event| form(lang, event))
            .collect(),
        refused: vec![Refused {
            what: lang.pick("批准结案", "Approve closure").to_owned(),
            why: lang
                .pick(
                    "由负责人批准，不能是承办的两个人。",
                    "The lead officer approves, never one of the two who handle it.",
                )
                .to_owned(),
            law: String::new(),
        }],
    }
}

fn step_closed(lang: Lang) -> NextStep {
    NextStep {
        title: lang.pick("已经结案", "Closed").to_owned(),
        lead: lang
            .pick(
                "熊立群 11月25日批准。不能再改，只能看。",
                "Approved by 熊立群 on 25 November. It can be read, not changed.",
            )
            .to_owned(),
        law: String::new(),
        main: None,
        more: Vec::new(),
        refused: Vec::new(),
    }
}

fn deadlines(lang: Lang) -> Vec<CaseDeadline> {
    vec![CaseDeadline {
        what: lang.pick("机构整改", "Correction").to_owned(),
        deadline: Deadline {
            pace: Pace::Due,
            left: lang
                .pick("还剩 1 个工作日", "1 working day left")
                .to_owned(),
            day: lang.pick("11月24日（周二）", "Tue 24 Nov").to_owned(),
            unsure: Some(lang.t("unverified")),
        },
        who: lang
            .pick("我们等机构", "We wait for the institution")
            .to_owned(),
        how: lang
            .pick("责令改正通知书写明的日子", "The day written in the order")
            .to_owned(),
        law: lang
            .pick(
                "《行政处罚法》第二十八条",
                "Administrative Penalty Law, article 28",
            )
            .to_owned(),
    }]
}

fn finding(lang: Lang) -> Finding {
    Finding {
        violation: lang
            .pick("变相开展学科类培训", "Disguised subject tutoring")
            .to_owned(),
        law: "《校外培训行政处罚暂行办法》第十八条第一款第三项".to_owned(),
        lines: vec!["以“思维素养营”名义开设四年级数学课，2 名教师，14 名学生。".to_owned()],
        acted: lang
            .pick(
                "行为的最后一天：10月28日（周三）",
                "Last day of the act: Wed 28 Oct",
            )
            .to_owned(),
        by: lang
            .pick("万晓岚、涂立冬 · 10月30日", "万晓岚, 涂立冬 · 30 October")
            .to_owned(),
    }
}

fn order(lang: Lang) -> Order {
    Order {
        document: "洪教责改〔2026〕3号".to_owned(),
        basis: "《校外培训行政处罚暂行办法》第十八条".to_owned(),
        due: lang
            .pick("改正期限 11月24日（周二）", "Correct by Tue 24 Nov")
            .to_owned(),
        lines: vec!["停止学科类课程；退还未上课的费用；交整改报告和退费凭证。".to_owned()],
        deadline: Some(Deadline {
            pace: Pace::Due,
            left: lang
                .pick("还剩 1 个工作日", "1 working day left")
                .to_owned(),
            day: lang.pick("11月24日（周二）", "Tue 24 Nov").to_owned(),
            unsure: None,
        }),
        served: Badge::new(Tone::Good, lang.pick("已送达 11月2日", "Served 2 November")),
        services: vec![
            Entry::new(
                When::Done,
                lang.pick("11月2日", "2 November"),
                lang.pick("直接送达，闵某签收", "Handed over, signed for by 闵某"),
            )
            .noting(lang.pick("送达人 万晓岚、涂立冬", "Served by 万晓岚, 涂立冬")),
        ],
        mails: vec![MailState {
            what: lang
                .pick("责令改正通知（副本）", "Order to correct (copy)")
                .to_owned(),
            href: Some("/desk/notices/ntc_01936c2e77aa7b1c9d110a4f5b0c8e22".to_owned()),
            badge: Badge::new(
                Tone::Good,
                lang.pick("已到对方服务器", "Reached the server"),
            ),
            when: lang.pick("11月2日 10:20", "10:20, 2 November").to_owned(),
        }],
    }
}

fn response(lang: Lang) -> Answer {
    Answer {
        by: lang
            .pick("闵某 · 11月20日 16:40", "闵某 · 16:40, 20 November")
            .to_owned(),
        lines: vec!["已经停课，14 名学生的费用全部退还，凭证附后。".to_owned()],
        files: vec![FileRow {
            name: "退费凭证.pdf".to_owned(),
            detail: "PDF, 1.1 MB · SHA-256 51b09c7d".to_owned(),
            href: Some(
                "/desk/cases/AJ2026-000127/files/evi_01936c2e77aa7b1c9d110a4f5b0c8e21".to_owned(),
            ),
            picture: false,
            badge: Badge::new(Tone::Good, lang.pick("已收存", "Kept")),
        }],
    }
}

fn requirements(lang: Lang, filed: bool) -> Vec<Requirement> {
    let need = |zh: &str, en: &str, there: bool| Requirement {
        what: lang.pick(zh, en).to_owned(),
        badge: if there {
            Badge::new(Tone::Good, lang.t("in-place"))
        } else {
            Badge::new(Tone::Neutral, lang.t("not-yet"))
        },
    };
    vec![
        need("两名执法人员，持证", "Two certified officers", true),
        need("认定的事实和条款", "Finding with its article", !filed),
        need("责令改正已经送达", "Order served", !filed),
        need("机构的整改报告", "Report of the institution", !filed),
        need("负责人批准", "Approval of the lead officer", false),
    ]
}

fn timeline(lang: Lang) -> Vec<Entry> {
    vec![
        Entry::new(
            When::Done,
            lang.pick("11月20日 16:40", "16:40, 20 November"),
            lang.pick(
                "收到整改报告，证明材料 1 份",
                "Report of correction received, 1 file",
            ),
        ),
        Entry::new(
            When::Done,
            lang.pick("10月24日", "24 October"),
            lang.pick("立案", "Filed"),
        )
        .noting(lang.pick("万晓岚、涂立冬", "万晓岚, 涂立冬")),
    ]
}
