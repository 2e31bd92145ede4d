//! What a check says of each row.

use std::io::{Cursor, Write as _};

use domain::institution::listed::{Defaults, Field};
use domain::institution::met::Doubles;
use domain::words::{Article, Class, District, Stage, Stages};
use rust_xlsxwriter::{Format as Look, Workbook};
use tests::{Db, db_test};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use worker::import::{self, Wish};

use super::{HEADINGS, Office, code, list, row, told};

db_test!(
    every_fault_is_told_by_row_and_column_and_nothing_is_entered,
    a_row_meets_the_register_by_its_code_and_else_by_name_and_address,
    a_second_licence_of_a_known_institution_is_told_with_its_rule,
    a_cell_in_no_encoding_is_told_by_row_and_column,
    a_known_name_elsewhere_is_asked_about,
    what_a_list_does_not_say_may_be_said_for_all_of_it,
    a_list_without_headings_loses_no_row,
    a_workbook_with_formulas_and_merged_cells_says_where_they_are,
    a_file_that_is_no_list_is_refused,
    a_reader_that_stops_has_not_come_to_the_end,
    a_row_of_a_district_without_authority_is_told,
    of_many_faults_the_first_are_told_and_all_are_counted,
);

async fn every_fault_is_told_by_row_and_column_and_nothing_is_entered(db: Db) {
    let office = Office::open(&db).await;
    let file = [
        HEADINGS,
        &row(1),
        "甲培训学校,513601020300000021,文化艺术类,小学,西湖区,甲路1号,,,\n",
        ",,,,,,,,\n",
        "乙培训学校,,厨艺,小学,西湖区,,,,\n",
        &format!("丙培训学校,{},文化艺术类,小学,西湖区,丙路1号,,,\n", code(1)),
        "丁培训学校,,文化艺术类,小学,西湖区,丁路1号,教民136010300000001号,2025-03-01,2028-02-29\n",
        "<b>戊</b>培训学校,,文化艺术类,小学,西湖区,戊路1号,教民136010300000009号,2028-03-01,2025-02-28\n",
        "名单第1艺术培训学校,,文化艺术类,小学,西湖区,孺子路1号,,,\n",
        "名单第1艺术培训学校,,文化艺术类,小学,西湖区,别处1号,,,\n",
    ]
    .concat();
    let checked = office.check(file.as_str(), &Wish::default()).await.unwrap();
    let expected = [
        (3, "B", "uscc_check_wrong"),
        (5, "C", "class_unknown"),
        (5, "F", "text_empty"),
        (6, "B", "uscc_twice"),
        (7, "G", "licence_number_twice"),
        (8, "A", "text_markup"),
        (8, "H", "day_in_future"),
        (8, "I", "days_out_of_order"),
        (9, "A", "row_twice"),
        (10, "A", "name_twice"),
    ];
    assert_eq!(told(&checked), expected);
    let again = &checked.report.told[3];
    assert_eq!(
        (again.code.as_str(), again.other_row),
        ("uscc_twice", Some(2))
    );
    assert_eq!(
        (
            checked.report.seen,
            checked.report.faulty,
            checked.report.unsure,
            checked.rows.count()
        ),
        (8, 6, 1, 1)
    );
    let refused = office.enter(&file, &Wish::default()).await.unwrap_err();
    assert_eq!(refused.code(), "rows_at_fault");
    assert_eq!(office.institutions().await, 1, "all or nothing");
    assert_eq!(office.rows.count("register_import").await, 0);
}

