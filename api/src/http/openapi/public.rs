//! What the public sends and gets.

#![allow(dead_code, reason = "described to the OpenAPI document, never built")]

use utoipa::ToSchema;

/// One line of the register.
#[derive(ToSchema)]
pub(crate) struct InstitutionLine {
    /// Number to read out on the telephone: `NC`, 7 digits, a check digit.
    number: String,
    name: String,
    /// Empty where it has none.
    brand: String,
    /// Unified social credit code, GB 32100-2015.
    uscc: Option<String>,
    /// `operating`, `suspended`, `closing`, `closed`, `runaway` or `preparing`.
    status: String,
    /// `subject`, `sports`, `arts`, `arts_exam`, `science` or `practice`; of several the first.
    class: String,
    /// The others.
    more_classes: Vec<String>,
    /// A GB/T 2260 code or a zone.
    district: String,
    address: String,
    licence_number: Option<String>,
    /// `valid`, `expired`, `suspended`, `revoked`, `cancelled` or `none`.
    licence_state: String,
    #[schema(format = Date)]
    licence_valid_until: Option<String>,
    /// Names it had before; left out where it had none, and in lists that were not asked for by a name.
    former_names: Option<Vec<String>>,
}

/// An institution and how far it is.
#[derive(ToSchema)]
pub(crate) struct NearShown {
    #[serde(flatten)]
    line: InstitutionLine,
    /// Metres along the Earth.
    distance_m: u32,
}

/// The institutions near a place, the nearest first.
#[derive(ToSchema)]
pub(crate) struct NearList {
    items: Vec<NearShown>,
}

/// A page of the register.
#[derive(ToSchema)]
pub(crate) struct InstitutionPage {
    items: Vec<InstitutionLine>,
    /// Give it as `after` for the next page; `null` on the last.
    next: Option<String>,
    /// How the query was met: `name`, `sound` (homophones, pinyin), `initials` or `address`, the first of them that finds
    /// any; `null` without a query, for a number, and where nothing was found.
    matched: Option<String>,
    /// How the whole list is spread, where `facets=true` asks for it.
    facets: Option<FacetsShown>,
}

/// The white list.
#[derive(ToSchema)]
pub(crate) struct WhiteListShown {
    /// When the register was read.
    #[schema(format = DateTime)]
    as_of: String,
    items: Vec<InstitutionLine>,
}

/// How a list is spread. Of more than a thousand institutions a thousand are counted: every number is the least that it
/// can be, and `more` says so.
#[derive(ToSchema)]
pub(crate) struct FacetsShown {
    total: CountShown,
    district: Vec<ShareShown>,
    class: Vec<ShareShown>,
    stage: Vec<ShareShown>,
    status: Vec<ShareShown>,
}

/// A number of institutions.
#[derive(ToSchema)]
pub(crate) struct CountShown {
    count: u64,
    more: bool,
}

/// The institutions of a list that have a code in common.
#[derive(ToSchema)]
pub(crate) struct ShareShown {
    code: String,
    count: u64,
    more: bool,
}

/// The public record of an institution.
#[derive(ToSchema)]
pub(crate) struct InstitutionShown {
    #[serde(flatten)]
    line: InstitutionLine,
    legal_form: String,
    stages: Vec<String>,
    telephone: String,
    /// Responsible authority.
    authority: String,
    #[schema(format = Date)]
    founded_on: Option<String>,
    licence_scope: Option<String>,
    licence_issued_by: Option<String>,
    #[schema(format = Date)]
    licence_issued_on: Option<String>,
    /// Which copy of its paper counts; the first one is 1.
    licence_copy: Option<i64>,
    /// When that copy was issued, where it is not the first.
    #[schema(format = Date)]
    licence_reissued_on: Option<String>,
    version: i64,
    /// Who teaches there now; left out where the record of another day is asked for.
    staff: Option<Vec<super::staff::PublishedStaffShape>>,
    /// What it came out of, and what came out of it.
    links: Vec<super::report::LinkShape>,
    /// Numbers of the entries that were merged into this one.
    merged: Vec<String>,
    /// Who is competent for each class of what it teaches.
    departments: Vec<CompetentShape>,
    #[serde(flatten)]
    identity: IdentityShape,
}

