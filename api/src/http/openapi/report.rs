//! What those send and get who report entries, judge reports, merge entries and link institutions.

#![allow(dead_code, reason = "described to the OpenAPI document, never built")]

use utoipa::ToSchema;

use super::desk::{OfferShape, RemarkShape};
use super::operations::ActLine;
use super::public::MailShape;

/// A field that is wrong.
#[derive(ToSchema)]
#[schema(as = ReportItem)]
pub(crate) struct ReportItemShape {
    /// `name`, `brand`, `address`, `telephone`, `uscc`, `legal_representative` or `principal`.
    field: String,
    /// What would be right.
    #[schema(max_length = 200)]
    right: Option<String>,
}

/// A report about an entry. What belongs to another kind is passed over.
#[derive(ToSchema)]
#[schema(as = ReportDraft)]
pub(crate) struct ReportDraftShape {
    /// `wrong`, `closed`, `double` or `other`.
    kind: String,
    /// Of `wrong`: field by field.
    items: Option<Vec<ReportItemShape>>,
    /// Of `closed`: since when it seems to be gone.
    #[schema(format = Date)]
    since_on: Option<String>,
    /// Of `double`: number or name of the other entry.
    #[schema(max_length = 200)]
    other: Option<String>,
    #[schema(max_length = 1000)]
    text: Option<String>,
    /// Used for the answer alone.
    #[schema(max_length = 254)]
    email: Option<String>,
}

/// One's own report.
#[derive(ToSchema)]
#[schema(as = FollowedReport)]
pub(crate) struct FollowedReportShape {
    number: String,
    institution_number: String,
    institution_name: String,
    kind: String,
    /// `received`, `accepted` or `declined`.
    state: String,
    #[schema(format = Date)]
    received_on: String,
    #[schema(format = Date)]
    due_on: String,
    #[schema(format = Date)]
    decided_on: Option<String>,
    /// What was started by it: `change`, `merge` or `words`.
    started: Option<String>,
    answer: Option<String>,
    mails: Vec<MailShape>,
}

/// One line of the queue of reports.
#[derive(ToSchema)]
pub(crate) struct ReportLine {
    number: String,
    institution_number: String,
    institution_name: String,
    district: String,
    kind: String,
    state: String,
    /// Whether an answer is still owed.
    open: bool,
    #[schema(format = DateTime)]
    received_at: String,
    #[schema(format = Date)]
    due_on: String,
    /// How many other open reports say the same kind of the same entry.
    alike: i64,
    /// Give it with a step.
    version: i64,
}

/// A page of reports.
#[derive(ToSchema)]
pub(crate) struct ReportPage {
    items: Vec<ReportLine>,
    next: Option<String>,
}

/// A field that is wrong, beside what stands there.
#[derive(ToSchema)]
#[schema(as = ReportItemShown)]
pub(crate) struct ReportItemLine {
    field: String,
    right: String,
    now: String,
}

/// What an accepted report has started.
#[derive(ToSchema)]
#[schema(as = ReportStarted)]
pub(crate) struct StartedShape {
    /// `change`, `merge` or `words`.
    started: String,
    /// Of `change`: what of it waits for the owner of a field.
    requests: Option<Vec<String>>,
    /// Of `merge`: which.
    merge: Option<String>,
}

/// A report with everything the officer who judges it needs.
#[derive(ToSchema)]
pub(crate) struct ReportShown {
    number: String,
    institution_number: String,
    institution_name: String,
    district: String,
    kind: String,
    state: String,
    open: bool,
    #[schema(format = DateTime)]
    received_at: String,
    #[schema(format = Date)]
    due_on: String,
    /// The other open reports that say the same kind of the same entry.
    alike: Vec<ReportLine>,
    version: i64,
    items: Vec<ReportItemLine>,
    #[schema(format = Date)]
    since_on: Option<String>,
    other: String,
    /// Number of the other entry, where what was written is one of the register.
    other_number: Option<String>,
    text: String,
    /// Whether an address was left for the answer.
    answered_by_mail: bool,
    answer: Option<String>,
    started: Option<StartedShape>,
    offers: Vec<OfferShape>,
    acts: Vec<ActLine>,
}

/// A decision on a report in words alone.
#[derive(ToSchema)]
#[schema(as = ReportEvent)]
#[serde(tag = "event", rename_all = "snake_case")]
pub(crate) enum ReportEventShape {
    /// It is right, and the register has no field for it.
    Accept {
        #[schema(max_length = 1000)]
        answer: String,
        version: i64,
    },
    /// The register stays as it is.
    Decline {
        #[schema(max_length = 1000)]
        reason: String,
        version: i64,
    },
}

