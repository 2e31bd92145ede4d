//! 通知, 后台任务, 审计, 账号, 登录记录.

use askama::Template;

use super::super::field::{Choice, Control, Errors, Field, Summary, Values};
use super::super::filters;
use super::super::icon::Icon;
use super::super::piece::{Badge, Chip, Chips, Fact, Facts, Link, Verdict};
use super::super::shell::{Desk, DeskPlace};
use super::reminders::Reminders;
use crate::text::Lang;

/// One mail of the outbox.
#[derive(Clone, Debug)]
pub struct NoticeRow {
    /// Its id, sent back by the retry form.
    pub id: String,
    /// What it says: 受理告知.
    pub what: String,
    /// Path of the page with its words, where the reader may open it.
    pub letter: Option<String>,
    /// The record it is about.
    pub about: Option<Link>,
    /// Recipient, masked: chen***@example.com.
    pub to: String,
    /// Its state.
    pub badge: Badge,
    /// Attempts so far.
    pub attempts: u32,
    /// When it was made, in words.
    pub made: String,
    /// The server's last answer, or what is waited for; may be empty.
    pub reply: String,
    /// Its Message-ID.
    pub message_id: String,
    /// Whether the reader may send it again now (`POST /desk/notices/{id}/retry`).
    pub may_retry: bool,
    /// Whether the reader may say what was done instead (`POST /desk/notices/{id}/set-aside`).
    pub may_set_aside: bool,
}

/// `GET /desk/notices`.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/notices.html")]
pub struct Notices {
    /// Frame.
    pub shell: Desk,
    /// Filters by state.
    pub chips: Vec<Chip>,
    /// The mails, newest first.
    pub rows: Vec<NoticeRow>,
    /// What can have been done instead of a mail.
    pub instead: Vec<Choice>,
    /// Path of the next page of the list.
    pub next: Option<String>,
    /// Idempotency key of the retry forms.
    pub submission: String,
}

/// `GET /desk/notices/{id}`.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/notice.html")]
pub struct Letter {
    /// Frame.
    pub shell: Desk,
    /// What it says: 受理告知.
    pub what: String,
    /// The record it is about.
    pub about: Link,
    /// Its state.
    pub badge: Badge,
    /// To whom, when, how often, what the server answered.
    pub facts: Vec<Fact>,
    /// The language tag of its words.
    pub language: &'static str,
    /// Its subject line; none before the first attempt.
    pub subject: Option<String>,
    /// Its words, line by line as they went out.
    pub text: String,
}

/// One job that needs a person.
#[derive(Clone, Debug)]
pub struct JobRow {
    /// Its id, sent back by the retry form.
    pub id: String,
    /// What it does: 筛查投诉.
    pub kind: String,
    /// Its state.
    pub badge: Badge,
    /// Attempts so far.
    pub attempts: u32,
    /// Code of the last fault; may be empty.
    pub fault: String,
    /// Since when, in words.
    pub since: String,
    /// Whether the reader may run it again now (`POST /desk/jobs/{id}/retry`).
    pub may_retry: bool,
}

/// `GET /desk/jobs`.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/jobs.html")]
pub struct Jobs {
    /// Frame.
    pub shell: Desk,
    /// Counts by state.
    pub counts: Vec<Fact>,
    /// The workers and when each was last seen.
    pub workers: Vec<Fact>,
    /// Filters by state.
    pub chips: Vec<Chip>,
    /// The jobs.
    pub rows: Vec<JobRow>,
    /// Path of the next page of the list.
    pub next: Option<String>,
    /// What a source sent and could not be filed, where there is any.
    pub kept: Option<KeptItems>,
    /// Idempotency key of the retry forms.
    pub submission: String,
}

/// Items of a source that could not be filed.
#[derive(Clone, Debug)]
pub struct KeptItems {
    /// How many, and what to do, in words.
    pub lead: String,
    /// The newest of them: number and time, and what was wrong.
    pub items: Vec<Fact>,
}

/// One act of the audit log.
#[derive(Clone, Debug)]
pub struct ActRow {
    /// When, in words.
    pub when: String,
    /// Who and by which role.
    pub who: String,
    /// What was done: 受理投诉.
    pub what: String,
    /// To what.
    pub subject: String,
    /// Sealed or waiting for the sealer.
    pub badge: Badge,
    /// First digits of its digest.
    pub digest: String,
}

/// `GET /desk/audit`.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/audit.html")]
pub struct Audit {
    /// Frame.
    pub shell: Desk,
    /// Whether the chain holds; the first bad record where it does not.
    pub verdict: Verdict,
    /// Acts, sealed, unsealed, last seal, published head.
    pub facts: Vec<Fact>,
    /// The latest acts.
    pub rows: Vec<ActRow>,
    /// Path of the next page of the list.
    pub next: Option<String>,
}

