//! Merges of entries: the list, both side by side, proposing and deciding.

use std::sync::Arc;

use axum::extract::State;
use axum::http::Uri;
use axum::response::{IntoResponse as _, Response};
use domain::access::{Action, Grant, may, permit};
use domain::institution::merge::{State as Stands, Step};
use domain::words::{Day, InputFault, InstitutionNumber, MergeId};
use store::Fault;
use store::ops::IdempotencyKey;
use store::ops::merge::{self, MergeEvent, Propose};
use store::read::merge::{self as read, MergeQuery, MergeRecord, MergeRow};
use store::read::{Limit, report};

use super::asked::{self, ALL, Asked, address, chips};
use super::done::Done;
use super::frame::frame;
use super::merge_page;
use super::merge_pair::{compared, pair};
use super::sent::{Returned, version};
use super::words::{self, Owed};
use crate::App;
use crate::http::access::Permitted;
use crate::http::body::{Named, Query};
use crate::http::caller::Caller;
use crate::http::json::merges::take;
use crate::http::pages::Html;
use crate::http::problem::{Code, Problem};
use crate::http::upload::Form;
use crate::text::{self, Lang};
use crate::view::desk::merges::{self as view, Merge, MergeNew, Merges, PairShown};
use crate::view::field::{Errors, Values};
use crate::view::piece::{Badge, Tone};
use crate::view::shell::{Desk, DeskPlace};

const PATH: &str = "/desk/merges";
pub(super) const STATES: &[&str] = &["open", "merged", "parted", "refused", "withdrawn", ALL];

/// The page of a merge.
pub(super) fn path(id: &str) -> String {
    format!("{PATH}/{id}")
}

/// `GET /desk/merges`.
pub(super) async fn list(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    uri: Uri,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Query(asked): Query<Asked>,
) -> Result<Html<Merges>, Problem> {
    let state = asked.state(STATES);
    let query = MergeQuery {
        state: if state == ALL { "" } else { state }.to_owned(),
        limit: Limit::default(),
        after: asked.after_key(),
    };
    let page = read::list(app.store(), &grant, &query).await?;
    let (here, today) = (asked::here(&uri), app.store().today());
    let proposes = may(&caller.actor, Action::ProposeMerge);
    Ok(Html(Merges {
        shell: frame(&app, &caller, lang, DeskPlace::Merges, here).await?,
        propose: proposes.then(|| format!("{PATH}/new")),
        chips: chips(PATH, state, &[], &choices(lang)),
        rows: page.items.iter().map(|one| row(one, lang, today)).collect(),
        next: page
            .next
            .map(|after| address(PATH, &[("state", state), ("after", &after)])),
    }))
}

fn choices(lang: Lang) -> Vec<(&'static str, String)> {
    let words = |one: &&'static str| match *one {
        "open" => (*one, lang.t("merge-state-open")),
        ALL => (*one, lang.t("filter-all")),
        state => (*one, badge(state, lang).text),
    };
    STATES.iter().map(words).collect()
}

/// Where a merge stands.
pub(super) fn badge(state: &str, lang: Lang) -> Badge {
    let Some(state) = Stands::from_code(state) else {
        return Badge::new(Tone::Neutral, state);
    };
    let tone = match state {
        Stands::Proposed | Stands::Parting => Tone::Caution,
        Stands::Merged => Tone::Good,
        Stands::Parted | Stands::Refused | Stands::Withdrawn => Tone::Neutral,
    };
    Badge::new(tone, lang.pick(state.zh(), state.en()))
}

fn row(row: &MergeRow, lang: Lang, today: Day) -> view::MergeRow {
    view::MergeRow {
        href: path(&row.id),
        hidden: row.hidden_name.clone(),
        kept: row.kept_name.clone(),
        district: words::district(&row.district, lang),
        badge: badge(&row.state, lang),
        deadline: row
            .due_on
            .as_deref()
            .and_then(|due| Owed::merge(due, row.asked_at, lang, today))
            .map(|owed| owed.deadline),
        asked: format!(
            "{} · {}",
            row.asked_by,
            words::at(row.asked_at, lang, today)
        ),
    }
}

