//! Between the fields of the page and what a course says.

use domain::course::{Course, read_materials, read_times};
use domain::words::{Fen, FieldFault, InputFault, Stage};

use crate::http::problem::{Code, Problem};
use crate::http::upload::Form;
use crate::text::{self, Lang};
use crate::view::field::{Errors, Values};

/// The course as it was sent.
///
/// # Errors
/// Every field that is no value of its kind; an empty one says nothing and is no fault.
pub(super) fn filled(sent: &Form) -> Result<Course, Vec<FieldFault>> {
    let mut read = Read {
        sent,
        faults: Vec::new(),
    };
    let course = read.course();
    if read.faults.is_empty() {
        Ok(course)
    } else {
        Err(read.faults)
    }
}

/// The same while somebody is typing: what cannot be read yet says nothing.
pub(super) fn as_far_as_typed(sent: &Form) -> Course {
    let mut read = Read {
        sent,
        faults: Vec::new(),
    };
    let course = read.course();
    course.checked().unwrap_or(course)
}

struct Read<'a> {
    sent: &'a Form,
    faults: Vec<FieldFault>,
}

impl Read<'_> {
    fn course(&mut self) -> Course {
        Course {
            name: self.text("name"),
            description: self.text("description"),
            class: self.value("class", str::parse),
            stages: self.stages(),
            mode: self.value("mode", str::parse),
            lessons: self.number("lessons"),
            lesson_minutes: self.number("lesson_minutes"),
            break_minutes: self.number("break_minutes"),
            pupils: self.number("pupils"),
            price_fen: self.value("price", Fen::from_yuan_text),
            first_day: self.value("first_day", str::parse),
            last_day: self.value("last_day", str::parse),
            times: self.value("times", read_times).unwrap_or_default(),
            materials: self.value("materials", read_materials).unwrap_or_default(),
        }
    }

    fn text(&self, field: &str) -> String {
        self.sent.get(field).trim().to_owned()
    }

    fn value<T>(
        &mut self,
        field: &'static str,
        read: impl FnOnce(&str) -> Result<T, InputFault>,
    ) -> Option<T> {
        let text = self.sent.get(field).trim();
        if text.is_empty() {
            return None;
        }
        match read(text) {
            Ok(value) => Some(value),
            Err(fault) => {
                self.faults.push(FieldFault::new(field, fault.code));
                None
            }
        }
    }

    fn number(&mut self, field: &'static str) -> Option<i64> {
        self.value(field, |text| {
            text.replace([',', '，'], "")
                .parse()
                .map_err(|_| InputFault::new("number_invalid"))
        })
    }

    fn stages(&mut self) -> Vec<Stage> {
        let mut stages = Vec::new();
        for (name, value) in &self.sent.0 {
            if name != "stages" {
                continue;
            }
            match value.parse() {
                Ok(stage) if !stages.contains(&stage) => stages.push(stage),
                Ok(_) => {}
                Err(InputFault { code, .. }) => {
                    self.faults.push(FieldFault::new("stages", code));
                }
            }
        }
        stages
    }
}

/// The field of the page that shows what the record calls `name`.
fn field(name: &str) -> &str {
    match name {
        "price_fen" => "price",
        name => name,
    }
}

/// Faults in words beside their fields.
pub(super) fn errors(faults: &[FieldFault], lang: Lang) -> Errors {
    let mut errors = Errors::default();
    for fault in faults {
        let words = text::fault(lang, &fault.code, &fault.detail);
        errors.add(field(&fault.field), words);
    }
    errors
}

/// What was wrong with a course that was not saved or not filed; a fault that is not the person's stays a problem.
///
/// # Errors
/// The problem itself.
pub(super) fn told(problem: &Problem, lang: Lang) -> Result<Errors, Problem> {
    let mut errors = Errors::default();
    match problem.code {
        Code::InvalidInput => {
            for error in &problem.errors {
                let words = text::fault(lang, &error.code, &error.detail);
                errors.add(field(&error.field), words);
            }
        }
        Code::Refused | Code::StaleVersion => errors.add("", problem.words(lang)),
        _ => return Err(problem.clone()),
    }
    Ok(errors)
}

/// What was typed, as it comes back.
pub(super) fn typed(sent: &Form) -> Values {
    let pairs = sent.0.iter();
    Values::gathered(pairs.map(|(name, value)| (name.as_str(), value.as_str())))
}
