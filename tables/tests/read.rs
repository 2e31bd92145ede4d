//! Files that may be anything are read row by row.

#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test stops at the first wrong value"
)]

use std::io::{Cursor, Write as _};
use std::ops::ControlFlow;

use proptest::prelude::*;
use rust_xlsxwriter::{Format as Look, Workbook, Worksheet};
use tables::{Cell, CellFault, Column, Format, ReadFault, Row, Writer, read};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

const TEXT: &str = "名称,地址\n晨曦培训,井冈山大道 1 号\n";

fn rows(file: impl AsRef<[u8]>) -> Result<Vec<Row>, ReadFault> {
    let mut rows = Vec::new();
    read(Cursor::new(file), &mut |row| {
        rows.push(row);
        ControlFlow::Continue(())
    })?;
    Ok(rows)
}

fn row(number: u64, cells: &[&str]) -> Row {
    let cells = cells.iter().map(|text| Ok((*text).to_owned()));
    Row {
        number,
        cells: cells.collect(),
    }
}

fn book(fill: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(book.add_worksheet());
    book.save_to_buffer().unwrap()
}

/// The workbook with one of its parts changed.
fn changed(book: &[u8], part: &str, change: impl Fn(String) -> String) -> Vec<u8> {
    let mut old = ZipArchive::new(Cursor::new(book)).unwrap();
    let mut new = ZipWriter::new(Cursor::new(Vec::new()));
    for place in 0..old.len() {
        let entry = old.by_index(place).unwrap();
        let name = entry.name().unwrap().into_owned();
        let text = std::io::read_to_string(entry).unwrap();
        new.start_file(&name, SimpleFileOptions::default()).unwrap();
        let text = if name == part { change(text) } else { text };
        new.write_all(text.as_bytes()).unwrap();
    }
    new.finish().unwrap().into_inner()
}

#[test]
fn a_text_is_read_in_each_encoding_that_offices_use() {
    let expected = [
        row(1, &["名称", "地址"]),
        row(2, &["晨曦培训", "井冈山大道 1 号"]),
    ];
    let wide = |end: fn(u16) -> [u8; 2]| -> Vec<u8> {
        let signs = std::iter::once(0xfeff).chain(TEXT.encode_utf16());
        signs.flat_map(end).collect()
    };
    for (encoding, bytes) in [
        ("UTF-8", TEXT.as_bytes().to_vec()),
        ("UTF-8 with mark", format!("\u{feff}{TEXT}").into_bytes()),
        ("UTF-16 LE", wide(u16::to_le_bytes)),
        ("UTF-16 BE", wide(u16::to_be_bytes)),
        ("GB18030", encoding_rs::GB18030.encode(TEXT).0.into_owned()),
    ] {
        assert_eq!(rows(bytes).unwrap(), expected, "{encoding}");
    }
}

#[test]
fn values_stand_between_commas_semicolons_or_tabs() {
    for between in [",", ";", "\t"] {
        let text = format!("名称{between}地址\n\"晨曦{between}培训\"{between}\"一\n二\"\n");
        let read = rows(text).unwrap();
        assert_eq!(
            read[1],
            row(2, &[&format!("晨曦{between}培训"), "一\n二"]),
            "{between:?}"
        );
    }
    assert_eq!(
        rows("名称\n晨曦\n").unwrap(),
        [row(1, &["名称"]), row(2, &["晨曦"])]
    );
}

#[test]
fn rows_keep_the_numbers_that_a_program_of_tables_shows() {
    let read = rows("\n名称,地址,\n,,\n\"一\n二\",甲\n  ,乙\n").unwrap();
    let expected = [
        row(2, &["名称", "地址"]),
        row(4, &["一\n二", "甲"]),
        row(6, &["", "乙"]),
    ];
    assert_eq!(read, expected);
    let old = rows("名称\r甲\r\"一\r二\"\r丙").unwrap();
    let numbers: Vec<u64> = old.iter().map(|row| row.number).collect();
    assert_eq!(
        numbers,
        [1, 2, 3, 5],
        "lines that end in a carriage return alone"
    );
    let gap = rows("名称\r\n\r\n甲\r\n\"一\r\n二\",乙\r\n丙\r\n").unwrap();
    let numbers: Vec<u64> = gap.iter().map(|row| row.number).collect();
    assert_eq!(numbers, [1, 3, 4, 6], "as Excel writes it");
    assert_eq!(gap[2].cells[0], Ok("一\n二".to_owned()));
    let sheet = book(|sheet| {
        sheet.write(0, 0, "名称").unwrap();
        sheet.write(4, 1, " 甲 ").unwrap();
    });
    assert_eq!(
        rows(sheet).unwrap(),
        [row(1, &["名称"]), row(5, &["", "甲"])]
    );
}

