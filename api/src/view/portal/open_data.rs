//! What programs of others may read and send, and what our refusals mean.

use askama::Template;

use super::super::filters;
use super::super::shell::{Door, Portal};
use crate::text::Lang;

/// A call of the open interface.
#[derive(Clone, Debug)]
pub struct Call {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// Its path; what stands in braces is to be filled in.
    pub path: &'static str,
    /// What it is for.
    pub words: String,
}

/// A code that the field `code` of a refusal can have.
#[derive(Clone, Debug)]
pub struct CodeRow {
    /// The code, which is also the anchor that `type` of a refusal leads to.
    pub code: &'static str,
    /// The HTTP status it comes with.
    pub status: u16,
    /// What it means.
    pub words: &'static str,
}

/// `GET /api/docs`.
#[derive(Clone, Debug, Template)]
#[template(path = "portal/open_data.html")]
pub struct OpenData {
    /// Frame.
    pub shell: Portal,
    /// Calls that need no account.
    pub calls: Vec<Call>,
    /// The codes of the doors.
    pub codes: Vec<CodeRow>,
    /// Codes of the guards of records and rights: their words differ with the case and stand in `detail`.
    pub refusals: Vec<&'static str>,
}

impl OpenData {
    /// Sample for the gallery.
    #[must_use]
    pub fn sample(lang: Lang) -> Self {
        Self {
            shell: Portal::sample(lang, Door::Elsewhere, "/api/docs"),
            calls: vec![Call {
                method: "GET",
                path: "/api/v1/institutions/{number}",
                words: lang.t("open-call-institution"),
            }],
            codes: vec![CodeRow {
                code: "stale_version",
                status: 409,
                words: lang.pick(
                    "记录已被他人修改，请刷新后重试",
                    "Somebody else changed the record; load it again",
                ),
            }],
            refusals: vec!["basis_missing", "approver_is_case_officer"],
        }
    }
}
