//! The steps of a place: what their forms bring.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use domain::access::permit;
use domain::place::Step;
use domain::words::PlaceNumber;
use store::ops::place::{PlaceEvent, is_same};
use store::read::place as read;

use super::super::done::Done;
use super::super::frame::frame;
use super::super::sent::{Reading, Returned, version};
use super::super::words;
use super::page::{self, Sent, permitted};
use super::path_of;
use crate::App;
use crate::http::access::Permitted;
use crate::http::body::Named;
use crate::http::caller::Caller;
use crate::http::json::places::take;
use crate::http::pages::Html;
use crate::http::problem::{Code, Problem};
use crate::http::upload::Form;
use crate::text::Lang;
use crate::view::shell::DeskPlace;

/// `POST /desk/places/{number}/events`. Each event needs a right of its own.
pub(super) async fn event(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(_desk): Permitted<permit::ReadDesk>,
    Named(number): Named<PlaceNumber>,
    form: Form,
) -> Result<Response, Problem> {
    let (version, step) = (version(&form)?, step(form.get("event"))?);
    // Who has no right to it is told so before the fields are looked at.
    permitted(&caller, step, app.store().today())?;
    let event = match parse(step, &form) {
        Ok(event) => event,
        Err(problem) => return again(&app, &caller, lang, number, (&form, problem), None).await,
    };
    match take(&app, &caller, number, &event, version).await {
        Ok(_) => Ok(done(step).to(&path_of(number)).into_response()),
        Err(problem) => again(&app, &caller, lang, number, (&form, problem), Some(&event)).await,
    }
}

fn step(name: &str) -> Result<Step, Problem> {
    name.parse().map_err(|_| Problem::new(Code::BadRequest))
}

const fn done(step: Step) -> Done {
    match step {
        Step::Confirm => Done::PlaceConfirmed,
        Step::Shut => Done::PlaceShut,
        Step::Join => Done::PlaceJoined,
        Step::Unjoin => Done::PlaceUnjoined,
        Step::SetAside => Done::PlaceSetAside,
        Step::Overturn => Done::PlaceOverturned,
        Step::Reopen => Done::PlaceReopened,
    }
}

fn parse(step: Step, form: &Form) -> Result<PlaceEvent, Problem> {
    let mut read = Reading::of(form);
    let event = match step {
        Step::Confirm => confirm(&mut read),
        Step::Shut => shut(&mut read, form),
        Step::Join => join(&mut read),
        Step::Unjoin => Some(PlaceEvent::Unjoin {
            reason: read.text("reason"),
        }),
        Step::SetAside | Step::Overturn => aside(&mut read, step),
        Step::Reopen => Some(PlaceEvent::Reopen {
            reason: read.text("reason"),
        }),
    };
    read.done(event)
}

fn confirm(read: &mut Reading<'_>) -> Option<PlaceEvent> {
    let checked_on = read.word("checked_on");
    let second_officer = read.word("second_officer");
    let [dedicated, staffed, organised] =
        ["dedicated", "staffed", "organised"].map(|field| read.ticked(field));
    let finding = read.text("finding");
    Some(PlaceEvent::Confirm {
        checked_on: checked_on?,
        second_officer: second_officer?,
        dedicated,
        staffed,
        organised,
        finding,
    })
}

fn shut(read: &mut Reading<'_>, form: &Form) -> Option<PlaceEvent> {
    let (shut_on, ground) = (read.word("shut_on"), read.word("ground"));
    Some(PlaceEvent::Shut {
        shut_on: shut_on?,
        ground: ground?,
        document: form.get("document").to_owned(),
    })
}

fn join(read: &mut Reading<'_>) -> Option<PlaceEvent> {
    let institution_number = read.word("institution_number");
    let (relation, reason) = (read.word("relation"), read.text("reason"));
    Some(PlaceEvent::Join {
        institution_number: institution_number?,
        relation: relation?,
        reason,
    })
}

fn aside(read: &mut Reading<'_>, step: Step) -> Option<PlaceEvent> {
    let (why, reason) = (read.word("why"), read.text("reason"));
    let why = why?;
    Some(match step {
        Step::Overturn => PlaceEvent::Overturn { why, reason },
        _ => PlaceEvent::SetAside { why, reason },
    })
}

/// The field that a refusal is about, where what the field says is refused.
fn field_of(event: &str, code: &str) -> Option<&'static str> {
    match (event, code) {
        ("confirm", "reason_missing") => Some("finding"),
        (
            "confirm",
            "place_day_in_future" | "place_check_before_seen" | "place_check_before_shut",
        ) => Some("checked_on"),
        (
            "confirm",
            "two_officers_required" | "officer_not_certified" | "officer_of_other_authority",
        ) => Some("second_officer"),
        ("shut", "place_day_in_future" | "place_shut_before_check") => Some("shut_on"),
        ("shut", "place_order_without_conditions") => Some("ground"),
        ("shut", "place_document_missing") => Some("document"),
        ("join", "place_institution_without_licence") => Some("relation"),
        (_, "reason_missing") => Some("reason"),
        _ => None,
    }
}

/// The page again, where the step was not taken. A second click finds its own work done, and is answered like the first.
async fn again(
    app: &App,
    caller: &Caller,
    lang: Lang,
    number: PlaceNumber,
    (form, problem): (&Form, Problem),
    event: Option<&PlaceEvent>,
) -> Result<Response, Problem> {
    let name = form.get("event");
    let returned = Returned::of(form, problem, lang, |code| field_of(name, code))?;
    let desk = caller.grant::<permit::ReadDesk>(app.store().today())?;
    let record = read::by_number(app.store(), &desk, number).await?;
    let (path, last) = (path_of(number), record.acts.last());
    let own = words::is_own(last, &caller.actor);
    if let (Some(event), Some(act), true) = (event, last, returned.is_stale() && own)
        && is_same(event, &act.verb, &act.change)?
    {
        return Ok(done(event.step()).to(&path).into_response());
    }
    let mut shell = frame(app, caller, lang, DeskPlace::Places, &path).await?;
    shell.flash = returned.flash(lang);
    let sent = Sent {
        returned: Some(&returned),
        ..Sent::default()
    };
    let page = page::of(app, caller, shell, &record, sent).await?;
    Ok((returned.status(), Html(page)).into_response())
}
