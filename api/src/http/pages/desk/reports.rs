//! What the public reports of entries: the queue, one beside what the register says, and what is decided.

use std::sync::Arc;

use axum::extract::State;
use axum::http::Uri;
use axum::response::{IntoResponse as _, Response};
use domain::access::{Action, may, permit};
use domain::entry_report::{Asks, Kind, Started, Step};
use domain::words::{Day, ReportNumber};
use store::ops::report::{self, ReportEvent};
use store::read::report::{self as read, ReportRecord, ReportRow};

use super::asked::{self, ALL, Asked, address, chips};
use super::done::Done;
use super::frame::frame;
use super::sent::{Returned, version};
use super::words::{self, Owed};
use super::{merges, register, requests};
use crate::App;
use crate::http::access::Permitted;
use crate::http::body::{Named, Query};
use crate::http::caller::Caller;
use crate::http::pages::portal::kind_words;
use crate::http::pages::{Html, record as fields};
use crate::http::problem::{Code, Problem};
use crate::http::upload::Form;
use crate::text::{Lang, show};
use crate::view::desk::reports::{self as view, Report, Reports, Start, form};
use crate::view::desk::today::Task;
use crate::view::event::{FormKey, NextStep};
use crate::view::field::{Errors, Values};
use crate::view::piece::{Badge, Fact, Link, Tone};
use crate::view::record::{Side, Sides};
use crate::view::shell::{Desk, DeskPlace};

const PATH: &str = "/desk/reports";
pub(super) const STATES: &[&str] = &[
    "open", "wrong", "closed", "double", "other", "accepted", "declined", ALL,
];

/// The page of a report.
pub(super) fn path(number: &str) -> String {
    format!("{PATH}/{number}")
}

/// `GET /desk/reports`.
pub(super) async fn list(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    uri: Uri,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Query(asked): Query<Asked>,
) -> Result<Html<Reports>, Problem> {
    let (chosen, district) = (asked.state(STATES), ("district", asked.district_code()));
    let page = read::list(app.store(), &grant, &asked.by_due(STATES)).await?;
    let (here, today) = (asked::here(&uri), app.store().today());
    Ok(Html(Reports {
        shell: frame(&app, &caller, lang, DeskPlace::Reports, here).await?,
        chips: chips(PATH, chosen, &[district], &choices(lang)),
        rows: page.items.iter().map(|one| row(one, lang, today)).collect(),
        next: page
            .next
            .map(|after| address(PATH, &[("state", chosen), district, ("after", &after)])),
    }))
}

fn choices(lang: Lang) -> Vec<(&'static str, String)> {
    let words = |one: &&'static str| {
        let words = match (*one, Kind::from_code(one)) {
            ("open", _) => lang.t("report-state-open"),
            (ALL, _) => lang.t("filter-all"),
            (_, Some(kind)) => kind_words(kind, lang),
            (state, None) => badge(state, lang).text,
        };
        (*one, words)
    };
    STATES.iter().map(words).collect()
}

pub(super) fn badge(state: &str, lang: Lang) -> Badge {
    match state {
        "accepted" => Badge::new(Tone::Good, lang.t("report-date-accepted")),
        "declined" => Badge::new(Tone::Neutral, lang.t("report-date-declined")),
        _ => Badge::new(Tone::Caution, lang.t("report-wait-us")),
    }
}

pub(super) fn kind(row: &ReportRow, lang: Lang) -> String {
    Kind::from_code(&row.kind).map_or_else(|| row.kind.clone(), |kind| kind_words(kind, lang))
}

fn owed(row: &ReportRow, lang: Lang, today: Day) -> Option<Owed> {
    row.open
        .then(|| Owed::report(&row.due_on, row.received_at, lang, today))?
}

fn row(row: &ReportRow, lang: Lang, today: Day) -> view::ReportRow {
    view::ReportRow {
        href: path(&row.number),
        number: row.number.clone(),
        name: row.institution_name.clone(),
        district: words::district(&row.district, lang),
        kind: kind(row, lang),
        alike: if row.open && row.alike > 0 {
            lang.t1("report-alike", "n", row.alike)
        } else {
            String::new()
        },
        badge: badge(&row.state, lang),
        deadline: owed(row, lang, today).map(|owed| owed.deadline),
    }
}

/// A report that waits, among the matters of its institution.
pub(super) fn task(row: &ReportRow, lang: Lang, today: Day) -> Task {
    Task {
        kind: lang.t("kind-report"),
        href: path(&row.number),
        title: kind(row, lang),
        deadline: owed(row, lang, today).map(|owed| owed.deadline),
        badge: Some(badge(&row.state, lang)),
        note: format!(
            "{} · {}",
            row.number,
            words::at(row.received_at, lang, today)
        ),
    }
}

