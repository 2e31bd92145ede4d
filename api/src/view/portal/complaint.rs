//! The complaint form and the page on which the answers are checked before they are sent.

use askama::Template;

use super::super::field::{Choice, Control, Errors, Field, Summary, Values};
use super::super::filters;
use super::super::icon::Icon;
use super::super::piece::{Badge, Fact, Facts, Tone};
use super::super::shell::{Door, Portal};
use crate::text::Lang;

/// The institution a complaint was begun from.
#[derive(Clone, Debug)]
pub struct ChosenInstitution {
    /// Its number, sent as `institution_number`.
    pub number: String,
    /// Its registered name.
    pub name: String,
    /// State of its licence in a word.
    pub badge: Badge,
}

/// `GET /complaints/new?institution=`, and the same form with faults after `POST /complaints/check`.
///
/// Fields sent: `institution_number`, `institution_name`, `place`, `district`, `subject`, `body`, `happened_on` (`YYYY-MM-DD`),
/// `amount` (yuan as people write it), `anonymous` (`yes` | `no`), `contact_name`, `contact_telephone`, `contact_email`.
#[derive(Clone, Debug, Template)]
#[template(path = "portal/complaint.html")]
pub struct ComplaintForm {
    /// Frame.
    pub shell: Portal,
    /// What was typed so far.
    pub values: Values,
    /// What is wrong with it.
    pub errors: Errors,
    /// The institution it was begun from.
    pub institution: Option<ChosenInstitution>,
    /// Districts to choose from.
    pub districts: Vec<Choice>,
    /// Idempotency key.
    pub submission: String,
}

impl ComplaintForm {
    fn field(&self, name: &str, label: &str) -> Field {
        Field::line(name, self.shell.t(label), &self.values, &self.errors)
    }

    fn summary(&self) -> Summary {
        self.errors.summary_of(
            self.shell.lang,
            &[
                self.institution_name(),
                self.place(),
                self.district(),
                self.subject(),
                self.body(),
                self.happened_on(),
                self.amount(),
                self.anonymous(),
                self.contact_name(),
                self.contact_telephone(),
                self.contact_email(),
            ],
        )
    }

    fn institution_name(&self) -> Field {
        self.field("institution_name", "complaint-institution")
            .hint(self.shell.t("complaint-institution-hint"))
            .limit(100)
    }

    fn place(&self) -> Field {
        self.field("place", "complaint-place")
            .hint(self.shell.t("complaint-place-hint"))
            .optional(self.shell.lang)
            .limit(200)
    }

    fn district(&self) -> Field {
        self.field("district", "complaint-district")
            .hint(self.shell.t("complaint-district-hint"))
            .control(Control::Select)
            .choices(self.districts.clone())
            .optional(self.shell.lang)
            .short()
    }

    fn subject(&self) -> Field {
        self.field("subject", "complaint-subject")
            .hint(self.shell.t("complaint-subject-hint"))
            .limit(100)
    }

    fn body(&self) -> Field {
        self.field("body", "complaint-body")
            .hint(self.shell.t("complaint-body-hint"))
            .control(Control::Area(8))
            .limit(5_000)
    }

    fn happened_on(&self) -> Field {
        self.field("happened_on", "complaint-day")
            .hint(self.shell.t("complaint-day-hint"))
            .control(Control::Line("date"))
            .optional(self.shell.lang)
            .short()
    }

    fn amount(&self) -> Field {
        self.field("amount", "complaint-amount")
            .hint(self.shell.t("complaint-amount-hint"))
            .helped("", "decimal")
            .optional(self.shell.lang)
            .short()
    }

    fn anonymous(&self) -> Field {
        let t = |key| self.shell.t(key);
        self.field("anonymous", "complaint-name-question")
            .control(Control::Picks)
            .choices(vec![
                Choice::hinted("no", t("complaint-named"), t("complaint-named-hint")),
                Choice::hinted(
                    "yes",
                    t("complaint-anonymous"),
                    t("complaint-anonymous-hint"),
                ),
            ])
    }

    fn contact_name(&self) -> Field {
        self.field("contact_name", "complaint-contact-name")
            .helped("name", "")
            .needed(self.shell.t("complaint-if-named"))
            .limit(50)
    }

    fn contact_telephone(&self) -> Field {
        self.field("contact_telephone", "complaint-contact-telephone")
            .control(Control::Line("tel"))
            .helped("tel", "tel")
            .needed(self.shell.t("complaint-one-way"))
            .limit(30)
    }

