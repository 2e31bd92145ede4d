//! Orders to correct: the list, one of them, the proof that was handed in.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use domain::access::{Grant, permit};
use domain::words::{EvidenceId, OrderId};
use serde::Deserialize;
use store::ops::evidence;
use store::read::{self, Limit};

use super::frame::frame;
use super::show;
use crate::App;
use crate::http::access::{Permitted, escaped};
use crate::http::body::{Named, Query};
use crate::http::caller::Caller;
use crate::http::download;
use crate::http::pages::Html;
use crate::http::problem::Problem;
use crate::text::Lang;
use crate::view::field::{Errors, FormKey, Values};
use crate::view::my::{self as view, Order, Orders};
use crate::view::piece::Tone;
use crate::view::shell::{Flash, MyPlace};

/// What was done just before the page was opened.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Before {
    /// Set where an answer was sent.
    sent: Option<String>,
}

/// Which part of the list.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Part {
    after: Option<String>,
}

pub(super) async fn list(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::ReadOwn>,
    Query(part): Query<Part>,
) -> Result<Html<Orders>, Problem> {
    let today = app.store().today();
    // A mark that is none begins at the first page.
    let after = part.after.and_then(|after| after.parse().ok());
    let page = read::order::own(app.store(), &grant, Limit::default(), after.as_ref()).await?;
    Ok(Html(Orders {
        shell: frame(&app, &caller, &grant, lang, MyPlace::Orders).await?,
        rows: page
            .items
            .iter()
            .map(|order| show::row(order, lang, today))
            .collect(),
        next: page
            .next
            .map(|after| format!("/my/orders?after={}", escaped(&after))),
    }))
}

pub(super) async fn one(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::ReadOwn>,
    Named(id): Named<OrderId>,
    Query(before): Query<Before>,
) -> Result<Response, Problem> {
    let nothing = (Values::default(), Errors::default());
    let mut page = page(&app, &caller, &grant, lang, id, &nothing).await?;
    page.shell.flash = before.sent.map(|_| Flash {
        tone: Tone::Good,
        text: lang.t("my-answer-taken"),
    });
    Ok(Html(page).into_response())
}

/// The page of an order, with what was typed into its form and what is wrong with it.
pub(super) async fn page(
    app: &App,
    caller: &Caller,
    grant: &Grant<permit::ReadOwn>,
    lang: Lang,
    id: OrderId,
    (values, errors): &(Values, Errors),
) -> Result<Order, Problem> {
    let today = app.store().today();
    let record = read::order::own_by_id(app.store(), grant, id).await?;
    let consent = read::consent::own(app.store(), grant, today).await?;
    let mut shell = frame(app, caller, grant, lang, MyPlace::Orders).await?;
    shell.path = show::order_path(&record.row.id);
    let key = FormKey {
        lang,
        action: format!("{}/answers", shell.path),
        csrf: shell.csrf.clone(),
        submission: hex::encode(app.store().random::<16>()),
        version: 0,
    };
    // A form that came back with faults is shown whatever has become of the order: what was typed must not be lost.
    let wanted = record.row.takes_answers() || !errors.none();
    let mut form = wanted.then(|| view::answer(key, values, errors));
    if let Some(form) = form.as_mut()
        && !record.responses.is_empty()
    {
        form.title = lang.t("my-answer-more");
    }
    Ok(show::order(shell, &record, consent.as_ref(), form, today))
}

pub(super) async fn file(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::ReadOwn>,
    Named(id): Named<EvidenceId>,
) -> Result<Response, Problem> {
    download::file(evidence::read_own(app.store(), &grant, id).await?)
}