async fn a_row_meets_the_register_by_its_code_and_else_by_name_and_address(db: Db) {
    let office = Office::open(&db).await;
    office.enter(&list(2), &Wish::default()).await.unwrap();
    let file = [
        HEADINGS,
        // Known by the code, wherever it is now.
        &format!(
            "名单第1艺术培训学校,{},文化艺术类,小学,西湖区,新址,,,\n",
            code(1)
        ),
        // Known by name and address, whatever the brackets and spaces.
        "名单第2 艺术培训学校,,文化艺术类,小学,西湖区,孺子路2号。,,,\n",
        // The same name elsewhere, and a code of another.
        "名单第1艺术培训学校,,文化艺术类,小学,西湖区,别处,,,\n",
        &format!("庚培训学校,{},文化艺术类,小学,西湖区,庚路,,,\n", code(2)),
        // A licence of another, in a row that would enter.
        &row(3).replace("00000003号", "00000002号"),
        &row(4),
    ]
    .concat();
    let ask = office.check(file.as_str(), &Wish::default()).await.unwrap();
    assert_eq!(
        told(&ask),
        [
            (4, "A", "name_twice"),
            (5, "B", "uscc_of_another"),
            (6, "G", "licence_number_taken"),
        ]
    );
    assert_eq!((ask.report.known, ask.rows.count()), (2, 1));
    let doubles = |doubles| Wish {
        doubles,
        ..Wish::default()
    };
    let same = office
        .check(file.as_str(), &doubles(Doubles::Same))
        .await
        .unwrap();
    assert_eq!(
        (same.report.known, same.rows.count(), same.report.unsure),
        (3, 1, 0),
        "{same:?}"
    );
    let another = office
        .check(file.as_str(), &doubles(Doubles::Another))
        .await
        .unwrap();
    assert_eq!(
        (another.report.known, another.rows.count()),
        (2, 2),
        "{another:?}"
    );
}

async fn a_second_licence_of_a_known_institution_is_told_with_its_rule(db: Db) {
    let office = Office::open(&db).await;
    let known = [HEADINGS, &row(1), &row(2), &row(5)].concat();
    office.enter(&known, &Wish::default()).await.unwrap();
    let file = [
        HEADINGS,
        &row(5).replace("2028-02-29", "2031-02-28"),
        &row(1).replace("00000001号", "00000098号"),
        &row(2).replace(
            "00000002号,2025-03-01,2028-02-29",
            "00000099号,2022-03-01,2025-02-28",
        ),
        &row(3).replace(&code(3).to_string(), "513601020300000021"),
        &row(4).replace("00000004号", "00000002号"),
    ]
    .concat();
    let checked = office.check(file.as_str(), &Wish::default()).await.unwrap();
    let expected = [
        (2, "I", "licence_newer"),
        (3, "G", "licence_overlaps"),
        (5, "B", "uscc_check_wrong"),
        (6, "G", "licence_number_taken"),
    ];
    assert_eq!(told(&checked), expected);
    let lines = &checked.report.told;
    let rules = lines.iter().map(|line| line.article.as_ref());
    let rules: Vec<_> = rules.map(|one| one.map(Article::key)).collect();
    let expected = [
        "alic-50",
        "local-one-licence",
        "gb32100",
        "local-licence-number",
    ];
    assert_eq!(rules, expected.map(Some));
    assert!(lines[0].other_number.is_some(), "whose licence it is");
    assert_eq!(
        checked.report.known, 1,
        "the licence of before is no other one now"
    );
}

async fn a_cell_in_no_encoding_is_told_by_row_and_column(db: Db) {
    let office = Office::open(&db).await;
    let whole = list(3);
    let text = whole.replace("孺子路2号", "孺子\u{1}路2号");
    let mut bytes = text.into_bytes();
    let at = bytes.iter().position(|byte| *byte == 1).unwrap();
    // A byte that neither UTF-8 nor GB18030 has at this place.
    bytes[at] = 0xff;
    let checked = office.check(bytes, &Wish::default()).await.unwrap();
    assert_eq!(told(&checked), [(3, "F", "cell_undecodable")]);
    assert_eq!((checked.report.seen, checked.rows.count()), (3, 2));
}

