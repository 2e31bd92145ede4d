//! Pages of the institution's desk.

pub mod after_school;
pub(in crate::view) mod after_school_sample;
pub mod application;
mod application_sample;
pub mod course;
mod course_sample;
pub mod record;
pub mod staff;

pub use application_sample::Moment;

use askama::Template;

use super::desk::admin::SessionRow;
use super::desk::today::Task;
use super::field::{Control, Errors, EventForm, Field, FormKey, Values, Weight};
use super::filters;
use super::icon::Icon;
use super::piece::{
    Badge, Deadline, Entry, Fact, Facts, FileRow, Files, Pace, Timeline, Tone, Verdict, When,
};
use super::portal::institutions::LicenceCard;
use super::shell::{My, MyPlace};
use crate::text::Lang;

/// `GET /my`: what must be done by when.
#[derive(Clone, Debug, Template)]
#[template(path = "my/todo.html")]
pub struct Todo {
    /// Frame.
    pub shell: My,
    /// The answer: 有 1 件事要做，最早 11月24日（周二）.
    pub verdict: Verdict,
    /// What must be done, nearest day first.
    pub tasks: Vec<Task>,
    /// What was done lately, newest first.
    pub done: Vec<Entry>,
}

/// `GET /my/licence`.
#[derive(Clone, Debug, Template)]
#[template(path = "my/licence.html")]
pub struct Licence {
    /// Frame.
    pub shell: My,
    /// Its state, as the public sees it.
    pub verdict: Verdict,
    /// The card; none where there is no licence.
    pub card: Option<LicenceCard>,
    /// What the register says.
    pub facts: Vec<Fact>,
}

/// One order in the list.
#[derive(Clone, Debug)]
pub struct OrderRow {
    /// Path of its page.
    pub href: String,
    /// Document number.
    pub document: String,
    /// What must be corrected, in one line.
    pub what: String,
    /// Its state.
    pub badge: Badge,
    /// By when; none once it is answered.
    pub deadline: Option<Deadline>,
}

/// `GET /my/orders`.
#[derive(Clone, Debug, Template)]
#[template(path = "my/orders.html")]
pub struct Orders {
    /// Frame.
    pub shell: My,
    /// The orders: those of open cases first.
    pub rows: Vec<OrderRow>,
    /// Path of the next page of the list.
    pub next: Option<String>,
}

/// What was answered to an order.
#[derive(Clone, Debug)]
pub struct Answer {
    /// When and by whom.
    pub by: String,
    /// Its paragraphs.
    pub lines: Vec<String>,
    /// The proof handed in.
    pub files: Vec<FileRow>,
}

/// `GET /my/orders/{id}`, and the form that answers it (`POST /my/orders/{id}/answers`, multipart).
#[derive(Clone, Debug, Template)]
#[template(path = "my/order.html")]
pub struct Order {
    /// Frame.
    pub shell: My,
    /// What to do by when, or that it is done.
    pub verdict: Verdict,
    /// Document number.
    pub document: String,
    /// Its deadline.
    pub deadline: Option<Deadline>,
    /// Facts: who ordered, which article, served when and how.
    pub facts: Vec<Fact>,
    /// What was found, one paragraph each.
    pub findings: Vec<String>,
    /// What must be corrected, one paragraph each.
    pub requirements: Vec<String>,
    /// The form; none once it is answered or the case closed.
    pub answer: Option<EventForm>,
    /// What was answered, newest first.
    pub answers: Vec<Answer>,
    /// What comes next.
    pub next: Vec<Entry>,
}

/// `GET /my/sessions`; `POST /my/sessions/end` signs out everywhere, `POST /sign-out` here.
#[derive(Clone, Debug, Template)]
#[template(path = "my/sessions.html")]
pub struct MySessions {
    /// Frame.
    pub shell: My,
    /// The sessions, the present one first.
    pub rows: Vec<SessionRow>,
}

