//! The register, as the public reads it.

use axum::Json as Answer;
use axum::extract::State;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::access::{Action, permit};
use domain::institution::class_rules::departments;
use domain::institution::department::Competent;
use domain::words::{Classes, Day, InstitutionNumber, Line};
use serde::{Deserialize, Serialize};
use store::read::act::ActRow;
use store::read::institution::{self, AsOf, Facets, Found, FullRecord, InstitutionQuery};
use store::read::link::{self, LinkRow};
use store::read::merge;
use store::read::staff::{self, PublishedStaff};
use store::terms::{self, Matched};
use utoipa::IntoParams;

use super::checks::Checks;
use super::shown::Shown;
use crate::App;
use crate::http::access::{Permitted, Routes};
use crate::http::body::{Named, Query};
use crate::http::openapi::{InstitutionPage, InstitutionShown, RegisteredShown};
use crate::http::problem::{Code, Problem, ProblemBody};

/// Registers the routes.
pub(super) fn register(routes: &mut Routes) {
    routes
        .public("parents look up whether a place is licensed")
        .get("/api/v1/institutions", list)
        .get("/api/v1/institutions/{number}", one)
        .done();
    routes
        .needs(Action::ReadDesk)
        .get("/api/v1/desk/institutions", registered)
        .get("/api/v1/desk/institutions/{number}", one_registered)
        .done();
}

/// What to look for. All that is given must hold.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct InstitutionsQuery {
    /// Part of a name or brand, a number, or a unified social credit code.
    pub q: Option<String>,
    /// Words of an address, each of two characters or more.
    pub address: Option<String>,
    /// A GB/T 2260 code or a zone.
    pub district: Option<String>,
    /// `subject`, `sports`, `arts`, `arts_exam`, `science` or `practice`.
    pub class: Option<String>,
    /// `preschool`, `primary`, `junior` or `senior`.
    pub stage: Option<String>,
    /// `operating`, `suspended`, `closing`, `closed`, `runaway` or `preparing`.
    pub status: Option<String>,
    /// Only those of the white list (白名单), which work and have a licence valid today: `true` or `false`, which is meant
    /// where nothing is said.
    #[param(value_type = Option<bool>)]
    pub licensed: Option<String>,
    /// Rows of a page, 1 to 100; 20 where left out.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100)]
    pub limit: Option<String>,
    /// The `next` of the page before.
    pub after: Option<String>,
    /// Whether the answer says how the list is spread: `true` or `false`, which is meant where nothing is said.
    #[param(value_type = Option<bool>)]
    pub facets: Option<String>,
}

/// Longer queries are no names.
const Q_CHARS_MAX: usize = 100;

impl InstitutionsQuery {
    /// The query of the register, and whether the spread of the list is asked for.
    ///
    /// # Errors
    /// Every wrong parameter.
    pub fn checked(&self) -> Result<(InstitutionQuery, bool), Problem> {
        let mut checks = Checks::of_query();
        // An empty query asks for all; of any other, a name could be made.
        for (field, text) in [("q", &self.q), ("address", &self.address)] {
            if let Some(Err(fault)) = text.as_deref().map(|q| Line::parse(q, Q_CHARS_MAX))
                && fault.code != "text_empty"
            {
                checks.wrong(field, fault.code);
            }
        }
        let told = self.address.as_deref().map(str::trim).unwrap_or_default();
        if !told.is_empty() && !terms::tells_an_address(told) {
            checks.wrong("address", "text_too_short");
        }
        let mut flag = |field: &str, text: Option<&str>| {
            let flag = checks.optional_by(field, text, "flag_invalid", |text| text.parse().ok());
            flag.unwrap_or(false)
        };
        let facets = flag("facets", self.facets.as_deref());
        let licensed = flag("licensed", self.licensed.as_deref());
        let query = InstitutionQuery {
            q: self.q.clone(),
            address: self.address.clone(),
            district: checks.optional("district", self.district.as_deref()),
            class: checks.optional("class", self.class.as_deref()),
            stage: checks.optional("stage", self.stage.as_deref()),
            status: checks.optional("status", self.status.as_deref()),
            licensed,
            limit: checks.limit(self.limit.as_deref()),
            after: checks.after(self.after.as_deref()),
        };
        checks.done()?;
        Ok((query, facets))
    }
}

