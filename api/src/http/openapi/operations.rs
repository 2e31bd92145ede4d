//! What those who keep the system running get.

#![allow(dead_code, reason = "described to the OpenAPI document, never built")]

use utoipa::ToSchema;

/// One notice.
#[derive(ToSchema)]
pub(crate) struct NoticeLine {
    id: String,
    template: String,
    subject_kind: String,
    subject_id: String,
    /// Number of the complaint or case it is about.
    subject_number: Option<String>,
    /// Whether it has legal effect; others only inform.
    legal: bool,
    /// `pending`, `sending`, `sent`, `refused`, `unsure` or `dead`.
    state: String,
    attempt: i64,
    last_code: Option<String>,
    /// What the mail server said.
    server_reply: Option<String>,
    message_id: String,
    #[schema(format = DateTime)]
    created_at: String,
    #[schema(format = DateTime)]
    settled_at: Option<String>,
}

/// One notice and its words.
#[derive(ToSchema)]
pub(crate) struct NoticeDetail {
    #[serde(flatten)]
    notice: NoticeLine,
    /// The address, masked.
    to: String,
    /// `zh` or `en`.
    language: String,
    /// As they went out; `null` before the first attempt.
    words: Option<NoticeWords>,
}

/// The words of a notice.
#[derive(ToSchema)]
pub(crate) struct NoticeWords {
    subject: String,
    /// The plain text.
    text: String,
    /// The same as HTML.
    html: String,
}

/// A page of notices.
#[derive(ToSchema)]
pub(crate) struct NoticePage {
    items: Vec<NoticeLine>,
    next: Option<String>,
}

/// One job.
#[derive(ToSchema)]
pub(crate) struct JobLine {
    id: String,
    kind: String,
    /// `ready`, `running`, `done` or `dead`.
    state: String,
    attempt: i64,
    #[schema(format = DateTime)]
    run_at: String,
    lease_owner: Option<String>,
    last_error_code: Option<String>,
    #[schema(format = DateTime)]
    created_at: String,
}

/// A page of jobs.
#[derive(ToSchema)]
pub(crate) struct JobPage {
    items: Vec<JobLine>,
    next: Option<String>,
}

/// One act of the audit log.
#[derive(ToSchema)]
pub(crate) struct ActLine {
    id: String,
    #[schema(format = DateTime)]
    at: String,
    actor: String,
    actor_name: Option<String>,
    role: String,
    permission: String,
    subject_kind: String,
    subject_id: String,
    verb: String,
    /// What changed, by name; personal data as digests.
    #[schema(value_type = Object)]
    change: serde_json::Map<String, serde_json::Value>,
    reason: String,
    /// Its place in the chain; `null` until it is sealed, about a second.
    seal_number: Option<i64>,
}

/// A page of acts.
#[derive(ToSchema)]
pub(crate) struct ActPage {
    items: Vec<ActLine>,
    next: Option<String>,
}
