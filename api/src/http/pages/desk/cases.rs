//! Cases: the list, the form that files one, and the files in it.

use std::sync::Arc;

use axum::extract::State;
use axum::http::Uri;
use axum::response::{IntoResponse as _, Response};
use domain::access::{Actor, permit};
use domain::words::{ComplaintNumber, Day, EvidenceId, PlaceNumber};
use serde::Deserialize;
use store::ops::case::{self, OpenCase, Origin};
use store::ops::evidence;
use store::read::account::{self, AccountRow};
use store::read::act::ActRow;
use store::read::case::CaseRow;
use store::read::complaint::{self, ComplaintRecord};
use store::read::place::{self, PlaceRecord};

use super::asked::{self, ALL, Asked, address, chips};
use super::done::Done;
use super::frame::frame;
use super::sent::{Reading, Returned};
use super::words::{self, Owed};
use super::{complaints, places};
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

/// A colleague with a certificate, as one to choose.
pub(super) fn officer_choice(officer: AccountRow, lang: Lang) -> Choice {
    let certificate = officer.certificate_number.unwrap_or_default();
    let words = lang.t2(
        "officer-choice",
        "name",
        officer.person_name,
        "number",
        certificate,
    );
    Choice::new(officer.id, words)
}

/// From which complaint or place a case is to be filed.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct From {
    #[serde(default)]
    complaint: String,
    #[serde(default)]
    place: String,
}

/// What a case is to grow from.
enum Source {
    Complaint(Box<ComplaintRecord>),
    Place(Box<PlaceRecord>),
}

impl Source {
    async fn read(app: &App, caller: &Caller, from: &From) -> Result<Self, Problem> {
        let desk = caller.grant::<permit::ReadDesk>(app.store().today())?;
        let not_found = || Problem::new(Code::NotFound);
        if !from.place.is_empty() {
            let number: PlaceNumber = from.place.parse().map_err(|_| not_found())?;
            let record = place::by_number(app.store(), &desk, number).await?;
            return Ok(Self::Place(Box::new(record)));
        }
        let number: ComplaintNumber = from.complaint.parse().map_err(|_| not_found())?;
        let record = complaint::by_number(app.store(), &desk, number).await?;
        Ok(Self::Complaint(Box::new(record)))
    }

    /// The field that carries its number, and the number.
    fn field(&self) -> (&'static str, &str) {
        match self {
            Self::Complaint(record) => ("complaint", &record.row.number),
            Self::Place(record) => ("place", &record.row.number),
        }
    }

    /// The case that keeps it from making another one.
    fn case(&self) -> Option<&str> {
        match self {
            Self::Complaint(record) => record.case_number.as_deref(),
            Self::Place(record) => {
                let mut open = record.cases.iter().filter(|case| case.state != "closed");
                open.next_back().map(|case| case.number.as_str())
            }
        }
    }

    /// The party that is known; of a place it is only what stands on its sign.
    fn party(&self) -> &str {
        match self {
            Self::Complaint(record) => &record.row.institution_name,
            Self::Place(record) => &record.row.name,
        }
    }

    fn asks_party(&self) -> bool {
        matches!(self, Self::Place(_)) || self.party().is_empty()
    }

    /// Who filed it, of the acts that say so.
    fn filed(&self) -> Option<&ActRow> {
        let acts = match self {
            Self::Complaint(record) => &record.acts,
            Self::Place(record) => &record.acts,
        };
        acts.iter().rev().find(|act| act.verb == "open_case")
    }
}

/// `GET /desk/cases/new?complaint=` or `?place=`.
pub(super) async fn new(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    uri: Uri,
    Permitted(grant): Permitted<permit::OpenCase>,
    Query(from): Query<From>,
) -> Result<Response, Problem> {
    let source = Source::read(&app, &caller, &from).await?;
    if let Some(number) = source.case() {
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
    let from = From {
        complaint: form.get("complaint").to_owned(),
        place: form.get("place").to_owned(),
    };
    let source = Source::read(&app, &caller, &from).await?;
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
        Err(problem) => again(&app, &caller, lang, grant.actor(), &from, &form, problem).await,
    }
}

