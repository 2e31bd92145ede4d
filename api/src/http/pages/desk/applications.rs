//! Applications for a licence: the list, one with its steps, and what its forms bring.

use std::sync::Arc;

use axum::extract::State;
use axum::http::Uri;
use axum::response::{IntoResponse as _, Response};
use domain::access::{may, permit};
use domain::application::{Condition, Step};
use domain::words::{ApplicationNumber, Day};
use store::ops::application::{ApplicationEvent, is_same};
use store::read::account;
use store::read::application::{self, ApplicationRow, DeskRecord};

use super::application_page;
use super::asked::{self, ALL, Asked, address, chips};
use super::done::Done;
use super::frame::frame;
use super::sent::{Reading, Returned, version};
use super::words;
use crate::App;
use crate::http::access::Permitted;
use crate::http::body::{Named, Query};
use crate::http::caller::Caller;
use crate::http::json::applications::take;
use crate::http::pages::Html;
use crate::http::pages::application::{deadline, kind, state};
use crate::http::problem::{Code, Problem};
use crate::http::upload::Form;
use crate::text::Lang;
use crate::view::desk::applications::{self as view, Application, Applications};
use crate::view::field::Choice;
use crate::view::shell::DeskPlace;

const PATH: &str = "/desk/applications";
pub(super) const STATES: &[&str] = &[
    "open",
    "overdue",
    "submitted",
    "accepted",
    "proposed",
    "granted",
    "correcting",
    "issued",
    "refused",
    ALL,
];

/// The page of an application.
pub(in crate::http::pages) fn path(number: &str) -> String {
    format!("{PATH}/{number}")
}

/// `GET /desk/applications`.
pub(super) async fn list(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    uri: Uri,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Query(asked): Query<Asked>,
) -> Result<Html<Applications>, Problem> {
    let (store, today) = (app.store(), app.store().today());
    let (chosen, district) = (asked.state(STATES), ("district", asked.district_code()));
    let page = application::list(store, &grant, &asked.by_due(STATES), today).await?;
    let here = asked::here(&uri);
    Ok(Html(Applications {
        shell: frame(&app, &caller, lang, DeskPlace::Applications, here).await?,
        chips: chips(PATH, chosen, &[district], &choices(lang)),
        rows: page.items.iter().map(|one| row(one, lang, today)).collect(),
        next: page
            .next
            .map(|after| address(PATH, &[("state", chosen), district, ("after", &after)])),
    }))
}

fn choices(lang: Lang) -> Vec<(&'static str, String)> {
    STATES
        .iter()
        .map(|one| {
            let words = match *one {
                "open" => lang.t("applications-open"),
                "overdue" => lang.t("applications-overdue"),
                ALL => lang.t("filter-all"),
                code => state(code, lang).text,
            };
            (*one, words)
        })
        .collect()
}

fn row(row: &ApplicationRow, lang: Lang, today: Day) -> view::ApplicationRow {
    view::ApplicationRow {
        href: path(&row.number),
        name: row.institution_name.clone(),
        number: row.number.clone(),
        kind: kind(&row.kind, lang),
        district: words::district(&row.district, lang),
        badge: state(&row.state, lang),
        deadline: deadline(row.due_on.as_deref(), lang, today),
    }
}

/// `GET /desk/applications/{number}`.
pub(super) async fn one(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    uri: Uri,
    Permitted(_grant): Permitted<permit::ReadDesk>,
    Named(number): Named<ApplicationNumber>,
) -> Result<Html<Application>, Problem> {
    let read = read(&app, &caller, number).await?;
    let here = asked::here(&uri);
    let shell = frame(&app, &caller, lang, DeskPlace::Applications, here).await?;
    let today = app.store().today();
    Ok(Html(application_page::of(
        &caller, shell, &read, None, today,
    )))
}

/// An application with the colleagues who may go along to see the premises.
pub(super) struct Read {
    pub(super) record: DeskRecord,
    pub(super) officers: Vec<Choice>,
}

async fn read(app: &App, caller: &Caller, number: ApplicationNumber) -> Result<Read, Problem> {
    let today = app.store().today();
    let desk = caller.grant::<permit::ReadDesk>(today)?;
    let record = application::by_number(app.store(), &desk, number, today).await?;
    let own = caller.actor.account().map(|id| id.to_string());
    let officers = account::examiners(app.store(), &desk, &record.record.row.authority_id).await?;
    Ok(Read {
        officers: officers
            .into_iter()
            .filter(|officer| own.as_deref() != Some(officer.id.as_str()))
            .map(|officer| Choice::new(officer.id, officer.person_name))
            .collect(),
        record,
    })
}

