//! How a row of a list meets what the register knows already, and the rows before it.

use std::collections::HashMap;

use super::NewInstitution;
use super::listed::{Field, Reading, RowFault};
use crate::hanzi::plain;
use crate::words::coded;

coded! {
    /// What holds for a row whose name the register knows, where neither code nor address says that it is the same.
    Doubles "doubles_unknown" {
        /// A person has to say so.
        Ask "ask" "逐一确认" "Ask",
        /// They are the same, unless two codes say that they are two: the row is left out.
        Same "same" "视为同一机构" "The same institution",
        /// They are two: the row enters.
        Another "another" "视为另一机构" "Another institution",
    }
}

impl Default for Doubles {
    /// Nobody has said anything yet.
    fn default() -> Self {
        Self::Ask
    }
}

/// An institution of the register that a row could mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Its number.
    pub number: String,
    /// Its registered name.
    pub name: String,
    /// Its unified social credit code, where it has one.
    pub uscc: Option<String>,
    /// Its address.
    pub address: String,
}

/// What a row is to the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meeting {
    /// An institution that it does not know.
    New,
    /// The institution with this number: the row is left out.
    Same(String),
    /// It may be the institution with this number, and a person has to say whether it is.
    Unsure(String),
}

/// What the row is, given those of the register with its code or its name. The code goes first; without one that both have,
/// the same name at the same address is the same institution.
///
/// # Errors
/// `uscc_of_another` where the register has the code under another name.
pub fn meet(
    entry: &NewInstitution,
    known: &[Known],
    doubles: Doubles,
) -> Result<Meeting, RowFault> {
    let name = plain(&entry.name);
    let code = entry.uscc.as_ref().map(ToString::to_string);
    if let Some(coded) = known.iter().find(|one| code.is_some() && one.uscc == code) {
        return if plain(&coded.name) == name {
            Ok(Meeting::Same(coded.number.clone()))
        } else {
            Err(RowFault {
                field: Field::Uscc,
                code: "uscc_of_another",
            })
        };
    }
    let namesakes = known.iter().filter(|one| plain(&one.name) == name);
    let address = plain(&entry.address);
    // Two codes are two legal persons, or one of them is written wrong: only a person who looks at both can tell.
    let may_be = |one: &&Known| code.is_none() || one.uscc.is_none();
    let is_same = |one: &&Known| may_be(one) && plain(&one.address) == address;
    if let Some(same) = namesakes.clone().find(is_same) {
        return Ok(Meeting::Same(same.number.clone()));
    }
    let first = namesakes.clone().next();
    Ok(match (first, namesakes.clone().find(may_be), doubles) {
        (None, ..) | (Some(_), _, Doubles::Another) => Meeting::New,
        (Some(_), Some(one), Doubles::Same) => Meeting::Same(one.number.clone()),
        (Some(one), ..) => Meeting::Unsure(one.number.clone()),
    })
}

/// The mark of a question about a row: the row, whom it was compared with, and the name that both have. What a person has
/// answered holds for this very question: not for a namesake who came later, nor for a row that is read otherwise.
#[must_use]
pub fn question(row: u64, others: &[String], name: &str) -> String {
    format!("{row} {} {}", others.join(","), plain(name))
}

/// A row compared with the register, and the question that it asked where there was one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Met {
    /// What it is, after the answer if there is one.
    pub meeting: Meeting,
    /// The question, with the institution that is asked about.
    pub question: Option<(String, Known)>,
}