/// The departments that are competent for a class of training.
#[derive(ToSchema)]
#[schema(as = Competent)]
pub(crate) struct CompetentShape {
    class: String,
    /// Who issues the licence: `education`, `sports`, `culture` or `science`.
    licenses: String,
    /// Who issues it in education's place where the county has such a department: `approval`.
    or_licenses: Option<String>,
    /// Who examines the application before; `null` where education decides alone.
    reviews: Option<String>,
    article: String,
    /// Whether it was read in a copy of a text.
    verified: bool,
}

/// What applies to a class of training on a day.
#[derive(ToSchema)]
#[schema(as = RulesOfClass)]
pub(crate) struct RulesOfClassShown {
    class: String,
    #[schema(format = Date)]
    on: String,
    /// `null` on a day of which nothing is known.
    departments: Option<CompetentShape>,
    rules: Vec<ClassRuleShape>,
}

/// A rule that applies to a class.
#[derive(ToSchema)]
#[schema(as = ClassRule)]
pub(crate) struct ClassRuleShape {
    /// `admission`, `premises`, `staff`, `fees`, `hours` or `courses`.
    topic: String,
    code: String,
    zh: String,
    en: String,
    article: String,
    /// The first day on which it holds.
    #[schema(format = Date)]
    from: String,
    /// Whether it was read in a copy of a text.
    verified: bool,
    /// Whether nothing goes on against it; another one warns.
    binds: bool,
}

/// What the register says of an institution beside its name, place and licence.
#[derive(ToSchema)]
#[schema(as = Identity)]
pub(crate) struct IdentityShape {
    former_names: Vec<String>,
    /// `non_profit` or `for_profit`; `null` where the register does not say.
    profit: Option<String>,
    /// Who founded it; empty where the register does not say.
    founder: String,
    legal_representative: String,
    /// Who runs it.
    principal: String,
    /// `on_site` or `online`.
    mode: Option<String>,
    position: Option<PositionShape>,
    premises: Vec<PremisesShape>,
    /// How the party's work covers it: `own`, `joint`, `instructor` or `none`.
    party: Option<String>,
    /// The bank of the custody account for prepaid fees; empty where the register knows of none.
    custody_bank: String,
    /// Results of annual inspections, the latest first.
    inspections: Vec<InspectionShape>,
    /// Penalties that are published, the latest first.
    penalties: Vec<PenaltyShape>,
    /// When the institution last said that its record is right.
    #[schema(format = Date)]
    confirmed_on: Option<String>,
}

/// The result of the annual inspection of a year.
#[derive(ToSchema)]
#[schema(as = Inspection)]
pub(crate) struct InspectionShape {
    year: i32,
    /// `excellent`, `passed`, `conditional` or `failed`.
    grade: String,
}

/// A penalty that is published.
#[derive(ToSchema)]
#[schema(as = Penalty)]
pub(crate) struct PenaltyShape {
    #[schema(format = Date)]
    decided_on: String,
    /// Number of the document.
    document: String,
    content: String,
}

/// A position on a map. Datums lie some hundred metres apart.
#[derive(ToSchema)]
#[schema(as = Position)]
pub(crate) struct PositionShape {
    /// Millionths of a degree.
    latitude_e6: i64,
    longitude_e6: i64,
    /// `cgcs2000`, `gcj02`, `bd09` or `wgs84`.
    datum: String,
}

/// A place in which an institution teaches.
#[derive(ToSchema)]
#[schema(as = Premises)]
pub(crate) struct PremisesShape {
    #[schema(min_length = 1, max_length = 200)]
    address: String,
    /// `commercial`, `educational`, `dwelling`, `basement` or `temporary`.
    site: Option<String>,
    #[schema(minimum = 1, maximum = 1_000_000)]
    area_m2: Option<i64>,
    /// The greatest number of pupils at one time.
    #[schema(minimum = 1, maximum = 1_000_000)]
    pupils_at_once: Option<i64>,
}

