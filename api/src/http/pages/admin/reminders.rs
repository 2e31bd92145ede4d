//! Whether and where one's own reminders go: a form on the page of one's sessions.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use domain::access::permit;
use store::ops::reminder;
use store::read;

use crate::App;
use crate::http::access::Permitted;
use crate::http::caller::Caller;
use crate::http::json::reminders::ReminderFields;
use crate::http::pages::Html;
use crate::http::pages::desk::Done;
use crate::http::problem::{Code, Problem};
use crate::http::upload::Form;
use crate::text::{self, Lang};
use crate::view::desk::reminders::Reminders;
use crate::view::field::{Errors, Values};

/// The form with what is kept; none for those who have no reminders.
pub(super) async fn form(
    app: &App,
    caller: &Caller,
    lang: Lang,
) -> Result<Option<Reminders>, Problem> {
    let Ok(grant) = caller.grant::<permit::SetOwnReminders>(app.store().today()) else {
        return Ok(None);
    };
    let kept = read::reminder::own(app.store(), &grant).await?;
    let values = Values::from_pairs([
        ("email", kept.email.as_str()),
        ("wanted", if kept.wanted { "yes" } else { "no" }),
        ("language", kept.language.as_str()),
    ]);
    Ok(Some(Reminders::of(
        &caller.form_token,
        &values,
        &Errors::default(),
        lang,
    )))
}

/// `POST /desk/sessions/reminders`.
pub(super) async fn set(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::SetOwnReminders>,
    form: Form,
) -> Result<Response, Problem> {
    let (email, wanted, language) = (form.get("email"), form.get("wanted"), form.get("language"));
    let fields = ReminderFields::of(email, language, wanted == "yes");
    let problem = match fields.checked() {
        Ok(said) => {
            reminder::set_own(app.store(), &grant, &said, app.store().now()).await?;
            return Ok(Done::RemindersSet.to("/desk/sessions").into_response());
        }
        Err(problem) if problem.code == Code::InvalidInput => problem,
        Err(problem) => return Err(problem),
    };
    let mut errors = Errors::default();
    for error in &problem.errors {
        errors.add(&error.field, text::fault(lang, &error.code, &error.detail));
    }
    let values = Values::from_pairs([("email", email), ("wanted", wanted), ("language", language)]);
    let mut page = super::sessions::page(&app, &caller, lang).await?;
    page.reminders = Some(Reminders::of(&caller.form_token, &values, &errors, lang));
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response())
}
