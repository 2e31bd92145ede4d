//! The licence as a PDF.

use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use documents::{GLYPH_MISSING, LicenceSheet, Unprintable};
use domain::licence::State;
use domain::words::{Day, LicenceNumber, Stage, Stages};
use store::Fault;
use store::read::institution::InstitutionRecord;

use super::download::disposition;
use super::problem::{Code, Problem};
use crate::App;

/// The sheet of the licence that `record` tells of.
///
/// # Errors
/// Not found where it has none; `glyph_missing`.
pub(crate) async fn of(app: &App, record: &InstitutionRecord) -> Result<Response, Problem> {
    let sheet = sheet(app, record).ok_or_else(|| Problem::new(Code::NotFound))?;
    let name = format!("办学许可证-{}.pdf", sheet.number.digits());
    // Setting type takes milliseconds of a processor: they are not taken from those who wait for an answer.
    let printed = tokio::task::spawn_blocking(move || documents::licence(&sheet)).await;
    let printed = printed.map_err(|_| Problem::internal("a sheet was not printed to its end"))?;
    let bytes = printed.map_err(|fault| match fault {
        Unprintable::Glyphs(_) => Problem::from(Fault::Refused(GLYPH_MISSING)),
        Unprintable::Form(words) => Problem::internal(&words),
    })?;
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/pdf"));
    headers.insert(CONTENT_DISPOSITION, disposition(&name)?);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

fn sheet(app: &App, record: &InstitutionRecord) -> Option<LicenceSheet> {
    let row = &record.row;
    let number: LicenceNumber = row.licence_number.as_deref()?.parse().ok()?;
    let copy = record.licence_copy.unwrap_or(1);
    let day = |text: &Option<String>| -> Option<Day> { text.as_deref()?.parse().ok() };
    let stages: Vec<Stage> = record
        .stages
        .iter()
        .filter_map(|code| Stage::from_code(code))
        .collect();
    Some(LicenceSheet {
        name: row.name.clone(),
        uscc: row.uscc.clone(),
        address: row.address.clone(),
        classes: row.classes()?,
        stages: Stages::of(&stages),
        scope: record.licence_scope.clone().unwrap_or_default(),
        issued_by: record.licence_issued_by.clone().unwrap_or_default(),
        issued_on: day(&record.licence_issued_on)?,
        valid_until: day(&row.licence_valid_until)?,
        state: State::from_code(&row.licence_state)?,
        printed_on: app.store().today(),
        verify: format!(
            "{}/verify/{}?copy={copy}",
            app.public_url(),
            number.digits()
        ),
        copy,
        reissued_on: day(&record.licence_reissued_on),
        number,
    })
}
