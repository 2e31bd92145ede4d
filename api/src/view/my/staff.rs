//! An institution's staff: the list with what is not in order, one person, and the form that enters one.

use askama::Template;

use super::super::field::{Choice, Control, Errors, EventForm, Field, FormKey, Values, Weight};
use super::super::filters;
use super::super::icon::Icon;
use super::super::piece::{Badge, Chip, Chips, Fact, Facts, Note, Tone};
use super::super::shell::{My, MyPlace};
use super::application::{ConditionRow, Conditions};
use crate::text::Lang;
use crate::view::event::Words;

/// One person in a list.
#[derive(Clone, Debug)]
pub struct StaffRow {
    /// Path of the page; none on the desk, where there is none.
    pub href: Option<String>,
    /// Name.
    pub name: String,
    /// Post, engagement and what is taught: 教学 · 专职 · 书法.
    pub what: String,
    /// The certificate with its number.
    pub proof: String,
    /// What is not in order, else that all is.
    pub badges: Vec<Badge>,
    /// What is not in order, in a sentence each with its law; empty where the person has a page.
    pub lines: Vec<String>,
}

/// `GET /my/staff`.
#[derive(Clone, Debug, Template)]
#[template(path = "my/staff.html")]
pub struct Staff {
    /// Frame.
    pub shell: My,
    /// Filters: 在职, 已离职, 全部.
    pub chips: Vec<Chip>,
    /// The rows.
    pub rows: Vec<StaffRow>,
    /// Path of the next page of the list.
    pub next: Option<String>,
    /// How many of each kind work there, in a sentence.
    pub team: String,
    /// How the ratios stand.
    pub conditions: Conditions,
    /// The form with the number of pupils.
    pub pupils: EventForm,
}

/// `GET /my/staff/new`, `GET /my/staff/{id}`, and their forms when they come back.
#[derive(Clone, Debug, Template)]
#[template(path = "my/staff_member.html")]
pub struct StaffMember {
    /// Frame.
    pub shell: My,
    /// Name, or that somebody is entered.
    pub title: String,
    /// What is not in order.
    pub notes: Vec<Note>,
    /// What cannot be changed.
    pub facts: Vec<Fact>,
    /// The form; none for who has left.
    pub form: Option<EventForm>,
    /// The form with the last day; none for who has left, or is entered.
    pub leave: Option<EventForm>,
}

/// The options of the form's choices.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    /// What for.
    pub posts: Vec<Choice>,
    /// How.
    pub engagements: Vec<Choice>,
    /// Kinds of certificates.
    pub certificates: Vec<Choice>,
    /// What the entry check found.
    pub entry_checks: Vec<Choice>,
}

const ENTER: Words = Words {
    title: "staff-enter",
    lead: "staff-enter-lead",
    law: None,
    button: "staff-enter-button",
};
const CHANGE: Words = Words {
    title: "staff-change",
    lead: "staff-change-lead",
    law: None,
    button: "staff-change-button",
};
const LEAVE: Words = Words {
    title: "staff-leave",
    lead: "staff-leave-lead",
    law: None,
    button: "staff-leave-button",
};
const PUPILS: Words = Words {
    title: "staff-pupils",
    lead: "staff-pupils-lead",
    law: None,
    button: "staff-pupils-button",
};

/// The form that enters a person: `identity_number` and the fields of [`change_form`].
#[must_use]
pub fn enter_form(key: FormKey, choices: &Choices, values: &Values, errors: &Errors) -> EventForm {
    let lang = key.lang;
    let mut all = fields(choices, values, errors, lang);
    let identity = Field::line("identity_number", lang.t("staff-identity"), values, errors)
        .hint(lang.t("staff-identity-hint"))
        .helped("off", "")
        .limit(40);
    all.insert(1, identity);
    ENTER.form("enter", key, all, Weight::Main, true)
}

