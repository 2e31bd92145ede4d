//! What the register says of the institution, as its own desk keeps it.

use askama::Template;

use super::super::event::NextStep;
use super::super::field::{Errors, Field, FormKey, Summary, Values};
use super::super::filters;
use super::super::icon::Icon;
use super::super::piece::{Badge, Fact, Facts, Tone, Verdict};
use super::super::record::{Group, RecordForm, Side, Sides};
use super::super::shell::{My, MyPlace};
use crate::text::Lang;
use crate::view::event::Words;
use crate::view::field::{Control, Weight};

/// A request in the list.
#[derive(Clone, Debug)]
pub struct RequestRow {
    /// Path of its page.
    pub href: String,
    /// The fields it is about.
    pub title: String,
    /// Where it stands.
    pub badge: Badge,
    /// Who asked, and when.
    pub note: String,
}

/// `GET /my/record`; forms `POST …/confirmation` and `POST …/contact` with `name`, `telephone`, `email`.
#[derive(Clone, Debug, Template)]
#[template(path = "my/record.html")]
pub struct Record {
    /// Frame.
    pub shell: My,
    /// Whether it is to be confirmed.
    pub verdict: Verdict,
    /// What it says.
    pub groups: Vec<Group>,
    /// Version that is confirmed.
    pub version: i64,
    /// Whom the authority reaches.
    pub contact: Vec<Field>,
    /// Requests, newest first.
    pub requests: Vec<RequestRow>,
}

/// The fields of a contact: `name`, `telephone`, `email`.
#[must_use]
pub fn contact(values: &Values, errors: &Errors, lang: Lang) -> Vec<Field> {
    let line = |name: &str, key: &str| Field::line(name, lang.t(key), values, errors);
    vec![
        line("name", "record-contact-name")
            .helped("name", "")
            .limit(60)
            .optional(lang),
        line("telephone", "record-contact-telephone")
            .control(Control::Line("tel"))
            .helped("tel", "tel")
            .optional(lang),
        line("email", "record-contact-email")
            .control(Control::Line("email"))
            .helped("email", "email")
            .optional(lang),
    ]
}

impl Record {
    fn summary(&self) -> Summary {
        Errors::default().summary_of(self.shell.lang, &self.contact)
    }
}

/// `GET /my/record/edit`, and `POST /my/record/changes` with faults.
#[derive(Clone, Debug, Template)]
#[template(path = "my/record_edit.html")]
pub struct RecordEdit {
    /// Frame.
    pub shell: My,
    /// The form.
    pub form: RecordForm,
}

/// `GET /my/requests/{id}`, and `POST …/events` with faults.
#[derive(Clone, Debug, Template)]
#[template(path = "my/request.html")]
pub struct Request {
    /// Frame.
    pub shell: My,
    /// Where it stands.
    pub badge: Badge,
    /// Who asked, when, why, and what was answered.
    pub facts: Vec<Fact>,
    /// What is asked for.
    pub sides: Sides,
    /// What may be done now.
    pub step: NextStep,
}

/// The form of a step on a request: `approve` and `withdraw` ask for nothing, `refuse` for `reason`.
#[must_use]
pub fn step(
    event: &str,
    key: FormKey,
    values: &Values,
    errors: &Errors,
) -> Option<crate::view::field::EventForm> {
    let lang = key.lang;
    let (event, words, fields, weight) = match event {
        "approve" => ("approve", APPROVE, Vec::new(), Weight::Main),
        "withdraw" => ("withdraw", WITHDRAW, Vec::new(), Weight::Plain),
        "refuse" => {
            let reason = Field::line("reason", lang.t("reason"), values, errors)
                .hint(lang.t("request-refuse-hint"))
                .control(Control::Area(3))
                .limit(500);
            ("refuse", REFUSE, vec![reason], Weight::Plain)
        }
        _ => return None,
    };
    Some(words.form(event, key, fields, weight, !errors.none()))
}

const APPROVE: Words = Words {
    title: "request-approve",
    lead: "request-approve-lead",
    law: None,
    button: "request-approve-button",
};
const REFUSE: Words = Words {
    title: "request-refuse",
    lead: "request-refuse-lead",
    law: None,
    button: "request-refuse-button",
};
const WITHDRAW: Words = Words {
    title: "request-withdraw",
    lead: "request-withdraw-lead",
    law: None,
    button: "request-withdraw-button",
};

/// Groups of fields for samples.
#[must_use]
pub fn sample_groups(lang: Lang) -> Vec<Group> {
    let at_once = lang.t("record-own-at-once");
    vec![
        Group {
            title: lang.t("record-group-identity"),
            facts: vec![
                Fact::new(
                    lang.pick("登记名称", "Registered name"),
                    "南昌市红谷滩区青桐舞蹈艺术培训中心有限公司",
                )
                .by_law(lang.t("record-own-licence")),
                Fact::new(lang.pick("品牌名", "Brand"), "青桐舞蹈").by_law(at_once.clone()),
                Fact::new(
                    lang.pick("营利性质", "For profit or not"),
                    lang.t("record-nothing"),
                )
                .by_law(lang.t("record-own-asked")),
            ],
        },
        Group {
            title: lang.t("record-group-place"),
            facts: vec![
                Fact::new(lang.pick("公开电话", "Telephone"), "0791-5550 0128").by_law(at_once),
            ],
        },
    ]
}

