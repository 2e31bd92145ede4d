//! A report that an entry of the register is wrong, closed or double: written, checked, kept by its receipt, followed.

use askama::Template;

use super::super::field::{Control, Errors, Field, Summary, Values};
use super::super::filters;
use super::super::icon::Icon;
use super::super::piece::{Entry, Fact, Facts, MailState, Timeline, Tone, Verdict};
use super::super::shell::{Door, Portal};
use super::complaint::Hidden;

/// A kind of report to choose.
#[derive(Clone, Debug)]
pub struct KindChoice {
    /// Path of its form.
    pub href: String,
    /// Its words.
    pub label: String,
    /// When to choose it.
    pub hint: String,
}

/// The entry a report is about.
#[derive(Clone, Debug)]
pub struct Reported {
    /// Its number, sent as `institution`.
    pub number: String,
    /// Its registered name.
    pub name: String,
}

/// What may be wrong in an entry: the field, and what stands there.
#[derive(Clone, Debug)]
pub struct ReportedField {
    /// Code of the field, its name in the form.
    pub code: &'static str,
    /// Its words.
    pub label: String,
    /// What stands there, in words.
    pub now: String,
}

/// `GET /reports/new?institution=&kind=`, and the same form with faults after `POST /reports/check`.
///
/// Fields sent: `institution`, `kind`; of `wrong` the codes of the fields with what would be right; `since_on`
/// (`YYYY-MM-DD`), `other`, `text`, `email`.
#[derive(Clone, Debug, Template)]
#[template(path = "portal/report.html")]
pub struct ReportForm {
    /// Frame.
    pub shell: Portal,
    /// The entry.
    pub about: Reported,
    /// The kinds to choose from; empty where one was chosen.
    pub kinds: Vec<KindChoice>,
    /// The kind that was chosen, in words.
    pub chosen: String,
    /// The fields of which one may say that they are wrong; of `wrong` alone.
    pub fields: Vec<ReportedField>,
    /// What was typed so far.
    pub values: Values,
    /// What is wrong with it.
    pub errors: Errors,
    /// Idempotency key.
    pub submission: String,
}

impl ReportForm {
    fn kind(&self) -> &str {
        self.values.get("kind")
    }

    fn line(&self, name: &str, label: &str) -> Field {
        Field::line(name, self.shell.t(label), &self.values, &self.errors)
    }

    /// The controls of the kind that was chosen, in the order of the page.
    fn controls(&self) -> Vec<Field> {
        let lang = self.shell.lang;
        let mut controls: Vec<Field> = match self.kind() {
            "wrong" => self.fields.iter().map(|it| self.item(it)).collect(),
            "closed" => vec![
                self.line("since_on", "report-since")
                    .hint(self.shell.t("report-since-hint"))
                    .control(Control::Line("date"))
                    .optional(lang)
                    .short(),
            ],
            "double" => vec![
                self.line("other", "report-other-entry")
                    .hint(self.shell.t("report-other-entry-hint"))
                    .limit(200),
            ],
            _ => Vec::new(),
        };
        let text = self.line("text", "report-text").control(Control::Area(4));
        let text = text.limit(1_000).hint(self.shell.t(match self.kind() {
            "wrong" => "report-text-hint-wrong",
            "closed" => "report-text-hint-closed",
            "double" => "report-text-hint-double",
            _ => "report-text-hint-other",
        }));
        controls.push(if self.kind() == "other" {
            text
        } else {
            text.optional(lang)
        });
        controls.push(
            self.line("email", "report-email")
                .hint(self.shell.t("report-email-hint"))
                .control(Control::Line("email"))
                .helped("email", "email")
                .optional(lang)
                .limit(254),
        );
        controls
    }

    fn item(&self, field: &ReportedField) -> Field {
        let shell = &self.shell;
        Field::line(field.code, field.label.clone(), &self.values, &self.errors)
            .hint(shell.t1("report-now", "text", &field.now))
            .needed(shell.t("report-if-wrong"))
            .limit(200)
    }

