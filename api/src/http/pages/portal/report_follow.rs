//! The receipt of a report, and following it with its number and code.

use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::access::{Grant, permit};
use domain::entry_report::Kind;
use domain::words::{Day, ReceiptCode, ReportNumber};
use store::read::report::{self, FollowedReport};

use super::frame::Frame;
use super::held::Held;
use super::progress::mail_states;
use super::report_draft::{Said, to_come};
use crate::App;
use crate::http::access::{Permitted, Routes};
use crate::http::body::{Named, Pairs};
use crate::http::cookies;
use crate::http::download::disposition;
use crate::http::pages::Html;
use crate::http::problem::{Code, Problem};
use crate::http::upload::Form;
use crate::text::{Lang, fault, show};
use crate::view::field::{Errors, Values};
use crate::view::piece::{Entry, Fact, Tone, Verdict, When};
use crate::view::portal::report::{ReportFollow, ReportLookUp, ReportReceipt};
use crate::view::qr;
use crate::view::shell::Door;

/// Where the receipt is shown, and where a report is looked up.
const RECEIPT: &str = "/reports/receipt";
const LOOK_UP: &str = "/reports/follow";

pub(super) fn register(routes: &mut Routes) {
    routes
        .public("the receipt code opens one's own report")
        .get("/reports/receipt", receipt)
        .post("/reports/receipt/text", save)
        .get("/reports/follow", look_up)
        .post("/reports/follow", enter)
        .get("/reports/follow/{number}", show)
        .done();
}

type Own = Held<ReportNumber>;

/// The report, where number and code belong together.
async fn open(
    app: &App,
    grant: &Grant<permit::FollowReport>,
    frame: &Frame,
    held: Own,
) -> Result<Option<FollowedReport>, Problem> {
    app.limits().receipt(frame.caller.peer)?;
    let found = report::follow(app.store(), grant, held.number, &held.code).await;
    match app
        .limits()
        .receipt_answer(held.number, found.map_err(Problem::from))
    {
        Ok(record) => Ok(Some(record)),
        Err(problem) if problem.code == Code::NotFound => Ok(None),
        Err(problem) => Err(problem),
    }
}

/// The receipt of the report that this browser has just filed.
async fn receipt(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::FollowReport>,
    frame: Frame,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let Some(held) = Own::of_cookie(&app, &headers, cookies::REPORT_RECEIPT) else {
        return Ok(Redirect::to(LOOK_UP).into_response());
    };
    Ok(match open(&app, &grant, &frame, held).await? {
        Some(record) => Html(shown(&app, &frame, held, &record)).into_response(),
        None => Redirect::to(LOOK_UP).into_response(),
    })
}

fn shown(app: &App, frame: &Frame, held: Own, record: &FollowedReport) -> ReportReceipt {
    let lang = frame.lang;
    let address = format!("{}{LOOK_UP}?number={}", app.public_url(), held.number);
    ReportReceipt {
        shell: frame.answer_at(Door::Elsewhere, RECEIPT),
        number: record.number.clone(),
        code: held.code.grouped(),
        code_plain: held.code.digits(),
        filed_at: show::instant(lang, record.said.received_at),
        qr_svg: qr::svg(&address),
        facts: facts(record, lang),
        next: expected(record, lang, frame.now.day()),
    }
}

/// The receipt as a text file. The mark in front tells old editors that it is UTF-8; lines end as they expect.
async fn save(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::FollowReport>,
    frame: Frame,
    form: Form,
) -> Result<Response, Problem> {
    let Some(held) = Own::of_form(&form) else {
        return Ok(no_such_pair(&frame, &form));
    };
    let Some(record) = open(&app, &grant, &frame, held).await? else {
        return Ok(no_such_pair(&frame, &form));
    };
    let name = format!(
        "{}-{}.txt",
        frame.lang.t("report-receipt-file"),
        held.number
    );
    let headers = [
        (CONTENT_TYPE, "text/plain; charset=utf-8".parse()),
        (CONTENT_DISPOSITION, Ok(disposition(&name)?)),
    ];
    let mut response = text(&app, frame.lang, held, &record).into_response();
    for (header, value) in headers {
        let value = value.map_err(|_| Problem::internal("a file name is no header"))?;
        response.headers_mut().insert(header, value);
    }
    Ok(response)
}

fn text(app: &App, lang: Lang, held: Own, record: &FollowedReport) -> String {
    let line = |key: &str, value: String| {
        let label = lang.t(key);
        lang.t2("error-line", "label", label, "text", value)
    };
    let url = format!("{}{LOOK_UP}", app.public_url());
    let filed = show::instant(lang, record.said.received_at);
    let lines = [
        format!("{} - {}", lang.t("report-receipt-title"), lang.t("site")),
        String::new(),
        line("report-number", record.number.clone()),
        line("follow-receipt", held.code.grouped()),
        line("receipt-filed", filed),
        line("check-institution", record.institution_name.clone()),
        String::new(),
        lang.t1("receipt-file-where", "url", url),
        lang.t("receipt-file-keep"),
        String::new(),
    ];
    format!("\u{feff}{}", lines.join("\r\n"))
}

