//! 人员线索 and 从业黑名单: what officers judge of the staff of institutions, and who may not be employed.

use askama::Template;

use super::super::field::{Control, Errors, EventForm, Field, FormKey, Values, Weight};
use super::super::filters;
use super::super::icon::Icon;
use super::super::my::application::Conditions;
use super::super::my::staff::{StaffRow, sample_conditions, sample_row};
use super::super::piece::{Badge, Chip, Chips, Deadline, Entry, Fact, Facts, Timeline, Tone, When};
use super::super::shell::{Desk, DeskPlace};
use crate::text::Lang;
use crate::view::event::{NextStep, Stale, Words};

/// The staff of an institution on its page.
#[derive(Clone, Debug)]
pub struct StaffPart {
    /// How many of each kind work there, in a sentence.
    pub team: String,
    /// The first hundred of them.
    pub rows: Vec<StaffRow>,
    /// How the ratios stand.
    pub conditions: Conditions,
}

impl StaffPart {
    /// An example.
    #[must_use]
    pub fn sample(lang: Lang) -> Self {
        Self {
            team: lang.t2("staff-team-line", "n", 8, "m", 5),
            rows: vec![sample_row(lang, None)],
            conditions: sample_conditions(lang),
        }
    }
}

/// One row of the list of staff leads.
#[derive(Clone, Debug)]
pub struct StaffLeadRow {
    /// Path of its page.
    pub href: String,
    /// Name and post of the person.
    pub name: String,
    /// What was met.
    pub ground: String,
    /// Name of the institution.
    pub institution: String,
    /// Its state.
    pub badge: Badge,
    /// By when it is to be judged; none where nothing is to be done.
    pub deadline: Option<Deadline>,
}

/// `GET /desk/staff-leads`.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/staff_leads.html")]
pub struct StaffLeads {
    /// Frame.
    pub shell: Desk,
    /// Filters.
    pub chips: Vec<Chip>,
    /// The rows.
    pub rows: Vec<StaffLeadRow>,
    /// Path of the next page of the list.
    pub next: Option<String>,
}

/// `GET /desk/staff-leads/{id}`, and `POST …/events` with faults.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/staff_lead.html")]
pub struct StaffLead {
    /// Frame.
    pub shell: Desk,
    /// Name of the person and what was met.
    pub title: String,
    /// Its state.
    pub badge: Badge,
    /// By when it is to be judged; none where nothing is to be done.
    pub deadline: Option<Deadline>,
    /// Law of the deadline; may be empty.
    pub law: String,
    /// Another person was quicker.
    pub stale: Option<Stale>,
    /// The person, as the institution has them.
    pub person: Vec<Fact>,
    /// What the person was met with.
    pub entry: Vec<Fact>,
    /// What was said of it until now.
    pub said: Vec<Fact>,
    /// What may be done now.
    pub step: NextStep,
    /// What happened, newest first.
    pub timeline: Vec<Entry>,
}

/// One row of the bar list.
#[derive(Clone, Debug)]
pub struct BarRow {
    /// Path of its page.
    pub href: String,
    /// Name.
    pub name: String,
    /// Number of the identity card, masked.
    pub identity: String,
    /// Where it was decided.
    pub source: String,
    /// First and last day in words.
    pub days: String,
    /// Whether it is in force.
    pub badge: Badge,
}

/// `GET /desk/barred`, and `POST` with faults.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/barred.html")]
pub struct BarList {
    /// Frame.
    pub shell: Desk,
    /// Filters.
    pub chips: Vec<Chip>,
    /// The rows.
    pub rows: Vec<BarRow>,
    /// Path of the next page of the list.
    pub next: Option<String>,
    /// The form that puts a person on the list; none where the reader may not.
    pub form: Option<EventForm>,
}

/// `GET /desk/barred/{id}`, and `POST …/events` with faults.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/bar.html")]
pub struct Bar {
    /// Frame.
    pub shell: Desk,
    /// Name of the person.
    pub title: String,
    /// Whether it is in force.
    pub badge: Badge,
    /// Another person was quicker.
    pub stale: Option<Stale>,
    /// Its facts.
    pub facts: Vec<Fact>,
    /// The form that lifts it; none where it is lifted, or the reader may not.
    pub form: Option<EventForm>,
    /// What happened, newest first.
    pub timeline: Vec<Entry>,
}