/// A complaint to file.
#[derive(ToSchema)]
#[schema(as = Complaint)]
pub(crate) struct DraftShape {
    /// Number of the institution, where it is known.
    institution_number: Option<String>,
    /// Its name as the complainant knows it.
    #[schema(max_length = 200)]
    institution_name: Option<String>,
    /// Where it is, in words.
    #[schema(max_length = 200)]
    place: Option<String>,
    /// A GB/T 2260 code or a zone.
    district: Option<String>,
    /// What it is about, in one line.
    #[schema(min_length = 1, max_length = 100)]
    subject: String,
    /// What happened.
    #[schema(min_length = 5, max_length = 5000)]
    body: String,
    #[schema(format = Date)]
    happened_on: Option<String>,
    #[schema(minimum = 0, maximum = 10_000_000_000_i64)]
    amount_fen: Option<i64>,
    /// Whether no name and address is to be kept. Without a name `contact` must be left out.
    anonymous: bool,
    /// Name and a way to reach the complainant; needed unless anonymous.
    contact: Option<ContactShape>,
}

/// How to reach a complainant.
#[derive(ToSchema)]
#[schema(as = Contact)]
pub(crate) struct ContactShape {
    #[schema(max_length = 60)]
    name: Option<String>,
    telephone: Option<String>,
    email: Option<String>,
}

/// A complaint as its holder sees it.
#[derive(ToSchema)]
pub(crate) struct FollowShape {
    number: String,
    state: String,
    subject: String,
    institution_name: String,
    #[schema(format = Date)]
    received_on: String,
    #[schema(format = Date)]
    due_on: String,
    #[schema(format = Date)]
    accepted_on: Option<String>,
    #[schema(format = Date)]
    answered_on: Option<String>,
    /// The answer, or why it was declined.
    answer: Option<String>,
    /// Whether a case was filed from it.
    case_filed: bool,
    may_withdraw: bool,
    /// What became of the mails to its holder.
    mails: Vec<MailShape>,
}

/// A mail to the holder.
#[derive(ToSchema)]
#[schema(as = Mail)]
pub(crate) struct MailShape {
    template: String,
    /// `pending`, `sending`, `sent`, `refused`, `unsure` or `dead`.
    state: String,
    #[schema(format = DateTime)]
    created_at: String,
}

/// A question about a period.
#[derive(ToSchema)]
pub(crate) struct DeadlineRequest {
    /// For example `penalty.decision`.
    rule: String,
    /// The day it starts from.
    #[schema(format = Date)]
    from: String,
    /// Times during which it stands still; both ends count.
    suspensions: Option<Vec<SuspensionShape>>,
    extensions: Option<Vec<ExtensionShape>>,
}

/// A time during which a period stands still.
#[derive(ToSchema)]
#[schema(as = Suspension)]
pub(crate) struct SuspensionShape {
    #[schema(format = Date)]
    from: String,
    #[schema(format = Date)]
    to: String,
    reason: Option<String>,
}

/// An extension; refused where no rule in force allows one.
#[derive(ToSchema)]
#[schema(as = Extension)]
pub(crate) struct ExtensionShape {
    days: i64,
    #[schema(format = Date)]
    approved_on: String,
}

/// The end of a period.
#[derive(ToSchema)]
pub(crate) struct DeadlineAnswer {
    #[schema(format = Date)]
    due_on: String,
    /// The last day before it is moved past days of rest.
    #[schema(format = Date)]
    unrolled_on: String,
    /// `working_days`, `calendar_days` or `months`.
    counted: String,
    #[schema(format = Date)]
    first_day: String,
    /// Whether a day lies beyond the last calendar that is loaded.
    provisional: bool,
    articles: Vec<String>,
    rules: String,
    /// Whether every number used was read in a copy of the text.
    verified: bool,
    steps: Vec<String>,
}
