//! The sheet of a licence, read as a telephone and a printer read it.
#![allow(
    clippy::as_conversions,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test stops at the first wrong value"
)]

use std::sync::Arc;

use documents::{LicenceSheet, Unprintable, licence};
use domain::licence::State;
use domain::words::{Class, Stage, Stages};
use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::Pixmap;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{RenderCache, RenderSettings};

fn sheet() -> LicenceSheet {
    LicenceSheet {
        number: "136010271234567".parse().unwrap(),
        name: "南昌市东湖区帀梦艺术培训中心有限公司".to_owned(),
        uscc: Some("91360111MA31TE1T34".to_owned()),
        address: "东湖区叠山路1号世纪中央城3层319室".to_owned(),
        classes: Class::Arts.into(),
        stages: Stages::of(&[Stage::Primary, Stage::Junior]),
        scope: "书法、绘画".to_owned(),
        issued_by: "南昌市东湖区教育主管部门".to_owned(),
        issued_on: "2026-03-02".parse().unwrap(),
        valid_until: "2029-03-01".parse().unwrap(),
        copy: 1,
        reissued_on: None,
        state: State::Valid,
        printed_on: "2026-11-28".parse().unwrap(),
        verify: "https://hongjian.nc.gov.cn/verify/136010271234567".to_owned(),
    }
}

/// The pages of a PDF as a printer draws them, with no type but what it brings along.
fn drawn(bytes: &[u8]) -> Vec<Pixmap> {
    let pdf = Pdf::new(Arc::new(bytes.to_vec())).unwrap();
    let (cache, settings) = (RenderCache::new(), InterpreterSettings::default());
    let scale = RenderSettings {
        x_scale: 2.0,
        y_scale: 2.0,
        bg_color: WHITE,
        ..RenderSettings::default()
    };
    let pages = pdf.pages();
    pages
        .iter()
        .map(|page| hayro::render(page, &cache, &settings, &scale))
        .collect()
}

/// How dark a point is, from 0 to 255.
fn darkness(page: &Pixmap, x: usize, y: usize) -> u8 {
    let pixel = page.data()[y * usize::from(page.width()) + x];
    255 - ((u16::from(pixel.r) + u16::from(pixel.g) + u16::from(pixel.b)) / 3) as u8
}

fn square(page: &Pixmap) -> String {
    let (width, height) = (usize::from(page.width()), usize::from(page.height()));
    let grey: Vec<u8> = (0..width * height)
        .map(|point| 255 - darkness(page, point % width, point / width))
        .collect();
    let mut reader = quircs::Quirc::default();
    let found: Vec<_> = reader.identify(width, height, &grey).collect();
    assert_eq!(found.len(), 1, "one square");
    let read = found[0].as_ref().unwrap().decode().unwrap();
    String::from_utf8(read.payload).unwrap()
}

/// Points with ink on them.
fn ink(page: &Pixmap) -> usize {
    let (width, height) = (usize::from(page.width()), usize::from(page.height()));
    let points = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
    points.filter(|(x, y)| darkness(page, *x, *y) > 128).count()
}

#[test]
fn the_square_leads_to_the_verification_page_and_the_type_is_embedded() {
    let bytes = licence(&sheet()).unwrap();
    assert!(
        bytes.starts_with(b"%PDF-1.7") && bytes.len() < 200_000,
        "{} bytes",
        bytes.len()
    );
    let pages = drawn(&bytes);
    assert_eq!(pages.len(), 1, "one sheet");
    assert_eq!(square(&pages[0]), sheet().verify);
    // To be looked at by whoever changes the form.
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"));
    std::fs::write(
        folder.join("licence.png"),
        pages[0].clone().into_png().unwrap(),
    )
    .unwrap();
    std::fs::write(folder.join("licence.pdf"), &bytes).unwrap();
    // A name of twice the length needs more ink: it is drawn, and not left out for want of a typeface.
    let mut longer = sheet();
    longer.name = format!("{0}{0}", longer.name);
    assert!(ink(&drawn(&licence(&longer).unwrap())[0]) > ink(&pages[0]) + 500);
}

#[test]
fn the_same_facts_make_the_same_bytes() {
    assert_eq!(licence(&sheet()).unwrap(), licence(&sheet()).unwrap());
}

#[test]
fn a_licence_that_is_not_valid_says_so_across_the_sheet() {
    let valid = ink(&drawn(&licence(&sheet()).unwrap())[0]);
    for state in [
        State::Expired,
        State::Suspended,
        State::Revoked,
        State::Cancelled,
    ] {
        let stamped = LicenceSheet { state, ..sheet() };
        let pages = drawn(&licence(&stamped).unwrap());
        assert!(ink(&pages[0]) > valid + 3_000, "{state:?}");
        assert_eq!(
            square(&pages[0]),
            sheet().verify,
            "the stamp leaves the square free"
        );
    }
}

#[test]
fn a_copy_that_was_issued_again_says_so_with_its_day() {
    let first = &drawn(&licence(&sheet()).unwrap())[0];
    let again = LicenceSheet {
        copy: 2,
        reissued_on: Some("2026-11-20".parse().unwrap()),
        verify: format!("{}?copy=2", sheet().verify),
        ..sheet()
    };
    let bytes = licence(&again).unwrap();
    let pages = drawn(&bytes);
    assert_eq!(pages.len(), 1);
    assert!(ink(&pages[0]) > ink(first) + 500, "a line more");
    assert_eq!(square(&pages[0]), again.verify, "which copy it is");
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"));
    let picture = pages[0].clone().into_png().unwrap();
    std::fs::write(folder.join("licence-again.png"), picture).unwrap();
}

#[test]
fn a_text_is_set_as_a_text_and_no_form() {
    for name in [
        "#panic()",
        "*粗* _斜_ $x$ `码`",
        "\"]) #read(\"/etc/passwd\")",
        "= 标题\n- 项",
    ] {
        let odd = LicenceSheet {
            name: name.to_owned(),
            ..sheet()
        };
        assert_eq!(drawn(&licence(&odd).unwrap()).len(), 1, "{name}");
    }
}

#[test]
fn long_texts_stay_on_the_sheet_and_a_missing_glyph_is_told() {
    let long = LicenceSheet {
        name: "长".repeat(100),
        scope: "长".repeat(160),
        address: "长".repeat(60),
        ..sheet()
    };
    let pages = drawn(&licence(&long).unwrap());
    assert_eq!(pages.len(), 1);
    assert_eq!(square(&pages[0]), sheet().verify);
    let rare = LicenceSheet {
        name: "𰻝𰻝面艺术培训".to_owned(),
        ..sheet()
    };
    assert_eq!(licence(&rare), Err(Unprintable::Glyphs("𰻝".to_owned())));
}
