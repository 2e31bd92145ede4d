//! The receipt of a complaint: shown after it was filed, saved or typed back before one goes on.

use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::access::{Grant, permit};
use domain::words::ReceiptCode;
use store::read::follow::FollowRecord;

use super::follow::{no_such_pair, open};
use super::frame::Frame;
use super::held::Held;
use super::progress;
use crate::App;
use crate::http::access::{Permitted, Routes};
use crate::http::cookies;
use crate::http::download::disposition;
use crate::http::pages::Html;
use crate::http::problem::Problem;
use crate::http::upload::Form;
use crate::text::show;
use crate::view::field::Errors;
use crate::view::portal::receipt::Receipt;
use crate::view::qr;
use crate::view::shell::Door;

/// Where the receipt is shown.
const PATH: &str = "/complaints/receipt";

pub(super) fn register(routes: &mut Routes) {
    routes
        .public("the receipt code opens one's own complaint")
        .get(PATH, show)
        .post("/complaints/receipt/text", save)
        .post("/complaints/receipt/check", check)
        .done();
}

/// The receipt of the complaint that this browser has just filed; it can be loaded again until it was saved.
async fn show(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::FollowComplaint>,
    frame: Frame,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let Some(held) = Held::of_cookie(&app, &headers, cookies::RECEIPT) else {
        return Ok(Redirect::to("/follow").into_response());
    };
    Ok(match open(&app, &grant, &frame, held).await? {
        Some(record) => {
            Html(receipt(&app, &frame, held, &record, Errors::default())).into_response()
        }
        None => Redirect::to("/follow").into_response(),
    })
}

/// The receipt as a text file.
async fn save(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::FollowComplaint>,
    frame: Frame,
    form: Form,
) -> Result<Response, Problem> {
    let Some((held, record)) = pair(&app, &grant, &frame, &form).await? else {
        return Ok(no_such_pair(&frame, &form));
    };
    let name = format!("{}-{}.txt", frame.lang.t("receipt-file-name"), held.number);
    let headers = [
        (CONTENT_TYPE, "text/plain; charset=utf-8".parse()),
        (CONTENT_DISPOSITION, Ok(disposition(&name)?)),
    ];
    let mut response = text(&app, &frame, held, &record).into_response();
    for (header, value) in headers {
        let value = value.map_err(|_| Problem::internal("a file name is no header"))?;
        response.headers_mut().insert(header, value);
    }
    Ok(response)
}

/// On to the follow page where the last digits were typed back or the person says that the receipt is saved.
async fn check(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::FollowComplaint>,
    frame: Frame,
    form: Form,
) -> Result<Response, Problem> {
    let Some((held, record)) = pair(&app, &grant, &frame, &form).await? else {
        return Ok(no_such_pair(&frame, &form));
    };
    if form.get("saved") == "yes" || typed_back(&held.code, form.get("typed")) {
        return Ok(held.follow(&app));
    }
    let mut errors = Errors::default();
    errors.add("typed", frame.lang.t("fault-receipt-typed"));
    let page = receipt(&app, &frame, held, &record, errors);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response())
}

/// The complaint of the pair in the hidden fields.
async fn pair(
    app: &App,
    grant: &Grant<permit::FollowComplaint>,
    frame: &Frame,
    form: &Form,
) -> Result<Option<(Held, FollowRecord)>, Problem> {
    let Some(held) = Held::of_form(form) else {
        return Ok(None);
    };
    let record = open(app, grant, frame, held).await?;
    Ok(record.map(|record| (held, record)))
}

/// Whether these are the last four digits of the code, or more of them, as a person types digits.
fn typed_back(code: &ReceiptCode, typed: &str) -> bool {
    let digits: String = typed
        .chars()
        .filter(|sign| !matches!(sign, ' ' | '-' | '\u{3000}'))
        .map(|sign| match sign {
            '\u{ff10}'..='\u{ff19}' => char::from_u32(u32::from(sign) - 0xfee0).unwrap_or(sign),
            other => other,
        })
        .collect();
    digits.len() >= 4 && code.digits().ends_with(&digits)
}

fn receipt(app: &App, frame: &Frame, held: Held, record: &FollowRecord, errors: Errors) -> Receipt {
    let lang = frame.lang;
    let address = format!("{}/follow?number={}", app.public_url(), held.number);
    Receipt {
        shell: frame.answer_at(Door::Elsewhere, PATH),
        number: record.number.clone(),
        code: held.code.grouped(),
        code_plain: held.code.digits(),
        filed_at: show::instant(lang, record.told.received_at),
        qr_svg: qr::svg(&address),
        facts: progress::facts(lang, record),
        next: progress::after_filing(lang, record, frame.now.day()),
        errors,
    }
}

/// The receipt for a text file. The mark in front tells old editors that it is UTF-8; lines end as they expect.
fn text(app: &App, frame: &Frame, held: Held, record: &FollowRecord) -> String {
    let lang = frame.lang;
    let line = |key: &str, value: String| {
        let label = lang.t(key);
        lang.t2("error-line", "label", label, "text", value)
    };
    let url = format!("{}/follow", app.public_url());
    let lines = [
        format!("{} - {}", lang.t("receipt-title"), lang.t("site")),
        String::new(),
        line("follow-number", record.number.clone()),
        line("follow-receipt", held.code.grouped()),
        line(
            "receipt-filed",
            show::instant(lang, record.told.received_at),
        ),
        line("complaint-subject", record.subject.clone()),
        String::new(),
        lang.t1("receipt-file-where", "url", url),
        lang.t("receipt-file-keep"),
        String::new(),
    ];
    format!("\u{feff}{}", lines.join("\r\n"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops at the first wrong value")]

    use super::*;

    #[test]
    fn the_last_digits_count_however_they_are_typed() {
        let code: ReceiptCode = "4186302759146620".parse().unwrap();
        for typed in ["6620", " 66 20", "６６２０", "4186 3027 5914 6620"] {
            assert!(typed_back(&code, typed), "{typed}");
        }
        for typed in ["", "620", "6621", "4186", "-", "6620 x"] {
            assert!(!typed_back(&code, typed), "{typed}");
        }
    }
}
