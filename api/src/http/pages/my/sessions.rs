//! The agent's own sessions.

use std::sync::Arc;

use axum::extract::State;
use domain::access::permit;
use store::ops::session;

use super::frame::frame;
use crate::App;
use crate::http::access::Permitted;
use crate::http::caller::Caller;
use crate::http::pages::{Html, admin};
use crate::http::problem::Problem;
use crate::text::Lang;
use crate::view::my::MySessions;
use crate::view::shell::MyPlace;

pub(super) async fn show(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::ReadOwn>,
) -> Result<Html<MySessions>, Problem> {
    let now = app.store().now();
    let own = caller.grant::<permit::EndOwnSessions>(now.day())?;
    let sessions = session::own(app.store(), &own, now).await?;
    Ok(Html(MySessions {
        shell: frame(&app, &caller, &grant, lang, MyPlace::Sessions).await?,
        rows: admin::session_rows(&sessions, caller.signed_in()?.id, lang, now.day()),
    }))
}
