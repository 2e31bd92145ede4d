//! Lists of institutions.

use axum::http::HeaderMap;
use axum::http::header::ETAG;
use axum::response::Response;
use domain::institution::Status;
use domain::licence::State;
use domain::words::{Class, District};
use store::Fault;
use store::read::institution::{Every, InstitutionQuery, InstitutionRow, revision};
use tables::Cell;

use super::spool::{Exported, Shape};
use super::{Source, Words, busy, has, not_modified, spooled, tag};
use crate::App;
use crate::app::Hall;
use crate::http::problem::Problem;
use crate::text::Lang;

impl Exported for InstitutionRow {
    fn columns(lang: Lang) -> Vec<(String, u8)> {
        [
            ("column-number", 13),
            ("column-name", 40),
            ("column-brand", 14),
            ("column-uscc", 21),
            ("column-status", 10),
            ("column-class", 12),
            ("column-district", 12),
            ("column-address", 44),
            ("column-licence", 26),
            ("column-licence-state", 12),
            ("column-valid-until", 12),
        ]
        .into_iter()
        .map(|(key, width)| (lang.t(key), width))
        .collect()
    }

    fn cells(&self, lang: Lang) -> Vec<Cell> {
        let word = |known: Option<(&str, &str)>, code: &str| {
            known.map_or_else(|| code.to_owned(), |(zh, en)| lang.pick(zh, en).to_owned())
        };
        let status = Status::from_code(&self.status).map(|one| (one.zh(), one.en()));
        let district = District::from_code(&self.district).map(|one| (one.zh(), one.en()));
        let licence = match self.licence_state.as_str() {
            "none" => lang.t("column-no-licence"),
            code => word(State::from_code(code).map(|one| (one.zh(), one.en())), code),
        };
        vec![
            Cell::from(self.number.as_str()),
            Cell::from(self.name.as_str()),
            Cell::from(self.brand.as_str()),
            Cell::from(self.uscc.as_deref()),
            Cell::Text(word(status, &self.status)),
            Cell::Text(lang.classes(self.classes())),
            Cell::Text(word(district, &self.district)),
            Cell::from(self.address.as_str()),
            Cell::from(self.licence_number.as_deref()),
            Cell::Text(licence),
            Cell::from(self.licence_valid_until.as_deref()),
        ]
    }
}

impl Source for Every<'_> {
    type Row = InstitutionRow;

    async fn next(&mut self) -> Result<Option<Vec<InstitutionRow>>, Fault> {
        Every::next(self).await
    }
}

/// The white list, or that of one district, with a tag by which a caller learns that nothing has changed.
///
/// # Errors
/// As [`super::whole`].
pub(crate) async fn white_list(
    app: &App,
    headers: &HeaderMap,
    query: InstitutionQuery,
    shape: Shape,
    words: &Words,
) -> Result<Response, Problem> {
    let query = InstitutionQuery {
        licensed: true,
        ..query
    };
    let district = query.district.map_or("all", District::code);
    let class = query.class.map_or("all", Class::code);
    let form = match shape {
        Shape::Json => "json".to_owned(),
        Shape::Table(format, lang) => format!("{}-{}", format.ending(), lang.code()),
    };
    let today = app.store().today();
    let tagged = |revision: &str| tag(&format!("{today}-{revision}-{district}-{class}-{form}"));
    let before = revision(app.store()).await?;
    let known = tagged(&before)?;
    if has(headers, &known) {
        return Ok(not_modified(known));
    }
    let _turn = app.export_turn(Hall::Public).await.ok_or_else(busy)?;
    let source = Every::of(app.store(), query, today);
    let spool = spooled(app, source, shape, words).await?;
    let stands = revision(app.store()).await? == before;
    let mut response = spool.answer(&words.name).await?;
    // A list that was read while the register changed belongs to no one revision, and has no tag.
    if stands {
        response.headers_mut().insert(ETAG, known);
    }
    Ok(response)
}
