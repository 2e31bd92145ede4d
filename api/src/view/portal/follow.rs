//! Following a complaint with its number and receipt code.

use askama::Template;

use super::super::field::{Errors, EventForm, Field, FormKey, Summary, Values, Weight};
use super::super::filters;
use super::super::icon::Icon;
use super::super::piece::{
    Badge, Entry, Fact, Facts, FileRow, Files, MailState, Timeline, Tone, Verdict, When,
};
use super::super::shell::{Door, Portal};
use crate::text::Lang;

/// `GET /follow` and `POST /follow` with faults. Fields sent: `number`, `receipt`.
#[derive(Clone, Debug, Template)]
#[template(path = "portal/follow_look_up.html")]
pub struct FollowLookUp {
    /// Frame.
    pub shell: Portal,
    /// What was typed; the receipt code is never sent back.
    pub values: Values,
    /// What is wrong; number and code unknown or not belonging together are one fault, at `receipt`.
    pub errors: Errors,
}

impl FollowLookUp {
    fn summary(&self) -> Summary {
        self.errors
            .summary_of(self.shell.lang, &[self.number(), self.receipt()])
    }

    fn number(&self) -> Field {
        Field::line(
            "number",
            self.shell.t("follow-number"),
            &self.values,
            &self.errors,
        )
        .hint(self.shell.t("follow-number-hint"))
        .helped("off", "")
        .limit(20)
        .short()
    }

    fn receipt(&self) -> Field {
        Field::line(
            "receipt",
            self.shell.t("follow-receipt"),
            &Values::default(),
            &self.errors,
        )
        .hint(self.shell.t("follow-receipt-hint"))
        .helped("off", "numeric")
        .limit(40)
        .short()
    }
}

/// What one side wrote: the complaint, the answer.
#[derive(Clone, Debug)]
pub struct Message {
    /// Whether the reader wrote it.
    pub mine: bool,
    /// Who wrote it: 您, 红谷滩区教育体育局.
    pub who: String,
    /// When, in words.
    pub when: String,
    /// Its paragraphs.
    pub lines: Vec<String>,
    /// Whether and when it reached the other side; may be empty.
    pub reached: String,
}

/// `GET /follow/{number}` once number and code were right: state sentence, dates, messages, mail.
#[derive(Clone, Debug, Template)]
#[template(path = "portal/follow.html")]
pub struct Follow {
    /// Frame.
    pub shell: Portal,
    /// Complaint number.
    pub number: String,
    /// The state as a sentence, and what happens next.
    pub verdict: Verdict,
    /// What happened and the dates to come, oldest first.
    pub dates: Vec<Entry>,
    /// The complaint as it was told, and the answer.
    pub messages: Vec<Message>,
    /// The mails about this complaint.
    pub mails: Vec<MailState>,
    /// Files handed in.
    pub files: Vec<FileRow>,
    /// What was handed in.
    pub facts: Vec<Fact>,
    /// The form to withdraw; none where it is closed.
    pub withdraw: Option<EventForm>,
}

/// The form by which a complainant withdraws: `POST /follow/{number}/withdrawal`.
#[must_use]
pub fn withdrawal(key: FormKey) -> EventForm {
    let lang = key.lang;
    EventForm {
        event: "withdraw",
        title: lang.t("follow-withdraw"),
        lead: lang.t("follow-withdraw-lead"),
        law: String::new(),
        key,
        fields: Vec::new(),
        button: lang.t("follow-withdraw-button"),
        weight: Weight::Warn,
        open: false,
        multipart: false,
    }
    .scoped()
}

impl FollowLookUp {
    /// An example; `faulty` shows the answer to a wrong pair.
    #[must_use]
    pub fn sample(lang: Lang, faulty: bool) -> Self {
        let mut errors = Errors::default();
        if faulty {
            errors.add("receipt", lang.t("fault-receipt-pair"));
        }
        let number = if faulty { "TS4186302759" } else { "" };
        Self {
            shell: Portal::sample(lang, Door::Follow, "/follow"),
            values: Values::from_pairs([("number", number)]),
            errors,
        }
    }
}