/// The form of `event` on a staff lead; none for one that has no form. Fields sent: `confirm`, `dismiss` `reason`; `refer`
/// `to`, `reason`; `record_result` `result`.
#[must_use]
pub fn lead_form(event: &str, key: FormKey, values: &Values, errors: &Errors) -> Option<EventForm> {
    let lang = key.lang;
    let area = |name: &str, label: &str, hint: &str| {
        Field::line(name, lang.t(label), values, errors)
            .hint(lang.t(hint))
            .control(Control::Area(3))
            .limit(2_000)
    };
    let reason = || area("reason", "reason", "staff-lead-reason-hint");
    let (event, words, fields, weight) = match event {
        "confirm" => ("confirm", CONFIRM, vec![reason()], Weight::Plain),
        "dismiss" => ("dismiss", DISMISS, vec![reason()], Weight::Plain),
        "refer" => {
            let to = Field::line("to", lang.t("staff-lead-to"), values, errors)
                .hint(lang.t("staff-lead-to-hint"))
                .limit(100);
            ("refer", REFER, vec![to, reason()], Weight::Main)
        }
        "record_result" => {
            let result = area("result", "staff-lead-result", "staff-lead-result-hint");
            ("record_result", RESULT, vec![result], Weight::Main)
        }
        _ => return None,
    };
    Some(words.form(event, key, fields, weight, !errors.none()))
}

const CONFIRM: Words = Words {
    title: "staff-lead-confirm",
    lead: "staff-lead-confirm-lead",
    law: None,
    button: "staff-lead-confirm-button",
};
const DISMISS: Words = Words {
    title: "staff-lead-dismiss",
    lead: "staff-lead-dismiss-lead",
    law: None,
    button: "staff-lead-dismiss-button",
};
const REFER: Words = Words {
    title: "staff-lead-refer",
    lead: "staff-lead-refer-lead",
    law: Some("staff-lead-refer-law"),
    button: "staff-lead-refer-button",
};
const RESULT: Words = Words {
    title: "staff-lead-answer",
    lead: "staff-lead-answer-lead",
    law: None,
    button: "staff-lead-answer-button",
};
const BAR: Words = Words {
    title: "bar-new",
    lead: "bar-new-lead",
    law: Some("bar-law"),
    button: "bar-new-button",
};
const LIFT: Words = Words {
    title: "bar-lift",
    lead: "bar-lift-lead",
    law: None,
    button: "bar-lift-button",
};

/// The form that puts a person on the list: `name`, `identity_number`, `source`, `from_on`, `last_on`.
#[must_use]
pub fn bar_form(key: FormKey, values: &Values, errors: &Errors) -> EventForm {
    let lang = key.lang;
    let line = |name: &str, label: &str| Field::line(name, lang.t(label), values, errors);
    let day = |name: &str, label: &str| line(name, label).control(Control::Line("date")).short();
    let fields = vec![
        line("name", "staff-name").helped("off", "").limit(50),
        line("identity_number", "staff-identity")
            .helped("off", "")
            .limit(40),
        line("source", "bar-source")
            .hint(lang.t("bar-source-hint"))
            .limit(200),
        day("from_on", "bar-from"),
        day("last_on", "bar-last"),
    ];
    BAR.form("bar", key, fields, Weight::Main, !errors.none())
}

/// The form that takes a person off the list: `reason`.
#[must_use]
pub fn lift_form(key: FormKey, values: &Values, errors: &Errors) -> EventForm {
    let lang = key.lang;
    let reason = Field::line("reason", lang.t("reason"), values, errors)
        .control(Control::Area(3))
        .limit(500);
    LIFT.form("lift", key, vec![reason], Weight::Warn, true)
}

const LEAD: &str = "/desk/staff-leads/stl_01936c2e77aa7b1c9d110a4f5b0c8e21";
const ENTRY: &str = "/desk/barred/bar_01936c2e77aa7b1c9d110a4f5b0c8e21";

