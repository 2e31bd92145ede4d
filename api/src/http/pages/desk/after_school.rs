//! After-school providers: the list, one with its application, and what the forms of officers bring.

use std::sync::Arc;

use axum::extract::State;
use axum::http::Uri;
use axum::response::{IntoResponse as _, Response};
use domain::access::{Action, Grant, may, permit};
use domain::after_school::{Agreed, Item, Score, Step};
use domain::words::{AfterSchoolNumber, Day, Fen, InputFault};
use store::ops::after_school::{self, AfterSchoolEvent, Scored, is_same};
use store::read::after_school::{self as read, ProviderRow};

use super::after_school_page;
use super::asked::{self, ALL, Asked, address, chips};
use super::done::Done;
use super::frame::frame;
use super::sent::{Reading, Returned, version};
use super::words::{self, near};
use crate::App;
use crate::http::access::Permitted;
use crate::http::body::{Named, Query};
use crate::http::caller::Caller;
use crate::http::json::after_school::take;
use crate::http::json::checks::Checks;
use crate::http::pages::Html;
use crate::http::pages::after_school::{state, state_words, year};
use crate::http::problem::{Code, Problem};
use crate::http::upload::Form;
use crate::text::Lang;
use crate::view::desk::after_school::{self as view, Provider, Providers};
use crate::view::shell::DeskPlace;

const PATH: &str = "/desk/after-school";
pub(super) const STATES: &[&str] = &[
    ALL,
    "filed",
    "selected",
    "publicised",
    "admitted",
    "warned",
    "suspended",
    "leaving",
    "refused",
    "exited",
    "ended",
];

/// The page of one.
pub(super) fn path(number: &str) -> String {
    format!("{PATH}/{number}")
}

/// `GET /desk/after-school`.
pub(super) async fn list(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    uri: Uri,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Query(asked): Query<Asked>,
) -> Result<Html<Providers>, Problem> {
    let (chosen, district) = (asked.state(STATES), ("district", asked.district_code()));
    let page = read::list(app.store(), &grant, &asked.by_due(STATES)).await?;
    let choices = choices(&app, &grant, lang).await?;
    let (here, today) = (asked::here(&uri), app.store().today());
    Ok(Html(Providers {
        shell: frame(&app, &caller, lang, DeskPlace::AfterSchool, here).await?,
        chips: chips(PATH, chosen, &[district], &choices),
        rows: page.items.iter().map(|one| row(one, lang, today)).collect(),
        next: page
            .next
            .map(|after| address(PATH, &[("state", chosen), district, ("after", &after)])),
        keeps: may(&caller.actor, Action::KeepAfterSchool),
    }))
}

/// The states with how many stand in each.
async fn choices(
    app: &App,
    grant: &Grant<permit::ReadDesk>,
    lang: Lang,
) -> Result<Vec<(&'static str, String)>, Problem> {
    let counts = read::by_state(app.store(), grant).await?;
    let count = |code: &str| {
        let counted = counts
            .iter()
            .filter(|(state, _)| code == ALL || state == code);
        counted.map(|(_, many)| *many).sum::<i64>()
    };
    let words = |one: &&'static str| match *one {
        ALL => (*one, format!("{} {}", lang.t("filter-all"), count(ALL))),
        code => (*one, format!("{} {}", state_words(code, lang), count(code))),
    };
    Ok(STATES.iter().map(words).collect())
}

fn row(row: &ProviderRow, lang: Lang, today: Day) -> view::ProviderRow {
    let filed = row.filed_on.as_deref();
    view::ProviderRow {
        href: path(&row.number),
        institution: row.institution_name.clone(),
        number: row.number.clone(),
        district: words::district(&row.district, lang),
        year: year(row.school_year, lang),
        badge: state(&row.state, lang),
        schools: row.schools,
        filed_on: filed.map(|day| near(day, lang, today)).unwrap_or_default(),
    }
}

/// `GET /desk/after-school/{number}`.
pub(super) async fn one(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    uri: Uri,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Named(number): Named<AfterSchoolNumber>,
) -> Result<Html<Provider>, Problem> {
    let today = app.store().today();
    let record = read::by_number(app.store(), &grant, number, today).await?;
    let here = asked::here(&uri);
    let shell = frame(&app, &caller, lang, DeskPlace::AfterSchool, here).await?;
    Ok(Html(after_school_page::of(
        &caller, shell, &record, None, today,
    )))
}

/// `POST /desk/after-school/{number}/events`.
pub(super) async fn event(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(_desk): Permitted<permit::ReadDesk>,
    Named(number): Named<AfterSchoolNumber>,
    form: Form,
) -> Result<Response, Problem> {
    let version = version(&form)?;
    let step = permitted(&caller, form.get("event"))?;
    let event = match parse(step, &form) {
        Ok(event) => event,
        Err(problem) => return again(&app, &caller, lang, number, (&form, problem), None).await,
    };
    match take(&app, &caller, number, &event, version).await {
        Ok(_) => Ok(done(step).to(&path(&number.to_string())).into_response()),
        Err(problem) => again(&app, &caller, lang, number, (&form, problem), Some(&event)).await,
    }
}

