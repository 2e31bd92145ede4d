//! An institution's courses: the list, one with its form, and what its forms bring.

mod fill;
mod show;

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::access::{Grant, permit};
use domain::course::Course as Filled;
use domain::words::CourseNumber;
use serde::Deserialize;
use store::ops::course::{self, CourseEvent};
use store::read::Limit;
use store::read::course::{self as read, CourseRecord};

use super::frame::frame;
use crate::App;
use crate::http::access::Permitted;
use crate::http::body::{Named, Query};
use crate::http::caller::Caller;
use crate::http::pages::Html;
use crate::http::pages::course::rules;
use crate::http::pages::typed;
use crate::http::problem::{Code, Problem};
use crate::http::upload::Form;
use crate::text::Lang;
use crate::view::field::Errors;
use crate::view::my::application::Conditions;
use crate::view::my::course::{Course, Courses};
use crate::view::shell::{My, MyPlace};

/// Which part of a list.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Later {
    after: Option<String>,
}

/// `GET /my/courses`.
pub(super) async fn list(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::ReadOwn>,
    Query(later): Query<Later>,
) -> Result<Html<Courses>, Problem> {
    Ok(Html(
        list_page(&app, &caller, &grant, lang, later.after.as_deref()).await?,
    ))
}

async fn list_page(
    app: &App,
    caller: &Caller,
    grant: &Grant<permit::ReadOwn>,
    lang: Lang,
    after: Option<&str>,
) -> Result<Courses, Problem> {
    // A mark that is none begins at the first page.
    let after = after.and_then(|after| after.parse().ok());
    let page = read::own(app.store(), grant, Limit::default(), after).await?;
    let shell = frame(app, caller, grant, lang, MyPlace::Courses).await?;
    Ok(show::list(shell, &page))
}

/// `POST /my/courses`: begins one.
pub(super) async fn begin(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::FileCourse>,
    _form: Form,
) -> Result<Response, Problem> {
    let now = app.store().now();
    let begun = course::begin(app.store(), &grant, &Filled::default(), None, now).await;
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

/// `GET /my/courses/{number}`.
pub(super) async fn one(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::ReadOwn>,
    Named(number): Named<CourseNumber>,
    Query(shown): Query<Shown>,
) -> Result<Html<Course>, Problem> {
    let (record, mut shell) = read_one(&app, &caller, &grant, lang, number).await?;
    shell.flash = shown.done.and_then(|done| show::done(&done, lang));
    Ok(Html(show::one(shell, &record, None)))
}

async fn read_one(
    app: &App,
    caller: &Caller,
    grant: &Grant<permit::ReadOwn>,
    lang: Lang,
    number: CourseNumber,
) -> Result<(CourseRecord, My), Problem> {
    let today = app.store().today();
    let record = read::own_by_number(app.store(), grant, number, today).await?;
    let mut shell = frame(app, caller, grant, lang, MyPlace::Courses).await?;
    shell.path = show::path(&record.row.number);
    Ok((record, shell))
}

/// `POST /my/courses/{number}/form`: saves a draft and, where that is asked for, files it.
pub(super) async fn save(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::FileCourse>,
    Named(number): Named<CourseNumber>,
    form: Form,
) -> Result<Response, Problem> {
    let version = version(&form)?;
    let errors = match fill::filled(&form) {
        Err(faults) => Some(typed::errors(&faults, fill::field, lang)),
        Ok(filled) => match written(&app, &grant, number, &filled, (&form, version)).await {
            Ok(done) => return Ok(to(number, done).into_response()),
            Err(problem) if problem.code == Code::StaleVersion => None,
            Err(problem) => Some(fill::told(&problem, lang)?),
        },
    };
    again(&app, &caller, lang, number, (&form, errors)).await
}

/// Saves what was filled in, and files it where the button says so; answers what was done.
async fn written(
    app: &App,
    grant: &Grant<permit::FileCourse>,
    number: CourseNumber,
    filled: &Filled,
    (form, version): (&Form, i64),
) -> Result<&'static str, Problem> {
    let (store, now) = (app.store(), app.store().now());
    let saved = course::save(store, grant, number, filled, version, now).await?;
    if form.get("then") != "file" {
        return Ok("saved");
    }
    course::step(store, grant, number, &CourseEvent::File {}, saved, now).await?;
    Ok("filed")
}

fn version(form: &Form) -> Result<i64, Problem> {
    let version = form.get("version").parse();
    version.map_err(|_| Problem::new(Code::BadRequest))
}

/// The form again, with what was typed, over what is stored now; without errors somebody else has stored that meanwhile.
async fn again(
    app: &App,
    caller: &Caller,
    lang: Lang,
    number: CourseNumber,
    (form, errors): (&Form, Option<Errors>),
) -> Result<Response, Problem> {
    let reader = caller.grant::<permit::ReadOwn>(app.store().today())?;
    let (record, mut shell) = read_one(app, caller, &reader, lang, number).await?;
    let said = fill::as_far_as_typed(form);
    let (errors, flash) = match errors {
        None => {
            let apart = show::told_apart(&said, &record.form, lang);
            (apart, Some(show::overtaken(lang)))
        }
        Some(errors) => {
            let whole = errors.of("").map(|words| show::not_saved(words, lang));
            (errors, whole)
        }
    };
    let status = match flash {
        Some(_) => StatusCode::CONFLICT,
        None => StatusCode::UNPROCESSABLE_ENTITY,
    };
    shell.flash = flash;
    let today = app.store().today();
    let found = read::judged_as_typed(app.store(), &reader, number, &said, today).await?;
    let returned = (typed::values(form), errors);
    let mut page = show::one(shell, &record, Some(&returned));
    page.conditions = rules(&found, lang);
    Ok((status, Html(page)).into_response())
}

/// `POST /my/courses/{number}/check`: what the rules find in what is being typed. Nothing is saved.
pub(super) async fn check(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(_grant): Permitted<permit::FileCourse>,
    Named(number): Named<CourseNumber>,
    form: Form,
) -> Result<Html<Conditions>, Problem> {
    let today = app.store().today();
    let reader = caller.grant::<permit::ReadOwn>(today)?;
    let said = fill::as_far_as_typed(&form);
    let found = read::judged_as_typed(app.store(), &reader, number, &said, today).await?;
    Ok(Html(rules(&found, lang)))
}

/// `POST /my/courses/{number}/events`: changes it, gives the change up, or takes the course back.
pub(super) async fn event(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::FileCourse>,
    Named(number): Named<CourseNumber>,
    form: Form,
) -> Result<Response, Problem> {
    let (event, done) = event_of(form.get("event"))?;
    let (version, now) = (version(&form)?, app.store().now());
    let moved = course::step(app.store(), &grant, number, &event, version, now).await;
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
            let page = show::one(shell, &record, None);
            Ok((StatusCode::CONFLICT, Html(page)).into_response())
        }
        _ => Err(problem),
    }
}

fn event_of(name: &str) -> Result<(CourseEvent, &'static str), Problem> {
    Ok(match name {
        "change" => (CourseEvent::Change {}, "changing"),
        "discard" => (CourseEvent::Discard {}, "discarded"),
        "withdraw" => (CourseEvent::Withdraw {}, "withdrawn"),
        _ => return Err(Problem::new(Code::BadRequest)),
    })
}

fn to(number: CourseNumber, done: &str) -> Redirect {
    Redirect::to(&format!("{}?done={done}", show::path(&number.to_string())))
}