/// A form of a record for samples; `faults` shows one that came back.
#[must_use]
pub fn sample_form(lang: Lang, faults: bool) -> RecordForm {
    let values = Values::from_pairs([("brand", "青桐舞蹈"), ("telephone", "12")]);
    let mut errors = Errors::default();
    if faults {
        errors.add(
            "telephone",
            crate::text::fault(lang, "telephone_invalid", ""),
        );
    }
    let line = |name: &str, label: &str| {
        Field::line(name, label.to_owned(), &values, &errors).optional(lang)
    };
    RecordForm {
        key: FormKey {
            action: "/my/record/changes".to_owned(),
            ..FormKey::sample(lang)
        },
        parts: vec![super::super::record::FormPart {
            title: lang.t("record-group-identity"),
            hint: String::new(),
            fields: vec![
                line("brand", lang.pick("品牌名", "Brand")).hint(lang.t("record-own-at-once")),
                line("telephone", lang.pick("公开电话", "Telephone")),
            ],
        }],
        reason: Field::line("reason", lang.t("record-reason"), &values, &errors)
            .hint(lang.t("record-reason-own"))
            .control(Control::Area(2))
            .optional(lang),
        report: None,
        back: "/my/record".to_owned(),
    }
}

/// Two sides of a change for samples; `overtaken` where the record has moved on.
#[must_use]
pub fn sample_sides(lang: Lang, overtaken: bool) -> Sides {
    let line = |text: &str| vec![text.to_owned()];
    Sides {
        heads: ["record-field", "record-old", "record-new"].map(|key| lang.t(key)),
        since: lang.t("record-since"),
        rows: vec![
            Side {
                field: lang.pick("举办者", "Founder").to_owned(),
                old: line("涂雨桐"),
                new: line("江西青桐文化发展有限公司"),
                now: if overtaken { line("万青") } else { Vec::new() },
                law: lang.pick("《民办教育促进法》第五十四条", "Private Education Promotion Law, article 54").to_owned(),
            },
            Side {
                field: lang.pick("办学场所", "Premises").to_owned(),
                old: vec![lang.t("record-nothing")],
                new: line(lang.pick(
                    "红谷中大道 1326 号 3 楼，商业、办公用房，260 m²，同时最多 60 人",
                    "红谷中大道 1326 号 3 楼, shop or office building, 260 m², at most 60 pupils at a time",
                )),
                now: Vec::new(),
                law: String::new(),
            },
        ],
    }
}

impl Record {
    /// An example; `asked` where it is to be confirmed.
    #[must_use]
    pub fn sample(lang: Lang, asked: bool) -> Self {
        let values = Values::from_pairs([("name", "涂雨桐"), ("email", "qingtong@example.cn")]);
        let day = lang.pick("2026年9月3日", "3 September 2026");
        let verdict = |tone, headline, line: &str| Verdict {
            tone,
            headline,
            subject: String::new(),
            lines: vec![lang.t(line)],
            checked: String::new(),
        };
        Self {
            shell: My::sample(lang, MyPlace::Record),
            verdict: if asked {
                let headline = lang.t("record-confirm-asked");
                verdict(Tone::Caution, headline, "record-confirm-asked-line")
            } else {
                let headline = lang.t1("record-confirmed", "day", day);
                verdict(Tone::Good, headline, "record-confirmed-line")
            },
            groups: sample_groups(lang),
            version: 3,
            contact: contact(&values, &Errors::default(), lang),
            requests: if asked {
                Vec::new()
            } else {
                vec![RequestRow {
                    href: "/my/requests/req_01936c2e77aa7b1c9d110a4f5b0c8e21".to_owned(),
                    title: lang
                        .pick("举办者、办学场所", "Founder, Premises")
                        .to_owned(),
                    badge: Badge::new(Tone::Caution, lang.pick("待核", "Waits")),
                    note: lang
                        .pick("本机构提出 · 今天 09:12", "asked by us · today 09:12")
                        .to_owned(),
                }]
            },
        }
    }
}

impl RecordEdit {
    /// An example; `faults` shows one that came back.
    #[must_use]
    pub fn sample(lang: Lang, faults: bool) -> Self {
        Self {
            shell: My::sample(lang, MyPlace::Record),
            form: sample_form(lang, faults),
        }
    }
}

impl Request {
    /// An example: one of the authority that waits for the institution.
    #[must_use]
    pub fn sample(lang: Lang) -> Self {
        let key = || FormKey::sample(lang);
        let none = (Values::default(), Errors::default());
        Self {
            shell: My::sample(lang, MyPlace::Record),
            badge: Badge::new(Tone::Caution, lang.pick("待核", "Waits")),
            facts: vec![Fact::new(
                lang.t("request-asked"),
                lang.pick("主管部门 · 今天 09:12", "The authority · today 09:12"),
            )],
            sides: sample_sides(lang, false),
            step: NextStep {
                title: lang.t("request-decide"),
                lead: lang.t("request-decide-lead"),
                law: String::new(),
                main: step("approve", key(), &none.0, &none.1),
                more: step("refuse", key(), &none.0, &none.1)
                    .into_iter()
                    .collect(),
                refused: Vec::new(),
            },
        }
    }
}
