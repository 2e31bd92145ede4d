//! What the register says of the institution: looked over, confirmed, changed, and whom the authority reaches.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::access::{Grant, permit};
use domain::institution::request::Side;
use domain::words::{Day, Instant};
use serde::Deserialize;
use store::Fault;
use store::ops::record::{self, Change, Changed};
use store::read::record::RecordKept;
use store::read::request::RequestRow;
use store::read::{self, Limit};

use super::frame::frame;
use super::show::verdict;
use crate::App;
use crate::http::access::Permitted;
use crate::http::body::Query;
use crate::http::caller::Caller;
use crate::http::json::records::ContactFields;
use crate::http::pages::{Html, errors_of, record as words};
use crate::http::problem::{Code, Problem};
use crate::http::upload::Form;
use crate::text::{Lang, show};
use crate::view::field::{Errors, FormKey, Values};
use crate::view::my::record::{self as view, Record, RecordEdit};
use crate::view::piece::{Tone, Verdict};
use crate::view::shell::{Flash, My, MyPlace};

const PATH: &str = "/my/record";
/// Requests that the page lists.
const REQUESTS_MAX: u32 = 20;

/// What was done just before.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Shown {
    done: Option<String>,
}

fn done(code: &str, lang: Lang) -> Option<Flash> {
    let key = match code {
        "saved" => "record-saved",
        "asked" => "record-sent-off",
        "both" => "record-saved-and-sent",
        "confirmed" => "record-confirmed-now",
        "contact" => "record-contact-saved",
        "decided" => "record-decided",
        "taken-back" => "record-taken-back",
        _ => return None,
    };
    Some(Flash {
        tone: Tone::Good,
        text: lang.t(key),
    })
}

/// Leads to the record and says there what was done.
pub(super) fn to(done: &str) -> Redirect {
    Redirect::to(&format!("{PATH}?done={done}"))
}

/// `GET /my/record`.
pub(super) async fn show(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::ReadOwn>,
    Query(shown): Query<Shown>,
) -> Result<Html<Record>, Problem> {
    let mut page = page(&app, &caller, &grant, lang, None).await?;
    page.shell.flash = shown.done.and_then(|code| done(&code, lang));
    Ok(Html(page))
}

async fn page(
    app: &App,
    caller: &Caller,
    grant: &Grant<permit::ReadOwn>,
    lang: Lang,
    contact: Option<(&Values, &Errors)>,
) -> Result<Record, Problem> {
    let (store, today) = (app.store(), app.store().today());
    let kept = read::record::own(store, grant, today).await?;
    let limit = Limit::parse(Some(REQUESTS_MAX)).unwrap_or_default();
    let requests = read::request::own(store, grant, limit, None).await?.items;
    let reached = read::record::own_contact(store, grant).await?;
    let values = Values::from_pairs([
        ("name", reached.name.as_str()),
        ("telephone", &reached.telephone),
        ("email", &reached.email),
    ]);
    let none = Errors::default();
    let (values, errors) = contact.unwrap_or((&values, &none));
    let rows: Result<Vec<_>, Fault> = requests.iter().map(|one| row(one, lang, today)).collect();
    Ok(Record {
        shell: frame(app, caller, grant, lang, MyPlace::Record).await?,
        verdict: standing(&kept, lang),
        groups: words::groups(&kept, Side::Institution, lang),
        version: kept.version,
        contact: view::contact(values, errors, lang),
        requests: rows?,
    })
}

/// Whether it is to be confirmed, and when it was.
fn standing(kept: &RecordKept, lang: Lang) -> Verdict {
    let confirmed = kept
        .confirmed_at
        .map(|at| show::day(lang, Instant::from_millis(at).day()));
    match (kept.asked_to_confirm, confirmed) {
        (true, _) => verdict(
            Tone::Caution,
            lang.t("record-confirm-asked"),
            lang.t("record-confirm-asked-line"),
        ),
        (false, Some(day)) => verdict(
            Tone::Good,
            lang.t1("record-confirmed", "day", day),
            lang.t("record-confirmed-line"),
        ),
        (false, None) => verdict(
            Tone::Neutral,
            lang.t("record-unconfirmed"),
            lang.t("record-unconfirmed-line"),
        ),
    }
}

fn row(row: &RequestRow, lang: Lang, today: Day) -> Result<view::RequestRow, Fault> {
    let key = if row.side == Side::Institution.code() {
        "record-asked-by-us"
    } else {
        "record-asked-by-authority"
    };
    let at = show::near_instant(lang, Instant::from_millis(row.asked_at), today);
    Ok(view::RequestRow {
        href: super::requests::path(&row.id),
        title: words::fields(row, lang)?,
        badge: words::state(&row.state, lang),
        note: format!("{} · {at}", lang.t(key)),
    })
}

