//! The steps of a case: what the forms bring, and what may be done now.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use domain::access::permit;
use domain::case::{ServiceWay, Step, Violation};
use domain::words::{Article, CaseNumber, Day};
use store::ops::case::CaseEvent;
use store::read::case::{self, CaseRecord};

use super::case_page;
use super::cases::path;
use super::done::Done;
use super::frame::frame;
use super::sent::{Reading, Returned, version};
use super::words;
use crate::App;
use crate::http::access::Permitted;
use crate::http::body::Named;
use crate::http::caller::Caller;
use crate::http::json::cases::take;
use crate::http::pages::Html;
use crate::http::problem::{Code, Problem};
use crate::http::upload::Form;
use crate::text::Lang;
use crate::view::desk::case_events::{self, CaseChoices};
use crate::view::event::{FormKey, NextStep};
use crate::view::field::{Choice, Errors, Values};
use crate::view::shell::DeskPlace;

/// `POST /desk/cases/{number}/events`. Each event needs a right of its own.
pub(super) async fn event(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(_desk): Permitted<permit::ReadDesk>,
    Named(number): Named<CaseNumber>,
    form: Form,
) -> Result<Response, Problem> {
    let version = version(&form)?;
    permitted(&caller, form.get("event"), app.store().today())?;
    let event = match parse(&form) {
        Ok(event) => event,
        Err(problem) => return again(&app, &caller, lang, number, &form, problem, None).await,
    };
    match take(&app, &caller, number, &event, version).await {
        Ok(_) => Ok(done(&event).to(&path(&number.to_string())).into_response()),
        Err(problem) => again(&app, &caller, lang, number, &form, problem, Some(&event)).await,
    }
}

const fn done(event: &CaseEvent) -> Done {
    match event {
        CaseEvent::RecordFinding { .. } => Done::Found,
        CaseEvent::OrderCorrection { .. } => Done::Ordered,
        CaseEvent::ChangeDue { .. } => Done::DueChanged,
        CaseEvent::RecordService { .. } => Done::Served,
        CaseEvent::ProposeClosure { .. } => Done::Proposed,
        CaseEvent::ApproveClosure {} => Done::Approved,
        CaseEvent::ReturnForMore { .. } => Done::Returned,
    }
}

/// Refuses an event that the caller has no right to before its fields are looked at.
fn permitted(caller: &Caller, event: &str, today: Day) -> Result<(), Problem> {
    match event.parse() {
        Ok(Step::RecordFinding | Step::ProposeClosure) => {
            caller.grant::<permit::InvestigateCase>(today).map(drop)
        }
        Ok(Step::OrderCorrection | Step::ChangeDue) => {
            caller.grant::<permit::OrderCorrection>(today).map(drop)
        }
        Ok(Step::RecordService) => caller.grant::<permit::ServeDocument>(today).map(drop),
        Ok(Step::ApproveClosure | Step::ReturnForMore) => {
            caller.grant::<permit::ApproveClosure>(today).map(drop)
        }
        Ok(Step::Respond) | Err(_) => Err(Problem::new(Code::BadRequest)),
    }
}

fn parse(form: &Form) -> Result<CaseEvent, Problem> {
    let mut read = Reading::of(form);
    let event = match form.get("event").parse() {
        Ok(Step::RecordFinding) => finding(&mut read),
        Ok(Step::OrderCorrection) => order(&mut read),
        Ok(Step::ChangeDue) => due(&mut read),
        Ok(Step::RecordService) => service(&mut read),
        Ok(Step::ProposeClosure) => Some(CaseEvent::ProposeClosure {
            reason: read.text("reason"),
        }),
        Ok(Step::ApproveClosure) => Some(CaseEvent::ApproveClosure {}),
        Ok(Step::ReturnForMore) => Some(CaseEvent::ReturnForMore {
            reason: read.text("reason"),
        }),
        Ok(Step::Respond) | Err(_) => return Err(Problem::new(Code::BadRequest)),
    };
    read.done(event)
}

fn finding(read: &mut Reading<'_>) -> Option<CaseEvent> {
    let (violation, acted_on) = (read.word("violation"), read.word("acted_on"));
    let (found_on, facts) = (read.word("found_on"), read.text("facts"));
    Some(CaseEvent::RecordFinding {
        violation: violation?,
        facts,
        acted_on: acted_on?,
        found_on: found_on?,
    })
}

