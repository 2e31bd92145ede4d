//! An institution's applications for a licence: what may be asked for, the form in its parts, and how it goes on.

use askama::Template;
use askama::filters::HtmlSafe;

use super::super::event::NextStep;
use super::super::field::{Control, Errors, EventForm, Field, FormKey, Summary, Values, Weight};
use super::super::filters;
use super::super::icon::Icon;
use super::super::list::FileRow;
use super::super::piece::{Badge, Deadline, Fact, Facts, Files, MailState, Verdict};
use super::super::shell::{My, MyPlace};
use crate::text::Lang;
use crate::view::event::Words;
use crate::view::field::Choice;

/// Something that may be asked for.
#[derive(Clone, Debug)]
pub struct Offer {
    /// Sent as `kind`.
    pub kind: &'static str,
    /// What it is: 申请延续.
    pub title: String,
    /// For whom it is, in a sentence.
    pub line: String,
    /// Whether it is the one to be expected now.
    pub main: bool,
}

/// One application in the list.
#[derive(Clone, Debug)]
pub struct ApplicationRow {
    /// Path of its page.
    pub href: String,
    /// Its number.
    pub number: String,
    /// What is asked for.
    pub title: String,
    /// Where it stands.
    pub badge: Badge,
    /// By when the authority acts; none where it is the applicant's turn or it has ended.
    pub deadline: Option<Deadline>,
}

/// `GET /my/applications`; `POST` begins one, field `kind`.
#[derive(Clone, Debug, Template)]
#[template(path = "my/applications.html")]
pub struct Applications {
    /// Frame.
    pub shell: My,
    /// What may be asked for; empty while one is open.
    pub offers: Vec<Offer>,
    /// The applications, newest first.
    pub rows: Vec<ApplicationRow>,
    /// Path of the next page of the list.
    pub next: Option<String>,
}

/// A part of the form in the row of steps.
#[derive(Clone, Debug)]
pub struct PartLink {
    /// Its page.
    pub href: String,
    /// Its name.
    pub name: String,
    /// What is said of it: 已填, 还差 2 项.
    pub state: String,
    /// Whether it is complete.
    pub done: bool,
    /// Whether it is shown.
    pub here: bool,
}

/// A condition and how it stands.
#[derive(Clone, Debug)]
pub struct ConditionRow {
    /// How it stands, in a word.
    pub badge: Badge,
    /// The condition.
    pub what: String,
    /// What is said and what is asked for; may be empty.
    pub figures: String,
    /// What asks for it.
    pub law: String,
}

/// The conditions of what is filled in; also alone, as the answer to what is being typed.
#[derive(Clone, Debug, Template)]
#[template(path = "piece/conditions.html")]
pub struct Conditions {
    /// Each that applies.
    pub rows: Vec<ConditionRow>,
    /// What is said where none applies.
    pub none: String,
}

impl HtmlSafe for Conditions {}

/// The form of one part: `POST …/parts` saves it, `POST …/check` answers with [`Conditions`].
#[derive(Clone, Debug)]
pub struct PartForm {
    /// Its name.
    pub title: String,
    /// Sent as `part`.
    pub part: &'static str,
    /// Hidden fields; the action saves.
    pub key: FormKey,
    /// Where what is being typed is checked.
    pub check: String,
    /// Visible fields.
    pub fields: Vec<Field>,
}

impl PartForm {
    /// What is wrong with its fields.
    fn summary(&self) -> Summary {
        Errors::default().summary_of(self.key.lang, &self.fields)
    }
}

/// A file of a paper.
#[derive(Clone, Debug)]
pub struct PaperFile {
    /// Its id, sent as `file` to take it back.
    pub id: String,
    /// How it is shown.
    pub row: FileRow,
}

/// A paper that is needed.
#[derive(Clone, Debug)]
pub struct PaperSlot {
    /// Sent as `paper`.
    pub paper: &'static str,
    /// Its name.
    pub name: String,
    /// Whether nothing is handed in without it.
    pub needed: bool,
    /// What asks for it.
    pub law: String,
    /// Its files; none where it is missing.
    pub files: Vec<PaperFile>,
    /// Why the last file was not taken.
    pub error: Option<String>,
}

/// What was filled in, part by part.
#[derive(Clone, Debug)]
pub struct Section {
    /// Name of the part.
    pub title: String,
    /// Where it is changed; none once it was handed in.
    pub change: Option<String>,
    /// What it says.
    pub facts: Vec<Fact>,
    /// Its files.
    pub files: Vec<FileRow>,
}

/// `GET /my/applications/{number}?part=`, and its forms when they come back.
#[derive(Clone, Debug, Template)]
#[template(path = "my/application.html")]
pub struct Application {
    /// Frame.
    pub shell: My,
    /// Its number.
    pub number: String,
    /// Its path.
    pub path: String,
    /// What to do, or how it stands.
    pub verdict: Verdict,
    /// What the office wrote, a paragraph each.
    pub told: Vec<String>,
    /// The steps of the form; none once it was handed in.
    pub parts: Vec<PartLink>,
    /// The part that is filled in.
    pub form: Option<PartForm>,
    /// The papers, where that is the part shown.
    pub papers: Vec<PaperSlot>,
    /// Where the papers lead on to.
    pub after_papers: String,
    /// The conditions of the part, or of all.
    pub conditions: Conditions,
    /// All that was filled in, where it is looked over or was handed in.
    pub sections: Vec<Section>,
    /// To hand it in or take it back.
    pub step: Option<NextStep>,
    /// The mails about it.
    pub mails: Vec<MailState>,
}

