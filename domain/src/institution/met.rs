//! How a row of a list meets what the register knows already, and the rows before it.

use std::collections::HashMap;

use super::NewInstitution;
use super::listed::{Field, Reading, RowFault};
use crate::hanzi::plain;
use crate::words::{Day, LicenceNumber, coded};

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
    /// The licence that it holds, or held last.
    pub licence: Option<Held>,
}

/// A licence of the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Its number.
    pub number: LicenceNumber,
    /// Its first day.
    pub from: Day,
    /// Its last day, or the one on which it was revoked or cancelled.
    pub until: Day,
}

/// Why a row can neither enter nor be left out: what it says goes against what the register knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    /// The fault of the row.
    pub fault: RowFault,
    /// Number of the institution that the register knows.
    pub number: String,
}

impl Clash {
    fn with(known: &Known, field: Field, code: &'static str) -> Self {
        Self {
            fault: RowFault { field, code },
            number: known.number.clone(),
        }
    }
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
/// `uscc_of_another` where the register has the code under another name; `licence_overlaps` where it is the same institution
/// and would hold two licences at a time; `licence_newer` where the register knows no licence of it that runs so long.
pub fn meet(entry: &NewInstitution, known: &[Known], doubles: Doubles) -> Result<Meeting, Clash> {
    let name = plain(&entry.name);
    let code = entry.uscc.as_ref().map(ToString::to_string);
    if let Some(coded) = known.iter().find(|one| code.is_some() && one.uscc == code) {
        return if plain(&coded.name) == name {
            same(entry, coded)
        } else {
            Err(Clash::with(coded, Field::Uscc, "uscc_of_another"))
        };
    }
    let namesakes = known.iter().filter(|one| plain(&one.name) == name);
    let address = plain(&entry.address);
    // Two codes are two legal persons, or one of them is written wrong: only a person who looks at both can tell.
    let may_be = |one: &&Known| code.is_none() || one.uscc.is_none();
    let is_same = |one: &&Known| may_be(one) && plain(&one.address) == address;
    if let Some(one) = namesakes.clone().find(is_same) {
        return same(entry, one);
    }
    let first = namesakes.clone().next();
    match (first, namesakes.clone().find(may_be), doubles) {
        (None, ..) | (Some(_), _, Doubles::Another) => Ok(Meeting::New),
        (Some(_), Some(one), Doubles::Same) => same(entry, one),
        (Some(one), ..) => Ok(Meeting::Unsure(one.number.clone())),
    }
}

/// The row is the institution `known`, and is left out: unless it says of a licence that it runs beside the one that the
/// register knows, or longer than that one, which would be lost without a word.
fn same(entry: &NewInstitution, known: &Known) -> Result<Meeting, Clash> {
    let Some(said) = entry.licence.as_ref() else {
        return Ok(Meeting::Same(known.number.clone()));
    };
    let until = said.ended_on.unwrap_or(said.valid_until);
    let beside = |held: &Held| {
        said.number != held.number && said.issued_on <= held.until && held.from <= until
    };
    match &known.licence {
        Some(held) if beside(held) => {
            Err(Clash::with(known, Field::LicenceNumber, "licence_overlaps"))
        }
        Some(held) if until <= held.until => Ok(Meeting::Same(known.number.clone())),
        _ => Err(Clash::with(
            known,
            Field::LicenceValidUntil,
            "licence_newer",
        )),
    }
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
) -> Result<Met, Clash> {
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
        Some(Doubles::Same) => match &other {
            Some(other) => same(entry, other)?,
            None => Meeting::Same(number.clone()),
        },
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
#[path = "met_tests.rs"]
mod tests;