    fn contact_email(&self) -> Field {
        self.field("contact_email", "complaint-contact-email")
            .hint(self.shell.t("complaint-contact-email-hint"))
            .control(Control::Line("email"))
            .helped("email", "email")
            .needed(self.shell.t("complaint-one-way"))
            .limit(254)
    }
}

/// One value of the form, carried on as a hidden field.
#[derive(Clone, Debug)]
pub struct Hidden {
    /// Field name.
    pub name: String,
    /// Value.
    pub value: String,
}

/// `POST /complaints/check` where the form is without faults: the answers as they will be sent.
///
/// One form carries all values as hidden fields: its buttons send (`POST /complaints`) or go back to change (`POST
/// /complaints/new`).
#[derive(Clone, Debug, Template)]
#[template(path = "portal/complaint_check.html")]
pub struct ComplaintCheck {
    /// Frame.
    pub shell: Portal,
    /// What happened: institution, place, subject, text, day, sum.
    pub facts: Vec<Fact>,
    /// Who complains: by name or without, ways to answer.
    pub contact: Vec<Fact>,
    /// All values of the form.
    pub hidden: Vec<Hidden>,
    /// Idempotency key.
    pub submission: String,
    /// Day by which the complainant gets an answer, in words.
    pub due: String,
}

impl ComplaintForm {
    /// An example; `faulty` shows the form as it comes back with faults.
    #[must_use]
    pub fn sample(lang: Lang, faulty: bool) -> Self {
        let mut errors = Errors::default();
        if faulty {
            errors.add("subject", lang.t("fault-text-empty"));
            errors.add("contact_email", lang.t("fault-email-invalid"));
        }
        let values = if faulty {
            Values::from_pairs([
                ("subject", ""),
                (
                    "body",
                    "孩子骨折不能再上课，还有 26 节没上，机构说“开了课就不退”。",
                ),
                ("amount", "4320"),
                ("anonymous", "no"),
                ("contact_email", "chen@@example"),
            ])
        } else {
            Values::from_pairs([("anonymous", "no")])
        };
        Self {
            shell: Portal::sample(
                lang,
                Door::Complain,
                "/complaints/new?institution=NC00001285",
            ),
            values,
            errors,
            institution: faulty.then(|| ChosenInstitution {
                number: "NC00001285".to_owned(),
                name: "南昌市红谷滩区青桐舞蹈艺术培训中心有限公司".to_owned(),
                badge: Badge::new(Tone::Good, lang.pick("证照有效", "Licence valid")),
            }),
            districts: vec![
                Choice::new("360102", lang.pick("东湖区", "Donghu")),
                Choice::new("360113", lang.pick("红谷滩区", "Honggutan")),
            ],
            submission: "01936c2e-77aa-7b1c-9d11-0a4f5b0c8e21".to_owned(),
        }
    }
}

impl ComplaintCheck {
    /// An example.
    #[must_use]
    pub fn sample(lang: Lang) -> Self {
        Self {
            shell: Portal::sample(lang, Door::Complain, "/complaints/new"),
            facts: vec![
                Fact::new(
                    lang.pick("机构", "Institution"),
                    "南昌市红谷滩区青桐舞蹈艺术培训中心有限公司",
                ),
                Fact::new(lang.pick("一句话", "In one line"), "课没上完，钱退不回来"),
                Fact {
                    term: lang.pick("经过", "What happened").to_owned(),
                    lines: vec![
                        "孩子骨折不能再上课，还有 26 节没上，机构说“开了课就不退”。".to_owned(),
                        "合同第八条写明可以退未上的课。".to_owned(),
                    ],
                    ..Fact::default()
                },
                Fact::new(
                    lang.pick("什么时候", "When"),
                    lang.pick("2026年11月20日（周五）", "Friday 20 November 2026"),
                ),
                Fact::new(lang.pick("金额", "Sum"), "¥4,320.00"),
            ],
            contact: vec![
                Fact::new(
                    lang.pick("实名还是匿名", "Name"),
                    lang.pick(
                        "实名，只给经办人看",
                        "Given, seen only by those who handle it",
                    ),
                ),
                Fact::new(lang.pick("邮箱", "E-mail"), "chen***@example.com"),
            ],
            hidden: vec![Hidden {
                name: "subject".to_owned(),
                value: "课没上完，钱退不回来".to_owned(),
            }],
            submission: "01936c2e-77aa-7b1c-9d11-0a4f5b0c8e21".to_owned(),
            due: lang
                .pick("2026年12月14日（周一）", "Monday 14 December 2026")
                .to_owned(),
        }
    }
}
