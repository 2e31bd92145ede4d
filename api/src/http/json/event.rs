//! The body of a step: `{"event": "accept", …fields of the event…, "version": N}`, for every state machine alike.

use axum::extract::{FromRequest, Request};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use store::read::complaint::OfferShown;
use utoipa::ToSchema;

use crate::App;
use crate::http::body::{Json, json_problem};
use crate::http::problem::{Code, Problem};
use crate::text::Lang;

/// A step and the version of the record that the caller has read.
#[derive(Debug, Clone)]
pub struct Step<E> {
    /// The event with what it carries.
    pub event: E,
    /// The version that was read.
    pub version: i64,
}

/// What a step answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Moved {
    /// The version the record has now.
    pub version: i64,
}

/// The events of a record as they are open to the caller now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Events {
    /// Those allowed.
    items: Vec<AllowedEvent>,
    /// Those refused, and why.
    refused: Vec<RefusedEvent>,
    /// The version to give with a step.
    version: i64,
}

/// An event that may be taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AllowedEvent {
    event: &'static str,
}

/// An event that is refused now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RefusedEvent {
    event: &'static str,
    code: &'static str,
    /// The article, where it is the law that refuses.
    article: Option<String>,
    detail: &'static str,
}

impl Events {
    /// The events of these offers, in this language.
    #[must_use]
    pub fn of(offers: Vec<OfferShown>, version: i64, lang: Lang) -> Self {
        let mut events = Self {
            items: Vec::new(),
            refused: Vec::new(),
            version,
        };
        for offer in offers {
            match offer.code {
                None => events.items.push(AllowedEvent { event: offer.event }),
                Some(code) => events.refused.push(RefusedEvent {
                    event: offer.event,
                    code,
                    article: offer.article,
                    detail: lang.pick(offer.zh.unwrap_or_default(), offer.en.unwrap_or_default()),
                }),
            }
        }
        events
    }

    /// Adds to a refusal what is allowed instead.
    #[must_use]
    pub fn beside(&self, mut problem: Problem) -> Problem {
        let allowed: Vec<&str> = self.items.iter().map(|item| item.event).collect();
        problem.more.allowed = Some(allowed.into());
        problem
    }
}

impl<E: DeserializeOwned> FromRequest<App> for Step<E> {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        let Json(fields) = Json::<Map<String, Value>>::from_request(request, app).await?;
        parse(fields)
    }
}

fn parse<E: DeserializeOwned>(mut fields: Map<String, Value>) -> Result<Step<E>, Problem> {
    let wrong = |field: &str, code: &str, detail: &str| {
        Err(Problem::new(Code::InvalidInput).field(field, code, detail))
    };
    let version = match fields.remove("version") {
        None => return wrong("version", "missing_field", "missing field `version`"),
        Some(version) => match version.as_i64() {
            Some(version) => version,
            None => return wrong("version", "wrong_type", "a whole number"),
        },
    };
    let name = match fields.remove("event") {
        None => return wrong("event", "missing_field", "missing field `event`"),
        Some(Value::String(name)) => name,
        Some(_) => return wrong("event", "wrong_type", "a text"),
    };
    // With its name around its fields an event is read field by field, so that each fault knows its own; a value with the
    // name among its fields would be read as a whole.
    let named = Map::from_iter([(name.clone(), Value::Object(fields))]);
    let event = serde_path_to_error::deserialize(Value::Object(named)).map_err(|fault| {
        let path = fault.path().to_string();
        let within = path
            .strip_prefix(&name)
            .map(|rest| rest.trim_start_matches('.'));
        let mut problem = json_problem(within.unwrap_or_default(), fault.inner());
        for error in &mut problem.errors {
            if error.code == "unknown_value" && error.field.is_empty() {
                error.field = "event".to_owned();
            }
        }
        problem
    })?;
    Ok(Step { event, version })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops at the first wrong value")]

    use domain::words::Day;
    use serde::Deserialize;
    use serde_json::json;

    use super::*;

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(rename_all = "snake_case", deny_unknown_fields)]
    enum Event {
        Accept {},
        Decline { reason: String },
        Order { due_on: Day },
    }

    fn read(value: Value) -> Result<Step<Event>, (String, String)> {
        parse(value.as_object().unwrap().clone()).map_err(|problem| {
            let first = problem.errors.first().unwrap();
            (first.field.clone(), first.code.clone())
        })
    }

    fn fault(field: &str, code: &str) -> (String, String) {
        (field.to_owned(), code.to_owned())
    }

    #[test]
    fn an_event_comes_with_its_fields_and_the_version_read() {
        let step =
            read(json!({"event": "decline", "reason": "不属于本局管辖", "version": 3})).unwrap();
        assert_eq!(step.version, 3);
        assert_eq!(
            step.event,
            Event::Decline {
                reason: "不属于本局管辖".to_owned()
            }
        );
    }

    #[test]
    fn each_wrong_field_is_named() {
        assert_eq!(
            read(json!({"event": "accept"})).unwrap_err(),
            fault("version", "missing_field")
        );
        assert_eq!(
            read(json!({"event": "accept", "version": "1"})).unwrap_err(),
            fault("version", "wrong_type")
        );
        assert_eq!(
            read(json!({"version": 1})).unwrap_err(),
            fault("event", "missing_field")
        );
        assert_eq!(
            read(json!({"event": "burn", "version": 1})).unwrap_err(),
            fault("event", "unknown_value")
        );
        assert_eq!(
            read(json!({"event": "decline", "version": 1})).unwrap_err(),
            fault("reason", "missing_field")
        );
        assert_eq!(
            read(json!({"event": "decline", "reason": 7, "version": 1})).unwrap_err(),
            fault("reason", "wrong_type")
        );
        assert_eq!(
            read(json!({"event": "order", "due_on": "2026-02-30", "version": 1})).unwrap_err(),
            fault("due_on", "day_invalid")
        );
        assert_eq!(
            read(json!({"event": "", "version": 1})).unwrap_err(),
            fault("event", "unknown_value")
        );
        assert_eq!(
            read(json!({"event": "accept", "x": 1, "version": 1})).unwrap_err(),
            fault("x", "unknown_field")
        );
    }
}
