//! An institution's staff: the list, one person, and what its forms bring.

mod fill;

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::access::{Grant, permit};
use domain::words::StaffId;
use serde::Deserialize;
use store::ops::IdempotencyKey;
use store::ops::staff;
use store::read::Limit;
use store::read::staff::{self as read, STATES, StaffQuery, StaffShown};

use self::fill::{new_member, of_event, of_pupils, told, typed};
use super::frame::frame;
use crate::App;
use crate::http::access::{Permitted, escaped};
use crate::http::body::{Named, Query};
use crate::http::caller::Caller;
use crate::http::json::staff::own_id;
use crate::http::pages::{Html, staff as words};
use crate::http::problem::{Code, Problem};
use crate::http::upload::Form;
use crate::text::{Lang, show};
use crate::view::event::FormKey;
use crate::view::field::{Errors, Values};
use crate::view::my::staff::{
    Staff, StaffMember, change_form, enter_form, leave_form, pupils_form,
};
use crate::view::piece::{Chip, Fact, Tone};
use crate::view::shell::{Flash, My, MyPlace};

const PATH: &str = "/my/staff";

fn path(id: &str) -> String {
    format!("{PATH}/{id}")
}

/// Which part of the list, and what was done just before.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Asked {
    state: Option<String>,
    after: Option<String>,
    done: Option<String>,
}

/// What was done just before, by its code in the address.
fn done(code: Option<&str>, lang: Lang) -> Option<Flash> {
    let key = match code? {
        "entered" => "staff-done-entered",
        "changed" => "staff-done-changed",
        "left" => "staff-done-left",
        "pupils" => "staff-done-pupils",
        _ => return None,
    };
    Some(Flash {
        tone: Tone::Good,
        text: lang.t(key),
    })
}

/// What stands in a form, and what is wrong with it.
type Typed = (Values, Errors);

/// `GET /my/staff`.
pub(super) async fn list(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::ReadOwn>,
    Query(asked): Query<Asked>,
) -> Result<Html<Staff>, Problem> {
    let mut page = list_page(&app, &caller, &grant, lang, &asked, None).await?;
    page.shell.flash = done(asked.done.as_deref(), lang);
    Ok(Html(page))
}

async fn list_page(
    app: &App,
    caller: &Caller,
    grant: &Grant<permit::ReadOwn>,
    lang: Lang,
    asked: &Asked,
    returned: Option<Typed>,
) -> Result<Staff, Problem> {
    let (store, today) = (app.store(), app.store().today());
    // A word that is none asks for the first part, a mark that is none for the first page.
    let known = STATES
        .iter()
        .find(|one| asked.state.as_deref() == Some(**one));
    let state = known.copied().unwrap_or("at_work");
    let query = StaffQuery {
        state: Some(state.to_owned()),
        limit: Limit::default(),
        after: asked.after.as_deref().and_then(|after| after.parse().ok()),
    };
    let page = read::own(store, grant, &query, today).await?;
    let team = read::own_team(store, grant, today).await?;
    let number = |value: Option<i64>| value.map(|value| value.to_string()).unwrap_or_default();
    let (values, errors) = returned.unwrap_or_else(|| {
        let pairs = [
            ("pupils", number(team.pupils)),
            ("preschool_pupils", number(team.preschool_pupils)),
        ];
        let pairs = pairs
            .each_ref()
            .map(|(name, value)| (*name, value.as_str()));
        (Values::from_pairs(pairs), Errors::default())
    });
    let mut shell = frame(app, caller, grant, lang, MyPlace::Staff).await?;
    shell.path = format!("{PATH}?state={state}");
    let rows = page.items.iter();
    Ok(Staff {
        chips: chips(state, lang),
        rows: rows
            .map(|one| words::row(one, Some(path(&one.id)), lang))
            .collect(),
        next: page
            .next
            .map(|after| format!("{PATH}?state={state}&after={}", escaped(&after))),
        team: words::team(&team, lang),
        conditions: words::conditions(&team, lang),
        pupils: pupils_form(key(&shell, format!("{PATH}/pupils"), 0), &values, &errors),
        shell,
    })
}

