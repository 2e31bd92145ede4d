//! What is laid to a place: complaints that tell of it, photographs and papers.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use domain::access::permit;
use domain::words::{ComplaintNumber, PlaceNumber};
use store::Fault;
use store::ops::place;
use store::read::place as read;

use super::super::done::Done;
use super::super::frame::frame;
use super::super::sent::{Reading, Returned};
use super::page::{self, Sent};
use super::path_of;
use crate::App;
use crate::http::access::Permitted;
use crate::http::body::Named;
use crate::http::caller::Caller;
use crate::http::pages::{Html, proof};
use crate::http::problem::{Code, Problem};
use crate::http::upload::{Form, Upload};
use crate::text::{self, Lang};
use crate::view::field::Errors;
use crate::view::shell::DeskPlace;

/// `POST /desk/places/{number}/complaints`.
pub(super) async fn link(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::KeepPlaces>,
    Named(number): Named<PlaceNumber>,
    form: Form,
) -> Result<Response, Problem> {
    let now = app.store().now();
    let linked = match complaint(&form) {
        Ok(complaint) => place::link(app.store(), &grant, number, complaint, now)
            .await
            .map_err(not_there),
        Err(problem) => Err(problem),
    };
    let problem = match linked {
        Ok(()) => return Ok(Done::PlaceLinked.to(&path_of(number)).into_response()),
        Err(problem) => problem,
    };
    // The page of those that are alike sends no name of a form.
    let mut sent = form.clone();
    sent.0.push(("event".to_owned(), "link".to_owned()));
    let returned = Returned::of(&sent, problem, lang, |_| Some("complaint"))?;
    let back = Sent {
        returned: Some(&returned),
        ..Sent::default()
    };
    again(&app, &caller, lang, number, (returned.status(), back)).await
}

fn complaint(form: &Form) -> Result<ComplaintNumber, Problem> {
    let mut read = Reading::of(form);
    let complaint = read.word("complaint");
    read.done(complaint)
}

/// A complaint that is not there is a slip of the keyboard: it is told beside the field.
fn not_there(fault: Fault) -> Problem {
    match fault {
        Fault::NotFound => Problem::new(Code::InvalidInput).field(
            "complaint",
            "complaint_unknown",
            "complaint unknown",
        ),
        fault => fault.into(),
    }
}

/// `POST /desk/places/{number}/complaints/removal`.
pub(super) async fn unlink(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::KeepPlaces>,
    Named(number): Named<PlaceNumber>,
    form: Form,
) -> Result<Response, Problem> {
    let (complaint, now) = (complaint(&form)?, app.store().now());
    place::unlink(app.store(), &grant, number, complaint, now).await?;
    Ok(Done::PlaceUnlinked.to(&path_of(number)).into_response())
}

/// `POST /desk/places/{number}/files`: each good file is kept, and what is wrong with the others is told.
pub(super) async fn add(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::KeepPlaces>,
    Named(number): Named<PlaceNumber>,
    upload: Upload,
) -> Result<Response, Problem> {
    let left_out = upload.left_out.iter();
    let mut wrong: Vec<String> = left_out
        .map(|file| proof::named(lang, &file.name, file.code))
        .collect();
    for file in &upload.files {
        let (sent, now) = ((file.name.as_str(), file.bytes.clone()), app.store().now());
        if let Err(fault) = place::add_file(app.store(), &grant, number, sent, now).await {
            let code = proof::file_fault(&fault).ok_or_else(|| Problem::from(fault))?;
            wrong.push(proof::named(lang, &file.name, &code));
        }
    }
    if upload.files.is_empty() && wrong.is_empty() {
        wrong.push(text::fault(lang, "file_missing", ""));
    }
    if wrong.is_empty() {
        return Ok(Done::PlaceFile.to(&path_of(number)).into_response());
    }
    let mut files = Errors::default();
    files.add("files", wrong.join(lang.pick("；", "; ")));
    let back = Sent {
        returned: None,
        files,
    };
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    again(&app, &caller, lang, number, (status, back)).await
}

async fn again(
    app: &App,
    caller: &Caller,
    lang: Lang,
    number: PlaceNumber,
    (status, sent): (StatusCode, Sent<'_>),
) -> Result<Response, Problem> {
    let desk = caller.grant::<permit::ReadDesk>(app.store().today())?;
    let record = read::by_number(app.store(), &desk, number).await?;
    let mut shell = frame(app, caller, lang, DeskPlace::Places, &path_of(number)).await?;
    shell.flash = sent.returned.and_then(|returned| returned.flash(lang));
    let page = page::of(app, caller, shell, &record, sent).await?;
    Ok((status, Html(page)).into_response())
}