impl Follow {
    /// An example; `open` false shows a complaint that was answered.
    #[must_use]
    pub fn sample(lang: Lang, open: bool) -> Self {
        let verdict = Verdict {
            tone: if open { Tone::Neutral } else { Tone::Good },
            headline: if open {
                lang.pick("已经受理，正在核查", "Taken up, being looked into")
            } else {
                lang.pick("已经书面答复，办结", "Answered in writing, closed")
            }
            .to_owned(),
            subject: String::new(),
            lines: vec![
                lang.pick(
                    "我们最迟 2027年1月24日（周日）给您书面答复。",
                    "You get a written answer by Sunday 24 January 2027.",
                )
                .to_owned(),
            ],
            checked: String::new(),
        };
        let key = FormKey {
            action: "/follow/TS4186302759/withdrawal".to_owned(),
            ..FormKey::sample(lang)
        };
        Self {
            shell: Portal::sample(lang, Door::Follow, "/follow/TS4186302759"),
            number: "TS4186302759".to_owned(),
            verdict,
            dates: sample_dates(lang),
            messages: sample_messages(lang),
            mails: sample_mails(lang),
            files: vec![FileRow {
                name: "合同第 1 页.jpg".to_owned(),
                detail: "JPEG, 1.2 MB".to_owned(),
                href: None,
                picture: true,
                badge: Badge::new(Tone::Good, lang.pick("已收存", "Kept")),
            }],
            facts: vec![
                Fact::new(
                    lang.pick("机构", "Institution"),
                    "南昌市红谷滩区青桐舞蹈艺术培训中心有限公司",
                ),
                Fact::new(lang.pick("一句话", "In one line"), "课没上完，钱退不回来"),
            ],
            withdraw: open.then(|| withdrawal(key)),
        }
    }
}

fn sample_mails(lang: Lang) -> Vec<MailState> {
    vec![
        MailState {
            what: lang.pick("收到投诉", "Complaint received").to_owned(),
            href: None,
            badge: Badge::new(
                Tone::Good,
                lang.pick("已到您的邮件服务器", "Reached your mail server"),
            ),
            when: lang.pick("11月23日 10:52", "10:52, 23 November").to_owned(),
        },
        MailState {
            what: lang.pick("受理告知", "Taken up").to_owned(),
            href: None,
            badge: Badge::new(
                Tone::Caution,
                lang.pick("还没有发出，正在重试", "Not sent yet, trying again"),
            ),
            when: lang
                .pick("下次 11月25日 09:40", "next at 09:40, 25 November")
                .to_owned(),
        },
    ]
}

fn sample_dates(lang: Lang) -> Vec<Entry> {
    vec![
        Entry::new(
            When::Done,
            lang.pick("11月23日", "23 November"),
            lang.pick("您提交投诉", "You complained"),
        ),
        Entry::new(
            When::Done,
            lang.pick("11月25日", "25 November"),
            lang.pick("受理，告知您", "Taken up, you were told"),
        )
        .noting(lang.pick("比期限早 13 天", "13 days before the last day")),
        Entry::new(
            When::Next,
            lang.pick("2027年1月24日（周日）前", "By Sunday 24 January 2027"),
            lang.pick("给您书面答复", "a written answer"),
        )
        .noting(lang.pick(
            "受理之日起 60 日，《信访工作条例》第三十四条",
            "60 days, Regulations on Petitions, article 34",
        )),
    ]
}

fn sample_messages(lang: Lang) -> Vec<Message> {
    vec![
        Message {
            mine: true,
            who: lang.pick("您", "You").to_owned(),
            when: lang.pick("11月23日 10:51", "10:51, 23 November").to_owned(),
            lines: vec!["孩子骨折不能再上课，还有 26 节没上，机构说“开了课就不退”。".to_owned()],
            reached: String::new(),
        },
        Message {
            mine: false,
            who: "红谷滩区教育体育局".to_owned(),
            when: lang.pick("11月25日 09:20", "09:20, 25 November").to_owned(),
            lines: vec!["您的投诉已经受理。请补一张医院的诊断证明，没有也不影响办理。".to_owned()],
            reached: lang
                .pick(
                    "邮件 09:21 已到您的邮件服务器",
                    "Mail reached your server at 09:21",
                )
                .to_owned(),
        },
    ]
}
