//! An institution's applications: the list, one in its parts, and what its forms bring.

mod fill;
mod offers;
mod papers;
mod show;

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::access::{Grant, permit};
use domain::application::{Form as Filled, Kind, Part, findings};
use domain::words::ApplicationNumber;
use serde::Deserialize;
use store::ops::application::{self, ApplicationEvent};
use store::read::Limit;
use store::read::application::{self as read, ApplicationRecord};

pub(super) use papers::{add, take_back};

use super::frame::frame;
use crate::App;
use crate::http::access::Permitted;
use crate::http::body::{Named, Query};
use crate::http::caller::Caller;
use crate::http::json::mine::own_institution;
use crate::http::pages::Html;
use crate::http::pages::application::conditions;
use crate::http::pages::typed;
use crate::http::problem::{Code, Problem};
use crate::http::upload::Form;
use crate::text::{self, Lang};
use crate::view::field::Errors;
use crate::view::my::application::{Application, Applications, Conditions};
use crate::view::piece::Tone;
use crate::view::shell::{Flash, My, MyPlace};

/// Which part of a list.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Later {
    after: Option<String>,
}

/// `GET /my/applications`.
pub(super) async fn list(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::ReadOwn>,
    Query(later): Query<Later>,
) -> Result<Html<Applications>, Problem> {
    let page = list_page(&app, &caller, &grant, lang, later.after.as_deref()).await?;
    Ok(Html(page))
}

async fn list_page(
    app: &App,
    caller: &Caller,
    grant: &Grant<permit::ReadOwn>,
    lang: Lang,
    after: Option<&str>,
) -> Result<Applications, Problem> {
    let today = app.store().today();
    // A mark that is none begins at the first page.
    let after = after.and_then(|after| after.parse().ok());
    let page = read::own(app.store(), grant, Limit::default(), after).await?;
    let institution = own_institution(app, grant).await?;
    let shell = frame(app, caller, grant, lang, MyPlace::Applications).await?;
    Ok(show::list(shell, &page, &institution, today))
}

/// `POST /my/applications`: begins one; where one is open already, the list says so.
pub(super) async fn begin(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::ApplyForLicence>,
    form: Form,
) -> Result<Response, Problem> {
    let kind = Kind::from_code(form.get("kind")).ok_or_else(|| Problem::new(Code::BadRequest))?;
    let now = app.store().now();
    let problem = match application::begin(app.store(), &grant, kind, now).await {
        Ok(begun) => {
            // From its first part on: what the register knows is to be looked over as well.
            let first = show::Place::Part(Part::Teaching);
            return Ok(Redirect::to(&first.path(&begun.number.to_string())).into_response());
        }
        Err(fault) => Problem::from(fault),
    };
    if problem.code != Code::Refused {
        return Err(problem);
    }
    let reader = caller.grant::<permit::ReadOwn>(now.day())?;
    let mut page = list_page(&app, &caller, &reader, lang, None).await?;
    page.shell.flash = Some(show::refused(&problem, lang));
    Ok((StatusCode::CONFLICT, Html(page)).into_response())
}

/// Which part of an application is shown, and what was done just before.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Shown {
    part: Option<String>,
    done: Option<String>,
}

/// `GET /my/applications/{number}`.
pub(super) async fn one(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::ReadOwn>,
    Named(number): Named<ApplicationNumber>,
    Query(shown): Query<Shown>,
) -> Result<Html<Application>, Problem> {
    let (record, mut shell) = read_one(&app, &caller, &grant, lang, number).await?;
    shell.flash = shown.done.and_then(|done| show::done(&done, lang));
    let part = show::Place::of(shown.part.as_deref(), &record);
    let today = app.store().today();
    Ok(Html(show::one(shell, &record, part, None, today)))
}

async fn read_one(
    app: &App,
    caller: &Caller,
    grant: &Grant<permit::ReadOwn>,
    lang: Lang,
    number: ApplicationNumber,
) -> Result<(ApplicationRecord, My), Problem> {
    let today = app.store().today();
    let record = read::own_by_number(app.store(), grant, number, today).await?;
    let mut shell = frame(app, caller, grant, lang, MyPlace::Applications).await?;
    shell.path = show::path(&record.row.number);
    Ok((record, shell))
}

/// `POST /my/applications/{number}/parts`: saves a part and leads to the next one.
pub(super) async fn save(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::ApplyForLicence>,
    Named(number): Named<ApplicationNumber>,
    form: Form,
) -> Result<Response, Problem> {
    let part: Part = part_of(&form)?;
    let version = form.get("version").parse();
    let version: i64 = version.map_err(|_| Problem::new(Code::BadRequest))?;
    let now = app.store().now();
    let reader = caller.grant::<permit::ReadOwn>(now.day())?;
    let (record, shell) = read_one(&app, &caller, &reader, lang, number).await?;
    let errors = match fill::filled(&form, part, &record.form) {
        Err(faults) => typed::errors(&faults, fill::field, lang),
        Ok(filled) => {
            let saved = application::save(app.store(), &grant, number, &filled, version, now).await;
            match saved.map_err(Problem::from) {
                Ok(_) => return Ok(next(&form, part, &record).into_response()),
                Err(problem) => told(&problem, lang)?,
            }
        }
    };
    Ok(again(shell, &record, part, (&form, errors), now.day()))
}

