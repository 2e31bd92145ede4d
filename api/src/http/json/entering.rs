//! An institution that an officer enters alone, so that its founder can apply for a licence.

use std::collections::BTreeMap;

use axum::Json as Answered;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use domain::access::permit;
use domain::institution::listed::Field;
use domain::words::{District, InstitutionNumber, Uscc};
use serde::Deserialize;
use store::ops::record::{self, Entered, Opening};
use store::read::Page;
use store::read::likeness::{self, Compared, Likeness};
use utoipa::{IntoParams, ToSchema};

use super::checks::Checks;
use super::complaints::idempotency_key;
use crate::App;
use crate::http::access::Permitted;
use crate::http::body::{Json, Query};
use crate::http::openapi::{InstitutionAlikeList, InstitutionNumberShape};
use crate::http::problem::{Problem, ProblemBody};

/// An institution to enter.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EnterInstitution {
    /// What is said of it, by field, as in a row of a list: `name`, `class`, `stages`, `district`, `address` and `founder` are
    /// needed; what only a licence says is refused.
    #[schema(value_type = BTreeMap<String, String>)]
    values: BTreeMap<Field, String>,
    /// Numbers of those that read the same and were looked at: it is none of them.
    #[schema(value_type = Vec<String>, max_items = 20)]
    #[serde(default)]
    others: Vec<InstitutionNumber>,
}

/// Enter an institution that is preparing, so that its founder can apply. Where the register has one of the same name or at
/// the same address, it is refused with `institution_known_already` until you name that one among the others.
#[utoipa::path(post, path = "/api/v1/desk/institutions", tag = "desk", security(("session" = [])), request_body = EnterInstitution,
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key with the same body is one institution")),
    responses((status = 201, body = InstitutionNumberShape), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn enter(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::KeepRegister>,
    headers: HeaderMap,
    Json(body): Json<EnterInstitution>,
) -> Result<(StatusCode, Answered<Entered>), Problem> {
    let key = idempotency_key(&headers)?;
    let new = Opening {
        values: body.values,
        others: body.others,
    };
    let now = app.store().now();
    let entered = record::enter(app.store(), &grant, &new, key.as_ref(), now).await?;
    Ok((StatusCode::CREATED, Answered(entered)))
}

/// What an institution is compared by.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct LikeQuery {
    /// The district: a GB/T 2260 code or a zone.
    pub district: String,
    /// Its name.
    pub name: Option<String>,
    /// Its address.
    pub address: Option<String>,
    /// Its unified social credit code.
    pub uscc: Option<String>,
}

/// The institutions of the register with the same credit code, the same name, or the same address in the same district, at
/// most 20. Look here before you enter one.
#[utoipa::path(get, path = "/api/v1/desk/institutions/alike", tag = "desk", params(LikeQuery), security(("session" = [])),
    responses((status = 200, body = InstitutionAlikeList), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn alike(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Query(query): Query<LikeQuery>,
) -> Result<Answered<Page<Likeness>>, Problem> {
    let mut checks = Checks::of_query();
    let district = checks.optional::<District>("district", Some(&query.district));
    let uscc = checks.optional::<Uscc>("uscc", query.uscc.as_deref());
    checks.done()?;
    let one = Compared {
        uscc: uscc.as_ref(),
        name: query.name.as_deref().unwrap_or_default(),
        district: district.ok_or_else(|| Checks::of_query().only("district", "text_empty"))?,
        address: query.address.as_deref().unwrap_or_default(),
    };
    let items = likeness::shown(app.store(), &grant, one).await?;
    Ok(Answered(Page { items, next: None }))
}