/// The step, where the caller has the right to it: refused before its fields are looked at.
fn permitted(caller: &Caller, event: &str) -> Result<Step, Problem> {
    let step = event
        .parse::<Step>()
        .ok()
        .filter(|step| read::DESK_STEPS.contains(step))
        .ok_or_else(|| Problem::new(Code::BadRequest))?;
    if may(&caller.actor, step.action()) {
        Ok(step)
    } else {
        Err(Problem::new(Code::Forbidden))
    }
}

const fn done(step: Step) -> Done {
    match step {
        Step::Select => Done::ProviderSelected,
        Step::Approve => Done::ProviderPublicised,
        Step::Warn => Done::ProviderWarned,
        Step::Lift => Done::ProviderLifted,
        Step::ProposeExit => Done::ExitProposed,
        Step::ApproveExit => Done::ProviderExited,
        Step::Refuse => Done::ProviderRefused,
        _ => Done::ProviderReturned,
    }
}

fn parse(step: Step, form: &Form) -> Result<AfterSchoolEvent, Problem> {
    let mut read = Reading::of(form);
    let event = match step {
        Step::Approve => Some(AfterSchoolEvent::Approve {}),
        Step::ApproveExit => Some(AfterSchoolEvent::ApproveExit {}),
        Step::Select => Some(AfterSchoolEvent::Select {
            checked: checked(form),
            reason: read.text("reason"),
        }),
        Step::Warn => {
            let (ground, reason) = (read.word("ground"), read.text("reason"));
            let by = ground.zip(read.word("correct_by"));
            by.map(|(ground, correct_by)| AfterSchoolEvent::Warn {
                ground,
                reason,
                correct_by,
            })
        }
        Step::ProposeExit => {
            let (ground, reason) = (read.word("ground"), read.text("reason"));
            ground.map(|ground| AfterSchoolEvent::ProposeExit { ground, reason })
        }
        step => {
            let reason = read.text("reason");
            Some(match step {
                Step::SendBack => AfterSchoolEvent::SendBack { reason },
                Step::Refuse => AfterSchoolEvent::Refuse { reason },
                Step::Return => AfterSchoolEvent::Return { reason },
                Step::Reopen => AfterSchoolEvent::Reopen { reason },
                Step::Lift => AfterSchoolEvent::Lift { reason },
                _ => AfterSchoolEvent::RejectExit { reason },
            })
        }
    };
    read.done(event)
}

/// The items of the checklist that are ticked.
fn checked(form: &Form) -> Vec<Item> {
    let ticked = form.0.iter().filter(|(name, _)| name == "checked");
    ticked
        .filter_map(|(_, code)| Item::from_code(code))
        .collect()
}

/// `POST /desk/after-school/{number}/agreements`.
pub(super) async fn agree(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::KeepAfterSchool>,
    Named(number): Named<AfterSchoolNumber>,
    form: Form,
) -> Result<Response, Problem> {
    let (version, now) = (version(&form)?, app.store().now());
    let desk = caller.grant::<permit::ReadDesk>(now.day())?;
    let record = read::by_number(app.store(), &desk, number, now.day()).await?;
    let entered = match agreed(&form, &record.record.form.services) {
        Ok((school, agreed)) => {
            let place = (number, school);
            let entered = after_school::agree(app.store(), &grant, place, &agreed, version, now);
            entered.await.map_err(Problem::from)
        }
        Err(problem) => Err(problem),
    };
    match entered {
        Ok(_) => Ok(Done::Agreed.to(&path(&number.to_string())).into_response()),
        Err(problem) => {
            let problem = as_shown(problem);
            again(&app, &caller, lang, number, (&form, problem), None).await
        }
    }
}

/// The fields of the page are called otherwise than those of the record.
fn as_shown(mut problem: Problem) -> Problem {
    for error in &mut problem.errors {
        error.field = match error.field.as_str() {
            "fee_fen" => "fee".to_owned(),
            "points" => "mean".to_owned(),
            other => other.to_owned(),
        };
    }
    problem
}

