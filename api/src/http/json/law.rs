//! The law desk: what the law says about given facts, worked out step by step.

use axum::Json as Answered;
use axum::extract::State;
use domain::institution::class_rules::{ClassRule, class_rules, departments};
use domain::institution::department::Competent;
use domain::law::{Answer, Request, deadline};
use domain::words::{Class, Day};
use serde::{Deserialize, Serialize};
use utoipa::IntoParams;

use super::checks::Checks;
use crate::App;
use crate::http::access::Routes;
use crate::http::body::{Json, Named, Query};
use crate::http::openapi::{DeadlineAnswer, DeadlineRequest, RulesOfClassShown};
use crate::http::problem::{Code, Problem, ProblemBody};

/// Registers the routes.
pub(super) fn register(routes: &mut Routes) {
    routes
        .public("the law is for everybody")
        .post("/api/v1/law/deadline", by_when)
        .get("/api/v1/law/classes/{class}", of_class)
        .done();
}

/// The answer to a question about a period.
///
/// # Errors
/// [`Code::LawRefused`] with the code and article of the refusal.
pub fn answer(request: &Request) -> Result<Answer, Problem> {
    deadline(request).map_err(|refusal| Problem {
        code: Code::LawRefused,
        ..Problem::from(refusal)
    })
}

/// When is it due?
#[utoipa::path(post, path = "/api/v1/law/deadline", tag = "law", request_body = DeadlineRequest,
    responses((status = 200, body = DeadlineAnswer), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn by_when(Json(request): Json<Request>) -> Result<Answered<Answer>, Problem> {
    answer(&request).map(Answered)
}

/// The day whose rules are asked for.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ClassRulesQuery {
    /// The rules as they held on this day; today's where left out.
    #[param(format = Date)]
    pub on: Option<String>,
}

/// What applies to a class of training.
#[derive(Debug, Serialize)]
pub struct RulesOfClass {
    class: Class,
    on: Day,
    /// Who licenses it; `null` on a day of which nothing is known.
    departments: Option<Competent>,
    rules: Vec<ClassRule>,
}

/// The departments that are competent for a class of training, and the rules that apply to it on a day, each with its article.
#[utoipa::path(get, path = "/api/v1/law/classes/{class}", tag = "law",
    params(("class" = String, Path, description = "`subject`, `sports`, `arts`, `arts_exam`, `science` or `practice`"), ClassRulesQuery),
    responses((status = 200, body = RulesOfClassShown), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn of_class(
    State(app): State<App>,
    Named(class): Named<Class>,
    Query(asked): Query<ClassRulesQuery>,
) -> Result<Answered<RulesOfClass>, Problem> {
    let mut checks = Checks::of_query();
    let on: Option<Day> = checks.optional("on", asked.on.as_deref());
    checks.done()?;
    let on = on.unwrap_or_else(|| app.store().today());
    Ok(Answered(RulesOfClass {
        class,
        on,
        departments: departments(class, on),
        rules: class_rules(class, on),
    }))
}