/// `GET /desk/reports/{number}`.
pub(super) async fn one(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    uri: Uri,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Named(number): Named<ReportNumber>,
) -> Result<Html<Report>, Problem> {
    let record = read::by_number(app.store(), &grant, number).await?;
    let here = asked::here(&uri);
    let shell = frame(&app, &caller, lang, DeskPlace::Reports, here).await?;
    let today = app.store().today();
    Ok(Html(page(&caller, shell, &record, None, today)))
}

fn page(
    caller: &Caller,
    shell: Desk,
    record: &ReportRecord,
    returned: Option<&Returned>,
    today: Day,
) -> Report {
    let (lang, row) = (shell.lang, &record.row);
    let step = next(caller, record, returned, lang);
    Report {
        number: row.number.clone(),
        title: row.institution_name.clone(),
        kind: kind(row, lang),
        badge: badge(&row.state, lang),
        deadline: owed(row, lang, today).map(|owed| owed.deadline),
        stale: returned.and_then(|it| {
            let changed = badge(&row.state, lang).text;
            let told = |_: &str, text: &str| (lang.t("reason"), text.to_owned());
            it.stale(
                record.acts.last(),
                changed,
                &step.forms(),
                told,
                (lang, today),
            )
        }),
        sides: sides(record, lang),
        said: said(record, lang),
        start: start(caller, record, lang),
        step,
        alike: record
            .others_alike
            .iter()
            .map(|other| Link::new(path(&other.number), &other.number))
            .collect(),
        facts: facts(record, lang, today),
        links: links(record, lang),
        timeline: words::timeline(&record.acts, &[], lang, today),
        shell,
    }
}

/// What is said to be wrong beside what stands there.
fn sides(record: &ReportRecord, lang: Lang) -> Option<Sides> {
    let row = |shown: &read::ItemShown| Side {
        field: fields::name(shown.item.field, lang).to_owned(),
        old: fields::words(shown.item.field, &shown.now, lang),
        new: vec![shown.item.right.clone()],
        now: Vec::new(),
        law: String::new(),
    };
    (!record.items.is_empty()).then(|| Sides {
        heads: ["record-field", "record-old", "report-right-head"].map(|key| lang.t(key)),
        since: String::new(),
        rows: record.items.iter().map(row).collect(),
    })
}

fn said(record: &ReportRecord, lang: Lang) -> Vec<Fact> {
    let since = record
        .since_on
        .as_deref()
        .and_then(|day| day.parse().ok())
        .map(|day| Fact::new(lang.t("report-since"), show::full_day(lang, day)));
    let other = (!record.other.is_empty()).then(|| {
        let fact = Fact::new(lang.t("report-other-entry"), record.other.clone());
        match &record.other_number {
            Some(number) => fact.to(register::path(number)),
            None => fact,
        }
    });
    let text = (!record.text.is_empty()).then(|| Fact {
        term: lang.t("report-text"),
        lines: words::lines(&record.text),
        ..Fact::default()
    });
    [since, other, text].into_iter().flatten().collect()
}

/// Where it is accepted by starting what it asks for.
fn start(caller: &Caller, record: &ReportRecord, lang: Lang) -> Option<Start> {
    let row = &record.row;
    let (button, action) = match (record.asks, Kind::from_code(&row.kind)?) {
        (Asks::Words, _) => return None,
        (Asks::Merge, _) => ("report-start-double", Action::ProposeMerge),
        (Asks::Change, Kind::Closed) => ("report-start-closed", Action::KeepRegister),
        (Asks::Change, _) => ("report-start-wrong", Action::KeepRegister),
    };
    let may_start = may(&caller.actor, Action::JudgeReport) && may(&caller.actor, action);
    if !row.open || !may_start {
        return None;
    }
    let (href, lead) = if action == Action::ProposeMerge {
        let own = row.institution_number.as_str();
        let other = record.other_number.as_deref().unwrap_or_default();
        let (hidden, kept) = match record.is_kept {
            true => (other, own),
            false => (own, other),
        };
        let pairs = [
            ("hidden", hidden),
            ("kept", kept),
            ("report", row.number.as_str()),
        ];
        (
            address("/desk/merges/new", &pairs),
            "report-start-merge-lead",
        )
    } else {
        let edit = format!("{}/edit", register::path(&row.institution_number));
        (
            address(&edit, &[("report", row.number.as_str())]),
            "report-start-lead",
        )
    };
    Some(Start {
        href,
        button: lang.t(button),
        lead: lang.t(lead),
    })
}