#[test]
fn a_text_that_is_spoilt_in_one_place_is_read_in_its_own_encoding() {
    let mut bytes = format!("{TEXT}江西省南昌市\u{1},甲\n").into_bytes();
    let spoilt = bytes.iter().position(|byte| *byte == 1).unwrap();
    bytes[spoilt] = 0xFF;
    let read = rows(bytes).unwrap();
    assert_eq!(read[1], row(2, &["晨曦培训", "井冈山大道 1 号"]));
    let told = [Err(CellFault::Undecodable), Ok("甲".to_owned())];
    assert_eq!(read[2].cells, told);
}

#[test]
fn bytes_of_no_text_are_told_by_their_cell() {
    let mut bytes = encoding_rs::GB18030.encode(TEXT).0.into_owned();
    bytes.extend(b"\xFF\xFF,a\n");
    let read = rows(bytes).unwrap();
    assert_eq!(
        read[2].cells,
        [Err(CellFault::Undecodable), Ok("a".to_owned())]
    );
}

#[test]
fn numbers_and_days_are_read_as_they_are_shown() {
    let read = rows(book(|sheet| {
        sheet.write(0, 0, 13_607_912_345_f64).unwrap();
        sheet.write(0, 1, 2.5).unwrap();
        sheet.write(0, 2, true).unwrap();
        sheet.write(0, 3, 913_601_000_000_000_000_f64).unwrap();
        let look = Look::new().set_num_format("yyyy/m/d");
        sheet.write_with_format(0, 4, 45_352, &look).unwrap();
        let look = Look::new().set_num_format("yyyy/m/d h:mm");
        sheet.write_with_format(0, 5, 45_352.5, &look).unwrap();
    }));
    let cells = &read.unwrap()[0].cells;
    let shown = |text: &str| Ok(text.to_owned());
    assert_eq!(
        *cells,
        [
            shown("13607912345"),
            shown("2.5"),
            shown("TRUE"),
            Err(CellFault::LongNumber),
            shown("2024-03-01"),
            shown("2024-03-01 12:00:00"),
        ]
    );
}

#[test]
fn formulas_errors_and_merged_cells_are_told_and_their_neighbours_read() {
    let plain = book(|sheet| {
        let look = Look::new();
        sheet.merge_range(0, 0, 0, 2, "附件 1", &look).unwrap();
        sheet.write(1, 0, "晨曦").unwrap();
        sheet.write_formula(1, 1, "=1+1").unwrap();
        sheet.write(1, 2, 7).unwrap();
        sheet.merge_range(2, 1, 4, 1, "东湖区", &look).unwrap();
        sheet.write(3, 0, "群艺").unwrap();
    });
    let file = changed(&plain, "xl/worksheets/sheet1.xml", |xml| {
        let error = xml.replace(
            "<c r=\"C2\"><v>7</v></c>",
            "<c r=\"C2\" t=\"e\"><v>#N/A</v></c>",
        );
        assert_ne!(error, xml);
        error
    });
    let merged = || Err(CellFault::Merged);
    let read = rows(file).unwrap();
    assert_eq!(read[0].cells, [merged(), merged(), merged()]);
    assert_eq!(
        read[1].cells,
        [
            Ok("晨曦".to_owned()),
            Err(CellFault::Formula),
            Err(CellFault::Error)
        ]
    );
    let third = read.iter().find(|row| row.number == 4).unwrap();
    assert_eq!(third.cells, [Ok("群艺".to_owned()), merged()]);
}

#[test]
fn a_million_empty_rows_are_no_rows() {
    let file = changed(
        &book(|sheet| {
            sheet.write(0, 0, "名称").unwrap();
            sheet.write(1_048_575, 0, "末").unwrap();
        }),
        "xl/worksheets/sheet1.xml",
        |xml| {
            use std::fmt::Write as _;
            let mut empty = String::new();
            for number in 2..=1_000_001 {
                write!(empty, "<row r=\"{number}\"><c r=\"A{number}\"/></row>").unwrap();
            }
            let full = xml.replace("</row><row", &format!("</row>{empty}<row"));
            assert!(full.len() > 30_000_000);
            full
        },
    );
    let read = rows(file).unwrap();
    assert_eq!(read, [row(1, &["名称"]), row(1_048_576, &["末"])]);
}

