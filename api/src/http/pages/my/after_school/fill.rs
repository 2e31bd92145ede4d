//! Between the fields of the page and what an application says.

use std::str::FromStr;

use domain::after_school::{Form as Filled, SERVICES_MAX, Service};
use domain::words::{Fen, InputFault};

use crate::http::problem::{Code, Problem};
use crate::http::upload::Form;
use crate::text::{self, Lang, show};
use crate::view::field::{Errors, Values};

/// What was sent: the application, and at which place of the page each of its services stood.
pub(super) struct Sent {
    pub(super) filled: Filled,
    /// Places of the page by places of the application: blocks that say nothing are none.
    places: Vec<usize>,
    faults: Vec<(String, &'static str)>,
}

impl Sent {
    pub(super) fn of(sent: &Form) -> Self {
        let mut faults = Vec::new();
        let mut read = Reading {
            sent,
            faults: &mut faults,
        };
        let (mut services, mut places) = (Vec::new(), Vec::new());
        for place in 0..SERVICES_MAX {
            let wrong = read.faults.len();
            let service = read.service(place);
            // What cannot be read is something that was said.
            if !service.is_empty() || read.faults.len() > wrong {
                services.push(service);
                places.push(place);
            }
        }
        let filled = Filled {
            services,
            schools: read.each("schools"),
            quality: read.text("quality"),
            pricing: read.text("pricing"),
            papers: read.text("papers"),
        };
        Self {
            filled,
            places,
            faults,
        }
    }

    /// What could not be read, beside its fields; nothing where all could.
    pub(super) fn unread(&self, lang: Lang) -> Option<Errors> {
        if self.faults.is_empty() {
            return None;
        }
        let mut errors = Errors::default();
        for (field, code) in &self.faults {
            errors.add(field.clone(), text::fault(lang, code, ""));
        }
        Some(errors)
    }

    /// The field of the page that shows what the record calls `name`: `services.0.fee_fen` is `fee_0`, where the first
    /// service stood in the first block.
    fn field(&self, name: &str) -> String {
        let parts: Vec<&str> = name.splitn(3, '.').collect();
        match parts.as_slice() {
            ["services", place, field] => {
                let place: usize = place.parse().unwrap_or_default();
                let place = self.places.get(place).copied().unwrap_or(place);
                format!("{}_{place}", field.trim_end_matches("_fen"))
            }
            ["services"] => "name_0".to_owned(),
            _ => name.to_owned(),
        }
    }

    /// What was wrong with an application that was not saved or not filed; a fault that is not the person's stays a problem.
    ///
    /// # Errors
    /// The problem itself.
    pub(super) fn told(&self, problem: &Problem, lang: Lang) -> Result<Errors, Problem> {
        let mut errors = Errors::default();
        match problem.code {
            Code::InvalidInput => {
                for error in &problem.errors {
                    let words = text::fault(lang, &error.code, &error.detail);
                    errors.add(self.field(&error.field), words);
                }
            }
            Code::Refused | Code::StaleVersion => errors.add("", problem.words(lang)),
            _ => return Err(problem.clone()),
        }
        Ok(errors)
    }
}

struct Reading<'a> {
    sent: &'a Form,
    faults: &'a mut Vec<(String, &'static str)>,
}

impl Reading<'_> {
    fn text(&self, field: &str) -> String {
        self.sent.get(field).trim().to_owned()
    }

    fn value<T>(
        &mut self,
        field: &str,
        read: impl FnOnce(&str) -> Result<T, InputFault>,
    ) -> Option<T> {
        let text = self.sent.get(field).trim();
        if text.is_empty() {
            return None;
        }
        match read(text) {
            Ok(value) => Some(value),
            Err(fault) => {
                self.faults.push((field.to_owned(), fault.code));
                None
            }
        }
    }

    /// Every box that is ticked below `field`.
    fn each<T: FromStr<Err = InputFault>>(&mut self, field: &str) -> Vec<T> {
        let mut values = Vec::new();
        for (name, value) in &self.sent.0 {
            if name != field || value.trim().is_empty() {
                continue;
            }
            match value.parse() {
                Ok(one) => values.push(one),
                Err(InputFault { code, .. }) => self.faults.push((field.to_owned(), code)),
            }
        }
        values
    }

    fn service(&mut self, place: usize) -> Service {
        let field = |name: &str| format!("{name}_{place}");
        let grade = |Grade(grade)| grade;
        let grades: Vec<Grade> = self.each(&field("grades"));
        Service {
            name: self.text(&field("name")),
            content: self.text(&field("content")),
            class: self.value(&field("class"), str::parse),
            grades: grades.into_iter().map(grade).collect(),
            teachers: self.each(&field("teachers")),
            fee_fen: self.value(&field("fee"), Fen::from_yuan_text),
            market_fen: self.value(&field("market"), Fen::from_yuan_text),
        }
    }
}

struct Grade(u8);

impl FromStr for Grade {
    type Err = InputFault;

    fn from_str(text: &str) -> Result<Self, InputFault> {
        let fault = InputFault::new("grade_unknown");
        text.parse().map(Self).map_err(|_| fault)
    }
}

/// What an application says, as the fields show it.
pub(super) fn values(form: &Filled) -> Values {
    let mut values = Values::default();
    let mut add = |name: String, value: String| values.0.insert(name, value);
    let yuan = |fen: Option<Fen>| fen.map(show::plain_yuan).unwrap_or_default();
    for (place, service) in form.services.iter().enumerate() {
        let field = |name: &str| format!("{name}_{place}");
        let words = |items: &mut dyn Iterator<Item = String>| items.collect::<Vec<_>>().join(" ");
        let class = service.class.map(|class| class.code().to_owned());
        add(field("name"), service.name.clone());
        add(field("content"), service.content.clone());
        add(field("class"), class.unwrap_or_default());
        let mut grades = service.grades.iter().map(ToString::to_string);
        add(field("grades"), words(&mut grades));
        let mut teachers = service.teachers.iter().map(ToString::to_string);
        add(field("teachers"), words(&mut teachers));
        add(field("fee"), yuan(service.fee_fen));
        add(field("market"), yuan(service.market_fen));
    }
    let schools: Vec<String> = form.schools.iter().map(ToString::to_string).collect();
    add("schools".to_owned(), schools.join(" "));
    add("quality".to_owned(), form.quality.clone());
    add("pricing".to_owned(), form.pricing.clone());
    add("papers".to_owned(), form.papers.clone());
    values
}

/// The field of a page made from a stored application that shows what the record calls `name`.
pub(super) fn stored_field(name: &str) -> String {
    match name.split('.').collect::<Vec<_>>().as_slice() {
        ["services", place, field] => format!("{}_{place}", field.trim_end_matches("_fen")),
        _ => name.to_owned(),
    }
}
