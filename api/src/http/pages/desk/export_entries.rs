//! Reports, merges, after-school providers and schools as files.

use domain::access::{Grant, permit};
use domain::words::{Day, Instant, MergeId, SchoolNumber};
use store::read::after_school::{self, ProviderRow};
use store::read::merge::{self, MergeQuery, MergeRow};
use store::read::report::{self, ReportRow};
use store::read::school::{self, SchoolQuery, SchoolRow};
use store::read::{DueQuery, Limit, Page};
use store::{Fault, Store};
use tables::Cell;

use super::asked::{ALL, Asked};
use super::export::{DueList, district, headings};
use super::{after_school as providers, merges, reports, schools};
use crate::http::export::{Exported, Paged, Source};
use crate::http::pages::after_school as words;
use crate::text::Lang;

fn day(at: i64) -> String {
    Instant::from_millis(at).day().to_string()
}

impl Exported for ReportRow {
    fn columns(lang: Lang) -> Vec<(String, u8)> {
        let columns = [
            ("column-number", 15),
            ("column-institution", 40),
            ("column-district", 12),
            ("report-kind", 16),
            ("column-state", 12),
            ("column-received", 12),
            ("column-due", 12),
        ];
        headings(lang, columns)
    }

    fn cells(&self, lang: Lang) -> Vec<Cell> {
        vec![
            Cell::from(self.number.as_str()),
            Cell::from(self.institution_name.as_str()),
            district(Some(&self.district), lang),
            Cell::Text(reports::kind(self, lang)),
            Cell::Text(reports::badge(&self.state, lang).text),
            Cell::Text(day(self.received_at)),
            Cell::from(self.due_on.as_str()),
        ]
    }
}

impl DueList for ReportRow {
    const STATES: &'static [&'static str] = reports::STATES;

    async fn part(
        store: &Store,
        grant: &Grant<permit::ReadDesk>,
        query: &DueQuery,
        _today: Day,
    ) -> Result<Page<Self>, Fault> {
        report::list(store, grant, query).await
    }
}

impl Exported for ProviderRow {
    fn columns(lang: Lang) -> Vec<(String, u8)> {
        let columns = [
            ("column-number", 15),
            ("column-institution", 40),
            ("column-district", 12),
            ("after-school-year", 16),
            ("column-state", 14),
            ("after-school-schools-count", 10),
            ("column-course-filed", 12),
            ("column-until", 12),
        ];
        headings(lang, columns)
    }

    fn cells(&self, lang: Lang) -> Vec<Cell> {
        vec![
            Cell::from(self.number.as_str()),
            Cell::from(self.institution_name.as_str()),
            district(Some(&self.district), lang),
            Cell::Text(words::year(self.school_year, lang)),
            Cell::Text(words::state(&self.state, lang).text),
            Cell::Text(self.schools.to_string()),
            Cell::from(self.filed_on.as_deref()),
            Cell::from(self.last_day.as_str()),
        ]
    }
}

impl DueList for ProviderRow {
    const STATES: &'static [&'static str] = providers::STATES;

    async fn part(
        store: &Store,
        grant: &Grant<permit::ReadDesk>,
        query: &DueQuery,
        _today: Day,
    ) -> Result<Page<Self>, Fault> {
        after_school::list(store, grant, query).await
    }
}

impl Exported for MergeRow {
    fn columns(lang: Lang) -> Vec<(String, u8)> {
        let columns = [
            ("merge-hidden", 40),
            ("column-number", 15),
            ("merge-kept", 40),
            ("column-number", 15),
            ("column-district", 12),
            ("column-state", 14),
            ("column-asked-by", 14),
            ("column-asked", 12),
        ];
        headings(lang, columns)
    }

    fn cells(&self, lang: Lang) -> Vec<Cell> {
        vec![
            Cell::from(self.hidden_name.as_str()),
            Cell::from(self.hidden_number.as_str()),
            Cell::from(self.kept_name.as_str()),
            Cell::from(self.kept_number.as_str()),
            district(Some(&self.district), lang),
            Cell::Text(merges::badge(&self.state, lang).text),
            Cell::from(self.asked_by.as_str()),
            Cell::Text(day(self.asked_at)),
        ]
    }
}

impl Exported for SchoolRow {
    fn columns(lang: Lang) -> Vec<(String, u8)> {
        let columns = [
            ("column-number", 15),
            ("school-name", 40),
            ("column-district", 12),
            ("course-stages", 20),
            ("school-providers", 12),
            ("school-share", 12),
        ];
        headings(lang, columns)
    }

    fn cells(&self, lang: Lang) -> Vec<Cell> {
        vec![
            Cell::from(self.number.as_str()),
            Cell::from(self.name.as_str()),
            district(Some(&self.district), lang),
            Cell::Text(schools::stage_words(&self.stages, lang)),
            Cell::Text(self.providers.to_string()),
            Cell::Text(schools::share(self, lang)),
        ]
    }
}

/// Every merge that the page lists.
pub(super) fn merges_asked(
    store: &Store,
    grant: &Grant<permit::ReadDesk>,
    asked: &Asked,
) -> impl Source {
    let state = asked.state(merges::STATES);
    let state = if state == ALL { "" } else { state };
    Paged::of(move |after: Option<MergeId>| async move {
        let query = MergeQuery {
            state: state.to_owned(),
            limit: Limit::PART,
            after,
        };
        merge::list(store, grant, &query).await
    })
}

/// Every school that the page lists.
pub(super) fn schools_asked(
    store: &Store,
    grant: &Grant<permit::ReadDesk>,
    asked: &Asked,
) -> impl Source {
    let (district, today) = (asked.district(), store.today());
    Paged::of(move |after: Option<SchoolNumber>| async move {
        let query = SchoolQuery {
            district,
            limit: Limit::PART,
            after,
        };
        school::list(store, grant, &query, today).await
    })
}
