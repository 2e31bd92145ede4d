//! What the institution must do, by when.

use std::sync::Arc;

use axum::extract::State;
use domain::access::{Grant, permit};
use domain::application::Kind;
use domain::institution::request::Decider;
use domain::words::Day;
use domain::{law, licence};
use store::read::application::ApplicationRow;
use store::read::institution::InstitutionRecord;
use store::read::order::OrderRow;
use store::read::request::RequestRow;
use store::read::{self, Limit};

use super::{frame, show as words};
use crate::App;
use crate::http::access::Permitted;
use crate::http::caller::Caller;
use crate::http::json::mine::own_institution;
use crate::http::pages::{Html, application};
use crate::http::problem::Problem;
use crate::text::{Lang, show};
use crate::view::desk::today::Task;
use crate::view::my::Todo;
use crate::view::piece::{Badge, Deadline, Tone, Verdict};
use crate::view::shell::MyPlace;

pub(super) async fn show(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::ReadOwn>,
) -> Result<Html<Todo>, Problem> {
    let today = app.store().today();
    let institution = own_institution(&app, &grant).await?;
    // What is to be done stands in the first part of the list.
    let orders = read::order::own(app.store(), &grant, Limit::MOST, None)
        .await?
        .items;
    let shell = frame::of(&app, &caller, &grant, lang, MyPlace::Todo, &institution).await?;
    let applied = read::application::own(app.store(), &grant, Limit::default(), None)
        .await?
        .items;
    let record = record(&app, &grant, lang, today).await?;
    let duties = duties(&orders, &applied, &institution, lang, today);
    let unserved = unserved(&orders, lang);
    Ok(Html(Todo {
        shell,
        verdict: verdict(&duties, &applied, &unserved, lang, today),
        done: words::lately(&orders, lang, today),
        tasks: duties
            .into_iter()
            .map(|(_, task)| task)
            .chain(unserved)
            .chain(unfinished(&applied, lang))
            .chain(record)
            .collect(),
    }))
}

/// A licence that ends within so many days is something to do.
const LICENCE_DAYS: i64 = 60;

/// What must be done with its last day, the nearest first.
fn duties(
    orders: &[OrderRow],
    applied: &[ApplicationRow],
    institution: &InstitutionRecord,
    lang: Lang,
    today: Day,
) -> Vec<(Day, Task)> {
    let mut duties: Vec<(Day, Task)> = orders
        .iter()
        .filter(|order| order.owes_answer())
        .filter_map(|order| answer(order, lang, today))
        .chain(renewal(institution, applied, lang, today))
        .collect();
    duties.sort_by_key(|(due, _)| *due);
    duties
}

fn answer(order: &OrderRow, lang: Lang, today: Day) -> Option<(Day, Task)> {
    let due: Day = order.due_on.parse().ok()?;
    let task = Task {
        deadline: Some(show::deadline(lang, due, today, false, true)),
        ..task(order, lang)
    };
    Some((due, task))
}

/// Orders that were made and not served yet: the institution may put things right at once, but it owes nothing so far.
fn unserved(orders: &[OrderRow], lang: Lang) -> Vec<Task> {
    orders
        .iter()
        .filter(|order| order.awaits_answer() && !order.owes_answer())
        .map(|order| Task {
            badge: Some(Badge::new(Tone::Neutral, lang.t("my-state-unserved"))),
            ..task(order, lang)
        })
        .collect()
}

fn task(order: &OrderRow, lang: Lang) -> Task {
    Task {
        kind: lang.t("kind-order"),
        href: words::order_path(&order.id),
        title: words::first_line(&order.demand),
        deadline: None,
        badge: None,
        note: format!("{} · {}", order.document_number, order.authority),
    }
}

/// Applications that wait for the applicant: to be corrected, or begun and not handed in.
fn unfinished(applied: &[ApplicationRow], lang: Lang) -> Vec<Task> {
    applied
        .iter()
        .filter_map(|row| {
            let key = match row.state.as_str() {
                "correcting" => "my-application-correct",
                "draft" => "my-application-go-on",
                _ => return None,
            };
            let kind = application::kind(&row.kind, lang);
            Some(Task {
                kind: lang.t("kind-application"),
                href: format!("/my/applications/{}", row.number),
                title: lang.t1(key, "kind", kind),
                deadline: None,
                badge: Some(application::state(&row.state, lang)),
                note: row.number.clone(),
            })
        })
        .collect()
}

