//! Lists of institutions: sent, checked by a worker, read in another way, entered, taken back.

use std::collections::BTreeSet;

use axum::Json as Answered;
use axum::extract::State as Shared;
use axum::http::StatusCode;
use domain::access::{Action, Grant, permit};
use domain::institution::import::{MOVED, State};
use domain::institution::listed::{Answers, Columns, Defaults, Reading, check_columns};
use domain::institution::met::Doubles;
use domain::institution::report::Report;
use domain::words::{Class, District, ImportId, Stage, Stages};
use serde::{Deserialize, Serialize};
use store::Fault;
use store::ops::import::{self as ops, SentList};
use store::read::Page;
use store::read::import::{self as lists, ImportRow};
use tables::{COLUMNS_MAX, Format};

use super::checks::Checks;
use super::event::Step;
use super::shown::Shown;
use crate::App;
use crate::http::access::{Permitted, Routes};
use crate::http::body::Named;
use crate::http::openapi::{ImportEventShape, ImportPage, ImportSent, ImportShown, ListUpload};
use crate::http::problem::{Problem, ProblemBody};
use crate::http::upload::Upload;

/// The lists that are shown, newest first.
pub(crate) const MOST: u16 = 100;

type Right = Grant<permit::ManageRegister>;

/// Registers the routes.
pub(super) fn register(routes: &mut Routes) {
    routes
        .needs(Action::ManageRegister)
        .get("/api/v1/desk/imports", list)
        .post_files("/api/v1/desk/imports", send)
        .get("/api/v1/desk/imports/{id}", one)
        .post("/api/v1/desk/imports/{id}/events", event)
        .done();
}

/// The last hundred lists of institutions that came in, newest first.
#[utoipa::path(get, path = "/api/v1/desk/imports", tag = "desk", security(("session" = [])),
    responses((status = 200, body = ImportPage), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn list(
    Shared(app): Shared<App>,
    Permitted(grant): Permitted<permit::ManageRegister>,
) -> Result<Shown<Page<ImportRow>>, Problem> {
    let items = lists::list(app.store(), &grant, MOST).await?;
    Ok(Shown(Page { items, next: None }))
}

/// A list that was taken in.
#[derive(Debug, Serialize)]
pub(crate) struct Sent {
    id: ImportId,
}

/// Send a list of institutions: XLSX, or CSV in UTF-8, UTF-16 or GB18030. It is checked by a worker; nothing enters yet.
#[utoipa::path(post, path = "/api/v1/desk/imports", tag = "desk", security(("session" = [])),
    request_body(content = ListUpload, content_type = "multipart/form-data"),
    responses((status = 201, body = ImportSent), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn send(
    Shared(app): Shared<App>,
    Permitted(grant): Permitted<permit::ManageRegister>,
    upload: Upload,
) -> Result<(StatusCode, Answered<Sent>), Problem> {
    let list = sent(&upload)?;
    let id = ops::receive(app.store(), &grant, &list, app.store().now()).await?;
    Ok((StatusCode::CREATED, Answered(Sent { id })))
}

/// The list that a form brings.
///
/// # Errors
/// Every wrong field.
pub(crate) fn sent(upload: &Upload) -> Result<SentList, Problem> {
    let mut checks = Checks::of_body();
    let defaults = defaults(&upload.fields, &mut checks);
    if let Some(left_out) = upload.left_out.first() {
        checks.wrong("file", left_out.code);
    } else if upload.files.is_empty() {
        checks.wrong("file", "file_missing");
    }
    checks.done()?;
    let file = upload.file("file")?;
    Ok(SentList {
        file_name: file.name.clone(),
        media_type: Format::of_content(&file.bytes).media_type(),
        bytes: file.bytes.clone(),
        reading: Reading {
            defaults,
            ..Reading::default()
        },
    })
}

/// What holds for rows that do not say it themselves, from the fields of a form.
pub(crate) fn defaults(fields: &[(String, String)], checks: &mut Checks) -> Defaults {
    let values = |name: &'static str| {
        let named = fields.iter().filter(move |(field, _)| field == name);
        named.map(|(_, value)| value.as_str())
    };
    let stages: Vec<Stage> = values("stages")
        .filter_map(|stage| checks.optional("stages", Some(stage)))
        .collect();
    Defaults {
        class: checks.optional("class", values("class").next()),
        stages: Stages::of(&stages),
        district: checks.optional("district", values("district").next()),
    }
}

/// What holds for rows that do not say it themselves, in words.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Otherwise {
    class: Option<Class>,
    stages: Vec<Stage>,
    district: Option<District>,
}