/// The form that changes what is said of a person. Fields sent: `name`, `post`, `engagement`, `subject`, `certificate`,
/// `certificate_number`, `entry_check`, `checked_on`, `photo_shown`, `photo_consent_on`, `employed_on`.
#[must_use]
pub fn change_form(key: FormKey, choices: &Choices, values: &Values, errors: &Errors) -> EventForm {
    let lang = key.lang;
    let all = fields(choices, values, errors, lang);
    CHANGE.form("change", key, all, Weight::Main, true)
}

fn fields(choices: &Choices, values: &Values, errors: &Errors, lang: Lang) -> Vec<Field> {
    let line = |name: &str, label: &str| Field::line(name, lang.t(label), values, errors);
    let day = |name: &str, label: &str| line(name, label).control(Control::Line("date")).short();
    vec![
        line("name", "staff-name")
            .hint(lang.t("staff-name-hint"))
            .helped("off", "")
            .limit(50),
        line("post", "staff-post")
            .control(Control::Picks)
            .choices(choices.posts.clone()),
        line("engagement", "staff-engagement")
            .control(Control::Picks)
            .choices(choices.engagements.clone()),
        line("subject", "staff-subject")
            .needed(lang.t("staff-when-teaching"))
            .limit(60),
        line("certificate", "staff-certificate")
            .control(Control::Select)
            .choices(choices.certificates.clone())
            .needed(lang.t("staff-when-teaching")),
        line("certificate_number", "staff-certificate-number")
            .hint(lang.t("staff-certificate-number-hint"))
            .needed(lang.t("staff-when-certificate"))
            .limit(40),
        line("entry_check", "staff-entry-check")
            .hint(lang.t("staff-entry-check-hint"))
            .control(Control::Picks)
            .choices(choices.entry_checks.clone()),
        day("checked_on", "staff-checked-on").needed(lang.t("staff-when-checked")),
        line("photo_shown", "staff-photo").control(Control::Tick),
        day("photo_consent_on", "staff-photo-consent").needed(lang.t("staff-when-photo")),
        day("employed_on", "staff-employed-on"),
    ]
}

/// The form with which a person leaves: `on`.
#[must_use]
pub fn leave_form(key: FormKey, values: &Values, errors: &Errors) -> EventForm {
    let lang = key.lang;
    let on = Field::line("on", lang.t("staff-left-on"), values, errors)
        .control(Control::Line("date"))
        .short();
    LEAVE.form("leave", key, vec![on], Weight::Warn, true)
}

/// The form with the number of pupils: `pupils`, `preschool_pupils`.
#[must_use]
pub fn pupils_form(key: FormKey, values: &Values, errors: &Errors) -> EventForm {
    let lang = key.lang;
    let number = |name: &str, label: &str| {
        Field::line(name, lang.t(label), values, errors)
            .helped("off", "numeric")
            .short()
    };
    let all = vec![
        number("pupils", "staff-pupils-all"),
        number("preschool_pupils", "staff-pupils-preschool").optional(lang),
    ];
    PUPILS.form("pupils", key, all, Weight::Plain, true)
}

fn choice(value: &str, lang: Lang, zh: &str, en: &str) -> Choice {
    Choice::new(value, lang.pick(zh, en))
}

impl Choices {
    fn sample(lang: Lang) -> Self {
        Self {
            posts: vec![
                choice("teacher", lang, "教学", "Teaching"),
                choice("manager", lang, "管理", "Management"),
            ],
            engagements: vec![
                choice("full_time", lang, "专职", "Full time"),
                choice("part_time", lang, "兼职", "Part time"),
            ],
            certificates: vec![choice("teacher", lang, "教师资格证", "Teacher certificate")],
            entry_checks: vec![choice("unchecked", lang, "未查询", "Not checked")],
        }
    }
}

