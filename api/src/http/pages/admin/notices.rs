//! Where each mail stands, and sending one again.

use std::sync::Arc;

use axum::extract::State;
use axum::http::Uri;
use axum::response::Redirect;
use domain::access::{Action, Actor, may, permit};
use domain::notice::{Instead, State as NoticeState, Template};
use domain::words::{Day, InputFault, Instant, NoticeId};
use store::read::notice::{self, NoticeRow as Row};
use store::read::{Limit, Page};
use store::{Fault, outbox};

use super::{Asked, chips, here, next_page};
use crate::App;
use crate::http::access::Permitted;
use crate::http::body::{Named, Query};
use crate::http::caller::Caller;
use crate::http::pages::Html;
use crate::http::pages::desk::{self, Done};
use crate::http::problem::{Code, Problem};
use crate::http::upload::Form;
use crate::text::{Lang, show};
use crate::view::desk::admin::{Letter, NoticeRow, Notices};
use crate::view::field::Choice;
use crate::view::piece::{Badge, Chip, Fact, Link, Tone};
use crate::view::shell::DeskPlace;

const PATH: &str = "/desk/notices";
/// What the red bar counts.
pub(super) const STUCK: &str = "stuck";
pub(super) const STATES: &[&str] = &[
    STUCK,
    "pending",
    "sending",
    "sent",
    "refused",
    "unsure",
    "dead",
    "set_aside",
];

pub(super) async fn list(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::ReadNotices>,
    uri: Uri,
    Query(asked): Query<Asked>,
) -> Result<Html<Notices>, Problem> {
    let (store, now) = (app.store(), app.store().now());
    let (state, limit, after) = (asked.state(STATES), Limit::default(), asked.after());
    let page = match state {
        Some(STUCK) => notice::list_stuck(store, &grant, limit, after, now).await?,
        state => notice::list(store, &grant, state, limit, after).await?,
    };
    let receivers = notice::receivers(store, &grant, &page.items).await?;
    let shell = desk::frame(&app, &caller, lang, DeskPlace::Notices, here(&uri)).await?;
    Ok(Html(Notices {
        shell,
        chips: filters(lang, state),
        rows: rows(&page, receivers, &caller.actor, lang, now.day()),
        instead: instead(lang),
        next: next_page(PATH, state, page.next),
        submission: hex::encode(store.random::<16>()),
    }))
}

/// What one mail said, word for word.
pub(super) async fn letter(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::ReadDesk>,
    uri: Uri,
    Named(id): Named<NoticeId>,
) -> Result<Html<Letter>, Problem> {
    let found = notice::letter(app.store(), &grant, id).await?;
    let shell = desk::frame(&app, &caller, lang, DeskPlace::Notices, here(&uri)).await?;
    let number = found.notice.subject_number.clone().unwrap_or_default();
    Ok(Html(Letter {
        shell,
        what: what(&found.notice.template, lang),
        about: Link::new(path(&found.notice, &number), number),
        badge: badge(&found.notice.state, lang),
        facts: facts(&found, lang, app.store().today()),
        language: Lang::from_tag(&found.language).unwrap_or_default().code(),
        subject: found.words.as_ref().map(|words| words.subject.clone()),
        text: found.words.map(|words| words.text).unwrap_or_default(),
    }))
}

/// Sends a notice again. A second click finds it in line already, which is what was wanted.
pub(super) async fn retry(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::RetryNotice>,
    Named(id): Named<NoticeId>,
) -> Result<Redirect, Problem> {
    match outbox::retry(app.store(), &grant, id, app.store().now()).await {
        Ok(()) | Err(Fault::NotFound) => Ok(Done::Retried.to(PATH)),
        Err(fault) => Err(fault.into()),
    }
}

/// Takes a notice off the red bar that somebody has seen to in another way. A second click finds it there already.
pub(super) async fn set_aside(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::RetryNotice>,
    Named(id): Named<NoticeId>,
    form: Form,
) -> Result<Redirect, Problem> {
    let instead: Instead = form.get("instead").parse().map_err(|fault: InputFault| {
        Problem::new(Code::InvalidInput).field("instead", fault.code, "not one of the choices")
    })?;
    match outbox::set_aside(app.store(), &grant, id, instead, app.store().now()).await {
        Ok(()) | Err(Fault::NotFound) => Ok(Done::SetAside.to(PATH)),
        Err(fault) => Err(fault.into()),
    }
}

fn instead(lang: Lang) -> Vec<Choice> {
    Instead::ALL
        .iter()
        .map(|instead| Choice::new(instead.code(), lang.pick(instead.zh(), instead.en())))
        .collect()
}

fn filters(lang: Lang, here: Option<&str>) -> Vec<Chip> {
    let mut choices = vec![
        (None, lang.t("notices-all")),
        (Some(STUCK), lang.t("notices-stuck")),
    ];
    choices.extend(NoticeState::ALL.iter().map(|state| {
        (
            Some(state.code()),
            lang.pick(state.zh(), state.en()).to_owned(),
        )
    }));
    chips(PATH, here, &choices)
}

