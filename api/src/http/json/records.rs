//! Records of institutions field by field: read, changed at once or by a request, confirmed.

use std::collections::BTreeMap;

use axum::Json as Answered;
use axum::extract::State;
use axum::http::StatusCode;
use domain::access::{Action, permit};
use domain::institution::field::Field;
use domain::pii::Pii;
use domain::words::{District, InputFault, InstitutionNumber, Line};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::ops::record::{self, Change, Changed, Contact};
use store::read::Page;
use store::read::record::{Covered, Gap, GapQuery, RecordKept};
use store::read::{self, record as kept_record};
use utoipa::{IntoParams, ToSchema};

use super::checks::Checks;
use super::entering;
use super::shown::Shown;
use crate::App;
use crate::http::access::{Permitted, Routes};
use crate::http::body::{Json, Named, Query};
use crate::http::openapi::{
    ChangedShown, OwnRecordShown, PartyShown, RecordContactShape, RecordKeptShape,
};
use crate::http::problem::{Problem, ProblemBody};

/// Characters of the name of a contact.
const NAME_MAX: usize = 60;

/// Registers the routes.
pub(super) fn register(routes: &mut Routes) {
    routes
        .needs(Action::ReadOwn)
        .get("/api/v1/my/record", own)
        .done();
    routes
        .needs(Action::KeepOwnRecord)
        .post("/api/v1/my/record/changes", change_own)
        .post("/api/v1/my/record/contact", set_contact)
        .post("/api/v1/my/record/confirmation", confirm)
        .done();
    routes
        .needs(Action::ReadDesk)
        .get("/api/v1/desk/institutions/alike", entering::alike)
        .get("/api/v1/desk/institutions/{number}/record", kept)
        .get("/api/v1/desk/party", party)
        .done();
    routes
        .needs(Action::KeepRegister)
        .post("/api/v1/desk/institutions/{number}/record/changes", change)
        .post("/api/v1/desk/institutions", entering::enter)
        .done();
}

/// The record of one's own institution, with whom the authority reaches there.
#[derive(Serialize)]
pub struct OwnRecord {
    #[serde(flatten)]
    record: RecordKept,
    contact: ContactFields,
}

/// Whom the authority reaches, as it is sent and shown to the institution itself.
#[derive(Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ContactFields {
    name: String,
    telephone: String,
    email: String,
}

impl ContactFields {
    /// The contact of these texts; an empty one says nothing.
    ///
    /// # Errors
    /// Every field that is no value of its kind.
    pub(crate) fn checked(&self) -> Result<Contact, Problem> {
        let mut checks = Checks::of_body();
        let name = checks.optional::<Name>("name", Some(&self.name));
        let contact = Contact {
            name: name.map(|Name(name)| Pii::new(name)),
            telephone: checks
                .optional("telephone", Some(&self.telephone))
                .map(Pii::new),
            email: checks.optional("email", Some(&self.email)).map(Pii::new),
        };
        checks.done()?;
        Ok(contact)
    }

    /// The fields as a form sends them.
    pub(crate) fn of(name: &str, telephone: &str, email: &str) -> Self {
        Self {
            name: name.to_owned(),
            telephone: telephone.to_owned(),
            email: email.to_owned(),
        }
    }
}

/// The name of a contact.
struct Name(String);

impl std::str::FromStr for Name {
    type Err = InputFault;

    fn from_str(text: &str) -> Result<Self, InputFault> {
        Line::parse(text, NAME_MAX).map(|line| Self(line.into_string()))
    }
}

/// The record of one's own institution field by field, each with who answers for it.
#[utoipa::path(get, path = "/api/v1/my/record", tag = "my", security(("session" = [])),
    responses((status = 200, body = OwnRecordShown), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn own(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::ReadOwn>,
) -> Result<Shown<OwnRecord>, Problem> {
    let (store, today) = (app.store(), app.store().today());
    let contact = read::record::own_contact(store, &grant).await?;
    Ok(Shown(OwnRecord {
        record: read::record::own(store, &grant, today).await?,
        contact: ContactFields::of(&contact.name, &contact.telephone, &contact.email),
    }))
}

/// Fields of a record with what they are to say. Fields that are left out stay as they are.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordChange {
    /// By field; premises as a list, all else as a text, where an empty one takes away what stood there.
    #[schema(value_type = Object)]
    values: BTreeMap<Field, Value>,
    /// Why; the authority has to say it.
    #[serde(default)]
    #[schema(max_length = 500)]
    reason: String,
    /// The version that was read.
    version: i64,
}