/// Where a saved part leads: to the next one, or back to itself.
fn next(form: &Form, part: Part, record: &ApplicationRecord) -> Redirect {
    let place = if form.get("stay").is_empty() {
        show::Place::after(part, record)
    } else {
        show::Place::Part(part)
    };
    Redirect::to(&format!("{}&done=saved", place.path(&record.row.number)))
}

fn part_of(form: &Form) -> Result<Part, Problem> {
    form.get("part")
        .parse()
        .ok()
        .filter(|part| *part != Part::Papers)
        .ok_or_else(|| Problem::new(Code::BadRequest))
}

/// What was wrong with a part that was not saved; a fault that is not the person's stays a problem.
fn told(problem: &Problem, lang: Lang) -> Result<Errors, Problem> {
    match problem.code {
        Code::InvalidInput => {
            let mut errors = Errors::default();
            for error in &problem.errors {
                let field = fill::field(&error.field);
                errors.add(field, text::fault(lang, &error.code, &error.detail));
            }
            Ok(errors)
        }
        Code::Refused | Code::StaleVersion => {
            let mut errors = Errors::default();
            errors.add("", problem.words(lang));
            Ok(errors)
        }
        _ => Err(problem.clone()),
    }
}

/// The part again, with what was typed.
fn again(
    mut shell: My,
    record: &ApplicationRecord,
    part: Part,
    (form, errors): (&Form, Errors),
    today: domain::words::Day,
) -> Response {
    let lang = shell.lang;
    let whole = errors.of("");
    let status = if whole.is_some() {
        StatusCode::CONFLICT
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    shell.flash = whole.map(|words| Flash {
        tone: Tone::Bad,
        text: lang.t1("application-not-saved", "words", words),
    });
    let returned = (typed::values(form), errors);
    let place = show::Place::Part(part);
    let said = fill::as_far_as_typed(form, part, &record.form);
    let mut page = show::one(shell, record, place, Some(&returned), today);
    page.conditions = stands(record, &said, part, lang);
    (status, Html(page)).into_response()
}

/// `POST /my/applications/{number}/check`: how the conditions of a part stand by what is being typed. Nothing is saved.
pub(super) async fn check(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(_grant): Permitted<permit::ApplyForLicence>,
    Named(number): Named<ApplicationNumber>,
    form: Form,
) -> Result<Html<Conditions>, Problem> {
    let (part, today) = (part_of(&form)?, app.store().today());
    let reader = caller.grant::<permit::ReadOwn>(today)?;
    let record = read::own_by_number(app.store(), &reader, number, today).await?;
    let said: Filled = fill::as_far_as_typed(&form, part, &record.form);
    Ok(Html(stands(&record, &said, part, lang)))
}

/// How the conditions of a part stand by what is typed.
fn stands(record: &ApplicationRecord, typed: &Filled, part: Part, lang: Lang) -> Conditions {
    let found = findings(record.setting, typed);
    conditions(found.into_iter().map(Into::into), Some(part), lang)
}

/// `POST /my/applications/{number}/events`: hands it in or takes it back.
pub(super) async fn event(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::ApplyForLicence>,
    Named(number): Named<ApplicationNumber>,
    form: Form,
) -> Result<Response, Problem> {
    let (event, done) = match form.get("event") {
        "submit" => (ApplicationEvent::Submit {}, "submitted"),
        "withdraw" => (ApplicationEvent::Withdraw {}, "withdrawn"),
        _ => return Err(Problem::new(Code::BadRequest)),
    };
    let version = form.get("version").parse();
    let version: i64 = version.map_err(|_| Problem::new(Code::BadRequest))?;
    let now = app.store().now();
    let moved = application::step(app.store(), &grant, number, &event, version, now).await;
    let problem = match moved {
        Ok(_) => return Ok(to(number, done).into_response()),
        Err(fault) => Problem::from(fault),
    };
    let reader = caller.grant::<permit::ReadOwn>(now.day())?;
    let (record, mut shell) = read_one(&app, &caller, &reader, lang, number).await?;
    match problem.code {
        // A second click finds its own work done.
        Code::StaleVersion if show::is_done(&record, &event) => {
            Ok(to(number, done).into_response())
        }
        Code::StaleVersion | Code::Refused => {
            shell.flash = Some(show::refused(&problem, lang));
            let place = show::Place::of(Some("check"), &record);
            let page = show::one(shell, &record, place, None, now.day());
            Ok((StatusCode::CONFLICT, Html(page)).into_response())
        }
        _ => Err(problem),
    }
}

fn to(number: ApplicationNumber, done: &str) -> Redirect {
    Redirect::to(&format!("{}?done={done}", show::path(&number.to_string())))
}