fn facts(record: &ReportRecord, lang: Lang, today: Day) -> Vec<Fact> {
    let row = &record.row;
    let mailed = if record.answered_by_mail {
        "report-mail-left"
    } else {
        "report-mail-none"
    };
    let mut facts = vec![
        Fact::new(
            lang.t("report-received"),
            words::at(row.received_at, lang, today),
        ),
        Fact::new(lang.t("report-by-mail"), lang.t(mailed)),
    ];
    if let Some(owed) = owed(row, lang, today) {
        let due = words::near(&row.due_on, lang, today);
        facts.push(Fact::new(lang.t("report-due-on"), due).by_law(owed.law));
    }
    if let Some(answer) = &record.answer {
        facts.push(Fact {
            term: lang.t("report-answer"),
            lines: words::lines(answer),
            ..Fact::default()
        });
    }
    match &record.started {
        Some(Started::Change { requests }) if requests.is_empty() => facts.push(Fact::new(
            lang.t("report-started"),
            lang.t("report-started-at-once"),
        )),
        Some(Started::Change { requests }) => facts.extend(requests.iter().map(|id| {
            Fact::new(lang.t("report-started"), lang.t("report-started-request"))
                .to(requests::path(&id.to_string()))
        })),
        Some(Started::Merge { merge }) => facts.push(
            Fact::new(
                lang.t("report-started"),
                lang.t("report-started-merge-link"),
            )
            .to(merges::path(&merge.to_string())),
        ),
        Some(Started::Words) | None => {}
    }
    facts
}

fn links(record: &ReportRecord, lang: Lang) -> Vec<Link> {
    let file = register::path(&record.row.institution_number);
    vec![Link::new(file, lang.t("institution-file"))]
}

/// What may be done now by the caller.
fn next(
    caller: &Caller,
    record: &ReportRecord,
    returned: Option<&Returned>,
    lang: Lang,
) -> NextStep {
    let row = &record.row;
    let judges = may(&caller.actor, Action::JudgeReport) && row.open;
    let (title, lead) = match (row.open, judges) {
        (false, _) => ("report-ended", None),
        (true, false) => ("report-wait-us", None),
        (true, true) => ("report-judge", Some("report-judge-lead")),
    };
    let none = (Values::default(), Errors::default());
    let one = |event: &'static str| {
        let came_back = returned.and_then(|returned| returned.in_form(event));
        let (values, errors) = came_back.unwrap_or((&none.0, &none.1));
        let key = FormKey {
            lang,
            action: format!("{}/events", path(&row.number)),
            csrf: caller.form_token.clone(),
            submission: String::new(),
            version: row.version,
        };
        let mut form = form(event, key, values, errors)?;
        form.open |= came_back.is_some();
        Some(form)
    };
    let in_words = record.asks == Asks::Words;
    NextStep {
        title: lang.t(title),
        lead: lead.map(|key| lang.t(key)).unwrap_or_default(),
        law: String::new(),
        main: (judges && in_words).then(|| one("accept")).flatten(),
        more: judges
            .then(|| one("decline"))
            .flatten()
            .into_iter()
            .collect(),
        refused: Vec::new(),
    }
}

/// `POST /desk/reports/{number}/events`.
pub(super) async fn event(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::JudgeReport>,
    Named(number): Named<ReportNumber>,
    form: Form,
) -> Result<Response, Problem> {
    let (version, event) = (version(&form)?, sent(&form)?);
    let (now, here) = (app.store().now(), path(&number.to_string()));
    let problem = match report::judge(app.store(), &grant, number, &event, version, now).await {
        Ok(_) => return Ok(done(&event).to(&here).into_response()),
        Err(fault) => Problem::from(fault),
    };
    let returned = Returned::of(&form, problem, lang, |code| match code {
        "reason_missing" => Some("reason"),
        "answer_missing" => Some("answer"),
        _ => None,
    })?;
    let desk = caller.grant::<permit::ReadDesk>(now.day())?;
    let record = read::by_number(app.store(), &desk, number).await?;
    let own = words::is_own(record.acts.last(), &caller.actor);
    if returned.is_stale() && own && is_done(&record, &event) {
        return Ok(done(&event).to(&here).into_response());
    }
    let mut shell = frame(&app, &caller, lang, DeskPlace::Reports, &here).await?;
    shell.flash = returned.flash(lang);
    let page = page(&caller, shell, &record, Some(&returned), now.day());
    Ok((returned.status(), Html(page)).into_response())
}

fn sent(form: &Form) -> Result<ReportEvent, Problem> {
    Ok(match Step::from_code(form.get("event")) {
        Some(Step::Accept) => ReportEvent::Accept {
            answer: form.get("answer").to_owned(),
        },
        Some(Step::Decline) => ReportEvent::Decline {
            reason: form.get("reason").to_owned(),
        },
        None => return Err(Problem::new(Code::BadRequest)),
    })
}

const fn done(event: &ReportEvent) -> Done {
    match event {
        ReportEvent::Accept { .. } => Done::ReportAccepted,
        ReportEvent::Decline { .. } => Done::ReportDeclined,
    }
}

/// Whether the report stands where the event leads, word for word: a second click finds its own work done.
fn is_done(record: &ReportRecord, event: &ReportEvent) -> bool {
    let (state, words) = match event {
        ReportEvent::Accept { answer } => ("accepted", answer),
        ReportEvent::Decline { reason } => ("declined", reason),
    };
    record.row.state == state && record.answer.as_deref().unwrap_or_default() == words.trim()
}
