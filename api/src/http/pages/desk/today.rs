//! Today: what is late, what is due, what is new.

use std::sync::Arc;

use axum::extract::State;
use axum::http::Uri;
use domain::access::{Grant, permit};
use domain::calendar::Calendar;
use domain::words::{Day, Instant};
use store::read::DueQuery;
use store::read::application::{self as read, ApplicationRow};
use store::read::lead::{self, LeadRow};
use store::read::notice;
use store::read::overview::{self, Duty, Overview};

use super::frame::frame;
use super::words::{self, Owed};
use super::{applications, asked, cases, complaints, leads, licences, merges, reports, requests};
use crate::App;
use crate::http::access::Permitted;
use crate::http::caller::Caller;
use crate::http::pages::{Html, application};
use crate::http::problem::Problem;
use crate::text::{Lang, show};
use crate::view::desk::today::{Task, Today, WeekDay};
use crate::view::piece::{Badge, Pace, Tone};
use crate::view::shell::DeskPlace;

/// Days shown in the margin.
const DAYS_SHOWN: i64 = 7;

/// `GET /desk`.
pub(super) async fn show(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    uri: Uri,
    Permitted(grant): Permitted<permit::ReadDesk>,
) -> Result<Html<Today>, Problem> {
    let (store, now) = (app.store(), app.store().now());
    let today = now.day();
    let duties = overview::overview(store, &grant, today).await?;
    let (leads, applied) = newcomers(&app, &grant).await?;
    let late = tasks(&duties.late, lang, today);
    let due = due(&duties, lang, today);
    let above = [&late, &due];
    let fresh = fresh(&duties, (&leads, &applied), &above, lang, today);
    Ok(Html(Today {
        shell: frame(&app, &caller, lang, DeskPlace::Today, asked::here(&uri)).await?,
        headline: headline(late.len(), duties.today.len(), fresh.len(), lang),
        now: clock(lang, now),
        week: week(&duties, lang, today),
        mail: mail(notice::stuck(store, grant.scope(), now).await?, lang),
        mail_lines: Vec::new(),
        late,
        due,
        fresh,
    }))
}

/// Leads that nobody has judged and applications that nobody has taken up.
async fn newcomers(
    app: &App,
    grant: &Grant<permit::ReadDesk>,
) -> Result<(Vec<LeadRow>, Vec<ApplicationRow>), Problem> {
    let of = |state: &str| DueQuery {
        state: Some(state.to_owned()),
        ..DueQuery::default()
    };
    let leads = lead::list(app.store(), grant, &of("new")).await?;
    let applied = read::list(app.store(), grant, &of("submitted"), app.store().today()).await?;
    Ok((leads.items, applied.items))
}

/// The day in full with its weekday and the time.
fn clock(lang: Lang, now: Instant) -> String {
    let (hour, minute) = now.clock();
    let day = show::full_day(lang, now.day());
    match lang {
        Lang::Zh => format!("{day}{hour:02}:{minute:02}"),
        Lang::En => format!("{hour:02}:{minute:02}, {day}"),
    }
}

fn headline(late: usize, due: usize, fresh: usize, lang: Lang) -> String {
    let parts: Vec<String> = [
        ("headline-late", late),
        ("headline-due", due),
        ("headline-new", fresh),
    ]
    .into_iter()
    .filter(|(_, count)| *count > 0)
    .map(|(key, count)| lang.t1(key, "n", count))
    .collect();
    if parts.is_empty() {
        lang.t("today-nothing")
    } else {
        parts.join(lang.pick("，", ", "))
    }
}

fn tasks(duties: &[Duty], lang: Lang, today: Day) -> Vec<Task> {
    duties.iter().map(|duty| task(duty, lang, today)).collect()
}

/// Due today, and those of the next days that are near in working days.
fn due(duties: &Overview, lang: Lang, today: Day) -> Vec<Task> {
    let soon = tasks(&duties.soon, lang, today);
    let near = soon.into_iter().filter(|task| {
        task.deadline
            .as_ref()
            .is_some_and(|deadline| deadline.pace == Pace::Due)
    });
    tasks(&duties.today, lang, today)
        .into_iter()
        .chain(near)
        .collect()
}

/// What came in and nobody has taken up, where it does not stand above already.
fn fresh(
    duties: &Overview,
    (leads, applied): (&[LeadRow], &[ApplicationRow]),
    above: &[&Vec<Task>],
    lang: Lang,
    today: Day,
) -> Vec<Task> {
    let leads = leads.iter().map(|lead| Task {
        kind: lang.t("kind-lead"),
        href: leads::path(&lead.id),
        title: lead.subject.clone(),
        deadline: Owed::judgement(&lead.due_on, lead.created_at, lang, today)
            .map(|owed| owed.deadline),
        badge: None,
        note: format!(
            "{} · {}",
            words::label(&lead.label, lang),
            words::at(lead.created_at, lang, today)
        ),
    });
    let applied = applied.iter().map(|row| {
        let kind = application::kind(&row.kind, lang);
        let name = row.institution_name.clone();
        Task {
            kind: lang.t("kind-application"),
            href: applications::path(&row.number),
            title: lang.t2("applied-title", "kind", kind, "name", name),
            deadline: application::deadline(row.due_on.as_deref(), lang, today),
            badge: None,
            note: row.number.clone(),
        }
    });
    tasks(&duties.new, lang, today)
        .into_iter()
        .chain(leads)
        .chain(applied)
        .filter(|task| {
            above
                .iter()
                .all(|list| list.iter().all(|it| it.href != task.href))
        })
        .collect()
}

