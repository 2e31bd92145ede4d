//! An institution's after-school service: the list, one with its form, and what its forms bring.

mod fill;
mod show;

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::access::{Grant, permit};
use domain::after_school::{Form as Filled, SchoolYear};
use domain::words::AfterSchoolNumber;
use serde::Deserialize;
use store::ops::after_school::{self, AfterSchoolEvent};
use store::read::Limit;
use store::read::after_school::{self as read, ProviderRecord};
use store::read::school;

use super::frame::frame;
use crate::App;
use crate::http::access::Permitted;
use crate::http::body::{Named, Query};
use crate::http::caller::Caller;
use crate::http::pages::Html;
use crate::http::pages::after_school::conditions;
use crate::http::pages::typed;
use crate::http::problem::{Code, Problem};
use crate::http::upload::Form;
use crate::text::Lang;
use crate::view::field::Errors;
use crate::view::my::after_school::{Choices, Provider, Providers};
use crate::view::my::application::Conditions;
use crate::view::shell::{My, MyPlace};
use fill::Sent;

/// Which part of a list.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Later {
    after: Option<String>,
}

/// `GET /my/after-school`.
pub(super) async fn list(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::ReadOwn>,
    Query(later): Query<Later>,
) -> Result<Html<Providers>, Problem> {
    let after = later.after.as_deref();
    Ok(Html(list_page(&app, &caller, &grant, lang, after).await?))
}

async fn list_page(
    app: &App,
    caller: &Caller,
    grant: &Grant<permit::ReadOwn>,
    lang: Lang,
    after: Option<&str>,
) -> Result<Providers, Problem> {
    // A mark that is none begins at the first page.
    let after = after.and_then(|after| after.parse().ok());
    let page = read::own(app.store(), grant, Limit::default(), after).await?;
    let shell = frame(app, caller, grant, lang, MyPlace::AfterSchool).await?;
    Ok(show::list(shell, &page, app.store().today()))
}

