//! Unlicensed places on the officers' desk. No path of the public leads here.

use std::sync::Arc;

use axum::Json as Answered;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use domain::access::{Action, permit};
use domain::place::{ADDRESS_CHARS_MAX, NAME_CHARS_MAX, Seen, Source};
use domain::words::{ComplaintNumber, District, PlaceNumber};
use serde::Deserialize;
use store::ops::evidence::Added;
use store::ops::place::{self, Entered, NewPlace, PlaceEvent};
use store::read::Page;
use store::read::place::{self as read, AlikeRow, Figures, PlaceQuery, PlaceRecord, PlaceRow};
use utoipa::{IntoParams, ToSchema};

use super::checks::Checks;
use super::complaints::idempotency_key;
use super::event::{Events, Moved, Step};
use super::shown::Shown;
use crate::App;
use crate::http::access::{Permitted, Routes};
use crate::http::body::{Json, Named, Query};
use crate::http::caller::Caller;
use crate::http::openapi::{
    AddedShape, PlaceAlikeList, PlaceEventShape, PlaceFiguresShape, PlaceNumberShape, PlacePage,
    PlaceShown, SeenShape, UploadShape,
};
use crate::http::problem::{Code, Problem, ProblemBody};
use crate::http::upload::Upload;
use crate::text::Lang;

/// Registers the routes.
pub(super) fn register(routes: &mut Routes) {
    routes
        .needs(Action::ReadDesk)
        .get("/api/v1/desk/places", list)
        .get("/api/v1/desk/places/alike", alike)
        .get("/api/v1/desk/places/figures", figures)
        .get("/api/v1/desk/places/{number}", one)
        .get("/api/v1/desk/places/{number}/events", events)
        // Checking and overturning are rights of their own, which only the event names.
        .post("/api/v1/desk/places/{number}/events", event)
        .done();
    routes
        .needs(Action::KeepPlaces)
        .post("/api/v1/desk/places", enter)
        .post("/api/v1/desk/places/{number}/seen", correct)
        .post("/api/v1/desk/places/{number}/complaints", link)
        .post("/api/v1/desk/places/{number}/complaints/removal", unlink)
        .post_files("/api/v1/desk/places/{number}/files", add)
        .done();
}

/// The query of the list of places.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PlacesQuery {
    /// Only places in this state; `open` stands for `suspected` and `confirmed`.
    pub state: Option<String>,
    /// Only places of this district: a GB/T 2260 code or a zone.
    pub district: Option<String>,
    /// Only places that came to be known so: `complaint`, `hotline`, `patrol` or `other`.
    pub source: Option<String>,
    /// The `next` of the page before.
    pub after: Option<String>,
    /// Rows of a page, 1 to 100; 20 where left out.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100)]
    pub limit: Option<String>,
}

impl PlacesQuery {
    fn checked(&self) -> Result<PlaceQuery, Problem> {
        let mut checks = Checks::of_query();
        let query = PlaceQuery {
            state: checks
                .state(self.state.as_deref(), read::STATES)
                .map(str::to_owned),
            district: checks.optional::<District>("district", self.district.as_deref()),
            source: checks.optional::<Source>("source", self.source.as_deref()),
            limit: checks.limit(self.limit.as_deref()),
            after: checks.after(self.after.as_deref()),
        };
        checks.done()?;
        Ok(query)
    }
}

/// Unlicensed places: of those that are open the one first that has stood longest where it stands, of all others the one
/// that moved last.
#[utoipa::path(get, path = "/api/v1/desk/places", tag = "desk", params(PlacesQuery), security(("session" = [])),
    responses((status = 200, body = PlacePage), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn list(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Query(query): Query<PlacesQuery>,
) -> Result<Shown<Page<PlaceRow>>, Problem> {
    let wanted = query.checked()?;
    Ok(Shown(read::list(app.store(), &grant, &wanted).await?))
}

/// What a place is compared by.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AlikeQuery {
    /// The district: a GB/T 2260 code or a zone.
    pub district: String,
    /// The address.
    pub address: String,
    /// The name on the sign.
    pub name: Option<String>,
}

