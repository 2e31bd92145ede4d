//! Complaints: the inbox, the one that is read, and its steps.

use std::sync::Arc;

use axum::extract::State;
use axum::http::Uri;
use axum::response::{IntoResponse as _, Response};
use domain::access::permit;
use domain::complaint::Step;
use domain::words::ComplaintNumber;
use store::ops::complaint::{self, ComplaintEvent};
use store::read::complaint::ComplaintRecord;

use super::asked::{self, ALL, Asked, address, chips};
use super::complaint_pane as pane;
use super::done::Done;
use super::frame::frame;
use super::sent::{Reading, Returned, version};
use super::words;
use crate::App;
use crate::http::access::Permitted;
use crate::http::body::{Named, Query};
use crate::http::caller::Caller;
use crate::http::pages::Html;
use crate::http::problem::{Code, Problem};
use crate::http::upload::Form;
use crate::text::Lang;
use crate::view::desk::complaint::{Complaints, Inbox};
use crate::view::shell::DeskPlace;

const PATH: &str = "/desk/complaints";

pub(super) fn path(number: &str) -> String {
    format!("{PATH}/{number}")
}

/// `GET /desk/complaints`.
pub(super) async fn list(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    uri: Uri,
    Query(asked): Query<Asked>,
) -> Result<Html<Complaints>, Problem> {
    Ok(Html(Complaints {
        shell: frame(
            &app,
            &caller,
            lang,
            DeskPlace::Complaints,
            asked::here(&uri),
        )
        .await?,
        inbox: inbox(&app, &caller, lang, &asked, "").await?,
        pane: None,
    }))
}

/// `GET /desk/complaints/{number}`.
pub(super) async fn one(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    uri: Uri,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Named(number): Named<ComplaintNumber>,
    Query(asked): Query<Asked>,
) -> Result<Html<Complaints>, Problem> {
    let record = store::read::complaint::by_number(app.store(), &grant, number).await?;
    let shell = frame(
        &app,
        &caller,
        lang,
        DeskPlace::Complaints,
        asked::here(&uri),
    )
    .await?;
    Ok(Html(Complaints {
        shell,
        inbox: inbox(&app, &caller, lang, &asked, &record.row.number).await?,
        pane: Some(pane::of(&app, &caller, lang, &record, None).await?),
    }))
}

/// `POST /desk/complaints/{number}/events`.
pub(super) async fn event(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::HandleComplaint>,
    Named(number): Named<ComplaintNumber>,
    form: Form,
) -> Result<Response, Problem> {
    let (store, now) = (app.store(), app.store().now());
    let version = version(&form)?;
    let event = match parse(&form) {
        Ok(event) => event,
        Err(problem) => return again(&app, &caller, lang, number, &form, problem, None).await,
    };
    match complaint::event(store, &grant, number, &event, version, now).await {
        Ok(_) => Ok(done(&event).to(&path(&number.to_string())).into_response()),
        Err(fault) => {
            again(
                &app,
                &caller,
                lang,
                number,
                &form,
                fault.into(),
                Some(&event),
            )
            .await
        }
    }
}

const fn done(event: &ComplaintEvent) -> Done {
    match event {
        ComplaintEvent::Accept {} => Done::Accepted,
        ComplaintEvent::Decline { .. } => Done::Declined,
        ComplaintEvent::Answer { .. } => Done::Answered,
        ComplaintEvent::Close {} => Done::Closed,
    }
}

fn parse(form: &Form) -> Result<ComplaintEvent, Problem> {
    let mut read = Reading::of(form);
    let event = match form.get("event").parse() {
        Ok(Step::Accept) => ComplaintEvent::Accept {},
        Ok(Step::Decline) => ComplaintEvent::Decline {
            reason: read.text("reason"),
        },
        Ok(Step::Answer) => ComplaintEvent::Answer {
            text: read.text("text"),
        },
        Ok(Step::Close) => ComplaintEvent::Close {},
        Ok(Step::Withdraw) | Err(_) => return Err(Problem::new(Code::BadRequest)),
    };
    read.done(Some(event))
}

