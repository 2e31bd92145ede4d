//! The schools: the list, one, and what the forms bring.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use domain::access::{Action, Grant, may, permit};
use domain::after_school::School as Said;
use domain::words::{District, FieldFault, InputFault, Instant, SchoolNumber, Stage};
use store::Fault;
use store::ops::IdempotencyKey;
use store::ops::school;
use store::read::school::{self as read, SchoolQuery, SchoolRow};

use super::asked::{self, Asked, address};
use super::done::Done;
use super::frame::frame;
use super::rows::{at_row, rows, wrong};
use super::sent::{Reading, Returned, version};
use super::words;
use crate::App;
use crate::http::access::Permitted;
use crate::http::body::{Named, Query};
use crate::http::caller::Caller;
use crate::http::json::checks::Checks;
use crate::http::pages::Html;
use crate::http::problem::{Code, Problem};
use crate::http::upload::{Form, Upload};
use crate::text::{self, Lang};
use crate::view::desk::schools::{
    self as view, School, Schools, add_school_form, change_school_form, school_fields,
    school_file_form,
};
use crate::view::event::{EventForm, FormKey};
use crate::view::field::{Choice, Errors, Values};
use crate::view::piece::{Fact, Tone};
use crate::view::shell::{DeskPlace, Flash};

const PATH: &str = "/desk/schools";

fn path(number: &str) -> String {
    format!("{PATH}/{number}")
}

/// `GET /desk/schools`.
pub(super) async fn list(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    uri: Uri,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Query(asked): Query<Asked>,
) -> Result<Html<Schools>, Problem> {
    let here = asked::here(&uri).to_owned();
    Ok(Html(
        page(&app, &caller, &grant, lang, (&here, &asked)).await?,
    ))
}

async fn page(
    app: &App,
    caller: &Caller,
    grant: &Grant<permit::ReadDesk>,
    lang: Lang,
    (here, asked): (&str, &Asked),
) -> Result<Schools, Problem> {
    let query = SchoolQuery {
        district: asked.district(),
        after: asked.after_key(),
        ..SchoolQuery::default()
    };
    let today = app.store().today();
    let page = read::list(app.store(), grant, &query, today).await?;
    let district = ("district", asked.district_code());
    let keeps = may(&caller.actor, Action::KeepAfterSchool);
    let submission = hex::encode(app.store().random::<16>());
    let none = (Values::default(), Errors::default());
    Ok(Schools {
        shell: frame(app, caller, lang, DeskPlace::Schools, here).await?,
        rows: page.items.iter().map(|one| row(one, lang)).collect(),
        next: page
            .next
            .map(|after| address(PATH, &[district, ("after", &after)])),
        add: keeps.then(|| add_form(caller, lang, submission, (&none.0, &none.1))),
        file: keeps.then(|| school_file_form(key(caller, lang, "/desk/school-lists"), None)),
    })
}

fn key(caller: &Caller, lang: Lang, action: &str) -> FormKey {
    FormKey {
        lang,
        action: action.to_owned(),
        csrf: caller.form_token.clone(),
        submission: String::new(),
        version: 0,
    }
}

fn add_form(
    caller: &Caller,
    lang: Lang,
    submission: String,
    (values, errors): (&Values, &Errors),
) -> EventForm {
    let key = FormKey {
        submission,
        ..key(caller, lang, PATH)
    };
    let fields = school_fields(words::districts(lang), stages(lang), values, errors, lang);
    add_school_form(key, fields, !errors.none())
}

/// The stages of compulsory education.
fn stages(lang: Lang) -> Vec<Choice> {
    let choice = |one: Stage| Choice::new(one.code(), lang.pick(one.zh(), one.en()));
    [Stage::Primary, Stage::Junior].map(choice).to_vec()
}

pub(super) fn stage_words(stages: &[Stage], lang: Lang) -> String {
    let words: Vec<&str> = stages
        .iter()
        .map(|stage| lang.pick(stage.zh(), stage.en()))
        .collect();
    words.join(lang.pick("、", ", "))
}

pub(super) fn share(row: &SchoolRow, lang: Lang) -> String {
    match row.items {
        Some(items) => format!("{} / {items}", row.outside),
        None => format!("{} / {}", row.outside, lang.t("school-items-unknown")),
    }
}

fn row(row: &SchoolRow, lang: Lang) -> view::SchoolRow {
    view::SchoolRow {
        href: path(&row.number),
        name: row.name.clone(),
        number: row.number.clone(),
        district: words::district(&row.district, lang),
        stages: stage_words(&row.stages, lang),
        providers: row.providers,
        share: share(row, lang),
    }
}

