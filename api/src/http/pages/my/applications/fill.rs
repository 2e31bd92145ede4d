//! Between the fields of a part and what an application says.

use domain::application::{Form as Filled, Part};
use domain::words::{Classes, Fen, FieldFault};

use crate::http::pages::typed::Typed;
use crate::http::upload::Form;

/// The form of an application with the fields of `part` as they were sent.
///
/// # Errors
/// Every field that is no value of its kind; an empty one says nothing and is no fault.
pub(super) fn filled(sent: &Form, part: Part, before: &Filled) -> Result<Filled, Vec<FieldFault>> {
    let mut read = Typed::of(sent);
    let filled = of_part(&mut read, part, before);
    read.done(filled)
}

/// The same while somebody is typing: what cannot be read yet says nothing.
pub(super) fn as_far_as_typed(sent: &Form, part: Part, before: &Filled) -> Filled {
    of_part(&mut Typed::of(sent), part, before)
}

fn of_part(read: &mut Typed<'_>, part: Part, before: &Filled) -> Filled {
    let mut filled = before.clone();
    match part {
        Part::Teaching => {
            filled.name = read.text("name");
            filled = filled.teaching(Classes::of(read.ticked("class")));
            filled.stages = read.ticked("stages");
            filled.mode = read.value("mode", str::parse);
            filled.scope = read.text("scope");
        }
        Part::Premises => {
            filled.address = read.text("address");
            filled.site = read.value("site", str::parse);
            filled.area_m2 = read.number("area_m2");
            filled.pupils_at_once = read.number("pupils_at_once");
            filled.lease_until = read.value("lease_until", str::parse);
        }
        Part::Staff => {
            filled.staff = read.number("staff");
            filled.teaching_staff = read.number("teaching_staff");
            filled.teachers = read.number("teachers");
            filled.pupils = read.number("pupils");
            filled.preschool_pupils = read.number("preschool_pupils");
        }
        Part::Funds => {
            filled.capital_fen = read.value("capital", Fen::from_yuan_text);
            filled.custody_bank = read.text("custody_bank");
        }
        Part::Loss => {
            filled.loss = read.value("loss", str::parse);
            filled.noticed_on = read.value("noticed_on", str::parse);
            filled.declared_in = read.text("declared_in");
            filled.declared_on = read.value("declared_on", str::parse);
        }
        Part::Papers => {}
    }
    filled
}

/// The field of the page that shows what the record calls `name`.
pub(super) fn field(name: &str) -> &str {
    match name {
        "capital_fen" => "capital",
        name => name,
    }
}
