//! The dynamic list of after-school providers.

use axum::http::HeaderMap;
use axum::http::header::ETAG;
use axum::response::Response;
use domain::words::{District, Fen};
use store::Fault;
use store::read::after_school::{Every, Part, PublicProvider, PublicQuery, revision};
use tables::Cell;

use super::spool::{Exported, Shape};
use super::{Source, Words, busy, has, not_modified, spooled, tag};
use crate::App;
use crate::app::Hall;
use crate::http::pages::after_school::{fee, grades, state_words};
use crate::http::problem::Problem;
use crate::text::Lang;

impl Exported for PublicProvider {
    fn columns(lang: Lang) -> Vec<(String, u8)> {
        [
            ("column-number", 13),
            ("column-name", 40),
            ("column-district", 12),
            ("after-school-year", 14),
            ("state", 12),
            ("after-school-from", 12),
            ("after-school-until", 12),
            ("after-school-services", 44),
            ("after-school-schools", 44),
            ("after-school-warnings", 30),
            ("after-school-exit", 30),
        ]
        .into_iter()
        .map(|(key, width)| (lang.t(key), width))
        .collect()
    }

    fn cells(&self, lang: Lang) -> Vec<Cell> {
        let district = |code: &str| match District::from_code(code) {
            Some(one) => lang.pick(one.zh(), one.en()).to_owned(),
            None => code.to_owned(),
        };
        let services = self.services.iter().map(|service| {
            let fee = fee(Fen::new(service.fee_fen), lang);
            format!("{} {} {fee}", service.name, grades(&service.grades, lang))
        });
        let schools = self.schools.iter().map(|school| {
            let days = format!("{} - {}", school.first_day, school.last_day);
            let services = school.services.join(lang.pick("、", ", "));
            format!(
                "{} {services} {} {days}",
                school.name,
                fee(school.fee_fen, lang)
            )
        });
        let warnings = self.warnings.iter().map(|warning| {
            let ground = lang.pick(warning.ground.zh(), warning.ground.en());
            format!("{} {ground}", warning.on)
        });
        let exit = self.exit.as_ref().map(|exit| {
            let ground = lang.pick(exit.ground.zh(), exit.ground.en());
            format!("{} {ground}", exit.on)
        });
        let lines = |lines: Vec<String>| Cell::Text(lines.join("; "));
        vec![
            Cell::from(self.number.as_str()),
            Cell::from(self.institution_name.as_str()),
            Cell::Text(district(&self.district)),
            Cell::Text(
                lang.pick(&self.school_year.zh(), &self.school_year.en())
                    .to_owned(),
            ),
            Cell::Text(state_words(self.state, lang)),
            Cell::Text(self.from.map(|day| day.to_string()).unwrap_or_default()),
            Cell::Text(self.until.to_string()),
            lines(services.collect()),
            lines(schools.collect()),
            lines(warnings.collect()),
            Cell::Text(exit.unwrap_or_default()),
        ]
    }
}

impl Source for Every<'_> {
    type Row = PublicProvider;

    async fn next(&mut self) -> Result<Option<Vec<PublicProvider>>, Fault> {
        Every::next(self).await
    }
}

/// The dynamic list or a part of it, with a tag by which a caller learns that nothing has changed.
///
/// # Errors
/// As [`super::whole`].
pub(crate) async fn after_school(
    app: &App,
    headers: &HeaderMap,
    query: PublicQuery,
    shape: Shape,
    words: &Words,
) -> Result<Response, Problem> {
    let district = query.district.map_or("all", District::code);
    let part = Part::SHOWN.iter().find(|(part, _)| *part == query.part);
    let part = part.map_or("all", |(_, code)| code);
    let form = match shape {
        Shape::Json => "json".to_owned(),
        Shape::Table(format, lang) => format!("{}-{}", format.ending(), lang.code()),
    };
    let today = app.store().today();
    let tagged = |revision: &str| tag(&format!("{today}-{revision}-{district}-{part}-{form}"));
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
    // A list that was read while something changed belongs to no one revision, and has no tag.
    if stands {
        response.headers_mut().insert(ETAG, known);
    }
    Ok(response)
}
