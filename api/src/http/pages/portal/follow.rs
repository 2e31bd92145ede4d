//! Following a complaint with its number and receipt code.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::access::{Grant, permit};
use domain::words::{ComplaintNumber, ReceiptCode};
use store::ops::complaint;
use store::read::follow::{self, FollowRecord};

use super::draft::submission;
use super::frame::Frame;
use super::held::Held;
use super::progress;
use crate::App;
use crate::http::access::{Permitted, Routes};
use crate::http::body::{Named, Pairs};
use crate::http::cookies;
use crate::http::pages::Html;
use crate::http::problem::{Code, Problem};
use crate::http::upload::Form;
use crate::text::fault;
use crate::view::event::FormKey;
use crate::view::field::{Errors, Values};
use crate::view::portal::follow::{Follow, FollowLookUp, withdrawal};
use crate::view::shell::Door;

pub(super) fn register(routes: &mut Routes) {
    routes
        .public("the receipt code opens one's own complaint")
        .get("/follow", look_up)
        .post("/follow", enter)
        .get("/follow/{number}", show)
        .post("/follow/{number}/withdrawal", withdraw)
        .done();
}

async fn look_up(frame: Frame, Pairs(pairs): Pairs) -> Html<FollowLookUp> {
    let number = pairs.iter().find(|(name, _)| name == "number");
    let number = number.map_or("", |(_, number)| number.as_str());
    Html(asking(&frame, number, Errors::default()))
}

/// The page that asks for number and code; the code is never sent back.
fn asking(frame: &Frame, number: &str, errors: Errors) -> FollowLookUp {
    FollowLookUp {
        shell: frame.answer_at(Door::Follow, "/follow"),
        values: Values::from_pairs([("number", number)]),
        errors,
    }
}

async fn enter(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::FollowComplaint>,
    frame: Frame,
    form: Form,
) -> Result<Response, Problem> {
    let Some(held) = Held::of_form(&form) else {
        return Ok(no_such_pair(&frame, &form));
    };
    Ok(match open(&app, &grant, &frame, held).await? {
        Some(_) => held.follow(&app),
        None => no_such_pair(&frame, &form),
    })
}

/// The complaint, where number and code belong together.
pub(super) async fn open(
    app: &App,
    grant: &Grant<permit::FollowComplaint>,
    frame: &Frame,
    held: Held,
) -> Result<Option<FollowRecord>, Problem> {
    app.limits().receipt(frame.caller.peer)?;
    let found = follow::follow(app.store(), grant, held.number, &held.code).await;
    match app
        .limits()
        .receipt_answer(held.number, found.map_err(Problem::from))
    {
        Ok(record) => Ok(Some(record)),
        Err(problem) if problem.code == Code::NotFound => Ok(None),
        Err(problem) => Err(problem),
    }
}

/// A wrong code and an unknown number get this same answer. What cannot be a number or a code says so: that tells nothing about
/// any complaint.
pub(super) fn no_such_pair(frame: &Frame, form: &Form) -> Response {
    let lang = frame.lang;
    let mut errors = Errors::default();
    if let Err(wrong) = form.get("number").parse::<ComplaintNumber>() {
        errors.add("number", fault(lang, wrong.code, ""));
    }
    if let Err(wrong) = form.get("receipt").parse::<ReceiptCode>() {
        errors.add("receipt", fault(lang, wrong.code, ""));
    }
    if errors.none() {
        errors.add("receipt", lang.t("fault-receipt-pair"));
    }
    let page = asking(frame, form.get("number"), errors);
    (StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response()
}

/// The complaint that this browser has opened; another one asks for its code.
async fn show(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::FollowComplaint>,
    frame: Frame,
    Named(number): Named<ComplaintNumber>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let Some(held) = held(&app, &headers, number) else {
        return Ok(ask_again(number));
    };
    Ok(match open(&app, &grant, &frame, held).await? {
        Some(record) => Html(present(&app, &frame, held, &record)).into_response(),
        None => ask_again(number),
    })
}

fn held(app: &App, headers: &HeaderMap, number: ComplaintNumber) -> Option<Held> {
    Held::of_cookie(app, headers, cookies::FOLLOWED).filter(|held| held.number == number)
}

fn ask_again(number: ComplaintNumber) -> Response {
    Redirect::to(&format!("/follow?number={number}")).into_response()
}

async fn withdraw(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::FollowComplaint>,
    frame: Frame,
    Named(number): Named<ComplaintNumber>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let Some(held) = held(&app, &headers, number) else {
        return Ok(ask_again(number));
    };
    let Some(record) = open(&app, &grant, &frame, held).await? else {
        return Ok(ask_again(number));
    };
    // A second click finds it withdrawn, which is what was wanted.
    if record.state != WITHDRAWN {
        complaint::withdraw(app.store(), &grant, number, &held.code, frame.now).await?;
    }
    Ok(Redirect::to(&held.follow_path()).into_response())
}

/// The state of a complaint that was taken back.
const WITHDRAWN: &str = "withdrawn";

fn present(app: &App, frame: &Frame, held: Held, record: &FollowRecord) -> Follow {
    let (lang, today) = (frame.lang, frame.now.day());
    let shell = frame.page(Door::Follow);
    let key = FormKey {
        lang,
        action: format!("{}/withdrawal", held.follow_path()),
        csrf: shell.csrf.clone(),
        submission: submission(app.store()),
        version: 0,
    };
    Follow {
        shell,
        number: record.number.clone(),
        verdict: progress::verdict(lang, record, today),
        dates: progress::dates(lang, record, today),
        messages: progress::messages(lang, record, today),
        mails: progress::mails(lang, record, today),
        files: Vec::new(),
        facts: progress::facts(lang, record),
        withdraw: record.may_withdraw.then(|| withdrawal(key)),
    }
}