impl From<Defaults> for Otherwise {
    fn from(defaults: Defaults) -> Self {
        Self {
            class: defaults.class,
            stages: defaults.stages.iter().collect(),
            district: defaults.district,
        }
    }
}

impl From<Otherwise> for Defaults {
    fn from(said: Otherwise) -> Self {
        Self {
            class: said.class,
            stages: Stages::of(&said.stages),
            district: said.district,
        }
    }
}

/// How a list is read.
#[derive(Debug, Serialize)]
struct ReadingShown {
    columns: Columns,
    defaults: Otherwise,
    doubles: Doubles,
    headless: bool,
    answers: Answers,
}

/// One list with what its last check found.
#[derive(Debug, Serialize)]
pub(crate) struct ImportRecord {
    #[serde(flatten)]
    row: ImportRow,
    reading: ReadingShown,
    report: Option<Report>,
}

/// One list, how it is read, and what the last check found in it.
#[utoipa::path(get, path = "/api/v1/desk/imports/{id}", tag = "desk", security(("session" = [])), params(("id" = String, Path)),
    responses((status = 200, body = ImportShown), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn one(
    Shared(app): Shared<App>,
    Permitted(grant): Permitted<permit::ManageRegister>,
    Named(id): Named<ImportId>,
) -> Result<Shown<ImportRecord>, Problem> {
    let row = lists::by_id(app.store(), &grant, id).await?;
    let reading = row.reading.clone();
    Ok(Shown(ImportRecord {
        reading: ReadingShown {
            columns: reading.columns,
            defaults: reading.defaults.into(),
            doubles: reading.doubles,
            headless: reading.headless,
            answers: reading.answers,
        },
        report: lists::report(app.store(), &grant, id).await?,
        row,
    }))
}

/// A step on a list.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum ListEvent {
    /// It is read in another way and checked once more.
    Read {
        columns: Columns,
        #[serde(default)]
        defaults: Otherwise,
        #[serde(default)]
        doubles: Doubles,
        #[serde(default)]
        headless: bool,
        #[serde(default)]
        answers: Answers,
    },
    /// Its rows enter.
    Enter {},
    /// Nothing comes of it.
    Discard {},
    /// Its file is checked anew, as a list of its own.
    Again {},
    /// A worker goes on with it.
    Resume {},
    /// All of it is taken back.
    Withdraw { reason: String },
}

/// What a step has done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It is checked, as the list with this id.
    Again(ImportId),
    /// It is checked once more.
    Amended,
    /// It is checked once more, since the register has moved.
    Moved,
    /// It is entered.
    Entering,
    /// Nothing comes of it.
    Discarded,
    /// A worker goes on with it.
    Resumed,
    /// It is taken back.
    Withdrawn,
}

