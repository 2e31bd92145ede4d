//! The bar list: who is on it, who is put on it, who is taken off.

use std::sync::Arc;

use axum::extract::State;
use axum::http::Uri;
use axum::response::{IntoResponse as _, Response};
use domain::access::{Action, may, permit};
use domain::pii::Pii;
use domain::staff::IdentityNumber;
use domain::words::{BarId, Day};
use store::ops::IdempotencyKey;
use store::ops::staff::{self, NewBar};
use store::read::Limit;
use store::read::staff::bar::{self, BarQuery, BarRecord, BarShown, STATES};

use super::asked::{self, Asked, address, chips};
use super::done::Done;
use super::frame::frame;
use super::sent::{Reading, Returned, version};
use super::words::{self, near};
use crate::App;
use crate::http::access::Permitted;
use crate::http::body::{Named, Pairs, Query};
use crate::http::caller::Caller;
use crate::http::pages::Html;
use crate::http::problem::Problem;
use crate::http::upload::Form;
use crate::text::Lang;
use crate::view::desk::staff::{Bar, BarList, BarRow, bar_form, lift_form};
use crate::view::event::{EventForm, FormKey};
use crate::view::field::{Errors, Values};
use crate::view::piece::{Badge, Fact, Tone};
use crate::view::shell::{Desk, DeskPlace};

const PATH: &str = "/desk/barred";

fn path(id: &str) -> String {
    format!("{PATH}/{id}")
}

pub(super) fn state(code: &str, lang: Lang) -> Badge {
    match code {
        "in_force" => Badge::new(Tone::Bad, lang.t("bar-in-force")),
        "over" => Badge::new(Tone::Neutral, lang.t("bar-over")),
        _ => Badge::new(Tone::Neutral, lang.t("bar-lifted")),
    }
}

/// `GET /desk/barred`.
pub(super) async fn list(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    uri: Uri,
    Permitted(_grant): Permitted<permit::ReadDesk>,
    Query(asked): Query<Asked>,
    Pairs(pairs): Pairs,
) -> Result<Html<BarList>, Problem> {
    let here = asked::here(&uri);
    let shell = frame(&app, &caller, lang, DeskPlace::Barred, here).await?;
    let after = pairs.iter().find(|(name, _)| name == "after");
    let after = after.and_then(|(_, after)| after.parse().ok());
    let state = asked.state(STATES);
    Ok(Html(
        page(&app, &caller, shell, (state, after), None).await?,
    ))
}