fn parse(form: &Form, source: &Source) -> Result<OpenCase, Problem> {
    let mut read = Reading::of(form);
    let party_name = if source.asks_party() {
        read.text("party_name")
    } else {
        String::new()
    };
    let reason = read.text("reason");
    let from = match source {
        Source::Complaint(_) => read.word("complaint").map(Origin::Complaint),
        Source::Place(_) => read.word("place").map(Origin::Place),
    };
    let second_officer = read.word("second_officer");
    read.done(
        from.zip(second_officer)
            .map(|(from, second_officer)| OpenCase {
                from,
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
    from: &From,
    form: &Form,
    problem: Problem,
) -> Result<Response, Problem> {
    let source = Source::read(app, caller, from).await?;
    if matches!(
        problem.code_text(),
        "case_opened_already" | "place_case_open"
    ) {
        let done = match words::is_own(source.filed(), reader) {
            true => Done::Filed,
            false => Done::FiledBefore,
        };
        let to = source.case().map_or_else(|| PATH.to_owned(), path);
        return Ok(done.to(&to).into_response());
    }
    let returned = Returned::of(form, problem, lang, |code| match code {
        "two_officers_required" | "officer_not_certified" | "officer_of_other_authority" => {
            Some("second_officer")
        }
        _ => None,
    })?;
    let path = address("/desk/cases/new", &[source.field()]);
    let mut shell = frame(app, caller, lang, DeskPlace::Cases, &path).await?;
    shell.flash = returned.flash(lang);
    let page = page(app, caller, reader, shell, &source, Some(&returned)).await?;
    Ok((returned.status(), Html(page)).into_response())
}

async fn page(
    app: &App,
    caller: &Caller,
    reader: &Actor,
    shell: Desk,
    source: &Source,
    returned: Option<&Returned>,
) -> Result<view::OpenCase, Problem> {
    let (lang, today) = (shell.lang, app.store().today());
    let desk = caller.grant::<permit::ReadDesk>(today)?;
    let own = reader.account().map(|id| id.to_string());
    let officers = account::certified(app.store(), &desk, today)
        .await?
        .into_iter()
        .filter(|officer| Some(&officer.id) != own.as_ref())
        .map(|officer| officer_choice(officer, lang))
        .collect();
    let (field, number) = source.field();
    let party = || Values::from_pairs([("party_name", source.party())]);
    Ok(view::OpenCase {
        facts: facts(source, &shell),
        origin: (field, number.to_owned()),
        asks_party: source.asks_party(),
        officers,
        values: returned.map_or_else(party, |it| it.values().clone()),
        errors: returned.map_or_else(Errors::default, |it| it.errors().clone()),
        shell,
    })
}

fn facts(source: &Source, shell: &Desk) -> Vec<Fact> {
    let first = Fact::new(shell.t("case-first"), shell.person.clone());
    let from = |words: String, href: String| Fact::new(shell.t("case-source"), words).to(href);
    match source {
        Source::Complaint(record) => {
            let row = &record.row;
            let words = shell.t1("from-complaint", "number", &row.number);
            let about = Fact::new(shell.t("case-about"), row.subject.clone());
            let mut facts = vec![from(words, complaints::path(&row.number)), about];
            if !row.institution_name.is_empty() {
                let party = row.institution_name.clone();
                facts.push(Fact::new(shell.t("case-party"), party));
            }
            facts.push(first);
            facts
        }
        Source::Place(record) => {
            let row = &record.row;
            let words = shell.t1("wz-from-place", "number", &row.number);
            let address = Fact::new(shell.t("wz-address"), row.address.clone());
            vec![from(words, places::path(&row.number)), address, first]
        }
    }
}

/// `GET /desk/evidence/{id}`.
pub(super) async fn file(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Named(id): Named<EvidenceId>,
) -> Result<Response, Problem> {
    download::file(evidence::read_for_desk(app.store(), &grant, id).await?)
}
