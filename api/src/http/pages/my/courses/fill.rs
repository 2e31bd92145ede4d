//! Between the fields of the page and what a course says.

use domain::course::{Course, read_materials, read_times};
use domain::words::{Fen, FieldFault};

use crate::http::pages::typed::Typed;
use crate::http::problem::{Code, Problem};
use crate::http::upload::Form;
use crate::text::{self, Lang};
use crate::view::field::Errors;

/// The course as it was sent.
///
/// # Errors
/// Every field that is no value of its kind; an empty one says nothing and is no fault.
pub(super) fn filled(sent: &Form) -> Result<Course, Vec<FieldFault>> {
    let mut read = Typed::of(sent);
    let said = course(&mut read);
    read.done(said)
}

/// The same while somebody is typing: what cannot be read yet says nothing.
pub(super) fn as_far_as_typed(sent: &Form) -> Course {
    let said = course(&mut Typed::of(sent));
    said.checked().unwrap_or(said)
}

fn course(read: &mut Typed<'_>) -> Course {
    Course {
        name: read.text("name"),
        description: read.text("description"),
        class: read.value("class", str::parse),
        stages: read.ticked("stages"),
        mode: read.value("mode", str::parse),
        lessons: read.number("lessons"),
        lesson_minutes: read.number("lesson_minutes"),
        break_minutes: read.number("break_minutes"),
        pupils: read.number("pupils"),
        price_fen: read.value("price", Fen::from_yuan_text),
        first_day: read.value("first_day", str::parse),
        last_day: read.value("last_day", str::parse),
        times: read.value("times", read_times).unwrap_or_default(),
        materials: read.value("materials", read_materials).unwrap_or_default(),
    }
}

/// The field of the page that shows what the record calls `name`.
pub(super) fn field(name: &str) -> &str {
    match name {
        "price_fen" => "price",
        name => name,
    }
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
        Code::Refused => errors.add("", problem.words(lang)),
        _ => return Err(problem.clone()),
    }
    Ok(errors)
}