async fn page(
    app: &App,
    caller: &Caller,
    shell: Desk,
    (chosen, after): (&'static str, Option<BarId>),
    returned: Option<&Returned>,
) -> Result<BarList, Problem> {
    let (lang, today) = (shell.lang, app.store().today());
    let desk = caller.grant::<permit::ReadDesk>(today)?;
    let query = BarQuery {
        state: Some(chosen.to_owned()),
        limit: Limit::default(),
        after,
    };
    let page = bar::list(app.store(), &desk, &query, today).await?;
    Ok(BarList {
        chips: chips(PATH, chosen, &[], &choices(lang)),
        rows: page.items.iter().map(|one| row(one, lang, today)).collect(),
        next: page
            .next
            .map(|after| address(PATH, &[("state", chosen), ("after", &after)])),
        form: form(app, caller, returned, lang),
        shell,
    })
}

fn choices(lang: Lang) -> Vec<(&'static str, String)> {
    let choices = STATES.iter().map(|one| {
        let words = match *one {
            "all" => lang.t("filter-all"),
            code => state(code, lang).text,
        };
        (*one, words)
    });
    choices.collect()
}

fn row(row: &BarShown, lang: Lang, today: Day) -> BarRow {
    let (from, last) = (
        near(&row.from_on, lang, today),
        near(&row.last_on, lang, today),
    );
    BarRow {
        href: path(&row.id),
        name: row.name.clone(),
        identity: row.identity_number.clone(),
        source: row.source.clone(),
        days: lang.t2("bar-days-line", "from", from, "last", last),
        badge: state(row.state, lang),
    }
}

/// The form that puts a person on the list; none for whoever may not.
fn form(app: &App, caller: &Caller, returned: Option<&Returned>, lang: Lang) -> Option<EventForm> {
    if !may(&caller.actor, Action::KeepBars) {
        return None;
    }
    let key = FormKey {
        lang,
        action: PATH.to_owned(),
        csrf: caller.form_token.clone(),
        submission: hex::encode(app.store().random::<16>()),
        version: 0,
    };
    let none = (Values::default(), Errors::default());
    let (values, errors) = returned.map_or((&none.0, &none.1), |it| (it.values(), it.errors()));
    let form = bar_form(key, values, errors);
    Some(EventForm {
        open: returned.is_some(),
        ..form
    })
}

/// `POST /desk/barred`.
pub(super) async fn bar_person(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::KeepBars>,
    form: Form,
) -> Result<Response, Problem> {
    let submission = IdempotencyKey::parse(form.get("submission")).ok();
    let now = app.store().now();
    let barred = match parse(&form) {
        Ok(new) => staff::bar(app.store(), &grant, &new, submission.as_ref(), now)
            .await
            .map_err(Problem::from),
        Err(problem) => Err(problem),
    };
    let problem = match barred {
        Ok(id) => return Ok(Done::Barred.to(&path(&id.to_string())).into_response()),
        Err(problem) => problem,
    };
    let field = |code: &str| (code == "barred_already").then_some("identity_number");
    let returned = Returned::of(&form, problem, lang, field)?;
    let shell = frame(&app, &caller, lang, DeskPlace::Barred, PATH).await?;
    let page = page(&app, &caller, shell, ("in_force", None), Some(&returned)).await?;
    Ok((returned.status(), Html(page)).into_response())
}

fn parse(form: &Form) -> Result<NewBar, Problem> {
    let mut read = Reading::of(form);
    let (name, source) = (read.text("name"), read.text("source"));
    let identity = read.word::<IdentityNumber>("identity_number");
    let (from, last) = (read.word::<Day>("from_on"), read.word::<Day>("last_on"));
    let whole = identity.zip(from.zip(last));
    let (identity, (from_on, last_on)) = read.done(whole)?;
    Ok(NewBar {
        identity: Pii::new(identity),
        name: Pii::new(name),
        source,
        from_on,
        last_on,
    })
}

/// `GET /desk/barred/{id}`.
pub(super) async fn one(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    uri: Uri,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Named(id): Named<BarId>,
) -> Result<Html<Bar>, Problem> {
    let today = app.store().today();
    let record = bar::by_id(app.store(), &grant, id, today).await?;
    let shell = frame(&app, &caller, lang, DeskPlace::Barred, asked::here(&uri)).await?;
    Ok(Html(one_page(&caller, shell, &record, None, today)))
}

fn one_page(
    caller: &Caller,
    shell: Desk,
    record: &BarRecord,
    returned: Option<&Returned>,
    today: Day,
) -> Bar {
    let (lang, row) = (shell.lang, &record.row);
    let lifts = row.state == "in_force" && may(&caller.actor, Action::KeepBars);
    let none = (Values::default(), Errors::default());
    let (values, errors) = returned.map_or((&none.0, &none.1), |it| (it.values(), it.errors()));
    let key = FormKey {
        lang,
        action: format!("{}/events", path(&row.id)),
        csrf: caller.form_token.clone(),
        submission: String::new(),
        version: row.version,
    };
    let form = lifts.then(|| lift_form(key, values, errors));
    Bar {
        title: row.name.clone(),
        badge: state(row.state, lang),
        stale: returned.and_then(|it| {
            let forms: Vec<&EventForm> = form.iter().collect();
            let told = |_: &str, text: &str| (lang.t("reason"), text.to_owned());
            let changed = state(row.state, lang).text;
            it.stale(record.acts.last(), changed, &forms, told, (lang, today))
        }),
        facts: facts(row, lang, today),
        form,
        timeline: words::timeline(&record.acts, &[], lang, today),
        shell,
    }
}

fn facts(row: &BarShown, lang: Lang, today: Day) -> Vec<Fact> {
    let mut facts = vec![
        Fact::new(lang.t("staff-identity"), row.identity_number.clone()).as_code(),
        Fact::new(lang.t("bar-source"), row.source.clone()),
        Fact::new(lang.t("bar-from"), near(&row.from_on, lang, today)),
        Fact::new(lang.t("bar-last"), near(&row.last_on, lang, today)),
        Fact::new(lang.t("bar-by"), row.barred_by.clone()),
    ];
    if let Some(lifted) = &row.lifted_on {
        facts.push(Fact::new(lang.t("bar-lifted"), near(lifted, lang, today)));
    }
    if let Some(reason) = &row.lift_reason {
        facts.push(Fact {
            term: lang.t("reason"),
            lines: words::lines(reason),
            ..Fact::default()
        });
    }
    facts
}

/// `POST /desk/barred/{id}/events`: takes the person off the list.
pub(super) async fn event(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::KeepBars>,
    Named(id): Named<BarId>,
    form: Form,
) -> Result<Response, Problem> {
    let (version, now) = (version(&form)?, app.store().now());
    let reason = form.get("reason");
    let lifted = staff::lift(app.store(), &grant, id, reason, version, now).await;
    let path = path(&id.to_string());
    let Err(fault) = lifted else {
        return Ok(Done::BarLifted.to(&path).into_response());
    };
    let returned = Returned::of(&form, fault.into(), lang, |_| None)?;
    let desk = caller.grant::<permit::ReadDesk>(now.day())?;
    let record = bar::by_id(app.store(), &desk, id, now.day()).await?;
    let mut shell = frame(&app, &caller, lang, DeskPlace::Barred, &path).await?;
    shell.flash = returned.flash(lang);
    let page = one_page(&caller, shell, &record, Some(&returned), now.day());
    Ok((returned.status(), Html(page)).into_response())
}