async fn look_up(frame: Frame, Pairs(pairs): Pairs) -> Html<ReportLookUp> {
    let number = pairs.iter().find(|(name, _)| name == "number");
    let number = number.map_or("", |(_, number)| number.as_str());
    Html(asking(&frame, number, Errors::default()))
}

/// The page that asks for number and code; the code is never sent back.
fn asking(frame: &Frame, number: &str, errors: Errors) -> ReportLookUp {
    ReportLookUp {
        shell: frame.answer_at(Door::Follow, LOOK_UP),
        values: Values::from_pairs([("number", number)]),
        errors,
    }
}

async fn enter(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::FollowReport>,
    frame: Frame,
    form: Form,
) -> Result<Response, Problem> {
    let Some(held) = Own::of_form(&form) else {
        return Ok(no_such_pair(&frame, &form));
    };
    Ok(match open(&app, &grant, &frame, held).await? {
        Some(_) => held.follow_report(&app),
        None => no_such_pair(&frame, &form),
    })
}

/// A wrong code and an unknown number get this same answer. What cannot be a number or a code says so: that tells nothing
/// about any report.
fn no_such_pair(frame: &Frame, form: &Form) -> Response {
    let lang = frame.lang;
    let mut errors = Errors::default();
    if let Err(wrong) = form.get("number").parse::<ReportNumber>() {
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

/// The report that this browser has opened; another one asks for its code.
async fn show(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::FollowReport>,
    frame: Frame,
    Named(number): Named<ReportNumber>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let ask_again = || Redirect::to(&format!("{LOOK_UP}?number={number}")).into_response();
    let held = Own::of_cookie(&app, &headers, cookies::REPORT_FOLLOWED);
    let Some(held) = held.filter(|held| held.number == number) else {
        return Ok(ask_again());
    };
    Ok(match open(&app, &grant, &frame, held).await? {
        Some(record) => Html(present(&frame, &record)).into_response(),
        None => ask_again(),
    })
}

fn present(frame: &Frame, record: &FollowedReport) -> ReportFollow {
    let (lang, today) = (frame.lang, frame.now.day());
    let answer = record.answer.as_deref().unwrap_or_default();
    ReportFollow {
        shell: frame.page(Door::Follow),
        number: record.number.clone(),
        verdict: verdict(record, lang, today),
        answer: answer.lines().map(str::to_owned).collect(),
        authority: record.said.authority.clone(),
        dates: dates(record, lang, today),
        mails: mail_states(lang, &record.mails, today),
        facts: facts(record, lang),
        institution: format!("/institutions/{}", record.institution_number),
    }
}

/// The state as a sentence, and what happens next.
fn verdict(record: &FollowedReport, lang: Lang, today: Day) -> Verdict {
    let (tone, headline) = match record.state.as_str() {
        "accepted" => (Tone::Good, "report-state-accepted"),
        "declined" => (Tone::Caution, "report-state-declined"),
        _ => (Tone::Neutral, "report-state-received"),
    };
    let line = match (record.started, record.decided_on.as_deref()) {
        (Some("change"), _) => Some(lang.t("report-started-change")),
        (Some("merge"), _) => Some(lang.t("report-started-merge")),
        (_, Some(_)) => None,
        (_, None) => record.due_on.parse().ok().map(|due_on: Day| {
            let key = if due_on < today {
                "report-late"
            } else {
                "report-due"
            };
            lang.t1(key, "day", show::full_day(lang, due_on))
        }),
    };
    Verdict {
        tone,
        headline: lang.t(headline),
        subject: String::new(),
        lines: line.into_iter().collect(),
        checked: String::new(),
    }
}

fn dates(record: &FollowedReport, lang: Lang, today: Day) -> Vec<Entry> {
    let decided: Option<Day> = record.decided_on.as_deref().and_then(|on| on.parse().ok());
    let Some(decided) = decided else {
        return expected(record, lang, today);
    };
    let key = match record.state.as_str() {
        "accepted" => "report-date-accepted",
        _ => "report-date-declined",
    };
    let filed = show::near_instant(lang, record.said.received_at, today);
    vec![
        Entry::new(When::Done, filed, lang.t("report-date-filed")),
        Entry::new(
            When::Done,
            show::near_day(lang, decided, today),
            lang.t(key),
        ),
    ]
}

fn expected(record: &FollowedReport, lang: Lang, today: Day) -> Vec<Entry> {
    let filed = show::near_instant(lang, record.said.received_at, today);
    let received = record.said.received_at.day();
    let due_on = record.due_on.parse().unwrap_or(received);
    let when = (filed, received, due_on);
    to_come(&record.said.authority, when, lang, today)
}

fn facts(record: &FollowedReport, lang: Lang) -> Vec<Fact> {
    let said = &record.said;
    let said = Said {
        institution: &record.institution_name,
        kind: Kind::from_code(&record.kind).unwrap_or(Kind::Other),
        items: &said.items,
        since_on: said.since_on.as_deref().and_then(|day| day.parse().ok()),
        other: &said.other,
        text: &said.text,
    };
    said.facts(lang, |_| None)
}