impl AlikeQuery {
    /// The district, where the texts are such as a place may have.
    fn checked(&self) -> Result<District, Problem> {
        let mut checks = Checks::of_query();
        let district: Option<District> = checks.optional("district", Some(&self.district));
        let name = self.name.as_deref().unwrap_or_default();
        for (field, text, most) in [
            ("address", self.address.as_str(), ADDRESS_CHARS_MAX),
            ("name", name, NAME_CHARS_MAX),
        ] {
            if text.chars().count() > most {
                checks.wrong(field, "text_too_long");
            }
        }
        checks.done()?;
        district.ok_or_else(|| Checks::of_query().only("district", "text_empty"))
    }
}

/// Places that are known and may be the one at this address, the most alike first. Look here before you enter one.
#[utoipa::path(get, path = "/api/v1/desk/places/alike", tag = "desk", params(AlikeQuery), security(("session" = [])),
    responses((status = 200, body = PlaceAlikeList), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn alike(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Query(query): Query<AlikeQuery>,
) -> Result<Shown<Page<AlikeRow>>, Problem> {
    let district = query.checked()?;
    let name = query.name.as_deref().unwrap_or_default();
    let asked = (district, name, query.address.as_str());
    let items = read::alike(app.store(), &grant, asked).await?;
    Ok(Shown(Page { items, next: None }))
}

/// How many places there are, by where they stand, and how many were shut this year.
#[utoipa::path(get, path = "/api/v1/desk/places/figures", tag = "desk", security(("session" = [])),
    responses((status = 200, body = PlaceFiguresShape), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn figures(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::ReadDesk>,
) -> Result<Shown<Figures>, Problem> {
    let today = app.store().today();
    Ok(Shown(read::figures(app.store(), &grant, today).await?))
}

/// One place with its check, complaints, cases, files, steps and acts.
#[utoipa::path(get, path = "/api/v1/desk/places/{number}", tag = "desk", security(("session" = [])), params(("number" = String, Path)),
    responses((status = 200, body = PlaceShown), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn one(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Named(number): Named<PlaceNumber>,
) -> Result<Shown<PlaceRecord>, Problem> {
    Ok(Shown(read::by_number(app.store(), &grant, number).await?))
}

/// Which steps the caller may take on a place now.
#[utoipa::path(get, path = "/api/v1/desk/places/{number}/events", tag = "desk", security(("session" = [])), params(("number" = String, Path)),
    responses((status = 200, body = Events), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn events(
    State(app): State<App>,
    lang: Lang,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Named(number): Named<PlaceNumber>,
) -> Result<Answered<Events>, Problem> {
    let record = read::by_number(app.store(), &grant, number).await?;
    Ok(Answered(Events::of(
        record.offers,
        record.row.version,
        lang,
    )))
}

/// A place to enter.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EnterPlace {
    /// What was seen of it.
    #[schema(value_type = SeenShape)]
    seen: Seen,
    /// The complaint that told of it.
    #[schema(value_type = Option<String>)]
    #[serde(default)]
    complaint_number: Option<ComplaintNumber>,
    /// `true` where the places that are alike were looked at, and it is another one.
    #[serde(default)]
    another: bool,
}

/// Enter a place, alone or from a complaint. Where one like it is known, it is refused with `place_known_already` until you
/// say that it is another one.
#[utoipa::path(post, path = "/api/v1/desk/places", tag = "desk", security(("session" = [])), request_body = EnterPlace,
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key with the same body is one place")),
    responses((status = 201, body = PlaceNumberShape), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn enter(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::KeepPlaces>,
    headers: HeaderMap,
    Json(body): Json<EnterPlace>,
) -> Result<(StatusCode, Answered<Entered>), Problem> {
    let key = idempotency_key(&headers)?;
    let new = NewPlace {
        seen: body.seen,
        complaint: body.complaint_number,
        another: body.another,
    };
    let now = app.store().now();
    let entered = place::enter(app.store(), &grant, &new, key.as_ref(), now).await?;
    Ok((StatusCode::CREATED, Answered(entered)))
}

/// What was seen, over the version that was read.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CorrectPlace {
    /// What was seen of it; a field that is left out says nothing.
    #[schema(value_type = SeenShape)]
    seen: Seen,
    /// The version that was read.
    version: i64,
}

/// Put right what was seen of a place that is open.
#[utoipa::path(post, path = "/api/v1/desk/places/{number}/seen", tag = "desk", security(("session" = [])), request_body = CorrectPlace,
    params(("number" = String, Path)),
    responses((status = 200, body = Moved), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn correct(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::KeepPlaces>,
    Named(number): Named<PlaceNumber>,
    Json(body): Json<CorrectPlace>,
) -> Result<Answered<Moved>, Problem> {
    let now = app.store().now();
    let version =
        place::correct(app.store(), &grant, number, &body.seen, body.version, now).await?;
    Ok(Answered(Moved { version }))
}

/// A complaint that tells of a place.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkComplaint {
    /// Its number.
    #[schema(value_type = String)]
    complaint_number: ComplaintNumber,
}

/// Link a further complaint to a place. Once more is done already.
#[utoipa::path(post, path = "/api/v1/desk/places/{number}/complaints", tag = "desk", security(("session" = [])), request_body = LinkComplaint,
    params(("number" = String, Path)),
    responses((status = 204), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn link(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::KeepPlaces>,
    Named(number): Named<PlaceNumber>,
    Json(body): Json<LinkComplaint>,
) -> Result<StatusCode, Problem> {
    let now = app.store().now();
    place::link(app.store(), &grant, number, body.complaint_number, now).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Take a complaint off a place to which it was linked by mistake. One that is not linked to it is off already.
#[utoipa::path(post, path = "/api/v1/desk/places/{number}/complaints/removal", tag = "desk", security(("session" = [])), request_body = LinkComplaint,
    params(("number" = String, Path)),
    responses((status = 204), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn unlink(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::KeepPlaces>,
    Named(number): Named<PlaceNumber>,
    Json(body): Json<LinkComplaint>,
) -> Result<StatusCode, Problem> {
    let now = app.store().now();
    place::unlink(app.store(), &grant, number, body.complaint_number, now).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Add a photograph or a paper: PDF or picture by its content, at most 20 MB. The same content twice is one file.
#[utoipa::path(post, path = "/api/v1/desk/places/{number}/files", tag = "desk", security(("session" = [])),
    request_body(content = UploadShape, content_type = "multipart/form-data"), params(("number" = String, Path)),
    responses((status = 201, body = AddedShape), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn add(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::KeepPlaces>,
    Named(number): Named<PlaceNumber>,
    upload: Upload,
) -> Result<(StatusCode, Answered<Added>), Problem> {
    let sent = upload.file("file")?;
    let file = (sent.name.as_str(), sent.bytes.clone());
    let now = app.store().now();
    let added = place::add_file(app.store(), &grant, number, file, now).await?;
    Ok((StatusCode::CREATED, Answered(added)))
}

/// Take a step on a place. Each event needs a right of its own; `GET` on the same path says which are allowed now.
#[utoipa::path(post, path = "/api/v1/desk/places/{number}/events", tag = "desk", security(("session" = [])), request_body = PlaceEventShape,
    params(("number" = String, Path)),
    responses((status = 200, body = Moved), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn event(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(desk): Permitted<permit::ReadDesk>,
    Named(number): Named<PlaceNumber>,
    step: Step<PlaceEvent>,
) -> Result<Answered<Moved>, Problem> {
    match take(&app, &caller, number, &step.event, step.version).await {
        Ok(version) => Ok(Answered(Moved { version })),
        Err(problem) if problem.code == Code::Refused => {
            let record = read::by_number(app.store(), &desk, number).await?;
            Err(Events::of(record.offers, record.row.version, lang).beside(problem))
        }
        Err(problem) => Err(problem),
    }
}

/// Takes a step by the right that its event needs, and answers the new version.
///
/// # Errors
/// As [`place::step`]; [`Code::Forbidden`] without the right.
pub async fn take(
    app: &App,
    caller: &Caller,
    number: PlaceNumber,
    event: &PlaceEvent,
    version: i64,
) -> Result<i64, Problem> {
    let (store, now) = (app.store(), app.store().now());
    let today = now.day();
    let moved = match event.action() {
        Action::CheckPlace => {
            let grant = caller.grant::<permit::CheckPlace>(today)?;
            place::step(store, &grant, number, event, version, now).await
        }
        Action::OverturnPlace => {
            let grant = caller.grant::<permit::OverturnPlace>(today)?;
            place::step(store, &grant, number, event, version, now).await
        }
        _ => {
            let grant = caller.grant::<permit::KeepPlaces>(today)?;
            place::step(store, &grant, number, event, version, now).await
        }
    };
    Ok(moved?)
}
