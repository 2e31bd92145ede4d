//! What the desks send and get.

#![allow(dead_code, reason = "described to the OpenAPI document, never built")]

use utoipa::ToSchema;

use super::operations::{ActLine, NoticeLine};
use super::public::ContactShape;

/// A step on a complaint: the event with its fields, and the version that was read.
#[derive(ToSchema)]
#[schema(as = ComplaintEvent)]
#[serde(tag = "event", rename_all = "snake_case")]
pub(crate) enum ComplaintEventShape {
    /// Take it up.
    Accept { version: i64 },
    /// Say that it cannot be taken up, and why, for the complainant.
    Decline { reason: String, version: i64 },
    /// Give the answer, for the complainant.
    Answer { text: String, version: i64 },
    /// Close it after the answer.
    Close { version: i64 },
}

/// A step on a lead.
#[derive(ToSchema)]
#[schema(as = LeadEvent)]
#[serde(tag = "event", rename_all = "snake_case")]
pub(crate) enum LeadEventShape {
    /// Judge it: `confirmed`, or `dismissed` with a reason.
    Judge {
        verdict: String,
        reason: Option<String>,
        version: i64,
    },
}

/// A step in a case.
#[derive(ToSchema)]
#[schema(as = CaseEvent)]
#[serde(tag = "event", rename_all = "snake_case")]
pub(crate) enum CaseEventShape {
    /// Record a finding. `acted_on` is the day of the act, which decides the article.
    RecordFinding {
        violation: String,
        facts: String,
        #[schema(format = Date)]
        acted_on: String,
        #[schema(format = Date)]
        found_on: String,
        version: i64,
    },
    /// Order correction by a day.
    OrderCorrection {
        demand: String,
        #[schema(format = Date)]
        due_on: String,
        /// `true` where an article it rests on was not read in a copy of the text and the officer has checked it.
        #[schema(default = false)]
        basis_confirmed: Option<bool>,
        version: i64,
    },
    /// Move the last day for correction to a later one; the party is told.
    ChangeDue {
        #[schema(format = Date)]
        due_on: String,
        reason: String,
        version: i64,
    },
    /// Record how and when the order was served, who took it and what proves it.
    RecordService {
        /// `in_person`, `left`, `post`, `electronic` or `public_notice`.
        way: String,
        /// By public notice, the day on which it was published: it serves when its days have run.
        #[schema(format = Date)]
        served_on: String,
        receiver: String,
        proof: String,
        version: i64,
    },
    /// Propose to close.
    ProposeClosure { reason: String, version: i64 },
    /// Approve the closure; for a lead officer who is none of the two.
    ApproveClosure { version: i64 },
    /// Send back for more work.
    ReturnForMore { reason: String, version: i64 },
}

/// A form with one file.
#[derive(ToSchema)]
#[schema(as = Upload)]
pub(crate) struct UploadShape {
    #[schema(format = Binary)]
    file: String,
}

/// A file that was added.
#[derive(ToSchema)]
#[schema(as = Added)]
pub(crate) struct AddedShape {
    id: String,
    /// Name as it is shown.
    file_name: String,
    /// Type by content.
    media_type: String,
    size_bytes: i64,
    /// In hexadecimal.
    sha256: String,
}

/// One line of the queue.
#[derive(ToSchema)]
pub(crate) struct ComplaintLine {
    number: String,
    /// `portal`, `api`, `hotline` or `desk`.
    channel: String,
    subject: String,
    institution_name: String,
    district: Option<String>,
    /// `received`, `accepted`, `declined`, `answered`, `closed` or `withdrawn`.
    state: String,
    /// Whether an answer is still owed.
    open: bool,
    #[schema(format = DateTime)]
    received_at: String,
    #[schema(format = Date)]
    due_on: String,
    anonymous: bool,
    /// `null` before it was screened.
    labels: Option<Vec<LabelShape>>,
    /// Give it with a step.
    version: i64,
}

/// What screening says: a flag with its reasons, never a sanction.
#[derive(ToSchema)]
#[schema(as = Label)]
pub(crate) struct LabelShape {
    code: String,
    probability: f64,
    flag: bool,
    evidence: Vec<SpanShape>,
    articles: Vec<String>,
    reasons: Vec<String>,
}

/// Where in the text. Positions count Unicode scalar values, the end is exclusive.
#[derive(ToSchema)]
#[schema(as = Span)]
pub(crate) struct SpanShape {
    /// `subject` or `body`.
    field: String,
    start: u32,
    end: u32,
    text: String,
}

/// A complaint as the officer who handles it sees it.
#[derive(ToSchema)]
pub(crate) struct ComplaintShown {
    #[serde(flatten)]
    line: ComplaintLine,
    body: String,
    place: String,
    #[schema(format = Date)]
    happened_on: Option<String>,
    amount_fen: Option<i64>,
    institution_number: Option<String>,
    /// The answer, or why it was declined.
    answer: Option<String>,
    /// The case that grew from it.
    case_number: Option<String>,
    /// The unlicensed place it tells of.
    place_number: Option<String>,
    leads: Vec<LeadOfShape>,
    screening: Option<ScreeningShape>,
    /// `null` for an anonymous complaint, and for who only audits.
    contact: Option<ContactShape>,
    offers: Vec<OfferShape>,
    notices: Vec<NoticeLine>,
    acts: Vec<ActLine>,
}

/// A lead of a complaint.
#[derive(ToSchema)]
#[schema(as = LeadOf)]
pub(crate) struct LeadOfShape {
    id: String,
    state: String,
}

/// What screening found, and by which rules.
#[derive(ToSchema)]
#[schema(as = Screening)]
pub(crate) struct ScreeningShape {
    rules: String,
    model: String,
    labels: Vec<LabelShape>,
    #[schema(format = DateTime)]
    screened_at: String,
}