/// `GET /desk/merges/new`.
pub(super) async fn new(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    uri: Uri,
    Permitted(_propose): Permitted<permit::ProposeMerge>,
    Query(asked): Query<Wanted>,
) -> Result<Html<MergeNew>, Problem> {
    let here = asked::here(&uri);
    let shell = frame(&app, &caller, lang, DeskPlace::Merges, here).await?;
    let submission = hex::encode(app.store().random::<16>());
    let page = proposal(&app, &caller, shell, &asked, submission).await?;
    Ok(Html(page))
}

/// Which two entries, and by which report.
#[derive(Debug, Clone, Default, serde::Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    hidden: String,
    #[serde(default)]
    kept: String,
    #[serde(default)]
    report: String,
}

async fn proposal(
    app: &App,
    caller: &Caller,
    shell: Desk,
    asked: &Wanted,
    submission: String,
) -> Result<MergeNew, Problem> {
    let (lang, today) = (shell.lang, app.store().today());
    let desk = caller.grant::<permit::ReadDesk>(today)?;
    let mut errors = Errors::default();
    let mut read = |field: &str, asked: &str| -> Option<InstitutionNumber> {
        if asked.trim().is_empty() {
            return None;
        }
        let number = asked.parse::<InstitutionNumber>();
        let told = |wrong: InputFault| errors.add(field, text::fault(lang, wrong.code, ""));
        number.map_err(told).ok()
    };
    let both = (read("hidden", &asked.hidden), read("kept", &asked.kept));
    let pair = match both {
        (Some(hidden), Some(kept)) => match pair(app, &desk, [hidden, kept], lang).await {
            Err(problem) if problem.code == Code::NotFound => {
                errors.add("kept", text::fault(lang, "institution_unknown", ""));
                None
            }
            pair => Some(pair?),
        },
        _ => None,
    };
    let exchanged = [
        ("hidden", asked.kept.as_str()),
        ("kept", asked.hidden.as_str()),
        ("report", asked.report.as_str()),
    ];
    Ok(MergeNew {
        exchange: pair
            .is_some()
            .then(|| address(&format!("{PATH}/new"), &exchanged)),
        values: Values::from_pairs([("hidden", &asked.hidden), ("kept", &asked.kept)]),
        errors,
        submission,
        report: of_report(app, &desk, &asked.report, lang).await?,
        pair,
        shell,
    })
}

/// The open report that is accepted by the merge, in a sentence; nothing for one that is none.
async fn of_report(
    app: &App,
    desk: &Grant<permit::ReadDesk>,
    number: &str,
    lang: Lang,
) -> Result<Option<(String, i64, String)>, Problem> {
    let Ok(number) = number.parse() else {
        return Ok(None);
    };
    match report::by_number(app.store(), desk, number).await {
        Ok(record) if record.row.open => {
            let row = record.row;
            let line = lang.t1("report-from", "number", &row.number);
            Ok(Some((row.number, row.version, line)))
        }
        Ok(_) | Err(Fault::NotFound) => Ok(None),
        Err(fault) => Err(fault.into()),
    }
}

/// `POST /desk/merges`.
pub(super) async fn propose(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::ProposeMerge>,
    form: Form,
) -> Result<Response, Problem> {
    let (key, command) = (key(&form)?, command(&form)?);
    let now = app.store().now();
    let judges = caller.grant::<permit::JudgeReport>(now.day())?;
    let (store, judges) = (app.store(), Some(&judges));
    let problem = match merge::propose(store, &grant, judges, &command, Some(&key), now).await {
        Ok(made) => {
            let there = path(&made.id.to_string());
            return Ok(Done::MergeProposed.to(&there).into_response());
        }
        Err(fault) => Problem::from(fault),
    };
    again(&app, &caller, lang, (&form, problem)).await
}

/// The page of a proposal that was not taken, with what was typed.
async fn again(
    app: &App,
    caller: &Caller,
    lang: Lang,
    (form, problem): (&Form, Problem),
) -> Result<Response, Problem> {
    let returned = Returned::of(form, problem, lang, |_| None)?;
    let asked = Wanted {
        hidden: form.get("hidden").to_owned(),
        kept: form.get("kept").to_owned(),
        report: form.get("report").to_owned(),
    };
    let here = format!("{PATH}/new");
    let mut shell = frame(app, caller, lang, DeskPlace::Merges, &here).await?;
    shell.flash = returned.flash(lang);
    let submission = form.get("submission").to_owned();
    let mut page = proposal(app, caller, shell, &asked, submission).await?;
    page.values
        .0
        .insert("reason".to_owned(), form.get("reason").to_owned());
    page.errors.0.extend(returned.errors().0.clone());
    Ok((returned.status(), Html(page)).into_response())
}

