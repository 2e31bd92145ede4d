//! The white list as one document, for programs that keep a copy of it.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use domain::words::{Class, District};
use serde::Deserialize;
use store::read::institution::InstitutionQuery;
use utoipa::IntoParams;

use super::checks::Checks;
use crate::App;
use crate::http::access::Routes;
use crate::http::body::Query;
use crate::http::export::{self, Shape, Words};
use crate::http::openapi::WhiteListShown;
use crate::http::problem::{Problem, ProblemBody};

/// Registers the route.
pub(super) fn register(routes: &mut Routes) {
    routes
        .public("parents look up whether a place is licensed")
        .get("/api/v1/white-list", whole)
        .done();
}

/// Which part of the white list.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct WhiteListQuery {
    /// A GB/T 2260 code or a zone.
    pub district: Option<String>,
    /// `subject`, `sports`, `arts`, `arts_exam`, `science` or `practice`.
    pub class: Option<String>,
}

/// The white list (白名单): all institutions that work and have a licence valid today. Send the `ETag` of the last answer
/// in `If-None-Match`: 304 says that nothing has changed.
#[utoipa::path(get, path = "/api/v1/white-list", tag = "register", params(WhiteListQuery),
    responses((status = 200, body = WhiteListShown), (status = 304, description = "Nothing has changed."),
        (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn whole(
    State(app): State<App>,
    headers: HeaderMap,
    Query(asked): Query<WhiteListQuery>,
) -> Result<Response, Problem> {
    let mut checks = Checks::of_query();
    let district: Option<District> = checks.optional("district", asked.district.as_deref());
    let class: Option<Class> = checks.optional("class", asked.class.as_deref());
    checks.done()?;
    let query = InstitutionQuery {
        district,
        class,
        ..InstitutionQuery::default()
    };
    // JSON has no sheet and no file name.
    let words = Words {
        title: String::new(),
        name: String::new(),
    };
    export::white_list(&app, &headers, query, Shape::Json, &words).await
}
