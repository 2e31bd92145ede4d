//! 到期提醒: whether and where they go.

use askama::Template;
use askama::filters::HtmlSafe;

use super::super::field::{Choice, Control, Errors, Field, Summary, Values};
use super::super::filters;
use crate::text::Lang;

/// The form: `POST /desk/sessions/reminders` with `email`, `wanted` (`yes`, `no`) and `language` (`zh`, `en`).
#[derive(Clone, Debug, Template)]
#[template(path = "desk/reminders.html")]
pub struct Reminders {
    /// Language of the page.
    pub lang: Lang,
    /// The secret of the form.
    pub csrf: String,
    /// Visible fields.
    pub fields: Vec<Field>,
}

impl HtmlSafe for Reminders {}

impl Reminders {
    /// The form with what was said, or typed, and what is wrong with it.
    #[must_use]
    pub fn of(csrf: &str, values: &Values, errors: &Errors, lang: Lang) -> Self {
        let line = |name: &str, key: &str| Field::line(name, lang.t(key), values, errors);
        let choice = |value: &str, key: &str| Choice::new(value, lang.t(key));
        Self {
            lang,
            csrf: csrf.to_owned(),
            fields: vec![
                line("email", "reminders-email")
                    .hint(lang.t("reminders-email-hint"))
                    .control(Control::Line("email"))
                    .helped("email", "email")
                    .optional(lang),
                line("wanted", "reminders-wanted")
                    .control(Control::Picks)
                    .choices(vec![
                        choice("yes", "reminders-yes"),
                        choice("no", "reminders-no"),
                    ]),
                line("language", "reminders-language")
                    .control(Control::Picks)
                    .choices(vec![
                        Choice::new("zh", "中文"),
                        Choice::new("en", "English"),
                    ]),
            ],
        }
    }

    fn summary(&self) -> Summary {
        Errors::default().summary_of(self.lang, &self.fields)
    }

    /// An example; `wrong` with an address that is none.
    #[must_use]
    pub fn sample(lang: Lang, wrong: bool) -> Self {
        let mut errors = Errors::default();
        if wrong {
            errors.add("email", lang.t("fault-email-invalid"));
        }
        let address = if wrong {
            "万晓岚"
        } else {
            "wan@example.com"
        };
        let values =
            Values::from_pairs([("email", address), ("wanted", "yes"), ("language", "zh")]);
        Self::of("", &values, &errors, lang)
    }
}
