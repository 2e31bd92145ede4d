//! What courses send and get.

#![allow(dead_code, reason = "described to the OpenAPI document, never built")]

use utoipa::ToSchema;

use super::desk::{OfferShape, RemarkShape, ScreeningShape};
use super::operations::ActLine;

/// A step on a course.
#[derive(ToSchema)]
#[schema(as = CourseEvent)]
#[serde(tag = "event", rename_all = "snake_case")]
pub(crate) enum CourseEventShape {
    /// Hand it in; the institution's.
    File { version: i64 },
    /// Write a new version; the institution's.
    Change { version: i64 },
    /// Give the new version up; the institution's.
    Discard { version: i64 },
    /// Take the course back; the institution's.
    Withdraw { version: i64 },
    /// Publish it: the flag says nothing against it.
    Clear {
        #[schema(max_length = 2000)]
        reason: String,
        version: i64,
    },
    /// Do not publish it.
    Refuse {
        #[schema(max_length = 2000)]
        reason: String,
        version: i64,
    },
    /// File its materials, each under a number of its own.
    FileMaterials { version: i64 },
}

/// When a course is taught, week by week.
#[derive(ToSchema)]
#[schema(as = Slot)]
pub(crate) struct SlotShape {
    /// `monday` to `sunday`.
    weekday: String,
    /// `18:30`.
    start: String,
    end: String,
}

/// What pupils learn from.
#[derive(ToSchema)]
#[schema(as = Material)]
pub(crate) struct MaterialShape {
    #[schema(max_length = 100)]
    title: String,
    #[schema(max_length = 100)]
    publisher: Option<String>,
    /// Whether the institution says that it was filed elsewhere.
    filed: Option<bool>,
    /// Under which number the authority has filed it; left out where it has not, and never sent.
    #[schema(read_only)]
    filing: Option<FilingShape>,
}

/// A material that the authority has filed.
#[derive(ToSchema)]
#[schema(as = Filing)]
pub(crate) struct FilingShape {
    number: String,
    #[schema(format = Date)]
    on: String,
}

/// What a course says; every field may be left out.
#[derive(ToSchema)]
#[schema(as = CourseForm)]
pub(crate) struct CourseFormShape {
    #[schema(max_length = 60)]
    name: Option<String>,
    #[schema(max_length = 2000)]
    description: Option<String>,
    class: Option<String>,
    stages: Option<Vec<String>>,
    /// `on_site` or `online`.
    mode: Option<String>,
    /// Class hours of the whole.
    #[schema(minimum = 1, maximum = 1000)]
    lessons: Option<i64>,
    #[schema(minimum = 1, maximum = 240)]
    lesson_minutes: Option<i64>,
    #[schema(minimum = 0, maximum = 120)]
    break_minutes: Option<i64>,
    #[schema(minimum = 1, maximum = 500)]
    pupils: Option<i64>,
    /// Price of the whole.
    #[schema(minimum = 0, maximum = 100_000_000)]
    price_fen: Option<i64>,
    #[schema(format = Date)]
    first_day: Option<String>,
    #[schema(format = Date)]
    last_day: Option<String>,
    #[schema(max_items = 21)]
    times: Option<Vec<SlotShape>>,
    #[schema(max_items = 30)]
    materials: Option<Vec<MaterialShape>>,
}

/// A course that was begun.
#[derive(ToSchema)]
#[schema(as = CourseNumber)]
pub(crate) struct CourseNumberShape {
    number: String,
}

/// One line of a list of courses.
#[derive(ToSchema)]
pub(crate) struct CourseLine {
    number: String,
    name: String,
    institution_number: String,
    institution_name: String,
    district: String,
    /// `draft`, `filed`, `flagged`, `refused`, `published`, `ended` or `withdrawn`.
    state: String,
    /// Whether a version of it is published.
    live: bool,
    price_fen: Option<i64>,
    #[schema(format = Date)]
    filed_on: Option<String>,
    /// Give it with a step.
    version: i64,
}

/// A page of courses.
#[derive(ToSchema)]
pub(crate) struct CoursePage {
    items: Vec<CourseLine>,
    /// Give it as `after` for the next page; `null` on the last.
    next: Option<String>,
}

/// What a rule finds in a course.
#[derive(ToSchema)]
pub(crate) struct CourseFindingLine {
    check: String,
    field: String,
    /// Whether nothing is filed against it; else it warns.
    refuses: bool,
    article: String,
    verified: bool,
    figures: String,
}

/// What a course cost from when until when.
#[derive(ToSchema)]
#[schema(as = Fee)]
pub(crate) struct FeeShape {
    price_fen: i64,
    lessons: i64,
    #[schema(format = DateTime)]
    published_at: String,
    /// `null` for the one that holds.
    #[schema(format = DateTime)]
    ended_at: Option<String>,
}

/// A course as both sides see it.
#[derive(ToSchema)]
pub(crate) struct CourseShown {
    #[serde(flatten)]
    line: CourseLine,
    form: CourseFormShape,
    /// What the published version says, where that is another one.
    published: Option<CourseFormShape>,
    missing: Vec<String>,
    findings: Vec<CourseFindingLine>,
    /// What the officer who judged its flag wrote.
    told: Option<String>,
    fees: Vec<FeeShape>,
    offers: Vec<OfferShape>,
}

/// A course as officers see it.
#[derive(ToSchema)]
pub(crate) struct CourseDeskShown {
    #[serde(flatten)]
    record: CourseShown,
    /// Its state with what it carries.
    #[schema(value_type = Object)]
    way: (),
    screening: Option<ScreeningShape>,
    judged_by: Option<String>,
    acts: Vec<ActLine>,
    remarks: Vec<RemarkShape>,
}

/// A published course.
#[derive(ToSchema)]
#[schema(as = PublicCourse)]
pub(crate) struct PublicCourseShape {
    number: String,
    name: String,
    description: String,
    class: Option<String>,
    stages: Vec<String>,
    mode: Option<String>,
    lessons: i64,
    lesson_minutes: i64,
    pupils: i64,
    price_fen: i64,
    #[schema(format = Date)]
    first_day: Option<String>,
    #[schema(format = Date)]
    last_day: Option<String>,
    times: Vec<SlotShape>,
    materials: Vec<MaterialShape>,
    /// Oldest first; the last holds.
    fees: Vec<FeeShape>,
}

/// The published courses of an institution.
#[derive(ToSchema)]
pub(crate) struct PublicCoursePage {
    items: Vec<PublicCourseShape>,
    next: Option<String>,
}
