//! Licences: the list, one with its steps, and what its forms bring.

use std::sync::Arc;

use axum::extract::State;
use axum::http::Uri;
use axum::response::{IntoResponse as _, Response};
use domain::access::{Action, may, permit};
use domain::licence::{Change, Ground, Step};
use domain::words::{Day, LicenceNumber};
use store::ops::licence::LicenceEvent;
use store::read::licence::{self, LicenceQuery, LicenceRecord, LicenceRow, Part};

use super::asked::{self, ALL, Asked, address, chips};
use super::done::Done;
use super::frame::frame;
use super::licence_page;
use super::sent::{Reading, Returned, version};
use super::words;
use crate::App;
use crate::http::access::Permitted;
use crate::http::body::{Named, Query};
use crate::http::caller::Caller;
use crate::http::json::licences::take;
use crate::http::pages::Html;
use crate::http::problem::{Code, Problem};
use crate::http::upload::Form;
use crate::text::{Lang, show};
use crate::view::desk::licences::{self as view, Licence, Licences};
use crate::view::shell::DeskPlace;

const PATH: &str = "/desk/licences";
pub(super) const STATES: &[&str] = &[
    "expiring",
    "change_proposed",
    "expired",
    "suspended",
    "revoked",
    "cancelled",
    "valid",
    ALL,
];

/// The page of a licence lies at its digits: an address is typed and read out without the words around them.
pub(super) fn path(number: &LicenceNumber) -> String {
    format!("{PATH}/{}", number.digits())
}

/// The same from a number that is stored as text; one that is none leads to the list.
pub(in crate::http::pages) fn path_of(number: &str) -> String {
    number
        .parse()
        .map_or_else(|_| PATH.to_owned(), |number| path(&number))
}

/// `GET /desk/licences`.
pub(super) async fn list(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    uri: Uri,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Query(asked): Query<Asked>,
) -> Result<Html<Licences>, Problem> {
    let (store, today) = (app.store(), app.store().today());
    let (state, district) = (asked.state(STATES), ("district", asked.district_code()));
    let query = LicenceQuery {
        part: state.parse::<Part>().ok(),
        district: asked.district(),
        after: asked.after(),
        ..LicenceQuery::default()
    };
    let page = licence::list(store, &grant, &query, today).await?;
    Ok(Html(Licences {
        shell: frame(&app, &caller, lang, DeskPlace::Licences, asked::here(&uri)).await?,
        chips: chips(PATH, state, &[district], &choices(lang)),
        rows: page.items.iter().map(|one| row(one, lang, today)).collect(),
        next: page
            .next
            .map(|after| address(PATH, &[("state", state), district, ("after", &after)])),
    }))
}

fn choices(lang: Lang) -> Vec<(&'static str, String)> {
    STATES
        .iter()
        .map(|state| {
            let words = match *state {
                "expiring" => lang.t("licences-expiring"),
                "change_proposed" => lang.t("licences-proposed"),
                ALL => lang.t("filter-all"),
                state => licence_page::state(state, lang).text,
            };
            (*state, words)
        })
        .collect()
}

fn row(row: &LicenceRow, lang: Lang, today: Day) -> view::LicenceRow {
    view::LicenceRow {
        href: path_of(&row.number),
        name: row.institution_name.clone(),
        number: row.number.clone(),
        district: words::district(&row.district, lang),
        badges: licence_page::badges(row, lang),
        until: row
            .valid_until
            .parse()
            .map_or_else(|_| row.valid_until.clone(), |day| show::day(lang, day)),
        deadline: licence_page::deadline(row, lang, today),
    }
}

/// `GET /desk/licences/{number}`.
pub(super) async fn one(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    uri: Uri,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Named(number): Named<LicenceNumber>,
) -> Result<Html<Licence>, Problem> {
    let today = app.store().today();
    let record = licence::by_number(app.store(), &grant, &number, today).await?;
    let shell = frame(&app, &caller, lang, DeskPlace::Licences, asked::here(&uri)).await?;
    Ok(Html(licence_page::of(
        &caller, shell, &number, &record, None, today,
    )))
}