/// As [`meet`], with what a person has said: of this question, else of all. Who says of one row that it is the same has
/// looked at both, whatever their codes say.
///
/// # Errors
/// As [`meet`].
pub fn meet_as_said(
    row: u64,
    entry: &NewInstitution,
    known: &[Known],
    reading: &Reading,
) -> Result<Met, RowFault> {
    let meeting = meet(entry, known, Doubles::Ask)?;
    let name = plain(&entry.name);
    let namesakes = known.iter().filter(|one| plain(&one.name) == name);
    let Meeting::Unsure(number) = &meeting else {
        return Ok(Met {
            meeting,
            question: None,
        });
    };
    let other = namesakes.clone().find(|one| one.number == *number).cloned();
    let mut others: Vec<String> = namesakes.map(|one| one.number.clone()).collect();
    others.sort_unstable();
    others.dedup();
    let question = question(row, &others, &entry.name);
    let meeting = match reading.answers.get(&question) {
        Some(Doubles::Same) => Meeting::Same(number.clone()),
        Some(Doubles::Another) => Meeting::New,
        Some(Doubles::Ask) | None => meet(entry, known, reading.doubles)?,
    };
    Ok(Met {
        meeting,
        question: other.map(|other| (question, other)),
    })
}

/// The rows of a list that were read before, by what must not come twice.
#[derive(Debug, Default)]
pub struct Before {
    codes: HashMap<String, u64>,
    licences: HashMap<String, u64>,
    names: HashMap<String, Vec<Place>>,
}

/// Where a name stood.
#[derive(Debug)]
struct Place {
    row: u64,
    address: String,
    code: Option<String>,
}

impl Before {
    /// Takes a row in, and says what it is to those before it.
    ///
    /// # Errors
    /// `uscc_twice`, `licence_number_twice`; `row_twice` for the same name at the same address; `name_twice` for the same
    /// name at another one, where a person has to say whether that is the same.
    pub fn take(
        &mut self,
        row: u64,
        entry: &NewInstitution,
        reading: &Reading,
    ) -> Result<Taken, (RowFault, u64)> {
        let licence = entry.licence.as_ref().map(|one| one.number.to_string());
        let code = entry.uscc.as_ref().map(ToString::to_string);
        let twice = |field, code, at| Err((RowFault { field, code }, at));
        let coded = put(&mut self.codes, code.clone(), row);
        let licensed = put(&mut self.licences, licence, row);
        let named = self.named(row, entry, code);
        if let Some(at) = coded {
            return twice(Field::Uscc, "uscc_twice", at);
        }
        if let Some(at) = licensed {
            return twice(Field::LicenceNumber, "licence_number_twice", at);
        }
        let Some(one) = named else {
            return Ok(Taken::default());
        };
        if one.here {
            return twice(Field::Name, "row_twice", one.row);
        }
        let taken = |is_same: bool| {
            Ok(Taken {
                repeats: is_same.then_some(one.row),
                namesake: Some(one.row),
            })
        };
        let asked = question(row, &[in_file(one.row)], &entry.name);
        match (reading.answers.get(&asked), reading.doubles) {
            (Some(Doubles::Same), _) => taken(true),
            (Some(Doubles::Another), _) | (_, Doubles::Another) => taken(false),
            (_, Doubles::Same) if one.may_be => taken(true),
            _ => twice(Field::Name, "name_twice", one.row),
        }
    }

    /// Address and code of the row `row` before, which has this name.
    #[must_use]
    pub fn says(&self, name: &str, row: u64) -> Option<(&str, Option<&str>)> {
        let places = self.names.get(&plain(name))?;
        let place = places.iter().find(|place| place.row == row)?;
        Some((&place.address, place.code.as_deref()))
    }

    /// The row with the name of this one: one at the same address before any other.
    fn named(&mut self, row: u64, entry: &NewInstitution, code: Option<String>) -> Option<Named> {
        let address = plain(&entry.address);
        let places = self.names.entry(plain(&entry.name)).or_default();
        let here = places.iter().find(|place| place.address == address);
        let found = here.or(places.first()).map(|place| Named {
            row: place.row,
            here: here.is_some(),
            may_be: code.is_none() || place.code.is_none(),
        });
        if here.is_none() {
            places.push(Place { row, address, code });
        }
        found
    }
}

/// A row of the file as the other side of a [`question`].
#[must_use]
pub fn in_file(row: u64) -> String {
    format!("#{row}")
}