fn agreed(
    form: &Form,
    services: &[domain::after_school::Service],
) -> Result<(domain::words::SchoolNumber, Agreed), Problem> {
    let mut read = Reading::of(form);
    let school = read.word("school");
    let days = (read.word("first_day"), read.word("last_day"));
    let fee: Option<Yuan> = read.word("fee");
    // Boxes are told by their places: names of services have spaces in them.
    let ticked = form.0.iter().filter(|(name, _)| name == "services");
    let names = ticked.filter_map(|(_, place)| services.get(place.parse::<usize>().ok()?));
    let names: Vec<String> = names.map(|service| service.name.clone()).collect();
    let said = school.zip(days.0).zip(days.1).zip(fee);
    read.done(
        said.map(|(((school, first_day), last_day), Yuan(fee_fen))| {
            let agreed = Agreed {
                first_day,
                last_day,
                services: names,
                fee_fen,
            };
            (school, agreed)
        }),
    )
}

struct Yuan(Fen);

impl std::str::FromStr for Yuan {
    type Err = InputFault;

    fn from_str(text: &str) -> Result<Self, InputFault> {
        Fen::from_yuan_text(text).map(Self)
    }
}

/// `POST /desk/after-school/{number}/scores`.
pub(super) async fn score(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::KeepAfterSchool>,
    Named(number): Named<AfterSchoolNumber>,
    form: Form,
) -> Result<Response, Problem> {
    let (version, now) = (version(&form)?, app.store().now());
    let entered = match scored(number, &form) {
        Ok(scored) => {
            let entered = after_school::score(app.store(), &grant, &scored, version, now);
            entered.await.map_err(Problem::from)
        }
        Err(problem) => Err(problem),
    };
    match entered {
        Ok(_) => Ok(Done::Scored.to(&path(&number.to_string())).into_response()),
        Err(problem) => {
            let problem = score_shown(problem);
            again(&app, &caller, lang, number, (&form, problem), None).await
        }
    }
}

fn score_shown(problem: Problem) -> Problem {
    let mut problem = as_shown(problem);
    for error in &mut problem.errors {
        // A fault of the school's own score, and not of which school it is.
        if error.field == "school" && error.code.starts_with("score_") {
            error.field = "score".to_owned();
        }
    }
    problem
}

fn scored(number: AfterSchoolNumber, form: &Form) -> Result<Scored, Problem> {
    let mut read = Reading::of(form);
    let place = read.word("school").zip(read.word("term"));
    let mut checks = Checks::of_body();
    let mut whole = |field: &str| {
        checks.optional_by(field, Some(form.get(field)), "number_invalid", |text| {
            text.parse::<i64>().ok()
        })
    };
    let (school, answers) = (whole("score"), whole("answers"));
    let mean = checks.optional_by("mean", Some(form.get("mean")), "number_invalid", hundredths);
    let place = read.done(place)?;
    checks.done()?;
    let answers = answers.unwrap_or_default();
    let points = points(answers, mean.unwrap_or_default());
    Ok(Scored {
        number,
        school: place.0,
        term: place.1,
        score: Score {
            school,
            answers,
            points,
        },
    })
}

/// The points of so many answers with this mean in hundredths.
pub(super) fn points(answers: i64, hundredths: i64) -> i64 {
    answers.saturating_mul(hundredths).saturating_add(50) / 100
}

/// A number with at most two places after the point, in hundredths.
pub(super) fn hundredths(text: &str) -> Option<i64> {
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|sign| sign.is_ascii_digit());
    if whole.is_empty() || whole.len() > 4 || rest.len() > 2 || !digits(whole) || !digits(rest) {
        return None;
    }
    format!("{whole}{rest:0<2}").parse().ok()
}

/// The page again, where the step was not taken. A second click finds its own work done, and is answered like the first.
async fn again(
    app: &App,
    caller: &Caller,
    lang: Lang,
    number: AfterSchoolNumber,
    (form, problem): (&Form, Problem),
    event: Option<&AfterSchoolEvent>,
) -> Result<Response, Problem> {
    let returned = Returned::of(form, problem, lang, field_of)?;
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
    let mut shell = frame(app, caller, lang, DeskPlace::AfterSchool, &path).await?;
    shell.flash = returned.flash(lang);
    let page = after_school_page::of(caller, shell, &record, Some(&returned), today);
    Ok((returned.status(), Html(page)).into_response())
}

/// The field that a refusal is about.
fn field_of(code: &str) -> Option<&'static str> {
    match code {
        "reason_missing" => Some("reason"),
        "after_school_checklist_open" => Some("checked"),
        "after_school_ground_unfit" => Some("ground"),
        "after_school_correction_day" => Some("correct_by"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{hundredths, points};

    #[test]
    fn a_mean_is_read_in_hundredths_and_nothing_else_is() {
        assert_eq!(hundredths("92.5"), Some(9_250));
        assert_eq!(hundredths("100"), Some(10_000));
        assert_eq!(hundredths("0.07"), Some(7));
        for text in ["", ".5", "9.555", "-1", "1e3", "九", "99999"] {
            assert_eq!(hundredths(text), None, "{text}");
        }
        assert_eq!(points(12, 9_250), 1_110);
        assert_eq!(points(3, 3_333), 100);
    }
}