#[test]
fn what_is_no_table_is_told_by_a_code() {
    let whole = book(|sheet| {
        sheet.write(0, 0, "名称").unwrap();
    });
    let bare = |name: &str| {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.finish().unwrap().into_inner()
    };
    let wide = format!("{}\n", ",".repeat(200));
    let far = book(|sheet| {
        sheet.write(0, 200, "远").unwrap();
    });
    let many = book(|sheet| {
        let look = Look::new();
        for number in 0..1_001 {
            sheet.merge_range(number, 0, number, 1, "", &look).unwrap();
        }
    });
    let cases: [(&str, Vec<u8>, &str); 10] = [
        ("nothing", Vec::new(), "file_empty"),
        ("blank lines", b" \n,,\n\n".to_vec(), "file_empty"),
        ("a book of nothing", book(|_| ()), "file_empty"),
        (
            "an old book",
            b"\xD0\xCF\x11\xE0 and so on".to_vec(),
            "file_old_workbook",
        ),
        (
            "half a book",
            whole[..whole.len() / 2].to_vec(),
            "file_broken",
        ),
        ("its beginning alone", b"PK\x03\x04".to_vec(), "file_broken"),
        ("another package", bare("word/document.xml"), "file_broken"),
        ("a wide text", wide.into_bytes(), "table_too_large"),
        ("a wide book", far, "table_too_large"),
        ("merged everywhere", many, "table_too_large"),
    ];
    for (what, bytes, code) in cases {
        let fault = rows(bytes).expect_err(what);
        assert_eq!(fault.code(), code, "{what}: {fault}");
    }
}

#[test]
fn a_small_file_that_unpacks_to_a_large_one_is_refused_before_it_is_held() {
    let whole = book(|sheet| {
        sheet.write(0, 0, "名称").unwrap();
    });
    for (part, megabytes) in [("xl/more.xml", 101), ("xl/worksheets/sheet2.xml", 1_025)] {
        let mut zip = ZipWriter::new_append(Cursor::new(whole.clone())).unwrap();
        let packed = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        zip.start_file(part, packed).unwrap();
        let zeros = vec![0; 1 << 20];
        for _ in 0..megabytes {
            zip.write_all(&zeros).unwrap();
        }
        let file = zip.finish().unwrap().into_inner();
        assert!(file.len() < 2 << 20, "{} bytes", file.len());
        assert_eq!(rows(file).unwrap_err().code(), "table_too_large", "{part}");
    }
}

#[test]
fn a_quotation_mark_that_is_not_closed_swallows_no_rows() {
    let open = "名称,备注\n甲,\"暂停\n乙,\n丙,\n";
    assert!(matches!(rows(open), Err(ReadFault::Unclosed(2))));
    let far = format!("名称,备注\n甲,\"暂停{}\"\n", "\n乙,".repeat(101));
    assert!(matches!(rows(far), Err(ReadFault::Unclosed(2))));
    let closed = rows("名称\n\"甲\n\"").unwrap();
    assert_eq!(
        closed[1],
        row(2, &["甲"]),
        "a line feed at the end of a cell is part of it"
    );
    let long = rows(format!("名称,备注\n甲,{}\n", "长".repeat(32_768))).unwrap();
    assert_eq!(long[1].cells[1], Err(CellFault::TooLong));
}

#[test]
fn what_stands_between_values_is_seen_over_several_lines() {
    let titled = rows("附件，甲,乙\n名称\t地址\t电话\n晨曦\t一路\t1\n").unwrap();
    assert_eq!(titled[1], row(2, &["名称", "地址", "电话"]));
}

#[test]
fn the_first_sheet_that_can_be_seen_is_read_and_the_others_are_named() {
    let mut book = Workbook::new();
    book.add_worksheet()
        .set_hidden(true)
        .write(0, 0, "旧")
        .unwrap();
    let east = book.add_worksheet().set_name("东湖").unwrap();
    east.set_active(true).write(0, 0, "新").unwrap();
    book.add_worksheet()
        .set_name("西湖")
        .unwrap()
        .write(0, 0, "别")
        .unwrap();
    let file = book.save_to_buffer().unwrap();
    assert_eq!(rows(&file).unwrap(), [row(1, &["新"])]);
    let others = read(Cursor::new(&file), &mut |_| ControlFlow::Continue(()));
    assert_eq!(others.unwrap(), ["西湖"]);
}