/// The record, where it is to be confirmed, and what the authority wants changed in it.
async fn record(
    app: &App,
    grant: &Grant<permit::ReadOwn>,
    lang: Lang,
    today: Day,
) -> Result<Vec<Task>, Problem> {
    let kept = read::record::own(app.store(), grant, today).await?;
    let asked = read::request::own(app.store(), grant, Limit::default(), None).await?;
    let task = |title: String, href: String, deadline: Option<Deadline>| Task {
        kind: lang.t("my-place-record"),
        href,
        title,
        deadline,
        badge: None,
        note: lang.t("local-setting"),
    };
    let waits =
        |row: &&RequestRow| row.decided_at.is_none() && row.decider == Decider::Institution.code();
    let answers = asked.items.iter().filter(waits).map(|row| {
        let due = row.due_on.parse().ok();
        let deadline = due.map(|due| show::deadline(lang, due, today, false, false));
        task(
            lang.t("my-request-answer"),
            super::requests::path(&row.id),
            deadline,
        )
    });
    let confirm = kept.asked_to_confirm.then(|| {
        let title = lang.t("record-confirm-asked");
        task(title, "/my/record".to_owned(), None)
    });
    Ok(answers.chain(confirm).collect())
}

/// The licence, where it ends soon or has ended: the day to act by is the last one on which its renewal is asked for in
/// time, as long as that lies ahead. Nothing is to be done while a renewal lies with the authority.
fn renewal(
    institution: &InstitutionRecord,
    applied: &[ApplicationRow],
    lang: Lang,
    today: Day,
) -> Option<(Day, Task)> {
    let row = &institution.row;
    let last: Day = row.licence_valid_until.as_deref()?.parse().ok()?;
    let asked = |row: &ApplicationRow| {
        row.open && row.kind == Kind::Renew.code() && row.submitted_on.is_some()
    };
    if applied.iter().any(asked) {
        return None;
    }
    let in_time = law::renewal_due(last);
    let (key, until) = match licence::State::from_code(&row.licence_state)? {
        licence::State::Expired => ("my-licence-ended", last),
        state if !state.runs_out() || today.days_until(last) > LICENCE_DAYS => return None,
        _ if today <= in_time => ("my-licence-renew", in_time),
        _ => ("my-licence-ends", last),
    };
    let task = Task {
        kind: lang.t("my-place-licence"),
        href: "/my/applications".to_owned(),
        title: lang.t(key),
        deadline: Some(show::deadline(lang, until, today, false, true)),
        badge: None,
        note: row.licence_number.clone().unwrap_or_default(),
    };
    Some((until, task))
}

fn verdict(
    duties: &[(Day, Task)],
    applied: &[ApplicationRow],
    unserved: &[Task],
    lang: Lang,
    today: Day,
) -> Verdict {
    let Some((first, _)) = duties.first() else {
        if applied.iter().any(|row| row.state == "correcting") {
            let (headline, line) = (lang.t("my-corrections"), lang.t("my-corrections-line"));
            return words::verdict(Tone::Caution, headline, line);
        }
        if !unserved.is_empty() {
            let (headline, line) = (
                lang.t("my-order-unserved"),
                lang.t("my-order-unserved-line"),
            );
            return words::verdict(Tone::Neutral, headline, line);
        }
        return words::verdict(Tone::Good, lang.t("my-nothing"), lang.t("my-nothing-line"));
    };
    let day = show::near_day(lang, *first, today);
    let (tone, key) = if *first < today {
        (Tone::Bad, "my-late")
    } else {
        (Tone::Caution, "my-duties")
    };
    let headline = lang.t2(key, "n", duties.len(), "day", day);
    words::verdict(tone, headline, lang.t("my-duties-line"))
}
