//! From the facts of a notice to its words: deterministic, so that the words kept with a notice
//! are the words that went out.

mod after_school;
mod application;
mod digest;
mod licence;
mod record;
mod report;

use askama::Template as _;
use domain::notice::Template;
use domain::words::{Article, Day};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use store::outbox::Rendered;

use after_school::{EndingFacts, ProviderFacts, ending, provider};
use application::{MovedFacts, moved};
use digest::{DigestFacts, digest};
use licence::{ChangedFacts, ExpiringFacts, changed, expiring};
use record::{ConfirmFacts, RecordFacts, confirm, record};
use report::{JudgedFacts, ReportedFacts, judged, reported};

/// The language of a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// Simplified Chinese.
    Zh,
    /// English.
    En,
}

impl Language {
    /// The language with this code; Chinese for any other, since the law's language is Chinese.
    #[must_use]
    pub fn from_code(code: &str) -> Self {
        if code == "en" { Self::En } else { Self::Zh }
    }

    /// The tag of RFC 5646.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }
}

/// What every mail of this deployment bears.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shell {
    /// The language of this mail.
    pub language: Language,
    /// The name of the office that writes.
    pub office: String,
    /// The address of portal and desks, without a slash at the end.
    pub address: String,
}

/// Why a notice could not be put into words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RenderFault {
    /// The facts stored with the notice lack what its text shows. Holds no value of them.
    #[error("the facts of a notice of {template} do not fit its text")]
    Facts {
        /// The code of the template.
        template: &'static str,
    },
    /// The text could not be written.
    #[error("the text of {template} could not be written")]
    Text {
        /// The code of the template.
        template: &'static str,
    },
}

impl RenderFault {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Facts { .. } => "facts_invalid",
            Self::Text { .. } => "text_invalid",
        }
    }
}

/// A day as a mail shows it: `2026-11-24` in English, `2026年11月24日` in Chinese.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(transparent)]
struct ShownDay(Day);

impl ShownDay {
    fn zh(&self) -> String {
        let Self(day) = self;
        format!("{}年{}月{}日", day.year(), day.month(), day.day_of_month())
    }
}

impl std::fmt::Display for ShownDay {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(out)
    }
}

/// Facts of [`Template::ComplaintReceived`].
#[derive(Debug, Deserialize)]
struct ReceivedFacts {
    number: String,
    #[serde(flatten)]
    about: About,
    received_on: ShownDay,
    due_on: ShownDay,
}

/// Facts of [`Template::ComplaintAccepted`]; `on` is the day of acceptance.
#[derive(Debug, Deserialize)]
struct AcceptedFacts {
    number: String,
    #[serde(flatten)]
    about: About,
    on: ShownDay,
    due_on: ShownDay,
}

/// Facts of [`Template::ComplaintAnswered`]; `answer` is what the officer wrote on the day `on`,
/// and with `declined` it says why the complaint is not dealt with.
#[derive(Debug, Deserialize)]
struct AnsweredFacts {
    number: String,
    #[serde(flatten)]
    about: About,
    on: ShownDay,
    answer: String,
    #[serde(default)]
    declined: bool,
}

/// The institution a complaint is about. Its name is mailed only where it comes from the register:
/// what a complainant typed is not, or the form would carry anybody's words to anybody's address.
#[derive(Debug, Deserialize)]
struct About {
    institution: Option<String>,
    institution_number: Option<String>,
}

impl About {
    fn registered(&self) -> Option<&str> {
        self.institution_number.as_ref()?;
        self.institution.as_deref().filter(|name| !name.is_empty())
    }
}

/// Facts of [`Template::CorrectionOrdered`]; `article` has the keys of the articles it rests on. With
/// `consent_signed_on` the institution has consented to electronic service in writing
/// (Administrative Penalty Law article 61), and the document is served that way; the mail itself is a copy that informs
/// in either case.
#[derive(Debug, Deserialize)]
struct OrderedFacts {
    document: String,
    institution: String,
    demand: String,
    article: String,
    ordered_on: ShownDay,
    due_on: ShownDay,
    consent_signed_on: Option<ShownDay>,
    /// What the order rests on; an order of before it was told has none.
    #[serde(default)]
    findings: Vec<FoundFacts>,
}

/// What an officer found.
#[derive(Debug, Deserialize)]
struct FoundFacts {
    facts: String,
    acted_on: Option<ShownDay>,
}

impl OrderedFacts {
    fn basis_zh(&self) -> String {
        basis_zh(&self.article)
    }

    fn basis_en(&self) -> String {
        basis_en(&self.article)
    }
}