/// One account.
#[derive(Clone, Debug)]
pub struct AccountRow {
    /// Its id, sent back by its forms.
    pub id: String,
    /// Login.
    pub login: String,
    /// Name.
    pub name: String,
    /// Role in words.
    pub role: String,
    /// Office or institution.
    pub place: String,
    /// In use or disabled.
    pub badge: Badge,
    /// Last sign-in, in words; may be empty.
    pub last: String,
    /// Whether it may be disabled now (`POST /desk/accounts/{id}/disable`).
    pub may_disable: bool,
    /// Certificate in words; empty where there is none.
    pub certificate: String,
    /// The fields of `POST /desk/accounts/{id}/certificate`; empty where the holder needs none.
    pub certify: Vec<Field>,
    /// Whether it is closed. A new password (`POST /desk/accounts/{id}/reset`) opens it again.
    pub closed: bool,
}

impl AccountRow {
    /// Whether something of this row was refused.
    fn refused(&self) -> bool {
        self.certify.iter().any(|field| field.error.is_some())
    }
}

/// The fields that enter a certificate, named for the account with this id.
pub fn certify_fields(lang: Lang, id: &str, values: &Values, errors: &Errors) -> Vec<Field> {
    let field = |name, label: &str| Field::line(name, lang.t(label), values, errors);
    vec![
        field("certificate", "account-certificate")
            .limit(40)
            .within(id),
        field("certificate_until", "account-certificate-until")
            .control(Control::Line("date"))
            .short()
            .within(id),
    ]
}

/// A password that is shown once.
#[derive(Clone, Debug)]
pub struct FirstPassword {
    /// What was done and to whom.
    pub head: String,
    /// The password.
    pub password: String,
}

/// `GET /desk/accounts`, and the form that adds one (`POST /desk/accounts`).
///
/// Fields sent: `login`, `name`, `role`, `authority`, `institution_number`, `certificate`, `certificate_until`.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/accounts.html")]
pub struct Accounts {
    /// Frame.
    pub shell: Desk,
    /// The accounts.
    pub rows: Vec<AccountRow>,
    /// Path of the next page of the list.
    pub next: Option<String>,
    /// Roles to choose from.
    pub roles: Vec<Choice>,
    /// Offices to choose from.
    pub authorities: Vec<Choice>,
    /// What was typed.
    pub values: Values,
    /// What is wrong with it.
    pub errors: Errors,
    /// What is wrong with a certificate.
    pub certify_errors: Errors,
    /// The password of an account just made or reset, shown once.
    pub first_password: Option<FirstPassword>,
    /// Idempotency key.
    pub submission: String,
}

impl Accounts {
    fn summary(&self) -> Summary {
        match self.rows.iter().find(|row| row.refused()) {
            Some(row) => self
                .certify_errors
                .summary_of(self.shell.lang, &row.certify),
            None => self.errors.summary_of(self.shell.lang, &self.fields()),
        }
    }

    /// Shows what is wrong with the certificate that was typed for the account with this id.
    pub fn refuse_certificate(&mut self, id: &str, values: &Values, errors: &Errors) {
        let lang = self.shell.lang;
        for row in self.rows.iter_mut().filter(|row| row.id == id) {
            row.certify = certify_fields(lang, id, values, errors);
        }
        self.certify_errors = errors.clone();
    }

    fn fields(&self) -> Vec<Field> {
        let lang = self.shell.lang;
        let field =
            |name, label: &str| Field::line(name, lang.t(label), &self.values, &self.errors);
        vec![
            field("login", "account-login")
                .hint(lang.t("account-login-hint"))
                .limit(64),
            field("name", "account-name").limit(50),
            field("role", "account-role")
                .control(Control::Select)
                .choices(self.roles.clone()),
            field("authority", "account-authority")
                .hint(lang.t("account-authority-hint"))
                .control(Control::Select)
                .choices(self.authorities.clone())
                .optional(lang),
            field("institution_number", "account-institution")
                .hint(lang.t("account-institution-hint"))
                .optional(lang)
                .limit(20),
            field("certificate", "account-certificate")
                .hint(lang.t("account-certificate-hint"))
                .optional(lang)
                .limit(40),
            field("certificate_until", "account-certificate-until")
                .control(Control::Line("date"))
                .optional(lang)
                .short(),
        ]
    }
}

/// One session of the reader.
#[derive(Clone, Debug)]
pub struct SessionRow {
    /// When it began, in words.
    pub began: String,
    /// When it was last used, in words.
    pub used: String,
    /// Until when it may last, in words.
    pub until: String,
    /// Whether it is the one in use.
    pub here: bool,
}

/// `GET /desk/sessions`; `POST /desk/sessions/end` signs out everywhere, `POST /sign-out` here.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/sessions.html")]
pub struct Sessions {
    /// Frame.
    pub shell: Desk,
    /// The sessions, the present one first.
    pub rows: Vec<SessionRow>,
    /// Whether and where reminders go; none for those who have none.
    pub reminders: Option<Reminders>,
}
