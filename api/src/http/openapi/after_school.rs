//! What after-school providers and schools send and get.

#![allow(dead_code, reason = "described to the OpenAPI document, never built")]

use utoipa::ToSchema;

use super::desk::{OfferShape, RemarkShape};
use super::operations::ActLine;

/// A step on a provider.
#[derive(ToSchema)]
#[schema(as = AfterSchoolEvent)]
#[serde(tag = "event", rename_all = "snake_case")]
pub(crate) enum AfterSchoolEventShape {
    /// Hand it in; the institution's.
    File { version: i64 },
    /// Take it back; the institution's.
    Withdraw { version: i64 },
    /// Send it back to be corrected.
    SendBack {
        #[schema(max_length = 2000)]
        reason: String,
        version: i64,
    },
    /// Refuse it.
    Refuse {
        #[schema(max_length = 2000)]
        reason: String,
        version: i64,
    },
    /// Choose it.
    Select {
        /// Every item of the checklist: `content`, `hours`, `people`, `quality`, `fee`, `collection`, `safety`.
        checked: Vec<String>,
        #[schema(max_length = 2000)]
        reason: String,
        version: i64,
    },
    /// Approve the choice, by another person: it goes before the public.
    Approve { version: i64 },
    /// Send the choice back.
    Return {
        #[schema(max_length = 2000)]
        reason: String,
        version: i64,
    },
    /// Examine it again: somebody objects.
    Reopen {
        #[schema(max_length = 2000)]
        reason: String,
        version: i64,
    },
    /// Warn it.
    Warn {
        ground: String,
        #[schema(max_length = 2000)]
        reason: String,
        #[schema(format = Date)]
        correct_by: String,
        version: i64,
    },
    /// It was corrected.
    Lift {
        #[schema(max_length = 2000)]
        reason: String,
        version: i64,
    },
    /// Propose that it leaves.
    ProposeExit {
        ground: String,
        #[schema(max_length = 2000)]
        reason: String,
        version: i64,
    },
    /// It leaves, by another person.
    ApproveExit { version: i64 },
    /// It stays.
    RejectExit {
        #[schema(max_length = 2000)]
        reason: String,
        version: i64,
    },
}

/// A service that is offered to schools.
#[derive(ToSchema)]
#[schema(as = AfterSchoolService)]
pub(crate) struct ServiceOffered {
    #[schema(max_length = 60)]
    name: Option<String>,
    #[schema(max_length = 1000)]
    content: Option<String>,
    class: Option<String>,
    /// 1 to 9.
    grades: Option<Vec<u8>>,
    /// Ids of the institution's own staff.
    teachers: Option<Vec<String>>,
    /// For a pupil and a lesson.
    #[schema(minimum = 0, maximum = 100_000)]
    fee_fen: Option<i64>,
    /// What the like costs outside schools.
    #[schema(minimum = 0, maximum = 100_000)]
    market_fen: Option<i64>,
}

/// What an application says; every field may be left out.
#[derive(ToSchema)]
#[schema(as = AfterSchoolForm)]
pub(crate) struct AfterSchoolFormShape {
    #[schema(max_items = 10)]
    services: Option<Vec<ServiceOffered>>,
    /// Numbers of schools.
    #[schema(max_items = 100)]
    schools: Option<Vec<String>>,
    #[schema(max_length = 2000)]
    quality: Option<String>,
    #[schema(max_length = 2000)]
    pricing: Option<String>,
    #[schema(max_length = 2000)]
    papers: Option<String>,
}

/// An application that was begun.
#[derive(ToSchema)]
#[schema(as = AfterSchoolNumber)]
pub(crate) struct AfterSchoolNumberShape {
    number: String,
}

/// One line of a list of providers.
#[derive(ToSchema)]
pub(crate) struct AfterSchoolLine {
    number: String,
    institution_number: String,
    institution_name: String,
    district: String,
    /// The calendar year in which the school year begins.
    school_year: i64,
    /// `draft`, `filed`, `selected`, `publicised`, `refused`, `admitted`, `warned`, `suspended`, `leaving`, `exited`,
    /// `ended` or `withdrawn`.
    state: String,
    #[schema(format = Date)]
    filed_on: Option<String>,
    #[schema(format = Date)]
    last_day: String,
    #[schema(format = Date)]
    publicised_until: Option<String>,
    schools: i64,
    /// Give it with a step.
    version: i64,
}

/// A page of providers.
#[derive(ToSchema)]
pub(crate) struct AfterSchoolPage {
    items: Vec<AfterSchoolLine>,
    /// Give it as `after` for the next page; `null` on the last.
    next: Option<String>,
}

/// How a condition of admission stands.
#[derive(ToSchema)]
pub(crate) struct AfterSchoolFindingLine {
    condition: String,
    /// Empty where it is about the institution.
    field: String,
    /// `met`, `unmet` or `unsaid`.
    outcome: String,
    article: String,
    verified: bool,
    /// Whether nobody is let in against it.
    binds: bool,
    figures: String,
}

/// Something with a name that the form refers to.
#[derive(ToSchema)]
pub(crate) struct NamedLine {
    id: String,
    name: String,
}

/// What was agreed with a school.
#[derive(ToSchema)]
pub(crate) struct AgreementLine {
    school: String,
    school_name: String,
    #[schema(format = Date)]
    first_day: String,
    #[schema(format = Date)]
    last_day: String,
    services: Vec<String>,
    fee_fen: i64,
}

