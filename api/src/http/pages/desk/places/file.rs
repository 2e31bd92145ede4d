//! The list of places as a file, with the filter of its page.

use domain::access::{Grant, permit};
use domain::words::Class;
use store::read::Limit;
use store::read::place::{self, PlaceQuery, PlaceRow};
use store::{Fault, Store};
use tables::Cell;

use super::super::asked::Asked;
use super::super::export::{district, headings};
use super::{source, state};
use crate::http::export::{Exported, Source};
use crate::text::Lang;

/// The places of a list, part after part.
pub(in crate::http::pages::desk) struct EveryPlace<'a> {
    store: &'a Store,
    grant: &'a Grant<permit::ReadDesk>,
    query: Option<PlaceQuery>,
}

impl<'a> EveryPlace<'a> {
    /// Those that are asked for.
    pub(in crate::http::pages::desk) fn of(
        store: &'a Store,
        grant: &'a Grant<permit::ReadDesk>,
        asked: &Asked,
    ) -> Self {
        let query = Some(PlaceQuery {
            limit: Limit::PART,
            after: None,
            ..asked.of_places()
        });
        Self {
            store,
            grant,
            query,
        }
    }
}

impl Source for EveryPlace<'_> {
    type Row = PlaceRow;

    async fn next(&mut self) -> Result<Option<Vec<PlaceRow>>, Fault> {
        let Some(mut query) = self.query.take() else {
            return Ok(None);
        };
        let page = place::list(self.store, self.grant, &query).await?;
        if let Some(next) = page.next {
            let after = next.parse();
            query.after =
                Some(after.map_err(|_| Fault::Integrity("the place in a list".to_owned()))?);
            self.query = Some(query);
        }
        Ok(Some(page.items))
    }
}

impl Exported for PlaceRow {
    fn columns(lang: Lang) -> Vec<(String, u8)> {
        let columns = [
            ("column-number", 15),
            ("column-place-name", 30),
            ("column-address", 40),
            ("column-district", 12),
            ("column-class", 14),
            ("column-place-source", 12),
            ("column-complaints", 8),
            ("column-state", 12),
            ("column-seen", 12),
            ("column-since", 12),
            ("column-shut", 12),
        ];
        headings(lang, columns)
    }

    fn cells(&self, lang: Lang) -> Vec<Cell> {
        let class = self.class.as_deref().and_then(Class::from_code);
        let class = class.map(|one| lang.pick(one.zh(), one.en()));
        vec![
            Cell::from(self.number.as_str()),
            Cell::from(self.name.as_str()),
            Cell::from(self.address.as_str()),
            district(Some(&self.district), lang),
            Cell::from(class),
            Cell::Text(source(&self.source, lang)),
            Cell::Text(self.complaint_count.to_string()),
            Cell::Text(state(&self.state, lang).text),
            Cell::from(self.seen_on.as_str()),
            Cell::from(self.since_on.as_str()),
            Cell::from(self.shut_on.as_deref()),
        ]
    }
}