    fn summary(&self) -> Summary {
        self.errors.summary_of(self.shell.lang, &self.controls())
    }
}

/// `POST /reports/check` where the form is without faults. One form carries all values: its buttons send (`POST /reports`) or
/// go back to change (`POST /reports/new`).
#[derive(Clone, Debug, Template)]
#[template(path = "portal/report_check.html")]
pub struct ReportCheck {
    /// Frame.
    pub shell: Portal,
    /// What is said of which entry.
    pub facts: Vec<Fact>,
    /// All values of the form.
    pub hidden: Vec<Hidden>,
    /// Idempotency key.
    pub submission: String,
    /// What happens next, and who gets it.
    pub next: Vec<Entry>,
}

/// `GET /reports/receipt`: number and code, shown after the report was filed.
///
/// Form: `POST /reports/receipt/text` (the same as a text file; hidden `number`, `receipt`), `POST /reports/follow`.
#[derive(Clone, Debug, Template)]
#[template(path = "portal/report_receipt.html")]
pub struct ReportReceipt {
    /// Frame.
    pub shell: Portal,
    /// Number of the report.
    pub number: String,
    /// Receipt code in groups of four.
    pub code: String,
    /// Receipt code without spaces, for the hidden fields.
    pub code_plain: String,
    /// When it was filed, in words.
    pub filed_at: String,
    /// QR code of the follow page (number only, never the code), as `svg`.
    pub qr_svg: String,
    /// What was handed in.
    pub facts: Vec<Fact>,
    /// What comes next.
    pub next: Vec<Entry>,
}

impl ReportReceipt {
    fn verdict(&self) -> Verdict {
        Verdict {
            tone: Tone::Good,
            headline: self.shell.t("report-receipt-headline"),
            subject: String::new(),
            lines: vec![self.shell.t("report-receipt-why")],
            checked: String::new(),
        }
    }
}

/// `GET /reports/follow` and `POST /reports/follow` with faults. Fields sent: `number`, `receipt`.
#[derive(Clone, Debug, Template)]
#[template(path = "portal/report_look_up.html")]
pub struct ReportLookUp {
    /// Frame.
    pub shell: Portal,
    /// What was typed; the receipt code is never sent back.
    pub values: Values,
    /// What is wrong; number and code unknown or not belonging together are one fault, at `receipt`.
    pub errors: Errors,
}

impl ReportLookUp {
    fn summary(&self) -> Summary {
        self.errors
            .summary_of(self.shell.lang, &[self.number(), self.receipt()])
    }

    fn number(&self) -> Field {
        let label = self.shell.t("report-number");
        Field::line("number", label, &self.values, &self.errors)
            .hint(self.shell.t("report-number-hint"))
            .helped("off", "")
            .limit(20)
            .short()
    }

    fn receipt(&self) -> Field {
        let label = self.shell.t("follow-receipt");
        Field::line("receipt", label, &Values::default(), &self.errors)
            .hint(self.shell.t("follow-receipt-hint"))
            .helped("off", "numeric")
            .limit(40)
            .short()
    }
}

/// `GET /reports/follow/{number}` once number and code were right.
#[derive(Clone, Debug, Template)]
#[template(path = "portal/report_follow.html")]
pub struct ReportFollow {
    /// Frame.
    pub shell: Portal,
    /// Number of the report.
    pub number: String,
    /// The state as a sentence, and what happens next.
    pub verdict: Verdict,
    /// The answer, one paragraph a line; empty before there is one, or where nothing was written.
    pub answer: Vec<String>,
    /// Who gave it.
    pub authority: String,
    /// What happened and the dates to come, oldest first.
    pub dates: Vec<Entry>,
    /// The mails about it.
    pub mails: Vec<MailState>,
    /// What was handed in.
    pub facts: Vec<Fact>,
    /// The page of the entry.
    pub institution: String,
}