/// A step, and why it cannot be taken now; without a code it can.
#[derive(ToSchema)]
#[schema(as = Offer)]
pub(crate) struct OfferShape {
    event: String,
    code: Option<String>,
    article: Option<String>,
    zh: Option<String>,
    en: Option<String>,
}

/// One lead.
#[derive(ToSchema)]
pub(crate) struct LeadLine {
    id: String,
    complaint_number: String,
    subject: String,
    institution_name: String,
    district: Option<String>,
    /// The label that made it.
    label: String,
    /// How sure the screening is, in thousandths.
    probability_milli: i64,
    /// `new`, `confirmed` or `dismissed`.
    state: String,
    open: bool,
    #[schema(format = Date)]
    due_on: String,
    #[schema(format = DateTime)]
    created_at: String,
    version: i64,
}

/// One line of the list of cases.
#[derive(ToSchema)]
pub(crate) struct CaseLine {
    number: String,
    party_name: String,
    /// `filed`, `found`, `ordered`, `closure_proposed` or `closed`.
    state: String,
    open: bool,
    #[schema(format = Date)]
    filed_on: String,
    #[schema(format = Date)]
    due_on: String,
    officer_first: String,
    officer_second: String,
    #[schema(format = Date)]
    correction_due_on: Option<String>,
    version: i64,
}

/// A case as its officers see it.
#[derive(ToSchema)]
pub(crate) struct CaseShown {
    #[serde(flatten)]
    line: CaseLine,
    complaint_number: Option<String>,
    complaint_subject: Option<String>,
    /// The unlicensed place it was filed from.
    place_number: Option<String>,
    institution_number: Option<String>,
    /// Why it was filed.
    reason: Option<String>,
    findings: Vec<FindingShape>,
    order: Option<OrderShown>,
    /// What officers wrote with their steps, oldest first.
    remarks: Vec<RemarkShape>,
    closure_reason: Option<String>,
    electronic_consent: bool,
    offers: Vec<OfferShape>,
    notices: Vec<NoticeLine>,
    acts: Vec<ActLine>,
}

/// A finding.
#[derive(ToSchema)]
#[schema(as = Finding)]
pub(crate) struct FindingShape {
    violation: String,
    article: String,
    /// Day of the act, which decides the article.
    #[schema(format = Date)]
    acted_on: Option<String>,
    facts: String,
    #[schema(format = Date)]
    found_on: String,
    recorded_by: String,
}

/// What an officer wrote with a step.
#[derive(ToSchema)]
#[schema(as = Remark)]
pub(crate) struct RemarkShape {
    /// `change_due`, `propose_closure` or `return_for_more`.
    event: String,
    words: String,
    written_by: String,
    #[schema(format = DateTime)]
    created_at: String,
}

/// One order to correct.
#[derive(ToSchema)]
pub(crate) struct OrderLine {
    id: String,
    document_number: String,
    case_number: String,
    demand: String,
    /// Keys of the articles it rests on, with spaces between.
    article: String,
    /// Whether the officer confirmed a basis that was not read in a copy of the text.
    basis_confirmed: bool,
    #[schema(format = Date)]
    ordered_on: String,
    #[schema(format = Date)]
    due_on: String,
    #[schema(format = Date)]
    served_on: Option<String>,
    #[schema(format = DateTime)]
    answered_at: Option<String>,
    case_state: String,
    /// Name of the authority that ordered.
    authority: String,
}

/// An order with what followed it.
#[derive(ToSchema)]
pub(crate) struct OrderShown {
    #[serde(flatten)]
    line: OrderLine,
    responses: Vec<ResponseShape>,
    files: Vec<FileShape>,
    services: Vec<ServiceShape>,
}

/// An answer of the institution.
#[derive(ToSchema)]
#[schema(as = Response)]
pub(crate) struct ResponseShape {
    body: String,
    answered_by: String,
    #[schema(format = DateTime)]
    created_at: String,
}

/// A file.
#[derive(ToSchema)]
#[schema(as = File)]
pub(crate) struct FileShape {
    id: String,
    file_name: String,
    media_type: String,
    size_bytes: i64,
    sha256: String,
    #[schema(format = DateTime)]
    created_at: String,
}

/// A service of the order.
#[derive(ToSchema)]
#[schema(as = Service)]
pub(crate) struct ServiceShape {
    /// `in_person`, `left`, `post`, `electronic` or `public_notice`.
    way: String,
    /// When it counts as served.
    #[schema(format = Date)]
    served_on: String,
    /// When it was published, where it was served by public notice.
    #[schema(format = Date)]
    published_on: Option<String>,
    receiver: String,
    proof: String,
    recorded_by: String,
}

/// A page of the queue.
#[derive(ToSchema)]
pub(crate) struct ComplaintPage {
    items: Vec<ComplaintLine>,
    /// Give it as `after` for the next page; `null` on the last.
    next: Option<String>,
}

/// A page of leads.
#[derive(ToSchema)]
pub(crate) struct LeadPage {
    items: Vec<LeadLine>,
    /// Give it as `after` for the next page; `null` on the last.
    next: Option<String>,
}

/// A page of cases.
#[derive(ToSchema)]
pub(crate) struct CasePage {
    items: Vec<CaseLine>,
    /// Give it as `after` for the next page; `null` on the last.
    next: Option<String>,
}

/// The orders of one institution.
#[derive(ToSchema)]
pub(crate) struct OrderPage {
    items: Vec<OrderLine>,
    /// Give it as `after` for the next page; `null` on the last.
    next: Option<String>,
}