fn chips(here: &str, lang: Lang) -> Vec<Chip> {
    let chips = STATES.iter().map(|state| {
        let text = lang.t(match *state {
            "at_work" => "staff-at-work",
            "left" => "staff-left",
            _ => "filter-all",
        });
        Chip::new(format!("{PATH}?state={state}"), text, *state == here)
    });
    chips.collect()
}

fn key(shell: &My, action: String, version: i64) -> FormKey {
    FormKey {
        lang: shell.lang,
        action,
        csrf: shell.csrf.clone(),
        submission: String::new(),
        version,
    }
}

/// `GET /my/staff/new`.
pub(super) async fn new(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(_grant): Permitted<permit::KeepStaff>,
) -> Result<Html<StaffMember>, Problem> {
    let kept = (
        Values::from_pairs([("entry_check", "unchecked")]),
        Errors::default(),
    );
    Ok(Html(new_page(&app, &caller, lang, &kept).await?))
}

async fn new_page(
    app: &App,
    caller: &Caller,
    lang: Lang,
    (values, errors): &Typed,
) -> Result<StaffMember, Problem> {
    let reader = caller.grant::<permit::ReadOwn>(app.store().today())?;
    let mut shell = frame(app, caller, &reader, lang, MyPlace::Staff).await?;
    shell.path = format!("{PATH}/new");
    let key = FormKey {
        submission: hex::encode(app.store().random::<16>()),
        ..key(&shell, PATH.to_owned(), 0)
    };
    Ok(StaffMember {
        title: lang.t("staff-enter"),
        notes: Vec::new(),
        facts: Vec::new(),
        form: Some(enter_form(key, &words::choices(lang), values, errors)),
        leave: None,
        shell,
    })
}

/// `POST /my/staff`: enters a person and leads to the page that says what is not in order.
pub(super) async fn enter(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::KeepStaff>,
    form: Form,
) -> Result<Response, Problem> {
    let now = app.store().now();
    let submission = IdempotencyKey::parse(form.get("submission")).ok();
    let entered = match new_member(&form, now.day()) {
        Ok(new) => staff::enter(
            app.store(),
            &grant,
            own_id(&grant)?,
            &new,
            submission.as_ref(),
            now,
        )
        .await
        .map_err(Problem::from),
        Err(problem) => Err(problem),
    };
    let problem = match entered {
        Ok(entered) => return Ok(to(&path(&entered.id.to_string()), "entered")),
        Err(problem) => problem,
    };
    let returned = (typed(&form), told(&problem, lang, "identity_number")?);
    let page = new_page(&app, &caller, lang, &returned).await?;
    Ok((problem.code.status(), Html(page)).into_response())
}

fn to(path: &str, done: &str) -> Response {
    Redirect::to(&format!("{path}?done={done}")).into_response()
}

/// `GET /my/staff/{id}`.
pub(super) async fn one(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::ReadOwn>,
    Named(id): Named<StaffId>,
    Query(asked): Query<Asked>,
) -> Result<Html<StaffMember>, Problem> {
    let mut page = one_page(&app, &caller, &grant, lang, id, None).await?;
    page.shell.flash = done(asked.done.as_deref(), lang);
    Ok(Html(page))
}