/// What a school and its parents say of a term.
#[derive(ToSchema)]
#[schema(as = Score)]
pub(crate) struct ScoreShape {
    /// 0 to 100; `null` before the school gave one.
    #[schema(minimum = 0, maximum = 100)]
    school: Option<i64>,
    /// How many parents answered.
    #[schema(minimum = 0, maximum = 20_000)]
    answers: Option<i64>,
    /// The sum of their points, 0 to 100 each.
    #[schema(minimum = 0, maximum = 2_000_000)]
    points: Option<i64>,
}

/// A row of a list of scores.
#[derive(ToSchema)]
#[schema(as = Scored)]
pub(crate) struct ScoredShape {
    /// The provider.
    number: String,
    school: String,
    /// `2026-autumn` or `2026-spring`.
    term: String,
    score: ScoreShape,
}

/// A score of a term by one school.
#[derive(ToSchema)]
pub(crate) struct ScoreLine {
    term: String,
    school_number: String,
    school_name: String,
    school: Option<i64>,
    answers: i64,
    points: i64,
}

/// How a provider stands in a term.
#[derive(ToSchema)]
pub(crate) struct StandingLine {
    term: String,
    /// How many schools gave a score.
    schools: i64,
    /// The mean of their scores, in tenths of a point.
    school_tenths: Option<i64>,
    answers: i64,
    /// The mean of the parents' points, in tenths; `null` where too few answered.
    parents_tenths: Option<i64>,
}

/// A provider as both sides see it.
#[derive(ToSchema)]
pub(crate) struct AfterSchoolShown {
    #[serde(flatten)]
    line: AfterSchoolLine,
    form: AfterSchoolFormShape,
    missing: Vec<String>,
    findings: Vec<AfterSchoolFindingLine>,
    told: Option<String>,
    staff: Vec<NamedLine>,
    proposed: Vec<NamedLine>,
    agreements: Vec<AgreementLine>,
    scores: Vec<ScoreLine>,
    standings: Vec<StandingLine>,
    offers: Vec<OfferShape>,
}

/// A provider as officers see it.
#[derive(ToSchema)]
pub(crate) struct AfterSchoolDeskShown {
    #[serde(flatten)]
    record: AfterSchoolShown,
    /// Its state with what it carries.
    #[schema(value_type = Object)]
    way: (),
    warning_grounds: Vec<String>,
    exit_grounds: Vec<String>,
    #[schema(format = Date)]
    correct_by: String,
    others: Vec<AfterSchoolLine>,
    acts: Vec<ActLine>,
    remarks: Vec<RemarkShape>,
}

/// A service as it is published.
#[derive(ToSchema)]
pub(crate) struct PublicServiceLine {
    name: String,
    class: Option<String>,
    grades: Vec<u8>,
    fee_fen: i64,
}

/// A school that is served.
#[derive(ToSchema)]
pub(crate) struct PublicSchoolLine {
    number: String,
    name: String,
    district: String,
    #[schema(format = Date)]
    first_day: String,
    #[schema(format = Date)]
    last_day: String,
    services: Vec<String>,
    fee_fen: i64,
}

/// A warning as it is published.
#[derive(ToSchema)]
pub(crate) struct PublicWarningLine {
    ground: String,
    article: String,
    #[schema(format = Date)]
    on: String,
    #[schema(format = Date)]
    correct_by: String,
    #[schema(format = Date)]
    lifted_on: Option<String>,
}

/// An exit as it is published.
#[derive(ToSchema)]
pub(crate) struct PublicExitLine {
    ground: String,
    article: String,
    #[schema(format = Date)]
    on: String,
}

/// A provider as everybody reads it.
#[derive(ToSchema)]
pub(crate) struct PublicProviderLine {
    number: String,
    institution_number: String,
    institution_name: String,
    district: String,
    school_year: String,
    /// `publicised`, `admitted`, `warned`, `suspended` or `exited`.
    state: String,
    #[schema(format = Date)]
    from: Option<String>,
    #[schema(format = Date)]
    until: String,
    #[schema(format = Date)]
    publicised_until: Option<String>,
    services: Vec<PublicServiceLine>,
    schools: Vec<PublicSchoolLine>,
    standings: Vec<StandingLine>,
    warnings: Vec<PublicWarningLine>,
    exit: Option<PublicExitLine>,
}

/// The dynamic list.
#[derive(ToSchema)]
pub(crate) struct AfterSchoolListShown {
    /// When it was read.
    #[schema(format = DateTime)]
    as_of: String,
    items: Vec<PublicProviderLine>,
}

/// A school.
#[derive(ToSchema)]
#[schema(as = School)]
pub(crate) struct SchoolShape {
    #[schema(max_length = 80)]
    name: String,
    district: String,
    /// `primary`, `junior`.
    stages: Vec<String>,
    /// Its after-school items in all.
    #[schema(minimum = 0, maximum = 1000)]
    items: Option<i64>,
}

/// A school that was entered.
#[derive(ToSchema)]
#[schema(as = SchoolNumber)]
pub(crate) struct SchoolNumberShape {
    number: String,
}

/// A school as the desk shows it.
#[derive(ToSchema)]
pub(crate) struct SchoolShown {
    number: String,
    name: String,
    district: String,
    stages: Vec<String>,
    items: Option<i64>,
    /// Items that come from providers in this school year.
    outside: i64,
    providers: i64,
    version: i64,
}

/// A page of schools.
#[derive(ToSchema)]
pub(crate) struct SchoolPage {
    items: Vec<SchoolShown>,
    next: Option<String>,
}