/// A row for samples, here and on the desk.
#[must_use]
pub fn sample_row(lang: Lang, href: Option<&str>) -> StaffRow {
    StaffRow {
        href: href.map(str::to_owned),
        name: "闵若琳".to_owned(),
        what: lang
            .pick(
                "教学 · 专职 · 中国舞",
                "Teaching · full time · Chinese dance",
            )
            .to_owned(),
        proof: lang
            .pick(
                "教师资格证 20203600042000011",
                "Teacher certificate 20203600042000011",
            )
            .to_owned(),
        badges: vec![Badge::new(Tone::Caution, lang.t("staff-short-unchecked"))],
        lines: if href.is_some() {
            Vec::new()
        } else {
            let rule = lang.pick("拟聘用人员应当先做准入查询", "Everybody is checked first");
            vec![rule.to_owned()]
        },
    }
}

/// Ratios for samples, here and on the desk.
#[must_use]
pub fn sample_conditions(lang: Lang) -> Conditions {
    Conditions {
        rows: vec![ConditionRow {
            badge: Badge::new(Tone::Good, lang.t("condition-met")),
            what: lang
                .pick(
                    "专职教学、教研人员不少于从业人员的50%",
                    "Full-time teaching and research staff at least half of all",
                )
                .to_owned(),
            figures: "5 / 4".to_owned(),
            law: lang
                .pick(
                    "《校外培训机构从业人员管理办法（试行）》（2021年）",
                    "Measures for staff (2021)",
                )
                .to_owned(),
        }],
        none: lang.t("staff-team-none"),
    }
}

impl Staff {
    /// An example; `full` false shows an empty list.
    #[must_use]
    pub fn sample(lang: Lang, full: bool) -> Self {
        let key = FormKey {
            action: "/my/staff/pupils".to_owned(),
            ..FormKey::sample(lang)
        };
        let none = (Values::default(), Errors::default());
        Self {
            shell: My::sample(lang, MyPlace::Staff),
            chips: vec![
                Chip::new("/my/staff?state=at_work", lang.t("staff-at-work"), true),
                Chip::new("/my/staff?state=left", lang.t("staff-left"), false),
            ],
            rows: if full {
                vec![sample_row(
                    lang,
                    Some("/my/staff/stf_01936c2e77aa7b1c9d110a4f5b0c8e21"),
                )]
            } else {
                Vec::new()
            },
            next: None,
            team: lang.t2("staff-team-line", "n", 8, "m", 5),
            conditions: sample_conditions(lang),
            pupils: pupils_form(key, &none.0, &none.1),
        }
    }
}

impl StaffMember {
    /// An example; `entered` false shows the form that enters somebody, one field of it wrongly filled in.
    #[must_use]
    pub fn sample(lang: Lang, entered: bool) -> Self {
        let shell = My::sample(lang, MyPlace::Staff);
        let key = || FormKey::sample(lang);
        let (choices, values) = (
            Choices::sample(lang),
            Values::from_pairs([("name", "闵若琳"), ("post", "teacher")]),
        );
        let mut errors = Errors::default();
        if entered {
            return Self {
                shell,
                title: "闵若琳".to_owned(),
                notes: vec![Note::new(
                    Tone::Caution,
                    lang.t("staff-broken"),
                    lang.pick(
                        "拟聘用人员应当先做准入查询",
                        "Everybody is checked before being employed",
                    ),
                )],
                facts: vec![Fact::new(lang.t("staff-identity"), "360*************1X").as_code()],
                form: Some(change_form(key(), &choices, &values, &errors)),
                leave: Some(leave_form(key(), &Values::default(), &errors)),
            };
        }
        errors.add(
            "identity_number",
            lang.t("fault-identity-number-check-wrong"),
        );
        Self {
            shell,
            title: lang.t("staff-enter"),
            notes: Vec::new(),
            facts: Vec::new(),
            form: Some(enter_form(key(), &choices, &values, &errors)),
            leave: None,
        }
    }
}