/// What was typed of a school.
fn said(form: &Form) -> Result<Said, Problem> {
    let mut read = Reading::of(form);
    let (name, district) = (read.text("name"), read.word("district"));
    let ticked = form.0.iter().filter(|(field, _)| field == "stages");
    let stages: Vec<Stage> = ticked.filter_map(|(_, code)| code.parse().ok()).collect();
    let mut checks = Checks::of_body();
    let items = checks.optional_by("items", Some(form.get("items")), "number_invalid", |text| {
        text.parse().ok()
    });
    let district = read.done(district)?;
    checks.done()?;
    Ok(Said {
        name,
        district,
        stages,
        items,
    })
}

/// `POST /desk/schools`: enters one.
pub(super) async fn add(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::KeepAfterSchool>,
    form: Form,
) -> Result<Response, Problem> {
    let submission = IdempotencyKey::parse(form.get("submission")).ok();
    let now = app.store().now();
    let entered = match said(&form) {
        Ok(said) => school::add(app.store(), &grant, &said, submission.as_ref(), now)
            .await
            .map_err(Problem::from),
        Err(problem) => Err(problem),
    };
    let problem = match entered {
        Ok(_) => return Ok(Done::SchoolEntered.to(PATH).into_response()),
        Err(problem) => problem,
    };
    let returned = Returned::of(&form, problem, lang, |_| None)?;
    let desk = caller.grant::<permit::ReadDesk>(now.day())?;
    let mut page = page(&app, &caller, &desk, lang, (PATH, &Asked::default())).await?;
    let filled = (returned.values(), returned.errors());
    let submission = form.get("submission").to_owned();
    page.add = Some(add_form(&caller, lang, submission, filled));
    page.shell.flash = returned.flash(lang);
    Ok((returned.status(), Html(page)).into_response())
}

/// `POST /desk/school-lists`: enters a whole list.
pub(super) async fn add_all(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::KeepAfterSchool>,
    upload: Upload,
) -> Result<Response, Problem> {
    let now = app.store().now();
    let (numbers, entered) = entered(&app, &grant, &upload, now).await;
    let problem = match entered {
        Ok(_) => return Ok(Done::SchoolsEntered.to(PATH).into_response()),
        Err(problem) if problem.code == Code::InvalidInput => problem,
        Err(problem) => return Err(problem),
    };
    list_again(&app, &caller, lang, (&problem, &numbers)).await
}

/// The page again, with what is wrong with the list.
async fn list_again(
    app: &App,
    caller: &Caller,
    lang: Lang,
    (problem, numbers): (&Problem, &[u64]),
) -> Result<Response, Problem> {
    let desk = caller.grant::<permit::ReadDesk>(app.store().today())?;
    let mut page = page(app, caller, &desk, lang, (PATH, &Asked::default())).await?;
    let of_file = problem.errors.iter().find(|error| error.field == "list");
    let told = match of_file {
        Some(error) => text::fault(lang, &error.code, ""),
        None => wrong(problem, numbers, lang).join(" "),
    };
    let file = key(caller, lang, "/desk/school-lists");
    page.file = Some(school_file_form(file, Some(told.clone())));
    page.shell.flash = Some(Flash {
        tone: Tone::Bad,
        text: told,
    });
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response())
}

/// Enters the list; answers the numbers of its rows as well, by which faults are told.
async fn entered(
    app: &App,
    grant: &Grant<permit::KeepAfterSchool>,
    upload: &Upload,
    now: Instant,
) -> (Vec<u64>, Result<(u64, u64), Problem>) {
    let rows = match rows(upload) {
        Ok(rows) => rows,
        Err(problem) => return (Vec::new(), Err(problem)),
    };
    let numbers = rows.iter().map(|(number, _)| *number).collect();
    let list = match schools(&rows) {
        Ok(list) => list,
        Err(problem) => return (numbers, Err(problem)),
    };
    let entered = school::add_all(app.store(), grant, &list, now).await;
    (numbers, entered.map_err(Problem::from))
}

/// Name, district, stages, items.
fn schools(rows: &[(u64, Vec<String>)]) -> Result<Vec<Said>, Problem> {
    let (mut list, mut faults): (Vec<Said>, Vec<FieldFault>) = Default::default();
    for (place, (_, cells)) in rows.iter().enumerate() {
        match school_of(cells) {
            Ok(school) => list.push(school),
            Err((field, code)) => faults.push(at_row(place, field, code)),
        }
    }
    if faults.is_empty() {
        Ok(list)
    } else {
        Err(Problem::from(Fault::Input(faults)))
    }
}

fn school_of(cells: &[String]) -> Result<Said, (&'static str, &'static str)> {
    let cell = |place: usize| cells.get(place).map_or("", String::as_str);
    let known = District::ALL
        .iter()
        .copied()
        .find(|one| one.zh() == cell(1));
    let district = match known {
        Some(district) => district,
        None => cell(1)
            .parse()
            .map_err(|fault: InputFault| ("district", fault.code))?,
    };
    let stage = |text: &str| -> Result<Stage, (&'static str, &'static str)> {
        let known = Stage::ALL.iter().copied().find(|one| one.zh() == text);
        known
            .map_or_else(|| text.parse(), Ok)
            .map_err(|fault: InputFault| ("stages", fault.code))
    };
    let stages = cell(2)
        .split(['、', ',', '，', ' ', ';'])
        .map(str::trim)
        .filter(|text| !text.is_empty());
    Ok(Said {
        name: cell(0).to_owned(),
        district,
        stages: stages.map(stage).collect::<Result<_, _>>()?,
        items: match cell(3) {
            "" => None,
            text => Some(text.parse().map_err(|_| ("items", "number_invalid"))?),
        },
    })
}