/// The page again, where the step was not taken. A second click on the same button finds its own work done, and is
/// answered like the first.
async fn again(
    app: &App,
    caller: &Caller,
    lang: Lang,
    number: ComplaintNumber,
    form: &Form,
    problem: Problem,
    event: Option<&ComplaintEvent>,
) -> Result<Response, Problem> {
    let returned = Returned::of(form, problem, lang, |code| {
        (code == "reason_missing").then_some("reason")
    })?;
    let desk = caller.grant::<permit::ReadDesk>(app.store().today())?;
    let record = store::read::complaint::by_number(app.store(), &desk, number).await?;
    let path = path(&record.row.number);
    if let Some(event) =
        event.filter(|event| returned.is_stale() && is_done(&record, caller, event))
    {
        return Ok(done(event).to(&path).into_response());
    }
    let mut shell = frame(app, caller, lang, DeskPlace::Complaints, &path).await?;
    shell.flash = returned.flash(lang);
    let page = Complaints {
        shell,
        inbox: inbox(app, caller, lang, &Asked::default(), &record.row.number).await?,
        pane: Some(pane::of(app, caller, lang, &record, Some(&returned)).await?),
    };
    Ok((returned.status(), Html(page)).into_response())
}

/// Whether the last step on the complaint is this very one, taken by the caller.
fn is_done(record: &ComplaintRecord, caller: &Caller, event: &ComplaintEvent) -> bool {
    let own = words::is_own(pane::last_step(record), &caller.actor);
    let answered = |text: &str| record.answer.as_deref().map(str::trim) == Some(text.trim());
    own && match (event, record.row.state.as_str()) {
        (ComplaintEvent::Accept {}, "accepted") | (ComplaintEvent::Close {}, "closed") => true,
        (ComplaintEvent::Decline { reason }, "declined") => answered(reason),
        (ComplaintEvent::Answer { text }, "answered") => answered(text),
        _ => false,
    }
}

pub(super) const STATES: &[&str] = &[
    "open",
    "received",
    "accepted",
    "answered",
    "closed",
    "declined",
    "withdrawn",
    ALL,
];

/// The list beside the pane, with the filters of the address kept in every link.
async fn inbox(
    app: &App,
    caller: &Caller,
    lang: Lang,
    asked: &Asked,
    read: &str,
) -> Result<Inbox, Problem> {
    let today = app.store().today();
    let grant = caller.grant::<permit::ReadDesk>(today)?;
    let (state, code) = (asked.state(STATES), asked.district_code());
    let page = store::read::complaint::list(app.store(), &grant, &asked.by_due(STATES)).await?;
    let filters = [("state", state), ("district", code)];
    let after = asked.after().map(|after| after.to_string());
    let kept = [
        filters[0],
        filters[1],
        ("after", after.as_deref().unwrap_or_default()),
    ];
    Ok(Inbox {
        title: lang.t("place-complaints"),
        chips: chips(PATH, state, &filters[1..], &choices(lang)),
        state: state.to_owned(),
        district: code.to_owned(),
        districts: words::districts(lang),
        back: address(PATH, &kept),
        rows: page
            .items
            .iter()
            .map(|row| pane::row(row, &kept, read, lang, today))
            .collect(),
        next: page
            .next
            .map(|after| address(PATH, &[filters[0], filters[1], ("after", after.as_str())])),
    })
}

fn choices(lang: Lang) -> Vec<(&'static str, String)> {
    STATES
        .iter()
        .map(|state| {
            let words = match *state {
                "open" => lang.t("complaints-open"),
                ALL => lang.t("filter-all"),
                state => words::complaint_state(state, lang).text,
            };
            (*state, words)
        })
        .collect()
}
