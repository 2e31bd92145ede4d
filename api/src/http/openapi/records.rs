//! What those send and get who keep the records of institutions.

#![allow(dead_code, reason = "described to the OpenAPI document, never built")]

use utoipa::ToSchema;

use super::desk::OfferShape;
use super::operations::ActLine;

/// A record field by field.
#[derive(ToSchema)]
#[schema(as = RecordKept)]
pub(crate) struct RecordKeptShape {
    /// The institution's number.
    number: String,
    /// Give it with a change.
    version: i64,
    fields: Vec<FieldShape>,
    /// When the institution last said that it is right.
    #[schema(format = DateTime)]
    confirmed_at: Option<String>,
    /// Whether it is asked to say so now.
    asked_to_confirm: bool,
}

/// A field of a record.
#[derive(ToSchema)]
#[schema(as = RecordField)]
pub(crate) struct FieldShape {
    field: String,
    /// Empty where it says nothing; premises are JSON in a text.
    text: String,
    /// Who answers for it: `institution`, `authority` or `licence`.
    owner: String,
}

/// The record of one's own institution.
#[derive(ToSchema)]
pub(crate) struct OwnRecordShown {
    #[serde(flatten)]
    record: RecordKeptShape,
    contact: RecordContactShape,
}

/// Whom the authority reaches. What says nothing is taken away.
#[derive(ToSchema)]
#[schema(as = RecordContact)]
pub(crate) struct RecordContactShape {
    #[schema(max_length = 60)]
    name: String,
    telephone: String,
    /// Where notices go.
    email: String,
}

/// What became of a change.
#[derive(ToSchema)]
pub(crate) struct ChangedShown {
    /// The version the record has now.
    version: i64,
    /// Fields that say something else now.
    written: Vec<String>,
    /// Ids of the requests that wait for the owner of the other fields.
    asked: Vec<String>,
}

/// How the party's work covers the institutions of a district that work.
#[derive(ToSchema)]
#[schema(as = PartyCovered)]
pub(crate) struct CoveredShape {
    district: String,
    /// How many work.
    operating: i64,
    own: i64,
    joint: i64,
    instructor: i64,
}

/// An institution that nothing covers.
#[derive(ToSchema)]
#[schema(as = PartyGap)]
pub(crate) struct GapShape {
    number: String,
    name: String,
    district: String,
    /// `none` where the institution says so, empty where it says nothing.
    party: String,
}

/// The coverage by district, and a page of those that nothing covers.
#[derive(ToSchema)]
pub(crate) struct PartyShown {
    districts: Vec<CoveredShape>,
    items: Vec<GapShape>,
    next: Option<String>,
}

/// A step on a request to change a record.
#[derive(ToSchema)]
#[schema(as = RequestEvent)]
#[serde(tag = "event", rename_all = "snake_case")]
pub(crate) enum RequestEventShape {
    /// The record changes as asked.
    Approve { version: i64 },
    /// The record stays as it is.
    Refuse {
        #[schema(max_length = 500)]
        reason: String,
        version: i64,
    },
    /// Who asked takes it back.
    Withdraw { version: i64 },
}

/// One line of the list of requests.
#[derive(ToSchema)]
pub(crate) struct RequestLine {
    id: String,
    institution_number: String,
    institution_name: String,
    district: String,
    /// Who asks: `institution` or `authority`.
    side: String,
    /// Who decides: `institution`, `officer` or `lead`.
    decider: String,
    /// `open`, `approved`, `refused` or `withdrawn`.
    state: String,
    #[schema(format = Date)]
    due_on: String,
    #[schema(format = DateTime)]
    asked_at: String,
    #[schema(format = DateTime)]
    decided_at: Option<String>,
    /// Give it with a step.
    version: i64,
    /// Why it is asked for; may be empty.
    reason: String,
    /// Why it was refused; may be empty.
    answer: String,
}

/// A page of requests.
#[derive(ToSchema)]
pub(crate) struct RequestPage {
    items: Vec<RequestLine>,
    next: Option<String>,
}

/// A field of a request.
#[derive(ToSchema)]
#[schema(as = Alteration)]
pub(crate) struct AlterationShape {
    field: String,
    /// What stood there when it was asked for.
    old: String,
    /// What is to stand there.
    new: String,
    /// What stands there now.
    now: String,
}

/// A request with what is asked for, field by field.
#[derive(ToSchema)]
pub(crate) struct RequestShown {
    #[serde(flatten)]
    line: RequestLine,
    alterations: Vec<AlterationShape>,
    offers: Vec<OfferShape>,
    /// Empty for the institution, since acts name officers.
    acts: Vec<ActLine>,
}

/// An institution that was entered.
#[derive(ToSchema)]
#[schema(as = InstitutionNumber)]
pub(crate) struct InstitutionNumberShape {
    number: String,
}

/// An institution that reads the same.
#[derive(ToSchema)]
pub(crate) struct InstitutionAlikeLine {
    number: String,
    name: String,
    uscc: Option<String>,
    district: String,
    address: String,
    status: String,
}

/// Institutions that read the same.
#[derive(ToSchema)]
pub(crate) struct InstitutionAlikeList {
    items: Vec<InstitutionAlikeLine>,
    /// Always `null`.
    next: Option<String>,
}