/// One thing to do: what it is, where it leads, and what is owed.
fn owed(duty: &Duty, lang: Lang, today: Day) -> (String, String, Option<Owed>) {
    let due = duty.due_on.as_str();
    match duty.kind.as_str() {
        "complaint" => (
            lang.t("kind-complaint"),
            complaints::path(&duty.number),
            Owed::answer(due, &duty.channel, duty.began_at, lang, today),
        ),
        "lead" => (
            lang.t("kind-lead"),
            leads::path(&duty.number),
            Owed::judgement(due, duty.began_at, lang, today),
        ),
        "service" => (
            lang.t("kind-service"),
            cases::path(&duty.number),
            Owed::service(due, lang, today),
        ),
        "order" => (
            lang.t("kind-order"),
            cases::path(&duty.number),
            Owed::correction(due, lang, today),
        ),
        "application" => (
            lang.t("kind-application"),
            applications::path(&duty.number),
            Owed::application(due, &duty.state, &duty.title, lang, today),
        ),
        "request" => (
            lang.t("kind-request"),
            requests::path(&duty.number),
            Owed::request(due, duty.began_at, lang, today),
        ),
        "licence_change" => (
            lang.t("kind-licence-change"),
            licences::path_of(&duty.number),
            Owed::licence_change(due, duty.began_at, lang, today),
        ),
        "merge" => (
            lang.t("kind-merge"),
            merges::path(&duty.number),
            Owed::merge(due, duty.began_at, lang, today),
        ),
        "report" => (
            lang.t("kind-report"),
            reports::path(&duty.number),
            Owed::report(due, duty.began_at, lang, today),
        ),
        _ => {
            let filed_on = Instant::from_millis(duty.began_at).day();
            (
                lang.t("kind-case"),
                cases::path(&duty.number),
                Owed::decision(due, filed_on, lang, today),
            )
        }
    }
}

/// One thing to do.
fn task(duty: &Duty, lang: Lang, today: Day) -> Task {
    let (kind, href, owed) = owed(duty, lang, today);
    let law = owed.as_ref().map(|owed| owed.law.clone());
    let party = (!duty.party.is_empty()).then(|| duty.party.clone());
    let is_case = matches!(duty.kind.as_str(), "case" | "order" | "service");
    Task {
        kind,
        href,
        title: match &party {
            Some(party) if is_case => lang.t1("case-title", "party", party),
            Some(party) if duty.kind == "request" => lang.t1("request-title", "name", party),
            Some(party) if duty.kind == "licence_change" => {
                lang.t1("licence-change-title", "name", party)
            }
            Some(party) if duty.kind == "merge" => {
                lang.t2("merge-title", "hidden", party, "kept", &duty.title)
            }
            Some(party) if duty.kind == "report" => lang.t1("report-desk-title", "name", party),
            Some(party) if duty.kind == "application" => {
                let kind = application::kind(&duty.title, lang);
                lang.t2("applied-title", "kind", kind, "name", party)
            }
            _ => duty.title.clone(),
        },
        deadline: owed.map(|owed| owed.deadline),
        badge: None,
        note: party
            .filter(|_| {
                !is_case
                    && !matches!(
                        duty.kind.as_str(),
                        "application" | "request" | "report" | "licence_change" | "merge"
                    )
            })
            .into_iter()
            .chain(law)
            .collect::<Vec<_>>()
            .join(" · "),
    }
}

/// A matter of an institution, open or ended, with its state.
pub(super) fn matter(duty: &Duty, lang: Lang, today: Day) -> Task {
    let ended = matches!(
        duty.state.as_str(),
        "answered" | "closed" | "declined" | "withdrawn"
    );
    let badge = if duty.kind == "complaint" {
        words::complaint_state(&duty.state, lang)
    } else {
        words::case_state(&duty.state, lang)
    };
    let open = task(duty, lang, today);
    Task {
        deadline: open.deadline.filter(|_| !ended),
        badge: Some(badge),
        note: format!(
            "{} · {}",
            duty.number,
            words::at(duty.began_at, lang, today)
        ),
        ..open
    }
}

/// The coming days and what is due on each.
fn week(duties: &Overview, lang: Lang, today: Day) -> Vec<WeekDay> {
    let calendar = Calendar::built_in();
    (0..DAYS_SHOWN)
        .map(|ahead| {
            let day = today.plus_days(ahead);
            let text = day.to_string();
            let load = duties
                .today
                .iter()
                .chain(&duties.soon)
                .filter(|duty| duty.due_on == text)
                .count();
            let off = !calendar.on(day).working;
            WeekDay {
                day: show::near_day(lang, day, today),
                load: match load {
                    0 if off => lang.t("week-off"),
                    0 => lang.t("week-none"),
                    load => lang.t1("week-due", "n", load),
                },
                today: ahead == 0,
                off,
            }
        })
        .collect()
}

fn mail(stuck: notice::Stuck, lang: Lang) -> Badge {
    if stuck.is_any() {
        Badge::new(
            Tone::Bad,
            lang.t1("mail-bad", "n", stuck.waiting + stuck.failed),
        )
    } else {
        Badge::new(Tone::Good, lang.t("mail-good"))
    }
}
