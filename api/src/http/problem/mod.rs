//! One shape for everything that goes wrong: `application/problem+json`, or a page for people.
//!
//! A handler returns a [`Problem`]; it travels to the layer around all routes ([`Asked::present`]), which alone knows
//! the reference, the language and the door, and writes the body there. So framework refusals (no such
//! path, wrong method, a panic) look the same as ours.

mod asked;
mod code;

use std::sync::Arc;

use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use super::lang::Lang;

pub use asked::{Asked, ProblemPages, wants_page};
pub use code::Code;

/// A wrong field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldProblem {
    /// Path of the field in the request, for example `contact.email`.
    pub field: String,
    /// Stable code of the fault.
    pub code: String,
    /// The fault in words.
    pub detail: String,
}

impl FieldProblem {
    /// The same in words of `lang`, where the code has such.
    fn told(&self, lang: Lang) -> Self {
        Self {
            detail: crate::text::fault(lang, &self.code, &self.detail),
            ..self.clone()
        }
    }
}

/// Something that went wrong, on its way to the answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// Which.
    pub code: Code,
    /// A finer code within [`Code::Refused`]: the guard of the state machine that refused.
    pub refusal: Option<&'static str>,
    /// Wrong fields.
    pub errors: Vec<FieldProblem>,
    /// Seconds after which it may be tried again.
    pub retry_after_seconds: Option<u64>,
    /// What only some problems have; boxed, because problems travel in every `Result`.
    pub more: Box<More>,
}

/// What only some problems have.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct More {
    /// What it is in this case, in Chinese and English.
    pub detail: Option<(String, String)>,
    /// The article of law that refuses.
    pub article: Option<String>,
    /// Events allowed now, where a state machine refused.
    pub allowed: Option<serde_json::Value>,
    /// The version the record has now, where it was changed by somebody else.
    pub version: Option<i64>,
}

impl Problem {
    /// A problem that needs no more words than its title.
    #[must_use]
    pub fn new(code: Code) -> Self {
        Self {
            code,
            refusal: None,
            errors: Vec::new(),
            retry_after_seconds: None,
            more: Box::default(),
        }
    }

    /// With these words, in Chinese and English.
    #[must_use]
    pub fn because(mut self, zh: impl Into<String>, en: impl Into<String>) -> Self {
        self.more.detail = Some((zh.into(), en.into()));
        self
    }

    /// With this wrong field.
    #[must_use]
    pub fn field(mut self, field: &str, code: &str, detail: impl Into<String>) -> Self {
        self.errors.push(FieldProblem {
            field: field.to_owned(),
            code: code.to_owned(),
            detail: detail.into(),
        });
        self
    }

    /// That may be tried again after these seconds.
    #[must_use]
    pub fn after(mut self, seconds: u64) -> Self {
        self.retry_after_seconds = Some(seconds.max(1));
        self
    }

    /// A fault of the program. The cause goes to the log, never to the caller.
    #[must_use]
    pub fn internal(cause: &str) -> Self {
        tracing::error!(cause, "a request failed");
        Self::new(Code::Internal)
    }

    /// The text in `code`: the guard's own where a state machine refused.
    #[must_use]
    pub fn code_text(&self) -> &'static str {
        self.refusal.unwrap_or_else(|| self.code.text())
    }

    /// The words in this language: the detail, else the title.
    #[must_use]
    pub fn words(&self, lang: Lang) -> &str {
        match &self.more.detail {
            Some((zh, en)) => lang.pick(zh, en),
            None => self.code.title(lang),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.code.status().into_response();
        response.extensions_mut().insert(Arc::new(self));
        response
    }
}

/// The body of an error answer, RFC 9457.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ProblemBody {
    /// Address of the code's explanation in the API documents.
    #[serde(rename = "type")]
    pub kind: String,
    /// What went wrong, in a few words, in the language asked for.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What went wrong, for programs: one of the closed list, or the code of the guard that refused an event.
    pub code: String,
    /// What it is in this case.
    pub detail: String,
    /// Wrong fields.
    pub errors: Vec<FieldProblem>,
    /// The article of law that refuses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub article: Option<String>,
    /// Events allowed now, where one was refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<String>>)]
    pub allowed: Option<serde_json::Value>,
    /// The version the record has now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
    /// Say this when you ask for help; the log line has it too.
    pub reference: String,
}