/// Facts of [`Template::CorrectionDueChanged`]: the order, its new last day, and why the officer moved it.
#[derive(Debug, Deserialize)]
struct DueChangedFacts {
    document: String,
    institution: String,
    reason: String,
    article: String,
    ordered_on: ShownDay,
    due_on: ShownDay,
}

impl DueChangedFacts {
    fn basis_zh(&self) -> String {
        basis_zh(&self.article)
    }

    fn basis_en(&self) -> String {
        basis_en(&self.article)
    }
}

/// The articles that are stored as keys with spaces between them, as a mail cites them.
fn basis_zh(keys: &str) -> String {
    let cited: Vec<String> = Article::list(keys).iter().map(Article::cited_zh).collect();
    cited.join("、")
}

fn basis_en(keys: &str) -> String {
    let cited: Vec<String> = Article::list(keys).iter().map(Article::cited_en).collect();
    cited.join("; ")
}

macro_rules! texts {
    ($($name:ident($facts:ty): $txt:literal, $html:literal;)*) => {
        $(mod $name {
            use super::*;

            #[derive(askama::Template)]
            #[template(path = $txt, escape = "none")]
            pub(super) struct Plain<'a> {
                pub(super) shell: &'a Shell,
                pub(super) facts: &'a $facts,
            }

            #[derive(askama::Template)]
            #[template(path = $html)]
            pub(super) struct Html<'a> {
                pub(super) shell: &'a Shell,
                pub(super) subject: &'a str,
                pub(super) facts: &'a $facts,
            }

            pub(super) fn write(
                shell: &Shell,
                subject: &str,
                facts: &$facts,
            ) -> Result<(String, String), askama::Error> {
                let text = Plain { shell, facts }.render()?;
                let html = Html { shell, subject, facts }.render()?;
                Ok((text, html))
            }
        })*
    };
}

texts! {
    received_zh(ReceivedFacts): "mail/complaint_received.zh.txt", "mail/complaint_received.zh.html";
    received_en(ReceivedFacts): "mail/complaint_received.en.txt", "mail/complaint_received.en.html";
    accepted_zh(AcceptedFacts): "mail/complaint_accepted.zh.txt", "mail/complaint_accepted.zh.html";
    accepted_en(AcceptedFacts): "mail/complaint_accepted.en.txt", "mail/complaint_accepted.en.html";
    answered_zh(AnsweredFacts): "mail/complaint_answered.zh.txt", "mail/complaint_answered.zh.html";
    answered_en(AnsweredFacts): "mail/complaint_answered.en.txt", "mail/complaint_answered.en.html";
    ordered_zh(OrderedFacts): "mail/correction_ordered.zh.txt", "mail/correction_ordered.zh.html";
    ordered_en(OrderedFacts): "mail/correction_ordered.en.txt", "mail/correction_ordered.en.html";
    due_changed_zh(DueChangedFacts): "mail/correction_due_changed.zh.txt", "mail/correction_due_changed.zh.html";
    due_changed_en(DueChangedFacts): "mail/correction_due_changed.en.txt", "mail/correction_due_changed.en.html";
    expiring_zh(ExpiringFacts): "mail/licence_expiring.zh.txt", "mail/licence_expiring.zh.html";
    expiring_en(ExpiringFacts): "mail/licence_expiring.en.txt", "mail/licence_expiring.en.html";
    changed_zh(ChangedFacts): "mail/licence_changed.zh.txt", "mail/licence_changed.zh.html";
    changed_en(ChangedFacts): "mail/licence_changed.en.txt", "mail/licence_changed.en.html";
    moved_zh(MovedFacts): "mail/application_moved.zh.txt", "mail/application_moved.zh.html";
    moved_en(MovedFacts): "mail/application_moved.en.txt", "mail/application_moved.en.html";
    record_zh(RecordFacts): "mail/record_moved.zh.txt", "mail/record_moved.zh.html";
    record_en(RecordFacts): "mail/record_moved.en.txt", "mail/record_moved.en.html";
    reported_zh(ReportedFacts): "mail/report_received.zh.txt", "mail/report_received.zh.html";
    reported_en(ReportedFacts): "mail/report_received.en.txt", "mail/report_received.en.html";
    judged_zh(JudgedFacts): "mail/report_answered.zh.txt", "mail/report_answered.zh.html";
    judged_en(JudgedFacts): "mail/report_answered.en.txt", "mail/report_answered.en.html";
    confirm_zh(ConfirmFacts): "mail/record_confirm.zh.txt", "mail/record_confirm.zh.html";
    confirm_en(ConfirmFacts): "mail/record_confirm.en.txt", "mail/record_confirm.en.html";
    digest_zh(DigestFacts): "mail/officer_digest.zh.txt", "mail/officer_digest.zh.html";
    digest_en(DigestFacts): "mail/officer_digest.en.txt", "mail/officer_digest.en.html";
    provider_zh(ProviderFacts): "mail/after_school_moved.zh.txt", "mail/after_school_moved.zh.html";
    provider_en(ProviderFacts): "mail/after_school_moved.en.txt", "mail/after_school_moved.en.html";
    ending_zh(EndingFacts): "mail/after_school_ending.zh.txt", "mail/after_school_ending.zh.html";
    ending_en(EndingFacts): "mail/after_school_ending.en.txt", "mail/after_school_ending.en.html";
}

