//! The licence as a sheet to hang up: what the register says, and a square that leads to what it says now.

use domain::licence::State;
use domain::words::{Classes, Day, LicenceNumber, Stages};
use qrcode::render::svg;
use qrcode::{EcLevel, QrCode};
use serde::Serialize;

use crate::desk::{Unprintable, print};

const FORM: &str = include_str!("../forms/licence.typ");

/// What stands on the sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LicenceSheet {
    /// Its number.
    pub number: LicenceNumber,
    /// The institution's registered name.
    pub name: String,
    /// Its unified social credit code, where it has one.
    pub uscc: Option<String>,
    /// Where it teaches.
    pub address: String,
    /// What it teaches.
    pub classes: Classes,
    /// Whom it teaches.
    pub stages: Stages,
    /// What the licence allows, in words.
    pub scope: String,
    /// Who issued it.
    pub issued_by: String,
    /// First day.
    pub issued_on: Day,
    /// Last day.
    pub valid_until: Day,
    /// Which copy it is: the first one is 1.
    pub copy: i64,
    /// When this copy was issued, where it is not the first.
    pub reissued_on: Option<Day>,
    /// Its state on the day of printing.
    pub state: State,
    /// The day of printing.
    pub printed_on: Day,
    /// The address of its verification page, in full.
    pub verify: String,
}

#[derive(Serialize)]
struct Facts<'a> {
    number: String,
    name: &'a str,
    uscc: &'a str,
    address: &'a str,
    class: String,
    stages: String,
    scope: &'a str,
    issued_by: &'a str,
    issued_on: String,
    valid_until: String,
    /// That it was issued anew, and when; empty for the first copy.
    reissued: String,
    /// The state in a word, where it is not valid.
    stamp: &'static str,
    printed_on: String,
    /// The same in numbers: an archive wants the date of a document.
    date: (i32, u8, u8),
    verify: &'a str,
    square: String,
}

/// The sheet of a licence, A4 across.
///
/// # Errors
/// [`Unprintable::Glyphs`] where a name has a character that the typeface lacks.
pub fn licence(sheet: &LicenceSheet) -> Result<Vec<u8>, Unprintable> {
    let number = sheet.number.to_string();
    let stages: Vec<&str> = sheet.stages.iter().map(|stage| stage.zh()).collect();
    let facts = Facts {
        name: &sheet.name,
        uscc: sheet.uscc.as_deref().unwrap_or_default(),
        address: &sheet.address,
        class: sheet.classes.zh(),
        stages: stages.join("、"),
        scope: &sheet.scope,
        issued_by: &sheet.issued_by,
        issued_on: day(sheet.issued_on),
        valid_until: day(sheet.valid_until),
        reissued: sheet.reissued_on.map_or_else(String::new, |on| {
            format!("{}补发　第{}份", day(on), sheet.copy)
        }),
        stamp: match sheet.state {
            State::Valid => "",
            state => state.zh(),
        },
        printed_on: day(sheet.printed_on),
        date: (
            sheet.printed_on.year(),
            sheet.printed_on.month(),
            sheet.printed_on.day_of_month(),
        ),
        verify: &sheet.verify,
        square: square(&sheet.verify)?,
        number: number.clone(),
    };
    print(
        FORM,
        &facts,
        &format!("licence {number} {}", sheet.printed_on),
    )
}

fn day(day: Day) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day_of_month())
}

/// A square that a telephone reads from an arm's length, and with a corner soiled.
fn square(address: &str) -> Result<String, Unprintable> {
    let code = QrCode::with_error_correction_level(address, EcLevel::Q);
    let code = code.map_err(|fault| Unprintable::Form(fault.to_string()))?;
    Ok(code
        .render::<svg::Color<'_>>()
        .min_dimensions(200, 200)
        .build())
}