fn order(read: &mut Reading<'_>) -> Option<CaseEvent> {
    let (demand, due_on) = (read.text("demand"), read.word("due_on"));
    Some(CaseEvent::OrderCorrection {
        demand,
        due_on: due_on?,
        basis_confirmed: read.ticked("basis_confirmed"),
    })
}

fn due(read: &mut Reading<'_>) -> Option<CaseEvent> {
    let (due_on, reason) = (read.word("due_on"), read.text("reason"));
    Some(CaseEvent::ChangeDue {
        due_on: due_on?,
        reason,
    })
}

fn service(read: &mut Reading<'_>) -> Option<CaseEvent> {
    let (way, served_on) = (read.word("way"), read.word("served_on"));
    let (receiver, proof) = (read.text("receiver"), read.text("proof"));
    Some(CaseEvent::RecordService {
        way: way?,
        served_on: served_on?,
        receiver,
        proof,
    })
}

/// The field that a refusal is about, where what the field says is refused.
fn field_of(event: &str, code: &str) -> Option<&'static str> {
    match (event, code) {
        ("record_finding", "day_in_future") => Some("found_on"),
        (_, "acted_after_found" | "no_basis_on_that_day") => Some("acted_on"),
        (
            _,
            "day_in_future" | "served_before_order" | "served_after_due" | "public_notice_running",
        ) => Some("served_on"),
        (_, "due_not_after_order" | "due_too_late" | "due_not_later") => Some("due_on"),
        (_, "basis_unconfirmed") => Some("basis_confirmed"),
        (_, "consent_missing") => Some("way"),
        (_, "reason_missing") => Some("reason"),
        _ => None,
    }
}

/// The page again, where the step was not taken. A second click finds its own work done, and is answered like the first.
async fn again(
    app: &App,
    caller: &Caller,
    lang: Lang,
    number: CaseNumber,
    form: &Form,
    problem: Problem,
    event: Option<&CaseEvent>,
) -> Result<Response, Problem> {
    let returned = Returned::of(form, problem, lang, |code| {
        field_of(form.get("event"), code)
    })?;
    let today = app.store().today();
    let desk = caller.grant::<permit::ReadDesk>(today)?;
    let record = case::by_number(app.store(), &desk, number, today).await?;
    let path = path(&record.row.number);
    if let Some(event) =
        event.filter(|event| returned.is_stale() && is_done(&record, caller, event))
    {
        return Ok(done(event).to(&path).into_response());
    }
    let mut shell = frame(app, caller, lang, DeskPlace::Cases, &path).await?;
    shell.flash = returned.flash(lang);
    let page = case_page::of(caller, shell, &record, Some(&returned), today);
    Ok((returned.status(), Html(page)).into_response())
}

/// Whether the last step of the case is this very one, taken by the caller.
fn is_done(record: &CaseRecord, caller: &Caller, event: &CaseEvent) -> bool {
    let state = record.row.state.as_str();
    let same = |kept: Option<&str>, text: &str| kept.map(str::trim) == Some(text.trim());
    let order = record.order.as_ref();
    words::is_own(record.acts.last(), &caller.actor)
        && match event {
            CaseEvent::RecordFinding { facts, .. } => {
                same(record.findings.last().map(|it| it.facts.as_str()), facts)
            }
            CaseEvent::OrderCorrection { demand, .. } => {
                same(order.map(|order| order.row.demand.as_str()), demand)
            }
            CaseEvent::ChangeDue { due_on, reason } => {
                order.is_some_and(|order| order.row.due_on == due_on.to_string())
                    && same(record.remarks.last().map(|it| it.words.as_str()), reason)
            }
            CaseEvent::RecordService { proof, .. } => same(
                order
                    .and_then(|order| order.services.last())
                    .map(|it| it.proof.as_str()),
                proof,
            ),
            CaseEvent::ProposeClosure { reason } => {
                state == "closure_proposed" && same(record.closure_reason.as_deref(), reason)
            }
            CaseEvent::ApproveClosure {} => state == "closed",
            CaseEvent::ReturnForMore { reason } => record.remarks.last().is_some_and(|it| {
                it.event == Step::ReturnForMore.code() && same(Some(it.words.as_str()), reason)
            }),
        }
}

/// The order in which allowed steps are offered: the first is the main one.
const ORDER: [Step; 7] = [
    Step::ApproveClosure,
    Step::RecordService,
    Step::OrderCorrection,
    Step::RecordFinding,
    Step::ProposeClosure,
    Step::ReturnForMore,
    Step::ChangeDue,
];

