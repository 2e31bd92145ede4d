//! An institution that is entered alone, before it holds a licence: who founds one comes to the office, gets an entry, and
//! applies from there. It enters as one row of a list would, without what only a licence says.

use std::collections::BTreeMap;

use super::listed::{Defaults, Field, read};
use super::{NewInstitution, Status};
use crate::refusal::Refusal;
use crate::words::{Day, FieldFault};

/// What may be said of it. The founder has to be named: it is the founder who applies.
pub const FIELDS: [Field; 16] = [
    Field::Name,
    Field::Brand,
    Field::Class,
    Field::Stages,
    Field::District,
    Field::Address,
    Field::Founder,
    Field::LegalForm,
    Field::Profit,
    Field::Uscc,
    Field::LegalRepresentative,
    Field::Principal,
    Field::Mode,
    Field::FoundedOn,
    Field::Telephone,
    Field::Email,
];

/// An institution that reads the same is entered only by who has seen that one.
pub const KNOWN: Refusal = Refusal::step(
    "institution_known_already",
    "登记册里已有同名或者同址的机构，请先核对",
    "the register has an institution of the same name or at the same address: look at it first",
);

/// An institution in another authority's district is entered by that authority.
pub const OUT_OF_AREA: Refusal = Refusal::step(
    "institution_out_of_area",
    "不是本机关负责的地区",
    "your authority is not responsible for that district",
);

/// The institution of these texts, as it is entered: preparing, and without a licence.
///
/// # Errors
/// Every fault by the code of its field: those of a [row](read), `choice_missing` where one has to be chosen, `text_empty`
/// where nobody is named as the founder, `field_not_open` for what comes with the licence or by itself.
pub fn opening(
    values: &BTreeMap<Field, String>,
    today: Day,
) -> Result<NewInstitution, Vec<FieldFault>> {
    let text = |field: Field| values.get(&field).map_or("", |text| text.trim());
    let mut faults: Vec<FieldFault> = values
        .keys()
        .filter(|field| !FIELDS.contains(field) && !text(**field).is_empty())
        .map(|field| FieldFault::new(field.code(), "field_not_open"))
        .collect();
    if text(Field::Founder).is_empty() {
        faults.push(FieldFault::new(Field::Founder.code(), "text_empty"));
    }
    let open = |field: Field| match FIELDS.contains(&field) {
        true => Ok(text(field)),
        false => Ok(""),
    };
    let entry = read(open, &Defaults::default(), today);
    for fault in entry.as_ref().err().into_iter().flatten() {
        // A list may be given one for all of its rows; here there is a single one to choose.
        let code = match fault.code {
            "class_missing" | "stages_missing" | "district_missing" => "choice_missing",
            code => code,
        };
        faults.push(FieldFault::new(fault.field.code(), code));
    }
    match entry {
        Ok(entry) if faults.is_empty() => Ok(NewInstitution {
            status: Status::Preparing,
            ..entry
        }),
        _ => Err(faults),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test stops where it fails")]
mod tests {
    use super::*;
    use crate::institution::field;
    use crate::words::{Class, District};

    fn said() -> BTreeMap<Field, String> {
        let texts = [
            (Field::Name, "晨光围棋培训中心"),
            (Field::Class, "sports、arts"),
            (Field::Stages, "primary、junior"),
            (Field::District, "360103"),
            (Field::Address, "孺子路 8 号"),
            (Field::Founder, "王晓晨"),
            (Field::LegalForm, "company"),
            (Field::Profit, "for_profit"),
            (Field::Telephone, "0791-88880000"),
        ];
        let owned = texts.map(|(field, text)| (field, text.to_owned()));
        owned.into_iter().collect()
    }

    fn faults(values: &BTreeMap<Field, String>) -> Vec<(String, String)> {
        let today = "2026-12-01".parse().unwrap();
        let found = opening(values, today).unwrap_err();
        let pair = |one: FieldFault| (one.field.into_owned(), one.code.to_string());
        found.into_iter().map(pair).collect()
    }

    #[test]
    fn it_enters_preparing_and_without_a_licence() {
        let entry = opening(&said(), "2026-12-01".parse().unwrap()).unwrap();
        assert_eq!(entry.status, Status::Preparing);
        assert_eq!(entry.licence, None);
        assert_eq!(entry.district, District::Xihu);
        assert!(entry.classes.contains(Class::Sports) && entry.classes.contains(Class::Arts));
        assert_eq!(entry.further[&field::Field::Founder], "王晓晨");
    }

    #[test]
    fn what_is_missing_is_told_all_at_once() {
        let missing = faults(&BTreeMap::new());
        let pair = |field: &str, code: &str| (field.to_owned(), code.to_owned());
        for (field, code) in [
            ("founder", "text_empty"),
            ("name", "text_empty"),
            ("class", "choice_missing"),
            ("stages", "choice_missing"),
            ("district", "choice_missing"),
            ("address", "text_empty"),
        ] {
            assert!(missing.contains(&pair(field, code)), "{field}: {missing:?}");
        }
    }

    #[test]
    fn nothing_of_a_licence_is_said_of_it() {
        for field in Field::ALL.iter().filter(|it| !FIELDS.contains(it)) {
            let mut values = said();
            values.insert(*field, "136010271234567".to_owned());
            let told = faults(&values);
            let expected = (field.code().to_owned(), "field_not_open".to_owned());
            assert_eq!(told, [expected], "{field}");
        }
    }
}
