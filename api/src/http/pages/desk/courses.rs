//! Courses: the list, one with its text marked, and what the forms of an officer bring.

use std::sync::Arc;

use axum::extract::State;
use axum::http::Uri;
use axum::response::{IntoResponse as _, Response};
use domain::access::permit;
use domain::course::Step;
use domain::words::{CourseNumber, Day, Fen};
use store::ops::course::{self, CourseEvent, is_same};
use store::read::course::{self as read, CourseRow};

use super::asked::{self, ALL, Asked, address, chips};
use super::course_page;
use super::done::Done;
use super::frame::frame;
use super::sent::{Reading, Returned, version};
use super::words::{self, near};
use crate::App;
use crate::http::access::Permitted;
use crate::http::body::{Named, Query};
use crate::http::caller::Caller;
use crate::http::pages::Html;
use crate::http::pages::course::{badges, state};
use crate::http::problem::{Code, Problem};
use crate::http::upload::Form;
use crate::text::{Lang, show};
use crate::view::desk::courses::{self as view, Course, Courses};
use crate::view::shell::DeskPlace;

const PATH: &str = "/desk/courses";
pub(super) const STATES: &[&str] = &["flagged", "filed", "published", "refused", "ended", ALL];

/// The page of a course.
pub(super) fn path(number: &str) -> String {
    format!("{PATH}/{number}")
}

/// `GET /desk/courses`.
pub(super) async fn list(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    uri: Uri,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Query(asked): Query<Asked>,
) -> Result<Html<Courses>, Problem> {
    let (chosen, district) = (asked.state(STATES), ("district", asked.district_code()));
    let page = read::list(app.store(), &grant, &asked.by_due(STATES)).await?;
    let (here, today) = (asked::here(&uri), app.store().today());
    Ok(Html(Courses {
        shell: frame(&app, &caller, lang, DeskPlace::Courses, here).await?,
        chips: chips(PATH, chosen, &[district], &choices(lang)),
        rows: page.items.iter().map(|one| row(one, lang, today)).collect(),
        next: page
            .next
            .map(|after| address(PATH, &[("state", chosen), district, ("after", &after)])),
    }))
}

fn choices(lang: Lang) -> Vec<(&'static str, String)> {
    let words = |one: &&'static str| match *one {
        ALL => (*one, lang.t("filter-all")),
        code => (*one, state(code, lang).text),
    };
    STATES.iter().map(words).collect()
}

fn row(row: &CourseRow, lang: Lang, today: Day) -> view::CourseRow {
    let filed = row.filed_on.as_deref();
    view::CourseRow {
        href: path(&row.number),
        name: row.name.clone(),
        number: row.number.clone(),
        institution: row.institution_name.clone(),
        district: words::district(&row.district, lang),
        price: row
            .price_fen
            .map(|fen| show::money(Fen::new(fen)))
            .unwrap_or_default(),
        badges: badges(row, lang),
        filed_on: filed.map(|day| near(day, lang, today)).unwrap_or_default(),
    }
}

/// `GET /desk/courses/{number}`.
pub(super) async fn one(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    uri: Uri,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Named(number): Named<CourseNumber>,
) -> Result<Html<Course>, Problem> {
    let today = app.store().today();
    let record = read::by_number(app.store(), &grant, number, today).await?;
    let here = asked::here(&uri);
    let shell = frame(&app, &caller, lang, DeskPlace::Courses, here).await?;
    Ok(Html(course_page::of(&caller, shell, &record, None, today)))
}

/// `POST /desk/courses/{number}/events`.
pub(super) async fn event(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::JudgeCourse>,
    Named(number): Named<CourseNumber>,
    form: Form,
) -> Result<Response, Problem> {
    let (version, step) = (version(&form)?, step(form.get("event"))?);
    let event = match parse(step, &form) {
        Ok(event) => event,
        Err(problem) => return again(&app, &caller, lang, number, (&form, problem), None).await,
    };
    let now = app.store().now();
    match course::step(app.store(), &grant, number, &event, version, now).await {
        Ok(_) => Ok(done(step).to(&path(&number.to_string())).into_response()),
        Err(fault) => {
            let problem = Problem::from(fault);
            again(&app, &caller, lang, number, (&form, problem), Some(&event)).await
        }
    }
}

fn step(name: &str) -> Result<Step, Problem> {
    name.parse::<Step>()
        .ok()
        .filter(|step| read::DESK_STEPS.contains(step))
        .ok_or_else(|| Problem::new(Code::BadRequest))
}

const fn done(step: Step) -> Done {
    match step {
        Step::Clear => Done::CourseCleared,
        Step::FileMaterials => Done::MaterialsFiled,
        _ => Done::CourseRefused,
    }
}

fn parse(step: Step, form: &Form) -> Result<CourseEvent, Problem> {
    let mut read = Reading::of(form);
    let event = match step {
        Step::FileMaterials => CourseEvent::FileMaterials {},
        Step::Clear => CourseEvent::Clear {
            reason: read.text("reason"),
        },
        _ => CourseEvent::Refuse {
            reason: read.text("reason"),
        },
    };
    read.done(Some(event))
}

/// The page again, where the step was not taken. A second click finds its own work done, and is answered like the first.
async fn again(
    app: &App,
    caller: &Caller,
    lang: Lang,
    number: CourseNumber,
    (form, problem): (&Form, Problem),
    event: Option<&CourseEvent>,
) -> Result<Response, Problem> {
    let of_reason = |code: &str| (code == "reason_missing").then_some("reason");
    let returned = Returned::of(form, problem, lang, of_reason)?;
    let today = app.store().today();
    let desk = caller.grant::<permit::ReadDesk>(today)?;
    let record = read::by_number(app.store(), &desk, number, today).await?;
    let path = path(&number.to_string());
    let last = record.acts.last();
    let own = words::is_own(last, &caller.actor);
    if let (Some(event), Some(act), true) = (event, last, returned.is_stale() && own)
        && is_same(event, &act.verb, &act.change)?
    {
        return Ok(done(event.step()).to(&path).into_response());
    }
    let mut shell = frame(app, caller, lang, DeskPlace::Courses, &path).await?;
    shell.flash = returned.flash(lang);
    let page = course_page::of(caller, shell, &record, Some(&returned), today);
    Ok((returned.status(), Html(page)).into_response())
}
