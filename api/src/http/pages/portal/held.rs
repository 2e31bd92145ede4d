//! Number and receipt code as this browser holds them for half an hour: never in an address, never in a log. A cookie that no
//! script reads lets the receipt be shown after a redirect, and the follow page be opened again, without typing the code.

use std::fmt::Display;
use std::str::FromStr;

use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::words::{ComplaintNumber, ReceiptCode, ReportNumber};

use crate::App;
use crate::http::cookies;
use crate::http::upload::Form;

/// Half an hour: long enough to read and save, short on a telephone that is lent.
const SECONDS: i64 = 1_800;

/// A complaint, or a report of an entry, whose receipt code was shown by its holder.
#[derive(Clone, Copy)]
pub(super) struct Held<N = ComplaintNumber> {
    /// Its number.
    pub(super) number: N,
    /// Its code.
    pub(super) code: ReceiptCode,
}

impl<N: FromStr + Display> Held<N> {
    /// Number and code of a form; nothing where either is no such thing.
    pub(super) fn of_form(form: &Form) -> Option<Self> {
        Some(Self {
            number: form.get("number").parse().ok()?,
            code: form.get("receipt").parse().ok()?,
        })
    }

    /// What the cookie holds.
    pub(super) fn of_cookie(app: &App, headers: &HeaderMap, cookie: &str) -> Option<Self> {
        let (number, code) = app.jar().read(headers, cookie)?.split_once('.')?;
        Some(Self {
            number: number.parse().ok()?,
            code: code.parse().ok()?,
        })
    }

    /// Leads to `path` and keeps number and code in the cookie.
    pub(super) fn lead(&self, app: &App, cookie: &str, path: &str) -> Response {
        let value = format!("{}.{}", self.number, self.code.digits());
        let cookie = app.jar().write(cookie, &value, true, Some(SECONDS));
        with_cookie(Redirect::to(path).into_response(), cookie)
    }
}

impl Held {
    /// Path of the page on which it is followed.
    pub(super) fn follow_path(&self) -> String {
        format!("/follow/{}", self.number)
    }

    /// Leads to that page: the receipt has been saved, and is not shown any more.
    pub(super) fn follow(&self, app: &App) -> Response {
        let response = self.lead(app, cookies::FOLLOWED, &self.follow_path());
        with_cookie(response, app.jar().clear(cookies::RECEIPT))
    }
}

fn with_cookie(mut response: Response, cookie: Option<HeaderValue>) -> Response {
    if let Some(cookie) = cookie {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}

impl Held<ReportNumber> {
    /// Path of the page on which it is followed.
    pub(super) fn report_path(&self) -> String {
        format!("/reports/follow/{}", self.number)
    }

    /// Leads to that page.
    pub(super) fn follow_report(&self, app: &App) -> Response {
        self.lead(app, cookies::REPORT_FOLLOWED, &self.report_path())
    }
}
