//! What an institution applies with. A draft may be incomplete; what it says must be possible.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::words::{Class, Fen, FieldFault, InputFault, Line, Prose, SchoolNumber, StaffId};

/// Characters of a name, of what is taught, and of each statement.
const NAME_MAX: usize = 60;
const CONTENT_MAX: usize = 1_000;
const STATEMENT_MAX: usize = 2_000;
/// Services of one application.
pub const SERVICES_MAX: usize = 10;
const TEACHERS_MAX: usize = 50;
const SCHOOLS_MAX: usize = 100;
/// Grades of compulsory education: six of primary school, three of junior secondary school.
const GRADES: std::ops::RangeInclusive<u8> = 1..=9;
/// More for a pupil and a lesson is a slip of the keyboard, in fen.
const FEE_MAX: i64 = 100_000;

/// A service that is offered to schools.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Service {
    /// Its name.
    pub name: String,
    /// What is taught and done.
    pub content: String,
    /// What kind of training it is.
    pub class: Option<Class>,
    /// For which grades, 1 to 9.
    pub grades: Vec<u8>,
    /// Who teaches, of the institution's own staff.
    pub teachers: Vec<StaffId>,
    /// Fee for a pupil and a lesson, in fen.
    pub fee_fen: Option<Fen>,
    /// What the institution takes for a lesson of the like outside schools, in fen.
    pub market_fen: Option<Fen>,
}

/// What an application says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Form {
    /// The services.
    pub services: Vec<Service>,
    /// The schools it proposes to serve.
    pub schools: Vec<SchoolNumber>,
    /// How it answers for the quality.
    pub quality: String,
    /// How the fees were worked out and why they are of public interest.
    pub pricing: String,
    /// Which papers are handed in with it, one to a line.
    pub papers: String,
}

/// Which field of a service a fault is about.
pub(super) fn of_service(place: usize, field: &str) -> Cow<'static, str> {
    Cow::Owned(format!("services.{place}.{field}"))
}

impl Form {
    /// The form with its texts in their one form.
    ///
    /// # Errors
    /// Everything that is impossible, field by field: `services.0.fee_fen`.
    pub fn checked(&self) -> Result<Self, Vec<FieldFault>> {
        let mut faults = Vec::new();
        let mut kept = self.clone();
        for (field, said) in [
            ("quality", &mut kept.quality),
            ("pricing", &mut kept.pricing),
            ("papers", &mut kept.papers),
        ] {
            *said = text(&mut faults, field.into(), said, |said| {
                Prose::parse(said, STATEMENT_MAX).map(Prose::into_string)
            });
        }
        if kept.services.len() > SERVICES_MAX {
            faults.push(FieldFault::new("services", "list_too_long"));
        }
        for (place, service) in kept.services.iter_mut().enumerate() {
            service.check(place, &mut faults);
        }
        if kept.names_repeat() {
            faults.push(FieldFault::new("services", "service_named_twice"));
        }
        kept.schools.sort_unstable();
        kept.schools.dedup();
        if kept.schools.len() > SCHOOLS_MAX {
            faults.push(FieldFault::new("schools", "list_too_long"));
        }
        if faults.is_empty() {
            Ok(kept)
        } else {
            Err(faults)
        }
    }

    fn names_repeat(&self) -> bool {
        let mut names: Vec<&str> = self.services.iter().map(|one| one.name.as_str()).collect();
        names.retain(|name| !name.is_empty());
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        names.len() != count
    }

    /// The fields that say nothing yet and have to before it is filed.
    #[must_use]
    pub fn missing(&self) -> Vec<Cow<'static, str>> {
        let mut missing: Vec<Cow<'static, str>> = Vec::new();
        if self.services.is_empty() {
            missing.push("services".into());
        }
        for (place, service) in self.services.iter().enumerate() {
            let empty = service.missing().into_iter();
            missing.extend(empty.map(|field| of_service(place, field)));
        }
        if self.schools.is_empty() {
            missing.push("schools".into());
        }
        for (field, said) in [("quality", &self.quality), ("pricing", &self.pricing)] {
            if said.trim().is_empty() {
                missing.push(field.into());
            }
        }
        missing
    }

    /// The service with this name.
    #[must_use]
    pub fn service(&self, name: &str) -> Option<&Service> {
        self.services.iter().find(|service| service.name == name)
    }
}