/// `POST /my/record/confirmation`: where the record says something else than the page did, it is shown anew.
pub(super) async fn confirm(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::KeepOwnRecord>,
    form: Form,
) -> Result<Response, Problem> {
    let version = version(&form)?;
    let now = app.store().now();
    match record::confirm_own(app.store(), &grant, version, now).await {
        Ok(()) => Ok(to("confirmed").into_response()),
        Err(Fault::Stale { .. }) => {
            let reader = caller.grant::<permit::ReadOwn>(now.day())?;
            let mut page = page(&app, &caller, &reader, lang, None).await?;
            page.shell.flash = Some(stale(lang));
            Ok((StatusCode::CONFLICT, Html(page)).into_response())
        }
        Err(fault) => Err(fault.into()),
    }
}

fn version(form: &Form) -> Result<i64, Problem> {
    let version = form.get("version").parse();
    version.map_err(|_| Problem::new(Code::BadRequest))
}

fn stale(lang: Lang) -> Flash {
    Flash {
        tone: Tone::Bad,
        text: lang.t("record-stale"),
    }
}

/// `POST /my/record/contact`.
pub(super) async fn contact(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::KeepOwnRecord>,
    form: Form,
) -> Result<Response, Problem> {
    let fields = ContactFields::of(form.get("name"), form.get("telephone"), form.get("email"));
    let now = app.store().now();
    let problem = match fields.checked() {
        Ok(contact) => {
            record::set_contact(app.store(), &grant, &contact, now).await?;
            return Ok(to("contact").into_response());
        }
        Err(problem) => problem,
    };
    let reader = caller.grant::<permit::ReadOwn>(now.day())?;
    let (values, errors) = (words::typed(&form), errors_of(&problem, lang));
    let page = page(&app, &caller, &reader, lang, Some((&values, &errors))).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response())
}

/// `GET /my/record/edit`.
pub(super) async fn edit(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::ReadOwn>,
) -> Result<Html<RecordEdit>, Problem> {
    let kept = read::record::own(app.store(), &grant, app.store().today()).await?;
    let shell = frame(&app, &caller, &grant, lang, MyPlace::Record).await?;
    let values = words::values(&kept);
    Ok(Html(form_page(
        shell,
        &caller,
        kept.version,
        (&values, &Errors::default()),
    )))
}

fn form_page(
    mut shell: My,
    caller: &Caller,
    version: i64,
    filled: (&Values, &Errors),
) -> RecordEdit {
    let key = FormKey {
        lang: shell.lang,
        action: format!("{PATH}/changes"),
        csrf: caller.form_token.clone(),
        submission: String::new(),
        version,
    };
    shell.path = format!("{PATH}/edit");
    RecordEdit {
        form: words::form(key, Side::Institution, filled, PATH.to_owned()),
        shell,
    }
}

/// `POST /my/record/changes`.
pub(super) async fn change(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::KeepOwnRecord>,
    form: Form,
) -> Result<Response, Problem> {
    let (version, now) = (version(&form)?, app.store().now());
    let returned = match words::sent(&form, Side::Institution, lang) {
        Err(errors) => words::Returned::unread(errors),
        Ok(values) => {
            let reason = form.get("reason").to_owned();
            let change = Change { values, reason };
            match record::change_own(app.store(), &grant, &change, version, now).await {
                Ok(changed) => return Ok(to(what(&changed)).into_response()),
                Err(fault) => words::Returned::of(fault, lang)?,
            }
        }
    };
    let reader = caller.grant::<permit::ReadOwn>(now.day())?;
    again(&app, &caller, &reader, lang, (&form, returned)).await
}

/// What became of a change, as the page says it afterwards.
const fn what(changed: &Changed) -> &'static str {
    match (changed.written.is_empty(), changed.asked.is_empty()) {
        (_, true) => "saved",
        (true, false) => "asked",
        (false, false) => "both",
    }
}

/// The form again, with what was typed and is wrong.
async fn again(
    app: &App,
    caller: &Caller,
    grant: &Grant<permit::ReadOwn>,
    lang: Lang,
    (form, returned): (&Form, words::Returned),
) -> Result<Response, Problem> {
    let mut shell = frame(app, caller, grant, lang, MyPlace::Record).await?;
    shell.flash = returned.flash;
    // Somebody who sees what is new may send on what they typed.
    let kept = read::record::own(app.store(), grant, app.store().today()).await?;
    let typed = words::typed(form);
    let read = read::record::own_at(app.store(), grant, version(form)?).await?;
    let typed = read.map_or(typed.clone(), |read| words::merged(&typed, &read, &kept));
    let filled = (&typed, &returned.errors);
    let page = form_page(shell, caller, kept.version, filled);
    Ok((returned.status, Html(page)).into_response())
}
