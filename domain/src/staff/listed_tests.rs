#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use super::*;
use crate::listed::{columns, headings};

const GOOD: &[(Field, &str)] = &[
    (Field::Name, "万思宁"),
    (Field::IdentityNumber, "11010519491231002x"),
    (Field::Post, "教学人员"),
    (Field::Engagement, "全职"),
    (Field::Subject, "书法"),
    (Field::Certificate, "教师资格证书"),
    (Field::CertificateNumber, "20203600042000011"),
    (Field::EntryCheck, "通过"),
    (Field::CheckedOn, "2026年1月5日"),
    (Field::PhotoShown, "是"),
    (Field::PhotoConsentOn, "2026/1/6"),
    (Field::EmployedOn, "20260108"),
];

fn row(changed: &[(Field, &'static str)]) -> Result<NewMember, Vec<String>> {
    let cell = |field| {
        let rows = changed.iter().chain(GOOD);
        let found = rows.clone().find(|(one, _)| *one == field);
        Ok(found.map_or("", |(_, text)| *text))
    };
    read(cell, "2026-11-25".parse().unwrap()).map_err(|faults| {
        let told = faults.iter();
        told.map(|fault| format!("{} {}", fault.field, fault.code))
            .collect()
    })
}

#[test]
fn a_row_is_read_as_it_is_written() {
    let read = row(&[]).unwrap();
    let member = &read.member;
    assert_eq!(
        (member.post, member.engagement, member.entry_check),
        (Post::Teacher, Engagement::FullTime, EntryCheck::Clear)
    );
    assert_eq!(member.certificate, Some(Certificate::Teacher));
    assert!(member.photo_shown);
    assert_eq!(member.employed_on.to_string(), "2026-01-08");
}

#[test]
fn each_fault_of_a_row_is_told_once_with_its_field() {
    let faults = row(&[
        (Field::IdentityNumber, "110105194912310021"),
        (Field::Post, "校长助理"),
        (Field::EmployedOn, "去年"),
        (Field::CertificateNumber, ""),
    ]);
    assert_eq!(
        faults.unwrap_err(),
        [
            "identity_number identity_number_check_wrong",
            "post post_unknown",
            "employed_on day_invalid",
            "certificate_number text_empty",
        ]
    );
    let empty = row(&[(Field::IdentityNumber, "—"), (Field::Name, "")]);
    assert_eq!(
        empty.unwrap_err(),
        ["identity_number text_empty", "name text_empty"]
    );
}

#[test]
fn headings_are_found_below_a_title_and_in_other_words() {
    let rows: Vec<Vec<String>> = [
        vec!["某某培训学校教职工花名册"],
        vec![
            "序号",
            "姓名",
            "身份证号码",
            "岗位",
            "用工形式",
            "任教学科",
            "入职时间",
        ],
    ]
    .into_iter()
    .map(|row| row.into_iter().map(str::to_owned).collect())
    .collect();
    let (place, columns) = headings(&rows, columns::<Field>);
    assert_eq!(place, 1);
    let known: Vec<Field> = columns.into_iter().flatten().collect();
    assert!(
        NEEDED_OF_STAFF.iter().all(|field| known.contains(field)),
        "{known:?}"
    );
}