/// A link between two institutions.
#[derive(ToSchema)]
#[schema(as = InstitutionLink)]
pub(crate) struct LinkShape {
    id: String,
    /// `renamed`, `split`, `joined` or `succeeded`.
    kind: String,
    #[schema(format = Date)]
    since_on: String,
    /// The document: its name and number.
    basis: String,
    predecessor_number: String,
    predecessor_name: String,
    successor_number: String,
    successor_name: String,
    /// Give it where it is undone.
    version: i64,
}

/// A link to enter.
#[derive(ToSchema)]
#[schema(as = NewLink)]
pub(crate) struct NewLinkShape {
    predecessor: String,
    /// Its authority enters the link.
    successor: String,
    kind: String,
    #[schema(format = Date)]
    since_on: String,
    #[schema(max_length = 200)]
    basis: String,
}

/// What was made.
#[derive(ToSchema)]
#[schema(as = MadeId)]
pub(crate) struct MadeIdShape {
    id: String,
}

/// A merge to propose.
#[derive(ToSchema)]
#[schema(as = NewMerge)]
pub(crate) struct NewMergeShape {
    /// Number of the entry that is to be hidden.
    hidden: String,
    /// Number of the entry that is to be kept.
    kept: String,
    #[schema(max_length = 1000)]
    reason: String,
    /// Number of the report that is accepted by it.
    report: Option<String>,
    /// Version of that report.
    report_version: Option<i64>,
}

/// One line of the list of merges.
#[derive(ToSchema)]
pub(crate) struct MergeLine {
    id: String,
    hidden_number: String,
    hidden_name: String,
    kept_number: String,
    kept_name: String,
    district: String,
    /// `proposed`, `merged`, `parting`, `parted`, `refused` or `withdrawn`.
    state: String,
    /// Whether a lead officer has to decide.
    waits: bool,
    #[schema(format = DateTime)]
    asked_at: String,
    /// By when that is decided; `null` where nothing waits.
    #[schema(format = Date)]
    due_on: Option<String>,
    asked_by: String,
    #[schema(format = DateTime)]
    merged_at: Option<String>,
    #[schema(format = DateTime)]
    parted_at: Option<String>,
    /// Give it with a step.
    version: i64,
}

/// A page of merges.
#[derive(ToSchema)]
pub(crate) struct MergePage {
    items: Vec<MergeLine>,
    next: Option<String>,
}

/// How much belongs to an entry.
#[derive(ToSchema)]
#[schema(as = Belongings)]
pub(crate) struct BelongingsShape {
    licences: i64,
    applications: i64,
    staff: i64,
    courses: i64,
    complaints: i64,
    cases: i64,
    reports: i64,
    accounts: i64,
}

/// Something that stands against a merge.
#[derive(ToSchema)]
#[schema(as = MergeObstacle)]
pub(crate) struct ObstacleShape {
    code: String,
    zh: String,
    en: String,
    /// Numbers of the open cases or applications.
    numbers: Vec<String>,
}

/// What two entries hold, and what stands against their merge.
#[derive(ToSchema)]
#[schema(as = MergeCompared)]
pub(crate) struct ComparedShape {
    hidden: BelongingsShape,
    kept: BelongingsShape,
    obstacles: Vec<ObstacleShape>,
}

/// A merge with everything that whoever decides needs.
#[derive(ToSchema)]
pub(crate) struct MergeShown {
    #[serde(flatten)]
    line: MergeLine,
    compared: ComparedShape,
    offers: Vec<OfferShape>,
    remarks: Vec<RemarkShape>,
    acts: Vec<ActLine>,
}

/// A step on a merge.
#[derive(ToSchema)]
#[schema(as = MergeEvent)]
#[serde(tag = "event", rename_all = "snake_case")]
pub(crate) enum MergeEventShape {
    /// What was proposed is done.
    Approve { version: i64 },
    /// What was proposed is not done.
    Refuse {
        #[schema(max_length = 1000)]
        reason: String,
        version: i64,
    },
    /// The proposal is taken back.
    Withdraw { version: i64 },
    /// It is proposed to part the two.
    Part {
        #[schema(max_length = 1000)]
        reason: String,
        version: i64,
    },
}
