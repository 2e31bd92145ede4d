//! The complaint form: write, check, send once.

use axum::extract::State;
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use domain::access::permit;
use domain::complaint::{Channel, Filing};
use domain::law;
use domain::pii::Purpose;
use domain::words::Day;
use store::Fault;
use store::ops::IdempotencyKey;
use store::ops::complaint::{self, FileComplaint, Filed};

use super::draft::{Answers, Examined, submission, told};
use super::frame::Frame;
use super::held::Held;
use super::institutions::districts;
use crate::App;
use crate::http::access::{Permitted, Routes};
use crate::http::body::Pairs;
use crate::http::cookies;
use crate::http::json::complaints::language;
use crate::http::pages::Html;
use crate::http::problem::{Code, Problem};
use crate::http::upload::Form;
use crate::text::{Lang, show};
use crate::view::field::Errors;
use crate::view::piece::{Fact, Tone};
use crate::view::portal::complaint::{ChosenInstitution, ComplaintCheck, ComplaintForm};
use crate::view::shell::{Door, Flash};

pub(super) fn register(routes: &mut Routes) {
    routes
        .public("anybody may complain, by name or anonymously")
        .get("/complaints/new", begin)
        .post("/complaints/new", change)
        .post("/complaints/check", check)
        .post("/complaints", file)
        .done();
}

async fn begin(
    State(app): State<App>,
    frame: Frame,
    Pairs(pairs): Pairs,
) -> Result<Html<ComplaintForm>, Problem> {
    let about = pairs.iter().find(|(name, _)| name == "institution");
    let about = about.map_or("", |(_, number)| number.as_str());
    let answers = Answers::begin(app.store(), about);
    let institution = answers
        .institution(app.store(), frame.lang, frame.now.day())
        .await?;
    let page = written(&frame, &answers, institution, Errors::default());
    Ok(Html(page))
}

/// Back from the check to the form, with all that was written.
async fn change(State(app): State<App>, frame: Frame, form: Form) -> Result<Response, Problem> {
    let frame = frame.choosing(&form);
    let answers = Answers::of(&form);
    let institution = answers
        .institution(app.store(), frame.lang, frame.now.day())
        .await?;
    let page = written(&frame, &answers, institution, Errors::default());
    Ok(frame.answer(&app, Html(page)))
}

async fn check(State(app): State<App>, frame: Frame, form: Form) -> Result<Response, Problem> {
    let frame = frame.choosing(&form);
    let answers = Answers::of(&form);
    let examined = answers
        .examine(app.store(), frame.lang, frame.now.day())
        .await?;
    let answer = match &examined.filing {
        Some(filing) => Html(to_check(&frame, &answers, &examined, filing)).into_response(),
        None => faulty(&frame, &answers, examined),
    };
    Ok(frame.answer(&app, answer))
}

async fn file(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::FileComplaint>,
    frame: Frame,
    form: Form,
) -> Result<Response, Problem> {
    let answers = Answers::of(&form);
    let key =
        IdempotencyKey::parse(&answers.submission).map_err(|_| Problem::new(Code::FormExpired))?;
    let examined = answers
        .examine(app.store(), frame.lang, frame.now.day())
        .await?;
    let Some(filing) = examined.filing.clone() else {
        return Ok(faulty(&frame, &answers, examined));
    };
    if let Err(problem) = app.limits().filing(frame.caller.peer) {
        return Ok(later(&frame, &answers, &examined, &filing, &problem));
    }
    let command = FileComplaint {
        filing,
        channel: Channel::Portal,
        source_number: None,
        language: language(frame.lang),
    };
    let filed = complaint::file(app.store(), &grant, &command, Some(&key), frame.now).await;
    after_filing(&app, &frame, answers, examined, &command.filing, filed)
}

/// On to the receipt; or back to the answers with the reason why they were not filed.
fn after_filing(
    app: &App,
    frame: &Frame,
    answers: Answers,
    examined: Examined,
    filing: &Filing,
    filed: Result<Filed, Fault>,
) -> Result<Response, Problem> {
    match filed {
        Ok(filed) => Ok(Held {
            number: filed.number,
            code: filed.receipt,
        }
        .lead(app, cookies::RECEIPT, "/complaints/receipt")),
        Err(Fault::KeyReused) => Ok(again(app, frame, answers, &examined, filing)),
        Err(Fault::Input(faults)) => {
            let errors = told(frame.lang, &faults);
            Ok(faulty(frame, &answers, Examined { errors, ..examined }))
        }
        Err(fault) => Err(fault.into()),
    }
}

