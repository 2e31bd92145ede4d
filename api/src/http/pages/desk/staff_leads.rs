//! Staff leads: the list, one with what the person was met with, and its judgement.

use std::sync::Arc;

use axum::extract::State;
use axum::http::Uri;
use axum::response::{IntoResponse as _, Response};
use domain::access::{Action, may, permit};
use domain::staff::Post;
use domain::staff::lead::{Event, Ground, Said, StaffLead as Matter, Step};
use domain::words::{Day, StaffLeadId};
use store::ops::staff;
use store::read::staff::lead::{self, StaffLeadRecord, StaffLeadRow};

use super::asked::{self, ALL, Asked, address, chips};
use super::done::Done;
use super::frame::frame;
use super::register;
use super::sent::{Returned, version};
use super::words::{self, Owed, near};
use crate::App;
use crate::http::access::Permitted;
use crate::http::body::{Named, Query};
use crate::http::caller::Caller;
use crate::http::pages::Html;
use crate::http::problem::{Code, Problem};
use crate::http::upload::Form;
use crate::text::Lang;
use crate::view::desk::staff::{self as view, StaffLead, StaffLeads, lead_form};
use crate::view::event::{EventForm, FormKey, NextStep};
use crate::view::field::{Errors, Values};
use crate::view::piece::{Badge, Fact, Tone};
use crate::view::shell::{Desk, DeskPlace};

const PATH: &str = "/desk/staff-leads";
pub(super) const STATES: &[&str] = &[
    "open",
    "new",
    "referred",
    "confirmed",
    "dismissed",
    "answered",
    ALL,
];

fn path(id: &str) -> String {
    format!("{PATH}/{id}")
}

pub(super) fn state(code: &str, lang: Lang) -> Badge {
    match code {
        "new" => Badge::new(Tone::Neutral, lang.t("staff-lead-new")),
        "referred" => Badge::new(Tone::Caution, lang.t("staff-lead-referred")),
        "confirmed" => Badge::new(Tone::Caution, lang.t("staff-lead-confirmed")),
        "dismissed" => Badge::new(Tone::Neutral, lang.t("staff-lead-dismissed")),
        "answered" => Badge::new(Tone::Good, lang.t("staff-lead-answered")),
        other => Badge::new(Tone::Neutral, other),
    }
}

pub(super) fn ground(code: &str, lang: Lang) -> String {
    Ground::from_code(code)
        .map_or(code, |ground| lang.pick(ground.zh(), ground.en()))
        .to_owned()
}

pub(super) fn post(code: &str, lang: Lang) -> &str {
    Post::from_code(code).map_or(code, |post| lang.pick(post.zh(), post.en()))
}

fn owed(row: &StaffLeadRow, lang: Lang, today: Day) -> Option<Owed> {
    let waits = row.state == Matter::New.code();
    waits
        .then(|| Owed::judgement(&row.due_on, row.created_at, lang, today))
        .flatten()
}

/// `GET /desk/staff-leads`.
pub(super) async fn list(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    uri: Uri,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Query(asked): Query<Asked>,
) -> Result<Html<StaffLeads>, Problem> {
    let (store, today) = (app.store(), app.store().today());
    let (chosen, district) = (asked.state(STATES), ("district", asked.district_code()));
    let page = lead::list(store, &grant, &asked.by_due(STATES)).await?;
    let here = asked::here(&uri);
    Ok(Html(StaffLeads {
        shell: frame(&app, &caller, lang, DeskPlace::StaffLeads, here).await?,
        chips: chips(PATH, chosen, &[district], &choices(lang)),
        rows: page.items.iter().map(|one| row(one, lang, today)).collect(),
        next: page
            .next
            .map(|after| address(PATH, &[("state", chosen), district, ("after", &after)])),
    }))
}

fn choices(lang: Lang) -> Vec<(&'static str, String)> {
    let choices = STATES.iter().map(|one| {
        let words = match *one {
            "open" => lang.t("staff-leads-open"),
            ALL => lang.t("filter-all"),
            code => state(code, lang).text,
        };
        (*one, words)
    });
    choices.collect()
}

fn row(row: &StaffLeadRow, lang: Lang, today: Day) -> view::StaffLeadRow {
    view::StaffLeadRow {
        href: path(&row.id),
        name: format!("{} · {}", row.name, post(&row.post, lang)),
        ground: ground(&row.ground, lang),
        institution: row.institution_name.clone(),
        badge: state(&row.state, lang),
        deadline: owed(row, lang, today).map(|owed| owed.deadline),
    }
}

