//! The administrator's and auditor's pages, and everybody's own sessions.

mod account_form;
mod accounts;
mod acts;
mod audit;
mod export;
mod jobs;
mod notices;
mod reminders;
mod sessions;

use std::str::FromStr;

use axum::http::Uri;
use axum::http::uri::PathAndQuery;
use domain::access::Action;
use serde::Deserialize;

pub(super) use acts::words as act_words;
pub(super) use notices::{badge as notice_badge, letter_path};
pub(super) use sessions::rows as session_rows;

use crate::http::access::Routes;
use crate::view::piece::Chip;

/// Registers the pages.
pub(super) fn register(routes: &mut Routes) {
    routes
        .needs(Action::ReadNotices)
        .get("/desk/notices", notices::list)
        .get("/desk/export/notices.csv", export::notices)
        .get("/desk/export/notices.xlsx", export::notices)
        .done();
    routes
        .needs(Action::ReadDesk)
        .get("/desk/notices/{id}", notices::letter)
        .done();
    routes
        .needs(Action::RetryNotice)
        .post("/desk/notices/{id}/retry", notices::retry)
        .post("/desk/notices/{id}/set-aside", notices::set_aside)
        .done();
    routes
        .needs(Action::ReadJobs)
        .get("/desk/jobs", jobs::list)
        .get("/desk/export/jobs.csv", export::jobs)
        .get("/desk/export/jobs.xlsx", export::jobs)
        .done();
    routes
        .needs(Action::RetryJob)
        .post("/desk/jobs/{id}/retry", jobs::retry)
        .done();
    routes
        .needs(Action::ReadAudit)
        .get("/desk/audit", audit::show)
        .get("/desk/export/audit.csv", export::acts)
        .get("/desk/export/audit.xlsx", export::acts)
        .done();
    routes
        .needs(Action::ManageAccounts)
        .get("/desk/accounts", accounts::list)
        .get("/desk/export/accounts.csv", export::accounts)
        .get("/desk/export/accounts.xlsx", export::accounts)
        .post("/desk/accounts", accounts::add)
        .post("/desk/accounts/{id}/disable", accounts::disable)
        .post("/desk/accounts/{id}/certificate", accounts::certify)
        .post("/desk/accounts/{id}/reset", accounts::reset)
        .done();
    routes
        .signed_in()
        .get("/desk/sessions", sessions::show)
        .done();
    routes
        .needs(Action::SetOwnReminders)
        .post("/desk/sessions/reminders", reminders::set)
        .done();
}

/// The query of a list: its filter and where it goes on. The frame reads what was done just before.
#[derive(Debug, Clone, Default, Deserialize)]
struct Asked {
    state: Option<String>,
    after: Option<String>,
}

impl Asked {
    /// The state asked for, where the list knows it; an unknown one asks for nothing.
    fn state(&self, known: &[&'static str]) -> Option<&'static str> {
        let asked = self.state.as_deref()?;
        known.iter().copied().find(|state| *state == asked)
    }

    /// Where the list goes on; what no page has named asks for its beginning.
    fn after<T: FromStr>(&self) -> Option<T> {
        self.after.as_deref()?.parse().ok()
    }
}

/// The page that was asked for, with its query: where the language switch leads back to.
fn here(uri: &Uri) -> &str {
    uri.path_and_query().map_or("", PathAndQuery::as_str)
}

/// The filters of a list; `None` is the list without one.
fn chips(path: &str, here: Option<&str>, choices: &[(Option<&str>, String)]) -> Vec<Chip> {
    choices
        .iter()
        .map(|(state, words)| {
            let href = match state {
                Some(state) => format!("{path}?state={state}"),
                None => path.to_owned(),
            };
            Chip::new(href, words.clone(), *state == here)
        })
        .collect()
}

/// The next page of the same list.
fn next_page(path: &str, state: Option<&str>, next: Option<String>) -> Option<String> {
    next.map(|after| match state {
        Some(state) => format!("{path}?state={state}&after={after}"),
        None => format!("{path}?after={after}"),
    })
}
