//! Changes of records that wait: the list, one with both sides, and what is decided.

use std::sync::Arc;

use axum::extract::State;
use axum::http::Uri;
use axum::response::{IntoResponse as _, Response};
use domain::access::permit;
use domain::institution::request::{Decider, Side, Step};
use domain::words::{Day, RequestId};
use store::ops::record::RequestEvent;
use store::read::request::{self, RequestRecord, RequestRow};

use super::asked::{self, ALL, Asked, address, chips};
use super::done::Done;
use super::frame::frame;
use super::register;
use super::sent::{Returned, version};
use super::words::{self, Owed};
use crate::App;
use crate::http::access::Permitted;
use crate::http::body::{Named, Query};
use crate::http::caller::Caller;
use crate::http::json::requests::take;
use crate::http::pages::{Html, record as fields};
use crate::http::problem::{Code, Problem};
use crate::http::upload::Form;
use crate::text::Lang;
use crate::view::desk::records::{self as view, Request, Requests};
use crate::view::desk::today::Task;
use crate::view::event::{EventForm, FormKey, NextStep};
use crate::view::field::{Errors, Values};
use crate::view::my::record::step;
use crate::view::piece::{Badge, Link, Tone};
use crate::view::shell::{Desk, DeskPlace, Flash};

const PATH: &str = "/desk/requests";
pub(super) const STATES: &[&str] = &["open", "waiting", "approved", "refused", "withdrawn", ALL];

pub(super) fn path(id: &str) -> String {
    format!("{PATH}/{id}")
}

/// `GET /desk/requests`.
pub(super) async fn list(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    uri: Uri,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Query(asked): Query<Asked>,
) -> Result<Html<Requests>, Problem> {
    let (store, today) = (app.store(), app.store().today());
    let (state, district) = (asked.state(STATES), ("district", asked.district_code()));
    let page = request::list(store, &grant, &asked.by_due(STATES)).await?;
    let rows: Result<Vec<_>, Problem> =
        page.items.iter().map(|one| row(one, lang, today)).collect();
    Ok(Html(Requests {
        shell: frame(&app, &caller, lang, DeskPlace::Requests, asked::here(&uri)).await?,
        chips: chips(PATH, state, &[district], &choices(lang)),
        rows: rows?,
        next: page
            .next
            .map(|after| address(PATH, &[("state", state), district, ("after", &after)])),
    }))
}

fn choices(lang: Lang) -> Vec<(&'static str, String)> {
    let words = |state: &'static str| match state {
        "open" => lang.t("request-state-open"),
        "waiting" => lang.t("request-state-waiting"),
        ALL => lang.t("filter-all"),
        state => fields::state(state, lang).text,
    };
    STATES.iter().map(|state| (*state, words(state))).collect()
}

fn row(row: &RequestRow, lang: Lang, today: Day) -> Result<view::RequestRow, Problem> {
    let side = Side::from_code(&row.side).map_or("", |side| lang.pick(side.zh(), side.en()));
    Ok(view::RequestRow {
        href: path(&row.id),
        name: row.institution_name.clone(),
        fields: fields::fields(row, lang)?,
        side: side.to_owned(),
        district: words::district(&row.district, lang),
        badge: badge(row, lang),
        deadline: owed(row, lang, today).map(|owed| owed.deadline),
    })
}

/// A request that waits, among the matters of its institution.
pub(super) fn task(row: &RequestRow, lang: Lang, today: Day) -> Result<Task, Problem> {
    Ok(Task {
        kind: lang.t("kind-request"),
        href: path(&row.id),
        title: fields::fields(row, lang)?,
        deadline: owed(row, lang, today).map(|owed| owed.deadline),
        badge: Some(badge(row, lang)),
        note: words::at(row.asked_at, lang, today),
    })
}

/// Where it stands; while it is open, for whom it waits.
pub(super) fn badge(row: &RequestRow, lang: Lang) -> Badge {
    if row.decided_at.is_some() {
        return fields::state(&row.state, lang);
    }
    let key = match Decider::from_code(&row.decider) {
        Some(Decider::Institution) => "request-waits-institution",
        Some(Decider::Lead) => "request-waits-lead",
        Some(Decider::Officer) | None => "request-waits-us",
    };
    Badge::new(Tone::Caution, lang.t(key))
}

fn owed(row: &RequestRow, lang: Lang, today: Day) -> Option<Owed> {
    match row.decided_at {
        None => Owed::request(&row.due_on, row.asked_at, lang, today),
        Some(_) => None,
    }
}

/// `GET /desk/requests/{id}`.
pub(super) async fn one(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    uri: Uri,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Named(id): Named<RequestId>,
) -> Result<Html<Request>, Problem> {
    let record = request::by_id(app.store(), &grant, id).await?;
    let shell = frame(&app, &caller, lang, DeskPlace::Requests, asked::here(&uri)).await?;
    Ok(Html(page(
        &caller,
        shell,
        &record,
        None,
        app.store().today(),
    )))
}