async fn one_page(
    app: &App,
    caller: &Caller,
    grant: &Grant<permit::ReadOwn>,
    lang: Lang,
    id: StaffId,
    returned: Option<(&str, Typed)>,
) -> Result<StaffMember, Problem> {
    let today = app.store().today();
    let record = read::own_by_id(app.store(), grant, id, today).await?;
    let mut shell = frame(app, caller, grant, lang, MyPlace::Staff).await?;
    shell.path = path(&record.id);
    let action = format!("{}/events", shell.path);
    let key = || key(&shell, action.clone(), record.version);
    let came_back = |event: &str| {
        let back = returned.as_ref().filter(|(of, _)| *of == event);
        back.map(|(_, typed)| typed.clone())
    };
    let works = record.left_on.is_none();
    let said = || (words::values(&record.member), Errors::default());
    let (values, errors) = came_back("change").unwrap_or_else(said);
    let form = works.then(|| change_form(key(), &words::choices(lang), &values, &errors));
    let (values, errors) = came_back("leave").unwrap_or_default();
    Ok(StaffMember {
        title: record.member.name.clone(),
        notes: words::notes(&record, lang),
        facts: facts(&record, lang),
        form,
        leave: works.then(|| leave_form(key(), &values, &errors)),
        shell,
    })
}

fn facts(record: &StaffShown, lang: Lang) -> Vec<Fact> {
    let member = &record.member;
    let since = show::day(lang, member.employed_on);
    let mut facts = vec![
        Fact::new(lang.t("staff-identity"), record.identity_number.clone()).as_code(),
        Fact::new(
            lang.t("staff-post"),
            lang.pick(member.post.zh(), member.post.en()),
        ),
        Fact::new(lang.t("staff-employed-on"), since),
    ];
    if let Some(left) = record.left_on {
        facts.push(Fact::new(lang.t("staff-left-on"), show::day(lang, left)));
    }
    facts
}

/// `POST /my/staff/{id}/events`: changes what is said of a person, or lets them leave.
pub(super) async fn event(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::KeepStaff>,
    Named(id): Named<StaffId>,
    form: Form,
) -> Result<Response, Problem> {
    let version = form.get("version").parse();
    let version: i64 = version.map_err(|_| Problem::new(Code::BadRequest))?;
    let now = app.store().now();
    let (event, code, field) = of_event(&form)?;
    let moved = match event {
        Ok(event) => staff::step(app.store(), &grant, id, &event, version, now)
            .await
            .map_err(Problem::from),
        Err(problem) => Err(problem),
    };
    match moved {
        Ok(_) => Ok(to(&path(&id.to_string()), code)),
        Err(problem) => again(&app, &caller, lang, id, (&form, field), &problem).await,
    }
}

/// The page again, where the step was not taken; where somebody else was quicker it says what stands there now.
async fn again(
    app: &App,
    caller: &Caller,
    lang: Lang,
    id: StaffId,
    (form, field): (&Form, &str),
    problem: &Problem,
) -> Result<Response, Problem> {
    let reader = caller.grant::<permit::ReadOwn>(app.store().today())?;
    if problem.code == Code::StaleVersion {
        let mut page = one_page(app, caller, &reader, lang, id, None).await?;
        page.shell.flash = Some(Flash {
            tone: Tone::Caution,
            text: lang.t("staff-stale"),
        });
        return Ok((StatusCode::CONFLICT, Html(page)).into_response());
    }
    let returned = (typed(form), told(problem, lang, field)?);
    let returned = Some((form.get("event"), returned));
    let page = one_page(app, caller, &reader, lang, id, returned).await?;
    Ok((problem.code.status(), Html(page)).into_response())
}

/// `POST /my/staff/pupils`.
pub(super) async fn pupils(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::KeepStaff>,
    form: Form,
) -> Result<Response, Problem> {
    let now = app.store().now();
    let stated = match of_pupils(&form) {
        Ok(pupils) => staff::state_pupils(app.store(), &grant, own_id(&grant)?, pupils, now)
            .await
            .map_err(Problem::from),
        Err(problem) => Err(problem),
    };
    let Err(problem) = stated else {
        return Ok(to(PATH, "pupils"));
    };
    let returned = (typed(&form), told(&problem, lang, "pupils")?);
    let reader = caller.grant::<permit::ReadOwn>(now.day())?;
    let asked = Asked::default();
    let page = list_page(&app, &caller, &reader, lang, &asked, Some(returned)).await?;
    Ok((problem.code.status(), Html(page)).into_response())
}
