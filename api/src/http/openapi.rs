//! The OpenAPI document, version 3.1, made from the handlers.
//!
//! Answers are the store's read models; the shapes below say in the document what those carry. A test
//! compares each with a real answer, and the paths with the routes.

use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{Object, RefOr, Schema};
use utoipa::{Modify, OpenApi, ToSchema};

use super::json::{complaints, institutions, law, operations, sessions};
use super::problem::{Code, ProblemBody};
use super::{health, problem};

/// One line of the register.
#[derive(ToSchema)]
#[allow(dead_code, reason = "described to the OpenAPI document, never built")]
pub(crate) struct InstitutionLine {
    /// Number to read out on the telephone: `NC`, 7 digits, a check digit.
    number: String,
    name: String,
    /// Empty where it has none.
    brand: String,
    /// Unified social credit code, GB 32100-2015.
    uscc: Option<String>,
    /// `operating`, `suspended`, `closing`, `closed` or `runaway`.
    status: String,
    /// `subject`, `sports`, `arts`, `arts_exam`, `science` or `practice`.
    class: String,
    /// A GB/T 2260 code or a zone.
    district: String,
    address: String,
    licence_number: Option<String>,
    /// `valid`, `expired`, `suspended`, `revoked`, `cancelled` or `none`.
    licence_state: String,
    #[schema(format = Date)]
    licence_valid_until: Option<String>,
}

/// A page of the register.
#[derive(ToSchema)]
#[allow(dead_code, reason = "described to the OpenAPI document, never built")]
pub(crate) struct InstitutionPage {
    items: Vec<InstitutionLine>,
    /// Give it as `after` for the next page; `null` on the last.
    next: Option<String>,
}

/// The public record of an institution.
#[derive(ToSchema)]
#[allow(dead_code, reason = "described to the OpenAPI document, never built")]
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
    version: i64,
}

/// A complaint to file.
#[derive(ToSchema)]
#[schema(as = Complaint)]
#[allow(dead_code, reason = "described to the OpenAPI document, never built")]
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
#[allow(dead_code, reason = "described to the OpenAPI document, never built")]
pub(crate) struct ContactShape {
    #[schema(max_length = 60)]
    name: Option<String>,
    telephone: Option<String>,
    email: Option<String>,
}

/// A question about a period.
#[derive(ToSchema)]
#[allow(dead_code, reason = "described to the OpenAPI document, never built")]
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
#[allow(dead_code, reason = "described to the OpenAPI document, never built")]
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
#[allow(dead_code, reason = "described to the OpenAPI document, never built")]
pub(crate) struct ExtensionShape {
    days: i64,
    #[schema(format = Date)]
    approved_on: String,
}

/// The end of a period.
#[derive(ToSchema)]
#[allow(dead_code, reason = "described to the OpenAPI document, never built")]
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

/// One notice.
#[derive(ToSchema)]
#[allow(dead_code, reason = "described to the OpenAPI document, never built")]
pub(crate) struct NoticeLine {
    id: String,
    template: String,
    subject_kind: String,
    subject_id: String,
    /// Number of the complaint or case it is about.
    subject_number: Option<String>,
    /// Whether it has legal effect; others only inform.
    legal: bool,
    /// `pending`, `sending`, `sent`, `refused`, `unsure` or `dead`.
    state: String,
    attempt: i64,
    last_code: Option<String>,
    /// What the mail server said.
    server_reply: Option<String>,
    message_id: String,
    #[schema(format = DateTime)]
    created_at: String,
    #[schema(format = DateTime)]
    settled_at: Option<String>,
}

/// A page of notices.
#[derive(ToSchema)]
#[allow(dead_code, reason = "described to the OpenAPI document, never built")]
pub(crate) struct NoticePage {
    items: Vec<NoticeLine>,
    next: Option<String>,
}

/// One job.
#[derive(ToSchema)]
#[allow(dead_code, reason = "described to the OpenAPI document, never built")]
pub(crate) struct JobLine {
    id: String,
    kind: String,
    /// `ready`, `running`, `done` or `dead`.
    state: String,
    attempt: i64,
    #[schema(format = DateTime)]
    run_at: String,
    lease_owner: Option<String>,
    last_error_code: Option<String>,
    #[schema(format = DateTime)]
    created_at: String,
}

/// A page of jobs.
#[derive(ToSchema)]
#[allow(dead_code, reason = "described to the OpenAPI document, never built")]
pub(crate) struct JobPage {
    items: Vec<JobLine>,
    next: Option<String>,
}

/// One act of the audit log.
#[derive(ToSchema)]
#[allow(dead_code, reason = "described to the OpenAPI document, never built")]
pub(crate) struct ActLine {
    id: String,
    #[schema(format = DateTime)]
    at: String,
    actor: String,
    actor_name: Option<String>,
    role: String,
    permission: String,
    subject_kind: String,
    subject_id: String,
    verb: String,
    /// JSON: what changed; personal data as digests.
    change: String,
    reason: String,
    /// Its place in the chain; `null` until it is sealed, about a second.
    seal_number: Option<i64>,
}

/// A page of acts.
#[derive(ToSchema)]
#[allow(dead_code, reason = "described to the OpenAPI document, never built")]
pub(crate) struct ActPage {
    items: Vec<ActLine>,
    next: Option<String>,
}

/// Adds what attributes cannot say: the security scheme and the closed list of codes.
struct Rest;

impl Modify for Rest {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let Some(components) = document.components.as_mut() else {
            return;
        };
        components.add_security_scheme(
            "session",
            SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)),
        );
        if let Some(RefOr::T(Schema::Object(body))) = components.schemas.get_mut("ProblemBody")
            && let Some(RefOr::T(Schema::Object(code))) = body.properties.get_mut("code")
        {
            close(code);
        }
    }
}

fn close(code: &mut Object) {
    code.enum_values = Some(codes().into_iter().map(Into::into).collect());
}

/// Every text that `code` of a problem can have: the doors' own, then those of guards and rights.
#[must_use]
pub fn codes() -> Vec<&'static str> {
    let mut codes: Vec<&'static str> = Code::ALL.iter().map(|code| code.text()).collect();
    codes.extend(problem::refusals());
    codes
}

/// The document.
#[must_use]
pub fn document() -> utoipa::openapi::OpenApi {
    Document::openapi()
}

#[derive(OpenApi)]
#[openapi(
    info(title = "Hongjian 洪鉴", description = "Regulation of off-campus training institutions (校外培训机构). \
        Text is UTF-8, JSON is snake_case, money is an integer of Fen, days are YYYY-MM-DD in Asia/Shanghai, instants RFC 3339 in UTC."),
    paths(
        health::live, health::ready,
        complaints::file,
        institutions::list, institutions::one,
        law::by_when,
        operations::notices, operations::retry_notice, operations::jobs, operations::retry_job, operations::acts,
        sessions::sign_in, sessions::own, sessions::sign_out, sessions::sign_out_everywhere,
    ),
    components(schemas(ProblemBody, Code)),
    modifiers(&Rest),
)]
struct Document;
