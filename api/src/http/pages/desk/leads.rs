//! Leads: the list, one with its evidence, and its judgement.

use std::sync::Arc;

use axum::extract::State;
use axum::http::Uri;
use axum::response::{IntoResponse as _, Response};
use domain::access::{Action, may, permit};
use domain::lead::{self as matter, Verdict};
use domain::words::{Day, LeadId};
use store::ops::lead;
use store::read::complaint::{self, ComplaintRecord};
use store::read::lead::{LeadRecord, LeadRow};

use super::asked::{self, ALL, Asked, address, chips};
use super::done::Done;
use super::frame::frame;
use super::sent::{Reading, Returned, version};
use super::words::{self, Owed, at};
use super::{cases, complaint_pane, complaints, evidence, register};
use crate::App;
use crate::http::access::Permitted;
use crate::http::body::{Named, Query};
use crate::http::caller::Caller;
use crate::http::pages::Html;
use crate::http::problem::Problem;
use crate::http::upload::Form;
use crate::text::Lang;
use crate::view::desk::leads::{self as view, Lead, Leads};
use crate::view::event::{EventForm, FormKey};
use crate::view::field::{Errors, Values};
use crate::view::piece::{Fact, Link};
use crate::view::shell::{Desk, DeskPlace};

const PATH: &str = "/desk/leads";
pub(super) const STATES: &[&str] = &["new", "confirmed", "dismissed", ALL];

pub(super) fn path(id: &str) -> String {
    format!("{PATH}/{id}")
}

/// `GET /desk/leads`.
pub(super) async fn list(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    uri: Uri,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Query(asked): Query<Asked>,
) -> Result<Html<Leads>, Problem> {
    let (store, today) = (app.store(), app.store().today());
    let (state, district) = (asked.state(STATES), ("district", asked.district_code()));
    let page = store::read::lead::list(store, &grant, &asked.by_due(STATES)).await?;
    Ok(Html(Leads {
        shell: frame(&app, &caller, lang, DeskPlace::Leads, asked::here(&uri)).await?,
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
                ALL => lang.t("filter-all"),
                state => words::lead_state(state, lang).text,
            };
            (*state, words)
        })
        .collect()
}

fn owed(row: &LeadRow, lang: Lang, today: Day) -> Option<Owed> {
    if !row.open {
        return None;
    }
    Owed::judgement(&row.due_on, row.created_at, lang, today)
}

fn row(row: &LeadRow, lang: Lang, today: Day) -> view::LeadRow {
    view::LeadRow {
        href: path(&row.id),
        title: row.subject.clone(),
        source: format!(
            "{} · {}",
            row.complaint_number,
            at(row.created_at, lang, today)
        ),
        label: words::label(&row.label, lang),
        badge: words::lead_state(&row.state, lang),
        deadline: owed(row, lang, today).map(|owed| owed.deadline),
    }
}

/// `GET /desk/leads/{id}`.
pub(super) async fn one(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    uri: Uri,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Named(id): Named<LeadId>,
) -> Result<Html<Lead>, Problem> {
    let record = store::read::lead::whole(app.store(), &grant, id).await?;
    let shell = frame(&app, &caller, lang, DeskPlace::Leads, asked::here(&uri)).await?;
    Ok(Html(page(&app, &caller, shell, &record, None).await?))
}

/// `POST /desk/leads/{id}/events`.
pub(super) async fn event(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::JudgeLead>,
    Named(id): Named<LeadId>,
    form: Form,
) -> Result<Response, Problem> {
    let (store, now) = (app.store(), app.store().now());
    let (version, reason) = (version(&form)?, form.get("reason"));
    let judged = match verdict(&form) {
        Ok(verdict) => lead::judge(store, &grant, id, verdict, reason, version, now)
            .await
            .map_err(Problem::from),
        Err(problem) => Err(problem),
    };
    match judged {
        Ok(_) => Ok(Done::Judged.to(&path(&id.to_string())).into_response()),
        Err(problem) => again(&app, &caller, lang, id, &form, problem).await,
    }
}

fn verdict(form: &Form) -> Result<Verdict, Problem> {
    let mut read = Reading::of(form);
    let verdict = read.word("verdict");
    read.done(verdict)
}

/// The page again, where the judgement was not taken; a second click finds its own work done.
async fn again(
    app: &App,
    caller: &Caller,
    lang: Lang,
    id: LeadId,
    form: &Form,
    problem: Problem,
) -> Result<Response, Problem> {
    let returned = Returned::of(form, problem, lang, |code| {
        (code == "reason_missing").then_some("reason")
    })?;
    let desk = caller.grant::<permit::ReadDesk>(app.store().today())?;
    let record = store::read::lead::whole(app.store(), &desk, id).await?;
    let path = path(&record.row.id);
    if returned.is_stale() && is_done(&record, caller, form) {
        return Ok(Done::Judged.to(&path).into_response());
    }
    let mut shell = frame(app, caller, lang, DeskPlace::Leads, &path).await?;
    shell.flash = returned.flash(lang);
    let page = page(app, caller, shell, &record, Some(&returned)).await?;
    Ok((returned.status(), Html(page)).into_response())
}

