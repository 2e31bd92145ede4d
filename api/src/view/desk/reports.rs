//! 公众纠错: what the public reports of entries, and one beside what the register says.

use askama::Template;

use super::super::event::{NextStep, Stale, Words};
use super::super::field::{Control, Errors, Field, FormKey, Values, Weight};
use super::super::filters;
use super::super::icon::Icon;
use super::super::piece::{
    Badge, Chip, Chips, Deadline, Entry, Fact, Facts, Link, Timeline, Tone, When,
};
use super::super::record::{Side, Sides};
use super::super::shell::{Desk, DeskPlace};
use crate::text::Lang;
use crate::view::event::EventForm;

/// One row of the queue.
#[derive(Clone, Debug)]
pub struct ReportRow {
    /// Path of its page.
    pub href: String,
    /// Its number.
    pub number: String,
    /// The institution.
    pub name: String,
    /// Where that is.
    pub district: String,
    /// What is said of it.
    pub kind: String,
    /// How many others say the same; empty where none does.
    pub alike: String,
    /// Where it stands.
    pub badge: Badge,
    /// By when it is to be answered; none once it was.
    pub deadline: Option<Deadline>,
}

/// `GET /desk/reports`.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/reports.html")]
pub struct Reports {
    /// Frame.
    pub shell: Desk,
    /// Filters.
    pub chips: Vec<Chip>,
    /// The rows, the one due first on top.
    pub rows: Vec<ReportRow>,
    /// Path of the next page of the list.
    pub next: Option<String>,
}

/// A page on which what a report asks for is started.
#[derive(Clone, Debug)]
pub struct Start {
    /// Its path.
    pub href: String,
    /// Words of the button.
    pub button: String,
    /// What it opens.
    pub lead: String,
}

/// `GET /desk/reports/{number}`, and `POST …/events` with faults.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/report.html")]
pub struct Report {
    /// Frame.
    pub shell: Desk,
    /// Its number.
    pub number: String,
    /// The institution.
    pub title: String,
    /// What is said of it.
    pub kind: String,
    /// Where it stands.
    pub badge: Badge,
    /// By when it is to be answered; none once it was.
    pub deadline: Option<Deadline>,
    /// Another person was quicker.
    pub stale: Option<Stale>,
    /// What is wrong, field by field, beside what stands there; none where no field was named.
    pub sides: Option<Sides>,
    /// What else is said.
    pub said: Vec<Fact>,
    /// What may be done now.
    pub step: NextStep,
    /// Where it is accepted and what it asks for is started; none where words are enough, or for those who may not.
    pub start: Option<Start>,
    /// The other open reports that say the same.
    pub alike: Vec<Link>,
    /// When it came, how it is answered, what was answered.
    pub facts: Vec<Fact>,
    /// Pages that belong to it.
    pub links: Vec<Link>,
    /// What happened, newest first.
    pub timeline: Vec<Entry>,
}

/// The form of `event`; none for one that has no form. Fields sent: `answer` of `accept`, `reason` of `decline`.
#[must_use]
pub fn form(event: &str, key: FormKey, values: &Values, errors: &Errors) -> Option<EventForm> {
    let lang = key.lang;
    let words = |name: &str, label: &str, hint: &str| {
        Field::line(name, lang.t(label), values, errors)
            .hint(lang.t(hint))
            .control(Control::Area(3))
            .limit(1_000)
    };
    Some(match event {
        "accept" => {
            let field = words("answer", "report-answer", "report-accept-hint");
            ACCEPT.form("accept", key, vec![field], Weight::Main, true)
        }
        "decline" => {
            let field = words("reason", "reason", "report-decline-hint");
            DECLINE.form("decline", key, vec![field], Weight::Plain, false)
        }
        _ => return None,
    })
}

const ACCEPT: Words = Words {
    title: "report-accept",
    lead: "report-accept-lead",
    law: None,
    button: "report-accept-button",
};
const DECLINE: Words = Words {
    title: "report-decline",
    lead: "report-decline-lead",
    law: None,
    button: "report-decline-button",
};

const NAME: &str = "南昌市红谷滩区青桐舞蹈艺术培训中心有限公司";

impl Reports {
    /// An example; `full` false shows an empty list.
    #[must_use]
    pub fn sample(lang: Lang, full: bool) -> Self {
        let row = ReportRow {
            href: "/desk/reports/JC4186302759".to_owned(),
            number: "JC4186302759".to_owned(),
            name: NAME.to_owned(),
            district: lang.pick("红谷滩区", "Honggutan").to_owned(),
            kind: lang.t("report-kind-wrong"),
            alike: lang.t1("report-alike", "n", 2),
            badge: Badge::new(Tone::Caution, lang.t("report-wait-us")),
            deadline: None,
        };
        Self {
            shell: Desk::sample(lang, DeskPlace::Reports),
            chips: vec![Chip::new(
                "/desk/reports",
                lang.t("report-state-open"),
                true,
            )],
            rows: if full { vec![row] } else { Vec::new() },
            next: None,
        }
    }
}

impl Report {
    /// An example; `words` shows one that is accepted in words alone.
    #[must_use]
    pub fn sample(lang: Lang, words: bool) -> Self {
        let none = (Values::default(), Errors::default());
        let form = |event| form(event, FormKey::sample(lang), &none.0, &none.1);
        let side = Side {
            field: lang.pick("公开电话", "Telephone for the public").to_owned(),
            old: vec!["0791-5550 0128".to_owned()],
            new: vec!["0791-5550 0182".to_owned()],
            now: Vec::new(),
            law: String::new(),
        };
        let sides = Sides {
            heads: ["record-field", "record-old", "report-right-head"].map(|key| lang.t(key)),
            since: String::new(),
            rows: vec![side],
        };
        Self {
            shell: Desk::sample(lang, DeskPlace::Reports),
            number: "JC4186302759".to_owned(),
            title: NAME.to_owned(),
            kind: lang.t("report-kind-wrong"),
            badge: Badge::new(Tone::Caution, lang.t("report-wait-us")),
            deadline: None,
            stale: None,
            sides: (!words).then_some(sides),
            said: vec![Fact::new(
                lang.t("report-text"),
                lang.pick("招牌上是另一个号码。", "The sign shows another number."),
            )],
            step: NextStep {
                title: lang.t("report-judge"),
                lead: lang.t("report-judge-lead"),
                law: String::new(),
                main: form("accept").filter(|_| words),
                more: form("decline").into_iter().collect(),
                refused: Vec::new(),
            },
            start: (!words).then(|| Start {
                href: "/desk/institutions/NC00001285/edit?report=JC4186302759".to_owned(),
                button: lang.t("report-start-wrong"),
                lead: lang.t("report-start-lead"),
            }),
            alike: vec![Link::new("/desk/reports/JC1186302755", "JC1186302755")],
            facts: vec![Fact::new(
                lang.t("report-by-mail"),
                lang.t("report-mail-left"),
            )],
            links: vec![Link::new(
                "/desk/institutions/NC00001285",
                lang.t("institution-file"),
            )],
            timeline: vec![Entry::new(
                When::Done,
                lang.pick("今天 09:12", "today 09:12"),
                lang.pick("公众纠错", "reported an entry"),
            )],
        }
    }
}
