//! Lists of institutions from offices: sent, checked by a worker, read in another way, entered, taken back.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::Arc;

use axum::extract::State as Shared;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::access::{Grant, permit};
use domain::institution::import::State;
use domain::institution::listed::{Columns, Field, Reading};
use domain::institution::report::Report;
use domain::words::{ImportId, Instant};
use store::ops::import as ops;
use store::read::import::{self as lists, ImportRow};
use tables::Format;

use super::asked;
use super::done::Done;
use super::frame::frame;
use super::import_page;
use super::sent::{Returned, version};
use crate::App;
use crate::http::access::Permitted;
use crate::http::body::Named;
use crate::http::caller::Caller;
use crate::http::download;
use crate::http::json::checks::Checks;
use crate::http::json::imports::{self, ListEvent, MOST, Outcome};
use crate::http::pages::{Html, errors_of};
use crate::http::problem::{Code, Problem};
use crate::http::upload::{Form, Upload};
use crate::text::{Lang, show};
use crate::view::desk::imports::{self as view, Imports};
use crate::view::field::{Errors, Values};
use crate::view::shell::DeskPlace;

const PATH: &str = "/desk/imports";

type Right = Grant<permit::ManageRegister>;

pub(super) fn path(id: ImportId) -> String {
    format!("{PATH}/{id}")
}

/// `GET /desk/imports`.
pub(super) async fn list(
    Shared(app): Shared<App>,
    caller: Arc<Caller>,
    lang: Lang,
    uri: Uri,
    Permitted(grant): Permitted<permit::ManageRegister>,
) -> Result<Html<Imports>, Problem> {
    let here = asked::here(&uri);
    let page = page(&app, &caller, lang, &grant, here).await?;
    Ok(Html(page))
}

async fn page(
    app: &App,
    caller: &Caller,
    lang: Lang,
    grant: &Right,
    path: &str,
) -> Result<Imports, Problem> {
    let rows = lists::list(app.store(), grant, MOST).await?;
    let today = app.store().today();
    let row = |list: &ImportRow| view::ImportRow {
        href: self::path(list.id),
        file: list.file_name.clone(),
        badge: import_page::badge(list.state, lang),
        count: match list.state {
            State::Shown => list.count.to_string(),
            _ => String::new(),
        },
        by: list.person.clone(),
        when: show::near_instant(lang, Instant::from_millis(list.begun_at), today),
    };
    Ok(Imports {
        shell: frame(app, caller, lang, DeskPlace::Imports, path).await?,
        rows: rows.iter().map(row).collect(),
        values: Values::default(),
        errors: Errors::default(),
    })
}

/// `POST /desk/imports`.
pub(super) async fn send(
    Shared(app): Shared<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::ManageRegister>,
    upload: Upload,
) -> Result<Response, Problem> {
    let fields = &upload.fields;
    let problem = match imports::sent(&upload) {
        Ok(list) => {
            let id = ops::receive(app.store(), &grant, &list, app.store().now()).await?;
            return Ok(Done::ListSent.to(&path(id)).into_response());
        }
        Err(problem) => problem,
    };
    let mut page = page(&app, &caller, lang, &grant, PATH).await?;
    page.errors = errors_of(&problem, lang);
    let typed = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()));
    page.values = Values::gathered(typed);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response())
}

/// `GET /desk/imports/template.xlsx`.
pub(super) async fn template(
    lang: Lang,
    Permitted(_grant): Permitted<permit::ManageRegister>,
) -> Result<Response, Problem> {
    let made = crate::template::write(Format::Xlsx, Cursor::new(Vec::new()), lang);
    let made = made.map_err(|fault| Problem::internal(&fault.to_string()))?;
    let title = lang.t("import-template-title");
    download::bytes(
        Format::Xlsx.media_type(),
        &format!("{title}.xlsx"),
        made.into_inner(),
    )
}

/// `GET /desk/imports/{id}`.
pub(super) async fn one(
    Shared(app): Shared<App>,
    caller: Arc<Caller>,
    lang: Lang,
    uri: Uri,
    Permitted(grant): Permitted<permit::ManageRegister>,
    Named(id): Named<ImportId>,
) -> Result<Html<view::Import>, Problem> {
    let shell = frame(&app, &caller, lang, DeskPlace::Imports, asked::here(&uri)).await?;
    let seen = import_page::Seen {
        list: lists::by_id(app.store(), &grant, id).await?,
        report: lists::report(app.store(), &grant, id).await?,
        worked_on: lists::is_worked_on(app.store(), &grant, id).await?,
    };
    Ok(Html(import_page::of(shell, &seen, None)))
}

/// `GET /desk/imports/{id}/report.xlsx`: for whoever keeps the list.
pub(super) async fn workbook(
    Shared(app): Shared<App>,
    lang: Lang,
    Permitted(grant): Permitted<permit::ManageRegister>,
    Named(id): Named<ImportId>,
) -> Result<Response, Problem> {
    report(&app, lang, &grant, id, Format::Xlsx).await
}

