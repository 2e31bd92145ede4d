//! What somebody says of an entry, and what of it may be filed.

use serde::{Deserialize, Serialize};

use super::Kind;
use crate::institution::field::Field;
use crate::pii::Pii;
use crate::words::{Day, Email, FieldFault, Line, Prose};

/// Longest text, in characters.
pub const BODY_CHARS_MAX: usize = 1_000;
/// Longest text of what would be right in one field, in characters.
pub const RIGHT_CHARS_MAX: usize = 200;
/// Longest number or name of the other entry, in characters.
pub const OTHER_CHARS_MAX: usize = 200;
/// Nobody remembers that a place closed before this day, the first of China's private-education law.
const FIRST_DAY: (i32, u8, u8) = (2003, 9, 1);

/// The fields of the public page of which somebody may say that they are wrong.
pub const REPORTED: [Field; 7] = [
    Field::Name,
    Field::Brand,
    Field::Address,
    Field::Telephone,
    Field::Uscc,
    Field::LegalRepresentative,
    Field::Principal,
];

/// A field that is wrong, as it comes in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DraftItem {
    /// Code of the field.
    pub field: String,
    /// What would be right.
    #[serde(default)]
    pub right: String,
}

/// A report as it comes in by any door, before it is checked. Nothing in it is trusted.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// `wrong`, `closed`, `double` or `other`.
    pub kind: String,
    /// What is wrong, field by field; of `wrong` alone.
    #[serde(default)]
    pub items: Vec<DraftItem>,
    /// Since when it seems to be gone, `YYYY-MM-DD`; of `closed` alone.
    #[serde(default)]
    pub since_on: Option<String>,
    /// Number or name of the other entry; of `double` alone.
    #[serde(default)]
    pub other: Option<String>,
    /// Further words.
    #[serde(default)]
    pub text: Option<String>,
    /// Where the answer goes; nothing where none is wanted.
    #[serde(default)]
    pub email: Option<String>,
}

impl std::fmt::Debug for Draft {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Draft(masked)")
    }
}

/// A field that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Which.
    pub field: Field,
    /// What would be right, in the reporter's words.
    pub right: String,
}

impl Item {
    /// Whether the field says something else, as far as can be told: what is right may not have been said.
    #[must_use]
    pub fn differs(&self, now: &str) -> bool {
        self.right.is_empty() || self.right != now
    }
}

/// A checked report.
#[derive(Debug, Clone)]
pub struct Filing {
    /// What is said of the entry.
    pub kind: Kind,
    /// What is wrong; of `wrong` alone.
    pub items: Vec<Item>,
    /// Since when it seems to be gone.
    pub since_on: Option<Day>,
    /// Number or name of the other entry; empty but for `double`.
    pub other: String,
    /// Further words; may be empty.
    pub text: String,
    /// Where the answer goes.
    pub email: Option<Pii<Email>>,
}

fn given(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty())
}

impl Draft {
    /// Checks every field; `today` is the day of filing. What belongs to another kind is passed over: a form without script
    /// may carry it.
    ///
    /// # Errors
    /// All faults that were found, each with its field and a stable code.
    pub fn check(&self, today: Day) -> Result<Filing, Vec<FieldFault>> {
        let mut faults = Vec::new();
        let kind: Option<Kind> = match self.kind.trim() {
            "" => kept(&mut faults, "kind", Err("choice_missing")),
            code => kept(
                &mut faults,
                "kind",
                code.parse().map_err(|_| "report_kind_unknown"),
            ),
        };
        let text = match given(self.text.as_deref()) {
            None => String::new(),
            Some(text) => {
                let text = Prose::parse(text, BODY_CHARS_MAX).map_err(|fault| fault.code);
                kept(&mut faults, "text", text.map(Prose::into_string)).unwrap_or_default()
            }
        };
        let email = given(self.email.as_deref()).and_then(|text| {
            kept(
                &mut faults,
                "email",
                text.parse::<Email>().map_err(|it| it.code),
            )
        });
        let mut filing = Filing {
            kind: kind.unwrap_or(Kind::Other),
            items: Vec::new(),
            since_on: None,
            other: String::new(),
            text,
            email: email.map(Pii::new),
        };
        match kind {
            Some(Kind::Wrong) => {
                filing.items = self.items(&mut faults);
                if filing.items.is_empty() && filing.text.is_empty() && faults.is_empty() {
                    faults.push(FieldFault::new("items", "report_says_nothing"));
                }
            }
            Some(Kind::Closed) => filing.since_on = self.since(&mut faults, today),
            Some(Kind::Double) => {
                let other = Line::parse(self.other.as_deref().unwrap_or_default(), OTHER_CHARS_MAX);
                let other = other.map(Line::into_string).map_err(|fault| fault.code);
                filing.other = kept(&mut faults, "other", other).unwrap_or_default();
            }
            Some(Kind::Other) if filing.text.is_empty() && faults.is_empty() => {
                faults.push(FieldFault::new("text", "text_empty"));
            }
            Some(Kind::Other) | None => {}
        }
        if faults.is_empty() {
            Ok(filing)
        } else {
            Err(faults)
        }
    }