fn rows(
    page: &Page<Row>,
    receivers: Vec<String>,
    reader: &Actor,
    lang: Lang,
    today: Day,
) -> Vec<NoticeRow> {
    page.items
        .iter()
        .zip(receivers)
        .map(|(row, to)| notice_row(row, to, reader, lang, today))
        .collect()
}

fn notice_row(row: &Row, to: String, reader: &Actor, lang: Lang, today: Day) -> NoticeRow {
    let what = what(&row.template, lang);
    let number = row.subject_number.clone().unwrap_or_default();
    let may_read = may(reader, Action::ReadDesk);
    let failed = matches!(row.state.as_str(), "refused" | "unsure" | "dead");
    NoticeRow {
        id: row.id.clone(),
        letter: may_read.then(|| letter_path(&row.id)),
        what: if may_read {
            what
        } else {
            format!("{what} {number}")
        },
        about: may_read.then(|| Link::new(path(row, &number), number)),
        to,
        badge: badge(&row.state, lang),
        attempts: u32::try_from(row.attempt).unwrap_or(0),
        made: show::near_instant(lang, Instant::from_millis(row.created_at), today),
        reply: said(row, lang),
        message_id: row.message_id.clone(),
        may_retry: (failed || row.state == NoticeState::SetAside.code())
            && may(reader, Action::RetryNotice),
        may_set_aside: failed && may(reader, Action::RetryNotice),
    }
}

fn facts(letter: &notice::Letter, lang: Lang, today: Day) -> Vec<Fact> {
    let row = &letter.notice;
    let at = |millis| show::near_instant(lang, Instant::from_millis(millis), today);
    let mut facts = vec![
        Fact::new(lang.t("notice-to"), letter.to.clone()),
        Fact::new(lang.t("notice-made"), at(row.created_at)),
        Fact::new(lang.t("notice-tries"), row.attempt.to_string()),
    ];
    if let Some(settled) = row.settled_at {
        facts.push(Fact::new(lang.t("notice-settled"), at(settled)));
    }
    let said = said(row, lang);
    if !said.is_empty() {
        facts.push(Fact::new(lang.t("notice-reply"), said));
    }
    facts.push(Fact::new("Message-ID", row.message_id.clone()).as_code());
    facts
}

/// What a mail is for.
pub(super) fn what(template: &str, lang: Lang) -> String {
    Template::from_code(template)
        .map_or(template, |it| lang.pick(it.zh(), it.en()))
        .to_owned()
}

/// What the server answered, or why there is no answer.
fn said(row: &Row, lang: Lang) -> String {
    match (&row.server_reply, &row.last_code) {
        (Some(reply), _) => answer(reply, lang),
        (None, Some(code)) => why(code, lang),
        (None, None) => String::new(),
    }
}

/// The page of one mail.
pub(in crate::http::pages) fn letter_path(id: &str) -> String {
    format!("{PATH}/{id}")
}

fn path(row: &Row, number: &str) -> String {
    match row.subject_kind.as_str() {
        "case" => format!("/desk/cases/{number}"),
        "licence" => desk::licence_path(number),
        "application" => desk::application_path(number),
        "institution" => desk::institution_path(number),
        "report" => format!("/desk/reports/{number}"),
        _ => format!("/desk/complaints/{number}"),
    }
}

/// Where a notice stands.
pub(in crate::http::pages) fn badge(state: &str, lang: Lang) -> Badge {
    let Some(state) = NoticeState::from_code(state) else {
        return Badge::new(Tone::Neutral, state);
    };
    let tone = match state {
        NoticeState::Sent => Tone::Good,
        NoticeState::Pending | NoticeState::Sending | NoticeState::SetAside => Tone::Neutral,
        NoticeState::Unsure => Tone::Caution,
        NoticeState::Refused | NoticeState::Dead => Tone::Bad,
    };
    Badge::new(tone, lang.pick(state.zh(), state.en()))
}

/// What the server said, in its own words; a folder is no server and says so in ours.
fn answer(reply: &str, lang: Lang) -> String {
    if reply == "written to the outbox folder" {
        lang.t("notice-folder")
    } else {
        reply.to_owned()
    }
}

/// Why the last attempt failed: the words a person needs, and the code the log has.
fn why(code: &str, lang: Lang) -> String {
    if let Some(instead) = Instead::from_code(code) {
        return lang.pick(instead.zh(), instead.en()).to_owned();
    }
    let words = match code {
        "connect" | "connect_timeout" => lang.t("notice-why-connect"),
        "timeout" | "time_limit" => lang.t("notice-why-timeout"),
        "broken" => lang.t("notice-why-broken"),
        "sign_in" => lang.t("notice-why-sign-in"),
        "unsure" => lang.t("notice-why-unsure"),
        code if code.starts_with("smtp_4") => lang.t("notice-why-later"),
        code if code.starts_with("smtp_5") => lang.t("notice-why-refused"),
        _ => lang.t("notice-why-made"),
    };
    lang.t2("notice-why", "words", words, "code", code)
}
