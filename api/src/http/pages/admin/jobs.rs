//! Background work that gave up, and the workers' signs of life.

use std::sync::Arc;

use axum::extract::State;
use axum::http::Uri;
use axum::response::Redirect;
use domain::access::{Action, Actor, may, permit};
use domain::words::{Day, Instant, JobId};
use store::Fault;
use store::ops::sign::{self, SILENT_SECONDS_MAX, Worker};
use store::queue::{self, JobKind, Tally};
use store::read::Limit;
use store::read::job::{self, JobRow as Row};
use store::read::kept::{self, Kept};

use super::{Asked, chips, here, next_page};
use crate::App;
use crate::http::access::Permitted;
use crate::http::body::{Named, Query};
use crate::http::caller::Caller;
use crate::http::pages::Html;
use crate::http::pages::desk::{self, Done};
use crate::http::problem::Problem;
use crate::text::{Lang, show};
use crate::view::desk::admin::{JobRow, Jobs, KeptItems};
use crate::view::piece::{Badge, Chip, Fact, Tone};
use crate::view::shell::DeskPlace;

const PATH: &str = "/desk/jobs";
/// The list shows these where no state is asked for: a person has to look at them.
pub(super) const DEAD: &str = "dead";
pub(super) const STATES: &[&str] = &[DEAD, "ready", "running", "done"];

pub(super) async fn list(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::ReadJobs>,
    uri: Uri,
    Query(asked): Query<Asked>,
) -> Result<Html<Jobs>, Problem> {
    let (store, now) = (app.store(), app.store().now());
    let (state, after) = (asked.state(STATES), asked.after());
    let page = job::list(
        store,
        &grant,
        state.unwrap_or(DEAD),
        Limit::default(),
        after,
    )
    .await?;
    let shell = desk::frame(&app, &caller, lang, DeskPlace::Jobs, here(&uri)).await?;
    let jobs = page.items.iter();
    Ok(Html(Jobs {
        shell,
        counts: counts(&queue::tally(store).await?, lang),
        workers: workers(&sign::workers(store, now).await?, now, lang),
        chips: filters(lang, state.unwrap_or(DEAD)),
        rows: jobs
            .map(|row| job_row(row, &caller.actor, lang, now.day()))
            .collect(),
        next: next_page(PATH, state, page.next),
        kept: kept_items(&kept::waiting(store, &grant).await?, lang, now.day()),
        submission: hex::encode(store.random::<16>()),
    }))
}

/// Puts a dead job back to work. A second click finds it in line already, which is what was wanted.
pub(super) async fn retry(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::RetryJob>,
    Named(id): Named<JobId>,
) -> Result<Redirect, Problem> {
    match queue::retry(app.store(), &grant, id, app.store().now()).await {
        Ok(()) | Err(Fault::NotFound) => Ok(Done::Retried.to(PATH)),
        Err(fault) => Err(fault.into()),
    }
}

pub(super) fn state_words(state: &str, lang: Lang) -> String {
    lang.t(match state {
        "ready" => "job-ready",
        "running" => "job-running",
        "done" => "job-done",
        _ => "job-dead",
    })
}

fn filters(lang: Lang, here: &str) -> Vec<Chip> {
    let choices: Vec<_> = STATES
        .iter()
        .map(|state| (Some(*state), state_words(state, lang)))
        .collect();
    chips(PATH, Some(here), &choices)
}

fn counts(tally: &Tally, lang: Lang) -> Vec<Fact> {
    let fact = |words: String, count: i64| Fact::new(words, count.to_string());
    let mut facts = vec![
        fact(state_words("dead", lang), tally.dead),
        fact(state_words("ready", lang), tally.ready),
        fact(state_words("running", lang), tally.running),
    ];
    // Work of a newer program waits for a newer worker; on most days there is none.
    if tally.unknown > 0 {
        facts.push(fact(lang.t("job-unknown"), tally.unknown));
    }
    facts
}

fn kept_items(kept: &Kept, lang: Lang, today: Day) -> Option<KeptItems> {
    let shown = kept.items.len();
    (kept.count > 0).then(|| KeptItems {
        lead: lang.t2("kept-lead", "n", kept.count, "shown", shown),
        items: kept
            .items
            .iter()
            .map(|item| {
                let at = show::near_instant(lang, Instant::from_millis(item.created_at), today);
                let label = format!("{} · {at}", item.source_number);
                Fact::new(label, item.reason.clone()).as_code()
            })
            .collect(),
    })
}

/// The workers that have not said that they stopped, with their last sign of life.
fn workers(workers: &[Worker], now: Instant, lang: Lang) -> Vec<Fact> {
    workers
        .iter()
        .filter(|worker| worker.stopped_at.is_none())
        .map(|worker| {
            let seconds = (now.millis() - worker.beat_at).max(0) / 1000;
            let key = if seconds <= SILENT_SECONDS_MAX {
                "worker-alive"
            } else {
                "worker-silent"
            };
            let at = show::near_instant(lang, Instant::from_millis(worker.beat_at), now.day());
            Fact::new(lang.t2(key, "n", seconds, "at", at), worker.name.clone()).as_code()
        })
        .collect()
}

/// What is to be done.
pub(super) fn kind(code: &str, lang: Lang) -> String {
    match JobKind::from_code(code) {
        Some(JobKind::ScreenCourse) => lang.t("job-screen-course"),
        Some(JobKind::ScreenComplaint) => lang.t("job-screen-complaint"),
        Some(JobKind::PullHotline) => lang.t("job-pull-hotline"),
        Some(JobKind::PublishAuditHead) => lang.t("job-publish-audit-head"),
        Some(JobKind::KeepHouse) => lang.t("job-keep-house"),
        Some(JobKind::MindLicences) => lang.t("job-mind-licences"),
        Some(JobKind::MindRecords) => lang.t("job-mind-records"),
        Some(JobKind::RemindOfficers) => lang.t("job-remind-officers"),
        Some(JobKind::IndexInstitutions) => lang.t("job-index-institutions"),
        Some(JobKind::WorkOnList) => lang.t("job-work-on-list"),
        None => code.to_owned(),
    }
}

fn job_row(row: &Row, reader: &Actor, lang: Lang, today: Day) -> JobRow {
    let tone = match row.state.as_str() {
        "dead" => Tone::Bad,
        "done" => Tone::Good,
        _ => Tone::Neutral,
    };
    JobRow {
        id: row.id.clone(),
        kind: kind(&row.kind, lang),
        badge: Badge::new(tone, state_words(&row.state, lang)),
        attempts: u32::try_from(row.attempt).unwrap_or(0),
        fault: row.last_error_code.clone().unwrap_or_default(),
        since: show::near_instant(lang, Instant::from_millis(row.created_at), today),
        may_retry: row.state == DEAD && may(reader, Action::RetryJob),
    }
}