/// The form that answers an order: fields `answer`, `files` (several).
#[must_use]
pub fn answer(key: FormKey, values: &Values, errors: &Errors) -> EventForm {
    let lang = key.lang;
    EventForm {
        event: "respond",
        title: lang.t("my-answer"),
        lead: lang.t("my-answer-lead"),
        law: String::new(),
        fields: vec![
            Field::line("answer", lang.t("my-answer-text"), values, errors)
                .hint(lang.t("my-answer-text-hint"))
                .control(Control::Area(6))
                .limit(5_000),
            Field::line("files", lang.t("my-answer-files"), values, errors)
                .hint(lang.t("my-answer-files-hint"))
                .control(Control::Files(".jpg,.jpeg,.png,.webp,.heic,.pdf"))
                .optional(lang),
        ],
        key,
        button: lang.t("my-answer-button"),
        weight: Weight::Main,
        open: true,
        multipart: true,
    }
    .scoped()
}

fn due(lang: Lang) -> Deadline {
    Deadline {
        pace: Pace::Due,
        left: lang
            .pick("还剩 1 个工作日", "1 working day left")
            .to_owned(),
        day: lang.pick("11月24日（周二）", "Tue 24 Nov").to_owned(),
        unsure: None,
    }
}

fn verdict(tone: Tone, headline: &str, line: &str) -> Verdict {
    Verdict {
        tone,
        headline: headline.to_owned(),
        subject: String::new(),
        lines: vec![line.to_owned()],
        checked: String::new(),
    }
}

impl Todo {
    /// An example; `busy` false shows an institution with nothing to do.
    #[must_use]
    pub fn sample(lang: Lang, busy: bool) -> Self {
        let task = Task {
            kind: lang.t("kind-order"),
            href: "/my/orders/ord_01936c2e77aa7b1c9d110a4f5b0c8e21".to_owned(),
            title: lang
                .pick(
                    "交整改报告和退费凭证",
                    "Send the report of correction and proof of refunds",
                )
                .to_owned(),
            deadline: Some(due(lang)),
            badge: None,
            note: "洪教责改〔2026〕3号".to_owned(),
        };
        Self {
            shell: My::sample(lang, MyPlace::Todo),
            verdict: if busy {
                verdict(
                    Tone::Caution,
                    lang.pick(
                        "有 1 件事要做，最迟 11月24日（周二）",
                        "1 thing to do, by Tuesday 24 November",
                    ),
                    lang.pick(
                        "过了这一天没有改正，按规定处罚。",
                        "If nothing is corrected by then, a penalty follows.",
                    ),
                )
            } else {
                verdict(
                    Tone::Good,
                    lang.pick("现在没有要做的事", "Nothing to do now"),
                    lang.pick(
                        "有新的通知，会发邮件，也会出现在这里。",
                        "New notices come by mail and appear here.",
                    ),
                )
            },
            tasks: if busy { vec![task] } else { Vec::new() },
            done: vec![Entry::new(
                When::Done,
                lang.pick("11月2日", "2 November"),
                lang.pick("签收责令改正通知书", "Order to correct signed for"),
            )],
        }
    }
}

impl Licence {
    /// An example.
    #[must_use]
    pub fn sample(lang: Lang) -> Self {
        Self {
            shell: My::sample(lang, MyPlace::Licence),
            verdict: verdict(
                Tone::Good,
                lang.pick(
                    "许可证有效，到 2027年3月31日",
                    "Licence valid until 31 March 2027",
                ),
                lang.pick("家长查到的就是下面这些。", "This is what parents see."),
            ),
            card: Some(LicenceCard::sample(lang)),
            facts: vec![Fact::new(lang.pick("机构编号", "Number"), "NC00001285").as_code()],
        }
    }
}