/// What may be done now by the caller.
pub(super) fn next(
    caller: &Caller,
    record: &CaseRecord,
    returned: Option<&Returned>,
    lang: Lang,
    today: Day,
) -> NextStep {
    let mut forms: Vec<_> = ORDER
        .into_iter()
        .filter(|step| {
            record
                .offers
                .iter()
                .any(|offer| offer.event == step.code() && offer.code.is_none())
        })
        .filter(|step| permitted(caller, step.code(), today).is_ok())
        .filter_map(|step| {
            let came_back = returned.and_then(|returned| returned.in_form(step.code()));
            let fresh = (fresh(today), Errors::default());
            let (values, errors) = came_back.unwrap_or((&fresh.0, &fresh.1));
            let key = key(caller, record, lang);
            let mut form =
                case_events::form(step.code(), key, &choices(record, lang), values, errors)?;
            form.open |= came_back.is_some();
            Some(form)
        })
        .collect();
    // To give the party more time is never what the case waits for.
    let leads = forms
        .first()
        .is_some_and(|form| form.event != Step::ChangeDue.code());
    let main = leads.then(|| forms.remove(0));
    let (title, lead) = sentence(record, today);
    NextStep {
        title: lang.t(title),
        lead: lang.t(lead),
        law: String::new(),
        main,
        more: forms,
        refused: refused(caller, record, lang, today),
    }
}

/// Days that are mostly today stand there already.
fn fresh(today: Day) -> Values {
    let today = today.to_string();
    Values::from_pairs([("found_on", today.as_str()), ("served_on", today.as_str())])
}

fn key(caller: &Caller, record: &CaseRecord, lang: Lang) -> FormKey {
    FormKey {
        lang,
        action: format!("{}/events", path(&record.row.number)),
        csrf: caller.form_token.clone(),
        submission: String::new(),
        version: record.row.version,
    }
}

/// What the forms choose from; service by mail only where the party has agreed to it.
fn choices(record: &CaseRecord, lang: Lang) -> CaseChoices {
    CaseChoices {
        violations: Violation::ALL
            .iter()
            .map(|one| Choice::new(one.code(), lang.pick(one.zh(), one.en())))
            .collect(),
        ways: ServiceWay::ALL
            .iter()
            .filter(|way| record.electronic_consent || **way != ServiceWay::Electronic)
            .map(|one| Choice::new(one.code(), lang.pick(one.zh(), one.en())))
            .collect(),
        unread_basis: !record
            .findings
            .iter()
            .all(|finding| Article::from_key(&finding.article).is_verified()),
    }
}

/// The state in a sentence that says what comes next, and why.
fn sentence(record: &CaseRecord, today: Day) -> (&'static str, &'static str) {
    let order = record.order.as_ref().map(|order| &order.row);
    let served = order.is_some_and(|order| order.served_on.is_some());
    let answered = order.is_some_and(|order| order.answered_at.is_some());
    let over = order.is_some_and(|order| order.due_on < today.to_string());
    match record.row.state.as_str() {
        "filed" => ("case-next-finding", "case-next-finding-lead"),
        "found" => ("case-next-order", "case-next-order-lead"),
        "ordered" if !served && over => ("case-next-serve", "case-next-serve-late-lead"),
        "ordered" if !served => ("case-next-serve", "case-next-serve-lead"),
        "ordered" if answered => ("case-next-propose", "case-next-propose-lead"),
        "ordered" if over => ("case-next-propose", "case-next-late-lead"),
        "ordered" => ("case-next-wait", "case-next-wait-lead"),
        "closure_proposed" => ("case-next-approve", "case-next-approve-lead"),
        _ => ("case-ended", "ended-lead"),
    }
}

/// The steps that are refused now, for whoever takes steps in cases at all.
fn refused(
    caller: &Caller,
    record: &CaseRecord,
    lang: Lang,
    today: Day,
) -> Vec<crate::view::event::Refused> {
    let works = ORDER
        .into_iter()
        .any(|step| permitted(caller, step.code(), today).is_ok());
    if !works || !record.row.open {
        return Vec::new();
    }
    record
        .offers
        .iter()
        .filter_map(|offer| {
            let step = Step::from_code(offer.event)?;
            words::refused(offer, lang.pick(step.zh(), step.en()), lang)
        })
        .collect()
}
