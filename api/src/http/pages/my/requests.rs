//! A change of the record that waits: asked for by the institution, or by the authority of it.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use domain::access::{Grant, permit};
use domain::institution::request::Step;
use domain::words::{Day, RequestId};
use store::Fault;
use store::ops::record::{self, RequestEvent};
use store::read::request::{self, RequestRecord};

use super::frame::frame;
use super::record::to;
use crate::App;
use crate::http::access::Permitted;
use crate::http::body::Named;
use crate::http::caller::Caller;
use crate::http::pages::{Html, record as words};
use crate::http::problem::{Code, Problem};
use crate::http::upload::Form;
use crate::text::Lang;
use crate::view::event::{EventForm, FormKey, NextStep};
use crate::view::field::{Errors, Values};
use crate::view::my::record::{Request, step};
use crate::view::shell::{My, MyPlace};

/// The page of a request.
pub(super) fn path(id: &str) -> String {
    format!("/my/requests/{id}")
}

/// `GET /my/requests/{id}`.
pub(super) async fn one(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::ReadOwn>,
    Named(id): Named<RequestId>,
) -> Result<Html<Request>, Problem> {
    let (record, shell) = read_one(&app, &caller, &grant, lang, id).await?;
    let none = (Values::default(), Errors::default());
    let filled = ("", &none.0, &none.1);
    Ok(Html(page(shell, &record, filled, app.store().today())))
}

async fn read_one(
    app: &App,
    caller: &Caller,
    grant: &Grant<permit::ReadOwn>,
    lang: Lang,
    id: RequestId,
) -> Result<(RequestRecord, My), Problem> {
    let record = request::own_by_id(app.store(), grant, id).await?;
    let mut shell = frame(app, caller, grant, lang, MyPlace::Record).await?;
    shell.path = path(&record.row.id);
    Ok((record, shell))
}

fn page(
    shell: My,
    record: &RequestRecord,
    (event, values, errors): (&str, &Values, &Errors),
    today: Day,
) -> Request {
    let lang = shell.lang;
    let forms = record.offers.iter().filter(|offer| offer.code.is_none());
    let none = (Values::default(), Errors::default());
    let mut forms: Vec<EventForm> = forms
        .filter_map(|offer| {
            let (values, errors) = match offer.event == event {
                true => (values, errors),
                false => (&none.0, &none.1),
            };
            let key = FormKey {
                lang,
                action: format!("{}/events", path(&record.row.id)),
                csrf: shell.csrf.clone(),
                submission: String::new(),
                version: record.row.version,
            };
            step(offer.event, key, values, errors)
        })
        .collect();
    let decides = forms.iter().any(|form| form.event == Step::Refuse.code());
    let leads = forms
        .iter()
        .position(|form| form.event == Step::Approve.code());
    let main = leads.map(|at| forms.remove(at));
    let (title, lead) = match (decides, forms.is_empty()) {
        (true, _) => (lang.t("request-decide"), lang.t("request-decide-lead")),
        (false, false) => (lang.t("request-wait"), lang.t("request-wait-lead")),
        (false, true) => (lang.t("request-ended"), String::new()),
    };
    Request {
        badge: words::state(&record.row.state, lang),
        facts: words::request_facts(&record.row, lang, today),
        sides: words::sides(&record.alterations, record.row.decided_at.is_none(), lang),
        step: NextStep {
            title,
            lead,
            law: String::new(),
            main,
            more: forms,
            refused: Vec::new(),
        },
        shell,
    }
}

/// `POST /my/requests/{id}/events`.
pub(super) async fn event(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::KeepOwnRecord>,
    Named(id): Named<RequestId>,
    form: Form,
) -> Result<Response, Problem> {
    let bad = || Problem::new(Code::BadRequest);
    let version: i64 = form.get("version").parse().map_err(|_| bad())?;
    let event = words::request_event(&form).ok_or_else(bad)?;
    let now = app.store().now();
    let fault = match record::step(app.store(), &grant, id, &event, version, now).await {
        Ok(_) => return Ok(done(&event).into_response()),
        Err(fault) => fault,
    };
    let reader = caller.grant::<permit::ReadOwn>(now.day())?;
    again(&app, &caller, &reader, lang, (id, &form, &event, fault)).await
}

fn done(event: &RequestEvent) -> axum::response::Redirect {
    to(match event {
        RequestEvent::Withdraw {} => "taken-back",
        RequestEvent::Approve {} | RequestEvent::Refuse { .. } => "decided",
    })
}

/// The page again, where the step was not taken. A second click finds its own work done.
async fn again(
    app: &App,
    caller: &Caller,
    grant: &Grant<permit::ReadOwn>,
    lang: Lang,
    (id, form, event, fault): (RequestId, &Form, &RequestEvent, Fault),
) -> Result<Response, Problem> {
    let (record, mut shell) = read_one(app, caller, grant, lang, id).await?;
    if matches!(fault, Fault::Stale { .. }) && words::is_done(&record.row, event) {
        return Ok(done(event).into_response());
    }
    let mut returned = words::Returned::of(fault, lang)?;
    if event.step() != Step::Refuse {
        returned = returned.without_fields();
    }
    shell.flash = returned.flash;
    let filled = (event.step().code(), &words::typed(form), &returned.errors);
    let page = page(shell, &record, filled, app.store().today());
    let status: StatusCode = returned.status;
    Ok((status, Html(page)).into_response())
}