/// The fields of a part with what is filled in and what is wrong.
///
/// Fields sent: teaching `name`, `class` and `stages` (several), `mode`, `scope`; premises `address`, `site`, `area_m2`,
/// `pupils_at_once`, `lease_until`; staff `staff`, `teaching_staff`, `teachers`, `pupils`; funds `capital` in yuan,
/// `custody_bank`; loss `loss`, `noticed_on`, `declared_in`, `declared_on`.
#[must_use]
pub fn fields(
    part: &str,
    choices: &Choices,
    values: &Values,
    errors: &Errors,
    lang: Lang,
) -> Vec<Field> {
    let line = |name: &str, label: &str| Field::line(name, lang.t(label), values, errors);
    let number = |name: &str, label: &str| line(name, label).helped("off", "numeric").short();
    match part {
        "teaching" => teaching_fields(choices, values, errors, lang),
        "premises" => vec![
            line("address", "address")
                .hint(lang.t("application-address-hint"))
                .limit(200),
            line("site", "application-site")
                .control(Control::Picks)
                .choices(choices.sites.clone()),
            number("area_m2", "application-area").hint(lang.t("application-area-hint")),
            number("pupils_at_once", "application-at-once")
                .hint(lang.t("application-at-once-hint")),
            line("lease_until", "application-lease")
                .hint(lang.t("application-lease-hint"))
                .control(Control::Line("date"))
                .short()
                .optional(lang),
        ],
        "staff" => vec![
            number("staff", "application-staff"),
            number("teaching_staff", "application-teaching-staff")
                .hint(lang.t("application-teaching-staff-hint")),
            number("teachers", "application-teachers"),
            number("pupils", "application-pupils"),
            number("preschool_pupils", "application-preschool-pupils")
                .hint(lang.t("application-preschool-pupils-hint"))
                .optional(lang),
        ],
        "funds" => vec![
            line("capital", "application-capital")
                .hint(lang.t("application-capital-hint"))
                .helped("off", "decimal")
                .short(),
            line("custody_bank", "application-bank")
                .hint(lang.t("application-bank-hint"))
                .limit(100),
        ],
        "loss" => loss_fields(choices, values, errors, lang),
        _ => Vec::new(),
    }
}

/// What is to be taught, to whom, and how.
fn teaching_fields(choices: &Choices, values: &Values, errors: &Errors, lang: Lang) -> Vec<Field> {
    let line = |name: &str, label: &str| Field::line(name, lang.t(label), values, errors);
    vec![
        line("name", "application-name")
            .hint(lang.t("application-name-hint"))
            .limit(100),
        line("class", "class")
            .hint(lang.t("application-class-hint"))
            .control(Control::Ticks)
            .choices(choices.classes.clone()),
        line("stages", "application-stages")
            .control(Control::Ticks)
            .choices(choices.stages.clone()),
        line("mode", "application-mode")
            .hint(lang.t("application-mode-hint"))
            .control(Control::Picks)
            .choices(choices.modes.clone()),
        line("scope", "application-scope")
            .hint(lang.t("application-scope-hint"))
            .control(Control::Area(3))
            .limit(500),
    ]
}

/// What became of a paper that is to be replaced.
fn loss_fields(choices: &Choices, values: &Values, errors: &Errors, lang: Lang) -> Vec<Field> {
    let line = |name: &str, label: &str| Field::line(name, lang.t(label), values, errors);
    let day = |name: &str, label: &str| line(name, label).control(Control::Line("date")).short();
    vec![
        line("loss", "application-loss")
            .control(Control::Picks)
            .choices(choices.losses.clone()),
        day("noticed_on", "application-noticed"),
        line("declared_in", "application-declared-in")
            .hint(lang.t("application-declared-in-hint"))
            .limit(100)
            .needed(lang.t("application-when-lost")),
        day("declared_on", "application-declared-on").needed(lang.t("application-when-lost")),
    ]
}

/// The options of the form's choices.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    /// Classes.
    pub classes: Vec<Choice>,
    /// Stages of school.
    pub stages: Vec<Choice>,
    /// On site or online.
    pub modes: Vec<Choice>,
    /// Kinds of building.
    pub sites: Vec<Choice>,
    /// What became of a paper that is to be replaced.
    pub losses: Vec<Choice>,
}

/// The form that hands it in or takes it back.
#[must_use]
pub fn step_form(event: &str, key: FormKey) -> Option<EventForm> {
    let (event, words, weight) = match event {
        "submit" => ("submit", SUBMIT, Weight::Main),
        "withdraw" => ("withdraw", WITHDRAW, Weight::Warn),
        _ => return None,
    };
    Some(words.form(event, key, Vec::new(), weight, false))
}

const SUBMIT: Words = Words {
    title: "application-submit",
    lead: "application-submit-lead",
    law: None,
    button: "application-submit-button",
};
const WITHDRAW: Words = Words {
    title: "application-withdraw",
    lead: "application-withdraw-lead",
    law: None,
    button: "application-withdraw-button",
};
