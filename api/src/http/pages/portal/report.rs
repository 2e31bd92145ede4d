//! The report that an entry is wrong, closed or double: write, check, send once, keep the receipt.

use axum::extract::State;
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::access::permit;
use domain::entry_report::{Filing, Kind};
use domain::law;
use store::Fault;
use store::ops::IdempotencyKey;
use store::ops::report::{self, FileReport, Filed};

use super::draft::submission;
use super::frame::Frame;
use super::held::Held;
use super::report_draft::{Answers, kind_words, kinds, to_check, to_come};
use crate::App;
use crate::http::access::{Permitted, Routes};
use crate::http::body::Pairs;
use crate::http::cookies;
use crate::http::json::complaints::language;
use crate::http::pages::Html;
use crate::http::problem::{Code, Problem};
use crate::http::upload::Form;
use crate::text::show;
use crate::view::field::Errors;
use crate::view::piece::Tone;
use crate::view::portal::report::{ReportCheck, ReportForm};
use crate::view::shell::{Door, Flash};

pub(super) fn register(routes: &mut Routes) {
    routes
        .public("anybody may say that an entry is wrong, closed or double")
        .get("/reports/new", begin)
        .post("/reports/new", change)
        .post("/reports/check", check)
        .post("/reports", file)
        .done();
}

async fn begin(
    State(app): State<App>,
    frame: Frame,
    Pairs(pairs): Pairs,
) -> Result<Response, Problem> {
    let said = |name: &str| {
        let pair = pairs.iter().find(|(known, _)| known == name);
        pair.map_or("", |(_, value)| value.as_str())
    };
    let asked = (said("institution"), said("kind"));
    // Which entry it is has to be looked up first.
    if asked.0.is_empty() {
        return Ok(Redirect::to("/institutions").into_response());
    }
    let answers = Answers::begin(app.store(), asked, frame.now.day()).await?;
    Ok(Html(written(&frame, &answers, Errors::default())).into_response())
}

/// Back from the check to the form, with all that was written.
async fn change(State(app): State<App>, frame: Frame, form: Form) -> Result<Response, Problem> {
    let frame = frame.choosing(&form);
    let answers = Answers::of(app.store(), &form, frame.now.day()).await?;
    let page = written(&frame, &answers, Errors::default());
    Ok(frame.answer(&app, Html(page)))
}

async fn check(State(app): State<App>, frame: Frame, form: Form) -> Result<Response, Problem> {
    let frame = frame.choosing(&form);
    let answers = Answers::of(app.store(), &form, frame.now.day()).await?;
    let answer = match answers.check(frame.lang, frame.now.day()) {
        Ok(filing) => Html(checked(&frame, &answers, &filing)).into_response(),
        Err(errors) => faulty(&frame, &answers, errors),
    };
    Ok(frame.answer(&app, answer))
}

async fn file(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::ReportEntry>,
    frame: Frame,
    form: Form,
) -> Result<Response, Problem> {
    let answers = Answers::of(app.store(), &form, frame.now.day()).await?;
    let key =
        IdempotencyKey::parse(&answers.submission).map_err(|_| Problem::new(Code::FormExpired))?;
    let filing = match answers.check(frame.lang, frame.now.day()) {
        Ok(filing) => filing,
        Err(errors) => return Ok(faulty(&frame, &answers, errors)),
    };
    if let Err(problem) = app.limits().filing(frame.caller.peer) {
        return Ok(later(&frame, &answers, &filing, &problem));
    }
    let command = FileReport {
        institution: answers.number,
        filing,
        language: language(frame.lang),
    };
    let filed = report::file(app.store(), &grant, &command, Some(&key), frame.now).await;
    after_filing(&app, &frame, answers, &command.filing, filed)
}

/// On to the receipt; or back to the answers with the reason why they were not filed.
fn after_filing(
    app: &App,
    frame: &Frame,
    answers: Answers,
    filing: &Filing,
    filed: Result<Filed, Fault>,
) -> Result<Response, Problem> {
    match filed {
        Ok(filed) => Ok(Held {
            number: filed.number,
            code: filed.receipt,
        }
        .lead(app, cookies::REPORT_RECEIPT, "/reports/receipt")),
        Err(Fault::KeyReused) => Ok(again(app, frame, answers, filing)),
        Err(fault) => Err(fault.into()),
    }
}

/// The form with what was written; the choice of kinds where none was chosen.
fn written(frame: &Frame, answers: &Answers, errors: Errors) -> ReportForm {
    let lang = frame.lang;
    let kind = answers.kind();
    let keeper = if errors.none() {
        "/reports/new"
    } else {
        "/reports/check"
    };
    let shell = match kind {
        Some(_) => frame.form_page(Door::Institutions, keeper),
        None => frame.page(Door::Institutions),
    };
    ReportForm {
        shell,
        about: answers.about(),
        kinds: match kind {
            Some(_) => Vec::new(),
            None => kinds(answers.number, lang),
        },
        chosen: kind.map(|kind| kind_words(kind, lang)).unwrap_or_default(),
        fields: match kind {
            Some(Kind::Wrong) => answers.fields(lang),
            _ => Vec::new(),
        },
        values: answers.values.clone(),
        errors,
        submission: answers.submission.clone(),
    }
}

fn faulty(frame: &Frame, answers: &Answers, errors: Errors) -> Response {
    let page = written(frame, answers, errors);
    (StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response()
}

/// Too many were sent from there: what was written stays on the page, to be sent again.
fn later(frame: &Frame, answers: &Answers, filing: &Filing, problem: &Problem) -> Response {
    let seconds = problem.retry_after_seconds.unwrap_or(1);
    let mut page = checked(frame, answers, filing);
    page.shell.flash = Some(Flash {
        tone: Tone::Caution,
        text: frame.lang.t1("report-wait", "n", seconds),
    });
    let wait = [(RETRY_AFTER, HeaderValue::from(seconds))];
    (StatusCode::TOO_MANY_REQUESTS, wait, Html(page)).into_response()
}

/// The form was sent before with other words: a second report is filed only where the person says so.
fn again(app: &App, frame: &Frame, answers: Answers, filing: &Filing) -> Response {
    let answers = Answers {
        submission: submission(app.store()),
        ..answers
    };
    let mut page = checked(frame, &answers, filing);
    page.shell.flash = Some(Flash {
        tone: Tone::Caution,
        text: frame.lang.t("report-again"),
    });
    (StatusCode::CONFLICT, Html(page)).into_response()
}

fn checked(frame: &Frame, answers: &Answers, filing: &Filing) -> ReportCheck {
    let (lang, today) = (frame.lang, frame.now.day());
    let authority = &answers.entry.record.authority;
    let filed = show::near_day(lang, today, today);
    let when = (filed, today, law::report_due(today).due_on);
    ReportCheck {
        shell: frame.form_page(Door::Institutions, "/reports/check"),
        facts: to_check(answers, filing, lang),
        hidden: answers.hidden(),
        submission: answers.submission.clone(),
        next: to_come(authority, when, lang, today),
    }
}