/// `GET /desk/imports/{id}/report.csv`.
pub(super) async fn text(
    Shared(app): Shared<App>,
    lang: Lang,
    Permitted(grant): Permitted<permit::ManageRegister>,
    Named(id): Named<ImportId>,
) -> Result<Response, Problem> {
    report(&app, lang, &grant, id, Format::Csv).await
}

async fn report(
    app: &App,
    lang: Lang,
    grant: &Right,
    id: ImportId,
    format: Format,
) -> Result<Response, Problem> {
    let list = lists::by_id(app.store(), grant, id).await?;
    let report = lists::report(app.store(), grant, id).await?;
    let report = report.ok_or_else(|| Problem::new(Code::NotFound))?;
    let made = import_page::sheet(&report, lang, format);
    let made = made.map_err(|fault| Problem::internal(&fault.to_string()))?;
    let (ending, words) = (format.ending(), lang.t("imports-report"));
    let name = format!("{} {words}.{ending}", list.file_name);
    download::bytes(format.media_type(), &name, made)
}

/// `POST /desk/imports/{id}/events`.
pub(super) async fn event(
    Shared(app): Shared<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::ManageRegister>,
    Named(id): Named<ImportId>,
    form: Form,
) -> Result<Response, Problem> {
    let version = version(&form)?;
    let list = lists::by_id(app.store(), &grant, id).await?;
    let report = lists::report(app.store(), &grant, id).await?;
    let taken = match parse(&form, &list, report.as_ref()) {
        Ok(event) => imports::take(&app, &grant, &list, event, version).await,
        Err(problem) => Err(problem),
    };
    let problem = match taken {
        Ok(outcome) => return Ok(answered(id, outcome).into_response()),
        Err(problem) => problem,
    };
    let returned = Returned::of(&form, problem, lang, |_| None)?;
    let mut shell = frame(&app, &caller, lang, DeskPlace::Imports, &path(id)).await?;
    shell.flash = returned
        .flash(lang)
        .or_else(|| returned.is_stale().then(|| import_page::stale(lang)));
    let list = lists::by_id(app.store(), &grant, id).await?;
    let seen = import_page::Seen {
        report: lists::report(app.store(), &grant, id).await?,
        worked_on: lists::is_worked_on(app.store(), &grant, id).await?,
        list,
    };
    let page = import_page::of(shell, &seen, Some(&returned));
    Ok((returned.status(), Html(page)).into_response())
}

/// Where the page goes on, and what it says was done.
fn answered(id: ImportId, outcome: Outcome) -> Redirect {
    let (id, done) = match outcome {
        Outcome::Again(next) => (next, Done::ListSent),
        Outcome::Amended => (id, Done::ListAmended),
        Outcome::Moved => (id, Done::ListMoved),
        Outcome::Entering => (id, Done::ListEntering),
        Outcome::Discarded => (id, Done::ListDiscarded),
        Outcome::Resumed => (id, Done::ListResumed),
        Outcome::Withdrawn => (id, Done::ListWithdrawn),
    };
    done.to(&path(id))
}

fn parse(form: &Form, list: &ImportRow, report: Option<&Report>) -> Result<ListEvent, Problem> {
    match form.get("event") {
        "read" => reading(form, &list.reading, report),
        "enter" => Ok(ListEvent::Enter {}),
        "discard" => Ok(ListEvent::Discard {}),
        "again" => Ok(ListEvent::Again {}),
        "resume" => Ok(ListEvent::Resume {}),
        "withdraw" => Ok(ListEvent::Withdraw {
            reason: form.get("reason").to_owned(),
        }),
        _ => Err(Problem::new(Code::BadRequest)),
    }
}

/// How the list is to be read: what the form says, and of questions that it does not ask what was said before.
fn reading(form: &Form, before: &Reading, report: Option<&Report>) -> Result<ListEvent, Problem> {
    let mut checks = Checks::of_body();
    let defaults = imports::defaults(&form.0, &mut checks);
    let doubles = checks.optional("doubles", Some(form.get("doubles")));
    let (mut columns, mut answers) = (Columns::new(), before.answers.clone());
    let questions = report.into_iter().flat_map(Report::questions);
    let asked: BTreeMap<String, &str> = questions
        .map(|question| (import_page::answer(question), question))
        .collect();
    for (name, value) in &form.0 {
        if let Some(place) = name.strip_prefix("column-") {
            if place.parse() != Ok(columns.len()) {
                return Err(Problem::new(Code::BadRequest));
            }
            columns.push(checks.optional::<Field>(name, Some(value)));
        } else if name.starts_with(import_page::ANSWER) {
            // What is asked no more belongs to a page that is out of date, and its version says so.
            let Some(question) = asked.get(name) else {
                continue;
            };
            if let Some(answer) = checks.optional(name, Some(value)) {
                answers.insert((*question).to_owned(), answer);
            }
        }
    }
    checks.done()?;
    Ok(ListEvent::Read {
        columns,
        defaults: defaults.into(),
        doubles: doubles.unwrap_or_default(),
        headless: form.get("headless") == "yes",
        answers,
    })
}