/// `GET /desk/staff-leads/{id}`.
pub(super) async fn one(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    uri: Uri,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Named(id): Named<StaffLeadId>,
) -> Result<Html<StaffLead>, Problem> {
    let record = lead::by_id(app.store(), &grant, id).await?;
    let here = asked::here(&uri);
    let shell = frame(&app, &caller, lang, DeskPlace::StaffLeads, here).await?;
    let today = app.store().today();
    Ok(Html(page(&caller, shell, &record, None, today)))
}

/// `POST /desk/staff-leads/{id}/events`.
pub(super) async fn event(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::JudgeLead>,
    Named(id): Named<StaffLeadId>,
    form: Form,
) -> Result<Response, Problem> {
    let (store, now) = (app.store(), app.store().now());
    let (version, event) = (version(&form)?, parse(&form)?);
    match staff::judge(store, &grant, id, &event, version, now).await {
        Ok(_) => {
            let path = path(&id.to_string());
            Ok(Done::StaffLeadJudged.to(&path).into_response())
        }
        Err(fault) => again(&app, &caller, lang, id, &form, fault.into()).await,
    }
}

fn parse(form: &Form) -> Result<Event, Problem> {
    let text = |field: &str| form.get(field).to_owned();
    match form.get("event").parse() {
        Ok(Step::Confirm) => Ok(Event::Confirm {
            reason: text("reason"),
        }),
        Ok(Step::Dismiss) => Ok(Event::Dismiss {
            reason: text("reason"),
        }),
        Ok(Step::Refer) => Ok(Event::Refer {
            to: text("to"),
            reason: text("reason"),
        }),
        Ok(Step::RecordResult) => Ok(Event::RecordResult {
            result: text("result"),
        }),
        Err(_) => Err(Problem::new(Code::BadRequest)),
    }
}

/// The page again, where the step was not taken. A second click finds its own work done, and is answered like the first.
async fn again(
    app: &App,
    caller: &Caller,
    lang: Lang,
    id: StaffLeadId,
    form: &Form,
    problem: Problem,
) -> Result<Response, Problem> {
    let result = form.get("event") == Step::RecordResult.code();
    let returned = Returned::of(form, problem, lang, |code| match code {
        "reason_missing" if result => Some("result"),
        "reason_missing" => Some("reason"),
        "addressee_missing" => Some("to"),
        _ => None,
    })?;
    let today = app.store().today();
    let desk = caller.grant::<permit::ReadDesk>(today)?;
    let record = lead::by_id(app.store(), &desk, id).await?;
    let path = path(&record.row.id);
    if returned.is_stale() && is_done(&record, caller, form) {
        return Ok(Done::StaffLeadJudged.to(&path).into_response());
    }
    let mut shell = frame(app, caller, lang, DeskPlace::StaffLeads, &path).await?;
    shell.flash = returned.flash(lang);
    let page = page(caller, shell, &record, Some(&returned), today);
    Ok((returned.status(), Html(page)).into_response())
}

/// Whether the last act on the record is the very step of the form, taken by the caller.
fn is_done(record: &StaffLeadRecord, caller: &Caller, form: &Form) -> bool {
    let last = record.acts.last();
    words::is_own(last, &caller.actor) && last.is_some_and(|act| act.verb == form.get("event"))
}

fn page(
    caller: &Caller,
    shell: Desk,
    record: &StaffLeadRecord,
    returned: Option<&Returned>,
    today: Day,
) -> StaffLead {
    let (lang, row) = (shell.lang, &record.row);
    let step = next(caller, record, returned, lang);
    let owed = owed(row, lang, today);
    StaffLead {
        title: format!("{} · {}", row.name, ground(&row.ground, lang)),
        badge: state(&row.state, lang),
        law: owed
            .as_ref()
            .map(|owed| owed.law.clone())
            .unwrap_or_default(),
        deadline: owed.map(|owed| owed.deadline),
        stale: returned.and_then(|it| {
            let changed = state(&row.state, lang).text;
            let told = |field: &str, text: &str| (label(field, lang), text.to_owned());
            it.stale(
                record.acts.last(),
                changed,
                &step.forms(),
                told,
                (lang, today),
            )
        }),
        person: person(record, lang, today),
        entry: entry(record, lang, today),
        said: said(record, lang, today),
        step,
        timeline: words::timeline(&record.acts, &[], lang, today),
        shell,
    }
}

fn label(field: &str, lang: Lang) -> String {
    lang.t(match field {
        "to" => "staff-lead-to",
        "result" => "staff-lead-result",
        _ => "reason",
    })
}