/// `POST /my/after-school`: begins one for a school year.
pub(super) async fn begin(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::ApplyAfterSchool>,
    form: Form,
) -> Result<Response, Problem> {
    let year: Result<SchoolYear, _> = form.get("school_year").parse();
    let year = year.map_err(|_| Problem::new(Code::BadRequest))?;
    let now = app.store().now();
    let empty = Filled::default();
    let begun = after_school::begin(app.store(), &grant, (year, &empty), None, now).await;
    let problem = match begun {
        Ok(begun) => {
            return Ok(Redirect::to(&show::path(&begun.number.to_string())).into_response());
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

/// What was done just before.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Shown {
    done: Option<String>,
}

/// `GET /my/after-school/{number}`.
pub(super) async fn one(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::ReadOwn>,
    Named(number): Named<AfterSchoolNumber>,
    Query(shown): Query<Shown>,
) -> Result<Html<Provider>, Problem> {
    let (record, choices, mut shell) = read_one(&app, &caller, &grant, lang, number).await?;
    shell.flash = shown.done.and_then(|done| show::done(&done, lang));
    Ok(Html(show::one(shell, &record, &choices, None)))
}

async fn read_one(
    app: &App,
    caller: &Caller,
    grant: &Grant<permit::ReadOwn>,
    lang: Lang,
    number: AfterSchoolNumber,
) -> Result<(ProviderRecord, Choices, My), Problem> {
    let today = app.store().today();
    let record = read::own_by_number(app.store(), grant, number, today).await?;
    let schools = match record.row.state.as_str() {
        "draft" => school::of_own_authority(app.store(), grant).await?,
        _ => Vec::new(),
    };
    let choices = show::choices(&record, &schools, lang);
    let mut shell = frame(app, caller, grant, lang, MyPlace::AfterSchool).await?;
    shell.path = show::path(&record.row.number);
    Ok((record, choices, shell))
}

/// `POST /my/after-school/{number}/form`: saves a draft and, where that is asked for, files it.
pub(super) async fn save(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::ApplyAfterSchool>,
    Named(number): Named<AfterSchoolNumber>,
    form: Form,
) -> Result<Response, Problem> {
    let (version, sent) = (version(&form)?, Sent::of(&form));
    let errors = match sent.unread(lang) {
        Some(errors) => errors,
        None => match written(&app, &grant, number, &sent.filled, (&form, version)).await {
            Ok(done) => return Ok(to(number, done).into_response()),
            Err(problem) => sent.told(&problem, lang)?,
        },
    };
    again(&app, &caller, lang, number, (&form, &sent, errors)).await
}

/// Saves what was filled in, and files it where the button says so; answers what was done.
async fn written(
    app: &App,
    grant: &Grant<permit::ApplyAfterSchool>,
    number: AfterSchoolNumber,
    filled: &Filled,
    (form, version): (&Form, i64),
) -> Result<&'static str, Problem> {
    let (store, now) = (app.store(), app.store().now());
    let saved = after_school::save(store, grant, number, filled, version, now).await?;
    if form.get("then") != "file" {
        return Ok("saved");
    }
    let file = AfterSchoolEvent::File {};
    after_school::step(store, grant, number, &file, saved, now).await?;
    Ok("filed")
}

fn version(form: &Form) -> Result<i64, Problem> {
    let version = form.get("version").parse();
    version.map_err(|_| Problem::new(Code::BadRequest))
}

/// The form again, with what was typed, over what is stored now.
async fn again(
    app: &App,
    caller: &Caller,
    lang: Lang,
    number: AfterSchoolNumber,
    (form, sent, errors): (&Form, &Sent, Errors),
) -> Result<Response, Problem> {
    let today = app.store().today();
    let reader = caller.grant::<permit::ReadOwn>(today)?;
    let (record, choices, mut shell) = read_one(app, caller, &reader, lang, number).await?;
    let whole = errors.of("");
    let status = if whole.is_some() {
        StatusCode::CONFLICT
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    shell.flash = whole.map(|words| show::not_saved(words, lang));
    let found = read::judged_as_typed(app.store(), &reader, number, &sent.filled, today).await?;
    let returned = (typed::values(form), errors);
    let mut page = show::one(shell, &record, &choices, Some(&returned));
    page.conditions = conditions(&found, lang);
    Ok((status, Html(page)).into_response())
}

/// `POST /my/after-school/{number}/check`: how the conditions stand for what is being typed. Nothing is saved.
pub(super) async fn check(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(_grant): Permitted<permit::ApplyAfterSchool>,
    Named(number): Named<AfterSchoolNumber>,
    form: Form,
) -> Result<Html<Conditions>, Problem> {
    let today = app.store().today();
    let reader = caller.grant::<permit::ReadOwn>(today)?;
    let said = Sent::of(&form).filled;
    let said = said.checked().unwrap_or_default();
    let found = read::judged_as_typed(app.store(), &reader, number, &said, today).await?;
    Ok(Html(conditions(&found, lang)))
}

/// `POST /my/after-school/{number}/events`: takes it back.
pub(super) async fn event(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::ApplyAfterSchool>,
    Named(number): Named<AfterSchoolNumber>,
    form: Form,
) -> Result<Response, Problem> {
    if form.get("event") != "withdraw" {
        return Err(Problem::new(Code::BadRequest));
    }
    let (version, now) = (version(&form)?, app.store().now());
    let event = AfterSchoolEvent::Withdraw {};
    let moved = after_school::step(app.store(), &grant, number, &event, version, now).await;
    let problem = match moved {
        Ok(_) => return Ok(to(number, "withdrawn").into_response()),
        Err(fault) => Problem::from(fault),
    };
    let reader = caller.grant::<permit::ReadOwn>(now.day())?;
    let (record, choices, mut shell) = read_one(&app, &caller, &reader, lang, number).await?;
    match problem.code {
        // A second click finds its own work done.
        Code::StaleVersion if record.row.state == "withdrawn" => {
            Ok(to(number, "withdrawn").into_response())
        }
        Code::StaleVersion | Code::Refused => {
            shell.flash = Some(show::refused(&problem, lang));
            let page = show::one(shell, &record, &choices, None);
            Ok((StatusCode::CONFLICT, Html(page)).into_response())
        }
        _ => Err(problem),
    }
}

fn to(number: AfterSchoolNumber, done: &str) -> Redirect {
    Redirect::to(&format!("{}?done={done}", show::path(&number.to_string())))
}