/// Take a step on a list: `read` it in another way, `enter` it, `discard` it, check its file `again`, `resume` it, or
/// `withdraw` it. Where the register has moved since the check, `enter` has the list checked once more, and its state says so.
#[utoipa::path(post, path = "/api/v1/desk/imports/{id}/events", tag = "desk", security(("session" = [])),
    request_body = ImportEventShape, params(("id" = String, Path)),
    responses((status = 200, body = ImportShown), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn event(
    Shared(app): Shared<App>,
    Permitted(grant): Permitted<permit::ManageRegister>,
    Named(id): Named<ImportId>,
    step: Step<ListEvent>,
) -> Result<Shown<ImportRecord>, Problem> {
    let list = lists::by_id(app.store(), &grant, id).await?;
    let outcome = take(&app, &grant, &list, step.event, step.version).await?;
    let id = match outcome {
        Outcome::Again(next) => next,
        _ => id,
    };
    one(Shared(app), Permitted(grant), Named(id)).await
}

/// Takes the step. A second click finds its own work done, and is answered like the first.
///
/// # Errors
/// Wrong columns, an empty reason, refusals.
pub(crate) async fn take(
    app: &App,
    grant: &Right,
    list: &ImportRow,
    event: ListEvent,
    version: i64,
) -> Result<Outcome, Problem> {
    let (store, id, now) = (app.store(), list.id, app.store().now());
    match event {
        ListEvent::Read {
            columns,
            defaults,
            doubles,
            headless,
            answers,
        } => {
            readable(&columns)?;
            known(app, grant, list, &answers).await?;
            let reading = Reading {
                columns,
                defaults: defaults.into(),
                doubles,
                headless,
                answers,
            };
            ops::amend(store, grant, id, version, &reading, now).await?;
            Ok(Outcome::Amended)
        }
        ListEvent::Enter {} => enter(app, grant, list, version).await,
        ListEvent::Discard {} if list.state == State::Discarded => Ok(Outcome::Discarded),
        ListEvent::Discard {} => {
            ops::discard(store, grant, id, version, now).await?;
            Ok(Outcome::Discarded)
        }
        ListEvent::Again {} => {
            let next = ops::again(store, grant, id, version, now).await?;
            Ok(Outcome::Again(next))
        }
        ListEvent::Resume {} => {
            ops::resume(store, grant, id, now).await?;
            Ok(Outcome::Resumed)
        }
        ListEvent::Withdraw { .. }
            if matches!(list.state, State::Withdrawing | State::Withdrawn) =>
        {
            Ok(Outcome::Withdrawn)
        }
        ListEvent::Withdraw { reason } => {
            ops::withdraw(store, grant, id, &reason, now).await?;
            Ok(Outcome::Withdrawn)
        }
    }
}

async fn enter(
    app: &App,
    grant: &Right,
    list: &ImportRow,
    version: i64,
) -> Result<Outcome, Problem> {
    let (store, now) = (app.store(), app.store().now());
    if matches!(list.state, State::Entering | State::Shown) {
        return Ok(Outcome::Entering);
    }
    match ops::start(store, grant, list.id, version, now).await {
        // Somebody entered an institution since: it may be one of the list.
        Err(Fault::Refused(refusal)) if refusal == MOVED => {
            ops::amend(store, grant, list.id, version, &list.reading, now).await?;
            Ok(Outcome::Moved)
        }
        started => {
            started?;
            Ok(Outcome::Entering)
        }
    }
}

/// Answers to questions that were asked, and no others.
async fn known(
    app: &App,
    grant: &Right,
    list: &ImportRow,
    answers: &Answers,
) -> Result<(), Problem> {
    if answers.is_empty() {
        return Ok(());
    }
    let report = lists::report(app.store(), grant, list.id).await?;
    let report = report.unwrap_or_default();
    let asked: BTreeSet<&str> = report.questions().collect();
    let before = &list.reading.answers;
    let is_known =
        |asked_now: &String| asked.contains(asked_now.as_str()) || before.contains_key(asked_now);
    if answers.keys().all(is_known) {
        Ok(())
    } else {
        Err(Checks::of_body().only("answers", "answer_unknown"))
    }
}

/// Columns of which one is the name, and no two mean the same.
fn readable(columns: &Columns) -> Result<(), Problem> {
    if columns.len() > COLUMNS_MAX {
        return Err(Checks::of_body().only("columns", "table_too_large"));
    }
    let Err(fault) = check_columns(columns) else {
        return Ok(());
    };
    let is_again = |(place, field): &(usize, &Option<_>)| {
        field.is_some() && columns.iter().take(*place).any(|before| before == *field)
    };
    let again = columns.iter().enumerate().find(is_again);
    let place = again.map_or(0, |(place, _)| place);
    Err(Checks::of_body().only(&format!("column-{place}"), fault.code))
}