fn person(record: &StaffLeadRecord, lang: Lang, today: Day) -> Vec<Fact> {
    let row = &record.row;
    let what = [post(&row.post, lang), &row.subject];
    let what: Vec<&str> = what.into_iter().filter(|one| !one.is_empty()).collect();
    let mut facts = vec![
        Fact::new(lang.t("staff-name"), row.name.clone()),
        Fact::new(lang.t("staff-identity"), record.identity_number.clone()).as_code(),
        Fact::new(lang.t("staff-post"), what.join(" · ")),
        Fact::new(lang.t("institution-name"), row.institution_name.clone())
            .to(register::path(&row.institution_number)),
        Fact::new(lang.t("district"), words::district(&row.district, lang)),
    ];
    if let Some(left) = &row.left_on {
        facts.push(Fact::new(lang.t("staff-left-on"), near(left, lang, today)));
    }
    facts
}

/// What the person was met with.
fn entry(record: &StaffLeadRecord, lang: Lang, today: Day) -> Vec<Fact> {
    let entry = &record.entry;
    let mut facts = vec![Fact::new(
        lang.t("staff-lead-entry-name"),
        entry.name.clone(),
    )];
    if !entry.source.is_empty() {
        facts.push(Fact::new(lang.t("bar-source"), entry.source.clone()));
    }
    if !entry.school.is_empty() {
        facts.push(Fact::new(lang.t("staff-lead-school"), entry.school.clone()));
    }
    if let (Some(number), Some(name)) = (&entry.institution_number, &entry.institution_name) {
        let other = Fact::new(lang.t("staff-lead-other"), name.clone());
        facts.push(other.to(register::path(number)));
    }
    facts.push(Fact::new(
        lang.t("staff-lead-since"),
        near(&entry.since, lang, today),
    ));
    if let Some(until) = &entry.until {
        facts.push(Fact::new(
            lang.t("staff-lead-until"),
            near(until, lang, today),
        ));
    }
    facts
}

/// What officers said of it until now.
fn said(record: &StaffLeadRecord, lang: Lang, today: Day) -> Vec<Fact> {
    let fact = |key: &str, said: &Said| Fact {
        term: format!(
            "{} · {}",
            lang.t(key),
            near(&said.on.to_string(), lang, today)
        ),
        lines: words::lines(&said.words),
        ..Fact::default()
    };
    match &record.facts {
        Matter::New => Vec::new(),
        Matter::Confirmed { said } | Matter::Dismissed { said } => vec![fact("reason", said)],
        Matter::Referred { to, said } => vec![
            Fact::new(lang.t("staff-lead-to"), to.clone()),
            fact("reason", said),
        ],
        Matter::Answered { to, said, result } => vec![
            Fact::new(lang.t("staff-lead-to"), to.clone()),
            fact("reason", said),
            fact("staff-lead-result", result),
        ],
    }
}

/// What may be done now by the caller.
fn next(
    caller: &Caller,
    record: &StaffLeadRecord,
    returned: Option<&Returned>,
    lang: Lang,
) -> NextStep {
    let key = || FormKey {
        lang,
        action: format!("{}/events", path(&record.row.id)),
        csrf: caller.form_token.clone(),
        submission: String::new(),
        version: record.row.version,
    };
    let open = record.offers.iter().filter(|offer| offer.code.is_none());
    let mut forms: Vec<EventForm> = open
        .filter_map(|offer| {
            let came_back = returned.and_then(|returned| returned.in_form(offer.event));
            let none = (Values::default(), Errors::default());
            let (values, errors) = came_back.unwrap_or((&none.0, &none.1));
            let mut form = lead_form(offer.event, key(), values, errors)?;
            form.open |= came_back.is_some();
            Some(form)
        })
        .collect();
    // A teacher's own authority deals with the teacher; of the other steps none comes before the others.
    let leads = |form: &EventForm| matches!(form.event, "refer" | "record_result");
    let main = forms.iter().position(leads).map(|at| forms.remove(at));
    let (title, lead) = match (&record.facts, forms.is_empty() && main.is_none()) {
        (Matter::Referred { .. }, _) => ("staff-lead-next-answer", "staff-lead-next-answer-lead"),
        (Matter::New, false) => ("staff-lead-next", "staff-lead-next-lead"),
        (Matter::New, true) => ("staff-lead-next-wait", "staff-lead-next-lead"),
        _ => ("staff-lead-next-none", "staff-lead-next-none-lead"),
    };
    let works = may(&caller.actor, Action::JudgeLead) && record.row.open;
    NextStep {
        title: lang.t(title),
        lead: lang.t(lead),
        law: String::new(),
        main,
        more: forms,
        refused: record
            .offers
            .iter()
            .filter(|_| works)
            .filter_map(|offer| {
                let step = Step::from_code(offer.event)?;
                words::refused(offer, lang.pick(step.zh(), step.en()), lang)
            })
            .collect(),
    }
}
