//! Who a row is.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use super::*;
use crate::institution::{NewLicence, Status};
use crate::licence::State;
use crate::words::{Class, District, Stages};

const CODE: &str = "914403001922038216";
const OTHER: &str = "91350100M000100Y43";

fn entry(name: &str, code: Option<&str>, address: &str) -> NewInstitution {
    NewInstitution {
        name: name.to_owned(),
        brand: String::new(),
        uscc: code.map(|code| code.parse().unwrap()),
        legal_form: "unknown",
        classes: Class::Arts.into(),
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
        licence: None,
    }
}

fn licensed(number: &str, from: &str, until: &str) -> NewLicence {
    NewLicence {
        number: number.parse().unwrap(),
        scope: String::new(),
        state: State::Valid,
        issued_by: String::new(),
        issued_on: from.parse().unwrap(),
        valid_until: until.parse().unwrap(),
        ended_on: None,
    }
}

#[test]
fn two_licences_of_one_institution_do_not_overlap() {
    let held = Held {
        number: "136010271234567".parse().unwrap(),
        from: "2024-03-01".parse().unwrap(),
        until: "2027-02-28".parse().unwrap(),
    };
    let register = Known {
        licence: Some(held),
        ..known(Some(CODE))
    };
    let row = |number: &str, from: &str, until: &str| {
        let mut entry = entry("晨曦(东湖)培训", Some(CODE), "别处");
        entry.licence = Some(licensed(number, from, until));
        meet(&entry, std::slice::from_ref(&register), Doubles::Ask)
    };
    let overlaps = Err(Clash::with(
        &register,
        Field::LicenceNumber,
        "licence_overlaps",
    ));
    let known = Ok(Meeting::Same("NC-1".to_owned()));
    let other = "136010271234575";
    assert_eq!(row(other, "2027-02-28", "2030-02-27"), overlaps);
    assert_eq!(row(other, "2021-03-01", "2024-03-01"), overlaps);
    let newer = Err(Clash::with(
        &register,
        Field::LicenceValidUntil,
        "licence_newer",
    ));
    assert_eq!(row(other, "2027-03-01", "2030-02-28"), newer, "the next");
    let longer = row("136010271234567", "2024-03-01", "2027-03-01");
    assert_eq!(longer, newer, "renewed, and the register was not told");
    assert_eq!(row(other, "2021-03-01", "2024-02-29"), known, "the last");
    let same = row("136010271234567", "2024-03-01", "2027-02-28");
    assert_eq!(same, known, "the one that is known");
}

fn met(
    of: (&str, Option<&str>, &str),
    register: Option<&str>,
    doubles: Doubles,
) -> Result<Meeting, &'static str> {
    let (name, code, address) = of;
    meet(&entry(name, code, address), &[known(register)], doubles).map_err(|clash| clash.fault.code)
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