/// `POST /desk/licences/{number}/events`.
pub(super) async fn event(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(_desk): Permitted<permit::ReadDesk>,
    Named(number): Named<LicenceNumber>,
    form: Form,
) -> Result<Response, Problem> {
    let version = version(&form)?;
    permitted(&caller, form.get("event"))?;
    let event = match parse(&form) {
        Ok(event) => event,
        Err(problem) => return again(&app, &caller, lang, &number, &form, problem, None).await,
    };
    match take(&app, &caller, &number, &event, version).await {
        Ok(_) => Ok(done(&event).to(&path(&number)).into_response()),
        Err(problem) => again(&app, &caller, lang, &number, &form, problem, Some(&event)).await,
    }
}

const fn done(event: &LicenceEvent) -> Done {
    match event {
        LicenceEvent::Propose { .. } => Done::ChangeProposed,
        LicenceEvent::Approve {} => Done::ChangeApproved,
        LicenceEvent::SendBack { .. } => Done::ChangeReturned,
    }
}

/// Refuses an event that the caller has no right to before its fields are looked at.
fn permitted(caller: &Caller, event: &str) -> Result<(), Problem> {
    let action = match (event.parse::<Change>(), event.parse::<Step>()) {
        (Ok(_), _) => Action::ProposeLicenceChange,
        (_, Ok(Step::Approve | Step::SendBack)) => Action::DecideLicence,
        _ => return Err(Problem::new(Code::BadRequest)),
    };
    if may(&caller.actor, action) {
        Ok(())
    } else {
        Err(Problem::new(Code::Forbidden))
    }
}

fn parse(form: &Form) -> Result<LicenceEvent, Problem> {
    let mut read = Reading::of(form);
    let event = form.get("event");
    if let Ok(change) = event.parse::<Change>() {
        let ground = (change == Change::Cancel)
            .then(|| read.word::<Ground>("ground"))
            .flatten();
        let basis = match change {
            Change::Resume => String::new(),
            _ => read.text("basis"),
        };
        let reason = read.text("reason");
        return read.done(Some(LicenceEvent::Propose {
            change,
            ground,
            basis,
            reason,
        }));
    }
    match event.parse() {
        Ok(Step::Approve) => Ok(LicenceEvent::Approve {}),
        Ok(Step::SendBack) => {
            let reason = read.text("reason");
            read.done(Some(LicenceEvent::SendBack { reason }))
        }
        Ok(Step::Propose) | Err(_) => Err(Problem::new(Code::BadRequest)),
    }
}

/// The field that a refusal is about, where what the field says is refused.
fn field_of(code: &str) -> Option<&'static str> {
    match code {
        "reason_missing" => Some("reason"),
        "basis_missing" | "revocation_without_decision" | "suspension_without_decision" => {
            Some("basis")
        }
        "ground_missing" | "ground_unfit" => Some("ground"),
        _ => None,
    }
}

/// The page again, where the step was not taken. A second click finds its own work done, and is answered like the first.
async fn again(
    app: &App,
    caller: &Caller,
    lang: Lang,
    number: &LicenceNumber,
    form: &Form,
    problem: Problem,
    event: Option<&LicenceEvent>,
) -> Result<Response, Problem> {
    let returned = Returned::of(form, problem, lang, field_of)?;
    let today = app.store().today();
    let desk = caller.grant::<permit::ReadDesk>(today)?;
    let record = licence::by_number(app.store(), &desk, number, today).await?;
    let path = path(number);
    if let Some(event) =
        event.filter(|event| returned.is_stale() && is_done(&record, caller, event))
    {
        return Ok(done(event).to(&path).into_response());
    }
    let mut shell = frame(app, caller, lang, DeskPlace::Licences, &path).await?;
    shell.flash = returned.flash(lang);
    let page = licence_page::of(caller, shell, number, &record, Some(&returned), today);
    Ok((returned.status(), Html(page)).into_response())
}

/// Whether the last step of the licence is this very one, taken by the caller.
fn is_done(record: &LicenceRecord, caller: &Caller, event: &LicenceEvent) -> bool {
    let last = record.acts.last();
    let took = |step: Step| last.is_some_and(|act| act.verb == step.code());
    words::is_own(last, &caller.actor)
        && match event {
            LicenceEvent::Propose {
                change,
                ground,
                basis,
                reason,
            } => record.proposal.as_ref().is_some_and(|kept| {
                kept.change == *change
                    && kept.ground == *ground
                    && kept.basis == basis.trim()
                    && kept.reason == reason.trim()
            }),
            LicenceEvent::Approve {} => took(Step::Approve),
            LicenceEvent::SendBack { .. } => took(Step::SendBack),
        }
}
