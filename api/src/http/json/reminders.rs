//! Reminders of what is due: whether and where one's own go.

use axum::Json as Answer;
use axum::extract::State;
use axum::http::StatusCode;
use domain::access::{Action, permit};
use domain::pii::Pii;
use serde::Deserialize;
use store::ops::reminder::{self, Reminders};
use store::read;
use store::read::reminder::OwnReminders;
use utoipa::ToSchema;

use super::checks::Checks;
use crate::App;
use crate::http::access::{Permitted, Routes};
use crate::http::body::Json;
use crate::http::openapi::RemindersShape;
use crate::http::problem::{Problem, ProblemBody};

/// Registers the routes.
pub(super) fn register(routes: &mut Routes) {
    routes
        .needs(Action::SetOwnReminders)
        .get("/api/v1/desk/reminders", own)
        .post("/api/v1/desk/reminders", set)
        .done();
}

/// Whether and where reminders go, as it is sent.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ReminderFields {
    /// The address; an empty one takes away what was said before.
    email: String,
    /// `zh` or `en`.
    language: String,
    /// Whether they go at all; without an address they go nowhere.
    wanted: bool,
}

impl ReminderFields {
    /// The fields as a form sends them.
    pub(crate) fn of(email: &str, language: &str, wanted: bool) -> Self {
        Self {
            email: email.to_owned(),
            language: language.to_owned(),
            wanted,
        }
    }

    /// What is said, checked.
    ///
    /// # Errors
    /// Every field that is no value of its kind.
    pub(crate) fn checked(&self) -> Result<Reminders, Problem> {
        let mut checks = Checks::of_body();
        let email = checks.optional("email", Some(&self.email)).map(Pii::new);
        let language = match self.language.as_str() {
            "" | "zh" => "zh",
            "en" => "en",
            _ => {
                checks.wrong("language", "language_unknown");
                "zh"
            }
        };
        checks.done()?;
        Ok(Reminders {
            email,
            language,
            wanted: self.wanted,
        })
    }
}

/// Whether and where the caller's reminders of what is due go.
#[utoipa::path(get, path = "/api/v1/desk/reminders", tag = "desk", security(("session" = [])),
    responses((status = 200, body = RemindersShape), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn own(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::SetOwnReminders>,
) -> Result<Answer<OwnReminders>, Problem> {
    Ok(Answer(read::reminder::own(app.store(), &grant).await?))
}

/// Say whether and where the caller's reminders go: one mail a working day at most, and only where something is due.
#[utoipa::path(post, path = "/api/v1/desk/reminders", tag = "desk", security(("session" = [])), request_body = ReminderFields,
    responses((status = 204), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn set(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::SetOwnReminders>,
    Json(body): Json<ReminderFields>,
) -> Result<StatusCode, Problem> {
    let said = body.checked()?;
    reminder::set_own(app.store(), &grant, &said, app.store().now()).await?;
    Ok(StatusCode::NO_CONTENT)
}
