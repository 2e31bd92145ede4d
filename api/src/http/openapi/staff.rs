//! What staff, staff leads and the bar list send and get.

#![allow(dead_code, reason = "described to the OpenAPI document, never built")]

use utoipa::ToSchema;

use super::desk::OfferShape;
use super::operations::ActLine;
use crate::http::json::staff::StaffMember;

/// A rule that is not kept.
#[derive(ToSchema)]
#[schema(as = StaffFinding)]
pub(crate) struct StaffFindingShape {
    /// `barred`, `entry_check_failed`, `in_service`, `no_teacher_certificate`, `no_proof`, `no_entry_check`,
    /// `photo_without_consent` or `elsewhere`.
    rule: String,
    /// What asks for it.
    article: String,
    /// Whether its text was read.
    verified: bool,
}

/// A person of the staff.
#[derive(ToSchema)]
pub(crate) struct StaffLine {
    id: String,
    /// Masked.
    identity_number: String,
    name: String,
    post: String,
    engagement: String,
    subject: String,
    certificate: Option<String>,
    certificate_number: String,
    entry_check: String,
    #[schema(format = Date)]
    checked_on: Option<String>,
    photo_shown: bool,
    #[schema(format = Date)]
    photo_consent_on: Option<String>,
    #[schema(format = Date)]
    employed_on: String,
    #[schema(format = Date)]
    left_on: Option<String>,
    findings: Vec<StaffFindingShape>,
    #[schema(format = DateTime)]
    updated_at: String,
    /// Give it with a step.
    version: i64,
}

/// A page of staff.
#[derive(ToSchema)]
pub(crate) struct StaffPage {
    items: Vec<StaffLine>,
    /// Give it as `after` for the next page; `null` on the last.
    next: Option<String>,
}

/// A person who was entered.
#[derive(ToSchema)]
#[schema(as = StaffEntered)]
pub(crate) struct StaffEnteredShape {
    id: String,
    /// What an officer will look at.
    warnings: Vec<StaffFindingShape>,
}

/// A step on a person of the staff.
#[derive(ToSchema)]
#[schema(as = StaffEvent)]
#[serde(tag = "event", rename_all = "snake_case")]
pub(crate) enum StaffEventShape {
    /// Something else is said of them; all of it is said again.
    Change { member: StaffMember, version: i64 },
    /// They leave.
    Leave {
        /// Last day at the institution.
        #[schema(format = Date)]
        on: String,
        version: i64,
    },
}

/// How a ratio stands.
#[derive(ToSchema)]
#[schema(as = TeamFinding)]
pub(crate) struct TeamFindingShape {
    /// `teaching_share` or `teachers_per_pupil`.
    condition: String,
    /// `met`, `unmet` or `unsaid`.
    outcome: String,
    article: String,
    verified: bool,
    binds: bool,
    /// What there is / what is asked for.
    figures: String,
}

/// How an institution is staffed.
#[derive(ToSchema)]
#[schema(as = Team)]
pub(crate) struct TeamShape {
    staff: i64,
    /// Full-time teaching and research staff.
    teaching_staff: i64,
    /// Full-time teachers.
    teachers: i64,
    pupils: Option<i64>,
    preschool_pupils: Option<i64>,
    #[schema(format = Date)]
    stated_on: Option<String>,
    findings: Vec<TeamFindingShape>,
}

/// What the public reads of a person who teaches.
#[derive(ToSchema)]
#[schema(as = PublishedStaff)]
pub(crate) struct PublishedStaffShape {
    name: String,
    /// `teacher` or `research`.
    post: String,
    subject: String,
    /// `teacher` or `professional`; `null` where none is named.
    certificate: Option<String>,
    certificate_number: String,
}

/// One line of the list of staff leads.
#[derive(ToSchema)]
pub(crate) struct StaffLeadLine {
    id: String,
    /// `barred`, `in_service` or `elsewhere`.
    ground: String,
    name: String,
    post: String,
    subject: String,
    institution_number: String,
    institution_name: String,
    district: String,
    #[schema(format = Date)]
    left_on: Option<String>,
    /// `new`, `referred`, `confirmed`, `dismissed` or `answered`.
    state: String,
    open: bool,
    #[schema(format = Date)]
    due_on: String,
    #[schema(format = DateTime)]
    created_at: String,
    /// Give it with a step.
    version: i64,
}

/// A page of staff leads.
#[derive(ToSchema)]
pub(crate) struct StaffLeadPage {
    items: Vec<StaffLeadLine>,
    /// Give it as `after` for the next page; `null` on the last.
    next: Option<String>,
}

/// What a person was met with.
#[derive(ToSchema)]
#[schema(as = StaffLeadEntry)]
pub(crate) struct StaffLeadEntryShape {
    source: String,
    name: String,
    school: String,
    institution_number: Option<String>,
    institution_name: Option<String>,
    #[schema(format = Date)]
    since: String,
    #[schema(format = Date)]
    until: Option<String>,
}

/// A staff lead with everything its officer needs.
#[derive(ToSchema)]
pub(crate) struct StaffLeadShown {
    #[serde(flatten)]
    line: StaffLeadLine,
    /// Masked.
    identity_number: String,
    entry: StaffLeadEntryShape,
    /// The state with what was said.
    facts: serde_json::Value,
    offers: Vec<OfferShape>,
    acts: Vec<ActLine>,
}

/// A step on a staff lead.
#[derive(ToSchema)]
#[schema(as = StaffLeadEvent)]
#[serde(tag = "event", rename_all = "snake_case")]
pub(crate) enum StaffLeadEventShape {
    /// There is something to it.
    Confirm { reason: String, version: i64 },
    /// There is nothing to it.
    Dismiss { reason: String, version: i64 },
    /// The teacher's school or authority deals with it.
    Refer {
        #[schema(max_length = 100)]
        to: String,
        reason: String,
        version: i64,
    },
    /// What the school or authority has done.
    RecordResult { result: String, version: i64 },
}

/// An entry of the bar list.
#[derive(ToSchema)]
pub(crate) struct BarLine {
    id: String,
    name: String,
    /// Masked.
    identity_number: String,
    source: String,
    /// `in_force`, `over` or `lifted`.
    state: String,
    #[schema(format = Date)]
    from_on: String,
    #[schema(format = Date)]
    last_on: String,
    #[schema(format = Date)]
    lifted_on: Option<String>,
    lift_reason: Option<String>,
    /// Name of who entered it.
    barred_by: String,
    #[schema(format = DateTime)]
    created_at: String,
    /// Give it with a step.
    version: i64,
}

/// A page of the bar list.
#[derive(ToSchema)]
pub(crate) struct BarPage {
    items: Vec<BarLine>,
    /// Give it as `after` for the next page; `null` on the last.
    next: Option<String>,
}

/// An entry of the bar list with its acts.
#[derive(ToSchema)]
#[schema(as = BarShown)]
pub(crate) struct BarShape {
    #[serde(flatten)]
    line: BarLine,
    acts: Vec<ActLine>,
}

/// An entry that was made.
#[derive(ToSchema)]
#[schema(as = BarId)]
pub(crate) struct BarIdShape {
    id: String,
}

/// A step on an entry of the bar list.
#[derive(ToSchema)]
#[schema(as = BarEvent)]
#[serde(tag = "event", rename_all = "snake_case")]
pub(crate) enum BarEventShape {
    /// Take the person off before the last day.
    Lift {
        #[schema(max_length = 500)]
        reason: String,
        version: i64,
    },
}