/// What a row is to those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Taken {
    /// The row that says the same.
    pub repeats: Option<u64>,
    /// A row with the same name at another address.
    pub namesake: Option<u64>,
}

/// A row before, with the same name.
struct Named {
    row: u64,
    /// Whether it stood at the same address.
    here: bool,
    /// Whether no two codes say that they are two.
    may_be: bool,
}

/// The row that had this value before; the first one stays.
fn put(seen: &mut HashMap<String, u64>, value: Option<String>, row: u64) -> Option<u64> {
    let value = value?;
    let before = seen.get(&value).copied();
    if before.is_none() {
        seen.insert(value, row);
    }
    before
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test stops where it fails")]
mod tests {
    use super::*;
    use crate::institution::Status;
    use crate::words::{Class, District, Stages};

    const CODE: &str = "914403001922038216";
    const OTHER: &str = "91350100M000100Y43";

    fn entry(name: &str, code: Option<&str>, address: &str) -> NewInstitution {
        NewInstitution {
            name: name.to_owned(),
            brand: String::new(),
            uscc: code.map(|code| code.parse().unwrap()),
            legal_form: "unknown",
            class: Class::Arts,
            stages: Stages::default(),
            district: District::Donghu,
            address: address.to_owned(),
            telephone: String::new(),
            email: None,
            status: Status::Operating,
            founded_on: None,
            licence: None,
            further: std::collections::BTreeMap::new(),
        }
    }

    fn known(code: Option<&str>) -> Known {
        Known {
            number: "NC-1".to_owned(),
            name: "晨曦（东湖）培训".to_owned(),
            uscc: code.map(str::to_owned),
            address: "阳明路1号".to_owned(),
        }
    }

    fn met(
        of: (&str, Option<&str>, &str),
        register: Option<&str>,
        doubles: Doubles,
    ) -> Result<Meeting, &'static str> {
        let (name, code, address) = of;
        meet(&entry(name, code, address), &[known(register)], doubles).map_err(|fault| fault.code)
    }

    #[test]
    fn the_code_says_who_it_is_before_name_and_address_do() {
        let (name, here, same) = (
            "晨曦(东湖)培训",
            "阳明路 1 号",
            Meeting::Same("NC-1".to_owned()),
        );
        let unsure = Meeting::Unsure("NC-1".to_owned());
        for (row, register, expected) in [
            ((name, Some(CODE), "别处"), Some(CODE), Ok(same.clone())),
            (
                ("群艺培训", Some(CODE), here),
                Some(CODE),
                Err("uscc_of_another"),
            ),
            ((name, None, here), Some(CODE), Ok(same.clone())),
            ((name, Some(CODE), here), None, Ok(same.clone())),
            ((name, None, here), None, Ok(same)),
            ((name, Some(OTHER), here), Some(CODE), Ok(unsure.clone())),
            ((name, None, "别处"), None, Ok(unsure)),
            (("群艺培训", None, here), None, Ok(Meeting::New)),
            (
                ("群艺培训", Some(OTHER), here),
                Some(CODE),
                Ok(Meeting::New),
            ),
        ] {
            assert_eq!(
                met(row, register, Doubles::Ask),
                expected,
                "{row:?} {register:?}"
            );
        }
    }

    #[test]
    fn a_person_says_once_for_all_what_a_known_name_means() {
        let row = ("晨曦（东湖）培训", None, "别处");
        assert_eq!(met(row, None, Doubles::Another), Ok(Meeting::New));
        let same = Meeting::Same("NC-1".to_owned());
        assert_eq!(met(row, None, Doubles::Same), Ok(same.clone()));
        let here = ("晨曦（东湖）培训", None, "阳明路1号");
        assert_eq!(
            met(here, None, Doubles::Another),
            Ok(same),
            "what is certain is not asked"
        );
    }

    #[test]
    fn two_codes_are_never_taken_for_one_institution() {
        let row = ("晨曦（东湖）培训", Some(OTHER), "别处");
        for doubles in [Doubles::Ask, Doubles::Same] {
            let unsure = Meeting::Unsure("NC-1".to_owned());
            assert_eq!(met(row, Some(CODE), doubles), Ok(unsure), "{doubles}");
        }
        assert_eq!(met(row, Some(CODE), Doubles::Another), Ok(Meeting::New));
        let mut before = Before::default();
        let first = entry("晨曦", Some(CODE), "甲");
        let same = reading(Doubles::Same);
        assert_eq!(before.take(2, &first, &same), Ok(Taken::default()));
        let second = before.take(3, &entry("晨曦", Some(OTHER), "乙"), &same);
        assert_eq!(second.map_err(|(fault, _)| fault.code), Err("name_twice"));
    }

    fn reading(doubles: Doubles) -> Reading {
        Reading {
            doubles,
            ..Reading::default()
        }
    }

    #[test]
    fn an_answer_holds_for_the_very_question_alone() {
        let row = entry("晨曦（东湖）培训", Some(OTHER), "别处");
        let (first, mut second) = (known(Some(CODE)), known(None));
        second.number = "NC-2".to_owned();
        let mut said = reading(Doubles::Ask);
        let ask = |known: &[Known], said: &Reading| meet_as_said(5, &row, known, said).unwrap();
        let asked = ask(std::slice::from_ref(&first), &said);
        assert_eq!(asked.meeting, Meeting::Unsure("NC-1".to_owned()));
        let (question, other) = asked.question.unwrap();
        assert_eq!(other, first);
        said.answers.insert(question.clone(), Doubles::Another);
        let alone = ask(std::slice::from_ref(&first), &said);
        assert_eq!(alone.meeting, Meeting::New);
        // A namesake who came later was not asked about.
        let both = ask(&[first.clone(), second], &said);
        assert_eq!(both.meeting, Meeting::Unsure("NC-1".to_owned()));
        // Who looked at both may say that they are the same, whatever the codes say.
        said.answers.insert(question, Doubles::Same);
        let same = ask(std::slice::from_ref(&first), &said);
        assert_eq!(same.meeting, Meeting::Same("NC-1".to_owned()));

        let mut before = Before::default();
        let one = entry("晨曦", Some(CODE), "甲");
        assert_eq!(before.take(2, &one, &said), Ok(Taken::default()));
        let asked = super::question(3, &[in_file(2)], "晨曦");
        said.answers.insert(asked, Doubles::Same);
        let two = entry("晨曦", Some(OTHER), "乙");
        assert_eq!(before.take(3, &two, &said).unwrap().repeats, Some(2));
        let late = before.take(4, &entry("晨曦", None, "丙"), &said);
        assert_eq!(late.map_err(|(fault, _)| fault.code), Err("name_twice"));
    }

    #[test]
    fn no_row_comes_twice() {
        let mut before = Before::default();
        let mut take = |row, name: &str, code, address: &str, doubles| {
            let taken = before.take(row, &entry(name, code, address), &reading(doubles));
            let repeats = taken.map(|taken| taken.repeats);
            repeats.map_err(|(fault, at)| (fault.code, at))
        };
        assert_eq!(take(2, "晨曦", Some(CODE), "甲", Doubles::Ask), Ok(None));
        assert_eq!(
            take(3, "群艺", Some(CODE), "乙", Doubles::Ask),
            Err(("uscc_twice", 2))
        );
        assert_eq!(
            take(4, "晨 曦", None, "甲。", Doubles::Ask),
            Err(("row_twice", 2))
        );
        assert_eq!(
            take(5, "晨曦", Some(OTHER), "丙", Doubles::Ask),
            Err(("name_twice", 2))
        );
        assert_eq!(take(6, "晨曦", None, "丁", Doubles::Another), Ok(None));
        assert_eq!(take(8, "晨曦", None, "戊", Doubles::Same), Ok(Some(2)));
        assert_eq!(
            take(7, "晨曦", None, "丁", Doubles::Another),
            Err(("row_twice", 6))
        );
    }
}
