//! Institutions near a place.

use axum::Json as Answer;
use axum::extract::State;
use domain::institution::near::Point;
use domain::words::{Class, Stage};
use serde::{Deserialize, Serialize};
use store::read::Limit;
use store::read::institution::{self, Near, NearQuery};
use utoipa::ToSchema;

use super::checks::Checks;
use crate::App;
use crate::http::access::Routes;
use crate::http::body::Json;
use crate::http::openapi::NearList;
use crate::http::problem::{Problem, ProblemBody};

/// Registers the route.
pub(super) fn register(routes: &mut Routes) {
    routes
        .public("parents look up whether a place is licensed")
        .post("/api/v1/institutions/near", find)
        .done();
}

/// Where to look, and for what. It is a body and no address, so that no log and no history holds where somebody was.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NearShape {
    /// Degrees north of the equator, WGS-84.
    #[schema(example = 28.683)]
    latitude: f64,
    /// Degrees east of Greenwich, WGS-84.
    #[schema(example = 115.858)]
    longitude: f64,
    /// `subject`, `sports`, `arts`, `arts_exam`, `science` or `practice`.
    class: Option<String>,
    /// `preschool`, `primary`, `junior` or `senior`.
    stage: Option<String>,
    /// Only those of the white list (白名单); false where left out.
    #[serde(default)]
    licensed: bool,
    /// Institutions at most, 1 to 100; 20 where left out.
    #[schema(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

impl NearShape {
    fn checked(&self) -> Result<NearQuery, Problem> {
        let at = Point::at(self.latitude, self.longitude)
            .map_err(|fault| Checks::of_body().only("latitude", fault.code))?;
        let mut checks = Checks::of_body();
        let class: Option<Class> = checks.optional("class", self.class.as_deref());
        let stage: Option<Stage> = checks.optional("stage", self.stage.as_deref());
        let limit = Limit::parse(self.limit).unwrap_or_else(|code| {
            checks.wrong("limit", code);
            Limit::default()
        });
        checks.done()?;
        Ok(NearQuery {
            at,
            class,
            stage,
            licensed: self.licensed,
            limit,
        })
    }
}

/// What is near.
#[derive(Debug, Serialize)]
pub struct Found {
    items: Vec<Near>,
}

/// Find the institutions near a place, to ten kilometres, the nearest first: of those that say where they are. The place is
/// used for this answer and kept nowhere.
#[utoipa::path(post, path = "/api/v1/institutions/near", tag = "register", request_body = NearShape,
    responses((status = 200, body = NearList), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn find(
    State(app): State<App>,
    Json(asked): Json<NearShape>,
) -> Result<Answer<Found>, Problem> {
    let query = asked.checked()?;
    let items = institution::near(app.store(), &query, app.store().today()).await?;
    Ok(Answer(Found { items }))
}
