//! Cases: the list, the form that files one, and the files in it.

use std::sync::Arc;

use axum::extract::State;
use axum::http::Uri;
use axum::response::{IntoResponse as _, Response};
use domain::access::{Actor, permit};
use domain::words::{ComplaintNumber, Day, EvidenceId};
use serde::Deserialize;
use store::ops::case::{self, OpenCase};
use store::ops::evidence;
use store::read::account;
use store::read::case::CaseRow;
use store::read::complaint::{self, ComplaintRecord};

use super::asked::{self, ALL, Asked, address, chips};
use super::complaints;
use super::done::Done;
use super::frame::frame;
use super::sent::{Reading, Returned};
use super::words::{self, Owed};
use crate::App;
use crate::http::access::Permitted;
use crate::http::body::{Named, Query};
use crate::http::caller::Caller;
use crate::http::download;
use crate::http::pages::Html;
use crate::http::problem::{Code, Problem};
use crate::http::upload::Form;
use crate::text::Lang;
use crate::view::desk::cases::{self as view, Cases};
use crate::view::field::{Choice, Errors, Values};
use crate::view::piece::Fact;
use crate::view::shell::{Desk, DeskPlace};

const PATH: &str = "/desk/cases";
pub(super) const STATES: &[&str] = &[
    "open",
    "filed",
    "found",
    "ordered",
    "closure_proposed",
    "closed",
    ALL,
];

pub(super) fn path(number: &str) -> String {
    format!("{PATH}/{number}")
}

/// `GET /desk/cases`.
pub(super) async fn list(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    uri: Uri,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Query(asked): Query<Asked>,
) -> Result<Html<Cases>, Problem> {
    let (store, today) = (app.store(), app.store().today());
    let (state, district) = (asked.state(STATES), ("district", asked.district_code()));
    let page = store::read::case::list(store, &grant, &asked.by_due(STATES)).await?;
    Ok(Html(Cases {
        shell: frame(&app, &caller, lang, DeskPlace::Cases, asked::here(&uri)).await?,
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
                "open" => lang.t("cases-open"),
                ALL => lang.t("filter-all"),
                state => words::case_state(state, lang).text,
            };
            (*state, words)
        })
        .collect()
}

fn row(row: &CaseRow, lang: Lang, today: Day) -> view::CaseRow {
    let waits = row.state == "ordered";
    let correction = row
        .correction_due_on
        .as_deref()
        .filter(|due| waits && *due < row.due_on.as_str())
        .and_then(|due| Owed::correction(due, lang, today));
    let owed = correction.or_else(|| decision(row, lang, today));
    view::CaseRow {
        href: path(&row.number),
        number: row.number.clone(),
        title: lang.t1("case-title", "party", &row.party_name),
        officers: officers(row, lang),
        badge: words::case_state(&row.state, lang),
        deadline: owed.filter(|_| row.open).map(|owed| owed.deadline),
    }
}

/// The day by which a case is to be decided.
pub(super) fn decision(row: &CaseRow, lang: Lang, today: Day) -> Option<Owed> {
    Owed::decision(&row.due_on, row.filed_on.parse().ok()?, lang, today)
}

/// The two who handle a case.
pub(super) fn officers(row: &CaseRow, lang: Lang) -> String {
    [row.officer_first.as_str(), row.officer_second.as_str()].join(lang.pick("、", ", "))
}

/// From which complaint a case is to be filed.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct From {
    #[serde(default)]
    complaint: String,
}

/// `GET /desk/cases/new?complaint=`.
pub(super) async fn new(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    uri: Uri,
    Permitted(grant): Permitted<permit::OpenCase>,
    Query(from): Query<From>,
) -> Result<Response, Problem> {
    let source = source(&app, &caller, &from.complaint).await?;
    if let Some(number) = &source.case_number {
        return Ok(Done::FiledBefore.to(&path(number)).into_response());
    }
    let shell = frame(&app, &caller, lang, DeskPlace::Cases, asked::here(&uri)).await?;
    let page = page(&app, &caller, grant.actor(), shell, &source, None).await?;
    Ok(Html(page).into_response())
}

/// `POST /desk/cases`.
pub(super) async fn open(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::OpenCase>,
    form: Form,
) -> Result<Response, Problem> {
    let source = source(&app, &caller, form.get("complaint")).await?;
    let opened = match parse(&form, &source) {
        Ok(command) => case::open(app.store(), &grant, &command, None, app.store().now())
            .await
            .map_err(Problem::from),
        Err(problem) => Err(problem),
    };
    match opened {
        Ok(opened) => Ok(Done::Filed
            .to(&path(&opened.number.to_string()))
            .into_response()),
        Err(problem) => again(&app, &caller, lang, grant.actor(), &source, &form, problem).await,
    }
}

