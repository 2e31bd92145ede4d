//! Answers as JSON, in the form the contract gives instants.

use axum::Json;
use axum::response::{IntoResponse, Response};
use domain::words::Instant;
use serde::Serialize;
use serde_json::Value;

use crate::http::problem::Problem;

/// Columns that hold JSON: what screening found, and what an act changed. They go out as JSON, not as a text of it.
const HOLD_JSON: &[&str] = &["labels", "change"];

/// An answer whose instants the store counts in milliseconds: fields named `at` or ending in `_at` go out as
/// RFC 3339 in UTC with milliseconds.
#[derive(Debug, Clone, Copy)]
pub struct Shown<T>(pub T);

impl<T: Serialize> IntoResponse for Shown<T> {
    fn into_response(self) -> Response {
        match serde_json::to_value(&self.0) {
            Ok(mut value) => {
                write_instants(&mut value);
                Json(value).into_response()
            }
            Err(_) => Problem::internal("an answer cannot be written as JSON").into_response(),
        }
    }
}

fn write_instants(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(write_instants),
        Value::Object(fields) => {
            for (name, field) in fields {
                match (field.as_i64(), field.as_str()) {
                    (Some(millis), _) if name == "at" || name.ends_with("_at") => {
                        *field = Instant::from_millis(millis).to_string().into();
                    }
                    (_, Some(text)) if HOLD_JSON.contains(&name.as_str()) => {
                        if let Ok(inner) = serde_json::from_str(text) {
                            *field = inner;
                        }
                    }
                    _ => write_instants(field),
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn json_in_a_column_goes_out_as_json() {
        let mut value = json!({"labels": "[{\"code\":\"unlicensed\"}]", "subject": "[1]"});
        write_instants(&mut value);
        assert_eq!(
            value,
            json!({"labels": [{"code": "unlicensed"}], "subject": "[1]"})
        );
    }

    #[test]
    fn instants_go_out_as_text_and_other_numbers_as_numbers() {
        let mut value = json!({"at": 0, "items": [{"created_at": 1, "settled_at": null, "attempt": 3}], "version": 2});
        write_instants(&mut value);
        assert_eq!(
            value,
            json!({"at": "1970-01-01T00:00:00.000Z",
                "items": [{"created_at": "1970-01-01T00:00:00.001Z", "settled_at": null, "attempt": 3}], "version": 2})
        );
    }
}
