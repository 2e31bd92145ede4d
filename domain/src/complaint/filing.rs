//! What a complainant sends, and what of it may be filed.

use serde::{Deserialize, Serialize};

use crate::pii::Pii;
use crate::words::{
    Day, District, Email, Fen, FieldFault, InstitutionNumber, Line, Prose, Telephone,
};

/// Longest subject, in characters.
pub const SUBJECT_CHARS_MAX: usize = 100;
/// Longest text, in characters.
pub const BODY_CHARS_MAX: usize = 5_000;
/// Shortest text that says anything, in characters.
pub const BODY_CHARS_MIN: usize = 5;
/// Longest name of an institution or a place, in characters.
pub const PLACE_CHARS_MAX: usize = 200;
/// The highest sum that is taken at its word: one hundred million yuan.
pub const AMOUNT_FEN_MAX: i64 = 10_000_000_000;
/// Nothing is taken that happened before this day, the first of China's private-education law.
const FIRST_DAY: (i32, u8, u8) = (2003, 9, 1);

/// A complaint as it comes in by any door, before it is checked. Nothing in it is trusted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// Number of the institution, where it was found in the register.
    #[serde(default)]
    pub institution_number: Option<String>,
    /// Its name as the complainant knows it.
    #[serde(default)]
    pub institution_name: Option<String>,
    /// Where it is, in words.
    #[serde(default)]
    pub place: Option<String>,
    /// District code, where it is known.
    #[serde(default)]
    pub district: Option<String>,
    /// What it is about, in one line.
    pub subject: String,
    /// What happened.
    pub body: String,
    /// The day it happened, `YYYY-MM-DD`.
    #[serde(default)]
    pub happened_on: Option<String>,
    /// The sum it is about, in Fen.
    #[serde(default)]
    pub amount_fen: Option<i64>,
    /// Whether no name and address is to be kept.
    pub anonymous: bool,
    /// How to reach the complainant.
    #[serde(default)]
    pub contact: Option<DraftContact>,
}

/// How to reach a complainant, before it is checked.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DraftContact {
    /// Name.
    #[serde(default)]
    pub name: Option<String>,
    /// Telephone.
    #[serde(default)]
    pub telephone: Option<String>,
    /// E-mail.
    #[serde(default)]
    pub email: Option<String>,
}

impl std::fmt::Debug for DraftContact {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("DraftContact(masked)")
    }
}

/// A checked complaint.
#[derive(Debug, Clone)]
pub struct Filing {
    /// The institution, where its number was given.
    pub institution: Option<InstitutionNumber>,
    /// Its name as the complainant knows it; empty where none was given.
    pub institution_name: String,
    /// Where it is, in words; empty where nothing was said.
    pub place: String,
    /// District, where it was given.
    pub district: Option<District>,
    /// One line.
    pub subject: String,
    /// What happened.
    pub body: String,
    /// The day it happened.
    pub happened_on: Option<Day>,
    /// The sum it is about.
    pub amount: Option<Fen>,
    /// How to reach the complainant; nothing for an anonymous one.
    pub contact: Option<Contact>,
}

/// How to reach a complainant.
#[derive(Debug, Clone)]
pub struct Contact {
    /// Name.
    pub name: Pii<String>,
    /// Telephone, where one was given.
    pub telephone: Option<Pii<Telephone>>,
    /// E-mail, where one was given.
    pub email: Option<Pii<Email>>,
}

/// Collects what is wrong, field by field, so that a person mends everything at once.
struct Checks {
    faults: Vec<FieldFault>,
}

impl Checks {
    fn keep<T>(&mut self, field: &'static str, outcome: Result<T, &'static str>) -> Option<T> {
        match outcome {
            Ok(value) => Some(value),
            Err(code) => {
                self.faults.push(FieldFault::new(field, code));
                None
            }
        }
    }

    fn line(&mut self, field: &'static str, text: Option<&str>, max: usize) -> String {
        let Some(text) = given(text) else {
            return String::new();
        };
        self.keep(field, Line::parse(text, max).map_err(|fault| fault.code))
            .map(|line| line.as_str().to_owned())
            .unwrap_or_default()
    }