async fn a_known_name_elsewhere_is_asked_about(db: Db) {
    let office = Office::open(&db).await;
    office.enter(&list(1), &Wish::default()).await.unwrap();
    let elsewhere = format!("{HEADINGS}名单第1艺术培训学校,,文化艺术类,小学,西湖区,别处,,,\n");
    let unsure = office
        .check(elsewhere.as_str(), &Wish::default())
        .await
        .unwrap();
    assert_eq!(told(&unsure), [(2, "A", "name_known")]);
    assert!(
        unsure.report.told[0]
            .other_number
            .as_ref()
            .is_some_and(|number| number.starts_with("NC")),
        "{unsure:?}"
    );
    // What an older program has entered is indexed before anything is compared.
    office
        .rows
        .set("UPDATE institution SET index_form = 2, name_plain = NULL")
        .await;
    let again = office
        .check(elsewhere.as_str(), &Wish::default())
        .await
        .unwrap();
    assert_eq!(told(&again), [(2, "A", "name_known")]);
}

async fn what_a_list_does_not_say_may_be_said_for_all_of_it(db: Db) {
    let office = Office::open(&db).await;
    let file = "序号,名称,地址\n1,名单一校,甲路\n2,名单二校,乙路\n";
    let bare = office.check(file, &Wish::default()).await.unwrap();
    assert_eq!(
        (bare.report.told.len(), bare.report.faulty),
        (3, 2),
        "what no column says is told once"
    );
    let codes: Vec<&str> = bare.report.codes.keys().map(String::as_str).collect();
    assert_eq!(
        codes,
        ["class_missing", "district_missing", "stages_missing"]
    );
    let wish = Wish {
        defaults: Defaults {
            class: Some(Class::Arts),
            stages: Stages::of(&[Stage::Primary]),
            district: Some(District::Anyi),
        },
        ..Wish::default()
    };
    let entered = office.enter(file, &wish).await.unwrap();
    let checked = entered.checked.unwrap();
    assert_eq!((entered.list.count, checked.report.uncoded), (2, 2));
    let path = format!("/institutions/{}", entered.list.first.unwrap());
    let page = office.door.public().page(&path).await.expect(200);
    let told = String::from_utf8_lossy(&page.bytes);
    assert!(told.contains("未核实"), "nobody knows who it is");
    assert_eq!(office.found().await, 2);
    // Another meaning of the columns: the second is the address and the third the name.
    let columns = Some(vec![None, Some(Field::Address), Some(Field::Name)]);
    let other = Wish { columns, ..wish };
    let turned = office.check(file, &other).await.unwrap();
    assert_eq!(turned.rows.count(), 2, "the names 甲路 and 乙路 are new");
}

async fn a_list_without_headings_loses_no_row(db: Db) {
    let office = Office::open(&db).await;
    let whole = list(3);
    let named = office
        .check(whole.as_str(), &Wish::default())
        .await
        .unwrap();
    let (_, rows) = whole.split_once('\n').unwrap();
    let read = |headless| Wish {
        columns: Some(named.reading.columns.clone()),
        headless,
        ..Wish::default()
    };
    let entered = office.enter(rows, &read(true)).await.unwrap();
    assert_eq!(entered.list.count, 3, "the first row is an institution");
    office.withdraw(entered.list.id).await.unwrap();
    let taken = office.check(rows, &read(false)).await.unwrap();
    assert_eq!(taken.rows.count(), 2, "the first row is taken for headings");
}

async fn a_workbook_with_formulas_and_merged_cells_says_where_they_are(db: Db) {
    let office = Office::open(&db).await;
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet
        .merge_range(0, 0, 0, 4, "附件：培训机构名单", &Look::new())
        .unwrap();
    for (column, heading) in ["名称", "类别", "学段", "区县", "地址", "信用代码"]
        .into_iter()
        .enumerate()
    {
        sheet
            .write(1, u16::try_from(column).unwrap(), heading)
            .unwrap();
    }
    for row in 2..6 {
        sheet.write(row, 0, format!("名单{row}培训学校")).unwrap();
        sheet.write(row, 1, "体育").unwrap();
        sheet.write(row, 2, "小学").unwrap();
        sheet.write(row, 3, "安义县").unwrap();
        sheet.write(row, 4, format!("龙津路{row}号")).unwrap();
    }
    sheet.write_formula(2, 4, "=A3&\"号\"").unwrap();
    sheet
        .merge_range(3, 3, 4, 3, "安义县", &Look::new())
        .unwrap();
    sheet.write(5, 5, 913_601_000_000_000_000_f64).unwrap();
    sheet.write(1_048_575, 0, "末行").unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let checked = office.check(bytes, &Wish::default()).await;
    let checked = checked.unwrap();
    assert_eq!(
        told(&checked)[..4],
        [
            (3, "E", "cell_formula"),
            (4, "D", "cell_merged"),
            (5, "D", "cell_merged"),
            (6, "F", "cell_number_long"),
        ]
    );
    assert_eq!(checked.report.told[4].row, 1_048_576);
    assert_eq!(checked.report.seen, 5);
}