impl ProblemBody {
    /// The body of this problem.
    #[must_use]
    pub fn of(problem: &Problem, lang: Lang, reference: &str) -> Self {
        let code = problem.code_text();
        Self {
            kind: format!("/api/docs#{code}"),
            title: problem.code.title(lang).to_owned(),
            status: problem.code.status().as_u16(),
            code: code.to_owned(),
            detail: problem.words(lang).to_owned(),
            errors: problem.errors.iter().map(|one| one.told(lang)).collect(),
            article: problem.more.article.clone(),
            allowed: problem.more.allowed.clone(),
            version: problem.more.version,
            reference: reference.to_owned(),
        }
    }
}

/// Why `domain::access` refuses a right.
const DENIALS: &[&str] = &[
    "role_forbidden",
    "certificate_required",
    "account_incomplete",
];

/// Why state machines refuse an event. A test holds this list to the guards of `domain`.
const REFUSALS: &[&str] = &[
    "accepted_by_law",
    "acted_after_found",
    "addressee_missing",
    "answer_missing",
    "application_accepted_already",
    "application_decided",
    "application_ended",
    "application_incomplete",
    "application_not_accepted",
    "application_not_granted",
    "application_not_submitted",
    "application_open_already",
    "application_submitted",
    "applications_too_many",
    "approver_is_case_officer",
    "approver_is_proposer",
    "approver_not_lead",
    "bar_lifted_already",
    "barred_already",
    "basis_missing",
    "basis_unconfirmed",
    "case_closed",
    "case_opened_already",
    "change_awaits_approval",
    "change_needs_application",
    "change_needs_its_own_application",
    "checklist_incomplete",
    "closure_awaits_approval",
    "closure_not_proposed",
    "complaint_accepted_already",
    "complaint_ended",
    "complaint_not_accepted",
    "complaint_not_answered",
    "conditions_unmet",
    "consent_missing",
    "correction_asked_already",
    "correction_open",
    "course_ended",
    "course_filed_already",
    "course_incomplete",
    "course_no_change_open",
    "course_not_draft",
    "course_not_filed",
    "course_not_flagged",
    "course_not_over",
    "course_nothing_before",
    "course_still_written",
    "course_unlawful",
    "course_without_licence",
    "courses_too_many",
    "day_in_future",
    "day_out_of_range",
    "decision_awaits_approval",
    "decision_not_proposed",
    "due_not_after_order",
    "due_not_later",
    "due_too_late",
    "event_forbidden",
    "extension_invalid",
    "extension_too_long",
    "extension_without_basis",
    "finding_missing",
    "glyph_missing",
    "granted_by_law",
    "ground_missing",
    "ground_unfit",
    "import_in_use",
    "import_past_this",
    "import_register_moved",
    "import_running",
    "import_unclean",
    "import_unfinished",
    "institution_merged",
    "institution_not_working",
    "lead_judged_already",
    "licence_ended",
    "licence_expired",
    "licence_not_suspended",
    "licence_not_valid",
    "licensed_already",
    "link_cycle",
    "link_order",
    "link_same",
    "link_twice",
    "link_undone",
    "merge_chain",
    "merge_closed",
    "merge_code_hidden",
    "merge_decided",
    "merge_into_merged",
    "merge_licence_hidden",
    "merge_not_made",
    "merge_open_application",
    "merge_open_case",
    "merge_parting",
    "merge_same",
    "merge_two_codes",
    "merge_two_licences",
    "merge_waits",
    "no_basis_on_that_day",
    "no_change_proposed",
    "no_licence_to_change",
    "not_case_officer",
    "notice_step_out_of_order",
    "officer_not_certified",
    "officer_of_other_authority",
    "order_answered_already",
    "order_made_already",
    "order_missing",
    "order_not_made",
    "order_served_already",
    "own_merge",
    "own_request",
    "public_notice_running",
    "reason_missing",
    "refusal_without_reason",
    "renewal_after_expiry",
    "report_ended",
    "report_starts_change",
    "report_starts_merge",
    "request_closed",
    "request_overtaken",
    "request_waits",
    "revocation_without_decision",
    "served_after_due",
    "served_before_order",
    "service_missing",
    "staff_barred",
    "staff_known_already",
    "staff_lead_judged_already",
    "staff_lead_not_of_teacher",
    "staff_lead_not_referred",
    "staff_left_already",
    "staff_left_before_coming",
    "suspension_invalid",
    "two_officers_required",
    "visit_by_two",
    "visit_day_unfit",
    "visit_failed",
    "visit_missing",
];

/// The finer codes of rights and guards.
#[must_use]
pub fn refusals() -> Vec<&'static str> {
    [DENIALS, REFUSALS].concat()
}

#[cfg(test)]
mod tests;