    fn word<T: std::str::FromStr<Err = crate::words::InputFault>>(
        &mut self,
        field: &'static str,
        text: Option<&str>,
    ) -> Option<T> {
        let text = given(text)?;
        self.keep(field, text.parse::<T>().map_err(|fault| fault.code))
    }
}

fn given(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty())
}

impl Draft {
    /// Checks every field; `today` is the day of filing.
    ///
    /// # Errors
    /// All faults that were found, each with its field and a stable code.
    pub fn check(&self, today: Day) -> Result<Filing, Vec<FieldFault>> {
        let mut checks = Checks { faults: Vec::new() };
        let filing = Filing {
            institution: checks.word("institution_number", self.institution_number.as_deref()),
            institution_name: checks.line(
                "institution_name",
                self.institution_name.as_deref(),
                PLACE_CHARS_MAX,
            ),
            place: checks.line("place", self.place.as_deref(), PLACE_CHARS_MAX),
            district: checks.word("district", self.district.as_deref()),
            subject: checks
                .keep("subject", subject(&self.subject))
                .unwrap_or_default(),
            body: checks.keep("body", body(&self.body)).unwrap_or_default(),
            happened_on: happened_on(&mut checks, self.happened_on.as_deref(), today),
            amount: self
                .amount_fen
                .and_then(|fen| checks.keep("amount_fen", amount(fen))),
            contact: self.contact(&mut checks),
        };
        if checks.faults.is_empty() {
            Ok(filing)
        } else {
            Err(checks.faults)
        }
    }

    fn contact(&self, checks: &mut Checks) -> Option<Contact> {
        let draft = self.contact.clone().unwrap_or_default();
        let named = [&draft.name, &draft.telephone, &draft.email]
            .into_iter()
            .any(|text| given(text.as_deref()).is_some());
        if self.anonymous {
            // An address that came along by mistake must not be kept, and its sender must know.
            if named {
                checks
                    .faults
                    .push(FieldFault::new("contact", "anonymous_with_contact"));
            }
            return None;
        }
        let name = checks.line("contact.name", draft.name.as_deref(), 60);
        let telephone: Option<Telephone> =
            checks.word("contact.telephone", draft.telephone.as_deref());
        let email: Option<Email> = checks.word("contact.email", draft.email.as_deref());
        if name.is_empty() {
            checks
                .faults
                .push(FieldFault::new("contact.name", "contact_name_missing"));
        }
        if given(draft.telephone.as_deref()).is_none() && given(draft.email.as_deref()).is_none() {
            checks
                .faults
                .push(FieldFault::new("contact", "contact_way_missing"));
        }
        Some(Contact {
            name: Pii::new(name),
            telephone: telephone.map(Pii::new),
            email: email.map(Pii::new),
        })
    }
}

fn subject(text: &str) -> Result<String, &'static str> {
    Line::parse(text, SUBJECT_CHARS_MAX)
        .map(|line| line.as_str().to_owned())
        .map_err(|fault| fault.code)
}

fn body(text: &str) -> Result<String, &'static str> {
    let body = Prose::parse(text, BODY_CHARS_MAX).map_err(|fault| fault.code)?;
    if body.as_str().chars().count() < BODY_CHARS_MIN {
        return Err("text_too_short");
    }
    Ok(body.as_str().to_owned())
}

fn amount(fen: i64) -> Result<Fen, &'static str> {
    match fen {
        ..0 => Err("amount_negative"),
        0..=AMOUNT_FEN_MAX => Ok(Fen::new(fen)),
        _ => Err("amount_too_large"),
    }
}

fn happened_on(checks: &mut Checks, text: Option<&str>, today: Day) -> Option<Day> {
    let day: Day = checks.word("happened_on", text)?;
    let (year, month, day_of_month) = FIRST_DAY;
    let first = Day::new(year, month, day_of_month).ok()?;
    let judged = if day > today {
        Err("day_in_future")
    } else if day < first {
        Err("day_too_early")
    } else {
        Ok(day)
    };
    checks.keep("happened_on", judged)
}