impl StaffLeads {
    /// An example; `full` false shows an empty list.
    #[must_use]
    pub fn sample(lang: Lang, full: bool) -> Self {
        let row = StaffLeadRow {
            href: LEAD.to_owned(),
            name: lang.pick("闵若琳 · 教学", "闵若琳 · teaching").to_owned(),
            ground: lang
                .pick("与在职教师名单相符", "On a list of in-service teachers")
                .to_owned(),
            institution: "南昌市红谷滩区青桐舞蹈艺术培训中心有限公司".to_owned(),
            badge: Badge::new(Tone::Neutral, lang.t("staff-lead-new")),
            deadline: None,
        };
        Self {
            shell: Desk::sample(lang, DeskPlace::StaffLeads),
            chips: vec![Chip::new(
                "/desk/staff-leads",
                lang.t("staff-leads-open"),
                true,
            )],
            rows: if full { vec![row] } else { Vec::new() },
            next: None,
        }
    }
}

impl StaffLead {
    /// An example; `referred` shows one that the school has.
    #[must_use]
    pub fn sample(lang: Lang, referred: bool) -> Self {
        let none = (Values::default(), Errors::default());
        let form = |event| lead_form(event, FormKey::sample(lang), &none.0, &none.1);
        let (main, more, title) = if referred {
            (form("record_result"), Vec::new(), "staff-lead-next-answer")
        } else {
            let more = ["confirm", "dismiss"].into_iter().filter_map(form);
            (form("refer"), more.collect(), "staff-lead-next")
        };
        let said = Fact::new(lang.t("staff-lead-to"), "南昌市凤凰小学");
        Self {
            shell: Desk::sample(lang, DeskPlace::StaffLeads),
            title: "闵若琳".to_owned(),
            badge: Badge::new(Tone::Neutral, lang.t("staff-lead-new")),
            deadline: None,
            law: String::new(),
            stale: None,
            person: vec![Fact::new(lang.t("staff-identity"), "360*************1X").as_code()],
            entry: vec![Fact::new(lang.t("staff-lead-school"), "南昌市凤凰小学")],
            said: if referred { vec![said] } else { Vec::new() },
            step: NextStep {
                title: lang.t(title),
                lead: lang.t("staff-lead-next-lead"),
                law: String::new(),
                main,
                more,
                refused: Vec::new(),
            },
            timeline: vec![Entry::new(
                When::Done,
                lang.pick("11月23日", "23 November"),
                lang.pick("移送人员线索", "referred a staff lead"),
            )],
        }
    }
}

impl BarList {
    /// An example; `full` false shows an empty list as a reader who may not enter anybody sees it.
    #[must_use]
    pub fn sample(lang: Lang, full: bool) -> Self {
        let row = BarRow {
            href: ENTRY.to_owned(),
            name: "上官喆".to_owned(),
            identity: "360*************1X".to_owned(),
            source: lang
                .pick("南昌市教育局通报〔2026〕7号", "Notice 7 of 2026")
                .to_owned(),
            days: lang
                .pick(
                    "2026年3月1日 至 2031年2月28日",
                    "1 March 2026 to 28 February 2031",
                )
                .to_owned(),
            badge: Badge::new(Tone::Bad, lang.t("bar-in-force")),
        };
        let none = (Values::default(), Errors::default());
        Self {
            shell: Desk::sample(lang, DeskPlace::Barred),
            chips: vec![Chip::new("/desk/barred", lang.t("bar-in-force"), true)],
            rows: if full { vec![row] } else { Vec::new() },
            next: None,
            form: full.then(|| bar_form(FormKey::sample(lang), &none.0, &none.1)),
        }
    }
}

impl Bar {
    /// An example.
    #[must_use]
    pub fn sample(lang: Lang) -> Self {
        let none = (Values::default(), Errors::default());
        Self {
            shell: Desk::sample(lang, DeskPlace::Barred),
            title: "上官喆".to_owned(),
            badge: Badge::new(Tone::Bad, lang.t("bar-in-force")),
            stale: None,
            facts: vec![Fact::new(lang.t("staff-identity"), "360*************1X").as_code()],
            form: Some(lift_form(FormKey::sample(lang), &none.0, &none.1)),
            timeline: Vec::new(),
        }
    }
}