fn page(
    caller: &Caller,
    shell: Desk,
    record: &RequestRecord,
    returned: Option<&Returned>,
    today: Day,
) -> Request {
    let (lang, row) = (shell.lang, &record.row);
    let step = next(caller, record, returned, lang);
    Request {
        title: row.institution_name.clone(),
        badge: badge(row, lang),
        deadline: owed(row, lang, today).map(|owed| owed.deadline),
        stale: returned.and_then(|it| {
            let changed = fields::state(&row.state, lang).text;
            let told = |_: &str, text: &str| (lang.t("reason"), text.to_owned());
            it.stale(
                record.acts.last(),
                changed,
                &step.forms(),
                told,
                (lang, today),
            )
        }),
        sides: fields::sides(&record.alterations, row.decided_at.is_none(), lang),
        step,
        facts: fields::request_facts(row, lang, today),
        links: vec![Link::new(
            register::path(&row.institution_number),
            lang.t("institution-file"),
        )],
        timeline: words::timeline(&record.acts, &[], lang, today),
        shell,
    }
}

/// What may be done now by the caller.
fn next(
    caller: &Caller,
    record: &RequestRecord,
    returned: Option<&Returned>,
    lang: Lang,
) -> NextStep {
    let none = (Values::default(), Errors::default());
    let open = record.offers.iter().filter(|offer| offer.code.is_none());
    let mut forms: Vec<EventForm> = open
        .filter_map(|offer| {
            let came_back = returned.and_then(|returned| returned.in_form(offer.event));
            let (values, errors) = came_back.unwrap_or((&none.0, &none.1));
            let key = FormKey {
                lang,
                action: format!("{}/events", path(&record.row.id)),
                csrf: caller.form_token.clone(),
                submission: String::new(),
                version: record.row.version,
            };
            step(offer.event, key, values, errors)
        })
        .collect();
    let decides = forms.iter().any(|form| form.event == Step::Refuse.code());
    let leads = forms
        .iter()
        .position(|form| form.event == Step::Approve.code());
    let main = leads.map(|at| forms.remove(at));
    let (title, lead) = if record.row.decided_at.is_some() {
        (lang.t("request-ended"), String::new())
    } else if decides {
        (lang.t("request-decide"), lang.t("request-decide-lead"))
    } else {
        (lang.t("request-wait"), lang.t("request-wait-lead"))
    };
    let refused = record
        .offers
        .iter()
        .filter(|_| record.row.decided_at.is_none());
    NextStep {
        title,
        lead,
        law: String::new(),
        main,
        more: forms,
        refused: refused
            .filter_map(|offer| {
                let step = Step::from_code(offer.event)?;
                words::refused(offer, lang.pick(step.zh(), step.en()), lang)
            })
            .collect(),
    }
}

/// `POST /desk/requests/{id}/events`.
pub(super) async fn event(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(desk): Permitted<permit::ReadDesk>,
    Named(id): Named<RequestId>,
    form: Form,
) -> Result<Response, Problem> {
    let version = version(&form)?;
    let event = fields::request_event(&form).ok_or_else(|| Problem::new(Code::BadRequest))?;
    let (here, today) = (path(&id.to_string()), app.store().today());
    let problem = match take(&app, &caller, id, &event, version).await {
        Ok(_) => return Ok(done(&event).to(&here).into_response()),
        Err(problem) => problem,
    };
    let returned = Returned::of(&form, problem, lang, |code| {
        (code == "reason_missing").then_some("reason")
    })?;
    let record = request::by_id(app.store(), &desk, id).await?;
    let own = words::is_own(record.acts.last(), &caller.actor);
    if returned.is_stale() && own && fields::is_done(&record.row, &event) {
        return Ok(done(&event).to(&here).into_response());
    }
    let mut shell = frame(&app, &caller, lang, DeskPlace::Requests, &here).await?;
    shell.flash = said(&returned, &event, lang);
    let page = page(&caller, shell, &record, Some(&returned), today);
    Ok((returned.status(), Html(page)).into_response())
}

const fn done(event: &RequestEvent) -> Done {
    match event {
        RequestEvent::Approve {} => Done::RequestApproved,
        RequestEvent::Refuse { .. } => Done::RequestRefused,
        RequestEvent::Withdraw {} => Done::RequestWithdrawn,
    }
}

/// What stands above the page of a step that was not taken: an error has a field of its own only where a reason is asked for.
fn said(returned: &Returned, event: &RequestEvent, lang: Lang) -> Option<Flash> {
    returned.flash(lang).or_else(|| {
        let text = returned
            .errors()
            .first()
            .filter(|_| event.step() != Step::Refuse)?;
        Some(Flash {
            tone: Tone::Bad,
            text: text.to_owned(),
        })
    })
}