async fn a_file_that_is_no_list_is_refused(db: Db) {
    let office = Office::open(&db).await;
    for (file, code) in [
        ("", "file_empty"),
        ("PK\u{3}\u{4}", "file_broken"),
        ("编号,备注\n1,二\n", "name_column_missing"),
    ] {
        let refused = office.check(file, &Wish::default()).await.unwrap_err();
        assert_eq!(refused.code(), code, "{file:?}");
    }
    let nothing = office.enter(HEADINGS, &Wish::default()).await;
    assert_eq!(nothing.unwrap_err().code(), "file_empty", "headings alone");
    let columns = Some(vec![Some(Field::Name), Some(Field::Name)]);
    let twice = Wish {
        columns,
        ..Wish::default()
    };
    let refused = office.check(list(1), &twice).await.unwrap_err();
    assert_eq!(refused.code(), "field_twice");
}

async fn of_many_faults_the_first_are_told_and_all_are_counted(db: Db) {
    let office = Office::open(&db).await;
    let rows: String = (0..1_200)
        .map(|row| format!("名单{row}校,,,,,甲路{row}号,,,\n"))
        .collect();
    let checked = office
        .check(format!("{HEADINGS}{rows}"), &Wish::default())
        .await
        .unwrap();
    assert_eq!(checked.report.told.len(), import::TOLD_MAX);
    assert_eq!(checked.report.faulty, 1_200);
    assert_eq!(checked.report.codes["class_missing"], 1_200);
}

/// A cell at a place that no sheet has stops the reader of workbooks with a panic, behind rows that are good.
async fn a_reader_that_stops_has_not_come_to_the_end(db: Db) {
    let office = Office::open(&db).await;
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, heading) in (0..).zip(["名称", "类别", "学段", "区县", "地址"]) {
        sheet.write(0, column, heading).unwrap();
    }
    for row in 1..=500 {
        let cells = [
            format!("名单{row}校"),
            "体育".into(),
            "小学".into(),
            "西湖区".into(),
            format!("甲路{row}号"),
        ];
        for (column, text) in (0..).zip(cells) {
            sheet.write(row, column, text).unwrap();
        }
    }
    let whole = book.save_to_buffer().unwrap();
    let mut old = ZipArchive::new(Cursor::new(&whole)).unwrap();
    let mut new = ZipWriter::new(Cursor::new(Vec::new()));
    for place in 0..old.len() {
        let part = old.by_index(place).unwrap();
        let name = part.name().unwrap().into_owned();
        let text = std::io::read_to_string(part).unwrap();
        let cell = "<row r=\"502\"><c r=\"A99999999999\"><v>1</v></c></row></sheetData>";
        new.start_file(name, SimpleFileOptions::default()).unwrap();
        new.write_all(text.replace("</sheetData>", cell).as_bytes())
            .unwrap();
    }
    let file = new.finish().unwrap().into_inner();
    let refused = office.check(file, &Wish::default()).await;
    assert_eq!(refused.unwrap_err().code(), "file_broken");
}

async fn a_row_of_a_district_without_authority_is_told(db: Db) {
    let office = Office::open(&db).await;
    office
        .rows
        .set("DELETE FROM authority_area WHERE district = '360103'")
        .await;
    let checked = office.check(list(1), &Wish::default()).await.unwrap();
    assert_eq!(told(&checked), [(2, "E", "district_without_authority")]);
}