impl RecordChange {
    pub(super) fn change(self) -> Result<(Change, i64), Problem> {
        let mut checks = Checks::of_body();
        let mut values = BTreeMap::new();
        for (field, value) in self.values {
            let text = match value {
                Value::String(text) => text,
                Value::Null => String::new(),
                Value::Array(_) if field == Field::Premises => value.to_string(),
                _ => {
                    checks.wrong(field.code(), "wrong_type");
                    continue;
                }
            };
            values.insert(field, text);
        }
        checks.done()?;
        let reason = self.reason;
        Ok((Change { values, reason }, self.version))
    }
}

/// Change the record of one's own institution: what the institution answers for at once, the rest by a request to the
/// authority. What the licence says is changed by an application.
#[utoipa::path(post, path = "/api/v1/my/record/changes", tag = "my", security(("session" = [])), request_body = RecordChange,
    responses((status = 200, body = ChangedShown), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn change_own(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::KeepOwnRecord>,
    Json(body): Json<RecordChange>,
) -> Result<Answered<Changed>, Problem> {
    let (change, version) = body.change()?;
    let now = app.store().now();
    let changed = record::change_own(app.store(), &grant, &change, version, now).await?;
    Ok(Answered(changed))
}

/// Say whom the authority reaches at one's own institution.
#[utoipa::path(post, path = "/api/v1/my/record/contact", tag = "my", security(("session" = [])), request_body = RecordContactShape,
    responses((status = 204), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn set_contact(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::KeepOwnRecord>,
    Json(body): Json<ContactFields>,
) -> Result<StatusCode, Problem> {
    let contact = body.checked()?;
    record::set_contact(app.store(), &grant, &contact, app.store().now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The record that was looked over.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Confirmation {
    /// The version that was read.
    version: i64,
}

/// Say that the record of one's own institution is right.
#[utoipa::path(post, path = "/api/v1/my/record/confirmation", tag = "my", security(("session" = [])), request_body = Confirmation,
    responses((status = 204), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn confirm(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::KeepOwnRecord>,
    Json(body): Json<Confirmation>,
) -> Result<StatusCode, Problem> {
    record::confirm_own(app.store(), &grant, body.version, app.store().now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The record of an institution field by field, each with who answers for it.
#[utoipa::path(get, path = "/api/v1/desk/institutions/{number}/record", tag = "desk", security(("session" = [])), params(("number" = String, Path)),
    responses((status = 200, body = RecordKeptShape), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn kept(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Named(number): Named<InstitutionNumber>,
) -> Result<Shown<RecordKept>, Problem> {
    let today = app.store().today();
    Ok(Shown(
        kept_record::of(app.store(), &grant, number, today).await?,
    ))
}

/// Change a record: what the authority answers for at once, the rest by a request: to the institution, or to a lead officer
/// where the register says otherwise than the licence.
#[utoipa::path(post, path = "/api/v1/desk/institutions/{number}/record/changes", tag = "desk", security(("session" = [])), request_body = RecordChange,
    params(("number" = String, Path)),
    responses((status = 200, body = ChangedShown), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn change(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::KeepRegister>,
    Named(number): Named<InstitutionNumber>,
    Json(body): Json<RecordChange>,
) -> Result<Answered<Changed>, Problem> {
    let (change, version) = body.change()?;
    let now = app.store().now();
    let changed = record::change(app.store(), &grant, number, &change, version, now).await?;
    Ok(Answered(changed))
}

/// Which gaps of the party's work to list.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PartyQuery {
    /// Only those of this district: a GB/T 2260 code or a zone.
    pub district: Option<String>,
    /// The `next` of the page before.
    pub after: Option<String>,
    /// Rows of a page, 1 to 100; 20 where left out.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100)]
    pub limit: Option<String>,
}

impl PartyQuery {
    fn checked(&self) -> Result<GapQuery, Problem> {
        let mut checks = Checks::of_query();
        let query = GapQuery {
            district: checks.optional::<District>("district", self.district.as_deref()),
            limit: checks.limit(self.limit.as_deref()),
            after: checks.after(self.after.as_deref()),
        };
        checks.done()?;
        Ok(query)
    }
}

/// How the party's work covers the institutions that work.
#[derive(Debug, Serialize)]
pub struct PartyWork {
    districts: Vec<Covered>,
    #[serde(flatten)]
    gaps: Page<Gap>,
}

/// How the party's work covers the institutions that work, by district, and those that nothing covers.
#[utoipa::path(get, path = "/api/v1/desk/party", tag = "desk", params(PartyQuery), security(("session" = [])),
    responses((status = 200, body = PartyShown), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn party(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Query(query): Query<PartyQuery>,
) -> Result<Answered<PartyWork>, Problem> {
    let wanted = query.checked()?;
    Ok(Answered(PartyWork {
        districts: kept_record::coverage(app.store(), &grant).await?,
        gaps: kept_record::gaps(app.store(), &grant, &wanted).await?,
    }))
}