/// `POST /desk/applications/{number}/events`.
pub(super) async fn event(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(_desk): Permitted<permit::ReadDesk>,
    Named(number): Named<ApplicationNumber>,
    form: Form,
) -> Result<Response, Problem> {
    let version = version(&form)?;
    let step = permitted(&caller, form.get("event"))?;
    let event = match parse(step, &form) {
        Ok(event) => event,
        Err(problem) => return again(&app, &caller, lang, number, (&form, problem), None).await,
    };
    match take(&app, &caller, number, &event, version).await {
        Ok(_) => Ok(done(step).to(&path(&number.to_string())).into_response()),
        Err(problem) => again(&app, &caller, lang, number, (&form, problem), Some(&event)).await,
    }
}

const fn done(step: Step) -> Done {
    match step {
        Step::AskCorrection => Done::CorrectionAsked,
        Step::Accept => Done::ApplicationAccepted,
        Step::Decline => Done::ApplicationDeclined,
        Step::RecordVisit => Done::Visited,
        Step::Extend => Done::Extended,
        Step::Propose => Done::DecisionProposed,
        Step::Approve => Done::DecisionApproved,
        Step::SendBack => Done::DecisionReturned,
        Step::Issue | Step::Submit | Step::Withdraw => Done::LicenceIssued,
    }
}

/// The step, where the caller has the right to it: refused before its fields are looked at.
fn permitted(caller: &Caller, event: &str) -> Result<Step, Problem> {
    let step = event
        .parse::<Step>()
        .ok()
        .filter(|step| application::DESK_STEPS.contains(step))
        .ok_or_else(|| Problem::new(Code::BadRequest))?;
    if may(&caller.actor, step.action()) {
        Ok(step)
    } else {
        Err(Problem::new(Code::Forbidden))
    }
}

fn parse(step: Step, form: &Form) -> Result<ApplicationEvent, Problem> {
    let mut read = Reading::of(form);
    let event = match step {
        Step::Accept => Some(ApplicationEvent::Accept {}),
        Step::Approve => Some(ApplicationEvent::Approve {}),
        Step::Issue => Some(ApplicationEvent::Issue {}),
        Step::AskCorrection => Some(ApplicationEvent::AskCorrection {
            items: read.text("items"),
        }),
        Step::Decline => Some(ApplicationEvent::Decline {
            reason: read.text("reason"),
        }),
        Step::SendBack => Some(ApplicationEvent::SendBack {
            reason: read.text("reason"),
        }),
        Step::RecordVisit => {
            let (second, on) = (read.word("second_officer"), read.word("on"));
            let passed = read.yes_or_no("passed");
            let words = read.text("words");
            second
                .zip(on)
                .zip(passed)
                .map(
                    |((second_officer, on), passed)| ApplicationEvent::RecordVisit {
                        second_officer,
                        on,
                        passed,
                        words,
                    },
                )
        }
        Step::Propose => read
            .yes_or_no("grant")
            .map(|grant| ApplicationEvent::Propose {
                grant,
                reason: form.get("reason").to_owned(),
                checked: ticked(form),
            }),
        Step::Extend => {
            let (days, reason) = (read.number("days"), read.text("reason"));
            days.map(|days| ApplicationEvent::Extend { days, reason })
        }
        Step::Submit | Step::Withdraw => return Err(Problem::new(Code::BadRequest)),
    };
    read.done(event)
}

/// The conditions that are ticked; no person writes these words.
fn ticked(form: &Form) -> Vec<Condition> {
    form.0
        .iter()
        .filter(|(name, _)| name == "checked")
        .filter_map(|(_, value)| Condition::from_code(value))
        .collect()
}

/// The field that a refusal is about, where what the field says is refused.
fn field_of(code: &str) -> Option<&'static str> {
    match code {
        "refusal_without_reason" | "reason_missing" => Some("reason"),
        "visit_by_two" => Some("second_officer"),
        "visit_day_unfit" => Some("on"),
        "extension_too_long" => Some("days"),
        "checklist_incomplete" => Some("checked"),
        "visit_missing" | "visit_failed" | "conditions_unmet" => Some("grant"),
        _ => None,
    }
}

/// The page again, where the step was not taken. A second click finds its own work done, and is answered like the first.
async fn again(
    app: &App,
    caller: &Caller,
    lang: Lang,
    number: ApplicationNumber,
    (form, problem): (&Form, Problem),
    event: Option<&ApplicationEvent>,
) -> Result<Response, Problem> {
    let returned = Returned::of(form, problem, lang, field_of)?;
    let read = read(app, caller, number).await?;
    let path = path(&number.to_string());
    let last = read.record.acts.last();
    let own = words::is_own(last, &caller.actor);
    if let (Some(event), Some(act), true) = (event, last, returned.is_stale() && own)
        && is_same(event, &act.verb, &act.change)?
    {
        return Ok(done(event.step()).to(&path).into_response());
    }
    let mut shell = frame(app, caller, lang, DeskPlace::Applications, &path).await?;
    shell.flash = returned.flash(lang);
    let today = app.store().today();
    let page = application_page::of(caller, shell, &read, Some(&returned), today);
    Ok((returned.status(), Html(page)).into_response())
}