/// A page of the register.
#[derive(Debug, Serialize)]
pub struct Listed {
    #[serde(flatten)]
    found: Found,
    #[serde(skip_serializing_if = "Option::is_none")]
    facets: Option<Facets>,
}

async fn listed(app: &App, query: &InstitutionsQuery) -> Result<Listed, Problem> {
    let (query, wanted) = query.checked()?;
    let (store, today) = (app.store(), app.store().today());
    let found = institution::search(store, &query, today).await?;
    let facets = match wanted {
        true => {
            let matched = found.matched.unwrap_or(Matched::Name);
            Some(institution::facets(store, &query, matched, today).await?)
        }
        false => None,
    };
    Ok(Listed { found, facets })
}

/// Look institutions up.
#[utoipa::path(get, path = "/api/v1/institutions", tag = "register", params(InstitutionsQuery),
    responses((status = 200, body = InstitutionPage), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn list(
    State(app): State<App>,
    Query(query): Query<InstitutionsQuery>,
) -> Result<Answer<Listed>, Problem> {
    listed(&app, &query).await.map(Answer)
}

/// On which day the record is asked for.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DayQuery {
    /// The record as it stood at the end of this day; today's where left out.
    #[param(format = Date)]
    pub as_of: Option<String>,
}

/// The number of the entry that is kept, where this one was merged into it: today, or on the day that is asked for. Before that
/// day it stood for itself.
///
/// # Errors
/// Faults of the database.
pub async fn leads(
    app: &App,
    number: InstitutionNumber,
    as_of: Option<&str>,
) -> Result<Option<InstitutionNumber>, Problem> {
    let kept = merge::kept(app.store(), number).await?;
    let day: Option<Day> = as_of.and_then(|text| text.trim().parse().ok());
    let before = |since: Option<Day>| day.zip(since).is_some_and(|(day, since)| day < since);
    Ok(kept
        .filter(|kept| !before(kept.since))
        .map(|kept| kept.number))
}