/// The form with what was written.
fn written(
    frame: &Frame,
    answers: &Answers,
    institution: Option<ChosenInstitution>,
    errors: Errors,
) -> ComplaintForm {
    let keeper = if errors.none() {
        "/complaints/new"
    } else {
        "/complaints/check"
    };
    ComplaintForm {
        shell: frame.form_page(Door::Complain, keeper),
        values: answers.values.clone(),
        errors,
        institution,
        districts: districts(frame.lang),
        submission: answers.submission.clone(),
    }
}

fn faulty(frame: &Frame, answers: &Answers, examined: Examined) -> Response {
    let page = written(frame, answers, examined.institution, examined.errors);
    (StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response()
}

/// Too many were sent from there: what was written stays on the page, to be sent again.
fn later(
    frame: &Frame,
    answers: &Answers,
    examined: &Examined,
    filing: &Filing,
    problem: &Problem,
) -> Response {
    let seconds = problem.retry_after_seconds.unwrap_or(1);
    let mut page = to_check(frame, answers, examined, filing);
    page.shell.flash = Some(Flash {
        tone: Tone::Caution,
        text: frame.lang.t1("check-wait", "n", seconds),
    });
    let wait = [(RETRY_AFTER, HeaderValue::from(seconds))];
    (StatusCode::TOO_MANY_REQUESTS, wait, Html(page)).into_response()
}

/// The form was sent before with other words: a second complaint is filed only where the person says so.
fn again(
    app: &App,
    frame: &Frame,
    answers: Answers,
    examined: &Examined,
    filing: &Filing,
) -> Response {
    let answers = Answers {
        submission: submission(app.store()),
        ..answers
    };
    let mut page = to_check(frame, &answers, examined, filing);
    page.shell.flash = Some(Flash {
        tone: Tone::Caution,
        text: frame.lang.t("check-again"),
    });
    (StatusCode::CONFLICT, Html(page)).into_response()
}

fn to_check(
    frame: &Frame,
    answers: &Answers,
    examined: &Examined,
    filing: &Filing,
) -> ComplaintCheck {
    let (lang, today) = (frame.lang, frame.now.day());
    let due_on = law::complaint_due(Channel::Portal, today).due_on;
    let institution = examined.institution.as_ref().map_or_else(
        || filing.institution_name.clone(),
        |chosen| chosen.name.clone(),
    );
    ComplaintCheck {
        shell: frame.form_page(Door::Complain, "/complaints/check"),
        facts: facts(lang, &institution, filing),
        contact: contact(lang, filing),
        hidden: answers.hidden(),
        submission: answers.submission.clone(),
        due: show::full_day(lang, due_on),
    }
}

fn facts(lang: Lang, institution: &str, filing: &Filing) -> Vec<Fact> {
    let or_not = |text: String| {
        if text.is_empty() {
            lang.t("check-not-said")
        } else {
            text
        }
    };
    let district = filing
        .district
        .map(|district| lang.pick(district.zh(), district.en()).to_owned());
    let day = |day: Day| show::full_day(lang, day);
    let mut facts = vec![Fact::new(
        lang.t("check-institution"),
        or_not(institution.to_owned()),
    )];
    facts.extend(district.map(|district| Fact::new(lang.t("complaint-district"), district)));
    facts.extend([
        Fact::new(lang.t("complaint-place"), or_not(filing.place.clone())),
        Fact::new(lang.t("complaint-subject"), filing.subject.clone()),
        Fact {
            term: lang.t("complaint-part-2"),
            lines: filing.body.lines().map(str::to_owned).collect(),
            ..Fact::default()
        },
        Fact::new(
            lang.t("complaint-day"),
            or_not(filing.happened_on.map(day).unwrap_or_default()),
        ),
        Fact::new(
            lang.t("check-amount"),
            or_not(filing.amount.map(show::money).unwrap_or_default()),
        ),
    ]);
    facts
}

/// Who complains. The page goes to the person who has just typed it, so that it can be checked it stands there in full.
fn contact(lang: Lang, filing: &Filing) -> Vec<Fact> {
    let Some(contact) = &filing.contact else {
        return vec![Fact::new(lang.t("check-name"), lang.t("check-anonymous"))];
    };
    let mut facts = vec![
        Fact::new(lang.t("check-name"), lang.t("check-named")),
        Fact::new(
            lang.t("complaint-contact-name"),
            contact.name.expose(Purpose::ShowToHolder).clone(),
        ),
    ];
    if let Some(telephone) = &contact.telephone {
        let number = telephone.expose(Purpose::ShowToHolder).as_str();
        facts.push(Fact::new(lang.t("complaint-contact-telephone"), number));
    }
    if let Some(email) = &contact.email {
        let address = email.expose(Purpose::ShowToHolder).as_str();
        facts.push(Fact::new(lang.t("complaint-contact-email"), address));
    }
    facts
}
