//! The papers of an application: each file judged by its content, kept, and taken back.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::access::{Grant, permit};
use domain::application::{Paper, Part};
use domain::words::{ApplicationNumber, EvidenceId};
use store::ops::application;

use super::{read_one, show};
use crate::App;
use crate::http::access::Permitted;
use crate::http::body::Named;
use crate::http::caller::Caller;
use crate::http::pages::Html;
use crate::http::problem::{Code, Problem};
use crate::http::upload::{Form, Upload};
use crate::text::{self, Lang};

/// `POST /my/applications/{number}/papers`.
pub(in crate::http::pages::my) async fn add(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::ApplyForLicence>,
    Named(number): Named<ApplicationNumber>,
    upload: Upload,
) -> Result<Response, Problem> {
    let paper = paper(upload.get("paper"))?;
    let wrong = kept(&app, &grant, number, paper, &upload, lang).await?;
    if wrong.is_empty() {
        return Ok(back(number, paper, "paper").into_response());
    }
    let today = app.store().today();
    let reader = caller.grant::<permit::ReadOwn>(today)?;
    let (record, shell) = read_one(&app, &caller, &reader, lang, number).await?;
    let place = show::Place::Part(Part::Papers);
    let mut page = show::one(shell, &record, place, None, today);
    let slot = page
        .papers
        .iter_mut()
        .find(|slot| slot.paper == paper.code());
    if let Some(slot) = slot {
        slot.error = Some(wrong.join(lang.pick("；", "; ")));
    }
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response())
}

/// Keeps the good files and says what is wrong with each that is none.
async fn kept(
    app: &App,
    grant: &Grant<permit::ApplyForLicence>,
    number: ApplicationNumber,
    paper: Paper,
    upload: &Upload,
    lang: Lang,
) -> Result<Vec<String>, Problem> {
    let named = |name: &str, code: &str| {
        let shown: String = name.chars().take(40).collect();
        let words = text::fault(lang, code, "");
        lang.t2("my-file-wrong", "name", shown, "text", words)
    };
    let mut wrong: Vec<String> = upload
        .left_out
        .iter()
        .map(|file| named(&file.name, file.code))
        .collect();
    if upload.files.is_empty() && wrong.is_empty() {
        wrong.push(text::fault(lang, "file_missing", ""));
    }
    let now = app.store().now();
    for file in &upload.files {
        let sent = (file.name.as_str(), file.bytes.clone());
        let added = application::add_paper(app.store(), grant, number, paper, sent, now).await;
        let Err(problem) = added.map_err(Problem::from) else {
            continue;
        };
        match problem.code {
            Code::UnsupportedMediaType => wrong.push(named(&file.name, "media_type")),
            Code::TooLarge => wrong.push(named(&file.name, "file_too_large")),
            Code::InvalidInput => {
                let code = problem
                    .errors
                    .first()
                    .map_or("", |error| error.code.as_str());
                wrong.push(named(&file.name, code));
            }
            Code::Refused => wrong.push(problem.words(lang).to_owned()),
            _ => return Err(problem),
        }
    }
    Ok(wrong)
}

/// `POST /my/applications/{number}/papers/withdrawal`.
pub(in crate::http::pages::my) async fn take_back(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::ApplyForLicence>,
    Named(number): Named<ApplicationNumber>,
    form: Form,
) -> Result<Redirect, Problem> {
    let paper = paper(form.get("paper"))?;
    let file: EvidenceId = form
        .get("file")
        .parse()
        .map_err(|_| Problem::new(Code::BadRequest))?;
    let now = app.store().now();
    application::take_paper_back(app.store(), &grant, number, paper, file, now).await?;
    Ok(back(number, paper, "taken-back"))
}

fn paper(code: &str) -> Result<Paper, Problem> {
    Paper::from_code(code).ok_or_else(|| Problem::new(Code::BadRequest))
}

fn back(number: ApplicationNumber, paper: Paper, done: &str) -> Redirect {
    let path = show::Place::Part(Part::Papers).path(&number.to_string());
    Redirect::to(&format!("{path}&done={done}#paper-{paper}"))
}
