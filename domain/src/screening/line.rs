//! One line of the `screen` command: a JSON object in, a JSON object out.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{Kind, Label, Screener, Text};
use crate::words::Day;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Given {
    id: String,
    subject: String,
    body: String,
    #[serde(default)]
    happened_on: Option<Day>,
    #[serde(default)]
    kind: Option<Kind>,
}

#[derive(Serialize)]
struct Answer<'a> {
    id: &'a str,
    labels: &'a [Label],
    rules: &'a str,
    model: &'a str,
}

/// Screens one line of JSON and answers with one line.
///
/// # Errors
/// `{"line":N,"error":"…"}` for a line that is not of the form.
pub fn line(screener: &Screener, input: &str, number: u64) -> Result<String, String> {
    let told = |why: String| json!({"line": number, "error": why}).to_string();
    let given: Given = serde_json::from_str(input).map_err(|fault| told(fault.to_string()))?;
    let text = Text {
        subject: given.subject,
        body: given.body,
        happened_on: given.happened_on,
        kind: given.kind.unwrap_or_default(),
    };
    let screening = screener.screen(&text);
    serde_json::to_string(&Answer {
        id: &given.id,
        labels: &screening.labels,
        rules: &screening.rules,
        model: &screening.model,
    })
    .map_err(|fault| told(fault.to_string()))
}
