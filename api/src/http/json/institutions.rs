//! The register, as the public reads it.

use axum::Json as Answer;
use axum::extract::State;
use domain::words::{InstitutionNumber, Line};
use serde::Deserialize;
use store::read::Page;
use store::read::institution::{self, InstitutionQuery, InstitutionRecord, InstitutionRow};
use utoipa::IntoParams;

use super::checks::Checks;
use crate::App;
use crate::http::access::Routes;
use crate::http::body::{Named, Query};
use crate::http::openapi::{InstitutionPage, InstitutionShown};
use crate::http::problem::{Code, Problem, ProblemBody};

/// Registers the routes.
pub(super) fn register(routes: &mut Routes) {
    routes
        .public("parents look up whether a place is licensed")
        .get("/api/v1/institutions", list)
        .get("/api/v1/institutions/{number}", one)
        .done();
}

/// What to look for. All that is given must hold.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct InstitutionsQuery {
    /// Part of a name or brand, a number, or a unified social credit code.
    pub q: Option<String>,
    /// A GB/T 2260 code or a zone.
    pub district: Option<String>,
    /// `subject`, `sports`, `arts`, `arts_exam`, `science` or `practice`.
    pub class: Option<String>,
    /// `preschool`, `primary`, `junior` or `senior`.
    pub stage: Option<String>,
    /// `operating`, `suspended`, `closing`, `closed` or `runaway`.
    pub status: Option<String>,
    /// Rows of a page, 1 to 100; 20 where left out.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100)]
    pub limit: Option<String>,
    /// The `next` of the page before.
    pub after: Option<String>,
}

/// Longer queries are no names.
const Q_CHARS_MAX: usize = 100;

impl InstitutionsQuery {
    /// The query of the register.
    ///
    /// # Errors
    /// Every wrong parameter.
    pub fn checked(&self) -> Result<InstitutionQuery, Problem> {
        let mut checks = Checks::of_query();
        // An empty query asks for all; of any other, a name could be made.
        if let Some(Err(fault)) = self.q.as_deref().map(|q| Line::parse(q, Q_CHARS_MAX))
            && fault.code != "text_empty"
        {
            checks.wrong("q", fault.code);
        }
        let query = InstitutionQuery {
            q: self.q.clone(),
            district: checks.optional("district", self.district.as_deref()),
            class: checks.optional("class", self.class.as_deref()),
            stage: checks.optional("stage", self.stage.as_deref()),
            status: checks.optional("status", self.status.as_deref()),
            limit: checks.limit(self.limit.as_deref()),
            after: checks.after(self.after.as_deref()),
        };
        checks.done()?;
        Ok(query)
    }
}

/// Look institutions up.
#[utoipa::path(get, path = "/api/v1/institutions", tag = "register", params(InstitutionsQuery),
    responses((status = 200, body = InstitutionPage), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn list(
    State(app): State<App>,
    Query(query): Query<InstitutionsQuery>,
) -> Result<Answer<Page<InstitutionRow>>, Problem> {
    let query = query.checked()?;
    let page = institution::search(app.store(), &query, app.store().today()).await?;
    Ok(Answer(page))
}

/// The public record of one institution.
#[utoipa::path(get, path = "/api/v1/institutions/{number}", tag = "register",
    params(("number" = String, Path, description = "For example NC00000013")),
    responses((status = 200, body = InstitutionShown), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn one(
    State(app): State<App>,
    Named(number): Named<InstitutionNumber>,
) -> Result<Answer<InstitutionRecord>, Problem> {
    institution::by_number(app.store(), number, app.store().today())
        .await?
        .map(Answer)
        .ok_or_else(|| Problem::new(Code::NotFound))
}
