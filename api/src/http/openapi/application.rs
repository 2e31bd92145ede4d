//! What applications for a licence send and get.

#![allow(dead_code, reason = "described to the OpenAPI document, never built")]

use utoipa::ToSchema;

use super::desk::{OfferShape, RemarkShape};
use super::operations::{ActLine, NoticeLine};

/// A step on an application.
#[derive(ToSchema)]
#[schema(as = ApplicationEvent)]
#[serde(tag = "event", rename_all = "snake_case")]
pub(crate) enum ApplicationEventShape {
    /// Hand it in; the applicant's.
    Submit { version: i64 },
    /// Take it back; the applicant's.
    Withdraw { version: i64 },
    /// Ask for corrections, once and all at once.
    AskCorrection {
        #[schema(max_length = 2000)]
        items: String,
        version: i64,
    },
    /// Take it up.
    Accept { version: i64 },
    /// Say that it cannot be taken up.
    Decline { reason: String, version: i64 },
    /// Record a visit of the premises by two officers.
    RecordVisit {
        /// Account of the other officer.
        second_officer: String,
        #[schema(format = Date)]
        on: String,
        passed: bool,
        words: String,
        version: i64,
    },
    /// Propose to grant or to refuse.
    Propose {
        grant: bool,
        reason: Option<String>,
        /// The conditions that were looked at and found met: a grant needs all whose outcome is `by_eye`.
        checked: Option<Vec<String>>,
        version: i64,
    },
    /// Approve it; for another person than the one who proposed it.
    Approve { version: i64 },
    /// Send it back.
    SendBack { reason: String, version: i64 },
    /// Give the decision more time; for the head of the authority.
    Extend {
        #[schema(minimum = 1, maximum = 10)]
        days: i64,
        reason: String,
        version: i64,
    },
    /// Issue the licence.
    Issue { version: i64 },
}

/// What is filled in; every field may be left out.
#[derive(ToSchema)]
#[schema(as = ApplicationForm)]
pub(crate) struct ApplicationFormShape {
    #[schema(max_length = 100)]
    name: Option<String>,
    /// Of several the first.
    class: Option<String>,
    /// The others.
    more_classes: Option<Vec<String>>,
    stages: Option<Vec<String>>,
    /// `on_site` or `online`.
    mode: Option<String>,
    #[schema(max_length = 500)]
    scope: Option<String>,
    #[schema(max_length = 200)]
    address: Option<String>,
    /// Training rooms, in square metres.
    area_m2: Option<i64>,
    /// The greatest number at one time.
    pupils_at_once: Option<i64>,
    /// `commercial`, `educational`, `dwelling`, `basement` or `temporary`.
    site: Option<String>,
    #[schema(format = Date)]
    lease_until: Option<String>,
    staff: Option<i64>,
    /// Of them, full-time teaching and research staff.
    teaching_staff: Option<i64>,
    /// Of them, full-time teachers.
    teachers: Option<i64>,
    pupils: Option<i64>,
    /// Of them, preschool children.
    preschool_pupils: Option<i64>,
    capital_fen: Option<i64>,
    #[schema(max_length = 100)]
    custody_bank: Option<String>,
    /// Of a replacement: what became of the paper, `lost`, `destroyed` or `damaged`.
    loss: Option<String>,
    #[schema(format = Date)]
    noticed_on: Option<String>,
    /// Where the declaration of loss was published; for a lost one.
    #[schema(max_length = 100)]
    declared_in: Option<String>,
    #[schema(format = Date)]
    declared_on: Option<String>,
}

/// An application that was begun.
#[derive(ToSchema)]
#[schema(as = ApplicationNumber)]
pub(crate) struct ApplicationNumberShape {
    number: String,
}

/// A paper to hand in.
#[derive(ToSchema)]
#[schema(as = PaperUpload)]
pub(crate) struct PaperUploadShape {
    /// `report`, `charter`, `assets`, `qualifications`, `lease`, `fire`, `resolution`, `consent`, `declaration`, `account` or
    /// `old_licence`.
    paper: String,
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// One line of a list of applications.
#[derive(ToSchema)]
pub(crate) struct ApplicationLine {
    number: String,
    /// `establish`, `renew`, `change` or `replacement`.
    kind: String,
    institution_number: String,
    institution_name: String,
    district: String,
    state: String,
    #[schema(format = Date)]
    submitted_on: Option<String>,
    /// The last day of the authority's next step; `null` where it is the applicant's turn.
    #[schema(format = Date)]
    due_on: Option<String>,
    open: bool,
    /// Give it with a step.
    version: i64,
}

/// A page of applications.
#[derive(ToSchema)]
pub(crate) struct ApplicationPage {
    items: Vec<ApplicationLine>,
    /// Give it as `after` for the next page; `null` on the last.
    next: Option<String>,
}

/// A part of the form.
#[derive(ToSchema)]
pub(crate) struct PartLine {
    /// `teaching`, `premises`, `staff`, `funds` or `papers`.
    part: String,
    /// What it does not say yet.
    missing: Vec<String>,
}

/// A file that is a paper.
#[derive(ToSchema)]
pub(crate) struct PaperFileLine {
    id: String,
    file_name: String,
    media_type: String,
    size_bytes: i64,
    sha256: String,
}

/// A paper that is needed.
#[derive(ToSchema)]
pub(crate) struct PaperLine {
    paper: String,
    /// Whether nothing is handed in without it; another one may be added.
    needed: bool,
    article: String,
    files: Vec<PaperFileLine>,
}

/// A condition of a licence.
#[derive(ToSchema)]
pub(crate) struct ConditionLine {
    condition: String,
    /// `met`, `unmet`, `unsaid` or `by_eye`.
    outcome: String,
    article: String,
    verified: bool,
    /// Whether nothing is granted against it; one that does not bind only warns.
    binds: bool,
    figures: String,
}

/// An application as both sides see it.
#[derive(ToSchema)]
pub(crate) struct ApplicationShown {
    #[serde(flatten)]
    line: ApplicationLine,
    form: ApplicationFormShape,
    parts: Vec<PartLine>,
    papers: Vec<PaperLine>,
    conditions: Vec<ConditionLine>,
    /// What the applicant was told last, in the office's words.
    told: Option<String>,
    /// Whether it counts as accepted or granted because nobody acted in time.
    by_law: bool,
    #[schema(format = Date)]
    warn_on: Option<String>,
    due_article: Option<String>,
    offers: Vec<OfferShape>,
    notices: Vec<NoticeLine>,
}

/// An application as officers see it.
#[derive(ToSchema)]
pub(crate) struct ApplicationDeskShown {
    #[serde(flatten)]
    record: ApplicationShown,
    /// Its state with what it carries.
    #[schema(value_type = Object)]
    way: (),
    proposed_by: Option<String>,
    visited_by: Option<String>,
    acts: Vec<ActLine>,
    /// What was written with its steps, oldest first.
    remarks: Vec<RemarkShape>,
}
