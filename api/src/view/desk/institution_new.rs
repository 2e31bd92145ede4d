//! 登记拟设机构: the form that enters one institution whose founder is about to apply.

use askama::Template;

use super::super::field::{Choice, Control, Errors, Field, Summary, Values};
use super::super::filters;
use super::super::icon::Icon;
use super::super::shell::{Desk, DeskPlace};
use crate::text::Lang;

/// One of the register that reads the same.
#[derive(Clone, Debug)]
pub struct KnownRow {
    /// Path of its page.
    pub href: String,
    /// Its number.
    pub number: String,
    /// Its name.
    pub name: String,
    /// Where it is.
    pub line: String,
}

/// The options of the form's choices.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    /// Districts.
    pub districts: Vec<Choice>,
    /// Classes.
    pub classes: Vec<Choice>,
    /// Stages of school.
    pub stages: Vec<Choice>,
    /// Kinds of legal person.
    pub legal_forms: Vec<Choice>,
    /// For profit or not.
    pub profits: Vec<Choice>,
    /// On site or online.
    pub modes: Vec<Choice>,
}

/// `GET /desk/institutions/new`, and `POST` to the same where it was not entered.
///
/// Fields sent: `name`, `brand`, `class` and `stages` (several), `district`, `address`, `founder`, `legal_form`, `profit`,
/// `uscc`, `legal_representative`, `principal`, `mode`, `founded_on`, `telephone`, `email`; hidden `submission`, and `others`
/// where some that read the same were shown.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/institution_new.html")]
pub struct InstitutionNew {
    /// Frame.
    pub shell: Desk,
    /// Those of the register that read the same.
    pub known: Vec<KnownRow>,
    /// Key under which the same form sent twice is one institution.
    pub submission: String,
    /// The options.
    pub choices: Choices,
    /// What is filled in.
    pub values: Values,
    /// What is wrong with it.
    pub errors: Errors,
}

impl InstitutionNew {
    fn summary(&self) -> Summary {
        let mut fields = self.what();
        fields.extend(self.who());
        fields.extend(self.reached());
        self.errors.summary_of(self.shell.lang, &fields)
    }

    /// Numbers of those that were shown.
    fn others(&self) -> String {
        let numbers: Vec<&str> = self.known.iter().map(|row| row.number.as_str()).collect();
        numbers.join(",")
    }

    fn line(&self, name: &str, label: &str) -> Field {
        let label = self.shell.lang.t(label);
        Field::line(name, label, &self.values, &self.errors)
    }

    fn choice(&self, name: &str, label: &str, control: Control, all: &[Choice]) -> Field {
        self.line(name, label)
            .control(control)
            .choices(all.to_vec())
    }

    fn what(&self) -> Vec<Field> {
        let (lang, all) = (self.shell.lang, &self.choices);
        vec![
            self.line("name", "enter-name")
                .hint(lang.t("enter-name-hint"))
                .limit(120),
            self.line("brand", "enter-brand").limit(60).optional(lang),
            self.choice("class", "class", Control::Ticks, &all.classes),
            self.choice("stages", "enter-stages", Control::Ticks, &all.stages),
            self.choice("mode", "enter-mode", Control::Picks, &all.modes)
                .optional(lang),
            self.choice("district", "district", Control::Select, &all.districts),
            self.line("address", "enter-address")
                .hint(lang.t("wz-address-hint"))
                .limit(200),
        ]
    }

    fn who(&self) -> Vec<Field> {
        let (lang, all) = (self.shell.lang, &self.choices);
        vec![
            self.line("founder", "enter-founder")
                .hint(lang.t("enter-founder-hint"))
                .limit(100),
            self.choice("profit", "enter-profit", Control::Picks, &all.profits)
                .optional(lang),
            self.choice(
                "legal_form",
                "enter-legal-form",
                Control::Select,
                &all.legal_forms,
            )
            .optional(lang),
            self.line("uscc", "enter-uscc")
                .hint(lang.t("enter-uscc-hint"))
                .short()
                .optional(lang),
            self.line("founded_on", "enter-founded-on")
                .control(Control::Line("date"))
                .short()
                .optional(lang),
            self.line("legal_representative", "enter-legal-representative")
                .limit(60)
                .optional(lang),
            self.line("principal", "enter-principal")
                .limit(60)
                .optional(lang),
        ]
    }

    fn reached(&self) -> Vec<Field> {
        let lang = self.shell.lang;
        vec![
            self.line("telephone", "enter-telephone")
                .control(Control::Line("tel"))
                .helped("off", "tel")
                .short()
                .optional(lang),
            self.line("email", "enter-email")
                .hint(lang.t("enter-email-hint"))
                .control(Control::Line("email"))
                .helped("off", "email")
                .optional(lang),
        ]
    }

    /// An example; `known` shows one that reads the same.
    #[must_use]
    pub fn sample(lang: Lang, known: bool) -> Self {
        let mut errors = Errors::default();
        if known {
            errors.add("known", lang.pick(
                "登记册里已有同名或者同址的机构，请先核对",
                "the register has an institution of the same name or at the same address: look at it first",
            ));
        }
        let one = KnownRow {
            href: "/desk/institutions/NC00001285".to_owned(),
            number: "NC00001285".to_owned(),
            name: "南昌市红谷滩区青桐舞蹈艺术培训中心有限公司".to_owned(),
            line: "红谷滩区 · 凤凰中大道 1000 号 3 层".to_owned(),
        };
        let choice = |code: &str, zh: &str, en: &str| vec![Choice::new(code, lang.pick(zh, en))];
        Self {
            shell: Desk::sample(lang, DeskPlace::Institutions),
            known: if known { vec![one] } else { Vec::new() },
            submission: String::new(),
            choices: Choices {
                districts: choice("360113", "红谷滩区", "Honggutan"),
                classes: choice("arts", "文化艺术类", "Culture and arts"),
                stages: choice("primary", "小学", "Primary school"),
                legal_forms: choice("company", "公司", "Company"),
                profits: choice("for_profit", "营利性", "For profit"),
                modes: choice("on_site", "线下", "On site"),
            },
            values: Values::from_pairs([("name", "青桐舞蹈艺术培训中心"), ("class", "arts")]),
            errors,
        }
    }
}
