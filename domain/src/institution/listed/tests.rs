//! Lists as offices write them.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops where it fails"
)]

use proptest::prelude::*;

use super::*;
use crate::institution::NewInstitution;
use crate::licence::State;
use crate::listed::said::day;
use crate::words::{Day, Stage};

fn texts(row: &[&str]) -> Vec<String> {
    row.iter().map(|text| (*text).to_owned()).collect()
}

fn today() -> Day {
    "2026-11-29".parse().unwrap()
}

fn said(cells: &[(Field, &'static str)]) -> Result<NewInstitution, Vec<RowFault>> {
    let cells = cells.to_vec();
    let cell = move |field| {
        let found = cells.iter().find(|(one, _)| *one == field);
        Ok(found.map_or("", |(_, text)| *text))
    };
    read(cell, &Defaults::default(), today())
}

const WHOLE: [(Field, &str); 8] = [
    (Field::Name, "南昌市青云谱区晨曦艺术培训学校"),
    (Field::Class, "文化艺术"),
    (Field::Stages, "小学、初中"),
    (Field::District, "南昌市青云谱区"),
    (Field::Address, "井冈山大道 1 号"),
    (Field::LicenceNumber, "教民136010271234567号"),
    (Field::LicenceIssuedOn, "2024年3月1日"),
    (Field::LicenceValidUntil, "2027/2/28"),
];

fn with(field: Field, text: &'static str) -> Result<NewInstitution, Vec<RowFault>> {
    let mut cells: Vec<_> = WHOLE
        .iter()
        .copied()
        .filter(|(one, _)| *one != field)
        .collect();
    cells.push((field, text));
    said(&cells)
}

#[test]
fn headings_are_found_below_a_title_in_either_language_and_with_marks() {
    let rows = [
        texts(&["附件 1 白名单"]),
        texts(&["序号", "机构名称*", "办学地址", "統一社會信用代碼", "备注"]),
        texts(&["1", "晨曦", "井冈山大道", "", ""]),
    ];
    let (row, columns) = headings(&rows);
    assert_eq!(row, 1);
    assert_eq!(
        columns,
        [
            None,
            Some(Field::Name),
            Some(Field::Address),
            Some(Field::Uscc),
            None
        ]
    );
    let registered = ["名称", "注册地址", "办学地址"];
    let (_, both) = headings(&[texts(&registered)]);
    assert_eq!(
        both,
        [Some(Field::Name), None, Some(Field::Address)],
        "where it teaches"
    );
    let (_, alone) = headings(&[texts(&registered[..2])]);
    assert_eq!(alone, [Some(Field::Name), Some(Field::Address)]);
    let (_, english) = headings(&[texts(&["Name", "VALID UNTIL", "name"])]);
    assert_eq!(
        english,
        [Some(Field::Name), Some(Field::LicenceValidUntil), None]
    );
    assert_eq!(headings(&[]), (0, Columns::new()));
}

#[test]
fn every_field_is_known_by_each_of_its_headings_and_none_is_of_two() {
    for field in Field::ALL {
        let all = [field.zh(), field.en(), field.code()];
        for heading in all.iter().chain(field.also()) {
            assert_eq!(Field::of_heading(heading), Some(*field), "{heading}");
        }
    }
}

#[test]
fn a_row_is_read_as_offices_write_it() {
    let read = said(&WHOLE).unwrap();
    assert_eq!(read.classes, Class::Arts.into());
    assert_eq!(read.stages, Stages::of(&[Stage::Primary, Stage::Junior]));
    assert_eq!(read.district, District::Qingyunpu);
    for (text, first, more) in [
        ("体育类、艺考类", Class::Sports, Some(Class::ArtsExam)),
        ("艺考/体育", Class::Sports, Some(Class::ArtsExam)),
        (
            "Science and technology, Sports",
            Class::Sports,
            Some(Class::Science),
        ),
        ("科技类，科技类", Class::Science, None),
    ] {
        let read = with(Field::Class, text).unwrap().classes;
        assert_eq!((read.first(), read.more().next()), (first, more), "{text}");
    }
    let licence = read.licence.unwrap();
    assert_eq!(licence.state, State::Valid);
    assert_eq!(licence.issued_on.to_string(), "2024-03-01");
    assert_eq!(licence.valid_until.to_string(), "2027-02-28");
    assert_eq!(
        with(Field::LicenceValidUntil, "2026-11-28")
            .unwrap()
            .licence
            .unwrap()
            .state,
        State::Expired
    );
    assert_eq!(
        with(Field::LegalForm, "民非").unwrap().legal_form,
        "non_enterprise"
    );
}

#[test]
fn each_fault_of_a_row_is_told_with_its_field() {
    for (field, text, code) in [
        (Field::Name, "", "text_empty"),
        (Field::Uscc, "914403001922038217", "uscc_check_wrong"),
        (Field::Uscc, "1", "uscc_invalid"),
        (Field::Class, "厨艺", "class_unknown"),
        (Field::Class, "体育类、厨艺", "class_unknown"),
        (Field::Class, "、", "class_unknown"),
        (Field::Class, "", "class_missing"),
        (Field::Stages, "大学", "stage_unknown"),
        (Field::District, "西湖区 杭州", "district_unknown"),
        (Field::Address, "", "text_empty"),
        (Field::FoundedOn, "2030-01-01", "day_in_future"),
        (Field::FoundedOn, "2026-02-30", "day_invalid"),
        (Field::Telephone, "见官网", "telephone_invalid"),
        (Field::Email, "a@b", "email_invalid"),
        (Field::Status, "好", "status_unknown"),
        (Field::LegalForm, "朋友", "legal_form_unknown"),
        (Field::LicenceNumber, "1360", "licence_number_invalid"),
        (Field::LicenceNumber, "", "licence_number_missing"),
        (Field::LicenceIssuedOn, "", "day_missing"),
        (Field::LicenceIssuedOn, "2026-12-24", "day_in_future"),
        (Field::LicenceValidUntil, "2023-01-01", "days_out_of_order"),
    ] {
        assert_eq!(
            with(field, text),
            Err(vec![RowFault { field, code }]),
            "{text}"
        );
    }
    let several = said(&[(Field::Uscc, "1")]).unwrap_err();
    assert_eq!(several.len(), 6, "{several:?}");
}

#[test]
fn columns_name_the_institution_and_no_field_twice() {
    assert_eq!(
        check_columns(&[None]),
        Err(InputFault::new("name_column_missing"))
    );
    let twice = [Some(Field::Name), Some(Field::Uscc), Some(Field::Uscc)];
    assert_eq!(check_columns(&twice), Err(InputFault::new("field_twice")));
    assert_eq!(check_columns(&[Some(Field::Name), None, None]), Ok(()));
}

proptest! {
    #[test]
    fn days_are_read_in_every_form(year in 1990_i32..2100, month in 1_u8..13, date in 1_u8..29) {
        let expected = format!("{year}-{month:02}-{date:02}");
        for text in [
            format!("{year}-{month}-{date}"),
            format!("{year}/{month:02}/{date:02}"),
            format!("{year}.{month}.{date}"),
            format!("{year}年{month}月{date}日"),
            format!("{year}{month:02}{date:02}"),
            format!("{year}-{month:02}-{date:02} 00:00:00"),
            format!("{year}-{month:02}-{date:02}T00:00:00"),
            format!("{year}年{month}月{date}日 10:00"),
        ] {
            prop_assert_eq!(day(&text).unwrap().to_string(), expected.clone());
        }
    }

    #[test]
    fn no_text_at_all_stops_the_reading(text in ".{0,40}") {
        let _ = read(|_| Ok(text.as_str()), &Defaults::default(), today());
        prop_assert_eq!(plain(&plain(&text)), plain(&text));
    }
}

#[test]
fn what_a_row_says_beside_name_place_and_licence_is_kept_by_its_field() {
    use crate::institution::field::Field as Kept;
    let kept = |field, text, of| with(field, text).unwrap().further.get(&of).cloned();
    for (field, text, of, expected) in [
        (Field::Profit, "非营利性", Kept::Profit, "non_profit"),
        (Field::Mode, "线下", Kept::Mode, "on_site"),
        (Field::Party, "联合建立党组织", Kept::Party, "joint"),
        (
            Field::Founder,
            "江西晨曦文化有限公司",
            Kept::Founder,
            "江西晨曦文化有限公司",
        ),
        (
            Field::LegalRepresentative,
            "万敏",
            Kept::LegalRepresentative,
            "万敏",
        ),
        (Field::Principal, " 涂强 ", Kept::Principal, "涂强"),
    ] {
        assert_eq!(kept(field, text, of).as_deref(), Some(expected), "{field}");
    }
    assert!(with(Field::Founder, "无").unwrap().further.is_empty());
    let wrong = with(Field::Profit, "大概吧").unwrap_err();
    assert_eq!(
        wrong,
        [RowFault {
            field: Field::Profit,
            code: "profit_unknown"
        }]
    );
    for (heading, field) in [
        ("法人", Field::LegalRepresentative),
        ("校长", Field::Principal),
        ("举办单位", Field::Founder),
    ] {
        assert_eq!(Field::of_heading(heading), Some(field), "{heading}");
    }
}
