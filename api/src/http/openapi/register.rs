//! What the register's part of the desk sends and gets.

#![allow(dead_code, reason = "described to the OpenAPI document, never built")]

use utoipa::ToSchema;

use super::desk::{OfferShape, RemarkShape};
use super::operations::{ActLine, NoticeLine};
use super::public::InstitutionShown;

/// A step on a licence.
#[derive(ToSchema)]
#[schema(as = LicenceEvent)]
#[serde(tag = "event", rename_all = "snake_case")]
pub(crate) enum LicenceEventShape {
    /// Propose a change.
    Propose {
        /// `suspend`, `resume`, `revoke` or `cancel`.
        change: String,
        /// For a cancellation: `expired`, `ended`, `withdrawn`, `force_majeure` or `other_by_law`.
        ground: Option<String>,
        /// The document it rests on, with its number; all but a resumption need one.
        #[schema(max_length = 200)]
        basis: Option<String>,
        #[schema(max_length = 2000)]
        reason: String,
        version: i64,
    },
    /// Approve it; for another person than the one who proposed it.
    Approve { version: i64 },
    /// Send it back.
    SendBack { reason: String, version: i64 },
}

/// One line of the list of licences.
#[derive(ToSchema)]
pub(crate) struct LicenceLine {
    number: String,
    institution_number: String,
    institution_name: String,
    district: String,
    /// `subject`, `sports`, `arts`, `arts_exam`, `science` or `practice`; of several the first.
    class: String,
    /// The others.
    more_classes: Vec<String>,
    /// `valid`, `expired`, `suspended`, `revoked` or `cancelled`, as of today.
    state: String,
    issued_by: String,
    #[schema(format = Date)]
    issued_on: String,
    #[schema(format = Date)]
    valid_until: String,
    /// Whether a change waits for approval.
    change_proposed: bool,
    /// By when that is decided.
    #[schema(format = Date)]
    proposal_due_on: Option<String>,
    #[schema(format = DateTime)]
    proposed_at: Option<String>,
    /// Which copy of its paper counts; the first one is 1.
    copy: i64,
    /// When that copy was issued, where it is not the first.
    #[schema(format = Date)]
    reissued_on: Option<String>,
    /// Give it with a step.
    version: i64,
}

/// A change of a licence that waits for another person.
#[derive(ToSchema)]
#[schema(as = LicenceProposal)]
pub(crate) struct ProposalShape {
    change: String,
    ground: Option<String>,
    basis: String,
    reason: String,
    /// Account.
    by: String,
    #[schema(format = Date)]
    on: String,
}

/// A licence as officers see it.
#[derive(ToSchema)]
pub(crate) struct LicenceShown {
    #[serde(flatten)]
    line: LicenceLine,
    proposal: Option<ProposalShape>,
    /// Name of who proposed it.
    proposed_by: Option<String>,
    offers: Vec<OfferShape>,
    /// The changes by name, with the reason why one cannot be proposed now.
    changes: Vec<OfferShape>,
    notices: Vec<NoticeLine>,
    acts: Vec<ActLine>,
    /// What was written with its steps, oldest first.
    remarks: Vec<RemarkShape>,
    /// The copies of its paper that were issued after the first one, oldest first.
    copies: Vec<LicenceCopyShape>,
}

/// A copy that was issued in place of the one before it.
#[derive(ToSchema)]
#[schema(as = LicenceCopy)]
pub(crate) struct LicenceCopyShape {
    copy: i64,
    /// The day from which the copy before it counts no more.
    #[schema(format = Date)]
    issued_on: String,
    /// `lost`, `destroyed` or `damaged`.
    loss: String,
    #[schema(format = Date)]
    noticed_on: Option<String>,
    /// The application that asked for it.
    application: String,
}

/// A page of licences.
#[derive(ToSchema)]
pub(crate) struct LicencePage {
    items: Vec<LicenceLine>,
    /// Give it as `after` for the next page; `null` on the last.
    next: Option<String>,
}

/// An institution as officers see it.
#[derive(ToSchema)]
pub(crate) struct RegisteredShown {
    #[serde(flatten)]
    record: InstitutionShown,
    /// Number of the entry it was merged into; `null` where it stands for itself.
    merged_into: Option<String>,
    /// Who changed the record, by which act; oldest first.
    acts: Vec<ActLine>,
}
