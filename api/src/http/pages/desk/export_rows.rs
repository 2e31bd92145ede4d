//! Rows of the desk's lists of staff, courses and changes, as files.

use domain::access::{Grant, permit};
use domain::institution::request::Side;
use domain::words::{Day, Fen, Instant};
use store::read::course::{self, CourseRow};
use store::read::record::Gap;
use store::read::request::{self, RequestRow};
use store::read::staff::bar::BarShown;
use store::read::staff::lead::{self, StaffLeadRow};
use store::read::{DueQuery, Page};
use store::{Fault, Store};
use tables::Cell;

use super::export::{DueList, district, headings};
use super::{barred, courses, records, requests, staff_leads};
use crate::http::export::Exported;
use crate::http::pages::{course as course_words, record};
use crate::text::{Lang, show};

impl Exported for StaffLeadRow {
    fn columns(lang: Lang) -> Vec<(String, u8)> {
        let columns = [
            ("column-person", 14),
            ("column-post", 14),
            ("column-ground", 24),
            ("column-institution", 40),
            ("column-district", 12),
            ("column-state", 12),
            ("column-due", 12),
        ];
        headings(lang, columns)
    }

    fn cells(&self, lang: Lang) -> Vec<Cell> {
        vec![
            Cell::from(self.name.as_str()),
            Cell::from(staff_leads::post(&self.post, lang)),
            Cell::Text(staff_leads::ground(&self.ground, lang)),
            Cell::from(self.institution_name.as_str()),
            district(Some(&self.district), lang),
            Cell::Text(staff_leads::state(&self.state, lang).text),
            Cell::from(self.due_on.as_str()),
        ]
    }
}

impl DueList for StaffLeadRow {
    const STATES: &'static [&'static str] = staff_leads::STATES;

    async fn part(
        store: &Store,
        grant: &Grant<permit::ReadDesk>,
        query: &DueQuery,
        _today: Day,
    ) -> Result<Page<Self>, Fault> {
        lead::list(store, grant, query).await
    }
}

impl Exported for CourseRow {
    fn columns(lang: Lang) -> Vec<(String, u8)> {
        let columns = [
            ("column-number", 15),
            ("column-course", 30),
            ("column-institution", 40),
            ("column-district", 12),
            ("column-price", 12),
            ("column-state", 14),
            ("column-course-filed", 12),
        ];
        headings(lang, columns)
    }

    fn cells(&self, lang: Lang) -> Vec<Cell> {
        let price = self.price_fen.map(|fen| show::plain_yuan(Fen::new(fen)));
        vec![
            Cell::from(self.number.as_str()),
            Cell::from(self.name.as_str()),
            Cell::from(self.institution_name.as_str()),
            district(Some(&self.district), lang),
            Cell::from(price.as_deref()),
            Cell::Text(course_words::state(&self.state, lang).text),
            Cell::from(self.filed_on.as_deref()),
        ]
    }
}

impl DueList for CourseRow {
    const STATES: &'static [&'static str] = courses::STATES;

    async fn part(
        store: &Store,
        grant: &Grant<permit::ReadDesk>,
        query: &DueQuery,
        _today: Day,
    ) -> Result<Page<Self>, Fault> {
        course::list(store, grant, query).await
    }
}

impl Exported for RequestRow {
    fn columns(lang: Lang) -> Vec<(String, u8)> {
        let columns = [
            ("column-institution", 40),
            ("column-district", 12),
            ("column-fields", 30),
            ("column-asked-by", 12),
            ("column-asked", 12),
            ("column-state", 16),
            ("column-due", 12),
            ("column-decided", 12),
        ];
        headings(lang, columns)
    }

    fn cells(&self, lang: Lang) -> Vec<Cell> {
        let day = |at: i64| Instant::from_millis(at).day().to_string();
        let side = Side::from_code(&self.side).map_or("", |side| lang.pick(side.zh(), side.en()));
        // What cannot be read is told by the page of the request; the list goes on without it.
        let fields = record::fields(self, lang).unwrap_or_default();
        let decided = self.decided_at.map(day);
        vec![
            Cell::from(self.institution_name.as_str()),
            district(Some(&self.district), lang),
            Cell::from(fields.as_str()),
            Cell::from(side),
            Cell::Text(day(self.asked_at)),
            Cell::Text(requests::badge(self, lang).text),
            Cell::from(self.due_on.as_str()),
            Cell::from(decided.as_deref()),
        ]
    }
}

impl DueList for RequestRow {
    const STATES: &'static [&'static str] = requests::STATES;

    async fn part(
        store: &Store,
        grant: &Grant<permit::ReadDesk>,
        query: &DueQuery,
        _today: Day,
    ) -> Result<Page<Self>, Fault> {
        request::list(store, grant, query).await
    }
}

impl Exported for Gap {
    fn columns(lang: Lang) -> Vec<(String, u8)> {
        let columns = [
            ("column-number", 13),
            ("column-institution", 40),
            ("column-district", 12),
            ("column-party-says", 20),
        ];
        headings(lang, columns)
    }

    fn cells(&self, lang: Lang) -> Vec<Cell> {
        vec![
            Cell::from(self.number.as_str()),
            Cell::from(self.name.as_str()),
            district(Some(&self.district), lang),
            Cell::Text(records::says(self, lang)),
        ]
    }
}

impl Exported for BarShown {
    fn columns(lang: Lang) -> Vec<(String, u8)> {
        let columns = [
            ("column-person", 14),
            ("column-identity", 22),
            ("column-source", 40),
            ("column-state", 12),
            ("column-from", 12),
            ("column-until", 12),
            ("column-lifted", 12),
            ("column-entered-by", 14),
        ];
        headings(lang, columns)
    }

    fn cells(&self, lang: Lang) -> Vec<Cell> {
        vec![
            Cell::from(self.name.as_str()),
            Cell::from(self.identity_number.as_str()),
            Cell::from(self.source.as_str()),
            Cell::Text(barred::state(self.state, lang).text),
            Cell::from(self.from_on.as_str()),
            Cell::from(self.last_on.as_str()),
            Cell::from(self.lifted_on.as_deref()),
            Cell::from(self.barred_by.as_str()),
        ]
    }
}
