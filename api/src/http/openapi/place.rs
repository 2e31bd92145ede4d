//! What unlicensed places send and get.

#![allow(dead_code, reason = "described to the OpenAPI document, never built")]

use utoipa::ToSchema;

use super::desk::{FileShape, OfferShape, RemarkShape};
use super::operations::ActLine;

/// A step on an unlicensed place.
#[derive(ToSchema)]
#[schema(as = PlaceEvent)]
#[serde(tag = "event", rename_all = "snake_case")]
pub(crate) enum PlaceEventShape {
    /// A check on site finds it unlicensed; whoever records it is one of the two officers.
    Confirm {
        #[schema(format = Date)]
        checked_on: String,
        /// Account of the other officer.
        second_officer: String,
        /// Whether it is a place of its own for training.
        dedicated: bool,
        /// Whether two or more work there.
        staffed: bool,
        /// Whether there is an organisation with a division of work.
        organised: bool,
        #[schema(max_length = 2000)]
        finding: String,
        version: i64,
    },
    /// It works no more.
    Shut {
        #[schema(format = Date)]
        shut_on: String,
        /// `ordered`, `others` or `ceased`.
        ground: String,
        /// The document with its number; not needed where it `ceased`.
        #[schema(max_length = 200)]
        document: Option<String>,
        version: i64,
    },
    /// It is an institution's.
    Join {
        institution_number: String,
        /// `premises`, or `licensed` where it has got its licence.
        relation: String,
        #[schema(max_length = 2000)]
        reason: String,
        version: i64,
    },
    /// It is not that institution's.
    Unjoin {
        #[schema(max_length = 2000)]
        reason: String,
        version: i64,
    },
    /// It is no such place.
    SetAside {
        /// `no_training`, `gone` or `double`.
        why: String,
        #[schema(max_length = 2000)]
        reason: String,
        version: i64,
    },
    /// What the check found does not stand; for a lead officer who took no part in it.
    Overturn {
        /// `no_training`, `gone` or `double`.
        why: String,
        #[schema(max_length = 2000)]
        reason: String,
        version: i64,
    },
    /// It is there, or works, after all.
    Reopen {
        #[schema(max_length = 2000)]
        reason: String,
        version: i64,
    },
}

/// What was seen of a place.
#[derive(ToSchema)]
#[schema(as = PlaceSeen)]
pub(crate) struct SeenShape {
    /// The name on its sign; left out where it has none.
    #[schema(max_length = 100)]
    name: Option<String>,
    #[schema(max_length = 200)]
    address: String,
    /// A GB/T 2260 code or a zone.
    district: String,
    /// `complaint`, `hotline`, `patrol` or `other`.
    source: String,
    /// What it seems to teach.
    class: Option<String>,
    /// Whom it seems to teach.
    stages: Option<Vec<String>>,
    #[schema(minimum = 0, maximum = 10000)]
    pupils: Option<i64>,
    #[schema(minimum = 0, maximum = 1000)]
    staff: Option<i64>,
    /// The day it was first seen.
    #[schema(format = Date)]
    seen_on: String,
    #[schema(max_length = 2000)]
    remarks: Option<String>,
}

/// A place that was entered.
#[derive(ToSchema)]
#[schema(as = PlaceNumber)]
pub(crate) struct PlaceNumberShape {
    number: String,
}

/// One line of a list of unlicensed places.
#[derive(ToSchema)]
pub(crate) struct PlaceLine {
    number: String,
    /// Empty where it has no sign.
    name: String,
    address: String,
    district: String,
    source: String,
    class: Option<String>,
    /// `suspected`, `confirmed`, `shut`, `joined` or `not_one`.
    state: String,
    #[schema(format = Date)]
    seen_on: String,
    /// Since when it stands where it stands.
    #[schema(format = Date)]
    since_on: String,
    #[schema(format = Date)]
    shut_on: Option<String>,
    /// How many complaints tell of it.
    complaint_count: i64,
    /// Give it with a step.
    version: i64,
}

/// A page of unlicensed places.
#[derive(ToSchema)]
pub(crate) struct PlacePage {
    items: Vec<PlaceLine>,
    /// Give it as `after` for the next page; `null` on the last.
    next: Option<String>,
}

/// A place that reads like another one.
#[derive(ToSchema)]
pub(crate) struct PlaceAlikeLine {
    #[serde(flatten)]
    line: PlaceLine,
    /// In what: `both`, `address` or `name`.
    alike: String,
}

/// Places that may be the same.
#[derive(ToSchema)]
pub(crate) struct PlaceAlikeList {
    items: Vec<PlaceAlikeLine>,
    /// Always `null`.
    next: Option<String>,
}

/// Unlicensed places, counted.
#[derive(ToSchema)]
#[schema(as = PlaceFigures)]
pub(crate) struct PlaceFiguresShape {
    suspected: i64,
    confirmed: i64,
    shut: i64,
    /// Of `shut`, those shut in this year.
    shut_this_year: i64,
    joined: i64,
    not_one: i64,
}

/// A complaint that tells of a place.
#[derive(ToSchema)]
#[schema(as = PlaceComplaint)]
pub(crate) struct PlaceComplaintShape {
    number: String,
    subject: String,
    state: String,
    #[schema(format = DateTime)]
    received_at: String,
}

/// A case about a place.
#[derive(ToSchema)]
#[schema(as = PlaceCase)]
pub(crate) struct PlaceCaseShape {
    number: String,
    party_name: String,
    state: String,
    #[schema(format = Date)]
    filed_on: String,
}

/// The institution to which a place is joined.
#[derive(ToSchema)]
#[schema(as = PlaceInstitution)]
pub(crate) struct PlaceInstitutionShape {
    number: String,
    name: String,
}

/// Until when the same again is punished more heavily.
#[derive(ToSchema)]
pub(crate) struct PlaceHeavierShape {
    /// The last day.
    #[schema(format = Date)]
    until: String,
    /// By which article.
    article: String,
    /// Whether a text of the law was read for it.
    verified: bool,
}

/// An unlicensed place as its officers see it.
#[derive(ToSchema)]
pub(crate) struct PlaceShown {
    #[serde(flatten)]
    line: PlaceLine,
    seen: SeenShape,
    /// Its state with what it carries.
    #[schema(value_type = Object)]
    way: (),
    /// Names of the two officers of its check.
    checked_by: Vec<String>,
    /// The article that forbids what the check found.
    article: Option<String>,
    /// Until when the same again is punished more heavily, where it was ordered to stop.
    heavier: Option<PlaceHeavierShape>,
    institution: Option<PlaceInstitutionShape>,
    complaints: Vec<PlaceComplaintShape>,
    cases: Vec<PlaceCaseShape>,
    /// Whether a case can be filed from it now.
    takes_case: bool,
    files: Vec<FileShape>,
    offers: Vec<OfferShape>,
    remarks: Vec<RemarkShape>,
    acts: Vec<ActLine>,
}