impl Service {
    /// Whether nothing of it is filled in.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    fn check(&mut self, place: usize, faults: &mut Vec<FieldFault>) {
        let wrong = |field: &str, code: &'static str| FieldFault {
            field: of_service(place, field),
            code: Cow::Borrowed(code),
            detail: String::new(),
        };
        self.name = text(faults, of_service(place, "name"), &self.name, |said| {
            Line::parse(said, NAME_MAX).map(Line::into_string)
        });
        self.content = text(
            faults,
            of_service(place, "content"),
            &self.content,
            |said| Prose::parse(said, CONTENT_MAX).map(Prose::into_string),
        );
        self.grades.sort_unstable();
        self.grades.dedup();
        if !self.grades.iter().all(|grade| GRADES.contains(grade)) {
            faults.push(wrong("grades", "grade_unknown"));
        }
        self.teachers.sort_unstable();
        self.teachers.dedup();
        if self.teachers.len() > TEACHERS_MAX {
            faults.push(wrong("teachers", "list_too_long"));
        }
        for (field, fen) in [("fee_fen", self.fee_fen), ("market_fen", self.market_fen)] {
            if fen.is_some_and(|fen| !(0..=FEE_MAX).contains(&fen.get())) {
                faults.push(wrong(field, "after_school_number_out_of_range"));
            }
        }
    }

    fn missing(&self) -> Vec<&'static str> {
        [
            ("name", !self.name.trim().is_empty()),
            ("content", !self.content.trim().is_empty()),
            ("class", self.class.is_some()),
            ("grades", !self.grades.is_empty()),
            ("teachers", !self.teachers.is_empty()),
            ("fee_fen", self.fee_fen.is_some()),
            ("market_fen", self.market_fen.is_some()),
        ]
        .into_iter()
        .filter(|(_, said)| !said)
        .map(|(field, _)| field)
        .collect()
    }
}

/// A text in its one form; empty where it says nothing or is at fault.
pub(super) fn text(
    faults: &mut Vec<FieldFault>,
    field: Cow<'static, str>,
    said: &str,
    parse: impl Fn(&str) -> Result<String, InputFault>,
) -> String {
    if said.trim().is_empty() {
        return String::new();
    }
    let code = match parse(said) {
        Ok(kept) if !kept.contains(['<', '>']) => return kept,
        // Nobody offers a service in a language of browsers.
        Ok(_) => "text_markup",
        Err(fault) => fault.code,
    };
    faults.push(FieldFault {
        field,
        code: Cow::Borrowed(code),
        detail: String::new(),
    });
    String::new()
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops where it fails"
)]
mod tests {
    use super::*;
    use crate::after_school::condition_tests::form;

    fn codes(form: &Form) -> Vec<(String, String)> {
        let faults = form.checked().unwrap_err();
        let pair = |fault: &FieldFault| (fault.field.to_string(), fault.code.to_string());
        faults.iter().map(pair).collect()
    }

    #[test]
    fn a_whole_form_misses_nothing_and_an_empty_one_all() {
        assert_eq!(form().missing(), Vec::<String>::new());
        assert_eq!(form().checked().unwrap(), form());
        assert_eq!(
            Form::default().missing(),
            ["services", "schools", "quality", "pricing"]
        );
        let mut bare = form();
        bare.services = vec![Service::default()];
        assert_eq!(bare.missing().len(), 7);
        assert_eq!(bare.missing()[0], "services.0.name");
    }

    #[test]
    fn what_is_impossible_is_told_by_the_field_of_its_service() {
        let mut wrong = form();
        wrong.services[0].fee_fen = Some(Fen::new(-1));
        wrong.services[0].grades = vec![0, 10];
        wrong.services[0].name = "<b>舞</b>".to_owned();
        wrong.quality = "质".repeat(2_001);
        let found = codes(&wrong);
        let pair = |field: &str, code: &str| (field.to_owned(), code.to_owned());
        assert!(found.contains(&pair(
            "services.0.fee_fen",
            "after_school_number_out_of_range"
        )));
        assert!(found.contains(&pair("services.0.grades", "grade_unknown")));
        assert!(found.contains(&pair("services.0.name", "text_markup")));
        assert!(found.contains(&pair("quality", "text_too_long")));
        let twice = Form {
            services: vec![form().services[0].clone(), form().services[0].clone()],
            ..form()
        };
        assert_eq!(codes(&twice), [pair("services", "service_named_twice")]);
        let many = Form {
            services: vec![Service::default(); SERVICES_MAX + 1],
            ..form()
        };
        assert_eq!(codes(&many), [pair("services", "list_too_long")]);
    }
}
