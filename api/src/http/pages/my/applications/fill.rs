//! Between the fields of a part and what an application says.

use domain::application::{Form as Filled, Part};
use domain::words::{Fen, FieldFault, InputFault, Stage};

use crate::http::upload::Form;
use crate::text::{self, Lang};
use crate::view::field::{Errors, Values};

/// The form of an application with the fields of `part` as they were sent.
///
/// # Errors
/// Every field that is no value of its kind; an empty one says nothing and is no fault.
pub(super) fn filled(sent: &Form, part: Part, before: &Filled) -> Result<Filled, Vec<FieldFault>> {
    let mut read = Read {
        sent,
        faults: Vec::new(),
    };
    let filled = read.part(part, before);
    if read.faults.is_empty() {
        Ok(filled)
    } else {
        Err(read.faults)
    }
}

/// The same while somebody is typing: what cannot be read yet says nothing.
pub(super) fn as_far_as_typed(sent: &Form, part: Part, before: &Filled) -> Filled {
    let mut read = Read {
        sent,
        faults: Vec::new(),
    };
    read.part(part, before)
}

struct Read<'a> {
    sent: &'a Form,
    faults: Vec<FieldFault>,
}

impl Read<'_> {
    fn part(&mut self, part: Part, before: &Filled) -> Filled {
        let mut filled = before.clone();
        match part {
            Part::Teaching => {
                filled.name = self.text("name");
                filled.class = self.value("class", str::parse);
                filled.stages = self.stages();
                filled.mode = self.value("mode", str::parse);
                filled.scope = self.text("scope");
            }
            Part::Premises => {
                filled.address = self.text("address");
                filled.site = self.value("site", str::parse);
                filled.area_m2 = self.number("area_m2");
                filled.pupils_at_once = self.number("pupils_at_once");
                filled.lease_until = self.value("lease_until", str::parse);
            }
            Part::Staff => {
                filled.staff = self.number("staff");
                filled.teaching_staff = self.number("teaching_staff");
                filled.teachers = self.number("teachers");
                filled.pupils = self.number("pupils");
                filled.preschool_pupils = self.number("preschool_pupils");
            }
            Part::Funds => {
                filled.capital_fen = self.value("capital", Fen::from_yuan_text);
                filled.custody_bank = self.text("custody_bank");
            }
            Part::Papers => {}
        }
        filled
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
pub(super) fn field(name: &str) -> &str {
    match name {
        "capital_fen" => "capital",
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

/// What was typed, as it comes back.
pub(super) fn typed(sent: &Form) -> Values {
    Values::gathered(
        sent.0
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str())),
    )
}