/// The key of a form, under which it does its work once.
pub(super) fn key(form: &Form) -> Result<IdempotencyKey, Problem> {
    IdempotencyKey::parse(form.get("submission")).map_err(|_| Problem::new(Code::FormExpired))
}

fn command(form: &Form) -> Result<Propose, Problem> {
    let broken = || Problem::new(Code::BadRequest);
    let report = match form.get("report") {
        "" => None,
        number => Some((
            number.parse().map_err(|_| broken())?,
            form.get("report_version").parse().map_err(|_| broken())?,
        )),
    };
    Ok(Propose {
        hidden: form.get("hidden").parse().map_err(|_| broken())?,
        kept: form.get("kept").parse().map_err(|_| broken())?,
        reason: form.get("reason").to_owned(),
        report,
    })
}

/// `GET /desk/merges/{id}`.
pub(super) async fn one(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    uri: Uri,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Named(id): Named<MergeId>,
) -> Result<Html<Merge>, Problem> {
    let today = app.store().today();
    let record = read::by_id(app.store(), &grant, id, today).await?;
    let here = asked::here(&uri);
    let shell = frame(&app, &caller, lang, DeskPlace::Merges, here).await?;
    let pair = of_record(&app, &record, lang).await?;
    Ok(Html(merge_page::of(
        &caller, shell, &record, pair, None, today,
    )))
}

async fn of_record(app: &App, record: &MergeRecord, lang: Lang) -> Result<PairShown, Problem> {
    let broken = |_| Problem::internal("the number of an institution");
    let row = &record.row;
    let numbers = [
        row.hidden_number.parse().map_err(broken)?,
        row.kept_number.parse().map_err(broken)?,
    ];
    compared(app, numbers, &record.compared, lang).await
}

/// `POST /desk/merges/{id}/events`.
pub(super) async fn event(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(desk): Permitted<permit::ReadDesk>,
    Named(id): Named<MergeId>,
    form: Form,
) -> Result<Response, Problem> {
    let (version, event) = (version(&form)?, sent(&form)?);
    let (here, today) = (path(&id.to_string()), app.store().today());
    let problem = match take(&app, &caller, id, &event, version).await {
        Ok(_) => return Ok(done(&event).to(&here).into_response()),
        Err(problem) => problem,
    };
    let returned = Returned::of(&form, problem, lang, |code| {
        (code == "reason_missing").then_some("reason")
    })?;
    let record = read::by_id(app.store(), &desk, id, today).await?;
    let last = record.acts.last();
    let own = words::is_own(last, &caller.actor);
    if returned.is_stale() && own && last.is_some_and(|act| act.verb == event.step().code()) {
        return Ok(done(&event).to(&here).into_response());
    }
    let mut shell = frame(&app, &caller, lang, DeskPlace::Merges, &here).await?;
    shell.flash = returned.flash(lang);
    let pair = of_record(&app, &record, lang).await?;
    let page = merge_page::of(&caller, shell, &record, pair, Some(&returned), today);
    Ok((returned.status(), Html(page)).into_response())
}

fn sent(form: &Form) -> Result<MergeEvent, Problem> {
    let reason = form.get("reason").to_owned();
    Ok(match Step::from_code(form.get("event")) {
        Some(Step::Approve) => MergeEvent::Approve {},
        Some(Step::Refuse) => MergeEvent::Refuse { reason },
        Some(Step::Withdraw) => MergeEvent::Withdraw {},
        Some(Step::Part) => MergeEvent::Part { reason },
        None => return Err(Problem::new(Code::BadRequest)),
    })
}

const fn done(event: &MergeEvent) -> Done {
    match event {
        MergeEvent::Approve {} => Done::MergeApproved,
        MergeEvent::Refuse { .. } => Done::MergeRefused,
        MergeEvent::Withdraw {} => Done::MergeWithdrawn,
        MergeEvent::Part { .. } => Done::MergePart,
    }
}