/// `GET /desk/schools/{number}`.
pub(super) async fn one(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    uri: Uri,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Named(number): Named<SchoolNumber>,
) -> Result<Html<School>, Problem> {
    let row = read::by_number(app.store(), &grant, number, app.store().today()).await?;
    let here = asked::here(&uri).to_owned();
    let stored = (values(&row), Errors::default());
    Ok(Html(
        school_page(&app, &caller, lang, (&here, &row), (&stored.0, &stored.1)).await?,
    ))
}

fn values(row: &SchoolRow) -> Values {
    let stages: Vec<&str> = row.stages.iter().map(|stage| stage.code()).collect();
    let items = row.items.map(|items| items.to_string()).unwrap_or_default();
    Values::from_pairs([
        ("name", row.name.as_str()),
        ("district", row.district.as_str()),
        ("stages", &stages.join(" ")),
        ("items", &items),
    ])
}

async fn school_page(
    app: &App,
    caller: &Caller,
    lang: Lang,
    (here, row): (&str, &SchoolRow),
    (values, errors): (&Values, &Errors),
) -> Result<School, Problem> {
    let key = FormKey {
        version: row.version,
        ..key(caller, lang, &path(&row.number))
    };
    let fields = school_fields(words::districts(lang), stages(lang), values, errors, lang);
    let keeps = may(&caller.actor, Action::KeepAfterSchool);
    Ok(School {
        shell: frame(app, caller, lang, DeskPlace::Schools, here).await?,
        number: row.number.clone(),
        title: row.name.clone(),
        facts: vec![
            Fact::new(lang.t("district"), words::district(&row.district, lang)),
            Fact::new(lang.t("course-stages"), stage_words(&row.stages, lang)),
            Fact::new(lang.t("school-providers"), row.providers.to_string()),
            Fact::new(lang.t("school-share"), share(row, lang)),
        ],
        change: keeps.then(|| change_school_form(key, fields)),
    })
}

/// `POST /desk/schools/{number}`: changes what is said of it.
pub(super) async fn change(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::KeepAfterSchool>,
    Named(number): Named<SchoolNumber>,
    form: Form,
) -> Result<Response, Problem> {
    let (version, now) = (version(&form)?, app.store().now());
    let changed = match said(&form) {
        Ok(said) => school::change(app.store(), &grant, number, &said, version, now)
            .await
            .map_err(Problem::from),
        Err(problem) => Err(problem),
    };
    let problem = match changed {
        Ok(_) => {
            return Ok(Done::SchoolChanged
                .to(&path(&number.to_string()))
                .into_response());
        }
        Err(problem) => problem,
    };
    changed_again(&app, &caller, lang, number, (&form, problem)).await
}

/// The page again, where nothing was changed.
async fn changed_again(
    app: &App,
    caller: &Caller,
    lang: Lang,
    number: SchoolNumber,
    (form, problem): (&Form, Problem),
) -> Result<Response, Problem> {
    let stale = (problem.code == Code::StaleVersion).then(|| problem.words(lang).to_owned());
    let returned = Returned::of(form, problem, lang, |_| None)?;
    let today = app.store().today();
    let desk = caller.grant::<permit::ReadDesk>(today)?;
    let row = read::by_number(app.store(), &desk, number, today).await?;
    let here = path(&row.number);
    let filled = (returned.values(), returned.errors());
    let mut page = school_page(app, caller, lang, (&here, &row), filled).await?;
    page.shell.flash = stale.map(|text| Flash {
        tone: Tone::Bad,
        text,
    });
    Ok((returned.status(), Html(page)).into_response())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]
mod tests {
    use super::*;

    #[test]
    fn a_row_says_the_district_and_the_stages_in_words_or_codes() {
        let row = |cells: &[&str]| {
            cells
                .iter()
                .map(|cell| (*cell).to_owned())
                .collect::<Vec<_>>()
        };
        let words = school_of(&row(&["凤凰小学", "红谷滩区", "小学、初中", "20"])).unwrap();
        let codes = school_of(&row(&["凤凰小学", "360113", "primary, junior", "20"])).unwrap();
        assert_eq!(words, codes);
        assert_eq!(words.district, District::Honggutan);
        let wrong = school_of(&row(&["凤凰小学", "月球"])).unwrap_err();
        assert_eq!(wrong, ("district", "district_unknown"));
    }
}