/// The public record of one institution, as it stands or as it stood on a day. The number of an entry that was merged leads to
/// the one that is kept.
#[utoipa::path(get, path = "/api/v1/institutions/{number}", tag = "register",
    params(("number" = String, Path, description = "For example NC00000015"), DayQuery),
    responses((status = 200, body = InstitutionShown), (status = 308, description = "It was merged into the entry of this address", headers(("Location" = String))),
        (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn one(
    State(app): State<App>,
    Named(number): Named<InstitutionNumber>,
    Query(asked): Query<DayQuery>,
) -> Result<Response, Problem> {
    let as_of = asked.as_of.as_deref();
    if let Some(kept) = leads(&app, number, as_of).await? {
        return Ok(moved(&format!("/api/v1/institutions/{kept}"), as_of));
    }
    let full = record(&app, number, as_of).await?;
    let staff = match as_of.map(str::trim).unwrap_or_default() {
        "" => Some(staff::published(app.store(), &full.record.id).await?),
        _ => None,
    };
    let around = around(&app, &full, as_of).await?;
    Ok(Answer(Published {
        full,
        staff,
        around,
    })
    .into_response())
}

/// Who is competent on `day` for each class of what it teaches.
fn competent(full: &FullRecord, day: Day) -> Vec<Competent> {
    let classes = full.record.row.classes().into_iter();
    let each = classes.flat_map(Classes::iter);
    each.filter_map(|class| departments(class, day)).collect()
}

/// Leads on for good, to the same day. A merge can be taken back, so nobody keeps it.
pub(crate) fn moved(path: &str, as_of: Option<&str>) -> Response {
    let day: Option<Day> = as_of.and_then(|text| text.trim().parse().ok());
    let there = match day {
        Some(day) => Redirect::permanent(&format!("{path}?as_of={day}")),
        None => Redirect::permanent(path),
    };
    ([(CACHE_CONTROL, "no-store")], there).into_response()
}

/// What stands around the record of an institution, for the public as for officers.
#[derive(Debug, Serialize)]
struct Around {
    /// What it came out of, and what came out of it.
    links: Vec<LinkRow>,
    /// Numbers of the entries that were merged into this one.
    merged: Vec<String>,
    /// Who is competent for each class of what it teaches.
    departments: Vec<Competent>,
}

async fn around(app: &App, full: &FullRecord, as_of: Option<&str>) -> Result<Around, Problem> {
    let (store, record) = (app.store(), &full.record);
    let day = as_of.and_then(|day| day.trim().parse().ok());
    let departments = competent(full, day.unwrap_or_else(|| store.today()));
    let (links, merged) = if merge::is_alone(store, &record.id).await? {
        (Vec::new(), Vec::new())
    } else {
        let links = link::of(store, &record.row.number).await?;
        (links, merge::hidden_of(store, &record.id).await?)
    };
    Ok(Around {
        links,
        merged,
        departments,
    })
}

/// What the public reads of an institution.
#[derive(Debug, Serialize)]
pub struct Published {
    #[serde(flatten)]
    full: FullRecord,
    /// Who teaches there now; left out where the record of another day is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    staff: Option<Vec<PublishedStaff>>,
    #[serde(flatten)]
    around: Around,
}

/// The record of `number` as it stood on the day that is asked for.
///
/// # Errors
/// Not found; `as_of` is no day, one that has not come, or one before the register held the institution.
pub async fn record(
    app: &App,
    number: InstitutionNumber,
    as_of: Option<&str>,
) -> Result<FullRecord, Problem> {
    let (store, today) = (app.store(), app.store().today());
    let mut checks = Checks::of_query();
    let day: Option<Day> = checks.optional("as_of", as_of);
    if day.is_some_and(|day| day > today) {
        checks.wrong("as_of", "day_in_future");
    }
    checks.done()?;
    let not_found = || Problem::new(Code::NotFound);
    let Some(day) = day.filter(|day| *day < today) else {
        let found = institution::full(store, number, today).await?;
        return found.ok_or_else(not_found);
    };
    match institution::as_of(store, number, day, today).await? {
        AsOf::Said(entry) => Ok(*entry),
        AsOf::Unknown => Err(not_found()),
        AsOf::NotYet => Err(Checks::of_query().only("as_of", "before_register")),
    }
}

/// Look institutions up, as the desk reads them.
#[utoipa::path(get, path = "/api/v1/desk/institutions", tag = "desk", params(InstitutionsQuery), security(("session" = [])),
    responses((status = 200, body = InstitutionPage), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn registered(
    State(app): State<App>,
    Permitted(_desk): Permitted<permit::ReadDesk>,
    Query(query): Query<InstitutionsQuery>,
) -> Result<Answer<Listed>, Problem> {
    listed(&app, &query).await.map(Answer)
}

/// A record of the register with who changed it.
#[derive(Debug, Serialize)]
pub struct Registered {
    #[serde(flatten)]
    entry: FullRecord,
    #[serde(flatten)]
    around: Around,
    merged_into: Option<InstitutionNumber>,
    acts: Vec<ActRow>,
}

/// One institution with who changed its record and by which act, as it stands or as it stood on a day.
#[utoipa::path(get, path = "/api/v1/desk/institutions/{number}", tag = "desk", security(("session" = [])),
    params(("number" = String, Path), DayQuery),
    responses((status = 200, body = RegisteredShown), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn one_registered(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Named(number): Named<InstitutionNumber>,
    Query(asked): Query<DayQuery>,
) -> Result<Shown<Registered>, Problem> {
    let entry = record(&app, number, asked.as_of.as_deref()).await?;
    let acts = institution::acts(app.store(), &grant, &entry.record).await?;
    let asked = asked.as_of.as_deref();
    Ok(Shown(Registered {
        around: around(&app, &entry, asked).await?,
        merged_into: leads(&app, number, asked).await?,
        entry,
        acts,
    }))
}