/// The complaint that a case is to grow from.
async fn source(app: &App, caller: &Caller, number: &str) -> Result<ComplaintRecord, Problem> {
    let number: ComplaintNumber = number.parse().map_err(|_| Problem::new(Code::NotFound))?;
    let desk = caller.grant::<permit::ReadDesk>(app.store().today())?;
    Ok(complaint::by_number(app.store(), &desk, number).await?)
}

fn asks_party(source: &ComplaintRecord) -> bool {
    source.row.institution_name.is_empty()
}

fn parse(form: &Form, source: &ComplaintRecord) -> Result<OpenCase, Problem> {
    let mut read = Reading::of(form);
    let party_name = if asks_party(source) {
        read.text("party_name")
    } else {
        String::new()
    };
    let reason = read.text("reason");
    let complaint = read.word("complaint");
    let second_officer = read.word("second_officer");
    read.done(
        complaint
            .zip(second_officer)
            .map(|(complaint, second_officer)| OpenCase {
                complaint,
                second_officer,
                party_name,
                reason,
            }),
    )
}

/// The form again, where the case was not filed. A second click, or a colleague who was quicker, finds the case there.
async fn again(
    app: &App,
    caller: &Caller,
    lang: Lang,
    reader: &Actor,
    source: &ComplaintRecord,
    form: &Form,
    problem: Problem,
) -> Result<Response, Problem> {
    if problem.code_text() == "case_opened_already" {
        let source = self::source(app, caller, &source.row.number).await?;
        let filed = source.acts.iter().rev().find(|act| act.verb == "open_case");
        let done = match words::is_own(filed, reader) {
            true => Done::Filed,
            false => Done::FiledBefore,
        };
        let to = source
            .case_number
            .map_or_else(|| PATH.to_owned(), |number| path(&number));
        return Ok(done.to(&to).into_response());
    }
    let returned = Returned::of(form, problem, lang, |code| match code {
        "two_officers_required" | "officer_not_certified" | "officer_of_other_authority" => {
            Some("second_officer")
        }
        _ => None,
    })?;
    let path = address("/desk/cases/new", &[("complaint", &source.row.number)]);
    let mut shell = frame(app, caller, lang, DeskPlace::Cases, &path).await?;
    shell.flash = returned.flash(lang);
    let page = page(app, caller, reader, shell, source, Some(&returned)).await?;
    Ok((returned.status(), Html(page)).into_response())
}

async fn page(
    app: &App,
    caller: &Caller,
    reader: &Actor,
    shell: Desk,
    source: &ComplaintRecord,
    returned: Option<&Returned>,
) -> Result<view::OpenCase, Problem> {
    let (lang, today) = (shell.lang, app.store().today());
    let desk = caller.grant::<permit::ReadDesk>(today)?;
    let own = reader.account().map(|id| id.to_string());
    let officers = account::certified(app.store(), &desk, today)
        .await?
        .into_iter()
        .filter(|officer| Some(&officer.id) != own.as_ref())
        .map(|officer| {
            let certificate = officer.certificate_number.unwrap_or_default();
            let words = lang.t2(
                "officer-choice",
                "name",
                officer.person_name,
                "number",
                certificate,
            );
            Choice::new(officer.id, words)
        })
        .collect();
    Ok(view::OpenCase {
        facts: facts(source, &shell),
        complaint: source.row.number.clone(),
        asks_party: asks_party(source),
        officers,
        values: returned.map_or_else(Values::default, |it| it.values().clone()),
        errors: returned.map_or_else(Errors::default, |it| it.errors().clone()),
        shell,
    })
}

fn facts(source: &ComplaintRecord, shell: &Desk) -> Vec<Fact> {
    let row = &source.row;
    let from = Fact::new(
        shell.t("case-source"),
        shell.t1("from-complaint", "number", &row.number),
    );
    let mut facts = vec![
        from.to(complaints::path(&row.number)),
        Fact::new(shell.t("case-about"), row.subject.clone()),
    ];
    if !row.institution_name.is_empty() {
        facts.push(Fact::new(
            shell.t("case-party"),
            row.institution_name.clone(),
        ));
    }
    facts.push(Fact::new(shell.t("case-first"), shell.person.clone()));
    facts
}

/// `GET /desk/evidence/{id}`.
pub(super) async fn file(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Named(id): Named<EvidenceId>,
) -> Result<Response, Problem> {
    download::file(evidence::read_for_desk(app.store(), &grant, id).await?)
}
