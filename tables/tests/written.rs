//! What is written is read back by programs that are not ours.

#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test stops at the first wrong value"
)]

use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};
use proptest::prelude::*;
use tables::{Cell, Column, Format, WriteFault, Writer};

const COLUMNS: [Column<'_>; 2] = [
    Column {
        heading: "机构名称",
        width: 40,
    },
    Column {
        heading: "金额",
        width: 12,
    },
];

fn written(format: Format, rows: &[Vec<Cell>]) -> Result<Vec<u8>, WriteFault> {
    let aside = tempfile::tempdir().unwrap();
    let mut writer = Writer::begin(
        format,
        Cursor::new(Vec::new()),
        "名单",
        &COLUMNS,
        aside.path(),
    )?;
    for row in rows {
        writer.row(row)?;
    }
    Ok(writer.end()?.into_inner())
}

fn sheet(bytes: Vec<u8>) -> Vec<Vec<Data>> {
    let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
    assert_eq!(book.sheet_names(), ["名单"]);
    let range = book.worksheet_range("名单").unwrap();
    assert!(
        book.worksheet_formula("名单").unwrap().is_empty(),
        "no formula"
    );
    range.rows().map(<[Data]>::to_vec).collect()
}

fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

#[test]
fn csv_has_a_mark_quotes_what_needs_it_and_guards_formulas() {
    let rows = [
        vec![text("南昌,\"东湖\"\n培训"), Cell::Number(-5)],
        vec![text("=1+1"), Cell::Empty],
        vec![text("＠SUM(A1)"), Cell::Number(i64::MAX)],
        vec![text("一般"), Cell::Number(0)],
    ];
    let bytes = written(Format::Csv, &rows).unwrap();
    let told = String::from_utf8(bytes).unwrap();
    assert_eq!(
        told,
        "\u{feff}机构名称,金额\n\"南昌,\"\"东湖\"\"\n培训\",-5\n'=1+1,\n'＠SUM(A1),9223372036854775807\n一般,0\n"
    );
}

#[test]
fn a_sheet_holds_texts_and_numbers_as_such() {
    let rows = [
        vec![text("=HYPERLINK(\"x\")"), Cell::Number(12_345)],
        vec![Cell::Empty, Cell::Number(9_007_199_254_740_992)],
    ];
    let read = sheet(written(Format::Xlsx, &rows).unwrap());
    assert_eq!(
        read[0],
        [
            Data::String("机构名称".to_owned()),
            Data::String("金额".to_owned())
        ]
    );
    assert_eq!(read[1][0], Data::String("=HYPERLINK(\"x\")".to_owned()));
    assert_eq!(read[1][1], Data::Float(12_345.0));
    assert_eq!(read[2], [Data::Empty, Data::Float(9_007_199_254_740_992.0)]);
}

#[test]
fn what_a_sheet_cannot_hold_is_told_by_its_place() {
    let rows = [
        vec![text("一"), Cell::Empty],
        vec![Cell::Empty, text(&"长".repeat(32_768))],
    ];
    let fault = written(Format::Xlsx, &rows).unwrap_err();
    assert!(
        matches!(fault, WriteFault::TooLong { row: 3, column: 2 }),
        "{fault}"
    );
    let wide = [vec![text(&"🏫".repeat(16_384)), Cell::Empty]];
    let fault = written(Format::Xlsx, &wide).unwrap_err();
    assert!(
        matches!(fault, WriteFault::TooLong { row: 2, column: 1 }),
        "{fault}"
    );
    let csv = written(Format::Csv, &rows).unwrap();
    assert!(csv.len() > 3 * 32_768, "CSV holds it");
    let most = [vec![text(&"长".repeat(32_767)), Cell::Empty]];
    assert_eq!(sheet(written(Format::Xlsx, &most).unwrap()).len(), 2);
}

/// The name of the sheet of a table with this title.
fn named(title: &str) -> String {
    let aside = tempfile::tempdir().unwrap();
    let out = Cursor::new(Vec::new());
    let writer = Writer::begin(Format::Xlsx, out, title, &COLUMNS, aside.path()).unwrap();
    let book = Xlsx::new(writer.end().unwrap()).unwrap();
    book.sheet_names()[0].clone()
}

#[test]
fn no_text_of_a_csv_begins_like_a_formula() {
    for sign in ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"] {
        let rows = [vec![text(&format!("{sign}1")), Cell::Empty]];
        let told = String::from_utf8(written(Format::Csv, &rows).unwrap()).unwrap();
        let (_, line) = told.split_once('\n').unwrap();
        assert!(line.trim_start_matches('"').starts_with('\''), "{line:?}");
    }
}

#[test]
fn every_title_gives_a_sheet_a_name() {
    for (title, name) in [
        ("校外培训机构白名单", "校外培训机构白名单"),
        (
            "White list of training institutions",
            "White list of training institut",
        ),
        ("a/b\\c?d*e[f]:g", "abcdefg"),
        ("'", "1"),
        ("", "1"),
    ] {
        assert_eq!(named(title), name, "{title}");
    }
}

#[test]
fn a_kind_of_file_is_known_by_its_ending() {
    for format in Format::ALL {
        assert_eq!(
            Format::from_ending(&format.ending().to_uppercase()),
            Some(format)
        );
    }
    assert_eq!(Format::from_ending("xls"), None);
    assert!(Format::Csv.media_type().starts_with("text/csv"));
    assert!(Format::Xlsx.media_type().ends_with("sheet"));
}

/// Texts that begin like formulas, hold quotes and lines, or are written in any script.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        "[=+@-]?[a-z0-9,\"' ]{0,12}",
        "\\PC{0,12}",
        "[\u{4e00}-\u{9fff}\n]{0,8}"
    ]
}

proptest! {
    #[test]
    fn every_text_comes_back(cells in prop::collection::vec((cell(), cell()), 0..20)) {
        let rows: Vec<Vec<Cell>> = cells
            .iter()
            .map(|(one, two)| vec![Cell::from(one.as_str()), Cell::from(two.as_str())])
            .collect();
        let told = written(Format::Csv, &rows).unwrap();
        let mut reader = csv::Reader::from_reader(told.strip_prefix(b"\xEF\xBB\xBF").unwrap());
        let read: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        prop_assert_eq!(read.len(), cells.len());
        for (record, (one, two)) in read.iter().zip(&cells) {
            for (field, cell) in [(&record[0], one), (&record[1], two)] {
                let bare = field.strip_prefix('\'').filter(|_| field != cell).unwrap_or(field);
                prop_assert_eq!(bare, cell);
                prop_assert!(!field.starts_with(['=', '+', '-', '@']));
            }
        }
        let read = sheet(written(Format::Xlsx, &rows).unwrap());
        for (place, (one, two)) in cells.iter().enumerate() {
            for (column, cell) in [one, two].into_iter().enumerate() {
                // The rows that hold nothing at the end of a sheet are not in it.
                let data = read.get(place + 1).and_then(|row| row.get(column));
                let told = data.map(ToString::to_string).unwrap_or_default();
                prop_assert_eq!(&told, cell);
            }
        }
    }
}