/// Puts a notice into words. The same template, facts and shell give the same words.
///
/// # Errors
/// [`RenderFault`] where the facts lack what the text shows.
pub fn render(template: Template, facts: &Value, shell: &Shell) -> Result<Rendered, RenderFault> {
    macro_rules! text {
        ($subject:ident, $zh:ident, $en:ident) => {
            written(template, facts, shell, $subject, $zh::write, $en::write)
        };
    }
    match template {
        Template::ComplaintReceived => text!(received, received_zh, received_en),
        Template::ComplaintAccepted => text!(accepted, accepted_zh, accepted_en),
        Template::ComplaintAnswered => text!(answered, answered_zh, answered_en),
        Template::CorrectionOrdered => text!(ordered, ordered_zh, ordered_en),
        Template::CorrectionDueChanged => text!(due_changed, due_changed_zh, due_changed_en),
        Template::LicenceExpiring => text!(expiring, expiring_zh, expiring_en),
        Template::LicenceChanged => text!(changed, changed_zh, changed_en),
        Template::ApplicationMoved => text!(moved, moved_zh, moved_en),
        Template::RecordMoved => text!(record, record_zh, record_en),
        Template::ReportReceived => text!(reported, reported_zh, reported_en),
        Template::ReportAnswered => text!(judged, judged_zh, judged_en),
        Template::RecordConfirm => text!(confirm, confirm_zh, confirm_en),
        Template::OfficerDigest => text!(digest, digest_zh, digest_en),
        Template::AfterSchoolMoved => text!(provider, provider_zh, provider_en),
        Template::AfterSchoolEnding => text!(ending, ending_zh, ending_en),
    }
}

fn received(facts: &ReceivedFacts, language: Language) -> String {
    match language {
        Language::Zh => format!("已收到您的投诉举报（{}）", facts.number),
        Language::En => format!("Your complaint {} has been received", facts.number),
    }
}

fn accepted(facts: &AcceptedFacts, language: Language) -> String {
    match language {
        Language::Zh => format!("您的投诉举报已受理（{}）", facts.number),
        Language::En => format!("Your complaint {} has been accepted", facts.number),
    }
}

fn answered(facts: &AnsweredFacts, language: Language) -> String {
    match (language, facts.declined) {
        (Language::Zh, false) => format!("您的投诉举报已答复（{}）", facts.number),
        (Language::Zh, true) => format!("您的投诉举报不予受理（{}）", facts.number),
        (Language::En, false) => format!("Your complaint {} has been answered", facts.number),
        (Language::En, true) => format!("Your complaint {} is not taken up", facts.number),
    }
}

fn ordered(facts: &OrderedFacts, language: Language) -> String {
    match language {
        Language::Zh => format!("责令改正通知（{}）", facts.document),
        Language::En => format!("Order to correct {}", facts.document),
    }
}

fn due_changed(facts: &DueChangedFacts, language: Language) -> String {
    match language {
        Language::Zh => format!("改正期限变更通知（{}）", facts.document),
        Language::En => format!("Last day for correction changed: {}", facts.document),
    }
}

/// Writes the text and the HTML of a mail under its subject.
type Write<F> = fn(&Shell, &str, &F) -> Result<(String, String), askama::Error>;

fn written<F: DeserializeOwned>(
    template: Template,
    facts: &Value,
    shell: &Shell,
    subject: fn(&F, Language) -> String,
    zh: Write<F>,
    en: Write<F>,
) -> Result<Rendered, RenderFault> {
    let facts: F = read(template, facts)?;
    let subject = subject(&facts, shell.language);
    let write = match shell.language {
        Language::Zh => zh,
        Language::En => en,
    };
    let (text, html) = write(shell, &subject, &facts).map_err(|_| RenderFault::Text {
        template: template.code(),
    })?;
    Ok(Rendered {
        subject,
        text,
        html,
    })
}

fn read<F: DeserializeOwned>(template: Template, facts: &Value) -> Result<F, RenderFault> {
    F::deserialize(facts).map_err(|_| RenderFault::Facts {
        template: template.code(),
    })
}