impl Orders {
    /// An example; `full` false shows an empty list.
    #[must_use]
    pub fn sample(lang: Lang, full: bool) -> Self {
        let row = OrderRow {
            href: "/my/orders/ord_01936c2e77aa7b1c9d110a4f5b0c8e21".to_owned(),
            document: "洪教责改〔2026〕3号".to_owned(),
            what: "停止学科类课程；退还未上课的费用".to_owned(),
            badge: Badge::new(
                Tone::Caution,
                lang.pick("等您答复", "Waits for your answer"),
            ),
            deadline: Some(due(lang)),
        };
        Self {
            shell: My::sample(lang, MyPlace::Orders),
            rows: if full { vec![row] } else { Vec::new() },
            next: full.then(|| "/my/orders?after=0".to_owned()),
        }
    }
}

impl Order {
    /// An example; `answered` shows it after the answer, else with a fault in the form.
    #[must_use]
    pub fn sample(lang: Lang, answered: bool) -> Self {
        let key = FormKey {
            action: "/my/orders/ord_01936c2e77aa7b1c9d110a4f5b0c8e21/answers".to_owned(),
            ..FormKey::sample(lang)
        };
        let mut errors = Errors::default();
        errors.add("files", lang.t("fault-media-type"));
        let values = Values::from_pairs([("answer", "已经停课，14 名学生的费用全部退还。")]);
        let sent = Answer {
            by: lang
                .pick("涂雨桐 · 11月20日 16:40", "涂雨桐 · 16:40, 20 November")
                .to_owned(),
            lines: vec!["已经停课，14 名学生的费用全部退还，凭证附后。".to_owned()],
            files: vec![FileRow {
                name: "退费凭证.pdf".to_owned(),
                detail: "PDF, 1.1 MB".to_owned(),
                href: None,
                picture: false,
                badge: Badge::new(Tone::Good, lang.pick("已收存", "Kept")),
            }],
        };
        Self {
            shell: My::sample(lang, MyPlace::Orders),
            verdict: order_verdict(lang, answered),
            document: "洪教责改〔2026〕3号".to_owned(),
            deadline: Some(due(lang)),
            facts: vec![
                Fact::new(lang.pick("谁发的", "From"), "红谷滩区教育体育局"),
                Fact::new(
                    lang.pick("送达", "Served"),
                    lang.pick("11月2日，直接送达", "2 November, handed over"),
                ),
            ],
            findings: vec![
                "书法教室内讲授数学，讲义与教材同步（行为的最后一天：2026年11月1日）".to_owned(),
            ],
            requirements: vec![
                "停止学科类课程。".to_owned(),
                "退还未上课的费用，交退费凭证。".to_owned(),
            ],
            answer: (!answered).then(|| answer(key, &values, &errors)),
            answers: if answered { vec![sent] } else { Vec::new() },
            next: vec![Entry::new(
                When::Next,
                lang.pick("答复以后", "After your answer"),
                lang.pick(
                    "执法人员核查；改好了，提请结案",
                    "It is checked; once corrected, closure is proposed",
                ),
            )],
        }
    }
}

fn order_verdict(lang: Lang, answered: bool) -> Verdict {
    if answered {
        verdict(
            Tone::Good,
            lang.pick("已经答复，等执法人员核查", "Answered, being checked"),
            lang.pick(
                "还需要什么，会在这里告诉您。",
                "Anything more that is needed is told here.",
            ),
        )
    } else {
        verdict(
            Tone::Caution,
            lang.pick(
                "请在 11月24日（周二）前改正并答复",
                "Correct and answer by Tuesday 24 November",
            ),
            lang.pick(
                "过了这一天没有改正，按规定处罚。",
                "If nothing is corrected by then, a penalty follows.",
            ),
        )
    }
}

impl MySessions {
    /// An example.
    #[must_use]
    pub fn sample(lang: Lang) -> Self {
        Self {
            shell: My::sample(lang, MyPlace::Sessions),
            rows: SessionRow::samples(lang),
        }
    }
}