/// Whether the judgement on record is the very one of the form, made by the caller.
fn is_done(record: &LeadRecord, caller: &Caller, form: &Form) -> bool {
    match &record.state {
        matter::Lead::Judged {
            by,
            verdict,
            reason,
            ..
        } => {
            Some(*by) == caller.actor.account()
                && verdict.code() == form.get("verdict")
                && reason == form.get("reason").trim()
        }
        matter::Lead::New => false,
    }
}

async fn page(
    app: &App,
    caller: &Caller,
    shell: Desk,
    record: &LeadRecord,
    returned: Option<&Returned>,
) -> Result<Lead, Problem> {
    let (lang, today, row) = (shell.lang, app.store().today(), &record.row);
    let desk = caller.grant::<permit::ReadDesk>(today)?;
    let number = row
        .complaint_number
        .parse()
        .map_err(|_| Problem::internal("a lead names no complaint"))?;
    let source = complaint::by_number(app.store(), &desk, number).await?;
    let marked = evidence::mark(&row.subject, &source.body, source.screening.as_ref(), lang);
    let owed = owed(row, lang, today);
    let judge = judge(caller, record, returned, lang);
    let confirmed = row.state == "confirmed";
    Ok(Lead {
        title: row.subject.clone(),
        badge: words::lead_state(&row.state, lang),
        law: owed
            .as_ref()
            .map(|owed| owed.law.clone())
            .unwrap_or_default(),
        deadline: owed.map(|owed| owed.deadline),
        source: Some(Link::new(
            complaints::path(&row.complaint_number),
            lang.t1("from-complaint", "number", &row.complaint_number),
        )),
        text: marked.text,
        screened: marked.screened,
        facts: facts(app, &source, record, lang).await?,
        stale: returned.and_then(|it| {
            let changed = words::lead_state(&record.row.state, lang).text;
            let forms: Vec<&EventForm> = judge.iter().collect();
            let told = |field: &str, text: &str| typed_words(field, text, lang);
            it.stale(record.acts.last(), changed, &forms, told, (lang, today))
        }),
        judge,
        open_case: complaint_pane::open_case(caller, &source, today).filter(|_| confirmed),
        case: source
            .case_number
            .as_ref()
            .map(|number| Link::new(cases::path(number), number.clone())),
        timeline: words::timeline(&record.acts, &[], lang, today),
        shell,
    })
}

async fn facts(
    app: &App,
    source: &ComplaintRecord,
    record: &LeadRecord,
    lang: Lang,
) -> Result<Vec<Fact>, Problem> {
    let beside = register::beside(app, source.institution_number.as_deref(), lang).await?;
    let mut facts = beside.unwrap_or_else(|| complaint_pane::unregistered(&source.row, lang));
    if !source.place.is_empty() {
        facts.push(Fact::new(lang.t("told-place"), source.place.clone()));
    }
    facts.push(Fact::new(
        lang.t("kind-complaint"),
        words::complaint_state(&source.row.state, lang).text,
    ));
    if let matter::Lead::Judged { reason, .. } = &record.state
        && !reason.is_empty()
    {
        facts.push(Fact {
            term: lang.t("reason"),
            lines: words::lines(reason),
            ..Fact::default()
        });
    }
    Ok(facts)
}

/// The form of the judgement; none where it was judged or the caller may not.
fn judge(
    caller: &Caller,
    record: &LeadRecord,
    returned: Option<&Returned>,
    lang: Lang,
) -> Option<EventForm> {
    if !record.row.open || !may(&caller.actor, Action::JudgeLead) {
        return None;
    }
    let key = FormKey {
        lang,
        action: format!("{}/events", path(&record.row.id)),
        csrf: caller.form_token.clone(),
        submission: String::new(),
        version: record.row.version,
    };
    let none = (Values::default(), Errors::default());
    let (values, errors) = returned.map_or((&none.0, &none.1), |it| (it.values(), it.errors()));
    Some(view::judgement(key, values, errors))
}

/// A field of the form, and what was typed into it.
fn typed_words(field: &str, text: &str, lang: Lang) -> (String, String) {
    match Verdict::from_code(text) {
        Some(verdict) if field == "verdict" => (
            lang.t("lead-verdict"),
            lang.pick(verdict.zh(), verdict.en()).to_owned(),
        ),
        _ => (lang.t("reason"), text.to_owned()),
    }
}