    /// The fields that are wrong, each once, in the order of [`REPORTED`]. One that says nothing is not meant.
    fn items(&self, faults: &mut Vec<FieldFault>) -> Vec<Item> {
        for item in &self.items {
            let known = REPORTED.iter().any(|field| field.code() == item.field);
            if !known {
                faults.push(FieldFault::new("items", "field_unknown"));
                return Vec::new();
            }
        }
        let said = REPORTED.iter().filter_map(|field| {
            let item = self.items.iter().find(|item| item.field == field.code());
            let right = given(item.map(|item| item.right.as_str()))?;
            let right = Line::parse(right, RIGHT_CHARS_MAX).map_err(|fault| fault.code);
            kept(faults, field.code(), right.map(Line::into_string)).map(|right| Item {
                field: *field,
                right,
            })
        });
        said.collect()
    }

    fn since(&self, faults: &mut Vec<FieldFault>, today: Day) -> Option<Day> {
        let text = given(self.since_on.as_deref())?;
        let (year, month, day_of_month) = FIRST_DAY;
        let judged = match (text.parse::<Day>(), Day::new(year, month, day_of_month)) {
            (Err(fault), _) | (_, Err(fault)) => Err(fault.code),
            (Ok(day), _) if day > today => Err("day_in_future"),
            (Ok(day), Ok(first)) if day < first => Err("day_too_early"),
            (Ok(day), _) => Ok(day),
        };
        kept(faults, "since_on", judged)
    }
}

/// The value, or its fault among the others, so that a person mends everything at once.
fn kept<T>(
    faults: &mut Vec<FieldFault>,
    field: &'static str,
    outcome: Result<T, &'static str>,
) -> Option<T> {
    match outcome {
        Ok(value) => Some(value),
        Err(code) => {
            faults.push(FieldFault::new(field, code));
            None
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test stops where it fails")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn today() -> Day {
        "2026-11-29".parse().unwrap()
    }

    fn draft(json: &str) -> Draft {
        serde_json::from_str(json).unwrap()
    }

    fn codes(json: &str) -> Vec<(String, String)> {
        let faults = draft(json).check(today()).unwrap_err();
        let pair = |it: FieldFault| (it.field.into_owned(), it.code.into_owned());
        faults.into_iter().map(pair).collect()
    }

    #[test]
    fn each_kind_says_what_it_has_to() {
        for (json, field, code) in [
            (r#"{"kind":""}"#, "kind", "choice_missing"),
            (r#"{"kind":"gone"}"#, "kind", "report_kind_unknown"),
            (r#"{"kind":"wrong"}"#, "items", "report_says_nothing"),
            (
                r#"{"kind":"wrong","items":[{"field":"status","right":"closed"}]}"#,
                "items",
                "field_unknown",
            ),
            (
                r#"{"kind":"wrong","items":[{"field":"name","right":"甲\n乙"}]}"#,
                "name",
                "text_control",
            ),
            (
                r#"{"kind":"closed","since_on":"2026-11-30"}"#,
                "since_on",
                "day_in_future",
            ),
            (
                r#"{"kind":"closed","since_on":"1999-01-01"}"#,
                "since_on",
                "day_too_early",
            ),
            (r#"{"kind":"double"}"#, "other", "text_empty"),
            (r#"{"kind":"other","text":" "}"#, "text", "text_empty"),
            (
                r#"{"kind":"closed","email":"a@@b"}"#,
                "email",
                "email_invalid",
            ),
        ] {
            let expected = vec![(field.to_owned(), code.to_owned())];
            assert_eq!(codes(json), expected, "{json}");
        }
    }

    #[test]
    fn what_belongs_to_another_kind_is_not_kept() {
        let filing = draft(
            r#"{"kind":"closed","items":[{"field":"name","right":"甲"}],"other":"乙","text":" 卷帘门锁着 "}"#,
        )
        .check(today())
        .unwrap();
        assert!(filing.items.is_empty() && filing.other.is_empty());
        assert_eq!(filing.text, "卷帘门锁着");
        // Words alone say what is wrong as well: not everything has a field of its own.
        let wrong = draft(r#"{"kind":"wrong","items":[{"field":"name"}],"text":"课程不对"}"#);
        assert!(wrong.check(today()).unwrap().items.is_empty());
    }

    #[test]
    fn debug_shows_no_address() {
        let draft = draft(r#"{"kind":"other","text":"x","email":"chen@example.com"}"#);
        assert_eq!(format!("{draft:?}"), "Draft(masked)");
    }

    proptest! {
        #[test]
        fn no_draft_is_taken_without_saying_something(
            kind in "wrong|closed|double|other|", text in "\\PC{0,12}", other in "\\PC{0,12}", right in "\\PC{0,12}",
        ) {
            let items = vec![DraftItem { field: "name".to_owned(), right }];
            let draft = Draft { kind, items, other: Some(other), text: Some(text), ..Draft::default() };
            if let Ok(filing) = draft.check(today()) {
                let says = filing.kind == Kind::Closed
                    || !filing.items.is_empty() || !filing.text.is_empty() || !filing.other.is_empty();
                prop_assert!(says);
                prop_assert!(filing.items.iter().all(|item| !item.right.trim().is_empty()));
            }
        }
    }
}