/// A workbook with one part changed is refused with this code.
fn refused(what: &str, part: &str, change: impl Fn(&str) -> String, code: &str) {
    let whole = book(|sheet| {
        sheet.write(0, 0, "名称").unwrap();
        sheet.write(1, 0, "甲").unwrap();
    });
    let file = changed(&whole, part, |xml| {
        let other = change(&xml);
        assert_ne!(other, xml, "{what}");
        other
    });
    assert_eq!(rows(file).expect_err(what).code(), code, "{what}");
}

#[test]
fn hostile_workbooks_are_refused_before_they_cost_anything() {
    let claim = |xml: &str| xml.replace("uniqueCount=\"2\"", "uniqueCount=\"1000000000000\"");
    let part = "xl/sharedStrings.xml";
    refused("texts that are not there", part, claim, "file_broken");
    let sheet = "xl/worksheets/sheet1.xml";
    let long = |xml: &str| {
        let text = "x".repeat(2 << 20);
        let cell = format!("<c r=\"B1\" t=\"inlineStr\"><is><t>{text}</t></is></c></row>");
        xml.replacen("</row>", &cell, 1)
    };
    refused("a cell without end", sheet, long, "table_too_large");
    let merged = |regions: &str| {
        let all = format!("</sheetData><mergeCells>{regions}</mergeCells>");
        move |xml: &str| xml.replace("</sheetData>", &all)
    };
    let many = "<mergeCell ref=\"A1:A2\"/>".repeat(1_001);
    refused(
        "regions without end",
        sheet,
        merged(&many),
        "table_too_large",
    );
    let whole = "<mergeCell ref=\"A1:GR1048576\"/>";
    refused("one region of all", sheet, merged(whole), "table_too_large");
    let back = |xml: &str| {
        let row = "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row></sheetData>";
        xml.replace("</sheetData>", row)
    };
    refused("rows out of order", sheet, back, "file_broken");
    let columns = ",".repeat(30_000_000);
    assert_eq!(rows(columns).unwrap_err().code(), "table_too_large");
}

#[test]
fn reading_ends_where_it_is_broken_off() {
    let sheet = book(|sheet| {
        for number in 0..5 {
            sheet.write(number, 0, number).unwrap();
        }
    });
    for file in [sheet, b"0\n1\n2\n3\n4\n".to_vec()] {
        let mut seen = 0;
        read(Cursor::new(file), &mut |_| {
            seen += 1;
            if seen == 3 {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        })
        .unwrap();
        assert_eq!(seen, 3);
    }
}

#[test]
fn every_fault_of_a_cell_has_a_code_of_its_own() {
    let mut codes: Vec<&str> = CellFault::ALL.map(CellFault::code).to_vec();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), CellFault::ALL.len());
}

proptest! {
    #[test]
    fn what_we_write_we_read(cells in prop::collection::vec("[=+@-]?[\u{4e00}-\u{9fff}a-z,\"]{1,8}", 1..12)) {
        const COLUMN: Column<'_> = Column { heading: "名称", width: 20 };
        for format in Format::ALL {
            let aside = tempfile::tempdir().unwrap();
            let out = Cursor::new(Vec::new());
            let mut writer = Writer::begin(format, out, "名单", &[COLUMN], aside.path()).unwrap();
            for cell in &cells {
                writer.row(&[Cell::from(cell.as_str())]).unwrap();
            }
            let read = rows(writer.end().unwrap().into_inner()).unwrap();
            let told: Vec<&String> = read[1..].iter().map(|row| row.cells[0].as_ref().unwrap()).collect();
            prop_assert_eq!(told, cells.iter().collect::<Vec<_>>());
        }
    }

    #[test]
    fn no_bytes_at_all_stop_the_reader(bytes in prop::collection::vec(any::<u8>(), 0..400), packed in any::<bool>()) {
        let start: &[u8] = if packed { b"PK\x03\x04" } else { b"" };
        let _ = rows([start, &bytes].concat());
    }

    #[test]
    fn a_workbook_with_a_byte_changed_is_read_or_refused(place in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut file = book(|sheet| {
            sheet.write(0, 0, "名称").unwrap();
            sheet.write(1, 3, 4.5).unwrap();
        });
        let at = place.index(file.len());
        file[at] = byte;
        let _ = rows(file);
    }
}
