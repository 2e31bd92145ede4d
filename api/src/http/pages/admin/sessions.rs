//! One's own sessions.

use std::sync::Arc;

use axum::extract::State;
use axum::http::Uri;
use domain::access::permit;
use domain::words::{Day, Instant, SessionId};
use store::ops::session::{self, LIFE_SECONDS, OwnSession};

use super::{here, reminders};
use crate::App;
use crate::http::access::Permitted;
use crate::http::caller::Caller;
use crate::http::pages::{Html, desk};
use crate::http::problem::Problem;
use crate::text::{Lang, show as say};
use crate::view::desk::admin::{SessionRow, Sessions};
use crate::view::shell::DeskPlace;

pub(super) async fn show(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(_grant): Permitted<permit::EndOwnSessions>,
    uri: Uri,
) -> Result<Html<Sessions>, Problem> {
    let mut page = page(&app, &caller, lang).await?;
    page.shell = desk::frame(&app, &caller, lang, DeskPlace::Sessions, here(&uri)).await?;
    Ok(Html(page))
}

/// The page of the caller.
pub(super) async fn page(app: &App, caller: &Caller, lang: Lang) -> Result<Sessions, Problem> {
    let now = app.store().now();
    let grant = caller.grant::<permit::EndOwnSessions>(now.day())?;
    let sessions = session::own(app.store(), &grant, now).await?;
    Ok(Sessions {
        shell: desk::frame(app, caller, lang, DeskPlace::Sessions, "/desk/sessions").await?,
        rows: rows(&sessions, caller.signed_in()?.id, lang, now.day()),
        reminders: reminders::form(app, caller, lang).await?,
    })
}

/// The sessions in words, the present one first.
pub(in crate::http::pages) fn rows(
    sessions: &[OwnSession],
    current: SessionId,
    lang: Lang,
    today: Day,
) -> Vec<SessionRow> {
    let current = current.to_string();
    let at = |millis| say::near_instant(lang, Instant::from_millis(millis), today);
    let mut rows: Vec<SessionRow> = sessions
        .iter()
        .map(|session| SessionRow {
            began: at(session.created_at),
            used: at(session.seen_at),
            until: at(Instant::from_millis(session.created_at)
                .plus_seconds(LIFE_SECONDS)
                .millis()),
            here: session.id == current,
        })
        .collect();
    // The sort keeps the newest first among the others.
    rows.sort_by_key(|row| !row.here);
    rows
}
