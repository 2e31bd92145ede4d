//! What a form of a record or of a request sends, and what is said where it was not taken.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use domain::application::Site;
use domain::institution::field::{Field as Kept, PREMISES_MAX, Premises};
use domain::institution::request::{Side as Asking, State, Step};
use domain::words::{Day, FieldFault};
use store::Fault;
use store::ops::record::RequestEvent;
use store::read::request::RequestRow;

use super::form::{PLACE, part_of};
use crate::http::problem::Problem;
use crate::http::upload::Form;
use crate::text::{self, Lang};
use crate::view::field::{Errors, Values};
use crate::view::piece::Tone;
use crate::view::shell::Flash;

/// The texts that a form sends, by field: those that this side may change or ask to have changed.
///
/// # Errors
/// Every part of the premises that is no value of its kind, in words beside it.
pub(in crate::http::pages) fn sent(
    form: &Form,
    side: Asking,
    lang: Lang,
) -> Result<BTreeMap<Kept, String>, Errors> {
    let mut texts = BTreeMap::new();
    let mut errors = Errors::default();
    for field in Kept::ALL
        .iter()
        .copied()
        .filter(|field| side.decider(*field).is_ok())
    {
        let text = match field {
            Kept::Position if form.get("position").trim().is_empty() => String::new(),
            Kept::Position => format!("{},{}", form.get("position"), form.get("datum")),
            Kept::Premises => sent_premises(form, &mut errors, lang),
            _ => form.get(field.code()).to_owned(),
        };
        texts.insert(field, text);
    }
    if errors.none() {
        Ok(texts)
    } else {
        Err(errors)
    }
}

/// The premises of a form as JSON. One without any word is none.
fn sent_premises(form: &Form, errors: &mut Errors, lang: Lang) -> String {
    let mut sent = Vec::new();
    for at in 0..PREMISES_MAX {
        let part = |part: &str| form.get(&part_of(at, part)).trim();
        if PLACE.iter().all(|name| part(name).is_empty()) {
            continue;
        }
        let mut wrong = |name: &str, code: &'static str| {
            errors.add(part_of(at, name), text::fault(lang, code, ""));
        };
        macro_rules! read {
            ($name:literal, $read:expr) => {
                match part($name) {
                    "" => None,
                    text => match $read(text) {
                        Ok(value) => Some(value),
                        Err(code) => {
                            wrong($name, code);
                            None
                        }
                    },
                }
            };
        }
        let number = |text: &str| text.parse::<i64>().map_err(|_| "number_invalid");
        let day = |text: &str| text.parse::<Day>().map_err(|fault| fault.code);
        let place = Premises {
            address: part("address").to_owned(),
            site: read!("site", |text: &str| text
                .parse::<Site>()
                .map_err(|fault| fault.code)),
            area_m2: read!("area_m2", number),
            pupils_at_once: read!("pupils_at_once", number),
            lease_until: read!("lease_until", day),
            fire_paper: part("fire_paper").to_owned(),
            fire_paper_on: read!("fire_paper_on", day),
        };
        match place.checked() {
            Ok(place) => sent.push(place),
            Err((name, fault)) => wrong(name, fault.code),
        }
    }
    serde_json::to_string(&sent).unwrap_or_default()
}

/// Faults in words beside their fields.
pub(in crate::http::pages) fn errors(faults: &[FieldFault], lang: Lang) -> Errors {
    let mut errors = Errors::default();
    for fault in faults {
        let field = match fault.field.as_ref() {
            "premises" => "premises-0-address",
            // Which system a position was measured in is a control of its own.
            "position" if fault.code == "datum_unknown" => "datum",
            field => field,
        };
        errors.add(field, text::fault(lang, &fault.code, &fault.detail));
    }
    errors
}

/// What was typed, as it comes back.
pub(in crate::http::pages) fn typed(form: &Form) -> Values {
    let pairs = form
        .0
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()));
    Values::gathered(pairs)
}

/// The step that a form names; none where it names another.
pub(in crate::http::pages) fn request_event(form: &Form) -> Option<RequestEvent> {
    Some(match Step::from_code(form.get("event"))? {
        Step::Approve => RequestEvent::Approve {},
        Step::Withdraw => RequestEvent::Withdraw {},
        Step::Refuse => RequestEvent::Refuse {
            reason: form.get("reason").to_owned(),
        },
    })
}

/// Whether the request stands where the step leads, with what the step says.
pub(in crate::http::pages) fn is_done(row: &RequestRow, event: &RequestEvent) -> bool {
    match event {
        RequestEvent::Approve {} => row.state == State::Approved.code(),
        RequestEvent::Withdraw {} => row.state == State::Withdrawn.code(),
        RequestEvent::Refuse { reason } => {
            row.state == State::Refused.code() && row.answer == reason.trim()
        }
    }
}

/// A form that was not taken: what stands beside its fields, and above it.
pub(in crate::http::pages) struct Returned {
    pub(in crate::http::pages) status: StatusCode,
    pub(in crate::http::pages) errors: Errors,
    pub(in crate::http::pages) flash: Option<Flash>,
}

impl Returned {
    /// What a fault says of a form.
    ///
    /// # Errors
    /// The problem itself where the form does not help.
    pub(in crate::http::pages) fn of(fault: Fault, lang: Lang) -> Result<Self, Problem> {
        let bad = |text: String| Flash {
            tone: Tone::Bad,
            text,
        };
        let (status, faults, flash) = match fault {
            Fault::Input(faults) => {
                // What is about no field stands above all of them.
                let whole = faults.iter().find(|fault| fault.field == "values");
                let flash = whole.map(|fault| bad(text::fault(lang, &fault.code, "")));
                let faults = faults.into_iter().filter(|fault| fault.field != "values");
                (StatusCode::UNPROCESSABLE_ENTITY, faults.collect(), flash)
            }
            Fault::Refused(refusal) if refusal.code == "reason_missing" => {
                let fault = FieldFault::new("reason", "text_empty");
                (StatusCode::CONFLICT, vec![fault], None)
            }
            Fault::Refused(refusal) => {
                let words = lang.pick(refusal.zh, refusal.en);
                let text = lang.t1("refused-plainly", "words", words);
                (StatusCode::CONFLICT, Vec::new(), Some(bad(text)))
            }
            Fault::Stale { .. } => {
                let text = lang.t("record-stale");
                (StatusCode::CONFLICT, Vec::new(), Some(bad(text)))
            }
            other => return Err(other.into()),
        };
        Ok(Self {
            status,
            errors: errors(&faults, lang),
            flash,
        })
    }

    /// The same for a form that has none of the fields: what is wrong is said above it.
    pub(in crate::http::pages) fn without_fields(mut self) -> Self {
        if let Some(error) = self.errors.first() {
            self.flash = Some(Flash {
                tone: Tone::Bad,
                text: error.to_owned(),
            });
        }
        self
    }

    /// A form whose fields could not be read.
    pub(in crate::http::pages) fn unread(errors: Errors) -> Self {
        Self {
            status: StatusCode::UNPROCESSABLE_ENTITY,
            errors,
            flash: None,
        }
    }
}
